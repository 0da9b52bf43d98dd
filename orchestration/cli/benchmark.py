"""`rapport benchmark load` and `rapport benchmark show`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.home import Home
from orchestration.cli.group import home_option, say_failures
from warehouse.benchmark.layouts import BenchmarkError

if TYPE_CHECKING:
    from warehouse.benchmark import LoadedFile, PublishedComparison

HEADER = (
    "measure", "n", "centre", "phi", "tau2", "spread", "past 95 %", "past 99.8 %", "adj. 95 %", "adj. 99.8 %",
    "by chance",
)  # fmt: skip

LEGEND = """\
n: providers compared. phi: how much more they differ than chance alone would make them (1: no more).
tau2: the variance between them beyond chance, on the arcsine scale; spread: its root, in percentage points
around the centre. past: providers outside the plain limits; adj.: outside the limits widened by tau2. Only
those past the adjusted 99.8 % limit stand out; by chance: how many chance alone would put there.
"""

ROUNDING = (
    "The publisher rounds providers' counts to the nearest 5 and suppresses small ones (*). What is\n"
    "suppressed is missing here, never 0: where many small counts are missing, the centre is a little high."
)


@click.group("benchmark")
def command() -> None:
    """Published figures of other providers, to compare with or to borrow from."""


@command.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", metavar="YEAR", help="Financial year of an annual file. [default: from its name]")
@home_option
@say_failures(BenchmarkError)
def load(home: Home, file: Path, year: str | None) -> None:
    """Check a published CSV file of NHS Talking Therapies and keep its figures in the home.

    Takes the annual file of providers, the monthly file for England, and the monthly activity data file.
    """
    from warehouse.benchmark import load_file

    source = load_file(home, file, year=year)
    click.echo(
        f"Loaded {source.file_name}: {source.period_start} to {source.period_end}, "
        f"{source.provider_count} providers, {source.suppressed_cells} suppressed cells."
    )
    click.echo(f"{source.publisher}. {source.licence}")


@command.command("show")
@click.option("--period", metavar="PERIOD", help="2024-25, or 2026-03. [default: the latest year]")
@home_option
@say_failures(BenchmarkError)
def show(home: Home, period: str | None) -> None:
    """Show how far published providers differ, measure by measure."""
    from warehouse.benchmark import compare_providers, england_latest, loaded_files

    comparisons = compare_providers(home, period)
    first = comparisons[0]
    click.secho(f"NHS Talking Therapies, {first.period}: {first.funnel.units.height} providers", bold=True)
    _print_table(HEADER, [_cells(comparison) for comparison in comparisons])
    click.echo(f"\n{LEGEND}\n{ROUNDING}")
    click.echo("Without a figure: " + ", ".join(f"{c.measure.measure_id} {c.missing}" for c in comparisons))
    england = england_latest(home)
    if england is not None:
        month, rates = england
        click.echo(
            f"\nEngland, {month}: " + ", ".join(f"{name} {_percent(rate)}" for name, rate in rates.items())
        )
    click.echo("")
    _print_sources(loaded_files(home))


def _cells(comparison: PublishedComparison) -> tuple[str, ...]:
    funnel, outside = comparison.funnel, comparison.outside
    known = funnel.centre is not None and funnel.phi is not None and funnel.tau2 is not None
    return (
        comparison.measure.measure_id,
        f"{funnel.unit_count}",
        _percent(funnel.centre) if funnel.centre is not None else "-",
        f"{funnel.phi:.2f}" if known else "-",
        f"{funnel.tau2:.6f}" if known else "-",
        f"{100 * comparison.spread:.1f}" if comparison.spread is not None else "-",
        *(f"{outside[limits]}" for limits in ("95_unadjusted", "998_unadjusted", "95", "998")),
        f"{funnel.signals_by_chance:.1f}",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _print_sources(sources: Sequence[LoadedFile]) -> None:
    for source in sources:
        click.echo(
            f"{source.file_name} ({source.layout}), sha256 {source.file_sha256[:12]}, "
            f"loaded {source.loaded_at:%Y-%m-%d}"
        )
    click.echo(f"{sources[-1].publisher}. {sources[-1].licence}")


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[i]) for line in (header, *rows)) for i in range(len(header))]
    for number, line in enumerate((header, *rows)):
        cells = (
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        click.secho("  ".join(cells).rstrip(), bold=number == 0)
