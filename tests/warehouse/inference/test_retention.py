"""The retention marts: cohorts, milestones, rates, and clinics of which nobody knows who stayed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import duckdb
import polars as pl
import pytest

from warehouse.inference.competing_risks import counts_at_times, incidence_at
from warehouse.inference.retention import (
    HORIZON_DAYS,
    MILESTONES,
    RETENTION_CURVES,
    RETENTION_SUMMARY,
    STATISTIC,
    retention_curves,
    retention_summary,
    with_silent_clinics,
)
from warehouse.inference.statistic import Tables

UNTIL = dt.date(2026, 11, 16)
Course = tuple[str, str, int, dt.date | None, dt.date, int | None]


def counted(courses: list[Course], migrated: Collection[int] = ()) -> Tables:
    """Take the statistic's own counts over courses: clinic, event, sessions, first session, start, days."""
    rows = [(f"{n}", *course, n in migrated) for n, course in enumerate(courses)]
    frame = pl.DataFrame(
        rows,
        schema={
            "episode_key": pl.String,
            "clinic_id": pl.String,
            "event": pl.String,
            "sessions_attended": pl.Int64,
            "first_attended_on": pl.Date,
            "start_date": pl.Date,
            "days_to_event": pl.Int32,
            "is_migrated": pl.Boolean,
        },
        orient="row",
    ).with_columns(definition_id=pl.lit("official"))
    with duckdb.connect() as connection:
        connection.register("courses", frame.to_arrow())
        connection.execute("create schema intermediate")
        connection.execute("create table intermediate.int_episodes_concluded as from courses")
        connection.execute(
            "create table intermediate.int_retention_times as select * exclude (start_date) from courses"
        )
        return {
            name: connection.sql(count.sql, params={"until": UNTIL}).pl()
            for name, count in STATISTIC.counts.items()
        }


def summary_of(courses: list[Course], migrated: Collection[int] = ()) -> pl.DataFrame:
    tables = counted(courses, migrated)
    return retention_summary(tables["courses"], tables["days"])


def row(summary: pl.DataFrame, clinic: str, cohort: str) -> dict[str, object]:
    found = summary.filter(clinic_id=clinic, cohort=cohort)
    assert found.height == 1
    return found.row(0, named=True)


def begun(
    day: dt.date, sessions: int = 5, event: str = "completed", days: int = 40, clinic: str = "north"
) -> Course:
    return (clinic, event, sessions, day, day, days)


def test_a_course_belongs_to_the_quarter_of_its_first_session() -> None:
    summary = summary_of(
        [begun(dt.date(2026, 3, 31)), begun(dt.date(2026, 4, 1)), begun(dt.date(2026, 4, 2), clinic="south")]
    )
    assert row(summary, "north", "2026-Q1")["episodes"] == 1
    assert row(summary, "north", "2026-Q2")["episodes"] == 1
    assert row(summary, "all", "2026-Q2")["episodes"] == 2


@pytest.mark.parametrize(
    ("day", "is_in"),
    [
        (dt.date(2025, 11, 15), False),
        (dt.date(2025, 11, 16), True),
        (dt.date(2026, 11, 15), True),
        (dt.date(2026, 11, 16), False),
    ],
)
def test_the_rolling_twelve_months_end_with_the_reported_week(day: dt.date, is_in: bool) -> None:
    summary = summary_of([begun(day), begun(dt.date(2026, 5, 1))])
    assert row(summary, "north", "rolling_12_months")["episodes"] == 1 + is_in


def test_courses_without_a_session_are_counted_apart_by_their_start() -> None:
    start = dt.date(2026, 2, 1)
    summary = summary_of([("north", "dropped_out", 0, None, start, None), begun(start)])
    found = row(summary, "north", "2026-Q1")
    assert (found["episodes"], found["never_started"], found["ended_episodes"]) == (1, 1, 1)
    assert found["opportunity_3"] == 1
    assert found["dropout_rate"] == 0.0
    assert found["crude_dropout_share"] == 0.0


def test_courses_under_way_before_the_data_begin_are_counted_apart() -> None:
    day = dt.date(2026, 5, 4)
    never = ("north", "dropped_out", 0, None, day, None)
    summary = summary_of([begun(day, sessions=5), begun(day, sessions=9), never, never], migrated=(1, 3))
    found = row(summary, "north", "2026-Q2")
    assert (found["episodes"], found["never_started"], found["migrated"]) == (1, 1, 2)
    assert (found["opportunity_3"], found["retained_3"], found["ended_episodes"]) == (1, 1, 1)


