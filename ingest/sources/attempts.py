"""What came of asking a clinic's server, landed beside its batches, so that audit can tell of it.

Belongs here: the check that a server answered and gave what exports take. Doesn't: the asking (`fetching`).
"""

from __future__ import annotations

import polars as pl

from ingest import landing
from ingest.home import Home
from ingest.landing_tables import CHECKS
from ingest.sources.fetching import Fetched

SOURCES = "sources"
"""What stands for the feed: a server gives files of several."""
CHECK_ID = "source_answered"
PROMISE = "The clinic's server answers and gives every file that an export takes."


def land_attempts(home: Home, run_id: str, attempts: list[Fetched]) -> None:
    """Keep a row (schema CHECKS) for each clinic whose server was asked."""
    for fetched in attempts:
        failed = max(len(fetched.left), fetched.problem is not None)
        row = {
            "clinic_id": fetched.clinic_id,
            "export_name": "",
            "feed": SOURCES,
            "check_id": CHECK_ID,
            "description": PROMISE if fetched.is_complete else f"{PROMISE} Not so: {fetched.sentence}",
            "severity": "warning",
            "threshold": 0.0,
            "evaluated": max(fetched.wanted, 1),
            "failed": failed,
            "not_applicable": 0,
            "is_passed": not failed,
            "source": "door",
            "measured_at": fetched.asked_at,
        }
        frame = pl.DataFrame([row], schema=CHECKS)
        landing.note(home, "checks", fetched.clinic_id, f"{run_id}-source", frame)
