"""The pages of tables and measures say what the models and the registry say, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ingest.configuration.instrument import Instrument
from ingest.configuration.instrument_files import shipped_instruments
from warehouse.contracts import ContractError, read_promises
from warehouse.reference_pages import VECTORS, marts_page, measures_page, pages
from warehouse.told_tables import Measure, ToldTable, told_tables


@pytest.fixture(scope="module")
def tables() -> tuple[ToldTable, ...]:
    return told_tables()


@pytest.fixture(scope="module")
def instruments() -> Mapping[str, Instrument]:
    return shipped_instruments()


WITHOUT_MEASURES = ("dim_",)
"""Dimensions describe; they hold no measure."""


def test_the_pages_are_those_that_the_models_and_the_registry_make(
    tables: tuple[ToldTable, ...], instruments: Mapping[str, Instrument]
) -> None:
    for file, text in pages(tables, instruments).items():
        assert file.read_text(encoding="utf-8") == text, "run `python -m warehouse.reference_pages`"


def test_every_table_of_the_published_file_is_on_the_page_with_its_grain_key_and_columns(
    tables: tuple[ToldTable, ...],
) -> None:
    promises = read_promises()
    expected = {name.split(".")[1] for name in promises.tables} | set(promises.contracts)
    assert {table.name for table in tables} == expected
    text = marts_page(tables)
    for table in tables:
        chapter = text.split(f"\n### {table.name}\n")[1].split("\n### ")[0]
        assert f"**{table.grain}**" in chapter
        assert table.key
        assert all(f"| `{column.name}` | {column.data_type} |" in chapter for column in table.columns)


def test_every_mart_with_numbers_says_which_measures_it_holds(tables: tuple[ToldTable, ...]) -> None:
    silent = [
        table.name
        for table in tables
        if table.schema == "marts" and not table.measures and not table.name.startswith(WITHOUT_MEASURES)
    ]
    assert silent == [], "give each `config.meta.measures` with its definition, columns, source and tests"


def test_every_instrument_and_scale_is_on_the_page_with_its_worked_examples(
    tables: tuple[ToldTable, ...], instruments: Mapping[str, Instrument]
) -> None:
    text = measures_page(instruments, tables)
    for name, instrument in instruments.items():
        for scale in instrument.scales:
            (row,) = re.findall(rf"^\| \[`{scale.scale}`\]\(.*$", text, re.MULTILINE)
            assert instrument.citation in row
            assert f"../tests/worked_examples/{name}" in row
        assert f"reference/instruments.md#{name})" in text


def test_published_figures_stand_on_the_page_with_the_tests_that_meet_them(
    tables: tuple[ToldTable, ...], instruments: Mapping[str, Instrument]
) -> None:
    vectors = YAML(typ="safe").load(VECTORS)["vectors"]
    chapter = measures_page(instruments, tables).split("\n## Published vectors\n")[1]
    assert len(vectors) > 15
    for vector in vectors:
        assert set(vector) == {"method", "figures", "source", "tests"}
        assert vector["tests"]
        assert f"| {vector['method']} | {vector['figures']} | {vector['source']} | " in chapter


def test_a_vector_whose_test_isnt_there_is_refused(
    tables: tuple[ToldTable, ...],
    instruments: Mapping[str, Instrument],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "vectors.yml"
    file.write_text("vectors: [{method: m, figures: f, source: s, tests: [test_that_nobody_wrote]}]", "utf-8")
    monkeypatch.setattr("warehouse.reference_pages.VECTORS", file)
    with pytest.raises(LookupError, match="test_that_nobody_wrote"):
        measures_page(instruments, tables)


def test_a_measure_whose_test_isnt_there_is_refused(
    tables: tuple[ToldTable, ...], instruments: Mapping[str, Instrument]
) -> None:
    table = next(table for table in tables if table.measures)
    for name in ("a_rule_that_no_model_has", "test_retention.py::test_that_nobody_wrote"):
        wrong = replace(table.measures[0], tests=(name,))
        with pytest.raises(LookupError, match=name.replace("::", ".*")):
            measures_page(instruments, [replace(table, measures=(wrong,))])


def test_a_measure_stands_beside_columns_that_its_table_has(tmp_path: Path) -> None:
    def told(measure: str) -> Measure:
        (tmp_path / "marts").mkdir(exist_ok=True)
        (tmp_path / "marts" / "fct_things.yml").write_text(
            "models:\n  - name: fct_things\n    description: Things. One row per thing.\n"
            f"    config: {{meta: {{measures: [{measure}]}}}}\n"
            "    constraints: [{type: primary_key, columns: [thing]}]\n"
            "    columns: [{name: thing, data_type: bigint, description: The thing.}]\n",
            encoding="utf-8",
        )
        (table,) = told_tables(tmp_path)
        return table.measures[0]

    whole = "{measure: Things, is: Their number., columns: [thing], source: Nobody., tests: [a_rule]}"
    assert told(whole) == Measure("Things", "Their number.", ("thing",), "Nobody.", ("a_rule",))
    with pytest.raises(ContractError, match="names no column: \\['other'\\]"):
        told(whole.replace("[thing]", "[other]"))
    with pytest.raises(ContractError, match="lacks source"):
        told(whole.replace("source: Nobody., ", ""))


def test_links_on_the_pages_lead_somewhere(
    tables: tuple[ToldTable, ...], instruments: Mapping[str, Instrument]
) -> None:
    for file, text in pages(tables, instruments).items():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
            assert (file.parent / target).resolve().exists(), f"{file.name}: {target}"
