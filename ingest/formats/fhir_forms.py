"""Filled-in forms in FHIR: which instrument a QuestionnaireResponse or Observation is, and its answers.

Belongs here: from link ids and codes to item numbers, from any kind of answer to the form's own number.
Doesn't: whose form it is and when it was filled in (`fhir_feeds`), and which numbers a form can have, which
is the door's to judge. An answer's wording is never kept: what can't be read becomes a mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.configuration.fhir_options import FhirOptions
from ingest.formats.asked import Asked
from ingest.formats.fhir_elements import dicts, extension_values, text_of
from ingest.formats.fhir_files import Resource
from ingest.formats.fhir_questionnaires import Question, Questionnaire, Questionnaires, ordinal_of

PLAIN_ITEM = frozenset({"linkId", "definition", "text", "answer"})
PLAIN_CODING = frozenset({"system", "version", "code", "display", "userSelected"})
TEXT = (str, type(None))
PlainItem = tuple[str, str, str | None, str | int | None, str | None]
MOST_SEEN = 100_000
"""A hundred questionnaires' answers; an export whose link ids never repeat must not fill the memory."""
UNREADABLE = "?"
"""Stands where an answer can't be read as a number, so that the row is refused and the answer isn't kept."""
LARGEST = 1e15
PLACEHOLDER = "x"
"""A free text is handed on as so many of these: its length is all that counts."""
CODE = re.compile(r"(?:^|[/#|])(\d{1,7}-\d|LA\d+-\d)$")
NUMBER = re.compile(r"\s*[+-]?\d+(?:[.,]\d+)?\s*$")
DATA_ABSENT = (
    "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
    "http://hl7.org/fhir/StructureDefinition/iso21090-nullFlavor",
)
ABSENT_CODES = frozenset(
    {
        "unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked", "not-applicable",
        "unsupported", "as-text", "error", "not-a-number", "negative-infinity", "positive-infinity",
        "not-performed", "not-permitted",
    }
)  # fmt: skip
"""HL7's data absent reasons."""


@dataclass(frozen=True)
class Target:
    """What a question is: an item, the total or the panel of an instrument, or its comment."""

    role: str
    instrument: str
    item: int = 0


@dataclass
class Form:
    """What was read of one resource."""

    instruments: set[str] = field(default_factory=set)  # whose items or total were found
    panels: set[str] = field(default_factory=set)  # whose panel code was found
    items: dict[tuple[str, int], str] = field(default_factory=dict)  # (instrument, number) -> number as text
    totals: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)  # reasons, in the form's order
    comment: int = 0  # characters

    def note(self, target: Target, value: str) -> None:
        """Note an answer; a question that is answered twice, and differently, can't be read."""
        if target.role == "total":
            value = _agreed(self.totals.get(target.instrument, ""), value)
            self.totals[target.instrument] = value
        else:
            place = (target.instrument, target.item)
            self.items[place] = _agreed(self.items.get(place, ""), value)

    def add(self, part: Form) -> None:
        """Add what another part of the same form says."""
        self.instruments |= part.instruments
        self.panels |= part.panels
        for place, value in part.items.items():
            before = self.items.get(place)
            self.items[place] = _agreed(before, value) if before else value
        for name, value in part.totals.items():
            self.totals[name] = _agreed(self.totals.get(name, ""), value)
        self.absent += part.absent
        self.comment += part.comment

    def instrument(self) -> str:
        """Return the form's instrument: item codes decide, then the panel; several are joined by +."""
        return "+".join(sorted(self.instruments or self.panels))


def _agreed(before: str, now: str) -> str:
    return UNREADABLE if before and now and before != now else now or before


