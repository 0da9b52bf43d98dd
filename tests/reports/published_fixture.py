"""Writes a published file of an invented network: what reports read, without building the warehouse.

Belongs here: assembling the invented rows into the file, its states (usual, first week, held). Doesn't: how
rows are invented (`invented_network`, `invented_marts`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from invented_care import caseload, risk_answers, week_changes
from invented_comparison import usual_releases
from invented_marts import (
    alliance,
    empathy,
    no_retention,
    outcomes,
    retention_curve,
    retention_summaries,
)
from invented_network import CLINICS, KNOWN_AT, SCALES, WEEK, WEEK_END, InventedClinic, Row, invent
from published_schema import TABLES


@dataclass(frozen=True)
class State:
    """What may differ between two published files."""

    clinics: tuple[InventedClinic, ...] = CLINICS
    is_simulated: bool = True
    is_held: bool = False
    minimum_count: int = 5
    minimum_clinics: int = 4
    seed: int = 46


def first_week() -> State:
    """One clinic that sent its first files: five courses, no form yet."""
    return State(clinics=(InventedClinic("north", "North Street Clinic", 5, 2, scales=()),))


def many_clinics(count: int) -> State:
    """A network of `count` clinics of the usual size, for timing."""
    return State(
        clinics=tuple(
            replace(CLINICS[n % 5], clinic_id=f"clinic_{n:02}", name=f"Clinic {n:02}") for n in range(count)
        )
    )


def write_published_file(path: Path, state: State | None = None) -> Path:
    """Write the file anew and return its path."""
    state = state or State()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    rows = _rows(state)
    with duckdb.connect(str(path)) as connection:
        for schema in ("marts", "audit", "meta"):
            connection.execute(f"create schema {schema}")
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
            insert(connection, table, rows.get(table, []))
        for statement in usual_releases(state.clinics, state.minimum_clinics):
            connection.execute(statement)
    return path


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Add rows to a table of the file; columns that they lack stay null."""
    if rows:
        frame = pl.DataFrame(rows, infer_schema_length=None)
        connection.register("new_rows", frame.to_arrow())
        connection.execute(f"insert into {table} by name select * from new_rows")
        connection.unregister("new_rows")


def _rows(state: State) -> dict[str, list[Row]]:
    people = invent(state.clinics, state.seed)
    is_first_week = all(not clinic.scales for clinic in state.clinics)
    if is_first_week:
        _move_into_first_week(people.episodes)
    own = {
        clinic.clinic_id: [row for row in people.episodes if row["clinic_id"] == clinic.clinic_id]
        for clinic in state.clinics
    }
    told = [clinic for clinic in state.clinics if clinic.has_appointments]
    everyone = [row for clinic in told for row in own[clinic.clinic_id]]
    curves, summaries = [], []
    for clinic in told:
        curves += retention_curve(clinic.clinic_id, own[clinic.clinic_id])
        summaries += retention_summaries(clinic.clinic_id, own[clinic.clinic_id])
    for clinic in state.clinics:
        summaries += [] if clinic.has_appointments else no_retention(clinic)
    return {
        "marts.dim_clinics": [_clinic_row(clinic, own[clinic.clinic_id]) for clinic in state.clinics],
        "marts.dim_therapists": people.therapists,
        "marts.dim_clients": people.clients,
        "marts.dim_instruments": [
            {"instrument_id": scale.scale_id, "instrument_name": scale.name}
            for scale in SCALES
            if not scale.instrument_id
        ],
        "marts.dim_scales": [_scale_row(scale) for scale in SCALES],
        "marts.dim_scale_thresholds": [
            {"threshold_id": "srs:low_total:1", "scale_id": "srs", "kind": "low_total", "operator": "<"}
            | {"threshold": 36.0, "label": "alliance concern"}
        ],
        "marts.fct_episodes": people.episodes,
        "marts.fct_scores": people.scores,
        "marts.fct_caseload": caseload(people.episodes),
        "marts.fct_risk_answers": risk_answers(people.episodes, people.scores),
        "marts.fct_outcomes": outcomes(people.scores, people.episodes),
        "marts.fct_alliance": alliance(people.scores, people.episodes),
        "marts.retention_curves": curves + retention_curve("all", everyone),
        "marts.retention_summary": summaries + retention_summaries("all", everyone),
        "marts.therapist_empathy": empathy(people.scores),
        "meta.runs": _runs(state),
        "meta.schema_version": [{"schema_version": "1"}],
        "meta.network": [
            {
                "network": "Invented Network",
                "timezone": "Europe/London",
                "contact_gap_days": 60,
                "minimum_publishable_reliability": 0.7,
                "minimum_count": state.minimum_count,
                "minimum_clinics": state.minimum_clinics,
                "is_simulated": state.is_simulated,
            }
        ],
        **_audit(state.clinics),
    }


