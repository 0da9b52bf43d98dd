"""The tables of a batch: receipts, row accounts, quarantine and landed rows, put together from a verdict.

Belongs here: what is written about each file, and the proof that each row is accounted for. Doesn't: judging
(`door`) and writing (`landing`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from ingest.deliveries import Arrival, number_of
from ingest.door import QUARANTINED_SCHEMA, SENT_SCHEMA, Verdict
from ingest.export_moments import COLUMN
from ingest.file_names import NameMask, candidates, identifiers_among
from ingest.formats.text_table import FILE_COLUMN, ROW_COLUMN
from ingest.known_deliveries import ACCEPTED, HELD, REFUSED, WAS_REDELIVERED, Inspection
from ingest.landing_tables import ACCOUNTS, DELIVERIES, QUARANTINE, rows_schema
from ingest.rules import BATCH_ACCEPTANCE, REDELIVERED, RULES
from ingest.vault import REFUSED_ROW_SCHEMA, Vault

_STATES = {REFUSED: "refused", HELD: "held", WAS_REDELIVERED: "duplicate"}
"""Where all rows of a file go that wasn't accepted."""


class UnbalancedAccount(Exception):
    """Rows were lost or invented between file and landing: a fault of the door, never of the data."""


@dataclass(frozen=True)
class BatchTables:
    """Everything that is written about one portion of files."""

    rows: pl.DataFrame
    deliveries: pl.DataFrame
    accounts: pl.DataFrame
    quarantine: pl.DataFrame
    sent: pl.DataFrame  # REFUSED_ROW_SCHEMA: for the vault, not for landing

    def named(self) -> dict[str, pl.DataFrame]:
        """Return the tables that are landed, by file name."""
        return {
            "rows": self.rows,
            "deliveries": self.deliveries,
            "accounts": self.accounts,
            "quarantine": self.quarantine,
        }


def batch_tables(
    inspection: Inspection, batch_id: str, arrivals: Sequence[Arrival], verdict: Verdict, vault: Vault
) -> BatchTables:
    """Put a batch's tables together.

    The verdict's files are those arrivals that had to be read, in their order.

    Raises:
        UnbalancedAccount: a file's rows don't sum to what it held.
    """
    read = [arrival for arrival in arrivals if arrival.is_read]
    places = {arrival.delivery_key: number for number, arrival in enumerate(read)}
    read = _with_exported_at(read, verdict)
    names = _KeptNames.of(inspection, arrivals, verdict, vault)
    receipts = [
        _receipt(inspection, batch_id, number, arrival, names, read, places, verdict)
        for number, arrival in enumerate(arrivals)
    ]
    deliveries = pl.DataFrame(receipts, schema=DELIVERIES, orient="row")
    receipt_keys = pl.Series(
        [
            receipt["receipt_key"]
            for receipt, arrival in zip(receipts, arrivals, strict=True)
            if arrival.is_read
        ],
        dtype=pl.Int64,
    )
    delivery_keys = pl.Series([arrival.delivery_key for arrival in read], dtype=pl.Int64)
    tables = BatchTables(
        rows=_rows(inspection, verdict, read, delivery_keys),
        deliveries=deliveries,
        accounts=_accounts(receipts, verdict, receipt_keys),
        quarantine=_quarantine(inspection, verdict, receipt_keys, delivery_keys),
        sent=_sent(verdict, receipt_keys),
    )
    assert_balanced(deliveries, tables.accounts)
    return tables


def _with_exported_at(arrivals: Sequence[Arrival], verdict: Verdict) -> list[Arrival]:
    """Take the latest moment that a file's own column gives, where it has one."""
    latest = latest_exports(verdict)
    return [
        replace(arrival, exported_at=latest[number], basis=COLUMN) if number in latest else arrival
        for number, arrival in enumerate(arrivals)
    ]


def latest_exports(verdict: Verdict) -> dict[int, dt.datetime]:
    """Return per file the latest moment that a column of its own gives."""
    return {file: moment for frame in verdict.exported for file, moment in frame.iter_rows()}


@dataclass(frozen=True)
class _KeptNames:
    """File names with identifiers masked: those that the clinic is known by, and those that files name."""

    mask: NameMask
    pattern: str
    identifiers: frozenset[str]

    @classmethod
    def of(
        cls, inspection: Inspection, arrivals: Sequence[Arrival], verdict: Verdict, vault: Vault
    ) -> _KeptNames:
        words = candidates(arrival.found.name for arrival in arrivals)
        known = identifiers_among(words, [*vault.identifiers(), *verdict.mentioned])
        return cls(inspection.mask, inspection.export.files, known)

    def masked(self, name: str) -> str:
        return self.mask.mask(name, self.pattern, self.identifiers)


