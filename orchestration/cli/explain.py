"""`rapport explain`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from ingest.home import Home
from orchestration.cli.group import home_option, say_failures
from reports.numbers.explaining import Explanation, UnknownNumber, explain
from reports.numbers.ids import NotANumberId
from warehouse.published import UnreadablePublishedFile

LISTED = 15
"""So many deliveries and rows are printed unless all are asked for."""


@click.command("explain")
@home_option
@click.argument("number_id", metavar="ID")
@click.option("--all", "show_all", is_flag=True, help="Every delivery, check and row, not only the first.")
@say_failures(UnreadablePublishedFile, UnknownNumber, NotANumberId)
def command(home: Home, number_id: str, show_all: bool) -> None:
    """Show where a reported number comes from, and work it out again.

    ID stands over each number of a report, in numbers.json beside it and in the workbook's last sheet. Ends
    with exit code 1 if the published file gives another number than was reported.
    """
    told = explain(home, number_id)
    limit = None if show_all else LISTED
    _tell_number(told)
    _tell_run(told)
    _tell_queries(told, limit)
    _tell_tables(told, show_all)
    _tell_deliveries(told, limit)
    _tell_checks(told, limit)
    if told.agrees:
        click.secho(f"\nWorked out again from the published file: {_now(told)}. It agrees.", fg="green")
    else:
        click.secho(f"\nIt doesn't agree: {told.why_not}.", fg="red", err=True)
        sys.exit(1)


def _now(told: Explanation) -> str:
    return told.now.text if told.now else ""


def _tell_number(told: Explanation) -> None:
    number = told.reported
    click.secho(f"{number.text}", bold=True)
    click.echo(f"  {' > '.join(number.where)}")
    if number.sentence:
        click.echo(f"  {number.sentence}")
    click.echo(f"  id     {told.number_id}")
    click.echo(f"  value  {number.sign}{number.value} ({number.unit})")


def _tell_run(told: Explanation) -> None:
    _heading("Published by")
    run = told.run
    click.echo(f"  run {run.run_id}, week {run.week}, what was known at {run.known_at} UTC")
    click.echo(f"  code version {run.code_version or 'unknown'}, version of the marts {run.schema_version}")
    click.echo(f"  published file, SHA-256 {told.published_sha256}")
    if told.marts_run.run_id != run.run_id:
        click.echo(f"  marts held: they are of run {told.marts_run.run_id}, week {told.marts_run.week}")


def _tell_queries(told: Explanation, limit: int | None) -> None:
    for query in told.queries:
        _heading(f"Counted by reports/{query.query} (SHA-256 {query.sha256[:16]}…)")
        click.echo(f"  {query.about}")
        click.echo("\n  To ask for these cells in the published file:")
        click.echo(f"  set variable week_end = timestamp '{told.marts_run.week_end}';")
        click.echo(f"  set variable known_at = timestamp '{told.run.known_at}';")
        for line in query.recompute.splitlines():
            click.echo(f"  {line}")
        click.echo("\n  They hold:")
        _table([query.columns, *(tuple(map(_cell, row)) for row in query.rows[:limit])])
        _more(len(query.rows), limit, "rows")


def _tell_tables(told: Explanation, show_all: bool) -> None:
    for table in told.tables:
        _heading(f"Definition: {table.name} (version {table.lineage.version[:16]}…)")
        click.echo(f"  {table.meaning}")
        for name, meaning in table.columns:
            click.echo(f"    {name}: {meaning}")
        click.echo("  made by")
        sources = table.lineage.sources if show_all else table.lineage.sources[:1]
        _table([(source.path, f"SHA-256 {source.sha256[:16]}…") for source in sources], "    ")
        if len(sources) < len(table.lineage.sources):
            click.echo(f"    and {len(table.lineage.sources) - 1} files before it: --all lists them")


def _tell_deliveries(told: Explanation, limit: int | None) -> None:
    if not told.queries:
        return
    clinics = ", ".join(told.clinics) or "no clinic"
    _heading(f"Deliveries behind it: {len(told.deliveries)} ({clinics}; {', '.join(told.feeds)})")
    lines = [
        (
            d.clinic_id,
            d.export_name,
            _cell(d.file_name),
            f"{d.received_at:%Y-%m-%d %H:%M}",
            _cell(d.file_sha256),
        )
        for d in told.deliveries[:limit]
    ]
    _table([("clinic", "export", "file", "received (UTC)", "SHA-256"), *lines])
    _more(len(told.deliveries), limit, "deliveries")


def _tell_checks(told: Explanation, limit: int | None) -> None:
    if not told.queries:
        return
    failed = [check for check in told.checks if check.is_passed is False]
    idle = sum(check.is_passed is None for check in told.checks)
    passed = len(told.checks) - len(failed) - idle
    _heading(f"Checks: {passed} passed, {len(failed)} failed, {idle} had nothing to look at")
    for check in failed[:limit]:
        click.echo(
            f"  failed ({check.severity}) {check.clinic_id or 'network'}: "
            f"{check.description or check.check_id}: {check.failed} of {check.evaluated}"
        )
    _more(len(failed), limit, "failed checks")


def _heading(text: str) -> None:
    click.secho(f"\n{text}", bold=True)


def _cell(value: object) -> str:
    return "–" if value is None else str(value)


def _more(count: int, limit: int | None, what: str) -> None:
    if limit is not None and count > limit:
        click.echo(f"  and {count - limit} more {what}: --all lists them")


def _table(rows: Sequence[Sequence[str]], indent: str = "  ") -> None:
    widths = [max(len(row[position]) for row in rows) for position in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(indent + "  ".join(cells).rstrip())
