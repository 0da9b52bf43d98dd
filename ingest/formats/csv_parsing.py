"""From whole records of files with one layout to a frame of text cells, and the count of all others.

Belongs here: one buffer at a time, its shape checked before polars parses it. Doesn't: opening files and
deciding what goes into a buffer (`csv`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.formats import csv_records
from ingest.formats.csv_header import Layout
from ingest.formats.csv_quotes import record_at
from ingest.formats.csv_records import Offsets, Records
from ingest.formats.text_table import FILE_COLUMN, ROW_COLUMN

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Piece:
    """Whole records of one file, ending with a line feed."""

    file: int
    content: bytes
    first_row: int
    """Row number of its first record."""
    is_mended: bool = False
    """Its quotes are known to be sound."""


@dataclass(frozen=True)
class Parsed:
    """What a buffer of pieces holds; per piece where it says so, in the order of the pieces."""

    rows: pl.DataFrame
    """`file`, `row`, then the columns that the layout keeps, named as in the header."""
    misshapen: pl.DataFrame
    """`file`, `row`, `fields_found`, `fields_expected`."""
    received: list[int]
    """Records, per piece."""
    blank: list[int]
    """Wholly blank records, per piece."""
    nameless: dict[tuple[int, int], int]
    """Per file and position of a column without a name, where that matters: rows that hold text in it."""


@dataclass(frozen=True)
class _Places:
    """Where each record of a buffer comes from."""

    received: Offsets
    """Number of records, per piece."""
    piece: Offsets
    """Position of the record's piece."""
    file: Offsets
    row: Offsets


def parse(pieces: Sequence[Piece], layout: Layout) -> Parsed | list[int]:
    """Parse pieces of one layout together, or return the positions of those whose quotes are astray."""
    buffer = b"".join(piece.content for piece in pieces)
    width, delimiter = len(layout.names), layout.delimiter
    records = csv_records.find_records(buffer, delimiter, width)
    stray = _astray(pieces, records)
    if stray:
        return stray
    places = _places(pieces, records)
    starts, ends = records.starts, records.ends
    fits = records.fields == width
    is_blank = np.zeros(len(ends), np.bool_)
    if not fits.all():
        odd = np.flatnonzero(~fits)
        is_blank[odd] = csv_records.is_blank(buffer, starts[odd], ends[odd], delimiter)
    misshapen = np.flatnonzero(~fits & ~is_blank)

    fitting = np.flatnonzero(fits)
    frame = _frame(buffer if fits.all() else csv_records.only(buffer, ends, fits), layout, len(fitting))
    hollow = fitting[_hollow(frame)] if frame.width else fitting
    is_blank[hollow] = csv_records.is_blank(buffer, starts[hollow], ends[hollow], delimiter)
    is_filled = ~is_blank[fitting]
    if not is_filled.all():
        fitting = fitting[is_filled]
        frame = frame.filter(pl.Series(is_filled)) if frame.width else frame
    origin = _origin(places, fitting)
    return Parsed(
        rows=_named(frame, layout, origin),
        misshapen=_origin(places, misshapen).with_columns(
            pl.Series("fields_found", records.fields[misshapen].astype(np.uint32)),
            pl.lit(width, pl.UInt32).alias("fields_expected"),
        ),
        received=places.received.tolist(),
        blank=np.bincount(places.piece[is_blank], minlength=len(pieces)).tolist(),
        nameless=_nameless(frame, layout, origin),
    )


def _astray(pieces: Sequence[Piece], records: Records) -> list[int]:
    """Return the positions of the pieces whose quotes must be mended before they can be parsed."""
    ends = np.cumsum([len(piece.content) for piece in pieces])
    found = np.unique(np.searchsorted(ends, np.concatenate((records.unsound, records.swallowing)), "right"))
    return [int(i) for i in found if not pieces[i].is_mended]


