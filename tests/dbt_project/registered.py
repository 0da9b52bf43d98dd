"""Registry tables as the run writes them, made from a few lines per instrument.

Belongs here: instruments whose rules are known to every test beside them. Doesn't: Rapport's own instruments,
which have tests of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ingest.configuration.checks import checks_table, shipped_checks
from ingest.configuration.registry_columns import SCHEMAS
from ingest.home import Home

Row = dict[str, Any]


@dataclass(frozen=True)
class Threshold:
    """One line of a scale's thresholds."""

    kind: str
    operator: str
    value: float
    age_from: int | None = None
    age_to: int | None = None
    gender: str | None = None
    respondent: str | None = None


@dataclass(frozen=True)
class Scale:
    """One scale, for a form of `instrument` whose answers run from `item_minimum` to `item_maximum`."""

    scale_id: str
    instrument: str
    construct: str
    signed_items: tuple[int, ...]
    item_minimum: float
    item_maximum: float
    higher_is: str = "worse"
    units: int = 1
    method: str = "sum"
    multiply_by: float = 1
    max_missing: int = 0
    rounding: str = "none"
    reliable_change: float | None = None
    reliable_change_operator: str | None = ">="
    thresholds: tuple[Threshold, ...] = ()
    conversion: dict[int, float] = field(default_factory=dict)

    @property
    def reversal_sum(self) -> int:
        """What a reversed answer is taken from, in stored units."""
        return round((self.item_minimum + self.item_maximum) * self.units)

    def bounds(self) -> tuple[float, float]:
        """Lowest and highest score."""
        if self.conversion:
            return min(self.conversion.values()), max(self.conversion.values())
        times = (len(self.signed_items) if self.method == "sum" else 1) * self.multiply_by
        return self.item_minimum * times, self.item_maximum * times

    @property
    def is_main(self) -> bool:
        """Whether it is the instrument's main scale."""
        return self.scale_id == self.instrument


def upto(count: int) -> tuple[int, ...]:
    """Items 1 to count, none reversed."""
    return tuple(range(1, count + 1))


SCALES = (
    Scale(
        "phq9",
        "phq9",
        "outcome",
        upto(9),
        0,
        3,
        max_missing=2,
        rounding="half_up",
        reliable_change=6,
        thresholds=(Threshold("clinical_cutoff", ">=", 10, age_from=18),),
    ),
    Scale(
        "gad7",
        "gad7",
        "outcome",
        upto(7),
        0,
        3,
        max_missing=1,
        rounding="half_up",
        reliable_change=4,
        thresholds=(Threshold("clinical_cutoff", ">=", 8, age_from=18),),
    ),
    Scale(
        "ors",
        "ors",
        "outcome",
        upto(4),
        0,
        10,
        "better",
        units=10,
        reliable_change=5,
        thresholds=(Threshold("clinical_cutoff", "<", 25, age_from=18),),
    ),
    Scale(
        "core_10",
        "core_10",
        "outcome",
        (1, -2, -3, 4, 5, 6, 7, 8, 9, 10),
        0,
        4,
        method="mean",
        multiply_by=10,
        max_missing=1,
        reliable_change=6.75,
        reliable_change_operator=">",
        thresholds=(Threshold("clinical_cutoff", ">=", 11),),
    ),
    Scale(
        "youth",
        "youth",
        "outcome",
        (1, 2, -3, 4),
        0,
        4,
        max_missing=1,
        reliable_change=4,
        thresholds=(
            Threshold("clinical_cutoff", ">=", 6, 11, 13, "male"),
            Threshold("clinical_cutoff", ">=", 8, 14, 16, "male"),
            Threshold("clinical_cutoff", ">=", 7, 11, 16, "female"),
        ),
    ),
    Scale(
        "metric",
        "metric",
        "outcome",
        upto(2),
        1,
        5,
        "better",
        reliable_change=2,
        conversion={n: n + n * n / 100 for n in range(2, 11)},
    ),
    Scale(
        "srs",
        "srs",
        "alliance",
        upto(4),
        0,
        10,
        "better",
        units=10,
        thresholds=(
            Threshold("low_total", "<", 36),
            Threshold("low_item", "<", 9),
            Threshold("drop", ">=", 1),
        ),
    ),
    Scale("wai", "wai", "alliance", upto(6), 1, 5, "better", max_missing=1),
    Scale("wai_bond", "wai", "alliance", (2, 4), 1, 5, "better"),
    Scale("care", "care", "empathy", upto(5), 1, 5, "better", max_missing=1),
    Scale("homework", "homework", "adherence", upto(2), 0, 4, "better"),
)
"""Every scoring rule once: reversed items, tenths, means, prorating with and without rounding, a table."""

ITEM_COUNTS = {
    "phq9": 9,
    "gad7": 7,
    "ors": 4,
    "core_10": 10,
    "youth": 4,
    "metric": 2,
    "srs": 4,
    "wai": 6,
    "care": 5,
    "homework": 2,
    "provisional": 3,
}