@dataclass(frozen=True)
class _Ending:
    """What became of a file as a whole."""

    status: str
    rows: int | None
    dialect: str = ""
    rule: str | None = None
    message: str | None = None


def _ending(inspection: Inspection, arrival: Arrival, place: int | None, verdict: Verdict) -> _Ending:
    original = arrival.twin or arrival
    before, held = original.received_before, original.held
    if before is not None and before.status == HELD:
        if before.delivery_key in inspection.known.decisions:
            message = "A person has rejected this file before, and so it stays refused."
            return _Ending(REFUSED, before.rows_received, before.dialect, before.rule, message)
        return _Ending(HELD, before.rows_received, before.dialect, before.rule, before.message)
    if before is not None:
        return _Ending(WAS_REDELIVERED, before.rows_received, before.dialect)
    if held is not None:
        return _Ending(HELD, held.rows, held.dialect, held.rule, held.message)
    if original.unopened is not None:
        return _Ending(REFUSED, original.unopened.rows, "", original.unopened.rule, original.unopened.message)
    assert place is not None
    dialect, refusal = verdict.dialects.get(place, ""), verdict.refusals.get(place)
    if refusal is not None:
        return _Ending(REFUSED, refusal.rows, dialect, refusal.rule, refusal.message)
    status = ACCEPTED if arrival.twin is None else WAS_REDELIVERED
    return _Ending(status, verdict.rows_received[place], dialect)


def _receipt(
    inspection: Inspection,
    batch_id: str,
    number: int,
    arrival: Arrival,
    names: _KeptNames,
    read: Sequence[Arrival],
    places: Mapping[int, int],
    verdict: Verdict,
) -> dict[str, Any]:
    place = places.get(arrival.delivery_key) if arrival.received_before is None else None
    exported = read[place] if place is not None else arrival
    ending = _ending(inspection, arrival, place, verdict)
    packed = arrival.packed
    return {
        "receipt_key": number_of([batch_id, inspection.clinic.clinic, number]),
        "delivery_key": arrival.delivery_key,
        "clinic_id": inspection.clinic.clinic,
        "export_name": inspection.export.name,
        "feed": inspection.export.feed.value,
        "file_name": names.masked(arrival.found.name),
        "file_sha256": arrival.sha256,
        "file_bytes": arrival.bytes,
        "file_modified_at": arrival.found.modified_at,
        "mapping_fingerprint": inspection.fingerprint,
        "mode": inspection.export.mode,
        "exported_at": min(exported.exported_at, inspection.received_at),
        "exported_at_basis": exported.basis,
        "received_at": inspection.received_at,
        "status": ending.status,
        "refusal_rule": ending.rule,
        "refusal_message": ending.message,
        "dialect": ending.dialect,
        "rows_received": ending.rows,
        "batch_id": batch_id,
        "supersedes_delivery_key": arrival.supersedes if ending.status in (ACCEPTED, HELD) else None,
        "archive_name": names.masked(packed.name) if packed is not None else None,
        "archive_sha256": packed.sha256 if packed is not None else None,
        "archive_bytes": packed.bytes if packed is not None else None,
    }


def _rows(
    inspection: Inspection, verdict: Verdict, read: Sequence[Arrival], delivery_keys: pl.Series
) -> pl.DataFrame:
    schema = rows_schema(verdict.feed)
    if not verdict.landed:
        return pl.DataFrame(schema=schema)
    landed = verdict.landed[0] if len(verdict.landed) == 1 else pl.concat(verdict.landed)
    place = landed.select(
        pl.col(FILE_COLUMN).cast(pl.UInt64) * 2**32 + pl.col(ROW_COLUMN).cast(pl.UInt64)
    ).to_series()
    if not place.is_sorted():
        landed = landed[place.arg_sort()]
    at = landed[FILE_COLUMN]
    received_at = pl.lit(inspection.received_at, dtype=pl.Datetime("us"))
    of_delivery = pl.Series([arrival.exported_at for arrival in read], dtype=pl.Datetime("us")).gather(at)
    own = pl.col("exported_at").fill_null(pl.lit(of_delivery))
    return landed.with_columns(
        pl.lit(inspection.clinic.clinic).alias("clinic_id"),
        delivery_keys.gather(at).alias("delivery_key"),
        pl.col(ROW_COLUMN).cast(pl.Int32).alias("source_row"),
        pl.when(own > received_at).then(received_at).otherwise(own).alias("exported_at"),
        received_at.alias("received_at"),
    ).select(schema.names())


