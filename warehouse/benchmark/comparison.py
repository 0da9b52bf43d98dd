"""How far published providers differ: one funnel per measure, and the dispersion that a network may borrow.

Belongs here: choosing the period, making the funnels. Doesn't: the method (`warehouse.inference.funnel`) and
printing (`rapport benchmark show`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from ingest.home import Home
from warehouse.benchmark.layouts import BenchmarkError, wide
from warehouse.benchmark.measures import MEASURES, PublishedMeasure
from warehouse.benchmark.store import read_counts
from warehouse.inference.funnel import Funnel, funnel_of_proportions
from warehouse.inference.funnel_scales import ARCSINE, IDENTITY, BorrowedDispersion, Scale

NOTHING_LOADED = (
    "No published figures of providers have been loaded yet: `rapport benchmark load FILE`, with an annual "
    "or monthly file of NHS Talking Therapies."
)


@dataclass(frozen=True)
class Period:
    """The time that published figures are about."""

    start: dt.date
    end: dt.date

    def __str__(self) -> str:
        """`2024-25` for a financial year, `2026-03` for a month, else both days."""
        if (self.start.month, self.start.day) == (4, 1) and self.end == dt.date(self.start.year + 1, 3, 31):
            return f"{self.start.year}-{self.end.year % 100:02}"
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{self.start:%Y-%m}"
        return f"{self.start} to {self.end}"


@dataclass(frozen=True)
class PublishedComparison:
    """One measure over all providers of a period.

    `missing` counts the providers of the period without a figure, because it or its denominator was
    suppressed, not published, or 0. `outside` counts those past each pair of limits (`95`, `998`,
    `95_unadjusted`, `998_unadjusted`).
    """

    measure: PublishedMeasure
    period: Period
    funnel: Funnel

    @property
    def missing(self) -> int:
        """Providers that could not be compared."""
        return self.funnel.units.height - self.funnel.unit_count

    @property
    def dispersion(self) -> BorrowedDispersion | None:
        """The providers' tau2 with its source, to lend; None with fewer than two providers."""
        if self.funnel.tau2 is None:
            return None
        source = f"{self.funnel.unit_count} providers, NHS Talking Therapies {self.period}"
        return BorrowedDispersion(self.funnel.tau2, ARCSINE, source)

    @property
    def spread(self) -> float | None:
        """Standard deviation of providers beyond chance, as a share around the centre (0.03: 3 points)."""
        centre, tau2 = self.funnel.centre, self.funnel.tau2
        if centre is None or tau2 is None or not 0 < centre < 1:
            return None
        return float(BorrowedDispersion(tau2, ARCSINE, "these providers").on(IDENTITY, centre).tau2 ** 0.5)

    @property
    def outside(self) -> dict[str, int]:
        """Providers past each pair of limits."""
        units = self.funnel.units
        return {
            limits: int(
                units.select(
                    (
                        (pl.col("value") < pl.col(f"lower_{limits}"))
                        | (pl.col("value") > pl.col(f"upper_{limits}"))
                    )
                    .fill_null(False)
                    .sum()
                ).item()
            )
            for limits in ("95_unadjusted", "998_unadjusted", "95", "998")
        }


def periods(home: Home) -> list[Period]:
    """Return the periods for which providers' figures were loaded: the longest first, then the latest."""
    return periods_of(read_counts(home).filter(level="provider"))


def periods_of(providers: pl.DataFrame) -> list[Period]:
    """Return the periods of these providers' counts, in the same order."""
    found = providers.select("period_start", "period_end").unique().rows()
    return sorted(
        (Period(*row) for row in found), key=lambda p: ((p.end - p.start).days > 31, p.end), reverse=True
    )


def compare_providers(home: Home, period: str | None = None) -> list[PublishedComparison]:
    """Make a funnel of every measure, over the providers of a period (`2024-25`, `2026-03`).

    Left out, the period is the latest year, or the latest month where no year was loaded. Rounded counts may
    cross: a numerator above its denominator by no more than rounding stands for all of them.

    Raises BenchmarkError if nothing, or not this period, was loaded.
    """
    return compare_counts(read_counts(home), period)


def compare_counts(counts: pl.DataFrame, period: str | None = None) -> list[PublishedComparison]:
    """Do the same with counts that have been read (COUNTS_SCHEMA)."""
    providers = counts.filter(level="provider")
    chosen = _choose(periods_of(providers), period)
    table = wide(providers.filter(period_start=chosen.start, period_end=chosen.end))
    return [
        PublishedComparison(
            measure,
            chosen,
            funnel_of_proportions(
                table.select(
                    "organisation_code",
                    "organisation_name",
                    numerator=pl.when(pl.col(measure.numerator) > pl.col(measure.denominator))
                    .then(pl.col(measure.denominator))
                    .otherwise(pl.col(measure.numerator)),
                    denominator=pl.col(measure.denominator),
                ),
                unit="organisation_code",
            ),
        )
        for measure in MEASURES.values()
    ]


def borrowed_tau2(
    home: Home, measure: str, *, scale: Scale = ARCSINE, period: str | None = None
) -> BorrowedDispersion:
    """Lend the providers' dispersion of a measure to a network with few clinics, on the scale of its funnel.

    It is that of crude rates: providers differ in their clients, too. For figures with case mix taken into
    account it is therefore too large, and the limits too wide rather than too narrow.

    Raises BenchmarkError if the measure isn't known, nothing was loaded, or nobody could be compared.
    """
    if measure not in MEASURES:
        raise BenchmarkError(f"`{measure}` is no published measure. Known: {', '.join(MEASURES)}.")
    comparison = next(c for c in compare_providers(home, period) if c.measure.measure_id == measure)
    borrowed, centre = comparison.dispersion, comparison.funnel.centre
    if borrowed is None or centre is None:
        raise BenchmarkError(f"Fewer than two published providers have `{measure}` in {comparison.period}.")
    return borrowed if scale is ARCSINE else borrowed.on(scale, centre)


def dispersions(counts: pl.DataFrame) -> dict[str, BorrowedDispersion]:
    """Return the providers' dispersion of every measure, on the arcsine scale, in the latest year or month.

    Empty where no providers' counts are among `counts` (COUNTS_SCHEMA).
    """
    if not counts.filter(level="provider").height:
        return {}
    return {
        comparison.measure.measure_id: comparison.dispersion
        for comparison in compare_counts(counts)
        if comparison.dispersion is not None
    }


def england_latest(home: Home) -> tuple[Period, dict[str, float]] | None:
    """Return the latest month for England, and its rates (0 to 1): of the counts, else as published."""
    counts = read_counts(home).filter(level="england")
    if not counts.height:
        return None
    latest = counts.filter(pl.col("period_end") == pl.col("period_end").max())
    last = wide(latest).row(0, named=True)
    published = dict(latest.select("count_id", pl.col("published_percent") / 100).rows())
    rates = {
        measure.measure_id: last[measure.numerator] / last[measure.denominator]
        if last[measure.numerator] is not None and last[measure.denominator]
        else published.get(measure.numerator)
        for measure in MEASURES.values()
    }
    return Period(last["period_start"], last["period_end"]), {
        name: rate for name, rate in rates.items() if rate is not None
    }


def _choose(known: list[Period], wanted: str | None) -> Period:
    if not known:
        raise BenchmarkError(NOTHING_LOADED)
    if wanted is None:
        return known[0]
    chosen = next((period for period in known if str(period) == wanted), None)
    if chosen is None:
        raise BenchmarkError(f"No figures of {wanted} were loaded. Loaded: {', '.join(map(str, known))}.")
    return chosen
