"""`rapport deliver`."""

from __future__ import annotations

import sys

import click

from ingest.configuration.registry import load_registry
from ingest.home import Home
from orchestration.cli.group import fail, home_option, say_failures
from orchestration.cli.run import WeekOption
from orchestration.delivering import deliver
from orchestration.run_lock import AnotherRunIsGoing, hold_home
from reports.delivery.ledger import Ledger, State
from warehouse.published import UnreadablePublishedFile, open_published, read_run
from warehouse.week import Week


@click.command("deliver")
@home_option
@click.option("--week", type=WeekOption(), help="ISO week, like 2026-W46. [default: the published one]")
@click.option("--again", multiple=True, metavar="NAME", help="Send to this recipient even if it was sent.")
@click.option("--list", "only_list", is_flag=True, help="Show what was sent and what failed; send nothing.")
@say_failures(UnreadablePublishedFile, AnotherRunIsGoing)
def command(home: Home, week: Week | None, again: tuple[str, ...], only_list: bool) -> None:
    """Send each recipient in rapport.yml its reports, as the weekly job does.

    What was sent already isn't sent again. Ends with exit code 1 if somebody couldn't be reached.
    """
    if only_list:
        _tell_ledger(home, week)
        return
    registry = load_registry(home)
    names = [recipient.name for recipient in registry.network.delivery.recipients]
    if not names:
        fail("rapport.yml names no recipient under `delivery`: docs/how-to/deliver-reports.md says how")
    unknown = sorted(set(again) - set(names))
    if unknown:
        fail(f"no recipient is called {', '.join(unknown)}. Known: {', '.join(names)}")
    with hold_home(home):
        outcomes = deliver(home, registry, str(week) if week else _published_week(home), again)
    for outcome in outcomes:
        if outcome.state is State.SENT:
            word = "sent" if outcome.is_new else "had it"
            click.echo(f"{word:<8} {outcome.recipient} ({outcome.audience}): {outcome.destination}")
        else:
            click.secho(
                f"failed   {outcome.recipient} ({outcome.audience}): {outcome.reason}", fg="red", err=True
            )
    sys.exit(0 if all(outcome.state is State.SENT for outcome in outcomes) else 1)


def _published_week(home: Home) -> str:
    with open_published(home) as connection:
        return read_run(connection).week


def _tell_ledger(home: Home, week: Week | None) -> None:
    entries = Ledger(home.sent_ledger).entries(str(week) if week else None)
    for entry in entries:
        if entry.state is not State.BEGUN:
            files = ", ".join(f"{name} {checksum[:12]}" for name, checksum in entry.files.items())
            told = f": {entry.reason}" if entry.reason else f" ({files})"
            click.echo(f"{entry.at} {entry.state:<6} {entry.recipient} {entry.destination}{told}")
    if not entries:
        click.echo("Nothing has been sent yet.")
