"""Whether the statistics find what was planted, and nothing where nothing was: rates on invented data.

    .venv/bin/python -m benchmarks.recovery [--scale 1.0] [--only TABLE] [--write docs/reference/recovery.md]

Belongs here: invented clinics with a known truth, and tables of how often each statistic is right about it.
Doesn't: how often intervals hold the truth (`interval_coverage`), and tests (tests/warehouse/inference has
smaller ones of the same kind). Each rate comes with its Monte-Carlo error; the seeds are fixed, so that a run
gives the same tables again.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from scipy import stats

from benchmarks.alarm_rates import alarm_rates
from benchmarks.effect_coverage import clinic_coverage, therapist_coverage, variance_coverage
from benchmarks.every_interval import every_interval
from benchmarks.figure_coverage import (
    association_coverage,
    event_coverage,
    mean_coverage,
    prediction_coverage,
)
from benchmarks.interval_coverage import Table, incidence_coverage, rate, share_coverage
from benchmarks.invented_clinics import (
    common_ratios,
    invented_episodes,
    long,
    means,
    proportions,
    ratios,
)
from warehouse.inference.case_mix import expected_outcomes
from warehouse.inference.control_charts import p_prime_chart, xmr_chart
from warehouse.inference.false_discovery import with_q_values
from warehouse.inference.funnel import Funnel, funnel_of_means, funnel_of_proportions, funnel_of_ratios

RULES = ("outside", "shift", "trend", "near", "signal")


ABOUT = {
    "funnel_null": """\
Share of clinics past the adjusted limits. Nominal: at most 5 % and 0.2 %.""",
    "funnel_overdispersed": """\
Signals per clinic. The published phi leaves tamed z as small as taming made them, so that tau2 is too small
and there are more signals than 0.2 %; with `correct_phi` there are about as many as there should be. The
default is the published form.""",
    "funnel_power": """\
`tau` is the spread of all clinics on the arcsine scale. Theory: centre and spread known. With a spread, more
is found than by theory, because the published tau2 is too small (see above).""",
    "chart_null": """\
Share of weeks at which a rule is met. Nominal is the row with known limits: about 2 % of weeks for all rules
together. Limits estimated from few weeks are met a little more often by the rule `outside`, and less often by
`shift`. Rates of few clients belong on a p' chart: on an XmR chart they are wrong far more often.""",
    "chart_power": """\
Share of series with a signal in its direction within so many weeks; limits from the year before.""",
    "discoveries": """\
Comparisons with a q-value of at most 10 %; the planted ones are 3.5 standard errors off.""",
    "case_mix": """\
Share of clinics past the plain 99.8 % limits, with the overall rate expected of everybody and with each
client's own. Nominal: 0.2 %. Slope: of the cross-validated predictions, with its spread over repetitions.""",
}


def past(funnel: Funnel, level: str) -> float:
    """Share of clinics past the limits."""
    units = funnel.units
    inside = units["value"].is_between(units[f"lower_{level}"], units[f"upper_{level}"])
    return 1 - float(inside.mean())


Draw = Callable[[np.random.Generator], pl.DataFrame]


def funnel_null(scale: float) -> Table:
    """False alarms where clinics don't differ at all."""
    designs: list[tuple[str, Callable[[pl.DataFrame], Funnel], Draw]] = []
    for count in (8, 50):
        for centre in (0.5, 0.06):
            designs.append(
                (
                    f"proportions of {centre:.0%}, {count} clinics of 20-400",
                    funnel_of_proportions,
                    lambda g, n=count, p=centre: proportions(g, n, (20, 400), p, 0.0),
                )
            )
    designs += [
        ("ratios, 50 clinics, 2-20 expected", funnel_of_ratios, lambda g: ratios(g, 50, (2, 20), 0.0)),
        ("ratios, 50 clinics, 20-200 expected", funnel_of_ratios, lambda g: ratios(g, 50, (20, 200), 0.0)),
        (
            "ratios with known variance, 50 clinics of 20-400",
            funnel_of_ratios,
            lambda g: common_ratios(g, 50, (20, 400), 0.0),
        ),
        ("means, 50 clinics of 20-400", funnel_of_means, lambda g: means(g, 50, (20, 400), 0.0)),
    ]
    rows = []
    for number, (title, funnel_of, draw) in enumerate(designs):
        generator = np.random.default_rng([1, number])
        found = [funnel_of(draw(generator)) for _ in range(int(1500 * scale))]
        rows.append(
            (
                title,
                rate([past(f, "95") for f in found]),
                rate([float(f.units["signal"].mean()) for f in found], 3),
            )
        )
    return (
        "Funnel: clinics that don't differ",
        ABOUT["funnel_null"],
        ("invented", "past 95 %", "signals (past 99.8 %)"),
        rows,
    )


