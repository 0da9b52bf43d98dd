"""Where published files are kept in a home: their counts and their provenance, as Parquet.

Belongs here: writing and reading `benchmark/`. Doesn't: what the files look like (`layouts`).

    benchmark/counts/<sha256>.parquet      the counts of one file (COUNTS_SCHEMA)
    benchmark/sources/<sha256>.parquet     where they come from, one row; written last, so that a file without
                                           it was never loaded
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import polars as pl

from ingest.home import Home
from warehouse.benchmark.layouts import COUNTS_SCHEMA, BenchmarkError, read_published

PUBLISHER = "NHS England, NHS Talking Therapies, for anxiety and depression"

LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
"""The publisher's licence, with the sentence that it asks for."""


@dataclass(frozen=True)
class LoadedFile:
    """The provenance of one published file. `loaded_at` is UTC, without zone."""

    file_sha256: str
    file_name: str
    file_bytes: int
    layout: str
    publisher: str
    licence: str
    period_start: dt.date
    period_end: dt.date
    provider_count: int
    suppressed_cells: int
    loaded_at: dt.datetime


def load_file(
    home: Home, path: Path, *, year: str | None = None, now: dt.datetime | None = None
) -> LoadedFile:
    """Read a published file, check it, and keep its counts in the home.

    The same file again is read again and replaces itself. `year`: see `read_published`. `now` (with a zone)
    is the time noted as `loaded_at`.

    Raises BenchmarkError if the file isn't there or can't be used.
    """
    if not path.is_file():
        raise BenchmarkError(f"There is no file {path.name}.")
    content = path.read_bytes()
    found = read_published(content, path.name, year)
    digest = hashlib.sha256(content).hexdigest()
    source = LoadedFile(
        file_sha256=digest,
        file_name=path.name,
        file_bytes=len(content),
        layout=found.layout,
        publisher=PUBLISHER,
        licence=LICENCE,
        period_start=found.counts.select(pl.col("period_start").min()).item(),
        period_end=found.counts.select(pl.col("period_end").max()).item(),
        provider_count=found.counts.filter(level="provider")["organisation_code"].n_unique(),
        suppressed_cells=int(found.counts["is_suppressed"].sum()),
        loaded_at=(now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(tzinfo=None),
    )
    _write(found.counts, _counts_file(home, digest))
    _write(pl.DataFrame([asdict(source)]), _source_file(home, digest))
    return source


def loaded_files(home: Home) -> list[LoadedFile]:
    """Return the files that were loaded, the latest last."""
    folder = home.benchmark / "sources"
    names = [field.name for field in fields(LoadedFile)]
    rows = [
        LoadedFile(**pl.read_parquet(file).select(names).row(0, named=True))
        for file in sorted(folder.glob("*.parquet"))
    ]
    return sorted(rows, key=lambda source: (source.loaded_at, source.file_sha256))


def read_counts(home: Home) -> pl.DataFrame:
    """Return all counts, as COUNTS_SCHEMA and `file_sha256`.

    Where several files tell the same organisation's count of the same period, the file loaded last counts.
    """
    sources = loaded_files(home)
    parts = [
        pl.read_parquet(_counts_file(home, source.file_sha256)).with_columns(
            file_sha256=pl.lit(source.file_sha256), order=pl.lit(number)
        )
        for number, source in enumerate(sources)
    ]
    if not parts:
        return pl.DataFrame(schema={**COUNTS_SCHEMA, "file_sha256": pl.String})
    key = ["level", "organisation_code", "period_start", "period_end", "count_id"]
    return pl.concat(parts).sort(*key, "order").unique(key, keep="last", maintain_order=True).drop("order")


def _counts_file(home: Home, digest: str) -> Path:
    return home.benchmark / "counts" / f"{digest}.parquet"


def _source_file(home: Home, digest: str) -> Path:
    return home.benchmark / "sources" / f"{digest}.parquet"


def _write(frame: pl.DataFrame, file: Path) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}")
    frame.write_parquet(fresh)
    fresh.replace(file)
