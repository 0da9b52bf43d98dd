"""Archives among the files that a clinic sends: their members are files of their own.

Belongs here: listing members without unpacking, which export takes them, unpacking an archive once for all
exports of a clinic. Doesn't: ZIP and gzip (`formats.archives`), what has been received before
(`known_deliveries`).

A member is called `archive.zip/member.csv`. An export takes it if its `files` fits that name, the member's
name in the archive, or the archive's own name. An archive is opened as a whole or refused as a whole, with
one receipt.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.configuration.clinic import Clinic, Export
from ingest.formats.archives import expand, is_archive, is_named_like_one, listed_members
from ingest.formats.text_table import DeliveredFile, Refusal
from ingest.known_deliveries import REFUSED, Inspection
from ingest.rules import FILE_ARCHIVE
from ingest.sources.folder import FoundFile, matches

KEPT_BYTES = 128 * 2**20
"""Of unpacked members that wait for the clinic's other exports; what is more is unpacked again."""


@dataclass(frozen=True)
class ArchiveMember(FoundFile):
    """A file in an archive: `path`, `bytes` and `modified_at` are the archive's; it is recognised by them."""

    archive: str  # the archive's name, as seen from the clinic's folder

    @property
    def member(self) -> str:
        """Its name in the archive."""
        return self.name.removeprefix(f"{self.archive}/")


@dataclass(frozen=True)
class WholeArchive(FoundFile):
    """An archive whose members can't be listed, or that was refused: one export answers for it."""

    answered_by: str | None = None  # the export under whose name it was refused before


@dataclass(frozen=True)
class OpenedArchive:
    """What came out of an archive."""

    sha256: str
    size: int
    members: Mapping[str, bytes] | Refusal = field(repr=False)


class OpenArchives:
    """The archives that one reception has unpacked, the latest kept."""

    def __init__(self) -> None:
        self._opened: OrderedDict[FoundFile, OpenedArchive] = OrderedDict()
        self._refused: set[str] = set()

    def open(self, found: ArchiveMember | WholeArchive) -> OpenedArchive | None:
        """Unpack an archive; None where it can't be read now, or changed while it was."""
        archive = archive_of(found)
        known = self._opened.get(archive)
        if known is not None:
            return known
        try:
            content = found.path.read_bytes()
        except OSError:
            return None
        if len(content) != found.bytes:
            return None
        opened = open_archive(archive.name, content)
        self._opened[archive] = opened
        while len(self._opened) > 1 and sum(map(_size, self._opened.values())) > KEPT_BYTES:
            self._opened.popitem(last=False)
        return opened

    def is_told(self, archive: str) -> bool:
        """Say whether a refusal has a receipt already; the first one who asks writes it."""
        is_told = archive in self._refused
        self._refused.add(archive)
        return is_told


def open_archive(name: str, content: bytes) -> OpenedArchive:
    """Unpack an archive, or say why it is refused."""
    file = DeliveredFile(name, content)
    sha256 = hashlib.sha256(content).hexdigest()
    if not is_archive(file) and is_named_like_one(name) and not content.startswith(b"PK"):
        message = f"The file is called an archive and isn't one. {FILE_ARCHIVE.remedy}"
        return OpenedArchive(sha256, len(content), Refusal(FILE_ARCHIVE.id, message, None))
    expanded = expand(file)
    if isinstance(expanded, Refusal):
        return OpenedArchive(sha256, len(content), expanded)
    members = {member.name.removeprefix(f"{name}/"): member.content for member in expanded}
    return OpenedArchive(sha256, len(content), members)


def _size(opened: OpenedArchive) -> int:
    return 0 if isinstance(opened.members, Refusal) else sum(map(len, opened.members.values()))


def archive_of(found: FoundFile) -> FoundFile:
    """Return the archive that a file came in, or the file itself."""
    name = found.archive if isinstance(found, ArchiveMember) else found.name
    return FoundFile(found.path, name, found.bytes, found.modified_at)


def with_members(files: Sequence[FoundFile], inspections: Sequence[Inspection]) -> tuple[FoundFile, ...]:
    """Put the members of archives in the archives' places; nothing is unpacked for that."""
    listed: list[FoundFile] = []
    for found in files:
        listed += _members(found, inspections) if _is_archive(found, inspections) else [found]
    return tuple(listed)


def _is_archive(found: FoundFile, inspections: Sequence[Inspection]) -> bool:
    if found.leads_out:
        return False
    if is_named_like_one(found.name):
        return True
    return any(
        inspection.is_archive(found.name, found.bytes, found.modified_at) for inspection in inspections
    )


def _members(found: FoundFile, inspections: Sequence[Inspection]) -> list[FoundFile]:
    whole = WholeArchive(found.path, found.name, found.bytes, found.modified_at)
    for inspection in inspections:
        if _is_refused(found, inspection):
            return [replace(whole, answered_by=inspection.export.name)]
    names = listed_members(found.path, found.name)
    if names is None:
        return [whole]
    return [
        ArchiveMember(found.path, f"{found.name}/{name}", found.bytes, found.modified_at, found.name)
        for name in names
    ]


def _is_refused(found: FoundFile, inspection: Inspection) -> bool:
    receipt = inspection.latest(found.name, found.bytes, found.modified_at)
    return (
        receipt is not None
        and receipt.status == REFUSED
        and receipt.fingerprint == inspection.fingerprint
        and receipt.archive_name is None
    )


def claimed_by_export(
    files: Sequence[FoundFile], exports: Sequence[Export]
) -> dict[str, tuple[FoundFile, ...]]:
    """Return per export's name the files that it takes, in the order given.

    A whole archive goes to the first export that its name fits, else to the first of all: it might hold
    anything, so somebody has to answer for it.
    """
    taken: dict[str, list[FoundFile]] = {export.name: [] for export in exports}
    for found in files:
        takers = [export for export in exports if claims(export, found)]
        if isinstance(found, WholeArchive):
            before = [export for export in exports if export.name == found.answered_by]
            takers = (before or takers or list(exports))[:1]
        for export in takers:
            taken[export.name].append(found)
    return {name: tuple(found) for name, found in taken.items()}


def claims(export: Export, found: FoundFile) -> bool:
    """Say whether an export takes a file."""
    if found.leads_out:
        return False
    if isinstance(found, ArchiveMember):
        return any(matches(name, export.files) for name in (found.name, found.member, found.archive))
    return matches(found.name, export.files)


def unclaimed(files: Sequence[FoundFile], clinic: Clinic) -> tuple[FoundFile, ...]:
    """Return the files that no export takes; an archive of which nothing is taken counts as one file."""
    free = [
        found
        for found in files
        if not isinstance(found, WholeArchive) and not any(claims(export, found) for export in clinic.exports)
    ]
    untaken = set(free)
    used = {found.archive for found in files if isinstance(found, ArchiveMember) and found not in untaken}
    shown = [
        archive_of(found) if isinstance(found, ArchiveMember) and found.archive not in used else found
        for found in free
    ]
    return tuple(dict.fromkeys(shown))
