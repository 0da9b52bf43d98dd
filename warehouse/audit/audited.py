"""One audit of a run: everything that it writes, in order.

Belongs here: which tables there are and where they come from. Doesn't: how each is made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from ingest.configuration.checks import Check, checks_of
from ingest.configuration.run_snapshots import snapshot_known_at
from ingest.configuration.yaml_files import Problem
from ingest.home import Home
from ingest.receptions import last_reception
from warehouse.audit import measurements, sign_offs, trends
from warehouse.audit import restatements as restated
from warehouse.audit.access_log import read_entries
from warehouse.audit.handovers import handovers
from warehouse.audit.history import History, RecordedRun, read_history, record
from warehouse.audit.landing_integrity import check_landing, from_landing, keep_seen, read_seen
from warehouse.audit.notes import Known, read_notes
from warehouse.audit.tables import MEASUREMENT, RESULTS
from warehouse.audit.verification import check_chains
from warehouse.audit.volumes import COUNTED, from_volumes
from warehouse.dbt_tests import read_results
from warehouse.knowledge import Knowledge


class NothingToAudit(RuntimeError):
    """There is no working file: the audit runs after dbt has built it."""


def audit(home: Home, knowledge: Knowledge) -> dict[str, int]:
    """Write the audit's tables to `home.audited` and keep the run's measurements; returns rows by table.

    Reads the working file, which dbt has closed, as far as it was built: a failed check never keeps the
    audit from telling of it. An as-known build reads what had been recorded by then, by the thresholds and
    notes of then, and records nothing.

    Raises NothingToAudit if dbt has never built the working file.
    """
    if not home.working_file.is_file():
        raise NothingToAudit("There is no working file to audit: dbt has not built one.")
    live = Home(home.root)
    history = read_history(live, knowledge, with_itself=home.as_known is not None)
    own = (snapshot_known_at(live, knowledge.known_at) or live) if home.as_known else live
    checks, threshold_problems = checks_of(own)
    tests = read_results(home)
    network = pl.read_parquet(home.registry / "network.parquet")
    timezone = str(network["timezone"][0])
    clinics = pl.read_parquet(home.registry / "clinics.parquet")["clinic_id"].to_list()
    known = measurements.catalogue(checks, tests)
    reception = None if home.as_known else last_reception(live, knowledge.known_at_utc)
    with duckdb.connect(str(home.working_file), read_only=True) as connection:
        counted = measurements.from_sql(connection)
        rows_of = measurements.count_rows(connection, {test.table for test in tests})
        received = measurements.from_deliveries(connection, knowledge, checks)
        is_whole = not any(test.severity == "error" and test.status not in ("pass", "warn") for test in tests)
        figures = restated.read_figures(connection) if is_whole else restated.FIGURES.to_frame()
        events = restated.read_events(connection)
        volumes = connection.sql(f"select * from {COUNTED}").pl()  # noqa: S608 - a fixed name
        untaken = sign_offs.read_untaken(connection)
    notes, note_problems = read_notes(
        own,
        Known(frozenset(known["check_id"]), frozenset(clinics), frozenset(untaken["delivery_key"])),
    )
    entries = read_entries(live)
    rows = [
        *received,
        *from_volumes(volumes, checks),
        *_integrity(home, checks),
        *measurements.from_dbt(tests, rows_of),
        *measurements.from_reception(reception, checks),
        *_own_files(own, [*threshold_problems, *note_problems], checks),
        *_chains(home, history, checks),
    ]
    door = measurements.with_weeks(counted.filter(pl.col("source") == "door"), timezone)
    todays = pl.concat(
        [
            counted.filter(pl.col("source") != "door").with_columns(week=pl.lit(str(knowledge.week))),
            measurements.of_this_run(rows, knowledge),
        ]
    )
    # A run that held the marts audits again what the run before it measured: that is one measurement.
    results = pl.concat([door, history.read("checks", RESULTS), todays]).unique(
        MEASUREMENT, keep="first", maintain_order=True
    )
    points = trends.weekly_points(results)
    charts = trends.check_trends(points)
    today = knowledge.known_at_utc.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(timezone)).date()
    run = _run(home, knowledge, has_figures=is_whole)
    new = (
        restated.restatements(figures, events, run, history) if is_whole else restated.RESTATEMENTS.to_frame()
    )
    tables = {
        "checks": known,
        "check_results": results,
        "check_trends": charts,
        "restatements": restated.of_all_weeks(new, history, knowledge),
        "check_changes": trends.check_changes(points, charts, notes, today),
        "sign_offs": sign_offs.sign_offs(notes, untaken, entries, today),
        "handovers": handovers(live, entries, knowledge.known_at_utc),
    }
    if not home.as_known:
        record(live, run, {"checks": todays, "figures": figures, "restatements": new})
    home.audited.mkdir(parents=True, exist_ok=True)
    return {name: _write(frame, home.audited / f"{name}.parquet") for name, frame in tables.items()}


def fingerprint_definitions(registry: Path) -> str:
    """Return a fingerprint of the registry's tables that figures depend on, thresholds of checks apart."""
    digest = hashlib.sha256()
    for path in sorted(registry.glob("*.parquet")):
        if path.stem != "checks":
            rows = pl.read_parquet(path)
            digest.update(f"{path.stem} {rows.schema} {rows.to_dicts()}".encode())
    return digest.hexdigest()[:32]


def _own_files(
    home: Home, problems: Sequence[Problem], checks: Mapping[str, Check]
) -> list[dict[str, object]]:
    there = [path for path in (home.thresholds_file, home.notes_file) if path.is_file()]
    said = [str(problem) for problem in problems]
    return [measurements.from_files(said, len(there), checks["audit_files_are_usable"])] if there else []


def _chains(home: Home, history: History, checks: Mapping[str, Check]) -> list[dict[str, object]]:
    """Look whether both logs are as they were written; an as-known build has nothing to say of that."""
    if home.as_known:
        return []
    # Three things, however long the logs are: a second run of unchanged input measures the same.
    return [measurements.from_files(check_chains(home, history.runs), 3, checks["AUDIT-CHAIN"])]


def _integrity(home: Home, checks: Mapping[str, Check]) -> list[dict[str, object]]:
    """Look whether landing is as it was landed; an as-known build has nothing to say of that."""
    if home.as_known:
        return []
    found = check_landing(home, read_seen(home))
    keep_seen(home, found.seen)
    return from_landing(found, checks["LAND-INTEGRITY"])


def _run(home: Home, knowledge: Knowledge, *, has_figures: bool) -> RecordedRun:
    return RecordedRun(
        run_id=knowledge.run_id,
        week=str(knowledge.week),
        known_at=knowledge.known_at_utc,
        code_version=knowledge.dbt_variables()["code_version"],
        definitions=fingerprint_definitions(home.registry),
        has_figures=has_figures,
        sha256={},
    )


def _write(frame: pl.DataFrame, path: Path) -> int:
    beside = path.with_suffix(".new")
    frame.write_parquet(beside, compression="zstd")
    beside.replace(path)
    return frame.height
