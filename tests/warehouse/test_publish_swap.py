"""Swapping the published file: readers never see anything half-done, whenever a run is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_working_file import PROMISES, build, knowledge

from ingest.home import Home
from warehouse.audit import access_log
from warehouse.audit.verification import verify
from warehouse.publish import ANALYSTS, publish
from warehouse.published import checksums, open_published


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def publish_run(home: Home, run_id: str) -> None:
    publish(home, knowledge(run_id), promises=PROMISES)


def amounts(home: Home) -> list[int]:
    with open_published(home) as connection:
        rows = connection.execute("select amount from marts.facts order by fact_key").fetchall()
    return [int(row[0]) for row in rows]


def test_a_reader_keeps_the_file_that_it_opened(home: Home) -> None:
    build(home, "run-1", (1,))
    publish_run(home, "run-1")
    script = (
        "import sys, duckdb; c = duckdb.connect(sys.argv[1], read_only=True)\n"
        "query = 'select sum(amount)::int from marts.facts'\n"
        "for _ in sys.stdin: print(c.execute(query).fetchone()[0], flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home.published_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def ask() -> str:
            print("?", file=reader.stdin, flush=True)
            return reader.stdout.readline().strip()  # type: ignore[union-attr]

        assert ask() == "1"
        build(home, "run-2", (5,))
        publish_run(home, "run-2")
        assert ask() == "1"
        reader.stdin.close()
        assert reader.wait(timeout=30) == 0
    assert amounts(home) == [5]


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import small_working_file
from ingest.home import Home
import warehouse.publish as publishing

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

step, moment = sys.argv[3].split(":")
original = getattr(publishing, step)

def interrupted(*args, **kwargs):
    if moment == "after":
        original(*args, **kwargs)
    die()

setattr(publishing, step, interrupted)
publishing.publish(
    Home(Path(sys.argv[1])), small_working_file.knowledge("run-2"), promises=small_working_file.PROMISES
)
"""


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("copy_table:after", [1]),
        ("load_parquet:after", [1]),
        ("audit:after", [1]),
        ("swap:before", [1]),
        ("swap:after", [5]),
    ],
)
def test_killed_at_any_step_the_published_file_is_whole(home: Home, step: str, expected: list[int]) -> None:
    build(home, "run-1", (1,))
    publish_run(home, "run-1")
    build(home, "run-2", (5,))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(home.root), str(Path(__file__).parent), step],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert amounts(home) == expected
    assert set(checksums(home.published_file)) >= {"marts.facts", "marts.curves", "audit.deliveries"}
    publish_run(home, "run-2")
    assert amounts(home) == [5]
    assert [file.name for file in home.published.iterdir()] == ["rapport.duckdb"]


def test_the_published_file_is_verified_against_what_the_log_tells_of_it(home: Home) -> None:
    build(home, "run-1", (1,))
    publish_run(home, "run-1")
    build(home, "run-2", (5,))
    publish_run(home, "run-2")
    entries = [entry for entry in access_log.read_entries(home) if entry.access.event == "published"]
    assert [entry.access.path for entry in entries] == ["published/rapport.duckdb"] * 2
    assert entries[-1].access.told == f"{home.published_file.stat().st_size} bytes"
    found = verify(home)
    assert (found.published, found.problems) == (1, ())
    with home.published_file.open("ab") as file:
        file.write(b"\0")
    (problem,) = verify(home).problems
    assert problem.startswith("published/rapport.duckdb: it isn't what was published on ")
    assert f"for week {entries[-1].access.week} ({entries[-1].access.told}, SHA-256 " in problem
    assert problem.endswith("Ask who may write to it; `rapport run` publishes it again")


def test_an_earlier_file_put_back_is_found(home: Home) -> None:
    build(home, "run-1", (1,))
    publish_run(home, "run-1")
    earlier = home.published_file.read_bytes()
    build(home, "run-2", (5,))
    publish_run(home, "run-2")
    home.published_file.write_bytes(earlier)
    (problem,) = verify(home).problems
    assert "it isn't what was published on" in problem


def test_a_published_file_that_is_gone_or_that_nobody_published_is_found(home: Home) -> None:
    build(home, "run-1", (1,))
    publish_run(home, "run-1")
    (home.published / "as-known").mkdir()
    home.published_file.rename(home.published / "as-known" / "other.duckdb")
    nobody = "no line of the log tells that it was published; `rapport run` publishes it again"
    assert verify(home).problems == (
        f"published/as-known/other.duckdb: {nobody}",
        "published/rapport.duckdb: it is gone; `rapport run` publishes it again",
    )
    (home.published / "as-known" / "other.duckdb").unlink()
    access_log.append(home, [access_log.removed(home, ANALYSTS, home.published_file, "erasure")])
    assert verify(home).problems == ()
