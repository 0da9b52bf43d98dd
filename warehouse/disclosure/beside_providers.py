"""The network's released figures beside published providers of NHS Talking Therapies, on their definitions.

Belongs here: where a released figure stands at the providers' funnel. Doesn't: what is released
(`comparison`), and each clinic's own place among providers (`warehouse.inference.benchmark_overlay`).

Made of released figures and published ones alone: it tells nothing of a clinic that they don't.
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.benchmark_overlay import LIMITS_OF_COMPARISON
from warehouse.inference.funnel_limits import proportion_limits
from warehouse.inference.statistic import MartSchema

KEY = ("week", "measure_id", "clinic_id")
_LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")

BESIDE_PROVIDERS: MartSchema = {
    "week": pl.String,
    "measure_id": pl.String,
    "clinic_id": pl.String,
    "published_measure": pl.String,
    "published_period": pl.String,
    "is_withheld": pl.Boolean,
    "as_of": pl.String,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "providers": pl.Int64,
    "providers_missing": pl.Int64,
    "provider_centre": pl.Float64,
    "provider_tau2": pl.Float64,
    **dict.fromkeys(_LIMITS, pl.Float64),
    "share_of_providers_below": pl.Float64,
    "side": pl.String,
    "comparability": pl.String,
}


def beside_providers(released: pl.DataFrame, published: pl.DataFrame, measures: pl.DataFrame) -> pl.DataFrame:
    """Place released figures at the providers' funnels; empty where no providers were loaded.

    `released`: RELEASED_SCHEMA of `comparison`. `published`: counts as `warehouse.benchmark` keeps them.
    `measures`: `measure` and `benchmark_measure`, the published rate of the same definition.
    """
    from warehouse.benchmark.comparison import compare_counts

    parts = [pl.DataFrame(schema=BESIDE_PROVIDERS)]
    if published.filter(level="provider").height:
        own = released.join(measures.filter(pl.col("benchmark_measure").is_not_null()), on="measure")
        for compared in compare_counts(published):
            rows = own.filter(pl.col("benchmark_measure") == compared.measure.measure_id)
            centre, tau2 = compared.funnel.centre, compared.funnel.tau2
            if centre is None or tau2 is None or not rows.height:
                continue
            values = compared.funnel.units["value"].drop_nulls()
            parts.append(
                _placed(rows, centre, tau2, values).with_columns(
                    published_measure=pl.lit(compared.measure.measure_id),
                    published_period=pl.lit(str(compared.period)),
                    providers=pl.lit(compared.funnel.unit_count, pl.Int64),
                    providers_missing=pl.lit(compared.missing, pl.Int64),
                    comparability=pl.lit(LIMITS_OF_COMPARISON),
                )
            )
    placed = [
        part.select(pl.col(name).cast(kind) for name, kind in BESIDE_PROVIDERS.items()) for part in parts
    ]
    return pl.concat(placed).sort(KEY)


def _placed(rows: pl.DataFrame, centre: float, tau2: float, values: pl.Series) -> pl.DataFrame:
    shown = rows.filter(pl.col("value").is_not_null()).select("clinic_id", "value", "denominator")
    limits = proportion_limits(shown["denominator"].cast(pl.Float64).to_numpy(), centre, tau2).select(_LIMITS)
    below = [float((values < value).mean() or 0.0) for value in shown["value"]]
    told = shown.hstack(limits).select(
        "clinic_id",
        pl.lit(round(centre, 3)).alias("provider_centre"),
        pl.lit(tau2).alias("provider_tau2"),
        *(pl.col(name).round(2) for name in _LIMITS),
        pl.Series("share_of_providers_below", below, dtype=pl.Float64).round(2),
        side=pl.when(pl.col("value") > pl.col("upper_998"))
        .then(pl.lit("high"))
        .when(pl.col("value") < pl.col("lower_998"))
        .then(pl.lit("low")),
    )
    return rows.drop(_LIMITS, "side").join(told, on="clinic_id", how="left")