def _places(pieces: Sequence[Piece], records: Records) -> _Places:
    upto = np.searchsorted(records.ends, np.cumsum([len(piece.content) for piece in pieces]), "right")
    received = np.diff(upto, prepend=0)
    piece = np.repeat(np.arange(len(pieces)), received)
    first_row = np.array([piece.first_row for piece in pieces]) - (upto - received)
    return _Places(
        received=received,
        piece=piece,
        file=np.array([piece.file for piece in pieces])[piece],
        row=np.arange(len(records.ends)) + first_row[piece],
    )


def _frame(buffer: bytes, layout: Layout, height: int) -> pl.DataFrame:
    """Return the columns that matter, named by position, of records that all have the layout's width."""
    wanted = [str(i) for i in sorted((*layout.kept, *layout.nameless))]
    schema = dict.fromkeys((str(i) for i in range(len(layout.names))), pl.String())
    if not wanted or not buffer:
        return pl.DataFrame(schema={name: pl.String() for name in wanted})
    is_masked = buffer.startswith(BYTE_ORDER_MARK)  # the first cell's own: polars would drop it
    if is_masked:
        buffer = layout.delimiter * (len(schema) - 1) + b"\n" + buffer
    try:
        frame = pl.read_csv(
            buffer,
            has_header=False,
            schema=schema,
            columns=[int(name) for name in wanted] if len(wanted) < len(schema) else None,
            separator=layout.delimiter.decode(),
            quote_char='"' if b'"' in buffer else None,
            empty_string_is_null=False,
            glob=False,
        ).slice(int(is_masked))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        frame = pl.DataFrame()
    if frame.height == height and not any(column.null_count() for column in frame):
        return frame.select(wanted)
    return _cell_by_cell(buffer, layout, wanted).slice(int(is_masked))


def _cell_by_cell(buffer: bytes, layout: Layout, wanted: list[str]) -> pl.DataFrame:
    """Parse without polars: slow, for a buffer that it can't parse although every record is sound."""
    cells: dict[str, list[str]] = {name: [] for name in wanted}
    at = 0
    while at < len(buffer):
        record, at = record_at(buffer, at, layout.delimiter)
        for name in wanted:
            cells[name].append(record[int(name)].decode())
    return pl.DataFrame(cells, schema=dict.fromkeys(wanted, pl.String()))


def _hollow(frame: pl.DataFrame) -> Offsets:
    """Return the positions of rows whose every cell is empty or space: mostly one look at a column."""
    left: Offsets | None = None
    for column in frame:
        cells = column if left is None else column.gather(pl.Series(left))
        empty = np.flatnonzero((cells.str.strip_chars() == "").to_numpy())
        left = empty if left is None else left[empty]
        if not len(left):
            break
    assert left is not None  # the frame has a column
    return left


def _origin(places: _Places, records: Offsets) -> pl.DataFrame:
    return pl.DataFrame(
        {
            FILE_COLUMN: places.file[records].astype(np.uint32),
            ROW_COLUMN: places.row[records].astype(np.uint32),
        }
    )


def _named(frame: pl.DataFrame, layout: Layout, origin: pl.DataFrame) -> pl.DataFrame:
    return origin.with_columns(frame[str(i)].alias(layout.names[i]) for i in layout.kept)


def no_rows(layout: Layout) -> pl.DataFrame:
    """Return what `Parsed.rows` is where there is no record."""
    names = {layout.names[i]: pl.String() for i in layout.kept}
    return pl.DataFrame(schema={FILE_COLUMN: pl.UInt32(), ROW_COLUMN: pl.UInt32(), **names})


def _nameless(frame: pl.DataFrame, layout: Layout, origin: pl.DataFrame) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for position in layout.nameless:
        holds_text = frame[str(position)].str.strip_chars() != ""
        if holds_text.any():
            counts = origin[FILE_COLUMN].filter(holds_text).value_counts()
            found |= {(file, position): rows for file, rows in counts.iter_rows()}
    return found
