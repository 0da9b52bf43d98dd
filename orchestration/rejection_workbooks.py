"""The clinics' rejection workbooks, put beside their reports.

Belongs here: when they are written, where they lie, and what the warehouse adds to them. Doesn't: what is in
them (`ingest.rejections`, `ingest.rejection_workbook`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from ingest.configuration.registry import Registry
from ingest.home import Home
from ingest.rejection_workbook import rejection_workbook
from ingest.rejections import FAULT_COLUMNS, collect_rejections
from ingest.vault import VaultError
from reports.render import write_atomically
from warehouse.knowledge import Knowledge
from warehouse.published import open_published

FILE_NAME = "refused-rows.xlsx"
PERIOD = dt.timedelta(days=7)
"""What a workbook tells of: everything that arrived in the week before the run, and in the run itself."""

_CONFLICTS = """
    select receipt_key, source_row, rule_id, column_name, remedy
    from audit.quarantine
    where clinic_id = $clinic_id and rule_id = 'ROW-CONFLICT'
"""


def write_rejection_workbooks(
    home: Home, registry: Registry, knowledge: Knowledge, clinic_ids: Sequence[str]
) -> list[Path]:
    """Write a workbook for each clinic of which something was refused; an outdated one is removed.

    A clinic whose vault can't be opened gets none; its reception says why.
    """
    until = knowledge.known_at.astimezone(dt.UTC).replace(tzinfo=None)
    written = []
    for clinic_id in clinic_ids:
        path = home.reports / str(knowledge.week) / clinic_id / FILE_NAME
        try:
            found = collect_rejections(home, clinic_id, until - PERIOD, until, _conflicts(home, clinic_id))
        except VaultError:
            continue
        if found.is_empty:
            path.unlink(missing_ok=True)
            continue
        write_atomically(path, rejection_workbook(found, registry.clinics[clinic_id].name, until))
        written.append(path)
    return written


def _conflicts(home: Home, clinic_id: str) -> pl.DataFrame:
    with open_published(home) as connection:
        rows = connection.execute(_CONFLICTS, {"clinic_id": clinic_id}).fetchall()
    types = (pl.Int64, pl.Int32, pl.String, pl.String, pl.String)
    return pl.DataFrame(rows, schema=dict(zip(FAULT_COLUMNS, types, strict=True)), orient="row")
