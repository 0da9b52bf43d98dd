"""How much units usually differ: too few units to tell, borrowed, converted, known and corrected."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from funnel_units import means, proportions, random_proportions, ratios
from scipy import stats

from warehouse.inference.funnel import funnel_of_means, funnel_of_proportions, funnel_of_ratios
from warehouse.inference.funnel_limits import proportion_limits
from warehouse.inference.funnel_scales import ARCSINE, IDENTITY, LOG, BorrowedDispersion

OBSERVED = [100, 150, 180, 80, 120, 225]
EXPECTED = [108, 112, 165, 95, 100, 220]


@pytest.mark.parametrize(
    ("units", "phi"),
    [(proportions([4], [10]), None), (proportions([None, 4], [10, 10]), None)],
)
def test_one_unit_has_no_dispersion_and_so_no_verdict(units: pl.DataFrame, phi: None) -> None:
    result = funnel_of_proportions(units, centre=0.3)
    assert result.phi is phi
    assert result.tau2 is None
    assert result.is_overdispersed is None
    assert result.units["signal"].null_count() == units.height
    assert result.units["upper_998"].null_count() == units.height
    assert result.units["upper_998_unadjusted"].drop_nulls().len() == 1
    assert "fewer than two" in result.tau2_source


def test_no_unit_at_all_is_an_empty_comparison() -> None:
    empty = funnel_of_proportions(proportions([None], [None]))
    assert (empty.centre, empty.phi, empty.tau2, empty.unit_count) == (None, None, None, 0)
    assert empty.units["not_applicable"].to_list() == ["missing or suppressed"]
    assert funnel_of_ratios(ratios([1], [0.0])).units["signal"].to_list() == [None]
    assert funnel_of_means(means([1.0], [0.0])).units["not_applicable"].to_list() == ["no standard error"]


def test_a_borrowed_tau2_is_used_and_its_source_named() -> None:
    units = proportions([30, 45], [100, 100])
    borrowed = BorrowedDispersion(0.0005, ARCSINE, "147 providers, NHS Talking Therapies 2024-25")
    result = funnel_of_proportions(units, tau2=borrowed)
    assert result.tau2 == 0.0005
    assert result.tau2_source == "147 providers, NHS Talking Therapies 2024-25"
    assert result.phi == funnel_of_proportions(units).phi
    assert result.rests_on_few_units
    assert result.centre is not None
    expected = proportion_limits(np.array([100.0]), result.centre, 0.0005)
    assert result.units["upper_998"].to_list() == pytest.approx(expected["upper_998"].to_list() * 2)
    alone = funnel_of_proportions(proportions([90], [100]), centre=0.4, tau2=borrowed)
    assert alone.units["signal"].to_list() == [True]


def test_a_tau2_of_another_scale_is_refused_until_it_is_converted() -> None:
    units = ratios(OBSERVED, [float(e) for e in EXPECTED])
    borrowed = BorrowedDispersion(0.0005, ARCSINE, "elsewhere")
    with pytest.raises(ValueError, match=r"arcsine scale, and this funnel is on the log scale: convert"):
        funnel_of_ratios(units, tau2=borrowed)
    converted = borrowed.on(LOG, 0.2)
    assert converted.tau2 == pytest.approx(0.0005 * 4 * 0.8 / 0.2)
    assert borrowed.on(IDENTITY, 0.2).tau2 == pytest.approx(0.0005 * 4 * 0.8 * 0.2)
    assert converted.on(ARCSINE, 0.2).tau2 == pytest.approx(0.0005)
    assert funnel_of_ratios(units, tau2=converted).tau2 == pytest.approx(0.008)
    with pytest.raises(ValueError, match="between 0 and 1"):
        borrowed.on(LOG, 1.0)
    for tau2, source in ((-1.0, "x"), (math.nan, "x"), (0.1, " ")):
        with pytest.raises(ValueError, match="A borrowed tau2"):
            BorrowedDispersion(tau2, LOG, source)


def test_a_conversion_keeps_the_spread_of_true_proportions() -> None:
    generator = np.random.default_rng(1)
    angle = np.arcsin(np.sqrt(0.3)) + generator.normal(0, 0.01, 200_000)
    truth = np.sin(angle) ** 2
    borrowed = BorrowedDispersion(0.01**2, ARCSINE, "simulated")
    assert math.sqrt(borrowed.on(LOG, 0.3).tau2) == pytest.approx(np.log(truth).std(), rel=0.01)
    assert math.sqrt(borrowed.on(IDENTITY, 0.3).tau2) == pytest.approx(truth.std(), rel=0.01)


def test_a_known_variance_narrows_the_limits_of_common_outcomes() -> None:
    observed, cases = [45, 60, 52, 48], [100, 100, 100, 100]
    expected = [50.0] * 4
    poisson = funnel_of_ratios(ratios(observed, expected))
    known = funnel_of_ratios(ratios(observed, expected, [25.0] * 4))
    assert known.units["z_unadjusted"].to_numpy() == pytest.approx(
        poisson.units["z_unadjusted"].to_numpy() * math.sqrt(2)
    )
    assert (known.units["upper_998_unadjusted"] < poisson.units["upper_998_unadjusted"]).all()
    interval = stats.binomtest(50, cases[0]).proportion_ci(0.998, "exact")
    assert known.units["lower_998_unadjusted"][0] == pytest.approx(2 * interval.low)


def test_correcting_phi_divides_it_by_what_taming_leaves_of_chance() -> None:
    units = random_proportions(8, 100, 0.1)
    plain, corrected = funnel_of_proportions(units), funnel_of_proportions(units, correct_phi=True)
    z = stats.norm.rvs(size=400_000, random_state=5)
    left = (np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2).mean()
    assert plain.phi is not None
    assert corrected.phi == pytest.approx(plain.phi / left, rel=0.01)
    observed = ratios(list(range(50, 90)), [70.0] * 40)
    trimmed = np.sort(z)[40_000:-40_000]
    plain, corrected = funnel_of_ratios(observed), funnel_of_ratios(observed, correct_phi=True)
    assert plain.phi is not None
    assert corrected.phi == pytest.approx(plain.phi / (trimmed**2).mean(), rel=0.01)
    few = ratios(OBSERVED, [float(e) for e in EXPECTED])
    assert funnel_of_ratios(few, correct_phi=True).phi == funnel_of_ratios(few).phi  # nothing was left out
