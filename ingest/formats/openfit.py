"""The OpenFIT format: one row per session, with the ORS and the SRS in columns of their own.

Belongs here: OpenFIT's columns, and what its rules say about scores. Doesn't: CSV (`csv`, `survey_csv`), and
the mapping: two exports, one for each form, read the same file.

OpenFIT takes four sub-scores or a total, never both, and a program that has only the total writes a quarter
of it as each sub-score. Those aren't answers: they are left out, and the total is kept. What this module
makes of a form's columns, `ORS` as the example:

- `ORSQ1` to `ORSQ4`: empty where they were made from the total, or stand for a form that wasn't filled in.
- `Total_ORS`: four times the sub-score, where that was made from a total that isn't in the file.
- `ORS_Skip`: `skipped` or empty, whichever way the flag is written.
- `ORS_Basis` (added): `items`, `total`, `skipped` or empty.

Names, e-mail addresses and other ways to reach somebody are never read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import polars as pl

from ingest.configuration.format_options import OpenfitOptions
from ingest.formats.results import count_words, refused
from ingest.formats.survey_csv import (
    Heading,
    is_private,
    narrowed,
    read_renamed,
    refused_for_privacy,
)
from ingest.formats.text_table import FILE_COLUMN, DeliveredFile, ReadResult, Refusal, TextTable
from ingest.numbers import Notation, read_decimals

FORMS = ("ORS", "SRS")
PERSONAL = re.compile(
    r"(?:provider|client|case|session|[a-z]+)_?(?:(?:first|last|middle|full|user)_?name|name|e-?mail|phone|address)",
    re.IGNORECASE,
)
SKIPPED, FROM_ITEMS, FROM_TOTAL = "skipped", "items", "total"
YES, NO = ("Y", "YES", "1", "TRUE"), ("", "N", "NO", "0", "FALSE")
SCORED_IN = 10
"""A mark on the ten-centimetre line is read to the millimetre: a sub-score in finer parts was calculated."""
TOLERANCE = 1e-6


def read(files: Sequence[DeliveredFile], options: OpenfitOptions, needed: Collection[str]) -> ReadResult:
    """Read OpenFIT files; whatever their bytes are, each gives a table's rows or a refusal.

    Refusals: those of `csv.read`; FILE-COLUMN-MISSING also where the mapping asks for a column that is never
    read.
    """
    refusal = refused_for_privacy(needed, _is_personal)
    if refusal is not None:
        return refused(dict.fromkeys(range(len(files)), refusal))
    structure = {name for form in FORMS for name in _columns(form)}
    made = {*structure, *(f"{form}_Basis" for form in FORMS)}

    def wanted(present: Sequence[str]) -> set[str]:
        return (set(needed) - made if needed else set(present)) | structure.intersection(present)

    def header(records: list[list[str]]) -> Heading | Refusal:
        return _heading(records[0], frozenset(needed))

    result = read_renamed(
        files, options, {*structure, *needed} - {f"{form}_Basis" for form in FORMS}, header, wanted
    )
    return _judged(result, Notation(options.decimal, options.thousands), needed)


def _columns(form: str) -> tuple[str, ...]:
    return (*_items(form), f"Total_{form}", f"{form}_Skip")


def _items(form: str) -> tuple[str, ...]:
    return tuple(f"{form}Q{number}" for number in range(1, 5))


def _is_personal(name: str) -> bool:
    return is_private(name) or PERSONAL.fullmatch(name) is not None


def _heading(names: Sequence[str], needed: frozenset[str]) -> Heading | Refusal:
    for form in FORMS:
        asked = needed.intersection((*_items(form), f"Total_{form}"))
        if asked and not {f"Total_{form}"} <= set(names) and not set(_items(form)) <= set(names):
            return Refusal(
                "FILE-COLUMN-MISSING",
                f"The file has neither the four sub-scores `{form}Q1` to `{form}Q4` nor `Total_{form}`. Ask "
                "the sender for one of them, or correct `columns` in the clinic's YAML.",
                None,
            )
    return Heading(tuple("" if _is_personal(name) else name for name in names), 1, "OpenFIT file")


def _judged(result: ReadResult, notation: Notation, needed: Collection[str]) -> ReadResult:
    tables, dialects = [], dict(result.dialects)
    for table in result.tables:
        for form in FORMS:
            if {*_columns(form), f"{form}_Basis"}.intersection(needed or table.header):
                table, notes = _form(table, form, notation)
                for file, note in notes:
                    dialects[file] += f", {note}"
        tables.append(narrowed(table, needed))
    return replace(result, tables=tuple(tables), dialects=dialects)


def _form(table: TextTable, form: str, notation: Notation) -> tuple[TextTable, list[tuple[int, str]]]:
    """Judge one form's columns; returns the table, and per file what the audit should say."""
    items, total, skip = _items(form), f"Total_{form}", f"{form}_Skip"
    absent = [name for name in (*items, total, skip) if name not in table.rows.columns]
    rows = table.rows.with_columns(pl.lit("").alias(name) for name in absent)
    judged = rows.with_columns(_numbers(rows, (*items, total), notation)).with_columns(
        _facts(items, total, skip)
    )
    fabricated, placeholder, skipped = pl.col("~fabricated"), pl.col("~placeholder"), pl.col("~skipped")
    totals = judged["~quadruple"].cast(pl.Float64).round(4)
    distinct = totals.drop_nulls().unique()
    written_out = [f"{value:g}".replace(".", notation.decimal) for value in distinct]
    quadruple = (
        totals.replace_strict(distinct, written_out, default="", return_dtype=pl.String)
        if distinct.len()
        else totals.cast(pl.String).fill_null("")
    )
    has_total = pl.col(total).str.strip_chars() != ""
    written = judged.with_columns(
        *(
            pl.when(fabricated | placeholder | skipped).then(pl.lit("")).otherwise(pl.col(name)).alias(name)
            for name in items
        ),
        pl.when(skipped)
        .then(pl.lit(""))
        .when(fabricated & ~has_total)
        .then(pl.lit(quadruple))
        .otherwise(pl.col(total))
        .alias(total),
        pl.when(skipped)
        .then(pl.lit(SKIPPED))
        .when(pl.col("~flag").is_in([*YES, *NO]))
        .then(pl.lit(""))
        .otherwise(pl.col(skip))
        .alias(skip),
    )
    has_items = pl.any_horizontal(pl.col(name).str.strip_chars() != "" for name in items)
    basis = (
        pl.when(skipped)
        .then(pl.lit(SKIPPED))
        .when(has_items)
        .then(pl.lit(FROM_ITEMS))
        .when(has_total)
        .then(pl.lit(FROM_TOTAL))
        .otherwise(pl.lit(""))
    )
    written = written.with_columns(basis.alias(f"{form}_Basis"))
    kept = written.select(pl.exclude("^~.*$"))
    return TextTable(table.files, (*table.header, *absent, f"{form}_Basis"), kept), _notes(judged, form)


