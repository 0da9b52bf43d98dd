"""How many of many signals chance alone would give: q-values within a family of comparisons.

Belongs here: Benjamini and Hochberg's q-values, and the expected number of false signals beside them.
Doesn't: the p-values themselves (`funnel`), and what makes a signal: a q-value never makes or unmakes one.

A family is the comparisons that are read together: all clinics on all measures of one page and period. The
q-value of a comparison is the share of false ones to be expected among all that stand out at least as much.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.inference.funnel import SIGNAL_LEVEL


def with_q_values(tests: pl.DataFrame, *, by: Sequence[str] = (), p_value: str = "p_value") -> pl.DataFrame:
    """Add `q_value` to tests, within the families that the columns `by` name (none: one family).

        q_(i) = min over j >= i of p_(j) m/j,  at most 1       p_(1) <= ... <= p_(m) of a family's m tests

    A null p-value is a test that wasn't made: it has a null q-value and isn't counted in m. Rows keep their
    order. Controls the share of false discoveries for independent and for positively dependent tests.

    Raises ValueError if a p-value is not between 0 and 1.

    Source: Benjamini & Hochberg 1995; Yekutieli & Benjamini 1999 (q-values).
    """
    wrong = tests.filter(~pl.col(p_value).is_between(0, 1)).height
    if wrong:
        raise ValueError(f"{wrong} of {tests.height} p-values are not between 0 and 1.")
    family = [pl.col(name) for name in by] or [pl.lit(0)]
    known = pl.col(p_value).is_not_null()
    return (
        tests.with_row_index("_row")
        .sort(p_value, "_row", nulls_last=True)
        .with_columns(_rank=known.cum_sum().over(family), _count=known.sum().over(family))
        .with_columns(
            # In this order a q-value is never a rounding error below its p-value.
            q_value=(pl.col(p_value) * (pl.col("_count") / pl.col("_rank")))
            .cum_min(reverse=True)
            .over(family)
            .clip(upper_bound=1.0)
        )
        .sort("_row")
        .drop("_row", "_rank", "_count")
    )


def chance_signals(
    tests: pl.DataFrame, *, by: Sequence[str] = (), signal: str = "signal", level: float = SIGNAL_LEVEL
) -> pl.DataFrame:
    """Count each family's signals, and those that chance alone would give.

    `tests` holds one row per comparison with a boolean `signal` (null: no verdict possible). `level` is the
    chance of a false signal in one comparison, 0.2 % for the 99.8 % limits.

    Returned, one row per family: `by`, `test_count` (m), `signal_count`, `expected_by_chance` (m level) and
    `chance_of_any` (1 - (1-level)^m, exact for independent comparisons and an upper bound for positively
    dependent ones: that chance alone gives a signal somewhere), ordered by family.

    Source: Sidak 1967.
    """
    counts = [
        pl.col(signal).is_not_null().sum().cast(pl.Int64).alias("test_count"),
        pl.col(signal).fill_null(False).sum().cast(pl.Int64).alias("signal_count"),
    ]
    families = tests.group_by(by).agg(counts).sort(by) if by else tests.select(counts)
    return families.with_columns(
        expected_by_chance=pl.col("test_count") * level,
        chance_of_any=1.0 - pl.lit(1.0 - level).pow(pl.col("test_count")),
    )
