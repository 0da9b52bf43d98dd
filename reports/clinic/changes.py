"""What is different from last week's report, and why: what happened, what came late, what was corrected.

Belongs here: that part of the clinic's page. Doesn't: counting it (the warehouse's audit).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.clinic.view import ClinicView
from reports.components import Column, Table, TableRow, table

KINDS = ("course_begun", "course_ended", "appointment", "form")
_COUNTS = ("in_week", "late", "corrected", "withdrawn", "opted_out")
_MART = {"clinic_id", "kind", "is_comparable", *_COUNTS, "earliest_on"}


@dataclass(frozen=True)
class Changes:
    """Sentences, and the counts behind them where there are any."""

    sentences: tuple[str, ...]
    table: Table | None


def week_changes(view: ClinicView) -> Changes:
    """Return the week's changes by cause: real ones first, then what the data have made of earlier weeks."""
    words = view.words
    if not view.publication.has_columns("audit", "week_changes", _MART):
        return Changes((words.say("changes-not-published"),), None)
    rows = {row["kind"]: row for row in view.rows("changes")}
    if not view.clinic.has_appointment_data:
        rows.pop("appointment", None)  # none is sent, which isn't none
    if not rows:
        return Changes((words.say("changes-nothing-known"),), None)
    sentences = [_happened(view, rows)]
    if not any(row["is_comparable"] for row in rows.values()):
        sentences.append(words.say("changes-first-delivery"))
    else:
        sentences += [_earlier(view, rows, cause) for cause in ("late", "corrected", "withdrawn")]
        sentences += _since_when(view, rows)
        # Told apart: nobody took these back, and no day of theirs is told.
        if _kinds(view, rows, "opted_out"):
            sentences.append(_earlier(view, rows, "opted_out"))
    sentences += _definitions(view)
    return Changes(tuple(sentences), _table(view, rows))


def _happened(view: ClinicView, rows: dict[str, dict[str, Any]]) -> str:
    kinds = _kinds(view, rows, "in_week")
    if not kinds:
        return view.words.say("changes-nothing-happened")
    return view.words.say("changes-happened", kinds=view.words.figures.listed(kinds))


def _earlier(view: ClinicView, rows: dict[str, dict[str, Any]], cause: str) -> str:
    kinds = _kinds(view, rows, cause)
    if not kinds:
        return view.words.say("changes-none", cause=cause)
    return view.words.say("changes-some", cause=cause, kinds=view.words.figures.listed(kinds))


def _kinds(view: ClinicView, rows: dict[str, dict[str, Any]], cause: str) -> list[str]:
    return [
        view.words.say("changes-kind", kind=kind, count=rows[kind][cause])
        for kind in KINDS
        if kind in rows and rows[kind][cause]
    ]


def _since_when(view: ClinicView, rows: dict[str, dict[str, Any]]) -> list[str]:
    days = [row["earliest_on"] for row in rows.values() if row["earliest_on"]]
    return [view.words.say("changes-since", day=view.words.figures.day(min(days)))] if days else []


def _definitions(view: ClinicView) -> list[str]:
    """Whether the figures are made by the same definitions as last week's."""
    words, before = view.words, view.publication.run_before
    if before is None:
        return []
    run = view.publication.marts_run
    if (before.code_version, before.schema_version) == (run.code_version, run.schema_version):
        return [words.say("changes-definitions-same")]
    return [
        words.say(
            "changes-definitions",
            before=words.figures.name(before.code_version or words.say("version-unknown")),
            now=words.figures.name(run.code_version or words.say("version-unknown")),
        )
    ]


def _table(view: ClinicView, rows: dict[str, dict[str, Any]]) -> Table:
    words = view.words

    def cell(count: int | None) -> str:
        return words.say("none") if count is None else words.figures.count(count)

    return table(
        words.say("changes-caption"),
        [
            Column(words.say("column-what"), is_number=False),
            Column(words.say("column-in-week")),
            Column(words.say("column-late")),
            Column(words.say("column-corrected")),
            Column(words.say("column-withdrawn")),
            Column(words.say("column-opted-out")),
        ],
        [
            TableRow(
                words.say("changes-row", kind=kind),
                tuple(cell(rows[kind][cause]) for cause in _COUNTS),
            )
            for kind in KINDS
            if kind in rows
        ],
    )
