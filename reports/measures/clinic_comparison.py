"""Clinics beside each other on each measure, as the warehouse compared them.

Belongs here: the shape of those comparisons and which are shown, in reading order. Doesn't: making them, and
what of them may be shown (`reports.disclosure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.measures.scales import Scale, main_scales
from reports.publication import Publication
from reports.words.catalogue import Words

_QUERY = Path(__file__).with_name("clinic_comparison.sql")
_MART = {"clinic_id", "measure_id", "numerator", "denominator", "adjusted", "centre", "lower_998", "signal"}

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
    """One clinic on one measure. Everything but ids is None where the clinic can't be compared."""

    clinic_id: str
    numerator: int | None
    denominator: int | None
    course_count: int | None
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
    not_applicable: str | None
    q_value: float | None

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show."""
        return self.value is not None and bool(self.denominator)


@dataclass(frozen=True)
class Funnel:
    """One measure over all clinics."""

    measure_id: str
    measure: str
    scale: Scale | None
    respondent: str | None
    is_share: bool
    higher_is: str
    centre: float | None
    clinics_compared: int
    rests_on_few_clinics: bool
    phi: float | None
    tau2: float | None
    tau2_scale: str | None
    tau2_source: str | None
    tau2_origin: str | None
    clinics: dict[str, Compared]

    @property
    def users(self) -> frozenset[str]:
        """Clinics that have anything to count; of a scale, those that use it."""
        return frozenset(clinic for clinic, compared in self.clinics.items() if compared.is_known)

    @property
    def has_case_mix(self) -> bool:
        """Whether a model says what to expect of each clinic's clients."""
        return any(compared.basis == "case_mix" for compared in self.clinics.values())


@dataclass(frozen=True)
class Comparisons:
    """All measures, with how many comparisons were made and how many signals chance alone would give."""

    funnels: tuple[Funnel, ...]
    comparisons: int
    signals: int
    signals_by_chance: float

    def of_place(self, place: str) -> list[Funnel]:
        """Return the measures of one part of a page, in reading order."""
        return [funnel for funnel in self.funnels if PLACES[funnel.measure] == place]


def comparisons(publication: Publication) -> Comparisons | None:
    """Return the comparisons of the last twelve months; None where the published file has none."""
    if not publication.has_columns("marts", "clinic_comparison", _MART):
        return None
    rows = publication.rows(_QUERY)
    if not rows:
        return None
    scales = main_scales(publication)
    by_measure: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["measure"] in PLACES and (row["scale_id"] is None or row["scale_id"] in scales):
            by_measure.setdefault(row["measure_id"], []).append(row)
    order = list(PLACES)
    funnels = sorted(
        (_funnel(own, scales) for own in by_measure.values()),
        key=lambda f: (order.index(f.measure), f.scale.scale_name if f.scale else "", f.respondent or ""),
    )
    first = rows[0]
    return Comparisons(tuple(funnels), first["comparisons"], first["signals"], first["signals_by_chance"])


def written(funnel: Funnel, value: float | None, words: Words) -> str:
    """Return a value of this measure as it is written: whole per cents, points to a tenth."""
    if value is None:
        return words.say("none")
    return words.figures.percent(value) if funnel.is_share else words.figures.decimal(value, 1)


_OF_CLINIC = tuple(Compared.__dataclass_fields__)


def _funnel(rows: list[dict[str, Any]], scales: dict[str, Scale]) -> Funnel:
    told = next((row for row in rows if row["clinics_compared"] is not None), rows[0])
    values: dict[str, Any] = dict(told)
    return Funnel(
        measure_id=str(values["measure_id"]),
        measure=str(values["measure"]),
        scale=scales.get(str(values["scale_id"])),
        respondent=values["respondent"],
        is_share=values["kind"] == "share",
        higher_is=str(values["higher_is"]),
        centre=values["centre"],
        clinics_compared=values["clinics_compared"] or 0,
        rests_on_few_clinics=bool(values["rests_on_few_clinics"]),
        phi=values["phi"],
        tau2=values["tau2"],
        tau2_scale=values["tau2_scale"],
        tau2_source=values["tau2_source"],
        tau2_origin=values["tau2_origin"],
        clinics={str(row["clinic_id"]): Compared(**{name: row[name] for name in _OF_CLINIC}) for row in rows},
    )
