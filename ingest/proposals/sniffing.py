"""What kind of file this is, and its columns as text.

Belongs here: formats by their marks and their column names. Doesn't: what columns mean (`columns`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from ingest.archived_files import open_archive
from ingest.configuration.format_options import OPTIONS
from ingest.formats.archives import is_archive
from ingest.formats.catalogue import FORMATS
from ingest.formats.text_table import OWN_COLUMNS, DeliveredFile, Refusal

OFFICE_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PARQUET_MARK = b"PAR1"
MOST_SHEETS = 12
SIGNS = (
    ("qualtrics", {"ResponseId", "RecordedDate"}),
    ("surveymonkey", {"Respondent ID", "Collector ID"}),
    ("limesurvey", {"submitdate", "startlanguage"}),
    ("openfit", {"Case_ID", "Session_ID"}),
    ("redcap", {"redcap_event_name"}),
    ("redcap", {"redcap_repeat_instrument"}),
    ("redcap", {"redcap_data_access_group"}),
)
"""Column names by which a CSV file of a survey tool is known."""


class NotReadable(Exception):
    """Nothing can be proposed for a file; the message says why."""


@dataclass(frozen=True)
class Sniffed:
    """A file, as far as it can be read without knowing anything about it."""

    name: str  # of the file itself; in an archive the member's
    format: str
    dialect: str = ""
    rows: pl.DataFrame | None = field(default=None, repr=False)  # String columns; None for FHIR
    options: Mapping[str, object] = field(default_factory=dict)
    resources: tuple[str, ...] = ()  # FHIR's
    codes: frozenset[str] = frozenset()  # LOINC codes of questions
    archive: str | None = None


def sniff(name: str, content: bytes) -> Sniffed:
    """Recognise a file's format and read it as text.

    Raises:
        NotReadable: it can't be read in any format that is known.
    """
    file = DeliveredFile(name, content)
    if is_archive(file):
        opened = open_archive(name, content).members
        if isinstance(opened, Refusal):
            raise NotReadable(opened.message)
        member, inner = next(iter(opened.items()))
        found = sniff(member, inner)
        return replace(found, archive=name)
    if content.startswith(PARQUET_MARK):
        return _table(file, "parquet", {})
    if content.startswith(OFFICE_MARKS):
        return _workbook(file)
    resources = list(_resources(content))
    if resources:
        types = tuple(sorted({str(resource["resourceType"]) for resource in resources}))
        return Sniffed(name, "fhir", "JSON", resources=types, codes=frozenset(_codes(resources)))
    plain = _table(file, "csv", {})
    assert plain.rows is not None
    header = set(plain.rows.columns)
    for format_name, signs in SIGNS:
        if signs <= header:
            return _table(file, format_name, {})
    if any(name.endswith("_complete") for name in header) and plain.rows.columns[0].endswith("_id"):
        return _table(file, "redcap", {})
    return plain


def _workbook(file: DeliveredFile) -> Sniffed:
    """Read the first visible sheet that has a table."""
    try:
        return _table(file, "excel", {})
    except NotReadable as error:
        for number in range(1, MOST_SHEETS + 1):
            try:
                return _table(file, "excel", {"sheet": number})
            except NotReadable:
                continue
        raise error from None


def _table(file: DeliveredFile, format_name: str, options: Mapping[str, object]) -> Sniffed:
    reader = FORMATS[format_name]
    result = reader.read([file], OPTIONS[format_name].model_validate(options), frozenset())
    if 0 in result.refusals or not result.tables:
        refusal = result.refusals.get(0)
        raise NotReadable(refusal.message if refusal is not None else "The file holds no table.")
    table = result.tables[0]
    rows = table.rows.drop(OWN_COLUMNS).select(name for name in table.header if name not in OWN_COLUMNS)
    return Sniffed(file.name, format_name, result.dialects.get(0, ""), rows, options)


def _resources(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the resources of a FHIR document: one, a bundle, or one a line."""
    if content[:1] not in (b"{", b"[", b"\xef"):
        return
    text = content.decode("utf-8-sig", "replace")
    try:
        documents = [json.loads(text)]
    except (ValueError, RecursionError):
        try:
            documents = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return
    for document in documents:
        if not isinstance(document, dict):
            continue
        if document.get("resourceType") == "Bundle":
            inner = [entry.get("resource") for entry in document.get("entry", ()) if isinstance(entry, dict)]
            yield from (found for found in inner if isinstance(found, dict) and "resourceType" in found)
        elif "resourceType" in document:
            yield document


def _codes(value: Any) -> Iterator[str]:
    """Yield every text that looks like a LOINC code."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _codes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _codes(inner)
    elif isinstance(value, str):
        yield from re.findall(r"(?:^|/)(\d{3,7}-\d)$", value)
