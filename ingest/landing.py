"""Committed batches: written aside, then moved into place by one rename, never changed afterwards.

Belongs here: the folders of landing, Parquet files, manifests, leftovers of killed runs. Doesn't: what goes
into a batch (`door`) and whether it may be committed (`acceptance`).
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import polars as pl

from ingest.canonical import Feed
from ingest.durable_files import flush, sha256_of
from ingest.home import Home
from ingest.landing_tables import BATCH_TABLES, NOTED_TABLES, rows_schema

LANDING_VERSION = 3
"""Of the batches' layout; raised when a column is added or changes its meaning."""
ROWS = "rows"
MANIFEST = "manifest.json"
COMPRESSION_LEVEL = 1
"""zstd's fastest: a third smaller than lz4 at the same speed (measured on a million forms)."""


@dataclass(frozen=True)
class StagedBatch:
    """A batch that is written but not committed."""

    batch_id: str
    clinic_id: str
    export_name: str
    feed: Feed
    received_at: dt.datetime
    folder: Path  # in landing/.incoming
    target: Path  # where it will lie
    counts: dict[str, int] = field(default_factory=dict)  # rows written, by table

    def table(self, name: str) -> Path:
        """Return the path of one of its Parquet files."""
        return self.folder / f"{name}.parquet"


def incoming(home: Home) -> Path:
    """Return the folder in which batches are written."""
    return home.landing / ".incoming"


def prepare(home: Home) -> None:
    """Make landing's folders and its empty tables, and clear away what a killed run left behind."""
    for leftover in (incoming(home), home.landing / ".noting"):
        shutil.rmtree(leftover, ignore_errors=True)
    incoming(home).mkdir(parents=True)
    for feed in Feed:
        (home.landing / feed.value).mkdir(exist_ok=True)
        _write_empty(home.landing / feed.value / "empty.parquet", rows_schema(feed))
    for name, schema in (BATCH_TABLES | NOTED_TABLES).items():
        _write_empty(home.landing / f"empty_{name}.parquet", schema)


def new_batch(
    home: Home, *, batch_id: str, clinic_id: str, export_name: str, feed: Feed, received_at: dt.datetime
) -> StagedBatch:
    """Make the folder of a batch that is about to be written.

    Raises:
        FileExistsError: a batch of this id was made before; run ids must never repeat.
    """
    target = home.landing / feed.value / f"clinic={clinic_id}" / f"batch={batch_id}"
    if target.exists():
        raise FileExistsError(f"the batch {batch_id} of {clinic_id} exists already; a run's id must be new")
    folder = incoming(home) / f"{clinic_id}-{batch_id}"
    folder.mkdir(parents=True)
    return StagedBatch(batch_id, clinic_id, export_name, feed, received_at, folder, target)


def write_table(batch: StagedBatch, name: str, frame: pl.DataFrame) -> None:
    """Write one of a staged batch's tables, with exactly the columns and types that landing promises."""
    schema = rows_schema(batch.feed) if name == ROWS else BATCH_TABLES[name]
    ordered = frame
    if frame.schema != schema:
        ordered = frame.select(pl.col(column).cast(dtype) for column, dtype in schema.items())
    ordered.write_parquet(batch.table(name), compression="zstd", compression_level=COMPRESSION_LEVEL)
    batch.counts[name] = ordered.height


def commit(batches: Sequence[StagedBatch]) -> None:
    """Write the manifests and move staged batches into place, each by one rename.

    Everything is flushed to disk before the first rename, so that a power cut never leaves a committed batch
    with missing bytes; flushed together, most flushes cost nothing.
    """
    for batch in batches:
        _write_manifest(batch)
    for batch in batches:
        for path in (*batch.folder.iterdir(), batch.folder):
            flush(path)
    for batch in batches:
        batch.target.parent.mkdir(parents=True, exist_ok=True)
        batch.folder.rename(batch.target)
    for parent in sorted({batch.target.parent for batch in batches}):
        flush(parent)


def note(home: Home, table: str, place: str, batch_id: str, frame: pl.DataFrame) -> Path:
    """Land a table that belongs to no batch of files (NOTED_TABLES), under its clinic or other place.

    Like a batch it is written aside, moved into place by one rename and never changed; returns its folder.

    Raises:
        FileExistsError: there is one of this id already.
    """
    target = home.landing / table / f"clinic={place}" / f"batch={batch_id}"
    if target.exists():
        raise FileExistsError(f"{home.relative(target)} exists already; an id must be new")
    folder = home.landing / ".noting" / f"{table}-{place}-{batch_id}"
    folder.mkdir(parents=True)
    path = folder / f"{table}.parquet"
    frame.select(pl.col(name).cast(dtype) for name, dtype in NOTED_TABLES[table].items()).write_parquet(path)
    for written in (path, folder):
        flush(written)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(target)
    flush(target.parent)
    return target


def write_again(
    home: Home, target: Path, tables: Mapping[str, pl.DataFrame], manifest: dict[str, Any]
) -> None:
    """Write a batch that replaces another one, by one rename; only erasure does that.

    `manifest` is the other one's; its counts and hashes are made anew.
    """
    folder = incoming(home) / f"again-{target.parent.name}-{target.name}"
    folder.mkdir(parents=True)
    for name, frame in tables.items():
        frame.write_parquet(
            folder / f"{name}.parquet", compression="zstd", compression_level=COMPRESSION_LEVEL
        )
    counts = {name: frame.height for name, frame in tables.items()}
    hashes = {name: sha256_of(folder / f"{name}.parquet") for name in tables}
    text = json.dumps(manifest | {"counts": counts, "sha256": hashes}, indent=2, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    for path in (*folder.iterdir(), folder):
        flush(path)
    folder.rename(target)
    flush(target.parent)


def _write_manifest(batch: StagedBatch) -> None:
    names = (ROWS, *BATCH_TABLES)
    manifest = {
        "landing_version": LANDING_VERSION,
        "rapport_version": _rapport_version(),
        "batch_id": batch.batch_id,
        "clinic_id": batch.clinic_id,
        "export_name": batch.export_name,
        "feed": batch.feed.value,
        "received_at": batch.received_at.isoformat(),
        "counts": {name: batch.counts[name] for name in names},
        "sha256": {name: sha256_of(batch.table(name)) for name in names},
    }
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (batch.folder / MANIFEST).write_text(text, encoding="utf-8")


def discard(batch: StagedBatch) -> None:
    """Remove a staged batch that won't be committed."""
    shutil.rmtree(batch.folder, ignore_errors=True)


def _write_empty(path: Path, schema: pl.Schema) -> None:
    if path.exists() and pl.read_parquet_schema(path) == schema:
        return
    beside = path.with_suffix(".new")
    pl.DataFrame(schema=schema).write_parquet(beside)
    beside.replace(path)


@cache
def _rapport_version() -> str:
    try:
        return version("rapport")
    except PackageNotFoundError:
        return "uninstalled"
