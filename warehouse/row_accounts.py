"""The row accounts as published: what became of every row of every file.

Belongs here: reading `audit.row_accounts`. Doesn't: making it (`dbt_project/models/audit`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.home import Home
from warehouse.published import open_published

STATES = ("loaded", "duplicate", "quarantined", "skipped", "held", "refused")


@dataclass(frozen=True)
class RowAccount:
    """One receipt of a file by an export; counts are rows, None where a refused file couldn't be counted."""

    clinic_id: str
    export_name: str
    file_name: str
    status: str
    rows_received: int | None
    loaded: int
    duplicate: int
    quarantined: int
    skipped: int
    held: int
    refused: int
    is_balanced: bool


def read_row_accounts(
    home: Home, received_from: dt.datetime | None = None, received_before: dt.datetime | None = None
) -> list[RowAccount]:
    """Read the accounts of all files received in a period (UTC, half open), by clinic, export and arrival.

    Raises:
        NothingPublished: there is no published file yet.
    """
    with open_published(home) as connection:
        rows = connection.execute(
            """
            select
                clinic_id, export_name, file_name, status, rows_received,
                loaded, duplicate, quarantined, skipped, held, refused, is_balanced
            from audit.row_accounts
            where ($1::timestamp is null or received_at >= $1) and ($2::timestamp is null or received_at < $2)
            order by clinic_id, export_name, received_at, file_name
            """,
            [received_from, received_before],
        ).fetchall()
    return [RowAccount(*row) for row in rows]
