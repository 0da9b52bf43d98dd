"""Funnel plots: which units differ from the centre by more than chance and their usual differences explain.

Belongs here: the comparison of proportions, of ratios of observed to expected, and of means; who is a signal.
Doesn't: how wide limits are (`funnel_limits`), how much units usually differ (`overdispersion`), what is
expected of a clinic (`case_mix`), q-values (`false_discovery`), and which figures may be shown (`reports`).

A signal is a unit past its adjusted 99.8 % limit, never one past an unadjusted or a 95 % limit.

Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202; NHS England, Summary Hospital-level Mortality
Indicator, methodology (ratios).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.inference import exact_counts
from warehouse.inference.funnel_limits import (
    LIMITS,
    NOTHING_SEEN,
    mean_limits,
    proportion_limits,
    ratio_limits,
)
from warehouse.inference.funnel_scales import ARCSINE, IDENTITY, LOG, BorrowedDispersion, Floats, Scale
from warehouse.inference.overdispersion import Dispersion, estimate_dispersion
from warehouse.inference.statistic import MartSchema

SIGNAL_LEVEL = 0.002
"""Share of units that chance alone puts past the 99.8 % limits."""

FEW_UNITS = 10
"""With fewer units tau2 rests on next to nothing: say so, or borrow it. House default."""

_FIGURES: MartSchema = {
    "value": pl.Float64,
    **dict.fromkeys(LIMITS, pl.Float64),
    "z_unadjusted": pl.Float64,
    "z": pl.Float64,
    "p_value": pl.Float64,
    "signal": pl.Boolean,
    "side": pl.String,
}


@dataclass(frozen=True)
class Funnel:
    """What a funnel plot shows, and what has to be printed beside it.

    `centre` is in the unit of the figures (a proportion, a ratio, points); None where nobody can be compared.
    `unit_count` is n, the units that could be compared; `phi_unit_count` those that phi rests on. `tau2` is
    on the analysis `scale`; `tau2_source` says whether it is these units' own or whose. phi and tau2 are None
    with fewer than two units; then, unless tau2 is borrowed, there are no adjusted limits and no signals.

    `units` has one row per unit, ordered by unit: the columns given, then `value`, `lower_95`, `upper_95`,
    `lower_998`, `upper_998` (adjusted), the same four with `_unadjusted`, `z_unadjusted`, `z` (adjusted),
    `p_value` (two-sided, adjusted; the exact one of the count where that is larger), `signal`, `side` (`high`
    or `low` where there is a signal, else null) and `not_applicable`: why the unit could not be compared. All
    the others are null then, which is never the same as 0.
    """

    scale: Scale
    centre: float | None
    unit_count: int
    phi_unit_count: int
    phi: float | None
    tau2: float | None
    tau2_source: str
    units: pl.DataFrame

    @property
    def is_overdispersed(self) -> bool | None:
        """Whether units differ by more than chance; None where that isn't known."""
        return None if self.tau2 is None else self.tau2 > 0

    @property
    def rests_on_few_units(self) -> bool:
        """Whether there are too few units to say how much they usually differ."""
        return self.unit_count < FEW_UNITS

    @property
    def signals_by_chance(self) -> float:
        """How many signals chance alone would give on average."""
        return SIGNAL_LEVEL * self.unit_count


@dataclass(frozen=True)
class _Counts:
    """Counts with what is expected of them, for exact tails."""

    observed: Floats
    expected: Floats
    variance: Floats


def funnel_of_proportions(
    units: pl.DataFrame,
    *,
    unit: str = "clinic_id",
    centre: float | None = None,
    tau2: BorrowedDispersion | None = None,
    correct_phi: bool = False,
) -> Funnel:
    """Compare proportions on the arcsine-square-root scale.

    `units` holds one row per `unit` with `numerator` and `denominator` (counts of people). A null, as where
    a count was suppressed, is missing; a denominator of 0 has no proportion. Neither takes part, and neither
    is 0. `centre` is the target, by default sum(numerator)/sum(denominator) of the units that take part.

        y = asin(sqrt(p)),  s = 1/(2 sqrt(denominator)),  z = (y - asin(sqrt(centre)))/s
        phi from z winsorised at their 10 % and 90 % quantiles (linearly interpolated)

    `tau2` borrows the dispersion of a larger set of units. `correct_phi`: see `estimate_dispersion`.

    Raises ValueError for units that aren't unique, counts that are negative, not whole, or larger than their
    denominator, and a centre outside 0 to 1.
    """
    rows = _checked(units, unit, ("numerator", "denominator"), whole=("numerator", "denominator"))
    wrong = rows.filter(pl.col("numerator") > pl.col("denominator")).height
    if wrong:
        raise ValueError(f"{wrong} of {rows.height} units have a numerator above their denominator.")
    if centre is not None and not 0 <= centre <= 1:
        raise ValueError("The centre of proportions lies between 0 and 1.")
    rows = _with_reason(rows, ("numerator", "denominator"), pl.col("denominator") == 0, "no cases")
    compared = rows.filter(pl.col("not_applicable").is_null())
    if not compared.height:
        return _empty(rows, ARCSINE, centre)
    numerator, denominator = _numbers(compared, "numerator"), _numbers(compared, "denominator")
    centre = float(numerator.sum() / denominator.sum()) if centre is None else centre
    value, s = numerator / denominator, 0.5 / np.sqrt(denominator)
    distance = ARCSINE.there(value) - ARCSINE.there(np.array(centre))
    dispersion = estimate_dispersion(
        distance / s, s, ARCSINE, tamed="winsorised", correct_phi=correct_phi, borrowed=tau2
    )
    limits = proportion_limits(denominator, centre, dispersion.tau2)
    counts = _Counts(numerator, denominator * centre, denominator * centre * (1 - centre))
    figures = _figures(value, distance, s, dispersion, limits, counts)
    return _funnel(rows, unit, ARCSINE, centre, dispersion, compared.select(unit).hstack(figures))


