"""What every format hands over: tables of text cells, and a reason for each file that gives none.

Belongs here: the shape that all formats share. Doesn't: how one of them is read, and what a cell means; a
cell is text exactly as it was sent, so that codes such as `NA` are the mapping's business."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

FILE_COLUMN = "file"
ROW_COLUMN = "row"
OWN_COLUMNS = (FILE_COLUMN, ROW_COLUMN)
"""Columns of `TextTable.rows` that say where a row comes from; a file's column of that name isn't in it."""

MISSHAPEN_SCHEMA = {
    FILE_COLUMN: pl.UInt32,
    ROW_COLUMN: pl.UInt32,
    "fields_found": pl.UInt32,
    "fields_expected": pl.UInt32,
}
BLANK_SCHEMA = {FILE_COLUMN: pl.UInt32, "rows": pl.UInt32}
SKIPPED_SCHEMA = {FILE_COLUMN: pl.UInt32, "reason": pl.String, "rows": pl.UInt32}


def nothing_skipped() -> pl.DataFrame:
    """Return `ReadResult.skipped` of a format that takes every row."""
    return pl.DataFrame(schema=SKIPPED_SCHEMA)


@dataclass(frozen=True)
class DeliveredFile:
    """One file as it was found."""

    name: str
    """Path relative to the source folder, with forward slashes."""
    content: bytes


@dataclass(frozen=True)
class Refusal:
    """Why a whole file could not be taken."""

    rule: str
    """A stable id, such as FILE-EMPTY, FILE-ENCODING or FILE-COLUMN-MISSING."""
    message: str
    """What is wrong, where, and the remedy; never a cell's value."""
    rows: int | None
    """Rows under the header, if they could be counted."""


@dataclass(frozen=True)
class TextTable:
    """The rows of one or several files that share one header."""

    files: tuple[int, ...]
    """Indexes into the list of files that was given; a file may be here without having a row."""
    header: tuple[str, ...]
    """The columns' names as in the file, trimmed; columns without a name aren't listed."""
    rows: pl.DataFrame
    """`file` UInt32 (index), `row` UInt32 (as a spreadsheet numbers it: a header on top is 1), then one
    String column per name: untrimmed text, empty where the cell is empty, never null."""


@dataclass(frozen=True)
class ReadResult:
    """Everything that became of the files: every one is either in `tables` or in `refusals`.

    For each file in a table, `rows_received` = its rows in `tables` + `misshapen` + `blank` + `skipped`.
    """

    tables: tuple[TextTable, ...]
    refusals: dict[int, Refusal]
    misshapen: pl.DataFrame
    """`file`, `row`, `fields_found`, `fields_expected` (UInt32): rows with another number of fields than the
    header. Not in `tables`."""
    blank: pl.DataFrame
    """`file`, `rows` (UInt32): how many rows were wholly blank. Not in `tables`."""
    rows_received: dict[int, int]
    """Per file that was taken: all records under the header."""
    dialects: dict[int, str]
    """Per file whose way of writing was understood: that way, in words for the audit."""
    skipped: pl.DataFrame = field(default_factory=nothing_skipped)
    """`file`, `reason` (String), `rows` (UInt32): how many rows the format itself leaves out, such as a
    survey's previews. Not in `tables`."""
