"""What landing remembers of the files that a clinic has sent before.

Belongs here: receipts, what people decided about held ones, and finding them by a file's stamp or bytes.
Doesn't: telling whether a file is new (`deliveries`), recording decisions (`hold_decisions`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ingest.configuration.clinic import Clinic, Export
from ingest.file_names import NameMask
from ingest.home import Home
from ingest.landing_tables import DECISIONS, DELIVERIES

ACCEPTED, REFUSED, WAS_REDELIVERED, HELD = "accepted", "refused", "redelivered", "held"
RELEASED, REJECTED = "released", "rejected"
_FOLDER = "folder"


@dataclass(frozen=True)
class Receipt:
    """What is remembered of one arrival of a file."""

    receipt_key: int
    delivery_key: int
    export_name: str
    feed: str
    file_name: str
    sha256: str
    bytes: int
    modified_at: dt.datetime
    fingerprint: str
    mode: str
    exported_at: dt.datetime
    basis: str
    received_at: dt.datetime
    status: str
    rule: str | None
    message: str | None
    rows_received: int | None
    dialect: str
    supersedes: int | None
    archive_name: str | None
    archive_sha256: str | None
    archive_bytes: int | None
    folder: Path
    """Of the batch that holds it."""

    @property
    def stamp(self) -> tuple[str, int, dt.datetime]:
        """What a file is recognised by without being opened: of one in an archive the archive's."""
        return self.export_name, self.archive_bytes or self.bytes, self.modified_at


@dataclass(frozen=True)
class Decision:
    """What a person decided about a held delivery."""

    delivery_key: int
    decision: str
    decided_by: str
    reason: str
    decided_at: dt.datetime


@dataclass
class KnownDeliveries:
    """All receipts of one clinic, in the order of their arrival."""

    receipts: list[Receipt] = field(default_factory=list)
    by_bytes: dict[tuple[str, str], list[Receipt]] = field(default_factory=lambda: defaultdict(list))
    decisions: dict[int, Decision] = field(default_factory=dict)  # delivery_key -> decision
    _by_stamp: dict[tuple[str, int, dt.datetime], dict[str, tuple[int, Receipt]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    _archives: dict[tuple[int, dt.datetime], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, receipts: Iterable[Receipt]) -> None:
        """Remember receipts, the earliest first."""
        for receipt in receipts:  # files, not rows
            self._by_stamp[receipt.stamp][receipt.file_name] = (len(self.receipts), receipt)
            self.by_bytes[receipt.export_name, receipt.sha256].append(receipt)
            if receipt.archive_bytes is not None and receipt.archive_name is not None:
                self._archives[receipt.archive_bytes, receipt.modified_at].add(receipt.archive_name)
            self.receipts.append(receipt)

    def of_export(self, export_name: str) -> list[Receipt]:
        """Return an export's receipts, the earliest first."""
        return [receipt for receipt in self.receipts if receipt.export_name == export_name]

    def standing(self, export_name: str) -> list[Receipt]:
        """Return an export's accepted receipts that no later reading of the same file replaces."""
        accepted = [receipt for receipt in self.of_export(export_name) if receipt.status == ACCEPTED]
        replaced = {receipt.supersedes for receipt in accepted}
        return [receipt for receipt in accepted if receipt.delivery_key not in replaced]

    def latest(
        self, export: Export, mask: NameMask, name: str, size: int, modified_at: dt.datetime
    ) -> Receipt | None:
        """Return the last receipt of a file of this name, size and time."""
        names = self._by_stamp.get((export.name, size, modified_at))
        if not names:
            return None
        same = [names[name]] if name in names else []
        same += [
            found
            for kept, found in names.items()
            if "[id-" in kept and mask.is_same(kept, name, export.files)
        ]
        return max(same, key=lambda found: found[0])[1] if same else None

    def is_archive(
        self, export: Export, mask: NameMask, name: str, size: int, modified_at: dt.datetime
    ) -> bool:
        """Say whether a file of this name, size and time turned out to be an archive."""
        names = self._archives.get((size, modified_at), ())
        return any(mask.is_same(kept, name, export.files) for kept in names)


@dataclass(frozen=True)
class Inspection:
    """What decides whether a file of an export is new."""

    clinic: Clinic
    export: Export
    fingerprint: str
    known: KnownDeliveries
    mask: NameMask
    received_at: dt.datetime  # naive UTC

    def latest(self, name: str, size: int, modified_at: dt.datetime) -> Receipt | None:
        """Return the last receipt of a file of this name, size and time."""
        return self.known.latest(self.export, self.mask, name, size, modified_at)

    def is_archive(self, name: str, size: int, modified_at: dt.datetime) -> bool:
        """Say whether a file of this name, size and time turned out to be an archive."""
        return self.known.is_archive(self.export, self.mask, name, size, modified_at)


def known_deliveries(home: Home, clinic_id: str) -> KnownDeliveries:
    """Read every receipt and decision of a clinic from landing, in one scan each."""
    known = KnownDeliveries()
    files = sorted(home.landing.glob(f"*/clinic={clinic_id}/batch=*/deliveries.parquet"))
    if files:
        found = pl.read_parquet(files, schema=DELIVERIES, hive_partitioning=False, include_file_paths=_FOLDER)
        known.add(receipts_of(found))
    known.decisions = {decision.delivery_key: decision for decision in read_decisions(home, clinic_id)}
    return known


def receipts_of(deliveries: pl.DataFrame, folder: Path | None = None) -> Iterator[Receipt]:
    """Yield the receipts of a frame (DELIVERIES, with the path of each file unless `folder` is given)."""
    for row in deliveries.sort("received_at", "receipt_key").iter_rows(named=True):  # receipts, not rows
        yield Receipt(
            receipt_key=row["receipt_key"],
            delivery_key=row["delivery_key"],
            export_name=row["export_name"],
            feed=row["feed"],
            file_name=row["file_name"],
            sha256=row["file_sha256"],
            bytes=row["file_bytes"],
            modified_at=row["file_modified_at"],
            fingerprint=row["mapping_fingerprint"],
            mode=row["mode"],
            exported_at=row["exported_at"],
            basis=row["exported_at_basis"],
            received_at=row["received_at"],
            status=row["status"],
            rule=row["refusal_rule"],
            message=row["refusal_message"],
            rows_received=row["rows_received"],
            dialect=row["dialect"],
            supersedes=row["supersedes_delivery_key"],
            archive_name=row["archive_name"],
            archive_sha256=row["archive_sha256"],
            archive_bytes=row["archive_bytes"],
            folder=folder if folder is not None else Path(row[_FOLDER]).parent,
        )


def read_decisions(home: Home, clinic_id: str) -> list[Decision]:
    """Read what people decided about a clinic's held deliveries, the earliest first."""
    files = sorted(home.landing.glob(f"decisions/clinic={clinic_id}/batch=*/decisions.parquet"))
    if not files:
        return []
    found = pl.read_parquet(files, schema=DECISIONS, hive_partitioning=False).sort("decided_at")
    columns = ("delivery_key", "decision", "decided_by", "reason", "decided_at")
    return [Decision(*row) for row in found.select(columns).iter_rows()]
