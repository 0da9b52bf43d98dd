"""The invented file has the columns that the warehouse promises: reports aren't tested against a fiction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from published_schema import LATER_TABLES, TABLES
from ruamel.yaml import YAML

MODELS = Path(__file__).parents[2] / "dbt_project" / "models"
WHOLE_NUMBERS = {"smallint", "integer", "bigint"}


def promised() -> dict[str, dict[str, str]]:
    """Column types by table, from the contracts of dbt's models and of the statistics."""
    tables: dict[str, dict[str, str]] = {}
    for path in sorted(MODELS.rglob("*.yml")):
        schema = {"inference": "marts", "audited": "audit"}.get(path.parent.name, path.parent.name)
        content: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        sources = [table for source in content.get("sources", []) for table in source.get("tables", [])]
        for model in [*content.get("models", []), *sources]:
            columns = {c["name"]: str(c.get("data_type", "")) for c in model.get("columns", [])}
            tables[f"{schema}.{model['name']}"] = columns
    return tables


def invented(columns: str) -> dict[str, str]:
    return {
        name.strip('"'): kind.lower()
        for name, kind in (column.split() for column in columns.split(",") if column.strip())
    }


KNOWN = promised()
CHECKED = {name: columns for name, columns in {**TABLES, **LATER_TABLES}.items() if name in KNOWN}


@pytest.mark.parametrize("table", CHECKED)
def test_the_invented_columns_are_promised_ones(table: str) -> None:
    for name, kind in invented(CHECKED[table]).items():
        assert name in KNOWN[table], f"{table} has no column {name}"
        real = KNOWN[table][name].lower()
        assert real == kind or {real, kind} <= WHOLE_NUMBERS, f"{table}.{name} is {real}, not {kind}"


def test_every_table_that_reports_cant_do_without_is_promised() -> None:
    # The network's settings come from the registry where the file hasn't got them (`reports.publication`).
    assert sorted(set(TABLES) - set(KNOWN) - {"meta.network"}) == []
