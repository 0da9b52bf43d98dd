"""A clinic whose system writes one comma-separated file per questionnaire, with British dates.

Belongs here: its files; `british.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ingest.simulator.actions import draw_actions
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
    action_versions,
    appointment_versions,
    choose_late_episodes,
    client_versions,
    episode_versions,
    form_versions,
    therapist_versions,
)

_WRITING = Writing()
_GENDER = {"female": "F", "male": "M", "nonbinary": "N", "unknown": "U"}
_ETHNICITY = {"white": "A", "asian": "H", "black": "N", "mixed": "F", "other_group": "S", "not_stated": "Z"}
_EMPLOYMENT = {
    "employed": "01",
    "unemployed": "02",
    "student": "03",
    "long_term_sick": "04",
    "carer": "05",
    "retired": "06",
}
_END_CODES = {
    "completed": "46",
    "dropped_out": "47",
    "clinic_ended": "48",
    "deceased": "49",
    "other": "50",
    "referred_on": "11",
    "transferred": "12",
}
_STATUS = {
    "attended": "5",
    "attended_late": "6",
    "no_show": "3",
    "cancelled_by_client": "2",
    "cancelled_by_clinic": "4",
    "scheduled": "0",
}
_MODE = {"in_person": "01", "phone": "02", "video": "04"}
_ACTIONS = {
    "called": "Phone call",
    "message_sent": "Text",
    "appointment_offered": "New slot offered",
    "discussed_in_supervision": "Supervision",
    "risk_answer_reviewed": "Item 9 seen",
}
_COMMENTS = (
    "Sleeping a bit better – cheers",
    "Bad week",
    "Filled in on the tablet, café Wi-Fi dropped out",
    "Would like to talk about question 9",
    "Two lines:\nthe second one",
    'Said "fine", looked tired',
)


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's files, clean."""
    yield _clients(part)
    yield _therapists(part)
    yield _cases(part, choose_late_episodes(part, rng))
    yield _appointments(part, rng)
    for instrument in part.forms:
        yield _forms(part, instrument, rng)
    yield _actions(part, rng)  # last, so that no other file depends on it


def _clients(part: SimulatedClinic) -> FileSeries:
    return series_of(
        client_versions(part),
        [
            as_text("client_id", "ClientNo"),
            as_code("consent", {"yes": "Y", "no_research": "R", "opted_out": "X"}, "Consent"),
            as_number("birth_year", "YearOfBirth"),
            as_code("gender", _GENDER, "Sex"),
            as_code("ethnicity_group", _ETHNICITY, "Ethnicity"),
            as_code("employment", _EMPLOYMENT, "Employment"),
            as_code("language", {"main": "eng", "other": "oth"}, "Language"),
        ],
        pattern="clients_%Y-%m-%d.csv",
        exports=[ExportOf("clients", ("ClientNo",))],
        writing=_WRITING,
        entity="client",
        faults=Faults(test_column="ClientNo"),
    )


def _therapists(part: SimulatedClinic) -> FileSeries:
    return series_of(
        therapist_versions(part),
        [
            as_text("therapist_id", "Clinician"),
            as_text("profession", "Profession"),
            as_number("qualified_year", "QualifiedYear"),
        ],
        pattern="therapists_%Y-%m-%d.csv",
        exports=[ExportOf("therapists", ("Clinician",))],
        writing=_WRITING,
        entity="therapist",
    )


def _cases(part: SimulatedClinic, late: pl.Series) -> FileSeries:
    day = "%d/%m/%Y"
    return series_of(
        episode_versions(part, late),
        [
            as_text("episode_id", "CaseRef"),
            as_text("client_id", "ClientNo"),
            as_text("therapist_id", "Clinician"),
            as_date("referral_date", day, "ReferralDate"),
            as_date("start_date", day, "StartDate"),
            as_date("end_date", day, "EndDate"),
            as_code("end_reason", _END_CODES, "EndCode"),
            as_code("programme", {"brief": "S2", "standard": "S3", "long_term": "S4"}, "Programme"),
            as_text("presenting_problem", "Problem"),
            as_code("modality", _MODE, "Mode"),
            as_number("planned_sessions", "PlannedSessions"),
        ],
        pattern="cases_%Y-%m-%d.csv",
        exports=[ExportOf("cases", ("CaseRef",))],
        writing=_WRITING,
        entity="episode",
        late_as="late_episode",
    )


def _appointments(part: SimulatedClinic, rng: np.random.Generator) -> FileSeries:
    versions = appointment_versions(part)
    padded = pl.Series("padded", rng.random(versions.height) < 0.05)
    status = as_code("status", _STATUS)
    return series_of(
        versions.with_columns(padded),
        [
            as_text("appointment_id", "ApptID"),
            as_text("episode_id", "CaseRef"),
            as_date("scheduled_at", "%d/%m/%Y %H:%M", "ApptDateTime"),
            pl.when(pl.col("padded") & (pl.col("status") == "attended"))
            .then(pl.lit("05"))
            .otherwise(status)
            .alias("AttendOrDNACode"),
            as_code("modality", _MODE, "Mode"),
        ],
        pattern="appointments_%Y-%m-%d.csv",
        exports=[ExportOf("appointments", ("ApptID",))],
        writing=_WRITING,
        entity="appointment",
        faults=Faults(repeats_rows=True, test_column="CaseRef", bad_code=("AttendOrDNACode", "9")),
    )


def _forms(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> FileSeries:
    versions = form_versions(part, instrument, rng)
    count = sum(name.startswith("item_") for name in versions.columns)
    columns = [
        as_text("response_id", "FormID"),
        as_text("episode_id", "CaseRef"),
        as_text("appointment_id", "ApptID"),
        as_date("completed_at", "%d/%m/%Y %H:%M", "Completed"),
        *item_columns(instrument, [f"q{number}" for number in range(1, count + 1)]),
    ]
    if instrument != "care":
        columns.append(total_column(instrument, "Total"))
    if instrument == "phq9":
        columns.append(pl.col("comment").alias("Comments"))
        versions = versions.with_columns(_comments(versions.height, rng))
    return series_of(
        versions,
        columns,
        pattern=f"{instrument}_%Y-%m-%d.csv",
        exports=[ExportOf(instrument, ("FormID",))],
        writing=_WRITING,
        entity="response",
        late_as="late_form",
        faults=_FAULTS.get(instrument),
    )


def _actions(part: SimulatedClinic, rng: np.random.Generator) -> FileSeries:
    return series_of(
        action_versions(part, draw_actions(part, rng)),
        [
            as_text("action_id", "LogNo"),
            as_text("episode_id", "CaseRef"),
            as_date("acted_on", "%d/%m/%Y", "Date"),
            as_code("kind", _ACTIONS, "Action"),
            as_text("response_id", "FormID"),
        ],
        pattern="actions_%Y-%m-%d.csv",
        exports=[ExportOf("actions", ("LogNo",))],
        writing=_WRITING,
        entity="action",
    )


def _comments(count: int, rng: np.random.Generator) -> pl.Series:
    chosen = pl.Series(_COMMENTS).gather(rng.integers(0, len(_COMMENTS), count))
    written = pl.Series(rng.random(count) < 0.1)
    return pl.select(pl.when(written).then(chosen).alias("comment")).to_series()


_FAULTS = {
    "phq9": Faults(
        resends=True,
        garbles=True,
        test_column="CaseRef",
        bad_item=("q4", "7"),
        corrects=("q1", "1", "2"),
        total="Total",
    ),
    "gad7": Faults(shortens_rows=True, has_blank_rows=True, bad_date=("Completed", "31/02/2026 10:00")),
}
