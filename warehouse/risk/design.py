"""From predictors to the columns that are fitted: standardised, gaps marked, words and therapists spread out.

Belongs here: a design learnt once from training rows and applied to any others. Doesn't: what the predictors
mean (`predictors`), and fitting (`hazard`, `boosting`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.risk.predictors import Predictors

Floats = npt.NDArray[np.float64]

RAREST_LEVEL = 30
"""A word that fewer episodes have gets no column of its own. House default."""

GAP = "missing"
"""Name of the level, and of the column, that stands for what isn't known."""


@dataclass(frozen=True)
class Design:
    """What was learnt of the predictors. Whoever wasn't among `units` in training has no effect of their own.

    `numbers`: name -> mean and standard deviation of the known values (0: the column doesn't vary, and is
    left out). `gaps`: numbers that were sometimes unknown. `levels`: word -> levels with a column.
    """

    predictors: Predictors
    numbers: dict[str, tuple[float, float]]
    gaps: tuple[str, ...]
    levels: dict[str, tuple[str, ...]]
    units: tuple[int, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the dense columns, in order."""
        return (
            *self.numbers,
            *(f"{name}: {GAP}" for name in self.gaps),
            *(f"{name}: {level}" for name, levels in self.levels.items() for level in levels),
        )

    @property
    def groups(self) -> tuple[str, ...]:
        """What each dense column is about."""
        return tuple(self.predictors.groups[term.split(":")[0]] for term in self.terms)

    def dense(self, rows: pl.DataFrame) -> Floats:
        """Return the columns `terms` of some rows; an unknown number stands at the mean."""
        columns = [
            *(
                ((pl.col(name) - mean) / sd).fill_null(0.0).fill_nan(0.0).alias(name)
                for name, (mean, sd) in self.numbers.items()
            ),
            *(pl.col(name).is_null().cast(pl.Float64).alias(f"{name}: {GAP}") for name in self.gaps),
            *(
                (pl.col(name).fill_null(GAP) == level).cast(pl.Float64).alias(f"{name}: {level}")
                for name, levels in self.levels.items()
                for level in levels
            ),
        ]
        found: Floats = rows.select(columns).cast(pl.Float64).to_numpy()
        return found

    def raw(self, rows: pl.DataFrame) -> Floats:
        """Return numbers as they are, NaN where unknown, and levels as 0 and 1: for trees."""
        columns = [
            *(pl.col(name).cast(pl.Float64) for name in self.numbers),
            *(
                (pl.col(name).fill_null(GAP) == level).cast(pl.Float64).alias(f"{name}: {level}")
                for name, levels in self.levels.items()
                for level in levels
            ),
        ]
        found: Floats = rows.select(columns).fill_null(float("nan")).to_numpy()
        return found

    def unit_of(self, rows: pl.DataFrame) -> npt.NDArray[np.int64]:
        """Return each row's place among `units`, -1 where it has none."""
        if self.predictors.unit is None or not self.units:
            return np.full(rows.height, -1, dtype=np.int64)
        places = pl.DataFrame(
            {"unit": self.units, "place": range(len(self.units))},
            schema={"unit": pl.Int64, "place": pl.Int64},
        )
        joined = rows.select(unit=pl.col(self.predictors.unit).cast(pl.Int64)).join(
            places, on="unit", how="left", maintain_order="left"
        )
        found: npt.NDArray[np.int64] = joined["place"].fill_null(-1).to_numpy()
        return found

    def spread(self, rows: pl.DataFrame, unit_scale: float) -> Any:
        """Return the dense columns and one per unit, sparse; `unit_scale` stands where a row has it."""
        # Costs half a second, and only fitting needs it.
        from scipy import sparse  # type: ignore[import-untyped]

        dense = sparse.csr_matrix(self.dense(rows))
        place = self.unit_of(rows)
        known = np.flatnonzero(place >= 0)
        units = sparse.csr_matrix(
            (np.full(known.size, unit_scale), (known, place[known])), shape=(rows.height, len(self.units))
        )
        return sparse.hstack([dense, units], format="csr")


def learn_design(rows: pl.DataFrame, predictors: Predictors) -> Design:
    """Learn means, spreads, levels and units from training rows."""
    numbers, gaps = {}, []
    for name in predictors.numbers:
        values = rows[name].cast(pl.Float64).drop_nulls()
        spread = float(values.std() or 0.0) if values.len() > 1 else 0.0  # type: ignore[arg-type]
        if spread > 1e-9:
            numbers[name] = (float(values.mean()), spread)  # type: ignore[arg-type]
            if values.len() < rows.height:
                gaps.append(name)
    levels = {name: _levels(rows, name) for name in predictors.categories}
    units: tuple[int, ...] = ()
    if predictors.unit is not None:
        units = tuple(rows[predictors.unit].drop_nulls().unique().sort().to_list())
    return Design(predictors, numbers, tuple(_distinct(rows, gaps)), levels, units)


def _distinct(rows: pl.DataFrame, gaps: list[str]) -> list[str]:
    """Leave out gaps that are the same as one before: one column is enough for all of them."""
    seen: set[bytes] = set()
    kept = []
    for name in gaps:
        pattern = np.packbits(rows[name].is_null().to_numpy()).tobytes()
        if pattern not in seen:
            seen.add(pattern)
            kept.append(name)
    return kept


def _levels(rows: pl.DataFrame, name: str) -> tuple[str, ...]:
    """Return the levels that enough episodes have, without the most common one."""
    counted = (
        rows.select(level=pl.col(name).fill_null(GAP), episode="episode_key")
        .group_by("level")
        .agg(pl.col("episode").n_unique().alias("episodes"))
        .sort("episodes", "level", descending=[True, False])
    )
    return tuple(counted.filter(pl.col("episodes") >= RAREST_LEVEL)["level"].to_list()[1:])
