"""Tables of counts with totals: small ones withheld, and enough others that the totals don't give them away.

Belongs here: primary and complementary suppression of one two-way table with its margins, and the audit that
decides how much is enough. Doesn't: comparisons of clinics over weeks (`comparison`), words for a withheld
cell.

The audit is what an attacker would do: every released count says that the true one lies within half a
rounding step and isn't small, every row and column adds up, nothing is below 0; a linear programme then gives
the least and the greatest value that a withheld cell can have. Where these leave fewer than `minimum_count`
whole numbers, the smallest released cell in its row or column is withheld too, and the audit is made again.

Source: Hundepool et al. 2012 (Statistical Disclosure Control), chapters 4.3 and 4.4.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.disclosure.policy import Policy

TOTAL = "total"

Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def release_counts(counts: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return a table of counts as the network may see it, with its totals.

    `counts` has names in its first column (one row each) and whole counts of people in the others, no row or
    column being a part of another. Returned: the same, with a row and a column `total`; counts are rounded to
    the policy's base, withheld ones are null. Rounded totals needn't be the sums of rounded counts.

    Raises ValueError for a repeated name, a column `total`, or a count that is missing or below 0.
    """
    label, *columns = counts.columns
    if counts[label].is_duplicated().any() or TOTAL in columns or TOTAL in counts[label].to_list():
        raise ValueError(f"Rows and columns have names of their own, and `{TOTAL}` is none of them.")
    if counts.select(pl.any_horizontal(pl.col(columns).is_null() | (pl.col(columns) < 0)).any()).item():
        raise ValueError("A table of counts has a whole number of 0 or more in every cell.")
    table = with_totals(counts.select(columns).to_numpy().astype(np.int64))
    shown = shown_cells(table, policy)
    rounded = policy.rounding_base * np.rint(table / policy.rounding_base)
    return pl.DataFrame(
        {
            label: [*counts[label].cast(pl.String), TOTAL],
            **{
                name: [int(value) if is_shown else None for value, is_shown in zip(*cells, strict=True)]
                for name, *cells in zip([*columns, TOTAL], rounded.T, shown.T, strict=True)
            },
        },
        schema={label: pl.String, **dict.fromkeys([*columns, TOTAL], pl.Int64)},
    )


def with_totals(counts: Integers) -> Integers:
    """Add the sums of rows and columns as the last column and row."""
    rows = np.c_[counts, counts.sum(axis=1)]
    table: Integers = np.r_[rows, rows.sum(axis=0, keepdims=True)]
    return table


def shown_cells(table: Integers, policy: Policy) -> Mask:
    """Say which cells of a table with totals are shown: none that is small, nor any that tells one."""
    is_small = np.vectorize(policy.is_small, otypes=[bool])(table)
    shown: Mask = ~is_small
    while (weakest := _weakest(table, shown, is_small, policy)) is not None:
        row, column = weakest
        line = np.zeros_like(shown)
        line[row, :] = line[:, column] = True
        partners = shown & line if (shown & line).any() else shown
        if not partners.any():
            break
        chosen = np.where(partners, table, np.iinfo(np.int64).max)
        shown.flat[int(chosen.argmin())] = False
    return shown


def possible_values(
    table: Integers, shown: Mask, policy: Policy, cell: tuple[int, int]
) -> tuple[float, float]:
    """Return the least and greatest value of a cell that agree with everything shown.

    `table` and `shown` are rows by columns, totals last. Only what is shown, rounded, is used of `table`.
    """
    from scipy.optimize import linprog  # type: ignore[import-untyped]  # a third of a second to import

    half = policy.rounding_base / 2
    released = policy.rounding_base * np.rint(table / policy.rounding_base)
    is_none = shown & (released == 0) & (not policy.withhold_zero)
    least = np.where(shown, np.maximum(released - half, np.where(is_none, 0, policy.minimum_count)), 0.0)
    most = np.where(shown, released + half, np.inf)
    sums = _sums(*table.shape)
    objective = np.zeros(table.shape)
    objective[cell] = 1.0
    found = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * objective.ravel(),
            A_eq=sums,
            b_eq=np.zeros(sums.shape[0]),
            bounds=np.c_[least.ravel(), most.ravel()],
            method="highs",
        )
        # Unbounded above: nothing shown says how large it may be.
        found.append(sign * float(answer.fun) if answer.status == 0 else np.inf)
    return found[0], found[1]


def _weakest(table: Integers, shown: Mask, is_small: Mask, policy: Policy) -> tuple[int, int] | None:
    """Return the first small cell that what is shown bounds too tightly."""
    for row, column in np.argwhere(is_small):
        cell = int(row), int(column)
        least, most = possible_values(table, shown, policy, cell)
        if whole_numbers_between(least, most) < policy.minimum_count:
            return cell
    return None


def whole_numbers_between(least: float, most: float) -> float:
    """Count the whole numbers from `least` to `most`, both included."""
    return np.inf if np.isinf(most) else float(np.floor(most + 1e-7) - np.ceil(least - 1e-7) + 1)


def _sums(rows: int, columns: int) -> npt.NDArray[np.float64]:
    """Return the equations of the totals: each row and each column less its last cell is 0."""
    equations = []
    for row in range(rows):
        equation = np.zeros((rows, columns))
        equation[row, :-1], equation[row, -1] = 1.0, -1.0
        equations.append(equation.ravel())
    for column in range(columns):
        equation = np.zeros((rows, columns))
        equation[:-1, column], equation[-1, column] = 1.0, -1.0
        equations.append(equation.ravel())
    return np.array(equations)