def funnel_of_ratios(
    units: pl.DataFrame,
    *,
    unit: str = "clinic_id",
    tau2: BorrowedDispersion | None = None,
    correct_phi: bool = False,
) -> Funnel:
    """Compare observed with expected counts on the log scale, around a target of 1 (the SHMI form).

    `units` holds one row per `unit` with `observed` (a count), `expected` (0 or more) and, where it is known,
    `variance` of the observed count under the expectation. Without it counts are taken for Poisson, which is
    right for rare outcomes and far too wide for common ones: a model of chances p gives sum(p(1-p)).

        y = log(observed/expected),  s = sqrt(variance)/expected   (Poisson: 1/sqrt(expected)),  z = y/s
        phi without the floor(0.1 n) most extreme units at each end

    An observed count of 0 has no logarithm: 0.5 stands for it in y and z, while its value stays 0. With
    nothing expected there is no ratio; a null is missing. Neither takes part.

    Raises ValueError for units that aren't unique, a count that is negative or not whole, a negative expected
    count or variance, and a variance above the expected count, which no sum of chances has.
    """
    numbers = [name for name in ("observed", "expected", "variance") if name in units.columns]
    rows = _checked(units, unit, sorted({"observed", "expected", *numbers}), whole=("observed",))
    if "variance" not in numbers:
        rows = rows.with_columns(variance=pl.col("expected").cast(pl.Float64))
    wrong = rows.filter(pl.col("variance") > pl.col("expected") * (1 + 1e-9)).height
    if wrong:
        raise ValueError(f"{wrong} of {rows.height} units have a variance above their expected count.")
    nothing = (pl.col("expected") == 0) | (pl.col("variance") == 0)
    rows = _with_reason(rows, ("observed", "expected", "variance"), nothing, "nothing expected")
    compared = rows.filter(pl.col("not_applicable").is_null())
    if not compared.height:
        return _empty(rows, LOG, 1.0)
    observed, expected = _numbers(compared, "observed"), _numbers(compared, "expected")
    counts = _Counts(observed, expected, np.minimum(_numbers(compared, "variance"), expected))
    y = LOG.there(np.where(observed > 0, observed, NOTHING_SEEN) / expected)
    s = np.sqrt(counts.variance) / expected
    dispersion = estimate_dispersion(y / s, s, LOG, tamed="left_out", correct_phi=correct_phi, borrowed=tau2)
    limits = ratio_limits(expected, counts.variance, dispersion.tau2)
    figures = _figures(observed / expected, y, s, dispersion, limits, counts)
    return _funnel(rows, unit, LOG, 1.0, dispersion, compared.select(unit).hstack(figures))


def funnel_of_means(
    units: pl.DataFrame,
    *,
    unit: str = "clinic_id",
    centre: float | None = None,
    tau2: BorrowedDispersion | None = None,
    correct_phi: bool = False,
) -> Funnel:
    """Compare means with known standard errors; also differences of observed and expected, with centre 0.

    `units` holds one row per `unit` with `value` and `standard_error` (both in points). `centre` is the
    target, by default the mean weighted by 1/standard_error^2. phi is from winsorised z, as for proportions.
    A null is missing; with a standard error of 0 there is nothing to measure a distance by. Neither takes
    part.

    Raises ValueError for units that aren't unique, numbers that aren't finite, or a negative error.
    """
    rows = _checked(units, unit, ("value", "standard_error"), signed=("value",))
    rows = _with_reason(rows, ("value", "standard_error"), pl.col("standard_error") == 0, "no standard error")
    compared = rows.filter(pl.col("not_applicable").is_null())
    if not compared.height:
        return _empty(rows, IDENTITY, centre)
    value, s = _numbers(compared, "value"), _numbers(compared, "standard_error")
    centre = float(np.average(value, weights=s**-2)) if centre is None else centre
    dispersion = estimate_dispersion(
        (value - centre) / s, s, IDENTITY, tamed="winsorised", correct_phi=correct_phi, borrowed=tau2
    )
    limits = mean_limits(s, centre, dispersion.tau2)
    figures = _figures(value, value - centre, s, dispersion, limits, None)
    return _funnel(rows, unit, IDENTITY, centre, dispersion, compared.select(unit).hstack(figures))


