"""Control charts against the published vector, Laney's formulas in numpy, and rules at their boundaries."""

from __future__ import annotations

import datetime as dt
import math
import time

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from warehouse.inference.control_charts import p_prime_chart, xmr_chart

Y = (
    -0.56047564655, -0.23017748948, 1.55870831415, 0.07050839142, 0.12928773516, 1.71506498688, 0.46091620599,
    -1.26506123461, -0.68685285189, -0.4456619701, 1.22408179744, 0.35981382706, 0.40077145059, 0.11068271595,
    -0.55584113475, 1.7869131368, 0.49785047823, -1.96661715663, 0.70135590156, -0.47279140773,
)  # fmt: skip
RULES = ("outside", "shift", "trend", "near")


def series(values: list[float | None], name: str = "a") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "clinic_id": [name] * len(values),
            "week": [dt.date(2026, 1, 5) + dt.timedelta(weeks=i) for i in range(len(values))],
            "value": values,
        },
        schema_overrides={"value": pl.Float64},
    )


def rates(numerator: list[int | None], denominator: list[int | None], name: str = "a") -> pl.DataFrame:
    frame = series([0.0] * len(numerator), name).drop("value")
    return frame.with_columns(
        pl.Series("numerator", numerator, pl.Int64), pl.Series("denominator", denominator, pl.Int64)
    )


def xmr(values: list[float | None], **options: object) -> pl.DataFrame:
    return xmr_chart(series(values), by=["clinic_id"], **options)  # type: ignore[arg-type]


def flagged(chart: pl.DataFrame, rule: str) -> list[int]:
    return [i for i, is_flagged in enumerate(chart[rule]) if is_flagged]


def test_the_published_series_has_its_limits_and_no_signal() -> None:
    chart = xmr(list(Y))
    assert chart["mean"].unique().to_list() == pytest.approx([0.1416238], abs=1e-7)
    assert chart["lower"].unique().to_list() == pytest.approx([-3.01138], abs=1e-6)
    assert chart["upper"].unique().to_list() == pytest.approx([3.294627], abs=1e-6)
    assert not chart["signal"].any()
    assert not chart["is_trial"].any()


def test_an_outlier_is_screened_out_of_the_ranges_and_stands_outside() -> None:
    chart = xmr([*Y[:14], 10.0, *Y[15:]])
    assert chart["lower"][0] == pytest.approx(-2.383666, abs=1e-6)
    assert chart["upper"][0] == pytest.approx(3.722497, abs=1e-6)
    assert flagged(chart, "outside") == flagged(chart, "signal") == [14]
    assert chart.row(14, named=True)["rule"] == "outside"
    assert chart.row(14, named=True)["side"] == "high"


def test_near_limits_are_two_thirds_of_the_way() -> None:
    row = xmr(list(Y)).row(0, named=True)
    assert row["near_upper"] - row["mean"] == pytest.approx((row["upper"] - row["mean"]) * 2 / 3)
    assert row["mean"] - row["near_lower"] == pytest.approx((row["mean"] - row["lower"]) * 2 / 3)


def test_many_series_at_once_are_the_series_one_by_one() -> None:
    frames = [series(list(np.random.default_rng(i).normal(size=30)), f"c{i}") for i in range(4)]
    together = xmr_chart(pl.concat(frames).sample(fraction=1, shuffle=True, seed=1), by=["clinic_id"])
    apart = pl.concat([xmr_chart(frame, by=["clinic_id"]) for frame in frames])
    assert together.equals(apart)


WAVE = [0.0, 4.0] * 10  # mean 2, ranges of 4: limits -8.64 and 12.64, near ones 2 -+ 7.09


def with_baseline(tail: list[float | None]) -> pl.DataFrame:
    return xmr([*WAVE, *tail], baseline=20)


def test_a_point_on_the_limit_is_inside_and_one_beyond_is_outside() -> None:
    upper, lower = 2 + 2.66 * 4, 2 - 2.66 * 4
    assert flagged(with_baseline([upper]), "outside") == []
    assert flagged(with_baseline([upper + 1e-6]), "outside") == [20]
    assert flagged(with_baseline([lower]), "outside") == []
    low = with_baseline([lower - 1e-6])
    assert flagged(low, "outside") == [20]
    assert low["side"][20] == "low"


