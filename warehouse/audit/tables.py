"""The columns of what a run's audit writes and keeps.

Belongs here: schemas that several modules of the audit share. Doesn't: what stands in them.
"""

from __future__ import annotations

import polars as pl

from ingest.landing_tables import CHECKS as CHECKS_OF_THE_DOOR

MOMENT = pl.Datetime("us")
NETWORK = "network"
"""Whose a check is that concerns no single clinic; the word can't be a clinic's id."""

SERIES = ("clinic_id", "export_name", "feed", "check_id", "source")
"""What makes measurements those of one and the same check."""

RESULTS = pl.Schema({**CHECKS_OF_THE_DOOR, "details": pl.String(), "week": pl.String()})
"""audit.check_results: what the door measures, with what was found and the week that it counts for."""
MEASUREMENT = ("clinic_id", "export_name", "feed", "check_id", "source", "measured_at")
"""What tells one measurement from another: its key."""

CHECKS = pl.Schema(
    {
        "check_id": pl.String(),
        "source": pl.String(),
        "reason": pl.String(),
        "severity": pl.String(),
        "threshold": pl.Float64(),
        "threshold_source": pl.String(),
        "owner": pl.String(),
        "judged_table": pl.String(),
    }
)
"""audit.checks."""


def result(
    check_id: str,
    source: str,
    *,
    description: str,
    severity: str,
    threshold: float,
    evaluated: int,
    failed: int,
    clinic_id: str = NETWORK,
    feed: str = "",
    export_name: str = "",
    not_applicable: int = 0,
    details: str | None = None,
) -> dict[str, object]:
    """Return one measurement as a row; `measured_at` and `week` are the run's, and are added later.

    A check that could evaluate nothing has neither passed nor failed.
    """
    evaluated = max(evaluated, failed)
    return {
        "clinic_id": clinic_id,
        "export_name": export_name,
        "feed": feed,
        "check_id": check_id,
        "description": description,
        "severity": severity,
        "threshold": threshold,
        "evaluated": evaluated,
        "failed": failed,
        "not_applicable": not_applicable,
        "is_passed": failed <= threshold * evaluated if evaluated else None,
        "source": source,
        "details": details,
    }
