"""Clinic effects against the known variances, direct integration, simulated truth, and thin designs."""

from __future__ import annotations

import time
from typing import Literal

import numpy as np
import polars as pl
import pytest

from warehouse.inference.clinic_effects import (
    PUBLISHED_SHARES,
    ClinicEffects,
    clinic_effects,
    therapist_sums,
)
from warehouse.inference.nested_means import fit_nested_means
from warehouse.inference.nested_posterior import PRIOR_POWER, nested_posterior
from warehouse.inference.restricted_likelihood import Nested, profiled_deviance


def simulate(
    seed: int,
    clinics: int,
    therapists: int,
    clients: int,
    deviations: tuple[float, float],
    kind: Literal["mean", "proportion"] = "mean",
    centre: float = 0.0,
) -> tuple[pl.DataFrame, np.ndarray]:
    """Draw clients in therapists in clinics; returns them and each clinic's truth. Residual deviation 1."""
    generator = np.random.default_rng(seed)
    own = np.repeat(np.arange(clinics), generator.poisson(therapists - 2, clinics) + 2)
    therapist = np.repeat(np.arange(own.size), generator.poisson(clients - 1, own.size) + 1)
    true = centre + generator.normal(0, deviations[0], clinics)
    level = (true[own] + generator.normal(0, deviations[1], own.size))[therapist]
    if kind == "mean":
        value = level + generator.normal(size=level.size)
    else:
        value = (generator.random(level.size) < np.clip(level, 0, 1)).astype(float)
    names = pl.DataFrame({"clinic_id": [f"c{i:02}" for i in own[therapist]], "therapist_key": therapist})
    return names.with_columns(value=value), true


def fit(clients: pl.DataFrame, kind: Literal["mean", "proportion"] = "mean") -> ClinicEffects:
    return clinic_effects(therapist_sums(clients), kind)


def nested(clients: pl.DataFrame) -> Nested:
    rows = therapist_sums(clients).sort("clinic_id", "therapist_key")
    clinic = rows["clinic_id"].to_numpy()
    return Nested(
        starts=np.flatnonzero(np.r_[True, clinic[1:] != clinic[:-1]]),
        forms=rows["client_count"].cast(pl.Float64).to_numpy(),
        means=rows["mean_value"].to_numpy(),
        within_ss=float(rows["within_ss"].sum()),
    )


def test_the_posterior_is_that_of_integrating_the_restricted_likelihood() -> None:
    clients, _ = simulate(3, 7, 4, 12, (0.4, 0.3))
    data = nested(clients)
    posterior = nested_posterior(data)
    assert posterior is not None
    groups, units = np.meshgrid(np.linspace(0.01, 3.0, 220), np.linspace(0.003, 1.2, 90))
    deviance = np.array(
        [profiled_deviance(data, g**2, u**2)[0] for g, u in zip(groups.ravel(), units.ravel(), strict=True)]
    )
    weight = groups.ravel() ** PRIOR_POWER * np.exp(-0.5 * (deviance - deviance.min()))
    weight /= weight.sum()
    share = (groups**2 / (groups**2 + units**2 + 1)).ravel()
    assert posterior.weight @ posterior.group_share == pytest.approx(weight @ share, rel=0.02)
    units_share = (units**2 / (groups**2 + units**2 + 1)).ravel()
    assert posterior.weight @ posterior.unit_share == pytest.approx(weight @ units_share, rel=0.02)


def test_draws_have_the_means_and_quantiles_of_the_posterior() -> None:
    clients, _ = simulate(4, 9, 5, 15, (0.3, 0.2))
    posterior = nested_posterior(nested(clients))
    assert posterior is not None
    draws = posterior.draw_groups(60_000, seed=1)
    assert draws.mean(axis=0) == pytest.approx(posterior.group_means, abs=0.004)
    for probability in (0.025, 0.08, 0.5, 0.975):
        assert np.quantile(draws, probability, axis=0) == pytest.approx(
            posterior.group_quantile(probability), abs=0.015
        )


def test_shares_of_variance_are_those_of_the_nested_model() -> None:
    clients, _ = simulate(5, 40, 8, 20, (0.3, 0.4))
    result = fit(clients)
    oracle = fit_nested_means(
        therapist_sums(clients).select(
            therapist_key="clinic_id",
            client_key="therapist_key",
            form_count="client_count",
            mean_score="mean_value",
            within_ss="within_ss",
        )
    )
    assert oracle.tau2 is not None
    assert oracle.sigma2_client is not None
    total = oracle.tau2 + oracle.sigma2_client + oracle.sigma2_form
    shares = {share.level: share for share in result.shares}
    assert shares["clinic"].share == pytest.approx(oracle.tau2 / total)
    assert shares["therapist"].share == pytest.approx(oracle.sigma2_client / total)
    assert result.mean == pytest.approx(oracle.mean)
    truth = {"clinic": 0.09 / 1.25, "therapist": 0.16 / 1.25}
    for level, share in shares.items():
        assert share.lower is not None
        assert share.upper is not None
        assert share.lower < truth[level] < share.upper
        assert share.latent is None


