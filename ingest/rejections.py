"""What a clinic gets back: the rows and files of its own that weren't taken, as it sent them.

Belongs here: collecting them from landing and from the clinic's vault. Doesn't: the workbook
(`rejection_workbook`), the network's view of refusals, which never holds a cell (`audit.quarantine`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from ingest.home import Home
from ingest.known_deliveries import ACCEPTED, HELD, REFUSED, Receipt, known_deliveries
from ingest.landing_tables import QUARANTINE
from ingest.secrets import load_secrets
from ingest.vault import REFUSED_ROW_SCHEMA, open_vault

FAULT_COLUMNS = ("receipt_key", "source_row", "rule_id", "column_name", "remedy")


@dataclass(frozen=True)
class Rejections:
    """Everything of one clinic that wasn't taken in a time."""

    clinic_id: str
    receipts: tuple[Receipt, ...]  # that arrived in this time, the earliest first
    faults: pl.DataFrame = field(repr=False)  # FAULT_COLUMNS: one row per refused row, rule and column
    sent: pl.DataFrame = field(repr=False)  # REFUSED_ROW_SCHEMA: cells of refused rows

    @property
    def whole_files(self) -> list[Receipt]:
        """The files of which nothing was taken."""
        return [receipt for receipt in self.receipts if receipt.status in (REFUSED, HELD)]

    @property
    def is_empty(self) -> bool:
        """Whether everything was taken."""
        return not self.whole_files and self.faults.is_empty()


def collect_rejections(
    home: Home,
    clinic_id: str,
    since: dt.datetime,
    until: dt.datetime,
    conflicts: pl.DataFrame | None = None,
) -> Rejections:
    """Collect what arrived after `since` up to `until` (naive UTC) and wasn't taken.

    `conflicts` (FAULT_COLUMNS) are rows that only the warehouse could refuse, since it alone knows all
    versions. A file that was read again with a mended mapping counts by its last reading.

    Raises:
        VaultError, SecretError: the clinic's vault can't be opened.
    """
    known = known_deliveries(home, clinic_id)
    replaced = {receipt.supersedes for receipt in known.receipts if receipt.status == ACCEPTED}
    receipts = tuple(
        receipt
        for receipt in known.receipts
        if since < receipt.received_at <= until
        and not (receipt.status == ACCEPTED and receipt.delivery_key in replaced)
    )
    keys = [receipt.receipt_key for receipt in receipts]
    files = sorted({receipt.folder / "quarantine.parquet" for receipt in receipts})
    landed = pl.read_parquet(files, schema=QUARANTINE, hive_partitioning=False) if files else None
    faults = pl.concat(
        [
            pl.DataFrame(schema=QUARANTINE).select(FAULT_COLUMNS),
            *(frame.select(FAULT_COLUMNS) for frame in (landed, conflicts) if frame is not None),
        ]
    ).filter(pl.col("receipt_key").is_in(keys))
    sent = pl.DataFrame(schema=REFUSED_ROW_SCHEMA)
    if faults.height:
        vault = open_vault(home, clinic_id, load_secrets(home).vault_key)
        sent = vault.refused_rows().filter(pl.col("receipt_key").is_in(keys))
    return Rejections(
        clinic_id, receipts, faults.sort("receipt_key", "source_row", maintain_order=True), sent
    )
