"""A small clinic that has just begun: American dates with a twelve-hour clock, everything in quotes.

Belongs here: its files; `american.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ingest.simulator.dialects.file_text import (
    as_code,
    as_date,
    as_number,
    as_text,
    item_columns,
    total_column,
)
from ingest.simulator.file_series import ExportOf, Faults, FileSeries, Writing, series_of
from ingest.simulator.network import SimulatedClinic
from ingest.simulator.versions import (
    appointment_versions,
    client_versions,
    episode_versions,
    form_versions,
    therapist_versions,
)

_WRITING = Writing(line_end="\r\n", quotes="always")
_DAY, _MOMENT = "%m/%d/%Y", "%m/%d/%Y %I:%M %p"
_GENDER = {"female": "Female", "male": "Male", "nonbinary": "Nonbinary", "unknown": "Unknown"}
_CONSENT = {"yes": "Yes", "no_research": "Treatment only", "opted_out": "Opted out"}
_ETHNICITY = {
    "white": "White",
    "asian": "Asian",
    "black": "Black",
    "mixed": "Multiracial",
    "other_group": "Other",
    "not_stated": "Not stated",
}
_DISPOSITIONS = {
    "completed": "Completed treatment",
    "dropped_out": "Left against advice",
    "referred_on": "Referred out",
    "clinic_ended": "Closed by clinic",
    "transferred": "Transferred",
    "deceased": "Deceased",
    "other": "Other",
}
_COMPLAINTS = {
    "depression": "Depression",
    "generalised_anxiety": "Anxiety",
    "mixed_anxiety_depression": "Depression and anxiety",
    "ptsd": "PTSD",
    "ocd": "OCD",
    "other_problem": "Other",
}
_STATUS = {
    "attended": "Kept",
    "attended_late": "Kept - late",
    "no_show": "No show",
    "cancelled_by_client": "Canceled by client",
    "cancelled_by_clinic": "Canceled by office",
    "scheduled": "Upcoming",
}


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's files, clean."""
    yield _clients(part)
    yield _clinicians(part)
    yield _episodes(part)
    yield _appointments(part)
    for instrument in part.forms:
        yield _forms(part, instrument, rng)


def _clients(part: SimulatedClinic) -> FileSeries:
    return series_of(
        client_versions(part),
        [
            as_text("client_id", "Client ID"),
            as_code("consent", _CONSENT, "Consent"),
            as_number("birth_year", "Birth Year"),
            as_code("gender", _GENDER, "Gender"),
            as_code("ethnicity_group", _ETHNICITY, "Ethnicity"),
        ],
        pattern="Clients %m-%d-%Y.csv",
        exports=[ExportOf("clients", ("Client ID",))],
        writing=_WRITING,
        entity="client",
    )


def _clinicians(part: SimulatedClinic) -> FileSeries:
    return series_of(
        therapist_versions(part),
        [
            as_text("therapist_id", "Clinician ID"),
            as_text("profession", "Discipline"),
            as_number("qualified_year", "Licensed"),
        ],
        pattern="Clinicians %m-%d-%Y.csv",
        exports=[ExportOf("clinicians", ("Clinician ID",))],
        writing=_WRITING,
        entity="therapist",
    )


def _episodes(part: SimulatedClinic) -> FileSeries:
    return series_of(
        episode_versions(part, part.episodes["episode"].clear()),
        [
            as_text("episode_id", "Episode ID"),
            as_text("client_id", "Client ID"),
            as_text("therapist_id", "Clinician ID"),
            as_date("referral_date", _DAY, "Referred"),
            as_date("start_date", _DAY, "Opened"),
            as_date("end_date", _DAY, "Closed"),
            as_code("end_reason", _DISPOSITIONS, "Disposition"),
            as_code("presenting_problem", _COMPLAINTS, "Chief Complaint"),
            as_code("modality", {"in_person": "Office", "video": "Telehealth", "phone": "Phone"}, "Setting"),
            as_number("planned_sessions", "Authorized Sessions"),
        ],
        pattern="Episodes %m-%d-%Y.csv",
        exports=[ExportOf("episodes", ("Episode ID",))],
        writing=_WRITING,
        entity="episode",
        late_as="late_episode",
    )


def _appointments(part: SimulatedClinic) -> FileSeries:
    return series_of(
        appointment_versions(part),
        [
            as_text("appointment_id", "Appt #"),
            as_text("episode_id", "Episode ID"),
            as_date("scheduled_at", _MOMENT, "Date/Time"),
            as_code("status", _STATUS, "Status"),
        ],
        pattern="Appointments %m-%d-%Y.csv",
        exports=[ExportOf("appointments", ("Appt #",))],
        writing=_WRITING,
        entity="appointment",
        faults=Faults(repeats_rows=True),
    )


def _forms(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> FileSeries:
    stem, count = ("PHQ", 9) if instrument == "phq9" else ("WAI", 12)
    columns = [
        as_text("response_id", "Form ID"),
        as_text("episode_id", "Episode ID"),
        as_date("completed_at", _MOMENT, "Completed"),
        *item_columns(instrument, [f"{stem} {number}" for number in range(1, count + 1)]),
    ]
    if instrument == "phq9":
        columns.append(total_column(instrument, "PHQ Score"))
    return series_of(
        form_versions(part, instrument, rng),
        columns,
        pattern=f"{'PHQ9' if instrument == 'phq9' else 'WAI'} %m-%d-%Y.csv",
        exports=[ExportOf(instrument, ("Form ID",))],
        writing=_WRITING,
        entity="response",
        late_as="late_form",
        faults=Faults(bad_item=("PHQ 9", "4")) if instrument == "phq9" else Faults(),
    )
