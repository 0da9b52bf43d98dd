"""The network's page as a whole, in finished text.

Belongs here: the page model. Doesn't: what may be shown (`comparison`, `reports.disclosure`), layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.home import Home
from reports.charts.intervals import IntervalRow, interval_chart
from reports.clinic.sections import scale_name
from reports.components import Banner, Column, Figure, Table, TableRow, table
from reports.disclosure import ReleasedShare, Withheld
from reports.frame import Frame, page_frame
from reports.measures.alliance import Alliance
from reports.measures.clinic_comparison import ALLIANCE, FORMS, OUTCOMES, RETENTION
from reports.measures.network_comparison import released_comparison
from reports.measures.outcomes import Outcome
from reports.measures.scales import ScaleOf
from reports.network.comparison import Comparison, dropout, improvement, low_alliance, pairing
from reports.network.funnels import MeasureSection, funnel_section, measure_of, multiplicity
from reports.publication import Clinic, Publication
from reports.run_banners import run_banners
from reports.words.catalogue import Words
from reports.words.figures import plain
from reports.words.told import joined

LABEL_LIMIT = 60
CHANCE_OUTSIDE = 0.002
"""Share of clinics beyond a 99.8 % interval by chance alone."""


@dataclass(frozen=True)
class NetworkPage:
    """Everything that the template lays out."""

    frame: Frame
    banners: tuple[Banner, ...]
    headline: tuple[str, ...]
    coverage: Table
    intro: str
    retention: tuple[MeasureSection, ...]
    alliance: tuple[MeasureSection, ...]
    outcomes: tuple[MeasureSection, ...]
    forms: tuple[MeasureSection, ...]
    disclosure: tuple[str, ...]


@dataclass(frozen=True)
class _Making:
    publication: Publication
    words: Words
    clinics: tuple[Clinic, ...]  # in the order of their names


def network_page(publication: Publication, audience: str, words: Words, home: Home) -> NetworkPage:
    """Return the network's page, drawn from released figures only."""
    ordered = sorted(publication.clinics.values(), key=lambda c: (words.figures.sorting(c.name), c.clinic_id))
    making = _Making(publication, words, tuple(ordered))
    network, name = publication.network, words.figures.name(publication.network.name)
    dropouts = dropout(publication)
    parts = _parts(making, dropouts)
    return NetworkPage(
        frame=page_frame(
            publication,
            words,
            kicker=words.say("network-kicker"),
            heading=name,
            document_title=words.say("network-document-title", network=name, week=publication.run.week),
            notes=[
                words.say("provenance-definition-network", days=network.contact_gap_days),
                words.say("provenance-interval"),
            ],
        ),
        banners=tuple(_banners(making)),
        headline=tuple(_headline(making, dropouts)),
        coverage=_coverage(making),
        intro=words.say("funnel-intro") if released_comparison(publication) else "",
        retention=parts[RETENTION],
        alliance=parts[ALLIANCE],
        outcomes=parts[OUTCOMES],
        forms=parts[FORMS],
        disclosure=tuple(_withheld(making)),
    )


def _withheld(making: _Making) -> list[str]:
    publication, words = making.publication, making.words
    policy, found = publication.network.policy, released_comparison(publication)
    facts = [
        words.say("network-disclosure", minimum=policy.minimum_count),
        words.say("network-disclosure-clinics", clinics=policy.minimum_clinics),
    ]
    if found is None:
        return [*facts, words.say("network-unadjusted")]
    facts.append(words.say("network-disclosure-weeks", minimum=policy.minimum_count))
    few = [measure_of(publication, funnel, words) for funnel in found.without_centre]
    if few:
        facts.append(words.say("funnel-too-few-clinics", measures=words.figures.listed(few)))
    return [*facts, words.say("network-alphabetical")]


