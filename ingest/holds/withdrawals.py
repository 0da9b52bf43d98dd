"""Full snapshots that would take away too much: an export that broke off looks like people who have left.

Belongs here: comparing a snapshot with the one before it. Doesn't: withdrawing, which is dbt's, over all
that was landed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import polars as pl

from ingest.deliveries import Held
from ingest.door import QUARANTINED_SCHEMA
from ingest.formats.text_table import FILE_COLUMN
from ingest.holds.earlier_rows import earlier_rows
from ingest.holds.question import Findings, Question
from ingest.known_deliveries import Receipt
from ingest.landing_tables import ENTITY_KEYS
from ingest.receipts import latest_exports
from ingest.rules import HOLD_WITHDRAWAL


@dataclass
class _Snapshot:
    """All files of an export with one exported_at."""

    receipts: list[Receipt] = field(default_factory=list)  # landed before
    positions: list[int] = field(default_factory=list)  # arriving now
    is_whole: bool = True  # False: a part of it was refused, so that dbt withdraws nothing by it


def mass_withdrawals(question: Question) -> Findings:
    """Hold snapshots that lack too much of the snapshot before them."""
    if question.inspection.export.mode != "full":
        return Findings()
    snapshots = _snapshots(question)
    held: dict[int, Held] = {}
    before: tuple[dt.datetime, pl.Series] | None = None
    for moment in sorted(snapshots):
        snapshot = snapshots[moment]
        if not snapshot.is_whole:
            continue
        arriving = [position for position in snapshot.positions if position in question.open_files]
        if not arriving and not _is_needed(snapshots, question, moment):
            continue
        present = _present(question, snapshot)
        if not present.len():
            continue
        told = _told(question, before, present) if before is not None and arriving else None
        if told is not None:
            held |= {position: question.held(position, HOLD_WITHDRAWAL, told) for position in arriving}
        else:
            before = (moment, present)
    return Findings(held)


def _snapshots(question: Question) -> dict[dt.datetime, _Snapshot]:
    name = question.inspection.export.name
    snapshots: dict[dt.datetime, _Snapshot] = defaultdict(_Snapshot)
    for receipt in question.inspection.known.standing(name):
        snapshots[receipt.exported_at].receipts.append(receipt)
    own = latest_exports(question.verdict)
    for position, arrival in enumerate(question.read):
        snapshot = snapshots[own.get(position, arrival.exported_at)]
        snapshot.positions.append(position)
        snapshot.is_whole &= position not in question.verdict.refusals
    return snapshots


def _is_needed(snapshots: dict[dt.datetime, _Snapshot], question: Question, moment: dt.datetime) -> bool:
    """Say whether a snapshot that was landed before is what the next arriving one is compared with."""
    later = [at for at in snapshots if at > moment]
    return bool(later) and bool(set(snapshots[min(later)].positions) & set(question.open_files))


def _present(question: Question, snapshot: _Snapshot) -> pl.Series:
    """Return the keys that a snapshot has; a quarantined row with a readable key counts as present."""
    key = ENTITY_KEYS[question.verdict.feed]
    parts = [pl.Series(key, [], dtype=pl.Int64)]
    if snapshot.receipts:
        parts.append(earlier_rows(snapshot.receipts, [key])[key])
    if snapshot.positions:
        here = pl.col(FILE_COLUMN).is_in(snapshot.positions)
        parts.append(question.landed.filter(here)[key])
        refused = pl.concat([pl.DataFrame(schema=QUARANTINED_SCHEMA), *question.verdict.quarantined])
        parts.append(refused.filter(here)["entity_key"].alias(key))
    return pl.concat(parts).drop_nulls().unique()


def _told(question: Question, before: tuple[dt.datetime, pl.Series], present: pl.Series) -> str | None:
    moment, stood = before
    lacking = stood.len() - int(stood.is_in(present.implode()).sum())
    limits = question.limits
    if lacking < limits.withdrawn_rows or lacking <= limits.withdrawn_share * stood.len():
        return None
    return (
        f"The snapshot lacks {lacking:,} of the {stood.len():,} {question.verdict.feed.value} that stood in "
        f"the one of {_day(question, moment)}, and would withdraw them."
    )


def _day(question: Question, moment: dt.datetime) -> dt.date:
    """Return the day on which a snapshot was exported, where the clinic is: as its file is named."""
    return moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(question.inspection.clinic.timezone)).date()
