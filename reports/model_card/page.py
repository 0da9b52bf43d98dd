"""What the model card says, in finished text, after the items of TRIPOD (Collins et al. 2015; 2024).

Belongs here: its parts in their order, and its headline. Doesn't: the parts (`describing`, `performing`,
`deciding`, `since`), layout, and working anything out: every number stands in the marts.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.components import Banner
from reports.frame import Frame, page_frame
from reports.model_card.card import Card, Section
from reports.model_card.deciding import decision_section
from reports.model_card.describing import (
    data_section,
    full_section,
    how_section,
    limits_section,
    sees_section,
    what_section,
)
from reports.model_card.performing import clinics_section, performance_section, subgroups_section
from reports.model_card.since import WITH_COUNTS, since_section
from reports.publication import Publication
from reports.run_banners import run_banners
from reports.words.catalogue import Words


@dataclass(frozen=True)
class ModelCardPage:
    """Everything that the template lays out."""

    frame: Frame
    banners: tuple[Banner, ...]
    headline: tuple[str, ...]
    sections: tuple[Section, ...]


def model_card_page(publication: Publication, words: Words, audience: str) -> ModelCardPage:
    """Return the card of the model in force, or the card that says why there is none."""
    card = Card(publication, words, audience)
    return ModelCardPage(
        frame=page_frame(
            publication,
            words,
            kicker=words.say("card-kicker", network=words.figures.name(publication.network.name)),
            heading=words.say("card-heading"),
            document_title=words.say("card-document-title", week=publication.run.week),
            notes=[words.say("card-tripod-note")],
        ),
        banners=tuple(run_banners(publication, words)),
        headline=tuple(_headline(card)),
        sections=tuple(_sections(card)),
    )


def _headline(card: Card) -> list[str]:
    words, model = card.words, card.model
    if model is None:
        return [words.say("card-none")]
    area = card.found("later_weeks", model["kind"], "network", "network", "auc")
    first = (
        words.say("card-refused", reason=model["refused"])
        if model["refused"]
        else words.say("card-earned", auc=card.ranged(area))
    )
    told = [first]
    if model["refused_clinics"]:
        names = [card.clinic(name) for name in model["refused_clinics"].split(", ")]
        told.append(words.say("card-refused-clinics", clinics=words.figures.names(names)))
    return told


def _sections(card: Card) -> list[Section]:
    words, model = card.words, card.model
    if model is None:
        return [what_section(words), limits_section(words)]
    return [
        what_section(words),
        data_section(card, model),
        sees_section(words),
        how_section(card, model),
        performance_section(card),
        decision_section(card, model),
        # Shares of single clinics and groups as they are aren't released to the network.
        *(
            [clinics_section(card, model), subgroups_section(card, model)]
            if card.audience == WITH_COUNTS
            else []
        ),
        full_section(card),
        since_section(card),
        limits_section(words),
    ]
