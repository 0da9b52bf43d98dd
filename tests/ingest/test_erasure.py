"""Erasing a person from landing and vault, and that they stay erased."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import json

import polars as pl
import pytest
from door_home import MONDAY, PHQ9, PHQ9_HEADER, DoorHome

from ingest.erasure import NotErased, erase, was_written_again
from ingest.receipts import assert_balanced
from ingest.secrets import load_secrets
from ingest.vault import local_identifiers, open_vault

EXPORTS = (
    """
  - name: courses
    feed: episodes
    files: "courses_*.csv"
"""
    + PHQ9
)
COURSES = "episode_id,client_id,start_date\nE1,C1,2026-01-05\nE2,C2,2026-01-05\nE3,C1,2026-02-05\n"
FORMS = (
    f"{PHQ9_HEADER}\n"
    "E1,2026-03-01,1,1,1,1,1,1,1,1,1\n"
    "E2,2026-03-01,2,1,1,1,1,1,1,1,1\n"
    "E3,2026-03-02,3,1,1,1,1,1,1,1,1\n"
    "E1,2026-03-08,9,1,1,1,1,1,1,1,1\n"
    "E2,2026-03-08,9,1,1,1,1,1,1,1,1\n"
)
AT = dt.datetime(2026, 11, 18, 9)


def received(door: DoorHome) -> None:
    """Receive two clients with three courses, forms, and refused rows of both."""
    door.clinic(EXPORTS)
    door.send("courses_1.csv", COURSES)
    door.send("phq9_1.csv", FORMS)
    door.receive()


def test_a_person_is_gone_from_landing_and_vault_and_nobody_else_is(door: DoorHome) -> None:
    received(door)
    before = door.rows()
    theirs = before.filter(pl.col("client_key").is_not_null()).filter(pl.col("source_row") != 3)
    keys = {*theirs["client_key"], *theirs["episode_key"]}
    found = erase(door.home, door.registry, "north", "C1", AT)
    assert found.rows == 4
    assert found.refused_rows == 1
    after = door.rows()
    assert after.height == before.height - 4
    assert not {*after["client_key"], *after["episode_key"]} & keys
    for kind, left in (("client", ["C2"]), ("episode", ["E2"])):
        assert sorted(local_identifiers(door.home, "north", kind).values()) == left
    vault = open_vault(door.home, "north", load_secrets(door.home).vault_key)
    cells = vault.refused_rows()["cells"].explode().to_list()
    assert "E2" in cells
    assert "E1" not in cells
    assert door.landed("quarantine")["entity_key"].is_in(list(keys)).sum() == 0


def test_accounts_still_balance_and_say_that_rows_were_erased(door: DoorHome) -> None:
    received(door)
    erase(door.home, door.registry, "north", "C1", AT)
    assert_balanced(door.landed("deliveries"), door.landed("accounts"))
    assert door.accounts() == {
        ("landed", "landed"): 2,
        ("skipped", "erased"): 4,
        ("quarantined", "ROW-ITEM-RANGE"): 2,
    }
    for manifest in door.home.landing.glob("*/clinic=*/batch=*~e1/manifest.json"):
        told = json.loads(manifest.read_text())
        assert told["erased_at"] == AT.isoformat()
        assert told["counts"]["rows"] == pl.read_parquet(manifest.with_name("rows.parquet")).height


def test_who_is_sent_again_is_skipped_with_new_courses_and_their_forms(door: DoorHome) -> None:
    received(door)
    erase(door.home, door.registry, "north", "C1", AT)
    later = MONDAY + dt.timedelta(days=3)
    door.send("courses_2.csv", COURSES + "E9,C1,2026-10-05\n", sent_at=later)
    door.send("phq9_2.csv", FORMS + "E9,2026-10-06,1,1,1,1,1,1,1,1,1\n", sent_at=later)
    door.runs = 5
    door.receive()
    assert door.accounts(run=6) == {
        ("landed", "landed"): 2,
        ("skipped", "erased"): 7,
        ("quarantined", "ROW-ITEM-RANGE"): 1,
    }
    assert sorted(local_identifiers(door.home, "north", "episode").values()) == ["E2"]
    door.send("phq9_3.csv", f"{PHQ9_HEADER}\nE9,2026-10-13,1,1,1,1,1,1,1,1,1\n", sent_at=later)
    door.receive()
    assert door.accounts(run=7) == {("skipped", "erased"): 1}


def test_a_batch_can_be_written_again_more_than_once_and_after_a_kill(door: DoorHome) -> None:
    received(door)
    erase(door.home, door.registry, "north", "C1", AT)
    erase(door.home, door.registry, "north", "C2", AT + dt.timedelta(hours=1))
    assert door.rows().is_empty()
    assert door.accounts()[("skipped", "erased")] == 6
    folder = next(door.home.landing.glob("responses/clinic=north/batch=*~e2"))
    leftover = folder.with_name(folder.name.replace("~e2", "~e1"))
    leftover.mkdir()
    (leftover / "rows.parquet").write_bytes((folder / "rows.parquet").read_bytes())
    door.send("courses_3.csv", "episode_id,client_id,start_date\nE5,C5,2026-01-05\n")
    door.receive()
    erase(door.home, door.registry, "north", "C5", AT + dt.timedelta(hours=2))
    assert not leftover.exists()


def test_after_a_migration_the_person_is_named_as_today(door: DoorHome) -> None:
    received(door)
    path = door.home.crosswalk_file("north")
    path.parent.mkdir()
    path.write_text("kind,old_id,new_id,from\nclient,C1,C2,2026-11-17\nclient,C2,C1,2026-11-17\n")
    erase(door.home, door.registry, "north", "C2", AT)
    assert sorted(local_identifiers(door.home, "north", "client").values()) == ["C1"]
    assert sorted(local_identifiers(door.home, "north", "episode").values()) == ["E2"]


def test_an_unknown_person_or_clinic_changes_nothing(door: DoorHome) -> None:
    received(door)
    before = sorted(door.home.landing.rglob("*.parquet"))
    with pytest.raises(NotErased, match="no client of this identifier"):
        erase(door.home, door.registry, "north", "C7", AT)
    with pytest.raises(NotErased, match="no clinic"):
        erase(door.home, door.registry, "west", "C1", AT)
    assert sorted(door.home.landing.rglob("*.parquet")) == before


def test_held_files_have_to_be_decided_about_first(door: DoorHome) -> None:
    received(door)
    held = door.home.vault / "held" / "north" / "1.held"
    held.parent.mkdir(parents=True)
    held.write_bytes(b"x")
    with pytest.raises(NotErased, match="rapport deliveries list"):
        erase(door.home, door.registry, "north", "C1", AT)


def test_a_batch_that_an_erasure_replaced_is_told_from_one_that_was_lost(door: DoorHome) -> None:
    received(door)
    before = sorted(door.home.landing.glob("*/clinic=north/batch=*"))
    erase(door.home, door.registry, "north", "C1", AT)
    gone = [folder for folder in before if not folder.exists()]
    assert len(gone) == 2
    assert all(was_written_again(folder) for folder in gone)
    assert not was_written_again(gone[0].with_name("batch=another"))
