"""The weekly files of one kind that a clinic exports: rows as text, how they are written, what they carry.

Belongs here: the shape of such a series, and what a door should make of each file. Doesn't: filling it
(`dialects`), soiling it (`dirt`), putting it on disk (`writing`).

Besides the file's own text columns, `rows` has columns that aren't written: `_delivery` (day number of the
file), `_order` (place in the file), `_entity` (number of the thing in its tidy table), `_fault` (what is
wrong with the row; null: nothing) and `_is_mended` (whether a sound version follows).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

PRIVATE_COLUMNS = ("_delivery", "_order", "_entity", "_fault", "_is_mended")

BLANK, TEST = "blank_row", "test_client"
QUARANTINED_FAULTS = ("unreadable_date", "out_of_range_item", "unmapped_code", "short_row")


@dataclass(frozen=True)
class Writing:
    """How the files are written down."""

    delimiter: str = ","
    encoding: str = "utf-8"
    has_bom: bool = False
    line_end: str = "\n"
    quotes: Literal["necessary", "always"] = "necessary"
    null: str = ""
    container: Literal["csv", "xlsx", "ndjson"] = "csv"
    title: tuple[str, ...] = ()
    """Rows above a workbook's header."""
    moments: frozenset[str] = frozenset()
    """Columns of a workbook that hold dates."""
    written: str = ""
    """The one column of JSON lines that is written; the others only tell what each line is."""

    @property
    def first_row(self) -> int:
        """The number of a file's first row of data, as a spreadsheet or an editor shows it."""
        return 1 if self.container == "ndjson" else len(self.title) + 2


@dataclass(frozen=True)
class ExportOf:
    """How one entry of the clinic's YAML sees these files.

    Rows of one file with the same `key` repeat each other. Where `only_if` names a column and a value, other
    rows are skipped.
    """

    name: str
    key: tuple[str, ...]
    only_if: tuple[str, str | None] | None = None


@dataclass(frozen=True)
class Faults:
    """Which faults these files can have: the column that is hit and the text put into it, by fault."""

    repeats_rows: bool = False
    has_blank_rows: bool = False
    resends: bool = False
    garbles: bool = False
    """A file is written in an encoding that isn't the declared one."""
    shortens_rows: bool = False
    test_column: str | None = None
    bad_date: tuple[str, str] | None = None
    bad_item: tuple[str, str] | None = None
    bad_item_export: str | None = None
    """The only export that the item fault concerns, where several read the file."""
    bad_code: tuple[str, str] | None = None
    corrects: tuple[str, str, str] | None = None
    """An item's column and two valid answers; the first version of a corrected form holds the other one."""
    total: str | None = None


@dataclass(frozen=True)
class FileSeries:
    """All files of one kind that one clinic exports."""

    pattern: str
    """File name with strftime parts."""
    rows: pl.DataFrame
    exports: tuple[ExportOf, ...]
    writing: Writing
    faults: Faults = field(default_factory=Faults)
    stamp: tuple[str, str] | None = None
    """A column that says when the row was exported, and its strftime format."""
    is_dated_by_file: bool = False
    """Nothing but the file's own time says when it was exported: equal bytes are the same delivery again."""

    @property
    def text_columns(self) -> list[str]:
        """The columns that are written, in order."""
        return [name for name in self.rows.columns if name not in PRIVATE_COLUMNS]

    def with_rows(self, rows: pl.DataFrame) -> FileSeries:
        """Return the same series with other rows."""
        return replace(self, rows=rows)


def series_of(
    table: pl.DataFrame,
    columns: Sequence[pl.Expr],
    *,
    pattern: str,
    exports: Sequence[ExportOf],
    writing: Writing,
    entity: str,
    faults: Faults | None = None,
    stamp: tuple[str, str] | None = None,
    late_as: str | None = None,
    is_dated_by_file: bool = False,
) -> FileSeries:
    """Make a series from a table of row versions with a `delivery` column, in the table's order.

    `late_as` names the fault of rows that the table marks as `is_late`.
    """
    fault = pl.lit(None, pl.String) if late_as is None else pl.when("is_late").then(pl.lit(late_as))
    rows = table.select(
        *columns,
        pl.col("delivery").cast(pl.Int32).alias("_delivery"),
        (pl.int_range(pl.len(), dtype=pl.Int64) * 10).alias("_order"),
        pl.col(entity).cast(pl.Int64).alias("_entity"),
        fault.alias("_fault"),
        pl.lit(False).alias("_is_mended"),
    )
    return FileSeries(pattern, rows, tuple(exports), writing, faults or Faults(), stamp, is_dated_by_file)


def expected_accounts(series: FileSeries, export: ExportOf) -> pl.DataFrame:
    """Say how many rows of each file should end in which state, and why, when this export reads them.

    Columns: `_delivery`, state (landed, duplicate, quarantined, skipped), reason, rows.
    """
    concerned = pl.col("_fault").is_in(QUARANTINED_FAULTS)
    if series.faults.bad_item_export not in (None, export.name):
        concerned &= pl.col("_fault") != "out_of_range_item"
    other = (
        pl.lit(False) if export.only_if is None else pl.col(export.only_if[0]).ne_missing(export.only_if[1])
    )
    judged = series.rows.select(
        "_delivery",
        "_order",
        *export.key,
        pl.when(pl.col("_fault") == BLANK)
        .then(pl.lit("skipped:blank"))
        .when(pl.col("_fault") == TEST)
        .then(pl.lit("skipped:test_client"))
        .when(other)
        .then(pl.lit("skipped:other_rows"))
        .when(concerned)
        .then(pl.concat_str(pl.lit("quarantined:"), "_fault"))
        .alias("verdict"),
    )
    repeats = judged.filter(pl.col("verdict").is_null()).select(
        "_delivery",
        pl.when(pl.struct("_delivery", *export.key).is_first_distinct())
        .then(pl.lit("landed:"))
        .otherwise(pl.lit("duplicate:repeated"))
        .alias("verdict"),
    )
    verdicts = pl.concat([judged.drop_nulls("verdict").select("_delivery", "verdict"), repeats])
    return (
        verdicts.group_by("_delivery", "verdict")
        .len("rows")
        .select(
            "_delivery",
            pl.col("verdict").str.split(":").list.get(0).alias("state"),
            pl.col("verdict").str.split(":").list.get(1).alias("reason"),
            pl.col("rows").cast(pl.Int64),
        )
        .sort("_delivery", "state", "reason")
    )
