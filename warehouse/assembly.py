"""Putting a published file together, table by table, with the constraints and comments that each brings.

Belongs here: reading a table's shape and making the same table in another DuckDB file, from a table, or from
Parquet under a contract. Doesn't: which file, when, and the swap (`publish`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.canonical import FEED_COLUMNS, Kind
from warehouse.contracts import Contract
from warehouse.published import identifier, literal

FORBIDDEN_COLUMNS = frozenset(
    column.name
    for columns in FEED_COLUMNS.values()
    for column in columns
    if column.kind in (Kind.LOCAL_ID, Kind.FREE_TEXT)
)
"""A clinic's own identifiers and free text, by their canonical names: never in a published file."""

_TEMPORARY = ("__dbt_tmp", "__dbt_backup")
"""Endings of what dbt leaves behind when it is killed half-way through a table."""


class PublishRefused(RuntimeError):
    """The file can't be published as it is; the published one is untouched."""


@dataclass(frozen=True)
class ColumnShape:
    """One column as DuckDB's catalogue describes it."""

    name: str
    data_type: str
    is_required: bool
    comment: str | None


@dataclass(frozen=True)
class TableShape:
    """Everything about a table but its rows. `checks` are UNIQUE and CHECK constraints as SQL."""

    schema: str
    name: str
    comment: str | None
    columns: tuple[ColumnShape, ...]
    primary_key: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def within(self, catalog: str) -> str:
        """Return the table's full, quoted name in an attached file."""
        return f"{identifier(catalog)}.{identifier(self.schema)}.{identifier(self.name)}"


def read_shapes(
    connection: duckdb.DuckDBPyConnection, catalog: str, schemas: Sequence[str]
) -> list[TableShape]:
    """List the tables and views of some schemas of an attached file, in the order of their names.

    A view becomes a table where it is copied to. Foreign keys aren't read: nobody writes to the copy.
    """
    relations = connection.execute(
        """
        select schema_name, table_name, comment from duckdb_tables()
        where database_name = $catalog and list_contains($schemas, schema_name) and not temporary
        union all
        select schema_name, view_name, comment from duckdb_views()
        where database_name = $catalog and list_contains($schemas, schema_name) and not internal
        order by all
        """,
        {"catalog": catalog, "schemas": list(schemas)},
    ).fetchall()
    columns = connection.execute(
        """
        select schema_name, table_name, column_name, data_type, not is_nullable, comment
        from duckdb_columns() where database_name = $catalog and list_contains($schemas, schema_name)
        order by schema_name, table_name, column_index
        """,
        {"catalog": catalog, "schemas": list(schemas)},
    ).fetchall()
    constraints = connection.execute(
        """
        select schema_name, table_name, constraint_type, constraint_column_names, constraint_text
        from duckdb_constraints() where database_name = $catalog and list_contains($schemas, schema_name)
        order by schema_name, table_name, constraint_index
        """,
        {"catalog": catalog, "schemas": list(schemas)},
    ).fetchall()
    return [
        TableShape(
            schema=schema,
            name=name,
            comment=comment,
            columns=tuple(ColumnShape(*row[2:]) for row in columns if row[:2] == (schema, name)),
            primary_key=tuple(
                column for row in constraints if row[:3] == (schema, name, "PRIMARY KEY") for column in row[3]
            ),
            checks=tuple(
                row[4] for row in constraints if row[:2] == (schema, name) and row[2] in ("UNIQUE", "CHECK")
            ),
        )
        for schema, name, comment in relations
        if not name.endswith(_TEMPORARY)
    ]


def shape_of_contract(contract: Contract) -> TableShape:
    """Return the table that a contract promises."""
    return TableShape(
        schema=contract.schema,
        name=contract.mart,
        comment=contract.description,
        columns=tuple(
            ColumnShape(column.name, column.data_type, column.is_required, column.description)
            for column in contract.columns
        ),
        primary_key=contract.primary_key,
    )


def refuse_unfit(shapes: Iterable[TableShape]) -> None:
    """Refuse tables that would hold a local identifier, and marts with undocumented columns."""
    shapes = list(shapes)
    leaks = sorted(
        f"{shape.schema}.{shape.name}.{column.name}"
        for shape in shapes
        for column in shape.columns
        if column.name.lower() in FORBIDDEN_COLUMNS
    )
    if leaks:
        raise PublishRefused(
            f"A clinic's own identifiers or free text would be published: {', '.join(leaks)}. "
            "Tables carry keys instead."
        )
    silent = sorted(
        f"{shape.name}.{column.name}"
        for shape in shapes
        for column in shape.columns
        if shape.schema == "marts" and not column.comment
    )
    if silent:
        raise PublishRefused(
            f"{len(silent)} columns of marts have no description: {', '.join(silent[:10])}"
            f"{' and others' if len(silent) > 10 else ''}. Describe them in the mart's yml."
        )


