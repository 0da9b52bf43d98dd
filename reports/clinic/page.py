"""The clinic's page as a whole: its parts in reading order, in finished text.

Belongs here: the page model. Doesn't: how it is laid out (`template.html.j2`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.home import Home
from reports.clinic.adherence import adherence_facts
from reports.clinic.alliance import alliance_sections, alliance_tile
from reports.clinic.banners import clinic_banners
from reports.clinic.chase import data_to_chase
from reports.clinic.empathy import empathy_sections, empathy_tile
from reports.clinic.headline import headline
from reports.clinic.outcomes import outcome_sections, outcomes_tile
from reports.clinic.retention import retention_facts, retention_figures, retention_tile
from reports.clinic.sections import ScaleSection
from reports.clinic.view import ClinicView
from reports.components import Banner, FeedDate, Figure, Tile
from reports.frame import Frame, page_frame
from reports.publication import Publication
from reports.therapists import therapist_labels
from reports.words.catalogue import Words


@dataclass(frozen=True)
class ClinicPage:
    """Everything that the template lays out."""

    frame: Frame
    banners: tuple[Banner, ...]
    dates: tuple[FeedDate, ...]
    headline: tuple[str, ...]
    tiles: tuple[Tile, ...]
    retention: tuple[Figure, ...]
    retention_facts: tuple[str, ...]
    alliance: tuple[ScaleSection, ...]
    outcomes: tuple[ScaleSection, ...]
    empathy: tuple[ScaleSection, ...]
    chase: tuple[str, ...]
    adherence: tuple[str, ...]


def clinic_page(publication: Publication, clinic_id: str, words: Words, home: Home) -> ClinicPage:
    """Return one clinic's page: its own figures, and released ones of the network; no other clinic's."""
    clinic = publication.clinics[clinic_id]
    labels = therapist_labels(publication, home, clinic_id, words)
    view = ClinicView(publication, clinic, words, labels.by_key, labels.is_vault_readable)
    gaps = data_to_chase(view)
    name = words.figures.name(clinic.name)
    return ClinicPage(
        frame=page_frame(
            publication,
            words,
            kicker=words.say("clinic-kicker", network=words.figures.name(publication.network.name)),
            heading=name,
            document_title=words.say("clinic-document-title", clinic=name, week=publication.run.week),
            notes=[
                words.say("provenance-definition", days=clinic.contact_gap_days)
                if clinic.has_appointment_data
                else words.say("provenance-definition-recorded"),
                words.say("provenance-interval"),
            ],
        ),
        banners=tuple(clinic_banners(view)),
        dates=tuple(feed_dates(view)),
        headline=tuple(headline(view, len(gaps))),
        tiles=(retention_tile(view), alliance_tile(view), outcomes_tile(view), empathy_tile(view)),
        retention=tuple(retention_figures(view)),
        retention_facts=tuple(retention_facts(view)),
        alliance=tuple(alliance_sections(view)),
        outcomes=tuple(outcome_sections(view)),
        empathy=tuple(empathy_sections(view)),
        chase=tuple(gaps),
        adherence=tuple(adherence_facts(view)),
    )


def feed_dates(view: ClinicView) -> list[FeedDate]:
    """Return up to which day each feed is complete, and when anything last arrived."""
    words, clinic = view.words, view.clinic
    appointments = (
        words.day_or_none(clinic.appointments_until)
        if clinic.has_appointment_data
        else words.say("date-appointments-none")
    )
    received = (
        words.figures.moment(clinic.last_received_at) if clinic.last_received_at else words.say("no-day")
    )
    return [
        FeedDate(words.say("date-appointments"), appointments, _behind(view, clinic.appointments_until)),
        FeedDate(
            words.say("date-responses"),
            words.day_or_none(clinic.responses_until),
            _behind(view, clinic.responses_until),
        ),
        FeedDate(words.say("date-received"), received),
    ]


def _behind(view: ClinicView, until: object) -> str:
    if not isinstance(until, dt.date):
        return ""
    days = (view.last_day - until).days
    return view.words.say("date-behind", days=days) if days > 0 else ""