def funnel_overdispersed(scale: float) -> Table:
    """Signals where clinics differ as usual and none stands out."""
    rows = []
    for number, (title, funnel_of, draw) in enumerate(
        (
            (
                "proportions, tau = 2 standard errors, 50 clinics",
                funnel_of_proportions,
                lambda g: proportions(g, 50, (200, 400), 0.5, 0.06),
            ),
            (
                "proportions, tau = 2 standard errors, 150 clinics",
                funnel_of_proportions,
                lambda g: proportions(g, 150, (200, 400), 0.5, 0.06),
            ),
            (
                "ratios, tau = 2 standard errors, 50 clinics",
                funnel_of_ratios,
                lambda g: ratios(g, 50, (80, 160), 0.2),
            ),
            (
                "means, tau = 1 standard error, 50 clinics",
                funnel_of_means,
                lambda g: means(g, 50, (80, 160), 0.55),
            ),
        )
    ):
        generator = np.random.default_rng([2, number])
        drawn = [draw(generator) for _ in range(int(600 * scale))]
        cells = [title]
        for correct in (False, True):
            found = [funnel_of(units, correct_phi=correct) for units in drawn]
            cells.append(rate([float(f.units["signal"].mean()) for f in found]))
        rows.append(cells)
    return (
        "Funnel: clinics that differ as usual, none of them apart",
        ABOUT["funnel_overdispersed"],
        ("invented", "published phi", "corrected phi"),
        rows,
    )


def funnel_power(scale: float) -> Table:
    """How often a clinic that is apart is found."""
    rows = []
    for number, (size, apart, tau) in enumerate(
        (
            (100, 0.35, 0.0),
            (200, 0.35, 0.0),
            (400, 0.35, 0.0),
            (400, 0.40, 0.0),
            (400, 0.35, 0.05),
            (1000, 0.35, 0.05),
        )
    ):
        generator = np.random.default_rng([3, number])
        hits, others = [], []
        for _ in range(int(600 * scale)):
            units = proportions(generator, 40, (size, size + 1), 0.5, tau)
            planted = np.sin(np.arcsin(np.sqrt(apart)) + generator.normal(0, tau)) ** 2
            numerator = units["numerator"].to_numpy().copy()
            numerator[0] = generator.binomial(size, planted)
            judged = funnel_of_proportions(units.with_columns(numerator=pl.Series(numerator))).units
            hits.append(judged["side"][0] == "low")
            others.append(float(judged["signal"][1:].mean()))
        spread = np.sqrt(1 / (4 * size) + tau**2)
        distance = abs(np.arcsin(np.sqrt(apart)) - np.arcsin(np.sqrt(0.5)))
        theory = stats.norm.sf(stats.norm.isf(0.001) - distance / spread)
        rows.append(
            (f"{size}", f"{apart:.0%}", f"{tau}", rate(hits, 1), f"{100 * theory:.1f} %", rate(others))
        )
    return (
        "Funnel: one clinic of 40 apart, the others at 50 %",
        ABOUT["funnel_power"],
        ("cases", "its rate", "tau", "found", "theory", "signals of others"),
        rows,
    )


