"""Which files are new: the identity of a delivery, and whether it was received before.

Belongs here: telling new files from ones received before. Doesn't: fingerprints of mappings (`fingerprints`),
what is remembered (`known_deliveries`), when a file was exported (`export_moments`), reading its rows
(`formats`, `door`). A delivery is (bytes, clinic, export, fingerprint of the mapping, exported_at); a receipt
is one arrival of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.archived_files import (
    ArchiveMember,
    OpenArchives,
    WholeArchive,
    archive_of,
    open_archive,
)
from ingest.export_moments import COLUMN, FILE_NAME, FILE_TIME, exported_at_of
from ingest.formats.archives import is_archive
from ingest.formats.text_table import DeliveredFile, Refusal
from ingest.kept_files import KeptFile, KeptFiles
from ingest.known_deliveries import ACCEPTED, HELD, REFUSED, RELEASED, Inspection, Receipt
from ingest.sources.folder import FoundFile

LARGEST_PORTION = 256 * 2**20
"""Bytes of files that are read at once: what bounds the memory of a first load. A batch holds one portion."""


@dataclass(frozen=True)
class Held:
    """Why a file waits for a person, and what is known of it."""

    rule: str
    message: str
    rows: int | None
    dialect: str


@dataclass(frozen=True)
class Packed:
    """The archive that a file came in."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Arrival:
    """One file that has to be received."""

    found: FoundFile
    content: bytes = field(repr=False)  # empty where the file is one received before
    sha256: str
    bytes: int
    exported_at: dt.datetime  # naive UTC; for the basis `column` what holds for rows without one
    basis: str
    delivery_key: int
    supersedes: int | None = None
    received_before: Receipt | None = None
    twin: Arrival | None = None  # the same bytes, found earlier in this very portion
    misnamed: str | None = None  # why its name makes it unacceptable; its rows are still counted
    unopened: Refusal | None = None  # why nothing of it could be opened at all
    packed: Packed | None = None
    is_released: bool = False  # a person has decided that it is taken
    held: Held | None = None

    @property
    def is_read(self) -> bool:
        """Whether the file has to be read."""
        return self.received_before is None and self.twin is None and self.unopened is None and not self.held


@dataclass(frozen=True)
class Portion:
    """Files that are received together, and how many others need nothing."""

    arrivals: tuple[Arrival, ...]
    unfinished: tuple[FoundFile, ...] = ()  # being written, or not readable yet: they wait for the next run
    unchanged: int = 0


@dataclass
class _Gathering:
    """The portion that is being put together."""

    arrivals: list[Arrival] = field(default_factory=list)
    unfinished: list[FoundFile] = field(default_factory=list)
    pending: dict[str, list[Arrival]] = field(default_factory=lambda: defaultdict(list))
    size: int = 0
    unchanged: int = 0

    def add(self, arrival: Arrival) -> None:
        self.arrivals.append(arrival)
        self.size += len(arrival.content)
        if arrival.is_read:
            self.pending[arrival.sha256].append(arrival)

    def portion(self) -> Portion:
        return Portion(tuple(self.arrivals), tuple(self.unfinished), self.unchanged)


def portions(
    inspection: Inspection,
    files: Sequence[FoundFile],
    archives: OpenArchives | None = None,
    released: Iterable[Arrival] = (),
) -> Iterator[Portion]:
    """Yield what has to be received, in portions of bounded size; unchanged files aren't even opened.

    `released` are held files that a person has released since, which come first. A full snapshot of several
    files stays in one portion.
    """
    opener = archives if archives is not None else OpenArchives()
    gathering = _Gathering()
    for arrival in released:
        gathering.add(arrival)
    for found in files:
        if is_unchanged(inspection, found):
            gathering.unchanged += 1
            continue
        is_full = gathering.size and gathering.size + found.bytes > LARGEST_PORTION
        if is_full and not _is_of_last_snapshot(inspection, gathering, found):
            yield gathering.portion()
            gathering = _Gathering()
        _gather(inspection, gathering, found, opener)
    if gathering.arrivals or gathering.unfinished or gathering.unchanged:
        yield gathering.portion()


