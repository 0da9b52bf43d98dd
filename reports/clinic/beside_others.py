"""This clinic beside the others: on each measure its own figure, what is expected here, and the usual range.

Belongs here: that table of the clinic's page. Doesn't: the comparison (the warehouse's), any other clinic.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.clinic.network_context import own_figure
from reports.clinic.view import ClinicView
from reports.components import Column, Table, TableRow, table
from reports.measures.naming import name_of_measure
from reports.measures.network_comparison import ReleasedFigure, ReleasedFunnel, released_comparison
from reports.measures.scales import main_scales
from reports.numbers.traced import counted, derived


@dataclass(frozen=True)
class BesideOthers:
    """Sentences, and the table where anything can be compared."""

    sentences: tuple[str, ...]
    table: Table | None


def beside_others(view: ClinicView) -> BesideOthers:
    """Return the measures on which this clinic can be compared and the network's figure may be shown.

    They are the released ones: the network reads the same of this clinic, and nothing here tells of another.
    """
    words = view.words
    found = released_comparison(view.publication)
    if found is None:
        return BesideOthers((words.say("beside-not-published"),), None)
    told = [
        (funnel, own)
        for funnel in found.funnels
        if funnel.centre is not None and (own := own_figure(view, funnel)) is not None
    ]
    if not told:
        return BesideOthers((words.say("beside-nothing", clinics=view.policy.minimum_clinics),), None)
    signals = [(funnel, own) for funnel, own in told if own.signal]
    return BesideOthers(tuple(_sentences(view, told, signals)), _table(view, told))


def _name(view: ClinicView, funnel: ReleasedFunnel) -> str:
    return name_of_measure(funnel.measure_id, main_scales(view.publication), view.words)


def _sentences(
    view: ClinicView,
    told: list[tuple[ReleasedFunnel, ReleasedFigure]],
    signals: list[tuple[ReleasedFunnel, ReleasedFigure]],
) -> list[str]:
    words = view.words
    sentences = [
        words.say(
            "beside-signal",
            measure=_name(view, funnel),
            side=own.side or "high",
            value=funnel.written(own.adjusted, words),
            lower=funnel.written(own.lower_998, words),
            upper=funnel.written(own.upper_998, words),
        )
        for funnel, own in signals
    ]
    measures = counted(own for _, own in told)
    if not signals:
        sentences.append(words.say("beside-within", measures=measures))
    chance = 0.002 * measures
    digits = 2 if chance >= 0.005 else 3
    return [
        *sentences,
        words.say(
            "beside-chance",
            measures=measures,
            chance=words.figures.decimal(derived(chance, measures), digits),
        ),
        words.say("beside-note"),
    ]


def _table(view: ClinicView, told: list[tuple[ReleasedFunnel, ReleasedFigure]]) -> Table:
    words = view.words
    rows = [
        TableRow(
            _name(view, funnel),
            (
                funnel.written(own.value, words),
                funnel.written(own.expected, words),
                funnel.written(own.adjusted, words),
                funnel.written(funnel.centre, words),
                words.say(
                    "score-range",
                    lower=funnel.written(own.lower_95, words),
                    upper=funnel.written(own.upper_95, words),
                ),
                _remark(view, funnel, own),
            ),
        )
        for funnel, own in told
    ]
    return table(
        words.say("beside-caption", until=view.until),
        [
            Column(words.say("column-measure"), is_number=False),
            Column(words.say("column-this-clinic")),
            Column(words.say("column-expected")),
            Column(words.say("column-adjusted")),
            Column(words.say("column-network")),
            Column(words.say("column-usual")),
            Column(words.say("column-remark"), is_number=False),
        ],
        rows,
    )


def _remark(view: ClinicView, funnel: ReleasedFunnel, own: ReleasedFigure) -> str:
    parts = [view.words.say("beside-side", side=_side(own))]
    if own.as_of and own.as_of != funnel.week:
        parts.append(view.words.say("funnel-as-of", week=own.as_of))
    return "; ".join(part for part in parts if part)


def _side(own: ReleasedFigure) -> str:
    """Past the 99.8 % limits, past the 95 % ones, or within."""
    value, lower, upper = own.adjusted, own.lower_95, own.upper_95
    if own.signal:
        return own.side or "high"
    if value is None or lower is None or upper is None:
        return "within"
    return "near-high" if value > upper else "near-low" if value < lower else "within"
