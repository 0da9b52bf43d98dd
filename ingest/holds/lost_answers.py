"""Items of a questionnaire that used to be answered and are empty on all forms: an export that lost a column.

Belongs here: noticing it. Doesn't: columns of one value a row (`lost_fields`); a form's items lie in a list.
"""

from __future__ import annotations

import polars as pl

from ingest.canonical import Feed
from ingest.deliveries import Held
from ingest.formats.text_table import FILE_COLUMN
from ingest.holds.earlier_rows import earlier_rows, latest
from ingest.holds.lost_fields import DELIVERIES_COMPARED
from ingest.holds.question import Findings, Question
from ingest.rules import HOLD_LOST_FIELD

ITEM = ["instrument_id", "item"]


def lost_answers(question: Question) -> Findings:
    """Hold or flag files whose forms all leave an item empty that used to be answered."""
    before = question.inspection.known.standing(question.inspection.export.name)
    if question.verdict.feed is not Feed.RESPONSES or not before or question.landed.is_empty():
        return Findings()
    limits = question.limits
    sent = _answers(question.landed.filter(~pl.col("is_withdrawn")))
    empty = (
        sent.group_by(FILE_COLUMN, *ITEM)
        .agg(pl.len().alias("forms"), pl.col("answer").count().alias("answered"))
        .filter(
            pl.col("forms") >= limits.lost_field_rows,
            pl.col("answered") == 0,
            pl.col(FILE_COLUMN).is_in(list(question.open_files)),
        )
    )
    if empty.is_empty():
        return Findings()
    wanted = ["response_key", "instrument_id", "items"]
    usual = (
        _answers(earlier_rows(latest(before, DELIVERIES_COMPARED), wanted))
        .group_by(ITEM)
        .agg((pl.col("answer").count() / pl.len()).alias("usual"))
        .filter(pl.col("usual") > limits.lost_field_share)
    )
    known = (
        _answers(earlier_rows(before, wanted))
        .filter(pl.col("answer").is_not_null())
        .join(sent.select(FILE_COLUMN, "response_key", *ITEM), on=["response_key", *ITEM])
        .group_by(FILE_COLUMN, *ITEM)
        .agg(pl.col("response_key").n_unique().alias("emptied"))
    )
    lost = empty.join(usual, on=ITEM).join(known, on=[FILE_COLUMN, *ITEM], how="left").sort(ITEM)
    held: dict[int, Held] = {}
    flags = Findings().flags
    for (position,), of_file in lost.group_by(FILE_COLUMN, maintain_order=True):
        rows = list(of_file.iter_rows(named=True))
        if any((row["emptied"] or 0) >= limits.lost_field_rows for row in rows):
            emptied = ", ".join(f"{_named(row)} on {row['emptied']:,}" for row in rows if row["emptied"])
            what = f"{'; '.join(map(_told, rows))}. It would empty answers that are known: {emptied}."
            held[int(str(position))] = question.held(int(str(position)), HOLD_LOST_FIELD, what)
            continue
        for row in rows:
            flag = question.flag(
                f"{row['instrument_id']}_item_{row['item']}_is_still_sent",
                f"Items that used to be answered still are: {_told(row)}.",
                limits.lost_field_share,
                row["forms"],
                row["forms"],
            )
            flags = pl.concat([flags, flag])
    return Findings(held, flags)


def _answers(forms: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each item of each form: `item` (from 1) and `answer`."""
    return (
        forms.filter(pl.col("items").list.len() > 0)
        .with_columns(pl.int_ranges(1, pl.col("items").list.len() + 1).alias("item"))
        .explode("items", "item")
        .rename({"items": "answer"})
    )


def _named(row: dict[str, object]) -> str:
    return f"item {row['item']} of {row['instrument_id']}"


def _told(row: dict[str, object]) -> str:
    return (
        f"{_named(row)} is empty on all {row['forms']:,} forms, although {row['usual']:.0%} of the forms "
        "before had it"
    )
