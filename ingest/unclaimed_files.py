"""Files that nobody took: noted in landing, so that the quality report can name them.

Belongs here: what is noted and when. Doesn't: finding them (`sources.folder`, `archived_files`).

What lies about is the state of a folder, not an event: a run notes a place only if it looks otherwise than
at the run before, and the last note of a place holds until the next one.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from ingest.home import Home
from ingest.landing import note
from ingest.landing_tables import UNCLAIMED
from ingest.summaries import ClinicSummary, NetworkSummary

INBOX = "inbox"
"""The place of what belongs to no clinic."""
NO_EXPORT = (
    "No export of the clinic takes a file of this name: mend `files` of one, or move the file away. "
    "If it is a link that leads out of the clinic's folder: put the file itself there."
)


def note_unclaimed(home: Home, summary: NetworkSummary, run_id: str, seen_at: dt.datetime) -> None:
    """Note what nobody takes, per clinic and for the inbox itself, where that has changed."""
    found = {clinic.clinic_id: _of_clinic(clinic) for clinic in summary.clinics if clinic.problem is None}
    found[INBOX] = [(None, folder.name or INBOX, folder.message) for folder in summary.unknown_folders]
    for place, rows in found.items():
        frame = pl.DataFrame(
            [(place, clinic_id, name, message, seen_at, run_id) for clinic_id, name, message in rows]
            or [(place, None if place == INBOX else place, None, "", seen_at, run_id)],
            schema=UNCLAIMED,
            orient="row",
        )
        if not _is_as_before(home, place, frame):
            note(home, "unclaimed", place, run_id, frame)


def _of_clinic(clinic: ClinicSummary) -> list[tuple[str | None, str | None, str]]:
    return [(clinic.clinic_id, name, NO_EXPORT) for name in sorted(clinic.unclaimed)]


def _is_as_before(home: Home, place: str, frame: pl.DataFrame) -> bool:
    files = sorted(home.landing.glob(f"unclaimed/clinic={place}/batch=*/unclaimed.parquet"))
    if not files:
        return bool(frame["file_name"].null_count())
    noted = pl.read_parquet(files, schema=UNCLAIMED, hive_partitioning=False)
    last = noted.filter(pl.col("seen_at") == pl.col("seen_at").max())
    told = ("clinic_id", "file_name", "message")
    return last.select(told).sort(told).equals(frame.select(told).sort(told))
