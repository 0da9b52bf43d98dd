"""What one statistic is: what it reads, what it computes, and which marts come of it.

Belongs here: the form that every module with a `STATISTIC` fills in. Doesn't: any particular statistic, and
finding and running them (`catalogue`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from ingest.home import Home
from warehouse.knowledge import Knowledge

Z_95 = 1.959963984540054
"""Standard normal quantile of a two-sided 95 % interval."""

Tables = Mapping[str, pl.DataFrame]
"""What a statistic is given, by name: tables (`registry.network`) and the results of its counts."""

Columns = Mapping[str, tuple[str, ...]]
"""Tables (`intermediate.x` or `marts.x` of the working file, `registry.x`, `benchmark.x`, `released.x` and
`inference.x` of the home), and columns that must be there."""

MartSchema = Mapping[str, pl.DataType | type[pl.DataType]]


class InputError(ValueError):
    """A statistic can't be computed from what it was given; the message says what is missing."""


@dataclass(frozen=True)
class Count:
    """A count over tables of the working file that are too large to be read whole.

    `sql` may use `$until`, the Monday that ends the reported week, and `$week`, its name.
    """

    sql: str
    reads: Columns


@dataclass(frozen=True)
class Statistic:
    """One module's promise: these columns read, these marts written.

    `about` says in a few words what it is about. `reads` are tables that `compute` is given whole, `counts`
    those that it is given counted, `stored` what else it reads from the home, by functions. `marts` gives
    each mart's columns and types, as its contract in
    `dbt_project/models/inference` does. `compute` is pure.
    """

    about: str
    reads: Columns
    marts: Mapping[str, MartSchema]
    compute: Callable[[Tables], dict[str, pl.DataFrame]]
    counts: Mapping[str, Count] = field(default_factory=dict)
    stored: Mapping[str, Callable[[Home, Knowledge], pl.DataFrame]] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every table that the statistic depends on, in the order of their names."""
        counted = (table for count in self.counts.values() for table in count.reads)
        return tuple(sorted({*self.reads, *counted}))


def as_mart(frame: pl.DataFrame, schema: MartSchema, key: tuple[str, ...]) -> pl.DataFrame:
    """Give a frame a mart's columns, types and order of rows; columns that it lacks are null."""
    lacking = [pl.lit(None).alias(name) for name in schema if name not in frame.columns]
    return (
        frame.with_columns(lacking)
        .select(pl.col(name).cast(kind, strict=True) for name, kind in schema.items())
        .sort(key)
    )
