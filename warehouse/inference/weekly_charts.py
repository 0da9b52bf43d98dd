"""Each clinic over the weeks: which weeks are more than its usual ups and downs?

Belongs here: the mart `clinic_weekly`, which chart a measure needs, and the events at which its limits start
afresh. Doesn't: limits and rules (`control_charts`, `control_rules`) and counting (SQL).

Shares are p' charts, means are XmR charts. A week in which nobody counts is there with nulls: it is a gap and
no 0.
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.control_charts import LIMIT_COLUMNS, p_prime_chart, xmr_chart
from warehouse.inference.control_rules import RULE_COLUMNS
from warehouse.inference.statistic import Count, MartSchema, Statistic, Tables, as_mart

WEEKS = "intermediate.int_weeks_measured"
EVENTS = "registry.network_events"

SERIES = ("clinic_id", "measure_id")
_NAMES = ("measure", "scale_id", "respondent")

CLINIC_WEEKLY: MartSchema = {
    "clinic_id": pl.String,
    "measure_id": pl.String,
    **dict.fromkeys(_NAMES, pl.String),
    "week": pl.String,
    "week_start": pl.Date,
    "chart": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "segment": pl.Int64,
    "event": pl.String,
    "point_count": pl.Int64,
    "is_trial": pl.Boolean,
    **dict.fromkeys(LIMIT_COLUMNS, pl.Float64),
    **{name: pl.String if name in ("rule", "side") else pl.Boolean for name in RULE_COLUMNS},
}


def weekly_charts(weeks: pl.DataFrame, events: pl.DataFrame, until: pl.Series) -> pl.DataFrame:
    """Draw the chart of every clinic and measure, from its first week to the last one.

    `weeks` as `int_weeks_measured`: one row per clinic, measure and week in which somebody counts. `events`
    as `registry.network_events`: `event_on`, `label`, and `clinic_id` and `measure`, null meaning all.
    `until` holds the one day on which the last week ends.

    Returned: the columns of CLINIC_WEEKLY. In a week without a figure value, limits and verdicts are null.
    """
    points = without_holes(weeks, until)
    happened = events_of_series(points, events)
    starts = happened.select(*SERIES, "week_start").unique()
    is_mean = pl.col("is_mean")
    means = points.filter(is_mean)
    charts = [
        p_prime_chart(points.filter(~is_mean), by=SERIES, time="week_start", events=starts).with_columns(
            chart=pl.lit("p_prime")
        ),
        xmr_chart(means, by=SERIES, time="week_start", events=starts)
        .join(means.select(*SERIES, "week_start", "denominator"), on=[*SERIES, "week_start"])
        .with_columns(chart=pl.lit("xmr")),
    ]
    labels = happened.group_by(*SERIES, "week_start").agg(
        event=pl.col("label").unique().sort().str.join("; ")
    )
    return (
        pl.concat(charts, how="diagonal_relaxed")
        .join(points.select(*SERIES, *_NAMES).unique(), on=SERIES)
        .join(labels, on=[*SERIES, "week_start"], how="left")
        .with_columns(week=pl.col("week_start").dt.strftime("%G-W%V"))
    )


def without_holes(weeks: pl.DataFrame, until: pl.Series) -> pl.DataFrame:
    """Give every series a row for every week; `value` is the mean of measures that have no numerator."""
    last = until.dt.offset_by("-1w").alias("last")
    kinds = weeks.group_by(*SERIES, *_NAMES).agg(
        first=pl.col("week_start").min(), is_mean=pl.col("numerator").is_null().all()
    )
    grid = kinds.with_columns(
        week_start=pl.date_ranges("first", pl.lit(last.item()), interval="1w", closed="both")
    ).explode("week_start")
    return grid.drop("first").join(
        weeks.select(*SERIES, "week_start", "numerator", "denominator", value="mean"),
        on=[*SERIES, "week_start"],
        how="left",
    )


def events_of_series(points: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return the events that concern each series, with the Monday of their week."""
    series = points.select(*SERIES, "measure").unique()
    concerns = (pl.col("event_clinic").is_null() | (pl.col("event_clinic") == pl.col("clinic_id"))) & (
        pl.col("event_measure").is_null() | (pl.col("event_measure") == pl.col("measure"))
    )
    return (
        series.join(events.rename({"clinic_id": "event_clinic", "measure": "event_measure"}), how="cross")
        .filter(concerns)
        .select(*SERIES, week_start=pl.col("event_on").dt.truncate("1w"), label="label")
    )


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    charts = weekly_charts(tables[WEEKS], tables[EVENTS], tables["moment"]["until"])
    return {"clinic_weekly": as_mart(charts, CLINIC_WEEKLY, (*SERIES, "week_start"))}


STATISTIC = Statistic(
    about="Clinics over the weeks: control charts of every measure, limits afresh at dated events.",
    reads={
        WEEKS: ("clinic_id", "measure_id", *_NAMES, "week_start", "numerator", "denominator", "mean"),
        EVENTS: ("event_on", "clinic_id", "measure", "label"),
    },
    counts={"moment": Count("select cast($until as date) as until", {})},
    marts={"clinic_weekly": CLINIC_WEEKLY},
    compute=_compute,
)
