"""The dry run of the door on one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from door_home import MONDAY, PHQ9, PHQ9_HEADER, DoorHome

from ingest.canonical import Feed
from ingest.checking import CheckedExport, NotChecked, check

ROWS = (
    f"{PHQ9_HEADER}\n"
    "E1,2026-03-01,1,1,1,1,1,1,1,1,1\n"
    "E2,2026-03-01,9,x,1,1,1,1,1,1,1\n"
    "E3,2026-03-01,,,,,,,,,\n"
)


def checked(door: DoorHome, path: Path, feed: Feed | None = None) -> CheckedExport:
    (found,) = check(door.home, door.registry, "north", path, feed=feed, checked_at=MONDAY)
    return found


def test_it_says_by_row_and_column_what_would_be_refused(door: DoorHome) -> None:
    door.clinic(PHQ9)
    found = checked(door, door.send("phq9_1.csv", ROWS))
    assert found.refusal is None
    assert found.rows_received == 3
    assert found.rows == {"landed": 1, "quarantined": 1, "skipped": 1}
    assert found.reasons["skipped", "blank form"] == 1
    assert found.faults.select("row", "column", "rule").rows() == [
        (3, "q2", "ROW-NUMBER"),
        (3, "q1", "ROW-ITEM-RANGE"),
    ]
    assert found.faults["remedy"].str.len_chars().min() > 20


def test_clients_who_opted_out_are_told_apart_from_those_who_would_land(door: DoorHome) -> None:
    door.clinic('  - {name: clients, feed: clients, files: "clients.csv"}\n')
    path = door.send("clients.csv", "client_id,consent\nC1,yes\nC2,opted_out\nC3,no_research\nC4,opted_out\n")
    found = checked(door, path)
    assert (found.rows, found.opted_out) == ({"landed": 4}, 2)


def test_it_writes_nothing_at_all(door: DoorHome) -> None:
    door.clinic(PHQ9)
    path = door.send("phq9_1.csv", ROWS)
    before = {file: file.stat().st_mtime_ns for file in door.home.root.rglob("*")}
    checked(door, path)
    assert {file: file.stat().st_mtime_ns for file in door.home.root.rglob("*")} == before


def test_it_counts_as_the_door_does(door: DoorHome) -> None:
    door.clinic(PHQ9)
    path = door.send("phq9_1.csv", ROWS)
    reasons = checked(door, path).reasons
    door.receive()
    assert door.accounts() == reasons


def test_a_file_elsewhere_is_taken_for_one_in_the_clinic_s_folder(door: DoorHome, tmp_path: Path) -> None:
    door.clinic(PHQ9.replace("phq9_*", "**/phq9_*"))
    path = tmp_path / "phq9_draft.csv"
    path.write_text(ROWS)
    assert checked(door, path).rows["landed"] == 1


def test_a_home_without_secrets_can_be_checked(door: DoorHome) -> None:
    door.clinic(PHQ9)
    for key in door.home.secrets.iterdir():
        key.unlink()
    assert checked(door, door.send("phq9_1.csv", ROWS)).rows["landed"] == 1


def test_a_file_that_would_be_refused_says_why(door: DoorHome) -> None:
    door.clinic(PHQ9 + '    exported_at_pattern: "phq9_%Y.csv"\n')
    found = checked(door, door.send("phq9_1.csv", ROWS))
    assert found.refusal is not None
    assert found.refusal.rule == "FILE-NAME-DATE"
    assert found.rows == {}
    assert found.faults.is_empty()


def test_each_export_that_claims_the_file_answers_for_itself(door: DoorHome) -> None:
    door.clinic(
        """
  - {name: clients, feed: clients, files: "f.csv"}
  - {name: episodes, feed: episodes, files: "f.csv"}
"""
    )
    path = door.send("f.csv", "client_id,episode_id,start_date\nC1,E1,2026-01-01\n")
    both = check(door.home, door.registry, "north", path, checked_at=MONDAY)
    assert [found.export_name for found in both] == ["clients", "episodes"]
    assert checked(door, path, Feed.EPISODES).feed is Feed.EPISODES


def test_weak_keys_are_worth_a_remark(door: DoorHome) -> None:
    door.clinic(PHQ9)
    rows = f"{PHQ9_HEADER}\nE1,2026-03-01,1,1,1,1,1,1,1,1,1\nE1,2026-03-01,2,1,1,1,1,1,1,1,1\n"
    remarks = checked(door, door.send("phq9_1.csv", rows)).remarks
    assert len(remarks) == 2
    assert "2 of 2 forms have neither a response_id nor a time of day" in remarks[0]
    assert "2 forms share episode, instrument, respondent and moment" in remarks[1]


def test_a_file_received_before_is_worth_a_remark(door: DoorHome) -> None:
    door.clinic(PHQ9)
    path = door.send("phq9_1.csv", ROWS.replace("2026-03-01", "2026-03-01 10:00"))
    assert checked(door, path).remarks == ()
    door.receive()
    assert "would count as redelivered" in checked(door, path).remarks[0]


@pytest.mark.parametrize(
    ("clinic_id", "name", "message"),
    [
        ("nroth", "phq9_1.csv", "no clinic is called `nroth`. Known: north"),
        ("north", "phq9.txt", "no export of north takes a file of this name"),
        ("north", "phq9_absent.csv", "phq9_absent.csv can't be read"),
    ],
)
def test_what_cant_be_checked_is_said_with_its_remedy(
    door: DoorHome, clinic_id: str, name: str, message: str
) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ROWS)
    door.send("phq9.txt", ROWS)
    with pytest.raises(NotChecked) as refused:
        check(door.home, door.registry, clinic_id, door.home.inbox / "north" / name, checked_at=MONDAY)
    assert message in str(refused.value)
