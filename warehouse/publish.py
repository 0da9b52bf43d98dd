"""Publishing: a fresh file is assembled beside the published one, audited, and swapped in with one rename.

Belongs here: what goes into the file, in which order, and how it is swapped in. Doesn't: how one table is
copied (`assembly`), how the file is read (`published`), and whether the checks allow new marts (the caller
says so with `held`).

Killed at any moment, the published file is the old one, whole, or the new one, whole. Whoever has the old one
open goes on reading it. The access log is told of the file before it is swapped in, so that no published file
goes without a line; killed in between, `rapport audit verify` says so until the next run publishes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.durable_files import flush
from ingest.home import Home
from warehouse.assembly import (
    PublishRefused,
    TableShape,
    copy_table,
    count_rows,
    load_parquet,
    read_shapes,
    refuse_unfit,
    shape_of_contract,
)
from warehouse.audit import access_log
from warehouse.contracts import Promises, read_promises
from warehouse.disclosure.network_file import RELEASED_MART, record_release, write_network_file
from warehouse.knowledge import Knowledge
from warehouse.published import (
    SCHEMA_VERSION,
    SCHEMAS,
    identifier,
    is_readable_version,
    latest_version,
    literal,
)
from warehouse.run_history import Publication, write_runs

HELD_REASON = "A structural check failed, so that the marts are those of the last run that passed."

ANALYSTS, NETWORK = "analysts", "network"
"""For whom the access log says that a file was published."""

FRESH, PREVIOUS = "fresh", "previous"
"""Names under which the file in the making and the published one are attached."""


@dataclass(frozen=True)
class PublishedFile:
    """What was published: the file, the rows of each `schema.table`, whether marts are held and why."""

    path: Path
    rows: dict[str, int]
    marts_are_held: bool
    held_reason: str | None


def publish(
    home: Home,
    knowledge: Knowledge,
    held: bool = False,
    *,
    held_reason: str | None = None,
    published_at: dt.datetime | None = None,
    promises: Promises | None = None,
) -> PublishedFile:
    """Publish the working file's marts, audit and meta, and the statistics, as one file for everyone.

    With `held`, or a reason in `held_reason`, the marts are those of the file published last, while audit
    and meta are today's, and `meta.runs` says so with the reason. A home set apart by `Home.as_known_at` is
    published into a file of its own, never over the live one. `published_at` is now unless given; `promises`
    are those of the dbt project.

    The caller holds the home's lock and has closed the working file.

    Raises PublishRefused if there are no marts to hold yet, the working file lacks this run or a table, a
    table isn't documented, holds a local identifier or breaks its contract; the published file is then as it
    was.
    """
    target = home.published_file
    reason = held_reason or (HELD_REASON if held else None)
    publication = Publication(knowledge, _utc(published_at or dt.datetime.now(dt.UTC)), reason)
    if publication.is_held and not target.is_file():
        raise PublishRefused(
            "The marts are held, and there are no earlier ones: nothing has been published yet. "
            "Mend what the failed checks name, and run again."
        )
    if not home.working_file.is_file():
        raise PublishRefused("There is no working file to publish: dbt has not built one.")
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(target)
    fresh = target.with_name(f".{target.stem}.{knowledge.run_id}.duckdb")
    try:
        rows = assemble(home, publication, fresh, promises or read_promises())
        audit(fresh, rows, knowledge)
        sync(fresh)
        is_released = f"marts.{RELEASED_MART}" in rows and not publication.is_held and home.as_known is None
        if is_released:
            record_release(home, str(knowledge.week))
        week = str(knowledge.week)
        access_log.append(home, [access_log.published(home, week, ANALYSTS, target, fresh)])
        swap(fresh, target)
        if is_released:
            released = write_network_file(home)
            access_log.append(home, [access_log.published(home, week, NETWORK, released, released)])
    except BaseException:
        remove_leftovers(target)
        raise
    return PublishedFile(target, rows, publication.is_held, reason)


def remove_leftovers(target: Path) -> None:
    """Remove the unfinished files of runs that were killed."""
    for file in target.parent.glob(f".{target.stem}.*.duckdb*"):
        file.unlink(missing_ok=True)


def assemble(home: Home, publication: Publication, fresh: Path, promises: Promises) -> dict[str, int]:
    """Write the fresh file; returns the rows of each table.

    Only promised tables are copied: the working file may still hold those of models that are gone.
    """
    working, previous, held = home.working_file.stem, home.published_file, publication.is_held
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(home.warehouse / "publish.tmp"),
        "autoinstall_known_extensions": "false",
    }
    with duckdb.connect(config=settings) as connection:
        # Under its own name, since the views in it use that.
        _attach(connection, home.working_file, working, read_only=True)
        _attach(connection, fresh, FRESH, read_only=False)
        today = {
            name: shape for name, shape in _shapes(connection, working).items() if name in promises.tables
        }
        _require_tables(today, {"meta.runs", "meta.schema_version"} | promises.tables, held=held)
        earlier: dict[str, TableShape] = {}
        if previous.is_file():
            _attach(connection, previous, PREVIOUS, read_only=True)
            earlier = _shapes(connection, PREVIOUS)
        held_tables = {name: shape for name, shape in earlier.items() if held and _is_held(name)}
        todays = {
            name: shape
            for name, shape in today.items()
            if name != "meta.runs" and not (held and _is_held(name))
        }
        written = {
            name: contract
            for name, contract in promises.contracts.items()
            if not (held and contract.schema == "marts")
        }
        promised = [shape_of_contract(contract) for contract in written.values()]
        refuse_unfit([*held_tables.values(), *todays.values(), *promised])
        rows = {}
        for name, shape in held_tables.items():
            rows[name] = copy_table(connection, shape, source=PREVIOUS, target=FRESH)
        for name, shape in todays.items():
            rows[name] = copy_table(connection, shape, source=working, target=FRESH)
        for name, contract in written.items():
            folder = home.inference if contract.schema == "marts" else home.audited
            file = folder / f"{name}.parquet"
            rows[f"{contract.schema}.{name}"] = load_parquet(connection, contract, file, target=FRESH)
        rows["meta.runs"] = write_runs(
            connection,
            publication,
            today["meta.runs"],
            today=working,
            earlier=earlier.get("meta.runs"),
            earlier_in=PREVIOUS,
            target=FRESH,
        )
        connection.execute(f"checkpoint {FRESH}")
        connection.execute(f"detach {FRESH}")
    return dict(sorted(rows.items()))


def audit(fresh: Path, rows: Mapping[str, int], knowledge: Knowledge) -> None:
    """Open the finished file as a reader would and compare it with what was put into it."""
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        _attach(connection, fresh, FRESH, read_only=True)
        found = {
            name: count_rows(connection, shape.within(FRESH))
            for name, shape in _shapes(connection, FRESH).items()
        }
        if found != dict(rows):
            differing = sorted(name for name in {*found, *rows} if found.get(name) != rows.get(name))
            raise PublishRefused(f"The assembled file isn't what was put into it: {', '.join(differing)}.")
        runs = connection.execute(
            f"select count(*) from {FRESH}.meta.runs where run_id = ?",  # noqa: S608
            [knowledge.run_id],
        ).fetchone()
        versions = connection.execute(f"select schema_version from {FRESH}.meta.schema_version").fetchall()  # noqa: S608
        if runs != (1,):
            raise PublishRefused("The assembled file doesn't tell of this run exactly once.")
        if not is_readable_version(latest_version(row[0] for row in versions)):
            raise PublishRefused(f"The marts aren't of version {SCHEMA_VERSION}, which readers expect.")


def sync(fresh: Path) -> None:
    """Make sure that the file's bytes are on the disk before its name is."""
    if fresh.with_name(f"{fresh.name}.wal").exists():
        raise PublishRefused("The assembled file isn't closed: it still has a write-ahead log.")
    flush(fresh)


