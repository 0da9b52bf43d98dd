"""Whether acting on the model is worth it: the decision curve (Vickers & Elkin 2006).

Belongs here: the curve beside calling everybody, nobody, and a rule, as a picture and as a table. Doesn't:
how it is drawn (`charts.decision`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.charts.decision import Curve, decision_chart
from reports.components import Column, Figure, Table, TableRow, table
from reports.design.palette import COMPLETE, SOFT, STAY
from reports.model_card.card import Card, Row, Section

Benefits = Mapping[str, Mapping[float, float]]
MODEL, RULE, EVERYBODY = "model", "last_missed", "all"


def decision_section(card: Card, model: Row) -> Section:
    """Net benefit per 100 open courses by the chance from which on somebody acts."""
    words = card.words
    benefits = _benefits(card, model["kind"])
    thresholds = sorted(benefits[MODEL])
    found = _as_table(card, benefits, thresholds)
    sentences = (words.say("card-decision"),)
    heading = words.say("card-decision-heading")
    if len(thresholds) < 2:
        return Section("decision", heading, sentences, (found,))
    picture = Figure(
        title=_title(card, benefits, thresholds),
        alt=_alt(card, benefits, thresholds),
        svg=decision_chart(
            [
                Curve(words.say("card-line-model"), STAY, tuple(sorted(benefits[MODEL].items()))),
                Curve(
                    words.say("card-line-last-missed"), COMPLETE, tuple(sorted(benefits[RULE].items())), True
                ),
                Curve(words.say("card-line-all"), SOFT, tuple(sorted(benefits[EVERYBODY].items()))),
            ],
            nobody=words.say("card-line-nobody"),
            x_title=words.say("card-axis-threshold"),
        ),
        table=found,
    )
    return Section("decision", heading, sentences, (), (picture,))


def _benefits(card: Card, kind: str) -> dict[str, dict[float, float]]:
    """Return net benefit per 100 courses by line and threshold, in later weeks."""
    lines = {
        (kind, "net_benefit"): MODEL,
        ("last_missed_rule", "net_benefit"): RULE,
        ("base_rate", "net_benefit_of_calling_all"): EVERYBODY,
    }
    found: dict[str, dict[float, float]] = {name: {} for name in lines.values()}
    for row in card.validation:
        line = lines.get((row["predictor"], row["metric"]))
        if row["scheme"] == "later_weeks" and line is not None and row["value"] is not None:
            found[line][row["threshold"]] = 100 * row["value"]
    return found


def _title(card: Card, benefits: Benefits, thresholds: list[float]) -> str:
    """State where acting on the model is worth more than calling everybody, nobody, or by the rule."""
    words = card.words
    better = [
        at
        for at in thresholds
        if benefits[MODEL][at] > max(0.0, benefits[EVERYBODY].get(at, 0.0), benefits[RULE].get(at, 0.0))
    ]
    if not better:
        return words.say("card-decision-nowhere")
    if len(better) == len(thresholds):
        return words.say(
            "card-decision-everywhere",
            first=words.figures.percent(thresholds[0]),
            last=words.figures.percent(thresholds[-1]),
        )
    return words.say(
        "card-decision-somewhere", at=words.figures.listed([words.figures.percent(at) for at in better])
    )


def _alt(card: Card, benefits: Benefits, thresholds: list[float]) -> str:
    words = card.words
    items = [
        words.say(
            "card-decision-alt-item",
            threshold=words.figures.percent(at),
            model=_number(card, benefits[MODEL].get(at)),
            rule=_number(card, benefits[RULE].get(at)),
            everybody=_number(card, benefits[EVERYBODY].get(at)),
        )
        for at in thresholds
    ]
    return words.say("card-decision-alt", items=" ".join(items))


def _as_table(card: Card, benefits: Benefits, thresholds: list[float]) -> Table:
    words = card.words
    rows = [
        TableRow(
            words.figures.percent(at),
            tuple(_number(card, benefits[line].get(at)) for line in (MODEL, RULE, EVERYBODY)),
        )
        for at in thresholds
    ]
    columns = [
        Column(words.say("card-column-threshold"), is_number=False),
        Column(words.say("card-column-model")),
        Column(words.say("card-column-last-missed")),
        Column(words.say("card-column-all")),
    ]
    return table(words.say("card-decision-caption"), columns, rows, keeps_order=True)


def _number(card: Card, value: Any) -> str:
    return card.number(value, 1)