def _move_into_first_week(episodes: list[Row]) -> None:
    for row in episodes:
        begun = (WEEK_END - dt.timedelta(days=4)).date()
        row.update(
            start_date=begun,
            first_attended_on=begun,
            last_attended_on=begun,
            sessions_attended=1,
            state="open",
            end_date=None,
            ended_on=None,
            end_reason=None,
        )


def _clinic_row(clinic: InventedClinic, episodes: list[Row]) -> Row:
    last_day = (WEEK_END - dt.timedelta(days=2)).date()
    return {
        "clinic_id": clinic.clinic_id,
        "clinic_name": clinic.name,
        "timezone": "Europe/London",
        "contact_gap_days": 60,
        "has_appointment_data": clinic.has_appointments,
        "appointments_until": last_day if clinic.has_appointments and episodes else None,
        "responses_until": last_day if clinic.scales else None,
        "has_actions": False,
        "last_received_at": KNOWN_AT - dt.timedelta(hours=2),
    }


def _scale_row(scale: Any) -> Row:
    return {
        "scale_id": scale.scale_id,
        "instrument_id": scale.instrument_id or scale.scale_id,
        "scale_name": scale.name,
        "construct": scale.construct,
        "method": "sum",
        "minimum": scale.minimum,
        "maximum": scale.maximum,
        "higher_is": scale.higher_is,
        "max_missing": 0,
        "reliable_change": scale.reliable_change,
        "reliable_change_operator": ">=" if scale.reliable_change else None,
        "reliable_change_source": "the published manual" if scale.reliable_change else None,
        "clinical_cutoff": scale.clinical_cutoff,
        "clinical_cutoff_operator": "<" if scale.higher_is == "better" else ">=",
        "clinical_cutoff_source": "the published manual" if scale.clinical_cutoff else None,
    }


def _runs(state: State) -> list[Row]:
    this = {
        "run_id": "20261116T043000Z",
        "week": WEEK,
        "week_end": WEEK_END,
        "known_at": KNOWN_AT,
        "started_at": KNOWN_AT,
        "published_at": KNOWN_AT + dt.timedelta(minutes=1),
        "code_version": "0.1.0",
        "schema_version": "1",
        "marts_are_held": state.is_held,
        "held_reason": "int_scores: two rows have the same key" if state.is_held else None,
    }
    week = dt.timedelta(days=7)
    before = this | {
        "run_id": "20261109T043000Z",
        "week": "2026-W45",
        "week_end": WEEK_END - week,
        "known_at": KNOWN_AT - week,
        "started_at": KNOWN_AT - week,
        "published_at": KNOWN_AT - week + dt.timedelta(minutes=1),
        "marts_are_held": False,
        "held_reason": None,
    }
    return [before, this]


