"""What moves week by week: attendance and forms within their control limits.

Belongs here: those pictures of the clinic's page. Doesn't: the limits and the rules (the warehouse's).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.charts.control import Week, control_chart
from reports.clinic.view import ClinicView
from reports.components import Column, Figure, TableRow, table
from reports.measures.naming import name_of_measure
from reports.numbers.traced import counted

MEASURES = ("attendance", "form_completion")
"""Enough of both in a week to see something; endings are a handful a week and only jump."""

FEWEST_WEEKS = 8
"""With fewer weeks there is nothing to see yet."""

_MART = {"clinic_id", "measure_id", "week", "value", "mean", "lower", "upper", "signal", "rule", "side"}


@dataclass(frozen=True)
class OverTime:
    """Pictures and sentences."""

    figures: tuple[Figure, ...]
    facts: tuple[str, ...]


def over_time(view: ClinicView) -> OverTime:
    """Return one chart a measure; what can't be drawn says why."""
    words = view.words
    if not view.publication.has_columns("marts", "clinic_weekly", _MART):
        return OverTime((), (words.say("over-time-not-published"),))
    rows = view.rows("over_time")
    series = {m: [row for row in rows if row["measure_id"] == m] for m in MEASURES}
    drawn = {m: own for m, own in series.items() if _weeks_told(own) >= FEWEST_WEEKS}
    if not drawn:
        return OverTime((), (words.say("over-time-too-early", weeks=FEWEST_WEEKS),))
    figures = tuple(_chart(view, measure, own) for measure, own in drawn.items())
    return OverTime(figures, (words.say("over-time-note"),))


def _weeks_told(rows: list[dict[str, Any]]) -> int:
    return sum(row["value"] is not None for row in rows)


def _chart(view: ClinicView, measure: str, rows: list[dict[str, Any]]) -> Figure:
    words, percent = view.words, view.words.figures.percent
    told = [row for row in rows if row["value"] is not None]
    last, signals = told[-1], [row for row in told if row["signal"]]
    lately = [row for row in told[-4:] if row["signal"]]
    name = name_of_measure(measure, {}, words)
    values = {
        "measure": name,
        "mean": percent(last["mean"]) if last["mean"] is not None else words.say("none"),
        "last": percent(last["value"]),
        "week": words.week(last["week"]),
    }
    return Figure(
        title=words.say(
            "over-time-title",
            state=_state(lately),
            earlier="yes" if signals else "no",
            **values,
        ),
        alt=words.say(
            "over-time-alt",
            weeks=counted(told),
            signals=counted(signals),
            lower=percent(last["lower"]) if last["lower"] is not None else words.say("none"),
            upper=percent(last["upper"]) if last["upper"] is not None else words.say("none"),
            **values,
        ),
        svg=control_chart(
            [Week(r["week"], r["value"], r["mean"], r["lower"], r["upper"], bool(r["signal"])) for r in rows],
            is_share=True,
        ),
        note=words.say("over-time-trial") if last["is_trial"] else "",
        table=table(
            words.say("over-time-caption", measure=name),
            [
                Column(words.say("column-week"), is_number=False),
                Column(words.say("column-counted-here")),
                Column(words.say("column-share")),
                Column(words.say("column-remark"), is_number=False),
            ],
            [_row(view, row) for row in rows],
        ),
    )


def _state(lately: list[dict[str, Any]]) -> str:
    """Whether the last four weeks hold a signal, and on which side the last one lies."""
    return str(lately[-1]["side"] or "within") if lately else "within"


def _row(view: ClinicView, row: dict[str, Any]) -> TableRow:
    words, percent = view.words, view.words.figures.percent
    dash = words.say("none")
    if row["value"] is None:
        return TableRow(row["week"], (dash, dash, words.say("over-time-nobody")))
    if row["signal"]:
        remark = words.say("over-time-rule", rule=row["rule"] or "outside")
    else:
        remark = words.figures.name(row["event"]) if row["event"] else ""
    counts = words.say("counts", part=row["numerator"], whole=row["denominator"])
    return TableRow(row["week"], (counts, percent(row["value"]), remark))
