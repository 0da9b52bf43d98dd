"""The faults of real exports, put into clean files in known numbers.

Belongs here: faults of rows. Doesn't: files sent twice or in the wrong encoding (`writing`), nor late and
withdrawn things, which the exporting system knows (`versions`, `dialects`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from ingest.simulator.clinic_days import DeliveryCalendar
from ingest.simulator.file_series import BLANK, TEST, FileSeries
from ingest.simulator.parameters import Dirt

CORRECTED, CORRECTION = "corrected_later", "correction"
TEST_WORD = "TEST"


def soil(series: FileSeries, dirt: Dirt, calendar: DeliveryCalendar, rng: np.random.Generator) -> FileSeries:
    """Put into a series the faults that it can have."""
    faults = series.faults
    soiled = _Soiled(series, calendar, rng)
    if faults.corrects:
        soiled.correct(dirt.corrected_forms, *faults.corrects, faults.total)
    if faults.total:
        soiled.miscalculate(dirt.wrong_totals, faults.total)
    for name, count, cell, mended in (
        ("unreadable_date", dirt.unreadable_dates, faults.bad_date, True),
        ("out_of_range_item", dirt.out_of_range_items, faults.bad_item, False),
        ("unmapped_code", dirt.unmapped_codes, faults.bad_code, True),
    ):
        if cell:
            soiled.damage(name, count, {cell[0]: pl.lit(cell[1])}, is_mended=mended)
    if faults.shortens_rows:
        soiled.damage("short_row", dirt.short_rows, {}, is_mended=True)
    if faults.repeats_rows:
        soiled.repeat(dirt.duplicate_rows)
    if faults.test_column:
        soiled.add_test_clients(dirt.test_clients, faults.test_column)
    if faults.has_blank_rows:
        soiled.add_blanks(dirt.blank_rows)
    return series.with_rows(soiled.rows.sort("_delivery", "_order").drop("_row"))


class _Soiled:
    """Rows on their way to becoming dirty; every method is one kind of fault and hits only sound rows."""

    def __init__(self, series: FileSeries, calendar: DeliveryCalendar, rng: np.random.Generator) -> None:
        self.rows, self.text = series.rows.with_row_index("_row"), series.text_columns
        self.last, self.rng = calendar.last, rng

    def correct(self, count: int, column: str, first: str, second: str, total: str | None) -> None:
        """A form goes out with another answer and no total; one to three weeks later it's put right."""
        chosen = self._choose(count, pl.col(column).is_in([first, second]), weeks_left=3)
        later = chosen.with_columns(
            (pl.col("_delivery") + 7 * pl.Series(self.rng.integers(1, 4, chosen.height), dtype=pl.Int32)),
            pl.lit(CORRECTION).alias("_fault"),
        )
        wrong = pl.when(pl.col(column) == first).then(pl.lit(second)).otherwise(pl.lit(first)).alias(column)
        blank = [pl.lit(None, pl.String).alias(total)] if total else []
        self._replace(chosen, [wrong, *blank, pl.lit(CORRECTED).alias("_fault")])
        self._add(later)

    def miscalculate(self, count: int, column: str) -> None:
        """The declared total is two more than the items give."""
        chosen = self._choose(count, pl.col(column).str.contains(r"^\d+$"))
        self._replace(
            chosen,
            [
                (pl.col(column).cast(pl.Int64) + 2).cast(pl.String).alias(column),
                pl.lit("wrong_total").alias("_fault"),
            ],
        )

    def damage(self, fault: str, count: int, cells: dict[str, pl.Expr], *, is_mended: bool) -> None:
        """Spoil rows; where the clinic mends them, the sound rows follow a week later."""
        filled = pl.all_horizontal(pl.lit(True), *(pl.col(name).is_not_null() for name in cells))
        # the last version of its thing, lest a mended row contradict or undo what became known in between
        last = pl.col("_delivery") == pl.col("_delivery").max().over("_entity")
        only = pl.lit(is_mended) | (pl.len().over("_entity") == 1)
        chosen = self._choose(count, filled & last & only, weeks_left=1)
        marks = [pl.lit(fault).alias("_fault"), pl.lit(is_mended).alias("_is_mended")]
        self._replace(chosen, [*(value.alias(name) for name, value in cells.items()), *marks])
        if is_mended:
            self._add(chosen.with_columns(pl.col("_delivery") + 7, pl.lit("mended").alias("_fault")))

    def repeat(self, count: int) -> None:
        """The same row stands twice, one below the other."""
        chosen = self._choose(count, pl.lit(True))
        self._add(chosen.with_columns(pl.col("_order") + 1, pl.lit("duplicate_row").alias("_fault")))

    def add_test_clients(self, count: int, column: str) -> None:
        """Rows that somebody entered to try the system out."""
        chosen = self._choose(count, pl.col(column).is_not_null())
        self._add(
            chosen.with_columns(
                pl.lit(TEST_WORD).alias(column),
                pl.col("_order") + 2,
                pl.lit(TEST).alias("_fault"),
                pl.lit(None, pl.Int64).alias("_entity"),
            )
        )

    def add_blanks(self, count: int) -> None:
        """Rows of delimiters only, as spreadsheets leave them."""
        chosen = self._choose(count, pl.lit(True))
        self._add(
            chosen.with_columns(
                *(pl.lit(None, pl.String).alias(name) for name in self.text),
                pl.col("_order") + 3,
                pl.lit(BLANK).alias("_fault"),
                pl.lit(None, pl.Int64).alias("_entity"),
            )
        )

    def _choose(self, count: int, condition: pl.Expr, weeks_left: int = 0) -> pl.DataFrame:
        """Pick sound rows of distinct things, early enough for what has to follow."""
        sound = self.rows.filter(
            pl.col("_fault").is_null() & condition & (pl.col("_delivery") + 7 * weeks_left <= self.last)
        )
        # a thing that has been hit stays out of further faults, so that each fault can be counted by itself
        hit = self.rows.filter(pl.col("_fault").is_not_null())["_entity"].drop_nulls()
        sound = sound.filter(~pl.col("_entity").is_in(hit.to_list())).unique(
            "_entity", keep="first", maintain_order=True
        )
        at_most = min(count, -(-sound.height // 50))
        picked = np.sort(self.rng.permutation(sound.height)[:at_most])
        return sound.select(pl.all().gather(picked))

    def _replace(self, chosen: pl.DataFrame, columns: Sequence[pl.Expr]) -> None:
        kept = self.rows.filter(~pl.col("_row").is_in(chosen["_row"].to_list()))
        self.rows = pl.concat([kept, chosen.with_columns(columns)])

    def _add(self, rows: pl.DataFrame) -> None:
        self.rows = pl.concat([self.rows, rows])
