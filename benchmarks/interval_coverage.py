"""How often intervals hold the truth: shares, released shares, incidences.

    .venv/bin/python -m benchmarks.recovery --only share_coverage [--scale 0.1]

Belongs here: tables of coverage for `recovery`, which prints them. Doesn't: clinics and therapists
(`effect_coverage`), means and predictions (`figure_coverage`), false alarms and power.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.disclosure.policy import Policy
from warehouse.disclosure.quarters import wilson
from warehouse.disclosure.share_tables import released_share
from warehouse.inference.competing_risks import incidence_curves

Table = tuple[str, str, Sequence[str], Iterable[Sequence[str]]]
"""Title, what it shows, header, rows."""

Truths = npt.NDArray[np.bool_]

POLICY = Policy(minimum_count=5, minimum_clinics=4)

ABOUT_SHARES = """\
Share of intervals that hold the true share, 95 % promised. As counted: Wilson's interval of the exact counts,
as marts have it. As shown: that of the rounded number and the share in whole per cents, its ends in whole per
cents, as the network gets it; only shares that may be shown count. Appointments: twelve a course, alike
within it; as counted takes them as independent, as shown allows for the design effect."""

ABOUT_INCIDENCES = """\
Cumulative incidences at the tenth session, 95 % promised (log-log). Courses end at each session with 5 %
(dropout), 4 % (agreed) and 1 % (other), and 3 % are censored. Where nothing has happened yet there is no
interval."""


def rate(hits: Iterable[float], digits: int = 2) -> str:
    """Mean of independent shares with its Monte-Carlo error, in per cent."""
    values = np.asarray(list(hits), dtype=float)
    error = values.std(ddof=1) / np.sqrt(values.size)
    return f"{100 * values.mean():.{digits}f} % ± {100 * error:.{digits}f}"


def share_coverage(scale: float) -> Table:
    """Intervals of shares as counted, and as the network gets them."""
    rows = []
    for size, true in ((30, 0.2), (30, 0.5), (100, 0.1), (100, 0.5), (1000, 0.3)):
        counted, shown = covered_shares(size, true, int(20_000 * scale))
        rows.append((f"{size} courses", f"{true:.0%}", rate(counted, 1), rate(shown, 1)))
    for courses, true in ((50, 0.85), (200, 0.85)):
        without, allowed = covered_appointments(courses, true, int(4000 * scale))
        rows.append((f"{12 * courses} appointments", f"{true:.0%}", rate(without, 1), rate(allowed, 1)))
    return (
        "Shares: intervals that hold the truth",
        ABOUT_SHARES,
        ("of", "true share", "as counted", "as shown"),
        rows,
    )


@cache
def covered_shares(size: int, true: float, repeats: int) -> tuple[list[bool], list[bool]]:
    """Say of each repetition whether the interval holds the truth, as counted and as shown."""
    counted, shown = [], []
    for cases in np.random.default_rng([11, size, int(1000 * true)]).binomial(size, true, repeats).tolist():
        lower, upper = wilson(cases / size, size, digits=None)
        counted.append(lower <= true <= upper)
        if not POLICY.is_small(cases) and not POLICY.is_small(size - cases):
            lower, upper = wilson(*released_share(cases, size, POLICY))
            shown.append(lower <= true <= upper)
    return counted, shown


@cache
def covered_appointments(courses: int, true: float, repeats: int) -> tuple[list[bool], list[bool]]:
    """Say the same of appointments, taken as independent, and as shown."""
    from warehouse.disclosure.quarters import design_effect

    generator = np.random.default_rng([12, courses])
    without, allowed = [], []
    for _ in range(repeats):
        attended = generator.binomial(12, generator.beta(8 * true, 8 * (1 - true), courses))
        share, everybody = released_share(int(attended.sum()), 12 * courses, POLICY)
        effect = design_effect(
            [
                {
                    "numerator": int(attended.sum()),
                    "denominator": 12 * courses,
                    "course_count": courses,
                    "numerator_squares": int((attended**2).sum()),
                    "products": int(12 * attended.sum()),
                    "denominator_squares": 144 * courses,
                }
            ]
        )
        for kept, factor in ((without, 1.0), (allowed, effect)):
            lower, upper = wilson(share, everybody / factor)
            kept.append(lower <= true <= upper)
    return without, allowed


@cache
def covered_weeks(courses: int, repeats: int) -> list[bool]:
    """Say whether the interval of dropout after 70 days holds the truth, half the courses seen late only."""
    from warehouse.inference.competing_risks import counts_at_times, incidence_at

    generator = np.random.default_rng([19, courses])
    shape = (repeats, courses)
    lasts = generator.exponential(80, shape)
    follow = generator.uniform(30, 200, shape)
    entry = np.where(generator.random(shape) < 0.5, generator.uniform(0, 40, shape), 0.0).astype(int)
    event = np.where(generator.random(shape) < 0.5, "dropped_out", "completed")
    drawn = pl.DataFrame(
        {
            "repeat": np.repeat(np.arange(repeats), courses),
            "day": np.ceil(np.minimum(lasts, follow)).astype(int).ravel(),
            "entry": entry.ravel(),
            "event": np.where(lasts <= follow, event, "censored").ravel(),
        }
    ).filter(pl.col("day") > pl.col("entry"))
    counts = counts_at_times(drawn, by=["repeat"], time="day", event="event", entry="entry")
    told = incidence_at(counts, by=["repeat"], step="day", horizon=70)
    true = 0.5 * (1 - np.exp(-70 / 80))
    return (
        told.filter(pl.col("cif_dropout_lower").is_not_null())
        .select(pl.lit(true).is_between("cif_dropout_lower", "cif_dropout_upper"))
        .to_series()
        .to_list()
    )


def incidence_coverage(scale: float) -> Table:
    """Intervals of cumulative incidences."""
    rows = []
    for courses in (30, 100, 400):
        told = covered_incidences(courses, int(1500 * scale))
        rows.append((f"{courses}", *(rate(hits, 1) for hits in told.values())))
    return (
        "Incidences: intervals that hold the truth",
        ABOUT_INCIDENCES,
        ("courses", "dropout", "agreed ending", "Kaplan-Meier"),
        rows,
    )


@cache
def covered_incidences(courses: int, repeats: int) -> dict[str, list[bool]]:
    """Say of each repetition whether the intervals hold the truth; those without an interval are left out."""
    chances, horizon = {"dropped_out": 0.05, "completed": 0.04, "other": 0.01}, 10
    generator = np.random.default_rng([13, courses])
    rows = []
    for repeat in range(repeats):
        at_risk = courses
        for session in range(1, horizon + 1):
            *ended, _ = generator.multinomial(at_risk, [*chances.values(), 1 - sum(chances.values())])
            censored = int(generator.binomial(at_risk - sum(ended), 0.03))
            rows.append((repeat, session, at_risk, *map(int, ended), censored))
            at_risk -= int(sum(ended)) + censored
            if not at_risk:
                break
    names = ("repeat", "session", "at_risk", *chances, "censored")
    counts = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int64), orient="row")
    last = incidence_curves(counts, by=["repeat"], step="session").filter(session=horizon)
    stay = 1 - sum(chances.values())
    of_any = (1 - stay**horizon) / (1 - stay)
    true = {
        "cif_dropout": chances["dropped_out"] * of_any,
        "cif_completed": chances["completed"] * of_any,
        "survival_km": (1 - chances["dropped_out"]) ** horizon,
    }
    return {
        name: last.filter(pl.col(f"{name}_lower").is_not_null())
        .select(pl.lit(value).is_between(f"{name}_lower", f"{name}_upper"))
        .to_series()
        .to_list()
        for name, value in true.items()
    }
