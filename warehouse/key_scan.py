"""Looking for keys everywhere in a DuckDB file: the proof that somebody was erased.

Belongs here: counting rows that hold one of some keys, table by table. Doesn't: whose keys they are
(`ingest.erasure`), other kinds of files (`orchestration.forgetting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse.published import identifier


def tables_with_keys(path: Path, keys: Sequence[int]) -> dict[str, int]:
    """Return the tables of a DuckDB file in which a whole-number column holds one of the keys, with rows."""
    found: dict[str, int] = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        columns = connection.execute(
            "select table_schema, table_name, list(column_name) from information_schema.columns "
            "where data_type in ('BIGINT', 'HUGEINT', 'UBIGINT') group by all order by all"
        ).fetchall()
        for schema, table, names in columns:
            conditions = " or ".join(f"list_contains($keys, {identifier(name)})" for name in names)
            query = f"select count(*) from {identifier(schema)}.{identifier(table)} where {conditions}"  # noqa: S608
            row = connection.execute(query, {"keys": list(keys)}).fetchone()
            if row is not None and row[0]:
                found[f"{schema}.{table}"] = row[0]
    return found
