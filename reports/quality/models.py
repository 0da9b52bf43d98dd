"""Whether the models behind the pages can be trusted: what they rest on, how they foretell, if they drift.

Belongs here: those tables. Doesn't: the models (`warehouse.risk`, `warehouse.inference`), the model card.
"""

from __future__ import annotations

from reports.components import Table, TableRow, table
from reports.measures.naming import name_of_measure
from reports.measures.scales import main_scales
from reports.numbers.traced import counted
from reports.quality.making import Making, number, text
from reports.words.from_data import model_term

_RISK = {"clinic_id", "week", "basis", "basis_reason", "model_version", "is_flagged"}
_VALIDATION = {"model_version", "scheme", "predictor", "scope", "metric", "value", "lower", "upper"}
_IN_FORCE = {"model_version", "kind", "is_in_force"}
_DRIFT = {"kind", "name", "now", "in_training", "difference", "limit", "rows", "has_drifted"}
_CASE_MIX = {"measure_id", "basis", "reason", "discrimination", "calibration_slope", "foretells", "period"}


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


def risk_validation(making: Making) -> Table | None:
    """Return how well the dropout model foretells people it hadn't seen; None where none is in force."""
    words, publication = making.words, making.publication
    if not (
        publication.has_columns("marts", "risk_validation", _VALIDATION)
        and publication.has_columns("marts", "risk_models", _IN_FORCE)
    ):
        return None

    def cell(value: float | None, lower: float | None, upper: float | None) -> str:
        if value is None:
            return words.say("none")
        told = words.figures.decimal(value, 2)
        if lower is None or upper is None:
            return told
        bounds = {"lower": words.figures.decimal(lower, 2), "upper": words.figures.decimal(upper, 2)}
        return words.say("card-ranged", value=told, **bounds)

    rows = [
        TableRow(
            words.say("quality-risk-metric", metric=row["metric"]),
            (
                cell(row["later_value"], row["later_lower"], row["later_upper"]),
                cell(row["other_value"], row["other_lower"], row["other_upper"]),
            ),
        )
        for row in making.rows("risk_validation")
    ]
    columns = [
        text(words.say("column-measure-of-model")),
        number(words.say("column-later-weeks")),
        number(words.say("column-other-clinics")),
    ]
    return table(words.say("quality-risk-validation-caption"), columns, rows) if rows else None


def risk_drift_remark(making: Making) -> str:
    """Say whether what the dropout model sees has moved since training; empty where nobody looked."""
    if not making.publication.has_columns("marts", "risk_drift", _DRIFT):
        return ""
    rows = making.rows("risk_drift")
    if not rows:
        return ""
    drifted = counted(row for row in rows if row["has_drifted"])
    return making.words.say("quality-risk-drift", looked_at=counted(rows), drifted=drifted)


def risk_drift(making: Making) -> Table | None:
    """Return what the dropout model sees now and saw in training; None where nobody looked."""
    words = making.words
    if not making.publication.has_columns("marts", "risk_drift", _DRIFT):
        return None
    rows = [
        TableRow(
            model_term(words, row["name"]),
            (
                *(
                    words.figures.decimal(row[part], 2)
                    for part in ("in_training", "now", "difference", "allowed")
                ),
                making.count(row["looked_at"]),
                words.say("quality-drifted", drifted="yes" if row["has_drifted"] else "no"),
            ),
        )
        for row in making.rows("risk_drift")
    ]
    columns = [
        text(words.say("column-seen")),
        number(words.say("column-in-training")),
        number(words.say("column-now")),
        number(words.say("column-difference")),
        number(words.say("column-allowed-difference")),
        number(words.say("column-looked-at")),
        text(words.say("column-remark")),
    ]
    return table(words.say("quality-risk-drift-caption"), columns, rows) if rows else None
