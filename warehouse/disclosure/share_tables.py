"""Tables of shares with a total: small groups withheld, and enough others that the total doesn't give them
away.

Belongs here: primary and complementary suppression of the groups of one measure, in several breakdowns
that have the same total, and the audit that decides how much is enough. Doesn't: where the counts come
from, and which quarter they are about (`quarters`), comparisons of clinics over weeks (`comparison`).

A group is shown as a rounded number of all and a share in whole per cents, or not at all. The audit is
what an attacker would do. Unknown are each group's cases and others, never below 0, and at least one of
both. Every breakdown adds up to the total, which is shown; whatever is shown lies within its rounding and
isn't small. A linear programme gives the least and greatest value that a withheld number can have. Where
these leave fewer than `minimum_count` whole numbers, the smallest shown group of the breakdown is withheld
too, and the audit is made again. The audit grants the attacker every group's rounded size, since another
measure may show it.

Source: Hundepool et al. 2012 (Statistical Disclosure Control), chapters 4.3 and 4.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from warehouse.disclosure.policy import Policy

CASES, OTHERS = 0, 1
HALF_A_PER_CENT = 0.005
_SOLVED, _UNBOUNDED = 0, 3

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Exact counts of a group, and why it can't be shown whatever its counts; None where nothing hinders."""

    cases: int
    everybody: int
    hindrance: str | None = None

    @property
    def others(self) -> int:
        """Those who aren't cases."""
        return self.everybody - self.cases


Table = Mapping[str, Mapping[str, Group]]
"""Groups by breakdown and name; those of one breakdown share nobody, and make up everybody."""


def withheld_groups(table: Table, policy: Policy) -> dict[tuple[str, str], str]:
    """Say which groups are withheld beside a shown total, and why.

    Raises ValueError where two breakdowns don't add up to the same total.
    """
    totals = {_total(groups) for groups in table.values()}
    if len(totals) > 1:
        raise ValueError(f"Breakdowns of one measure have one total, not {sorted(totals)}.")
    withheld = {
        (breakdown, name): reason
        for breakdown, groups in table.items()
        for name, group in groups.items()
        if (reason := small_count(group.cases, group.everybody, policy) or group.hindrance)
    }
    protected = list(withheld)
    while weak := _too_narrow(table, withheld, protected, policy):
        own = [key for key in _shown(table, withheld) if key[0] == weak]
        partners = own or _shown(table, withheld)
        if not partners:
            break
        chosen = min(partners, key=lambda key: (table[key[0]][key[1]].everybody, key))
        withheld[chosen] = "it would give a withheld group away"
    return withheld


def small_count(cases: int, everybody: int, policy: Policy) -> str | None:
    """Say which count of a share is small; None where none is."""
    if policy.is_small(everybody):
        return "few altogether"
    if policy.is_small(cases):
        return "few cases"
    return "few others" if policy.is_small(everybody - cases) else None


def released_share(cases: int, everybody: int, policy: Policy) -> tuple[float, int]:
    """Return a share in whole per cents, of 1, and the rounded number of all."""
    return round(cases / everybody, 2), policy.rounded(everybody)


def whole_numbers_between(least: float, most: float) -> float:
    """Count the whole numbers from `least` to `most`, both included."""
    return np.inf if np.isinf(most) else float(np.floor(most + 1e-7) - np.ceil(least - 1e-7) + 1)