class FormReader:
    """Reads forms of the registered instruments, or of the one that is asked for."""

    def __init__(self, asked: Asked, options: FhirOptions, questionnaires: Questionnaires) -> None:
        self.options, self.questionnaires = options, questionnaires
        wanted = asked.instruments
        if asked.instrument is not None:
            wanted = {name: found for name, found in wanted.items() if name == asked.instrument}
        self.everything = asked.instruments
        self.by_code: dict[str, list[Target]] = {}
        self.answer_codes: dict[str, dict[str, int]] = {}
        for name, instrument in asked.instruments.items():
            for use in instrument.codes.uses():
                role = {"score": "total", "former_score": "total"}.get(use.role, use.role)
                if role != "answer":
                    self.by_code.setdefault(use.code, []).append(Target(role, name, use.item or 0))
            if instrument.codes.loinc is not None:
                self.answer_codes[name] = dict(instrument.codes.loinc.answers)
        self.by_link: dict[str, Target] = {}
        links = options.link_ids
        if links is not None and asked.instrument is not None:
            self.by_link = {
                link: Target("item", asked.instrument, n) for n, link in enumerate(links.items, 1)
            }
            for role, link in (("total", links.total), ("comment", links.comment)):
                if link is not None:
                    self.by_link[link] = Target(role, asked.instrument)
        self.written = {text.strip().casefold(): value for text, value in options.answers.items()}
        self.only = frozenset(name.partition("|")[0] for name in options.questionnaire)
        self.contradictions = 0
        self.seen: dict[PlainItem, tuple[Form, int]] = {}
        """What plain items come to: most answers of an export are the same few codes to the same few
        questions."""
        self.targets: dict[tuple[str, str, str], tuple[Target, ...]] = {}

    def of_response(self, resource: Resource) -> Form | None:
        """Read a QuestionnaireResponse; None where it is no answer to a wanted questionnaire."""
        canonical = text_of(resource.get("questionnaire"))
        if self.only and canonical.partition("|")[0] not in self.only:
            return None
        questionnaire = self.questionnaires.of(canonical, resource) if canonical else None
        form = Form()
        self._note_panels(form, canonical, questionnaire)
        form.absent += self._absent_reasons(resource)
        is_contained = canonical.startswith("#")  # a questionnaire that the response itself holds
        waiting = dicts(resource.get("item"))
        waiting.reverse()
        while waiting:  # in the order of the form
            item = waiting.pop()
            key = _plain(canonical, item) if not is_contained else None
            known = self.seen.get(key) if key is not None else None
            if known is None:
                known = self._of_item(item, canonical, questionnaire)
                if key is None:
                    waiting += reversed(_below(item))
                elif len(self.seen) < MOST_SEEN:
                    self.seen[key] = known
            form.add(known[0])
            self.contradictions += known[1]
        return form

    def _of_item(
        self, item: Resource, canonical: str, questionnaire: Questionnaire | None
    ) -> tuple[Form, int]:
        """Return what one item comes to by itself, and how many contradictions are in it."""
        alone, before = Form(), self.contradictions
        link = text_of(item.get("linkId"))
        targets = self._targets(link, text_of(item.get("definition")), canonical, questionnaire)
        if targets:
            question = questionnaire.questions.get(link) if questionnaire is not None else None
            self._take(alone, targets, item, dicts(item.get("answer")), question)
        found, self.contradictions = self.contradictions - before, before
        return alone, found

    def of_observation(self, resource: Resource) -> Form:
        """Read an Observation: a total, or a panel whose components are answers."""
        form = Form()
        form.absent += self._absent_reasons(resource)
        for element in (resource, *dicts(resource.get("component"))):
            targets = self._of_codes(element.get("code"))
            if any(target.role == "item" for target in targets) and element is resource:
                continue  # a single answer is no form
            answer = {name: value for name, value in element.items() if name.startswith("value")}
            self._take(form, targets, element, [answer] if answer else [], None)
        return form

    def _note_panels(self, form: Form, canonical: str, questionnaire: Questionnaire | None) -> None:
        codes = list(questionnaire.panels) if questionnaire is not None else []
        named = CODE.search(canonical.partition("|")[0])
        if named is not None:
            codes.append(named[1])
        form.panels |= {target.instrument for code in codes for target in self.by_code.get(code, ())}

    def _targets(
        self, link: str, definition: str, canonical: str, questionnaire: Questionnaire | None
    ) -> tuple[Target, ...]:
        """Say what a question is: by the mapping, else by its code, else by a code in its link id."""
        mapped = self.by_link.get(link)
        if mapped is not None:
            return (mapped,)
        key = (link, definition, canonical)
        if key in self.targets and not canonical.startswith("#"):
            return self.targets[key]
        codes: list[str] = []
        question = questionnaire.questions.get(link) if questionnaire is not None else None
        if question is not None:
            codes += question.codes
        codes += [found[1] for text in (link, definition) if (found := CODE.search(text)) is not None]
        targets = tuple(dict.fromkeys(target for code in codes for target in self.by_code.get(code, ())))
        self.targets[key] = targets
        return targets

    def _of_codes(self, concept: Any) -> tuple[Target, ...]:
        codes = [
            text_of(coding.get("code")) for part in dicts(concept) for coding in dicts(part.get("coding"))
        ]
        return tuple(dict.fromkeys(target for code in codes for target in self.by_code.get(code, ())))

    def _take(
        self,
        form: Form,
        targets: tuple[Target, ...],
        element: Resource,
        answers: list[Resource],
        question: Question | None,
    ) -> None:
        for target in targets:
            if target.role == "panel":
                form.panels.add(target.instrument)
            elif target.role == "comment":
                form.comment += sum(len(text_of(answer.get("valueString"))) for answer in answers)
            elif target.role in ("item", "total"):
                form.instruments.add(target.instrument)
                if "extension" in element or "dataAbsentReason" in element:
                    form.absent += self._absent_reasons(element)
                form.note(target, self._value(form, target, answers, question))

    def _value(self, form: Form, target: Target, answers: list[Resource], question: Question | None) -> str:
        if len(answers) == 1:
            return self._one_value(form, target, answers[0], question)
        values = {self._one_value(form, target, answer, question) for answer in answers} - {""}
        return values.pop() if len(values) == 1 else UNREADABLE if values else ""

    def _one_value(self, form: Form, target: Target, answer: Resource, question: Question | None) -> str:
        absent = self._absent_reasons(answer)
        form.absent += absent
        return "" if absent else self._number(answer, target, question)

    def _number(self, answer: Resource, target: Target, question: Question | None) -> str:
        """Return an answer as a number, `UNREADABLE` where it says something else, empty where nothing."""
        kind = next((name for name in answer if name.startswith("value")), None)
        if kind is None:
            return ""
        value = answer[kind]
        if kind in ("valueInteger", "valueDecimal"):
            number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
            return _written(number)
        if kind == "valueQuantity":
            number = value.get("value") if isinstance(value, dict) else None
            return _written(number if not isinstance(number, bool) else None)
        if kind == "valueString":
            return self._of_words(text_of(value), answer, question)
        if kind == "valueCoding":
            return self._of_coding(answer, dicts(value), target, question)
        if kind == "valueCodeableConcept" and isinstance(value, dict):
            return self._of_coding(answer, dicts(value.get("coding")), target, question)
        return UNREADABLE

    def _of_words(self, words: str, answer: Resource, question: Question | None) -> str:
        ordinal = ordinal_of(answer, answer.get("_valueString"))
        if ordinal is None and question is not None:
            ordinal = question.by_display.get(words.casefold())
        if ordinal is None:
            ordinal = self.written.get(words.casefold())
        if ordinal is not None:
            return _written(ordinal)
        if NUMBER.match(words):
            return words.replace(",", ".")
        return UNREADABLE if words else ""

    def _of_coding(
        self, answer: Resource, codings: list[Resource], target: Target, question: Question | None
    ) -> str:
        """Read a coded answer: the number that it says it stands for, then what its code is known to mean."""
        said = ordinal_of(answer, *codings)
        registered = self.answer_codes.get(target.instrument, {})
        meant: float | None = None
        for coding in codings:
            code, display = text_of(coding.get("code")), text_of(coding.get("display")).casefold()
            if said is None and question is not None:
                said = question.by_code.get(code) if code else question.by_display.get(display)
            if meant is None:
                meant = self.written.get(code.casefold()) if code else None
                meant = registered.get(code) if meant is None else meant
                meant = self.written.get(display) if meant is None and display else meant
        if said is not None and meant is not None and said != meant:
            self.contradictions += 1
        number = said if said is not None else meant
        return UNREADABLE if number is None else _written(number)

    def _absent_reasons(self, element: Resource) -> list[str]:
        """Return why there is no answer, where an element says so in one of the standard's ways."""
        reasons = []
        if "extension" in element:
            reasons += [text_of(value) for value in extension_values(element, *DATA_ABSENT)]
        if "dataAbsentReason" in element:
            for concept in dicts(element["dataAbsentReason"]):
                reasons += [text_of(coding.get("code")) for coding in dicts(concept.get("coding"))]
        coding = element.get("valueCoding")
        if isinstance(coding, dict) and text_of(coding.get("code")) in ABSENT_CODES:
            reasons.append(text_of(coding["code"]))
        return [reason for reason in reasons if reason]