def _figures(
    value: Floats,
    distance: Floats,
    s: Floats,
    dispersion: Dispersion,
    limits: pl.DataFrame,
    counts: _Counts | None,
) -> pl.DataFrame:
    """Return the figures of the compared units, `_FIGURES`, in their order."""
    is_adjusted = dispersion.tau2 is not None
    z = distance / np.sqrt(s**2 + (dispersion.tau2 or 0.0))
    return (
        limits.with_columns(
            pl.Series("value", value),
            pl.Series("z_unadjusted", distance / s),
            pl.Series("z", z if is_adjusted else [None] * z.size, dtype=pl.Float64),
            pl.Series("p_value", _p_values(z, counts) if is_adjusted else [None] * z.size, dtype=pl.Float64),
        )
        .with_columns(
            side=pl.when(pl.col("value") > pl.col("upper_998"))
            .then(pl.lit("high"))
            .when(pl.col("value") < pl.col("lower_998"))
            .then(pl.lit("low"))
        )
        .with_columns(signal=pl.col("side").is_not_null() if is_adjusted else pl.lit(None, pl.Boolean))
        .select(*_FIGURES)
    )


def _p_values(z: Floats, counts: _Counts | None) -> Floats:
    """Return two-sided p: of z, or of the count where that is larger (see `exact_counts`)."""
    from scipy.special import ndtr  # type: ignore[import-untyped]  # a third of a second to import

    normal: Floats = 2.0 * ndtr(-np.abs(z))
    if counts is None:
        return normal
    larger: Floats = np.maximum(
        normal, exact_counts.two_sided_p(counts.observed, counts.expected, counts.variance)
    )
    return larger


def _funnel(
    rows: pl.DataFrame,
    unit: str,
    scale: Scale,
    centre: float | None,
    dispersion: Dispersion,
    figures: pl.DataFrame,
) -> Funnel:
    """Put the figures of the compared units beside all units."""
    given = [name for name in rows.columns if name not in _FIGURES and name != "not_applicable"]
    return Funnel(
        scale=scale,
        centre=centre,
        unit_count=figures.height,
        phi_unit_count=dispersion.unit_count,
        phi=dispersion.phi,
        tau2=dispersion.tau2,
        tau2_source=dispersion.source,
        units=rows.select(*given, "not_applicable")
        .join(figures, on=unit, how="left", maintain_order="left")
        .select(*given, *_FIGURES, "not_applicable"),
    )


def _empty(rows: pl.DataFrame, scale: Scale, centre: float | None) -> Funnel:
    """Return a funnel in which nobody can be compared."""
    nothing = Dispersion(None, 0, None, "not known: no unit can be compared")
    unit = rows.columns[0]
    figures = (
        rows.clear().select(unit).with_columns(pl.lit(None, kind).alias(n) for n, kind in _FIGURES.items())
    )
    return _funnel(rows, unit, scale, centre, nothing, figures)


def _checked(
    units: pl.DataFrame,
    unit: str,
    numbers: Sequence[str],
    *,
    whole: Sequence[str] = (),
    signed: Sequence[str] = (),
) -> pl.DataFrame:
    """Return the units in order, their name first, or refuse them with a count of what is wrong."""
    lacking = [name for name in (unit, *numbers) if name not in units.columns]
    if lacking:
        raise ValueError(f"A funnel needs the columns {', '.join(lacking)}.")
    rows = units.select(unit, pl.exclude(unit)).sort(unit)
    doubled = int(rows[unit].is_duplicated().sum()) + rows[unit].null_count()
    if doubled:
        raise ValueError(f"{doubled} of {rows.height} units have no name or share it with another.")
    unusable = [
        condition
        for name in numbers
        for condition in (
            ~pl.col(name).cast(pl.Float64).is_finite(),
            pl.lit(False) if name in signed else pl.col(name) < 0,
            pl.col(name).cast(pl.Float64) % 1 != 0 if name in whole else pl.lit(False),
        )
    ]
    wrong = rows.filter(pl.any_horizontal(unusable)).height
    if wrong:
        raise ValueError(
            f"{wrong} of {rows.height} units have a {' or '.join(numbers)} that is negative, not finite, or "
            "no whole count."
        )
    return rows


def _with_reason(rows: pl.DataFrame, numbers: Sequence[str], impossible: pl.Expr, words: str) -> pl.DataFrame:
    """Say in `not_applicable` why a unit can't be compared; null for those that can."""
    return rows.with_columns(
        not_applicable=pl.when(pl.any_horizontal(pl.col(name).is_null() for name in numbers))
        .then(pl.lit("missing or suppressed"))
        .when(impossible)
        .then(pl.lit(words))
        .otherwise(pl.lit(None, pl.String))
    )


def _numbers(rows: pl.DataFrame, name: str) -> Floats:
    numbers: Floats = rows[name].cast(pl.Float64).to_numpy()
    return numbers
