"""What landing remembers of the files that a clinic has sent before.

Belongs here: receipts, and finding them by a file's stamp or bytes. Doesn't: telling whether a file is new
(`deliveries`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

import polars as pl

from ingest.configuration.clinic import Clinic, Export
from ingest.file_names import NameMask
from ingest.home import Home
from ingest.landing_tables import DELIVERIES

ACCEPTED, REFUSED, WAS_REDELIVERED = "accepted", "refused", "redelivered"


@dataclass(frozen=True)
class Receipt:
    """What is remembered of one arrival of a file."""

    delivery_key: int
    export_name: str
    file_name: str
    sha256: str
    fingerprint: str
    exported_at: dt.datetime
    basis: str
    status: str
    rows_received: int | None
    dialect: str


@dataclass
class KnownDeliveries:
    """All receipts of one clinic, in the order of their arrival."""

    by_stamp: dict[tuple[str, int, dt.datetime], list[Receipt]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_bytes: dict[tuple[str, str], list[Receipt]] = field(default_factory=lambda: defaultdict(list))

    def add(self, deliveries: pl.DataFrame) -> None:
        """Remember receipts (schema DELIVERIES)."""
        for row in deliveries.sort("received_at", "receipt_key").iter_rows(named=True):  # receipts, not rows
            receipt = Receipt(
                delivery_key=row["delivery_key"],
                export_name=row["export_name"],
                file_name=row["file_name"],
                sha256=row["file_sha256"],
                fingerprint=row["mapping_fingerprint"],
                exported_at=row["exported_at"],
                basis=row["exported_at_basis"],
                status=row["status"],
                rows_received=row["rows_received"],
                dialect=row["dialect"],
            )
            stamp = (receipt.export_name, row["file_bytes"], row["file_modified_at"])
            self.by_stamp[stamp].append(receipt)
            self.by_bytes[receipt.export_name, receipt.sha256].append(receipt)


def known_deliveries(home: Home, clinic_id: str) -> KnownDeliveries:
    """Read every receipt of a clinic from landing, in one scan."""
    known = KnownDeliveries()
    files = sorted(home.landing.glob(f"*/clinic={clinic_id}/batch=*/deliveries.parquet"))
    if files:
        known.add(pl.read_parquet(files, schema=DELIVERIES, hive_partitioning=False))
    return known


@dataclass(frozen=True)
class Inspection:
    """What decides whether a file of an export is new."""

    clinic: Clinic
    export: Export
    fingerprint: str
    known: KnownDeliveries
    mask: NameMask
    received_at: dt.datetime  # naive UTC
