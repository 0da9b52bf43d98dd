"""Clinics beside each other on each measure, as the warehouse compared them.

Belongs here: the shape of those comparisons and which are shown, in reading order. Doesn't: making them, and
what of them may be shown (`reports.disclosure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.measures.scales import main_scales
from reports.publication import Publication
from reports.words.catalogue import Words

_QUERY = Path(__file__).with_name("clinic_comparison.sql")
_MART = {"clinic_id", "measure_id", "denominator", "adjusted", "centre", "lower_998", "signal"}

RETENTION, ALLIANCE, OUTCOMES, FORMS = "retention", "alliance", "outcomes", "forms"
PLACES = {
    "dropout": RETENTION,
    "attendance": RETENTION,
    "alliance_low": ALLIANCE,
    "alliance_mean": ALLIANCE,
    "empathy_mean": ALLIANCE,
    "reliable_improvement": OUTCOMES,
    "recovery": OUTCOMES,
    "deterioration": OUTCOMES,
    "nhs_recovery": OUTCOMES,
    "nhs_reliable_recovery": OUTCOMES,
    "pairing_rate": FORMS,
    "form_completion": FORMS,
}
"""The measures that pages show and where, in order; the others are in the published file."""


@dataclass(frozen=True)
class Compared:
    """One clinic on one measure. Everything is None where the clinic can't be compared."""

    denominator: int | None
    value: float | None
    expected: float | None
    adjusted: float | None
    lower_95: float | None
    upper_95: float | None
    lower_998: float | None
    upper_998: float | None
    signal: bool | None
    side: str | None
    basis: str | None

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show."""
        return self.value is not None and bool(self.denominator)


@dataclass(frozen=True)
class Funnel:
    """One measure over all clinics."""

    measure_id: str
    measure: str
    is_share: bool
    centre: float | None
    clinics: dict[str, Compared]


def comparisons(publication: Publication) -> list[Funnel] | None:
    """Return the comparisons of the last twelve months in reading order; None where the file has none."""
    if not publication.has_columns("marts", "clinic_comparison", _MART):
        return None
    scales = main_scales(publication)
    by_measure: dict[str, list[dict[str, Any]]] = {}
    for row in publication.rows(_QUERY):
        if row["measure"] in PLACES and (row["scale_id"] is None or row["scale_id"] in scales):
            by_measure.setdefault(row["measure_id"], []).append(row)
    order = list(PLACES)
    funnels = [_funnel(own) for own in by_measure.values()]
    return sorted(funnels, key=lambda funnel: (order.index(funnel.measure), funnel.measure_id))


def written(funnel: Funnel, value: float | None, words: Words) -> str:
    """Return a value of this measure as it is written: whole per cents, points to a tenth."""
    if value is None:
        return words.say("none")
    return words.figures.percent(value) if funnel.is_share else words.figures.decimal(value, 1)


_OF_CLINIC = tuple(Compared.__dataclass_fields__)


def _funnel(rows: list[dict[str, Any]]) -> Funnel:
    told = next((row for row in rows if row["centre"] is not None), rows[0])
    return Funnel(
        told["measure_id"],
        told["measure"],
        told["kind"] == "share",
        told["centre"],
        {row["clinic_id"]: Compared(**{name: row[name] for name in _OF_CLINIC}) for row in rows},
    )
