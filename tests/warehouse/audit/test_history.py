"""What runs measured is kept beside the warehouse, once, and read as far as it was known."""

# ruff: noqa: DTZ001 - machine times are naive UTC

from __future__ import annotations

import datetime as dt
from pathlib import Path

from measured import series

from ingest.home import Home
from warehouse.audit.history import RecordedRun, read_history, record
from warehouse.audit.tables import RESULTS
from warehouse.knowledge import Knowledge
from warehouse.week import Week


def a_run(
    run_id: str, known_at: dt.datetime, week: str = "2026-W10", has_figures: bool = True
) -> RecordedRun:
    return RecordedRun(run_id, week, known_at, "1", "same", has_figures, {})


def knowing(known_at: dt.datetime, run_id: str = "now") -> Knowledge:
    return Knowledge(Week.parse("2026-W12"), known_at, run_id)


MONDAY = dt.datetime(2026, 3, 9, 6)


def test_a_recorded_run_is_read_again_until_a_moment(tmp_path: Path) -> None:
    home = Home(tmp_path)
    record(home, a_run("first", MONDAY), {"checks": series([1, 2])})
    record(home, a_run("second", MONDAY + dt.timedelta(days=7), "2026-W11"), {"checks": series([3])})
    history = read_history(home, knowing(MONDAY + dt.timedelta(days=7)))
    assert [run.run_id for run in history.runs] == ["first", "second"]
    assert history.read("checks", RESULTS)["failed"].to_list() == [1, 2, 3]
    assert [run.run_id for run in read_history(home, knowing(MONDAY)).runs] == ["first"]
    assert read_history(home, knowing(MONDAY - dt.timedelta(seconds=1))).runs == ()


def test_a_run_isnt_part_of_its_own_history(tmp_path: Path) -> None:
    record(Home(tmp_path), a_run("now", MONDAY), {"checks": series([1])})
    assert read_history(Home(tmp_path), knowing(MONDAY)).runs == ()


def test_a_build_of_earlier_knowledge_reads_what_the_run_with_that_knowledge_measured(tmp_path: Path) -> None:
    for run_id, at in (("now", MONDAY), ("later", MONDAY + dt.timedelta(days=7))):
        record(Home(tmp_path), a_run(run_id, at), {"checks": series([1])})
    assert [run.run_id for run in read_history(Home(tmp_path), knowing(MONDAY), with_itself=True).runs] == [
        "now"
    ]


def test_the_first_record_of_a_run_stands(tmp_path: Path) -> None:
    home = Home(tmp_path)
    kept = record(home, a_run("first", MONDAY), {"checks": series([1])})
    assert record(home, a_run("first", MONDAY), {"checks": series([2])}) == kept
    assert read_history(home, knowing(MONDAY)).read("checks", RESULTS)["failed"].to_list() == [1]


def test_a_damaged_record_is_left_out_and_doesnt_stop_anything(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for run_id in ("first", "second", "third"):
        record(home, a_run(run_id, MONDAY), {"checks": series([1])})
    (home.audit_history / "first" / "checks.parquet").write_bytes(b"PAR1 no more")
    (home.audit_history / "second" / "run.json").write_text("{", encoding="utf-8")
    history = read_history(home, knowing(MONDAY))
    assert [run.run_id for run in history.runs] == ["first", "third"]
    assert history.read("checks", RESULTS).height == 1


def test_a_column_of_another_version_is_null_or_left_out(tmp_path: Path) -> None:
    home = Home(tmp_path)
    old = series([1]).drop("details").with_columns(gone=1)
    record(home, a_run("first", MONDAY), {"checks": old})
    read = read_history(home, knowing(MONDAY)).read("checks", RESULTS)
    assert read.schema == RESULTS
    assert read["details"].to_list() == [None]


def test_the_run_to_compare_with_is_the_last_whole_one_of_an_earlier_week(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for run_id, hours, week, whole in (
        ("a", 0, "2026-W09", True),
        ("b", 1, "2026-W10", True),
        ("c", 2, "2026-W10", True),
        ("d", 3, "2026-W11", False),
        ("e", 4, "2026-W12", True),
    ):
        record(home, a_run(run_id, MONDAY + dt.timedelta(hours=hours), week, whole), {})
    history = read_history(home, knowing(MONDAY + dt.timedelta(days=1)))
    found = history.before("2026-W12")
    assert found is not None
    assert found.run_id == "c"
    assert history.before("2026-W09") is None