def _accounts(receipts: Sequence[dict[str, Any]], verdict: Verdict, receipt_keys: pl.Series) -> pl.DataFrame:
    """Say what became of the rows of every receipt, one row per state and reason."""
    accounts = []
    for (file, state, reason), rows in verdict.tallies.items():
        if file not in verdict.refusals:
            accounts.append((receipt_keys[file], state, reason, rows))
    for receipt in receipts:
        if receipt["status"] != ACCEPTED and receipt["rows_received"]:
            state = _STATES[receipt["status"]]
            reason = receipt["refusal_rule"] or REDELIVERED
            accounts.append((receipt["receipt_key"], state, reason, receipt["rows_received"]))
    return pl.DataFrame(sorted(accounts), schema=ACCOUNTS, orient="row")


def assert_balanced(deliveries: pl.DataFrame, accounts: pl.DataFrame) -> None:
    """Prove that the states of every receipt's rows sum to the rows that it held.

    Raises:
        UnbalancedAccount: naming the receipts for which they don't.
    """
    sums: Counter[int] = Counter()
    for receipt_key, rows in accounts.select("receipt_key", "rows").iter_rows():
        sums[receipt_key] += rows
    received = deliveries.select("receipt_key", "rows_received").iter_rows()
    wrong = [(rows, sums[key]) for key, rows in received if (rows or 0) != sums[key]]
    if wrong:
        told = ", ".join(f"{rows} received but {accounted} accounted for" for rows, accounted in wrong[:3])
        raise UnbalancedAccount(f"the rows of {len(wrong)} file(s) don't balance: {told}")


def _quarantine(
    inspection: Inspection, verdict: Verdict, receipt_keys: pl.Series, delivery_keys: pl.Series
) -> pl.DataFrame:
    rows = pl.concat([pl.DataFrame(schema=QUARANTINED_SCHEMA), *verdict.quarantined])
    at = rows[FILE_COLUMN]
    remedies = {rule.id: rule.remedy for rule in RULES.values()}
    return rows.select(
        receipt_keys.gather(at).alias("receipt_key"),
        delivery_keys.gather(at).alias("delivery_key"),
        pl.lit(inspection.clinic.clinic).alias("clinic_id"),
        pl.lit(inspection.export.name).alias("export_name"),
        pl.lit(inspection.export.feed.value).alias("feed"),
        pl.col(ROW_COLUMN).cast(pl.Int32).alias("source_row"),
        "rule_id",
        "column_name",
        pl.col("rule_id").replace_strict(remedies, return_dtype=pl.String).alias("remedy"),
        "entity_key",
        at.alias(FILE_COLUMN),
    ).sort(FILE_COLUMN, "source_row", maintain_order=True).select(QUARANTINE.names())  # fmt: skip


def _sent(verdict: Verdict, receipt_keys: pl.Series) -> pl.DataFrame:
    sent = pl.concat([pl.DataFrame(schema=SENT_SCHEMA), *verdict.sent])
    return sent.select(
        receipt_keys.gather(sent[FILE_COLUMN]).alias("receipt_key"),
        pl.col(ROW_COLUMN).cast(pl.Int32).alias("source_row"),
        "header",
        "cells",
    ).cast(REFUSED_ROW_SCHEMA)


def refused_as_a_whole(tables: Mapping[str, pl.DataFrame], message: str) -> dict[str, pl.DataFrame]:
    """Turn a batch that failed acceptance into one that takes nothing: its accepted files are refused."""
    deliveries = tables["deliveries"]
    was_taken = pl.col("status") == ACCEPTED
    keys = deliveries.filter(was_taken)["receipt_key"].implode()
    refused = deliveries.with_columns(
        pl.when(was_taken).then(pl.lit(REFUSED)).otherwise("status").alias("status"),
        pl.when(was_taken).then(pl.lit(BATCH_ACCEPTANCE.id)).otherwise("refusal_rule").alias("refusal_rule"),
        pl.when(was_taken).then(pl.lit(message)).otherwise("refusal_message").alias("refusal_message"),
        pl.when(~was_taken).then("supersedes_delivery_key").alias("supersedes_delivery_key"),
    )
    accounts = pl.concat(
        [
            tables["accounts"].filter(~pl.col("receipt_key").is_in(keys)),
            deliveries.filter(was_taken & (pl.col("rows_received") > 0)).select(
                "receipt_key",
                pl.lit("refused").alias("state"),
                pl.lit(BATCH_ACCEPTANCE.id).alias("reason"),
                pl.col("rows_received").alias("rows"),
            ),
        ]
    ).sort("receipt_key", "state", "reason")
    assert_balanced(refused, accounts)
    return {
        "rows": tables["rows"].clear(),
        "deliveries": refused,
        "accounts": accounts,
        "quarantine": tables["quarantine"].clear(),
    }
