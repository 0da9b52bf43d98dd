"""Which files are new, and when they were exported."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import os
import shutil

import pytest
from door_home import MONDAY, PHQ9, PHQ9_HEADER, SENT_AT, DoorHome

from ingest import deliveries
from ingest.export_moments import named_moment

ONE = f"{PHQ9_HEADER}\nE1,2026-03-01,1,1,1,1,1,1,1,1,1\n"
OTHER = f"{PHQ9_HEADER}\nE1,2026-03-01,2,2,2,2,2,2,2,2,2\n"
BROKEN = "case_no,when\nE1,2026-03-01\n"
DATED = PHQ9 + '    exported_at_pattern: "phq9_%Y-%m-%d.csv"\n'

OWN_FORM = """
instrument: own_form
name: A site's own form
respondents: [client]
licence: the site's own
citation: none
items: {count: 3, minimum: 0, maximum: 3, evidence: house, source: the site}
scales:
  - {scale: own_form, name: Total, measures: outcome, items: all, method: sum, minimum: 0, maximum: 9,
     higher_is: worse, max_missing: 0, missing_evidence: house, missing_source: the site,
     takes_declared_total: true, evidence: house, source: the site}
"""


def files(door: DoorHome) -> tuple[int, int, int, int]:
    """Run the door: files accepted, redelivered, refused, unchanged."""
    summary = door.receive_export("phq9")
    return (
        summary.files_accepted,
        summary.files_redelivered,
        summary.files_refused,
        summary.files_unchanged,
    )


def test_a_file_that_still_lies_there_adds_nothing_and_isnt_opened(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE)
    assert files(door) == (1, 0, 0, 0)
    before = sorted(door.home.landing.rglob("*"))
    monkeypatch.setattr(deliveries, "inspect", lambda *_: pytest.fail("the file was opened"))
    assert files(door) == (0, 0, 0, 1)
    assert sorted(door.home.landing.rglob("*")) == before


def test_the_same_file_sent_again_is_redelivered_and_changes_nothing(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE)
    door.receive()
    door.send("phq9_1.csv", ONE, sent_at=SENT_AT + dt.timedelta(days=1))
    assert files(door) == (0, 1, 0, 0)
    assert door.rows(run=2).height == 0
    assert door.accounts(run=2) == {("duplicate", "redelivered"): 1}
    deliveries = door.landed("deliveries")
    assert deliveries["delivery_key"].n_unique() == 1
    assert deliveries["receipt_key"].n_unique() == 2
    assert deliveries["status"].to_list() == ["accepted", "redelivered"]
    assert deliveries["exported_at"].to_list() == [SENT_AT, SENT_AT]  # frozen at the first receipt
    assert files(door) == (0, 0, 0, 1)


def test_the_same_bytes_under_another_name_are_redelivered(door: DoorHome) -> None:
    door.clinic(PHQ9)
    path = door.send("phq9_1.csv", ONE)
    door.receive()
    shutil.copy(path, path.with_name("phq9_copy.csv"))
    assert files(door) == (0, 1, 0, 1)
    assert files(door) == (0, 0, 0, 2)


def test_the_same_bytes_twice_in_one_run_are_landed_once(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE)
    door.send("phq9_2.csv", ONE, sent_at=SENT_AT - dt.timedelta(days=3))
    assert files(door) == (1, 1, 0, 0)
    assert door.rows().height == 1
    assert door.accounts() == {("landed", "landed"): 1, ("duplicate", "redelivered"): 1}
    assert files(door) == (0, 0, 0, 2)


def test_other_bytes_under_the_same_name_are_a_new_delivery(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE)
    door.receive()
    door.send("phq9_1.csv", OTHER, sent_at=SENT_AT + dt.timedelta(days=1))
    assert files(door) == (1, 0, 0, 0)
    assert door.rows()["delivery_key"].n_unique() == 2
    assert door.landed("deliveries")["supersedes_delivery_key"].to_list() == [None, None]


def test_a_refused_file_stays_refused_until_something_changes(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", BROKEN)
    assert files(door) == (0, 0, 1, 0)
    assert files(door) == (0, 0, 0, 1)
    door.clinic(
        """
  - name: phq9
    feed: responses
    files: "phq9_*.csv"
    instrument: phq9
    columns: {episode_id: case_no, completed_at: when}
    constants: {total: 3}
