"""Rows that an export has landed before, as far as a guard needs them.

Belongs here: reading some columns of earlier batches. Doesn't: what follows from them.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ingest.known_deliveries import Receipt
from ingest.landing import ROWS


def earlier_rows(receipts: Sequence[Receipt], columns: Sequence[str]) -> pl.DataFrame:
    """Read columns of the landed rows of some deliveries, with delivery_key."""
    files = sorted({receipt.folder / f"{ROWS}.parquet" for receipt in receipts})
    wanted = [receipt.delivery_key for receipt in receipts]
    names = list(dict.fromkeys(["delivery_key", *columns]))
    return (
        pl.scan_parquet(files, hive_partitioning=False)
        .filter(pl.col("delivery_key").is_in(wanted), ~pl.col("is_withdrawn"))
        .select(names)
        .collect()
    )


def latest(receipts: Sequence[Receipt], number: int) -> list[Receipt]:
    """Return the last deliveries by when they were exported, the earliest first."""
    return sorted(receipts, key=lambda receipt: (receipt.exported_at, receipt.received_at))[-number:]
