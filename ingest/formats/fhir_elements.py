"""Elements of FHIR resources: following paths and references, identifiers, and the text of what is found.

Belongs here: what holds for every type of resource. Doesn't: forms (`fhir_forms`), and which path a column
has (`fhir_feeds`). Nothing here fails on a resource that breaks the standard: it finds nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.formats.fhir_files import Numbered, Resource

REFERENCE = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/]*)?$")
STEP = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:\(([^()]+)\))?")
EXTENSION = "extension"
BULKY = frozenset({"QuestionnaireResponse", "Observation"})
"""Types to which no element that is read refers, and of which there are too many to keep."""

Steps = tuple[tuple[str, str | None], ...]
"""Names with what stands in brackets behind them: a system or an extension's address."""


def compiled(path: str) -> Steps:
    """Take a path apart: `type.coding(SYSTEM)`, `extension(URL)`; an address may hold dots."""
    return tuple((found[1], found[2]) for found in STEP.finditer(path))


def dicts(value: Any) -> list[Resource]:
    """Return the objects of a list, or the one object that stands where a list may."""
    if isinstance(value, list):
        return [part for part in value if isinstance(part, dict)]
    return [value] if isinstance(value, dict) else []


def text_of(value: Any) -> str:
    """Return a primitive as text, empty for everything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else ""


def extension_values(element: Resource, *urls: str) -> Iterator[Any]:
    """Yield the values of an element's extensions of these addresses; of a complex one, the extension."""
    for extension in dicts(element.get(EXTENSION)):
        if extension.get("url") in urls:
            value = next((part for name, part in extension.items() if name.startswith("value")), None)
            yield extension if value is None else value


@dataclass
class Elements:
    """Finds elements, with the resources of all files at hand that a reference may lead to."""

    identifiers: Mapping[str, str]
    """Resource type -> the identifier system that holds the clinic's id; others go by the resource's id."""
    by_id: dict[tuple[str, str], Resource] = field(default_factory=dict)
    by_url: dict[str, Resource] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    """Type -> how many references to it led nowhere although they had to be followed."""

    def keep(self, numbered: Numbered) -> None:
        """Keep a resource, so that references find it; the later version of two wins."""
        _, resource, url = numbered
        kind, own_id = resource.get("resourceType"), resource.get("id")
        if not isinstance(kind, str) or kind in BULKY:
            return
        if isinstance(own_id, str):
            self.by_id[kind, own_id] = resource
        if url is not None:
            self.by_url[url] = resource

    def own_id(self, resource: Resource) -> str:
        """Return the clinic's id of a resource, empty where it has none."""
        kind = resource.get("resourceType")
        system = self.identifiers.get(kind) if isinstance(kind, str) else None
        if system is None:
            return text_of(resource.get("id"))
        return _of_system(resource.get("identifier"), system)

    def id_of(self, reference: Resource, within: Resource) -> str:
        """Return the clinic's id of what a reference leads to, empty where that can't be told.

        Never an id of another kind: where identifiers are asked for, a resource's id isn't one.
        """
        target = self.resolve(reference, within)
        if target is not None and target.get("resourceType") == "PractitionerRole":
            person = next(iter(dicts(target.get("practitioner"))), None)
            return self.id_of(person, target) if person is not None and person is not reference else ""
        kind = self.kind_of(reference, within)
        system = self.identifiers.get(kind)
        is_contained = text_of(reference.get("reference")).startswith("#")
        found = ""
        if target is not None and (system is not None or not is_contained):
            found = self.own_id(target)
        if not found and system is not None:
            found = _of_system(reference.get("identifier"), system)
        elif not found and not is_contained:
            found = _named_id(reference)
        if not found:
            self.lost[kind] += 1
        return found

    def kind_of(self, reference: Resource, within: Resource) -> str:
        """Return the type of the resource that a reference leads to, empty where it doesn't say."""
        found = REFERENCE.search(text_of(reference.get("reference")))
        if found is not None:
            return found[1]
        target = self.resolve(reference, within)
        kind = target.get("resourceType") if target is not None else reference.get("type")
        return kind if isinstance(kind, str) else ""

    def resolve(self, reference: Resource, within: Resource) -> Resource | None:
        """Return the resource that a reference leads to, if a file (or `within` itself) holds it."""
        text = text_of(reference.get("reference"))
        if not text:
            return None
        if text.startswith("#"):
            return next((part for part in dicts(within.get("contained")) if part.get("id") == text[1:]), None)
        by_url = self.by_url.get(text)
        if by_url is not None:
            return by_url
        found = REFERENCE.search(text)
        return self.by_id.get((found[1], found[2])) if found is not None else None

    def find(self, resource: Resource, paths: Sequence[Steps]) -> str:
        """Return the text at the first of the paths that leads to one."""
        for steps in paths:
            for value, within in self._walk(resource, steps):
                text = self.text(value, within)
                if text:
                    return text
        return ""

    def text(self, value: Any, within: Resource) -> str:
        """Return an element as text: a code, an identifier, an id, a beginning, a number; never a wording."""
        if not isinstance(value, dict):
            return text_of(value)
        if "coding" in value:
            codes = (text_of(coding.get("code")) for coding in dicts(value["coding"]))
            return next((code for code in codes if code), "")
        if "code" in value and "value" not in value:
            return text_of(value["code"])
        if "value" in value:
            return text_of(value["value"])
        if "start" in value:
            return text_of(value["start"])
        return self.id_of(value, within) if "reference" in value or "identifier" in value else ""

    def _walk(self, resource: Resource, steps: Steps) -> list[tuple[Any, Resource]]:
        """Return what lies at a path, each with the resource that holds it; references are followed."""
        places: list[tuple[Any, Resource]] = [(resource, resource)]
        for name, argument in steps:
            found: list[tuple[Any, Resource]] = []
            for node, within in places:
                if isinstance(node, dict):
                    found += self._step(node, within, name, argument)
            places = found
        return places

    def _step(
        self, node: Resource, within: Resource, name: str, argument: str | None
    ) -> list[tuple[Any, Resource]]:
        if name not in node and isinstance(node.get("reference"), str):
            target = self.resolve(node, within)
            if target is None:
                self.lost[self.kind_of(node, within) or "a resource"] += 1
                return []
            node = within = target
        if name == EXTENSION and argument is not None:
            return [(value, within) for value in extension_values(node, argument)]
        value = node.get(name)
        if value is None:  # a choice of types: `value` stands for valueInteger, valueCoding ...
            size = len(name)
            value = next(
                (part for key, part in node.items() if key[:size] == name and key[size:][:1].isupper()), None
            )
        parts = value if isinstance(value, list) else [value]
        if argument is not None:
            parts = [part for part in dicts(parts) if part.get("system") == argument]
        return [(part, within) for part in parts if part is not None]


def _of_system(identifiers: Any, system: str) -> str:
    values = (
        text_of(identifier.get("value"))
        for identifier in dicts(identifiers)
        if identifier.get("system") == system
    )
    return next((value for value in values if value), "")


def _named_id(reference: Resource) -> str:
    """Return the id that a reference spells out: `Patient/12` or `urn:uuid:...`."""
    text = text_of(reference.get("reference"))
    if text.startswith(("urn:uuid:", "urn:oid:")):
        return text.split(":", 2)[2]
    found = REFERENCE.search(text)
    return "" if found is None or found[1] == "PractitionerRole" else found[2]