def _numbers(rows: pl.DataFrame, columns: Sequence[str], notation: Notation) -> list[pl.Series]:
    return [
        read_decimals(rows[name].str.strip_chars().replace("", None), notation).alias(f"~{name}")
        for name in columns
    ]


def _facts(items: Sequence[str], total: str, skip: str) -> list[pl.Expr]:
    """Say of each row what its scores can't be, in columns whose names begin with ~."""
    scores = [pl.col(f"~{name}") for name in items]
    first, declared = scores[0], pl.col(f"~{total}")
    has_all = pl.all_horizontal(score.is_not_null() for score in scores)
    is_same = has_all & pl.all_horizontal((score - first).abs() < TOLERANCE for score in scores)
    in_tenths = first * SCORED_IN
    is_finer = is_same & ((in_tenths - in_tenths.round()).abs() > TOLERANCE)
    only_totals = (is_same | ~has_all).all().over(FILE_COLUMN) & is_finer.any().over(FILE_COLUMN)
    no_zero = pl.any_horizontal(
        [(score != 0).fill_null(False) for score in scores] + [(declared > 0).fill_null(False)]
    )
    is_flagged = pl.col(skip).str.strip_chars().str.to_uppercase().is_in(YES)
    return [
        (is_finer | (is_same & only_totals)).fill_null(False).alias("~fabricated"),
        (has_all & pl.all_horizontal(score == 0 for score in scores) & (declared > 0))
        .fill_null(False)
        .alias("~placeholder"),
        (is_flagged & ~no_zero).alias("~skipped"),
        (is_flagged & no_zero).alias("~contradicted"),
        (first * len(items)).alias("~quadruple"),
        pl.col(skip).str.strip_chars().str.to_uppercase().alias("~flag"),
    ]


def _notes(judged: pl.DataFrame, form: str) -> list[tuple[int, str]]:
    counts = judged.group_by(FILE_COLUMN).agg(pl.col("~fabricated", "~placeholder", "~contradicted").sum())
    notes = []
    for file, fabricated, placeholder, contradicted in counts.sort(
        FILE_COLUMN
    ).iter_rows():  # files, not rows
        if fabricated:
            notes.append((file, f"{form}: sub-scores made from the total left out in {_rows(fabricated)}"))
        if placeholder:
            notes.append((file, f"{form}: zeros in place of sub-scores left out in {_rows(placeholder)}"))
        if contradicted:
            notes.append(
                (file, f"{form}: {_rows(contradicted)} marked as skipped with scores, taken as filled in")
            )
    return notes


def _rows(count: int) -> str:
    return count_words(count, "row", "rows")
