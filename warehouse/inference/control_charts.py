"""Control charts: which weeks of a series are more than its usual ups and downs.

Belongs here: limits of XmR charts and of p' charts, segments, and many series at once. Doesn't: the rules
that make a signal of points and limits (`control_rules`), and counting a week's figures (SQL).

Points are the weeks that have a figure, in order of time. A week without one is a gap: it is no zero, it
neither ends a run nor counts in it, and the moving range beside it is taken between the weeks around it. So
a clinic that is closed for a fortnight keeps its chart; if weeks far apart differ more, the limits get wider.

Limits are those of the segment, or of its first `baseline` points where that is given. Events at which
something is known to have changed (a new programme, a new form) begin new segments: limits start afresh, and
no run goes across.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import polars as pl

from warehouse.inference import exact_counts
from warehouse.inference.control_rules import RULE_COLUMNS, apply_rules

XMR_FACTOR = 2.66
"""Limits of an XmR chart in mean moving ranges: 3/1.128, as it is published, in two decimals."""

RANGE_TO_DEVIATION = 1.128
"""Mean range of two normal values in standard deviations (d2 for n = 2)."""

SCREEN = 3.267
"""Moving ranges above this many mean ranges are left out once, and the mean taken again (Nelson 1982)."""

TRIAL_POINTS = 12
"""With fewer points the limits are on trial. NHS England, Making data count."""

_OUTER_TAIL = 0.0013498980316301035  # normal tail beyond 3 standard deviations
_NEAR_TAIL = 0.022750131948179195  # beyond 2

LIMIT_COLUMNS = ("mean", "lower", "upper", "near_lower", "near_upper")


def xmr_chart(
    points: pl.DataFrame,
    *,
    by: Sequence[str],
    time: str = "week",
    value: str = "value",
    events: pl.DataFrame | None = None,
    baseline: int | None = None,
) -> pl.DataFrame:
    """Draw an XmR (individuals) chart for every series.

    `points` holds one row per series (`by`, e.g. clinic_id and measure) and `time`, with `value` (any unit;
    null: no figure that week). `events` holds times at which limits start afresh, for the series that its
    columns name (none of `by`: all series); the event's own week belongs to the new segment.

        mean -+ 2.66 mR        mR: mean of |x_i - x_(i-1)|, without ranges above 3.267 times it, taken again
        near limits            at two thirds of the way to the limits

    Where screening would leave only ranges of 0 (a series that stands still but for one week), the unscreened
    mean is used: limits of no width would make every week a signal.

    Returned: `by`, `time`, `value`, `segment` (0, 1, ...), `point_count` (points that the limits rest on),
    `is_trial` (fewer than 12), `mean_range`, `mean`, `lower`, `upper`, `near_lower`, `near_upper` (unit of
    the value; null with fewer than two points), and the columns of `apply_rules`; by series and time.

    Raises ValueError for a week that is there twice, a value that isn't finite, or a baseline below 2.

    Source: Wheeler 2000; Nelson 1982 (screening); NHS England, Making data count (rules).
    """
    groups = [*by, "segment"]
    rows = _in_segments(points.select(*by, time, pl.col(value).cast(pl.Float64)), by, time, events)
    _check_finite(rows, [value])
    observed = (
        _numbered(rows.filter(pl.col(value).is_not_null()), groups, baseline)
        .with_columns(mean=_of_baseline(pl.col(value)).mean().over(groups))
        .with_columns(mean_range=_mean_range(pl.col(value), groups))
    )
    half = XMR_FACTOR * pl.col("mean_range")
    limited = observed.with_columns(
        lower=pl.col("mean") - half,
        upper=pl.col("mean") + half,
        near_lower=pl.col("mean") - half * 2 / 3,
        near_upper=pl.col("mean") + half * 2 / 3,
    )
    # Sums of floats differ in their last digits: a value this near to a line lies on it.
    slack = 1e-9 * (pl.col("mean").abs() + pl.col("mean_range"))
    distance = pl.col(value) - pl.col("mean")
    side = pl.when(distance.abs() > slack).then(distance.sign()).otherwise(0.0)
    judged = apply_rules(limited, groups, value=value, side=side, slack=slack)
    constant = ["point_count", "is_trial", "mean_range", *LIMIT_COLUMNS]
    of_segment = judged.group_by(groups).agg(pl.col(*constant).first())
    return (
        rows.join(of_segment, on=groups, how="left", nulls_equal=True)
        .join(judged.select(*by, time, *RULE_COLUMNS), on=[*by, time], how="left", nulls_equal=True)
        .select(*by, time, value, "segment", *constant, *RULE_COLUMNS)
        .sort(*by, time)
    )


def p_prime_chart(
    points: pl.DataFrame,
    *,
    by: Sequence[str],
    time: str = "week",
    numerator: str = "numerator",
    denominator: str = "denominator",
    events: pl.DataFrame | None = None,
    baseline: int | None = None,
    scale: Literal["arcsine", "proportion"] = "arcsine",
) -> pl.DataFrame:
    """Draw a p' chart (Laney) of a rate with few cases a week, for every series.

    `points` holds one row per series (`by`) and `time` with counts of people; a week with a null count or a
    denominator of 0 has no figure. `events` and `baseline` as in `xmr_chart`.

        p = sum(numerator)/sum(denominator),  z = (rate - p) / sqrt(p (1-p)/n)   n: that week's denominator
        sigma_z = mean moving range of z / 1.128, screened as in `xmr_chart`
        limits: sin^2(asin(sqrt(p)) -+ 3 max(1, sigma_z) / (2 sqrt(n)));  near limits: 2 instead of 3

    The square-root scale gives rates of few cases limits that fit their lopsided chances. Besides, limits are
    never narrower than exact binomial tails of the same size, and a week is on a side of the mean only if
    chance puts at most half of such weeks there: of five clients one is 20 %, or nobody, and neither says
    anything. With `scale="proportion"` the limits are p -+ 3 sigma_z sqrt(p (1-p)/n), cut at 0 and 1, as
    Laney published them, for weeks with many cases; there sigma_z may also narrow them.

    Returned as by `xmr_chart`, with `numerator`, `denominator`, `value` (the rate, 0 to 1) and `sigma_z` in
    place of `mean_range`. Limits differ from week to week and are null in a week without a figure.

    Raises ValueError for a week that is there twice, counts that are negative or not whole, a numerator above
    its denominator, or a baseline below 2.

    Source: Laney 2002, Quality Engineering 14:531-537; Spiegelhalter 2005 (arcsine scale).
    """
    groups, counts = [*by, "segment"], [numerator, denominator]
    rows = _in_segments(points.select(*by, time, *counts), by, time, events)
    _check_counts(rows, numerator, denominator)
    cases = pl.col(denominator).cast(pl.Float64)
    has_figure = pl.all_horizontal(pl.col(name).is_not_null() for name in counts) & (cases > 0)
    observed = (
        _numbered(rows.filter(has_figure), groups, baseline)
        .with_columns(
            value=pl.col(numerator) / cases,
            mean=_of_baseline(pl.col(numerator)).sum().over(groups)
            / _of_baseline(pl.col(denominator)).sum().over(groups),
        )
        .with_columns(error=(pl.col("mean") * (1 - pl.col("mean")) / cases).sqrt())
        .with_columns(z=_standardised())
        .with_columns(sigma_z=_mean_range(pl.col("z"), groups) / RANGE_TO_DEVIATION)
    )
    limited = _rate_limits(observed, scale, numerator, denominator)
    judged = apply_rules(limited, groups, value="value", side=pl.col("side"), slack=pl.lit(1e-12))
    figures = ["value", "point_count", "is_trial", "sigma_z", *LIMIT_COLUMNS, *RULE_COLUMNS]
    return (
        rows.join(judged.select(*by, time, *figures), on=[*by, time], how="left", nulls_equal=True)
        .select(*by, time, *counts, "value", "segment", *figures[1:])
        .sort(*by, time)
    )


def _in_segments(
    rows: pl.DataFrame, by: Sequence[str], time: str, events: pl.DataFrame | None
) -> pl.DataFrame:
    """Number the segments of each series: how many events there were up to and including that week."""
    unusable = int(rows.select(*by, time).is_duplicated().sum()) + rows[time].null_count()
    if unusable:
        raise ValueError(f"{unusable} of {rows.height} points have no {time}, or share it within a series.")
    if events is None:
        return rows.with_columns(segment=pl.lit(0, pl.UInt32)).sort(*by, time)
    series = rows.select(by).unique()
    named = [name for name in by if name in events.columns]
    times = events.select(*named, pl.col(time).cast(rows.schema[time])).unique()
    starts = series.join(times, on=named, nulls_equal=True) if named else series.join(times, how="cross")
    return (
        pl.concat(
            [starts.with_columns(is_event=pl.lit(True)), rows.with_columns(is_event=pl.lit(False))],
            how="diagonal",
        )
        .sort([*by, time, "is_event"], descending=[False] * len(by) + [False, True])
        .with_columns(segment=pl.col("is_event").cast(pl.UInt32).cum_sum().over(by))
        .filter(~pl.col("is_event"))
        .select(*rows.columns, "segment")
    )


def _numbered(observed: pl.DataFrame, groups: Sequence[str], baseline: int | None) -> pl.DataFrame:
    """Say of each point whether limits rest on it, and on how many they rest."""
    if baseline is not None and baseline < 2:
        raise ValueError("A baseline has two points or more: one alone has no range.")
    position = pl.int_range(pl.len()).over(groups)
    return (
        observed.with_columns(in_baseline=pl.lit(True) if baseline is None else position < baseline)
        .with_columns(point_count=pl.col("in_baseline").sum().over(groups).cast(pl.Int64))
        .with_columns(is_trial=pl.col("point_count") < TRIAL_POINTS)
    )


def _of_baseline(expression: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("in_baseline")).then(expression)


def _mean_range(value: pl.Expr, groups: Sequence[str]) -> pl.Expr:
    """Mean moving range of the baseline, screened once; null with fewer than two points."""
    ranges = _of_baseline(value.diff().over(groups).abs())
    plain = ranges.mean().over(groups)
    screened = pl.when(ranges <= SCREEN * plain).then(ranges).mean().over(groups)
    return pl.when(screened > 0).then(screened).otherwise(plain)


def _standardised() -> pl.Expr:
    """z of a week's rate; 0 where nobody, or everybody, is a case in all weeks."""
    return (
        pl.when(pl.col("error") > 0).then((pl.col("value") - pl.col("mean")) / pl.col("error")).otherwise(0.0)
    )


