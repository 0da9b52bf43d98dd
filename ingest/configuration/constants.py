"""Whether what a mapping sets for every row can be read as what its column holds.

Belongs here: constants of an export, before any file comes. Doesn't: reading files' cells (`ingest.reading`),
which would refuse every row for such a constant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ingest.canonical import Column, Kind
from ingest.numbers import Notation, read_decimals
from ingest.times import read_moments

if TYPE_CHECKING:
    from ingest.configuration.options import Options


def fault_of_constant(column: Column, text: str, word: str, options: Options, *, or_iso: bool) -> str | None:
    """Say what is wrong with a constant, None where nothing is.

    `word` is what the export's `values` make of `text`; `or_iso` says whether ISO 8601 is read beside a
    declared `date_format`.
    """
    if column.kind is Kind.CLOSED_CODE and word not in column.codes:
        return f"isn't allowed here. Allowed: {', '.join(column.codes)}"
    if column.kind in (Kind.INTEGER, Kind.NUMBER) and not _is_number(column, text, options):
        return "isn't a number that this column may hold"
    if column.kind in (Kind.DATE, Kind.DATETIME):
        declared = options.date_format
        date_format = declared.get(column.name) if isinstance(declared, dict) else declared
        if read_moments(pl.Series([text]), date_format, "UTC", or_iso=or_iso).is_unreadable[0]:
            how = f"`date_format: {date_format}` says" if date_format else "2026-11-16"
            return f"can't be read as a date; write it as {how}"
    return None


def _is_number(column: Column, text: str, options: Options) -> bool:
    number = read_decimals(pl.Series([text]), Notation(options.decimal, options.thousands))[0]
    return (
        number is not None
        and (column.kind is Kind.NUMBER or number == int(number))
        and (column.minimum is None or number >= column.minimum)
        and (column.maximum is None or number <= column.maximum)
    )