def _parts(making: _Making, dropouts: Comparison) -> dict[str, tuple[MeasureSection, ...]]:
    """The measures by part of the page: released figures within limits, else plain shares."""
    publication, words = making.publication, making.words
    found = released_comparison(publication)
    if found is None:
        return {
            RETENTION: (_section(making, words.say("network-dropout"), dropouts, "dropout"),),
            ALLIANCE: _plain(making, low_alliance(publication), "low"),
            OUTCOMES: _plain(making, improvement(publication), "improved"),
            FORMS: _plain(making, pairing(publication), "paired"),
        }
    return {
        place: tuple(
            funnel_section(publication, making.clinics, funnel, words) for funnel in found.of_place(place)
        )
        for place in (RETENTION, ALLIANCE, OUTCOMES, FORMS)
    }


def _plain(
    making: _Making, compared: Mapping[ScaleOf, tuple[Outcome | Alliance, Comparison]], measure: str
) -> tuple[MeasureSection, ...]:
    return tuple(
        _section(making, scale_name(own.scale, own.respondent, making.words), comparison, measure)
        for own, comparison in compared.values()
    )


def _banners(making: _Making) -> list[Banner]:
    publication, words = making.publication, making.words
    banners = run_banners(publication, words)
    clinics, minimum = len(publication.clinics), publication.network.policy.minimum_clinics
    if clinics < minimum:
        text = words.say("banner-few-clinics", clinics=clinics, minimum=minimum)
        banners.append(Banner("note", words.say("banner-few-clinics-title"), text))
    return banners


def _headline(making: _Making, dropouts: Comparison) -> list[str]:
    words, network = making.words, dropouts.network
    found = released_comparison(making.publication)
    sentences = []
    if isinstance(network, ReleasedShare):
        sentences.append(
            words.say(
                "network-headline",
                courses=network.denominator,
                rate=words.figures.percent(network.estimate.value),
                lower=words.figures.percent_number(network.estimate.lower),
                upper=words.figures.percent_number(network.estimate.upper),
            )
        )
        if found is None:
            sentences.append(_outside_sentence(making, dropouts))
    else:
        sentences.append(_withheld_sentence(making, network))
    if found is not None:
        sentences.append(multiplicity(found, words))
    silent = [c for c in making.clinics if not c.has_appointment_data]
    if silent:
        names = words.figures.names([c.name for c in silent])
        sentences.append(words.say("network-headline-silent", clinics=len(silent), names=names))
    return sentences


def _coverage(making: _Making) -> Table:
    words, short = making.words, making.words.figures.short_day

    def cells(clinic: Clinic) -> tuple[str, ...]:
        appointments = (
            words.say("date-appointments-none")
            if not clinic.has_appointment_data
            else short(clinic.appointments_until)
            if clinic.appointments_until
            else words.say("no-day")
        )
        return (
            appointments,
            short(clinic.responses_until) if clinic.responses_until else words.say("no-day"),
            short(clinic.last_received_at) if clinic.last_received_at else words.say("no-day"),
        )

    return table(
        words.say("network-coverage-caption"),
        [
            Column(words.say("column-clinic"), is_number=False),
            Column(words.say("date-appointments")),
            Column(words.say("date-responses")),
            Column(words.say("date-received")),
        ],
        [TableRow(plain(clinic.name), cells(clinic)) for clinic in making.clinics],
    )


def _section(making: _Making, heading: str, comparison: Comparison, measure: str) -> MeasureSection:
    return MeasureSection(heading, _figure(making, comparison, measure), _facts(making, comparison, measure))


def _facts(making: _Making, comparison: Comparison, measure: str) -> tuple[str, ...]:
    words = making.words
    unused = len(making.clinics) - len(comparison.measured)
    without = (words.say("network-not-used", clinics=unused),) if unused and measure != "dropout" else ()
    if not isinstance(comparison.network, ReleasedShare):
        return (_withheld_sentence(making, comparison.network), *without)
    chance = words.figures.decimal(comparison.compared * CHANCE_OUTSIDE, 2)
    return (
        _outside_sentence(making, comparison),
        words.say("network-chance", clinics=comparison.compared, chance=chance),
        *without,
    )


