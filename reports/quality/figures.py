"""What moved earlier figures, and whether the models behind the pages can be trusted.

Belongs here: those tables. Doesn't: the figures themselves, which are the clinics' and the network's pages.
"""

from __future__ import annotations

from reports.components import Table, TableRow, table
from reports.measures.naming import name_of_measure
from reports.measures.scales import main_scales
from reports.quality.making import Making, number, text

_CHANGES = {"clinic_id", "kind", "late", "corrected", "withdrawn", "earliest_on"}
_DISCLOSURE = {"week", "clinic_id", "decision", "reason"}
_RISK = {"clinic_id", "week", "basis", "basis_reason", "model_version", "is_flagged"}
_CASE_MIX = {"measure_id", "basis", "reason", "discrimination", "calibration_slope", "foretells", "period"}


def restated(making: Making) -> Table | None:
    """Return what has changed earlier weeks' figures, by clinic, kind and cause; None where nothing has."""
    words = making.words
    if not making.publication.has_columns("audit", "week_changes", _CHANGES):
        return None
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                words.say("changes-row", kind=row["kind"]),
                making.count(row["late"]),
                making.count(row["corrected"]),
                making.count(row["withdrawn"]),
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
        number(words.say("column-oldest")),
    ]
    return table(words.say("quality-restated-caption"), columns, rows) if rows else None


def disclosed(making: Making) -> Table | None:
    """Return what the network was shown this week, and why not more; None where it isn't logged."""
    words = making.words
    if not making.publication.has_columns("marts", "disclosure_log", _DISCLOSURE):
        return None
    rows = [
        TableRow(
            words.say("quality-decision", decision=row["decision"]),
            (
                words.figures.name(row["reason"], 200),
                making.count(row["figures"]),
                making.count(row["clinics"]),
            ),
        )
        for row in making.rows("disclosure")
    ]
    columns = [
        text(words.say("column-decision")),
        text(words.say("column-reason")),
        number(words.say("column-figures")),
        number(words.say("column-clinics")),
    ]
    return table(words.say("quality-disclosure-caption"), columns, rows) if rows else None


def risk_models(making: Making) -> Table | None:
    """Return what each clinic's dropout risk rests on; None where the file has none."""
    words = making.words
    if not making.publication.has_columns("marts", "dropout_risk", _RISK):
        return None
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                words.say("quality-basis", basis=row["basis"]),
                words.say("at-risk-basis", reason=row["basis_reason"]) if row["basis_reason"] else "",
                making.count(row["courses"]),
                making.count(row["flagged"]),
                words.figures.name(row["model_version"]) if row["model_version"] else words.say("none"),
            ),
        )
        for row in making.rows("risk_models")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-basis")),
        text(words.say("column-reason")),
        number(words.say("column-open-courses")),
        number(words.say("column-flagged")),
        text(words.say("column-model")),
    ]
    return table(words.say("quality-risk-caption"), columns, rows) if rows else None


def case_mix(making: Making) -> Table | None:
    """Return how well the models of what to expect foretell; None where the file has none."""
    words, scales = making.words, main_scales(making.publication)
    if not making.publication.has_columns("marts", "case_mix_validation", _CASE_MIX):
        return None

    def cell(value: float | None) -> str:
        return words.say("none") if value is None else words.figures.decimal(value, 2)

    rows = [
        TableRow(
            name_of_measure(row["measure_id"], scales, words),
            (
                making.count(row["course_count"]),
                cell(row["discrimination"]),
                cell(row["calibration_slope"]),
                words.say(
                    "quality-case-mix", basis=row["basis"], foretells="yes" if row["foretells"] else "no"
                ),
            ),
        )
        for row in making.rows("case_mix")
    ]
    columns = [
        text(words.say("column-measure")),
        number(words.say("column-courses")),
        number(words.say("column-auc")),
        number(words.say("column-slope")),
        text(words.say("column-used")),
    ]
    return table(words.say("quality-case-mix-caption"), columns, rows) if rows else None
