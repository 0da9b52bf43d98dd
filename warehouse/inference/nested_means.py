"""Means of forms nested in clients nested in therapists: the network's mean, and each therapist's own.

Belongs here: the model, and what it says of each therapist. Doesn't: finding the variances
(`restricted_likelihood`), what they may be instead (`nested_posterior`), which scale it is fitted to, and who
may be shown (`empathy`).

    y = mu + u + v + e      u: therapist, variance tau2;  v: client of that therapist, sigma2_client;
                            e: form of that client, sigma2_form;  all in squared points of the scale

Everything is computed from one row per client (number of forms, their mean, their within sum of squares),
which holds all that the model uses of the forms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.inference.nested_posterior import nested_posterior
from warehouse.inference.restricted_likelihood import Floats, Nested, Variances, estimate_variances

CLIENT_COLUMNS = ("therapist_key", "client_key", "form_count", "mean_score", "within_ss")


@dataclass(frozen=True)
class NestedMeans:
    """What the network's forms say about its mean, its spread, and each therapist.

    `mean` and its standard error (given the variances) are in points of the scale, the variances in squared
    points; a variance of 0 is a legitimate result. `sigma2_client` is None where no client has two forms:
    then it can't be told from `sigma2_form`, which holds the sum of both. `tau2` is None where therapists
    can't be told from their clients: with one therapist only, or if none has two clients. `mean_error` is
    None with one therapist, and where all scores are equal.

    `therapists` has one row per therapist, ordered by key: `therapist_key`, `client_count`, `response_count`,
    `raw_mean` (of all forms), `reliability` (0-1), `shrunken_mean`, `lower_95`, `upper_95`, `blup` and
    `blup_variance` (of u, by the whole model). What tau2 is needed for is null where tau2 is None. The bounds
    are null with fewer than FEWEST_GROUPS therapists, too, and where clients of a therapist all agree.
    """

    mean: float
    mean_error: float | None
    tau2: float | None
    sigma2_client: float | None
    sigma2_form: float
    therapists: pl.DataFrame


def fit_nested_means(clients: pl.DataFrame) -> NestedMeans:
    """Fit the nested model by restricted maximum likelihood and shrink each therapist's mean.

    `clients` holds one row per therapist and client: `therapist_key`, `client_key`, `form_count` (m, 1 or
    more), `mean_score` (points) and `within_ss` (sum of squared deviations of the client's forms from their
    mean, squared points). A client of two therapists counts as two clients. The order of rows is irrelevant.

    Per therapist, with m forms of each client and N in all:

        reliability   R = tau2 / (tau2 + sigma2_client sum(m^2)/N^2 + sigma2_form/N)
        shrunken_mean   = mu + R (raw_mean - mu)

    The interval is that of the posterior of mu + u over all variances that the data leave possible
    (`nested_posterior`): with the estimated ones taken for the truth, it would hold the truth in 84 % instead
    of 95 % of cases where therapists hardly differ. It is stretched to hold `shrunken_mean` where it doesn't.

    `blup` weights each client by its own precision, so that it differs a little from `shrunken_mean - mean`
    where clients have unequal numbers of forms:

        w = 1 / (sigma2_client + sigma2_form/m),  W = sum(w),  blup = tau2 W/(1 + tau2 W) (sum(w y)/W - mu)
        blup_variance = tau2/(1 + tau2 W)     given mu
        mu = sum(A sum(w y)/W)/sum(A),  A = 1/(tau2 + 1/W),  Var(mu) = 1/sum(A)

    Raises ValueError for no rows, a repeated client, fewer than one form, or a score that isn't a number.

    Source: Patterson & Thompson 1971 (REML); Robinson 1991 (BLUP); Snijders & Bosker 2012, chapters 3 and 4;
    Chung et al. 2013 (prior).
    """
    rows = _usable(clients)
    forms, means = (rows[name].cast(pl.Float64).to_numpy() for name in ("form_count", "mean_score"))
    centre = float(np.average(means, weights=forms))
    keys = rows["therapist_key"]
    data = Nested(
        starts=np.flatnonzero(np.r_[True, (keys != keys.shift(1))[1:].to_numpy()]).astype(np.int64),
        forms=forms,
        means=means - centre,
        within_ss=float(rows["within_ss"].cast(pl.Float64).sum()),
    )
    return _describe(keys.unique(maintain_order=True), data, estimate_variances(data), centre)


def client_means(scores: pl.DataFrame) -> pl.DataFrame:
    """Reduce one row per form (`therapist_key`, `client_key`, `score`) to what `fit_nested_means` takes."""
    return (
        scores.group_by("therapist_key", "client_key")
        .agg(
            form_count=pl.len().cast(pl.Int64),
            mean_score=pl.col("score").mean(),
            within_ss=(pl.col("score") - pl.col("score").mean()).pow(2).sum(),
        )
        .sort("therapist_key", "client_key")
    )


def is_publishable(minimum_reliability: float) -> pl.Expr:
    """Whether a therapist's mean may be shown: reliable enough, and with an interval."""
    is_reliable = (pl.col("reliability") >= minimum_reliability).fill_null(False)
    return is_reliable & pl.col("lower_95").is_not_null()


