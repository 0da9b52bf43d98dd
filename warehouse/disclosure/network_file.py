"""What the network is given: the log of releases, and a DuckDB file of its own with released figures only.

Belongs here: keeping the log from week to week, and writing `published/network.duckdb`. Doesn't: deciding
anything (`comparison`).

    released/<week>.parquet            the log's rows of that week; the next weeks' decisions rest on it
    released/quarters/<week>.parquet   what was decided of quarters in that week, likewise
    published/network.duckdb           released.clinic_comparison, .breakdowns, .benchmark, .measures, .about

The log is written before the week's file is swapped in: a release that it tells of and nobody got withholds a
little more later; one that it doesn't tell of would give people away.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from ingest.home import Home
from warehouse.assembly import create_table, read_shapes, seal_table
from warehouse.disclosure.comparison import KEY, LOG_SCHEMA
from warehouse.disclosure.quarters import KEY as QUARTER_KEY
from warehouse.disclosure.quarters import QUARTER_LOG
from warehouse.published import literal

RELEASED_MART, LOG_MART, QUARTER_LOG_MART = "network_comparison", "disclosure_log", "disclosure_log_quarters"

TABLES = {
    RELEASED_MART: "clinic_comparison",
    "network_breakdowns": "breakdowns",
    "network_benchmark": "benchmark",
    "dim_measures": "measures",
}
"""Marts that the network is given whole, and what they are called in its file."""
_SOURCE, _TARGET, _SCHEMA = "published", "fresh", "released"


def read_log(home: Home) -> pl.DataFrame:
    """Return the log of all weeks: LOG_SCHEMA, by week, measure and clinic."""
    files = sorted(home.released.glob("*.parquet"))
    if not files:
        return pl.DataFrame(schema=LOG_SCHEMA)
    return pl.concat([pl.read_parquet(file).select(LOG_SCHEMA.keys()) for file in files]).sort(KEY)


def read_quarters(home: Home) -> pl.DataFrame:
    """Return what was decided of each quarter and measure last: QUARTER_LOG."""
    files = sorted((home.released / "quarters").glob("*.parquet"))
    if not files:
        return pl.DataFrame(schema=QUARTER_LOG)
    log = pl.concat([pl.read_parquet(file).select(QUARTER_LOG.keys()) for file in files])
    last = pl.col("decided_in") == pl.col("decided_in").max().over("quarter", "measure_id")
    return log.filter(last).sort(QUARTER_KEY)


def record_release(home: Home, week: str) -> int:
    """Keep the logs' rows of a week that is about to be published; returns the number of those of clinics."""
    log = pl.read_parquet(home.inference / f"{LOG_MART}.parquet").filter(pl.col("week") == week)
    quarters = pl.read_parquet(home.inference / f"{QUARTER_LOG_MART}.parquet").filter(
        pl.col("decided_in") == week
    )
    _keep(quarters, home.released / "quarters" / f"{week}.parquet")
    _keep(log, home.released / f"{week}.parquet")
    return log.height


def _keep(log: pl.DataFrame, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}")
    log.write_parquet(fresh)
    fresh.replace(file)


def write_network_file(home: Home) -> Path:
    """Write the network's file from the published one, whole or not at all."""
    target = home.network_release
    fresh = target.with_name(f".{target.name}")
    fresh.unlink(missing_ok=True)
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        connection.execute(f"attach {literal(str(home.published_file))} as {_SOURCE} (read_only)")
        connection.execute(f"attach {literal(str(fresh))} as {_TARGET}")
        for shape in read_shapes(connection, _SOURCE, ["marts"]):
            if shape.name in TABLES:
                told = replace(shape, schema=_SCHEMA, name=TABLES[shape.name])
                create_table(connection, _TARGET, told)
                connection.execute(
                    f"insert into {told.within(_TARGET)} select * from {shape.within(_SOURCE)}"  # noqa: S608
                )
                seal_table(connection, _TARGET, told)
        connection.execute(
            f"create table {_TARGET}.{_SCHEMA}.about as "  # noqa: S608
            f"select week, published_at, schema_version from {_SOURCE}.meta.runs "
            "order by published_at desc limit 1"
        )
        connection.execute(f"detach {_TARGET}")
    fresh.replace(target)
    return target
