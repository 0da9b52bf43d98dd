"""What people have accepted, decided or asked by name, until when, and what is overdue.

Belongs here: that table. Doesn't: recording a sign-off (the warehouse's audit).
"""

from __future__ import annotations

from typing import Any

from reports.components import Table, TableRow, table
from reports.quality.making import FILE_LIMIT, LISTED, MESSAGE_LIMIT, Making, number, sentence, text
from reports.words.figures import plain

_COLUMNS = {"sign_off_number", "kind", "check_id", "delivery_key", "decision", "is_holding", "is_chained"}


def sign_offs(making: Making) -> Table | None:
    """Return every note, sign-off and decision; None where there is none."""
    words = making.words
    if not making.publication.has_columns("audit", "sign_offs", _COLUMNS):
        return None
    rows = [
        TableRow(
            plain(row["check_id"] or row["file_name"] or str(row["delivery_key"]), FILE_LIMIT),
            (
                making.clinic(row["clinic_id"]),
                words.say("quality-signed-decision", decision=row["decision"]),
                plain(row["signed_by"] or "", FILE_LIMIT),
                words.figures.short_day(row["signed_on"]) if row["signed_on"] else words.say("none"),
                _until(making, row),
                _due(making, row),
                plain(row["note"], MESSAGE_LIMIT),
                words.say("quality-chained", chained="yes" if row["is_chained"] else "no"),
            ),
        )
        for row in making.rows("sign_offs")[:LISTED]
    ]
    columns = [
        text(words.say("column-subject")),
        text(words.say("column-clinic")),
        text(words.say("column-decision")),
        text(words.say("column-by")),
        number(words.say("column-on")),
        text(words.say("column-holds")),
        text(words.say("column-due")),
        sentence(words.say("column-note")),
        text(words.say("column-chained")),
    ]
    return table(words.say("quality-sign-offs-caption"), columns, rows) if rows else None


def _until(making: Making, row: dict[str, Any]) -> str:
    words = making.words
    if row["decision"] == "noted":
        return words.say("none")
    if row["holds_until"] is None:
        return words.say("quality-holds-for-good")
    day = words.figures.short_day(row["holds_until"])
    return words.say("quality-holds-until", day=day, holds="yes" if row["is_holding"] else "no")


def _due(making: Making, row: dict[str, Any]) -> str:
    words = making.words
    if row["due_on"] is None:
        return words.say("none")
    day = words.figures.short_day(row["due_on"])
    return words.say("quality-due", day=day, overdue="yes" if row["is_overdue"] else "no")