def _rate_limits(observed: pl.DataFrame, scale: str, numerator: str, denominator: str) -> pl.DataFrame:
    """Add the limits of each week and the side of the mean on which it is."""
    if scale == "proportion":
        width = pl.col("sigma_z") * pl.col("error")
        distance = pl.col("value") - pl.col("mean")
        return observed.with_columns(
            **{
                name: (pl.col("mean") + factor * width).clip(0.0, 1.0)
                for name, factor in zip(LIMIT_COLUMNS[1:], (-3, 3, -2, 2), strict=True)
            },
            side=pl.when(distance.abs() > 1e-12).then(distance.sign()).otherwise(0.0),
        )
    width = pl.col("sigma_z").clip(lower_bound=1.0) * 0.5 / pl.col(denominator).cast(pl.Float64).sqrt()
    centre = pl.col("mean").sqrt().arcsin()

    def back(factor: float) -> pl.Expr:
        return (centre + factor * width).clip(0.0, np.pi / 2).sin().pow(2)

    exact = _exact_limits(observed, denominator)
    known = pl.col("sigma_z").is_not_null()
    return observed.join(exact, on=["mean", denominator], how="left", maintain_order="left").with_columns(
        lower=pl.when(known).then(pl.min_horizontal(back(-3), "exact_lower")),
        upper=pl.when(known).then(pl.max_horizontal(back(3), "exact_upper")),
        near_lower=pl.when(known).then(pl.min_horizontal(back(-2), "exact_near_lower")),
        near_upper=pl.when(known).then(pl.max_horizontal(back(2), "exact_near_upper")),
        side=_exact_side(observed, numerator, denominator),
    )


