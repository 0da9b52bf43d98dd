"""What the network was shown, what was withheld from it, and why.

Belongs here: those tables. Doesn't: deciding it (`warehouse.disclosure`).
"""

from __future__ import annotations

from reports.components import Table, TableRow, table
from reports.measures.naming import name_of_measure
from reports.measures.scales import main_scales
from reports.quality.making import LISTED, MESSAGE_LIMIT, Making, number, sentence, text

_QUARTERS = {"quarter", "measure_id", "decision", "reason"}
_DISCLOSURE = {"week", "measure_id", "clinic_id", "decision", "reason", "as_of"}


def has_disclosure(making: Making) -> bool:
    """Whether the file tells what the network was shown."""
    return making.publication.has_columns("marts", "disclosure_log", _DISCLOSURE)


def disclosed(making: Making) -> Table | None:
    """Return what the network was shown this week, and why not more; None where it isn't logged."""
    words = making.words
    if not has_disclosure(making):
        return None
    rows = [
        TableRow(
            words.say("quality-decision", decision=row["decision"]),
            (
                _reason(making, row["reason"]),
                making.count(row["figures"]),
                making.count(row["clinics"]),
            ),
        )
        for row in making.rows("disclosure")
    ]
    columns = [
        text(words.say("column-decision")),
        sentence(words.say("column-reason")),
        number(words.say("column-figures")),
        number(words.say("column-clinics")),
    ]
    return table(words.say("quality-disclosure-caption"), columns, rows) if rows else None


def disclosed_quarters(making: Making) -> Table | None:
    """Return what the network was shown of the latest closed quarter by group; None where it isn't logged."""
    words = making.words
    if not making.publication.has_columns("marts", "disclosure_log_quarters", _QUARTERS):
        return None
    rows = [
        TableRow(
            words.quarter(row["quarter"]),
            (
                words.say("quality-decision", decision=row["decision"]),
                _reason(making, row["reason"]),
                making.count(row["figures"]),
                making.count(row["measures"]),
            ),
        )
        for row in making.rows("disclosure_quarters")
    ]
    columns = [
        text(words.say("column-quarter-shown")),
        text(words.say("column-decision")),
        sentence(words.say("column-reason")),
        number(words.say("column-groups")),
        number(words.say("column-measures")),
    ]
    return table(words.say("quality-quarters-caption"), columns, rows) if rows else None


def withheld(making: Making) -> Table | None:
    """Return every figure of the week that wasn't shown as it stands; None where all were."""
    words, scales = making.words, main_scales(making.publication)
    if not has_disclosure(making):
        return None
    rows = [
        TableRow(
            name_of_measure(row["measure_id"], scales, words),
            (
                words.say("quality-everyone")
                if row["clinic_id"] == "all"
                else making.clinic(row["clinic_id"]),
                words.say("quality-decision", decision=row["decision"]),
                _reason(making, row["reason"]),
                row["as_of"] or words.say("none"),
            ),
        )
        for row in making.rows("withheld")[:LISTED]
    ]
    columns = [
        text(words.say("column-measure")),
        text(words.say("column-clinic")),
        text(words.say("column-decision")),
        sentence(words.say("column-reason")),
        text(words.say("column-as-of")),
    ]
    return table(words.say("quality-withheld-caption"), columns, rows) if rows else None


def _reason(making: Making, reason: str) -> str:
    if not reason:
        return ""
    told = making.words.figures.name(reason, MESSAGE_LIMIT)
    return making.words.say("quality-withheld-reason", reason=reason.replace(" ", "_"), told=told)
