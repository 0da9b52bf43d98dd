"""The files that a clinic sends: their names, days and bytes, and which are sent twice or wrongly encoded.

Belongs here: rendering a series of rows into files, in memory.
Doesn't: the rows (`dialects`, `dirt`), the disk (`writing`).
"""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from ingest.simulator.clinic_days import date_of
from ingest.simulator.containers import resource_lines, workbook
from ingest.simulator.dialects import DIALECTS
from ingest.simulator.dirt import soil
from ingest.simulator.file_series import BLANK, FileSeries
from ingest.simulator.network import SimulatedClinic


@dataclass(frozen=True)
class SentFile:
    """One file of one clinic."""

    name: str
    placed_on: dt.date
    """The day on which it appears in the inbox."""
    exported_on: dt.date
    """The day at whose beginning its rows were exported."""
    status: Literal["accepted", "redelivered", "refused"]
    """What a door should say."""
    delivery: int
    """Day number of the rows' delivery in the series."""
    first_row: int
    rows: int


@dataclass(frozen=True)
class SentSeries:
    """All files of one kind that a clinic ever sends."""

    series: FileSeries
    files: tuple[SentFile, ...]

    def content(self, file: SentFile) -> bytes:
        """Render one file."""
        content = _rendered(self.series.rows.slice(file.first_row, file.rows), self.series)
        if file.status != "refused":
            return content
        return content.decode(self.series.writing.encoding).encode("cp1252")


def sent_by(part: SimulatedClinic) -> Iterator[SentSeries]:
    """Return what a clinic sends during the whole history, kind of file after kind of file."""
    rng = np.random.default_rng(np.random.SeedSequence(part.parameters.seed, spawn_key=(_seed_of(part), 1)))
    dirt = part.parameters.dirt
    for clean in DIALECTS[part.plan.dialect].file_series(part, rng):
        series = _stamped(soil(clean, dirt, part.calendar, rng))
        days = series.rows["_delivery"].unique().sort().to_list()[:-1]
        resent = _pick(days, dirt.resent_files if series.faults.resends else 0, rng)
        telling = _days_with_more_than_ascii(series) if series.faults.garbles else []
        left = [day for day in days if day in telling and day not in resent]
        garbled = _pick(left, dirt.wrong_encodings, rng)
        yield _recognised(SentSeries(series, tuple(_files_of(series, resent, garbled))))


def _recognised(sent: SentSeries) -> SentSeries:
    """Mark files whose bytes have been there before, where only their time says that they are new."""
    if not sent.series.is_dated_by_file:
        return sent
    known: set[bytes] = set()
    files = []
    for file in sent.files:
        digest = hashlib.sha256(sent.content(file)).digest()
        files.append(replace(file, status="redelivered") if digest in known else file)
        known.add(digest)
    return SentSeries(sent.series, tuple(files))


def _seed_of(part: SimulatedClinic) -> int:
    """A clinic's files depend on its id, so that they don't change with the clinics before it."""
    return int.from_bytes(hashlib.sha256(part.plan.clinic_id.encode()).digest()[:4])


def _pick(days: list[int], count: int, rng: np.random.Generator) -> list[int]:
    size = min(count, len(days))
    return sorted(int(day) for day in rng.choice(days, size, replace=False)) if size else []


def _days_with_more_than_ascii(series: FileSeries) -> list[int]:
    """Only in these files does it show that they are in Windows-1252 instead of UTF-8."""
    beyond = pl.any_horizontal(pl.col(series.text_columns).str.contains(r"[^\x00-\x7F]"))
    days: list[int] = series.rows.filter(beyond)["_delivery"].unique().to_list()
    return days


def _stamped(series: FileSeries) -> FileSeries:
    """Fill the column that says when rows were exported: at the beginning of the delivery's day."""
    if series.stamp is None:
        return series
    name, form = series.stamp
    moment = pl.col("_delivery").cast(pl.Date).cast(pl.Datetime("us")).dt.strftime(form)
    filled = pl.when(pl.col("_fault").ne_missing(BLANK)).then(moment).alias(name)
    return series.with_rows(series.rows.with_columns(filled))


def _files_of(series: FileSeries, resent: list[int], garbled: list[int]) -> Iterator[SentFile]:
    runs = series.rows["_delivery"].rle().struct.unnest()
    first = 0
    for rows, day in runs.iter_rows():  # one per file
        placed = date_of(day)
        name = placed.strftime(series.pattern)
        if day in garbled:
            yield SentFile(name, placed, placed, "refused", day, first, rows)
            placed += dt.timedelta(days=1)
            name = placed.strftime(series.pattern)
        yield SentFile(name, placed, placed, "accepted", day, first, rows)
        if day in resent:
            again = f"{Path(name).stem}_again{Path(name).suffix}"
            yield SentFile(again, placed + dt.timedelta(days=7), placed, "redelivered", day, first, rows)
        first += rows


def _rendered(rows: pl.DataFrame, series: FileSeries) -> bytes:
    writing = series.writing
    text = rows.select(series.text_columns)
    if writing.null:
        is_blank = (rows["_fault"] == BLANK).fill_null(False)
        text = text.with_columns(
            pl.when(~is_blank).then(pl.col(name).fill_null(writing.null)).alias(name) for name in text.columns
        )
    if writing.container == "xlsx":
        return workbook(text, writing.title, writing.moments)
    if writing.container == "ndjson":
        return resource_lines(text, writing.written)
    buffer = io.BytesIO()
    text.write_csv(
        buffer, separator=writing.delimiter, line_terminator=writing.line_end, quote_style=writing.quotes
    )
    content = buffer.getvalue()
    shortened = (rows["_fault"] == "short_row").fill_null(False).arg_true().to_list()
    if shortened:
        content = _shortened(content, shortened, writing.line_end)
    if writing.encoding != "utf-8":
        content = content.decode("utf-8").encode(writing.encoding)
    if writing.has_bom:
        content = (codecs.BOM_UTF8 if writing.encoding == "utf-8" else codecs.BOM_UTF16_LE) + content
    return content


def _shortened(content: bytes, places: list[int], line_end: str) -> bytes:
    """Cut rows off in their middle; only files without line breaks inside cells have this fault."""
    end = line_end.encode()
    lines = content.split(end)
    for place in places:
        lines[place + 1] = lines[place + 1][: len(lines[place + 1]) // 2]
    return end.join(lines)
