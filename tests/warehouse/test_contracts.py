"""What the dbt project promises of a published file, and that the statistics keep to it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.contracts import ContractError, read_contracts, read_promises
from warehouse.inference import inferred_marts
from warehouse.inference.catalogue import statistics
from warehouse.schema_versions import REMEDY, columns_now, difference, stored_columns

SCHEMAS = {mart: schema for statistic in statistics().values() for mart, schema in statistic.marts.items()}

WHOLE = """
sources:
  - name: registry
    tables: [{name: network}]
  - name: inference
    tables:
      - name: curves
        description: >
          Curves of all
          kinds. One row per step.
        config: {meta: {primary_key: [step]}}
        columns:
          - {name: step, data_type: integer, description: The step.}
          - {name: share, data_type: double, description: Its share., data_tests: [not_null]}
          - {name: note, data_type: varchar, description: A note.}
"""


def write(folder: Path, text: str, name: str = "curves.yml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def duckdb_types(schema: object, folder: Path) -> dict[str, str]:
    file = folder / "empty.parquet"
    pl.DataFrame(schema=schema).write_parquet(file)  # type: ignore[arg-type]
    with duckdb.connect() as connection:
        rows = connection.execute(f"describe from read_parquet('{file}')").fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def test_every_mart_of_a_statistic_has_its_contract_and_every_contract_its_statistic() -> None:
    promised = {name for name, one in read_promises().contracts.items() if one.schema == "marts"}
    assert promised == {mart.name for mart in inferred_marts()}


@pytest.mark.parametrize("mart", sorted(SCHEMAS))
def test_a_statistic_promises_what_its_contract_promises(mart: str, tmp_path: Path) -> None:
    contract = read_promises().contracts[mart]
    promised = {column.name: column.data_type for column in contract.columns}
    assert duckdb_types(SCHEMAS[mart], tmp_path) == promised
    assert "One row per" in contract.description


def test_the_published_tables_are_those_of_the_models() -> None:
    tables = read_promises().tables
    assert {"marts.fct_scores", "audit.row_accounts", "meta.runs", "meta.schema_version"} <= tables
    assert not [table for table in tables if table.split(".")[0] not in ("marts", "audit", "meta")]


def test_a_contract_is_read_with_key_nulls_and_sentences_in_one_line(tmp_path: Path) -> None:
    contract = read_contracts(write(tmp_path, WHOLE))["curves"]
    assert contract.primary_key == ("step",)
    assert contract.description == "Curves of all kinds. One row per step."
    assert [(column.name, column.data_type, column.is_required) for column in contract.columns] == [
        ("step", "INTEGER", True),
        ("share", "DOUBLE", True),
        ("note", "VARCHAR", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("config: {meta: {primary_key: [step]}}", "config: {}", "`curves` has no config.meta.primary_key"),
        ("primary_key: [step]", "primary_key: [pace]", "the key of `curves` names no column: pace"),
        ("data_type: double, ", "", "`curves.share` has no data_type"),
        (", description: A note.", "", "`curves.note` has no description"),
        ("Curves of all\n          kinds. One row per step.", "", "`curves` has no description"),
    ],
)
def test_an_incomplete_contract_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in WHOLE
    with pytest.raises(ContractError, match=rf"curves\.yml: {message}"):
        read_contracts(write(tmp_path, WHOLE.replace(old, new)))


def test_two_contracts_of_one_mart_are_refused(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    write(tmp_path, WHOLE, "second.yml")
    with pytest.raises(ContractError, match=r"second\.yml: `curves` is described in another file too"):
        read_contracts(tmp_path)


def test_a_changed_column_has_a_version_that_tells_of_it() -> None:
    """Analysts build on these columns: what is added, goes or changes its type is announced."""
    found = difference(columns_now(), stored_columns())
    assert not found, f"{found}: {REMEDY}"
