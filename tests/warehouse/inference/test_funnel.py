"""Funnels against the published vector and the paper's formulas in numpy; units without cases; signals."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from funnel_units import means, proportions, random_proportions, ratios
from scipy import stats

from warehouse.inference.funnel import funnel_of_means, funnel_of_proportions, funnel_of_ratios
from warehouse.inference.funnel_scales import LOG, BorrowedDispersion

OBSERVED = [100, 150, 180, 80, 120, 225]
EXPECTED = [108, 112, 165, 95, 100, 220]


def test_the_published_vector_of_ratios_is_met_to_the_last_printed_digit() -> None:
    result = funnel_of_ratios(ratios(OBSERVED, [float(e) for e in EXPECTED]))
    assert result.phi == pytest.approx(2.948033, abs=1e-6)
    assert result.tau2 == pytest.approx(0.019477530578, abs=1e-12)
    assert (result.unit_count, result.phi_unit_count) == (6, 6)  # with six units nothing is left out
    second = result.units.row(1, named=True)
    assert second["z_unadjusted"] == pytest.approx(3.0916813, abs=1e-7)
    assert second["lower_95"] == pytest.approx(0.7186833, abs=1e-7)
    assert second["upper_95"] == pytest.approx(1.391433, abs=1e-6)
    assert second["lower_998"] == pytest.approx(0.5940266, abs=1e-7)
    assert second["upper_998"] == pytest.approx(1.683426, abs=1e-6)
    assert second["lower_95_unadjusted"] == pytest.approx(0.8233969, abs=1e-7)
    assert second["upper_95_unadjusted"] == pytest.approx(1.203260, abs=1e-6)
    assert second["lower_998_unadjusted"] == pytest.approx(0.7332272, abs=1e-7)
    assert second["upper_998_unadjusted"] == pytest.approx(1.327828, abs=1e-6)
    assert second["signal"] is False  # past the unadjusted limit only
    assert second["p_value"] == pytest.approx(
        2 * stats.norm.sf(3.0916813 / math.sqrt(1 + 112 * 0.019477530578))
    )


@pytest.mark.parametrize("seed", range(5))
def test_proportions_agree_with_the_formulas_written_out_in_numpy(seed: int) -> None:
    units = random_proportions(seed, 40, 0.08, smallest=100)
    result = funnel_of_proportions(units)
    r, n = units["numerator"].to_numpy(), units["denominator"].to_numpy()
    target = math.asin(math.sqrt(r.sum() / n.sum()))
    s = 1 / (2 * np.sqrt(n))
    z = (np.arcsin(np.sqrt(r / n)) - target) / s
    clipped = np.clip(z, np.percentile(z, 10), np.percentile(z, 90))
    phi = (clipped**2).sum() / 40
    w = 1 / s**2
    tau2 = (40 * phi - 39) / (w.sum() - (w**2).sum() / w.sum())
    assert tau2 > 0
    assert result.phi == pytest.approx(phi, rel=1e-12)
    assert result.tau2 == pytest.approx(tau2, rel=1e-12)
    assert result.units["z_unadjusted"].to_numpy() == pytest.approx(z, rel=1e-9)
    assert result.units["z"].to_numpy() == pytest.approx(z * s / np.sqrt(s**2 + tau2), rel=1e-9)
    for level, k in (("95", 1.959963984540054), ("998", 3.090232306167813)):
        for ending, variance in (("", s**2 + tau2), ("_unadjusted", s**2)):
            lower = np.sin(np.maximum(target - k * np.sqrt(variance), 0)) ** 2
            upper = np.sin(np.minimum(target + k * np.sqrt(variance), np.pi / 2)) ** 2
            assert result.units[f"lower_{level}{ending}"].to_numpy() == pytest.approx(lower, rel=1e-9)
            assert result.units[f"upper_{level}{ending}"].to_numpy() == pytest.approx(upper, rel=1e-9)
    outside = (r / n < np.sin(target - 3.0902 * np.sqrt(s**2 + tau2)) ** 2) | (
        r / n > np.sin(target + 3.0902 * np.sqrt(s**2 + tau2)) ** 2
    )
    assert result.units["signal"].to_list() == outside.tolist()


@pytest.mark.parametrize("count", [9, 10, 25])
def test_ratios_leave_the_most_extreme_tenth_at_each_end_out_of_phi(count: int) -> None:
    generator = np.random.default_rng(count)
    expected = generator.uniform(30, 400, count)
    observed = generator.poisson(expected * np.exp(generator.normal(0, 0.25, count)))
    result = funnel_of_ratios(ratios(observed.tolist(), expected.tolist()))
    z = np.log(observed / expected) * np.sqrt(expected)
    order = np.argsort(z)
    kept = order[count // 10 : count - count // 10]
    phi = (z[kept] ** 2).mean()
    w = expected[kept]
    tau2 = (kept.size * phi - (kept.size - 1)) / (w.sum() - (w**2).sum() / w.sum())
    assert result.phi_unit_count == kept.size == count - 2 * (count // 10)
    assert result.unit_count == count
    assert result.phi == pytest.approx(phi)
    assert result.tau2 == pytest.approx(tau2)
    wide = np.exp(3.090232306167813 * np.sqrt(1 / expected + tau2))
    assert result.units["upper_998"].to_numpy() == pytest.approx(wide)


def test_means_agree_with_the_formulas_written_out_in_numpy() -> None:
    generator = np.random.default_rng(2)
    s = generator.uniform(0.2, 1.5, 30)
    y = 5 + generator.normal(0, np.sqrt(s**2 + 1.0))
    result = funnel_of_means(means(y.tolist(), s.tolist()))
    centre = (y / s**2).sum() / (1 / s**2).sum()
    z = (y - centre) / s
    phi = (np.clip(z, np.percentile(z, 10), np.percentile(z, 90)) ** 2).mean()
    w = s**-2
    tau2 = (30 * phi - 29) / (w.sum() - (w**2).sum() / w.sum())
    assert result.centre == pytest.approx(centre)
    assert (result.phi, result.tau2) == pytest.approx((phi, tau2))
    assert result.units["p_value"].to_numpy() == pytest.approx(
        2 * stats.norm.sf(np.abs(y - centre) / np.sqrt(s**2 + tau2))
    )


def test_a_null_and_a_denominator_of_zero_are_not_applicable_and_never_zero() -> None:
    whole = proportions([10, 12, 30], [40, 41, 70])
    result = funnel_of_proportions(proportions([10, None, 12, 0, 30, 5], [40, 50, 41, 0, 70, None]))
    assert result.unit_count == 3
    assert result.units["not_applicable"].to_list() == [
        None,
        "missing or suppressed",
        None,
        "no cases",
        None,
        "missing or suppressed",
    ]
    nothing = result.units.filter(pl.col("not_applicable").is_not_null())
    for name in ("value", "lower_998", "upper_95_unadjusted", "z", "p_value", "signal", "side"):
        assert nothing[name].null_count() == 3, name
    same = funnel_of_proportions(whole)
    assert (result.centre, result.phi, result.tau2) == (same.centre, same.phi, same.tau2)


def test_nothing_expected_is_not_applicable_even_where_something_was_observed() -> None:
    result = funnel_of_ratios(ratios([0, 3, 20, 25], [0.0, 0.0, 22.0, 21.0]))
    assert result.units["not_applicable"].to_list() == ["nothing expected"] * 2 + [None] * 2
    assert result.units["value"].to_list()[:2] == [None, None]
    assert result.unit_count == 2


def test_nothing_observed_keeps_the_value_zero_and_is_judged_by_its_exact_tail() -> None:
    result = funnel_of_ratios(ratios([0, 0, 52, 48, 50], [4.0, 9.0, 50.0, 50.0, 50.0]))
    few, many = result.units.row(0, named=True), result.units.row(1, named=True)
    assert few["value"] == many["value"] == 0.0
    assert few["z_unadjusted"] == pytest.approx(math.log(0.5 / 4) * 2)
    assert few["p_value"] >= 2 * math.exp(-4)
    assert few["signal"] is False  # exp(-4) = 1.8 %: nothing unusual, though the log scale says z = -4.2
    borrowed = BorrowedDispersion(0.0, LOG, "no dispersion")
    unadjusted = funnel_of_ratios(ratios([0, 0, 52, 48, 50], [4.0, 9.0, 50.0, 50.0, 50.0]), tau2=borrowed)
    assert unadjusted.units["signal"].to_list() == [False, True, False, False, False]  # exp(-9) = 0.01 %


def test_wide_usual_differences_let_a_clinic_without_any_case_pass() -> None:
    """On the log scale 0 is infinitely low, however wide the limits: 0.5 has to stand for it there, too."""
    units = ratios([0, 0, 40, 3, 90, 6], [7.0, 30.0, 12.0, 14.0, 30.0, 40.0])
    result = funnel_of_ratios(units)
    assert result.tau2 is not None
    assert result.tau2 > 1
    assert result.units["lower_998"][0] == 0.0
    assert result.units["signal"].to_list() == [False] * 6
    assert result.units["p_value"][0] > 0.05


def test_a_small_clinic_without_any_case_is_no_signal_where_chance_gives_that_often() -> None:
    units = proportions([0] + [300] * 12, [50] + [5000] * 12)
    result = funnel_of_proportions(units, centre=0.06)
    assert result.tau2 == 0
    first = result.units.row(0, named=True)
    assert first["z"] < -3.3  # past the limit, says the transform
    assert first["p_value"] == pytest.approx(2 * 0.94**50)  # 9 %, say the counts
    assert first["signal"] is False
    assert first["lower_998"] == 0.0


def test_a_clinic_far_out_is_a_signal_with_its_side() -> None:
    units = proportions([50] * 11 + [90, 14], [100] * 13)
    result = funnel_of_proportions(units, centre=0.5)
    assert result.units["side"].to_list() == [None] * 11 + ["high", "low"]
    assert result.units["signal"].to_list() == [False] * 11 + [True, True]
    assert result.signals_by_chance == pytest.approx(0.026)
    assert not result.rests_on_few_units


def test_usual_differences_widen_the_limits_until_nobody_stands_out() -> None:
    units = random_proportions(4, 60, 0.15, smallest=300)
    result = funnel_of_proportions(units)
    past = (
        units.height
        - result.units["value"]
        .is_between(result.units["lower_998_unadjusted"], result.units["upper_998_unadjusted"])
        .sum()
    )
    assert result.is_overdispersed
    assert past > 30
    assert result.units["signal"].sum() <= 3