def _audit(clinics: tuple[InventedClinic, ...]) -> dict[str, list[Row]]:
    deliveries, accounts, quarantine, waiting, checks = [], [], [], [], []
    for number, clinic in enumerate(clinics):
        for position, feed in enumerate(("episodes", "appointments", "responses")):
            if feed == "appointments" and not clinic.has_appointments:
                continue
            for age in (0, 7):
                receipt = number * 100 + position * 10 + age
                is_refused = (clinic.clinic_id, feed, age) == ("harbour", "responses", 0)
                refused_rows = 3 if (clinic.clinic_id, feed) == ("north", "responses") else 0
                delivery = _delivery(clinic, feed, receipt, age, is_refused)
                deliveries.append(delivery)
                accounts.append(_account(delivery, refused_rows, is_refused))
                quarantine += [_refusal(delivery, row) for row in range(7, 7 + refused_rows)]
        checks.append(_check(clinic.clinic_id, failed=4 if clinic.clinic_id == "harbour" else 0))
    for number in range(2 if any(clinic.clinic_id == "north" for clinic in clinics) else 0):
        waiting.append(
            {
                "clinic_id": "north",
                "response_key": number,
                "episode_key": number,
                "instrument_id": "phq9",
                "export_name": "responses",
                "file_name": "responses_2026-11-16.csv",
                "source_row": 5 + number,
                "received_at": KNOWN_AT - dt.timedelta(hours=2),
            }
        )
    return {
        "audit.deliveries": deliveries,
        "audit.row_accounts": accounts,
        "audit.quarantine": quarantine,
        "audit.check_results": checks,
        "audit.waiting_responses": waiting,
        "audit.week_changes": week_changes([clinic.clinic_id for clinic in clinics]),
    }


def _delivery(clinic: InventedClinic, feed: str, receipt: int, age: int, is_refused: bool) -> Row:
    received = KNOWN_AT - dt.timedelta(days=age, hours=2)
    return {
        "receipt_key": receipt,
        "delivery_key": 5000 + receipt,
        "clinic_id": clinic.clinic_id,
        "export_name": feed,
        "feed": feed,
        "file_name": f"{feed}_{received:%Y-%m-%d}.csv",
        "file_bytes": 4096,
        "mode": "delta",
        "exported_at": received,
        "exported_at_basis": "file_name",
        "received_at": received,
        "status": "refused" if is_refused else "accepted",
        "refusal_rule": "DLV-COLUMN-MISSING" if is_refused else None,
        "refusal_message": "The file lacks the column `completed_at`." if is_refused else None,
        "dialect": "comma, UTF-8",
        "rows_received": 60,
        "batch_id": f"run-{feed}",
    }


def _account(delivery: Row, quarantined: int, is_refused: bool) -> Row:
    shared = ("receipt_key", "clinic_id", "export_name", "feed", "file_name", "received_at", "status")
    return {name: delivery[name] for name in shared} | {
        "rows_received": 60,
        "loaded": 0 if is_refused else 58 - quarantined,
        "duplicate": 0 if is_refused else 2,
        "quarantined": quarantined,
        "skipped": 0,
        "held": 0,
        "refused": 60 if is_refused else 0,
        "is_balanced": True,
    }


def _refusal(delivery: Row, source_row: int) -> Row:
    return {name: delivery[name] for name in ("receipt_key", "delivery_key", "clinic_id", "feed")} | {
        "export_name": delivery["export_name"],
        "source_row": source_row,
        "rule_id": "RSP-ITEM-RANGE",
        "column_name": "q4",
        "remedy": "Answers lie between 0 and 3: correct the answer and send the form again.",
    }


def _check(clinic_id: str, failed: int) -> Row:
    return {
        "clinic_id": clinic_id,
        "export_name": "responses",
        "feed": "responses",
        "check_id": "forms-after-start",
        "description": "Forms are filled in after the course began.",
        "severity": "warning",
        "threshold": 0.02,
        "evaluated": 60,
        "failed": failed,
        "not_applicable": 0,
        "is_passed": failed == 0,
        "source": "door",
        "measured_at": KNOWN_AT,
    }
