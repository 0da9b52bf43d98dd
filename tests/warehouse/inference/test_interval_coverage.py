"""Intervals hold the truth as often as they promise, within Monte-Carlo error; larger runs are benchmarks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))
from benchmarks.alarm_rates import below_own_limit, outside_of_network
from benchmarks.effect_coverage import covered_clinics, covered_therapists
from benchmarks.figure_coverage import (
    covered_associations,
    covered_events,
    covered_means,
    covered_predictions,
)
from benchmarks.interval_coverage import (
    covered_appointments,
    covered_incidences,
    covered_shares,
    covered_weeks,
)


def is_near(hits: Sequence[float], promised: float = 0.95, slack: float = 0.015) -> bool:
    """Whether the share of hits lies within three Monte-Carlo errors of the promise, and the slack stated."""
    error = np.std(hits, ddof=1) / np.sqrt(len(hits))
    return bool(abs(np.mean(hits) - promised) <= 3 * error + slack)


@pytest.mark.parametrize(("size", "true"), [(30, 0.3), (200, 0.5)])
def test_shares(size: int, true: float) -> None:
    counted, shown = covered_shares(size, true, 1500)
    assert is_near(counted)
    # What is shown is rounded, which makes it a little wider and never narrower.
    assert np.mean(shown) >= np.mean(counted) - 0.01


def test_appointments_need_the_design_effect() -> None:
    independent, shown = covered_appointments(100, 0.8, 400)
    assert np.mean(independent) < 0.9
    assert np.mean(shown) > 0.93


def test_incidences() -> None:
    for name, hits in covered_incidences(100, 300).items():
        assert is_near(hits), name


@pytest.mark.parametrize(("courses", "true"), [(4, 0.85), (10, 0.5), (30, 0.9)])
def test_appointments_of_few_courses(courses: int, true: float) -> None:
    """By the SQL of the marts; 1.96 standard errors alone are too few."""
    normal, published = covered_events(courses, true, 1500)
    assert normal.mean() < 0.935
    assert published.mean() > 0.935


def test_means_of_few_courses() -> None:
    assert is_near(covered_means(5, "normal", 1500), slack=0.0)
    assert is_near(covered_means(12, "ceiling", 1500))


def test_incidences_of_courses_that_were_under_way() -> None:
    assert is_near(covered_weeks(80, 150))


def test_associations_across_therapists() -> None:
    assert is_near(covered_associations(15, 0.5, 200))


def test_predictions() -> None:
    for name, hits in covered_predictions(200, 60).items():
        assert is_near(hits), name


def test_limits_are_passed_by_chance_as_often_as_stated() -> None:
    assert np.mean(outside_of_network(100, 0.3, 4000)) <= 0.002 + 3 * np.sqrt(0.002 / 4000)
    # Known limits would be passed by 0.13 %; those of seven forms are estimates (docs/reference/recovery.md).
    assert below_own_limit(8, 20_000).mean() == pytest.approx(0.02, abs=0.004)


@pytest.mark.parametrize(
    ("therapists", "deviation", "forms"),
    [(6, 0.1, 1), (6, 0.5, 1), (30, 0.1, 1), (30, 0.22, 1), (12, 0.3, 4)],
)
def test_therapists_however_little_they_differ(therapists: int, deviation: float, forms: int) -> None:
    """Taking the variances for known, a spread of 0.1 would leave 84 %."""
    inside, _ = covered_therapists(therapists, deviation, 240 // therapists, forms)
    shares = inside.mean(axis=1)
    error = np.std(shares, ddof=1) / np.sqrt(shares.size)
    assert shares.mean() >= 0.95 - 3 * error


def test_therapists_who_do_not_differ() -> None:
    inside, shown = covered_therapists(30, 0.0, 10)
    assert inside.mean() > 0.98
    assert not shown.any()


def test_shares_of_variance() -> None:
    found = [covered_clinics((6, 5), 15, deviation, "mean", 25) for deviation in (0.0, 0.15)]
    for level in ("clinic_share", "therapist_share"):
        assert is_near([hit for one in found for hit in one[level]]), level
