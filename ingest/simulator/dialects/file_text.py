"""Cells as text: answers, totals, dates and codes the way a clinic writes them.

Belongs here: polars expressions that every dialect uses. Doesn't: which columns a file has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from ingest.simulator.answers import DOES_NOT_APPLY, MODELS, UNANSWERED, Lines


def as_date(column: str, form: str, name: str | None = None) -> pl.Expr:
    """A date or moment in a strftime format."""
    return pl.col(column).dt.strftime(form).alias(name or column)


def as_code(column: str, codes: Mapping[str, str], name: str | None = None) -> pl.Expr:
    """Rapport's words as the clinic's codes; an undeclared word is a mistake of the dialect and raises."""
    return pl.col(column).replace_strict(codes, return_dtype=pl.String).alias(name or column)


def as_number(column: str, name: str | None = None) -> pl.Expr:
    """A whole number."""
    return pl.col(column).cast(pl.String).alias(name or column)


def as_text(column: str, name: str | None = None) -> pl.Expr:
    """A text as it is."""
    return pl.col(column).alias(name or column)


def tenths(value: pl.Expr, decimal: str) -> pl.Expr:
    """Tenths with a decimal mark: 94 becomes 9.4 or 9,4."""
    return pl.format("{}{}{}", value // 10, pl.lit(decimal), value % 10)


def item_columns(
    instrument: str,
    names: Sequence[str],
    *,
    decimal: str = ".",
    unanswered: str | None = None,
    does_not_apply: str = "0",
    empty: pl.Expr | None = None,
    prefix: str = "",
) -> list[pl.Expr]:
    """One text column per item; `empty` says for which rows no item is written at all.

    `prefix` stands before `item_1` and so on where a table holds the items of several instruments.
    """
    is_lines = isinstance(MODELS[instrument], Lines)
    columns = []
    for number, name in enumerate(names, start=1):
        value = pl.col(f"{prefix}item_{number}")
        text = tenths(value.clip(0), decimal) if is_lines else value.cast(pl.String)
        cell = (
            pl.when(value == UNANSWERED)
            .then(pl.lit(unanswered, pl.String))
            .when(value == DOES_NOT_APPLY)
            .then(pl.lit(does_not_apply))
            .otherwise(text)
        )
        columns.append((cell if empty is None else pl.when(~empty).then(cell)).alias(name))
    return columns


def total_column(instrument: str, name: str, *, decimal: str = ".") -> pl.Expr:
    """The total of complete forms; empty for the others."""
    value = pl.col("total")
    is_lines = isinstance(MODELS[instrument], Lines)
    return (tenths(value, decimal) if is_lines else value.cast(pl.String)).alias(name)


def no_text(*names: str) -> list[pl.Expr]:
    """Columns that these rows leave empty."""
    return [pl.lit(None, pl.String).alias(name) for name in names]
