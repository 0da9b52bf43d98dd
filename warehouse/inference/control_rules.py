"""The rules by which points of a control chart are a signal.

Belongs here: the four rules, for points whose limits are known. Doesn't: the limits (`control_charts`).

A rule is true at the week that completes its pattern, and at those that go on with it, so that what a week
said when it was new is never changed by later ones:

    outside   past a limit
    shift     the seventh point in a row on one side of the mean; a point on the mean ends the run
    trend     the seventh point in a row of which each is above (or each below) the one before; a tie ends it
    near      past a near limit, as one other of the two points before it is, on the same side

Source: NHS England, Making data count; Western Electric 1956 (two of three).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

RUN = 7
"""Points in a row that make a shift or a trend."""

RULES = ("outside", "shift", "trend", "near")
"""In the order in which they are named where several hold."""

RULE_COLUMNS = (*RULES, "signal", "rule", "side")


def apply_rules(
    points: pl.DataFrame, groups: Sequence[str], *, value: str, side: pl.Expr, slack: pl.Expr
) -> pl.DataFrame:
    """Judge the points of every series and segment (`groups`), given in order of time and without gaps.

    `points` has `value`, `lower`, `upper`, `near_lower` and `near_upper`; `side` is -1 below the mean, 1
    above it, 0 on it; a value counts as past a limit if it is by more than `slack`.

    Adds the four rules (true, false), `signal` (any of them), `rule` (the first that holds, else null) and
    `side` (`high` or `low` of that rule, rising being high). All are null where there are no limits.
    """
    known = pl.col("lower").is_not_null() & pl.col("upper").is_not_null()
    step = pl.col(value).diff().over(groups)
    marked = points.with_columns(
        _outside=_past(value, "upper", "lower", slack),
        _near=_past(value, "near_upper", "near_lower", slack),
        _side=side.cast(pl.Int8),
        _step=pl.when(step.abs() > slack).then(step.sign()).otherwise(0.0).fill_null(0.0).cast(pl.Int8),
    ).with_columns(
        _shift=_run(pl.col("_side"), groups, RUN),
        _trend=_run(pl.col("_step"), groups, RUN - 1),
        _two=pl.when(_again(pl.col("_near"), groups)).then(pl.col("_near")).otherwise(0),
    )
    signs = {"outside": "_outside", "shift": "_shift", "trend": "_trend", "near": "_two"}
    first = pl.coalesce(pl.when(pl.col(sign) != 0).then(pl.col(sign)) for sign in signs.values())
    named = pl.coalesce(pl.when(pl.col(sign) != 0).then(pl.lit(rule)) for rule, sign in signs.items())
    return marked.with_columns(
        **{rule: pl.when(known).then(pl.col(sign) != 0) for rule, sign in signs.items()},
        signal=pl.when(known).then(first.is_not_null()),
        rule=pl.when(known).then(named),
        side=pl.when(known & (first > 0)).then(pl.lit("high")).when(known & (first < 0)).then(pl.lit("low")),
    ).drop("_outside", "_near", "_side", "_step", "_shift", "_trend", "_two")


def _past(value: str, upper: str, lower: str, slack: pl.Expr) -> pl.Expr:
    """1 above the upper line, -1 below the lower one, else 0."""
    return (
        pl.when(pl.col(value) > pl.col(upper) + slack)
        .then(1)
        .when(pl.col(value) < pl.col(lower) - slack)
        .then(-1)
        .otherwise(0)
        .cast(pl.Int8)
    )


def _run(sign: pl.Expr, groups: Sequence[str], length: int) -> pl.Expr:
    """The sign where it has stood for `length` points in a row, else 0."""
    begins = (sign != sign.shift(1).over(groups)).fill_null(True)
    run = begins.cast(pl.Int64).cum_sum().over(groups)
    position = pl.int_range(1, pl.len() + 1).over([*groups, run])
    return pl.when(position >= length).then(sign).otherwise(0)


def _again(sign: pl.Expr, groups: Sequence[str]) -> pl.Expr:
    """Whether one of the two points before has the same sign, which isn't 0."""
    before = [sign.shift(distance).over(groups).fill_null(0) for distance in (1, 2)]
    return (sign != 0) & pl.any_horizontal(sign == other for other in before)
