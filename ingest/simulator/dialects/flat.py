"""A clinic that exports one wide file: a row per session that repeats client, therapist and case.

Belongs here: its files; `flat.yml` beside this module says how they are read.
Doesn't: its people (`network`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from ingest.simulator.dialects.file_text import (
    as_code,
    as_date,
    as_number,
    as_text,
    item_columns,
)
from ingest.simulator.file_series import ExportOf, Faults, FileSeries, Writing, series_of
from ingest.simulator.network import SimulatedClinic
from ingest.simulator.versions import appointment_versions, case_endings

_STATUS = {
    "attended": "came",
    "attended_late": "late",
    "no_show": "dna",
    "cancelled_by_client": "cancelled",
    "cancelled_by_clinic": "cancelled by us",
}
_FORMS = {"core_10": "core", "wai_sr": "wai", "care": "care"}


def file_series(part: SimulatedClinic, rng: np.random.Generator) -> Iterator[FileSeries]:
    """Return the clinic's one kind of file, clean."""
    ends = case_endings(part)
    held = appointment_versions(part, with_scheduled=False)
    last_rows = (
        held.group_by("episode")
        .last()
        .select(held.columns)
        .join(ends, on="episode")
        .filter(pl.col("closing") > pl.col("delivery"))
        .with_columns(pl.col("closing").alias("delivery"))
        .drop(ends.columns[1:])
    )
    rows = pl.concat([held, last_rows]).sort("delivery", "appointment").join(ends, on="episode", how="left")
    rows = _with_person_and_case(part, rows)
    columns = _session_columns()
    for instrument, stem in _FORMS.items():
        form = part.forms[instrument].select(
            "appointment",
            pl.col("^item_.*$").name.prefix(f"{stem}_"),
            pl.lit("1").alias(f"{stem}_given"),
        )
        rows = rows.join(form, on="appointment", how="left", maintain_order="left")
        columns += _form_columns(instrument, stem)
    yield series_of(
        rows,
        columns,
        pattern="sessions_%Y-%m-%d.csv",
        exports=[
            ExportOf("clients", ("client_no",)),
            ExportOf("therapists", ("therapist",)),
            ExportOf("cases", ("case_no",)),
            ExportOf("sessions", ("case_no", "session_no")),
            *(
                ExportOf(instrument, ("case_no", "session_at"), (f"{stem}_given", "1"))
                for instrument, stem in _FORMS.items()
            ),
        ],
        writing=Writing(has_bom=True, null="NA"),
        entity="appointment",
        faults=Faults(
            repeats_rows=True,
            has_blank_rows=True,
            resends=True,
            bad_item=("core_07", "9"),
            bad_item_export="core_10",
        ),
    )


def _with_person_and_case(part: SimulatedClinic, rows: pl.DataFrame) -> pl.DataFrame:
    """Join what each row repeats, as it was known at its delivery."""
    episodes = part.episodes.drop(
        "clinic_id", "episode_id", "modality", "alliance", "improvement", "dropout", "severity"
    )
    clients = part.clients.select(
        "client", "consent", "opted_out_on", "birth_year", "gender", "ethnicity_group", "employment"
    )
    therapists = part.therapists.select("therapist", "profession", "qualified_year")
    joined = rows.join(episodes, on="episode", how="left", maintain_order="left")
    joined = joined.join(clients, on="client", how="left", maintain_order="left")
    joined = joined.join(therapists, on="therapist", how="left", maintain_order="left")
    is_closed = pl.col("closing") <= pl.col("delivery")
    is_out = pl.col("opted_out_on").cast(pl.Int32) < pl.col("delivery")
    return joined.with_columns(
        pl.when(is_closed).then("end_date").alias("end_date"),
        pl.when(is_closed).then("end_reason").alias("end_reason"),
        pl.when(pl.col("consent") != "opted_out")
        .then("consent")
        .when(is_out)
        .then(pl.lit("opted_out"))
        .otherwise(pl.lit("yes"))
        .alias("consent"),
    )


def _session_columns() -> list[pl.Expr]:
    return [
        as_text("client_id", "client_no"),
        as_code("consent", {"yes": "1", "no_research": "2", "opted_out": "9"}),
        as_number("birth_year"),
        as_text("gender"),
        as_text("ethnicity_group", "ethnicity"),
        as_text("employment"),
        as_text("therapist_id", "therapist"),
        as_text("profession", "therapist_profession"),
        as_number("qualified_year", "therapist_qualified"),
        as_text("episode_id", "case_no"),
        as_date("referral_date", "%Y-%m-%d", "referred"),
        as_date("start_date", "%Y-%m-%d", "opened"),
        as_date("end_date", "%Y-%m-%d", "closed"),
        as_text("end_reason", "closed_because"),
        as_text("programme"),
        as_text("presenting_problem", "problem"),
        as_number("planned_sessions", "planned"),
        as_number("place_in_episode", "session_no"),
        as_date("scheduled_at", "%Y-%m-%d %H:%M", "session_at"),
        as_code("status", _STATUS, "attendance"),
        as_code("modality", {"in_person": "room", "video": "video", "phone": "phone"}, "mode"),
    ]


def _form_columns(instrument: str, stem: str) -> list[pl.Expr]:
    count = {"core_10": 10, "wai_sr": 12, "care": 10}[instrument]
    names = [f"{stem}_{number:02d}" for number in range(1, count + 1)]
    items = item_columns(instrument, names, does_not_apply="6", prefix=f"{stem}_")
    return [pl.col(f"{stem}_given").fill_null("0"), *items]
