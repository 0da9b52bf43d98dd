"""A university clinic that keeps its data in REDCap: one flat export of a project with repeating forms.

Belongs here: its files; `redcap.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ingest.simulator.dialects.file_text import as_code, as_date, as_number, as_text, item_columns
from ingest.simulator.file_series import ExportOf, FileSeries, Writing, series_of
from ingest.simulator.network import SimulatedClinic
from ingest.simulator.versions import (
    appointment_versions,
    choose_late_episodes,
    client_versions,
    episode_versions,
    form_versions,
)

_DAY, _MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M"
_STATUS = {
    "attended": "1",
    "attended_late": "2",
    "no_show": "3",
    "cancelled_by_client": "4",
    "cancelled_by_clinic": "5",
    "scheduled": "0",
}
_REASONS = {
    "completed": "1",
    "dropped_out": "2",
    "referred_on": "3",
    "clinic_ended": "4",
    "transferred": "5",
    "deceased": "6",
    "other": "9",
}
_FORMS = {"phq9": ("phq", 9), "wai_sr": ("wai", 12)}
_REPEATED, _INSTANCE = "redcap_repeat_instrument", "redcap_repeat_instance"
_KEY = ("record_id", _REPEATED, _INSTANCE)


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's files, clean."""
    yield series_of(
        client_versions(part),
        [
            as_text("client_id", "record_id"),
            _group(),
            as_code("consent", {"yes": "1", "no_research": "2", "opted_out": "0"}),
            as_number("birth_year"),
            pl.lit("2").alias("person_complete"),
        ],
        pattern="persons_%Y-%m-%d.csv",
        exports=[ExportOf("persons", ("record_id",))],
        writing=Writing(),
        entity="client",
    )
    yield _project(part, rng)


def _project(part: SimulatedClinic, rng: np.random.Generator) -> FileSeries:
    """Courses, sessions and forms in one file, each on rows that leave the others' columns empty."""
    late = choose_late_episodes(part, rng)
    tables = [_courses(part, late), _sessions(part)]
    tables += [_forms(part, instrument, rng) for instrument in part.forms]
    rows = pl.concat(tables, how="diagonal").sort("delivery", "thing", maintain_order=True)
    columns = [name for name in rows.columns if name not in ("delivery", "thing", "is_late")]
    return series_of(
        rows,
        [pl.col(name) for name in columns],
        pattern="project_%Y-%m-%d.csv",
        exports=[
            ExportOf("courses", _KEY, (_REPEATED, None)),
            ExportOf("sessions", _KEY, (_REPEATED, "session")),
            *(ExportOf(instrument, _KEY, (_REPEATED, instrument)) for instrument in part.forms),
        ],
        writing=Writing(),
        entity="thing",
        late_as="late_form",
    )


def _group() -> pl.Expr:
    return pl.lit("main_site").alias("redcap_data_access_group")


def _place(repeated: str | None) -> list[pl.Expr]:
    instance = pl.lit(None, pl.String) if repeated is None else as_number("instance")
    return [
        as_text("episode_id", "record_id"),
        pl.lit(repeated, pl.String).alias(_REPEATED),
        instance.alias(_INSTANCE),
        _group(),
    ]


def _courses(part: SimulatedClinic, late: pl.Series) -> pl.DataFrame:
    return episode_versions(part, late).select(
        *_place(None),
        as_text("client_id", "client_no"),
        as_text("therapist_id", "therapist_no"),
        as_date("referral_date", _DAY),
        as_date("start_date", _DAY),
        as_date("end_date", _DAY),
        as_code("end_reason", _REASONS),
        pl.lit("2").alias("course_complete"),
        "delivery",
        pl.lit(False).alias("is_late"),
        pl.col("episode").cast(pl.Int64).alias("thing"),
    )


def _sessions(part: SimulatedClinic) -> pl.DataFrame:
    numbers = _instances(part.appointments, "appointment")
    return (
        appointment_versions(part)
        .join(numbers, on="appointment", how="left", maintain_order="left")
        .select(
            *_place("session"),
            as_date("scheduled_at", _MOMENT, "session_at"),
            as_code("status", _STATUS, "session_status"),
            pl.lit("2").alias("session_complete"),
            "delivery",
            pl.lit(False).alias("is_late"),
            pl.col("episode").cast(pl.Int64).alias("thing"),
        )
    )


def _forms(part: SimulatedClinic, instrument: str, rng: np.random.Generator) -> pl.DataFrame:
    stem, count = _FORMS[instrument]
    numbers = _instances(part.forms[instrument], "response")
    return (
        form_versions(part, instrument, rng)
        .join(numbers, on="response", how="left", maintain_order="left")
        .select(
            *_place(instrument),
            as_date("completed_at", f"{_MOMENT}:%S", f"{instrument}_timestamp"),
            *item_columns(instrument, [f"{stem}_{number}" for number in range(1, count + 1)]),
            pl.lit("2").alias(f"{instrument}_complete"),
            "delivery",
            "is_late",
            pl.col("episode").cast(pl.Int64).alias("thing"),
        )
    )


def _instances(table: pl.DataFrame, key: str) -> pl.DataFrame:
    """Number the things of each course from 1 on, the same in every export."""
    return table.select(key, pl.col(key).rank("ordinal").over("episode").alias("instance"))
