"""One funnel per measure: each clinic's value, what is expected of it, its limits, and whether it stands out.

Belongs here: which funnel a measure needs, whose tau2 it takes, and the rows of `clinic_comparison`. Doesn't:
counting (SQL), the funnel itself (`funnel`), what is expected of a clinic's clients (`case_mix`), and
q-values over all measures (`comparison`).

| measure | funnel | standard error |
|---|---|---|
| share of courses, with a case-mix model | ratio observed/expected, shown as centre x ratio | sum of p(1-p) |
| share of courses, without | proportions | 1/(2 sqrt(n)) |
| share of appointments or forms | means | binomial, times the network's design effect |
| mean of forms | means, each course once | pooled deviation between courses / sqrt(courses) |

Source: Spiegelhalter 2005; NHS England, Summary Hospital-level Mortality Indicator; Kish 1965 (design
effect).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.inference.case_mix import CaseMix
from warehouse.inference.funnel import Funnel, funnel_of_means, funnel_of_proportions, funnel_of_ratios
from warehouse.inference.funnel_limits import LIMITS
from warehouse.inference.funnel_scales import LOG, BorrowedDispersion
from warehouse.inference.statistic import MartSchema

OWN, BENCHMARK = "own", "benchmark"

NOBODY = "nobody to count in the period"
NO_APPOINTMENTS = "the clinic sends no appointments"

FIGURES: MartSchema = {
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "course_count": pl.Int64,
    "value": pl.Float64,
    "expected": pl.Float64,
    "adjusted": pl.Float64,
    "centre": pl.Float64,
    **dict.fromkeys(LIMITS, pl.Float64),
    "z": pl.Float64,
    "p_value": pl.Float64,
    "signal": pl.Boolean,
    "side": pl.String,
    "basis": pl.String,
    "basis_reason": pl.String,
    "clinics_compared": pl.Int64,
    "rests_on_few_clinics": pl.Boolean,
    "phi": pl.Float64,
    "tau2": pl.Float64,
    "tau2_scale": pl.String,
    "tau2_source": pl.String,
    "tau2_origin": pl.String,
    "not_applicable": pl.String,
}


@dataclass(frozen=True)
class Measured:
    """One measure over all clinics that have it, as `int_measures_totalled` counts it.

    `totals`: one row per clinic. `kind` is `share` or `mean`, `unit` `course`, `event` or `form`.
    """

    kind: str
    unit: str
    totals: pl.DataFrame


def measure_funnel(
    measured: Measured, mix: CaseMix | None = None, borrowed: BorrowedDispersion | None = None
) -> pl.DataFrame:
    """Compare the clinics on one measure; returns `clinic_id` and FIGURES, one row per clinic of `totals`.

    `value` is unadjusted; `expected` what the network's results would be with the clinic's clients (null
    without `mix`); `adjusted` is what limits and verdict are about: centre x observed/expected with a
    case-mix model, else the value itself. Shares are 0 to 1, and figures of shares are cut there.

    `borrowed` (on the arcsine scale) takes the place of the clinics' own tau2 where they are too few to tell.
    """
    totals = measured.totals
    if measured.kind == "mean":
        return _rows(_with_means(totals), _funnel_of_forms(totals), "crude", None, OWN)
    shares = totals.with_columns(value=pl.col("numerator") / pl.col("denominator"))
    if measured.unit == "event":
        return _as_shares(_rows(shares, _funnel_of_events(totals), "crude", None, OWN))
    if mix is None or mix.basis != "model":
        expected = _pooled_share(shares)
        if mix is not None:
            shares = shares.with_columns(expected=pl.lit(expected))
        plain = funnel_of_proportions(totals.select("clinic_id", "numerator", "denominator"))
        lent = _lent(plain, borrowed)
        funnel = (
            plain
            if lent is None
            else funnel_of_proportions(totals.select("clinic_id", "numerator", "denominator"), tau2=lent)
        )
        basis, reason = ("crude", None) if mix is None else ("overall", mix.reason)
        return _rows(shares, funnel, basis, reason, OWN if lent is None else BENCHMARK)
    return _with_case_mix(shares, mix, borrowed)


def design_effect(totals: pl.DataFrame) -> float:
    """Return by how much the variance of a share of events is larger than that of as many separate courses.

    `totals` holds per clinic `numerator`, `denominator`, `course_count` and the sums over courses
    `numerator_squares`, `products`, `denominator_squares`. Ratio estimator within clinics, pooled over them,
    at least 1; 1 where no clinic has two courses.

        sum_clinics m/(m-1) sum_i (n_i - p d_i)^2  /  sum_clinics N p (1-p)
    """
    rows = totals.filter((pl.col("course_count") > 1) & (pl.col("denominator") > 0))
    share = pl.col("numerator") / pl.col("denominator")
    courses = pl.col("course_count")
    sums = rows.select(
        between=(
            (
                pl.col("numerator_squares")
                - 2 * share * pl.col("products")
                + share.pow(2) * pl.col("denominator_squares")
            )
            * courses
            / (courses - 1)
        ).sum(),
        binomial=(pl.col("denominator") * share * (1 - share)).sum(),
    )
    between, binomial = sums.row(0)
    return max(1.0, float(between / binomial)) if binomial else 1.0


def pooled_deviation(totals: pl.DataFrame) -> float | None:
    """Return the standard deviation between courses within clinics, pooled; None where nobody has two."""
    rows = totals.filter((pl.col("course_count") > 1) & pl.col("deviation").is_not_null())
    if not rows.height:
        return None
    freedom = rows["course_count"].to_numpy() - 1
    return float(np.sqrt(np.average(rows["deviation"].to_numpy() ** 2, weights=freedom)))


def _pooled_share(totals: pl.DataFrame) -> float:
    """Return the share over all clinics together."""
    return float(totals["numerator"].sum()) / float(totals["denominator"].sum())


def _funnel_of_events(totals: pl.DataFrame) -> Funnel:
    centre = _pooled_share(totals)
    error = (design_effect(totals) * centre * (1 - centre) / pl.col("denominator")).sqrt()
    return funnel_of_means(
        totals.select("clinic_id", value=pl.col("numerator") / pl.col("denominator"), standard_error=error),
        centre=centre,
    )


def _funnel_of_forms(totals: pl.DataFrame) -> Funnel:
    deviation = pooled_deviation(totals)
    return funnel_of_means(
        totals.select(
            "clinic_id",
            value="mean",
            standard_error=pl.lit(deviation, pl.Float64) / pl.col("course_count").sqrt(),
        )
    )


def _with_means(totals: pl.DataFrame) -> pl.DataFrame:
    return totals.with_columns(value=pl.col("mean"))


def _with_case_mix(shares: pl.DataFrame, mix: CaseMix, borrowed: BorrowedDispersion | None) -> pl.DataFrame:
    """Compare observed with expected, and say it on the scale of shares."""
    units = mix.clinics.select("clinic_id", "observed", "expected", "variance")
    plain = funnel_of_ratios(units)
    centre = _pooled_share(shares)
    lent = _lent(plain, borrowed)
    funnel = plain if lent is None else funnel_of_ratios(units, tau2=lent.on(LOG, centre))
    rows = _rows(
        shares.join(
            mix.clinics.select("clinic_id", expected=pl.col("expected") / pl.col("episode_count")),
            on="clinic_id",
            how="left",
        ),
        funnel,
        "case_mix",
        None,
        OWN if lent is None else BENCHMARK,
    )
    return _as_shares(rows, centre)


def _as_shares(rows: pl.DataFrame, factor: float = 1.0) -> pl.DataFrame:
    """Say figures as shares: a limit past 0 or 1 is one that nobody can pass."""
    names = ("adjusted", "centre", *LIMITS)
    return rows.with_columns((pl.col(name) * factor).clip(0.0, 1.0) for name in names)


def _lent(plain: Funnel, borrowed: BorrowedDispersion | None) -> BorrowedDispersion | None:
    """Return the tau2 to borrow, if these clinics are too few to have one of their own."""
    return borrowed if plain.rests_on_few_units else None


def _rows(values: pl.DataFrame, funnel: Funnel, basis: str, reason: str | None, source: str) -> pl.DataFrame:
    """Put the funnel's figures beside the values and what has to be printed with them."""
    judged = funnel.units.select(
        "clinic_id", *LIMITS, "z", "p_value", "signal", "side", "not_applicable", adjusted="value"
    )
    constants: Mapping[str, pl.Expr] = {
        "centre": pl.lit(funnel.centre, pl.Float64),
        "basis": pl.lit(basis),
        "basis_reason": pl.lit(reason, pl.String),
        "clinics_compared": pl.lit(funnel.unit_count, pl.Int64),
        "rests_on_few_clinics": pl.lit(funnel.rests_on_few_units),
        "phi": pl.lit(funnel.phi, pl.Float64),
        "tau2": pl.lit(funnel.tau2, pl.Float64),
        "tau2_scale": pl.lit(funnel.scale.name),
        "tau2_source": pl.lit(source if funnel.tau2 is not None else None, pl.String),
        "tau2_origin": pl.lit(funnel.tau2_source),
    }
    rows = values.join(judged, on="clinic_id", how="left").with_columns(**constants)
    lacking = [pl.lit(None).alias(name) for name in FIGURES if name not in rows.columns]
    return rows.with_columns(lacking).select(
        "clinic_id", *(pl.col(name).cast(kind) for name, kind in FIGURES.items())
    )
