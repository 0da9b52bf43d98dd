"""How long a week of dropout risk takes at the size of a nation, by what a home already knows.

Belongs here: that measurement, for docs/reference/dropout-risk.md. Doesn't: building the landmarks, which
`benchmarks/warehouse.py` times with everything else. Run it as

    rapport demo --home /somewhere/demo
    .venv/bin/python -m benchmarks.risk_scoring /somewhere/demo --open-episodes 100000

A home's landmarks of all weeks that scoring reads are repeated, each time as other people, until so many
courses are open; they are then scored, given reasons, ranked, flagged and followed by the home's model.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import duckdb
import polars as pl

from ingest.home import Home
from warehouse.inference.dropout_risk import STATISTIC

APART = 1_000_000
"""Keys of one repetition are so far from those of the next."""


def tables_of(home: Home) -> dict[str, pl.DataFrame]:
    """Return what scoring reads of the home's last week."""
    found = {name: pl.read_parquet(home.registry / f"{name}.parquet") for name in ("network", "scales")}
    tables = {f"registry.{name}": frame for name, frame in found.items()}
    with duckdb.connect(str(home.working_file), read_only=True) as connection:
        week = connection.execute(
            "select max(week) from intermediate.int_risk_landmarks_described"
        ).fetchone()
        for name in STATISTIC.reads:
            if not name.startswith("registry."):
                tables[name] = connection.sql(f"select * from {name}").pl()  # noqa: S608
        for name, count in STATISTIC.counts.items():
            sql = count.sql.replace("$week", f"'{week[0] if week else ''}'")
            tables[name] = connection.sql(sql).pl()
    documents = [file.read_text(encoding="utf-8") for file in sorted(home.models.glob("*.json"))]
    return tables | {"models": pl.DataFrame({"document": documents})}


def main() -> None:
    """Print how long it took, for how many."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--open-episodes", type=int, default=100_000)
    wanted = parser.parse_args()
    tables = tables_of(Home(wanted.home))
    times = -(-wanted.open_episodes // tables["episodes"].height)
    # Both are ranked alike, so that an open course keeps its landmarks.
    keys = pl.concat([tables["landmarks"]["episode_key"], tables["episodes"]["episode_key"]]).unique().sort()
    places = keys.to_list(), list(range(len(keys)))
    for name in ("landmarks", "episodes"):
        whole = tables[name].with_columns(pl.col("episode_key").replace_strict(*places))
        tables[name] = pl.concat(
            whole.with_columns(pl.col("episode_key") + number * APART) for number in range(times)
        )
    begin = time.perf_counter()
    marts = STATISTIC.compute(tables)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{marts['dropout_risk'].height} open episodes, {tables['landmarks'].height} landmarks: "
        f"{seconds:.1f} s, {peak:.1f} GiB at most"
    )


if __name__ == "__main__":
    main()
