"""Groups beside a shown total: none that is withheld can be told from those that aren't."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from warehouse.disclosure.policy import Policy
from warehouse.disclosure.share_tables import Group, released_share, whole_numbers_between, withheld_groups

POLICY = Policy(minimum_count=5, minimum_clinics=4)
GIVEN_AWAY = "it would give a withheld group away"


def bounds(
    table: dict[str, dict[str, Group]], withheld: dict[tuple[str, str], str], target: tuple[str, str, int]
) -> tuple[float, float]:
    """The attack anew: the least and greatest number of a group's cases (0) or others (1)."""
    keys = [(breakdown, name) for breakdown, groups in table.items() for name in groups]
    rows, limits, equal = [], [], []

    def know(members: list[tuple[str, str]], cases: int, everybody: int) -> None:
        share, rounded = released_share(cases, everybody, POLICY)
        k, n = np.zeros(2 * len(keys)), np.zeros(2 * len(keys))
        for member in members:
            at = 2 * keys.index(member)
            k[at], n[at], n[at + 1] = 1, 1, 1
        rows.extend([n, -n, k - (share + 0.005) * n, (share - 0.005) * n - k, -k, k - n])
        limits.extend([rounded + 2.5, -(rounded - 2.5), 0, 0, -5, -5])

    for breakdown, groups in table.items():
        members = [(breakdown, name) for name in groups]
        know(members, sum(g.cases for g in groups.values()), sum(g.everybody for g in groups.values()))
        for key in members:
            if key not in withheld:
                know([key], groups[key[1]].cases, groups[key[1]].everybody)
            one = np.zeros(2 * len(keys))
            one[2 * keys.index(key) : 2 * keys.index(key) + 2] = -1
            rows.append(one)
            limits.append(-1)  # a group that is named has somebody
    names = list(table)
    for one, other in pairwise(names):
        for side in (0, 1):
            line = np.zeros(2 * len(keys))
            for at, (breakdown, _) in enumerate(keys):
                line[2 * at + side] = (breakdown == one) - (breakdown == other)
            equal.append(line)
    objective = np.zeros(2 * len(keys))
    objective[2 * keys.index(target[:2]) + target[2]] = 1
    ends = []
    for sign in (1, -1):
        answer = linprog(
            sign * objective,
            A_ub=np.array(rows),
            b_ub=limits,
            A_eq=np.array(equal) if equal else None,
            b_eq=np.zeros(len(equal)) if equal else None,
        )
        assert answer.status in (0, 3), answer.message
        ends.append(sign * answer.fun if answer.status == 0 else np.inf)
    return ends[0], ends[1]


@st.composite
def tables(draw: st.DrawFn) -> dict[str, dict[str, Group]]:
    """The same people by sex (three groups) and by how sessions are held (two)."""
    cell = st.one_of(st.integers(0, 6), st.integers(0, 60))
    cells = [[(draw(cell), draw(cell)) for _ in range(2)] for _ in range(3)]
    by_sex = {
        f"g{i}": Group(sum(k for k, _ in row), sum(k + o for k, o in row)) for i, row in enumerate(cells)
    }
    by_mode = {
        f"m{j}": Group(sum(row[j][0] for row in cells), sum(sum(row[j]) for row in cells)) for j in range(2)
    }
    # Who isn't there isn't named; the total itself has to be worth showing.
    return {
        breakdown: {name: group for name, group in groups.items() if group.everybody}
        for breakdown, groups in (("sex", by_sex), ("mode", by_mode))
    }


@given(tables())
@settings(max_examples=40, deadline=None)
def test_no_withheld_number_of_a_quarter_can_be_told(table: dict[str, dict[str, Group]]) -> None:
    total = [sum(getattr(g, side) for g in table["sex"].values()) for side in ("cases", "others")]
    if min(total) < 5 or min(len(groups) for groups in table.values()) < 2:
        return
    withheld = withheld_groups(table, POLICY)
    for breakdown, name, group in [(b, n, g) for b, gs in table.items() for n, g in gs.items()]:
        if min(group.cases, group.others) < 5:
            assert (breakdown, name) in withheld
        for side, true in enumerate((group.cases, group.others)):
            if (breakdown, name) in withheld and true < 5:
                least, most = bounds(table, withheld, (breakdown, name, side))
                assert least - 1e-6 <= true <= most + 1e-6
                assert whole_numbers_between(least, most) >= 5


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    """None of 30: with the total and both others shown, that could be told to within four."""
    table = {"sex": {"f": Group(28, 60), "m": Group(20, 50), "x": Group(0, 30)}}
    alone = {("sex", "x"): "few cases"}
    assert whole_numbers_between(*bounds(table, alone, ("sex", "x", 0))) < 5
    assert withheld_groups(table, POLICY) == {**alone, ("sex", "m"): GIVEN_AWAY}


def test_a_breakdown_of_large_groups_is_shown_whole() -> None:
    assert withheld_groups({"sex": {"f": Group(30, 60), "m": Group(20, 50)}}, POLICY) == {}


def test_the_same_total_by_another_breakdown_is_reckoned_with() -> None:
    """What one breakdown leaves open, another with a narrow total can close."""
    table = {
        "sex": {"f": Group(300, 600), "x": Group(3, 9)},
        "mode": {"video": Group(153, 309), "phone": Group(150, 300)},
    }
    withheld = withheld_groups(table, POLICY)
    assert withheld["sex", "x"] == "few cases"
    least, most = bounds(table, withheld, ("sex", "x", 0))
    assert whole_numbers_between(least, most) >= 5


def test_a_group_of_few_clinics_is_withheld_whatever_its_size() -> None:
    table = {"sex": {"f": Group(300, 600), "m": Group(200, 500), "x": Group(40, 90, "too few clinics")}}
    assert withheld_groups(table, POLICY)["sex", "x"] == "too few clinics"


def test_breakdowns_with_other_totals_are_refused() -> None:
    with pytest.raises(ValueError, match="one total"):
        withheld_groups({"a": {"x": Group(10, 20)}, "b": {"y": Group(11, 20)}}, POLICY)
