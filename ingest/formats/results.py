"""Several readings taken together: results of parts of the files as one result of all of them.

Belongs here: renumbering and joining `ReadResult`s. Doesn't: reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from ingest.formats.text_table import (
    BLANK_SCHEMA,
    FILE_COLUMN,
    MISSHAPEN_SCHEMA,
    ROW_COLUMN,
    SKIPPED_SCHEMA,
    ReadResult,
    Refusal,
    TextTable,
)


def refused(refusals: Mapping[int, Refusal]) -> ReadResult:
    """Return the result of files that are all refused."""
    return ReadResult(
        tables=(),
        refusals=dict(refusals),
        misshapen=pl.DataFrame(schema=MISSHAPEN_SCHEMA),
        blank=pl.DataFrame(schema=BLANK_SCHEMA),
        rows_received={},
        dialects={},
    )


def placed(result: ReadResult, positions: Sequence[int], shifts: Sequence[int] | None = None) -> ReadResult:
    """Return the result of some files as one of all files.

    `positions` are the files' indexes among all of them. `shifts` is added to each file's row numbers, where
    what was read began further down.
    """

    def of_frame(frame: pl.DataFrame) -> pl.DataFrame:
        at = frame[FILE_COLUMN]
        moved = [pl.Series(positions, dtype=pl.UInt32).gather(at).alias(FILE_COLUMN)]
        if shifts is not None and ROW_COLUMN in frame.columns:
            shift = pl.Series(shifts, dtype=pl.Int64).gather(at)
            moved.append((frame[ROW_COLUMN].cast(pl.Int64) + shift).cast(pl.UInt32).alias(ROW_COLUMN))
        return frame.with_columns(moved)

    return ReadResult(
        tables=tuple(
            TextTable(tuple(positions[file] for file in table.files), table.header, of_frame(table.rows))
            for table in result.tables
        ),
        refusals={positions[file]: refusal for file, refusal in result.refusals.items()},
        misshapen=of_frame(result.misshapen),
        blank=of_frame(result.blank),
        rows_received={positions[file]: rows for file, rows in result.rows_received.items()},
        dialects={positions[file]: dialect for file, dialect in result.dialects.items()},
        skipped=of_frame(result.skipped),
    )


def joined(results: Iterable[ReadResult]) -> ReadResult:
    """Return one result of readings of different files.

    Files with the same header share a table: judging one takes 17 ms however few its rows are (measured on 98
    small workbooks).
    """
    parts = list(results)
    return ReadResult(
        tables=_shared(table for part in parts for table in part.tables),
        refusals=dict(sorted(item for part in parts for item in part.refusals.items())),
        misshapen=pl.concat(
            [pl.DataFrame(schema=MISSHAPEN_SCHEMA), *(part.misshapen for part in parts)]
        ).sort(FILE_COLUMN, ROW_COLUMN),
        blank=pl.concat([pl.DataFrame(schema=BLANK_SCHEMA), *(part.blank for part in parts)]).sort(
            FILE_COLUMN
        ),
        rows_received=dict(sorted(item for part in parts for item in part.rows_received.items())),
        dialects=dict(sorted(item for part in parts for item in part.dialects.items())),
        skipped=pl.concat([pl.DataFrame(schema=SKIPPED_SCHEMA), *(part.skipped for part in parts)]).sort(
            FILE_COLUMN, "reason"
        ),
    )


def _shared(tables: Iterable[TextTable]) -> tuple[TextTable, ...]:
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[TextTable]] = {}
    for table in tables:
        alike.setdefault((table.header, tuple(table.rows.columns)), []).append(table)
    return tuple(
        found[0]
        if len(found) == 1
        else TextTable(
            tuple(sorted(file for table in found for file in table.files)),
            header,
            pl.concat([table.rows for table in found]).sort(FILE_COLUMN, ROW_COLUMN),
        )
        for (header, _), found in alike.items()
    )


def without_rows(table: TextTable, reasons: pl.Series) -> tuple[TextTable, pl.DataFrame]:
    """Leave out the rows that have a reason for it.

    `reasons` holds a String per row, null for rows that stay. Returns the table and `ReadResult.skipped`.
    """
    left_out = (
        table.rows.select(FILE_COLUMN, reasons.alias("reason"))
        .drop_nulls("reason")
        .group_by(FILE_COLUMN, "reason")
        .agg(pl.len().cast(pl.UInt32).alias("rows"))
        .sort(FILE_COLUMN, "reason")
    )
    return replace(table, rows=table.rows.filter(reasons.is_null())), left_out


def count_words(rows: int, one: str, several: str) -> str:
    """Return a count with its noun."""
    return f"1 {one}" if rows == 1 else f"{rows:,} {several}"