def test_the_seventh_point_on_one_side_is_a_shift_and_the_sixth_is_not() -> None:
    high = [3.0, 2.5, 3.0, 2.5, 3.0, 2.5, 3.0, 2.5]
    assert flagged(with_baseline([1.0, *high[:6]]), "shift") == []
    assert flagged(with_baseline([1.0, *high]), "shift") == [27, 28]
    low = with_baseline([3.0, *(4 - value for value in high[:7])])
    assert flagged(low, "shift") == [27]
    assert low["side"][27] == "low"
    assert low["rule"][27] == "shift"


def test_a_point_on_the_mean_ends_a_run() -> None:
    high = [3.0, 2.5, 3.0, 2.0, 3.0, 2.5, 3.0, 2.5]
    assert flagged(with_baseline([1.0, *high]), "shift") == []


def test_the_seventh_rising_or_falling_point_is_a_trend_and_a_tie_ends_it() -> None:
    rising = [-3.0, -1.0, 0.0, 1.0, 3.0, 5.0, 6.0]
    assert flagged(with_baseline(rising[:6]), "trend") == []
    chart = with_baseline(rising)
    assert flagged(chart, "trend") == [26]
    assert (chart["rule"][26], chart["side"][26]) == ("trend", "high")
    assert flagged(with_baseline([*rising[:4], 1.0, *rising[4:]]), "trend") == []
    falling = with_baseline([4 - value for value in rising])
    assert flagged(falling, "trend") == [26]
    assert falling["side"][26] == "low"


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([10.0, 10.0], [21]),
        ([10.0, 2.0, 10.0], [22]),
        ([10.0, 2.0, 2.0, 10.0], []),
        ([10.0, -6.0, 2.0], []),  # on different sides
        ([9.0, 9.0], []),  # within the near limit of 9.09
        ([-6.0, 2.0, -6.0], [22]),
    ],
)
def test_two_of_three_past_the_same_near_limit_are_a_signal(
    tail: list[float | None], expected: list[int]
) -> None:
    assert flagged(with_baseline(tail), "near") == expected


def test_a_gap_is_no_zero_and_neither_ends_nor_lengthens_a_run() -> None:
    values: list[float | None] = list(Y)
    with_gaps = [*values[:5], None, *values[5:12], None, None, *values[12:]]
    chart, plain = xmr(with_gaps), xmr(values)
    assert (
        chart.filter(pl.col("value").is_not_null())
        .select("mean", "lower", "upper", *RULES)
        .equals(plain.select("mean", "lower", "upper", *RULES))
    )
    gaps = chart.filter(pl.col("value").is_null())
    assert gaps.height == 3
    assert gaps["signal"].null_count() == 3  # not applicable, which isn't "no signal"
    assert gaps["mean"].null_count() == 0  # the lines go on
    run = with_baseline([1.0, 3.0, 2.5, 3.0, None, 2.5, 3.0, 2.5, 3.0])
    assert flagged(run, "shift") == [28]


def test_absent_weeks_are_gaps_like_null_ones() -> None:
    rows = series([*Y[:5], None, *Y[5:]])
    absent = xmr_chart(rows.filter(pl.col("value").is_not_null()), by=["clinic_id"])
    assert xmr_chart(rows, by=["clinic_id"]).filter(pl.col("value").is_not_null()).equals(absent)


def test_fewer_than_twelve_points_have_limits_on_trial() -> None:
    assert xmr(list(Y[:11]))["is_trial"].all()
    assert not xmr(list(Y[:12]))["is_trial"].any()


@pytest.mark.parametrize("values", [[3.0], [None, 3.0, None]])
def test_one_point_has_no_limits_and_no_verdict(values: list[float | None]) -> None:
    chart = xmr(values)
    assert chart["lower"].null_count() == len(values)
    assert chart["signal"].null_count() == len(values)


@pytest.mark.parametrize("level", [0.0, 0.1, 1e9])
def test_a_series_that_stands_still_has_no_signal(level: float) -> None:
    chart = xmr([level] * 30)
    assert not chart["signal"].any()
    assert chart["upper"].to_list() == pytest.approx([level] * 30)


def test_one_odd_week_in_a_still_series_is_the_only_point_outside() -> None:
    chart = xmr([0.1] * 15 + [0.9] + [0.1] * 15)
    assert flagged(chart, "outside") == [15]


