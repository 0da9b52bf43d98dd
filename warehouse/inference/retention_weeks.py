"""Who stays, week by week, courses that came under observation late included: the mart `retention_weeks`.

Belongs here: from days to weeks. Doesn't: the estimator (`competing_risks`), retention by session and by
cohort (`retention`), and which course was under way before its clinic's data begin (SQL).
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.competing_risks import INCIDENCE, LEAVING, counts_at_times, incidence_curves
from warehouse.inference.retention import ALL_CLINICS, TIMES
from warehouse.inference.statistic import Count, MartSchema, Statistic, Tables, as_mart

LAST_WEEK = 104
"""Two years. Courses that last longer are censored at the end of that week."""

_ESTIMATES = ("survival_all", *INCIDENCE.values(), "survival_km")
_BOUNDS = tuple(
    f"{name}_{bound}"
    for name in ("cif_dropout", "cif_completed", "survival_km")
    for bound in ("lower", "upper")
)

RETENTION_WEEKS: MartSchema = {
    "clinic_id": pl.String,
    "definition_id": pl.String,
    "week_number": pl.Int32,
    "at_risk": pl.Int64,
    "entered": pl.Int64,
    **dict.fromkeys(LEAVING, pl.Int64),
    **dict.fromkeys(_ESTIMATES, pl.Float64),
    **dict.fromkeys(_BOUNDS, pl.Float64),
}

_GROUP = ("clinic_id", "definition_id")
_KEY = (*_GROUP, "week_number")


def retention_weeks(days: pl.DataFrame) -> pl.DataFrame:
    """Estimate the curves by day and read them at the end of each week.

    `days` counts per `clinic_id`, `definition_id`, `entry` and `day` (days since the first session, or since
    the start of a course under way before the data begin; `entry` is 0 for the others) and `event`: `count`.
    Week w runs from day 7(w-1)+1 to 7w, the first from day 0.

        at_risk      courses under observation when the week begins
        entered      courses that came under observation within it, the first day of week 1 apart
        estimates    Aalen-Johansen and Kaplan-Meier at the week's end, from days, not from weeks

    Source: Aalen & Johansen 1978; Keiding 1992 (delayed entry).
    """
    everywhere = pl.concat([days, days.with_columns(clinic_id=pl.lit(ALL_CLINICS))])
    counts = counts_at_times(
        everywhere, by=_GROUP, time="day", event="event", count="count", entry="entry"
    ).with_columns(pl.col("day").cast(pl.Int64))
    curves = incidence_curves(counts, by=_GROUP, step="day")
    weeks = _weeks_of(counts)
    estimates = curves.select(*_GROUP, "day", *_ESTIMATES, *_BOUNDS).sort("day")
    at_week_ends = (
        weeks.with_columns(day=pl.col("week_number").cast(pl.Int64) * 7)
        .sort("day")
        .join_asof(estimates, on="day", by=list(_GROUP), strategy="backward", check_sortedness=False)
        .drop("day")
    )
    # Before anybody is under observation the curves have not begun.
    return at_week_ends.with_columns(
        pl.col("survival_all", "survival_km").fill_null(1.0), pl.col(*INCIDENCE.values()).fill_null(0.0)
    )


def _weeks_of(counts: pl.DataFrame) -> pl.DataFrame:
    """Count entries and losses by week, with every week up to the group's last."""
    begins_at_risk = pl.col("day") == 0
    week = ((pl.col("day") + 6) // 7).clip(lower_bound=1).cast(pl.Int32)
    by_week = counts.group_by(*_GROUP, week_number=week).agg(
        at_first=pl.col("entered").filter(begins_at_risk).sum(),
        entered=pl.col("entered").filter(~begins_at_risk).sum(),
        **{name: pl.col(name).sum() for name in LEAVING},
    )
    grid = (
        by_week.group_by(_GROUP)
        .agg(week_number=pl.int_ranges(1, pl.col("week_number").max() + 1, dtype=pl.Int32).first())
        .explode("week_number")
    )
    gained = pl.col("entered") - pl.sum_horizontal(LEAVING)
    return (
        grid.join(by_week, on=_KEY, how="left")
        .with_columns(pl.col("at_first", "entered", *LEAVING).fill_null(0))
        .sort(_KEY)
        .with_columns(
            at_risk=pl.col("at_first").cum_sum().over(_GROUP)
            + gained.cum_sum().shift(1, fill_value=0).over(_GROUP)
        )
        .drop("at_first")
        .filter(pl.col("week_number") <= LAST_WEEK)
    )


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    return {"retention_weeks": as_mart(retention_weeks(tables["days_under_way"]), RETENTION_WEEKS, _KEY)}


_DAYS = f"""
select
    clinic_id,
    definition_id,
    least(days_at_entry, {LAST_WEEK * 7 + 1}) as entry,
    least(days_to_event, {LAST_WEEK * 7 + 1}) as day,
    case when days_to_event > {LAST_WEEK * 7} then 'censored' else event end as event,
    count(*) as count
from {TIMES}
where sessions_attended > 0
group by 1, 2, 3, 4, 5
"""  # noqa: S608 -- constants of this module

STATISTIC = Statistic(
    about="Who stays, week by week, with courses that were under way before the data begin.",
    reads={},
    counts={
        "days_under_way": Count(
            _DAYS,
            {
                TIMES: (
                    "clinic_id",
                    "definition_id",
                    "event",
                    "sessions_attended",
                    "days_at_entry",
                    "days_to_event",
                )
            },
        )
    },
    marts={"retention_weeks": RETENTION_WEEKS},
    compute=_compute,
)
