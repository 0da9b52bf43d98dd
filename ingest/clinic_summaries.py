"""What a clinic's reception comes to, in numbers and a sentence.

Belongs here: summing up the batches of one run. Doesn't: the summaries' shapes (`summaries`), receiving.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from ingest import acceptance
from ingest.configuration.clinic import Export
from ingest.known_deliveries import ACCEPTED, HELD, REFUSED, WAS_REDELIVERED
from ingest.landing_tables import BATCH_TABLES
from ingest.summaries import ClinicSummary, ExportSummary, HeldFile, RefusedFile

Tables = Mapping[str, pl.DataFrame]
"""A batch's tables by name."""


def summarise(export: Export, unchanged: int, batches: Sequence[tuple[str, Tables]]) -> ExportSummary:
    """Sum up what an export brought: its batches' ids and tables."""

    def joined(name: str) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=BATCH_TABLES[name]), *(tables[name] for _, tables in batches)])

    deliveries, accounts, checks = joined("deliveries"), joined("accounts"), joined("checks")
    status = deliveries["status"]
    refused, held = deliveries.filter(status == REFUSED), deliveries.filter(status == HELD)
    quarantined = accounts.filter(pl.col("state") == "quarantined")
    told = ("file_name", "refusal_rule", "refusal_message")
    return ExportSummary(
        export_name=export.name,
        feed=export.feed,
        files_accepted=int((status == ACCEPTED).sum()),
        files_redelivered=int((status == WAS_REDELIVERED).sum()),
        files_refused=refused.height,
        files_held=held.height,
        files_unchanged=unchanged,
        rows=_sums(accounts, "state"),
        quarantined=_sums(quarantined, "reason"),
        refusals=tuple(RefusedFile(*row) for row in refused.select(told).iter_rows()),
        holds=tuple(HeldFile(*row) for row in held.select("delivery_key", *told).iter_rows()),
        warnings=tuple(
            checks.filter(~pl.col("is_passed") & (pl.col("severity") == acceptance.WARNING))["description"]
        ),
        batch_ids=tuple(batch_id for batch_id, _ in batches),
    )


def _sums(accounts: pl.DataFrame, by: str) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for name, rows in accounts.select(by, "rows").iter_rows():
        sums[name] += rows
    return dict(sorted(sums.items()))


def sentence(summary: ClinicSummary) -> str:
    """Say in one sentence what came of a clinic's reception."""
    if summary.problem is not None:
        return summary.problem
    if not summary.is_new:
        return "nothing new"
    rows: Counter[str] = Counter()
    for export in summary.exports:
        rows.update(export.rows)
    files = sum(export.files_accepted for export in summary.exports)
    held = sum(export.files_held for export in summary.exports)
    waiting = f", {held} held for a person" if held else ""
    counts = ", ".join(f"{number} {state}" for state, number in rows.items())
    return f"{files} file(s) taken{waiting}; rows: {counts}"
