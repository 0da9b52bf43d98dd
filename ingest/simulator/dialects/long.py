"""A clinic whose files already use Rapport's own headers: pipes, UTF-16, one long file of all questionnaires.

Belongs here: its files; `long.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ingest.simulator.dialects.file_text import as_code, as_date, as_number, as_text, item_columns, no_text
from ingest.simulator.file_series import ExportOf, Faults, FileSeries, Writing, series_of
from ingest.simulator.network import SimulatedClinic
from ingest.simulator.versions import (
    appointment_versions,
    choose_late_episodes,
    client_versions,
    episode_versions,
    form_versions,
    therapist_versions,
)

_WRITING = Writing(delimiter="|", encoding="utf-16-le", has_bom=True, line_end="\r\n", null="-99")
_INSTRUMENTS = {"phq9": "PHQ-9", "wai_sr": "WAI-SR", "care": "CARE"}
_ITEMS = {"phq9": 9, "wai_sr": 12, "care": 10}
_MOST_ITEMS = 12


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's files, clean."""
    yield _clients(part)
    yield _therapists(part)
    yield _cases(part, choose_late_episodes(part, rng))
    yield _appointments(part)
    yield _forms(part, rng)


def _clients(part: SimulatedClinic) -> FileSeries:
    names = ("client_id", "consent", "gender", "ethnicity_group")
    return series_of(
        client_versions(part),
        [*(as_text(name) for name in names), as_number("birth_year")],
        pattern="people_%Y%m%d.txt",
        exports=[ExportOf("people", ("client_id",))],
        writing=_WRITING,
        is_dated_by_file=True,
        entity="client",
    )


def _therapists(part: SimulatedClinic) -> FileSeries:
    return series_of(
        therapist_versions(part),
        [as_text("therapist_id"), as_text("profession"), as_number("qualified_year")],
        pattern="staff_%Y%m%d.txt",
        exports=[ExportOf("staff", ("therapist_id",))],
        writing=_WRITING,
        is_dated_by_file=True,
        entity="therapist",
    )


def _cases(part: SimulatedClinic, late: pl.Series) -> FileSeries:
    day = "%Y-%m-%d"
    return series_of(
        episode_versions(part, late),
        [
            as_text("episode_id"),
            as_text("client_id"),
            as_text("therapist_id"),
            as_date("referral_date", day),
            as_date("start_date", day),
            as_date("end_date", day),
            as_text("end_reason"),
            as_text("programme"),
            as_text("presenting_problem"),
            as_text("modality"),
            as_number("planned_sessions"),
            as_number("age_at_start"),
        ],
        pattern="cases_%Y%m%d.txt",
        exports=[ExportOf("cases", ("episode_id",))],
        writing=_WRITING,
        is_dated_by_file=True,
        entity="episode",
        late_as="late_episode",
    )


def _appointments(part: SimulatedClinic) -> FileSeries:
    return series_of(
        appointment_versions(part),
        [
            as_text("appointment_id"),
            as_text("episode_id"),
            as_date("scheduled_at", "%Y-%m-%d %H:%M"),
            as_text("status"),
            as_text("modality"),
        ],
        pattern="visits_%Y%m%d.txt",
        exports=[ExportOf("visits", ("appointment_id",))],
        writing=_WRITING,
        is_dated_by_file=True,
        entity="appointment",
        faults=Faults(
            repeats_rows=True,
            resends=True,
            bad_code=("status", "rescheduled twice"),
            test_column="episode_id",
        ),
    )


def _forms(part: SimulatedClinic, rng: np.random.Generator) -> FileSeries:
    tables = [_form(part, instrument, rng) for instrument in part.forms]
    return series_of(
        pl.concat(tables).sort("delivery", "response"),
        [pl.exclude("delivery", "response", "is_late")],
        pattern="forms_%Y%m%d.txt",
        exports=[ExportOf("forms", ("episode_id", "instrument", "completed_at"))],
        writing=_WRITING,
        is_dated_by_file=True,
        entity="response",
        late_as="late_form",
        faults=Faults(
            has_blank_rows=True,
            test_column="episode_id",
            bad_item=("item_3", "11"),
            bad_date=("completed_at", "2026-02-30 09:00"),
            corrects=("item_2", "1", "2"),
            total="total",
        ),
    )


def _form(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> pl.DataFrame:
    """One questionnaire's rows of the long file; some PHQ-9 have a total, and some nothing else."""
    names = [f"item_{number}" for number in range(1, _ITEMS[instrument] + 1)]
    versions = form_versions(part, instrument, rng)
    has_total = pl.Series("has_total", rng.random(versions.height) < (0.5 if instrument == "phq9" else 0.0))
    return versions.with_columns(has_total).select(
        as_text("episode_id"),
        as_code("instrument", _INSTRUMENTS),
        as_date("completed_at", "%Y-%m-%d %H:%M"),
        *item_columns(instrument, names, unanswered="99", does_not_apply="0", empty=pl.col("is_total_only")),
        *no_text(*(f"item_{number}" for number in range(len(names) + 1, _MOST_ITEMS + 1))),
        pl.when(pl.col("is_total_only") | pl.col("has_total")).then(as_number("total")).alias("total"),
        "delivery",
        "response",
        "is_late",
    )
