"""The whole network quarter by quarter, as far as it may be shown.

Belongs here: a measure's picture, its table, its sentences. Doesn't: what is released (the warehouse's
`network_breakdowns`).
"""

from __future__ import annotations

from reports.charts.quarters import quarters_chart
from reports.components import Column, Figure, Table, TableRow, table
from reports.measures.naming import name_of_measure
from reports.measures.network_breakdowns import QuarterlyMeasure, quarterly_measures
from reports.measures.scales import main_scales
from reports.publication import Publication
from reports.words.catalogue import Words

QUARTERS = 6
"""So many are drawn; the file has them all."""


def quarter_figures(publication: Publication, words: Words) -> list[Figure]:
    """Return one figure for each measure with two closed quarters or more."""
    scales = main_scales(publication)
    return [
        _figure(measured, name_of_measure(measured.measure_id, scales, words), words)
        for measured in quarterly_measures(publication)
        if len(measured.quarters) > 1
    ]


def _figure(measured: QuarterlyMeasure, name: str, words: Words) -> Figure:
    quarters, percent = measured.quarters[-QUARTERS:], words.figures.percent
    first, last = quarters[0], quarters[-1]
    said = [
        words.say("trend-quarter", quarter=words.quarter(q.quarter), share=words.share(q.estimate))
        for q in quarters
    ]
    moved = (
        "up"
        if last.estimate.lower > first.estimate.upper
        else "down"
        if last.estimate.upper < first.estimate.lower
        else "no"
    )
    return Figure(
        title=words.say(
            "quarters-title",
            measure=name,
            first=words.quarter(first.quarter),
            first_value=percent(first.estimate.value),
            last=words.quarter(last.quarter),
            last_value=percent(last.estimate.value),
            moved=moved,
        ),
        alt=words.say("trend-alt", quarters="; ".join(said)),
        svg=quarters_chart(
            [(words.quarter(q.quarter), percent(q.estimate.value), q.estimate) for q in quarters]
        ),
        table=_table(measured, name, words),
    )


def _table(measured: QuarterlyMeasure, name: str, words: Words) -> Table:
    return table(
        words.say("quarters-caption", measure=name),
        [
            Column(words.say("column-quarter"), is_number=False),
            Column(words.say("column-clinics-counted")),
            Column(words.say("column-counted")),
            Column(words.say("column-share")),
            Column(words.say("column-interval")),
        ],
        [
            TableRow(
                words.quarter(q.quarter),
                (
                    words.figures.count(q.clinics),
                    words.figures.count(q.denominator),
                    words.figures.percent(q.estimate.value),
                    words.range(q.estimate),
                ),
            )
            for q in measured.quarters
        ],
        keeps_order=True,
    )
