"""FHIR resources for tests, made from a few words each.

Belongs here: resources as servers send them. Doesn't: expectations.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from delivered_files import told, unbalanced

from ingest.canonical import Feed
from ingest.configuration.fhir_options import FhirOptions
from ingest.configuration.instrument import Instrument
from ingest.configuration.instrument_files import read_instruments
from ingest.formats.asked import Asked
from ingest.formats.catalogue import FORMATS
from ingest.formats.text_table import DeliveredFile, ReadResult
from ingest.home import Home

Json = dict[str, Any]
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
EPISODE = "http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare"
PHQ9 = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
GAD7 = ("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7")
ANSWERS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
NINE = (0, 1, 2, 3, 0, 1, 2, 3, 1)
CANARY = "canary"


@functools.cache
def instruments() -> dict[str, Instrument]:
    """Return every shipped instrument."""
    return read_instruments(Home(Path("/nowhere"))).instruments


def coded(answer: int, **more: Any) -> Json:
    """Return an answer as LOINC codes it."""
    return {"valueCoding": {"system": "http://loinc.org", "code": ANSWERS[answer], **more}}


def item(link_id: str, *answers: Json, **more: Any) -> Json:
    """Return one item of a response."""
    return {"linkId": link_id, "answer": list(answers), **more}


def form(codes: tuple[str, ...], answers: tuple[int | None, ...], own_id: str = "r1", **more: Any) -> Json:
    """Return a completed response whose link ids are LOINC codes."""
    items = [
        item(f"/{code}", coded(answer))
        for code, answer in zip(codes, answers, strict=True)
        if answer is not None
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": own_id,
        "status": "completed",
        "authored": "2026-03-02T09:30:00+01:00",
        "extension": [{"url": EPISODE, "valueReference": {"reference": "EpisodeOfCare/e1"}}],
        "item": items,
        **more,
    }


def bundle(*resources: Json, kind: str = "collection") -> bytes:
    """Return a Bundle; resources with a `fullUrl` of their own keep it."""
    entries = []
    for resource in resources:
        inside = {name: value for name, value in resource.items() if name != "fullUrl"}
        url = {"fullUrl": resource["fullUrl"]} if "fullUrl" in resource else {}
        entries.append({**url, "resource": inside})
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}).encode()


def ndjson(*resources: Json) -> bytes:
    """Return one resource a line."""
    return b"".join(json.dumps(resource).encode() + b"\n" for resource in resources)


def read_fhir(
    *contents: bytes,
    feed: Feed = Feed.RESPONSES,
    instrument: str | None = "phq9",
    needed: tuple[str, ...] = (),
    values: dict[str, dict[str, str]] | None = None,
    given: tuple[str, ...] = (),
    companions: dict[str, bytes] | None = None,
    **options: Any,
) -> ReadResult:
    """Read files together; the result is checked for what holds of every one."""
    files = [DeliveredFile(f"{number}.json", content) for number, content in enumerate(contents)]
    asked = Asked(
        feed,
        instrument if feed is Feed.RESPONSES else None,
        instruments(),
        values or {},
        frozenset(given),
    )
    result = FORMATS["fhir"].read(files, FhirOptions(**options), needed, companions, asked)
    assert unbalanced(result, len(files)) == []
    assert CANARY not in told(result)
    assert all(CANARY not in str(table.rows.rows()) for table in result.tables)
    return result


def cells(result: ReadResult, file: int = 0) -> list[dict[str, str]]:
    """Return a file's rows, filled cells only, without the row's number."""
    (table,) = result.tables
    rows = table.rows.filter(table.rows["file"] == file).drop("file", "row").to_dicts()
    return [{name: value for name, value in row.items() if value} for row in rows]


def answers(row: dict[str, str]) -> str:
    """Return the items of a row as one text, `-` where there is no answer."""
    numbers = [int(name.removeprefix("item_")) for name in row if name.startswith("item_")]
    return "".join(row.get(f"item_{number}", "-") for number in range(1, max(numbers, default=0) + 1))
