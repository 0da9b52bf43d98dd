"""What a run of the door met with besides what it took: failed clinics, and files that nobody claims.

Belongs here: writing and reading that record. Doesn't: receiving (`receiving`); what was taken stands in
landing.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import Any

from ingest.home import Home
from ingest.summaries import ClinicSummary, NetworkSummary


@dataclass(frozen=True)
class ReceivedClinic:
    """One clinic: how many files its exports take, new or not, and why nothing of it could be taken."""

    clinic_id: str
    files: int
    problem: str | None


@dataclass(frozen=True)
class Reception:
    """One run of the door. File names are masked, as everywhere behind the door."""

    run_id: str
    received_at: dt.datetime  # naive UTC
    clinics: tuple[ReceivedClinic, ...]
    unclaimed: tuple[tuple[str, str], ...]  # clinic id, file
    unknown_folders: tuple[str, ...]


def keep_reception(home: Home, run_id: str, received_at: dt.datetime, summary: NetworkSummary) -> None:
    """Write the record of a run."""
    reception = Reception(
        run_id,
        received_at,
        tuple(_clinic(clinic) for clinic in summary.clinics),
        tuple((clinic.clinic_id, name) for clinic in summary.clinics for name in clinic.unclaimed),
        tuple(folder.name for folder in summary.unknown_folders),
    )
    home.receptions.mkdir(parents=True, exist_ok=True)
    path = home.receptions / f"{run_id}.json"
    beside = path.with_suffix(".new")
    told = asdict(reception) | {"received_at": received_at.isoformat()}
    beside.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)


def last_reception(home: Home, known_at: dt.datetime) -> Reception | None:
    """Return the latest record up to `known_at` (naive UTC); None where the door has never run."""
    for path in sorted(home.receptions.glob("*.json"), reverse=True):
        try:
            reception = _read(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError):
            continue  # a damaged record; the one before it still says something
        if reception.received_at <= known_at:
            return reception
    return None


def _read(told: dict[str, Any]) -> Reception:
    return Reception(
        told["run_id"],
        dt.datetime.fromisoformat(told["received_at"]),
        tuple(ReceivedClinic(**clinic) for clinic in told["clinics"]),
        tuple((clinic, name) for clinic, name in told["unclaimed"]),
        tuple(told["unknown_folders"]),
    )


def _clinic(clinic: ClinicSummary) -> ReceivedClinic:
    files = sum(
        export.files_accepted + export.files_refused + export.files_redelivered + export.files_unchanged
        for export in clinic.exports
    )
    return ReceivedClinic(clinic.clinic_id, files, clinic.problem)
