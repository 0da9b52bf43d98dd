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

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.inference.case_mix import CaseMix
from warehouse.inference.funnel import Funnel, funnel_of_means, funnel_of_proportions, funnel_of_ratios
from warehouse.inference.funnel_limits import LIMITS
from warehouse.inference.funnel_scales import ARCSINE, IDENTITY, LOG, BorrowedDispersion
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
    "variance": pl.Float64,
    "standard_error": pl.Float64,
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
    figures, basis, reason = _figures(measured, mix)
    judged = funnel_of_figures(figures.with_columns(kind=pl.lit(measured.kind)), borrowed)
    rows = figures.join(judged, on="clinic_id", how="left").with_columns(
        basis=pl.lit(basis), basis_reason=pl.lit(reason, pl.String)
    )
    lacking = [pl.lit(None).alias(name) for name in FIGURES if name not in rows.columns]
    return rows.with_columns(lacking).select(
        "clinic_id", *(pl.col(name).cast(kind) for name, kind in FIGURES.items())
    )


def funnel_of_figures(figures: pl.DataFrame, borrowed: BorrowedDispersion | None = None) -> pl.DataFrame:
    """Make the funnel of figures that are ready; returns what it says of each `clinic_id`.

    `figures`: `clinic_id`, `kind`, `numerator`, `denominator`, `value`, and where they have them `expected`
    (a share) and `variance` (of the number of cases expected), or `standard_error` (of the value).

    Returned: `adjusted`, `centre`, LIMITS (shares are cut at 0 and 1), `z`, `p_value`, `signal`, `side`,
    `not_applicable`, and what is the same for all: `clinics_compared`, `rests_on_few_clinics`, `phi`, `tau2`
    with its `tau2_scale`, `tau2_source` and `tau2_origin`.
    """
    is_share = figures["kind"][0] == "share"
    centre = _pooled_share(figures) if is_share else None
    make: Callable[[BorrowedDispersion | None], Funnel]
    if not is_share or figures["standard_error"].null_count() < figures.height:
        scale, factor = IDENTITY, 1.0
        units = figures.select("clinic_id", "value", "standard_error")

        def make(tau2: BorrowedDispersion | None) -> Funnel:
            return funnel_of_means(units, centre=centre, tau2=tau2)

    elif figures["variance"].null_count() == 0:
        scale, factor = LOG, centre or 0.0
        ratios = figures.select(
            "clinic_id",
            "variance",
            observed="numerator",
            expected=pl.col("expected") * pl.col("denominator"),
        )

        def make(tau2: BorrowedDispersion | None) -> Funnel:
            return funnel_of_ratios(ratios, tau2=tau2)

    else:
        scale, factor = ARCSINE, 1.0
        shares = figures.select("clinic_id", "numerator", "denominator")

        def make(tau2: BorrowedDispersion | None) -> Funnel:
            return funnel_of_proportions(shares, tau2=tau2)

    funnel, source = make(None), OWN
    # One clinic alone is its own centre: no spread, borrowed or not, makes a verdict of that.
    can_borrow = funnel.unit_count > 1 and funnel.rests_on_few_units
    if borrowed is not None and can_borrow and centre is not None and 0 < centre < 1:
        lent = borrowed if borrowed.scale is scale else borrowed.on(scale, centre)
        funnel, source = make(lent), BENCHMARK
    told = _told(funnel, source)
    if not is_share:
        return told
    # A limit past 0 or 1 is one that nobody can pass.
    return told.with_columns(
        (pl.col(name) * factor).clip(0.0, 1.0) for name in ("adjusted", "centre", *LIMITS)
    )


def _figures(measured: Measured, mix: CaseMix | None) -> tuple[pl.DataFrame, str, str | None]:
    """Return the figures that the measure's funnel takes, what they rest on, and why there is no model."""
    totals, share = measured.totals, pl.col("numerator") / pl.col("denominator")
    nothing = {name: pl.lit(None, pl.Float64) for name in ("expected", "variance", "standard_error")}
    plain = totals.with_columns(value=share, **nothing)
    if measured.kind == "mean":
        error = pl.lit(pooled_deviation(totals), pl.Float64) / pl.col("course_count").sqrt()
        return plain.with_columns(value=pl.col("mean"), standard_error=error), "crude", None
    if measured.unit == "event":
        centre = _pooled_share(totals)
        error = (design_effect(totals) * centre * (1 - centre) / pl.col("denominator")).sqrt()
        return plain.with_columns(standard_error=error), "crude", None
    if mix is None:
        return plain, "crude", None
    if mix.basis != "model":
        return plain.with_columns(expected=pl.lit(_pooled_share(totals))), "overall", mix.reason
    expected = mix.clinics.select(
        "clinic_id", "variance", expected=pl.col("expected") / pl.col("episode_count")
    )
    with_model = totals.with_columns(value=share, standard_error=nothing["standard_error"])
    return with_model.join(expected, on="clinic_id", how="left"), "case_mix", None


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


def _told(funnel: Funnel, source: str) -> pl.DataFrame:
    """Put what is the same for all beside the units."""
    return funnel.units.select(
        "clinic_id", *LIMITS, "z", "p_value", "signal", "side", "not_applicable", adjusted="value"
    ).with_columns(
        centre=pl.lit(funnel.centre, pl.Float64),
        clinics_compared=pl.lit(funnel.unit_count, pl.Int64),
        rests_on_few_clinics=pl.lit(funnel.rests_on_few_units),
        phi=pl.lit(funnel.phi, pl.Float64),
        tau2=pl.lit(funnel.tau2, pl.Float64),
        tau2_scale=pl.lit(funnel.scale.name),
        tau2_source=pl.lit(source if funnel.tau2 is not None else None, pl.String),
        tau2_origin=pl.lit(funnel.tau2_source),
    )
