"""Rules about the project itself, read from its manifest: layers, contracts, descriptions, names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from warehouse import dbt
from warehouse.dbt_tests import remedy_of, sentence_of

Manifest = dict[str, Any]
TOLD = ("marts", "audit", "meta")
READS_WHAT_WAS_KNOWN = {
    "known",
    "versioned",
    "standing_rows",
    "resolved_rows",
    "waiting_rows",
    "withdrawn_keys",
    "dated_versions",
    "counted_rows",
    "counted_fields",
    "counted_codes",
}
"""Macros that read landing through `known`."""
ADJECTIVES = re.compile(r"ed$|^sent$|^told$")


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """The manifest of the project as it is."""
    content: Manifest = json.loads(dbt.parse(tmp_path_factory.mktemp("dbt")).read_bytes())
    return content


def models_of(manifest: Manifest, *layers: str) -> list[dict[str, Any]]:
    """Models of some layers; all of them without a name."""
    found = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return [node for node in found if not layers or node["schema"] in layers]


def layer_of(manifest: Manifest, unique_id: str) -> str:
    """The layer of a model, or the source's name with `source:` before it."""
    if unique_id.startswith("source."):
        return f"source:{manifest['sources'][unique_id]['source_name']}"
    return str(manifest["nodes"][unique_id]["schema"])


def test_every_layer_reads_only_the_layers_before_it(manifest: Manifest) -> None:
    allowed = {
        "staging": {"source:landing", "source:registry"},
        "intermediate": {"staging", "intermediate"},
        "marts": {"intermediate", "registry"},
        "audit": {"staging", "intermediate"},
        "meta": set(),
    }
    wrong = []
    for model in models_of(manifest):
        for parent in model["depends_on"]["nodes"]:
            layer = layer_of(manifest, parent)
            name = parent.rsplit(".", 1)[-1]
            if layer == "staging" and name.startswith("stg_registry__") and model["schema"] == "marts":
                layer = "registry"
            if layer not in allowed[model["schema"]]:
                wrong.append(f"{model['name']} reads {name}")
    assert wrong == []


def test_staging_reads_each_source_in_one_place(manifest: Manifest) -> None:
    readers: dict[str, list[str]] = {}
    for model in models_of(manifest):
        for parent in model["depends_on"]["nodes"]:
            if parent.startswith("source."):
                readers.setdefault(parent, []).append(model["name"])
    assert {len(names) for names in readers.values()} == {1}
    unread = {
        key
        for key, source in manifest["sources"].items()
        if source["source_name"] not in ("inference", "audited")
    } - readers.keys()
    assert unread == set()


def test_every_landed_row_is_read_as_far_as_it_was_known(manifest: Manifest) -> None:
    """Behind staging, landing is read through the macro that filters by known_at, or joined to
    receipts that are."""
    through_receipts = {"stg_landing__accounts", "stg_landing__quarantine", "stg_landing__checks"}
    wrong = []
    for model in models_of(manifest, "intermediate", "audit", "marts"):
        parents = {parent.rsplit(".", 1)[-1] for parent in model["depends_on"]["nodes"]}
        landing = {name for name in parents if name.startswith("stg_landing__")} - through_receipts
        macros = {macro.rsplit(".", 1)[-1] for macro in model["depends_on"]["macros"]}
        if landing and not macros & READS_WHAT_WAS_KNOWN:
            wrong.append(model["name"])
    assert wrong == []


def test_every_told_table_has_an_enforced_contract_with_a_primary_key(manifest: Manifest) -> None:
    for model in models_of(manifest, *TOLD):
        assert model["config"]["contract"]["enforced"], model["name"]
        keys = [constraint for constraint in model["constraints"] if constraint["type"] == "primary_key"]
        assert len(keys) == 1, model["name"]
        required = {
            name
            for name, column in model["columns"].items()
            if any(constraint["type"] == "not_null" for constraint in column["constraints"])
        }
        assert set(keys[0]["columns"]) <= required, model["name"]


def test_the_key_of_a_told_view_is_tested_instead_of_indexed(manifest: Manifest) -> None:
    tested = {
        tuple(node["test_metadata"]["kwargs"]["columns"]): node["attached_node"].rsplit(".", 1)[-1]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (node.get("test_metadata") or {}).get("name") == "key_is_unique"
    }
    views = [model for model in models_of(manifest, *TOLD) if model["config"]["materialized"] == "view"]
    assert {model["name"] for model in views} == {
        "fct_scores",
        "fct_expected_forms",
        "fct_dropout_definitions",
    }
    for model in views:
        (key,) = [c["columns"] for c in model["constraints"] if c["type"] == "primary_key"]
        assert tested[tuple(key)] == model["name"]


