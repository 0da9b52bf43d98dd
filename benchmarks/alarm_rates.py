"""How often the smaller limits raise an alarm where nothing is: own limits, groups, change, questions.

    .venv/bin/python -m benchmarks.recovery --only alarm_rates [--scale 0.1]

Belongs here: false-alarm rates for `recovery` that need neither funnels nor weekly charts of clinics.
Doesn't: those (`recovery`), and whether intervals hold the truth (`interval_coverage` and its neighbours).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from benchmarks.interval_coverage import Table, Truths, rate
from reports.shares import Z_998, wilson
from warehouse.audit.tables import RESULTS
from warehouse.audit.trends import check_trends
from warehouse.inference.integrity import QUESTIONS, integrity_questions

ABOUT = """\
Share of invented cases in which nothing is, and which are told apart all the same. A client's own limit rests
on as few as seven earlier forms, so it is met more often than a limit that is known (0.13 %). Checks whose
failures are few alarm in more weeks than the 2 % of a control chart: an alarm of a check is a reason to look,
never a verdict on a clinic."""


def alarm_rates(scale: float) -> Table:
    """False alarms of the smaller limits."""
    rows = [
        (
            "client's own limit of alliance, eighth form (`fct_alliance`)",
            "0.13 %",
            rate(below_own_limit(8, int(40_000 * scale))),
        ),
        (
            "client's own limit of alliance, twentieth form",
            "0.13 %",
            rate(below_own_limit(20, int(40_000 * scale))),
        ),
        ("reliable change of somebody unchanged, either way", "5 %", rate(changed(int(200_000 * scale)))),
    ]
    for size in (30, 100, 400):
        outside = outside_of_network(size, 0.3, int(40_000 * scale))
        rows.append((f"group of {size} told apart from the network's share", "0.2 %", rate(outside, 2)))
    for question in QUESTIONS:
        asked = asked_for_nothing(question, int(20_000 * scale))
        rows.append((f"question of integrity: {question.replace('_', ' ')}", "0.1 %", rate(asked, 2)))
    for evaluated, failing in ((40, 0.02), (500, 0.02), (5000, 0.02)):
        alarmed = alarmed_weeks(evaluated, failing, int(300 * scale))
        rows.append((f"check of {evaluated:,} rows a week, {failing:.0%} fail", "2 %", rate(alarmed, 1)))
    return ("Smaller limits: nothing happens", ABOUT, ("limit", "nominal", "alarms"), rows)


@cache
def below_own_limit(form: int, repeats: int) -> Truths:
    """Say of each client whether this form is below mean - 2.66 mean moving ranges of those before."""
    scores = np.random.default_rng([20, form]).normal(size=(repeats, form))
    before = scores[:, :-1]
    limit = before.mean(axis=1) - 2.66 * np.abs(np.diff(before, axis=1)).mean(axis=1)
    return scores[:, -1] < limit


@cache
def changed(repeats: int) -> Truths:
    """Say of somebody unchanged whether two forms differ by more than 1.96 sqrt(2) standard errors."""
    errors = np.random.default_rng(21).normal(size=(repeats, 2))
    return np.abs(errors[:, 1] - errors[:, 0]) > 1.96 * np.sqrt(2)


@cache
def outside_of_network(size: int, true: float, repeats: int) -> list[bool]:
    """Say of each group whether its 99.8 % interval, in whole per cents, leaves the network's share out."""
    outside = []
    for cases in np.random.default_rng([22, size]).binomial(size, true, repeats).tolist():
        lower, upper = wilson(round(cases / size, 2), size, Z_998)
        outside.append(not round(lower, 2) <= true <= round(upper, 2))
    return outside


@cache
def asked_for_nothing(question: str, repeats: int) -> Truths:
    """Say of each clinic whether it is asked, its records coming at the usual share."""
    generator = np.random.default_rng([23, len(question)])
    sizes = generator.integers(20, 800, repeats)
    counts = pl.DataFrame(
        {
            "clinic_id": [f"c{n}" for n in range(repeats)],
            "question": question,
            "about": "phq9",
            "observed": generator.binomial(sizes, QUESTIONS[question].usual),
            "denominator": sizes,
        }
    )
    return integrity_questions(counts)["is_asked"].to_numpy()


@cache
def alarmed_weeks(evaluated: int, failing: float, repeats: int) -> list[float]:
    """Return each check's share of weeks with an alarm, over a year in which nothing changes."""
    generator = np.random.default_rng([24, evaluated])
    weeks = 52
    points = pl.DataFrame(
        {
            "check_id": np.repeat([f"check {n}" for n in range(repeats)], weeks),
            "week": np.tile([f"2025-W{n + 1:02}" for n in range(weeks)], repeats),
            "evaluated": evaluated,
            "failed": generator.binomial(evaluated, failing, weeks * repeats),
            "is_passed": True,
        }
    )
    others = [pl.lit("x").alias(name) for name in RESULTS if name not in points.columns]
    chart = check_trends(points.with_columns(others))
    return chart.group_by("check_id").agg(pl.col("is_alarm").mean())["is_alarm"].to_list()
