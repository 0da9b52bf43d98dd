"""This clinic beside the others: on each measure its own figure, what is expected here, and the usual range.

Belongs here: that table of the clinic's page. Doesn't: the comparison (the warehouse's), any other clinic.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.clinic.view import ClinicView
from reports.components import Column, Table, TableRow, table
from reports.disclosure import network_figure_is_allowed
from reports.measures.clinic_comparison import Compared, Funnel, comparisons, written
from reports.measures.naming import name_of_measure
from reports.measures.scales import main_scales


@dataclass(frozen=True)
class BesideOthers:
    """Sentences, and the table where anything can be compared."""

    sentences: tuple[str, ...]
    table: Table | None


def beside_others(view: ClinicView) -> BesideOthers:
    """Return the measures on which this clinic can be compared and the network's figure may be shown."""
    words = view.words
    found = comparisons(view.publication)
    if found is None:
        return BesideOthers((words.say("beside-not-published"),), None)
    told = [
        (funnel, own)
        for funnel in found
        if (own := funnel.clinics.get(view.clinic.clinic_id)) is not None
        and own.is_known
        and own.lower_95 is not None
        and _is_allowed(view, funnel)
    ]
    if not told:
        return BesideOthers((words.say("beside-nothing", clinics=view.policy.minimum_clinics),), None)
    signals = [(funnel, own) for funnel, own in told if own.signal]
    return BesideOthers(tuple(_sentences(view, told, signals)), _table(view, told))


def _is_allowed(view: ClinicView, funnel: Funnel) -> bool:
    contributions = {clinic: own.denominator or 0 for clinic, own in funnel.clinics.items() if own.is_known}
    return network_figure_is_allowed(contributions, view.policy)


def _name(view: ClinicView, funnel: Funnel) -> str:
    return name_of_measure(funnel.measure_id, main_scales(view.publication), view.words)


def _sentences(
    view: ClinicView,
    told: list[tuple[Funnel, Compared]],
    signals: list[tuple[Funnel, Compared]],
) -> list[str]:
    words = view.words
    sentences = [
        words.say(
            "beside-signal",
            measure=_name(view, funnel),
            side=own.side or "high",
            value=written(funnel, own.adjusted, words),
            lower=written(funnel, own.lower_998, words),
            upper=written(funnel, own.upper_998, words),
        )
        for funnel, own in signals
    ]
    if not signals:
        sentences.append(words.say("beside-within", measures=len(told)))
    chance = words.figures.decimal(0.002 * len(told), 2)
    return [
        *sentences,
        words.say("beside-chance", measures=len(told), chance=chance),
        words.say("beside-note"),
    ]


def _table(view: ClinicView, told: list[tuple[Funnel, Compared]]) -> Table:
    words = view.words
    rows = [
        TableRow(
            _name(view, funnel),
            (
                written(funnel, own.value, words),
                written(funnel, own.expected, words) if own.basis == "case_mix" else words.say("none"),
                written(funnel, own.adjusted, words),
                written(funnel, funnel.centre, words),
                words.say(
                    "score-range",
                    lower=written(funnel, own.lower_95, words),
                    upper=written(funnel, own.upper_95, words),
                ),
                words.say("beside-side", side=_side(own)),
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


def _side(own: Compared) -> str:
    """Past the 99.8 % limits, past the 95 % ones, or within."""
    value, lower, upper = own.adjusted, own.lower_95, own.upper_95
    if own.signal:
        return own.side or "high"
    if value is None or lower is None or upper is None:
        return "within"
    return "near-high" if value > upper else "near-low" if value < lower else "within"
