"""Every table of the published file as the dbt project describes it, and the measures that it holds.

Belongs here: reading the descriptions of models (`models/marts`, `audit`, `meta`) and of the marts that
Python writes (`models/inference`, `models/audited`). Doesn't: turning them into pages (`reference_pages`),
and keeping what they promise (`contracts`, dbt).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from warehouse.contracts import MODELS, SOURCES, ContractError
from warehouse.published import SCHEMAS

MEASURE_KEYS = {"measure", "is", "columns", "source", "tests"}


@dataclass(frozen=True)
class Measure:
    """A number that people read: what it is, the columns that hold it, who says so, and what tests it.

    `tests` name a unit test of a model, or a Python test as `file.py::name`.
    """

    name: str
    definition: str
    columns: tuple[str, ...]
    source: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class ToldColumn:
    """One column; `data_type` as DuckDB writes it."""

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class ToldTable:
    """One table; its description ends with its grain. `is_inferred`: Python writes it, not SQL."""

    schema: str
    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[ToldColumn, ...]
    measures: tuple[Measure, ...]
    is_inferred: bool

    @property
    def grain(self) -> str:
        """The last sentence of the description."""
        return self.description[self.description.rindex("One row") :]

    @property
    def about(self) -> str:
        """The description without its grain."""
        return self.description[: self.description.rindex("One row")].strip()


def told_tables(models: Path = MODELS) -> tuple[ToldTable, ...]:
    """Return every table of the published file, by schema and name.

    Raises ContractError for a measure that lacks a part, or names a column that its table hasn't got.
    """
    found = [
        table
        for schema in SCHEMAS
        for document in _documents(models / schema)
        for model in document.get("models", ())
        for table in (_of_model(schema, model),)
    ]
    found += [
        _of_source(schema, table)
        for name, schema in SOURCES.items()
        for document in _documents(models / name)
        for source in document.get("sources", ())
        if source["name"] == name
        for table in source.get("tables", ())
    ]
    return tuple(sorted(found, key=lambda table: (SCHEMAS.index(table.schema), table.name)))


@cache
def unit_tests(models: Path = MODELS) -> dict[str, str]:
    """Return the model of every unit test of the project, by the test's name."""
    return {
        str(test["name"]): str(test["model"])
        for folder in (*SCHEMAS, "intermediate")
        for document in _documents(models / folder)
        for test in document.get("unit_tests", ())
    }


def _documents(folder: Path) -> Iterator[dict[str, Any]]:
    from ruamel.yaml import YAML  # only documentation and tests read these files

    reader = YAML(typ="safe", pure=True)
    for file in sorted(folder.rglob("*.yml")):
        yield reader.load(file) or {}


def _of_model(schema: str, model: Mapping[str, Any]) -> ToldTable:
    keys = [c["columns"] for c in model.get("constraints", ()) if c["type"] == "primary_key"]
    return _table(schema, model, keys[0] if keys else (), is_inferred=False)


def _of_source(schema: str, table: Mapping[str, Any]) -> ToldTable:
    key = table.get("config", {}).get("meta", {}).get("primary_key", ())
    return _table(schema, table, key, is_inferred=True)


def _table(schema: str, told: Mapping[str, Any], key: Any, *, is_inferred: bool) -> ToldTable:
    name = str(told["name"])
    columns = tuple(
        ToldColumn(str(c["name"]), str(c["data_type"]).upper(), _sentence(c["description"]))
        for c in told.get("columns", ())
    )
    meta = told.get("config", {}).get("meta", {})
    measures = tuple(
        _measure(name, measure, {column.name for column in columns}) for measure in meta.get("measures", ())
    )
    return ToldTable(schema, name, _sentence(told["description"]), tuple(key), columns, measures, is_inferred)


def _measure(table: str, told: Mapping[str, Any], columns: set[str]) -> Measure:
    lacking = sorted(key for key in MEASURE_KEYS if not told.get(key))
    if lacking or set(told) - MEASURE_KEYS:
        name = told.get("measure", "one without a name")
        raise ContractError(
            f"{table}: the measure {name} lacks {', '.join(lacking) or 'nothing'}; "
            f"it has exactly the keys {', '.join(sorted(MEASURE_KEYS))}."
        )
    strangers = sorted(set(told["columns"]) - columns)
    if strangers:
        raise ContractError(f"{table}: the measure {told['measure']} names no column: {strangers}.")
    return Measure(
        str(told["measure"]),
        _sentence(told["is"]),
        tuple(told["columns"]),
        _sentence(told["source"]),
        tuple(told["tests"]),
    )


def _sentence(text: str) -> str:
    """Undo the line breaks of a folded text."""
    return " ".join(str(text).split())
