"""The network's page as a whole, in finished text.

Belongs here: the page model. Doesn't: what may be shown (`warehouse.disclosure`), layout.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.home import Home
from reports.components import Banner, Column, Figure, Table, TableRow, table
from reports.frame import Frame, page_frame
from reports.measures.naming import names_of_measures
from reports.measures.network_comparison import Released, released_comparison
from reports.measures.places import ALLIANCE, FORMS, OUTCOMES, RETENTION
from reports.measures.scales import main_scales
from reports.network.funnels import MeasureSection, funnel_section, multiplicity
from reports.network.groups import GroupedPart, equity_part, modality_part
from reports.network.providers import provider_sections, why_none
from reports.network.quarters import quarter_figures
from reports.publication import Clinic, Publication
from reports.run_banners import run_banners
from reports.words.catalogue import Words
from reports.words.figures import plain


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
    quarters: tuple[Figure, ...]
    modality: GroupedPart
    equity: GroupedPart
    providers: tuple[MeasureSection, ...]
    no_providers: str
    disclosure: tuple[str, ...]


@dataclass(frozen=True)
class _Making:
    publication: Publication
    words: Words
    clinics: tuple[Clinic, ...]  # in the order of their names
    found: Released | None


def network_page(publication: Publication, audience: str, words: Words, home: Home) -> NetworkPage:
    """Return the network's page, drawn from released figures only."""
    ordered = sorted(publication.clinics.values(), key=lambda c: (words.figures.sorting(c.name), c.clinic_id))
    making = _Making(publication, words, tuple(ordered), released_comparison(publication))
    network, name = publication.network, words.figures.name(publication.network.name)
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
        headline=tuple(_headline(making)),
        coverage=_coverage(making),
        intro=_intro(making),
        retention=_part(making, RETENTION),
        alliance=_part(making, ALLIANCE),
        outcomes=_part(making, OUTCOMES),
        forms=_part(making, FORMS),
        quarters=tuple(quarter_figures(publication, words)),
        modality=modality_part(publication, words),
        equity=equity_part(publication, words),
        providers=provider_sections(publication, making.clinics, words),
        no_providers=why_none(publication, words),
        disclosure=tuple(_withheld(making)),
    )


def _intro(making: _Making) -> str:
    """Return how the pictures are read; nothing where there is none to read."""
    if making.found is None:
        return making.words.say("network-not-published")
    drawn = any(funnel.centre is not None for funnel in making.found.funnels)
    return making.words.say("funnel-intro") if drawn else ""


def _part(making: _Making, place: str) -> tuple[MeasureSection, ...]:
    if making.found is None:
        return ()
    return tuple(
        funnel_section(making.publication, making.clinics, funnel, making.words)
        for funnel in making.found.of_place(place)
    )


def _withheld(making: _Making) -> list[str]:
    publication, words = making.publication, making.words
    policy = publication.network.policy
    facts = [
        words.say("network-disclosure", minimum=policy.minimum_count, base=policy.rounding_base),
        words.say("network-disclosure-clinics", clinics=policy.minimum_clinics),
        words.say("network-disclosure-weeks", minimum=policy.minimum_count),
        words.say("network-disclosure-quarters"),
    ]
    few = making.found.without_centre if making.found else []
    if few:
        measures = names_of_measures([f.measure_id for f in few], main_scales(publication), words)
        facts.append(words.say("funnel-too-few-clinics", measures=measures))
    return [*facts, words.say("network-alphabetical")]


def _banners(making: _Making) -> list[Banner]:
    publication, words = making.publication, making.words
    banners = run_banners(publication, words)
    clinics, minimum = len(publication.clinics), publication.network.policy.minimum_clinics
    if clinics < minimum:
        text = words.say("banner-few-clinics", clinics=clinics, minimum=minimum)
        banners.append(Banner("note", words.say("banner-few-clinics-title"), text))
    return banners


def _headline(making: _Making) -> list[str]:
    words, found = making.words, making.found
    if found is None:
        sentences = [words.say("network-not-published")]
    else:
        dropout = found.of_measure("dropout")
        sentences = [
            words.say("network-no-figure", clinics=making.publication.network.policy.minimum_clinics)
            if dropout is None
            else words.say(
                "network-headline",
                courses=dropout.denominator or 0,
                rate=dropout.written(dropout.centre, words),
                clinics=dropout.clinics_compared,
            ),
        ]
        if found.verdicts:
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