def test_with_many_clinics_the_figures_are_nearly_those_with_the_variances_known() -> None:
    clients, _ = simulate(6, 120, 6, 20, (0.3, 0.2))
    result = fit(clients)
    data = nested(clients)
    weight = data.per_group(1 / (0.04 + 1 / data.forms))
    best = data.per_group(data.means / (0.04 + 1 / data.forms)) / weight
    kept = 0.09 / (0.09 + 1 / weight)
    mean = (best / (0.09 + 1 / weight)).sum() / (1 / (0.09 + 1 / weight)).sum()
    assert result.clinics["shrunken_mean"].to_numpy() == pytest.approx(mean + kept * (best - mean), abs=0.03)
    assert result.clinics["reliability"].to_numpy() == pytest.approx(kept, abs=0.05)
    half = (result.clinics["upper_95"] - result.clinics["lower_95"]).to_numpy() / 2
    assert half == pytest.approx(1.96 * 0.3 * np.sqrt(1 - kept), rel=0.08)
    comparison = (result.clinics["upper_84"] - result.clinics["lower_84"]).to_numpy() / 2
    assert comparison == pytest.approx(half * 1.405 / 1.96, rel=0.02)


@pytest.mark.parametrize(("clinics", "deviation"), [(8, 0.12), (8, 0.0), (30, 0.12)])
def test_intervals_hold_the_truth_as_often_as_they_promise(clinics: int, deviation: float) -> None:
    wide, narrow, ranks = [], [], []
    for seed in range(30):
        clients, true = simulate(seed, clinics, 6, 20, (deviation, 0.22))
        rows = (
            fit(clients)
            .clinics.with_columns(true=pl.Series(true))
            .with_columns(rank=pl.col("true").rank("ordinal", descending=True))
        )
        wide.append(rows.select(pl.col("true").is_between("lower_95", "upper_95").mean()).item())
        narrow.append(rows.select(pl.col("true").is_between("lower_84", "upper_84").mean()).item())
        ranks.append(rows.select(pl.col("rank").is_between("rank_lower", "rank_upper").mean()).item())
    # Monte-Carlo error of 30 networks about .015; without differences at all they are wider than needed.
    assert np.mean(wide) > 0.95 - 0.035
    assert np.mean(narrow) > 0.84 - 0.05
    assert np.mean(ranks) > 0.95 - 0.035


def test_proportions_are_shrunk_between_0_and_1_and_have_latent_shares() -> None:
    clients, true = simulate(7, 30, 6, 40, (0.08, 0.08), "proportion", 0.45)
    result = fit(clients, "proportion")
    rows = result.clinics
    assert result.mean == pytest.approx(0.45, abs=0.05)
    assert rows["lower_95"].min() >= 0  # type: ignore[operator]
    assert rows["upper_95"].max() <= 1  # type: ignore[operator]
    error = (rows["shrunken_mean"].to_numpy() - true).std()
    assert error < (rows["raw_mean"].to_numpy() - true).std()
    for share in result.shares:
        assert share.latent is not None
        # p (1-p) / phi(0.126)^2 at p = .45
        assert share.latent / share.share == pytest.approx(0.2475 / 0.3958**2, rel=0.02)


