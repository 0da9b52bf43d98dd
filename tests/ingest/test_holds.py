"""Deliveries that wait for a person: full exports that broke off, others' files, new numbers, lost fields."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt

import pytest
from door_home import MONDAY, PHQ9_HEADER, DoorHome

from ingest.hold_decisions import REJECTED, RELEASED, NotDecided, decide, held_deliveries
from ingest.secrets import load_secrets
from ingest.summaries import ExportSummary
from ingest.vault import open_vault

COURSES = """
  - name: courses
    feed: episodes
    files: "courses_*.csv"
    mode: full
    exported_at_pattern: "courses_%Y-%m-%d.csv"
"""
DELTA = COURSES.replace("mode: full", "mode: delta")
PHQ9 = """
  - name: phq9
    feed: responses
    files: "phq9_*.csv"
    instrument: phq9
    exported_at_pattern: "phq9_%Y-%m-%d.csv"
    columns: {episode_id: case_no, completed_at: date, items: [q1, q2, q3, q4, q5, q6, q7, q8, q9]}
"""


def courses(numbers: range, prefix: str = "E", planned: str = "12", client: str = "C") -> str:
    """Return a file of courses, one per number."""
    lines = [f"{prefix}{n},{client}{n},2026-01-05,{planned}" for n in numbers]
    return "\n".join(["episode_id,client_id,start_date,planned_sessions", *lines]) + "\n"


def forms(numbers: range, day: str, prefix: str = "E", third: str = "1") -> str:
    """Return a file of forms, one per course."""
    lines = [f"{prefix}{n},{day},1,1,{third},1,1,1,1,1,1" for n in numbers]
    return "\n".join([PHQ9_HEADER, *lines]) + "\n"


def receive(door: DoorHome, export: str = "courses", clinic_id: str = "north") -> ExportSummary:
    """Run the door; returns what one export of one clinic brought."""
    clinic = door.receive_one(clinic_id)
    assert clinic.problem is None, clinic.problem
    return next(found for found in clinic.exports if found.export_name == export)


def rules(summary: ExportSummary) -> list[str]:
    """Return the rules by which files are held."""
    return [held.rule for held in summary.holds]


# --- full exports


@pytest.mark.parametrize(("left", "is_held"), [(80, False), (79, True)])
def test_a_full_export_is_held_just_beyond_the_share_that_it_would_withdraw(
    door: DoorHome, left: int, is_held: bool
) -> None:
    door.clinic(COURSES)
    door.send("courses_2026-11-01.csv", courses(range(100)))
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(left)))
    summary = receive(door)
    assert rules(summary) == (["HOLD-WITHDRAWAL"] if is_held else [])
    assert door.accounts(run=2) == (
        {("held", "HOLD-WITHDRAWAL"): left} if is_held else {("landed", "landed"): left}
    )
    if is_held:
        assert "lacks 21 of the 100 episodes" in summary.holds[0].message


def test_the_snapshot_before_is_named_by_its_day_where_the_clinic_is(door: DoorHome) -> None:
    door.clinic(COURSES)
    file = door.home.clinic_file("north")
    file.write_text(file.read_text().replace("timezone: Europe/London", "timezone: Asia/Tokyo"))
    door.send("courses_2026-11-01.csv", courses(range(100)))
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(20)))
    assert "the one of 2026-11-01, and would withdraw them" in receive(door).holds[0].message


def test_in_a_short_list_a_few_absences_are_no_reason(door: DoorHome) -> None:
    door.clinic(COURSES)
    door.send("courses_2026-11-01.csv", courses(range(30)))
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(11)))
    assert rules(receive(door)) == []


def test_limits_are_the_export_s_own_before_the_clinic_s(door: DoorHome) -> None:
    door.clinic(
        COURSES + "    holds: {withdrawn_share: 0.5}\n",
        extra="holds: {withdrawn_share: 0.1, withdrawn_rows: 5}\n",
    )
    door.send("courses_2026-11-01.csv", courses(range(20)))
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(10)))
    assert rules(receive(door)) == []
    door.send("courses_2026-11-09.csv", courses(range(4)))
    assert rules(receive(door)) == ["HOLD-WITHDRAWAL"]


def test_a_refused_row_whose_key_can_be_read_isnt_lacking(door: DoorHome) -> None:
    door.clinic(COURSES)
    door.send("courses_2026-11-01.csv", courses(range(100)))
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(100)).replace("2026-01-05", "soon"))
    assert rules(receive(door)) == []
    assert door.accounts(run=2) == {("quarantined", "ROW-DATE"): 100}


def test_every_snapshot_is_compared_with_the_last_one_that_wasnt_held(door: DoorHome) -> None:
    door.clinic(COURSES)
    for day, last in (("01", 100), ("02", 40), ("03", 95), ("04", 90)):
        door.send(f"courses_2026-11-{day}.csv", courses(range(last)))
    summary = receive(door)
    assert [held.file_name for held in summary.holds] == ["courses_2026-11-02.csv"]
    assert summary.files_accepted == 3


# --- decisions


def held_once(door: DoorHome) -> int:
    """Receive a snapshot and one that broke off; returns the held delivery."""
    door.clinic(COURSES)
    door.send("courses_2026-11-01.csv", courses(range(100)))
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(50)))
    receive(door)
    (held,) = held_deliveries(door.home, door.registry)
    assert held.is_waiting
    return held.receipt.delivery_key


def decided(door: DoorHome, key: int, decision: str) -> None:
    """Decide about a held delivery before the next run."""
    moment = MONDAY + dt.timedelta(days=door.runs, hours=-1)
    decide(
        door.home, door.registry, [key], decision, decided_by="A. Person", reason="asked", decided_at=moment
    )


def test_a_held_file_waits_and_isnt_judged_again(door: DoorHome) -> None:
    held_once(door)
    summary = receive(door)
    assert (summary.files_held, summary.files_unchanged) == (0, 2)


def test_a_released_file_is_taken_by_the_next_run_even_if_it_has_gone(door: DoorHome) -> None:
    key = held_once(door)
    (door.home.inbox / "north" / "courses_2026-11-08.csv").unlink()
    kept = list((door.home.vault / "held").rglob("*.held"))
    assert len(kept) == 1
    assert b"episode_id" not in kept[0].read_bytes()
    decided(door, key, RELEASED)
    summary = receive(door)
    assert summary.files_accepted == 1
    assert door.accounts(run=3) == {("landed", "landed"): 50}
    receipts = door.landed("deliveries", run=3)
    assert receipts["delivery_key"].to_list() == [key]
    assert receipts["exported_at"].item() == dt.datetime(2026, 11, 8)
    assert receipts["file_name"].item() == "courses_2026-11-08.csv"
    assert not list((door.home.vault / "held").rglob("*.held"))
    assert receive(door).files_accepted == 0
    assert held_deliveries(door.home, door.registry)[0].is_read


def test_a_released_file_in_an_archive_is_taken_as_the_member_that_it_was(door: DoorHome) -> None:
    import gzip

    door.clinic(COURSES)
    door.send("courses_2026-11-01.csv", courses(range(100)))
    receive(door)
    door.send("courses_2026-11-08.csv.gz", gzip.compress(courses(range(50)).encode()))
    assert rules(receive(door)) == ["HOLD-WITHDRAWAL"]
    decided(door, held_deliveries(door.home, door.registry)[0].receipt.delivery_key, RELEASED)
    assert receive(door).files_accepted == 1
    assert receive(door).files_unchanged == 2
    assert door.landed("deliveries", run=3)["archive_name"].to_list() == ["courses_2026-11-08.csv.gz"]


def test_a_rejected_file_stays_refused_however_often_it_comes(door: DoorHome) -> None:
    key = held_once(door)
    decided(door, key, REJECTED)
    assert not list((door.home.vault / "held").rglob("*.held"))
    assert receive(door).files_unchanged == 2
    door.send("courses_2026-11-08.csv", courses(range(50)), sent_at=dt.datetime(2026, 11, 15))
    summary = receive(door)
    assert [refused.rule for refused in summary.refusals] == ["HOLD-WITHDRAWAL"]
    assert door.accounts(run=4) == {("refused", "HOLD-WITHDRAWAL"): 50}


def test_a_decision_needs_a_name_a_reason_and_something_that_waits(door: DoorHome) -> None:
    key = held_once(door)
    for name, reason, number, said in (
        (" ", "asked", key, "--by"),
        ("A. Person", "", key, "--reason"),
        ("A. Person", "asked", key + 1, "no held delivery"),
    ):
        with pytest.raises(NotDecided, match=said):
            decide(
                door.home,
                door.registry,
                [number],
                RELEASED,
                decided_by=name,
                reason=reason,
                decided_at=MONDAY,
            )
    assert held_deliveries(door.home, door.registry)[0].is_waiting
    decided(door, key, REJECTED)
    with pytest.raises(NotDecided, match="rejected by A"):
        decided(door, key, RELEASED)


def test_a_mended_mapping_judges_a_waiting_file_anew(door: DoorHome) -> None:
    held_once(door)
    door.clinic(COURSES + "    constants: {modality: video}\n")
    assert rules(receive(door)) == ["HOLD-WITHDRAWAL"]
    assert len(held_deliveries(door.home, door.registry)) == 1


# --- other clinics' files


def test_a_file_that_was_taken_from_another_clinic_is_held(door: DoorHome) -> None:
    door.clinic(DELTA)
    door.clinic(DELTA, clinic_id="south")
    door.send("courses_2026-11-01.csv", courses(range(30)))
    door.receive()
    door.send("courses_2026-11-01.csv", courses(range(30)), clinic_id="south")
    summary = receive(door, clinic_id="south")
    assert rules(summary) == ["HOLD-OTHER-CLINIC"]
    assert "north" in summary.holds[0].message


def test_another_clinic_s_new_file_is_told_by_its_people(door: DoorHome) -> None:
    door.clinic(DELTA)
    door.clinic(DELTA, clinic_id="south")
    door.send("courses_2026-11-01.csv", courses(range(40)))
    door.send("courses_2026-11-01.csv", courses(range(40), "S", client="P"), clinic_id="south")
    door.receive()
    door.send("courses_2026-11-08.csv", courses(range(5, 30), planned="9"), clinic_id="south")
    summary = receive(door, clinic_id="south")
    assert rules(summary) == ["HOLD-OTHER-CLINIC"]
    vault = open_vault(door.home, "south", load_secrets(door.home).vault_key)
    assert not any(texts.str.starts_with("E").any() for texts in vault.identifiers())


def test_clinics_that_number_their_people_alike_are_no_reason(door: DoorHome) -> None:
    door.clinic(DELTA)
    door.clinic(DELTA, clinic_id="south")
    door.send("courses_2026-11-01.csv", courses(range(60)))
    door.send("courses_2026-11-01.csv", courses(range(30), planned="9"), clinic_id="south")
    first = door.receive()
    assert [clinic.exports[0].files_held for clinic in first.clinics] == [0, 0]
    assert "number their people alike" in first.clinics[1].exports[0].warnings[0]
    door.send("courses_2026-11-08.csv", courses(range(30, 60), planned="9"), clinic_id="south")
    assert rules(receive(door, clinic_id="south")) == []


def test_a_file_of_several_clinics_may_come_to_each_of_them(door: DoorHome) -> None:
    header = "episode_id,client_id,start_date,planned_sessions"
    both = (
        courses(range(20)).replace(",12\n", ",12,a\n").replace(header, f"{header},site")
        + courses(range(20, 40)).replace(",12\n", ",12,b\n").split("\n", 1)[1]
    )
    door.clinic(DELTA + "    where: {site: a}\n")
    door.clinic(DELTA + "    where: {site: b}\n", clinic_id="south")
    for clinic_id in ("north", "south"):
        door.send("courses_2026-11-01.csv", both, clinic_id=clinic_id)
        assert rules(receive(door, clinic_id=clinic_id)) == []


# --- identifiers that changed


def history(door: DoorHome, export: str) -> None:
    """Receive two runs of forms about the same courses."""
    door.clinic(export)
    for run in (1, 8):
        door.send(f"phq9_2026-11-{run:02}.csv", forms(range(40), f"2026-10-{run:02}"))
        assert rules(receive(door, "phq9")) == []


@pytest.mark.parametrize(("known", "is_held"), [(8, False), (7, True)])
def test_a_file_that_names_hardly_anybody_who_is_known_is_held(
    door: DoorHome, known: int, is_held: bool
) -> None:
    history(door, PHQ9)
    door.send("phq9_2026-11-15.csv", forms(range(40 - known, 80 - known), "2026-10-15"))
    summary = receive(door, "phq9")
    assert rules(summary) == (["HOLD-IDS"] if is_held else [])
    if is_held:
        assert f"Of 40 courses of care only {known} are known" in summary.holds[0].message


def test_an_export_that_always_brings_new_people_isnt_held(door: DoorHome) -> None:
    door.clinic(DELTA)
    for week, first in enumerate((0, 30, 60), start=1):
        door.send(f"courses_2026-11-{week:02}.csv", courses(range(first, first + 30)))
        assert rules(receive(door)) == []


# --- fields that got lost


def test_a_lost_field_that_would_empty_what_is_known_is_held(door: DoorHome) -> None:
    door.clinic(COURSES)
    door.send("courses_2026-11-01.csv", courses(range(40)))
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(40), planned=""))
    summary = receive(door)
    assert rules(summary) == ["HOLD-LOST-FIELD"]
    assert "planned_sessions is empty in all 40 rows" in summary.holds[0].message


def test_a_lost_field_of_new_things_is_flagged(door: DoorHome) -> None:
    door.clinic(DELTA)
    door.send("courses_2026-11-01.csv", courses(range(40)))
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(40, 80), planned=""))
    summary = receive(door)
    assert rules(summary) == []
    assert door.landed("checks", run=2).select("check_id", "is_passed", "evaluated", "failed").rows() == [
        ("planned_sessions_is_still_sent", False, 40, 40)
    ]
    assert len(summary.warnings) == 1


def test_a_column_that_is_rarely_filled_may_be_empty(door: DoorHome) -> None:
    door.clinic(DELTA)
    rare = courses(range(20)) + courses(range(20, 60), planned="").split("\n", 1)[1]
    door.send("courses_2026-11-01.csv", rare)
    receive(door)
    door.send("courses_2026-11-08.csv", courses(range(60, 100), planned=""))
    receive(door)
    assert door.landed("checks", run=2).is_empty()


def test_a_lost_item_that_would_empty_known_answers_is_held(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_2026-11-01.csv", forms(range(40), "2026-10-30"))
    receive(door, "phq9")
    door.send("phq9_2026-11-08.csv", forms(range(40), "2026-10-30", third=""))
    summary = receive(door, "phq9")
    assert rules(summary) == ["HOLD-LOST-FIELD"]
    assert summary.holds[0].message.startswith(
        "item 3 of phq9 is empty on all 40 forms, although 100% of the forms before had it. It would empty "
        "answers that are known: item 3 of phq9 on 40."
    )


def test_a_lost_item_of_new_forms_is_flagged(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_2026-11-01.csv", forms(range(40), "2026-10-30"))
    receive(door, "phq9")
    door.send("phq9_2026-11-08.csv", forms(range(40), "2026-11-06", third=""))
    summary = receive(door, "phq9")
    assert rules(summary) == []
    assert door.landed("checks", run=2).select("check_id", "is_passed", "evaluated", "failed").rows() == [
        ("phq9_item_3_is_still_sent", False, 40, 40)
    ]


def test_an_item_that_was_never_answered_may_be_empty(door: DoorHome) -> None:
    door.clinic(PHQ9)
    for day in ("2026-11-01", "2026-11-08"):
        door.send(
            f"phq9_{day}.csv", forms(range(40), "2026-10-30", third="") + f"E99,{day},1,1,,1,1,1,1,1,1\n"
        )
        assert rules(receive(door, "phq9")) == []
    assert door.landed("checks", run=2).is_empty()
