"""`rapport forget`."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import click

from ingest.configuration.registry import load_registry
from ingest.crosswalks import CrosswalkError
from ingest.erasure import NotErased, find_person
from ingest.home import Home
from ingest.secrets import SecretError
from ingest.vault import VaultError
from orchestration.cli.group import home_option, say_failures
from orchestration.run_lock import AnotherRunIsGoing

if TYPE_CHECKING:
    from orchestration.forgetting import Forgotten

SHOWN = 10
"""Files or weeks of a list; the rest is counted."""


@click.command("forget")
@home_option
@click.option("--clinic", "clinic_id", required=True, metavar="ID", help="Whose client it is.")
@click.option(
    "--client", "local_id", required=True, metavar="LOCAL_ID", help="The client, as the clinic calls them."
)
@click.option("--yes", is_flag=True, help="Don't ask.")
@say_failures(NotErased, VaultError, SecretError, CrosswalkError, AnotherRunIsGoing)
def command(home: Home, clinic_id: str, local_id: str, yes: bool) -> None:
    """Erase a person everywhere in the home, and prove it.

    Removes the client, their courses, appointments and forms from landing and from the clinic's vault, builds
    and publishes everything again, and scans the home for what is left. It can't be undone. Exit code 0 only
    if nothing is left and the new marts are published.
    """
    from orchestration.forgetting import forget

    find_person(home, load_registry(home), clinic_id, local_id)  # nobody is asked to confirm a typing error
    if not yes:
        click.confirm(f"Erase one client of {clinic_id} for good?", abort=True)
    click.echo("Erasing, then building everything again; this takes as long as a run ...")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    forgotten = forget(home, clinic_id, local_id, now)
    _tell(forgotten)
    sys.exit(0 if not forgotten.found and forgotten.outcome.is_complete else 1)


def _tell(forgotten: Forgotten) -> None:
    erasure = forgotten.erasure
    click.echo(
        f"Erased  {erasure.rows:,} landed rows in {erasure.batches:,} batches, {erasure.refused_rows:,} "
        f"refused rows in the vault, {forgotten.pages:,} folders of reports"
    )
    if forgotten.found:
        click.secho("Still found:", fg="red", err=True)
        for place, rows in forgotten.found.items():
            click.echo(f"  {place}: {rows:,}", err=True)
    else:
        click.echo("Proved  no key and no identifier of this person is left in landing, vault, warehouse,")
        click.echo("        published file and reports")
    if forgotten.outcome.error or not forgotten.outcome.is_published:
        click.secho("The run after it didn't publish everything:", fg="red", err=True)
        for told in (*(check.name for check in forgotten.outcome.failed_checks), forgotten.outcome.error):
            click.echo(f"  {told or 'run `rapport run` again'}", err=True)
    if forgotten.own_files:
        click.echo("The clinic's own files still name them; their rows are skipped. Remove them if you may:")
        _tell_list(forgotten.own_files)
    if forgotten.weeks:
        click.echo("Removed reports of these weeks told of them, and only a run of the week makes it again:")
        _tell_list(forgotten.weeks)
        click.echo(
            f"  `rapport run --week {forgotten.weeks[-1]}` makes one, without them, and publishes that week; "
            "`rapport run` publishes the current one again."
        )
    click.echo("Backups of this home still hold the person: replace them.")


def _tell_list(names: tuple[str, ...]) -> None:
    for name in names[:SHOWN]:
        click.echo(f"  {name}")
    if len(names) > SHOWN:
        click.echo(f"  ... and {len(names) - SHOWN:,} more")
