"""The statistics there are: found in this package, fed from the working file, written as Parquet.

Belongs here: finding them, reading what they need, writing what they give. Doesn't: computing anything.
Adding a statistic is adding a module with a `STATISTIC` to this package, and its marts' contracts to
`dbt_project/models/inference`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from ingest.home import Home
from warehouse.inference.statistic import InputError, Statistic, Tables
from warehouse.knowledge import Knowledge

REGISTRY, BENCHMARK, RELEASED, INFERRED = "registry.", "benchmark.", "released.", "inference."
"""Prefixes of tables outside the working file: the registry's Parquet, published figures of others, what the
network
has been given so far, and the marts of statistics that come before in the same run."""


@dataclass(frozen=True)
class InferredMart:
    """A mart that Python writes: what it is about, and the tables of the working file it comes from."""

    name: str
    description: str
    inputs: tuple[str, ...]
    uses_models: bool = False


@dataclass(frozen=True)
class WrittenMart:
    """A mart as a run wrote it. Its contract is enforced when it is published."""

    path: Path
    rows: int

    def __fspath__(self) -> str:
        return str(self.path)


def statistics() -> dict[str, Statistic]:
    """Return the statistics of this package by the name of their module."""
    package = __name__.rpartition(".")[0]
    folder = str(Path(__file__).parent)
    modules = {
        info.name: importlib.import_module(f"{package}.{info.name}")
        for info in pkgutil.iter_modules([folder])
        if f"{package}.{info.name}" != __name__
    }
    return {
        name: module.STATISTIC for name, module in sorted(modules.items()) if hasattr(module, "STATISTIC")
    }


def inferred_marts() -> tuple[InferredMart, ...]:
    """Return the marts of all statistics, by name."""
    return tuple(
        sorted(
            (
                InferredMart(
                    mart,
                    statistic.about,
                    tuple(table for table in statistic.inputs if _is_working(table) or _is_inferred(table)),
                    bool(statistic.stored),
                )
                for statistic in statistics().values()
                for mart in statistic.marts
            ),
            key=lambda mart: mart.name,
        )
    )


def run(home: Home, knowledge: Knowledge) -> dict[str, WrittenMart]:
    """Compute every statistic and write its marts to `home.inference`; returns them as they were made.

    Reads the working file, which dbt has closed, and the registry. A mart's file is replaced whole, or not
    at all. Linear algebra keeps to one thread: the matrices are narrow, threads only wait for each other, and
    sums don't depend on how many cores there are.

    Raises InputError if a table or column that a statistic reads isn't there.
    """
    import scipy.linalg  # type: ignore[import-untyped] # noqa: F401 - a limit reaches only what is loaded
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    if not home.working_file.is_file():
        raise InputError("There is no working file: the statistics run after dbt has built it.")
    home.inference.mkdir(parents=True, exist_ok=True)
    written = {}
    with (
        threadpool_limits(limits=1),
        duckdb.connect(str(home.working_file), read_only=True) as connection,
    ):
        for name, statistic in in_order(statistics()).items():
            marts = statistic.compute(read_inputs(home, connection, statistic, knowledge))
            if set(marts) != set(statistic.marts):
                raise InputError(f"`{name}` promises {sorted(statistic.marts)} and computed {sorted(marts)}.")
            for mart, frame in marts.items():
                written[mart] = _write(frame, home.inference / f"{mart}.parquet")
    return written


def in_order(known: dict[str, Statistic]) -> dict[str, Statistic]:
    """Put statistics that read what others infer after all others."""
    return dict(sorted(known.items(), key=lambda item: any(map(_is_inferred, item[1].inputs))))


def read_inputs(
    home: Home, connection: duckdb.DuckDBPyConnection, statistic: Statistic, knowledge: Knowledge
) -> Tables:
    """Read the tables of a statistic and take its counts, all columns asserted."""
    found = {}
    for table, columns in statistic.reads.items():
        if _is_working(table):
            _require_columns(connection, table, columns)
            wanted = ", ".join(columns)
            found[table] = connection.sql(f"select {wanted} from {table}").pl()  # noqa: S608
        elif table.startswith(BENCHMARK):
            found[table] = _benchmark_table(home, table, columns)
        elif table.startswith(RELEASED):
            found[table] = _released_table(home, table, columns)
        elif _is_inferred(table):
            found[table] = pl.read_parquet(home.inference / f"{table.removeprefix(INFERRED)}.parquet").select(
                columns
            )
        else:
            found[table] = _registry_table(home, table, columns)
    for name, count in statistic.counts.items():
        for table, columns in count.reads.items():
            _require_columns(connection, table, columns)
        known = {"until": knowledge.week.end.date(), "week": str(knowledge.week)}
        parameters = {key: value for key, value in known.items() if f"${key}" in count.sql}
        found[name] = connection.sql(count.sql, params=parameters).pl()
    for name, read in statistic.stored.items():
        found[name] = read(home, knowledge)
    return found


def _is_inferred(table: str) -> bool:
    return table.startswith(INFERRED)


def _is_working(table: str) -> bool:
    return not table.startswith((REGISTRY, BENCHMARK, RELEASED, INFERRED))


def _require_columns(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> None:
    schema, name = table.split(".")
    known = connection.execute(
        "select column_name from duckdb_columns() where schema_name = ? and table_name = ?", [schema, name]
    ).fetchall()
    _require(table, columns, {str(row[0]) for row in known})


def _registry_table(home: Home, table: str, columns: Sequence[str]) -> pl.DataFrame:
    file = home.registry / f"{table.removeprefix('registry.')}.parquet"
    if not file.is_file():
        raise InputError(f"{home.relative(file)} isn't there: the registry is written before dbt builds.")
    frame = pl.read_parquet(file)
    _require(table, columns, set(frame.columns))
    return frame.select(columns)


def _benchmark_table(home: Home, table: str, columns: Sequence[str]) -> pl.DataFrame:
    """Read published figures; there are none until somebody loads them."""
    from warehouse.benchmark.store import read_counts  # it makes funnels, and so imports this package

    frame = read_counts(home)
    _require(table, columns, set(frame.columns))
    return frame.select(columns)


def _released_table(home: Home, table: str, columns: Sequence[str]) -> pl.DataFrame:
    """Read a log of what the network has been given."""
    # It makes funnels, and so imports this package.
    from warehouse.disclosure.network_file import read_log, read_quarters

    frame = {"log": read_log, "quarters": read_quarters}[table.removeprefix(RELEASED)](home)
    _require(table, columns, set(frame.columns))
    return frame.select(columns)


def _require(table: str, columns: Sequence[str], known: set[str]) -> None:
    if not known:
        raise InputError(f"The working file has no {table}: dbt has not built it.")
    lacking = [column for column in columns if column not in known]
    if lacking:
        raise InputError(f"{table} lacks {', '.join(lacking)}, which the statistics need.")


def _write(frame: pl.DataFrame, file: Path) -> WrittenMart:
    fresh = file.with_name(f".{file.name}")
    frame.write_parquet(fresh)
    return WrittenMart(fresh.replace(file), frame.height)
