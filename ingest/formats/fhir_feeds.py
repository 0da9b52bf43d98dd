"""Rows of the five feeds out of FHIR resources: where the standard keeps each column, and what statuses mean.

Belongs here: default places of columns, statuses, who cancelled. Doesn't: following paths (`fhir_elements`),
answers (`fhir_forms`). A code that the standard leaves open is handed on as it is, for `values` to map.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ingest.canonical import Feed, columns_of
from ingest.configuration.fhir_options import RESOURCES, FhirOptions
from ingest.formats.asked import Asked
from ingest.formats.fhir_elements import Elements, Steps, compiled, dicts, text_of
from ingest.formats.fhir_files import ENTERED_IN_ERROR, Resource
from ingest.formats.fhir_forms import PLACEHOLDER, Form, FormReader

EPISODE_OF_CARE = "extension(http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare)"
WITHDRAWN = "withdrawn"
OWN_ID = {
    "QuestionnaireResponse": "response_id",
    "Observation": "response_id",
    "Appointment": "appointment_id",
    "Encounter": "appointment_id",
    "EpisodeOfCare": "episode_id",
    "Patient": "client_id",
    "Practitioner": "therapist_id",
}
"""The column that a resource's own identifier fills."""
PLACES: dict[str, dict[str, tuple[str, ...]]] = {
    "QuestionnaireResponse": {
        "episode_id": (EPISODE_OF_CARE, "encounter.episodeOfCare"),
        "appointment_id": ("encounter.appointment",),
        "completed_at": ("authored",),
    },
    "Observation": {
        "episode_id": (EPISODE_OF_CARE, "encounter.episodeOfCare"),
        "appointment_id": ("encounter.appointment",),
        "completed_at": ("effectiveDateTime", "effectiveInstant", "effectivePeriod.start"),
    },
    "Appointment": {
        "episode_id": (EPISODE_OF_CARE,),
        "scheduled_at": ("start", "requestedPeriod.start"),
    },
    "Encounter": {
        "episode_id": ("episodeOfCare", EPISODE_OF_CARE),
        "scheduled_at": ("period.start",),
    },
    "EpisodeOfCare": {
        "client_id": ("patient",),
        "therapist_id": ("careManager",),
        "start_date": ("period.start",),
        "end_date": ("period.end",),
        "referral_date": ("referralRequest.authoredOn",),
    },
    "Patient": {"gender": ("gender",), "birth_year": ("birthDate",)},
    "Practitioner": {},
    "PractitionerRole": {"therapist_id": ("practitioner",)},
}
"""Where the standard itself keeps a column; everything else is said under `elements`."""

APPOINTMENTS = {
    "pending": "scheduled",
    "booked": "scheduled",
    "arrived": "attended",
    "checked-in": "attended",
    "fulfilled": "attended",
    "noshow": "no_show",
}
ENCOUNTERS = {
    "planned": "scheduled",
    "arrived": "attended",
    "triaged": "attended",
    "in-progress": "attended",
    "onleave": "attended",
    "finished": "attended",
}
CANCELLED = "cancelled"
SKIPPED: dict[str, dict[str, str]] = {
    "QuestionnaireResponse": {"in-progress": "in progress", "stopped": "stopped"},
    "Observation": {
        "registered": "in progress",
        "preliminary": "in progress",
        "cancelled": "cancelled",
        "unknown": "status unknown",
    },
    "Appointment": {"proposed": "not booked", "waitlist": "not booked"},
    "Encounter": {"unknown": "status unknown"},
    "EpisodeOfCare": {"planned": "not begun", "waitlist": "not begun"},
}
"""Statuses of what is no row (yet), with the reason that the accounts give."""
FORM_STATUSES = {
    "QuestionnaireResponse": ("completed", "amended"),
    "Observation": ("final", "amended", "corrected"),
}
NO_STATUS = "without a status"
ANOTHER_RESOURCE, ANOTHER_FORM, TEST_DATA = "another resource", "another form", "test data"
PART_OF_A_FORM = "total of a form"
BY_PATIENT, BY_PROVIDER = "pat", "prov"
"""HL7's cancellation reasons begin with them: pat-cpp, prov-pers ..."""
SOURCES = {"Patient": "client", "Practitioner": "therapist", "PractitionerRole": "therapist"}


