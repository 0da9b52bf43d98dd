"""How fast the door is, beside plain DuckDB on the same files in the same run.

    .venv/bin/python -m benchmarks.door --clinics 4 --forms 1000000 --weeks 50

Belongs here: making invented files, timing `receive_all`, and timing DuckDB reading the same files with casts
and writing Parquet. Doesn't: reading alone (`csv_reading`, `fhir_reading`). DuckDB makes no keys, judges
nothing and keeps no accounts: it is what parsing costs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from ingest import acceptance
from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets

INSTRUMENTS = {"phq9": (9, 3, 1), "gad7": (7, 3, 1), "ors_adult": (4, 100, 10)}
RECEIVED_AT = dt.datetime(2026, 11, 16, 6)  # noqa: DTZ001 - naive UTC, as the door wants it
FIRST_DAY = dt.datetime(2025, 11, 17)  # noqa: DTZ001


def make_home(root: Path, clinics: int, forms: int, weeks: int) -> Home:
    """Write a home whose clinics have sent `forms` forms altogether, in weekly files."""
    home = Home(root)
    home.clinics.mkdir(parents=True)
    home.network_file.write_text("network: Benchmark\ntimezone: Europe/London\n")
    for number in range(clinics):
        clinic_id = f"clinic_{number:02}"
        home.clinic_file(clinic_id).write_text(json.dumps(_clinic(clinic_id)))  # JSON is YAML, too
        _write_files(home.inbox / clinic_id, number, forms // clinics, weeks)
    create_secrets(home)
    return home


def _clinic(clinic_id: str) -> dict[str, object]:
    exports: list[dict[str, object]] = [
        {
            "name": "sessions",
            "feed": "appointments",
            "files": "sessions_*.csv",
            "columns": {
                "appointment_id": "id",
                "episode_id": "case_no",
                "scheduled_at": "at",
                "status": "att",
            },
            "values": {"status": {"A": "attended", "D": "no_show"}},
        }
    ]
    for name, (count, _, _) in INSTRUMENTS.items():
        items = [f"q{number}" for number in range(1, count + 1)]
        exports.append(
            {
                "name": name,
                "feed": "responses",
                "files": f"{name}_*.csv",
                "instrument": name,
                "columns": {"episode_id": "case_no", "completed_at": "at", "items": items},
            }
        )
    return {
        "clinic": clinic_id,
        "name": clinic_id,
        "timezone": "Europe/London",
        "source": {"kind": "folder", "path": f"inbox/{clinic_id}"},
        "exports": exports,
    }


def _write_files(folder: Path, seed: int, forms: int, weeks: int) -> None:
    folder.mkdir(parents=True)
    random = np.random.default_rng(seed)
    per_file = max(1, forms // (weeks * len(INSTRUMENTS)))
    episodes = np.array([f"E{seed:02}{number:07}" for number in range(max(1, forms // 36))])
    for week in range(weeks):
        start = FIRST_DAY + dt.timedelta(weeks=week)
        seconds = np.sort(random.integers(8 * 3600, 7 * 86_400, per_file))
        base = pl.DataFrame(
            {
                "case_no": random.choice(episodes, per_file),
                "at": pl.Series(seconds).cast(pl.Duration("ms")) * 1000 + start,
            }
        ).with_columns(pl.col("at").dt.strftime("%Y-%m-%d %H:%M:%S"))
        visits = base.with_columns(
            pl.Series("id", [f"A{week:03}{number:06}" for number in range(per_file)]),
            pl.Series("att", random.choice(["A", "A", "A", "D"], per_file)),
        )
        visits.write_csv(folder / f"sessions_{start:%Y-%m-%d}.csv")
        for name, (count, highest, units) in INSTRUMENTS.items():
            answers = random.integers(0, highest + 1, (per_file, count))
            items = [
                pl.Series(f"q{number + 1}", answers[:, number] if units == 1 else answers[:, number] / units)
                for number in range(count)
            ]
            base.with_columns(items).write_csv(folder / f"{name}_{start:%Y-%m-%d}.csv")


@dataclass(frozen=True)
class Timing:
    """Seconds by the clock, and seconds of both processors' work: on a busy machine only these compare."""

    clock: float
    work: float

    @classmethod
    def of(cls, action: Callable[[], object]) -> Timing:
        """Time an action."""
        clock, work = time.perf_counter(), time.process_time()
        action()
        return cls(time.perf_counter() - clock, time.process_time() - work)


