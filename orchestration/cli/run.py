"""`rapport run`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.secrets import SecretError
from orchestration.cli.group import fail, home_option, say_failures
from orchestration.run_lock import AnotherRunIsGoing
from orchestration.weekly import FailedCheck, WeeklyOutcome, run_weekly
from warehouse.week import Week

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Long before anything was received; earlier days lead weeks out of the calendar."""


class WeekOption(click.ParamType):  # type: ignore[type-arg]
    """An ISO week, such as 2026-W46."""

    name = "week"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Week:
        """Read the week or say how it is written."""
        try:
            return Week.parse(value)
        except ValueError:
            self.fail(f"`{value}` isn't an ISO week; write one like 2026-W46", param, ctx)


@click.command("run")
@home_option
@click.option(
    "--week", type=WeekOption(), help="ISO week to report, like 2026-W46. [default: the last complete one]"
)
@click.option(
    "--as-known-at", "known_at", metavar="TIME", help="Build what was known then, apart from the live file."
)
@say_failures(SecretError, AnotherRunIsGoing)
def command(home: Home, week: Week | None, known_at: str | None) -> None:
    """The weekly job: pull, land, build, check, publish, report.

    Ends with exit code 0 only when new marts were published and every report was written. TIME is like
    2026-11-16T00:00, in the network's time zone unless it says another.
    """
    moment = _known_at(home, known_at) if known_at else None
    outcome = run_with_progress(home, week=week, known_at=moment)
    sys.exit(0 if outcome.is_complete else 1)


def _known_at(home: Home, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fail(f"`{text}` isn't a time; write one like 2026-11-16T00:00")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(load_registry(home).network.timezone))
    if not EARLIEST <= moment <= datetime.now(UTC):
        fail(f"nothing is known as of `{text}`: write a moment from {EARLIEST:%Y} to now")
    return moment.astimezone(UTC)


def run_with_progress(
    home: Home, *, week: Week | None = None, known_at: datetime | None = None
) -> WeeklyOutcome:
    """Run the weekly job with its progress on the terminal, and say what came of it."""
    from rich.console import Console

    from orchestration.cli.progress import RunProgress

    console = Console(highlight=False)
    console.print("Starting (Dagster and dbt take a few seconds to load) ...")
    with RunProgress(console) as progress:
        outcome = run_weekly(
            home, week=str(week) if week else None, known_at=known_at, on_event=progress.on_event
        )
    _tell(home.as_known_at(known_at) if known_at else home, outcome)
    return outcome


def _tell(home: Home, outcome: WeeklyOutcome) -> None:
    for check in outcome.warned_checks:
        _tell_check("warning", check, "yellow")
    for check in outcome.failed_checks:
        _tell_check("failed", check, "red")
    if outcome.error:
        click.secho(f"The run stopped: {outcome.error}", fg="red", err=True)
    if outcome.is_published:
        click.echo(f"Published  {home.relative(home.published_file)}")
    if outcome.is_complete:
        click.echo(f"Reports    {home.relative(home.reports)}/index.html")
    if outcome.is_held:
        click.secho(
            "Held: the marts stay as they were, today's audit stands beside them, and every report says so. "
            "The quality report lists what failed.",
            fg="yellow",
            err=True,
        )
    elif not outcome.is_published:
        click.secho("Nothing was published; what was published before stands.", fg="red", err=True)


def _tell_check(word: str, check: FailedCheck, colour: str) -> None:
    click.secho(f"{word:<8} {check.name}", fg=colour, err=True)
    for detail in check.details:
        click.echo(f"           {detail}", err=True)
