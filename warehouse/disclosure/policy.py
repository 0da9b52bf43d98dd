"""The network's policy of disclosure: which counts are small, how others are rounded, when there is a total.

Belongs here: the rules for one count and for one set of contributions. Doesn't: tables of them
(`count_tables`) and comparisons over weeks (`comparison`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Policy:
    """The policy as `rapport.yml` sets it under `disclosure`.

    `minimum_count`: smaller counts are withheld, and stay uncertain over at least so many whole numbers.
    `minimum_clinics`: a figure over clinics needs so many. `withhold_zero`: a count of none is small, too.
    `rounding_base`: released counts are multiples of it. `dominant_share`: no clinic may make up more of a
    figure.
    """

    minimum_count: int
    minimum_clinics: int
    withhold_zero: bool = True
    rounding_base: int = 5
    dominant_share: float = 0.75

    def is_small(self, count: int) -> bool:
        """Whether the count can't be shown."""
        return self.withhold_zero if count == 0 else count < self.minimum_count

    def is_small_expr(self, count: pl.Expr) -> pl.Expr:
        """Return the same of a column."""
        return (count < self.minimum_count) & ((count > 0) | self.withhold_zero)

    def rounded(self, count: int) -> int:
        """Round a count to the nearest multiple of the base; halves to the even multiple."""
        return self.rounding_base * round(count / self.rounding_base)

    def rounded_expr(self, count: pl.Expr) -> pl.Expr:
        """Return the same of a column."""
        return ((count / self.rounding_base).round(0, mode="half_to_even") * self.rounding_base).cast(
            pl.Int64
        )

    def allows_total(self, contributions: Iterable[int], *, least: int | None = None) -> bool:
        """Whether a figure over these clinics hides each of them: enough of them, and none dominant.

        `contributions` holds the denominator that each clinic brings; those below `least` (`minimum_count`
        unless given) hide nobody.
        """
        counts = list(contributions)
        counted = [count for count in counts if count >= (self.minimum_count if least is None else least)]
        if len(counted) < self.minimum_clinics:
            return False
        return max(counted) <= self.dominant_share * sum(counts)


def policy_of(network: pl.DataFrame) -> Policy:
    """Return the policy in `registry.network` (one row)."""
    (row,) = network.select(Policy.__dataclass_fields__.keys()).iter_rows(named=True)
    return Policy(**row)
