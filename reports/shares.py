"""Shares and estimates with their uncertainty: what stands behind every percentage on a page.

Belongs here: the interval of a share, and whether a reference lies outside it. Doesn't: what may be shown
to whom (`warehouse.disclosure`), how a number is written (`words`), estimates that the warehouse has made.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from reports.numbers.traced import derived

Z_95 = 1.959963984540054
Z_998 = 3.0902
"""Limits of a funnel plot after Spiegelhalter 2005: 95 % and 99.8 %."""

TOO_FEW = 12
"""Below this a share is told as counts only: the Wilson interval at one half is z/sqrt(n + z^2) wide, so with
fewer than 3 z^2 = 11.5 it spans more than half of everything possible."""

Side = Literal["above", "below", "within"]


@dataclass(frozen=True)
class Estimate:
    """A value with its interval, all on one scale (shares: 0 to 1).

    `is_bounded` is False where no interval can be given (an incidence of which nothing has happened yet):
    then `lower` and `upper` repeat the value and mean nothing.
    """

    value: float
    lower: float
    upper: float
    is_bounded: bool = True

    def side_of(self, reference: float) -> Side:
        """Say on which side of `reference` the whole interval lies, `within` where it holds it or is none."""
        if not self.is_bounded:
            return "within"
        if self.lower > reference:
            return "above"
        return "below" if self.upper < reference else "within"


@dataclass(frozen=True)
class Share:
    """A count out of a count. The denominator may be 0; then there is no value, which isn't 0 %."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} isn't a share")

    @property
    def is_too_small_for_a_rate(self) -> bool:
        """Whether only the counts mean something."""
        return self.denominator < TOO_FEW

    def estimate(self, z: float = Z_95) -> Estimate | None:
        """Return the share with its Wilson score interval (Wilson 1927); None where nobody was counted."""
        n = self.denominator
        if n == 0:
            return None
        value = self.numerator / n
        lower, upper = wilson(value, n, z)
        # At 0 and n of n the bound is 0 and 1 exactly; floating point leaves it a hair beside.
        lower = derived(0.0, self.numerator, n) if self.numerator == 0 else lower
        upper = derived(1.0, self.numerator, n) if self.numerator == n else upper
        return Estimate(value, lower, upper)


def wilson(value: float, n: float, z: float = Z_95) -> tuple[float, float]:
    """Return the Wilson score interval of a share of `n` (Wilson 1927)."""
    centre = (value + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(value * (1 - value) / n + z * z / (4 * n * n))
    return centre - half, centre + half


def bounds_for_missing(share: Share, unknown: int) -> Estimate | None:
    """Return the share were none, and were all, of the `unknown` like those in the numerator."""
    everyone = share.denominator + unknown
    if everyone == 0 or share.denominator == 0:
        return None
    return Estimate(
        share.numerator / share.denominator,
        share.numerator / everyone,
        (share.numerator + unknown) / everyone,
    )


def mean_estimate(mean: float, deviation: float, count: int) -> Estimate:
    """Return a mean with its 95 % interval from Student's t; `count` is 5 or more."""
    half = _student_975(count - 1) * deviation / math.sqrt(count)
    return Estimate(mean, mean - half, mean + half)


def _student_975(freedom: int) -> float:
    """97.5 % quantile of Student's t by the Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5).

    Off by less than 0.01 from 4 degrees of freedom on, the fewest drawn; importing scipy takes longer.
    """
    z = Z_95
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
