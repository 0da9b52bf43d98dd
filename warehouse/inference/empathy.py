"""How empathic each therapist's clients find them, as far as their number allows to say.

Belongs here: the marts `therapist_empathy` and `core_conditions`. Doesn't: the model behind the means
(`nested_means`). Never a rank: a therapist's figures stand beside their interval and reliability, and are
`is_publishable` only where most of what differs between therapists is the therapists themselves.
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.nested_means import NestedMeans, fit_nested_means, is_publishable
from warehouse.inference.statistic import InputError, MartSchema, Statistic, Tables, as_mart

FORMS = "intermediate.int_therapist_forms"
NETWORK = "registry.network"

CONDITIONS = ("empathy", "congruence", "regard", "unconditionality")
"""Rogers' core conditions, as constructs of scales."""

_FIGURES: MartSchema = {
    "client_count": pl.Int64,
    "response_count": pl.Int64,
    "raw_mean": pl.Float64,
    "shrunken_mean": pl.Float64,
    "lower_95": pl.Float64,
    "upper_95": pl.Float64,
    "reliability": pl.Float64,
    "share_at_ceiling": pl.Float64,
    "is_publishable": pl.Boolean,
    "network_mean": pl.Float64,
    "tau2": pl.Float64,
    "sigma2_client": pl.Float64,
    "sigma2_form": pl.Float64,
}

THERAPIST_EMPATHY: MartSchema = {
    "therapist_key": pl.Int64,
    "clinic_id": pl.String,
    "scale_id": pl.String,
    **_FIGURES,
}

CORE_CONDITIONS: MartSchema = {
    "therapist_key": pl.Int64,
    "clinic_id": pl.String,
    "condition": pl.String,
    "scale_id": pl.String,
    **_FIGURES,
}


def therapist_means(forms: pl.DataFrame, minimum_reliability: float) -> pl.DataFrame:
    """Fit each scale over the whole network and describe each therapist who has forms of it.

    `forms` holds one row per clinic, therapist, scale and client: `clinic_id`, `therapist_key`, `scale_id`,
    `construct`, `client_key`, `form_count`, `mean_score` (points), `squares_within` (sum of the forms'
    squared distances from that mean, squared points), `ceiling_count` (forms with the highest score). Means
    are shrunk towards the network's mean of the scale (see `fit_nested_means`).

    A therapist is publishable from `minimum_reliability` on, so nobody is where tau2 is 0 or unknown; nor
    where there is no interval, which takes four therapists.

    Source: Mercer 2005 (about 50 CARE forms a practitioner for a reliability of 0.8).
    """
    parts = [
        _describe(scale, fit_nested_means(scale.rename({"squares_within": "within_ss"})), minimum_reliability)
        for _, scale in sorted(forms.partition_by("scale_id", as_dict=True, maintain_order=True).items())
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema={"construct": pl.String, **THERAPIST_EMPATHY})


def one_scale_per_condition(means: pl.DataFrame) -> pl.DataFrame:
    """Keep, per therapist and core condition, the scale with most of the therapist's forms.

    Where a network measures a condition by several scales, they are never pooled: their points differ. Ties
    go to the first `scale_id`.
    """
    return (
        means.filter(pl.col("construct").is_in(CONDITIONS))
        .rename({"construct": "condition"})
        .sort(
            ["therapist_key", "condition", "response_count", "scale_id"],
            descending=[False, False, True, False],
        )
        .unique(["therapist_key", "condition"], keep="first", maintain_order=True)
    )


def _describe(scale: pl.DataFrame, fitted: NestedMeans, minimum_reliability: float) -> pl.DataFrame:
    at_ceiling = scale.group_by("therapist_key").agg(
        clinic_id=pl.col("clinic_id").min(),
        construct=pl.col("construct").min(),
        scale_id=pl.col("scale_id").min(),
        share_at_ceiling=pl.col("ceiling_count").sum() / pl.col("form_count").sum(),
    )
    return fitted.therapists.join(at_ceiling, on="therapist_key").select(
        "construct",
        "therapist_key",
        "clinic_id",
        "scale_id",
        "client_count",
        "response_count",
        "raw_mean",
        "shrunken_mean",
        "lower_95",
        "upper_95",
        "reliability",
        "share_at_ceiling",
        is_publishable=is_publishable(minimum_reliability),
        network_mean=pl.lit(fitted.mean, pl.Float64),
        tau2=pl.lit(fitted.tau2, pl.Float64),
        sigma2_client=pl.lit(fitted.sigma2_client, pl.Float64),
        sigma2_form=pl.lit(fitted.sigma2_form, pl.Float64),
    )


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    network = tables[NETWORK]
    if network.height != 1:
        raise InputError(f"{NETWORK} has {network.height} rows instead of one.")
    forms = tables[FORMS].filter(pl.col("construct").is_in(CONDITIONS))
    means = therapist_means(forms, float(network["minimum_publishable_reliability"].item()))
    return {
        "therapist_empathy": as_mart(
            means.filter(pl.col("construct") == "empathy"), THERAPIST_EMPATHY, ("therapist_key", "scale_id")
        ),
        "core_conditions": as_mart(
            one_scale_per_condition(means), CORE_CONDITIONS, ("therapist_key", "condition")
        ),
    }


STATISTIC = Statistic(
    about="Therapists' means on empathy and the core conditions, shrunk as far as they are unreliable.",
    reads={
        FORMS: (
            "clinic_id",
            "therapist_key",
            "scale_id",
            "construct",
            "client_key",
            "form_count",
            "mean_score",
            "squares_within",
            "ceiling_count",
        ),
        NETWORK: ("minimum_publishable_reliability",),
    },
    marts={"therapist_empathy": THERAPIST_EMPATHY, "core_conditions": CORE_CONDITIONS},
    compute=_compute,
)
