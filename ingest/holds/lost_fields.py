"""Columns that used to be filled and are empty throughout: an export that has lost a field.

Belongs here: noticing it. Doesn't: columns that are missing altogether (`mapping` refuses the file),
a form's items (`lost_answers`).

A later version of a row replaces the earlier one whole, so such a file would empty what is known. Where it
would, it is held; where its rows are new, they are taken and the loss is flagged.
"""

from __future__ import annotations

import polars as pl

from ingest.deliveries import Held
from ingest.formats.text_table import FILE_COLUMN
from ingest.holds.earlier_rows import earlier_rows, latest
from ingest.holds.question import Findings, Question
from ingest.known_deliveries import Receipt
from ingest.landing_tables import CHECKS, ENTITY_KEYS, rows_schema
from ingest.rules import HOLD_LOST_FIELD

DELIVERIES_COMPARED = 3
"""How many of the last deliveries say whether a column is usually filled."""


def lost_fields(question: Question) -> Findings:
    """Hold or flag files in which a column is empty that used to be filled."""
    before = question.inspection.known.standing(question.inspection.export.name)
    if not before:
        return Findings()
    empty = _empty_columns(question)
    if not empty:
        return Findings()
    columns = sorted({column for of_file in empty.values() for column in of_file})
    usual = earlier_rows(latest(before, DELIVERIES_COMPARED), columns)
    filled = {column: 1 - usual[column].null_count() / max(1, usual.height) for column in columns}
    lost = {column for column in columns if filled[column] > question.limits.lost_field_share}
    held: dict[int, Held] = {}
    flags = [pl.DataFrame(schema=CHECKS)]
    for position, of_file in empty.items():
        gone = sorted(lost & set(of_file))
        emptied = {column: _emptied(question, before, position, column) for column in gone}
        told = [
            f"{column} is empty in all {question.rows_of(position).height:,} rows, although "
            f"{filled[column]:.0%} of the rows before had it"
            for column in gone
        ]
        if any(rows >= question.limits.lost_field_rows for rows in emptied.values()):
            known = ", ".join(f"{column} of {rows:,}" for column, rows in emptied.items() if rows)
            what = f"{'; '.join(told)}. It would empty what is known: {known}."
            held[position] = question.held(position, HOLD_LOST_FIELD, what)
            continue
        flags += [
            question.flag(
                f"{column}_is_still_sent",
                f"Columns that used to be filled still are: {sentence}.",
                question.limits.lost_field_share,
                (rows := question.rows_of(position).height),
                rows,
            )
            for column, sentence in zip(gone, told, strict=True)
        ]
    return Findings(held, pl.concat(flags))


def _empty_columns(question: Question) -> dict[int, list[str]]:
    """Return per file that is long enough which of its columns are empty throughout."""
    columns = [
        name
        for name, dtype in rows_schema(question.verdict.feed).items()
        if dtype != pl.Boolean and name in question.landed.columns and name != "exported_at"
    ]
    counted = (
        question.landed.filter(~pl.col("is_withdrawn"))
        .group_by(FILE_COLUMN)
        .agg(pl.len(), *(pl.col(name).count() for name in columns))
        .filter(pl.col("len") >= question.limits.lost_field_rows)
    )
    empty = {}
    for row in counted.iter_rows(named=True):  # files, not rows
        found = [name for name in columns if not row[name]]
        if found and row[FILE_COLUMN] in question.open_files:
            empty[row[FILE_COLUMN]] = found
    return empty


def _emptied(question: Question, before: list[Receipt], position: int, column: str) -> int:
    """Count the things of which a file would empty a column that is known."""
    key = ENTITY_KEYS[question.verdict.feed]
    here = question.rows_of(position)[key].unique().implode()
    known = earlier_rows(before, [key, column]).filter(pl.col(key).is_in(here), pl.col(column).is_not_null())
    return known[key].n_unique()
