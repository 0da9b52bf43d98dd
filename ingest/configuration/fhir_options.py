"""What `options` may say about FHIR files: which identifiers, extensions and codes a clinic's server uses.

Belongs here: the keys, their defaults and their reasons. Doesn't: reading resources (`ingest.formats`).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from ingest.canonical import Feed, columns_of
from ingest.configuration.network import Identifier, Strict
from ingest.configuration.options import ONE_OR_MORE, Name, Options, Text

STEP = r"[A-Za-z][A-Za-z0-9]*(?:\([^()]+\))?"
PATH = re.compile(rf"{STEP}(?:\.{STEP})*")

ResourceType = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]+$")]
RESOURCES = {
    "responses": ("QuestionnaireResponse", "Observation"),
    "appointments": ("Appointment", "Encounter"),
    "episodes": ("EpisodeOfCare",),
    "clients": ("Patient",),
    "therapists": ("Practitioner", "PractitionerRole"),
}
"""What rows of a feed can be made of; the first of each is the default (for responses: both)."""


def _path(text: str) -> str:
    if not PATH.fullmatch(text):
        raise ValueError(
            f"`{text}` isn't a path; write names with dots, such as encounter.episodeOfCare, "
            "type.coding(SYSTEM) or extension(URL)"
        )
    return text


Path = Annotated[Name, AfterValidator(_path)]
Paths = Annotated[tuple[Path, ...], ONE_OR_MORE]


class LinkIds(Strict):
    """Which question of a questionnaire is which, where its link ids aren't codes."""

    items: tuple[Name, ...] = Field((), description="One link id for each item, in the published order.")
    total: Name | None = Field(None, description="The link id of the declared total.")
    comment: Name | None = Field(
        None, description="The link id of a free text; only its presence and length are kept."
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        used = [link_id for link_id in (*self.items, self.total, self.comment) if link_id is not None]
        twice = sorted({link_id for link_id in used if used.count(link_id) > 1})
        if twice:
            raise ValueError(f"a link id stands for two things: {', '.join(twice)}")
        if not self.items and self.total is None:
            raise ValueError("name the link ids of `items`, of the `total`, or both")
        return self


class FhirOptions(Options):
    """How a clinic's server fills in FHIR resources, where the standard leaves it open."""

    resource: ResourceType | None = Field(
        None,
        description="The type that rows are made of, where a feed can have several: Appointment or "
        "Encounter, Practitioner or PractitionerRole, QuestionnaireResponse or Observation (left out: both "
        "of these).",
    )
    identifiers: dict[ResourceType, Name] = Field(
        default_factory=dict,
        description="Resource type -> the identifier system that holds the clinic's own id; without it the "
        "resource's id is taken. Has to be the same in all exports of the clinic.",
    )
    elements: dict[Identifier, Paths] = Field(
        default_factory=dict,
        description="Canonical column -> where the resource holds it, or several places to try in turn.",
    )
    link_ids: LinkIds | None = Field(None, description="For questionnaires whose link ids aren't codes.")
    questionnaire: Annotated[tuple[Name, ...], ONE_OR_MORE] = Field(
        (), description="Only responses to these questionnaires (their canonical addresses)."
    )
    questionnaires: Annotated[tuple[Name, ...], ONE_OR_MORE] = Field(
        (),
        description="Files with the Questionnaires themselves (JSON), relative to the home: their codes and "
        "ordinal values are used.",
    )
    answers: dict[Text, Annotated[float, Field(allow_inf_nan=False)]] = Field(
        default_factory=dict,
        description="An answer's code, or what it displays -> the form's own number; for answers without "
        "a registered code or an ordinal value.",
    )
    cancelled_by: dict[Text, Literal["client", "clinic"]] = Field(
        default_factory=dict,
        description="Code of `cancelationReason` -> who cancelled, besides HL7's own codes for patient and "
        "provider.",
    )

    def check_fits(self, feed: Feed, instrument: str | None) -> None:
        """Refuse what doesn't belong to the export's feed.

        Raises:
            ValueError: naming the key and what is allowed.
        """
        if feed is Feed.ACTIONS:
            raise ValueError("actions can't be read from FHIR; send them as a table of their own")
        types = RESOURCES[feed.value]
        if self.resource is not None and self.resource not in types:
            raise ValueError(
                f"`options.resource: {self.resource}` gives no {feed.value}. Allowed: {', '.join(types)}"
            )
        known = columns_of(feed)
        for name in self.elements:
            if name not in known:
                raise ValueError(
                    f"`options.elements.{name}` isn't a column of {feed.value}. Allowed: "
                    f"{', '.join(sorted(known))}"
                )
        if feed is not Feed.APPOINTMENTS and self.cancelled_by:
            raise ValueError("`options.cancelled_by` belongs to appointments only")
        of_forms = self.link_ids, self.answers, self.questionnaire, self.questionnaires
        if feed is not Feed.RESPONSES and any(of_forms):
            raise ValueError(
                "`link_ids`, `answers`, `questionnaire` and `questionnaires` belong to responses only"
            )
        if self.link_ids is not None and instrument is None:
            raise ValueError("`options.link_ids` needs `instrument`, whose items they are")
