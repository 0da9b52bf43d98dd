"""Everything that a run has checked, from wherever it was measured, as rows of one table.

Belongs here: bringing together what the door, the reception, SQL, the tests of dbt and the audit itself
measured. Doesn't: the measuring of each, and keeping the results (`history`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from ingest.configuration.checks import Check
from ingest.receptions import Reception
from warehouse.audit.tables import CHECKS, RESULTS, result
from warehouse.dbt_tests import ToldTest
from warehouse.knowledge import Knowledge

GATHERED = "intermediate.int_checks_gathered"
NAMED = 5
"""So many files or problems are named in words; the others are counted."""

Row = dict[str, object]


def from_sql(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return what SQL knows of the checks (RESULTS without `week`)."""
    columns = ", ".join(name for name in RESULTS if name != "week")
    return connection.sql(f"select {columns} from {GATHERED}").pl()  # noqa: S608 - fixed names


def with_weeks(door: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """Add to the door's measurements the week that a run at that moment reports: the last complete one."""
    local = pl.col("measured_at").dt.replace_time_zone("UTC").dt.convert_time_zone(str(ZoneInfo(timezone)))
    return door.with_columns(week=(local - pl.duration(days=7)).dt.strftime("%G-W%V")).select(RESULTS.names())


def of_this_run(rows: Sequence[Row], knowledge: Knowledge) -> pl.DataFrame:
    """Return rows made by `tables.result` as measurements of a run (RESULTS)."""
    frame = pl.DataFrame(
        list(rows), schema={name: kind for name, kind in RESULTS.items() if name in _OF_A_ROW}
    )
    return frame.with_columns(
        measured_at=pl.lit(knowledge.known_at_utc, dtype=RESULTS["measured_at"]),
        week=pl.lit(str(knowledge.week)),
    ).select(RESULTS.names())


_OF_A_ROW = frozenset(RESULTS.names()) - {"measured_at", "week"}


def from_dbt(tests: Sequence[ToldTest], rows_of: Mapping[str, int]) -> list[Row]:
    """Return the tests of dbt; evaluated are the rows of the table that a test judges.

    A test that dbt skipped, because what it judges wasn't built, had nothing to evaluate.
    """
    told = []
    for test in tests:
        rows = rows_of.get(test.table, 0)
        is_skipped = test.status not in ("pass", "fail", "warn")
        told.append(
            result(
                test.name,
                "dbt",
                description=test.reason,
                severity=test.severity,
                threshold=0.0,
                evaluated=0 if is_skipped else rows,
                failed=0 if is_skipped else test.failures,
                not_applicable=rows if is_skipped else 0,
                details=f"dbt says: {test.status}" if is_skipped else None,
            )
        )
    return told


def from_deliveries(
    connection: duckdb.DuckDBPyConnection, knowledge: Knowledge, checks: Mapping[str, Check]
) -> list[Row]:
    """Return, by clinic and feed, how many of the files of the last seven days couldn't be taken so far."""
    found = connection.execute(
        """
        with latest as (
            select
                clinic_id, feed, export_name, file_name,
                arg_max(status, (received_at, receipt_key)) as status
            from audit.deliveries
            where received_at <= $known_at and received_at > $known_at - interval 7 day
            group by all
        )
        select
            clinic_id, feed, count(*),
            list(file_name order by export_name, file_name) filter (status in ('refused', 'held'))
        from latest group by all order by all
        """,
        {"known_at": knowledge.known_at_utc},
    ).fetchall()
    return [
        _of_catalogue(
            checks["every_clinic_was_received"],
            clinic_id=clinic_id,
            feed=feed,
            evaluated=files,
            failed=len(untaken or ()),
            details=f"not taken: {named(untaken)}" if untaken else None,
        )
        for clinic_id, feed, files, untaken in found
    ]


def from_reception(reception: Reception | None, checks: Mapping[str, Check]) -> list[Row]:
    """Return whether each clinic's door worked at the last reception, and which files nobody claims."""
    rows: list[Row] = []
    if reception is None:
        return rows
    for clinic in reception.clinics:
        rows.append(
            _of_catalogue(
                checks["every_clinic_was_received"],
                clinic_id=clinic.clinic_id,
                evaluated=1,
                failed=1 if clinic.problem else 0,
                details=clinic.problem,
            )
        )
        stray = [name for clinic_id, name in reception.unclaimed if clinic_id == clinic.clinic_id]
        rows.append(
            _of_catalogue(
                checks["every_file_is_claimed"],
                clinic_id=clinic.clinic_id,
                evaluated=clinic.files + len(stray),
                failed=len(stray),
                details=f"no export takes {named(stray)}" if stray else None,
            )
        )
    return rows


def from_files(problems: Sequence[str], read: int, check: Check) -> Row:
    """Return whether the audit's own files in the home could be used, or are as they were written."""
    return _of_catalogue(
        check, evaluated=read, failed=len(problems), details=named(problems) if problems else None
    )


def catalogue(checks: Mapping[str, Check], tests: Sequence[ToldTest]) -> pl.DataFrame:
    """Return every check as data (CHECKS): the catalogue's, and the tests of dbt."""
    listed = [vars(check) | {"judged_table": None} for check in checks.values()]
    listed += [
        {
            "check_id": test.name,
            "source": "dbt",
            "reason": test.reason,
            "severity": test.severity,
            "threshold": 0.0,
            "threshold_source": "A test of dbt holds for every row.",
            "owner": "analyst",
            "judged_table": test.table or None,
        }
        for test in tests
    ]
    return pl.DataFrame(listed, schema=CHECKS).unique("check_id", keep="first").sort("check_id")


def named(words: Collection[str]) -> str:
    """Name the first few, and count the others."""
    listed = sorted(words)
    more = len(listed) - NAMED
    return "; ".join(listed[:NAMED]) + (f"; and {more} more" if more > 0 else "")


def count_rows(connection: duckdb.DuckDBPyConnection, tables: Collection[str]) -> dict[str, int]:
    """Count the rows of the tables (`schema.table`) that there are."""
    there = {
        f"{schema}.{name}"
        for schema, name in connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
    }
    counted = {}
    for table in sorted(there & set(tables)):
        row = connection.execute(f"select count(*) from {table}").fetchone()  # noqa: S608 - dbt's own names
        counted[table] = int(row[0]) if row else 0
    return counted


def _of_catalogue(check: Check, *, evaluated: int, failed: int, **told: object) -> Row:
    return result(
        check.check_id,
        check.source,
        description=check.reason,
        severity=check.severity,
        threshold=check.threshold,
        evaluated=evaluated,
        failed=failed,
        **told,  # type: ignore[arg-type]
    )
