"""How often intervals of means, appointments by group, associations and predictions hold the truth.

    .venv/bin/python -m benchmarks.recovery --only event_coverage [--scale 0.1]

Belongs here: tables of coverage for `recovery`, which prints them, made with the SQL and the functions that
publish the intervals. Doesn't: shares of courses and incidences (`interval_coverage`), clinics and therapists
(`effect_coverage`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from benchmarks.interval_coverage import Table, Truths, rate
from reports.shares import mean_estimate
from warehouse.inference.empathy_associations import empathy_associations
from warehouse.inference.statistic import Z_95
from warehouse.risk.measures import auc_interval, recalibrate

MACROS = Path(__file__).parents[1] / "dbt_project" / "macros" / "shares.sql"

ABOUT_EVENTS = """\
Appointments of groups of few courses (`measure_breakdowns`), 95 % promised: 9 a course on average, alike
within it. Normal: the ratio estimator -+ 1.96 standard errors, which isn't used. Published: Wilson's interval
of as many events as the courses are worth."""

ABOUT_MEANS = """\
Means of points, each course counting once, 95 % promised (Student), of which groups, sessions and sentences
tell. Ceiling: one course in six has the highest score."""

ABOUT_ASSOCIATIONS = """\
Correlations across therapists of figures of 3 to 60 clients each, 95 % promised (Fisher). The truth is the
correlation of such figures, noise and all. Figures of few clients scatter more than Fisher's normal ones do,
so that the interval of a large correlation among many therapists is somewhat too narrow."""

ABOUT_PREDICTIONS = """\
AUC, calibration in the large and slope of predictions that are right, over clients with one to eight weeks
each, 95 % promised. Chances of about 6 % a week."""


@cache
def _macros() -> object:
    from jinja2 import Environment  # part of dbt

    return Environment(autoescape=False).from_string(MACROS.read_text(encoding="utf-8")).module  # noqa: S701


def event_coverage(scale: float) -> Table:
    """Intervals of appointments by group."""
    rows = []
    for courses in (3, 5, 10, 20, 50, 200):
        for true in (0.5, 0.85, 0.95):
            normal, published = covered_events(courses, true, int(4000 * scale))
            rows.append((f"{courses}", f"{true:.0%}", rate(normal, 1), rate(published, 1)))
    return (
        "Appointments by group: intervals that hold the truth",
        ABOUT_EVENTS,
        ("courses", "true share", "normal", "published"),
        rows,
    )


@cache
def covered_events(courses: int, true: float, repeats: int) -> tuple[Truths, Truths]:
    """Say of each repetition whether a normal interval holds the truth, and whether the published one."""
    generator = np.random.default_rng([15, courses, int(100 * true)])
    shape = (repeats, courses)
    due = generator.poisson(8, shape) + 1
    attended = generator.binomial(due, generator.beta(8 * true, 8 * (1 - true), shape))
    ratio = attended.sum(axis=1) / due.sum(axis=1)
    spread = ((attended - ratio[:, None] * due) ** 2).sum(axis=1) * courses / (courses - 1)
    drawn = pl.DataFrame(
        {
            "ratio": ratio,
            "standard_error": np.sqrt(spread) / due.sum(axis=1),
            "denominator": due.sum(axis=1),
            "course_count": courses,
        }
    )
    sql = _macros()
    lower, upper = (
        getattr(sql, f"wilson_{side}")("ratio * effective", "effective") for side in ("lower", "upper")
    )
    worth = sql.effective_events("ratio", "standard_error", "denominator", "course_count")  # type: ignore[attr-defined]
    with duckdb.connect() as connection:
        connection.register("drawn", drawn.to_arrow())
        ends = connection.execute(
            f"select ratio, standard_error, {lower} as lower, {upper} as upper "  # noqa: S608
            f"from (select *, {worth} as effective from drawn)"
        ).fetchnumpy()
    half = Z_95 * ends["standard_error"]
    normal = (np.maximum(ends["ratio"] - half, 0) <= true) & (true <= np.minimum(ends["ratio"] + half, 1))
    return normal, (ends["lower"] <= true) & (true <= ends["upper"])


def mean_coverage(scale: float) -> Table:
    """Intervals of means by Student."""
    rows = []
    for courses in (5, 10, 30, 100):
        found = [covered_means(courses, kind, int(6000 * scale)) for kind in ("normal", "ceiling")]
        rows.append((f"{courses}", *(rate(hits, 1) for hits in found)))
    return (
        "Means of points: intervals that hold the truth",
        ABOUT_MEANS,
        ("courses", "normal", "ceiling"),
        rows,
    )


@cache
def covered_means(courses: int, kind: str, repeats: int) -> list[bool]:
    """Say of each repetition whether the interval holds the true mean."""
    drawn = np.random.default_rng([16, courses]).normal(36, 4, (repeats, courses))
    true = 36.0
    if kind == "ceiling":
        # The ceiling stands one standard deviation above the mean: E min(x, 1) = -(phi(1) - 1 + Phi(1)).
        drawn = np.minimum(drawn, 40.0)
        density, above = np.exp(-0.5) / np.sqrt(2 * np.pi), 0.15865525393145707
        true = 36 - 4 * (density - above)
    held = []
    for mean, deviation in zip(drawn.mean(axis=1).tolist(), drawn.std(axis=1, ddof=1).tolist(), strict=True):
        estimate = mean_estimate(mean, deviation, courses)
        held.append(estimate.lower <= true <= estimate.upper)
    return held


def association_coverage(scale: float) -> Table:
    """Fisher's intervals of correlations across therapists."""
    rows = []
    for therapists in (5, 12, 40):
        for true in (0.0, 0.5):
            hits = covered_associations(therapists, true, int(1500 * scale))
            rows.append((f"{therapists}", f"{true}", rate(hits, 1)))
    return (
        "Associations across therapists: intervals that hold the truth",
        ABOUT_ASSOCIATIONS,
        ("therapists", "r of true means", "95 % interval"),
        rows,
    )


