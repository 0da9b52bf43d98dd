"""Questions about how forms and attendance came about, each with what chance alone would ask.

Belongs here: asking them on the page. Doesn't: when one is asked (the statistics), and any answer.
"""

from __future__ import annotations

from typing import Any

from reports.components import Table, TableRow, table
from reports.measures.scales import main_scales
from reports.numbers.traced import counted
from reports.quality.making import FILE_LIMIT, LISTED, Making, number, sentence, text
from reports.words.figures import plain

_COLUMNS = {"clinic_id", "question", "about", "observed", "denominator", "is_asked", "asked_by_chance"}


def _rows(making: Making) -> list[dict[str, Any]]:
    has_them = making.publication.has_columns("marts", "integrity_questions", _COLUMNS)
    return making.rows("integrity") if has_them else []


def integrity_remark(making: Making) -> str:
    """Say how many questions are asked, of how many, and how many chance alone would ask."""
    rows = _rows(making)
    if not rows:
        return making.words.say("quality-integrity-unknown")
    return making.words.say(
        "quality-integrity-remark",
        asked=counted(row for row in rows if row["is_asked"]),
        made=rows[0]["questions_made"],
        chance=making.words.figures.decimal(rows[0]["asked_by_chance"], 2),
    )


def integrity_asked(making: Making) -> Table | None:
    """Return the questions that are asked; None where none is."""
    asked = [row for row in _rows(making) if row["is_asked"]]
    return _table(making, asked, making.words.say("quality-integrity-caption")) if asked else None


def integrity_looked_at(making: Making) -> Table | None:
    """Return everything that was looked at without a question coming of it; None where nothing was."""
    quiet = [row for row in _rows(making) if not row["is_asked"]][:LISTED]
    return _table(making, quiet, making.words.say("quality-integrity-quiet-caption")) if quiet else None


def _table(making: Making, rows: list[dict[str, Any]], caption: str) -> Table:
    words, scales = making.words, main_scales(making.publication)

    def about(row: dict[str, Any]) -> str:
        if row["about"] == "appointments":
            return words.say("quality-feed", feed="appointments")
        scale = scales.get(row["about"])
        return plain(scale.scale_name if scale else row["about"], FILE_LIMIT)

    columns = [
        text(words.say("column-clinic")),
        sentence(words.say("column-question")),
        text(words.say("column-about-what")),
        number(words.say("column-noticed")),
        number(words.say("column-share")),
        number(words.say("column-usual-share")),
    ]
    listed = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                words.say("quality-question", question=row["question"]),
                about(row),
                words.say("counts", part=row["observed"], whole=row["denominator"]),
                words.figures.percent(row["share"]),
                words.figures.percent(row["usual_share"]),
            ),
        )
        for row in rows
    ]
    return table(caption, columns, listed)