def _is_of_last_snapshot(inspection: Inspection, gathering: _Gathering, found: FoundFile) -> bool:
    if inspection.export.mode != "full" or not gathering.arrivals:
        return False
    try:
        return exported_at_of(inspection, found, ())[0] == gathering.arrivals[-1].exported_at
    except ValueError:
        return False


def _gather(inspection: Inspection, gathering: _Gathering, found: FoundFile, archives: OpenArchives) -> None:
    """Read a file and take it up; one that turns out to be an archive gives its members."""
    if isinstance(found, ArchiveMember):
        opened = archives.open(found)
        if opened is None:
            gathering.unfinished.append(archive_of(found))
        elif isinstance(opened.members, Refusal):
            if not archives.is_told(found.archive):
                gathering.add(_unopened(inspection, archive_of(found), opened.sha256, opened.members))
        elif found.member in opened.members:
            packed = Packed(found.archive, opened.sha256, opened.size)
            content = opened.members[found.member]
            gathering.add(inspect(inspection, found, content, gathering.pending, packed))
        return
    try:
        content = found.path.read_bytes()
    except OSError:
        gathering.unfinished.append(found)
        return
    if len(content) != found.bytes:
        gathering.unfinished.append(found)
    elif isinstance(found, WholeArchive) or is_archive(DeliveredFile(found.name, content)):
        _gather_archive(inspection, gathering, found, content)
    else:
        gathering.add(inspect(inspection, found, content, gathering.pending))


def _gather_archive(inspection: Inspection, gathering: _Gathering, found: FoundFile, content: bytes) -> None:
    """Take up an archive as a whole: this export answers for all that is in it."""
    opened = open_archive(found.name, content)
    if isinstance(opened.members, Refusal):
        gathering.add(_unopened(inspection, archive_of(found), opened.sha256, opened.members))
        return
    packed = Packed(found.name, opened.sha256, opened.size)
    for name, inner in opened.members.items():
        member = ArchiveMember(found.path, f"{found.name}/{name}", found.bytes, found.modified_at, found.name)
        gathering.add(inspect(inspection, member, inner, gathering.pending, packed))


def is_unchanged(inspection: Inspection, found: FoundFile) -> bool:
    """Say whether a file simply still lies there: same name, size and time, last seen with this mapping."""
    receipt = inspection.latest(found.name, found.bytes, found.modified_at)
    return receipt is not None and receipt.fingerprint == inspection.fingerprint


def _unopened(inspection: Inspection, found: FoundFile, sha256: str, refusal: Refusal) -> Arrival:
    exported_at = min(found.modified_at, inspection.received_at)
    key = _delivery_key(inspection, sha256, FILE_TIME, exported_at, None)
    return Arrival(found, b"", sha256, found.bytes, exported_at, FILE_TIME, key, unopened=refusal)


def inspect(
    inspection: Inspection,
    found: FoundFile,
    content: bytes,
    pending: Mapping[str, Sequence[Arrival]],
    packed: Packed | None = None,
) -> Arrival:
    """Identify a file by its bytes, and say whether it was received before.

    `pending` holds what this portion has to read already, by hash.
    """
    export = inspection.export
    sha256 = hashlib.sha256(content).hexdigest()
    earlier = inspection.known.by_bytes.get((export.name, sha256), [])
    misnamed = None
    try:
        exported_at, basis = exported_at_of(inspection, found, earlier)
    except ValueError as error:
        exported_at, basis, misnamed = min(found.modified_at, inspection.received_at), FILE_TIME, str(error)
    for twin in pending.get(sha256, ()) if misnamed is None else ():
        if basis != FILE_NAME or twin.exported_at == exported_at:
            return replace(twin, found=found, content=b"", twin=twin, packed=packed)
    same = [receipt for receipt in earlier if basis == COLUMN or receipt.exported_at == exported_at]
    current = _current(inspection, found, earlier, same) if misnamed is None else None
    held, is_released = _decided(inspection, same) if misnamed is None else (None, False)
    before = current if current is not None and current.fingerprint == inspection.fingerprint else held
    if before is not None:
        return Arrival(
            found,
            b"",
            sha256,
            len(content),
            before.exported_at,
            before.basis,
            before.delivery_key,
            received_before=before,
            packed=packed,
        )
    supersedes = current.delivery_key if current is not None else None
    return Arrival(
        found,
        content,
        sha256,
        len(content),
        exported_at,
        basis,
        _delivery_key(inspection, sha256, basis, exported_at, supersedes),
        supersedes,
        misnamed=misnamed,
        packed=packed,
        is_released=is_released,
    )