def test_retained_is_counted_among_those_who_had_the_opportunity() -> None:
    day = dt.date(2026, 2, 1)
    summary = summary_of(
        [
            begun(day, 2, "dropped_out"),
            begun(day, 3, "completed"),
            begun(day, 2, "censored"),
            begun(day, 3, "censored"),
            begun(day, 12, "other"),
        ]
    )
    found = row(summary, "north", "2026-Q1")
    assert (found["opportunity_3"], found["retained_3"]) == (4, 3)
    assert (found["opportunity_6"], found["retained_6"]) == (3, 1)
    assert (found["opportunity_10"], found["retained_10"]) == (3, 1)
    assert found["ended_episodes"] == 3
    assert found["crude_dropout_share"] == pytest.approx(1 / 3)


def test_the_dropout_rate_is_the_incidence_at_180_days() -> None:
    day = dt.date(2025, 12, 1)
    times = [
        (10, "dropped_out"),
        (180, "dropped_out"),
        (181, "dropped_out"),
        (90, "censored"),
        (300, "completed"),
    ]
    summary = summary_of([begun(day, 4, event, days) for days, event in times])
    people = pl.DataFrame(times, schema=["time", "event"], orient="row").with_columns(g=1)
    expected = incidence_at(
        counts_at_times(people, by=["g"], time="time", event="event"), by=["g"], step="time", horizon=180
    ).row(0, named=True)
    found = row(summary, "all", "2025-Q4")
    # 10: 1 of 5; 90 censored; 180: 1 of 3 of the remaining 4/5.
    assert found["dropout_rate"] == pytest.approx(1 / 5 + 4 / 5 / 3)
    for bound in ("lower", "upper"):
        assert found[f"dropout_rate_{bound}"] == pytest.approx(expected[f"cif_dropout_{bound}"])


def test_a_young_cohort_has_no_dropout_rate_yet() -> None:
    found = row(summary_of([begun(dt.date(2026, 10, 5), 3, "censored", 30)]), "north", "2026-Q4")
    assert found["episodes"] == 1
    assert found["dropout_rate"] is None
    assert found["crude_dropout_share"] is None


def test_a_clinic_without_appointment_data_has_nulls_and_never_zeros() -> None:
    summary = with_silent_clinics(
        summary_of([begun(dt.date(2026, 5, 1))]),
        pl.DataFrame({"clinic_id": ["north", "south", "west"], "has_appointment_data": [True, False, True]}),
        pl.DataFrame({"definition_id": ["official", "recorded"]}),
    )
    silent = summary.filter(clinic_id="south")
    assert silent.select("definition_id", "cohort").rows() == [
        ("official", "rolling_12_months"),
        ("recorded", "rolling_12_months"),
    ]
    figures = [name for name in RETENTION_SUMMARY if name not in ("clinic_id", "definition_id", "cohort")]
    assert silent.select(figures).null_count().row(0) == (2,) * len(figures)
    idle = summary.filter(clinic_id="west").row(0, named=True)
    assert (idle["episodes"], idle["never_started"], idle["dropout_rate"]) == (0, 0, None)
    assert row(summary.filter(definition_id="official"), "north", "rolling_12_months")["episodes"] == 1
    assert row(summary.filter(definition_id="recorded"), "all", "rolling_12_months")["episodes"] == 0


def test_a_network_without_any_appointment_data_says_so_for_all_together_too() -> None:
    empty = summary_of([])
    summary = with_silent_clinics(
        empty,
        pl.DataFrame({"clinic_id": ["south"], "has_appointment_data": [False]}),
        pl.DataFrame({"definition_id": ["official"]}),
    )
    assert summary.sort("clinic_id").select("clinic_id", "episodes").rows() == [
        ("all", None),
        ("south", None),
    ]


def test_curves_are_estimated_per_clinic_and_definition() -> None:
    counts = pl.DataFrame(
        {
            "clinic_id": ["all", "all", "north", "north"],
            "definition_id": "official",
            "session_number": [1, 2, 1, 2],
            "at_risk": [8, 6, 4, 4],
            "dropped_out": [0, 2, 0, 1],
            "completed": [0, 1, 0, 1],
            "other": [0, 0, 0, 0],
            "censored": [2, 3, 0, 2],
        }
    )
    curves = retention_curves(counts).sort("clinic_id", "session_number")
    assert set(RETENTION_CURVES) <= set(curves.columns)
    assert curves["cif_dropout"].to_list() == pytest.approx([0, 1 / 3, 0, 1 / 4])
    assert curves["survival_all"].to_list() == pytest.approx([1, 1 / 2, 1, 1 / 2])


def test_the_counts_use_the_horizon_and_milestones_of_the_module() -> None:
    assert f"least(days_to_event, {HORIZON_DAYS + 1})" in STATISTIC.counts["days"].sql
    assert f"days_to_event > {HORIZON_DAYS}" in STATISTIC.counts["days"].sql
    for k in MILESTONES:
        assert f"sessions_attended >= {k}) as retained_{k}" in STATISTIC.counts["courses"].sql
