"""Own clinics beside published providers of NHS Talking Therapies, on the publisher's definitions.

Belongs here: the marts `benchmark_providers` and `benchmark_overlay`, and the limits of the comparison in
words. Doesn't: reading published files (`warehouse.benchmark`), and comparing clinics with each other
(`comparison`).

A clinic stands at the providers' funnel as one more provider would: their centre and their tau2, at its own
number of courses. Its counts pass the publisher's rule too (small ones suppressed, others rounded to five),
so that both sides are known equally well.

Source: NHS England, NHS Talking Therapies, annual and monthly figures (Open Government Licence v3.0);
Spiegelhalter 2005.
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.funnel_limits import LIMITS, proportion_limits
from warehouse.inference.statistic import MartSchema, Statistic, Tables, as_mart

PUBLISHED_COUNTS = "benchmark.counts"
COMPARED = "inference.clinic_comparison"
MEASURES = "marts.dim_measures"

PUBLISHERS_MINIMUM = 5
"""The publisher suppresses counts below it, and rounds the others to multiples of it."""

LIMITS_OF_COMPARISON = (
    "Providers are whole services for adults in England with their own mix of clients, and no case mix is "
    "taken into account on either side. Recovery counts courses of unknown caseness as cases, as published. "
    "Here PHQ-9 and GAD-7 alone make the composite; the publisher uses a problem-specific measure instead of "
    "GAD-7 where one applies. The two periods differ."
)

_LIMITS = tuple(name for name in LIMITS if not name.endswith("unadjusted"))

BENCHMARK_PROVIDERS: MartSchema = {
    "measure": pl.String,
    "organisation_code": pl.String,
    "organisation_name": pl.String,
    "published_period": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    **dict.fromkeys(_LIMITS, pl.Float64),
    "signal": pl.Boolean,
    "side": pl.String,
    "not_applicable": pl.String,
}

BENCHMARK_OVERLAY: MartSchema = {
    "clinic_id": pl.String,
    "measure": pl.String,
    "period": pl.String,
    "published_period": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "providers": pl.Int64,
    "providers_missing": pl.Int64,
    "provider_centre": pl.Float64,
    "provider_tau2": pl.Float64,
    **dict.fromkeys(_LIMITS, pl.Float64),
    "share_of_providers_below": pl.Float64,
    "side": pl.String,
    "is_suppressed": pl.Boolean,
    "comparability": pl.String,
}


def overlay(own: pl.DataFrame, published: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Place clinics at the providers' funnels.

    `own`: `clinic_id`, `benchmark_measure`, `period`, `numerator`, `denominator`, one row per clinic and
    measure. `published`: counts as `warehouse.benchmark` keeps them. Both marts are empty where no providers
    were loaded.
    """
    from warehouse.benchmark.comparison import compare_counts

    if not published.filter(level="provider").height:
        return {"benchmark_providers": pl.DataFrame(), "benchmark_overlay": pl.DataFrame()}
    providers, clinics = [], []
    for compared in compare_counts(published):
        measure, period, funnel = compared.measure.measure_id, str(compared.period), compared.funnel
        named = {"measure": pl.lit(measure), "published_period": pl.lit(period)}
        providers.append(funnel.units.with_columns(**named))
        rows = as_published(own.filter(pl.col("benchmark_measure") == measure))
        if funnel.centre is None or funnel.tau2 is None or not rows.height:
            continue
        limits = proportion_limits(
            rows["denominator"].cast(pl.Float64).to_numpy(), funnel.centre, funnel.tau2
        ).select(_LIMITS)
        values = funnel.units["value"].drop_nulls()
        below = [None if value is None else float((values < value).mean() or 0.0) for value in rows["value"]]
        clinics.append(
            rows.hstack(limits).with_columns(
                **named,
                providers=pl.lit(funnel.unit_count, pl.Int64),
                providers_missing=pl.lit(compared.missing, pl.Int64),
                provider_centre=pl.lit(funnel.centre),
                provider_tau2=pl.lit(funnel.tau2),
                share_of_providers_below=pl.Series(below, dtype=pl.Float64),
                side=pl.when(pl.col("value") > pl.col("upper_998"))
                .then(pl.lit("high"))
                .when(pl.col("value") < pl.col("lower_998"))
                .then(pl.lit("low")),
                comparability=pl.lit(LIMITS_OF_COMPARISON),
            )
        )
    return {
        "benchmark_providers": pl.concat(providers),
        "benchmark_overlay": pl.concat(clinics) if clinics else pl.DataFrame(),
    }


def as_published(own: pl.DataFrame) -> pl.DataFrame:
    """Pass own counts through the publisher's rule; `value` is of rounded counts, null where suppressed."""
    five = PUBLISHERS_MINIMUM
    small = pl.any_horizontal(pl.col("numerator", "denominator") < five)
    rounded = [
        (pl.col(name) / five).round(0, mode="half_away_from_zero") * five
        for name in ("numerator", "denominator")
    ]
    return (
        own.filter(pl.col("denominator") > 0)
        .with_columns(is_suppressed=small)
        .with_columns(number.cast(pl.Int64) for number in rounded)
        .with_columns(
            numerator=pl.when(~pl.col("is_suppressed")).then(pl.min_horizontal("numerator", "denominator")),
            denominator=pl.max_horizontal("denominator", pl.lit(five)),
        )
        .with_columns(value=pl.col("numerator") / pl.col("denominator"))
    )


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    measures = tables[MEASURES].filter(pl.col("benchmark_measure").is_not_null())
    own = tables[COMPARED].join(measures, on="measure")
    marts = overlay(own, tables[PUBLISHED_COUNTS])
    schemas = {"benchmark_providers": BENCHMARK_PROVIDERS, "benchmark_overlay": BENCHMARK_OVERLAY}
    keys = {
        "benchmark_providers": ("measure", "organisation_code"),
        "benchmark_overlay": ("clinic_id", "measure", "period"),
    }
    return {
        mart: as_mart(frame if frame.width else pl.DataFrame(schema=schemas[mart]), schemas[mart], keys[mart])
        for mart, frame in marts.items()
    }


STATISTIC = Statistic(
    about="Own clinics beside published providers, on the publisher's definitions and suppression rule.",
    reads={
        PUBLISHED_COUNTS: (
            "level",
            "organisation_code",
            "organisation_name",
            "period_start",
            "period_end",
            "count_id",
            "value",
        ),
        COMPARED: ("clinic_id", "measure", "period", "numerator", "denominator"),
        MEASURES: ("measure", "benchmark_measure"),
    },
    marts={"benchmark_providers": BENCHMARK_PROVIDERS, "benchmark_overlay": BENCHMARK_OVERLAY},
    compute=_compute,
)
