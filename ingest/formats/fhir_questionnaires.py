"""FHIR Questionnaires: which code each question has, and which number each of its answers.

Belongs here: reading Questionnaire resources. Doesn't: responses to them (`fhir_forms`). No wording is kept:
an answer's display serves to recognise it, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from ingest.formats.fhir_elements import dicts, extension_values, text_of
from ingest.formats.fhir_files import Resource

ORDINALS = (
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value",
)
"""Extensions that say which number an answer stands for, R5's and older ones included."""


def ordinal_of(*elements: Any) -> float | None:
    """Return the number that an answer (or its coding) says it stands for."""
    for element in elements:
        if not isinstance(element, dict) or "extension" not in element:
            continue
        for value in extension_values(element, *ORDINALS):
            if isinstance(value, int | float) and not isinstance(value, bool):
                return value
    return None


@dataclass
class Question:
    """One item of a questionnaire."""

    codes: tuple[str, ...] = ()
    by_code: dict[str, float] = field(default_factory=dict)
    by_display: dict[str, float] = field(default_factory=dict)
    number: int = field(default_factory=count(1).__next__)
    """Tells questions apart for as long as the program runs."""


@dataclass
class Questionnaire:
    """What a questionnaire says about its items, by link id."""

    panels: tuple[str, ...] = ()
    questions: dict[str, Question] = field(default_factory=dict)


@dataclass
class Questionnaires:
    """Every questionnaire that is at hand, by canonical address and by id."""

    known: dict[str, Questionnaire] = field(default_factory=dict)

    def add(self, resource: Resource) -> None:
        """Take a Questionnaire resource."""
        questionnaire = read_questionnaire(resource)
        names = [text_of(resource.get("url")), text_of(resource.get("id"))]
        if names[0] and text_of(resource.get("version")):
            names.append(f"{names[0]}|{text_of(resource['version'])}")
        for name in names:
            if name:
                self.known[name] = questionnaire

    def of(self, canonical: str, response: Resource) -> Questionnaire | None:
        """Return the questionnaire that a response answers, contained in it or at hand."""
        if canonical.startswith("#"):
            for part in dicts(response.get("contained")):
                if part.get("id") == canonical[1:] and part.get("resourceType") == "Questionnaire":
                    return read_questionnaire(part)
        plain = canonical.partition("|")[0]
        found = self.known.get(canonical) or self.known.get(plain)
        return found or self.known.get(plain.rstrip("/").rpartition("/")[2])


def read_questionnaire(resource: Resource) -> Questionnaire:
    """Read a Questionnaire; whatever breaks the standard is left out."""
    questions: dict[str, Question] = {}
    for item in _items(resource):
        link_id = text_of(item.get("linkId"))
        if link_id:
            questions[link_id] = _question(item)
    return Questionnaire(_codes(resource), questions)


def _items(resource: Resource) -> Iterator[Resource]:
    waiting = dicts(resource.get("item"))
    while waiting:
        item = waiting.pop(0)
        yield item
        waiting[:0] = dicts(item.get("item"))


def _codes(element: Resource) -> tuple[str, ...]:
    return tuple(code for coding in dicts(element.get("code")) if (code := text_of(coding.get("code"))))


def _question(item: Resource) -> Question:
    question = Question(_codes(item))
    for option in dicts(item.get("answerOption")):
        coding = option.get("valueCoding")
        ordinal = ordinal_of(option, coding, option.get("_valueString"), option.get("_valueInteger"))
        if ordinal is None:
            continue
        if isinstance(coding, dict):
            if text_of(coding.get("code")):
                question.by_code[text_of(coding["code"])] = ordinal
            if text_of(coding.get("display")):
                question.by_display[text_of(coding["display"]).casefold()] = ordinal
        else:
            words = text_of(option.get("valueString")) or text_of(option.get("valueInteger"))
            question.by_display[words.casefold()] = ordinal
    return question
