"""Text to exact numbers.

Belongs here: decimal marks, thousands, whole numbers, tenths as whole units. Doesn't: which numbers a column
allows. A decimal is read as an integer count of its smallest unit, so that 7.3 is 73 tenths and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

MOST_DIGITS = 15
"""More whole digits than any count, year or score has; a longer number is unreadable."""


@dataclass(frozen=True)
class Notation:
    """How a file writes numbers."""

    decimal: str = "."
    thousands: str | None = None


def per_distinct(texts: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Apply a columnar reading once per distinct text where texts repeat; nulls stay null."""
    distinct = texts.drop_nulls().unique()
    if distinct.len() * 2 > texts.len():
        return read(texts)
    values = read(distinct)
    if not distinct.len():
        return pl.Series(texts.name, [None] * texts.len(), dtype=values.dtype)
    return texts.replace_strict(distinct, values, default=None, return_dtype=values.dtype)


def plain_decimals(texts: pl.Series, notation: Notation) -> pl.Series:
    """Rewrite numbers as `-12.5`; what isn't a number becomes null.

    A thousands mark is taken only where it groups by three, since `3.5` is no 35. A whole number may carry a
    fraction of zeros behind either mark, as spreadsheets write it: `3.0` and `3,0` are 3.
    """
    column = pl.col(texts.name).str.strip_chars()
    mark = re.escape(notation.decimal)
    if notation.thousands is not None:
        gap = r"[ \u00a0\u202f]" if notation.thousands == " " else re.escape(notation.thousands)
        grouped = rf"^[+-]?\d{{1,3}}(?:{gap}\d{{3}})+(?:{mark}\d*)?$"
        column = pl.when(column.str.contains(grouped)).then(column.str.replace_all(gap, "")).otherwise(column)
    column = column.str.replace(r"^([+-]?\d+)[.,]0{1,2}$", "${1}")
    number = rf"^[+-]?(?:\d{{1,{MOST_DIGITS}}}(?:{mark}\d*)?|{mark}\d+)$"
    plain: pl.Expr = pl.when(column.str.contains(number)).then(column)
    if notation.decimal != ".":
        plain = plain.str.replace(notation.decimal, ".", literal=True)
    return texts.to_frame().select(plain.str.strip_prefix("+")).to_series()


def scaled(plain: pl.Series, places: int) -> pl.Series:
    """Turn plain decimals into Int64 counts of 10^-places; null where one has more decimal places."""
    column = pl.col(plain.name)
    unsigned = column.str.strip_prefix("-")
    whole = unsigned.str.extract(r"^(\d*)", 1)
    fraction = unsigned.str.extract(r"\.(\d*)$", 1).fill_null("").str.strip_chars_end("0")
    digits = pl.concat_str([whole, fraction.str.pad_end(places, "0")])
    count = pl.when(fraction.str.len_bytes() <= places).then(digits).cast(pl.Int64, strict=False)
    signed = pl.when(column.str.starts_with("-")).then(-count).otherwise(count)
    return plain.to_frame().select(signed).to_series()


def read_scaled(texts: pl.Series, places: int, notation: Notation) -> pl.Series:
    """Read text as Int64 counts of 10^-places; null where it isn't such a number."""
    return per_distinct(texts, lambda part: scaled(plain_decimals(part, notation), places))


def read_decimals(texts: pl.Series, notation: Notation) -> pl.Series:
    """Read text as Float64, correctly rounded; null where it isn't a number."""
    return per_distinct(texts, lambda part: plain_decimals(part, notation).cast(pl.Float64))
