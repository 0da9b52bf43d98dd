"""Tails and limits of counts against scipy's own distributions, and against counting them out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from warehouse.inference.exact_counts import (
    confidence_limits,
    lower_tail,
    tail_limits,
    two_sided_p,
    upper_tail,
)

TRIALS = np.array([1.0, 2.0, 7.0, 40.0, 333.0, 5000.0])
COUNTS = np.array([0.0, 1.0, 2.0, 5.0, 33.0, 333.0])


@pytest.mark.parametrize("chance", [0.002, 0.07, 0.5, 0.93])
def test_tails_of_cases_with_one_chance_are_binomial(chance: float) -> None:
    trials, count = (array.ravel() for array in np.meshgrid(TRIALS, COUNTS))
    expected, variance = trials * chance, trials * chance * (1 - chance)
    assert lower_tail(count, expected, variance) == pytest.approx(
        stats.binom.cdf(count, trials, chance), rel=1e-7, abs=1e-300
    )
    assert upper_tail(count, expected, variance) == pytest.approx(
        stats.binom.sf(count - 1, trials, chance), rel=1e-7, abs=1e-300
    )


def test_tails_with_a_variance_equal_to_the_mean_are_poisson() -> None:
    expected, count = (array.ravel() for array in np.meshgrid([0.01, 1.0, 12.5, 400.0], COUNTS))
    assert lower_tail(count, expected, expected) == pytest.approx(stats.poisson.cdf(count, expected))
    assert upper_tail(count, expected, expected) == pytest.approx(stats.poisson.sf(count - 1, expected))


def test_unequal_chances_are_fitted_well_by_two_moments() -> None:
    generator = np.random.default_rng(3)
    chances = generator.beta(2, 3, 60)
    law = np.array([1.0])
    for chance in chances:  # the exact law of a sum of unequal chances
        law = np.convolve(law, [1 - chance, chance])
    expected, variance = np.array([chances.sum()]), np.array([(chances * (1 - chances)).sum()])
    for count in range(61):
        tail = float(lower_tail(np.array([count]), expected, variance)[0])
        assert tail == pytest.approx(law[: count + 1].sum(), abs=0.004)


@given(st.integers(1, 400), st.floats(0.001, 0.999), st.sampled_from([0.025, 0.001, 0.00135]))
@settings(max_examples=150, deadline=None)
def test_exactly_the_counts_with_a_rare_tail_lie_outside(trials: int, chance: float, tail: float) -> None:
    counts = np.arange(trials + 1)
    expected = np.full(trials + 1, trials * chance)
    variance = expected * (1 - chance)
    lower, upper = tail_limits(expected, variance, tail)
    assert ((counts < lower) == (stats.binom.cdf(counts, trials, chance) < tail)).all()
    assert ((counts > upper) == (stats.binom.sf(counts - 1, trials, chance) < tail)).all()
    assert (lower >= 0).all()
    assert (upper <= trials + 1e-9).all()


def test_limits_of_a_poisson_count_leave_out_its_rare_values() -> None:
    counts = np.arange(200)
    for mean in (0.2, 1.0, 6.9, 80.0):
        lower, upper = tail_limits(np.array([mean]), np.array([mean]), 0.001)
        assert ((counts < lower) == (stats.poisson.cdf(counts, mean) < 0.001)).all()
        assert ((counts > upper) == (stats.poisson.sf(counts - 1, mean) < 0.001)).all()


def test_a_count_without_variance_is_its_own_limit() -> None:
    lower, upper = tail_limits(np.array([0.0, 5.0]), np.zeros(2), 0.001)
    assert lower.tolist() == upper.tolist() == [0.0, 5.0]


def test_confidence_limits_are_chi_square_for_poisson_and_beta_for_binomial() -> None:
    expected = np.array([0.4, 5.0, 112.0])
    lower, upper = confidence_limits(expected, expected, 0.001)
    assert lower == pytest.approx(stats.chi2.ppf(0.001, 2 * expected) / 2)
    assert upper == pytest.approx(stats.chi2.isf(0.001, 2 * expected + 2) / 2)
    low, high = confidence_limits(np.array([30.0]), np.array([30.0 * 0.7]), 0.025)
    interval = stats.binomtest(30, 100).proportion_ci(0.95, "exact")
    assert (low[0], high[0]) == pytest.approx((100 * interval.low, 100 * interval.high))


def test_two_sided_p_is_twice_the_smaller_tail_and_never_above_one() -> None:
    p = two_sided_p(np.array([0.0, 5.0, 15.0]), np.full(3, 5.0), np.full(3, 5.0))
    assert p.tolist() == pytest.approx(
        [2 * stats.poisson.cdf(0, 5), 1.0, 2 * stats.poisson.sf(14, 5)], abs=1e-12
    )
