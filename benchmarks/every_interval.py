"""Every interval and limit that is published, with its worst invented situation: one table of what holds.

    .venv/bin/python -m benchmarks.recovery --only every_interval [--scale 0.1]

Belongs here: the list, and the verdict on each. Doesn't: the runs themselves (`interval_coverage`,
`effect_coverage`, `figure_coverage`, `alarm_rates`), whose tables have more situations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from benchmarks.alarm_rates import below_own_limit, changed, outside_of_network
from benchmarks.effect_coverage import covered_clinics, covered_therapists
from benchmarks.figure_coverage import (
    covered_associations,
    covered_events,
    covered_means,
    covered_predictions,
)
from benchmarks.interval_coverage import (
    Table,
    covered_appointments,
    covered_incidences,
    covered_shares,
    covered_weeks,
    rate,
)
from benchmarks.invented_clinics import common_ratios, long, means, proportions
from warehouse.inference.control_charts import p_prime_chart, xmr_chart
from warehouse.inference.funnel import Funnel, funnel_of_means, funnel_of_proportions, funnel_of_ratios

ABOUT = """\
Whatever has a lower and an upper end in the marts and on the pages, in a hard situation for it, and how often
it holds the truth (intervals) or is passed though nothing is (limits). The tables below have more situations.
Held: within three Monte-Carlo errors of its promise, or better. Near: within a point and a half of it. What
is neither says so in the description of its columns. Counts are whole numbers, so that the coverage of a
share swings around its promise from one true share to the next, whatever the method. Without interval:
quartiles of scores (`expected_response`, the network's band); worst and best cases of missing forms, which
hold whatever the missing ones were."""

_NEAR = 0.015
_MANY = 0.95


@dataclass(frozen=True)
class Row:
    """One interval or limit: what is published, by which method, in which situation, what is promised."""

    published: str
    method: str
    situation: str
    promise: float
    hits: Callable[[float], Iterable[float]]


def _kept(found: dict[str, list[float]] | dict[str, list[bool]], name: str) -> Iterable[float]:
    return [float(hit) for hit in found[name]]


def _shown(scale: float) -> Iterable[float]:
    inside, shown = covered_therapists(30, 0.3, max(int(scale * 100), 8))
    return [float(hit) for hit in inside[shown]]


def _passed(funnels: Iterable[Funnel]) -> Iterable[float]:
    """The share of signals of each funnel."""
    return [float(funnel.units["signal"].mean() or 0.0) for funnel in funnels]


def _drawn(number: int, scale: float) -> tuple[np.random.Generator, range]:
    return np.random.default_rng([30, number]), range(int(400 * scale))


def _of_proportions(scale: float) -> Iterable[float]:
    generator, repeats = _drawn(1, scale)
    return _passed(funnel_of_proportions(proportions(generator, 50, (20, 400), 0.5, 0.0)) for _ in repeats)


def _of_ratios(scale: float) -> Iterable[float]:
    generator, repeats = _drawn(2, scale)
    return _passed(funnel_of_ratios(common_ratios(generator, 50, (20, 400), 0.0)) for _ in repeats)


def _of_means(scale: float) -> Iterable[float]:
    generator, repeats = _drawn(3, scale)
    return _passed(funnel_of_means(means(generator, 50, (20, 400), 0.0)) for _ in repeats)


def _xmr(scale: float) -> Iterable[float]:
    generator, repeats = _drawn(4, 3 * scale)
    chart = xmr_chart(long(generator.normal(size=(len(repeats), 104))), by=["series"])
    return [float(hit) for hit in chart["outside"].drop_nulls()]


def _p_prime(scale: float) -> Iterable[float]:
    generator, repeats = _drawn(5, 2 * scale)
    cases = generator.poisson(10, (len(repeats), 104))
    frame = long(generator.binomial(cases, 0.5), "numerator")
    chart = p_prime_chart(frame.with_columns(denominator=cases.ravel()), by=["series"])
    return [float(hit) for hit in chart["outside"].drop_nulls()]


def _clinics(name: str, deviation: float = 0.12) -> Callable[[float], Iterable[float]]:
    def hits(scale: float) -> Iterable[float]:
        return _kept(covered_clinics((8, 6), 25, deviation, "mean", max(int(250 * scale), 8)), name)

    return hits


def _predictions(name: str) -> Callable[[float], Iterable[float]]:
    return lambda scale: _kept(covered_predictions(150, int(300 * scale)), name)


_SHARES = (
    "shares of courses (`outcome_shares`, `talking_therapies_shares`, `measure_breakdowns`, `risk_actions`)"
)
_EFFECTS = "`clinic_effects`"


def _any_share(scale: float) -> Iterable[float]:
    """The same count of courses, whatever the true share between 5 and 95 %."""
    shares = np.linspace(0.05, 0.95, 37)
    return [float(hit) for share in shares for hit in covered_shares(60, float(share), int(1000 * scale))[0]]


INTERVALS = (
    Row(_SHARES, "Wilson", "60 courses, any share of 5-95 %", _MANY, _any_share),
    Row(
        _SHARES, "Wilson", "100 courses, 10 %", _MANY, lambda s: covered_shares(100, 0.1, int(20_000 * s))[0]
    ),
    Row(
        "shares shown to the network (`network_breakdowns`)",
        "Wilson of rounded figures",
        "30 courses, 50 %",
        _MANY,
        lambda s: covered_shares(30, 0.5, int(20_000 * s))[1],
    ),
    Row(
        "appointments shown to the network",
        "Wilson, design effect",
        "600 appointments, 85 %",
        _MANY,
        lambda s: covered_appointments(50, 0.85, int(4000 * s))[1],
    ),
    Row(
        "appointments and forms by group (`measure_breakdowns`)",
        "Wilson, effective number",
        "20 courses, 95 %",
        _MANY,
        lambda s: covered_events(20, 0.95, int(4000 * s))[1],
    ),
    Row(
        "means of points (`measure_breakdowns`, means at sessions)",
        "Student",
        "5 courses, one in six at the ceiling",
        _MANY,
        lambda s: covered_means(5, "ceiling", int(6000 * s)),
    ),
    Row(
        "incidence of dropout (`retention_curves`, `retention_summary`)",
        "log-log",
        "30 courses, tenth session",
        _MANY,
        lambda s: _kept(covered_incidences(30, int(1500 * s)), "cif_dropout"),
    ),
    Row(
        "Kaplan-Meier (`retention_curves`)",
        "log-log",
        "30 courses, tenth session",
        _MANY,
        lambda s: _kept(covered_incidences(30, int(1500 * s)), "survival_km"),
    ),
    Row(
        "incidence by week (`retention_weeks`)",
        "log-log, late entry",
        "100 courses, half under way before",
        _MANY,
        lambda s: covered_weeks(100, int(600 * s)),
    ),
    Row(
        "therapists' means (`therapist_empathy`, `core_conditions`, `therapist_effects`)",
        "posterior over variances",
        "30 therapists, spread 0.22",
        _MANY,
        lambda s: covered_therapists(30, 0.22, max(int(s * 100), 8))[0].mean(axis=1),
    ),
    Row("the same, of those shown", "posterior over variances", "30 therapists, spread 0.3", _MANY, _shown),
    Row(f"clinics' figures ({_EFFECTS})", "posterior over variances", "8 clinics", _MANY, _clinics("wide")),
    Row(
        f"to compare clinics by ({_EFFECTS})",
        "posterior over variances",
        "8 clinics",
        0.84,
        _clinics("narrow"),
    ),
    Row(f"ranks ({_EFFECTS})", "joint draws", "8 clinics that hardly differ", _MANY, _clinics("rank", 0.02)),
    Row("share of clinics (`variance_shares`)", "exact test", "8 clinics", _MANY, _clinics("clinic_share")),
    Row(
        "share of therapists (`variance_shares`)",
        "exact test",
        "8 clinics",
        _MANY,
        _clinics("therapist_share"),
    ),
    Row(
        "associations (`empathy_associations`)",
        "Fisher",
        "40 therapists of 3 to 60 clients, r = .5",
        _MANY,
        lambda s: covered_associations(40, 0.5, int(1500 * s)),
    ),
    Row("AUC (`risk_validation`)", "clients drawn again", "150 clients", _MANY, _predictions("auc")),
    Row(
        "calibration in the large (`risk_validation`, `risk_drift`)",
        "errors by client",
        "150 clients",
        _MANY,
        _predictions("in_the_large"),
    ),
    Row(
        "calibration slope (`risk_validation`)",
        "errors by client",
        "150 clients",
        _MANY,
        _predictions("slope"),
    ),
)

LIMITS = (
    Row("funnel of shares (`clinic_comparison`, benchmark)", "99.8 %", "50 alike", 0.002, _of_proportions),
    Row("funnel with case mix (`clinic_comparison`)", "99.8 %", "50 alike", 0.002, _of_ratios),
    Row("funnel of means (`clinic_comparison`)", "99.8 %", "50 alike", 0.002, _of_means),
    Row("XmR (`clinic_weekly`, `check_trends`)", "2.66 mean moving ranges", "104 weeks", 0.0027, _xmr),
    Row("p' (`clinic_weekly`)", "3 deviations, exact tails", "10 clients a week", 0.0027, _p_prime),
    Row(
        "groups beside the network (network report)",
        "Wilson, 99.8 %",
        "groups of 30",
        0.002,
        lambda s: outside_of_network(30, 0.3, int(40_000 * s)),
    ),
    Row(
        "client's own limit (`fct_alliance`)",
        "2.66 mean moving ranges",
        "eighth form",
        0.00135,
        lambda s: below_own_limit(8, int(40_000 * s)),
    ),
    Row(
        "reliable change (`fct_outcomes`)",
        "1.96 standard errors of a difference",
        "unchanged",
        0.05,
        lambda s: changed(int(200_000 * s)),
    ),
)


def every_interval(scale: float) -> Table:
    """All of them, with what was found."""
    rows = []
    for row in INTERVALS:
        hits = np.asarray(list(row.hits(scale)), dtype=float)
        verdict = _verdict(row.promise - hits.mean(), hits)
        rows.append((row.published, row.method, row.situation, f"{row.promise:.0%}", rate(hits, 1), verdict))
    for row in LIMITS:
        hits = np.asarray(list(row.hits(scale)), dtype=float)
        verdict = _verdict(hits.mean() - row.promise, hits)
        rows.append(
            (row.published, row.method, row.situation, f"{100 * row.promise:.2g} %", rate(hits, 2), verdict)
        )
    return (
        "Every interval and limit",
        ABOUT,
        ("published", "method", "situation", "promised", "found", "verdict"),
        rows,
    )


def _verdict(short_by: float, hits: np.ndarray) -> str:
    """Say whether the promise is held; `short_by`: by how much too few hold, or too many are past."""
    if short_by <= 3 * hits.std(ddof=1) / np.sqrt(hits.size):
        return "held"
    return "near" if short_by <= _NEAR else "not held"
