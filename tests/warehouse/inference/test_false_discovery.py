"""q-values against scipy, and what must hold for any family of tests."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from warehouse.inference.false_discovery import chance_signals, with_q_values

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


def frame(p_values: list[float | None], family: list[str] | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {"measure": family or ["a"] * len(p_values), "p_value": p_values},
        schema_overrides={"p_value": pl.Float64},
    )


@given(P_VALUES)
@settings(max_examples=100, deadline=None)
def test_q_values_are_scipys(p_values: list[float]) -> None:
    found = with_q_values(frame([*p_values]))["q_value"].to_numpy()
    assert found == pytest.approx(stats.false_discovery_control(p_values, method="bh"), rel=1e-12, abs=1e-300)


@given(P_VALUES, st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_q_values_follow_the_p_values_in_any_order(p_values: list[float], seed: int) -> None:
    tests = with_q_values(frame([*p_values]))
    assert (tests["q_value"] >= tests["p_value"]).all()
    assert tests["q_value"].is_between(0, 1).all()
    assert tests.sort("p_value")["q_value"].is_sorted()
    shuffled = frame([*p_values]).sample(fraction=1, shuffle=True, seed=seed)
    assert with_q_values(shuffled).sort("p_value", "q_value").equals(tests.sort("p_value", "q_value"))


def test_a_published_example_finds_four_discoveries() -> None:
    """The fifteen p-values of Benjamini & Hochberg 1995: four are discoveries at 5 %."""
    p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    found = with_q_values(frame([*p_values]))["q_value"]
    assert (found <= 0.05).sum() == 4
    assert found[3] == pytest.approx(0.0095 * 15 / 4)


def test_families_are_judged_apart_and_tests_not_made_are_not_counted() -> None:
    tests = frame([0.01, 0.04, None, 0.04, 0.01, None], ["a", "a", "a", "b", "b", "c"])
    found = with_q_values(tests, by=["measure"])
    assert found["q_value"].to_list() == pytest.approx([0.02, 0.04, None, 0.04, 0.02, None])
    assert found.drop("q_value").equals(tests)  # rows keep their order


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="1 of 2 p-values are not between 0 and 1"):
        with_q_values(frame([0.5, wrong]))


def test_the_share_of_false_discoveries_stays_below_the_q_value() -> None:
    generator = np.random.default_rng(11)
    shares = []
    for _ in range(300):
        is_null = np.arange(60) < 45
        p_values = 2 * stats.norm.sf(np.abs(generator.normal(np.where(is_null, 0, 3.5))))
        found = with_q_values(frame(p_values.tolist()))["q_value"].to_numpy() <= 0.1
        shares.append((found & is_null).sum() / max(found.sum(), 1))
    # Theory: at most 0.1 * 45/60 = .075; Monte-Carlo error of 300 runs about .004.
    assert np.mean(shares) == pytest.approx(0.075, abs=0.012)


def test_chance_signals_are_counted_beside_those_found() -> None:
    tests = pl.DataFrame(
        {
            "period": ["2026-Q1"] * 500 + ["2026-Q2"] * 3,
            "signal": [True] * 2 + [False] * 498 + [True, None, False],
        }
    )
    first, second = chance_signals(tests, by=["period"]).rows(named=True)
    assert (first["test_count"], first["signal_count"]) == (500, 2)
    assert first["expected_by_chance"] == pytest.approx(1.0)
    assert first["chance_of_any"] == pytest.approx(1 - 0.998**500)
    assert (second["test_count"], second["signal_count"]) == (2, 1)
    everything = chance_signals(tests).row(0, named=True)
    assert (everything["test_count"], everything["signal_count"]) == (502, 3)
