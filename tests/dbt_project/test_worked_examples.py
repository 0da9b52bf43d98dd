"""Every worked example of every instrument, through the SQL that scores and judges real forms."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from built_homes import Built
from compiled_models import Models, Pair
from ruamel.yaml import YAML

from ingest.configuration.confirmation import Confirmation, merged
from ingest.configuration.instrument import Instrument
from ingest.configuration.instrument_files import SHIPPED_INSTRUMENTS
from ingest.configuration.network import Network
from ingest.configuration.registry import Registry
from ingest.configuration.registry_tables import registry_tables
from ingest.configuration.yaml_files import parse_model, read_yaml

EXAMPLES = Path(__file__).parents[1] / "worked_examples"
FILES = sorted(path.stem for path in EXAMPLES.glob("*.yml"))
Entry = dict[str, Any]


@cache
def examples(file: str) -> dict[str, Any]:
    """What one file says."""
    content: dict[str, Any] = YAML(typ="safe", pure=True).load((EXAMPLES / f"{file}.yml").read_text("utf-8"))
    return content


@cache
def instrument_of(file: str) -> Instrument:
    """The shipped instrument, confirmed where the file confirms it."""
    content = examples(file)
    path = SHIPPED_INSTRUMENTS / f"{content['instrument']}.yml"
    instrument = parse_model(Instrument, read_yaml(path, path.name), path.name)
    if "confirmation" not in content:
        return instrument
    return Instrument.model_validate(merged(instrument, Confirmation.model_validate(content["confirmation"])))


def models_for(built: Built, file: str, **definitions: dict[str, str]) -> Models:
    """Compiled models that know one instrument, under a network's choices."""
    instrument = instrument_of(file)
    network = Network.model_validate({"network": "n", "timezone": "UTC", "definitions": definitions})
    return Models(built, registry_tables(Registry(network, {}, {instrument.instrument: instrument})))


def stored(file: str, answers: list[float | None] | None) -> list[int | None] | None:
    """Answers in the whole units in which they land."""
    units = instrument_of(file).items.units
    if answers is None or all(answer is None for answer in answers):
        return None
    return [None if answer is None else round(answer * units) for answer in answers]


def person(file: str, entry: Entry) -> dict[str, Any]:
    """Who filled in the form."""
    return {
        "respondent": entry.get("respondent", instrument_of(file).respondents[0]),
        "age": entry.get("age"),
        "gender": entry.get("gender"),
    }


@pytest.mark.parametrize("file", FILES)
def test_answers_come_to_the_score_worked_out_by_hand(whole: Built, file: str) -> None:
    entries: list[Entry] = examples(file)["examples"]
    forms = [
        {
            "instrument": examples(file)["instrument"],
            "items": stored(file, entry["answers"]),
            "is_keyed": entry.get("keyed", False),
            "declared_total": entry.get("declared_total"),
        }
        for entry in entries
    ]
    found = models_for(whole, file).score(forms)
    assert any(score is not None for score in found.values())
    for number, entry in enumerate(entries):
        if forms[number]["items"] is None and entry["answers"] is not None:
            continue  # nothing answered lands without items; what its total is worth the next test says
        for scale, expected in entry["scores"].items():
            score = found[number, scale]
            if expected is None:
                assert score is None, f"{scale}: {entry['says']}"
            else:
                assert score is not None, f"{scale}: {entry['says']}"
                assert math.isclose(score, expected, rel_tol=0, abs_tol=1e-12), f"{scale}: {entry['says']}"


@pytest.mark.parametrize("file", FILES)
def test_a_form_without_answers_has_its_declared_total_or_no_score(whole: Built, file: str) -> None:
    instrument = instrument_of(file)
    form = {"instrument": instrument.instrument, "items": None}
    found = models_for(whole, file).score([form, form | {"declared_total": 11.0}])
    for scale in instrument.scales:
        assert found[0, scale.scale] is None
        takes_it = scale.takes_declared_total and instrument.is_scored(scale)
        assert found[1, scale.scale] == (11.0 if takes_it else None)


def states(file: str) -> Iterator[tuple[Entry, str, float, bool | None]]:
    """Every statement of a file on who is a case."""
    for entry in examples(file)["examples"]:
        for scale, expected in entry.get("is_case", {}).items():
            if entry["scores"].get(scale) is not None:
                yield entry, scale, entry["scores"][scale], expected
    for entry in examples(file).get("states", ()):
        if "is_case" in entry:
            yield entry, entry["scale"], entry["score"], entry["is_case"]


@pytest.mark.parametrize("file", [file for file in FILES if any(states(file))])
def test_a_score_at_and_beside_each_cut_off_is_a_case_or_not(whole: Built, file: str) -> None:
    by_set: dict[str | None, list[tuple[Entry, str, float, bool | None]]] = {}
    for statement in states(file):
        by_set.setdefault(statement[0].get("cutoff_set"), []).append(statement)
    for chosen, statements in by_set.items():
        definitions = {"cutoffs": {scale: chosen for _, scale, _, _ in statements}} if chosen else {}
        models = models_for(whole, file, **definitions)
        pairs = [Pair(scale, score, **person(file, entry)) for entry, scale, score, _ in statements]
        for judged, (entry, _, _, expected) in zip(models.judge(pairs), statements, strict=True):
            assert judged["is_case_first"] is expected, entry


@pytest.mark.parametrize(
    "file", [file for file in FILES if any("result" in entry for entry in examples(file).get("changes", ()))]
)
def test_a_change_at_and_beside_each_criterion_has_its_class(whole: Built, file: str) -> None:
    by_criterion: dict[str | None, list[Entry]] = {}
    for entry in examples(file)["changes"]:
        if "result" in entry:
            by_criterion.setdefault(entry.get("criterion"), []).append(entry)
    for chosen, entries in by_criterion.items():
        definitions = {"reliable_change": {entry["scale"]: chosen for entry in entries}} if chosen else {}
        models = models_for(whole, file, **definitions)
        judged = models.judge([Pair(entry["scale"], entry["first"], entry["last"]) for entry in entries])
        assert [row["reliable_change"] for row in judged] == [entry["result"] for entry in entries]
