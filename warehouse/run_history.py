"""`meta.runs` of a published file: the runs that the file before it remembers, and the one that makes it.

Belongs here: what a run says of itself when it publishes. Doesn't: reading it (`published`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from warehouse.assembly import PublishRefused, TableShape, create_table, seal_table
from warehouse.knowledge import Knowledge
from warehouse.published import identifier


@dataclass(frozen=True)
class Publication:
    """What only the moment of publishing knows of a run; `held_reason` is None if the marts are new."""

    knowledge: Knowledge
    published_at: dt.datetime
    held_reason: str | None

    @property
    def is_held(self) -> bool:
        """Whether the marts are those of an earlier run."""
        return self.held_reason is not None


def write_runs(
    connection: duckdb.DuckDBPyConnection,
    publication: Publication,
    shape: TableShape,
    *,
    today: str,
    earlier: TableShape | None,
    earlier_in: str,
    target: str,
) -> int:
    """Write `meta.runs` into the attached file `target`; returns its number of rows.

    `shape` is that of today's table in the attached file `today`, `earlier` that of the one in `earlier_in`.
    Of an earlier table, the columns that there still are come along.
    """
    create_table(connection, target, shape)
    if earlier is not None:
        _copy_history(connection, publication, shape, f"{earlier_in}.meta.runs", earlier, target)
    _add_this_run(connection, publication, shape, f"{identifier(today)}.meta.runs", target)
    return seal_table(connection, target, shape)


def _copy_history(
    connection: duckdb.DuckDBPyConnection,
    publication: Publication,
    shape: TableShape,
    source: str,
    earlier: TableShape,
    target: str,
) -> None:
    known = {column.name for column in earlier.columns}
    shared = ", ".join(identifier(column.name) for column in shape.columns if column.name in known)
    connection.execute(
        f"insert into {target}.meta.runs ({shared}) select {shared} from {source} "  # noqa: S608
        "where run_id <> ? order by published_at, run_id",
        [publication.knowledge.run_id],
    )


def _add_this_run(
    connection: duckdb.DuckDBPyConnection,
    publication: Publication,
    shape: TableShape,
    source: str,
    target: str,
) -> None:
    given: dict[str, object] = {
        "published_at": publication.published_at,
        "marts_are_held": publication.is_held,
        "held_reason": publication.held_reason,
    }
    condition = "run_id = $run_id"
    if publication.is_held:
        # Whichever run dbt was on when it stopped, it is this one that publishes what it left.
        condition = "true"
        given |= {
            "week": str(publication.knowledge.week),
            "week_end": publication.knowledge.week.end,
            "known_at": publication.knowledge.known_at_utc,
        }
    given["run_id"] = publication.knowledge.run_id
    names = [column.name for column in shape.columns]
    kinds = {column.name: column.data_type for column in shape.columns}
    values = [f"${name}::{kinds[name]}" if name in given else identifier(name) for name in names]
    used = {name: value for name, value in given.items() if name in names}
    connection.execute(
        f"insert into {target}.meta.runs ({', '.join(identifier(name) for name in names)}) "  # noqa: S608
        f"select {', '.join(values)} from {source} where {condition}",
        used,
    )
    told = connection.execute(
        f"select count(*) from {target}.meta.runs where run_id = ?",  # noqa: S608
        [publication.knowledge.run_id],
    ).fetchone()
    if told != (1,):
        raise PublishRefused(
            "The working file's meta.runs doesn't tell of this run exactly once: dbt has not finished it."
        )
