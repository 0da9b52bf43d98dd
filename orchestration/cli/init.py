"""`rapport init`."""

from __future__ import annotations

import click

from ingest.configuration.new_home import EXAMPLE_CLINIC, create_home, repair_home
from ingest.home import Home
from ingest.secrets import SecretError
from orchestration.cli.group import home_option, say_failures


@click.command("init")
@home_option
@click.option("--network", default="Example network", show_default=True, help="The network's name.")
@click.option("--timezone", default="Europe/London", show_default=True, help="Where its weeks begin.")
@say_failures(SecretError)
def command(home: Home, network: str, timezone: str) -> None:
    """Make a new home with one example clinic.

    Writes a commented rapport.yml, a commented clinic file, two secrets readable by their owner only, and
    JSON schemas for editors. In a home that exists already it makes what is missing (a key, a folder, the
    empty tables of landing) and changes nothing else.
    """
    if home.network_file.exists():
        _repair(home)
        return
    create_home(home, network, timezone)
    click.echo(f"Made a home in {home.root}")
    click.echo(f"  {home.relative(home.network_file)}  the network's name, time zone and definitions")
    click.echo(f"  {home.relative(home.clinic_file(EXAMPLE_CLINIC))}  one clinic to copy and change")
    click.echo(f"  {home.relative(home.secrets)}/  two keys; without a backup the identifiers go with them")
    click.echo("Next:")
    click.echo(f"  rapport check FILE --clinic {EXAMPLE_CLINIC} --home {home.root}")


def _repair(home: Home) -> None:
    made = repair_home(home)
    click.echo(f"{home.root} is a home already; what was there is as it was.")
    for path in made:
        click.echo(f"  made {home.relative(path)}")
    if not made:
        click.echo("  nothing was missing")
