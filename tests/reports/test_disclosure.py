"""What may leave a clinic: at the limit, just below it, and by subtraction."""

from __future__ import annotations

import pytest

from reports.disclosure import (
    Policy,
    ReleasedShare,
    Withheld,
    network_figure_is_allowed,
    release_column,
    release_count,
    release_network_share,
    release_share,
    release_shares,
)
from reports.shares import Estimate, Share

POLICY = Policy(minimum_count=5, minimum_clinics=4)


@pytest.mark.parametrize(
    ("count", "released"),
    [(0, Withheld.SMALL_NUMBER), (4, Withheld.SMALL_NUMBER), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)],
)
def test_counts_below_the_limit_are_withheld_and_others_rounded(count: int, released: object) -> None:
    assert release_count(count, POLICY) == released


def test_whether_zero_is_told_is_a_switch() -> None:
    assert release_count(0, Policy(5, 4, withhold_zero=False)) == 0
    assert release_count(4, Policy(5, 4, withhold_zero=False)) is Withheld.SMALL_NUMBER


@pytest.mark.parametrize("share", [Share(4, 40), Share(36, 40), Share(2, 4), Share(0, 40), Share(40, 40)])
def test_a_share_is_withheld_for_its_numerator_its_complement_or_its_denominator(share: Share) -> None:
    assert release_share(share, POLICY) is Withheld.SMALL_NUMBER


@pytest.mark.parametrize("share", [Share(5, 40), Share(35, 40), Share(5, 10)])
def test_a_share_at_the_limit_is_released(share: Share) -> None:
    assert isinstance(release_share(share, POLICY), ReleasedShare)


def test_a_released_share_is_in_whole_per_cents_from_unrounded_counts() -> None:
    released = release_share(Share(7, 23), POLICY)
    assert isinstance(released, ReleasedShare)
    assert released.estimate.value == 0.30
    assert (released.estimate.lower, released.estimate.upper) == (0.16, 0.51)
    assert released.denominator == 25


def test_a_better_estimate_replaces_the_share_but_not_its_counts() -> None:
    estimate = Estimate(0.213, 0.151, 0.284)
    released = release_share(Share(20, 100), POLICY, estimate)
    assert isinstance(released, ReleasedShare)
    assert released.estimate == Estimate(0.21, 0.15, 0.28)
    assert release_share(Share(4, 100), POLICY, estimate) is Withheld.SMALL_NUMBER


def test_a_single_withheld_cell_takes_the_smallest_other_with_it() -> None:
    released = release_column({"a": 3, "b": 20, "c": 60}, POLICY)
    assert released == {"a": Withheld.SMALL_NUMBER, "b": Withheld.SMALL_NUMBER, "c": 60}


def test_two_withheld_cells_protect_each_other() -> None:
    released = release_column({"a": 3, "b": 2, "c": 60}, POLICY)
    assert released == {"a": Withheld.SMALL_NUMBER, "b": Withheld.SMALL_NUMBER, "c": 60}


def test_a_single_withheld_clinic_takes_the_smallest_other_with_it() -> None:
    released = release_shares({"tiny": Share(1, 6), "small": Share(10, 40), "large": Share(50, 200)}, POLICY)
    assert released["tiny"] is Withheld.SMALL_NUMBER
    assert released["small"] is Withheld.SMALL_NUMBER
    assert isinstance(released["large"], ReleasedShare)


def test_without_a_withheld_clinic_all_are_shown() -> None:
    released = release_shares({"small": Share(10, 40), "large": Share(50, 200)}, POLICY)
    assert all(isinstance(cell, ReleasedShare) for cell in released.values())


@pytest.mark.parametrize(
    ("contributions", "is_allowed"),
    [
        ({"a": 30, "b": 30, "c": 30, "d": 30}, True),
        ({"a": 30, "b": 30, "c": 30}, False),
        ({"a": 30, "b": 30, "c": 30, "d": 4}, False),
        ({"a": 30, "b": 30, "c": 30, "d": 5}, True),
        ({"a": 300, "b": 30, "c": 30, "d": 40}, True),
        ({"a": 301, "b": 30, "c": 30, "d": 40}, False),
        ({}, False),
    ],
)
def test_a_network_figure_needs_enough_clinics_and_no_dominant_one(
    contributions: dict[str, int], is_allowed: bool
) -> None:
    assert network_figure_is_allowed(contributions, POLICY) is is_allowed


def test_a_network_share_says_why_it_is_withheld() -> None:
    three = {name: Share(10, 40) for name in "abc"}
    assert release_network_share(three, POLICY) is Withheld.FEW_CLINICS
    rare = {name: Share(1, 40) for name in "abcd"}
    assert release_network_share(rare, POLICY) is Withheld.SMALL_NUMBER
    assert isinstance(release_network_share(three | {"d": Share(10, 40)}, POLICY), ReleasedShare)


def test_withheld_clinics_have_no_part_in_the_networks_share() -> None:
    """So that nothing of them is left when the shown ones are taken off."""
    shown = {name: Share(10, 40) for name in "abcd"}
    released = release_network_share(shown | {"small": Share(4, 40)}, POLICY, Estimate(0.9, 0.8, 0.95))
    assert released == release_network_share(shown, POLICY)
    assert isinstance(released, ReleasedShare)
    assert (released.estimate.value, released.denominator) == (0.25, 160)
