"""`rapport evidence`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ingest.home import Home
from orchestration.cli.group import home_option, say_failures
from reports.numbers.bundle.packing import pack
from reports.numbers.explaining import UnknownNumber
from reports.numbers.ids import NotANumberId
from warehouse.published import UnreadablePublishedFile


@click.command("evidence")
@home_option
@click.argument("number_id", metavar="ID")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it. [default: evidence/ID.zip]",
)
@click.option(
    "--with-tables",
    is_flag=True,
    help="Also the tables that its queries read (pseudonymised rows of people): no published file is needed.",
)
@say_failures(UnreadablePublishedFile, UnknownNumber, NotANumberId)
def command(home: Home, number_id: str, target: Path | None, with_tables: bool) -> None:
    """Pack what somebody else needs to check a reported number without Rapport.

    A zip with the number, its SQL and rows, the hashes of the delivered files, the checks, the code version
    and a script that verifies with Python and duckdb. Ends with exit code 1 if the number doesn't hold any
    more.
    """
    file = target or home.root / "evidence" / f"{number_id.replace('/', '_')}.zip"
    told = pack(home, number_id, file, with_tables=with_tables)
    click.echo(f"{home.relative(file)}: {told.reported.text}, {len(told.queries)} queries, ", nl=False)
    click.echo(f"{len(told.deliveries)} delivered files. To verify: unzip it, and run python verify.py")
    if not told.agrees:
        click.secho(f"The number doesn't hold: {told.why_not}.", fg="red", err=True)
        sys.exit(1)
