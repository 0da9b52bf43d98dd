"""A clinic that has a survey tool and a list of cases, but no appointment data.

Belongs here: its files; `survey.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ingest.simulator.dialects.file_text import as_code, as_date, as_number, as_text, item_columns, no_text
from ingest.simulator.file_series import ExportOf, Faults, FileSeries, Writing, series_of
from ingest.simulator.network import SimulatedClinic
from ingest.simulator.versions import choose_late_episodes, client_versions, episode_versions, form_versions

_WRITING = Writing()
_DAY = "%Y-%m-%d"
_EMPLOYMENT = {
    "employed": "1",
    "unemployed": "2",
    "student": "3",
    "retired": "4",
    "long_term_sick": "5",
    "carer": "6",
}
_REASONS = {
    "completed": "agreed",
    "dropped_out": "stopped coming",
    "referred_on": "moved on",
    "clinic_ended": "we ended it",
    "transferred": "handed over",
    "deceased": "died",
    "other": "else",
}
_FORMS = {"phq9": ("PHQ9", "phq", 9), "gad7": ("GAD7", "gad", 7), "wai_sr": ("WAISR", "wai", 12)}
_SKIPPED = {"declined": "1", "no_time": "2", "language": "3", "technical": "4"}


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's files, clean."""
    yield _clients(part)
    yield _cases(part, choose_late_episodes(part, rng))
    yield _survey(part, rng)


def _clients(part: SimulatedClinic) -> FileSeries:
    gender = {"female": "1", "male": "2", "nonbinary": "3", "unknown": "9"}
    return series_of(
        client_versions(part),
        [
            as_text("client_id", "pseudonym"),
            as_code("consent", {"yes": "2", "no_research": "1", "opted_out": "0"}),
            as_number("birth_year", "born"),
            as_code("gender", gender),
            as_code("employment", _EMPLOYMENT, "work"),
        ],
        pattern="clients-%Y%m%d.csv",
        exports=[ExportOf("clients", ("pseudonym",))],
        writing=_WRITING,
        entity="client",
        faults=Faults(has_blank_rows=True),
    )


def _cases(part: SimulatedClinic, late: pl.Series) -> FileSeries:
    return series_of(
        episode_versions(part, late),
        [
            as_text("episode_id", "case"),
            as_text("client_id", "pseudonym"),
            as_text("therapist_id", "therapist"),
            as_date("referral_date", _DAY, "referred"),
            as_date("start_date", _DAY, "opened"),
            as_date("end_date", _DAY, "closed"),
            as_code("end_reason", _REASONS, "reason"),
            as_text("presenting_problem", "problem"),
        ],
        pattern="cases-%Y%m%d.csv",
        exports=[ExportOf("cases", ("case",))],
        writing=_WRITING,
        entity="episode",
        late_as="late_episode",
        faults=Faults(bad_code=("problem", "see letter")),
    )


def _survey(part: SimulatedClinic, rng: np.random.Generator) -> FileSeries:
    tables = [_form(part, instrument, rng) for instrument in part.forms]
    return series_of(
        pl.concat(tables).sort("delivery", "response"),
        [pl.exclude("delivery", "response", "is_late")],
        pattern="survey-%Y%m%d.csv",
        exports=[
            ExportOf(instrument, ("ResponseId",), ("form", _FORMS[instrument][0]))
            for instrument in part.forms
        ],
        writing=_WRITING,
        entity="response",
        late_as="late_form",
        stamp=("RecordedUntil", "%Y-%m-%dT%H:%M:%S"),
        faults=Faults(
            repeats_rows=True,
            resends=True,
            bad_item=("gad_2", "5"),
            bad_item_export="gad7",
        ),
    )


def _form(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> pl.DataFrame:
    """One questionnaire's rows of the common file; the columns of the others stay empty."""
    label = _FORMS[instrument][0]
    in_utc = (
        pl.col("completed_at")
        .dt.replace_time_zone(part.plan.timezone)
        .dt.convert_time_zone("UTC")
        .dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    )
    cells: list[pl.Expr] = []
    for other, (_, stem, size) in _FORMS.items():
        names = [f"{stem}_{number}" for number in range(1, size + 1)]
        cells += item_columns(instrument, names) if other == instrument else no_text(*names)
    return form_versions(part, instrument, rng).select(
        as_text("response_id", "ResponseId"),
        pl.lit(label).alias("form"),
        as_text("episode_id", "case"),
        in_utc.alias("EndDate"),
        pl.lit("").alias("RecordedUntil"),
        as_code("not_given_reason", _SKIPPED, "skipped"),
        *cells,
        "delivery",
        "response",
        "is_late",
    )
