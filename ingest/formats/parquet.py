"""The Parquet format: typed columns as the text that a person would type.

Belongs here: Parquet's types as text. Doesn't: what a column means.

Text stays as it is; whole numbers, also those that are kept as floating point, have no decimal mark, others
the export's own; dates and times are ISO 8601, with the offset where there is one. Rows are numbered as a
spreadsheet would that shows the columns' names in its first row.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from ingest.configuration.format_options import ParquetOptions
from ingest.formats.results import joined, placed, refused
from ingest.formats.text_table import (
    BLANK_SCHEMA,
    FILE_COLUMN,
    MISSHAPEN_SCHEMA,
    OWN_COLUMNS,
    ROW_COLUMN,
    DeliveredFile,
    ReadResult,
    Refusal,
    TextTable,
)

MARK = b"PAR1"
FIRST_ROW = 2
MOST_CELLS = 400_000_000
"""Rows times columns that are read; a few bytes can claim any number of equal values."""
AGAIN = "Ask the sender to write it again, with columns of plain types."


def read(files: Sequence[DeliveredFile], options: ParquetOptions, needed: Collection[str]) -> ReadResult:
    """Read Parquet files; whatever their bytes are, each gives a table or a refusal.

    `needed` are the columns that the mapping uses; only those are read. Where it is empty all are. Refusals:
    FILE-EMPTY, FILE-UNREADABLE, FILE-TOO-LARGE, FILE-COLUMN-MISSING, FILE-COLUMN-TWICE, FILE-HEADER.
    """
    return joined(
        placed(_read_one(file.content, frozenset(needed), options.decimal), [index])
        for index, file in enumerate(files)
    )


def _read_one(content: bytes, needed: frozenset[str], decimal: str) -> ReadResult:
    read = _frame(content, needed)
    if isinstance(read, Refusal):
        return refused({0: read})
    frame, header, note = read
    texts = frame.select(_as_text(column, decimal).alias(column.name) for column in frame)
    is_blank = texts.select(pl.all_horizontal(pl.all().str.strip_chars() == "")).to_series()
    rows = texts.select(
        pl.zeros(texts.height, pl.UInt32, eager=True).alias(FILE_COLUMN),
        pl.int_range(FIRST_ROW, FIRST_ROW + texts.height, dtype=pl.UInt32, eager=True).alias(ROW_COLUMN),
        pl.all(),
    )
    blank = int(is_blank.sum())
    return ReadResult(
        tables=(TextTable((0,), header, rows.filter(~is_blank)),),
        refusals={},
        misshapen=pl.DataFrame(schema=MISSHAPEN_SCHEMA),
        blank=pl.DataFrame([(0, blank)] if blank else [], schema=BLANK_SCHEMA, orient="row"),
        rows_received={0: texts.height},
        dialects={0: note},
    )


def _frame(content: bytes, needed: frozenset[str]) -> tuple[pl.DataFrame, tuple[str, ...], str] | Refusal:
    """Return the columns that are read, the names of all, and what the file says of itself."""
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet as pq

    if not content:
        return Refusal("FILE-EMPTY", f"The file is empty. {AGAIN}", 0)
    if not content.startswith(MARK):
        return _unreadable()
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        names = [name.strip() for name in file.schema_arrow.names]
        fault = _fault(file, names, needed)
        if fault is not None:
            return fault
        wanted = [
            original
            for original, name in zip(file.schema_arrow.names, names, strict=True)
            if (name in needed if needed else name and name not in OWN_COLUMNS)
        ]
        table = file.read(columns=wanted)
        frame = pl.DataFrame({name.strip(): pl.from_arrow(table.column(name)) for name in wanted})
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError):
        return _unreadable()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return _unreadable()
    return frame, tuple(name for name in names if name), "Parquet"


def _fault(file: Any, names: list[str], needed: frozenset[str]) -> Refusal | None:
    rows = file.metadata.num_rows
    if rows * max(1, len(needed or names)) > MOST_CELLS:
        return Refusal(
            "FILE-TOO-LARGE",
            f"The file says that it holds {rows:,} rows, more than can be read at once. Ask the sender to "
            "split it.",
            None,
        )
    missing = sorted(needed.difference(names))
    if missing:
        return Refusal(
            "FILE-COLUMN-MISSING",
            f"The file lacks {_listed(missing)}. Correct `columns` in the clinic's YAML, or ask the sender "
            "for the missing columns.",
            rows,
        )
    counts = Counter(names)
    twice = sorted(name for name, n in counts.items() if n > 1 and (name in needed or not needed))
    if twice:
        return Refusal("FILE-COLUMN-TWICE", f"More than one column is called {_listed(twice)}. {AGAIN}", rows)
    own = sorted(needed.intersection(OWN_COLUMNS))
    if own:
        return Refusal(
            "FILE-HEADER",
            f"A column named {_listed(own)} can't be mapped: Rapport numbers files and rows under that "
            "name. Ask the sender for another column name.",
            rows,
        )
    plain = [
        field.name.strip()
        for field in file.schema_arrow
        if not _is_plain(field.type) and (field.name.strip() in needed or not needed)
    ]
    if plain:
        return Refusal(
            "FILE-HEADER",
            f"{_listed(sorted(plain))} holds nested or binary values, which can't stand in one cell. {AGAIN}",
            rows,
        )
    return None


def _is_plain(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    checks = (
        types.is_integer,
        types.is_floating,
        types.is_boolean,
        types.is_string,
        types.is_large_string,
        types.is_string_view,
        types.is_date,
        types.is_timestamp,
        types.is_time,
        types.is_decimal,
        types.is_null,
    )
    return any(check(kind) for check in checks)


def _as_text(column: pl.Series, decimal: str) -> pl.Series:
    """Write a column's values as text, empty where there is none; `decimal` is the decimal mark of
    numbers."""
    if column.dtype.is_float():
        text = _floats(column).str.replace(".", decimal, literal=True)
    elif column.dtype.is_decimal():
        text = column.cast(pl.String).str.replace(".", decimal, literal=True)
    elif isinstance(column.dtype, pl.Datetime):
        offset = "%:z" if column.dtype.time_zone else ""
        text = column.dt.strftime(f"%Y-%m-%d %H:%M:%S%.f{offset}")
    elif column.dtype == pl.Date:
        text = column.dt.strftime("%Y-%m-%d")
    elif column.dtype == pl.Time:
        text = column.dt.strftime("%H:%M:%S%.f")
    elif column.dtype == pl.Null:
        text = pl.Series(column.name, [None] * column.len(), dtype=pl.String)
    else:
        text = column.cast(pl.String)
    return text.fill_null("")


def _floats(column: pl.Series) -> pl.Series:
    """Write floating point numbers shortest, without exponents: 3.0 as 3."""
    distinct = column.drop_nulls().unique()
    shortest = distinct.cast(pl.String).to_list()
    texts = [
        format(Decimal(text), "f").removesuffix(".0") if text not in ("NaN", "inf", "-inf") else text
        for text in shortest
    ]
    if not distinct.len():
        return pl.Series(column.name, [None] * column.len(), dtype=pl.String)
    return column.replace_strict(distinct, texts, default=None, return_dtype=pl.String)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:20])
    return shown if len(names) <= 20 else f"{shown} and {len(names) - 20} more"


def _unreadable() -> Refusal:
    return Refusal(
        "FILE-UNREADABLE",
        f"This is no Parquet file, or a damaged one: it can't be read to its end. {AGAIN}",
        None,
    )
