"""Batches: written aside, committed by one rename, never changed."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import hashlib
import json

import polars as pl
import pytest
from door_home import PHQ9, PHQ9_HEADER, DoorHome

from ingest import landing
from ingest.canonical import Feed
from ingest.landing_tables import BATCH_TABLES, rows_schema
from ingest.receiving import Run, receive_all

FORM = f"{PHQ9_HEADER}\nE1,2026-03-01,1,1,1,1,1,1,1,1,1\n"


def test_a_prepared_landing_has_an_empty_twin_of_every_table(door: DoorHome) -> None:
    landing.prepare(door.home)
    for feed in Feed:
        empty = pl.read_parquet(door.home.landing / feed.value / "empty.parquet")
        assert empty.height == 0
        assert empty.schema == rows_schema(feed)
    for name, schema in BATCH_TABLES.items():
        assert pl.read_parquet(door.home.landing / f"empty_{name}.parquet").schema == schema


def test_preparing_again_changes_no_file_but_mends_an_outdated_one(door: DoorHome) -> None:
    landing.prepare(door.home)
    path = door.home.landing / "responses" / "empty.parquet"
    before = path.stat().st_mtime_ns
    landing.prepare(door.home)
    assert path.stat().st_mtime_ns == before
    pl.DataFrame({"old": [1]}).clear().write_parquet(path)
    landing.prepare(door.home)
    assert pl.read_parquet_schema(path) == rows_schema(Feed.RESPONSES)


def test_a_committed_batch_holds_its_tables_and_a_manifest_that_proves_them(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM)
    door.receive()
    folder = door.home.landing / "responses" / "clinic=north" / "batch=run-1-phq9"
    assert sorted(path.name for path in folder.iterdir()) == [
        "accounts.parquet",
        "checks.parquet",
        "deliveries.parquet",
        "manifest.json",
        "quarantine.parquet",
        "rows.parquet",
    ]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["counts"] == {"rows": 1, "deliveries": 1, "accounts": 1, "quarantine": 0, "checks": 0}
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest() == digest
    assert pl.read_parquet_schema(folder / "rows.parquet") == rows_schema(Feed.RESPONSES)
    for name, schema in BATCH_TABLES.items():
        assert pl.read_parquet_schema(folder / f"{name}.parquet") == schema


def test_nothing_new_makes_no_batch(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.receive()
    assert list(door.home.landing.glob("*/clinic=*")) == []


def test_what_a_killed_run_left_behind_is_cleared_away_and_its_files_are_taken(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM)
    with monkeypatch.context() as killed:
        killed.setattr(landing, "commit", lambda batches: (_ for _ in ()).throw(KeyboardInterrupt))
        killed.setattr(landing, "discard", lambda batch: None)  # a killed process discards nothing
        with pytest.raises(KeyboardInterrupt):
            door.receive()
    assert list(landing.incoming(door.home).iterdir())
    assert door.rows().is_empty()
    assert door.receive_export("phq9").files_accepted == 1
    assert list(landing.incoming(door.home).iterdir()) == []


def test_a_run_s_id_is_never_used_twice(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM)
    door.receive()
    door.send("phq9_2.csv", FORM.replace("E1", "E2"))
    door.runs = 0
    problem = door.receive_one().problem
    assert problem is not None
    assert "FileExistsError" in problem
    assert door.rows().height == 1


def test_the_same_files_give_the_same_bytes_wherever_they_are_received(door: DoorHome) -> None:
    door.clinic(PHQ9)
    for number in range(3):
        door.send(f"phq9_{number}.csv", FORM.replace("E1", f"E{number}"))
    door.receive()
    first = {path.name: path.read_bytes() for path in door.home.landing.glob("*/*/*/*.parquet")}
    committed = door.home.landing / "responses" / "clinic=north"
    committed.rename(door.home.root / "aside")
    door.runs = 0
    door.receive()
    second = {path.name: path.read_bytes() for path in door.home.landing.glob("*/*/*/*.parquet")}
    assert first == second


def test_rows_lie_in_the_order_of_files_and_of_their_rows(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_b.csv", FORM + "E2,2026-03-02,1,1,1,1,1,1,1,1,1\n")
    door.send("phq9_a.csv", f"q1,{PHQ9_HEADER.replace(',q1', '')}\n3,E3,2026-03-03,1,1,1,1,1,1,1,1\n")
    door.receive()
    rows = door.rows()
    assert rows["source_row"].to_list() == [2, 2, 3]
    assert [items[0] for items in rows["items"].to_list()] == [3, 1, 1]


def test_runs_are_given_their_moment_and_never_ask_the_clock(door: DoorHome) -> None:
    import datetime as dt

    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM)
    moment = dt.datetime(2027, 1, 1, 1, 2, 3, 4)
    receive_all(door.home, door.registry, Run("run-1", moment))
    assert door.rows()["received_at"].to_list() == [moment]
