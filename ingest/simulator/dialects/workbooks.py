"""A clinic that keeps everything in Excel: one workbook per list, a title above the header, real dates.

Belongs here: its files; `workbooks.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ingest.simulator.containers import MOMENT
from ingest.simulator.dialects.file_text import as_code, as_date, as_number, as_text, item_columns
from ingest.simulator.file_series import ExportOf, Faults, FileSeries, Writing, series_of
from ingest.simulator.network import SimulatedClinic
from ingest.simulator.versions import (
    appointment_versions,
    choose_late_episodes,
    client_versions,
    episode_versions,
    form_versions,
)

_DAY = "%Y-%m-%d 00:00"
"""A day as a moment of the workbook."""
_TITLE = ("Simulated clinic", "Confidential")
_STATUS = {
    "attended": "Attended",
    "attended_late": "Attended (late)",
    "no_show": "Did not attend",
    "cancelled_by_client": "Cancelled by client",
    "cancelled_by_clinic": "Cancelled by us",
    "scheduled": "Booked",
}
_REASONS = {
    "completed": "Completed",
    "dropped_out": "Stopped coming",
    "referred_on": "Referred on",
    "clinic_ended": "Ended by us",
    "transferred": "Transferred",
    "deceased": "Deceased",
    "other": "Other",
}


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's files, clean."""
    yield series_of(
        client_versions(part),
        [
            as_text("client_id", "Client"),
            as_code(
                "consent", {"yes": "Yes", "no_research": "Care only", "opted_out": "Opted out"}, "Consent"
            ),
            as_number("birth_year", "Year of birth"),
        ],
        pattern="Clients %Y-%m-%d.xlsx",
        exports=[ExportOf("clients", ("Client",))],
        writing=_writing(),
        entity="client",
    )
    yield series_of(
        episode_versions(part, choose_late_episodes(part, rng)),
        [
            as_text("episode_id", "Case"),
            as_text("client_id", "Client"),
            as_text("therapist_id", "Therapist"),
            as_date("referral_date", _DAY, "Referred"),
            as_date("start_date", _DAY, "Started"),
            as_date("end_date", _DAY, "Ended"),
            as_code("end_reason", _REASONS, "How it ended"),
        ],
        pattern="Cases %Y-%m-%d.xlsx",
        exports=[ExportOf("cases", ("Case",))],
        writing=_writing("Referred", "Started", "Ended"),
        entity="episode",
        late_as="late_episode",
    )
    yield series_of(
        appointment_versions(part),
        [
            as_text("appointment_id", "Appointment"),
            as_text("episode_id", "Case"),
            as_date("scheduled_at", MOMENT, "When"),
            as_code("status", _STATUS, "Outcome"),
        ],
        pattern="Diary %Y-%m-%d.xlsx",
        exports=[ExportOf("diary", ("Appointment",))],
        writing=_writing("When"),
        entity="appointment",
        faults=Faults(repeats_rows=True, bad_code=("Outcome", "see notes")),
    )
    for instrument in part.forms:
        yield _forms(part, instrument, rng)


def _forms(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> FileSeries:
    versions = form_versions(part, instrument, rng)
    count = sum(name.startswith("item_") for name in versions.columns)
    return series_of(
        versions,
        [
            as_text("response_id", "Form"),
            as_text("episode_id", "Case"),
            as_date("completed_at", MOMENT, "Filled in"),
            *item_columns(instrument, [f"Item {number}" for number in range(1, count + 1)]),
        ],
        pattern=f"{instrument.upper()} %Y-%m-%d.xlsx",
        exports=[ExportOf(instrument, ("Form",))],
        writing=_writing("Filled in"),
        entity="response",
        late_as="late_form",
        faults=Faults(bad_date=("Filled in", "end of March"), bad_item=("Item 2", "11")),
    )


def _writing(*moments: str) -> Writing:
    return Writing(container="xlsx", title=_TITLE, moments=frozenset(moments))