"""
    )
    assert files(door) == (1, 0, 0, 0)


def test_a_refused_file_is_read_again_when_it_is_sent_again(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", BROKEN)
    door.receive()
    door.send("phq9_1.csv", BROKEN, sent_at=SENT_AT + dt.timedelta(days=1))
    assert files(door) == (0, 0, 1, 0)


def test_two_broken_files_with_the_same_bytes_are_both_refused(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", "")
    door.send("phq9_2.csv", "")
    assert files(door) == (0, 0, 2, 0)
    assert files(door) == (0, 0, 0, 2)


def test_a_mended_mapping_reads_a_file_again_and_supersedes_the_first_reading(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE)
    door.receive()
    door.clinic(f"{PHQ9}    keyed: true")
    assert files(door) == (1, 0, 0, 0)
    first, second = door.landed("deliveries").rows(named=True)
    assert second["supersedes_delivery_key"] == first["delivery_key"]
    assert second["delivery_key"] != first["delivery_key"]
    assert second["exported_at"] == first["exported_at"]
    assert files(door) == (0, 0, 0, 1)


def test_a_mapping_that_goes_back_is_a_third_reading(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE)
    door.receive()
    door.clinic(f"{PHQ9}    keyed: true")
    door.receive()
    door.clinic(PHQ9)
    assert files(door) == (1, 0, 0, 0)
    keys = door.landed("deliveries")["delivery_key"].to_list()
    assert len(set(keys)) == 3
    assert door.landed("deliveries")["supersedes_delivery_key"].to_list() == [None, *keys[:2]]
    assert files(door) == (0, 0, 0, 1)


def test_a_change_that_only_concerns_names_of_files_reads_nothing_again(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE)
    door.receive()
    door.clinic(PHQ9.replace("phq9_*.csv", "phq9_?.csv"))
    assert files(door) == (0, 0, 0, 1)


def test_an_instrument_that_comes_to_be_known_reads_its_files_again(door: DoorHome) -> None:
    door.clinic("\n  - {name: phq9, feed: responses, files: 'f.csv'}")
    door.send("f.csv", "episode_id,instrument,completed_at,total\nE1,own_form,2026-03-01,3\n")
    door.receive()
    assert door.accounts() == {("quarantined", "ROW-INSTRUMENT"): 1}
    door.home.instruments.mkdir()
    (door.home.instruments / "own_form.yml").write_text(OWN_FORM)
    assert files(door) == (1, 0, 0, 0)
    assert door.rows()["instrument_id"].to_list() == ["own_form"]


def test_without_anything_better_the_file_s_time_says_when_it_was_exported(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE)
    door.receive()
    row = door.landed("deliveries").row(0, named=True)
    assert (row["exported_at"], row["exported_at_basis"]) == (SENT_AT, "file_time")
    assert door.rows()["exported_at"].to_list() == [SENT_AT]


def test_a_file_from_the_future_was_exported_when_it_was_received(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", ONE, sent_at=MONDAY + dt.timedelta(days=30))
    door.receive()
    assert door.landed("deliveries")["exported_at"].to_list() == [MONDAY]


def test_a_name_says_the_day_at_midnight_clinic_time(door: DoorHome) -> None:
    door.clinic(DATED)
    door.send("phq9_2026-07-06.csv", ONE)
    door.receive()
    row = door.landed("deliveries").row(0, named=True)
    assert (row["exported_at"], row["exported_at_basis"]) == (dt.datetime(2026, 7, 5, 23), "file_name")


def test_the_same_bytes_under_a_name_of_another_day_are_another_delivery(door: DoorHome) -> None:
    door.clinic(DATED)
    door.send("phq9_2026-07-06.csv", ONE)
    door.send("phq9_2026-07-13.csv", ONE)
    assert files(door) == (2, 0, 0, 0)
    assert door.rows()["exported_at"].n_unique() == 2


def test_a_name_that_says_a_day_to_come_is_frozen_at_its_first_receipt(door: DoorHome) -> None:
    door.clinic(DATED)
    path = door.send("phq9_2027-01-04.csv", ONE)
    door.receive()
    os.utime(path)
    assert files(door) == (0, 1, 0, 0)
    assert door.landed("deliveries")["exported_at"].to_list() == [MONDAY, MONDAY]


def test_a_name_that_doesnt_fit_its_pattern_refuses_the_file_with_its_row_count(door: DoorHome) -> None:
    door.clinic(DATED)
    door.send("phq9_July.csv", ONE)
    (refused,) = door.receive_export("phq9").refusals
    assert refused.rule == "FILE-NAME-DATE"
    assert "Rename the file so that it fits `exported_at_pattern`" in refused.message
    assert door.accounts() == {("refused", "FILE-NAME-DATE"): 1}
    assert door.rows().is_empty()


@pytest.mark.parametrize("mapped", [True, False])
def test_a_column_says_for_each_row_when_it_was_exported(door: DoorHome, mapped: bool) -> None:
    columns = ", columns: {client_id: client_id, exported_at: exported_at}" if mapped else ""
    door.clinic(f"\n  - {{name: phq9, feed: clients, files: 'c*.csv'{columns}}}")
    text = "client_id,exported_at\nC1,2026-07-01 09:00\nC2,2026-07-02\nC3,\nC4,2030-01-01\n"
    door.send("c1.csv", text)
    assert files(door) == (1, 0, 0, 0)
    assert door.rows()["exported_at"].to_list() == [
        dt.datetime(2026, 7, 1, 8),
        dt.datetime(2026, 7, 1, 23),
        MONDAY,  # without one of its own: when the delivery was exported
        MONDAY,  # never later than it was received
    ]
    row = door.landed("deliveries").row(0, named=True)
    assert (row["exported_at"], row["exported_at_basis"]) == (MONDAY, "column")
    door.send("c1.csv", text, sent_at=SENT_AT + dt.timedelta(days=1))
    assert files(door) == (0, 1, 0, 0)


def test_a_file_that_changes_while_it_is_read_waits_for_the_next_run(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.clinic(PHQ9)
    path = door.send("phq9_1.csv", ONE)
    real = type(path).read_bytes
    monkeypatch.setattr(type(path), "read_bytes", lambda self: real(self) + b"more")
    clinic = door.receive_one()
    assert clinic.unfinished == ("phq9_1.csv",)
    assert not clinic.is_new
    monkeypatch.undo()


def test_large_inboxes_are_received_in_portions_that_are_batches_of_their_own(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "LARGEST_PORTION", 2 * len(ONE))
    door.clinic(PHQ9)
    for number in range(5):
        door.send(f"phq9_{number}.csv", ONE.replace("E1", f"E{number}"))
    door.send("phq9_9.csv", ONE.replace("E1", "E0"))
    summary = door.receive_export("phq9")
    assert summary.batch_ids == ("run-1-phq9", "run-1-phq9-2", "run-1-phq9-3")
    assert (summary.files_accepted, summary.files_redelivered) == (5, 1)
    assert door.rows().height == 5


@pytest.mark.parametrize(
    ("name", "pattern", "moment"),
    [
        ("sessions_2026-07-06.csv", "sessions_%Y-%m-%d.csv", dt.datetime(2026, 7, 6)),
        ("old/sessions_2026-07-06.csv", "sessions_%Y-%m-%d.csv", dt.datetime(2026, 7, 6)),
        ("a_20260706T0930_x.csv", "*_%Y%m%dT%H%M_*.csv", dt.datetime(2026, 7, 6, 9, 30)),
        ("06Jul26.csv", "%d%b%y.csv", dt.datetime(2026, 7, 6)),
        ("2026/07/06.csv", "%Y/%m/%d.csv", dt.datetime(2026, 7, 6)),
    ],
)
def test_moments_are_read_from_names(name: str, pattern: str, moment: dt.datetime) -> None:
    assert named_moment(name, pattern) == moment


@pytest.mark.parametrize(
    "name",
    [
        "sessions_2026-13-06.csv",
        "sessions_2026.csv",
        "Sessions_2026-07-06.csv.bak",
        "sessions_0001-01-01.csv",
        "sessions_9999-12-31.csv",
    ],
)
def test_names_that_say_no_moment_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="doesn't fit `exported_at_pattern"):
        named_moment(name, "sessions_%Y-%m-%d.csv")


def test_a_pattern_that_names_a_part_twice_refuses_its_files() -> None:
    with pytest.raises(ValueError, match="doesn't fit `exported_at_pattern"):
        named_moment("2026_2026-07-06.csv", "%Y_%Y-%m-%d.csv")
