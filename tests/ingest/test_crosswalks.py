"""A migrated system: with a crosswalk everybody keeps their key."""

from __future__ import annotations

import pytest
from door_home import PHQ9_HEADER, DoorHome

from ingest.crosswalks import CrosswalkError, read_crosswalk
from ingest.hold_decisions import held_deliveries
from ingest.vault import local_identifiers

EXPORTS = """
  - name: courses
    feed: episodes
    files: "courses_*.csv"
    mode: full
    exported_at_pattern: "courses_%Y-%m-%d.csv"
  - name: visits
    feed: appointments
    files: "visits_*.csv"
    exported_at_pattern: "visits_%Y-%m-%d.csv"
    columns: {appointment_id: [case_no, number], episode_id: case_no, scheduled_at: day, status: status}
  - name: phq9
    feed: responses
    files: "phq9_*.csv"
    instrument: phq9
    exported_at_pattern: "phq9_%Y-%m-%d.csv"
    columns: {episode_id: case_no, completed_at: date, items: [q1, q2, q3, q4, q5, q6, q7, q8, q9]}
"""
NUMBERS = range(40)
FIRST, SECOND, THIRD = "2026-11-01", "2026-11-08", "2026-11-15"


def send(door: DoorHome, day: str, prefix: str, numbers: list[int]) -> None:
    """Send one week: courses, a visit and a form each, under the numbers of that day's system."""
    people = [f"{prefix}{number}" for number in numbers]
    courses = [f"E{name},C{name},2026-01-05" for name in people]
    door.send(f"courses_{day}.csv", "\n".join(["episode_id,client_id,start_date", *courses]) + "\n")
    visits = [f"E{name},1,2026-02-02 10:00,attended" for name in people]
    door.send(f"visits_{day}.csv", "\n".join(["case_no,number,day,status", *visits]) + "\n")
    forms = [f"E{name},{day},1,1,1,1,1,1,1,1,1" for name in people]
    door.send(f"phq9_{day}.csv", "\n".join([PHQ9_HEADER, *forms]) + "\n")


def write(door: DoorHome, *lines: str) -> None:
    """Write the clinic's crosswalk."""
    path = door.home.crosswalk_file("north")
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["kind,old_id,new_id,from", *lines]) + "\n")


def steps(old: str, new: str, day: str, numbers: list[tuple[int, int]]) -> list[str]:
    """Return the crosswalk of a migration, (old number, new number) for each person."""
    return [
        line
        for before, after in numbers
        for line in (
            f"client,C{old}{before},C{new}{after},{day}",
            f"episode,E{old}{before},E{new}{after},{day}",
        )
    ]


def keys(door: DoorHome, column: str) -> int:
    """Count the distinct keys that were ever landed."""
    return int(door.rows()[column].drop_nulls().n_unique())


def test_a_migration_without_a_crosswalk_is_held_and_with_one_changes_no_key(door: DoorHome) -> None:
    door.clinic(EXPORTS)
    send(door, FIRST, "", list(NUMBERS))
    door.receive()
    send(door, SECOND, "", list(NUMBERS))
    door.receive()
    send(door, THIRD, "new-", list(NUMBERS))
    door.receive()
    rules = {held.receipt.rule for held in held_deliveries(door.home, door.registry)}
    assert rules == {"HOLD-IDS"}
    assert keys(door, "episode_key") == len(NUMBERS)
    write(door, *steps("", "new-", "2026-11-10", [(number, number) for number in NUMBERS]))
    summary = door.receive_one()
    assert summary.problem is None
    assert sum(export.files_held for export in summary.exports) == 0
    assert not held_deliveries(door.home, door.registry)
    assert not list((door.home.vault / "held").rglob("*.held"))
    for column in ("client_key", "episode_key", "appointment_key"):
        assert keys(door, column) == len(NUMBERS)
    assert keys(door, "response_key") == 3 * len(NUMBERS)
    shown = local_identifiers(door.home, "north", "client")
    assert sorted(shown.values()) == sorted(f"Cnew-{number}" for number in NUMBERS)


def test_numbers_that_the_new_system_gives_to_others_mean_who_they_meant(door: DoorHome) -> None:
    door.clinic(EXPORTS)
    send(door, FIRST, "", [1, 2, 3])
    write(door, *steps("", "", "2026-11-05", [(1, 2), (2, 3), (3, 1)]))
    door.receive()
    first = dict(zip(*_pairs(door, 1), strict=True))
    send(door, SECOND, "", [2, 3, 1])
    door.receive()
    second = dict(zip(*_pairs(door, 2), strict=True))
    assert first == second
    assert [first[row] for row in (2, 3, 4)] == [second[row] for row in (2, 3, 4)]


def _pairs(door: DoorHome, run: int) -> tuple[list[int], list[int]]:
    rows = door.rows(run).filter(door.rows(run)["start_date"].is_not_null()).sort("source_row")
    return rows["source_row"].to_list(), rows["client_key"].to_list()


def test_two_migrations_are_taken_back_one_by_one(door: DoorHome) -> None:
    door.clinic(EXPORTS)
    send(door, FIRST, "a", [1, 2])
    send(door, SECOND, "b", [1, 2])
    send(door, THIRD, "c", [2, 1])
    write(
        door,
        *steps("a", "b", SECOND, [(1, 1), (2, 2)]),
        *steps("b", "c", THIRD, [(1, 2), (2, 1)]),
    )
    door.receive()
    assert keys(door, "episode_key") == 2
    assert sorted(local_identifiers(door.home, "north", "episode").values()) == ["Ec1", "Ec2"]


def test_a_crosswalk_put_in_later_reads_again_what_was_taken_wrongly(door: DoorHome) -> None:
    door.clinic(EXPORTS)
    send(door, FIRST, "", [1, 2])
    send(door, SECOND, "new-", [1, 2])
    door.receive()
    assert keys(door, "episode_key") == 4
    write(door, *steps("", "new-", "2026-11-05", [(1, 1), (2, 2)]))
    door.receive()
    receipts = door.landed("deliveries", run=2)
    assert receipts["supersedes_delivery_key"].null_count() == 0
    assert door.rows(run=2)["episode_key"].n_unique() == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["client,C1,,2026-11-05"], "row.s. 2 have an empty cell"),
        (["person,C1,C2,2026-11-05"], "row.s. 2 have another kind"),
        (["client,C1,C2,5.11.2026"], "row.s. 2 have a day"),
        (["client,C1,C2,2026-11-05", "client,C1,C3,2026-11-05"], "row.s. 2, 3 have an old id"),
        (["client,C1,C3,2026-11-05", "client,C2,C3,2026-11-05"], "two people would become one"),
    ],
)
def test_a_crosswalk_that_cant_be_used_stops_its_clinic_and_names_the_rows(
    door: DoorHome, lines: list[str], said: str
) -> None:
    door.clinic(EXPORTS)
    write(door, *lines)
    with pytest.raises(CrosswalkError, match=said):
        read_crosswalk(door.home, "north", "Europe/London")
    assert "crosswalks/north.csv" in (door.receive_one().problem or "")


def test_a_crosswalk_without_its_columns_says_which(door: DoorHome) -> None:
    door.clinic(EXPORTS)
    path = door.home.crosswalk_file("north")
    path.parent.mkdir()
    path.write_text("old,new\n1,2\n")
    assert "lacks the column(s) kind, old_id, new_id, from" in (door.receive_one().problem or "")
