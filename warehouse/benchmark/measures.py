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
            "at_caseness",
            "of those who were a case at the start, those who are none at the end",
        ),
        PublishedMeasure(
            "reliable_recovery",
            "reliable_recovery",
            "at_caseness",
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

ROUNDED_TO = 5
"""Counts below national level are rounded to the nearest five, so a numerator may cross its denominator."""


def with_denominators(counts: pl.DataFrame) -> pl.DataFrame:
    """Fill `at_caseness` where the publisher gives only finished courses and those not at caseness.

    `counts` has a column for each of COUNT_NAMES. Where one of the two is suppressed, so is the difference.
    """
    difference = pl.col("finished_courses") - pl.col("not_at_caseness")
    return counts.with_columns(at_caseness=pl.coalesce("at_caseness", difference))
