"""The registry as Parquet, for dbt to join: one row per clinic, instrument, scale, threshold, expected form.

Belongs here: turning what the YAML says into tables. Doesn't: reading the YAML (`registry`), using the
tables, which is dbt's.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from ingest.canonical import Feed
from ingest.configuration.instrument import Instrument, Scale
from ingest.configuration.registry import Registry
from ingest.home import Home

_INTEGERS = pl.List(pl.Int32)

SCHEMAS: dict[str, pl.Schema] = {
    "network": pl.Schema(
        {
            "network": pl.String(),
            "timezone": pl.String(),
            "contact_gap_days": pl.Int32(),
            "minimum_publishable_reliability": pl.Float64(),
            "minimum_count": pl.Int32(),
            "minimum_clinics": pl.Int32(),
            "is_simulated": pl.Boolean(),
        }
    ),
    "clinics": pl.Schema(
        {
            "clinic_id": pl.String(),
            "name": pl.String(),
            "timezone": pl.String(),
            "contact_gap_days": pl.Int32(),
            "has_appointments": pl.Boolean(),
        }
    ),
    "instruments": pl.Schema(
        {
            "instrument_id": pl.String(),
            "name": pl.String(),
            "licence": pl.String(),
            "citation": pl.String(),
            "item_count": pl.Int32(),
            "item_minimum": pl.Float64(),
            "item_maximum": pl.Float64(),
            "item_units": pl.Int32(),
            "risk_items": _INTEGERS,
        }
    ),
    "scales": pl.Schema(
        {
            "scale_id": pl.String(),
            "instrument_id": pl.String(),
            "name": pl.String(),
            "construct": pl.String(),
            "method": pl.String(),
            "multiply_by": pl.Float64(),
            "signed_items": _INTEGERS,
            "item_count": pl.Int32(),
            "item_units": pl.Int32(),
            "reversal_sum": pl.Int32(),
            "minimum": pl.Float64(),
            "maximum": pl.Float64(),
            "higher_is": pl.String(),
            "rounding": pl.String(),
            "max_missing": pl.Int32(),
            "missing_source": pl.String(),
            "takes_declared_total": pl.Boolean(),
            "is_main": pl.Boolean(),
            "is_fractional": pl.Boolean(),
            "reliable_change": pl.Float64(),
            "reliable_change_operator": pl.String(),
            "reliable_change_source": pl.String(),
        }
    ),
    "scale_conversions": pl.Schema({"scale_id": pl.String(), "raw_sum": pl.Int32(), "value": pl.Float64()}),
    "scale_thresholds": pl.Schema(
        {
            "threshold_id": pl.String(),
            "scale_id": pl.String(),
            "kind": pl.String(),
            "operator": pl.String(),
            "value": pl.Float64(),
            "label": pl.String(),
            "age_from": pl.Int32(),
            "age_to": pl.Int32(),
            "gender": pl.String(),
            "respondent": pl.String(),
            "evidence": pl.String(),
            "source": pl.String(),
        }
    ),
    "protocol": pl.Schema(
        {
            "clinic_id": pl.String(),
            "instrument_id": pl.String(),
            "respondent": pl.String(),
            "every_session": pl.Boolean(),
            "at_sessions": _INTEGERS,
        }
    ),
}
"""The tables by name; each becomes `<name>.parquet` in the home's registry folder."""

Row = dict[str, Any]


def registry_tables(registry: Registry) -> dict[str, pl.DataFrame]:
    """Return the registry's tables (SCHEMAS), each in a stable order."""
    rows: dict[str, Iterable[Row]] = {
        "network": [_network(registry)],
        "clinics": _clinics(registry),
        "instruments": (_instrument(item) for _, item in sorted(registry.instruments.items())),
        "scales": (_scale(registry, item, scale) for item, scale in _scales(registry)),
        "scale_conversions": (
            {"scale_id": scale.scale, "raw_sum": raw_sum, "value": value}
            for _, scale in _scales(registry)
            for raw_sum, value in sorted(scale.conversion.items())
        ),
        "scale_thresholds": (row for _, scale in _scales(registry) for row in _thresholds(registry, scale)),
        "protocol": _protocol(registry),
    }
    return {name: pl.DataFrame(list(rows[name]), schema=schema) for name, schema in SCHEMAS.items()}


