"""The network and its clinics beside published providers, as far as they may be shown.

Belongs here: a rate's picture, its table, its sentences. Doesn't: what is released and the providers' limits
(the warehouse's `network_benchmark`), any order by value.
"""

from __future__ import annotations

from typing import Any

from reports.charts.funnel import FunnelLabels, FunnelRow, funnel_chart
from reports.components import Column, Figure, Table, TableRow, table
from reports.measures.naming import name_of_measure
from reports.measures.network_breakdowns import BesideProviders, beside_providers, has_published_figures
from reports.measures.network_comparison import EVERYBODY
from reports.measures.scales import main_scales
from reports.network.funnels import LABEL_LIMIT, MeasureSection
from reports.numbers.traced import counted, derived
from reports.publication import Clinic, Publication
from reports.words.catalogue import Words
from reports.words.figures import plain


def provider_sections(
    publication: Publication, clinics: tuple[Clinic, ...], words: Words
) -> tuple[MeasureSection, ...]:
    """Return one part for each published rate; none where no file was loaded, or nothing may be shown."""
    scales, minimum = main_scales(publication), publication.network.policy.minimum_clinics
    return tuple(
        _section(beside, name_of_measure(beside.measure_id, scales, words), clinics, words, minimum)
        for beside in beside_providers(publication)
    )


def why_none(publication: Publication, words: Words) -> str:
    """Say why nothing stands beside providers: no file was loaded, or too few people may be shown."""
    if has_published_figures(publication):
        return words.say("providers-withheld", minimum=publication.network.policy.minimum_count)
    return words.say("providers-none")


def _section(
    beside: BesideProviders, name: str, clinics: tuple[Clinic, ...], words: Words, minimum_clinics: int
) -> MeasureSection:
    percent, decimal = words.figures.percent, words.figures.decimal
    listed = [(words.say("providers-network"), beside.rows[EVERYBODY])] if EVERYBODY in beside.rows else []
    listed += [
        (plain(clinic.name, LABEL_LIMIT), beside.rows[clinic.clinic_id])
        for clinic in clinics
        if clinic.clinic_id in beside.rows
    ]
    centre = percent(beside.centre)
    outside = counted(row for _, row in listed if row["side"])
    figure = Figure(
        title=words.say(
            "providers-title", measure=name, providers=beside.providers, centre=centre, outside=outside
        ),
        alt=words.say("providers-alt", rows="; ".join(_said(label, row, words) for label, row in listed)),
        svg=funnel_chart(
            [_row(label, row, words) for label, row in listed],
            beside.centre,
            is_share=True,
            labels=FunnelLabels(
                words.say("chart-providers-value", value=centre), words.say("column-counted")
            ),
        ),
        table=_table(beside, name, listed, words),
        is_tall=True,
    )
    facts = _past_limits(listed, words)
    whole = beside.rows.get(EVERYBODY)
    if whole is not None and whole["value"] is not None:
        facts.append(
            words.say(
                "providers-place",
                value=percent(whole["value"]),
                courses=whole["denominator"],
                below=percent(whole["share_of_providers_below"]),
                side=whole["side"] or "within",
            )
        )
    else:
        facts.append(words.say("providers-no-whole", clinics=minimum_clinics))
    shown = counted(row for _, row in listed if row["value"] is not None)
    facts.append(words.say("providers-chance", rows=shown, chance=decimal(derived(0.002 * shown, shown), 3)))
    facts.append(
        words.say(
            "providers-period",
            period=words.figures.name(beside.period),
            providers=beside.providers,
            missing=beside.providers_missing,
        )
    )
    return MeasureSection(name, figure, tuple(facts))


def _past_limits(listed: list[tuple[str, dict[str, Any]]], words: Words) -> list[str]:
    """Name who lies past the providers' limits, and on which side."""
    facts = []
    for side in ("high", "low"):
        names = [label for label, row in listed if row["side"] == side]
        if names:
            told = words.figures.names(names)
            facts.append(words.say("providers-outside", side=side, names=told, clinics=len(names)))
    return facts


def _said(label: str, row: dict[str, Any], words: Words) -> str:
    if row["value"] is None:
        return words.say("network-alt-item", clinic=label, share=words.say("withheld"))
    percent = words.figures.percent
    return words.say(
        "funnel-alt-item",
        clinic=label,
        value=percent(row["value"]),
        lower=percent(row["lower_998"]),
        upper=percent(row["upper_998"]),
    )


def _row(label: str, row: dict[str, Any], words: Words) -> FunnelRow:
    if row["value"] is None:
        return FunnelRow(label, remark=words.say("withheld"))
    return FunnelRow(
        label,
        row["denominator"],
        row["value"],
        (row["lower_95"], row["upper_95"]),
        (row["lower_998"], row["upper_998"]),
        row["side"] is not None,
    )


def _table(
    beside: BesideProviders, name: str, listed: list[tuple[str, dict[str, Any]]], words: Words
) -> Table:
    dash, percent = words.say("none"), words.figures.percent

    def cells(row: dict[str, Any]) -> tuple[str, ...]:
        if row["value"] is None:
            return (dash, dash, dash, dash, words.say("withheld"))
        return (
            words.figures.count(row["denominator"]),
            percent(row["value"]),
            words.say("funnel-range", lower=percent(row["lower_998"]), upper=percent(row["upper_998"])),
            percent(row["share_of_providers_below"]),
            words.say("funnel-side", side=row["side"] or "within"),
        )

    return table(
        words.say("providers-caption", measure=name, period=words.figures.name(beside.period)),
        [
            Column(words.say("column-clinic"), is_number=False),
            Column(words.say("column-counted")),
            Column(words.say("column-unadjusted")),
            Column(words.say("column-providers-range")),
            Column(words.say("column-providers-below")),
            Column(words.say("column-remark"), is_number=False),
        ],
        [TableRow(label, cells(row)) for label, row in listed],
        keeps_order=True,
    )
