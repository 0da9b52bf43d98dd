"""Reads simulated files the plain way: decoded and split as the clinic's YAML says, every cell as text.

Belongs here: reading for the simulator's tests, independent of the door. Doesn't: any test.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import polars as pl

from ingest.configuration.clinic import Export
from ingest.home import Home


def truth_table(home: Home, name: str) -> pl.DataFrame:
    """Read one table of the truth, all clinics."""
    return pl.read_parquet(home.root / "simulation" / name / "*.parquet")


def read_cells(path: Path, export: Export) -> list[list[str]]:
    """Return header and rows of one file; a row that spans lines is one row."""
    encoding = export.options.encoding or "utf-8"
    text = path.read_bytes().decode("utf-8-sig" if encoding == "utf-8" else encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=export.options.delimiter or ","))


def read_all(home: Home, clinic_id: str, export: Export, names: list[str]) -> pl.DataFrame:
    """Return the rows of several files as text, with `file_name` and `source_row`; short rows left out."""
    rows = []
    for name in names:
        header, *cells = read_cells(home.inbox / clinic_id / name, export)
        rows += [
            {"file_name": name, "source_row": number, **dict(zip(header, row, strict=True))}
            for number, row in enumerate(cells, start=2)
            if len(row) == len(header)
        ]
    return pl.DataFrame(rows, infer_schema_length=None)


def date_in_name(name: str, pattern: str) -> dt.date:
    """Read the date from a file name by `exported_at_pattern`, whose * stands for nothing here."""
    return dt.datetime.strptime(name, pattern.replace("*", "")).replace(tzinfo=dt.UTC).date()
