"""Held deliveries and what people decide about them.

Belongs here: listing what waits, recording a release or a rejection with its name and reason. Doesn't: why
something is held (`holds`), reading what was released, which the next run does (`deliveries`).

A decision is a row of landing like any other: written once, never changed, known from its moment on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ingest import landing
from ingest.configuration.registry import Registry
from ingest.home import Home
from ingest.kept_files import forget_kept
from ingest.known_deliveries import (
    ACCEPTED,
    HELD,
    REFUSED,
    REJECTED,
    RELEASED,
    Decision,
    KnownDeliveries,
    Receipt,
    known_deliveries,
)
from ingest.landing_tables import DECISIONS


class NotDecided(Exception):
    """A decision can't be recorded; the message says why and what to do."""


@dataclass(frozen=True)
class HeldDelivery:
    """A delivery that was held, and how it stands with it."""

    clinic_id: str
    receipt: Receipt  # the last one by which it was held
    decision: Decision | None
    is_read: bool  # a run has read it since it was released

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decision is None


def held_deliveries(home: Home, registry: Registry, clinic_id: str | None = None) -> list[HeldDelivery]:
    """Return every delivery that was ever held, by clinic and in the order of arrival."""
    chosen = sorted(registry.clinics) if clinic_id is None else [clinic_id]
    return [held for name in chosen for held in _of_clinic(name, known_deliveries(home, name))]


def _of_clinic(clinic_id: str, known: KnownDeliveries) -> list[HeldDelivery]:
    last = {receipt.delivery_key: receipt for receipt in known.receipts if receipt.status == HELD}
    return [
        HeldDelivery(clinic_id, receipt, known.decisions.get(key), _is_read(known, receipt))
        for key, receipt in last.items()
        if not _is_overtaken(known, receipt)
    ]


def _is_read(known: KnownDeliveries, receipt: Receipt) -> bool:
    decision = known.decisions.get(receipt.delivery_key)
    return decision is not None and any(
        later.received_at >= decision.decided_at and later.status in (ACCEPTED, REFUSED)
        for later in known.by_bytes[receipt.export_name, receipt.sha256]
    )


def _is_overtaken(known: KnownDeliveries, receipt: Receipt) -> bool:
    """Say whether the same bytes were judged again with a mended mapping, so that nothing waits any more."""
    return receipt.delivery_key not in known.decisions and any(
        later.fingerprint != receipt.fingerprint and later.received_at > receipt.received_at
        for later in known.by_bytes[receipt.export_name, receipt.sha256]
    )


def decide(
    home: Home,
    registry: Registry,
    delivery_keys: Sequence[int],
    decision: str,
    *,
    decided_by: str,
    reason: str,
    decided_at: dt.datetime,
) -> list[HeldDelivery]:
    """Release or reject held deliveries, all or none; returns them.

    `decision` is RELEASED or REJECTED, `decided_at` naive UTC. A rejected file is no longer kept.

    Raises:
        NotDecided: one isn't held, was decided before, or somebody's name or reason is missing.
    """
    if not decided_by.strip() or not reason.strip():
        raise NotDecided("a decision needs the name of who made it (--by) and a reason (--reason)")
    held = {found.receipt.delivery_key: found for found in held_deliveries(home, registry)}
    chosen = []
    for key in dict.fromkeys(delivery_keys):
        found = held.get(key)
        if found is None:
            raise NotDecided(f"no held delivery has the number {key}; `rapport deliveries list` shows them")
        if found.decision is not None:
            raise NotDecided(
                f"{key} was {found.decision.decision} by {found.decision.decided_by} on "
                f"{found.decision.decided_at:%Y-%m-%d}; a decision stands. What was rejected can only "
                "come in a file that the sender exports anew"
            )
        chosen.append(found)
    landing.prepare(home)
    for found in chosen:
        _record(home, found, decision, decided_by.strip(), reason.strip(), decided_at)
    return chosen


def _record(
    home: Home, found: HeldDelivery, decision: str, decided_by: str, reason: str, decided_at: dt.datetime
) -> None:
    receipt = found.receipt
    row = (
        found.clinic_id,
        receipt.export_name,
        receipt.delivery_key,
        receipt.file_name,
        receipt.rule,
        decision,
        decided_by,
        reason,
        decided_at,
    )
    batch_id = f"{decided_at:%Y%m%dT%H%M%S%fZ}-{receipt.delivery_key}"
    frame = pl.DataFrame([row], schema=DECISIONS, orient="row")
    landing.note(home, "decisions", found.clinic_id, batch_id, frame)
    if decision == REJECTED:
        forget_kept(home, found.clinic_id, receipt.delivery_key)


__all__ = ["REJECTED", "RELEASED", "HeldDelivery", "NotDecided", "decide", "held_deliveries"]
