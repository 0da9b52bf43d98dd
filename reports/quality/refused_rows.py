"""Rows that were refused one by one, and rows that wait for their course.

Belongs here: those tables. Doesn't: files refused as a whole (`deliveries`).
"""

from __future__ import annotations

from typing import Any

from reports.components import Table, TableRow, table
from reports.quality.making import FILE_LIMIT, Making, number, sentence, text
from reports.words.figures import plain
from reports.words.found import columns_found
from reports.words.from_data import remedy


def refusals_by_rule(making: Making) -> Table | None:
    """Return how many rows each rule refused, by clinic and column; None where none was."""
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["rule_id"], FILE_LIMIT),
                columns_found(words, row["column_name"]),
                making.count(row["refused_rows"]),
                making.count(row["files"]),
                remedy(words, row["rule_id"], row["remedy"]),
            ),
        )
        for row in making.rows("refusals_by_rule")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-rule")),
        text(words.say("column-column")),
        number(words.say("column-rows")),
        number(words.say("column-files")),
        sentence(words.say("column-remedy")),
    ]
    return table(words.say("quality-by-rule-caption"), columns, rows) if rows else None


def refusals(making: Making) -> Table | None:
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["rule_id"], FILE_LIMIT),
                plain(row["file_name"], FILE_LIMIT),
                columns_found(words, row["column_name"]),
                making.count(row["refused_rows"]),
                _row_numbers(making, row),
                remedy(words, row["rule_id"], row["remedy"]),
            ),
        )
        for row in making.rows("refusals")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-rule")),
        text(words.say("column-file")),
        text(words.say("column-column")),
        number(words.say("column-rows")),
        text(words.say("column-row-numbers")),
        sentence(words.say("column-remedy")),
    ]
    return table(words.say("quality-refusals-caption"), columns, rows) if rows else None


def _row_numbers(making: Making, row: dict[str, Any]) -> str:
    """The first row numbers, as the spreadsheet counts them, and whether there are more."""
    numbers = [number for number in row["first_rows"] if number is not None]
    listed = ", ".join(str(number) for number in numbers)
    more = row["refused_rows"] - len(numbers)
    return making.words.say("quality-row-numbers", listed=listed, more=more) if more > 0 else listed


def waiting(making: Making) -> Table | None:
    """Return what has arrived before its course: forms, appointments and actions."""
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                words.say("quality-feed", feed=row["feed"]),
                plain(row["instrument_id"] or "", FILE_LIMIT),
                making.count(row["waiting"]),
                words.figures.short_day(row["since"]) if row["since"] else words.say("none"),
            ),
        )
        for row in making.rows("waiting")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-feed")),
        text(words.say("column-instrument")),
        number(words.say("column-rows")),
        number(words.say("column-since")),
    ]
    return table(words.say("quality-waiting-caption"), columns, rows) if rows else None
