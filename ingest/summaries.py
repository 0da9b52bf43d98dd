"""What a run of the door reports: per clinic and export, in numbers and sentences without values.

Belongs here: the shapes. Doesn't: making them (`receiving`, `checking`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.canonical import Feed
from ingest.sources.folder import UnknownFolder


@dataclass(frozen=True)
class RefusedFile:
    """A file that could not be taken as a whole."""

    file_name: str  # identifiers masked
    rule: str
    message: str


@dataclass(frozen=True)
class HeldFile:
    """A file that waits for a person."""

    delivery_key: int
    file_name: str  # identifiers masked
    rule: str
    message: str


@dataclass(frozen=True)
class ExportSummary:
    """What one export brought in one run."""

    export_name: str
    feed: Feed
    files_accepted: int = 0
    files_redelivered: int = 0
    files_refused: int = 0
    files_held: int = 0
    files_unchanged: int = 0  # still there, already received, not even opened
    rows: dict[str, int] = field(default_factory=dict)  # state -> rows
    quarantined: dict[str, int] = field(default_factory=dict)  # rule id -> rows, each by its first fault
    refusals: tuple[RefusedFile, ...] = ()
    holds: tuple[HeldFile, ...] = ()
    warnings: tuple[str, ...] = ()  # plausibility checks that failed
    batch_ids: tuple[str, ...] = ()  # committed in this run

    @property
    def is_new(self) -> bool:
        """Whether anything was committed."""
        return bool(self.batch_ids)


@dataclass(frozen=True)
class ClinicSummary:
    """What one clinic brought in one run."""

    clinic_id: str
    exports: tuple[ExportSummary, ...] = ()
    unclaimed: tuple[str, ...] = ()  # files that no export takes, identifiers masked
    unfinished: tuple[str, ...] = ()  # being written, or not readable yet: they wait for the next run
    problem: str | None = None  # why nothing of the clinic could be taken

    @property
    def is_new(self) -> bool:
        """Whether anything was committed."""
        return any(export.is_new for export in self.exports)


@dataclass(frozen=True)
class NetworkSummary:
    """What all clinics brought in one run."""

    clinics: tuple[ClinicSummary, ...]
    unknown_folders: tuple[UnknownFolder, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that a person has to see to before the clinics concerned can be received."""
        return (
            *(f"{clinic.clinic_id}: {clinic.problem}" for clinic in self.clinics if clinic.problem),
            *(folder.message for folder in self.unknown_folders),
        )