def _exact_limits(observed: pl.DataFrame, denominator: str) -> pl.DataFrame:
    """Compute binomial limits once per mean and denominator; they recur from week to week."""
    distinct = observed.select("mean", denominator).unique().sort("mean", denominator)
    cases, mean = (distinct[name].cast(pl.Float64).to_numpy() for name in (denominator, "mean"))
    outer = exact_counts.tail_limits(cases * mean, cases * mean * (1 - mean), _OUTER_TAIL)
    near = exact_counts.tail_limits(cases * mean, cases * mean * (1 - mean), _NEAR_TAIL)
    names = ("exact_lower", "exact_upper", "exact_near_lower", "exact_near_upper")
    return distinct.with_columns(
        pl.Series(name, limit / cases) for name, limit in zip(names, (*outer, *near), strict=True)
    )


def _exact_side(observed: pl.DataFrame, numerator: str, denominator: str) -> pl.Series:
    """Return 1 above, -1 below the mean, 0 where chance puts more than half of such weeks that far."""
    count, cases, mean = (
        observed[name].cast(pl.Float64).to_numpy() for name in (numerator, denominator, "mean")
    )
    expected, variance = cases * mean, cases * mean * (1 - mean)
    high = (count > expected) & (exact_counts.upper_tail(count, expected, variance) <= 0.5)
    low = (count < expected) & (exact_counts.lower_tail(count, expected, variance) <= 0.5)
    return pl.Series("side", high.astype(float) - low.astype(float))


def _check_finite(rows: pl.DataFrame, names: Sequence[str]) -> None:
    wrong = rows.filter(pl.any_horizontal(~pl.col(name).is_finite() for name in names)).height
    if wrong:
        raise ValueError(f"{wrong} of {rows.height} points have a value that isn't finite; a gap is null.")


def _check_counts(rows: pl.DataFrame, numerator: str, denominator: str) -> None:
    counts = [pl.col(name).cast(pl.Float64) for name in (numerator, denominator)]
    wrong = rows.filter(
        pl.any_horizontal((count < 0) | (count % 1 != 0) | ~count.is_finite() for count in counts)
        | (counts[0] > counts[1])
    ).height
    if wrong:
        raise ValueError(
            f"{wrong} of {rows.height} points have a count that is negative or not whole, or a numerator "
            "above its denominator."
        )
