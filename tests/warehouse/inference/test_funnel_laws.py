"""What must hold for the funnel of any units, and figures that are refused."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from funnel_units import means, proportions, ratios
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from warehouse.inference.funnel import Funnel, funnel_of_means, funnel_of_proportions, funnel_of_ratios
from warehouse.inference.funnel_limits import proportion_limits


@pytest.mark.parametrize(
    ("units", "message"),
    [
        (proportions([5], [4]), "1 of 1 units have a numerator above"),
        (proportions([-1, 2], [4, 4]), "1 of 2 units have a numerator or denominator that is negative"),
        (pl.concat([proportions([1], [4])] * 2), "2 of 2 units have no name or share it"),
        (proportions([1], [4]).with_columns(numerator=pl.lit(1.5)), "1 of 1 units .* no whole count"),
        (proportions([1], [4]).drop("denominator"), "needs the columns denominator"),
    ],
)
def test_counts_that_cannot_be_are_refused(units: pl.DataFrame, message: str) -> None:
    funnel_of_proportions(proportions([1, 2], [4, 4]))
    with pytest.raises(ValueError, match=message):
        funnel_of_proportions(units)


def test_other_impossible_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="centre of proportions"):
        funnel_of_proportions(proportions([1], [4]), centre=1.2)
    with pytest.raises(ValueError, match="not finite"):
        funnel_of_means(means([math.nan], [1.0]))
    with pytest.raises(ValueError, match="negative"):
        funnel_of_means(means([1.0], [-1.0]))
    with pytest.raises(ValueError, match="variance above their expected"):
        funnel_of_ratios(ratios([3], [4.0], [5.0]))


@pytest.mark.parametrize("centre", [0.0, 1.0])
def test_everybody_or_nobody_is_a_centre_without_signals(centre: float) -> None:
    units = proportions([0, 0, 0] if centre == 0 else [20, 30, 40], [20, 30, 40])
    result = funnel_of_proportions(units)
    assert result.centre == centre
    assert result.units["signal"].to_list() == [False] * 3
    assert result.units["p_value"].to_list() == [1.0] * 3


COUNTS = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300)), min_size=2, max_size=25).map(
    lambda pairs: proportions([min(a, b) for a, b in pairs], [b for _, b in pairs])
)


@given(COUNTS, st.integers(0, 2**31))
@settings(max_examples=30, deadline=None)
def test_the_order_of_units_changes_nothing(units: pl.DataFrame, seed: int) -> None:
    shuffled = units.sample(fraction=1.0, shuffle=True, seed=seed)
    result, again = funnel_of_proportions(units), funnel_of_proportions(shuffled)
    assert result.units.equals(again.units)
    assert (result.phi, result.tau2, result.centre) == (again.phi, again.tau2, again.centre)


@given(COUNTS)
@settings(max_examples=30, deadline=None)
def test_limits_nest_and_hold_the_centre_and_signals_are_what_lies_outside(units: pl.DataFrame) -> None:
    for result in (
        funnel_of_proportions(units),
        funnel_of_ratios(units.rename({"numerator": "observed", "denominator": "expected"})),
    ):
        assert_nested(result)


def assert_nested(result: Funnel) -> None:
    assert result.centre is not None
    compared = result.units.filter(pl.col("not_applicable").is_null())
    for ending in ("", "_unadjusted"):
        assert (compared[f"lower_998{ending}"] <= compared[f"lower_95{ending}"] + 1e-12).all()
        assert (compared[f"upper_998{ending}"] >= compared[f"upper_95{ending}"] - 1e-12).all()
        assert (compared[f"lower_95{ending}"] <= result.centre + 1e-12).all()
        assert (compared[f"upper_95{ending}"] >= result.centre - 1e-12).all()
    for level in ("95", "998"):
        assert (compared[f"lower_{level}"] <= compared[f"lower_{level}_unadjusted"] + 1e-12).all()
        assert (compared[f"upper_{level}"] >= compared[f"upper_{level}_unadjusted"] - 1e-12).all()
    inside = compared["value"].is_between(compared["lower_998"], compared["upper_998"])
    assert (compared["signal"] == ~inside).all()
    assert (compared.filter("signal")["p_value"] <= 0.002).all()
    assert compared["p_value"].is_between(0, 1).all()


@given(COUNTS)
@settings(max_examples=30, deadline=None)
def test_tau2_is_zero_unless_phi_exceeds_what_chance_leaves(units: pl.DataFrame) -> None:
    result = funnel_of_proportions(units)
    assert result.phi is not None
    n = result.unit_count
    if result.phi <= (n - 1) / n:
        assert result.tau2 == 0
        assert result.units["z"].to_list() == pytest.approx(result.units["z_unadjusted"].to_list())
    if result.phi > 1:
        assert result.tau2 is not None
        assert result.tau2 > 0


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(0.5, 5)), min_size=3, max_size=20),
    st.sampled_from([0.01, 3.0, 1000.0]),
    st.floats(-100, 100),
)
@settings(max_examples=30, deadline=None)
def test_unit_and_origin_of_means_change_nothing_else(
    rows: list[tuple[float, float]], unit: float, origin: float
) -> None:
    values, errors = [value for value, _ in rows], [error for _, error in rows]
    result = funnel_of_means(means(values, errors))
    moved = funnel_of_means(means([v * unit + origin for v in values], [e * unit for e in errors]))
    assert moved.phi == pytest.approx(result.phi, rel=1e-5, abs=1e-7)
    assert result.tau2 is not None
    assert moved.tau2 == pytest.approx(result.tau2 * unit**2, rel=1e-4, abs=1e-5 * unit**2)
    assert moved.units["z_unadjusted"].to_numpy() == pytest.approx(
        result.units["z_unadjusted"].to_numpy(), rel=1e-5, abs=1e-5
    )


@given(st.integers(2, 2000), st.integers(2, 50), st.floats(0.05, 0.95))
@settings(max_examples=30, deadline=None)
def test_a_unit_with_more_data_has_narrower_unadjusted_limits(few: int, more: int, centre: float) -> None:
    limits = proportion_limits(np.array([few, few + more], dtype=float), centre, 0.01)
    expected = [float(few), float(few + more)]
    ratio = funnel_of_ratios(ratios([few, few + more], expected)).units
    for frame in (limits, ratio):
        for level in ("95", "998"):
            width = frame[f"upper_{level}_unadjusted"] - frame[f"lower_{level}_unadjusted"]
            assert width[1] <= width[0]
    assume(few * centre * (1 - centre) > 1)
    width = limits["upper_998_unadjusted"] - limits["lower_998_unadjusted"]
    assert width[1] < width[0]
