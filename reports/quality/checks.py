"""Checks: which are new, persisting, growing worse or resolved, with what people noted, and their course.

Belongs here: those tables and pictures. Doesn't: making a check or its control chart (the warehouse's audit).
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from reports.charts.control import Week, control_chart
from reports.components import Column, Figure, Table, TableRow, table
from reports.numbers.traced import counted
from reports.quality.making import FILE_LIMIT, MESSAGE_LIMIT, Making, number, sentence, text
from reports.words.figures import plain
from reports.words.from_data import check_of

CHARTS_SHOWN = 6
_CHANGES = {"clinic_id", "check_id", "change", "failing_since", "failing_weeks", "note", "is_signed_off"}
_TRENDS = {"clinic_id", "check_id", "week", "failed_share", "upper", "is_alarm"}
_SERIES = ("clinic_id", "export_name", "feed", "check_id", "source")


def has_changes(making: Making) -> bool:
    """Whether the file tells how checks changed; one of an earlier version only has their results."""
    return making.publication.has_columns("audit", "check_changes", _CHANGES)


def check_changes(making: Making) -> Table | None:
    """Return the checks that a person should look at; None where there is none."""
    if not has_changes(making):
        return _failing(making)
    words = making.words
    changes = making.rows("check_changes")
    notes = [_note(making, row) for row in changes]
    has_notes = any(notes)
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                check_of(words, row),
                _where(making, row),
                words.say("quality-severity", severity=row["severity"]),
                words.say("counts", part=row["failed"] or 0, whole=row["evaluated"] or 0),
                _change(making, row),
                *((note,) if has_notes else ()),
            ),
        )
        for row, note in zip(changes, notes, strict=True)
    ]
    columns = [
        text(words.say("column-clinic")),
        sentence(words.say("column-check")),
        text(words.say("column-where")),
        text(words.say("column-severity")),
        number(words.say("column-failed")),
        text(words.say("column-change")),
        *((sentence(words.say("column-note")),) if has_notes else ()),
    ]
    return table(words.say("quality-changes-caption"), columns, rows) if rows else None


def _where(making: Making, row: dict[str, Any]) -> str:
    """Return the export that a check looked at; of one over all of a clinic's exports, the feed."""
    if row["export_name"] or not row["feed"]:
        return plain(row["export_name"] or "", FILE_LIMIT)
    return making.words.say("quality-feed", feed=row["feed"])


def _change(making: Making, row: dict[str, Any]) -> str:
    words = making.words
    if row["change"] != "persisting":
        return words.say("quality-change", change=row["change"])
    return words.say("quality-persisting", since=row["failing_since"] or "", weeks=row["failing_weeks"] or 1)


def _note(making: Making, row: dict[str, Any]) -> str:
    words, parts = making.words, []
    if row["is_signed_off"]:
        parts.append(words.say("quality-signed-off", by=words.figures.name(row["signed_off_by"] or "")))
    if row["note"]:
        note, by = words.figures.name(row["note"], MESSAGE_LIMIT), words.figures.name(row["noted_by"] or "")
        parts.append(words.say("quality-note", note=note, by=by))
    if row["due_on"]:
        day = words.figures.short_day(row["due_on"])
        parts.append(words.say("quality-due", day=day, overdue="yes" if row["is_overdue"] else "no"))
    return " ".join(parts)


def check_charts(making: Making) -> list[Figure]:
    """Return the course of checks that grow worse, though they may still pass."""
    if not has_changes(making) or not making.publication.has_columns("audit", "check_trends", _TRENDS):
        return []
    rows = making.rows("check_trends")
    series = [list(own) for _, own in groupby(rows, key=lambda row: tuple(row[name] for name in _SERIES))]
    return [_chart(making, own) for own in series[:CHARTS_SHOWN]]


def _chart(making: Making, rows: list[dict[str, Any]]) -> Figure:
    words, percent = making.words, making.words.figures.percent
    first, last = rows[0], rows[-1]
    values = {
        "check": check_of(words, last),
        "clinic": words.figures.name(making.clinic(last["clinic_id"])),
        "first": percent(first["failed_share"]),
        "since": first["week"],
        "last": percent(last["failed_share"]),
    }
    columns = [
        Column(words.say("column-week"), is_number=False),
        number(words.say("column-failed")),
        number(words.say("column-share")),
        text(words.say("column-remark")),
    ]
    return Figure(
        title=words.say("quality-trend-title", **values),
        alt=words.say("quality-trend-alt", weeks=counted(rows), **values),
        svg=control_chart(
            [
                Week(r["week"], r["failed_share"], r["mean"], r["lower"], r["upper"], bool(r["is_alarm"]))
                for r in rows
            ],
            is_share=True,
        ),
        table=table(
            words.say("quality-trend-caption", **values),
            columns,
            [
                TableRow(
                    row["week"],
                    (
                        words.say("counts", part=row["failed"], whole=row["evaluated"]),
                        percent(row["failed_share"]),
                        words.say("quality-alarm", alarm="yes" if row["is_alarm"] else "no"),
                    ),
                )
                for row in rows
            ],
        ),
    )


def _failing(making: Making) -> Table | None:
    words = making.words
    rows = []
    for row in making.rows("checks"):
        # Three outcomes: a check without anything to evaluate has neither passed nor failed.
        if row["is_passed"] is None or (row["is_passed"] and row["passed_before"] is not False):
            continue
        change = "resolved" if row["is_passed"] else "persisting" if row["passed_before"] is False else "new"
        rows.append(
            TableRow(
                making.clinic(row["clinic_id"]),
                (
                    check_of(words, row),
                    plain(row["export_name"] or "", FILE_LIMIT),
                    words.say("quality-severity", severity=row["severity"]),
                    words.say("counts", part=row["failed"], whole=row["evaluated"]),
                    making.count(row["not_applicable"]),
                    words.say("quality-change", change=change),
                ),
            )
        )
    columns = [
        text(words.say("column-clinic")),
        sentence(words.say("column-check")),
        text(words.say("column-export")),
        text(words.say("column-severity")),
        number(words.say("column-failed")),
        number(words.say("column-not-applicable")),
        text(words.say("column-change")),
    ]
    return table(words.say("quality-checks-caption"), columns, rows) if rows else None


def checks_remark(making: Making) -> str:
    judged = [row for row in making.rows("checks") if row["is_passed"] is not None]
    idle = counted(row for row in making.rows("checks") if row["is_passed"] is None)
    passed = counted(row for row in judged if row["is_passed"])
    return making.words.say("quality-checks-passed", passed=passed, checks=counted(judged), idle=idle)
