"""Measurements of invented checks, week by week.

Belongs here: rows for tests of the audit. Doesn't: what the audit makes of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from warehouse.audit.tables import RESULTS
from warehouse.week import Week

FIRST = Week.parse("2026-W01")


def week_number(place: int) -> str:
    """The ISO week so many weeks after the first one."""
    return f"{FIRST.start + dt.timedelta(weeks=place):%G-W%V}"


def series(
    failed: Sequence[int], *, evaluated: int = 100, threshold: float = 0.05, check_id: str = "WH-WAITING"
) -> pl.DataFrame:
    """One check of one clinic, measured once a week (RESULTS)."""
    return pl.DataFrame(
        [
            {
                "clinic_id": "north",
                "export_name": "",
                "feed": "responses",
                "check_id": check_id,
                "description": "Something must hold.",
                "severity": "warning",
                "threshold": threshold,
                "evaluated": evaluated,
                "failed": count,
                "not_applicable": 0,
                "is_passed": count <= threshold * evaluated if evaluated else None,
                "source": "warehouse",
                "measured_at": FIRST.end + dt.timedelta(weeks=place, hours=6),
                "details": None,
                "week": week_number(place),
            }
            for place, count in enumerate(failed)
        ],
        schema=RESULTS,
    )