def chart_null(scale: float) -> Table:
    """False alarms of charts where nothing happens."""
    rows = []
    for weeks in (20, 52, 156):
        generator = np.random.default_rng([4, weeks])
        count = int(3000 * scale)
        frame = long(generator.normal(size=(count, weeks)))
        rows.append((f"XmR, {weeks} weeks, normal", *rule_rates(xmr_chart(frame, by=["series"]), 2)))
    generator = np.random.default_rng([4, 0])
    known = long(generator.normal(size=(int(300 * scale), 2156)))
    chart = xmr_chart(known, by=["series"], baseline=2000).filter(pl.col("week") >= 2000)
    rows.append(("XmR, limits known, normal (nominal)", *rule_rates(chart, 2)))
    for size, chance, extra in ((5, 0.1, 0.0), (10, 0.5, 0.0), (40, 0.3, 0.0), (40, 0.3, 0.08)):
        generator = np.random.default_rng([5, size, int(100 * chance), int(100 * extra)])
        shape = (int(1500 * scale), 104)
        cases = generator.poisson(size, shape)
        share = np.clip(chance + generator.normal(0, extra, shape), 0.01, 0.99) if extra else chance
        frame = long(generator.binomial(cases, share), "numerator").with_columns(
            denominator=pl.Series(cases.ravel())
        )
        words = f"{size} clients a week, {chance:.0%}" + (
            f", spread {100 * extra:.0f} points" if extra else ""
        )
        rows.append((f"p', {words}", *rule_rates(p_prime_chart(frame, by=["series"]), 2)))
        plain = frame.with_columns(value=pl.col("numerator") / pl.col("denominator").replace(0, None))
        rows.append((f"XmR of the rates, {words}", *rule_rates(xmr_chart(plain, by=["series"]), 2)))
    return (
        "Control charts: nothing happens",
        ABOUT["chart_null"],
        ("invented", *RULES),
        rows,
    )


def chart_power(scale: float) -> Table:
    """How soon a lasting change is found."""
    rows = []
    for number, shift in enumerate((0.5, 1.0, 2.0, 3.0)):
        generator = np.random.default_rng([6, number])
        values = generator.normal(size=(int(1500 * scale), 64))
        values[:, 52:] += shift
        chart = xmr_chart(long(values), by=["series"], baseline=52).filter(pl.col("week") >= 52)
        rows.append((f"XmR, {shift} standard deviations", *found_within(chart)))
    for number, after in enumerate((0.4, 0.6)):
        generator = np.random.default_rng([7, number])
        cases = generator.poisson(10, (int(1500 * scale), 64))
        chance = np.where(np.arange(64) < 52, 0.2, after)
        frame = long(generator.binomial(cases, chance), "numerator").with_columns(
            denominator=pl.Series(cases.ravel())
        )
        chart = p_prime_chart(frame, by=["series"], baseline=52).filter(pl.col("week") >= 52)
        rows.append((f"p', 10 clients a week, 20 % to {after:.0%}", *found_within(chart)))
    return (
        "Control charts: a lasting change after a year",
        ABOUT["chart_power"],
        ("planted", "4 weeks", "8 weeks", "12 weeks"),
        rows,
    )


def rule_rates(chart: pl.DataFrame, digits: int) -> list[str]:
    """How often each rule of a control chart is met."""
    shares = chart.group_by("series").agg(pl.col(*RULES).mean())
    return [rate(shares[rule].drop_nulls().to_list(), digits) for rule in RULES]


def found_within(chart: pl.DataFrame) -> list[str]:
    """Share of series with a high signal within 4, 8 and 12 weeks of the change."""
    is_high = (pl.col("side") == "high").fill_null(False)
    return [
        rate(
            chart.filter(pl.col("week") < 52 + weeks).group_by("series").agg(is_high.any())["side"].to_list(),
            1,
        )
        for weeks in (4, 8, 12)
    ]


