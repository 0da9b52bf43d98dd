"""The clinic's page as a whole: its parts in reading order, in finished text.

Belongs here: the page model. Doesn't: how it is laid out (`template.html.j2`).
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.home import Home
from reports.clinic.adherence import adherence_facts
from reports.clinic.alliance import alliance_sections, alliance_tile
from reports.clinic.also_rated import also_rated
from reports.clinic.banners import clinic_banners
from reports.clinic.beside_others import BesideOthers, beside_others
from reports.clinic.changes import Changes, week_changes
from reports.clinic.chase import data_to_chase, where_rows_are
from reports.clinic.dates import feed_dates
from reports.clinic.empathy import empathy_sections, empathy_tile
from reports.clinic.front_door import FrontDoor, front_door
from reports.clinic.headline import headline
from reports.clinic.names import names_of
from reports.clinic.outcomes import outcome_sections, outcomes_tile
from reports.clinic.over_time import OverTime, over_time
from reports.clinic.people import People, people_to_look_at
from reports.clinic.retention import retention_facts, retention_figures, retention_tile
from reports.clinic.sections import ScaleSection
from reports.clinic.view import ClinicView
from reports.components import Banner, FeedDate, Figure, Tile
from reports.frame import Frame, page_frame
from reports.publication import Publication
from reports.words.catalogue import Words


@dataclass(frozen=True)
class ClinicPage:
    """Everything that the template lays out."""

    frame: Frame
    banners: tuple[Banner, ...]
    dates: tuple[FeedDate, ...]
    headline: tuple[str, ...]
    tiles: tuple[Tile, ...]
    changes: Changes
    people: People
    front_door: FrontDoor
    over_time: OverTime
    beside_others: BesideOthers
    retention: tuple[Figure, ...]
    retention_facts: tuple[str, ...]
    alliance: tuple[ScaleSection, ...]
    outcomes: tuple[ScaleSection, ...]
    empathy: tuple[ScaleSection, ...]
    chase: tuple[str, ...]
    refused_rows: tuple[str, ...]
    adherence: tuple[str, ...]
    also_rated: tuple[str, ...]


def clinic_page(publication: Publication, clinic_id: str, words: Words, home: Home) -> ClinicPage:
    """Return one clinic's page: its own figures, and released ones of the network; no other clinic's."""
    clinic = publication.clinics[clinic_id]
    view = ClinicView(publication, clinic, words, names_of(publication, home, clinic_id, words))
    gaps = data_to_chase(view)
    people = people_to_look_at(view)
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
        headline=tuple(headline(view, people.named, len(gaps))),
        tiles=(retention_tile(view), alliance_tile(view), outcomes_tile(view), empathy_tile(view)),
        changes=week_changes(view),
        people=people,
        front_door=front_door(view),
        over_time=over_time(view),
        beside_others=beside_others(view),
        retention=tuple(retention_figures(view)),
        retention_facts=tuple(retention_facts(view)),
        alliance=tuple(alliance_sections(view)),
        outcomes=tuple(outcome_sections(view)),
        empathy=tuple(empathy_sections(view)),
        chase=tuple(gaps),
        refused_rows=where_rows_are(view),
        adherence=tuple(adherence_facts(view)),
        also_rated=tuple(also_rated(view)),
    )