@dataclass
class FeedReader:
    """Makes rows of one feed: cells in the order of `columns`, or the reason why there is none."""

    asked: Asked
    options: FhirOptions
    elements: Elements
    forms: FormReader
    columns: tuple[str, ...] = ()
    places: dict[str, dict[str, tuple[Steps, ...]]] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        feed = self.asked.feed
        chosen = self.options.resource
        self.types = (chosen,) if chosen else _default_types(feed)
        own = self.options.elements
        self.elsewhere = {name: tuple(compiled(path) for path in paths) for name, paths in own.items()}
        for kind in self.types:
            places = {name: tuple(map(compiled, paths)) for name, paths in PLACES.get(kind, {}).items()}
            self.places[kind] = places | self.elsewhere
        names = [name for name in columns_of(feed) if name in self._filled(feed)]
        names = [name for name in names if name not in self.asked.given]
        self.item_count = self._item_count()
        items = [f"item_{number}" for number in range(1, self.item_count + 1)]
        self.columns = (*names, *items)
        self.read = _READERS[feed]

    def _filled(self, feed: Feed) -> set[str]:
        """Return the columns that rows can have a cell for."""
        filled = {"exported_at", WITHDRAWN, *self.elsewhere}
        for kind in self.types:
            filled |= {*self.places[kind], OWN_ID.get(kind, "")}
        if feed is Feed.APPOINTMENTS:
            filled |= {"status", "therapist_id"}
        if feed is Feed.EPISODES and "end_reason" in self.asked.values:
            filled.add("end_reason")
        if feed is Feed.RESPONSES:
            filled |= {"respondent", "total", "not_given_reason"}
            if self.asked.instrument is None:
                filled.add("instrument")
            if self.options.link_ids is not None and self.options.link_ids.comment is not None:
                filled.add("comment")
        return filled

    def _item_count(self) -> int:
        if self.asked.feed is not Feed.RESPONSES:
            return 0
        instruments = self.asked.instruments
        if self.asked.instrument is not None:
            return (
                instruments[self.asked.instrument].items.count if self.asked.instrument in instruments else 0
            )
        coded = [known for known in instruments.values() if any(known.codes.uses())]
        return max((known.items.count for known in coded), default=0)

    def row(self, resource: Resource) -> tuple[str, ...] | str:
        """Return a resource's cells, or the reason (for the accounts) why it is left out."""
        kind = resource.get("resourceType")
        if kind not in self.types or not isinstance(kind, str):
            return ANOTHER_RESOURCE
        if _is_test(resource):
            return TEST_DATA
        status = text_of(resource.get("status"))
        reason = SKIPPED.get(kind, {}).get(status)
        if reason is not None:
            return reason
        cells = {name: self.elements.find(resource, paths) for name, paths in self.places[kind].items()}
        own = OWN_ID.get(kind)
        if own is not None and own not in self.elsewhere:
            cells[own] = self.elements.own_id(resource)
        meta = resource.get("meta")
        if "exported_at" not in self.elsewhere and isinstance(meta, dict):
            cells["exported_at"] = text_of(meta.get("lastUpdated"))
        if status == ENTERED_IN_ERROR:
            cells[WITHDRAWN] = "yes"
        reason = self.read(self, resource, kind, status, cells)
        if reason is not None:
            return reason
        return tuple([cells.get(name, "") for name in self.columns])

    def default_status(self, words: Mapping[str, str], status: str) -> str:
        """Return a status as Rapport's word, unless the clinic's `values` say what it means there."""
        return status if status in self.asked.values.get("status", {}) else words.get(status, status)


def _default_types(feed: Feed) -> tuple[str, ...]:
    types = RESOURCES[feed.value]
    return types if feed is Feed.RESPONSES else types[:1]


def _is_test(resource: Resource) -> bool:
    """Tell what a server's owner has marked as made for trying it out."""
    meta = resource.get("meta")
    if not isinstance(meta, dict):
        return False
    labels = (*dicts(meta.get("security")), *dicts(meta.get("tag")))
    return any(label.get("code") == "HTEST" for label in labels)


def _responses(
    reader: FeedReader, resource: Resource, kind: str, status: str, cells: dict[str, str]
) -> str | None:
    is_withdrawn = status == ENTERED_IN_ERROR
    if not is_withdrawn and status not in FORM_STATUSES[kind]:
        return NO_STATUS
    if kind == "Observation":
        if cells["response_id"]:  # ids are unique within a type only
            cells["response_id"] = f"Observation/{cells['response_id']}"
        if any(
            "QuestionnaireResponse" in text_of(part.get("reference"))
            for part in dicts(resource.get("derivedFrom"))
        ):
            return PART_OF_A_FORM
        form: Form | None = reader.forms.of_observation(resource)
    else:
        form = reader.forms.of_response(resource)
    if is_withdrawn and (form is None or not (form.instruments or form.panels)) and cells["response_id"]:
        return None  # a withdrawal needs to say nothing but which response it is about
    if form is None:
        return ANOTHER_FORM
    wanted = reader.asked.instrument
    if wanted is None:
        cells.setdefault("instrument", "")
        name = cells["instrument"] or form.instrument()
        if not name:
            canonical = text_of(resource.get("questionnaire"))
            if canonical not in reader.asked.values.get("instrument", {}):
                return ANOTHER_FORM
            name = canonical
        cells["instrument"] = name
        name = name if "+" not in name else ""
    else:
        if wanted not in (form.instruments or form.panels) and not _is_mapped(reader, form, wanted):
            return ANOTHER_FORM
        name = wanted
    _answers(reader, form, name, cells)
    if "respondent" not in reader.elsewhere:
        cells["respondent"] = _respondent(reader, resource)
    return None


