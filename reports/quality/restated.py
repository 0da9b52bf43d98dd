"""What moved earlier figures: the events of the week, and the figures that are told otherwise since.

Belongs here: those tables. Doesn't: comparing figures (the warehouse's audit).
"""

from __future__ import annotations

from reports.components import Table, TableRow, table
from reports.quality.making import LISTED, Making, number, text

_CHANGES = {"clinic_id", "kind", "late", "corrected", "withdrawn", "opted_out", "earliest_on"}
_RESTATED = {"week", "clinic_id", "measure", "month", "earlier_value", "value", "opted_out", "cause"}


def has_week_changes(making: Making) -> bool:
    """Whether the file tells what has come late, was corrected or taken back."""
    return making.publication.has_columns("audit", "week_changes", _CHANGES)


def has_restatements(making: Making) -> bool:
    """Whether the file tells which figures of closed months have changed."""
    return making.publication.has_columns("audit", "restatements", _RESTATED)


def restated(making: Making) -> Table | None:
    """Return what has changed earlier weeks' figures, by clinic, kind and cause; None where nothing has."""
    words = making.words
    if not has_week_changes(making):
        return None
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                words.say("changes-row", kind=row["kind"]),
                making.count(row["late"]),
                making.count(row["corrected"]),
                making.count(row["withdrawn"]),
                making.count(row["opted_out"]),
                words.figures.short_day(row["earliest_on"]) if row["earliest_on"] else words.say("none"),
            ),
        )
        for row in making.rows("week_changes")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-what")),
        number(words.say("column-late")),
        number(words.say("column-corrected")),
        number(words.say("column-withdrawn")),
        number(words.say("column-opted-out")),
        number(words.say("column-oldest")),
    ]
    return table(words.say("quality-restated-caption"), columns, rows) if rows else None


def restatement_causes(making: Making) -> Table | None:
    """Return how many closed months' figures are told otherwise, by cause; None where none is."""
    words = making.words
    if not has_restatements(making):
        return None
    rows = [
        TableRow(
            _causes(making, row["cause"]),
            (
                making.count(row["figures"]),
                making.count(row["clinics"]),
                making.count(row["largest_change"]),
            ),
        )
        for row in making.rows("restatement_causes")
    ]
    columns = [
        text(words.say("column-cause")),
        number(words.say("column-figures-changed")),
        number(words.say("column-clinics")),
        number(words.say("column-largest-change")),
    ]
    return table(words.say("quality-restatement-causes-caption"), columns, rows) if rows else None


def restatements(making: Making) -> Table | None:
    """Return every figure that is told otherwise, what it was before and why; None where none is."""
    words = making.words
    if not has_restatements(making):
        return None
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                words.say("quality-figure", measure=row["measure"]),
                words.figures.month(row["month"]),
                row["earlier_week"],
                making.count(row["earlier_value"]),
                making.count(row["value"]),
                _causes(making, row["cause"]),
                making.count(row["late"]),
                making.count(row["corrected"]),
                making.count(row["withdrawn"]),
                making.count(row["opted_out"]),
            ),
        )
        for row in making.rows("restatements")[:LISTED]
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-figure")),
        text(words.say("column-month")),
        text(words.say("column-told-in")),
        number(words.say("column-told-then")),
        number(words.say("column-told-now")),
        text(words.say("column-cause")),
        number(words.say("column-late")),
        number(words.say("column-corrected")),
        number(words.say("column-withdrawn")),
        number(words.say("column-opted-out")),
    ]
    return table(words.say("quality-restatements-caption"), columns, rows) if rows else None


def _causes(making: Making, cause: str) -> str:
    """Say the causes, which the audit keeps as words between commas."""
    words = making.words
    kinds = [kind.replace(" ", "_") for kind in cause.split(", ")]
    return words.figures.listed([words.say("quality-cause", cause=kind) for kind in kinds])
