"""Whoever opens the working file reads what a table and each column of staging is."""

from __future__ import annotations

import json
from pathlib import Path

from built_homes import Built

from warehouse import dbt


def test_every_model_and_every_column_of_staging_is_described(whole: Built, tmp_path: Path) -> None:
    nodes = json.loads(dbt.parse(tmp_path).read_bytes())["nodes"].values()
    models = {node["name"]: node for node in nodes if node["resource_type"] == "model"}
    assert [name for name, model in models.items() if not model["description"].strip()] == []
    built = whole.query(
        "select table_name, column_name from duckdb_columns() where schema_name = 'staging' "
        "and starts_with(table_name, 'stg_')"
    )
    assert len({table for table, _ in built}) >= 20
    told = {
        (name, column["name"])
        for name, model in models.items()
        if name.startswith("stg_")
        for column in model["columns"].values()
        if column["description"].strip()
    }
    assert sorted(set(built) - told) == [], "columns without a description"
    assert sorted(told - set(built)) == [], "descriptions of columns that aren't there"
