"""The published file as reports see it: the run that made it, its clinics, the answers to queries.

Belongs here: opening it, running a report's SQL once, the run and the network's settings. Doesn't: what the
queries mean (`measures`, and the `queries` of each report).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.home import Home
from reports.numbers.traced import Answer, Row, rows_of_answer
from warehouse.disclosure.policy import Policy
from warehouse.published import (
    Run,
    UnreadablePublishedFile,
    latest_version,
    open_published,
    read_runs,
)

if TYPE_CHECKING:
    import duckdb

NETWORK_NAME = "network"


@dataclass(frozen=True)
class Network:
    """The settings that reports need."""

    name: str
    is_simulated: bool
    contact_gap_days: int
    minimum_reliability: float
    policy: Policy


@dataclass(frozen=True)
class Clinic:
    """One clinic, and how far its data goes."""

    clinic_id: str
    name: str
    has_appointment_data: bool
    appointments_until: dt.date | None
    responses_until: dt.date | None
    last_received_at: dt.datetime | None
    contact_gap_days: int


@dataclass
class Publication:
    """An open published file. Every query runs once, however many pages use it."""

    connection: duckdb.DuckDBPyConnection
    run: Run
    """The run that published the file."""
    marts_run: Run
    """The run whose marts it holds: an earlier one where marts are held."""
    network: Network
    clinics: dict[str, Clinic]
    run_before: Run | None = None
    """The run that published the week before the one of the marts; None where there was none."""
    _answers: dict[Path, list[Row]] = field(default_factory=dict)
    _by_clinic: dict[Path, dict[str, list[Row]]] = field(default_factory=dict)

    def rows(self, query: Path) -> list[Row]:
        """Return the answer to a query file, one dict a row, in the query's order."""
        if query not in self._answers:
            sql = query.read_text(encoding="utf-8")
            self._answers[query] = rows_of_answer(_answer(self.connection, sql, query))
        return self._answers[query]

    def rows_of(self, query: Path, clinic_id: str) -> list[Row]:
        """Return the rows of one clinic; the query must have a column `clinic_id`."""
        if query not in self._by_clinic:
            grouped: dict[str, list[Row]] = {}
            for row in self.rows(query):
                grouped.setdefault(row["clinic_id"], []).append(row)
            self._by_clinic[query] = grouped
        return self._by_clinic[query].get(clinic_id, [])

    def has_columns(self, schema: str, table: str, columns: set[str]) -> bool:
        """Whether the file has a table with these columns; for marts that a network may not have yet."""
        return columns <= _columns(self.connection, schema, table)


@contextmanager
def open_publication(home: Home) -> Iterator[Publication]:
    """Open the home's published file read-only.

    Raises `warehouse.published.NothingPublished` where there is none, `UnreadablePublishedFile` where another
    version made it.
    """
    connection = open_published(home)
    try:
        runs = read_runs(connection)
        marts_run = next((run for run in runs if not run.marts_are_held), runs[0])
        # Queries ask for the end of the week that the marts tell of, which is an earlier one while held.
        connection.execute("set variable week_end = ?::timestamp", [marts_run.week_end])
        connection.execute("set variable known_at = ?::timestamp", [runs[0].known_at])
        yield Publication(
            connection,
            runs[0],
            marts_run,
            _network(connection, home),
            _clinics(connection),
            next((run for run in runs if run.week < marts_run.week and not run.marts_are_held), None),
        )
    finally:
        connection.close()


def _select(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any] | None = None) -> list[Row]:
    found = _answer(connection, query, Path(), values)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def _answer(
    connection: duckdb.DuckDBPyConnection, sql: str, query: Path, values: list[Any] | None = None
) -> Answer:
    import duckdb

    try:
        result = connection.execute(sql, values or [])
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        _refuse_older_file(connection, error)
        raise
    names = tuple(column[0] for column in result.description or [])
    return Answer(query, sql, names, tuple(result.fetchall()))


def _refuse_older_file(connection: duckdb.DuckDBPyConnection, error: Exception) -> None:
    """Say so where a query misses a table or column because the file is of an earlier minor version."""
    from warehouse.schema_versions import schema_versions

    listed = connection.execute("select schema_version from meta.schema_version").fetchall()
    found, needed = latest_version(version for (version,) in listed), schema_versions()[-1].version
    if _numbers(found) < _numbers(needed):
        raise UnreadablePublishedFile(
            f"The published file has tables of version {found}, and this Rapport's reports need {needed}. "
            "Build the week anew with `rapport run --week WEEK`, or use the Rapport that made the file."
        ) from error


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")] if version[:1].isdigit() else []


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> set[str]:
    found = _select(
        connection,
        "select column_name from information_schema.columns where table_schema = ? and table_name = ?",
        [schema, table],
    )
    return {row["column_name"] for row in found}


def _network(connection: duckdb.DuckDBPyConnection, home: Home) -> Network:
    if _columns(connection, "meta", NETWORK_NAME):
        (row,) = _select(connection, "select * from meta.network")
    else:
        # A file that was published without the settings: the registry of the run that made it has them.
        registry = home.registry / f"{NETWORK_NAME}.parquet"
        (row,) = _select(connection, "select * from read_parquet(?)", [str(registry)])
    return Network(
        row["network"],
        row["is_simulated"],
        row["contact_gap_days"],
        row["minimum_publishable_reliability"],
        Policy(**{name: row[name] for name in Policy.__dataclass_fields__ if name in row}),
    )


def _clinics(connection: duckdb.DuckDBPyConnection) -> dict[str, Clinic]:
    rows = _select(
        connection,
        """select
            clinic_id, coalesce(clinic_name, clinic_id) as name, has_appointment_data, appointments_until,
            responses_until, last_received_at, contact_gap_days
        from marts.dim_clinics order by clinic_id""",
    )
    return {row["clinic_id"]: Clinic(**row) for row in rows}
