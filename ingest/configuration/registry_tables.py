"""The registry as Parquet, for dbt to join: one row per clinic, instrument, scale, threshold, expected form.

Belongs here: turning what the YAML says into tables. Doesn't: reading the YAML (`registry`), the tables'
columns and what they mean (`registry_columns`), using them, which is dbt's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import polars as pl

from ingest.canonical import Feed
from ingest.configuration.checks import checks_of, checks_table
from ingest.configuration.evidence import weakest
from ingest.configuration.facts import facts
from ingest.configuration.holidays import holidays_of_clinics
from ingest.configuration.instrument import Instrument, ReliableChange, Scale
from ingest.configuration.registry import Registry
from ingest.configuration.registry_columns import SCHEMAS, TABLES
from ingest.home import Home

__all__ = ["SCHEMAS", "TABLES", "registry_tables", "write_registry_tables"]

Row = dict[str, Any]


def registry_tables(registry: Registry) -> dict[str, pl.DataFrame]:
    """Return the registry's tables (SCHEMAS), each in a stable order."""
    rows: dict[str, Iterable[Row]] = {
        "network": [_network(registry)],
        "clinics": _clinics(registry),
        "network_events": _events(registry),
        "holidays": _holidays(registry),
        "instruments": (_instrument(item) for _, item in sorted(registry.instruments.items())),
        "scales": (_scale(registry, item, scale) for item, scale in _scales(registry)),
        "scale_conversions": (
            {"scale_id": scale.scale, "raw_sum": raw_sum, "value": value}
            for _, scale in _scales(registry)
            for raw_sum, value in sorted(scale.conversion.items())
        ),
        "scale_thresholds": (row for _, scale in _scales(registry) for row in _thresholds(registry, scale)),
        "scale_reliable_changes": (
            row for _, scale in _scales(registry) for row in _changes(registry, scale)
        ),
        "scale_norms": (row for _, scale in _scales(registry) for row in _norms(scale)),
        "instrument_codes": (row for _, item in sorted(registry.instruments.items()) for row in _codes(item)),
        "instrument_facts": (row for _, item in sorted(registry.instruments.items()) for row in _facts(item)),
        "protocol": _protocol(registry),
        "export_columns": _export_columns(registry),
    }
    return {name: pl.DataFrame(list(rows[name]), schema=schema) for name, schema in SCHEMAS.items()}


def write_registry_tables(registry: Registry, home: Home) -> dict[str, int]:
    """Write the tables to `home.registry`, each replaced in one step; returns their numbers of rows."""
    home.registry.mkdir(parents=True, exist_ok=True)
    rows = {}
    tables = registry_tables(registry) | {"checks": checks_table(checks_of(home)[0])}
    for name, frame in tables.items():
        path = home.registry / f"{name}.parquet"
        beside = path.with_suffix(".new")
        frame.write_parquet(beside)
        beside.replace(path)
        rows[name] = frame.height
    return rows


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
        "withhold_zero": network.disclosure.withhold_zero,
        "rounding_base": network.disclosure.rounding_base,
        "dominant_share": network.disclosure.dominant_share,
        "alerts_per_week": network.dropout_risk.alerts_per_week,
        "is_simulated": network.simulated,
    }


def _events(registry: Registry) -> Iterable[Row]:
    for event in registry.network.events:
        clinics: Sequence[str | None] = event.clinics or (None,)
        measures: Sequence[str | None] = event.measures or (None,)
        for clinic_id, measure in product(clinics, measures):
            yield {"event_on": event.date, "clinic_id": clinic_id, "measure": measure, "label": event.label}


def _holidays(registry: Registry) -> Iterable[Row]:
    own = {clinic_id: clinic.holidays for clinic_id, clinic in registry.clinics.items()}
    for clinic_id, holiday in holidays_of_clinics(registry.network.holidays, own):
        yield {
            "clinic_id": clinic_id,
            "first_on": holiday.date,
            "last_on": holiday.last,
            "name": holiday.name,
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
        "status": item.status,
        "licence_required": item.licence_required,
        "licence_note": item.licence_note,
        "age_from": item.age_from,
        "age_to": item.age_to,
        "skipped_after": _skipped_after(item),
        "confirmed_by": item.confirmed_by,
        "confirmed_on": item.confirmed_on,
        "manual": item.manual,
    }


def _skipped_after(item: Instrument) -> list[int | None] | None:
    """Return for each item the one whose lowest answer lets it be skipped; None where the form has none."""
    skipped = item.items.skipped_after
    return [skipped.get(number) for number in range(1, item.items.count + 1)] if skipped else None