@cache
def covered_associations(therapists: int, true: float, repeats: int) -> list[bool]:
    """Say of each repetition whether the interval holds the correlation of such noisy figures."""
    generator = np.random.default_rng([17, therapists, int(100 * true)])

    def figures(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        clients = generator.integers(3, 61, count)
        first = generator.normal(0, 1, count)
        second = true * first + np.sqrt(1 - true**2) * generator.normal(0, 1, count)
        noise = generator.normal(0, 3 / np.sqrt(clients), (2, count))
        return clients, first + noise[0], second + noise[1]

    _, one, other = figures(400_000)
    seen = float(np.corrcoef(one, other)[0, 1])
    clients, one, other = figures(therapists * repeats)
    held = []
    for start in range(0, one.size, therapists):
        part = slice(start, start + therapists)
        frame = pl.DataFrame(
            {
                "therapist_key": np.tile(np.arange(therapists), 2),
                "related_to": np.repeat(["empathy", "outcome"], therapists),
                "scale_id": np.repeat(["care", "phq9"], therapists),
                "client_count": np.tile(clients[part], 2),
                "mean": np.r_[one[part], other[part]],
            }
        )
        (row,) = empathy_associations(frame).iter_rows(named=True)
        held.append(row["lower_95"] <= seen <= row["upper_95"])
    return held


def prediction_coverage(scale: float) -> Table:
    """Intervals of how good predictions are."""
    rows = []
    for clients in (150, 600):
        found = covered_predictions(clients, int(300 * scale))
        rows.append((f"{clients}", *(rate(found[name], 1) for name in ("auc", "in_the_large", "slope"))))
    return (
        "Predictions: intervals that hold the truth",
        ABOUT_PREDICTIONS,
        ("clients", "AUC", "calibration in the large", "calibration slope"),
        rows,
    )


@cache
def covered_predictions(clients: int, repeats: int) -> dict[str, list[bool]]:
    """Say of each repetition whether the intervals hold what is true of such predictions."""
    generator = np.random.default_rng([18, clients])

    def weeks(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        own = generator.normal(-3, 0.8, count)
        many = generator.integers(1, 9, count)
        client = np.repeat(np.arange(count), many)
        log_odds = own[client] + generator.normal(0, 0.5, client.size)
        return client, log_odds, (generator.random(client.size) < 1 / (1 + np.exp(-log_odds))).astype(float)

    _, log_odds, outcome = weeks(60_000)
    order = log_odds.argsort().argsort() + 1.0
    cases = outcome.sum()
    area = (order[outcome == 1].sum() - cases * (cases + 1) / 2) / (cases * (outcome.size - cases))
    held: dict[str, list[bool]] = {"auc": [], "in_the_large": [], "slope": []}
    for _ in range(repeats):
        client, log_odds, outcome = weeks(clients)
        interval = auc_interval(outcome, 1 / (1 + np.exp(-log_odds)), client)
        if interval is not None:
            held["auc"].append(bool(interval[0] <= area <= interval[1]))
        for name, with_slope, true in (("in_the_large", False, 0.0), ("slope", True, 1.0)):
            found = recalibrate(outcome, log_odds, client, with_slope=with_slope)
            if found is not None:
                value, error = found[0][-1], found[1][-1]
                held[name].append(bool(abs(value - true) <= Z_95 * error))
    return held
