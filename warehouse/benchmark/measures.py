"""Which published counts there are, and which rates are made of them.

Belongs here: their names here and in the publisher's files, numerators and denominators. Doesn't: reading
the files (`layouts`). The rates are those of the NHS Talking Therapies manual, as in the warehouse's own
composite.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

COUNT_NAMES: dict[str, tuple[str, ...]] = {
    "referrals_received": ("referralsreceived",),
    "finished_courses": ("finishedcoursetreatment",),
    "at_caseness": ("atcaseness",),
    "not_at_caseness": ("notatcaseness",),
    "recovery": ("recovery",),
    "reliable_recovery": ("reliablerecovery",),
    "reliable_improvement": ("improvement", "reliableimprovement"),
    "reliable_deterioration": ("deterioration", "reliabledeterioration"),
    "no_reliable_change": ("noreliablechange",),
}
"""Count -> the publisher's names for it, in small letters, without `count` and without signs. In 2024 the
publisher put `Reliable` before improvement and deterioration; the definitions are the same."""


@dataclass(frozen=True)
class PublishedMeasure:
    """A rate: numerator over denominator, and what it says in words."""

    measure_id: str
    numerator: str
    denominator: str
    words: str


MEASURES: dict[str, PublishedMeasure] = {
    measure.measure_id: measure
    for measure in (
        PublishedMeasure(
            "recovery",
            "recovery",
            "cases_at_start",
            "of those who were a case at the start, those who are none at the end",
        ),
        PublishedMeasure(
            "reliable_recovery",
            "reliable_recovery",
            "cases_at_start",
            "of those who were a case at the start, those who recovered and improved reliably",
        ),
        PublishedMeasure(
            "reliable_improvement",
            "reliable_improvement",
            "finished_courses",
            "of finished courses, those with reliable improvement",
        ),
        PublishedMeasure(
            "deterioration",
            "reliable_deterioration",
            "finished_courses",
            "of finished courses, those with reliable deterioration",
        ),
    )
}

ROUNDING_ERROR = 7.5
"""Counts below national level are rounded to the nearest five, each off by up to 2.5. So a numerator may
cross a denominator that is a difference of two counts by as much."""


def with_denominators(counts: pl.DataFrame) -> pl.DataFrame:
    """Add `cases_at_start`, the denominator of recovery: finished courses less those not at caseness.

    So the publisher defines it, and so its percentages come out: a course whose caseness isn't known counts
    as a case. Where the number not at caseness is suppressed, the published number at caseness stands for it.
    `counts` has a column for each of COUNT_NAMES.
    """
    difference = pl.col("finished_courses") - pl.col("not_at_caseness")
    return counts.with_columns(cases_at_start=pl.coalesce(difference, "at_caseness"))