def write_registry_tables(registry: Registry, home: Home) -> list[Path]:
    """Write the tables to `home.registry`, each replaced in one step; returns the files."""
    home.registry.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, frame in registry_tables(registry).items():
        path = home.registry / f"{name}.parquet"
        beside = path.with_suffix(".new")
        frame.write_parquet(beside)
        paths.append(beside.replace(path))
    return paths


def _scales(registry: Registry) -> list[tuple[Instrument, Scale]]:
    return [(item, scale) for _, item in sorted(registry.instruments.items()) for scale in item.scales]


def _network(registry: Registry) -> Row:
    network = registry.network
    return {
        "network": network.network,
        "timezone": network.timezone,
        "contact_gap_days": network.definitions.contact_gap_days,
        "minimum_publishable_reliability": network.definitions.minimum_publishable_reliability,
        "minimum_count": network.disclosure.minimum_count,
        "minimum_clinics": network.disclosure.minimum_clinics,
        "is_simulated": network.simulated,
    }


def _clinics(registry: Registry) -> Iterable[Row]:
    for clinic_id, clinic in sorted(registry.clinics.items()):
        own_gap = clinic.definitions.contact_gap_days
        yield {
            "clinic_id": clinic_id,
            "name": clinic.name,
            "timezone": clinic.timezone,
            "contact_gap_days": own_gap or registry.network.definitions.contact_gap_days,
            "has_appointments": any(export.feed is Feed.APPOINTMENTS for export in clinic.exports),
        }


def _instrument(item: Instrument) -> Row:
    return {
        "instrument_id": item.instrument,
        "name": item.name,
        "licence": item.licence,
        "citation": item.citation,
        "item_count": item.items.count,
        "item_minimum": item.items.minimum,
        "item_maximum": item.items.maximum,
        "item_units": item.items.units,
        "risk_items": list(item.risk_items),
    }


def _scale(registry: Registry, item: Instrument, scale: Scale) -> Row:
    signed = item.signed_items(scale)
    chosen = registry.network.definitions.reliable_change.get(scale.scale)
    criterion = next((c for c in scale.reliable_change if chosen in (None, c.id)), None)
    return {
        "scale_id": scale.scale,
        "instrument_id": item.instrument,
        "name": scale.name,
        "construct": scale.measures,
        "method": scale.method,
        "multiply_by": scale.multiply_by,
        "signed_items": list(signed),
        "item_count": len(signed),
        "item_units": item.items.units,
        "reversal_sum": round((item.items.minimum + item.items.maximum) * item.items.units),
        "minimum": scale.minimum,
        "maximum": scale.maximum,
        "higher_is": scale.higher_is,
        "rounding": scale.rounding,
        "max_missing": scale.max_missing,
        "missing_source": scale.missing_source,
        "takes_declared_total": scale.takes_declared_total,
        "is_main": scale.scale == item.instrument,
        "is_fractional": scale.fractional,
        "reliable_change": criterion.value if criterion is not None else None,
        "reliable_change_operator": criterion.operator if criterion is not None else None,
        "reliable_change_source": criterion.source if criterion is not None else None,
    }


def _thresholds(registry: Registry, scale: Scale) -> Iterable[Row]:
    """Return a scale's thresholds; of several sets of clinical cut-offs the chosen one, else the first."""
    chosen = registry.network.definitions.cutoffs.get(scale.scale) or next(iter(scale.cutoff_sets), None)
    numbers: dict[str, int] = {}
    for threshold in scale.thresholds:
        if threshold.kind == "clinical_cutoff" and threshold.set != chosen:
            continue
        numbers[threshold.kind] = number = numbers.get(threshold.kind, 0) + 1
        yield {
            "threshold_id": f"{scale.scale}:{threshold.kind}:{number}",
            "scale_id": scale.scale,
            "kind": threshold.kind,
            "operator": threshold.operator,
            "value": threshold.value,
            "label": threshold.label,
            "age_from": threshold.age_from,
            "age_to": threshold.age_to,
            "gender": threshold.gender,
            "respondent": threshold.respondent,
            "evidence": threshold.evidence,
            "source": threshold.source,
        }


def _protocol(registry: Registry) -> Iterable[Row]:
    names = registry.instrument_names()
    for clinic_id, clinic in sorted(registry.clinics.items()):
        for form in clinic.protocol:
            yield {
                "clinic_id": clinic_id,
                "instrument_id": names[form.instrument],
                "respondent": form.respondent,
                "every_session": form.every == "session",
                "at_sessions": list(form.at_sessions),
            }
