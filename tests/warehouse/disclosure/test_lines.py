"""Lines of the network behind a clinic's own: from week to week they tell of no few of the others."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from warehouse.disclosure.lines import STEPS, hides_quarters, in_steps
from warehouse.disclosure.policy import Policy
from warehouse.disclosure.share_tables import whole_numbers_between

POLICY = Policy(minimum_count=5, minimum_clinics=4)
WEEKS = 40


def test_a_step_stands_for_five_of_the_others() -> None:
    assert in_steps([0.034, 0.126], [1 / 600, 1 / 500], POLICY) == [0.03, 0.13]
    assert in_steps([0.034, 0.126], [1 / 600, 1 / 499], POLICY) == [0.04, 0.12]
    assert in_steps([0.034, 0.126], [1 / 600, 1 / 120], POLICY) == [0.05, 0.15]


def test_the_line_ends_where_no_step_is_wide_enough() -> None:
    assert in_steps([0.1, 0.2, 0.3], [0.002, 0.011, 0.002], POLICY) == [0.1]
    assert in_steps([0.1], [0.5], POLICY) == []


def test_hardly_any_of_few_is_told_as_one_step() -> None:
    assert in_steps([0.0, 0.01], [0.01, 0.01], POLICY) == [0.05, 0.05]


def test_a_line_that_rises_never_falls_by_rounding() -> None:
    shares = np.sort(np.random.default_rng(1).uniform(0, 0.6, 20)).tolist()
    for by_one in (0.001, 0.003, 0.009):
        told = in_steps(shares, [by_one] * 20, POLICY)
        assert told == sorted(told)
        assert len(told) == 20


def test_a_middle_half_needs_quarters_that_are_not_small() -> None:
    assert not hides_quarters(19, POLICY)
    assert hides_quarters(20, POLICY)


class Others:
    """What a director knows of the others: a line by week, less the own courses, and about how many.

    Unknown are the others' courses and dropouts before, and those that each week adds.
    """

    def __init__(self, *, exactly: bool, size: int) -> None:
        generator = np.random.default_rng([31, size])
        courses = np.r_[size, size // 50 + generator.poisson(1, WEEKS)].cumsum()
        added = generator.binomial(np.diff(courses, prepend=0), 0.3)
        own_courses, own_dropouts = 60 + 2 * np.arange(WEEKS + 1), 20 + np.arange(WEEKS + 1) // 2
        shares = (added.cumsum() + own_dropouts) / (courses + own_courses)
        step = STEPS[0]
        if not exactly:
            told = in_steps(shares.tolist(), (1 / courses).tolist(), POLICY)
            assert len(told) == WEEKS + 1
            step = next(width for width in STEPS if width >= POLICY.minimum_count / courses[0])
        slack = 0.5 if exactly else 7.5  # three clinics whose numbers are rounded to five elsewhere
        self.added, self._rows, self._limits = added, [], []
        for week, share in enumerate(shares):
            of_all = np.tile([1.0, 0.0], WEEKS + 1) * (np.arange(2 * WEEKS + 2) < 2 * week + 2)
            of_dropouts = np.roll(of_all, 1)
            self._know(of_all, courses[week] + slack)
            self._know(-of_all, -(courses[week] - slack))
            number = max(1, round(share / step))
            least = 0.0 if number == 1 and not exactly else (number - 0.5) * step
            most = (number + 0.5) * step
            own, everybody = own_dropouts[week], own_courses[week]
            self._know(of_dropouts - most * of_all, most * everybody - own)
            self._know(least * of_all - of_dropouts, own - least * everybody)
        for week in range(WEEKS + 1):
            line = np.zeros(2 * WEEKS + 2)
            line[2 * week : 2 * week + 2] = (-1.0, 1.0)
            self._know(line, 0.0)  # nobody drops out who hasn't come

    def _know(self, row: np.ndarray, limit: float) -> None:
        self._rows.append(row)
        self._limits.append(limit)

    def bounds(self, week: int) -> tuple[float, float]:
        """The least and greatest number of the others' dropouts that a week can have added."""
        ends = []
        for sign in (1.0, -1.0):
            objective = np.zeros(2 * WEEKS + 2)
            objective[2 * week + 1] = sign
            answer = linprog(objective, A_ub=np.array(self._rows), b_ub=self._limits, method="highs")
            assert answer.status == 0, answer.message
            ends.append(sign * answer.fun)
        return ends[0], ends[1]


@pytest.mark.parametrize("size", [120, 300, 900])
def test_no_week_of_the_others_can_be_told_to_fewer_than_five(size: int) -> None:
    others = Others(exactly=False, size=size)
    for week in range(1, WEEKS + 1, 3):
        least, most = others.bounds(week)
        assert least <= others.added[week] <= most
        assert whole_numbers_between(least, most) >= POLICY.minimum_count


def test_whole_per_cents_of_known_numbers_would_tell() -> None:
    others = Others(exactly=True, size=120)
    left = [whole_numbers_between(*others.bounds(week)) for week in range(1, WEEKS + 1, 3)]
    assert min(left) < POLICY.minimum_count
