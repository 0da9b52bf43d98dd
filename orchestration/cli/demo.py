"""`rapport demo`."""

from __future__ import annotations

import datetime as dt
import sys

import click

from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.secrets import SecretError
from orchestration.cli.group import fail, home_option, say_failures
from orchestration.cli.run import run_with_progress
from orchestration.run_lock import AnotherRunIsGoing


@click.command("demo")
@home_option
@click.option("--seed", default=20261123, show_default=True, help="The same seed invents the same people.")
@say_failures(SecretError, AnotherRunIsGoing)
def command(home: Home, seed: int) -> None:
    """Make a home of simulated clinics with 18 months of history, and run the weekly job in it.

    Everybody in it is invented, and every report says so. Called again, it runs the job again.
    """
    if home.network_file.exists():
        if not load_registry(home).network.simulated:
            fail(f"{home.root} is a real home; name another folder with --home")
        click.echo(f"The simulated home in {home.root} is there already.")
    else:
        _simulate(home, seed)
    if not run_with_progress(home).is_complete:
        sys.exit(1)
    _point_around(home)


def _simulate(home: Home, seed: int) -> None:
    from ingest.configuration.registry import write_json_schemas
    from ingest.secrets import create_secrets
    from ingest.simulator import Simulation, write_home

    click.echo("Simulating clinics ...")
    create_secrets(home)
    write_json_schemas(home.schemas)
    today = dt.date.today()  # noqa: DTZ011 -- the user's own day
    write_home(Simulation(seed=seed, ends_on=last_sunday(today), other_formats=True), home)


def last_sunday(today: dt.date) -> dt.date:
    """Return the end of the last complete week, so that the demonstration is never stale or in the future."""
    return today - dt.timedelta(days=today.isoweekday())


def _point_around(home: Home) -> None:
    option = f"--home {home.root}"
    clinic = sorted(load_registry(home).clinics)[0]
    click.echo("\nOpen:")
    click.echo(f"  {home.reports / 'index.html'}")
    click.echo(f"  {home.published_file}  (any DuckDB client, read-only)")
    click.echo("Try next:")
    click.echo(f"  rapport ledger {option}")
    click.echo(f"  rapport check FILE --clinic {clinic} {option}")
    click.echo(f"  rapport dev {option}")
