"""What the published file holds behind a number: rows of its queries, tables, deliveries, checks.

Belongs here: asking the file. Doesn't: working the number out again (`explaining`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.numbers.ids import CLINIC, EVERYONE, shared_keys
from reports.numbers.traced import Answer, Cell
from reports.publication import Publication
from warehouse.lineage import Lineage, lineage_of
from warehouse.published import identifier, literal

if TYPE_CHECKING:
    import duckdb


_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class QueriedRows:
    """One query's part in a number. `recompute` is SQL that gives `rows` in any DuckDB client.

    `query` is the file below `reports/`, `sha256` its version; `columns` begin with the `keys`.
    """

    query: str
    sha256: str
    about: str
    sql: str
    recompute: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    agrees: bool
    """Whether the cells hold what the number was worked out from."""


@dataclass(frozen=True)
class TableBehind:
    """A published table that a query reads: what it holds, and the columns that the query names."""

    name: str
    meaning: str
    columns: tuple[tuple[str, str], ...]
    lineage: Lineage


@dataclass(frozen=True)
class DeliveryBehind:
    """A file whose rows can stand behind the number. Times are UTC."""

    clinic_id: str
    feed: str
    export_name: str
    file_name: str | None
    file_sha256: str | None
    received_at: dt.datetime
    rows_loaded: int | None


@dataclass(frozen=True)
class CheckBehind:
    """A check of the clinics and feeds behind the number; `is_passed` is None where nothing was evaluated."""

    clinic_id: str | None
    feed: str | None
    check_id: str
    description: str
    severity: str
    evaluated: int
    failed: int
    is_passed: bool | None


def queried_rows(publication: Publication, cells: frozenset[Cell]) -> tuple[QueriedRows, ...]:
    """Ask every query behind a number again, on its own, for the rows and columns that were used."""
    answers = sorted({cell.answer for cell in cells}, key=lambda answer: answer.query.as_posix())
    return tuple(
        _queried(publication.connection, answer, [cell for cell in cells if cell.answer is answer])
        for answer in answers
    )


def tables_behind(publication: Publication, answers: Sequence[QueriedRows]) -> tuple[TableBehind, ...]:
    """Return the published tables that these queries read, with what their contracts say of them."""
    connection, found = publication.connection, {}
    for answer in answers:
        for name in sorted(connection.get_table_names(answer.sql, qualified=True)):
            # DuckDB names a table with its alias: marts.fct_scores AS scores.
            schema, _, table = name.partition(" ")[0].rpartition(".")
            if schema:
                found[f"{schema}.{table}"] = _table(connection, schema, table, answer)
    return tuple(found.values())


def clinics_behind(cells: frozenset[Cell], publication: Publication) -> tuple[str, ...]:
    """Return the clinics whose rows a number rests on: all of them where a row is over all."""
    found: set[str] = set()
    for cell in cells:
        row = dict(zip(cell.answer.columns, cell.answer.rows[cell.row], strict=True))
        clinic = row.get(CLINIC, EVERYONE)
        found |= set(publication.clinics) if clinic in (EVERYONE, None) else {clinic}
    return tuple(sorted(found))


def deliveries_behind(
    publication: Publication, clinics: Sequence[str], feeds: Sequence[str]
) -> tuple[DeliveryBehind, ...]:
    """Return every accepted delivery of these clinics and feeds, the latest first."""
    rows = publication.connection.execute(
        """
        select
            deliveries.clinic_id, deliveries.feed, deliveries.export_name, deliveries.file_name,
            deliveries.file_sha256, deliveries.received_at, row_accounts.loaded
        from audit.deliveries
        left join audit.row_accounts using (receipt_key)
        where
            deliveries.status = 'accepted'
            and deliveries.delivery_key not in (
                select supersedes_delivery_key from audit.deliveries where supersedes_delivery_key is not null
            )
            and list_contains(?, deliveries.clinic_id) and list_contains(?, deliveries.feed)
        order by
            deliveries.received_at desc, deliveries.clinic_id, deliveries.export_name, deliveries.file_name
        """,
        [list(clinics), list(feeds)],
    ).fetchall()
    return tuple(DeliveryBehind(*row) for row in rows)


def checks_behind(
    publication: Publication, clinics: Sequence[str], feeds: Sequence[str]
) -> tuple[CheckBehind, ...]:
    """Return the latest result of every check of these clinics and feeds, failed ones first."""
    rows = publication.connection.execute(
        """
        select clinic_id, feed, check_id, coalesce(description, ''), severity, evaluated, failed, is_passed
        from audit.check_results
        where
            (clinic_id is null or list_contains(?, clinic_id))
            and (feed is null or feed = '' or list_contains(?, feed))
        qualify row_number() over (
            partition by clinic_id, export_name, feed, check_id, source order by measured_at desc
        ) = 1
        order by is_passed nulls last, clinic_id, feed, check_id, export_name
        """,
        [list(clinics), list(feeds)],
    ).fetchall()
    return tuple(CheckBehind(*row) for row in rows)


def _queried(connection: duckdb.DuckDBPyConnection, answer: Answer, cells: list[Cell]) -> QueriedRows:
    used = {cell.column for cell in cells}
    columns = answer.identity + tuple(c for c in answer.columns if c in used and c not in answer.identity)
    conditions = [
        f"{identifier(column)} is not distinct from {_written(value)}"
        for column, value in shared_keys(answer, cells).items()
    ]
    recompute = (
        f"select {', '.join(identifier(column) for column in columns)}\nfrom (\n{answer.sql.strip()}\n)"
        + (f"\nwhere {' and '.join(conditions)}" if conditions else "")
    )
    rows = [tuple(row) for row in connection.execute(recompute).fetchall()]
    positions = [answer.columns.index(column) for column in columns]
    wanted = {
        tuple(answer.rows[number][position] for position in positions) for number in {c.row for c in cells}
    }
    content = answer.query.read_bytes()
    return QueriedRows(
        query="/".join(answer.query.parts[answer.query.parts.index("reports") + 1 :]),
        sha256=hashlib.sha256(content).hexdigest(),
        about=_about(answer.sql),
        sql=answer.sql.strip(),
        recompute=recompute,
        keys=answer.identity,
        columns=columns,
        rows=tuple(row for row in rows if row in wanted),
        agrees=wanted <= set(rows),
    )


def _about(sql: str) -> str:
    """The comment at the query's head."""
    lines = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)


def _written(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else literal(str(value))


def _table(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, answer: QueriedRows
) -> TableBehind:
    comment = connection.execute(
        "select comment from duckdb_tables() where schema_name = ? and table_name = ?", [schema, table]
    ).fetchone()
    columns = connection.execute(
        """select column_name, coalesce(comment, '') from duckdb_columns()
        where schema_name = ? and table_name = ? order by column_index""",
        [schema, table],
    ).fetchall()
    told = [(str(name), " ".join(str(meaning).split())) for name, meaning in columns]
    words = set(_WORD.findall(answer.sql))
    # A column that the number was taken from as it is says all; else those that the query works with.
    named = [pair for pair in told if pair[0] in answer.columns[len(answer.keys) :]]
    named = named or [pair for pair in told if pair[0] in words]
    meaning = " ".join(str(comment[0]).split()) if comment and comment[0] else ""
    return TableBehind(f"{schema}.{table}", meaning, tuple(named), lineage_of(f"{schema}.{table}"))