def _usable(clients: pl.DataFrame) -> pl.DataFrame:
    """Sort the rows, or refuse them with a count of what is wrong."""
    rows = clients.select(CLIENT_COLUMNS).sort("therapist_key", "client_key")
    if not rows.height:
        raise ValueError("There are no forms to fit: leave a scale without forms out.")
    numbers = [pl.col(name).cast(pl.Float64) for name in ("form_count", "mean_score", "within_ss")]
    unusable = rows.filter(
        pl.any_horizontal(pl.all().is_null())
        | ~pl.all_horizontal(number.is_finite() for number in numbers)
        | (pl.col("form_count") < 1)
        | (pl.col("within_ss") < 0)
    )
    if unusable.height:
        raise ValueError(f"{unusable.height} of {rows.height} clients have no usable count, mean or sum.")
    doubled = int(rows.select("therapist_key", "client_key").is_duplicated().sum())
    if doubled:
        raise ValueError(f"{doubled} rows share therapist and client with another: one row each, please.")
    return rows


def _describe(keys: pl.Series, data: Nested, variances: Variances, centre: float) -> NestedMeans:
    """Compute mu and each therapist's figures from the variances."""
    tau2, client, form = variances.therapist or 0.0, variances.client or 0.0, variances.form
    count = data.per_group(data.forms)
    raw = data.per_group(data.forms * data.means) / count
    noise = client * data.per_group(data.forms**2) / count**2 + form / count
    best, best_variance = _best_means(data, client, form)
    has_spread = bool((tau2 + best_variance > 0).all())
    share = 1.0 / (tau2 + best_variance) if has_spread else np.ones_like(best)
    mean, mean_variance = float(share @ best / share.sum()), 1.0 / float(share.sum())
    reliability = np.divide(tau2, tau2 + noise, out=np.zeros_like(noise), where=tau2 + noise > 0)
    kept = np.divide(tau2, tau2 + best_variance, out=np.zeros_like(noise), where=tau2 + best_variance > 0)
    shrunken = mean + reliability * (raw - mean)
    lower, upper = _bounds(data, variances, shrunken)
    needs_tau2 = pl.DataFrame(
        {
            "reliability": reliability,
            "shrunken_mean": centre + shrunken,
            "lower_95": centre + lower,
            "upper_95": centre + upper,
            "blup": kept * (best - mean),
            "blup_variance": tau2 * (1 - kept),
        }
    )
    unknown = needs_tau2.columns if variances.therapist is None else []
    return NestedMeans(
        mean=centre + mean,
        mean_error=float(np.sqrt(mean_variance)) if has_spread and data.starts.size > 1 else None,
        tau2=variances.therapist,
        sigma2_client=variances.client,
        sigma2_form=form,
        therapists=pl.DataFrame(
            {
                "therapist_key": keys,
                "client_count": data.per_group(np.ones_like(data.forms)).astype(np.int64),
                "response_count": count.astype(np.int64),
                "raw_mean": centre + raw,
            }
        )
        .hstack(needs_tau2)
        .with_columns(pl.col("lower_95", "upper_95").fill_nan(None))
        .with_columns(pl.lit(None, pl.Float64).alias(name) for name in unknown),
    )


def _bounds(data: Nested, variances: Variances, shrunken: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % bounds of each therapist's mean; not a number where there are none.

    Where all forms of each client are alike, clients count as if they had one form each.
    """
    if variances.form == 0.0:
        data = Nested(data.starts, np.ones_like(data.forms), data.means, 0.0)
    posterior = nested_posterior(data)
    if posterior is None:
        nothing = np.full(shrunken.shape, np.nan)
        return nothing, nothing
    return (
        np.minimum(posterior.group_quantile(0.025), shrunken),
        np.maximum(posterior.group_quantile(0.975), shrunken),
    )


def _best_means(data: Nested, client: float, form: float) -> tuple[Floats, Floats]:
    """Return the most precise mean of each therapist's clients, and its variance around mu + u."""
    variance = client + form / data.forms
    if not (variance > 0).all():  # no spread below the therapist: any weights give the same mean, exactly
        means = data.per_group(data.forms * data.means) / data.per_group(data.forms)
        return means, np.zeros_like(means)
    precision = 1.0 / variance
    weight = data.per_group(precision)
    return data.per_group(precision * data.means) / weight, 1.0 / weight
