"""The reference page about a home's YAML, written from the schemas so that it can't say anything else.

Belongs here: turning the schemas of `rapport.yml` and of clinics into `docs/reference/configuration.md`.
Doesn't: instruments, whose pages are `instrument_docs` and docs/how-to/add-an-instrument.md. After a change
to a schema, run `python -m ingest.configuration.configuration_docs`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ingest.canonical import Feed
from ingest.configuration.clinic import Clinic, ClinicDefinitions, ExpectedForm, Export
from ingest.configuration.fhir_options import LinkIds
from ingest.configuration.format_options import OPTIONS
from ingest.configuration.holds import Holds, HoldsOverride
from ingest.configuration.holidays import Holiday
from ingest.configuration.network import Definitions, Disclosure, DropoutRisk, Network, NetworkEvent
from ingest.configuration.options import Options, RelativeTime
from ingest.configuration.recipients import RECIPIENTS, Delivery, MailServer, Recipient
from ingest.configuration.sources import SOURCES, Credential, RemoteSource

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"


@dataclass(frozen=True)
class Chapter:
    """One table of keys."""

    depth: int
    heading: str
    model: type[BaseModel]
    words: str = ""
    told_elsewhere: type[BaseModel] | None = None
    """A schema whose keys are left out here."""


CLINIC_FILE = "clinics/&lt;clinic&gt;.yml"
CHAPTERS = (
    Chapter(2, "rapport.yml", Network),
    Chapter(3, "definitions", Definitions),
    Chapter(3, "disclosure", Disclosure),
    Chapter(3, "holds", Holds),
    Chapter(3, "dropout_risk", DropoutRisk),
    Chapter(3, "events", NetworkEvent, "A list of:"),
    Chapter(3, "holidays", Holiday, "A list of:"),
    Chapter(3, "delivery", Delivery, "How to set it up: [deliver reports](../how-to/deliver-reports.md)."),
    Chapter(4, "mail_server", MailServer),
    Chapter(4, "recipients", Recipient, "A list of; the keys of every kind, each has its own besides:"),
    *(Chapter(4, f"to kind: {kind}", model, "", Recipient) for kind, model in RECIPIENTS.items()),
    Chapter(2, CLINIC_FILE, Clinic, "How to write one: [add a clinic](../how-to/add-a-clinic.md)."),
    Chapter(3, "protocol", ExpectedForm, "A list of:"),
    Chapter(3, "definitions of a clinic", ClinicDefinitions, "Left out: the network's."),
    Chapter(
        3,
        "holds of a clinic or an export",
        HoldsOverride,
        "The keys of [holds](#holds); left out: the clinic's, or the network's.",
        Holds,
    ),
    Chapter(2, "source", RemoteSource, "The keys of every kind but `folder`; each kind has its own besides."),
    *(Chapter(3, f"kind: {kind}", model, "", RemoteSource) for kind, model in SOURCES.items()),
    Chapter(3, "credentials", Credential, "Under each key that says `credential`; one of the two."),
    Chapter(2, "exports", Export, "A list of:"),
    Chapter(2, "options", Options, "The keys of every format; most have their own besides."),
    *(
        Chapter(3, f"format: {name}", model, f"[How to](../how-to/formats/{name}.md).", Options)
        for name, model in OPTIONS.items()
    ),
    Chapter(3, "relative_time", RelativeTime),
    Chapter(3, "link_ids", LinkIds),
)
SHORT = {
    "Credential": "[credential](#credentials)",
    "RelativeTime": "[mapping](#relative_time)",
    "LinkIds": "[mapping](#link_ids)",
    "Definitions": "[mapping](#definitions)",
    "Disclosure": "[mapping](#disclosure)",
    "DropoutRisk": "[mapping](#dropout_risk)",
    "Holds": "[mapping](#holds)",
    "Delivery": "[mapping](#delivery)",
    "MailServer": "[mapping](#mail_server)",
    "FolderRecipient": "[recipient](#recipients)",
    "MailRecipient": "[recipient](#recipients)",
    "SftpRecipient": "[recipient](#recipients)",
    "NetworkEvent": "[mapping](#events)",
    "Holiday": "[mapping](#holidays)",
    "ClinicDefinitions": "[mapping](#definitions-of-a-clinic)",
    "HoldsOverride": "[mapping](#holds-of-a-clinic-or-an-export)",
    "ExpectedForm": "[mapping](#protocol)",
    "Export": "[mapping](#exports)",
    "Columns": "mapping to: text, or a list of text",
    "Feed": ", ".join(f"`{feed.value}`" for feed in Feed),
}
"""What stands for a schema of its own."""
TEXT = [{"type": "string"}, {"type": "integer"}, {"type": "number"}]
"""Text that may stand without quotes."""
BOUNDS = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to", "exclusiveMaximum": "below"}
INTRODUCTION = """# Configuration

