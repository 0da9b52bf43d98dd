"""Funnels against the published vector, the paper's formulas in numpy, and what must hold for any units."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from warehouse.inference.funnel import Funnel, funnel_of_means, funnel_of_proportions, funnel_of_ratios
from warehouse.inference.funnel_limits import proportion_limits
from warehouse.inference.funnel_scales import ARCSINE, IDENTITY, LOG, BorrowedDispersion

OBSERVED = [100, 150, 180, 80, 120, 225]
EXPECTED = [108, 112, 165, 95, 100, 220]
SIDES = [(side, level) for side in ("lower", "upper") for level in ("95", "998")]


def proportions(numerator: list[int | None], denominator: list[int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "clinic_id": [f"c{i:03}" for i in range(len(numerator))],
            "numerator": numerator,
            "denominator": denominator,
        },
        schema_overrides={"numerator": pl.Int64, "denominator": pl.Int64},
    )


def ratios(observed: list[int], expected: list[float], variance: list[float] | None = None) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "clinic_id": [f"c{i:03}" for i in range(len(observed))],
            "observed": observed,
            "expected": pl.Series(expected, dtype=pl.Float64),
        }
    )
    return frame if variance is None else frame.with_columns(pl.Series("variance", variance))


def means(values: list[float], errors: list[float]) -> pl.DataFrame:
    return pl.DataFrame(
        {"clinic_id": [f"c{i:03}" for i in range(len(values))], "value": values, "standard_error": errors}
    )


def random_proportions(seed: int, count: int, tau: float, smallest: int = 20) -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    denominator = generator.integers(smallest, 900, count)
    angle = np.arcsin(np.sqrt(0.45)) + generator.normal(0, tau, count)
    return proportions(generator.binomial(denominator, np.sin(angle) ** 2).tolist(), denominator.tolist())


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
