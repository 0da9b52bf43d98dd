"""Clinics over the weeks: which chart, gaps that are no zeros, and limits that start afresh at an event."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from ingest.configuration.registry_columns import SCHEMAS
from warehouse.inference.weekly_charts import weekly_charts

MONDAY = dt.date(2026, 1, 5)
NO_EVENTS = SCHEMAS["network_events"].to_frame()


def series(clinic: str, measure: str, counts: list[int | None], mean: float | None = None) -> pl.DataFrame:
    """A row for every week that has a figure: cases among 20, or means of 20 forms."""
    weeks = [MONDAY + dt.timedelta(weeks=number) for number in range(len(counts))]
    return pl.DataFrame(
        {
            "clinic_id": clinic,
            "measure_id": measure,
            "measure": measure,
            "scale_id": None,
            "respondent": None,
            "week_start": weeks,
            "numerator": counts if mean is None else [None] * len(counts),
            "denominator": 20,
            "mean": [None if mean is None or count is None else mean + count for count in counts],
            "is_there": [count is not None for count in counts],
        },
        schema_overrides={
            "scale_id": pl.String, "respondent": pl.String, "numerator": pl.Int64, "mean": pl.Float64,
            "denominator": pl.Int64,
        },
    ).filter("is_there").drop("is_there")  # fmt: skip


def charts(weeks: pl.DataFrame, count: int, events: pl.DataFrame = NO_EVENTS) -> pl.DataFrame:
    until = pl.Series([MONDAY + dt.timedelta(weeks=count)])
    return weekly_charts(weeks, events, until).sort("clinic_id", "measure_id", "week_start")


def event(day: dt.date, clinic: str | None, measure: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        [{"event_on": day, "clinic_id": clinic, "measure": measure, "label": "New form"}],
        schema=SCHEMAS["network_events"],
    )


def test_shares_are_p_prime_charts_and_means_xmr_charts() -> None:
    drawn = charts(
        pl.concat([series("a", "dropout", [4, 5] * 8), series("a", "alliance_mean", [1, 2] * 8, mean=40)]), 16
    )
    assert drawn.select("measure", "chart").unique().sort("measure").rows() == [
        ("alliance_mean", "xmr"),
        ("dropout", "p_prime"),
    ]
    means = drawn.filter(chart="xmr")
    assert means["mean"].unique().to_list() == [41.5]
    assert means["upper"].to_list() == pytest.approx([41.5 + 2.66] * 16)  # every moving range is 1
    assert means["denominator"].to_list() == [20] * 16
    assert drawn.filter(chart="p_prime")["mean"].unique().to_list() == [0.225]


def test_a_week_without_clients_is_a_gap_up_to_the_last_week() -> None:
    drawn = charts(series("a", "dropout", [4, None, 5, 4]), 6)
    assert drawn["week"].to_list() == [f"2026-W{number:02}" for number in range(2, 8)]
    gaps = drawn.filter(pl.col("value").is_null())
    assert gaps["week"].to_list() == ["2026-W03", "2026-W06", "2026-W07"]
    assert gaps.select("numerator", "denominator", "lower", "signal").null_count().row(0) == (3, 3, 3, 3)
    assert drawn["is_trial"].drop_nulls().all()


@pytest.mark.parametrize(
    ("clinic", "measure", "afresh"),
    [
        (None, None, {("a", "dropout"), ("b", "dropout"), ("a", "attendance")}),
        ("a", None, {("a", "dropout"), ("a", "attendance")}),
        (None, "dropout", {("a", "dropout"), ("b", "dropout")}),
        ("b", "dropout", {("b", "dropout")}),
        ("b", "attendance", set()),
    ],
)
def test_limits_start_afresh_where_an_event_concerns_the_series(
    clinic: str | None, measure: str | None, afresh: set[tuple[str, str]]
) -> None:
    steps = [2] * 10 + [12] * 10
    weeks = pl.concat(
        [series("a", "dropout", steps), series("b", "dropout", steps), series("a", "attendance", steps)]
    )
    drawn = charts(weeks, 20, event(MONDAY + dt.timedelta(weeks=10, days=3), clinic, measure))
    changed = drawn.filter(pl.col("event").is_not_null())
    assert set(changed.select("clinic_id", "measure_id").rows()) == afresh
    assert set(changed["week_start"]) <= {MONDAY + dt.timedelta(weeks=10)}
    later = drawn.filter(pl.col("week_start") >= MONDAY + dt.timedelta(weeks=10))
    for row in later.iter_rows(named=True):
        is_afresh = (row["clinic_id"], row["measure_id"]) in afresh
        assert row["mean"] == pytest.approx(0.6 if is_afresh else 0.35)
        assert row["segment"] == int(is_afresh)


def test_without_events_the_step_is_a_signal() -> None:
    drawn = charts(series("a", "dropout", [2] * 10 + [12] * 10), 20)
    assert drawn.filter(pl.col("signal"))["rule"].to_list().count("shift") >= 4
