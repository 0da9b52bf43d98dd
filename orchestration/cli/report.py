"""`rapport report`."""

from __future__ import annotations

import click

from ingest.configuration.registry import load_registry
from ingest.home import Home
from orchestration.appearance import appearance_of
from orchestration.cli.group import fail, home_option, say_failures
from orchestration.cli.run import WeekOption
from reports.render import WrongWeek, render
from warehouse.published import UnreadablePublishedFile
from warehouse.week import Week


@click.command("report")
@home_option
@click.option("--week", type=WeekOption(), required=True, help="ISO week, like 2026-W46.")
@click.option("--clinic", metavar="ID", help="Only this clinic's report. [default: all three kinds]")
@say_failures(UnreadablePublishedFile, WrongWeek)
def command(home: Home, week: Week, clinic: str | None) -> None:
    """Render reports again from the published file: page, PDF, workbook and numbers, the same bytes."""
    registry = load_registry(home)
    clinics = sorted(registry.clinics)
    if clinic is not None and clinic not in clinics:
        fail(f"no clinic is called `{clinic}`. Known: {', '.join(clinics)}")
    audiences = [clinic] if clinic else [*clinics, "network", "quality"]
    for report in render(home, week, audiences, appearance_of(registry)):
        for path in report.files:
            click.echo(home.relative(path))
