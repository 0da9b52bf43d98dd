"""How much clinics differ once chance and their therapists are allowed for, and what is known of each.

Belongs here: clients in therapists in clinics, shrunken figures, intervals to compare by, shares of variance.
Doesn't: the model and its posterior (`nested_means`, `nested_posterior`), case mix (fit this to what
`case_mix` leaves: outcome minus expected), and who is a signal (`funnel`).

    y = mu + clinic + therapist + client

Proportions are fitted on their own scale (0 or 1 a client): the best linear prediction needs no normal
clients, only about equal variances p(1-p), which holds as long as clinics aren't near 0 or 1. Never a league
table: a rank is given only as the interval in which it lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import polars as pl

from warehouse.inference.nested_means import NestedMeans, client_means, fit_nested_means
from warehouse.inference.nested_posterior import (
    FEWEST_GROUPS,
    RANK_PRIOR_POWER,
    NestedPosterior,
    nested_posterior,
)
from warehouse.inference.restricted_likelihood import Floats, Nested
from warehouse.inference.statistic import MartSchema
from warehouse.inference.variance_ratios import group_ratio_bounds, unit_ratio_bounds

COMPARISON_LEVEL = 0.84
"""Intervals of two clinics that just touch are then a difference at about 5 % (Goldstein & Healy 1995)."""

DRAWS = 4000
SEED = 20_261_123

NO_THERAPIST = "none named"


Level = Literal["therapist", "clinic"]


@dataclass(frozen=True)
class PublishedShare:
    """A share of variance that others found, and who."""

    level: Level
    lower: float
    upper: float
    source: str


PUBLISHED_SHARES = (
    PublishedShare("therapist", 0.05, 0.05, "Wampold & Brown 2005 (about 5 %); Mahon 2023 (5.2 %)"),
    PublishedShare("clinic", 0.01, 0.02, "Mahon 2023 (1.1 %), Firth 2019 (1.9 %), both after case mix"),
)
"""What a network's own shares are printed beside. Of dropout 12.6 % was the therapists' (Saxon 2017); before
case mix Firth 2019 found 8.2 % for clinics."""

CLINICS: MartSchema = {
    "clinic_id": pl.String,
    "therapist_count": pl.Int64,
    "client_count": pl.Int64,
    "raw_mean": pl.Float64,
    "shrunken_mean": pl.Float64,
    "reliability": pl.Float64,
    "lower_95": pl.Float64,
    "upper_95": pl.Float64,
    "lower_84": pl.Float64,
    "upper_84": pl.Float64,
    "rank_lower": pl.Int64,
    "rank_upper": pl.Int64,
}


@dataclass(frozen=True)
class VarianceShare:
    """A level's share of the variance between clients: REML estimate and 95 % bounds (0 to 1).

    The bounds are those of `variance_ratios`, which hold the truth at 0, too; they are stretched to hold the
    estimate, and up to the posterior's where they would otherwise say that nothing but 0 is possible.

    `latent` is the share on the scale of a normal tendency behind a yes or no (Dempster & Lerner 1950), for
    proportions only: published shares of yes-or-no outcomes are on such a scale, and larger.
    """

    level: Level
    share: float
    lower: float | None
    upper: float | None
    latent: float | None


@dataclass(frozen=True)
class ClinicEffects:
    """What the model says. `mean` in points or as a proportion; `clinics` has the columns of `CLINICS`.

    `shares` leaves out what can't be told: therapists if none has two clients, clinics if there is one only,
    or if none has two therapists. `not_estimated` says why figures of `clinics` beyond the raw ones are null.
    """

    mean: float
    clinics: pl.DataFrame
    shares: tuple[VarianceShare, ...]
    not_estimated: str | None


def clinic_effects(
    therapists: pl.DataFrame, kind: Literal["mean", "proportion"], *, seed: int = SEED
) -> ClinicEffects:
    """Estimate each clinic's mean or proportion, given how much clinics and therapists differ.

    `therapists` holds one row per clinic and therapist, as `therapist_sums` makes them: `clinic_id`,
    `therapist_key`, `client_count` (1 or more), `mean_value` (points, or a proportion of 0 to 1) and
    `within_ss` (squared distances of the clients' values from it, summed). Clients without a named therapist
    are one row a clinic, as if they shared one: that makes a clinic's interval wider, never too narrow.

    Per clinic: `shrunken_mean` and `reliability` (the share of its distance from the mean that is its own),
    the 95 % interval, the 84 % interval to compare two clinics by, and the 95 % interval of its rank (1: the
    highest mean), from DRAWS joint draws. All of them allow for the variances being estimates. Figures of
    proportions are cut at 0 and 1.

    Raises ValueError for what `fit_nested_means` refuses, and for proportions outside 0 to 1.

    Source: Goldstein & Spiegelhalter 1996 (comparisons, ranks as intervals); Goldstein & Healy 1995.
    """
    rows = therapists.rename(
        {
            "clinic_id": "therapist_key",
            "therapist_key": "client_key",
            "client_count": "form_count",
            "mean_value": "mean_score",
        }
    ).with_columns(pl.col("client_key").cast(pl.String).fill_null(NO_THERAPIST))
    if kind == "proportion":
        wrong = rows.filter(~pl.col("mean_score").is_between(0, 1)).height
        if wrong:
            raise ValueError(f"{wrong} of {rows.height} therapists have a proportion outside 0 to 1.")
    fitted = fit_nested_means(rows)
    data, centre = _nested(rows)
    posterior = nested_posterior(data)
    return ClinicEffects(
        mean=fitted.mean,
        clinics=_clinics(fitted, posterior, centre, kind, seed),
        shares=_shares(fitted, posterior, data, kind),
        not_estimated=None if posterior is not None else _why_not(data),
    )


def therapist_sums(clients: pl.DataFrame) -> pl.DataFrame:
    """Reduce one row per client (`clinic_id`, `therapist_key`, `value`) to what `clinic_effects` takes.

    `value` is a number, or 0 and 1 (boolean too) for a proportion. A null value is left out.
    """
    known = clients.filter(pl.col("value").is_not_null())
    return client_means(
        known.select(
            therapist_key="clinic_id", client_key="therapist_key", score=pl.col("value").cast(pl.Float64)
        )
    ).rename(
        {
            "therapist_key": "clinic_id",
            "client_key": "therapist_key",
            "form_count": "client_count",
            "mean_score": "mean_value",
        }
    )


def _nested(rows: pl.DataFrame) -> tuple[Nested, float]:
    """Return the rows as arrays, therapists of a clinic together, and the mean that was taken off."""
    ordered = rows.sort("therapist_key", "client_key")
    clients, means = (ordered[name].cast(pl.Float64).to_numpy() for name in ("form_count", "mean_score"))
    centre = float(np.average(means, weights=clients))
    clinic = ordered["therapist_key"]
    starts = np.flatnonzero(np.r_[True, (clinic != clinic.shift(1))[1:].to_numpy()]).astype(np.int64)
    return Nested(starts, clients, means - centre, float(ordered["within_ss"].cast(pl.Float64).sum())), centre


def _clinics(
    fitted: NestedMeans,
    posterior: NestedPosterior | None,
    centre: float,
    kind: Literal["mean", "proportion"],
    seed: int,
) -> pl.DataFrame:
    raw = fitted.therapists.select(
        clinic_id="therapist_key",
        therapist_count="client_count",
        client_count="response_count",
        raw_mean="raw_mean",
    )
    if posterior is None:
        return raw.select(
            pl.col(name).cast(dtype) if name in raw.columns else pl.lit(None, dtype).alias(name)
            for name, dtype in CLINICS.items()
        )
    tail = (1 - COMPARISON_LEVEL) / 2
    bounds = {
        "shrunken_mean": posterior.group_means,
        "lower_95": posterior.group_quantile(0.025),
        "upper_95": posterior.group_quantile(0.975),
        "lower_84": posterior.group_quantile(tail),
        "upper_84": posterior.group_quantile(1 - tail),
    }
    cut = (0.0, 1.0) if kind == "proportion" else (-np.inf, np.inf)
    lower, upper = _rank_intervals(posterior.draw_groups(DRAWS, seed, RANK_PRIOR_POWER))
    return raw.with_columns(
        *(pl.Series(name, np.clip(centre + values, *cut)) for name, values in bounds.items()),
        pl.Series("reliability", posterior.reliability),
        pl.Series("rank_lower", lower),
        pl.Series("rank_upper", upper),
    ).select(pl.col(name).cast(dtype) for name, dtype in CLINICS.items())


def _rank_intervals(draws: Floats) -> tuple[Floats, Floats]:
    """Return the ranks between which each column's rank lies in 95 % of the draws; 1 is the highest."""
    ranks = (-draws).argsort(axis=1).argsort(axis=1) + 1.0
    return (
        np.quantile(ranks, 0.025, axis=0, method="lower"),
        np.quantile(ranks, 0.975, axis=0, method="higher"),
    )


def _shares(
    fitted: NestedMeans,
    posterior: NestedPosterior | None,
    data: Nested,
    kind: Literal["mean", "proportion"],
) -> tuple[VarianceShare, ...]:
    """Return the shares that the design can tell."""
    variances: dict[Level, float | None] = {"clinic": fitted.tau2, "therapist": fitted.sigma2_client}
    total = fitted.sigma2_form + sum(variance or 0.0 for variance in variances.values())
    found = []
    for level, variance in variances.items():
        if variance is None or total == 0:
            continue
        share, lower, upper = variance / total, None, None
        if posterior is not None:
            lower, upper = _share_bounds(fitted, posterior, data, level)
            lower, upper = min(lower, share), max(upper, share)
        latent = latent_share(share, fitted.mean) if kind == "proportion" else None
        found.append(VarianceShare(level, share, lower, upper, latent))
    return tuple(found)


def _share_bounds(
    fitted: NestedMeans, posterior: NestedPosterior, data: Nested, level: Level
) -> tuple[float, float]:
    """Return 95 % bounds of a level's share, the other level's ratio taken as estimated."""
    clinic, therapist = (
        (variance or 0.0) / fitted.sigma2_form for variance in (fitted.tau2, fitted.sigma2_client)
    )
    is_clinic = level == "clinic"
    bounds = group_ratio_bounds(data, therapist) if is_clinic else unit_ratio_bounds(data)
    other = therapist if is_clinic else clinic
    lower, upper = (ratio / (ratio + other + 1.0) for ratio in bounds)
    if upper == 0.0:
        upper = posterior.share_quantile(posterior.group_share if is_clinic else posterior.unit_share, 0.975)
    return lower, upper


def latent_share(share: float, proportion: float) -> float | None:
    """Return the share on the scale of the tendency behind a yes or no."""
    if not 0 < proportion < 1:
        return None
    density = NormalDist().pdf(NormalDist().inv_cdf(proportion))
    return min(1.0, share * proportion * (1 - proportion) / density**2)


def _why_not(data: Nested) -> str:
    if data.starts.size < FEWEST_GROUPS:
        return f"there are {data.starts.size} clinics, and it takes {FEWEST_GROUPS} to say how they differ"
    if data.forms.size == data.starts.size:
        return "no clinic has two therapists: clinics can't be told from therapists"
    return "outcomes don't differ between clients of a therapist"