class Programme:
    """What an attacker knows of a table, as inequalities; two unknowns for each group, cases and others."""

    def __init__(
        self, table: Table, withheld: Mapping[tuple[str, str], str], policy: Policy, *, knows_sizes: bool
    ) -> None:
        self._policy = policy
        keys = [(breakdown, name) for breakdown, groups in table.items() for name in groups]
        self._first = {key: 2 * number for number, key in enumerate(keys)}
        self._rows: list[Numbers] = []
        self._limits: list[float] = []
        self._equal: list[Numbers] = []
        self._possible: list[Numbers] = []
        for breakdown, groups in table.items():
            everybody = [(breakdown, name) for name in groups]
            cases, whole = _total(groups)
            self._learn_share(everybody, cases, whole)
        for one, other in pairwise(table):
            self._add_up_alike(table, one, other)
        for key in keys:
            group = table[key[0]][key[1]]
            self._at_least({key: (1.0, 1.0)}, 1.0)
            if key not in withheld:
                self._learn_share([key], group.cases, group.everybody)
            elif knows_sizes and not policy.is_small(group.everybody):
                self._learn_size([key], group.everybody)

    def bounds(self, key: tuple[str, str], weights: tuple[float, float]) -> tuple[float, float]:
        """Return the least and greatest value of a group's cases (1, 0), others (0, 1) or all (1, 1)."""
        from scipy.optimize import linprog  # type: ignore[import-untyped]  # a third of a second to import

        objective = self._vector({key: weights})
        found = []
        for sign in (1.0, -1.0):
            answer = linprog(
                sign * objective,
                A_ub=np.array(self._rows),
                b_ub=np.array(self._limits),
                A_eq=np.array(self._equal) if self._equal else None,
                b_eq=np.zeros(len(self._equal)) if self._equal else None,
                method="highs",
            )
            if answer.status not in (_SOLVED, _UNBOUNDED):
                return 0.0, 0.0  # not to be told is no reason to show more
            if answer.status == _SOLVED:
                self._possible.append(np.asarray(answer.x))
            found.append(sign * float(answer.fun) if answer.status == _SOLVED else np.inf)
        return found[0], found[1]

    def leaves_open(self, key: tuple[str, str], weights: tuple[float, float], enough: int) -> bool:
        """Whether so many whole numbers are possible.

        Tables that earlier bounds have found possible often show it already: whatever lies between two of
        them is possible, too.
        """
        if self._possible:
            values = np.array(self._possible) @ self._vector({key: weights})
            if whole_numbers_between(float(values.min()), float(values.max())) >= enough:
                return True
        return whole_numbers_between(*self.bounds(key, weights)) >= enough

    def _vector(self, weights: Mapping[tuple[str, str], tuple[float, float]]) -> Numbers:
        vector = np.zeros(2 * len(self._first))
        for key, (cases, others) in weights.items():
            first = self._first[key]
            vector[first + CASES], vector[first + OTHERS] = cases, others
        return vector

    def _at_most(self, weights: Mapping[tuple[str, str], tuple[float, float]], limit: float) -> None:
        self._rows.append(self._vector(weights))
        self._limits.append(limit)

    def _at_least(self, weights: Mapping[tuple[str, str], tuple[float, float]], limit: float) -> None:
        self._at_most({key: (-cases, -others) for key, (cases, others) in weights.items()}, -limit)

    def _learn_size(self, keys: list[tuple[str, str]], everybody: int) -> None:
        half, rounded = self._policy.rounding_base / 2, self._policy.rounded(everybody)
        self._at_most(dict.fromkeys(keys, (1.0, 1.0)), rounded + half)
        self._at_least(dict.fromkeys(keys, (1.0, 1.0)), rounded - half)

    def _learn_share(self, keys: list[tuple[str, str]], cases: int, everybody: int) -> None:
        share, _ = released_share(cases, everybody, self._policy)
        self._learn_size(keys, everybody)
        for edge, sign in ((share + HALF_A_PER_CENT, 1.0), (share - HALF_A_PER_CENT, -1.0)):
            self._at_most(dict.fromkeys(keys, (sign * (1 - edge), -sign * edge)), 0.0)
        for side in ((1.0, 0.0), (0.0, 1.0)):
            self._at_least(dict.fromkeys(keys, side), float(self._least(cases, everybody, side)))

    def _least(self, cases: int, everybody: int, side: tuple[float, float]) -> int:
        """What is shown isn't small; where none may be told, 0 is shown as well."""
        count = cases if side[CASES] else everybody - cases
        return 0 if count == 0 else self._policy.minimum_count

    def _add_up_alike(self, table: Table, one: str, other: str) -> None:
        for side in ((1.0, 0.0), (0.0, 1.0)):
            plus = self._vector({(one, name): side for name in table[one]})
            self._equal.append(plus - self._vector({(other, name): side for name in table[other]}))


def _too_narrow(
    table: Table,
    withheld: Mapping[tuple[str, str], str],
    protected: list[tuple[str, str]],
    policy: Policy,
) -> str | None:
    """Return the breakdown of a withheld number that what is shown bounds too tightly; None where none is."""
    if not protected:
        return None
    programme = Programme(table, withheld, policy, knows_sizes=True)
    for key in protected:
        group = table[key[0]][key[1]]
        counts = {(1.0, 0.0): group.cases, (0.0, 1.0): group.others, (1.0, 1.0): group.everybody}
        for weights, count in counts.items():
            if (policy.is_small(count) or group.hindrance) and not programme.leaves_open(
                key, weights, policy.minimum_count
            ):
                return key[0]
    return None


def _shown(table: Table, withheld: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
    return [
        (breakdown, name)
        for breakdown, groups in table.items()
        for name in groups
        if (breakdown, name) not in withheld
    ]


def _total(groups: Mapping[str, Group]) -> tuple[int, int]:
    return sum(group.cases for group in groups.values()), sum(group.everybody for group in groups.values())
