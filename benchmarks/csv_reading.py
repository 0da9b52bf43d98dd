"""How fast the CSV format reads, beside DuckDB and polars on the same files in the same run.

    .venv/bin/python -m benchmarks.csv_reading --files 2000 --rows 400
    .venv/bin/python -m benchmarks.csv_reading --files 1 --rows 2000000 [--quoted] [--repeat 3]

Belongs here: made-up PHQ-9 exports and three ways to read them as text. Doesn't: anything that the tests
rely on. Every way begins with files on disk (in the page cache) and ends with all cells as text in memory;
the best of the repetitions counts. `rapport, mapped` keeps the twelve columns that a mapping would use,
`rapport, canonical` all of them.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import polars as pl

from ingest.configuration.options import Options
from ingest.formats import csv
from ingest.formats.text_table import DeliveredFile

ITEMS = [f"q{i}" for i in range(1, 10)]
HEADER = ["case_no", "date", *ITEMS, "total", "therapist", "site"]
MAPPED = ["case_no", "date", *ITEMS, "total"]
DIFFERENT_ROWS = 20_000


def _different_rows(quoted: bool) -> list[str]:
    chance = random.Random(9)
    rows = []
    for _ in range(DIFFERENT_ROWS):
        answers = [chance.randrange(4) for _ in ITEMS]
        day, month, hour = chance.randrange(1, 29), chance.randrange(1, 13), chance.randrange(8, 20)
        case, therapist, site = chance.randrange(10**6), chance.randrange(99), chance.randrange(5)
        cells = [f"C{case:06d}", f"{day:02d}/{month:02d}/2026 {hour:02d}:15", *map(str, answers)]
        cells += [str(sum(answers)), f"T{therapist:02d}", str(site)]
        rows.append('"' + '","'.join(cells) + '"' if quoted else ",".join(cells))
    return rows


def _write(folder: Path, files: int, rows: int, quoted: bool) -> list[Path]:
    different = _different_rows(quoted)
    paths = []
    for number in range(files):
        offset = number * 37 % DIFFERENT_ROWS
        lines = [different[(offset + i) % DIFFERENT_ROWS] for i in range(rows)]
        path = folder / f"phq9_{number:06d}.csv"
        path.write_text("\n".join([",".join(HEADER), *lines]) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _with_rapport(paths: Sequence[Path], needed: Sequence[str]) -> int:
    files = [DeliveredFile(path.name, path.read_bytes()) for path in paths]
    result = csv.read(files, Options(), needed)
    return sum(table.rows.height for table in result.tables)


def _with_duckdb(paths: Sequence[Path]) -> int:
    """Told the header: to look at each file by itself would take DuckDB most of the time."""
    columns = dict.fromkeys(pl.read_csv(paths[0], n_rows=0).columns, "VARCHAR")
    with duckdb.connect() as connection:
        connection.execute(
            "create temp table cells as select * from read_csv($1, header = true, auto_detect = false, "
            "delim = ',', quote = '\"', columns = $2)",
            [[str(path) for path in paths], columns],
        )
        counted = connection.execute("select count(*) from cells").fetchone()
    return int(counted[0]) if counted else 0


def _with_polars(paths: Sequence[Path]) -> int:
    return sum(pl.read_csv(path, infer_schema=False).height for path in paths)


def _timed(way: Callable[[], int], expected: int) -> tuple[float, float]:
    """Return the seconds by the clock, and the processor seconds of all cores."""
    began, began_processor = time.perf_counter(), time.process_time()
    rows = way()
    passed = time.perf_counter() - began, time.process_time() - began_processor
    if rows != expected:
        raise SystemExit(f"{rows:,} rows were read where {expected:,} were written")
    return passed


def main() -> None:
    """Make the files, read them in each way, and print seconds and their ratio to Rapport's."""
    parser = argparse.ArgumentParser(description="Compare ways to read CSV files as text.")
    parser.add_argument("--files", type=int, default=2000, help="how many files (default 2000)")
    parser.add_argument("--rows", type=int, default=400, help="rows in each (default 400)")
    parser.add_argument("--quoted", action="store_true", help="quotation marks around every cell")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions, the best counts (default 3)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = _write(Path(folder), given.files, given.rows, given.quoted)
        size = sum(path.stat().st_size for path in paths)
        print(f"{given.files:,} files x {given.rows:,} rows, {size / 2**20:,.0f} MiB")
        ways: dict[str, Callable[[], int]] = {
            "rapport, mapped": lambda: _with_rapport(paths, MAPPED),
            "rapport, canonical": lambda: _with_rapport(paths, []),
            "DuckDB read_csv": lambda: _with_duckdb(paths),
            "polars, file by file": lambda: _with_polars(paths),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(given.repeat):  # in turn, so that whatever else the machine does meets all of them
            for name, way in ways.items():
                taken[name].append(_timed(way, given.files * given.rows))
    best = {name: [min(seconds) for seconds in zip(*times, strict=True)] for name, times in taken.items()}
    own = best["rapport, mapped"]
    print(f"{'':24}{'seconds':>10}{'ratio':>8}{'cpu seconds':>14}{'ratio':>8}")
    for name, (clock, processor) in best.items():
        print(f"{name:24}{clock:10.3f}{clock / own[0]:8.2f}{processor:14.3f}{processor / own[1]:8.2f}")


if __name__ == "__main__":
    main()