def _is_mapped(reader: FeedReader, form: Form, wanted: str) -> bool:
    """Tell a form of which only `elements` gives a total, and nothing speaks against the instrument."""
    return (
        "total" in reader.elsewhere and not form.instruments and not form.panels and bool(reader.forms.only)
    )


def _answers(reader: FeedReader, form: Form, name: str, cells: dict[str, str]) -> None:
    is_given = bool(cells.get("total"))
    for (instrument, number), value in form.items.items():
        if value and instrument == name:
            cells[f"item_{number}"] = value
            is_given = True
    total = form.totals.get(name, "")
    if total and "total" not in reader.elsewhere:
        cells["total"] = total
    if form.absent and not is_given and not total and "not_given_reason" not in reader.elsewhere:
        cells["not_given_reason"] = form.absent[0]
    if form.comment:
        cells["comment"] = PLACEHOLDER * form.comment


def _respondent(reader: FeedReader, resource: Resource) -> str:
    """Return who filled in a form: the client unless its source is somebody else."""
    source = resource.get("source")
    if not isinstance(source, dict):
        return ""
    kind = reader.elements.kind_of(source, resource)
    return kind if kind in reader.asked.values.get("respondent", {}) else SOURCES.get(kind, kind)


def _appointments(
    reader: FeedReader, resource: Resource, kind: str, status: str, cells: dict[str, str]
) -> str | None:
    if not status:
        return NO_STATUS
    if "status" not in reader.elsewhere:
        words = APPOINTMENTS if kind == "Appointment" else ENCOUNTERS
        cells["status"] = (
            _cancelled(reader, resource) if status == CANCELLED else reader.default_status(words, status)
        )
    if "therapist_id" not in reader.elsewhere:
        cells["therapist_id"] = _therapist(reader, resource)
    return None


def _cancelled(reader: FeedReader, resource: Resource) -> str:
    """Say who cancelled, as far as the reason's codes tell."""
    values = reader.asked.values.get("status", {})
    for concept in dicts(resource.get("cancelationReason")):
        for coding in dicts(concept.get("coding")):
            code = text_of(coding.get("code"))
            who = reader.options.cancelled_by.get(code)
            if code in values:
                return code
            if who is None and code.partition("-")[0] == BY_PATIENT:
                who = "client"
            if who is None and code.partition("-")[0] == BY_PROVIDER:
                who = "clinic"
            if who is not None:
                return f"cancelled_by_{who}"
    return CANCELLED


def _therapist(reader: FeedReader, resource: Resource) -> str:
    """Return the first practitioner among those who take part."""
    for participant in dicts(resource.get("participant")):
        for name in ("actor", "individual"):
            reference = participant.get(name)
            if isinstance(reference, dict) and reader.elements.kind_of(reference, resource) in (
                "Practitioner",
                "PractitionerRole",
            ):
                found = reader.elements.id_of(reference, resource)
                if found:
                    return found
                reader.notes["therapists who can't be told from their role"] += 1
    return ""


def _episodes(
    reader: FeedReader, resource: Resource, kind: str, status: str, cells: dict[str, str]
) -> str | None:
    is_mapped = status in reader.asked.values.get("end_reason", {})
    if "end_reason" not in reader.elsewhere and is_mapped:
        cells["end_reason"] = status
    return None


def _people(
    reader: FeedReader, resource: Resource, kind: str, status: str, cells: dict[str, str]
) -> str | None:
    if cells.get("birth_year"):
        cells["birth_year"] = cells["birth_year"][:4]
    return None


_READERS: dict[Feed, Callable[[FeedReader, Resource, str, str, dict[str, str]], str | None]] = {
    Feed.RESPONSES: _responses,
    Feed.APPOINTMENTS: _appointments,
    Feed.EPISODES: _episodes,
    Feed.CLIENTS: _people,
    Feed.THERAPISTS: _people,
}
