"""Identifiers that have changed: a system was migrated, or its export numbers people anew.

Belongs here: noticing it. Doesn't: the way back, which is a crosswalk (`ingest.crosswalks`).

Taken as they are, such files would make a second person of everybody. An export whose files usually name
people that are known, and this time hardly does, is held; one that always brings new people never is.
"""

from __future__ import annotations

import polars as pl

from ingest.deliveries import Held
from ingest.formats.text_table import FILE_COLUMN
from ingest.holds.earlier_rows import earlier_rows, latest
from ingest.holds.question import PLURALS, WHO, Findings, Question
from ingest.known_deliveries import Receipt
from ingest.pseudonyms import KeyKind
from ingest.rules import HOLD_IDS

DELIVERIES_COMPARED = 5
"""How many of the last deliveries say what is usual."""


def changed_ids(question: Question) -> Findings:
    """Hold files that name hardly anybody who is known, where they usually do."""
    received_at = question.inspection.received_at
    name = question.inspection.export.name
    before = [
        receipt for receipt in question.inspection.known.standing(name) if receipt.received_at < received_at
    ]
    held: dict[int, Held] = {}
    for kind in WHO[question.verdict.feed] if len(before) > 1 else ():
        unknown = _mostly_unknown(question, kind)
        usual = _usually_known(before, f"{kind}_key") if unknown else 0.0
        if usual > question.limits.known_ids_usual:
            held |= {
                position: question.held(
                    position,
                    HOLD_IDS,
                    f"Of {named:,} {PLURALS[kind]} only {known:,} are known, although {usual:.0%} of them "
                    "usually are.",
                )
                for position, (named, known) in unknown.items()
            }
    return Findings(held)


def _mostly_unknown(question: Question, kind: KeyKind) -> dict[int, tuple[int, int]]:
    """Return per file how many of a kind it names and how many of them are known, where those are few."""
    known = question.known_before[kind]["key"].implode()
    counts = (
        question.landed.select(FILE_COLUMN, pl.col(f"{kind}_key").alias("key"))
        .drop_nulls()
        .unique()
        .group_by(FILE_COLUMN)
        .agg(pl.len(), pl.col("key").is_in(known).sum().alias("known"))
        .filter(
            pl.col("len") >= question.limits.known_ids,
            pl.col("known") < question.limits.known_ids_share * pl.col("len"),
        )
    )
    return {
        position: (named, found)
        for position, named, found in counts.iter_rows()
        if position in question.open_files
    }


def _usually_known(before: list[Receipt], column: str) -> float:
    """Return the share of those named by the last deliveries that deliveries before them had named."""
    order = {receipt.delivery_key: at for at, receipt in enumerate(latest(before, len(before)))}
    named = (
        earlier_rows(before, [column])
        .unique()
        .with_columns(pl.col("delivery_key").replace_strict(order, return_dtype=pl.Int64).alias("at"))
        .with_columns(pl.col("at").min().over(column).alias("first"))
        .filter(pl.col("at") > max(0, len(before) - 1 - DELIVERIES_COMPARED))
    )
    return named.select((pl.col("first") < pl.col("at")).mean()).item() or 0.0