def _plain(canonical: str, item: Resource) -> PlainItem | None:
    """Identify an item by what its meaning depends on, if nothing hangs on it but words and one value."""
    answers = item.get("answer")
    if not isinstance(answers, list) or len(answers) != 1 or not item.keys() <= PLAIN_ITEM:
        return None
    answer = answers[0]
    if not isinstance(answer, dict) or len(answer) != 1:
        return None
    link, definition = item.get("linkId"), item.get("definition")
    coding = answer.get("valueCoding")
    if isinstance(coding, dict):
        code, display = coding.get("code"), coding.get("display")
        is_plain = coding.keys() <= PLAIN_CODING and isinstance(display, TEXT) and isinstance(code, TEXT)
    else:
        code, display = answer.get("valueInteger"), None
        is_plain = type(code) is int  # True is one of its own kind
    if is_plain and isinstance(link, str) and isinstance(definition, TEXT):
        return canonical, link, definition, code, display
    return None


def _below(item: Resource) -> list[Resource]:
    """Return the items in a group, and those below answers."""
    below = dicts(item["item"]) if "item" in item else []
    for answer in dicts(item.get("answer")):
        if "item" in answer:
            below += dicts(answer["item"])
    return below


def _written(number: Any) -> str:
    if not isinstance(number, int | float):
        return UNREADABLE
    is_whole = isinstance(number, float) and number.is_integer() and abs(number) < LARGEST
    return str(int(number)) if is_whole else str(number)
