"""`rapport check`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from ingest.canonical import Feed
from ingest.checking import CheckedExport, NotChecked, check
from ingest.configuration.registry import load_registry
from ingest.home import Home
from orchestration.cli.group import home_option, say_failures

PLACES = 10
"""How many offending places are shown; the counts by rule tell of the rest."""


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@click.option("--clinic", "clinic_id", required=True, metavar="ID", help="Whose file it is.")
@click.option("--feed", type=click.Choice([feed.value for feed in Feed]), help="Only exports of this feed.")
@say_failures(NotChecked)
def command(home: Home, file: Path, clinic_id: str, feed: str | None) -> None:
    """Show what the door would do with FILE; nothing is sent and nothing is kept.

    Exit code 0 if every row would be taken, 1 if something would be refused.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    exports = check(
        home, load_registry(home), clinic_id, file, feed=Feed(feed) if feed else None, checked_at=now
    )
    for export in exports:
        _tell(export)
    sys.exit(0 if all(_is_clean(export) for export in exports) else 1)


def _is_clean(export: CheckedExport) -> bool:
    return export.refusal is None and not export.rows.get("quarantined")


def _tell(export: CheckedExport) -> None:
    click.secho(f"{export.export_name} ({export.feed.value}): {export.file_name}", bold=True)
    if export.dialect:
        click.echo(f"  read as      {export.dialect}")
    if export.refusal is not None:
        click.secho(f"  refused      {export.refusal.rule}: {export.refusal.message}", fg="red")
        return
    click.echo(f"  rows         {export.rows_received or 0:,}")
    click.echo(f"  would land   {export.rows.get('landed', 0) - export.opted_out:,}")
    if export.opted_out:
        click.echo(
            f"  opted out    {export.opted_out:,}  skipped, with all that other files tell of these clients"
        )
    for (state, reason), rows in sorted(export.reasons.items()):
        if state not in ("landed", "quarantined"):
            click.echo(f"  {state:<12} {rows:,}  {reason}")
    _tell_faults(export)
    for remark in export.remarks:
        click.secho(f"  note         {remark}", fg="yellow")


def _tell_faults(export: CheckedExport) -> None:
    refused = export.rows.get("quarantined", 0)
    if not refused:
        return
    click.secho(f"  quarantined  {refused:,}", fg="red")
    by_rule = export.faults.group_by("rule", "meaning", "remedy", maintain_order=True).len().sort("rule")
    for rule, meaning, remedy, places in by_rule.iter_rows():
        click.echo(f"    {rule}  {places:,} {'place' if places == 1 else 'places'}: {meaning} {remedy}")
    for row, column, rule in export.faults.select("row", "column", "rule").head(PLACES).iter_rows():
        click.echo(f"      row {row}, column {column}: {rule}")
    if export.faults.height > PLACES:
        click.echo(f"      ... and {export.faults.height - PLACES:,} places more")