def create_table(connection: duckdb.DuckDBPyConnection, catalog: str, shape: TableShape) -> None:
    """Create an empty table of this shape, without its primary key (see `seal_table`)."""
    required = {*shape.primary_key, *(column.name for column in shape.columns if column.is_required)}
    parts = [
        f"{identifier(column.name)} {column.data_type}{' not null' if column.name in required else ''}"
        for column in shape.columns
    ]
    connection.execute(f"create schema if not exists {identifier(catalog)}.{identifier(shape.schema)}")
    connection.execute(f"create table {shape.within(catalog)} ({', '.join([*parts, *shape.checks])})")


def seal_table(connection: duckdb.DuckDBPyConnection, catalog: str, shape: TableShape) -> int:
    """Add primary key and comments to a filled table; returns its number of rows.

    The key comes after the rows, and the rows in the key's order: with 8 million rows that took 8 s where
    a key declared at the start took 21 s.
    """
    table = shape.within(catalog)
    if shape.primary_key:
        connection.execute(f"alter table {table} add primary key ({_names(shape.primary_key)})")
    if shape.comment:
        connection.execute(f"comment on table {table} is {literal(shape.comment)}")
    for column in shape.columns:
        if column.comment:
            connection.execute(
                f"comment on column {table}.{identifier(column.name)} is {literal(column.comment)}"
            )
    return count_rows(connection, table)


def copy_table(connection: duckdb.DuckDBPyConnection, shape: TableShape, *, source: str, target: str) -> int:
    """Copy a table from one attached file to another; returns its number of rows."""
    create_table(connection, target, shape)
    columns = _names(column.name for column in shape.columns)
    order = f" order by {_names(shape.primary_key)}" if shape.primary_key else ""
    connection.execute(
        f"insert into {shape.within(target)} ({columns}) select {columns} from {shape.within(source)}{order}"  # noqa: S608
    )
    rows = seal_table(connection, target, shape)
    if rows != count_rows(connection, shape.within(source)):
        raise PublishRefused(f"{shape.schema}.{shape.name} was not copied whole.")
    return rows


def load_parquet(
    connection: duckdb.DuckDBPyConnection, contract: Contract, file: Path, *, target: str
) -> int:
    """Make a mart from what a statistic wrote, as its contract promises; returns its number of rows."""
    if not file.is_file():
        raise PublishRefused(
            f"`{contract.mart}` is promised in dbt_project/models, and nothing has written it."
        )
    found = {
        str(row[0]): str(row[1])
        for row in connection.execute(f"describe from read_parquet({literal(str(file))})").fetchall()
    }
    promised = {column.name: _canonical(connection, column.data_type) for column in contract.columns}
    faults = [
        *(f"{name} is missing" for name in promised if name not in found),
        *(f"{name} isn't in the contract" for name in found if name not in promised),
        *(
            f"{name} is {found[name]} and not {kind}"
            for name, kind in promised.items()
            if name in found and found[name] != kind
        ),
    ]
    if faults:
        raise PublishRefused(f"`{contract.mart}` breaks its contract: {'; '.join(faults)}.")
    shape = shape_of_contract(contract)
    create_table(connection, target, shape)
    columns = _names(promised)
    try:
        connection.execute(
            f"insert into {shape.within(target)} ({columns}) select {columns} "  # noqa: S608
            f"from read_parquet({literal(str(file))}) order by {_names(contract.primary_key)}"
        )
        return seal_table(connection, target, shape)
    except duckdb.ConstraintException as error:
        # DuckDB's own message would print the row's values.
        kind = "a null where its contract has none" if "NOT NULL" in str(error) else "two rows with one key"
        raise PublishRefused(f"`{contract.mart}` breaks its contract: it has {kind}.") from None


def count_rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Count the rows of a table given by its quoted name."""
    row = connection.execute(f"select count(*) from {table}").fetchone()  # noqa: S608
    assert row is not None
    return int(row[0])


def _canonical(connection: duckdb.DuckDBPyConnection, data_type: str) -> str:
    """Return DuckDB's own name of a type: BIGINT for INT8, VARCHAR for TEXT."""
    row = connection.execute(f"select typeof(cast(null as {data_type}))").fetchone()
    assert row is not None
    return str(row[0])


def _names(names: Iterable[str]) -> str:
    return ", ".join(identifier(name) for name in names)
