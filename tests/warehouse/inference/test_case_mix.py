"""Expected outcomes against optimisers and statsmodels, on known truth, and where there is too little."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from warehouse.inference import ridge
from warehouse.inference.case_mix import CaseMix, expected_outcomes
from warehouse.inference.funnel import funnel_of_means, funnel_of_ratios


def network(seed: int, count: int, clinics: int = 12, effects: np.ndarray | None = None) -> pl.DataFrame:
    """Episodes whose true chance of recovery hangs on severity (bent), employment and whether it is known.

    Clinics see clients of different severity; `effects` are added to their log odds. `chance` is the truth
    without the clinic's effect; `points` a continuous outcome with the same pattern.
    """
    generator = np.random.default_rng(seed)
    clinic = generator.integers(0, clinics, count)
    severity = generator.normal(15, 5, count) + np.linspace(-4, 4, clinics)[clinic]
    age = generator.normal(38, 12, count)
    work = generator.choice(["employed", "unemployed", "missing"], count, p=[0.5, 0.3, 0.2])
    logit = (
        0.6
        - 0.12 * (severity - 15)
        - 0.004 * (severity - 15) ** 2
        + np.where(work == "unemployed", -0.8, np.where(work == "missing", -0.3, 0.0))
        + 0.01 * (age - 38)
    )
    shifted = logit + (effects[clinic] if effects is not None else 0.0)
    noise = generator.random(count)
    return pl.DataFrame(
        {
            "clinic_id": [f"c{i:02}" for i in clinic],
            "episode_key": generator.permutation(count),
            "client_key": generator.integers(0, 2**60, count),
            "outcome": (noise < 1 / (1 + np.exp(-shifted))).astype(np.int8),
            "points": 3 * shifted + generator.normal(0, 4, count),
            "intake_severity": np.where(generator.random(count) < 0.05, np.nan, severity),
            "age": age,
            "previous_episodes": generator.poisson(0.4, count),
            "gender": generator.choice(["female", "male"], count),
            "employment": np.where(work == "missing", "", work),
            "problem": generator.choice(["depression", "anxiety", "other"], count),
            "modality": generator.choice(["in_person", "video"], count),
            "chance": 1 / (1 + np.exp(-logit)),
        }
    ).with_columns(
        pl.col("intake_severity").fill_nan(None),
        pl.col("employment").replace({"": None}),
    )


def summed(result: CaseMix) -> dict[str, Any]:
    return result.clinics.select(pl.col("observed", "expected", "variance").sum()).row(0, named=True)


@pytest.mark.parametrize("penalty", [0.1, 10.0, 1000.0])
def test_the_logistic_fit_is_the_minimum_that_an_optimiser_finds(penalty: float) -> None:
    generator = np.random.default_rng(1)
    x = generator.normal(size=(300, 4)) @ np.diag([1.0, 0.3, 2.0, 1.0])
    y = (generator.random(300) < 1 / (1 + np.exp(-(0.5 + x @ [1.0, -1.0, 0.5, 0.0])))).astype(float)

    def objective(b: np.ndarray) -> float:
        linear = b[0] + x @ b[1:]
        likelihood = stats.bernoulli.logpmf(y, 1 / (1 + np.exp(-linear))).sum()
        return float(-likelihood + penalty / 2 * (b[1:] ** 2).sum())

    oracle = optimize.minimize(objective, np.zeros(5), method="BFGS", options={"gtol": 1e-9})
    assert ridge.fit(x, y, "binary", penalty) == pytest.approx(oracle.x, abs=1e-5)


def test_with_almost_no_penalty_both_fits_are_those_of_statsmodels() -> None:
    import statsmodels.api as sm

    generator = np.random.default_rng(2)
    x = generator.normal(size=(500, 3))
    points = 2 + x @ [1.0, -2.0, 0.5] + generator.normal(size=500)
    cases = (points > 2).astype(float) * (generator.random(500) < 0.9)
    design = sm.add_constant(x)
    assert ridge.fit(x, points, "continuous", 1e-10) == pytest.approx(sm.OLS(points, design).fit().params)
    assert ridge.fit(x, cases, "binary", 1e-10) == pytest.approx(
        sm.Logit(cases, design).fit(disp=0).params, abs=1e-6
    )


def test_the_linear_fit_is_the_closed_form() -> None:
    generator = np.random.default_rng(3)
    x, y = generator.normal(size=(80, 5)), generator.normal(3, 2, size=80)
    penalty = 7.0
    weights = np.r_[0.0, np.full(5, penalty * y.var())]
    design = np.c_[np.ones(80), x]
    expected = np.linalg.solve(design.T @ design + np.diag(weights), design.T @ y)
    assert ridge.fit(x, y, "continuous", penalty) == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["binary", "continuous"])
def test_expected_and_observed_agree_over_the_network(kind: ridge.Kind) -> None:
    rows = network(4, 2000)
    rows = rows if kind == "binary" else rows.with_columns(outcome="points")
    result = expected_outcomes(rows, kind)
    assert (result.basis, result.reason) == ("model", None)
    sums = summed(result)
    assert sums["expected"] == pytest.approx(sums["observed"], rel=1e-8)
    assert result.episodes.height == 2000
    assert result.clinics["episode_count"].sum() == 2000


def test_the_true_chances_are_recovered() -> None:
    rows = network(5, 20_000)
    result = expected_outcomes(rows, "binary")
    truth = result.episodes.join(
        rows.select("clinic_id", "episode_key", "chance"), on=["clinic_id", "episode_key"]
    )
    error = truth["expected"] - truth["chance"]
    assert float(np.corrcoef(truth["expected"], truth["chance"])[0, 1]) > 0.97
    assert error.abs().mean() < 0.03
    by_clinic = truth.group_by("clinic_id").agg(pl.col("expected", "chance").mean())
    assert (by_clinic["expected"] - by_clinic["chance"]).abs().max() < 0.015  # type: ignore[operator]
    validation = result.validation
    assert validation is not None
    best = stats.mannwhitneyu(
        truth.filter(outcome=1)["chance"], truth.filter(outcome=0)["chance"]
    ).statistic / (truth["outcome"].sum() * (truth.height - truth["outcome"].sum()))
    assert validation.discrimination == pytest.approx(best, abs=0.012)
    assert validation.calibration_slope == pytest.approx(1.0, abs=0.08)
    assert validation.calibration_in_the_large == pytest.approx(0.0, abs=0.02)
    assert validation.clinics["clinic_id"].to_list() == result.clinics["clinic_id"].to_list()


def test_a_clinic_that_differs_only_in_its_clients_is_no_signal_and_one_that_differs_is() -> None:
    effects = np.zeros(12)
    effects[6] = -0.7  # a clinic with average clients
    rows = network(6, 24_000, effects=effects)
    clinics = expected_outcomes(rows, "binary").clinics
    crude = clinics.select(
        "clinic_id",
        "observed",
        expected=pl.col("episode_count") * float(rows["outcome"].mean()),  # type: ignore[arg-type]
    )
    assert (funnel_of_ratios(crude).units["z_unadjusted"].abs() > 3).sum() > 5
    judged = funnel_of_ratios(clinics).units
    assert judged.filter("signal")["clinic_id"].to_list() == ["c06"]
    differences = clinics.rename({"difference": "value"})
    assert funnel_of_means(differences, centre=0.0).units.filter("signal")["clinic_id"].to_list() == ["c06"]


def test_the_variance_is_that_of_the_observed_sum() -> None:
    """Standardised distances of clinics without effects of their own have a variance of about 1."""
    z = np.concatenate(
        [
            expected_outcomes(network(seed, 3000), "binary")
            .clinics.select((pl.col("observed") - pl.col("expected")) / pl.col("variance").sqrt())
            .to_series()
            .to_numpy()
            for seed in range(20, 32)
        ]
    )
    # 144 values: Monte-Carlo error of the variance about .12; the fit takes up a little of the spread.
    assert z.var() == pytest.approx(0.95, abs=0.36)
    assert abs(z.mean()) < 0.3


def test_few_cases_fall_back_to_the_overall_rate_and_say_so() -> None:
    rows = network(7, 90)
    result = expected_outcomes(rows, "binary")
    assert result.basis == "overall"
    assert result.reason is not None
    assert "cases of the rarer outcome are too few" in result.reason
    rate = rows["outcome"].mean()
    assert result.episodes["expected"].to_list() == pytest.approx([rate] * 90)
    assert result.coefficients.is_empty()
    assert result.validation is None
    first = result.clinics.row(0, named=True)
    assert first["variance"] == pytest.approx(first["episode_count"] * rate * (1 - rate))  # type: ignore[operator]


def test_predictors_that_foretell_nothing_fall_back_to_the_overall_rate() -> None:
    rows = network(8, 1500)
    scrambled = rows.with_columns(pl.col("outcome").shuffle(seed=3))
    result = expected_outcomes(scrambled, "binary")
    assert result.basis == "overall"
    assert result.reason == "the predictors foretell unseen episodes no better than the overall mean"
    assert result.validation is not None  # shown all the same
    assert result.validation.discrimination == pytest.approx(0.5, abs=0.05)


def test_outcomes_that_are_all_alike_expect_the_same_of_everybody() -> None:
    result = expected_outcomes(network(9, 500).with_columns(outcome=pl.lit(1)), "binary")
    assert (result.basis, result.reason) == ("overall", "all outcomes are alike")
    assert funnel_of_ratios(result.clinics).unit_count == 0  # no variance: nobody can be compared


def test_missing_predictors_are_a_level_and_unknown_outcomes_are_left_out_and_counted() -> None:
    rows = network(10, 3000).with_columns(
        outcome=pl.when(pl.int_range(pl.len()) % 10 == 0).then(None).otherwise("outcome"),
        problem=pl.lit(None, pl.String),
    )
    result = expected_outcomes(rows, "binary")
    assert result.without_outcome == 300
    assert result.episodes.height == 2700
    assert result.episodes["expected"].null_count() == 0
    terms = result.coefficients["term"].to_list()
    assert "employment: missing" in terms
    assert "intake_severity missing" in terms
    assert not any(
        term.startswith("problem") for term in terms
    )  # nobody has one: it can't tell anybody apart
    assert "age missing" not in terms


def test_the_order_of_rows_changes_nothing() -> None:
    rows = network(11, 1500)
    result = expected_outcomes(rows, "binary")
    shuffled = expected_outcomes(rows.sample(fraction=1.0, shuffle=True, seed=5), "binary")
    assert shuffled.episodes.equals(result.episodes)
    assert shuffled.validation is not None
    assert result.validation is not None
    assert shuffled.validation.penalty == result.validation.penalty


def test_a_clients_episodes_are_never_split_over_folds() -> None:
    """Outcomes that only the client's identity foretells look unforeseeable, as they are."""
    generator = np.random.default_rng(12)
    rows = network(12, 1500).with_columns(
        client_key=pl.Series(generator.integers(0, 2**60, 300)[np.arange(1500) % 300]),
        age=pl.Series(generator.normal(40, 10, 300)[np.arange(1500) % 300]),
        outcome=pl.Series((generator.random(300) < 0.5).astype(int)[np.arange(1500) % 300]),
        intake_severity=pl.lit(10.0),
        employment=pl.lit("employed"),
    )
    validation = expected_outcomes(rows, "binary").validation
    assert validation is not None
    assert validation.discrimination < 0.6


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": pl.lit(2)}, "20 of 20 outcomes aren't 0 or 1"),
        ({"episode_key": pl.lit(1), "clinic_id": pl.lit("a")}, "20 of 20 rows share their episode"),
        ({"outcome": pl.lit(None, pl.Int8)}, "No episode has an outcome"),
    ],
)
def test_episodes_that_cannot_be_used_are_refused(change: dict[str, pl.Expr], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        expected_outcomes(network(1, 20).with_columns(**change), "binary")
    with pytest.raises(ValueError, match="needs the columns modality"):
        expected_outcomes(network(1, 20).drop("modality"), "binary")


def test_a_hundred_thousand_episodes_take_a_few_seconds() -> None:
    rows = network(13, 100_000, clinics=50)
    began = time.process_time()
    result = expected_outcomes(rows, "binary")
    assert time.process_time() - began < 15  # measured: 3 s
    assert result.validation is not None
    assert 18_000 < result.validation.episode_count < 22_000  # the penalty doesn't need them all
