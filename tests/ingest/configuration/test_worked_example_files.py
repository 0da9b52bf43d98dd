"""What each form's answers come to, by hand, and by a scorer that shares nothing with the SQL."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from independent_scorer import Person, band, change, exact, is_case, is_drop, is_low, keyed_answers, score
from ruamel.yaml import YAML

from ingest.configuration.confirmation import Confirmation, merged
from ingest.configuration.instrument import Instrument, Scale
from ingest.configuration.instrument_files import SHIPPED_INSTRUMENTS
from ingest.configuration.yaml_files import parse_model, read_yaml

EXAMPLES = Path(__file__).parents[2] / "worked_examples"
FILES = sorted(path.stem for path in EXAMPLES.glob("*.yml"))


@cache
def shipped(name: str) -> Instrument:
    path = SHIPPED_INSTRUMENTS / f"{name}.yml"
    return parse_model(Instrument, read_yaml(path, path.name), path.name)


@cache
def examples(file: str) -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe", pure=True).load((EXAMPLES / f"{file}.yml").read_text("utf-8"))
    return content


@cache
def instrument_of(file: str) -> Instrument:
    content = examples(file)
    instrument = shipped(content["instrument"])
    if "confirmation" not in content:
        return instrument
    return Instrument.model_validate(merged(instrument, Confirmation.model_validate(content["confirmation"])))


def scale_of(file: str, name: str) -> Scale:
    return next(scale for scale in instrument_of(file).scales if scale.scale == name)


def person(file: str, entry: dict[str, Any]) -> Person:
    default = instrument_of(file).respondents[0]
    return Person(entry.get("respondent", default), entry.get("age"), entry.get("gender"))


def entries(key: str) -> list[Any]:
    return [
        pytest.param(file, entry, id=f"{file}-{number}")
        for file in FILES
        for number, entry in enumerate(examples(file).get(key, ()), start=1)
    ]


@pytest.mark.parametrize(("file", "entry"), entries("examples"))
def test_answers_come_to_the_score_worked_out_by_hand(file: str, entry: dict[str, Any]) -> None:
    instrument = instrument_of(file)
    for name, expected in entry["scores"].items():
        found = score(
            instrument,
            scale_of(file, name),
            entry["answers"],
            entry.get("keyed", False),
            entry.get("declared_total"),
        )
        if expected is None:
            assert found is None, f"{name}: {entry['says']}"
        else:
            assert found is not None, f"{name}: {entry['says']}"
            assert math.isclose(float(found), expected, rel_tol=0, abs_tol=1e-12), f"{name}: {entry['says']}"


@pytest.mark.parametrize(("file", "entry"), entries("examples"))
def test_a_score_worked_out_by_hand_says_what_the_registry_says(file: str, entry: dict[str, Any]) -> None:
    who = person(file, entry)
    for name, expected in entry.get("is_case", {}).items():
        value = entry["scores"][name]
        assert is_case(scale_of(file, name), None if value is None else exact(value), who) is expected, entry[
            "says"
        ]
    for name, expected in entry.get("bands", {}).items():
        assert band(scale_of(file, name), exact(entry["scores"][name])) == expected, entry["says"]
    for name, expected in entry.get("has_low_item", {}).items():
        lines = keyed_answers(instrument_of(file), entry["answers"], entry.get("keyed", False)).values()
        assert is_low(scale_of(file, name), "low_item", min(lines)) is expected, entry["says"]


@pytest.mark.parametrize(("file", "entry"), entries("states"))
def test_a_score_at_and_beside_each_threshold_has_its_state(file: str, entry: dict[str, Any]) -> None:
    scale, value = scale_of(file, entry["scale"]), exact(entry["score"])
    if "is_case" in entry:
        assert is_case(scale, value, person(file, entry), entry.get("cutoff_set")) is entry["is_case"]
    if "band" in entry:
        assert band(scale, value) == entry["band"]
    if "is_low" in entry:
        assert is_low(scale, "low_total", value) is entry["is_low"]


@pytest.mark.parametrize(("file", "entry"), entries("changes"))
def test_a_change_at_and_beside_each_criterion_has_its_class(file: str, entry: dict[str, Any]) -> None:
    scale = scale_of(file, entry["scale"])
    if "result" in entry:
        assert change(scale, entry["first"], entry["last"], entry.get("criterion")) == entry["result"]
    if "is_drop" in entry:
        assert is_drop(scale, entry["first"], entry["last"]) is entry["is_drop"]


@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED_INSTRUMENTS.glob("*.yml")))
def test_every_instrument_has_worked_examples(name: str) -> None:
    assert (EXAMPLES / f"{name}.yml").exists(), f"write tests/worked_examples/{name}.yml"
    content = examples(name)
    instrument = instrument_of(name)
    assert content["instrument"] == name
    assert ("confirmation" in content) == (shipped(name).status == "provisional")
    scored = {scale.scale for scale in instrument.scales if instrument.is_scored(scale)}
    exampled = {
        scale
        for entry in content["examples"]
        for scale, value in entry["scores"].items()
        if value is not None
    }
    assert exampled == scored


@pytest.mark.parametrize("file", FILES)
def test_each_scale_has_an_example_at_its_ends_and_one_without_a_score(file: str) -> None:
    instrument = instrument_of(file)
    for scale in instrument.scales:
        if not instrument.is_scored(scale) or scale.method == "declared":
            continue
        values = [
            entry["scores"][scale.scale]
            for entry in examples(file)["examples"]
            if scale.scale in entry["scores"]
        ]
        scored = [value for value in values if value is not None]
        if shipped(instrument.instrument).status == "scored" and "confirmation" not in examples(file):
            assert max(scored) == scale.maximum, f"{scale.scale} has no example at its maximum"
            assert min(scored) == scale.minimum, f"{scale.scale} has no example at its minimum"
        assert None in values, f"{scale.scale} has no example without a score"


@pytest.mark.parametrize("file", FILES)
def test_each_threshold_has_a_state_at_it_and_each_cutoff_one_beside_it(file: str) -> None:
    if "confirmation" in examples(file):
        return
    states = examples(file).get("states", ())
    for scale in instrument_of(file).scales:
        for threshold in scale.thresholds:
            if threshold.kind in ("low_item", "drop") or (
                threshold.kind == "band" and threshold.value == scale.minimum
            ):
                continue
            near = [
                s["score"]
                for s in states
                if s["scale"] == scale.scale and abs(s["score"] - threshold.value) <= 1
            ]
            assert threshold.value in near, f"{scale.scale}: no state at {threshold.value:g}"
            assert any(value < threshold.value for value in near), (
                f"{scale.scale}: none below {threshold.value:g}"
            )


@pytest.mark.parametrize("file", FILES)
def test_each_reliable_change_has_an_example_at_it_and_below_it(file: str) -> None:
    if "confirmation" in examples(file):
        return
    for scale in instrument_of(file).scales:
        for criterion in scale.reliable_change:
            sizes = [
                abs(exact(entry["last"]) - exact(entry["first"]))
                for entry in examples(file).get("changes", ())
                if entry["scale"] == scale.scale
                and entry.get("criterion", scale.reliable_change[0].id) == criterion.id
            ]
            assert exact(criterion.value) in sizes, (
                f"{scale.scale}, {criterion.id}: no change of exactly that size"
            )
            assert any(size < criterion.value for size in sizes), (
                f"{scale.scale}, {criterion.id}: none below it"
            )


def test_a_provisional_instrument_scores_nothing_until_it_is_confirmed() -> None:
    for file in FILES:
        content = examples(file)
        instrument = shipped(content["instrument"])
        if instrument.status != "provisional":
            continue
        for scale in instrument.scales:
            assert not instrument.is_scored(scale)
            assert instrument.signed_items(scale) == ()
            for entry in content["examples"]:
                assert score(instrument, scale, entry["answers"], False, entry.get("declared_total")) is None
