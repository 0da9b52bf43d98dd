"""Homes built once per session: everything landed at once, in two parts, as known earlier, and empty."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import invented_clinic
import scenarios
from landed import Delivery, Landing, moment, prepare
from registered import Clinic, write_registry

from ingest.home import Home
from warehouse import dbt
from warehouse.knowledge import Knowledge
from warehouse.week import Week

WEEK = Week.parse("2026-W14")
KNOWN_AT = dt.datetime(2026, 4, 7, tzinfo=dt.UTC)
KNOWN_EARLIER = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
CLINICS = (
    Clinic(invented_clinic.CLINIC, protocol=invented_clinic.PROTOCOL),
    *(Clinic(name) for name in scenarios.CLINICS),
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
            str(name): self.one(f"select count(*), sum(hash(t)::hugeint) from {name} as t") for (name,) in tables
        }


def build(home: Home, known_at: dt.datetime = KNOWN_AT, run_id: str = "run") -> Built:
    """Build a home and say so plainly where that fails."""
    knowledge = Knowledge(WEEK, known_at, run_id)
    result = dbt.build(home, knowledge)
    assert result.is_success, "\n".join(f"{node.name}: {node.message}" for node in result.failed[:5])
    return Built(home, knowledge, result)


def all_deliveries() -> list[Delivery]:
    """Everything that the invented clinic and the small ones send."""
    return [*invented_clinic.deliveries(), *(delivery for scenario in scenarios.ALL for delivery in scenario())]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Everything landed at once, built once."""
    home = Home(tmp_path_factory.mktemp("whole"))
    write_registry(home, CLINICS)
    Landing(all_deliveries()).write(home)
    return build(home)


@pytest.fixture(scope="session")
def earlier(whole: Built) -> Iterator[Built]:
    """The same home as it was known some weeks earlier, beside the live warehouse."""
    home = whole.home.as_known_at(KNOWN_EARLIER)
    write_registry(home, CLINICS)
    yield build(home, KNOWN_EARLIER, "earlier")


@pytest.fixture(scope="session")
def in_parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[str, tuple[object, ...]], Built]:
    """A home built when only the earlier half had arrived (with its checksums), and again when the rest had."""
    home = Home(tmp_path_factory.mktemp("in_parts"))
    write_registry(home, CLINICS)
    landing = Landing(all_deliveries())
    boundary = KNOWN_EARLIER.replace(tzinfo=None)
    first = [d for d in reversed(landing.deliveries) if moment(d.received_at) <= boundary]
    rest = [d for d in reversed(landing.deliveries) if moment(d.received_at) > boundary]
    landing.write(home, first)
    half = build(home, KNOWN_EARLIER, "half")
    half_sums = half.checksums()
    landing.write(home, rest)
    return half, half_sums, build(home)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A home to which nobody has sent anything."""
    home = Home(tmp_path_factory.mktemp("empty"))
    write_registry(home, CLINICS)
    prepare(home)
    return build(home)