def _current(
    inspection: Inspection, found: FoundFile, earlier: Sequence[Receipt], same: Sequence[Receipt]
) -> Receipt | None:
    """Return the receipt by which these bytes count at present, if they do."""
    accepted = [
        receipt
        for receipt in earlier
        if receipt.status == ACCEPTED
        and (
            receipt in same
            or (
                receipt.fingerprint != inspection.fingerprint
                and inspection.mask.is_same(receipt.file_name, found.name, inspection.export.files)
            )
        )
    ]
    return accepted[-1] if accepted else None


def _decided(inspection: Inspection, same: Sequence[Receipt]) -> tuple[Receipt | None, bool]:
    """Return the receipt by which these bytes still wait or were rejected, and whether they were released.

    What a person has rejected stays so, however it is read; what nobody has decided yet is read again with
    a mended mapping only.
    """
    held = [receipt for receipt in same if receipt.status == HELD]
    decisions = inspection.known.decisions
    for receipt in reversed(held):
        decision = decisions.get(receipt.delivery_key)
        if decision is not None:
            return (None, True) if decision.decision == RELEASED else (receipt, False)
    waiting = [receipt for receipt in held if receipt.fingerprint == inspection.fingerprint]
    return (waiting[-1] if waiting else None), False


def released_arrivals(inspection: Inspection, kept: KeptFiles) -> dict[int, Arrival]:
    """Return the held files that a person has released and that haven't been read since, by delivery_key.

    They keep the moment at which they were exported: what the sender has corrected meanwhile stays
    corrected. They count as known from this run on, which is the first that may use them.

    Raises:
        VaultError: a kept file can't be opened.
    """
    found = {}
    for receipt in inspection.known.of_export(inspection.export.name):
        decision = inspection.known.decisions.get(receipt.delivery_key)
        if receipt.status == HELD and decision is not None and decision.decision == RELEASED:
            later = inspection.known.by_bytes[receipt.export_name, receipt.sha256]
            is_read = any(
                other.received_at >= decision.decided_at
                and other.status in (ACCEPTED, REFUSED)
                and other.fingerprint == inspection.fingerprint
                for other in later
            )
            if not is_read:
                found[receipt.delivery_key] = receipt
    return {
        delivery_key: _released(inspection, receipt, file)
        for delivery_key, receipt in found.items()
        if (file := kept.read(delivery_key)) is not None
    }


def _released(inspection: Inspection, receipt: Receipt, file: KeptFile) -> Arrival:
    is_same = receipt.fingerprint == inspection.fingerprint
    key = _delivery_key(inspection, receipt.sha256, receipt.basis, receipt.exported_at, receipt.supersedes)
    packed = (
        Packed(file.archive_name, receipt.archive_sha256 or "", receipt.archive_bytes or 0)
        if file.archive_name is not None
        else None
    )
    stamp_bytes = receipt.archive_bytes or receipt.bytes
    return Arrival(
        FoundFile(Path(), file.name, stamp_bytes, receipt.modified_at),
        file.content,
        receipt.sha256,
        receipt.bytes,
        receipt.exported_at,
        receipt.basis,
        receipt.delivery_key if is_same else key,
        receipt.supersedes,
        packed=packed,
        is_released=True,
    )


def _delivery_key(
    inspection: Inspection, sha256: str, basis: str, exported_at: dt.datetime, supersedes: int | None
) -> int:
    identity = [
        inspection.clinic.clinic,
        inspection.export.name,
        sha256,
        inspection.fingerprint,
        COLUMN if basis == COLUMN else exported_at.isoformat(),
        supersedes,
    ]
    return number_of(identity)


def number_of(identity: Sequence[Any]) -> int:
    """Return a non-negative 64-bit number that stands for a list of plain values."""
    digest = hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1
