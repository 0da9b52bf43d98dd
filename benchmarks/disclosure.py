"""What deciding what the network may see costs a large network: a Monday with a year of earlier releases.

    .venv/bin/python -m benchmarks.disclosure [--clinics 250] [--measures 20] [--weeks 104]

Belongs here: invented counts of a national service, and the processor time of each decision. Doesn't:
whether the decisions hold (tests/warehouse/disclosure).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from warehouse.disclosure.comparison import LOG_SCHEMA, decide, release
from warehouse.disclosure.policy import Policy
from warehouse.disclosure.quarters import COUNTS, QUARTER_LOG, decide_quarters

POLICY = Policy(minimum_count=5, minimum_clinics=4)
WINDOW = 52

BREAKDOWNS = {
    "modality": (0.5, 0.3, 0.12, 0.06, 0.02),
    "gender": (0.62, 0.34, 0.02, 0.02),
    "age_band": (0.05, 0.2, 0.25, 0.2, 0.15, 0.1, 0.05),
    "ethnicity_group": (0.7, 0.1, 0.08, 0.05, 0.04, 0.02, 0.01),
    "language": (0.85, 0.06, 0.04, 0.02, 0.015, 0.01, 0.005),
    "employment": (0.5, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02),
    "presenting_problem": (0.3, 0.25, 0.15, 0.1, 0.08, 0.05, 0.03, 0.02, 0.015, 0.005),
    "programme": (0.5, 0.3, 0.15, 0.05),
    "all": (1.0,),
}
"""Shares of the groups of each breakdown."""


def quarter_of(clinics: int, measures: int, courses: float) -> pl.DataFrame:
    """Counts of one closed quarter, so many courses a clinic and measure on average."""
    generator = np.random.default_rng(1)
    rows: list[tuple[object, ...]] = []
    for measure in range(measures):
        for clinic in range(clinics):
            everybody = max(1, int(generator.poisson(courses)))
            cases = generator.binomial(everybody, 0.4)
            for breakdown, shares in BREAKDOWNS.items():
                sizes = generator.multinomial(everybody, shares)
                of_group = generator.multivariate_hypergeometric(sizes, cases)
                for number, (size, case) in enumerate(zip(sizes.tolist(), of_group.tolist(), strict=True)):
                    name = "all" if breakdown == "all" else f"group {number}"
                    texts = (f"c{clinic:03}", "2026-Q1", f"m{measure:02}", breakdown, name, f"m{measure:02}")
                    if size:
                        rows.append((*texts, None, None, size, case, size, case, case, size))
    return pl.DataFrame(
        rows,
        schema={name: pl.String if at < 8 else pl.Int64 for at, name in enumerate(COUNTS)},
        orient="row",
    )


def weekly_counts(clinics: int, measures: int, weeks: int) -> pl.DataFrame:
    """A count of cases and of all, for each clinic, measure and week."""
    generator = np.random.default_rng(2)
    shape = (clinics, measures, weeks)
    everybody = generator.poisson(np.linspace(0.3, 12, clinics)[:, None, None], shape)
    clinic, measure, week = np.indices(shape).reshape(3, -1)
    return pl.DataFrame(
        {
            "clinic_id": [f"c{one:03}" for one in clinic],
            "measure_id": [f"m{one:02}" for one in measure],
            "week": [label(one) for one in week],
            "numerator": generator.binomial(everybody, 0.4).ravel(),
            "denominator": everybody.ravel(),
        }
    )


def label(week: int) -> str:
    """The week of the calendar, from the first of 2024 on."""
    return f"{2024 + week // 52}-W{week % 52 + 1:02}"


def compared(weekly: pl.DataFrame, week: int) -> pl.DataFrame:
    """The comparison of a week, as far as disclosure reads it."""
    empty = ("scale_id", "respondent")
    numbers = ("expected", "variance", "standard_error", "tau2")
    return (
        weekly.filter(
            pl.col("week").is_between(pl.lit(label(max(week - WINDOW + 1, 0))), pl.lit(label(week)))
        )
        .group_by("clinic_id", "measure_id")
        .agg(pl.col("numerator", "denominator").sum())
        .with_columns(
            course_count=pl.col("denominator"),
            measure=pl.col("measure_id"),
            kind=pl.lit("share"),
            higher_is=pl.lit("worse"),
            value=pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")),
            tau2_scale=pl.lit(None, pl.String),
            tau2_source=pl.lit("own"),
            tau2_origin=pl.lit("own"),
            **{name: pl.lit(None, pl.String) for name in empty},
            **{name: pl.lit(None, pl.Float64) for name in numbers},
        )
    )


def timed(what: str, do: Callable[[], object]) -> None:
    """Do it, and print what processor time it took."""
    began = time.process_time()
    do()
    print(f"{what}: {time.process_time() - began:.1f} s")


def main() -> None:
    """Print the processor time of one Monday's decisions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clinics", type=int, default=250)
    parser.add_argument("--measures", type=int, default=20)
    parser.add_argument("--weeks", type=int, default=104, help="each after a year is released")
    asked = parser.parse_args()
    weekly = weekly_counts(asked.clinics, asked.measures, asked.weeks)
    history = pl.DataFrame(schema=LOG_SCHEMA)
    for week in range(WINDOW, asked.weeks - 1):
        log, _ = release(decide(compared(weekly, week), weekly, history, POLICY, label(week)), POLICY)
        history = pl.concat([history, log])
    last = asked.weeks - 1
    print(f"{asked.clinics} clinics, {asked.measures} measures; {history.height:,} rows of earlier weeks")
    rows = compared(weekly, last)
    timed(
        "clinics beside each other, one week",
        lambda: release(decide(rows, weekly, history, POLICY, label(last)), POLICY),
    )
    for courses in (5, 30):
        counts = quarter_of(asked.clinics, asked.measures, courses)
        timed(
            f"a quarter by group, {courses} courses a clinic, with the audit",
            lambda counts=counts: decide_quarters(
                counts, pl.DataFrame(schema=QUARTER_LOG), POLICY, "2026-W30"
            ),
        )


if __name__ == "__main__":
    main()
