"""What each run measured, kept for ever: one folder a run, written aside and committed by one rename.

Belongs here: recording a run and reading the runs before it. Doesn't: measuring (`measurements`) and
comparing (`trends`, `restatements`). It lies beside the warehouse, so that no rebuild touches it.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from ingest.durable_files import sha256_of
from ingest.home import Home
from warehouse.audit import access_log, chain
from warehouse.audit.access_log import Access
from warehouse.knowledge import Knowledge

DESCRIPTION = "run.json"


@dataclass(frozen=True)
class RecordedRun:
    """One run as it was recorded. `known_at` is naive UTC; `sha256` of each of its tables, by name."""

    run_id: str
    week: str
    known_at: dt.datetime
    code_version: str
    definitions: str
    """Fingerprint of the configuration that figures depend on."""
    has_figures: bool
    """Whether its marts were whole, so that its figures may be compared with."""
    sha256: Mapping[str, str]
    log_entries: int = 0
    """How many lines the access log had then, and the hash of its last one."""
    log_hash: str = ""
    ledger_entries: int = 0
    """The same of the ledger of deliveries."""
    ledger_hash: str = ""


@dataclass(frozen=True)
class History:
    """The runs up to a moment, the earliest first."""

    home: Home
    runs: tuple[RecordedRun, ...]

    def read(
        self, table: str, schema: pl.Schema, runs: tuple[RecordedRun, ...] | None = None
    ) -> pl.DataFrame:
        """Return a table of all runs (or of `runs`) one below the other, with the columns of `schema`.

        A column that an earlier Rapport didn't write is null; a file that was lost or can't be read is left
        out, which `landing_integrity` reports.
        """
        frames = []
        for run in self.runs if runs is None else runs:
            path = self.home.audit_history / run.run_id / f"{table}.parquet"
            try:
                frame = pl.read_parquet(path)
            except (OSError, pl.exceptions.PolarsError):
                continue
            known = [name for name in schema if name in frame.columns]
            frames.append(frame.select(pl.col(name).cast(schema[name], strict=False) for name in known))
        return pl.concat([schema.to_frame(), *frames], how="diagonal")

    def before(self, week: str) -> RecordedRun | None:
        """Return the last run with figures that reported an earlier week."""
        earlier = [run for run in self.runs if run.week < week and run.has_figures]
        return max(earlier, key=lambda run: (run.week, run.known_at)) if earlier else None


def record(home: Home, run: RecordedRun, tables: Mapping[str, pl.DataFrame]) -> RecordedRun:
    """Keep what a run measured; returns the run with its files' hashes.

    Recording a run twice replaces nothing: the first record stands.
    """
    target = home.audit_history / run.run_id
    if (target / DESCRIPTION).is_file():
        return _read(target)
    beside = home.audit_history / f".{run.run_id}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for name, frame in tables.items():
        frame.write_parquet(beside / f"{name}.parquet", compression="zstd")
    head, ledger = access_log.read_head(home), chain.read_head(home.sent_ledger)
    hashes = {name: sha256_of(beside / f"{name}.parquet") for name in sorted(tables)}
    noted = {
        "sha256": hashes,
        "log_entries": head.entries,
        "log_hash": head.hash,
        "ledger_entries": ledger.entries,
        "ledger_hash": ledger.hash,
    }
    kept = RecordedRun(**(vars(run) | noted))
    told = asdict(kept) | {"known_at": kept.known_at.isoformat()}
    (beside / DESCRIPTION).write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    beside.rename(target)
    path = target / DESCRIPTION
    access_log.append(
        home, [Access("recorded", "quality", kept.week, home.relative(path), sha256_of(path), kept.run_id)]
    )
    return kept


def read_history(home: Home, knowledge: Knowledge, *, with_itself: bool = False) -> History:
    """Return the recorded runs whose knowledge is no later than `knowledge`, the run itself only if wanted.

    A build of earlier knowledge bears the name of the run that had it, whose record is what was known.
    """
    runs = []
    for path in home.audit_history.glob(f"[!.]*/{DESCRIPTION}"):
        try:
            run = _read(path.parent)
        except (OSError, ValueError, TypeError, KeyError):
            continue  # an unreadable record is named by the integrity check
        if run.known_at <= knowledge.known_at_utc and (with_itself or run.run_id != knowledge.run_id):
            runs.append(run)
    return History(home, tuple(sorted(runs, key=lambda run: (run.known_at, run.run_id))))


def _read(folder: Path) -> RecordedRun:
    told = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    return RecordedRun(**(told | {"known_at": dt.datetime.fromisoformat(told["known_at"])}))