def receive_everything(home: Home) -> None:
    """Receive all files."""
    summary = receive_all(home, load_registry(home), Run("benchmark", RECEIVED_AT))
    assert not summary.problems, summary.problems


def receive_nothing(home: Home) -> None:
    """Run again, with nothing new."""
    summary = receive_all(home, load_registry(home), Run("again", RECEIVED_AT + dt.timedelta(hours=1)))
    assert not any(clinic.is_new for clinic in summary.clinics)


def read_with_duckdb(home: Home, target: Path) -> None:
    """Let DuckDB read, cast and write the same files, one statement per export."""
    target.mkdir()
    with duckdb.connect() as connection:
        for folder in sorted(home.inbox.iterdir()):
            for name, columns in _duckdb_columns().items():
                # Told what is in the files: looking at each by itself would take most of the time.
                headers = ", ".join(f"'{header}': 'VARCHAR'" for header in _headers(name))
                connection.execute(
                    f"COPY (SELECT {columns} FROM read_csv('{folder}/{name}_*.csv', header = true, "  # noqa: S608
                    f"auto_detect = false, delim = ',', quote = '\"', columns = {{{headers}}})) "
                    f"TO '{target}/{folder.name}_{name}.parquet' "
                    "(COMPRESSION zstd, COMPRESSION_LEVEL 1)"
                )


def _headers(name: str) -> list[str]:
    if name == "sessions":
        return ["case_no", "at", "id", "att"]
    return ["case_no", "at", *(f"q{number}" for number in range(1, INSTRUMENTS[name][0] + 1))]


def _duckdb_columns() -> dict[str, str]:
    common = 'hash(case_no) AS episode_key, CAST("at" AS TIMESTAMP) AS moment'
    columns = {"sessions": f"hash(id) AS appointment_key, {common}, att AS status"}
    for name, (count, _, units) in INSTRUMENTS.items():
        cast = "CAST(q{} AS SMALLINT)" if units == 1 else "CAST(CAST(q{} AS DECIMAL(5, 1)) * 10 AS SMALLINT)"
        items = ", ".join(cast.format(number) for number in range(1, count + 1))
        columns[name] = f"{common}, [{items}] AS items"
    return columns


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the files, time both, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clinics", type=int, default=4)
    parser.add_argument("--forms", type=int, default=1_000_000)
    parser.add_argument("--weeks", type=int, default=50)
    chosen = parser.parse_args(arguments)
    loading = threading.Thread(target=acceptance.preload)
    loading.start()
    root = Path(tempfile.mkdtemp(prefix="rapport-door-"))
    try:
        home = make_home(root / "home", chosen.clinics, chosen.forms, chosen.weeks)
        loading.join()
        files = list(home.inbox.rglob("*.csv"))
        rows = chosen.forms + chosen.forms // len(INSTRUMENTS)
        size = sum(path.stat().st_size for path in files) / 2**20
        plain = Timing.of(lambda: read_with_duckdb(home, root / "plain"))
        door = Timing.of(lambda: receive_everything(home))
        again = Timing.of(lambda: receive_nothing(home))
        print(f"{rows:,} rows in {len(files)} files of {chosen.clinics} clinics, {size:.0f} MiB")
        for name, timing in (("plain DuckDB", plain), ("the door", door), ("nothing new", again)):
            print(
                f"{name:13} {timing.clock:6.2f} s by the clock, {timing.work:6.2f} s of work, "
                f"{rows / timing.clock:9,.0f} rows/s"
            )
        by_clock, by_work = door.clock / plain.clock, door.work / plain.work
        print(f"the door takes {by_clock:.2f} times as long, {by_work:.2f} times the work")
        print(f"peak memory:  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
