"""Each measure by how sessions are held and by who the clients are, as far as it may be shown.

Belongs here: the pictures, tables and sentences of modality and equity. Doesn't: what is released (the
warehouse's `network_breakdowns`), any order by value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.intervals import IntervalRow, interval_chart
from reports.components import Column, Figure, Table, TableRow, table
from reports.measures.naming import name_of_measure
from reports.measures.network_breakdowns import (
    BREAKDOWNS,
    MODALITY,
    GroupedMeasure,
    GroupShare,
    grouped_measures,
)
from reports.measures.scales import main_scales
from reports.network.funnels import MeasureSection
from reports.numbers.traced import counted, derived
from reports.publication import Publication
from reports.words.catalogue import Words
from reports.words.figures import plain

CHANCE_APART = 0.002
"""Share of groups whose 99.8 % interval lies beside the network's share by chance alone."""

LABEL_LIMIT = 40
EQUITY = tuple(name for name in BREAKDOWNS if name != MODALITY)


@dataclass(frozen=True)
class GroupedPart:
    """Sentences before the measures, and one part for each measure that has two groups to show."""

    intro: tuple[str, ...]
    sections: tuple[MeasureSection, ...]


def modality_part(publication: Publication, words: Words) -> GroupedPart:
    """Return the measures by how sessions are held."""
    return _part(publication, words, (MODALITY,), words.say("groups-intro"))


def equity_part(publication: Publication, words: Words) -> GroupedPart:
    """Return the measures by who the clients are."""
    return _part(publication, words, EQUITY, words.say("equity-intro"))


def _part(publication: Publication, words: Words, breakdowns: tuple[str, ...], intro: str) -> GroupedPart:
    scales = main_scales(publication)
    found = [
        (measured, drawn)
        for measured in grouped_measures(publication)
        if (drawn := _drawn(measured, breakdowns))
    ]
    if not found:
        return GroupedPart((), ())
    groups = counted(group for _, drawn in found for parts in drawn for group in parts)
    sentences = (
        intro,
        words.say(
            "groups-period",
            first=words.quarter(min(measured.first_quarter for measured, _ in found)),
            last=words.quarter(max(measured.last_quarter for measured, _ in found)),
        ),
        words.say(
            "groups-chance",
            groups=groups,
            measures=counted(measured for measured, _ in found),
            chance=words.figures.decimal(derived(groups * CHANCE_APART, groups), 2),
        ),
    )
    return GroupedPart(
        sentences,
        tuple(
            _section(measured, name_of_measure(measured.measure_id, scales, words), drawn, breakdowns, words)
            for measured, drawn in found
        ),
    )


def _drawn(measured: GroupedMeasure, breakdowns: tuple[str, ...]) -> list[list[GroupShare]]:
    """Return the shown groups by breakdown, of those that have two or more."""
    shown = ([group for group in measured.of(name) if group.estimate is not None] for name in breakdowns)
    return [groups for groups in shown if len(groups) > 1]


def _section(
    measured: GroupedMeasure,
    name: str,
    drawn: list[list[GroupShare]],
    breakdowns: tuple[str, ...],
    words: Words,
) -> MeasureSection:
    compared = [group for groups in drawn for group in groups]
    apart = [group for group in compared if group.lies_apart(measured.value)]
    figure = Figure(
        title=words.say(
            "groups-title",
            measure=name,
            value=words.figures.percent(measured.value),
            apart=counted(apart),
            groups=counted(compared),
        ),
        alt=words.say(
            "groups-alt",
            groups="; ".join(
                words.say("groups-alt-item", group=_named(group, words), share=words.share(group.estimate))
                for group in compared
                if group.estimate is not None
            ),
            value=words.figures.percent(measured.value),
        ),
        svg=interval_chart(
            _rows(drawn, measured.value, words),
            measured.value,
            words.say("chart-network-value", value=words.figures.percent(measured.value)),
        ),
        table=_table(measured, name, breakdowns, words),
        is_tall=True,
    )
    withheld = counted(
        group for breakdown in breakdowns for group in measured.of(breakdown) if group.estimate is None
    )
    facts = [_apart_sentence(apart, words)] if apart else []
    if withheld:
        facts.append(words.say("groups-withheld", groups=withheld))
    return MeasureSection(name, figure, tuple(facts))


def _apart_sentence(apart: Sequence[GroupShare], words: Words) -> str:
    told = [
        words.say("groups-alt-item", group=_named(group, words), share=words.share(group.estimate))
        for group in apart
        if group.estimate is not None
    ]
    return words.say("groups-apart", groups=words.figures.listed(told), count=counted(apart))


def _rows(drawn: list[list[GroupShare]], everybody: float, words: Words) -> list[IntervalRow]:
    rows = []
    for groups in drawn:
        if len(drawn) > 1:
            heading = words.say("breakdown", breakdown=groups[0].breakdown)
            rows.append(IntervalRow(heading, None, is_heading=True))
        rows += [
            IntervalRow(_label(group, words), group.estimate, is_outside=group.lies_apart(everybody))
            for group in groups
        ]
    return rows


def _label(group: GroupShare, words: Words) -> str:
    """Return what a group is called: known codes in words, a clinic's own codes as they are."""
    code = group.name.replace(" ", "_")
    code = f"from_{code}" if code[:1].isdigit() else code  # ages; a message's choices begin with a letter
    return words.say("group", group=code, own=plain(group.name.replace("_", " "), LABEL_LIMIT))


def _named(group: GroupShare, words: Words) -> str:
    return words.say(
        "group-named", breakdown=words.say("breakdown", breakdown=group.breakdown), group=_label(group, words)
    )


def _table(measured: GroupedMeasure, name: str, breakdowns: tuple[str, ...], words: Words) -> Table:
    dash = words.say("none")

    def cells(group: GroupShare) -> tuple[str, ...]:
        by = words.say("breakdown", breakdown=group.breakdown)
        if group.estimate is None or group.denominator is None:
            return (by, dash, dash, dash, words.say("withheld"))
        return (
            by,
            words.figures.count(group.denominator),
            words.figures.percent(group.estimate.value),
            words.range(group.estimate),
            words.say("groups-remark", apart="yes" if group.lies_apart(measured.value) else "no"),
        )

    return table(
        words.say(
            "groups-caption",
            measure=name,
            by=MODALITY if breakdowns == (MODALITY,) else "clients",
            first=words.quarter(measured.first_quarter),
            last=words.quarter(measured.last_quarter),
        ),
        [
            Column(words.say("column-group"), is_number=False),
            Column(words.say("column-breakdown"), is_number=False),
            Column(words.say("column-counted")),
            Column(words.say("column-share")),
            Column(words.say("column-interval")),
            Column(words.say("column-remark"), is_number=False),
        ],
        [
            TableRow(_label(group, words), cells(group))
            for breakdown in breakdowns
            for group in measured.of(breakdown)
        ],
        keeps_order=True,
    )
