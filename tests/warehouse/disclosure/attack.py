"""An attacker who has every release of every week and knows the rules: what can be told of a count?

Belongs here: the linear programme over one measure. Unknowns are each clinic's cases and others in each week,
never below 0. What is known: each released figure is a share in whole per cents of a rounded count, neither
cases nor others being small; the network's figures are of the shown clinics together; a window of 52 weeks is
the sum of its weeks; a repeated figure is about the week it names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, lil_matrix

from warehouse.disclosure.policy import Policy

WINDOW = 52
CASES, OTHERS = 0, 1


@dataclass
class Attack:
    """The programme: `unknown[clinic]` is the first column of a clinic; two columns a week follow."""

    clinics: list[str]
    weeks: int
    matrix: csr_matrix
    limits: np.ndarray

    def bounds(self, clinic: str, kind: int, first: int, last: int) -> tuple[float, float]:
        """Return the least and greatest count of a clinic's cases (or others) in the weeks first to last."""
        objective = np.zeros(self.matrix.shape[1])
        for week in range(first, last + 1):
            objective[self.column(clinic, week, kind)] = 1.0
        found = []
        for sign in (1.0, -1.0):
            answer = linprog(sign * objective, A_ub=self.matrix, b_ub=self.limits, method="highs")
            assert answer.status in (0, 3), answer.message  # 3: unbounded
            found.append(sign * answer.fun if answer.status == 0 else np.inf)
        return found[0], found[1]

    def column(self, clinic: str, week: int, kind: int) -> int:
        return 2 * (self.clinics.index(clinic) * self.weeks + week) + kind


def attack(releases: pl.DataFrame, clinics: list[str], weeks: int, policy: Policy) -> Attack:
    """Set the programme up from the released rows of one measure; weeks are numbers here."""
    known = releases.filter(~pl.col("is_withheld") & (pl.col("clinic_id") != "all"))
    rows: list[tuple[dict[int, float], float]] = []

    def columns(clinic: str, week: int, kind: int) -> list[int]:
        first = max(0, week - WINDOW + 1)
        return [2 * (clinics.index(clinic) * weeks + one) + kind for one in range(first, week + 1)]

    def at_most(terms: dict[int, float], limit: float) -> None:
        rows.append((terms, limit))

    def add_figures(cases: list[int], others: list[int], count: float, share: float) -> None:
        half = policy.rounding_base / 2
        everybody = [*cases, *others]
        at_most(dict.fromkeys(everybody, 1.0), count + half)
        at_most(dict.fromkeys(everybody, -1.0), -(count - half))
        # cases <= (share + 0.5 %) everybody, and >= (share - 0.5 %) everybody
        for edge, sign in ((share + 0.005, 1.0), (share - 0.005, -1.0)):
            terms = dict.fromkeys(cases, sign * (1 - edge))
            terms |= dict.fromkeys(others, -sign * edge)
            at_most(terms, 0.0)
        for side in (cases, others):
            at_most(dict.fromkeys(side, -1.0), -policy.minimum_count)

    for row in known.unique(["clinic_id", "as_of"]).iter_rows(named=True):
        add_figures(
            columns(row["clinic_id"], row["as_of"], CASES),
            columns(row["clinic_id"], row["as_of"], OTHERS),
            row["denominator"],
            row["value"],
        )
    for total in releases.filter((pl.col("clinic_id") == "all") & ~pl.col("is_withheld")).iter_rows(
        named=True
    ):
        shown = known.filter(pl.col("week") == total["week"])
        sides = [
            [
                column
                for own in shown.iter_rows(named=True)
                for column in columns(own["clinic_id"], own["as_of"], kind)
            ]
            for kind in (CASES, OTHERS)
        ]
        add_figures(sides[0], sides[1], total["denominator"], total["value"])
    matrix = lil_matrix((len(rows), 2 * len(clinics) * weeks))
    for number, (terms, _) in enumerate(rows):
        for column, factor in terms.items():
            matrix[number, column] = factor
    return Attack(clinics, weeks, matrix.tocsr(), np.array([limit for _, limit in rows]))
