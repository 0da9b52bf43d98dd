"""FHIR files as they lie there: Bundles, lists of single resources and NDJSON, as numbered resources.

Belongs here: JSON, the envelope of a Bundle, why a file can't be read. Doesn't: what a resource says
(`fhir_elements`, `fhir_forms`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from ingest.formats.text_table import Refusal

Resource = dict[str, Any]
Numbered = tuple[int, Resource, str | None]
"""Number (line of NDJSON, else place in the file, from 1), the resource, its fullUrl."""

ENTERED_IN_ERROR = "entered-in-error"
BOM = b"\xef\xbb\xbf"
LARGEST_DOCUMENT = 128 << 20
"""Bytes of what has to be parsed as a whole, which takes ten times as much memory; NDJSON hasn't."""
DEEPEST = 20
"""Bundles within bundles beyond this are no honest export."""
FIRST_TYPE = re.compile(rb'\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]+)"')
FIRST_LINE = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{")
DELETED = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:[/?].*)?$")


class BadLine(Exception):
    """A line of an NDJSON file isn't a resource."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True)
class FhirFile:
    """One file that is JSON."""

    dialect: str
    count: int
    """How many resources it holds."""
    whole: tuple[Numbered, ...] = ()
    """The resources of a Bundle or of a single document."""
    lines: tuple[bytes, ...] = ()
    """The lines of NDJSON: parsed as they are asked for, since a year of forms doesn't fit into memory."""

    def resources(
        self, *, without: Collection[str] = (), only: Collection[str] | None = None
    ) -> Iterator[Numbered]:
        """Yield the resources.

        Lines that begin as a resource of a type in `without` are left out; of those of other types than
        `only`, nothing but the type is read, since parsing costs more than everything else that is done with
        them. Such a line has to be whole all the same: it ends as an object does.

        Raises:
            BadLine: a line isn't a JSON object.
        """
        yield from self.whole
        for number, line in enumerate(self.lines, start=1):
            if not line or line.isspace():
                continue
            begun = FIRST_TYPE.match(line)
            kind = begun[1].decode() if begun is not None else None
            if kind in without:
                continue
            if only is not None and kind is not None and kind not in only:
                if not line.rstrip().endswith(b"}"):
                    raise BadLine(number)
                yield number, {"resourceType": kind}, None
                continue
            try:
                resource = orjson.loads(line)
            except orjson.JSONDecodeError:
                raise BadLine(number) from None
            if not isinstance(resource, dict):
                raise BadLine(number)
            yield number, resource, None


def open_fhir(content: bytes) -> FhirFile | Refusal:
    """Tell which kind of file this is. Refusals: FILE-EMPTY, FILE-ENCODING, FILE-UNREADABLE."""
    text = content.removeprefix(BOM)
    start = text.lstrip()[:1]
    if not start:
        return Refusal("FILE-EMPTY", "The file holds nothing. Export it again.", 0)
    if start == b"<":
        return _unreadable("This is XML. Ask the sender for FHIR as JSON or NDJSON.")
    if start not in b"{[":
        return _unreadable("This isn't JSON. Ask the sender for FHIR as JSON or NDJSON.")
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return Refusal(
            "FILE-ENCODING", "FHIR's JSON is UTF-8, and this isn't. Ask the sender to export it again.", None
        )
    is_lines = FIRST_LINE.match(text) is not None
    if len(text) > LARGEST_DOCUMENT and not is_lines:
        return Refusal(
            "FILE-TOO-LARGE",
            f"One document of more than {LARGEST_DOCUMENT >> 20} MiB isn't read. Ask the sender for NDJSON, "
            "or for several Bundles.",
            None,
        )
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _ndjson(text)
    return _document(document)


def _ndjson(text: bytes) -> FhirFile | Refusal:
    lines = text.split(b"\n")
    filled = [number for number, line in enumerate(lines, start=1) if line and not line.isspace()]
    first = lines[filled[0] - 1]
    try:
        is_object = isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        is_object = False
    if not is_object:
        return _unreadable(
            "The JSON is damaged or breaks off, so that nothing of it is taken. Ask the sender to export it "
            "again."
        )
    return FhirFile("FHIR, NDJSON", len(filled), lines=tuple(lines))


def _document(document: Any) -> FhirFile | Refusal:
    if isinstance(document, list):
        whole: list[tuple[str | None, Any]] = [(None, resource) for resource in document]
        name = "FHIR, list of resources"
    elif isinstance(document, dict) and document.get("resourceType") == "Bundle":
        whole = list(_entries(document, DEEPEST))
        kind = document.get("type")
        name = f"FHIR, Bundle ({kind})" if kind in BUNDLE_TYPES else "FHIR, Bundle"
    else:
        whole = [(None, document)]
        name = "FHIR, single resource"
    if not all(isinstance(resource, dict) and "resourceType" in resource for _, resource in whole):
        return _unreadable("This is JSON, but not FHIR: a resource says its type under `resourceType`.")
    numbered = tuple((number, resource, url) for number, (url, resource) in enumerate(whole, start=1))
    return FhirFile(name, len(numbered), whole=numbered)


BUNDLE_TYPES = (
    "document", "message", "transaction", "transaction-response", "batch", "batch-response", "history",
    "searchset", "collection",
)  # fmt: skip


def _entries(bundle: Resource, depth: int) -> Iterator[tuple[str | None, Any]]:
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            yield None, entry
            continue
        resource, url = entry.get("resource"), entry.get("fullUrl")
        if isinstance(resource, dict) and resource.get("resourceType") == "Bundle" and depth:
            yield from _entries(resource, depth - 1)
        elif resource is not None:
            yield (url if isinstance(url, str) else None), resource
        elif (deleted := _deleted(entry)) is not None:
            yield None, deleted


def _deleted(entry: Resource) -> Resource | None:
    """Read the deletion of a resource, as histories and transactions hold it, as an error of the sender's."""
    request = entry.get("request")
    if not isinstance(request, dict) or request.get("method") != "DELETE":
        return None
    found = DELETED.search(str(request.get("url", "")))
    if found is None:
        return None
    resource: Resource = {"resourceType": found[1], "id": found[2], "status": ENTERED_IN_ERROR}
    response = entry.get("response")
    if isinstance(response, dict) and isinstance(response.get("lastModified"), str):
        resource["meta"] = {"lastUpdated": response["lastModified"]}
    return resource


def bad_line(error: BadLine, file: FhirFile) -> Refusal:
    """Refuse a file of which a line isn't a resource: what broke off there may be missing elsewhere too."""
    return Refusal(
        "FILE-UNREADABLE",
        f"Line {error.line} isn't a resource in JSON, so the file is damaged or breaks off, and nothing of "
        "it is taken. Ask the sender to export it again.",
        file.count,
    )


def _unreadable(message: str) -> Refusal:
    return Refusal("FILE-UNREADABLE", message, None)