def test_an_event_starts_limits_afresh_and_no_run_goes_across_it() -> None:
    values = [*Y, *(value + 10 for value in Y)]
    event = pl.DataFrame({"clinic_id": ["a"], "week": [dt.date(2026, 1, 5) + dt.timedelta(weeks=20)]})
    assert flagged(xmr([float(v) for v in values]), "shift") != []
    chart = xmr([float(v) for v in values], events=event)
    assert chart["segment"].to_list() == [0] * 20 + [1] * 20
    assert not chart["signal"].any()
    assert chart["mean"].to_list() == pytest.approx([0.1416238] * 20 + [10.1416238] * 20, abs=1e-7)
    rising = [*range(20, 14, -1), *range(14, 8, -1)]
    middle = pl.DataFrame({"week": [dt.date(2026, 1, 5) + dt.timedelta(weeks=6)]})
    assert flagged(xmr([float(v) for v in rising]), "trend") != []
    assert flagged(xmr([float(v) for v in rising], events=middle), "trend") == []


def test_an_event_without_a_clinic_is_for_all_and_one_of_another_clinic_for_none() -> None:
    both = pl.concat([series(list(Y)), series(list(Y), "b")])
    day = dt.date(2026, 1, 5) + dt.timedelta(weeks=10, days=-3)  # between two weeks
    everybody = xmr_chart(both, by=["clinic_id"], events=pl.DataFrame({"week": [day]}))
    assert everybody["segment"].to_list() == ([0] * 10 + [1] * 10) * 2
    one = xmr_chart(both, by=["clinic_id"], events=pl.DataFrame({"clinic_id": ["b"], "week": [day]}))
    assert one["segment"].to_list() == [0] * 20 + [0] * 10 + [1] * 10


def test_a_baseline_fixes_the_limits_for_what_comes_after() -> None:
    shifted = [*Y, *(value + 1.5 for value in Y)]
    chart = xmr([float(v) for v in shifted], baseline=20)
    assert chart["upper"].unique().to_list() == pytest.approx([3.294627], abs=1e-6)
    assert chart["point_count"].unique().to_list() == [20]
    assert chart["signal"][20:].any()
    assert not chart["signal"][:20].any()


def test_p_prime_as_published_is_laneys() -> None:
    generator = np.random.default_rng(6)
    n = generator.integers(200, 400, 40)
    x = generator.binomial(n, np.clip(generator.normal(0.3, 0.06, 40), 0.05, 0.6))
    chart = p_prime_chart(rates(x.tolist(), n.tolist()), by=["clinic_id"], scale="proportion")
    p = x.sum() / n.sum()
    error = np.sqrt(p * (1 - p) / n)
    ranges = np.abs(np.diff((x / n - p) / error))
    ranges = ranges[ranges <= 3.267 * ranges.mean()]
    sigma_z = ranges.mean() / 1.128
    assert sigma_z > 1.5
    assert chart["sigma_z"].to_numpy() == pytest.approx(np.full(40, sigma_z))
    assert chart["lower"].to_numpy() == pytest.approx(p - 3 * sigma_z * error)
    assert chart["upper"].to_numpy() == pytest.approx(p + 3 * sigma_z * error)
    assert chart["near_upper"].to_numpy() == pytest.approx(p + 2 * sigma_z * error)


def test_p_prime_on_the_square_root_scale_is_laneys_taken_back_from_it() -> None:
    generator = np.random.default_rng(6)
    n = generator.integers(200, 400, 40)
    x = generator.binomial(n, np.clip(generator.normal(0.3, 0.06, 40), 0.05, 0.6))
    published = p_prime_chart(rates(x.tolist(), n.tolist()), by=["clinic_id"], scale="proportion")
    chart = p_prime_chart(rates(x.tolist(), n.tolist()), by=["clinic_id"])
    sigma_z = published["sigma_z"].to_numpy()
    assert chart["sigma_z"].to_numpy() == pytest.approx(sigma_z)
    width = 3 * sigma_z / (2 * np.sqrt(n))
    centre = math.asin(math.sqrt(x.sum() / n.sum()))
    assert chart["lower"].to_numpy() == pytest.approx(np.sin(centre - width) ** 2)
    assert chart["upper"].to_numpy() == pytest.approx(np.sin(centre + width) ** 2)
    assert chart["upper"].to_numpy() == pytest.approx(published["upper"].to_numpy(), abs=0.02)