def test_every_model_says_what_it_is_and_ends_with_its_grain(manifest: Manifest) -> None:
    for model in models_of(manifest):
        assert re.search(r"One row per [^.]+\.$", model["description"].strip()), model["name"]
    for source in manifest["sources"].values():
        assert re.search(r"One row( per [^.]+)?\.$", source["description"].strip()), source["name"]


def test_every_told_column_has_a_description(manifest: Manifest) -> None:
    silent = [
        f"{model['name']}.{name}"
        for model in models_of(manifest, *TOLD)
        for name, column in model["columns"].items()
        if not column["description"]
    ]
    assert silent == []


def test_every_model_has_its_own_yml_beside_it(manifest: Manifest) -> None:
    for model in models_of(manifest):
        path = dbt.PROJECT / model["original_file_path"]
        assert (
            model["patch_path"] == f"rapport://{path.with_suffix('.yml').relative_to(dbt.PROJECT).as_posix()}"
        )


def test_intermediate_models_say_what_was_done(manifest: Manifest) -> None:
    nouns = {"int_alliance_spread", "int_therapist_forms", "int_retention_counts", "int_retention_times"}
    wrong = [
        model["name"]
        for model in models_of(manifest, "intermediate")
        if model["name"] not in nouns and not re.search(r"_(opted_out|[a-z]+ed|withdrawn)$", model["name"])
    ]
    assert wrong == []


def test_every_mart_of_the_statistics_has_a_contract(manifest: Manifest) -> None:
    inferred = [source for source in manifest["sources"].values() if source["source_name"] == "inference"]
    assert {source["name"] for source in inferred} >= {
        "retention_curves",
        "retention_summary",
        "therapist_empathy",
    }
    for source in inferred:
        assert set(source["config"]["meta"]["primary_key"]) <= source["columns"].keys()
        for column in source["columns"].values():
            assert column["data_type"], column["name"]
            assert column["description"], column["name"]


def test_every_report_has_its_exposure(manifest: Manifest) -> None:
    exposures = {exposure["name"]: exposure for exposure in manifest["exposures"].values()}
    assert exposures.keys() == {"clinic_weekly", "network_weekly", "quality_weekly", "model_card"}
    for exposure in exposures.values():
        assert exposure["type"] == "dashboard"
        read = {layer_of(manifest, parent) for parent in exposure["depends_on"]["nodes"]}
        assert read <= {*TOLD, "source:inference", "source:audited"}


def test_every_test_says_what_must_hold_and_what_to_do(manifest: Manifest) -> None:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    kinds = set()
    for test in tests:
        kind = test.get("test_metadata") or {}
        kinds.add(kind.get("name"))
        told = sentence_of(test["name"], test["description"] or "", kind.get("name"), kind.get("kwargs", {}))
        assert told.endswith("."), test["name"]
        assert test["name"] not in told, f"{kind.get('name')} has no sentence of its own"
        remedy = remedy_of(test["config"]["meta"], kind.get("name"))
        assert remedy.endswith("."), test["name"]
        assert "  " not in remedy, test["name"]
    assert None in kinds
    assert len(kinds) >= 5
    with pytest.raises(LookupError, match="needs `remedy`"):
        remedy_of({}, None)


def test_singular_tests_are_sentences_that_hang_on_a_model(manifest: Manifest) -> None:
    singular = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node.get("test_metadata") is None
    ]
    names = {model["name"] for model in models_of(manifest)}
    assert len(singular) >= 10
    for test in singular:
        assert test["name"].startswith("assert_")
        assert test["config"]["meta"]["dagster"]["ref"]["name"] in names
        parents = {parent.rsplit(".", 1)[-1] for parent in test["depends_on"]["nodes"]}
        assert test["config"]["meta"]["dagster"]["ref"]["name"] in parents or test["name"] in INDIRECT


INDIRECT = {
    "assert_no_score_without_episode",
    "assert_scores_stay_within_their_scale",
    "assert_few_declared_totals_disagree",
}
"""These look at the table beneath the mart that they speak of."""


def test_nothing_of_one_machine_or_network_is_in_the_project() -> None:
    for path in sorted(Path(dbt.PROJECT).rglob("*")):
        if path.suffix in (".sql", ".yml") and "target" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"https?://|/home/|/work/|/tmp/", text), path.name
            assert "packages:" not in text, path.name
