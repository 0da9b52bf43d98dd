"""A home built for a test, and asking it things.

Belongs here: what the session's homes have in common. Doesn't: which homes there are (`conftest`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb
import invented_clinic
import polars as pl
import small_clinics
from landed import Delivery
from registered import Clinic

from ingest.home import Home
from warehouse import dbt
from warehouse.knowledge import Knowledge
from warehouse.week import Week

WEEK = Week.parse("2026-W14")
KNOWN_AT = dt.datetime(2026, 4, 7, tzinfo=dt.UTC)
KNOWN_EARLIER = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
CLINICS = (
    Clinic(invented_clinic.CLINIC, protocol=invented_clinic.PROTOCOL),
    *(Clinic(name) for name in small_clinics.CLINICS),
)


@dataclass(frozen=True)
class Built:
    """A built home and what dbt said."""

    home: Home
    knowledge: Knowledge
    result: dbt.BuildResult

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Return the rows of a query of the working file."""
        with duckdb.connect(str(self.home.working_file), read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    def frame(self, sql: str) -> pl.DataFrame:
        """Return the result of a query of the working file."""
        with duckdb.connect(str(self.home.working_file), read_only=True) as connection:
            return connection.sql(sql).pl()

    def one(self, sql: str, *values: object) -> tuple[object, ...]:
        """Return the only row of a query."""
        (row,) = self.query(sql, *values)
        return row

    def checksums(self) -> dict[str, tuple[object, ...]]:
        """Rows and an order-independent checksum of every table of marts and audit."""
        tables = self.query(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('marts', 'audit') order by 1"
        )
        return {
            str(name): self.one(f"select count(*), sum(hash(t)::hugeint) from {name} as t")
            for (name,) in tables
        }


def build(home: Home, known_at: dt.datetime = KNOWN_AT, run_id: str = "run") -> Built:
    """Build a home and say so plainly where that fails."""
    knowledge = Knowledge(WEEK, known_at, run_id)
    result = dbt.build(home, knowledge)
    assert result.is_success, "\n".join(f"{node.name}: {node.message}" for node in result.failed[:5])
    return Built(home, knowledge, result)


def all_deliveries() -> list[Delivery]:
    """Everything that the invented clinic and the small ones send."""
    return [*invented_clinic.deliveries(), *(delivery for make in small_clinics.ALL for delivery in make())]
