"""Figures of earlier months that a week's run tells otherwise than the week before did, and why.

Belongs here: the figures that are kept for it, and the comparison. Doesn't: keeping them (`history`), and
what has changed event by event, which SQL says (`int_events_compared`).
"""

from __future__ import annotations

import duckdb
import polars as pl

from warehouse.audit.history import History, RecordedRun
from warehouse.knowledge import Knowledge
from warehouse.week import Week

FIGURES = pl.Schema(
    {"clinic_id": pl.String(), "measure": pl.String(), "month": pl.Date(), "value": pl.Int64()}
)
"""What every run keeps: counts by clinic and month."""

RESTATEMENTS = pl.Schema(
    {
        "week": pl.String(),
        "clinic_id": pl.String(),
        "measure": pl.String(),
        "month": pl.Date(),
        "earlier_week": pl.String(),
        "earlier_value": pl.Int64(),
        "value": pl.Int64(),
        "late": pl.Int64(),
        "corrected": pl.Int64(),
        "withdrawn": pl.Int64(),
        "opted_out": pl.Int64(),
        "is_definition_changed": pl.Boolean(),
        "is_code_changed": pl.Boolean(),
        "cause": pl.String(),
    }
)
"""audit.restatements."""

_KINDS = {
    "courses_begun": "course_begun",
    "courses_ended": "course_ended",
    "dropouts": "course_ended",
    "sessions_attended": "appointment",
    "forms_scored": "form",
    "pairs": "form",
    "reliably_improved": "form",
}
"""The events that each figure counts."""

_COUNTED = """
with counted as (
    select clinic_id, 'courses_begun' as measure, start_date as happened_on from marts.fct_episodes
    union all
    select clinic_id, 'courses_ended', ended_on from marts.fct_episodes where state != 'open'
    union all
    select clinic_id, 'dropouts', ended_on from marts.fct_episodes where state = 'dropped_out'
    union all
    select clinic_id, 'sessions_attended', cast(scheduled_at as date)
    from intermediate.int_appointments_numbered where session_number is not null
    union all
    select clinic_id, 'forms_scored', cast(completed_at as date) from marts.fct_scores where score is not null
    union all
    select clinic_id, 'pairs', cast(last_at as date) from marts.fct_outcomes where is_paired
    union all
    select clinic_id, 'reliably_improved', cast(last_at as date)
    from marts.fct_outcomes where reliable_change = 'improved'
)
select clinic_id, measure, cast(date_trunc('month', happened_on) as date) as month, count(*) as value
from counted
where happened_on is not null
group by all
order by all
"""

_EVENTS = """
select
    clinic_id, kind, cast(date_trunc('month', happened_on) as date) as month,
    count(*) filter (change = 'late') as late,
    count(*) filter (change = 'corrected') as corrected,
    count(*) filter (change = 'withdrawn') as withdrawn,
    count(*) filter (change = 'opted_out') as opted_out
from intermediate.int_events_compared
group by all
"""


def read_figures(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Count the figures in the working file (FIGURES)."""
    return connection.sql(_COUNTED).pl().cast(FIGURES)


def read_events(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Count what changed in the seven days up to the run, by clinic, kind of event, month and change."""
    return connection.sql(_EVENTS).pl()


def restatements(
    today: pl.DataFrame, events: pl.DataFrame, run: RecordedRun, history: History
) -> pl.DataFrame:
    """Return what `run` tells otherwise than the last whole run of an earlier week did (RESTATEMENTS).

    Only months count that were over then: the figures of a month that goes on change anyway. The cause
    names every kind of event that changed among those that a figure counts, changed definitions and another
    code version; where nothing of that happened, time has passed (a contact gap ran out).
    """
    earlier = history.before(run.week)
    if earlier is None:
        return RESTATEMENTS.to_frame()
    over = Week.parse(earlier.week).end.date().replace(day=1)
    key = ["clinic_id", "measure", "month"]
    told = history.read("figures", FIGURES, (earlier,)).rename({"value": "earlier_value"})
    changed = (
        today.join(told, on=key, how="full", coalesce=True)
        .with_columns(pl.col("value", "earlier_value").fill_null(0))
        .filter((pl.col("month") < over) & (pl.col("value") != pl.col("earlier_value")))
        # A clinic that is new to the run before has no earlier figures to be restated.
        .join(told.select("clinic_id").unique(), on="clinic_id", how="semi")
        .with_columns(kind=pl.col("measure").replace_strict(_KINDS, return_dtype=pl.String))
        .join(events, on=["clinic_id", "kind", "month"], how="left")
        .with_columns(pl.col("late", "corrected", "withdrawn", "opted_out").fill_null(0).cast(pl.Int64))
    )
    causes = {
        "late data": pl.col("late") > 0,
        "correction": pl.col("corrected") > 0,
        "withdrawal": pl.col("withdrawn") > 0,
        "opting out": pl.col("opted_out") > 0,
        "definitions": pl.col("is_definition_changed"),
        "code version": pl.col("is_code_changed"),
    }
    return (
        changed.with_columns(
            week=pl.lit(run.week),
            earlier_week=pl.lit(earlier.week),
            is_definition_changed=pl.lit(run.definitions != earlier.definitions),
            is_code_changed=pl.lit(run.code_version != earlier.code_version),
        )
        .with_columns(
            cause=pl.concat_list(pl.when(holds).then(pl.lit(name)) for name, holds in causes.items())
            .list.drop_nulls()
            .list.join(", ")
        )
        .with_columns(cause=pl.when(pl.col("cause") == "").then(pl.lit("time")).otherwise(pl.col("cause")))
        .select(RESTATEMENTS.names())
        .cast(RESTATEMENTS)
        .sort("week", *key)
    )


def of_all_weeks(today: pl.DataFrame, history: History, knowledge: Knowledge) -> pl.DataFrame:
    """Return the restatements of every week, each as its last run told them (RESTATEMENTS)."""
    last: dict[str, RecordedRun] = {}
    for run in history.runs:
        if run.week != str(knowledge.week) and run.has_figures:
            last[run.week] = run
    earlier = history.read("restatements", RESTATEMENTS, tuple(last.values()))
    return pl.concat([earlier, today]).sort("week", "clinic_id", "measure", "month")
