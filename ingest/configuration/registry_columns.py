"""Columns of the registry tables, and how a form is scored from them.

Belongs here: names, types, grains. Doesn't: filling them (`registry_tables`).

- `scales.signed_items` names a scale's items, reversed ones negative. It is empty wherever nothing may be
  scored from items: a provisional instrument, a scale whose items aren't known, a declared one.
- An unanswered item counts as the lowest answer where the item that `instruments.skipped_after` gives for it
  has the lowest answer.
- Unanswered items outside `scales.optional_items` may number at most `max_missing`; one must be answered.
- `imputation` says what stands for an unanswered item. `mean`: the mean of the answered ones. `left_out`:
  nothing, so that the sum is of what is there. `rounded_mean`: the mean within its own list of `item_groups`,
  rounded half up to a whole number; no score where a whole list is unanswered.
- `method` is sum, mean, or `declared`: the sender's total is the score, whether or not items came with it.
- `is_scored` is false for what waits for a home's confirmation. `keeps_declared_total` marks the scale beside
  which a sender's total stands, scored or not; `takes_declared_total` only where it may be a score.
- `network_events` has one row per event, clinic and measure that it concerns; null: all of them.
- `scale_thresholds` holds the set in use as `clinical_cutoff`, other published sets as `alternative_cutoff`.
"""

from __future__ import annotations

import polars as pl

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
            "withhold_zero": pl.Boolean(),
            "rounding_base": pl.Int32(),
            "dominant_share": pl.Float64(),
            "alerts_per_week": pl.Int32(),
            "is_simulated": pl.Boolean(),
        }
    ),
    "export_columns": pl.Schema(
        {
            "clinic_id": pl.String(),
            "export_name": pl.String(),
            "field": pl.String(),
            "file_column": pl.String(),
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
    "network_events": pl.Schema(
        {
            "event_on": pl.Date(),
            "clinic_id": pl.String(),
            "measure": pl.String(),
            "label": pl.String(),
        }
    ),
    "holidays": pl.Schema(
        {
            "clinic_id": pl.String(),
            "first_on": pl.Date(),
            "last_on": pl.Date(),
            "name": pl.String(),
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
            "status": pl.String(),
            "licence_required": pl.Boolean(),
            "licence_note": pl.String(),
            "age_from": pl.Int32(),
            "age_to": pl.Int32(),
            "skipped_after": _INTEGERS,
            "confirmed_by": pl.String(),
            "confirmed_on": pl.Date(),
            "manual": pl.String(),
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
            "is_scored": pl.Boolean(),
            "keeps_declared_total": pl.Boolean(),
            "optional_items": _INTEGERS,
            "imputation": pl.String(),
            "item_groups": pl.List(_INTEGERS),
            "evidence": pl.String(),
            "shown_as_name": pl.String(),
            "shown_as_minimum": pl.Float64(),
            "shown_as_maximum": pl.Float64(),
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
            "cutoff_set": pl.String(),
        }
    ),
    "scale_reliable_changes": pl.Schema(
        {
            "scale_id": pl.String(),
            "criterion_id": pl.String(),
            "points": pl.Float64(),
            "operator": pl.String(),
            "is_in_use": pl.Boolean(),
            "evidence": pl.String(),
            "source": pl.String(),
        }
    ),
    "scale_norms": pl.Schema(
        {
            "scale_id": pl.String(),
            "group_name": pl.String(),
            "mean": pl.Float64(),
            "sd": pl.Float64(),
            "n": pl.Int32(),
            "evidence": pl.String(),
            "source": pl.String(),
        }
    ),
    "instrument_codes": pl.Schema(
        {
            "instrument_id": pl.String(),
            "system": pl.String(),
            "code": pl.String(),
            "role": pl.String(),
            "item_number": pl.Int32(),
            "answer": pl.Int32(),
        }
    ),
    "instrument_facts": pl.Schema(
        {
            "instrument_id": pl.String(),
            "scale_id": pl.String(),
            "fact": pl.String(),
            "statement": pl.String(),
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

TABLES = {
    "network": "Settings of the network. One row.",
    "clinics": "Clinics' settings. One row per clinic.",
    "network_events": "Dated events that rebase charts. One row per event, clinic and measure concerned.",
    "holidays": "Days on which little is expected. One row per clinic and holiday, the network's included.",
    "instruments": "Questionnaires. One row per instrument.",
    "scales": "What a form yields and how. One row per scale.",
    "scale_conversions": "Raw sums and the published metric. One row per scale and raw sum.",
    "scale_thresholds": "Where the meaning of a score changes. One row per threshold.",
    "scale_reliable_changes": "Published reliable-change criteria. One row per scale and criterion.",
    "scale_norms": "Published means. One row per scale and sample.",
    "instrument_codes": "LOINC and SNOMED CT codes. One row per instrument and code.",
    "instrument_facts": "What the registry states, and on whose word. One row per instrument and fact.",
    "protocol": "Which form is expected when. One row per clinic, instrument, respondent and line.",
    "export_columns": "Which column of a file is which field. One row per clinic, export and column.",
    "checks": "Thresholds and reasons of the checks. One row per check.",
}
"""What each table holds, and its grain."""
