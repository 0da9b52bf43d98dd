"""Reading what was published: opening the file, which run made it, and whether its tables are the same again.

Belongs here: everything that holds for any reader of the file. Doesn't: making it (`publish`), and what a
report asks of it (`reports`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.home import Home

SCHEMA_VERSION = "1"
"""Major version of the marts that this code reads and writes. Minor ones only add columns; another major
version means a documented change of those there were."""

CATALOG = "rapport"
"""Name under which the file is attached."""

SCHEMAS = ("marts", "audit", "meta")


class UnreadablePublishedFile(RuntimeError):
    """The published file can't be read by this code; the message says what to do."""


class NothingPublished(UnreadablePublishedFile):
    """There is no published file yet."""


@dataclass(frozen=True)
class Run:
    """One run as `meta.runs` tells it. `week_end` is network time without zone, other times are UTC."""

    run_id: str
    week: str
    week_end: dt.datetime
    known_at: dt.datetime
    started_at: dt.datetime | None
    published_at: dt.datetime
    code_version: str | None
    schema_version: str
    marts_are_held: bool
    held_reason: str | None


def open_published(home_or_path: Home | Path) -> duckdb.DuckDBPyConnection:
    """Open the published file read-only, in the state that it has now.

    A run that publishes meanwhile doesn't disturb the connection: it keeps the file it opened. The next call
    sees the new one, even while the old connection is open. (`duckdb.connect(path)` would not: within one
    process DuckDB hands out the database that is already open under a path. Hence the file is attached to a
    database in memory, as `rapport`, and made the default. A cursor of the connection starts without that
    default: there, write `rapport.marts.fct_scores` in full.)

    Raises NothingPublished if there is no file, UnreadablePublishedFile if another version made it.
    """
    path = home_or_path.published_file if isinstance(home_or_path, Home) else home_or_path
    name = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise NothingPublished(f"There is no {name} yet: run `rapport run` first.")
    connection = _in_memory(path)
    try:
        connection.execute(f"attach {literal(str(path))} as {CATALOG} (read_only)")
        connection.execute(f"use {CATALOG}")
        found = connection.execute("select schema_version from meta.schema_version").fetchall()
        version = latest_version(row[0] for row in found)
    except duckdb.Error as error:
        connection.close()
        raise UnreadablePublishedFile(
            f"{name} can't be read as a published file ({type(error).__name__}). "
            "Publish it again with `rapport run`."
        ) from error
    if not is_readable_version(version):
        connection.close()
        raise UnreadablePublishedFile(
            f"{name} has marts of version {version}, and this Rapport reads version {SCHEMA_VERSION}. "
            "Publish it again with `rapport run`, or use the Rapport that made it."
        )
    return connection


def is_readable_version(version: str) -> bool:
    """Whether marts of this version (`1`, `1.2.0`) have the columns that this code knows."""
    return version.split(".")[0] == SCHEMA_VERSION


def latest_version(versions: Iterable[object]) -> str:
    """Return the highest of the versions that a file lists, `none` where it lists none."""
    listed = [str(version) for version in versions]
    return max(listed, key=lambda version: [int(part) for part in version.split(".")]) if listed else "none"


def read_runs(connection: duckdb.DuckDBPyConnection) -> list[Run]:
    """Return all runs that the file remembers, the latest first."""
    columns = ", ".join(Run.__dataclass_fields__)
    query = f"select {columns} from {CATALOG}.meta.runs order by published_at desc, run_id desc"  # noqa: S608
    rows = connection.execute(query).fetchall()
    return [Run(*row) for row in rows]


def read_run(connection: duckdb.DuckDBPyConnection) -> Run:
    """Return the run that published the file."""
    return read_runs(connection)[0]


def marts_are_held(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the marts are older than the audit, because a structural check failed."""
    return read_run(connection).marts_are_held


def checksums(path: Path, schemas: Sequence[str] = ("marts", "audit")) -> dict[str, str]:
    """Return a checksum per table (`schema.table`) over its columns, their types, and its rows in any order.

    Two files with equal checksums hold the same tables. `meta` is left out by default, since it tells when a
    run took place.
    """
    if not path.is_file():
        raise NothingPublished(f"There is no {path.parent.name}/{path.name} yet: run `rapport run` first.")
    with _in_memory(path) as connection:
        connection.execute(f"attach {literal(str(path))} as {CATALOG} (read_only)")
        tables = connection.execute(
            """
            select schema_name, table_name, list(column_name || ' ' || data_type order by column_index)
            from duckdb_columns()
            where database_name = ? and list_contains(?, schema_name)
            group by all order by all
            """,
            [CATALOG, list(schemas)],
        ).fetchall()
        found = {}
        for schema, table, columns in tables:
            # A sum is the same in any order, and counts a doubled row twice.
            name = f"{CATALOG}.{identifier(schema)}.{identifier(table)}"
            content = "count(*), sum(md5_number_lower(to_json(r)::varchar)::hugeint)::varchar"
            rows = connection.execute(f"select {content} from {name} as r").fetchone()  # noqa: S608
            digest = hashlib.sha256(repr((columns, rows)).encode()).hexdigest()
            found[f"{schema}.{table}"] = digest[:32]
    return found


def literal(text: str) -> str:
    """Quote a text for SQL that takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _in_memory(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that spills beside `path` and never asks the network for extensions."""
    return duckdb.connect(config={"temp_directory": f"{path}.tmp", "autoinstall_known_extensions": "false"})
