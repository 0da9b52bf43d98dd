"""Reading bytes as CSV in tests, and looking at what came out.

Belongs here: what several of the CSV tests ask. Doesn't: expectations.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

from ingest.configuration.options import Options
from ingest.formats import csv
from ingest.formats.text_table import DeliveredFile, ReadResult, Refusal

FIXTURES = Path(__file__).parents[2] / "fixtures" / "csv"


def read(*contents: bytes, needed: tuple[str, ...] = (), **options: Any) -> ReadResult:
    """Read files with these contents together."""
    files = [DeliveredFile(f"{number}.csv", content) for number, content in enumerate(contents)]
    return csv.read(files, Options(**options), needed)


def read_fixture(name: str, needed: tuple[str, ...] = (), **options: Any) -> ReadResult:
    """Read one file of tests/fixtures/csv."""
    return read((FIXTURES / name).read_bytes(), needed=needed, **options)


def rows_of(result: ReadResult, file: int = 0) -> list[tuple[Any, ...]]:
    """Return a file's rows in order: row number, then its cells."""
    frames = [table.rows.filter(pl.col("file") == file) for table in result.tables if file in table.files]
    assert len(frames) == 1, f"file {file} is in {len(frames)} tables; refusals: {result.refusals}"
    return frames[0].drop("file").rows()


def refusal_of(content: bytes, needed: tuple[str, ...] = (), **options: Any) -> Refusal:
    """Return why a file is refused."""
    result = read(content, needed=needed, **options)
    assert result.tables == ()
    assert result.rows_received == {}
    return result.refusals[0]


def misshapen_of(result: ReadResult, file: int = 0) -> list[tuple[int, ...]]:
    """Return a file's misshapen rows: row number, fields found, fields expected."""
    return result.misshapen.filter(pl.col("file") == file).drop("file").rows()


def unbalanced(result: ReadResult, files: int) -> list[str]:
    """Return everything about a result that doesn't add up."""
    rows: Counter[int] = Counter()
    wrong = []
    taken: list[int] = []
    for table in result.tables:
        taken += table.files
        rows.update(table.rows["file"].to_list())
        if table.rows.schema["file"] != pl.UInt32 or table.rows.schema["row"] != pl.UInt32:
            wrong.append("file and row aren't UInt32")
        if any(table.rows.null_count().row(0)):
            wrong.append("a cell is null")
        if not table.rows.select("file", "row").equals(
            table.rows.select("file", "row").unique().sort("file", "row")
        ):
            wrong.append("rows are repeated or out of order")
    rows.update(result.misshapen["file"].to_list())
    rows.update(dict(result.blank.iter_rows()))
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
