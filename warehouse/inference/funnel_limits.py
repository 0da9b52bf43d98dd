"""The limits of a funnel: how far from the centre a unit of a given size may lie.

Belongs here: the eight limits of proportions, ratios and means, for units or to draw the funnel's curves.
Doesn't: the dispersion between units (`overdispersion`), and which unit is a signal (`funnel`).

    unadjusted: target -+ k s          k = 1.96 (95 %) and 3.0902 (99.8 %), on the scale of the analysis;
                                       ratios: exact confidence limits around the expected count
    adjusted:   target -+ k sqrt(s^2 + tau2), but never narrower than the unadjusted limits, nor than exact
                tails of the count

The last clause matters for small counts only: there both transforms are poor, and would call a clinic without
any case a signal although chance leaves one such clinic in twenty without any.

Source: Spiegelhalter 2005; NHS England, Summary Hospital-level Mortality Indicator; `exact_counts`.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from warehouse.inference import exact_counts
from warehouse.inference.funnel_scales import ARCSINE, IDENTITY, LOG, Floats, Scale
from warehouse.inference.statistic import Z_95

Z_998 = 3.090232306167813
"""Standard normal quantile of a two-sided 99.8 % interval."""

LIMITS = (
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "lower_95_unadjusted",
    "upper_95_unadjusted",
    "lower_998_unadjusted",
    "upper_998_unadjusted",
)
"""Columns of limits; those without an ending are adjusted."""

NOTHING_SEEN = 0.5
"""What stands for an observed count of 0 on the log scale."""

_LEVELS = (("95", Z_95, 0.025), ("998", Z_998, 0.001))
_SIDES = ("lower", "upper")


def proportion_limits(denominator: Floats, centre: float, tau2: float | None) -> pl.DataFrame:
    """Return the eight limits of proportions at these denominators, e.g. to draw the funnel's curves.

    Columns as in `Funnel.units`; shares between 0 and 1; the adjusted ones are null where tau2 is None.
    """
    cases = np.asarray(denominator, float)
    expected = cases * centre
    return _limits(
        ARCSINE, centre, 1.0 / (2.0 * np.sqrt(cases)), tau2, (expected, expected * (1 - centre), cases)
    )


def ratio_limits(expected: Floats, variance: Floats, tau2: float | None) -> pl.DataFrame:
    """Return the eight limits of ratios around 1 at these expected counts; see `proportion_limits`."""
    cases, spread = np.asarray(expected, float), np.asarray(variance, float)
    return _limits(LOG, 1.0, np.sqrt(spread) / cases, tau2, (cases, spread, cases))


def mean_limits(standard_error: Floats, centre: float, tau2: float | None) -> pl.DataFrame:
    """Return the eight limits of means with these standard errors; see `proportion_limits`."""
    return _limits(IDENTITY, centre, np.asarray(standard_error, float), tau2, None)


def _limits(
    scale: Scale, centre: float, s: Floats, tau2: float | None, count: tuple[Floats, Floats, Floats] | None
) -> pl.DataFrame:
    """Return the limits around the centre; `count` is the expected count, its variance and its divisor."""
    target = scale.there(np.array(centre))
    wide = None if tau2 is None else np.sqrt(s**2 + tau2)
    columns: dict[str, Floats | pl.Series] = {}
    for name, quantile, tail in _LEVELS:
        lower, upper = scale.back(target - quantile * s), scale.back(target + quantile * s)
        if scale is LOG and count is not None:
            lower, upper = (limit / count[2] for limit in exact_counts.confidence_limits(*count[:2], tail))
        columns |= {f"lower_{name}_unadjusted": lower, f"upper_{name}_unadjusted": upper}
        if wide is None:
            columns |= {f"{side}_{name}": pl.Series([None] * s.size, dtype=pl.Float64) for side in _SIDES}
            continue
        lower = np.minimum(lower, scale.back(target - quantile * wide))
        upper = np.maximum(upper, scale.back(target + quantile * wide))
        if count is not None:
            rare = exact_counts.tail_limits(*count[:2], tail)
            lower, upper = np.minimum(lower, rare[0] / count[2]), np.maximum(upper, rare[1] / count[2])
        if scale is LOG and count is not None:
            # On the log scale NOTHING_SEEN stands for a count of 0; a limit below it lets even 0 pass.
            lower = np.where(lower <= NOTHING_SEEN / count[2], 0.0, lower)
        columns |= {f"lower_{name}": lower, f"upper_{name}": upper}
    return pl.DataFrame(columns).select(LIMITS)