def test_the_latent_share_is_that_of_the_tendency_behind_a_yes_or_no() -> None:
    generator = np.random.default_rng(8)
    clinic = np.repeat(np.arange(400), 300)
    tendency = generator.normal(0, np.sqrt(0.05), 400)[clinic] + generator.normal(
        0, np.sqrt(0.95), clinic.size
    )
    clients = pl.DataFrame(
        {"clinic_id": clinic, "therapist_key": np.arange(clinic.size) // 30, "value": tendency > 0.6}
    )
    result = fit(clients.with_columns(pl.col("clinic_id").cast(pl.String)), "proportion")
    share = next(share for share in result.shares if share.level == "clinic")
    assert share.share < 0.04
    assert share.latent == pytest.approx(0.05, abs=0.008)


def test_clinics_that_do_not_differ_have_every_rank() -> None:
    clients, _ = simulate(9, 10, 5, 20, (0.0, 0.2))
    rows = fit(clients).clinics
    assert (rows["rank_lower"] <= 4).all()
    assert (rows["rank_upper"] >= 7).all()


def test_a_clinic_far_above_the_others_has_the_first_rank_only() -> None:
    clients, _ = simulate(10, 10, 6, 40, (0.05, 0.1))
    lifted = clients.with_columns(
        value=pl.col("value") + pl.when(pl.col("clinic_id") == "c04").then(2.0).otherwise(0.0)
    )
    rows = fit(lifted).clinics
    row = rows.filter(clinic_id="c04").row(0, named=True)
    assert (row["rank_lower"], row["rank_upper"]) == (1, 1)
    others = rows.filter(pl.col("clinic_id") != "c04")
    assert (others["rank_lower"] >= 2).all()
    assert row["lower_84"] > others["upper_84"].max()


def test_the_same_seed_and_any_order_give_the_same_figures() -> None:
    clients, _ = simulate(11, 8, 4, 10, (0.2, 0.2))
    rows = therapist_sums(clients)
    first = clinic_effects(rows, "mean")
    again = clinic_effects(rows.sample(fraction=1.0, shuffle=True, seed=2), "mean")
    assert first.clinics.equals(again.clinics)
    assert first.shares == again.shares


def test_clients_without_a_named_therapist_are_kept_and_widen_their_clinic() -> None:
    clients, _ = simulate(12, 6, 5, 20, (0.3, 0.3))
    unnamed = clients.with_columns(
        therapist_key=pl.when(pl.col("clinic_id") == "c02").then(None).otherwise("therapist_key")
    )
    with_names, without = fit(clients).clinics, fit(unnamed).clinics
    assert without["client_count"].equals(with_names["client_count"])
    named, nameless = (rows.filter(clinic_id="c02").row(0, named=True) for rows in (with_names, without))
    assert nameless["therapist_count"] == 1
    assert nameless["upper_95"] - nameless["lower_95"] > named["upper_95"] - named["lower_95"]


@pytest.mark.parametrize(
    ("clients", "reason", "levels"),
    [
        (simulate(13, 3, 4, 10, (0.2, 0.2))[0], "there are 3 clinics", ["clinic", "therapist"]),
        (
            simulate(13, 6, 4, 10, (0.2, 0.2))[0].with_columns(therapist_key="clinic_id"),
            "no clinic has two therapists",
            ["therapist"],
        ),
        (
            simulate(13, 6, 4, 10, (0.2, 0.2))[0].with_columns(value=pl.lit(1.0)),
            "outcomes don't differ",
            [],
        ),
    ],
)
def test_a_design_too_thin_says_so_and_gives_raw_figures_only(
    clients: pl.DataFrame, reason: str, levels: list[str]
) -> None:
    result = fit(clients)
    assert result.not_estimated is not None
    assert reason in result.not_estimated
    assert result.clinics["raw_mean"].null_count() == 0
    for name in ("shrunken_mean", "reliability", "lower_95", "upper_84", "rank_lower"):
        assert result.clinics[name].null_count() == result.clinics.height
    assert [share.level for share in result.shares] == levels


def test_therapists_with_one_client_each_leave_clinics_to_be_told() -> None:
    clients, _ = simulate(14, 12, 30, 1, (0.5, 0.5))
    result = fit(clients.with_columns(therapist_key=pl.int_range(pl.len())))
    assert result.not_estimated is None
    assert [share.level for share in result.shares] == ["clinic"]
    assert result.clinics["shrunken_mean"].null_count() == 0


def test_impossible_figures_are_refused() -> None:
    rows = therapist_sums(simulate(15, 5, 3, 5, (0.2, 0.2), "proportion", 0.5)[0])
    clinic_effects(rows, "proportion")
    with pytest.raises(ValueError, match="have a proportion outside 0 to 1"):
        clinic_effects(rows.with_columns(mean_value=pl.lit(1.5)), "proportion")
    with pytest.raises(ValueError, match="no usable count, mean or sum"):
        clinic_effects(rows.with_columns(client_count=pl.lit(0)), "mean")


def test_values_that_are_missing_are_left_out() -> None:
    clients, _ = simulate(16, 5, 3, 8, (0.2, 0.2))
    with_gaps = pl.concat([clients, clients.head(7).with_columns(value=pl.lit(None, pl.Float64))])
    assert therapist_sums(with_gaps).equals(therapist_sums(clients))


def test_published_shares_stand_ready_beside_ones_own() -> None:
    published = {share.level: (share.lower, share.upper) for share in PUBLISHED_SHARES}
    assert published == {"therapist": (0.05, 0.05), "clinic": (0.01, 0.02)}
    assert all(share.source for share in PUBLISHED_SHARES)


def test_fifty_clinics_and_two_thousand_therapists_take_a_second_or_two() -> None:
    clients, _ = simulate(17, 50, 40, 30, (0.1, 0.2))
    rows = therapist_sums(clients)
    began = time.process_time()
    clinic_effects(rows, "mean")
    assert time.process_time() - began < 6  # measured: 0.6 s
