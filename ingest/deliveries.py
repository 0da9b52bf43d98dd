"""Which files are new: the identity of a delivery, and whether it was received before.

Belongs here: fingerprints, telling new files from ones received before. Doesn't: what is remembered
(`known_deliveries`), when a file was exported (`export_moments`), reading its rows (`formats`, `door`). A
delivery is (bytes, clinic, export, fingerprint of the mapping, exported_at); a receipt is one arrival of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.canonical import Feed
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.registry import Registry
from ingest.export_moments import COLUMN, FILE_NAME, FILE_TIME, exported_at_of
from ingest.known_deliveries import ACCEPTED, Inspection, Receipt
from ingest.sources.folder import FoundFile

DOOR_VERSION = 1
"""Raised when the door's rules change what is taken, so that files that were refused are judged again."""

LARGEST_PORTION = 256 * 2**20
"""Bytes of files that are read at once: what bounds the memory of a first load. A batch holds one portion."""


def mapping_fingerprint(
    registry: Registry, clinic: Clinic, export: Export, companions: Mapping[str, bytes]
) -> str:
    """Identify how an export is read: its mapping, what its instruments allow, and the door's own rules.

    `companions` are files of the home that the format needs, by name.
    """
    parts: dict[str, Any] = {"door": DOOR_VERSION, "mapping": registry.fingerprint(clinic, export)}
    if companions:
        parts["companions"] = {
            name: hashlib.sha256(content).hexdigest() for name, content in companions.items()
        }
    if export.feed is Feed.RESPONSES:
        names = {export.instrument, *export.values.get("instrument", {}).values()} - {None}
        fixed = export.instrument is not None
        used = sorted(names if fixed else {*names, *registry.instrument_names()}, key=str)
        parts["forms"] = {name: _form(registry, str(name)) for name in used}
        if export.format == "fhir":  # where the registered codes say which answer is which
            parts["codes"] = {
                name: [str(use) for use in found.codes.uses()]
                for name in used
                if (found := registry.instrument(str(name))) is not None
            }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _form(registry: Registry, name: str) -> dict[str, Any] | None:
    """Say what the door asks of a form: its answers, respondents and the totals that it can give."""
    instrument = registry.instrument(name)
    if instrument is None:
        return None
    scale = instrument.declared_total_scale
    return {
        "instrument": instrument.instrument,
        "items": instrument.items.reading(),
        "respondents": list(instrument.respondents),
        "total": None if scale is None else [scale.minimum, scale.maximum, scale.fractional],
    }


@dataclass(frozen=True)
class Arrival:
    """One file that has to be received."""

    found: FoundFile
    content: bytes = field(repr=False)  # empty where the file is one received before
    sha256: str
    exported_at: dt.datetime  # naive UTC; for the basis `column` what holds for rows without one
    basis: str
    delivery_key: int
    supersedes: int | None = None
    received_before: Receipt | None = None
    twin: Arrival | None = None  # the same bytes, found earlier in this very portion
    refusal: str | None = None  # why it can't be taken, known before it is read

    @property
    def is_new(self) -> bool:
        """Whether the file has to be read."""
        return self.received_before is None and self.twin is None


@dataclass(frozen=True)
class Portion:
    """Files that are received together, and how many others need nothing."""

    arrivals: tuple[Arrival, ...]
    unfinished: tuple[FoundFile, ...] = ()  # being written, or not readable yet: they wait for the next run


def portions(inspection: Inspection, files: Sequence[FoundFile]) -> Iterator[Portion]:
    """Yield what has to be received, in portions of bounded size; unchanged files aren't even opened."""
    arrivals: list[Arrival] = []
    unfinished: list[FoundFile] = []
    pending: dict[str, list[Arrival]] = defaultdict(list)
    size = 0
    for found in files:
        if is_unchanged(inspection, found):
            continue
        if size and size + found.bytes > LARGEST_PORTION:
            yield Portion(tuple(arrivals), tuple(unfinished))
            arrivals, unfinished, pending, size = [], [], defaultdict(list), 0
        try:
            content = found.path.read_bytes()
        except OSError:
            unfinished.append(found)
            continue
        if len(content) != found.bytes:
            unfinished.append(found)
            continue
        arrival = inspect(inspection, found, content, pending)
        arrivals.append(arrival)
        if arrival.is_new:
            pending[arrival.sha256].append(arrival)
        size += len(arrival.content)
    if arrivals or unfinished:
        yield Portion(tuple(arrivals), tuple(unfinished))


def is_unchanged(inspection: Inspection, found: FoundFile) -> bool:
    """Say whether a file simply still lies there: same name, size and time, last seen with this mapping."""
    stamp = (inspection.export.name, found.bytes, found.modified_at)
    receipts = [
        receipt
        for receipt in inspection.known.by_stamp.get(stamp, ())
        if inspection.mask.is_same(receipt.file_name, found.name, inspection.export.files)
    ]
    return bool(receipts) and receipts[-1].fingerprint == inspection.fingerprint


def inspect(
    inspection: Inspection, found: FoundFile, content: bytes, pending: Mapping[str, Sequence[Arrival]]
) -> Arrival:
    """Identify a file by its bytes, and say whether it was received before.

    `pending` holds what this portion has to read already, by hash.
    """
    export = inspection.export
    sha256 = hashlib.sha256(content).hexdigest()
    earlier = inspection.known.by_bytes.get((export.name, sha256), [])
    refusal = None
    try:
        exported_at, basis = exported_at_of(inspection, found, earlier)
    except ValueError as error:
        exported_at, basis, refusal = min(found.modified_at, inspection.received_at), FILE_TIME, str(error)
    for twin in pending.get(sha256, ()) if refusal is None else ():
        if basis != FILE_NAME or twin.exported_at == exported_at:
            return replace(twin, found=found, content=b"", twin=twin)
    accepted = [
        receipt
        for receipt in earlier
        if receipt.status == ACCEPTED
        and (
            basis == COLUMN
            or receipt.exported_at == exported_at
            or (
                receipt.fingerprint != inspection.fingerprint
                and inspection.mask.is_same(receipt.file_name, found.name, export.files)
            )
        )
    ]
    current = accepted[-1] if accepted and refusal is None else None
    if current is not None and current.fingerprint == inspection.fingerprint:
        return Arrival(
            found, b"", sha256, current.exported_at, current.basis, current.delivery_key, None, current
        )
    supersedes = current.delivery_key if current is not None else None
    identity = [
        inspection.clinic.clinic,
        export.name,
        sha256,
        inspection.fingerprint,
        COLUMN if basis == COLUMN else exported_at.isoformat(),
        supersedes,
    ]
    return Arrival(
        found, content, sha256, exported_at, basis, number_of(identity), supersedes, refusal=refusal
    )


def number_of(identity: Sequence[Any]) -> int:
    """Return a non-negative 64-bit number that stands for a list of plain values."""
    digest = hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1
