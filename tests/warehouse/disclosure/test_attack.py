"""The attack on all that the network was ever shown: no small count is bounded tighter than the policy."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from attack import CASES, OTHERS, WINDOW, attack

from warehouse.disclosure.comparison import LOG_SCHEMA, decide, release
from warehouse.disclosure.policy import Policy
from warehouse.disclosure.share_tables import whole_numbers_between

POLICY = Policy(minimum_count=5, minimum_clinics=4)
FIRST = 10  # the week number from which releases are made
LABELS = [f"{2024 + number // 52}-W{number % 52 + 1:02}" for number in range(104)]


def told_week_by_week(cases: np.ndarray, others: np.ndarray, policy: Policy = POLICY) -> pl.DataFrame:
    """Release clinics x weeks of counts as the weekly job would; returns all weeks' released rows."""
    clinics, weeks = cases.shape
    names = [f"c{number}" for number in range(clinics)]
    weekly = pl.DataFrame(
        {
            "clinic_id": np.repeat(names, weeks),
            "measure_id": "dropout",
            "week": LABELS[:weeks] * clinics,
            "numerator": cases.ravel(),
            "denominator": (cases + others).ravel(),
        }
    )
    history, told = pl.DataFrame(schema=LOG_SCHEMA), []
    for week in range(FIRST, weeks):
        window = slice(max(0, week - WINDOW + 1), week + 1)
        compared = compared_rows(names, cases[:, window].sum(axis=1), others[:, window].sum(axis=1))
        seen = weekly.filter(pl.col("week") <= LABELS[week])
        log, released = release(decide(compared, seen, history, policy, LABELS[week]), policy)
        history = pl.concat([history, log])
        told.append(released)
    numbers = dict(zip(LABELS, range(len(LABELS)), strict=True))
    return pl.concat(told).with_columns(
        pl.col("week", "as_of").replace_strict(numbers, return_dtype=pl.Int64, default=None)
    )


def compared_rows(names: list[str], cases: np.ndarray, others: np.ndarray) -> pl.DataFrame:
    """The comparison of one week, as far as disclosure reads it."""
    return pl.DataFrame(
        {
            "clinic_id": names,
            "numerator": cases,
            "denominator": cases + others,
            "course_count": cases + others,
        }
    ).with_columns(
        measure_id=pl.lit("dropout"),
        measure=pl.lit("dropout"),
        scale_id=pl.lit(None, pl.String),
        respondent=pl.lit(None, pl.String),
        kind=pl.lit("share"),
        higher_is=pl.lit("worse"),
        value=pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")),
        expected=pl.lit(None, pl.Float64),
        variance=pl.lit(None, pl.Float64),
        standard_error=pl.lit(None, pl.Float64),
        tau2=pl.lit(None, pl.Float64),
        tau2_scale=pl.lit(None, pl.String),
        tau2_source=pl.lit("own"),
        tau2_origin=pl.lit("own"),
    )


def invented(seed: int, weeks: int) -> tuple[np.ndarray, np.ndarray]:
    """Six clinics of very different size, one of them new and tiny."""
    random = np.random.default_rng(seed)
    rates = np.array([[0.2], [0.6], [1.2], [2.0], [0.4], [0.05]])
    return random.poisson(rates, (6, weeks)), random.poisson(3 * rates, (6, weeks))


@pytest.mark.parametrize("seed", [0, 1])
def test_no_withheld_count_and_no_weeks_count_is_bounded_more_tightly_than_the_policy(seed: int) -> None:
    """Every count below the minimum: of a clinic's withheld window, and of any single week."""
    weeks = 62
    cases, others = invented(seed, weeks)
    told = told_week_by_week(cases, others)
    assert told.filter(~pl.col("is_withheld")).height > 50  # there is something to attack
    names = [f"c{number}" for number in range(6)]
    programme = attack(told, names, weeks, POLICY)
    random = np.random.default_rng(seed)
    targets = [(c, w, w) for c in range(6) for w in random.choice(weeks, 1)]
    targets += [(c, max(0, w - WINDOW + 1), w) for c in range(6) for w in (FIRST, weeks - 1)]
    attacked = 0
    for clinic, first, last in targets:
        for kind, counts in ((CASES, cases), (OTHERS, others)):
            true = int(counts[clinic, first : last + 1].sum())
            least, most = programme.bounds(names[clinic], kind, int(first), int(last))
            assert least - 1e-6 <= true <= most + 1e-6  # nothing that is told is wrong
            if POLICY.is_small(true):
                attacked += 1
                assert whole_numbers_between(least, most) >= POLICY.minimum_count, (clinic, first, last)
    assert attacked > 8


def test_without_the_rule_for_weeks_the_attack_succeeds() -> None:
    """The attack is worth something: releasing every week's window gives single weeks away."""
    weeks = 30
    cases, others = np.full((4, weeks), 1), np.full((4, weeks), 1)
    cases[0, 20] = 3
    names = [f"c{number}" for number in range(4)]
    rows = []
    for week in range(FIRST, weeks):
        window_cases, window_all = (
            cases[:, : week + 1].sum(axis=1),
            (cases + others)[:, : week + 1].sum(axis=1),
        )
        rows += [
            {"week": week, "as_of": week, "clinic_id": name, "is_withheld": False,
             "denominator": int(count), "value": int(own) / int(count)}
            for name, own, count in zip(names, window_cases, window_all, strict=True)
        ]  # fmt: skip
    told = pl.DataFrame(rows)
    programme = attack(told, names, weeks, Policy(minimum_count=5, minimum_clinics=4, rounding_base=1))
    least, most = programme.bounds("c0", CASES, 20, 20)
    assert whole_numbers_between(least, most) < 5
