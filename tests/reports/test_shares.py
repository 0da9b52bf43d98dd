"""Intervals of shares: known values, edges, and what happens to the unpaired."""

from __future__ import annotations

import pytest

from reports.shares import (
    TOO_FEW,
    Estimate,
    Share,
    bounds_for_missing,
    mean_estimate,
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson score).
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe(
    numerator: int, denominator: int, lower: float, upper: float
) -> None:
    estimate = Share(numerator, denominator).estimate()
    assert estimate is not None
    assert (estimate.lower, estimate.upper) == pytest.approx((lower, upper), abs=5e-5)


def test_nobody_counted_is_no_share_and_not_zero() -> None:
    assert Share(0, 0).estimate() is None


def test_everybody_reaches_one_exactly() -> None:
    estimate = Share(20, 20).estimate()
    assert estimate is not None
    assert estimate.upper == 1.0


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 2), (-1, 4)])
def test_a_share_of_more_than_all_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="isn't a share"):
        Share(numerator, denominator)


def test_too_few_begins_where_the_interval_spans_more_than_half() -> None:
    def width(count: int) -> float:
        estimate = Share(count // 2, count).estimate() if count % 2 == 0 else None
        assert estimate is not None
        return estimate.upper - estimate.lower

    assert width(TOO_FEW) <= 0.5 < width(TOO_FEW - 2)
    assert not Share(6, TOO_FEW).is_too_small_for_a_rate
    assert Share(6, TOO_FEW - 1).is_too_small_for_a_rate


def test_an_interval_lies_beside_a_reference_only_as_a_whole() -> None:
    estimate = Estimate(0.2, 0.15, 0.25)
    assert [estimate.side_of(reference) for reference in (0.14, 0.15, 0.2, 0.25, 0.26)] == [
        "above",
        "within",
        "within",
        "within",
        "below",
    ]


def test_bounds_say_what_the_unknown_could_make_of_a_share() -> None:
    bounds = bounds_for_missing(Share(30, 60), 40)
    assert bounds == Estimate(0.5, 0.3, 0.7)


def test_without_anybody_known_there_are_no_bounds() -> None:
    assert bounds_for_missing(Share(0, 0), 40) is None


def test_intervals_of_means_are_students() -> None:
    # Quantiles of t at 97.5 %: 2.7764 with 4 degrees of freedom, 2.0452 with 29 (any printed table).
    assert mean_estimate(10, 2, 5).upper == pytest.approx(10 + 2.7764 * 2 / 5**0.5, rel=1e-3)
    assert mean_estimate(10, 2, 30).lower == pytest.approx(10 - 2.0452 * 2 / 30**0.5, rel=1e-4)


def test_where_no_interval_can_be_given_nothing_is_compared() -> None:
    nobody_yet = Estimate(0.0, 0.0, 0.0, is_bounded=False)
    assert nobody_yet.side_of(0.2) == "within"
