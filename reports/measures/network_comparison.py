"""Clinics beside each other as far as the network may see them.

Belongs here: the shape of those released figures. Doesn't: what is released (the warehouse
decides it and logs it).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from reports.measures.places import PLACES
from reports.measures.scales import main_scales
from reports.numbers.traced import counted
from reports.publication import Publication
from reports.words.catalogue import Words

EVERYBODY = "all"
_QUERY = Path(__file__).with_name("network_comparison.sql")
_MART = {
    "week",
    "measure_id",
    "clinic_id",
    "is_withheld",
    "as_of",
    "adjusted",
    "centre",
    "lower_998",
    "signal",
}


@dataclass(frozen=True)
class ReleasedFigure:
    """One clinic on one measure; everything but the first is None where it is withheld."""

    is_withheld: bool
    as_of: str | None
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


@dataclass(frozen=True)
class ReleasedFunnel:
    """One measure over the clinics that have a figure; `centre` is None where there may be none of all.

    `denominator` is that of all shown clinics together.
    """

    measure_id: str
    measure: str
    has_scale: bool
    is_share: bool
    week: str
    centre: float | None
    denominator: int | None
    clinics_compared: int
    phi: float | None
    tau2: float | None
    tau2_source: str | None
    tau2_origin: str | None
    clinics: dict[str, ReleasedFigure]

    @property
    def shown(self) -> dict[str, ReleasedFigure]:
        """Clinics whose figures may be shown."""
        return {clinic: own for clinic, own in self.clinics.items() if not own.is_withheld}

    def written(self, value: float | None, words: Words) -> str:
        """Return a value of this measure as it is written: whole per cents, points to a tenth."""
        if value is None:
            return words.say("none")
        return words.figures.percent(value) if self.is_share else words.figures.decimal(value, 1)


@dataclass(frozen=True)
class Released:
    """All measures, and how many signals chance alone would give among the released verdicts."""

    funnels: tuple[ReleasedFunnel, ...]
    verdicts: int
    signals: int
    signals_by_chance: float

    def of_place(self, place: str) -> list[ReleasedFunnel]:
        """Return the measures of one part of a page that have a network figure, in reading order."""
        return [f for f in self.funnels if PLACES[f.measure] == place and f.centre is not None]

    def of_measure(self, measure_id: str) -> ReleasedFunnel | None:
        """Return a measure that has a network figure; None where it has none."""
        return next((f for f in self.funnels if f.measure_id == measure_id and f.centre is not None), None)

    @property
    def without_centre(self) -> list[ReleasedFunnel]:
        """Measures that too few clinics have for a common figure."""
        return [funnel for funnel in self.funnels if funnel.centre is None]


def released_comparison(publication: Publication) -> Released | None:
    """Return the week's released comparison; None where the published file has none."""
    if not publication.has_columns("marts", "network_comparison", _MART):
        return None
    scales = main_scales(publication)
    rows = [
        row
        for row in publication.rows(_QUERY)
        if row["measure"] in PLACES and (row["scale_id"] is None or row["scale_id"] in scales)
    ]
    if not rows:
        return None
    order = list(PLACES)
    funnels = sorted(
        (_funnel(list(own)) for _, own in groupby(rows, key=lambda row: row["measure_id"])),
        key=lambda funnel: (order.index(funnel.measure), funnel.measure_id),
    )
    verdicts = [row for row in rows if row["signal"] is not None and row["clinic_id"] != EVERYBODY]
    chance = next((row["signals_by_chance"] for row in rows if row["signals_by_chance"] is not None), 0.0)
    signals = counted(row for row in verdicts if row["signal"])
    return Released(tuple(funnels), counted(verdicts), signals, chance)


_OF_CLINIC = tuple(ReleasedFigure.__dataclass_fields__)


def _funnel(rows: list[dict[str, Any]]) -> ReleasedFunnel:
    told = next((row for row in rows if row["centre"] is not None), rows[0])
    whole = next((row for row in rows if row["clinic_id"] == EVERYBODY), None)
    return ReleasedFunnel(
        measure_id=told["measure_id"],
        measure=told["measure"],
        has_scale=told["scale_id"] is not None,
        is_share=told["kind"] == "share",
        week=told["week"],
        centre=told["centre"],
        denominator=whole["denominator"] if whole else None,
        clinics_compared=told["clinics_compared"] or 0,
        phi=told["phi"],
        tau2=told["tau2"],
        tau2_source=told["tau2_source"],
        tau2_origin=told["tau2_origin"],
        clinics={
            row["clinic_id"]: ReleasedFigure(**{name: row[name] for name in _OF_CLINIC})
            for row in rows
            if row["clinic_id"] != EVERYBODY
        },
    )