def swap(fresh: Path, target: Path) -> None:
    """Give the fresh file the published file's name: the one step that readers can see."""
    fresh.replace(target)
    flush(target.parent)


def _attach(connection: duckdb.DuckDBPyConnection, file: Path, name: str, *, read_only: bool) -> None:
    options = " (read_only)" if read_only else ""
    connection.execute(f"attach {literal(str(file))} as {identifier(name)}{options}")


def _shapes(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, TableShape]:
    """Return the tables of an attached file by `schema.table`."""
    shapes = read_shapes(connection, catalog, SCHEMAS)
    return {f"{shape.schema}.{shape.name}": shape for shape in shapes}


def _is_held(table: str) -> bool:
    """Whether a table belongs to the marts: the version is that of their columns."""
    return table.startswith("marts.") or table == "meta.schema_version"


def _require_tables(found: Mapping[str, TableShape], needed: Collection[str], *, held: bool) -> None:
    lacking = sorted(name for name in needed if name not in found and not (held and _is_held(name)))
    if lacking:
        raise PublishRefused(
            f"The working file lacks {', '.join(lacking[:5])}{' and others' if len(lacking) > 5 else ''}: "
            "dbt has not built them."
        )


def _utc(moment: dt.datetime) -> dt.datetime:
    """Return a moment as machine times are stored: UTC, naive. A naive one is UTC already."""
    return moment if moment.tzinfo is None else moment.astimezone(dt.UTC).replace(tzinfo=None)
