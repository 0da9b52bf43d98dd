"""Intervals of therapists' means against an integration that shares nothing with that of the warehouse."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from warehouse.inference.nested_means import fit_nested_means
from warehouse.inference.nested_posterior import PRIOR_POWER


@pytest.mark.parametrize("apart", [0.0, 0.05, 0.5, 3.0])
def test_the_interval_is_that_of_integrating_by_brute_force(apart: float) -> None:
    """Whole covariance matrices and Student's own quantiles, over a grid that nobody has narrowed."""
    answers = np.array([-4.0, 0.0, 4.0])
    scores = [apart * (therapist % 3 - 1) + answers for therapist in range(6)]
    result = fit_nested_means(
        pl.DataFrame(
            {
                "therapist_key": np.repeat(np.arange(6), 3),
                "client_key": np.arange(18),
                "form_count": np.ones(18, dtype=int),
                "mean_score": np.concatenate(scores),
                "within_ss": np.zeros(18),
            }
        )
    )
    y, own = np.concatenate(scores), np.repeat(np.eye(6), 3, axis=0)
    logs, centres, spreads = [], [], []
    for ratio in np.arange(0.01, 8, 0.02):
        inverse = np.linalg.inv(np.eye(18) + ratio**2 * own @ own.T)
        mean = inverse.sum(axis=0) @ y / inverse.sum()
        squares = (y - mean) @ inverse @ (y - mean)
        shrink = ratio**2 * own.T @ inverse
        left = 1 - shrink.sum(axis=1)
        logs.append(
            0.5 * np.linalg.slogdet(inverse)[1]
            - 0.5 * np.log(inverse.sum())
            - 8.5 * np.log(squares)
            + PRIOR_POWER * np.log(ratio)
        )
        centres.append(mean + shrink @ (y - mean))
        variances = ratio**2 * np.diag(np.eye(6) - shrink @ own) + left**2 / inverse.sum()
        spreads.append(np.sqrt(squares / 17 * variances))
    weight = np.exp(np.array(logs) - max(logs))
    for name, promised in (("lower_95", 0.025), ("upper_95", 0.975)):
        bound = result.therapists[name].to_numpy()
        reached = weight @ stats.t.cdf((bound - centres) / spreads, 17) / weight.sum()
        assert reached == pytest.approx([promised] * 6, abs=0.004)
