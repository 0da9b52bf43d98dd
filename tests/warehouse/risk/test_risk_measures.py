"""Measures of predictions against worked numbers and scikit-learn, statsmodels."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from warehouse.risk import measures
from warehouse.risk.calibration import calibrate
from warehouse.risk.hazard import probability

RNG = np.random.default_rng(3)
SCORE = RNG.normal(size=400).round(1)
OUTCOME = (RNG.random(400) < probability(SCORE - 1)).astype(float)
ALONE = np.arange(400)


def test_the_auc_counts_ties_half() -> None:
    from sklearn.metrics import roc_auc_score

    assert measures.auc(OUTCOME, SCORE) == pytest.approx(roc_auc_score(OUTCOME, SCORE))
    assert measures.auc(np.array([0.0, 1.0]), np.array([1.0, 1.0])) == 0.5
    assert measures.auc(np.zeros(3), np.arange(3.0)) is None


def test_calibration_is_a_logistic_regression_on_the_log_odds() -> None:
    from statsmodels.discrete.discrete_model import Logit

    found = measures.recalibrate(OUTCOME, SCORE, ALONE, with_slope=True)
    assert found is not None
    fit = Logit(OUTCOME, np.column_stack([np.ones(400), SCORE])).fit(disp=False, cov_type="HC0")
    assert found[0] == pytest.approx(fit.params, abs=1e-6)
    assert found[1] == pytest.approx(fit.bse, rel=1e-4)


def test_a_client_who_is_there_ten_times_is_known_no_better() -> None:
    once = measures.recalibrate(OUTCOME, SCORE, ALONE, with_slope=False)
    often = measures.recalibrate(
        np.repeat(OUTCOME, 10), np.repeat(SCORE, 10), np.repeat(ALONE, 10), with_slope=False
    )
    assert once is not None
    assert often is not None
    assert often[1] == pytest.approx(once[1])
    assert measures.clustered_mean(np.repeat(SCORE, 10), np.repeat(ALONE, 10)) == pytest.approx(
        measures.clustered_mean(SCORE, ALONE)
    )


def test_precision_and_recall_count_the_highest_of_each_clinic_and_week() -> None:
    rows = pl.DataFrame(
        {
            "clinic_id": ["a", "a", "a", "b", "b"],
            "week_end": ["1"] * 5,
            "episode_key": [1, 2, 3, 4, 5],
            "outcome": [1.0, 0.0, 1.0, 0.0, 1.0],
        }
    )
    score = np.array([0.9, 0.8, 0.1, 0.5, 0.4])
    assert measures.at_budget(rows, score, {}, 1) == (0.5, 1 / 3)
    assert measures.at_budget(rows, score, {"b": 2}, 1) == (2 / 3, 2 / 3)


def test_net_benefit_weighs_a_needless_call_by_the_threshold() -> None:
    outcome, chance = np.array([1.0, 0.0, 0.0, 1.0]), np.array([0.5, 0.5, 0.1, 0.1])
    assert measures.net_benefit(outcome, chance, 0.2) == pytest.approx((1 - 1 * 0.25) / 4)


def test_a_clinics_own_correction_is_drawn_to_the_networks_by_how_little_is_known() -> None:
    sizes = {"large": 4000, "small": 60, "other": 4000}
    shifts = {"large": 0.8, "small": 0.8, "other": -0.8}
    rng = np.random.default_rng(9)
    parts = []
    for clinic, size in sizes.items():
        log_odds = rng.normal(-1.5, 1, size)
        happens = (rng.random(size) < probability(log_odds + shifts[clinic])).astype(float)
        parts.append(pl.DataFrame({"clinic_id": clinic, "log_odds": log_odds, "outcome": happens}))
    rows = pl.concat(parts).with_row_index("client_key")
    found = calibrate(rows, rows["log_odds"].to_numpy())
    assert found.slope == pytest.approx(1, abs=0.15)
    shift = {clinic: found.intercept + value for clinic, value in found.clinics.items()}
    assert shift["large"] == pytest.approx(0.8, abs=0.15)
    assert shift["other"] == pytest.approx(-0.8, abs=0.15)
    assert -0.8 < shift["small"] < 1.2
    assert found.apply(np.zeros(1), pl.Series(["unknown"]))[0] == pytest.approx(found.intercept)
