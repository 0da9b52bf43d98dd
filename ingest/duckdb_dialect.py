"""The SQLAlchemy dialect through which Great Expectations asks DuckDB.

Belongs here: the ways in which duckdb-engine's dialect has to behave differently. Doesn't: what is asked
(`acceptance`). Imported only when it is needed, since it costs a second.

Great Expectations closes its connection before it fetches. SQLAlchemy then rolls back, and since DuckDB's
cursor is the connection itself, the rows are gone: every metric fails with `list index out of range`. One
connection that is kept, and no transactions, avoid that.
"""

from __future__ import annotations

from typing import Any

import duckdb_engine
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL
from sqlalchemy.pool import Pool, StaticPool

NAME = "duckdb.expectations"
MEMORY = "duckdb+expectations:///:memory:"


class ExpectationsDialect(duckdb_engine.Dialect):
    """DuckDB with one lasting connection and without transactions."""

    supports_statement_cache = False

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """Keep one connection for everything."""
        return StaticPool

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin nothing."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Roll nothing back."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Commit nothing."""


def register() -> None:
    """Make the dialect known to SQLAlchemy."""
    registry.register(NAME, __name__, ExpectationsDialect.__name__)