def _withheld_sentence(making: _Making, withheld: Withheld | ReleasedShare) -> str:
    if withheld is Withheld.FEW_CLINICS:
        minimum = making.publication.network.policy.minimum_clinics
        return making.words.say("network-too-few-clinics", clinics=minimum)
    return making.words.say("network-small-number")


def _outside_sentence(making: _Making, comparison: Comparison) -> str:
    words = making.words
    sides = {
        side: [c.name for c in making.clinics if comparison.outside.get(c.clinic_id) == side]
        for side in ("above", "below")
    }
    if not comparison.outside:
        return words.say("network-nobody-outside", clinics=comparison.compared)
    parts = [
        words.say("network-outside", side=side, names=words.figures.names(names), clinics=len(names))
        for side, names in sides.items()
        if names
    ]
    return joined(parts)


def _figure(making: _Making, comparison: Comparison, measure: str) -> Figure:
    words, percent = making.words, making.words.figures.percent
    network = comparison.network if isinstance(comparison.network, ReleasedShare) else None
    rows, said = [], []
    for clinic in _listed(making, comparison, measure):
        cell = comparison.clinics[clinic.clinic_id]
        label = plain(clinic.name, LABEL_LIMIT)
        if isinstance(cell, ReleasedShare):
            outside = clinic.clinic_id in comparison.outside
            rows.append(IntervalRow(label, cell.estimate, is_outside=outside))
            said.append(words.say("network-alt-item", clinic=label, share=words.share(cell.estimate)))
        else:
            rows.append(IntervalRow(label, None, _remark(making, clinic, cell, measure)))
            said.append(words.say("network-alt-item", clinic=label, share=rows[-1].remark))
    value = percent(network.estimate.value) if network else ""
    return Figure(
        title=words.say("network-title", measure=measure, value=value, known="yes" if network else "no"),
        alt=words.say("network-alt", clinics="; ".join(said), value=value, known="yes" if network else "no"),
        svg=interval_chart(
            rows,
            network.estimate.value if network else None,
            words.say("chart-network-value", value=value) if network else "",
        ),
        table=_table(making, comparison, measure),
        note=words.say("network-note", known="yes" if network else "no"),
        is_tall=True,
    )


def _listed(making: _Making, comparison: Comparison, measure: str) -> list[Clinic]:
    """Clinics that have the measure; of retention all, since a clinic without it is worth knowing."""
    return [c for c in making.clinics if measure == "dropout" or c.clinic_id in comparison.measured]


def _remark(making: _Making, clinic: Clinic, cell: Withheld | None, measure: str) -> str:
    """Say why nothing stands there: withheld is something else than not applicable."""
    words = making.words
    if cell is not None:
        return words.say("withheld")
    if measure == "dropout" and not clinic.has_appointment_data:
        return words.say("network-no-appointments")
    return words.say("network-nobody-yet")


def _table(making: _Making, comparison: Comparison, measure: str) -> Table:
    words = making.words

    def cells(cell: ReleasedShare | Withheld | None, clinic: Clinic | None) -> tuple[str, ...]:
        if isinstance(cell, ReleasedShare):
            side = comparison.outside.get(clinic.clinic_id, "within") if clinic else "within"
            return (
                words.figures.count(cell.denominator),
                words.figures.percent(cell.estimate.value),
                words.range(cell.estimate),
                words.say("network-side", side=side),
            )
        remark = words.say("withheld") if clinic is None else _remark(making, clinic, cell, measure)
        return (words.say("none"), words.say("none"), words.say("none"), remark)

    rows = [
        TableRow(plain(clinic.name), cells(comparison.clinics[clinic.clinic_id], clinic))
        for clinic in _listed(making, comparison, measure)
    ]
    rows.append(TableRow(words.say("network-row"), cells(comparison.network, None)))
    return table(
        words.say("network-table-caption", measure=measure),
        [
            Column(words.say("column-clinic"), is_number=False),
            Column(words.say("column-about")),
            Column(words.say("column-share")),
            Column(words.say("column-interval")),
            Column(words.say("column-remark"), is_number=False),
        ],
        rows,
        keeps_order=True,
    )
