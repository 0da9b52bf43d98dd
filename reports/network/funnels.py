"""Each measure over all clinics, within the limits in which clinics usually lie, as far as it may be shown.

Belongs here: a measure's picture, its table, its sentences. Doesn't: what is released and the limits (the
warehouse's `network_comparison`), any order by value.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.funnel import FunnelLabels, FunnelRow, funnel_chart
from reports.components import Column, Figure, Table, TableRow, table
from reports.measures.naming import name_of_measure
from reports.measures.network_comparison import Released, ReleasedFigure, ReleasedFunnel
from reports.measures.scales import main_scales
from reports.numbers.traced import counted
from reports.publication import Clinic, Publication
from reports.words.catalogue import Words
from reports.words.figures import plain

LABEL_LIMIT = 60
FEW_CLINICS = 10
"""From fewer, how much clinics usually differ is barely known."""


@dataclass(frozen=True)
class MeasureSection:
    """One measure: heading, picture with its table, sentences."""

    heading: str
    figure: Figure
    facts: tuple[str, ...]


def funnel_section(
    publication: Publication, clinics: tuple[Clinic, ...], funnel: ReleasedFunnel, words: Words
) -> MeasureSection:
    """Return one measure's part of the page; `clinics` in the order in which to list them."""
    name = measure_of(publication, funnel, words)
    listed = tuple(c for c in clinics if not funnel.has_scale or c.clinic_id in funnel.clinics)
    return MeasureSection(
        name,
        _figure(funnel, name, listed, words),
        tuple(_facts(funnel, listed, len(clinics) - len(listed), words)),
    )


def measure_of(publication: Publication, funnel: ReleasedFunnel, words: Words) -> str:
    """Return what the measure is called."""
    return name_of_measure(funnel.measure_id, main_scales(publication), words)


def multiplicity(found: Released, words: Words) -> str:
    """Return how many signals there are over all measures, beside how many chance alone would give."""
    return words.say(
        "funnel-multiplicity",
        comparisons=found.verdicts,
        signals=found.signals,
        chance=words.figures.decimal(found.signals_by_chance, 2),
    )


def _remark(funnel: ReleasedFunnel, clinic: Clinic, words: Words) -> str:
    """Say why nothing stands there: withheld is something else than not applicable."""
    if clinic.clinic_id in funnel.clinics:
        return words.say("withheld")
    if not clinic.has_appointment_data:
        return words.say("network-no-appointments")
    return words.say("network-nobody-yet")


def _figure(funnel: ReleasedFunnel, name: str, clinics: tuple[Clinic, ...], words: Words) -> Figure:
    centre = funnel.centre or 0.0
    rows, said = [], []
    for clinic in clinics:
        label, own = plain(clinic.name, LABEL_LIMIT), funnel.shown.get(clinic.clinic_id)
        if own is None or own.adjusted is None or own.lower_998 is None or own.upper_998 is None:
            remark = _remark(funnel, clinic, words) if own is None else funnel.written(own.value, words)
            rows.append(FunnelRow(label, remark=remark))
            said.append(words.say("network-alt-item", clinic=label, share=remark))
            continue
        rows.append(
            FunnelRow(
                label,
                own.denominator or 0,
                own.adjusted,
                (own.lower_95 or 0.0, own.upper_95 or 0.0),
                (own.lower_998, own.upper_998),
                bool(own.signal),
            )
        )
        said.append(
            words.say(
                "funnel-alt-item",
                clinic=label,
                value=funnel.written(own.adjusted, words),
                lower=funnel.written(own.lower_998, words),
                upper=funnel.written(own.upper_998, words),
            )
        )
    value = funnel.written(funnel.centre, words)
    signals = counted(own for own in funnel.shown.values() if own.signal)
    return Figure(
        title=words.say("funnel-title", measure=name, centre=value, signals=signals),
        alt=words.say("funnel-alt", clinics="; ".join(said), centre=value),
        svg=funnel_chart(
            rows,
            centre,
            funnel.is_share,
            FunnelLabels(words.say("chart-network-value", value=value), words.say("column-counted")),
        ),
        table=_table(funnel, name, clinics, words),
        is_tall=True,
    )


def _facts(funnel: ReleasedFunnel, clinics: tuple[Clinic, ...], without: int, words: Words) -> list[str]:
    facts = [_signal_sentence(funnel, clinics, words)]
    if funnel.phi is not None:
        facts.append(
            words.say(
                "funnel-overdispersion",
                clinics=funnel.clinics_compared,
                phi=words.figures.decimal(funnel.phi, 2),
                tau2=words.figures.decimal(funnel.tau2, 4) if funnel.tau2 else "0",
                wider="yes" if (funnel.tau2 or 0) > 0 else "no",
            )
        )
    if funnel.tau2_source == "benchmark":
        facts.append(words.say("funnel-borrowed", origin=words.figures.name(funnel.tau2_origin or "", 200)))
    elif funnel.clinics_compared < FEW_CLINICS:
        facts.append(words.say("funnel-few-clinics", clinics=funnel.clinics_compared))
    if without:
        facts.append(words.say("network-not-used", clinics=without))
    return facts


def _signal_sentence(funnel: ReleasedFunnel, clinics: tuple[Clinic, ...], words: Words) -> str:
    sides = {
        side: [
            c.name
            for c in clinics
            if (own := funnel.shown.get(c.clinic_id)) and own.signal and own.side == side
        ]
        for side in ("high", "low")
    }
    parts = [
        words.say("funnel-outside", side=side, names=words.figures.names(names), clinics=len(names))
        for side, names in sides.items()
        if names
    ]
    return (
        " ".join(parts)
        if parts
        else words.say(
            "funnel-nobody-outside",
            clinics=counted(funnel.shown.values()),
            wider="yes" if (funnel.tau2 or 0) > 0 else "no",
        )
    )


def _table(funnel: ReleasedFunnel, name: str, clinics: tuple[Clinic, ...], words: Words) -> Table:
    dash = words.say("none")

    def cells(clinic: Clinic) -> tuple[str, ...]:
        own = funnel.shown.get(clinic.clinic_id)
        if own is None:
            return (dash, dash, dash, dash, dash, _remark(funnel, clinic, words))
        return (
            words.figures.count(own.denominator or 0),
            funnel.written(own.value, words),
            funnel.written(own.expected, words),
            funnel.written(own.adjusted, words),
            words.say(
                "funnel-range",
                lower=funnel.written(own.lower_95, words),
                upper=funnel.written(own.upper_95, words),
            )
            if own.lower_95 is not None
            else dash,
            _verdict(funnel, own, words),
        )

    return table(
        words.say("funnel-caption", measure=name, counted=funnel.measure),
        [
            Column(words.say("column-clinic"), is_number=False),
            Column(words.say("column-counted")),
            Column(words.say("column-unadjusted")),
            Column(words.say("column-expected")),
            Column(words.say("column-adjusted")),
            Column(words.say("column-usual")),
            Column(words.say("column-remark"), is_number=False),
        ],
        [TableRow(plain(clinic.name), cells(clinic)) for clinic in clinics],
        keeps_order=True,
    )


def _verdict(funnel: ReleasedFunnel, own: ReleasedFigure, words: Words) -> str:
    parts = [words.say("funnel-side", side=own.side or "within")] if own.signal else []
    if own.as_of and own.as_of != funnel.week:
        parts.append(words.say("funnel-as-of", week=own.as_of))
    return "; ".join(parts)