Written from the schemas by `python -m ingest.configuration.configuration_docs`; edit those instead. The same
schemas lie as JSON in a home's `schemas/` folder (`rapport init`), where editors find them. An unknown key, a
missing one and a contradiction are errors that name file, line and key. A key without a default is required.
Instruments have [a page of their own](../how-to/add-an-instrument.md)."""


def page() -> str:
    """Return the whole page as Markdown."""
    parts = [INTRODUCTION]
    for chapter in CHAPTERS:
        parts.append(f"{'#' * chapter.depth} {chapter.heading}")
        parts.append(f"{(chapter.model.__doc__ or '').strip().splitlines()[0]} {chapter.words}".strip())
        rows = list(rows_of(chapter))
        if rows:
            parts.append(_table(rows))
    return "\n\n".join(parts) + "\n"


def _table(rows: list[tuple[str, ...]]) -> str:
    lines = ["| key | value | default | meaning |", "|---|---|---|---|"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def rows_of(chapter: Chapter) -> Iterator[tuple[str, ...]]:
    """Return each key with its value, default and meaning."""
    schema = chapter.model.model_json_schema()
    elsewhere = chapter.told_elsewhere.model_fields if chapter.told_elsewhere is not None else {}
    for name, key in schema["properties"].items():
        if name not in elsewhere and (name, chapter.told_elsewhere) != ("kind", RemoteSource):
            default = "" if name in schema.get("required", ()) else _default(key.get("default"))
            yield f"`{name}`", _value(key), default, key.get("description", "").replace("|", "\\|")


def _default(value: Any) -> str:
    if value is None or value in ({}, []):
        return "none"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _value(key: dict[str, Any]) -> str:
    """Say in words what may stand for a key, from its JSON schema."""
    words = list(dict.fromkeys(_words(key)))
    return "text, or a list of text" if words == ["text", "list of: text"] else " or ".join(words)


def _words(key: dict[str, Any]) -> Iterator[str]:
    alternatives = key.get("anyOf", [])
    kind = str(key.get("type"))
    if "$ref" in key:
        yield SHORT[key["$ref"].rsplit("/", 1)[-1]]
    elif "oneOf" in key:
        yield "[mapping](#source)"
    elif any("properties" in part for part in alternatives):
        yield "[mapping](#options)"
    elif alternatives[:3] == TEXT:
        yield "text"
        for part in alternatives[3:]:
            yield from _words(part)
    elif alternatives:
        for part in alternatives:
            yield from _words(part)
    elif "enum" in key or "const" in key:
        yield ", ".join(f"`{value}`" for value in key.get("enum", [key.get("const")]))
    elif kind == "array":
        yield f"list of: {_value(key['items'])}"
    elif kind == "object":
        inner = key.get("additionalProperties") or next(iter(key["patternProperties"].values()))
        yield f"mapping to: {_value(inner)}"
    elif kind != "null":
        bounds = [f"{word} {key[name]:,}" for name, word in BOUNDS.items() if name in key]
        named = {"boolean": "true or false", "string": key.get("format", "text"), "integer": "whole number"}
        yield " ".join([named.get(kind, kind), *bounds])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
