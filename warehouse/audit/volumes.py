"""Whether an export brings far more or far fewer rows than it usually does.

Belongs here: control charts of the rows of each export. Doesn't: counting them (SQL), the charts' statistics.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from ingest.configuration.checks import Check
from warehouse.audit.tables import result
from warehouse.inference.control_charts import TRIAL_POINTS, xmr_chart

COUNTED = "intermediate.int_volumes_counted"
EXPORT = ("clinic_id", "export_name", "feed")


def from_volumes(counted: pl.DataFrame, checks: Mapping[str, Check]) -> list[dict[str, object]]:
    """Return a measurement for each export: whether its latest seven days lie within its own limits.

    `counted`: clinic_id, export_name, feed, weeks_ago (0: the latest), row_count, has_holiday. Limits
    are those of an XmR chart over the weeks before; an export without twelve of them, or without a file now,
    has nothing to be judged by. Weeks with a holiday make no limits, and few rows in one say nothing.
    """
    check = checks["CONT-VOLUME"]
    if counted.is_empty():
        return []
    usual = counted.filter((pl.col("weeks_ago") > 0) & ~pl.col("has_holiday"))
    earlier = usual.with_columns(week=-pl.col("weeks_ago"))
    limits = (
        xmr_chart(earlier, by=EXPORT, time="week", value="row_count")
        .group_by(EXPORT)
        .agg(pl.col("lower", "upper", "mean", "point_count").last())
    )
    latest = counted.filter(pl.col("weeks_ago") == 0).select(*EXPORT, "row_count", "has_holiday")
    exports = (
        counted.select(*EXPORT)
        .unique()
        .join(latest, on=EXPORT, how="left")
        .join(limits, on=EXPORT, how="left")
        .sort(*EXPORT)
        .with_columns(
            can_be_judged=(
                pl.col("row_count").is_not_null()
                & (pl.col("point_count") >= TRIAL_POINTS)
                & ~(pl.col("has_holiday") & (pl.col("row_count") < pl.col("lower")))
            ).fill_null(False),
        )
        .with_columns(
            is_outside=pl.col("can_be_judged")
            & ((pl.col("row_count") < pl.col("lower")) | (pl.col("row_count") > pl.col("upper"))).fill_null(
                False
            )
        )
    )
    return [
        result(
            check.check_id,
            check.source,
            description="The rows of the last seven days are as many as is usual for the export.",
            severity=check.severity,
            threshold=check.threshold,
            evaluated=int(row["can_be_judged"]),
            failed=int(row["is_outside"]),
            not_applicable=int(not row["can_be_judged"]),
            clinic_id=row["clinic_id"],
            feed=row["feed"],
            export_name=row["export_name"],
            details=_told(row) if row["is_outside"] else None,
        )
        for row in exports.iter_rows(named=True)
    ]


def _told(row: Mapping[str, float]) -> str:
    low, high = max(math.ceil(row["lower"]), 0), math.floor(row["upper"])
    return f"{row['row_count']} rows; usual are {low} to {high}, {round(row['mean'])} on average"