def _scale(registry: Registry, item: Instrument, scale: Scale) -> Row:
    signed = item.signed_items(scale)
    criterion = next(iter(_in_use(registry, scale)), None)
    is_scored = item.is_scored(scale)
    shown_as = scale.also_shown_as
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
        "takes_declared_total": scale.takes_declared_total and is_scored,
        "is_main": scale.scale == item.instrument,
        "is_fractional": scale.fractional,
        "reliable_change": criterion.value if criterion is not None else None,
        "reliable_change_operator": criterion.operator if criterion is not None else None,
        "reliable_change_source": criterion.source if criterion is not None else None,
        "is_scored": is_scored,
        "keeps_declared_total": scale.takes_declared_total,
        "optional_items": list(scale.optional_items),
        "imputation": scale.imputation,
        "item_groups": [list(group) for group in item.item_groups(scale)],
        "evidence": weakest([*scale.evidence.values(), scale.missing_evidence]),
        "shown_as_name": shown_as.name if shown_as is not None else None,
        "shown_as_minimum": shown_as.minimum if shown_as is not None else None,
        "shown_as_maximum": shown_as.maximum if shown_as is not None else None,
    }


def _in_use(registry: Registry, scale: Scale) -> list[ReliableChange]:
    """Return the criterion that the network chose, else the first; an empty list where none is published."""
    chosen = registry.network.definitions.reliable_change.get(scale.scale)
    return [criterion for criterion in scale.reliable_change if chosen in (None, criterion.id)][:1]


def _changes(registry: Registry, scale: Scale) -> Iterable[Row]:
    in_use = _in_use(registry, scale)
    for criterion in scale.reliable_change:
        yield {
            "scale_id": scale.scale,
            "criterion_id": criterion.id,
            "points": criterion.value,
            "operator": criterion.operator,
            "is_in_use": criterion in in_use,
            "evidence": criterion.evidence,
            "source": criterion.source,
        }


def _norms(scale: Scale) -> Iterable[Row]:
    for norm in scale.norms:
        yield {
            "scale_id": scale.scale,
            "group_name": norm.group,
            "mean": norm.mean,
            "sd": norm.sd,
            "n": norm.n,
            "evidence": norm.evidence,
            "source": norm.source,
        }


def _codes(item: Instrument) -> Iterable[Row]:
    for use in item.codes.uses():
        yield {
            "instrument_id": item.instrument,
            "system": use.system,
            "code": use.code,
            "role": use.role,
            "item_number": use.item,
            "answer": use.answer,
        }


def _facts(item: Instrument) -> Iterable[Row]:
    for fact in facts(item):
        yield {
            "instrument_id": item.instrument,
            "scale_id": fact.scale,
            "fact": fact.path,
            "statement": fact.words,
            "evidence": fact.evidence,
            "source": fact.source,
        }


def _thresholds(registry: Registry, scale: Scale) -> Iterable[Row]:
    """Return a scale's thresholds; clinical cut-offs of a set that isn't in use are called alternative."""
    chosen = registry.network.definitions.cutoffs.get(scale.scale) or next(iter(scale.cutoff_sets), None)
    numbers: dict[str, int] = {}
    for threshold in scale.thresholds:
        is_alternative = threshold.kind == "clinical_cutoff" and threshold.set != chosen
        kind = "alternative_cutoff" if is_alternative else threshold.kind
        numbers[kind] = number = numbers.get(kind, 0) + 1
        yield {
            "threshold_id": f"{scale.scale}:{kind}:{number}",
            "scale_id": scale.scale,
            "kind": kind,
            "operator": threshold.operator,
            "value": threshold.value,
            "label": threshold.label,
            "age_from": threshold.age_from,
            "age_to": threshold.age_to,
            "gender": threshold.gender,
            "respondent": threshold.respondent,
            "evidence": threshold.evidence,
            "source": threshold.source,
            "cutoff_set": threshold.set,
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


def _export_columns(registry: Registry) -> Iterable[Row]:
    """A file's column that serves two fields counts for the first: it is wrong once."""
    for clinic_id, clinic in sorted(registry.clinics.items()):
        for export in clinic.exports:
            fields: dict[str, str] = {}
            for field, columns in export.mapped_columns().items():
                for column in columns:
                    fields.setdefault(column, field)
            for column, field in sorted(fields.items()):
                yield {
                    "clinic_id": clinic_id,
                    "export_name": export.name,
                    "field": field,
                    "file_column": column,
                }
