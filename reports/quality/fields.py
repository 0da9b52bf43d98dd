"""How well fields are filled, as NHS data-quality reports say it: valid, other, default, invalid, missing.

Belongs here: those tables. Doesn't: counting (`audit.field_validity`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reports.components import Column, Table, TableRow, table
from reports.numbers.traced import counted, total
from reports.quality.making import FILE_LIMIT, LISTED, Making, number, text
from reports.words.figures import plain

PARTS = ("valid", "other", "defaulted", "invalid", "missing")
_COLUMNS = {"clinic_id", "export_name", "feed", "field", "month", "row_count", *PARTS}


def has_profile(making: Making) -> bool:
    """Whether the file profiles fields."""
    return making.publication.has_columns("audit", "field_validity", _COLUMNS)


def fields_remark(making: Making) -> str:
    """Say in a sentence how the values of the latest month were filled; empty where nothing is known."""
    if not has_profile(making):
        return ""
    rows = making.rows("field_profile")
    if not rows:
        return making.words.say("quality-fields-none")
    month = max(row["month"] for row in rows)
    latest = [row for row in rows if row["month"] == month]
    values = total(row["row_count"] for row in latest)
    return making.words.say(
        "quality-fields-summary",
        month=making.words.figures.month(month),
        values=values,
        valid=_share(making, total(row["valid"] for row in latest), values),
        missing=_share(making, total(row["missing"] for row in latest), values),
        invalid=total(row["invalid"] for row in latest),
        worse=counted(making.rows("fields_worse")),
    )


def fields_worse(making: Making) -> Table | None:
    """Return the fields that have become worse since the month before; None where none has."""
    if not has_profile(making):
        return None
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["export_name"], FILE_LIMIT),
                plain(row["field"], FILE_LIMIT),
                words.figures.month(row["earlier_month"]),
                _share(making, row["earlier_valid"], row["earlier_row_count"]),
                words.figures.month(row["month"]),
                _share(making, row["valid"], row["row_count"]),
                _share(making, row["missing"], row["row_count"]),
                _share(making, row["invalid"], row["row_count"]),
            ),
        )
        for row in making.rows("fields_worse")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-export")),
        text(words.say("column-field")),
        text(words.say("column-month-before")),
        number(words.say("column-valid-before")),
        text(words.say("column-month")),
        *(number(words.say("quality-part", part=part)) for part in ("valid", "missing", "invalid")),
    ]
    return table(words.say("quality-fields-worse-caption"), columns, rows) if rows else None


def field_profile(making: Making) -> Table | None:
    """Return the profile by clinic, feed and month; None where the file has none."""
    words = making.words
    headings = [
        text(words.say("column-feed")),
        text(words.say("column-month")),
        number(words.say("column-fields")),
        number(words.say("column-values")),
    ]

    def cells(row: dict[str, Any]) -> tuple[Any, ...]:
        return (
            words.say("quality-feed", feed=row["feed"]),
            words.figures.month(row["month"]),
            making.count(row["fields"]),
            making.count(row["row_count"]),
        )

    return _profile(making, "field_profile", words.say("quality-profile-caption"), headings, cells)


def fields_listed(making: Making) -> Table | None:
    """Return the latest month field by field, up to a number of them; None where the file has no profile."""
    words = making.words
    headings = [
        text(words.say("column-export")),
        text(words.say("column-feed")),
        text(words.say("column-field")),
        number(words.say("column-rows")),
    ]

    def cells(row: dict[str, Any]) -> tuple[Any, ...]:
        return (
            plain(row["export_name"], FILE_LIMIT),
            words.say("quality-feed", feed=row["feed"]),
            plain(row["field"], FILE_LIMIT),
            making.count(row["row_count"]),
        )

    caption = words.say("quality-fields-caption")
    return _profile(making, "fields_listed", caption, headings, cells, most=LISTED)


def _profile(
    making: Making,
    query: str,
    caption: str,
    headings: Sequence[Column],
    cells: Callable[[dict[str, Any]], tuple[Any, ...]],
    most: int | None = None,
) -> Table | None:
    """Return a clinic's own cells of each row, and the share of each part; None where nothing is profiled."""
    if not has_profile(making):
        return None
    words = making.words
    rows = [
        TableRow(making.clinic(row["clinic_id"]), (*cells(row), *_parts(making, row)))
        for row in making.rows(query)[:most]
    ]
    columns = [
        text(words.say("column-clinic")),
        *headings,
        *(number(words.say("quality-part", part=part)) for part in PARTS),
    ]
    return table(caption, columns, rows) if rows else None


def _parts(making: Making, row: dict[str, Any]) -> list[str]:
    return [_share(making, row[part], row["row_count"]) for part in PARTS]


def _share(making: Making, part: int, whole: int) -> str:
    return making.words.figures.percent(part / whole) if whole else making.words.say("none")
