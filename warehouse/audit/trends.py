"""What has become of each check since the weeks before: new, resolved, persisting, and slow decay.

Belongs here: one point a week of every check, its control chart, and the state that it is in. Doesn't:
measuring (`measurements`), the statistics of control charts (`warehouse.inference.control_charts`).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from warehouse.audit.tables import RESULTS, SERIES
from warehouse.inference.control_charts import xmr_chart

TRENDS = pl.Schema(
    {
        **{name: pl.String() for name in SERIES},
        "week": pl.String(),
        "evaluated": pl.Int64(),
        "failed": pl.Int64(),
        "failed_share": pl.Float64(),
        "is_passed": pl.Boolean(),
        "mean": pl.Float64(),
        "lower": pl.Float64(),
        "upper": pl.Float64(),
        "is_trial": pl.Boolean(),
        "rule": pl.String(),
        "is_alarm": pl.Boolean(),
    }
)
"""audit.check_trends."""

CHANGES = pl.Schema(
    {
        **{name: pl.String() for name in SERIES},
        "description": pl.String(),
        "severity": pl.String(),
        "threshold": pl.Float64(),
        "week": pl.String(),
        "evaluated": pl.Int64(),
        "failed": pl.Int64(),
        "details": pl.String(),
        "change": pl.String(),
        "failing_since": pl.String(),
        "failing_weeks": pl.Int64(),
        "is_decaying": pl.Boolean(),
        "trend_rule": pl.String(),
        "note": pl.String(),
        "noted_by": pl.String(),
        "due_on": pl.Date(),
        "is_overdue": pl.Boolean(),
        "signed_off_by": pl.String(),
        "signed_off_on": pl.Date(),
        "signed_off_until": pl.Date(),
        "is_signed_off": pl.Boolean(),
    }
)
"""audit.check_changes."""


def weekly_points(results: pl.DataFrame) -> pl.DataFrame:
    """Return one point per check and week: its last measurement of that week (RESULTS)."""
    order = ["measured_at", "evaluated", "failed"]
    return (
        results.sort(*SERIES, "week", *order)
        .group_by(*SERIES, "week", maintain_order=True)
        .last()
        .select(RESULTS.names())
    )


def check_trends(points: pl.DataFrame) -> pl.DataFrame:
    """Draw an XmR chart of the share that failed, for every check (TRENDS).

    An alarm is a signal on the worse side only: failing more, or rising towards failing. Weeks in which
    nothing could be evaluated are gaps.
    """
    rated = points.with_columns(
        failed_share=pl.when(pl.col("evaluated") > 0).then(pl.col("failed") / pl.col("evaluated"))
    )
    if rated.is_empty():
        return TRENDS.to_frame()
    chart = xmr_chart(
        rated.select(*SERIES, "week", pl.col("failed_share").alias("value")), by=SERIES, time="week"
    ).select(*SERIES, "week", "mean", "lower", "upper", "is_trial", "rule", "signal", "side")
    alarm = (pl.col("signal") & (pl.col("side") == "high")).fill_null(False)
    return (
        rated.join(chart, on=[*SERIES, "week"], how="left")
        .with_columns(
            is_alarm=alarm,
            rule=pl.when(alarm).then(pl.col("rule")),
            # A share can't be less than nothing or more than all.
            lower=pl.col("lower").clip(lower_bound=0.0),
            upper=pl.col("upper").clip(upper_bound=1.0),
        )
        .select(TRENDS.names())
        .cast(TRENDS)
        .sort(*SERIES, "week")
    )


def check_changes(
    points: pl.DataFrame, trends: pl.DataFrame, notes: pl.DataFrame, today: dt.date
) -> pl.DataFrame:
    """Say what has changed of each check that fails, has just stopped to, or decays, with notes (CHANGES).

    `points` are the weekly points, `notes` those of `warehouse.audit.notes`. A check counts by its latest
    measurement, whenever that was: a check at the door is measured only when something arrives. `today`
    decides what is overdue.
    """
    judged = points.filter(pl.col("is_passed").is_not_null()).sort(*SERIES, "week")
    if judged.is_empty():
        return CHANGES.to_frame()
    fails = ~pl.col("is_passed")
    stretch = (
        (pl.col("is_passed") != pl.col("is_passed").shift(1).over(SERIES))
        .fill_null(True)
        .cum_sum()
        .over(SERIES)
    )
    marked = judged.with_columns(stretch=stretch, passed_before=pl.col("is_passed").shift(1).over(SERIES))
    since = marked.group_by(*SERIES, "stretch").agg(
        failing_since=pl.col("week").first(), failing_weeks=pl.len().cast(pl.Int64)
    )
    latest = (
        marked.group_by(SERIES, maintain_order=True).last().join(since, on=[*SERIES, "stretch"], how="left")
    )
    alarms = (
        trends.sort(*SERIES, "week")
        .group_by(SERIES, maintain_order=True)
        .last()
        .select(*SERIES, is_decaying=pl.col("is_alarm"), trend_rule=pl.col("rule"))
    )
    change = (
        pl.when(fails & (pl.col("passed_before") == False))  # noqa: E712 - a column, not a truth value
        .then(pl.lit("persisting"))
        .when(fails)
        .then(pl.lit("new"))
        .when(~pl.col("passed_before"))
        .then(pl.lit("resolved"))
        .when(pl.col("is_decaying"))
        .then(pl.lit("decaying"))
    )
    listed = (
        latest.join(alarms, on=SERIES, how="left")
        .with_columns(
            change=change,
            failing_since=pl.when(fails).then(pl.col("failing_since")),
            failing_weeks=pl.when(fails).then(pl.col("failing_weeks")),
        )
        .filter(pl.col("change").is_not_null())
    )
    return _with_notes(listed, notes, today).select(CHANGES.names()).cast(CHANGES).sort(*SERIES)


def _with_notes(listed: pl.DataFrame, notes: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Add the note that fits best: one that names export and clinic before one that names fewer of them."""
    numbered = notes.with_row_index("place")
    fitting = (
        listed.select(*SERIES)
        .join(numbered.rename({"clinic_id": "for_clinic", "export_name": "for_export"}), on="check_id")
        .filter(
            (pl.col("for_clinic").is_null() | (pl.col("for_clinic") == pl.col("clinic_id")))
            & (pl.col("for_export").is_null() | (pl.col("for_export") == pl.col("export_name")))
        )
        .with_columns(
            precision=pl.col("for_clinic").is_not_null().cast(pl.Int8)
            + pl.col("for_export").is_not_null().cast(pl.Int8)
        )
        .sort(*SERIES, "precision", "place")
        .group_by(SERIES, maintain_order=True)
        .last()
        .drop("for_clinic", "for_export", "precision", "place", "delivery_key", "fingerprint")
    )
    is_signed = pl.col("signed_off_by").is_not_null() & (
        pl.col("signed_off_until").is_null() | (pl.col("signed_off_until") >= today)
    )
    return listed.join(fitting, on=SERIES, how="left").with_columns(
        is_signed_off=is_signed.fill_null(False),
        is_overdue=((pl.col("due_on") < today) & (pl.col("change") != "resolved") & ~is_signed).fill_null(
            False
        ),
    )
