"""Who was given which report and who still waits for one: audiences, never names or addresses.

Belongs here: those tables. Doesn't: sending (`reports.delivery`), the log and the ledger (the audit).
"""

from __future__ import annotations

from typing import Any

from reports.archive import TEAMS
from reports.components import Table, TableRow, table
from reports.numbers.traced import counted
from reports.quality.making import LISTED, MESSAGE_LIMIT, Making, number, sentence, text
from reports.words.figures import plain

_COLUMNS = {"source", "line", "audience", "week", "recipient_number", "state", "is_open", "is_as_rendered"}


def has_handovers(making: Making) -> bool:
    """Whether the file tells of deliveries of reports."""
    return making.publication.has_columns("audit", "handovers", _COLUMNS)


def handovers_remark(making: Making) -> str:
    """Say how many parcels went out and how many audiences wait; empty where the file doesn't tell."""
    if not has_handovers(making):
        return ""
    rows = making.rows("handovers")
    return making.words.say(
        "quality-handovers-remark",
        sent=counted(row for row in rows if row["state"] == "sent"),
        waiting=counted(making.rows("handovers_failing")),
        unknown=counted(row for row in rows if row["state"] == "sent" and row["is_as_rendered"] is False),
    )


def handovers_failing(making: Making) -> Table | None:
    """Return who still hasn't got a week's report, how often it was tried and why it failed."""
    if not has_handovers(making):
        return None
    words = making.words
    rows = [
        TableRow(
            _audience(making, row["audience"]),
            (
                row["week"],
                _recipient(making, row),
                words.say("quality-way", way=(row["way"] or "none").replace(" ", "_")),
                making.count(row["failures"]),
                making.count(row["attempts"]),
                words.figures.short_day(row["last_at"]),
                words.say("quality-handover-unknown")
                if row["state"] == "unknown"
                else plain(row["reason"] or "", MESSAGE_LIMIT),
            ),
        )
        for row in making.rows("handovers_failing")[:LISTED]
    ]
    columns = [
        text(words.say("column-audience")),
        text(words.say("column-week")),
        text(words.say("column-recipient")),
        text(words.say("column-way")),
        number(words.say("column-failures")),
        number(words.say("column-attempts")),
        number(words.say("column-last-tried")),
        sentence(words.say("column-reason")),
    ]
    return table(words.say("quality-failing-caption"), columns, rows) if rows else None


def handovers_listed(making: Making) -> Table | None:
    """Return what went to which audience in the last five weeks, and whether it is what was rendered."""
    if not has_handovers(making):
        return None
    words = making.words
    rows = [
        TableRow(
            _audience(making, row["audience"]),
            (
                row["week"],
                _recipient(making, row),
                words.say("quality-way", way=(row["way"] or "none").replace(" ", "_")),
                words.figures.moment(row["handed_at"]),
                words.say("quality-handover-state", state=row["state"]),
                making.count(row["files"]),
                _known(making, row["is_as_rendered"]),
                f"{row['source']}:{int(row['line'])}",
            ),
        )
        for row in making.rows("handovers")[:LISTED]
    ]
    columns = [
        text(words.say("column-audience")),
        text(words.say("column-week")),
        text(words.say("column-recipient")),
        text(words.say("column-way")),
        text(words.say("column-when")),
        text(words.say("column-became")),
        number(words.say("column-files")),
        text(words.say("column-as-rendered")),
        text(words.say("column-line")),
    ]
    return table(words.say("quality-handovers-caption"), columns, rows) if rows else None


def _audience(making: Making, audience: str) -> str:
    return making.words.say("quality-team", team=audience) if audience in TEAMS else making.clinic(audience)


def _recipient(making: Making, row: dict[str, Any]) -> str:
    recipient = row["recipient_number"]
    return (
        making.words.say("quality-recipient", number=str(recipient))
        if recipient
        else making.words.say("none")
    )


def _known(making: Making, is_as_rendered: bool | None) -> str:
    if is_as_rendered is None:
        return making.words.say("none")
    return making.words.say("quality-as-rendered", rendered="yes" if is_as_rendered else "no")
