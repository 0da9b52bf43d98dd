"""What a published file must hold, as the dbt project says: its models, and the marts that Python writes.

Belongs here: reading those promises. A model is one `.sql` under `models/marts`, `models/audit` or
`models/meta`; a mart of a statistic is a table of the source `inference` in `models/inference/*.yml`, and
what the audit writes one of the source `audited` in `models/audited/*.yml`, with columns, types, key and
descriptions. Doesn't: keeping them (`publish`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.published import SCHEMAS

MODELS = Path(__file__).resolve().parents[1] / "dbt_project" / "models"
SOURCES = {"inference": "marts", "audited": "audit"}
"""dbt's sources that Python writes, and the schema of the published file in which their tables stand."""


class ContractError(ValueError):
    """A contract file is incomplete; the message names the file, the mart and what is missing."""


@dataclass(frozen=True)
class ContractColumn:
    """One promised column; `data_type` as DuckDB writes it, such as BIGINT."""

    name: str
    data_type: str
    description: str
    is_required: bool


@dataclass(frozen=True)
class Contract:
    """One promised mart; its description ends with its grain."""

    mart: str
    description: str
    columns: tuple[ContractColumn, ...]
    primary_key: tuple[str, ...]
    schema: str = "marts"


@dataclass(frozen=True)
class Promises:
    """Everything that a published file holds: dbt's tables as `schema.table`, and the contracts by mart."""

    tables: frozenset[str]
    contracts: Mapping[str, Contract]


def read_promises(models: Path = MODELS) -> Promises:
    """Read what the dbt project promises.

    Raises ContractError as `read_contracts` does.
    """
    tables = frozenset(
        f"{schema}.{file.stem}" for schema in SCHEMAS for file in (models / schema).rglob("*.sql")
    )
    contracts = {name: one for source in SOURCES for name, one in read_contracts(models / source).items()}
    return Promises(tables, contracts)


def read_contracts(folder: Path) -> dict[str, Contract]:
    """Return the contracts of all tables of the folder's source, by name of the table.

    A mart's key is `config.meta.primary_key` of its table; a column must not be null if it is in the key or
    has the test `not_null`.

    Raises ContractError for a mart without description, columns or key, for a column without type or
    description, and for a mart that two files describe.
    """
    from ruamel.yaml import YAML  # only publishing and tests read these files

    found: dict[str, Contract] = {}
    for file in sorted(folder.glob("*.yml")):
        document = YAML(typ="safe", pure=True).load(file) or {}
        for source in document.get("sources", ()):
            if source.get("name") not in SOURCES:
                continue
            for table in source.get("tables", ()):
                contract = _contract(file.name, table, SOURCES[source["name"]])
                if contract.mart in found:
                    raise ContractError(f"{file.name}: `{contract.mart}` is described in another file too.")
                found[contract.mart] = contract
    return found


def _contract(file: str, table: dict[str, Any], schema: str) -> Contract:
    mart = str(table.get("name"))
    meta = {**table.get("meta", {}), **table.get("config", {}).get("meta", {})}
    key = tuple(meta.get("primary_key", ()))
    columns = tuple(_column(file, mart, column, key) for column in table.get("columns", ()))
    for what, value in (
        ("description", table.get("description")),
        ("columns", columns),
        ("config.meta.primary_key", key),
    ):
        if not value:
            raise ContractError(f"{file}: `{mart}` has no {what}.")
    strangers = sorted(set(key) - {column.name for column in columns})
    if strangers:
        raise ContractError(f"{file}: the key of `{mart}` names no column: {', '.join(strangers)}.")
    return Contract(mart, _sentence(table["description"]), columns, key, schema)


def _column(file: str, mart: str, column: dict[str, Any], key: tuple[str, ...]) -> ContractColumn:
    name = str(column.get("name"))
    for what in ("data_type", "description"):
        if not column.get(what):
            raise ContractError(f"{file}: `{mart}.{name}` has no {what}.")
    tests = [*column.get("data_tests", ()), *column.get("tests", ())]
    return ContractColumn(
        name=name,
        data_type=str(column["data_type"]).upper(),
        description=_sentence(column["description"]),
        is_required=name in key or "not_null" in tests,
    )


def _sentence(text: str) -> str:
    """Undo the line breaks of a folded text."""
    return " ".join(str(text).split())
