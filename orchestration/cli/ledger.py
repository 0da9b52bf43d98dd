"""`rapport ledger`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

import click

from ingest.configuration.registry import load_registry
from ingest.home import Home
from orchestration.cli.group import home_option, say_failures
from orchestration.cli.run import WeekOption
from warehouse.published import UnreadablePublishedFile
from warehouse.row_accounts import STATES, RowAccount, read_row_accounts
from warehouse.week import Week


@click.command("ledger")
@home_option
@click.option("--week", type=WeekOption(), help="Only files received in this ISO week. [default: all]")
@click.option("--files", "by_file", is_flag=True, help="One line a file instead of one an export.")
@say_failures(UnreadablePublishedFile)
def command(home: Home, week: Week | None, by_file: bool) -> None:
    """Show the row accounts; exit code 1 if one doesn't balance.

    Every row of every file that was ever received is in exactly one of the states.
    """
    accounts = read_row_accounts(home, *_period(home, week))
    header = ("clinic", "export", "file" if by_file else "files", "received", *STATES)
    _print_table(header, _by_file(accounts) if by_file else _by_export(accounts))
    unbalanced = [account for account in accounts if not account.is_balanced]
    if unbalanced:
        click.secho(f"{len(unbalanced)} of {len(accounts)} accounts don't balance:", fg="red", err=True)
        for account in unbalanced:
            click.echo(f"  {account.clinic_id} {account.export_name} {account.file_name}", err=True)
        sys.exit(1)
    total = sum(account.rows_received or 0 for account in accounts)
    click.echo(f"{len(accounts):,} accounts over {total:,} rows, all balanced.")


def _period(home: Home, week: Week | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    if week is None:
        return None, None
    zone = ZoneInfo(load_registry(home).network.timezone)
    start, end = (
        moment.replace(tzinfo=zone).astimezone(dt.UTC).replace(tzinfo=None)
        for moment in (week.start, week.end)
    )
    return start, end


def _by_file(accounts: Sequence[RowAccount]) -> list[tuple[str, ...]]:
    return [
        (account.clinic_id, account.export_name, account.file_name, *_counts([account]))
        for account in accounts
    ]


def _by_export(accounts: Sequence[RowAccount]) -> list[tuple[str, ...]]:
    groups = groupby(accounts, key=lambda account: (account.clinic_id, account.export_name))
    rows = []
    for (clinic, export), members in groups:
        files = list(members)
        rows.append((clinic, export, f"{len(files):,}", *_counts(files)))
    return rows


def _counts(accounts: Sequence[RowAccount]) -> tuple[str, ...]:
    uncounted = any(account.rows_received is None for account in accounts)
    received = sum(account.rows_received or 0 for account in accounts)
    states = (sum(getattr(account, state) for account in accounts) for state in STATES)
    return (f"{received:,}{' + uncounted' if uncounted else ''}", *(f"{count:,}" for count in states))


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[i]) for line in (header, *rows)) for i in range(len(header))]
    for number, line in enumerate((header, *rows)):
        cells = (
            cell.ljust(width) if i < 3 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        click.secho("  ".join(cells).rstrip(), bold=number == 0)
