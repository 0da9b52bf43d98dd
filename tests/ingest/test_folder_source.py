"""Listing a clinic's folder."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import os

import pytest
from door_home import PHQ9, DoorHome

from ingest.archived_files import claims, unclaimed
from ingest.sources.folder import (
    SourceUnavailable,
    list_files,
    matches,
    unknown_folders,
)


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("phq9_1.csv", "phq9_*.csv", True),
        ("old/phq9_1.csv", "phq9_*.csv", False),
        ("old/phq9_1.csv", "**/phq9_*.csv", True),
        ("phq9_1.csv", "**/phq9_*.csv", True),
        ("a/b/phq9_1.csv", "a/**/phq9_?.csv", True),
        ("phq9_1.csv.bak", "phq9_*.csv", False),
        ("phq9_12.csv", "phq9_[0-9].csv", False),
        ("phq9_1.csv", "phq9_[!0].csv", True),
        ("phq9 (1).csv", "phq9 (1).csv", True),
    ],
)
def test_patterns_match_like_a_shell_s(name: str, pattern: str, fits: bool) -> None:
    assert matches(name, pattern) is fits


def test_files_are_listed_in_the_same_order_wherever_they_lie(door: DoorHome) -> None:
    door.clinic(PHQ9)
    for name in ("phq9_b.csv", "sub/phq9_c.csv", "phq9_a.csv", "phq9_B.csv"):
        door.send(name, "x")
    files = list_files(door.home, door.registry.clinics["north"])
    assert [file.name for file in files] == ["phq9_B.csv", "phq9_a.csv", "phq9_b.csv", "sub/phq9_c.csv"]


def test_unfinished_and_hidden_files_are_left_alone(door: DoorHome) -> None:
    door.clinic(PHQ9)
    for name in (".phq9_a.csv", "~$phq9_a.csv", "phq9_a.csv.tmp", "phq9_a.csv.part", ".hidden/phq9_b.csv"):
        door.send(name, "x")
    os.mkfifo(door.home.inbox / "north" / "phq9_pipe.csv")
    assert list_files(door.home, door.registry.clinics["north"]) == ()


def test_a_file_s_time_is_kept_in_utc_and_microseconds(door: DoorHome) -> None:
    door.clinic(PHQ9)
    path = door.send("phq9_a.csv", "x")
    os.utime(path, ns=(0, 1_794_657_600_123_456_789))
    (file,) = list_files(door.home, door.registry.clinics["north"])
    assert file.modified_at == dt.datetime(2026, 11, 14, 12, 0, 0, 123456)
    assert file.bytes == 1


def test_files_that_no_export_takes_are_told_apart(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_a.csv", "x")
    door.send("phq-9_a.csv", "x")
    clinic = door.registry.clinics["north"]
    files = list_files(door.home, clinic)
    assert [file.name for file in files if claims(clinic.exports[0], file)] == ["phq9_a.csv"]
    assert [file.name for file in unclaimed(files, clinic)] == ["phq-9_a.csv"]


def test_a_missing_folder_is_named_with_its_remedy(door: DoorHome) -> None:
    door.clinic(PHQ9)
    (door.home.inbox / "north").rmdir()
    with pytest.raises(
        SourceUnavailable,
        match=r"inbox/north doesn't exist; make it, or mend `source.path` in clinics/north.yml",
    ):
        list_files(door.home, door.registry.clinics["north"])


def test_a_folder_of_an_unknown_clinic_is_reported_with_what_to_do(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_a.csv", "x", clinic_id="nroth")
    (folder,) = unknown_folders(door.home, door.registry)
    assert (folder.name, folder.file_count) == ("nroth", 1)
    assert "belongs to no clinic" in folder.message
    assert "write clinics/nroth.yml" in folder.message
    assert "Clinics: north" in folder.message


def test_an_empty_folder_is_nobodys_concern(door: DoorHome) -> None:
    door.clinic(PHQ9)
    (door.home.inbox / "nroth" / "2026").mkdir(parents=True)
    assert unknown_folders(door.home, door.registry) == ()


def test_files_that_lie_loose_in_the_inbox_are_reported(door: DoorHome) -> None:
    door.clinic(PHQ9)
    (door.home.inbox / "phq9_a.csv").write_text("x")
    (folder,) = unknown_folders(door.home, door.registry)
    assert "lie in inbox/ itself" in folder.message
    assert "inbox/north/" in folder.message


def test_a_folder_that_two_clinics_share_is_known(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.clinic(PHQ9, clinic_id="south")
    south = door.home.clinic_file("south")
    south.write_text(south.read_text().replace("inbox/south", "inbox/north"))
    (door.home.inbox / "south").rmdir()
    assert unknown_folders(door.home, door.registry) == ()


def test_a_name_cant_steer_a_terminal_or_add_a_line(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_\x1b[2J\n9 accounts, all balanced\u202e.csv", "x")
    (found,) = list_files(door.home, door.registry.clinics["north"])
    assert found.name == "phq9_\ufffd[2J\ufffd9 accounts, all balanced\ufffd.csv"
    assert found.path.read_text() == "x"


def test_a_link_out_of_the_folder_is_told_and_never_read(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_b.csv", "x")
    elsewhere = door.home.root / "another clinic's.csv"
    elsewhere.write_text("x")
    inbox = door.home.inbox / "north"
    (inbox / "phq9_out.csv").symlink_to(elsewhere)
    (inbox / "phq9_out.zip").symlink_to(elsewhere)
    (inbox / "phq9_within.csv").symlink_to(inbox / "phq9_b.csv")
    (inbox / "phq9_round.csv").symlink_to(inbox / "phq9_round.csv")
    summary = door.receive_one("north")
    assert summary.unclaimed == ("phq9_out.csv", "phq9_out.zip")
    (export,) = summary.exports
    assert export.files_refused + export.files_redelivered == 2  # the two within, of one letter each
