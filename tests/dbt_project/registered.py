"""Registry tables as the run writes them, made from a few lines per instrument.

Belongs here: instruments whose rules are known to every test beside them. Doesn't: Rapport's own instruments,
which have tests of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ingest.home import Home

Cell = str | int | float | bool | None | list[int]


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
    for name, frame in registry_tables(clinics, scales).items():
        frame.write_parquet(home.registry / f"{name}.parquet")


def registry_tables(clinics: tuple[Clinic, ...], scales: tuple[Scale, ...]) -> dict[str, pl.DataFrame]:
    """Return the tables in the columns and types that dbt is promised."""
    return {
        "network": _network(),
        "clinics": pl.DataFrame(
            [(c.clinic_id, c.clinic_id.title(), "Europe/London", c.contact_gap_days, True) for c in clinics],
            schema={
                "clinic_id": pl.String,
                "name": pl.String,
                "timezone": pl.String,
                "contact_gap_days": pl.Int32,
                "has_appointments": pl.Boolean,
            },
            orient="row",
        ),
        "instruments": _instruments(scales),
        "scales": pl.DataFrame([_scale_row(scale) for scale in scales], schema=_SCALE_SCHEMA, orient="row"),
        "scale_conversions": pl.DataFrame(
            [(s.scale_id, raw, value) for s in scales for raw, value in s.conversion.items()],
            schema={"scale_id": pl.String, "raw_sum": pl.Int32, "value": pl.Float64},
            orient="row",
        ),
        "scale_thresholds": pl.DataFrame(
            [_threshold_row(s, t, n) for s in scales for n, t in enumerate(s.thresholds, 1)],
            schema=_THRESHOLD_SCHEMA,
            orient="row",
        ),
        "protocol": pl.DataFrame(
            [(c.clinic_id, *line[:3], list(line[3])) for c in clinics for line in c.protocol],
            schema={
                "clinic_id": pl.String,
                "instrument_id": pl.String,
                "respondent": pl.String,
                "every_session": pl.Boolean,
                "at_sessions": pl.List(pl.Int32),
            },
            orient="row",
        ),
    }


def _network() -> pl.DataFrame:
    return pl.DataFrame(
        [("Invented Network", "Europe/London", 60, 0.7, 5, 4, True)],
        schema={
            "network": pl.String,
            "timezone": pl.String,
            "contact_gap_days": pl.Int32,
            "minimum_publishable_reliability": pl.Float64,
            "minimum_count": pl.Int32,
            "minimum_clinics": pl.Int32,
            "is_simulated": pl.Boolean,
        },
        orient="row",
    )


def _instruments(scales: tuple[Scale, ...]) -> pl.DataFrame:
    first = {scale.instrument: scale for scale in reversed(scales)}
    return pl.DataFrame(
        [
            (
                name,
                name,
                "invented",
                "invented",
                ITEM_COUNTS.get(name, 2),
                scale.item_minimum,
                scale.item_maximum,
                scale.units,
                list[int](),
            )
            for name, scale in sorted(first.items())
        ],
        schema={
            "instrument_id": pl.String,
            "name": pl.String,
            "licence": pl.String,
            "citation": pl.String,
            "item_count": pl.Int32,
            "item_minimum": pl.Float64,
            "item_maximum": pl.Float64,
            "item_units": pl.Int32,
            "risk_items": pl.List(pl.Int32),
        },
        orient="row",
    )


_SCALE_SCHEMA = {
    "scale_id": pl.String,
    "instrument_id": pl.String,
    "name": pl.String,
    "construct": pl.String,
    "method": pl.String,
    "multiply_by": pl.Float64,
    "signed_items": pl.List(pl.Int32),
    "item_count": pl.Int32,
    "item_units": pl.Int32,
    "reversal_sum": pl.Int32,
    "minimum": pl.Float64,
    "maximum": pl.Float64,
    "higher_is": pl.String,
    "rounding": pl.String,
    "max_missing": pl.Int32,
    "missing_source": pl.String,
    "takes_declared_total": pl.Boolean,
    "is_main": pl.Boolean,
    "is_fractional": pl.Boolean,
    "reliable_change": pl.Float64,
    "reliable_change_operator": pl.String,
    "reliable_change_source": pl.String,
}

_THRESHOLD_SCHEMA = {
    "threshold_id": pl.String,
    "scale_id": pl.String,
    "kind": pl.String,
    "operator": pl.String,
    "value": pl.Float64,
    "label": pl.String,
    "age_from": pl.Int32,
    "age_to": pl.Int32,
    "gender": pl.String,
    "respondent": pl.String,
    "evidence": pl.String,
    "source": pl.String,
}


def _scale_row(scale: Scale) -> tuple[Cell, ...]:
    minimum, maximum = scale.bounds()
    has_change = scale.reliable_change is not None
    return (
        scale.scale_id,
        scale.instrument,
        scale.scale_id,
        scale.construct,
        scale.method,
        scale.multiply_by,
        list(scale.signed_items),
        len(scale.signed_items),
        scale.units,
        scale.reversal_sum,
        minimum,
        maximum,
        scale.higher_is,
        scale.rounding,
        scale.max_missing,
        "invented",
        scale.is_main,
        scale.is_main,
        scale.units > 1,
        scale.reliable_change,
        scale.reliable_change_operator if has_change else None,
        "invented" if has_change else None,
    )


def _threshold_row(scale: Scale, threshold: Threshold, place: int) -> tuple[Cell, ...]:
    return (
        f"{scale.scale_id}:{threshold.kind}:{place}",
        scale.scale_id,
        threshold.kind,
        threshold.operator,
        threshold.value,
        threshold.kind,
        threshold.age_from,
        threshold.age_to,
        threshold.gender,
        threshold.respondent,
        "house",
        "invented",
    )


def scale_called(scale_id: str) -> Scale:
    """Return one of the scales above."""
    return next(scale for scale in SCALES if scale.scale_id == scale_id)


def copy_registry(source: Home, target: Path) -> None:
    """Copy the registry tables of a home."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.registry.glob("*.parquet")):
        (target / path.name).write_bytes(path.read_bytes())
