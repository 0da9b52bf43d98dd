"""Reading delivered files in tests, whatever their format, and looking at what came out.

Belongs here: what the tests of several formats ask. Doesn't: expectations.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

from ingest.formats.catalogue import FORMATS
from ingest.formats.text_table import DeliveredFile, ReadResult, Refusal

FIXTURES = Path(__file__).parents[2] / "fixtures"
CANARY = "canary"
"""Stands in cells that nobody may see: neither a message nor a dialect may hold it."""


def fixture(name: str) -> bytes:
    """Return a file of tests/fixtures."""
    return (FIXTURES / name).read_bytes()


def read_as(
    format_name: str,
    *contents: bytes,
    needed: tuple[str, ...] = (),
    companions: dict[str, bytes] | None = None,
    **options: Any,
) -> ReadResult:
    """Read files together; the result is checked for what holds of every one."""
    reader = FORMATS[format_name]
    files = [DeliveredFile(f"{number}.file", content) for number, content in enumerate(contents)]
    result = reader.read(files, reader.options(**options), needed, companions)
    assert unbalanced(result, len(files)) == []
    assert CANARY not in told(result)
    return result


def told(result: ReadResult) -> str:
    """Return everything that people are told about files."""
    return " ".join(
        [refusal.message for refusal in result.refusals.values()] + list(result.dialects.values())
    )


def table_of(result: ReadResult, file: int = 0) -> pl.DataFrame:
    """Return a file's rows."""
    frames = [table.rows.filter(pl.col("file") == file) for table in result.tables if file in table.files]
    assert len(frames) == 1, f"file {file} is in {len(frames)} tables; refusals: {result.refusals}"
    return frames[0].drop("file")


def rows_of(result: ReadResult, file: int = 0) -> list[tuple[Any, ...]]:
    """Return a file's rows in order: row number, then its cells."""
    return table_of(result, file).rows()


def column_of(result: ReadResult, name: str) -> list[str]:
    """Return one column of the first file."""
    return table_of(result)[name].to_list()


def skipped_of(result: ReadResult, file: int = 0) -> dict[str, int]:
    """Return how many rows a file's format left out, by reason."""
    return {reason: rows for at, reason, rows in result.skipped.rows() if at == file}


def refusal_of(result: ReadResult, file: int = 0) -> Refusal:
    """Return why a file is refused."""
    assert all(file not in table.files for table in result.tables)
    return result.refusals[file]


def unbalanced(result: ReadResult, files: int) -> list[str]:
    """Return everything about a result that doesn't add up."""
    wrong = []
    rows: Counter[int] = Counter()
    taken = [file for table in result.tables for file in table.files]
    for table in result.tables:
        rows.update(table.rows["file"].to_list())
        if not set(table.rows["file"]) <= set(table.files):
            wrong.append("a table has rows of a file that it doesn't name")
        if table.rows.schema["file"] != pl.UInt32 or table.rows.schema["row"] != pl.UInt32:
            wrong.append("file and row aren't UInt32")
        cells = table.rows.drop("file", "row")
        if any(dtype != pl.String for dtype in cells.dtypes) or any(table.rows.null_count().row(0)):
            wrong.append("a cell isn't text")
        if not set(cells.columns) <= set(table.header):
            wrong.append("a column isn't in the header")
        places = table.rows.select("file", "row")
        if not places.equals(places.unique().sort("file", "row")):
            wrong.append("rows are repeated or out of order")
    rows.update(result.misshapen["file"].to_list())
    for file, count in result.blank.rows():
        rows[file] += count
    for file, _, count in result.skipped.rows():
        rows[file] += count
    if sorted([*taken, *result.refusals]) != list(range(files)):
        wrong.append(f"of {files} files {taken} are taken and {list(result.refusals)} are refused")
    if sorted(taken) != sorted(result.rows_received):
        wrong.append("rows_received speaks of other files than those that are taken")
    wrong += [
        f"file {file}: {result.rows_received.get(file)} rows received, {rows[file]} accounted for"
        for file in {*taken, *rows}
        if result.rows_received.get(file) != rows[file]
    ]
    return wrong
