"""The attack on everything at once: each week's comparison, and each quarter by group, over a year."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from invented_quarters import counted
from scipy.optimize import linprog
from scipy.sparse import csr_matrix
from test_attack import FIRST, LABELS, POLICY, WINDOW, told_week_by_week

from warehouse.disclosure.quarters import QUARTER_LOG, decide_quarters, release_quarters
from warehouse.disclosure.share_tables import whole_numbers_between

WEEKS, QUARTER, SETTLING = 60, 13, 13
GROUPS = ("female", "male", "nonbinary")
NAMES = [f"c{number}" for number in range(6)]
KINDS = CASES, OTHERS = 0, 1


@dataclass
class Everything:
    """All that was released, as inequalities; an unknown for each clinic, week, group and kind."""

    rows: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def at_most(self, columns: np.ndarray, factors: np.ndarray | float, limit: float) -> None:
        self.rows.append((columns, np.broadcast_to(factors, columns.shape)))
        self.limits.append(limit)

    def figure(self, cases: np.ndarray, others: np.ndarray, count: float, share: float) -> None:
        everybody = np.r_[cases, others]
        self.at_most(everybody, 1.0, count + POLICY.rounding_base / 2)
        self.at_most(everybody, -1.0, -(count - POLICY.rounding_base / 2))
        for edge, sign in ((share + 0.005, 1.0), (share - 0.005, -1.0)):
            weights = np.r_[np.full(cases.shape, sign * (1 - edge)), np.full(others.shape, -sign * edge)]
            self.at_most(everybody, weights, 0.0)
        for side in (cases, others):
            self.at_most(side, -1.0, -POLICY.minimum_count)

    def bounds(self, columns: np.ndarray) -> tuple[float, float]:
        at = np.repeat(np.arange(len(self.rows)), [len(row) for row, _ in self.rows])
        entries = np.concatenate([factors for _, factors in self.rows])
        unknowns = len(NAMES) * WEEKS * len(GROUPS) * 2
        matrix = csr_matrix(
            (entries, (at, np.concatenate([row for row, _ in self.rows]))), (len(self.rows), unknowns)
        )
        objective = np.zeros(unknowns)
        objective[columns] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            answer = linprog(sign * objective, A_ub=matrix, b_ub=self.limits, method="highs")
            assert answer.status in (0, 3), answer.message
            ends.append(sign * answer.fun if answer.status == 0 else np.inf)
        return ends[0], ends[1]


def columns(
    clinics: list[int], first: int, last: int, kind: int, groups: range | list[int] = range(3)
) -> np.ndarray:
    """The unknowns of these clinics, weeks (first to last) and groups."""
    index = np.arange(len(NAMES) * WEEKS * 3 * 2).reshape(len(NAMES), WEEKS, 3, 2)
    return index[np.ix_(clinics, range(first, last + 1), list(groups), [kind])].ravel()


def quarters_told(counts: np.ndarray) -> tuple[pl.DataFrame, dict[str, list[int]]]:
    """Release each quarter in the week in which it has settled; also whose courses each of them counts."""
    log, parts, whose = pl.DataFrame(schema=QUARTER_LOG), [], {}
    for number in range((WEEKS - SETTLING) // QUARTER):
        own = counts[:, QUARTER * number : QUARTER * (number + 1)].sum(axis=1)
        cells = {
            name: {group: (int(own[c, g, CASES]), int(own[c, g].sum())) for g, group in enumerate(GROUPS)}
            for c, name in enumerate(NAMES)
        }
        parts.append(counted(cells, f"{number}"))
        log = decide_quarters(pl.concat(parts), log, POLICY, LABELS[QUARTER * (number + 1) + SETTLING - 1])
        whose[f"{number}"] = [
            c for c in range(len(NAMES)) if own[c].sum(axis=0).min() >= POLICY.minimum_count
        ]
    return release_quarters(log, POLICY), whose


def test_all_that_the_network_is_given_together_tells_no_small_count() -> None:
    """The attacker even knows which clinics make up a quarter, and that a named group has somebody."""
    random = np.random.default_rng(3)
    rates = np.array([0.7, 0.9, 1.3, 2.0, 0.6, 0.05])[:, None, None, None]
    groups = np.array([0.62, 0.36, 0.02])[None, None, :, None]
    counts = random.poisson(rates * groups * np.array([1.0, 3.0]), (6, WEEKS, 3, 2))
    weekly = told_week_by_week(counts[..., CASES].sum(axis=2), counts[..., OTHERS].sum(axis=2))
    quarters, whose = quarters_told(counts)
    attack = Everything()
    known = weekly.filter(~pl.col("is_withheld"))
    for row in (
        known.filter(pl.col("clinic_id") != "all").unique(["clinic_id", "as_of"]).iter_rows(named=True)
    ):
        first, own = max(0, row["as_of"] - WINDOW + 1), [NAMES.index(row["clinic_id"])]
        attack.figure(
            *(columns(own, first, row["as_of"], k) for k in KINDS), row["denominator"], row["value"]
        )
    for total in known.filter(pl.col("clinic_id") == "all").iter_rows(named=True):
        parts = [
            (NAMES.index(row["clinic_id"]), row["as_of"])
            for row in known.filter(
                (pl.col("week") == total["week"]) & (pl.col("clinic_id") != "all")
            ).iter_rows(named=True)
        ]
        sides = (
            np.concatenate([columns([c], max(0, w - WINDOW + 1), w, kind) for c, w in parts])
            for kind in KINDS
        )
        attack.figure(*sides, total["denominator"], total["value"])
    for row in quarters.iter_rows(named=True):
        first = QUARTER * int(row["quarter"])
        which = [GROUPS.index(row["group_name"])] if row["breakdown"] != "all" else range(3)
        sides = [columns(whose[row["quarter"]], first, first + QUARTER - 1, kind, which) for kind in KINDS]
        if not row["is_withheld"]:
            attack.figure(*sides, row["denominator"], row["value"])
        elif row["breakdown"] != "all":
            attack.at_most(np.r_[sides[0], sides[1]], -1.0, -1.0)
    assert quarters.filter(~pl.col("is_withheld"))["breakdown"].to_list().count("gender") >= 2

    def whole(clinics: list[int], first: int, last: int, kind: int, which: list[int]) -> int:
        return int(counts[np.ix_(clinics, range(first, last + 1), which, [kind])].sum())

    everybody = [0, 1, 2]
    targets = [([c], int(w), int(w), everybody) for c in range(6) for w in random.choice(WEEKS, 1)]
    targets += [([c], WEEKS - WINDOW, WEEKS - 1, everybody) for c in (0, 5)]
    for quarter, counting in whose.items():
        first = QUARTER * int(quarter)
        targets += [(counting, first, first + QUARTER - 1, [g]) for g in range(3)]
        targets += [([c], first, first + QUARTER - 1, everybody) for c in range(6) if c not in counting]
    attacked = 0
    for clinics, first, last, which in targets:
        for kind in KINDS:
            true = whole(clinics, first, last, kind, which)
            if POLICY.is_small(true):
                least, most = attack.bounds(columns(clinics, first, last, kind, which))
                assert least - 1e-6 <= true <= most + 1e-6
                assert whole_numbers_between(least, most) >= POLICY.minimum_count, (clinics, first, which)
                attacked += 1
    assert attacked > 15
    assert weekly.height > FIRST