def test_weeks_of_few_cases_have_limits_from_exact_tails() -> None:
    chart = p_prime_chart(rates([1, 1, 1, 1, 1, 0] * 5, [6] * 30), by=["clinic_id"])
    mean = 25 / 180
    assert chart["mean"].to_list() == pytest.approx([mean] * 30)
    assert chart["lower"].to_list() == [0.0] * 30
    assert chart["sigma_z"][0] < 1  # reported, but never used to narrow the limits
    counts = np.arange(7)
    outside = counts / 6 > chart["upper"][0]
    wide = np.sin(np.arcsin(np.sqrt(mean)) + 3 / (2 * np.sqrt(6))) ** 2
    assert (
        outside.tolist() == ((stats.binom.sf(counts - 1, 6, mean) < 0.00135) & (counts / 6 > wide)).tolist()
    )


def test_half_of_the_weeks_being_on_one_side_is_no_shift() -> None:
    """With four clients a week and 10 %, two weeks in three have nobody: seven in a row mean nothing."""
    points = rates([0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 1, 1, 1], [4] * 14)
    assert not p_prime_chart(points, by=["clinic_id"])["shift"].any()
    assert p_prime_chart(points, by=["clinic_id"], scale="proportion")["shift"].any()


def test_rates_keep_weeks_without_clients_as_gaps() -> None:
    points = rates([3, None, 0, 4, 2, 3], [10, 10, 0, 12, 9, None])
    chart = p_prime_chart(points, by=["clinic_id"])
    assert chart["value"].to_list() == pytest.approx([0.3, None, None, 4 / 12, 2 / 9, None])
    assert chart["signal"].is_null().to_list() == [False, True, True, False, False, True]
    assert chart["upper"].is_null().to_list() == [False, True, True, False, False, True]
    assert chart["mean"].drop_nulls().to_list() == pytest.approx([9 / 31] * 3)


@pytest.mark.parametrize("share", [0, 1])
def test_nobody_or_everybody_in_every_week_is_no_signal(share: int) -> None:
    for scale in ("arcsine", "proportion"):
        chart = p_prime_chart(rates([9 * share] * 20, [9] * 20), by=["clinic_id"], scale=scale)  # type: ignore[arg-type]
        assert chart["signal"].to_list() == [False] * 20


@pytest.mark.parametrize(
    ("points", "message"),
    [
        (rates([5], [4]), "1 of 1 points have a count"),
        (rates([-1, 0], [4, 4]), "1 of 2 points have a count"),
        (pl.concat([rates([1], [4])] * 2), "2 of 2 points have no week, or share it"),
    ],
)
def test_impossible_counts_are_refused(points: pl.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        p_prime_chart(points, by=["clinic_id"])


def test_impossible_values_are_refused() -> None:
    with pytest.raises(ValueError, match="1 of 2 points have a value that isn't finite"):
        xmr([1.0, math.nan])
    with pytest.raises(ValueError, match="two points or more"):
        xmr(list(Y), baseline=1)


@given(st.integers(0, 10_000), st.sampled_from([0.01, 2.0, 500.0]), st.floats(-1000, 1000))
@settings(max_examples=25, deadline=None)
def test_unit_origin_and_order_of_the_points_change_no_signal(seed: int, unit: float, origin: float) -> None:
    values = np.random.default_rng(seed).standard_t(3, size=40)
    plain = xmr([float(v) for v in values])
    moved = xmr_chart(
        series([float(v) for v in values * unit + origin]).sample(fraction=1, shuffle=True, seed=seed),
        by=["clinic_id"],
    )
    assert moved.select(*RULES, "signal", "rule", "side").equals(
        plain.select(*RULES, "signal", "rule", "side")
    )
    assert moved["upper"].to_numpy() == pytest.approx(plain["upper"].to_numpy() * unit + origin, rel=1e-6)


def test_fifty_clinics_and_ten_measures_over_three_years_take_a_few_seconds() -> None:
    generator = np.random.default_rng(2)
    n = generator.poisson(8, (500, 156))
    series_id, week = np.indices(n.shape).reshape(2, -1)
    frame = pl.DataFrame(
        {
            "clinic_id": series_id % 50,
            "measure": series_id // 50,
            "week": week,
            "numerator": generator.binomial(n, 0.3).ravel(),
            "denominator": n.ravel(),
        }
    )
    began = time.process_time()
    chart = p_prime_chart(frame, by=["clinic_id", "measure"])
    xmr_chart(chart.select("clinic_id", "measure", "week", "value"), by=["clinic_id", "measure"])
    assert time.process_time() - began < 10  # measured: 2 s
    assert chart.height == 78_000
