"""The command group: which commands there are, and what every one of them does with a failure.

Belongs here: looking commands up without importing them, turning expected failures into sentences.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar, cast

import click

from ingest.configuration.yaml_files import ConfigurationError
from ingest.home import Home

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("orchestration.cli.init", "Make a new home with one example clinic."),
    "demo": ("orchestration.cli.demo", "Make a home of simulated clinics and run the weekly job in it."),
    "run": ("orchestration.cli.run", "The weekly job: pull, land, build, check, publish, report."),
    "check": ("orchestration.cli.check", "Show what the door would do with a file; nothing is sent."),
    "map": ("orchestration.cli.map", "Propose a clinic's YAML from one of its files."),
    "deliveries": ("orchestration.cli.deliveries", "Held deliveries: list, release or reject them."),
    "report": ("orchestration.cli.report", "Render reports again from the published file."),
    "deliver": ("orchestration.cli.deliver", "Send the reports to their recipients, each once."),
    "explain": ("orchestration.cli.explain", "Show where a reported number comes from; fails if it differs."),
    "evidence": ("orchestration.cli.evidence", "Pack a number so that others can check it without Rapport."),
    "audit": ("orchestration.cli.audit", "Verify what audits rely on; what a delivery touched; evidence."),
    "ledger": ("orchestration.cli.ledger", "Show the row accounts; fails if one doesn't balance."),
    "forget": ("orchestration.cli.forget", "Erase a person everywhere, and prove it."),
    "benchmark": ("orchestration.cli.benchmark", "Published figures of other providers, to compare with."),
    "dev": ("orchestration.cli.dev", "Open the Dagster UI on this home."),
}
"""Command -> module and one line of help. Kept here, so that `rapport --help` imports none of them."""


class LazyCommands(click.Group):
    """A group whose commands are imported when they are called: Dagster and dbt cost seconds."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        return cast(click.Command, module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rapport", prog_name="rapport")
def main() -> None:
    """Rapport: outcome monitoring for psychotherapy providers with several clinics.

    Every command takes --home DIR; left out, it is $RAPPORT_HOME, else ./rapport-home.
    """


def home_option(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Add `--home`, which arrives as a `Home`."""

    def located(ctx: click.Context, parameter: click.Parameter, value: str | None) -> Home:
        return Home.locate(value)

    return click.option(
        "--home",
        metavar="DIR",
        callback=located,
        help="The network's folder. [default: $RAPPORT_HOME, else ./rapport-home]",
    )(function)


def say_failures(
    *expected: type[Exception],
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Turn a wrong configuration and the `expected` exceptions into sentences and exit code 1."""

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        @wraps(function)
        def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            try:
                return function(*args, **kwargs)
            except ConfigurationError as error:
                fail("The configuration can't be used:", [str(problem) for problem in error.problems])
            except expected as error:
                fail(str(error))

        return call

    return decorate


def fail(message: str, details: Sequence[str] = ()) -> NoReturn:
    """Say on standard error why the command couldn't do what it promises, and end with exit code 1."""
    click.secho(message, fg="red", err=True)
    for detail in details:
        click.echo(f"  {detail}", err=True)
    sys.exit(1)