@dataclass(frozen=True)
class Clinic:
    """One registered clinic."""

    clinic_id: str
    contact_gap_days: int = 60
    protocol: tuple[tuple[str, str, bool, tuple[int, ...]], ...] = ()


def write_registry(home: Home, clinics: tuple[Clinic, ...], scales: tuple[Scale, ...] = SCALES) -> None:
    """Write all registry tables of a network with these clinics."""
    home.registry.mkdir(parents=True, exist_ok=True)
    tables = registry_tables(clinics, scales) | {"checks": checks_table(shipped_checks())}
    for name, frame in tables.items():
        frame.write_parquet(home.registry / f"{name}.parquet")


def registry_tables(clinics: tuple[Clinic, ...], scales: tuple[Scale, ...]) -> dict[str, pl.DataFrame]:
    """Return the tables in the columns and types that the registry promises."""
    rows: dict[str, list[Row]] = {
        "network": [NETWORK],
        "network_events": [],
        "holidays": [],
        "clinics": [
            {
                "clinic_id": clinic.clinic_id,
                "name": clinic.clinic_id.title(),
                "timezone": "Europe/London",
                "contact_gap_days": clinic.contact_gap_days,
                "has_appointments": True,
            }
            for clinic in clinics
        ],
        "instruments": _instruments(scales),
        "scales": [_scale(scale) for scale in scales],
        "scale_conversions": [
            {"scale_id": scale.scale_id, "raw_sum": raw_sum, "value": value}
            for scale in scales
            for raw_sum, value in scale.conversion.items()
        ],
        "scale_thresholds": [
            _threshold(scale, threshold, place)
            for scale in scales
            for place, threshold in enumerate(scale.thresholds, 1)
        ],
        "export_columns": [],
        "protocol": [
            {
                "clinic_id": clinic.clinic_id,
                "instrument_id": instrument,
                "respondent": respondent,
                "every_session": every_session,
                "at_sessions": list(at_sessions),
            }
            for clinic in clinics
            for instrument, respondent, every_session, at_sessions in clinic.protocol
        ],
    }
    return {name: pl.DataFrame(rows[name], schema=SCHEMAS[name]) for name in rows}


NETWORK: Row = {
    "network": "Invented Network",
    "timezone": "Europe/London",
    "contact_gap_days": 60,
    "minimum_publishable_reliability": 0.7,
    "minimum_count": 5,
    "minimum_clinics": 4,
    "withhold_zero": True,
    "rounding_base": 5,
    "dominant_share": 0.75,
    "alerts_per_week": 5,
    "is_simulated": True,
}


def _instruments(scales: tuple[Scale, ...]) -> list[Row]:
    first = {scale.instrument: scale for scale in reversed(scales)}
    return [
        {
            "instrument_id": name,
            "name": name,
            "licence": "invented",
            "citation": "invented",
            "item_count": ITEM_COUNTS.get(name, 2),
            "item_minimum": scale.item_minimum,
            "item_maximum": scale.item_maximum,
            "item_units": scale.units,
            "risk_items": [],
            "status": "scored",
            "licence_required": False,
        }
        for name, scale in sorted(first.items())
    ]


def _scale(scale: Scale) -> Row:
    minimum, maximum = scale.bounds()
    has_change = scale.reliable_change is not None
    return {
        "scale_id": scale.scale_id,
        "instrument_id": scale.instrument,
        "name": scale.scale_id,
        "construct": scale.construct,
        "method": scale.method,
        "multiply_by": scale.multiply_by,
        "signed_items": list(scale.signed_items),
        "item_count": len(scale.signed_items),
        "item_units": scale.units,
        "reversal_sum": scale.reversal_sum,
        "minimum": minimum,
        "maximum": maximum,
        "higher_is": scale.higher_is,
        "rounding": scale.rounding,
        "max_missing": scale.max_missing,
        "missing_source": "invented",
        "takes_declared_total": scale.is_main,
        "is_main": scale.is_main,
        "is_fractional": scale.units > 1,
        "reliable_change": scale.reliable_change,
        "reliable_change_operator": scale.reliable_change_operator if has_change else None,
        "reliable_change_source": "invented" if has_change else None,
        "is_scored": True,
        "keeps_declared_total": scale.is_main,
        "optional_items": [],
        "imputation": "mean",
        "item_groups": [list(scale.signed_items)],
        "evidence": "house",
    }


def _threshold(scale: Scale, threshold: Threshold, place: int) -> Row:
    return {
        "threshold_id": f"{scale.scale_id}:{threshold.kind}:{place}",
        "scale_id": scale.scale_id,
        "kind": threshold.kind,
        "operator": threshold.operator,
        "value": threshold.value,
        "label": threshold.kind,
        "age_from": threshold.age_from,
        "age_to": threshold.age_to,
        "gender": threshold.gender,
        "respondent": threshold.respondent,
        "evidence": "house",
        "source": "invented",
        "cutoff_set": "published",
    }


def scale_called(scale_id: str) -> Scale:
    """Return one of the scales above."""
    return next(scale for scale in SCALES if scale.scale_id == scale_id)