def discoveries(scale: float) -> Table:
    """Share of false discoveries among those with a q-value of at most 10 %."""
    rows = []
    for planted in (0, 10, 30):
        generator = np.random.default_rng([8, planted])
        false, found = [], []
        for _ in range(int(1500 * scale)):
            is_true = np.arange(100) < planted
            z = generator.normal(np.where(is_true, 3.5, 0.0))
            tests = with_q_values(pl.DataFrame({"p_value": 2 * stats.norm.sf(np.abs(z))}))
            chosen = tests["q_value"].to_numpy() <= 0.1
            false.append((chosen & ~is_true).sum() / max(chosen.sum(), 1))
            found.append((chosen & is_true).sum() / max(planted, 1))
        bound = 10 * (100 - planted) / 100
        rows.append((f"{planted}", rate(false, 1), f"{bound:.0f} %", rate(found, 1) if planted else "-"))
    return (
        "False discoveries among 100 comparisons",
        ABOUT["discoveries"],
        ("planted", "false among those chosen", "at most", "planted ones chosen"),
        rows,
    )


def case_mix(scale: float) -> Table:
    """Clinics that differ in their clients only, before and after case mix."""
    rows = []
    for count in (2000, 10_000):
        crude, adjusted, slopes = [], [], []
        for seed in range(int(150 * scale)):
            episodes = invented_episodes(seed, count)
            result = expected_outcomes(episodes, "binary")
            overall = float(episodes["outcome"].mean())
            plain = result.clinics.select(
                "clinic_id",
                "observed",
                expected=pl.col("episode_count") * overall,
                variance=pl.col("episode_count") * overall * (1 - overall),
            )
            for kept, clinics in ((crude, plain), (adjusted, result.clinics)):
                units = funnel_of_ratios(clinics).units
                outside = ~units["value"].is_between(
                    units["lower_998_unadjusted"], units["upper_998_unadjusted"]
                )
                kept.append(float(outside.mean()))
            if result.validation is not None and result.validation.calibration_slope is not None:
                slopes.append(result.validation.calibration_slope)
        rows.append(
            (f"{count:,}", rate(crude, 1), rate(adjusted), f"{np.mean(slopes):.2f} ± {np.std(slopes):.2f}")
        )
    return (
        "Case mix: 20 clinics that differ in their clients only",
        ABOUT["case_mix"],
        ("episodes", "crude", "with case mix", "calibration slope"),
        rows,
    )


TABLES = (
    every_interval,
    funnel_null,
    funnel_overdispersed,
    funnel_power,
    chart_null,
    chart_power,
    discoveries,
    case_mix,
    alarm_rates,
    share_coverage,
    event_coverage,
    mean_coverage,
    incidence_coverage,
    therapist_coverage,
    clinic_coverage,
    variance_coverage,
    association_coverage,
    prediction_coverage,
)

PREFACE = """\
# What the statistics find, and what they invent

Rates on invented data with a known truth, each with its Monte-Carlo error. Made by
`python -m benchmarks.recovery --write docs/reference/recovery.md`; the seeds are fixed. Smaller runs of the
same kind are tests (`tests/warehouse/inference/`). What the statistics are: `statistics.md`.
"""


def main() -> None:
    """Print the tables, and write them where `--write` says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="share of the repetitions to run")
    parser.add_argument("--only", choices=[make.__name__ for make in TABLES], help="make one table")
    parser.add_argument("--write", type=Path, help="write the page here")
    arguments = parser.parse_args()
    parts = [PREFACE]
    for make in [make for make in TABLES if arguments.only in (None, make.__name__)]:
        began = time.monotonic()
        title, about, header, rows = make(arguments.scale)
        lines = ["| " + " | ".join(line) + " |" for line in (header, ["---"] * len(header), *rows)]
        parts.append(f"## {title}\n\n{about}\n\n" + "\n".join(lines) + "\n")
        print(parts[-1])
        print(f"{make.__name__}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    if arguments.write:
        arguments.write.parent.mkdir(parents=True, exist_ok=True)
        arguments.write.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
