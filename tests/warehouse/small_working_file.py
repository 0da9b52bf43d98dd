"""A working file as dbt leaves it, with three small tables, and the Parquet of one statistic.

Belongs here: what the tests of publishing need to publish. Doesn't: anything about real marts.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb

from ingest.home import Home
from warehouse.contracts import Contract, ContractColumn, Promises
from warehouse.knowledge import Knowledge
from warehouse.week import Week

if TYPE_CHECKING:
    import polars as pl

PROMISES = Promises(
    tables=frozenset({"marts.facts", "marts.names", "audit.deliveries", "meta.runs", "meta.schema_version"}),
    contracts={
        "curves": Contract(
            mart="curves",
            description="Curves. One row per clinic and step.",
            columns=(
                ContractColumn("clinic_id", "VARCHAR", "The clinic.", True),
                ContractColumn("step", "INT4", "The step.", True),
                ContractColumn("share", "DOUBLE", "The share's value, 0-1.", False),
            ),
            primary_key=("clinic_id", "step"),
        )
    },
)

TABLES = """
create schema staging; create schema marts; create schema audit; create schema meta;
create table staging.secret as select 1 as x;
create table marts.facts (
    fact_key bigint not null, clinic_id varchar, amount decimal(9, 2), items integer[], seen_at timestamp,
    check (amount >= 0), primary key (fact_key)
);
create table marts.names (clinic_id varchar not null, name varchar, unique (clinic_id));
create table audit.deliveries (delivery_key bigint, status varchar);
create table meta.schema_version (schema_version varchar);
create table meta.runs (
    run_id varchar not null, week varchar, week_end timestamp, known_at timestamp, started_at timestamp,
    published_at timestamp, code_version varchar, schema_version varchar, marts_are_held boolean,
    held_reason varchar, primary key (run_id)
);
comment on table marts.facts is 'The clinics'' facts. One row per fact.';
comment on column marts.facts.fact_key is 'Key.';
comment on column marts.facts.clinic_id is 'The clinic''s id.';
comment on column marts.facts.amount is 'Amount.';
comment on column marts.facts.items is 'Items.';
comment on column marts.facts.seen_at is 'When.';
comment on column marts.names.clinic_id is 'The clinic.';
comment on column marts.names.name is 'Its name.';
"""


def knowledge(run_id: str = "run-1", week: str = "2026-W46") -> Knowledge:
    return Knowledge(Week.parse(week), dt.datetime(2026, 11, 16, 5, 30, tzinfo=dt.UTC), run_id)


def build(
    home: Home, run_id: str = "run-1", amounts: tuple[int, ...] = (3, 1, 2), status: str = "accepted"
) -> None:
    """Write the working file and the statistic, as a run leaves them for publishing."""
    home.working_file.parent.mkdir(parents=True, exist_ok=True)
    home.working_file.unlink(missing_ok=True)
    with duckdb.connect(str(home.working_file)) as connection:
        connection.execute(TABLES)
        for number, amount in enumerate(amounts):
            connection.execute(
                "insert into marts.facts values ($key, 'north', $amount, [1, null], '2026-11-11 10:00')",
                {"key": 10 - number, "amount": amount},
            )
        connection.execute("insert into marts.names values ('north', 'North Street'), ('south', null)")
        connection.execute("insert into audit.deliveries values (1, ?)", [status])
        connection.execute("insert into meta.schema_version values ('1.0.0')")
        connection.execute(
            "insert into meta.runs values (?, '2026-W46', '2026-11-16', '2026-11-16 05:30', "
            "'2026-11-16 05:31', null, 'abc', '1.0.0', null, null)",
            [run_id],
        )
    write_curves(home, curves(amounts))


def curves(amounts: tuple[int, ...] = (3, 1, 2)) -> pl.DataFrame:
    import polars as pl  # the processes that are killed in the tests start without it

    return pl.DataFrame(
        {"clinic_id": "north", "step": list(range(len(amounts), 0, -1)), "share": [a / 10 for a in amounts]},
        schema={"clinic_id": pl.String, "step": pl.Int32, "share": pl.Float64},
    )


def write_curves(home: Home, frame: pl.DataFrame) -> None:
    home.inference.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(home.inference / "curves.parquet")
