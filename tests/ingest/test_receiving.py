"""All exports of all clinics, each for itself."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt

import pytest
from door_home import PHQ9, PHQ9_HEADER, DoorHome

from ingest import receiving
from ingest.secrets import SecretError
from ingest.vault import local_identifiers

FORM = f"{PHQ9_HEADER}\nE1,2026-03-01,1,1,1,1,1,1,1,1,1\n"


def test_one_clinic_s_missing_folder_doesnt_touch_another(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.clinic(PHQ9, clinic_id="south")
    (door.home.inbox / "north").rmdir()
    door.send("phq9_1.csv", FORM, clinic_id="south")
    summary = door.receive()
    north, south = summary.clinics
    assert north.problem is not None
    assert "inbox/north doesn't exist" in north.problem
    assert south.exports[0].rows == {"landed": 1}
    assert summary.problems == (f"north: {north.problem}",)


def test_one_clinic_s_damaged_vault_doesnt_touch_another(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.clinic(PHQ9, clinic_id="south")
    door.home.vault.mkdir()
    (door.home.vault / "north.vault").write_bytes(b"garbage")
    for clinic_id in ("north", "south"):
        door.send("phq9_1.csv", FORM, clinic_id=clinic_id)
    north, south = door.receive().clinics
    assert north.problem is not None
    assert "isn't a vault" in north.problem
    assert south.is_new


def test_an_unexpected_fault_takes_nothing_of_its_clinic_and_shows_no_value(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv'}\n" + PHQ9)
    door.clinic(PHQ9, clinic_id="south")
    door.send("c.csv", "client_id\nC-1042\n")
    for clinic_id in ("north", "south"):
        door.send("phq9_1.csv", FORM, clinic_id=clinic_id)
    real = receiving.judge_files

    def unlucky(files: list[object], context: receiving.Context, *rest: object) -> object:
        if context.clinic.clinic == "north" and context.export.name == "phq9":
            raise ValueError("could not convert C-1042")
        return real(files, context, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(receiving, "judge_files", unlucky)
    north, south = door.receive().clinics
    assert north.problem is not None
    assert "ValueError in receiving.py, line" in north.problem
    assert "1042" not in north.problem
    assert south.is_new
    assert door.rows()["clinic_id"].unique().to_list() == ["south"]
    monkeypatch.undo()


def test_a_home_without_a_secret_receives_nobody(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM)
    (door.home.secrets / "pseudonym.key").unlink()
    with pytest.raises(SecretError, match="run `rapport init`"):
        door.receive()


def test_an_export_s_summary_says_what_became_of_its_files_and_rows(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM + "E2,2026-03-01,9,1,1,1,1,1,1,1,1\n,2026-03-01,,,,,,,,,\n")
    door.send("phq9_2.csv", "nothing like it\n")
    summary = door.receive_export("phq9")
    assert (summary.files_accepted, summary.files_refused) == (1, 1)
    assert summary.rows == {"landed": 1, "quarantined": 1, "skipped": 1}
    assert summary.quarantined == {"ROW-ITEM-RANGE": 1}
    assert [refused.file_name for refused in summary.refusals] == ["phq9_2.csv"]
    assert summary.batch_ids == ("run-1-phq9",)


def test_files_that_nobody_claims_are_named(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq-9.csv", FORM)
    assert door.receive_one().unclaimed == ("phq-9.csv",)


def test_only_the_clinics_asked_for_are_received(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.clinic(PHQ9, clinic_id="south")
    for clinic_id in ("north", "south"):
        door.send("phq9_1.csv", FORM, clinic_id=clinic_id)
    run = receiving.Run("run-1", dt.datetime(2026, 11, 16))
    summary = receiving.receive_all(door.home, door.registry, run, clinic_ids=["south"])
    assert [clinic.clinic_id for clinic in summary.clinics] == ["south"]
    assert door.rows()["clinic_id"].to_list() == ["south"]


def test_progress_is_told_clinic_by_clinic(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.clinic(PHQ9, clinic_id="south")
    door.send("phq9_1.csv", FORM)
    told: list[str] = []
    run = receiving.Run("run-1", dt.datetime(2026, 11, 16))
    receiving.receive_all(door.home, door.registry, run, on_progress=told.append)
    assert told == ["[1/2] north: 1 file(s) taken; rows: 1 landed", "[2/2] south: nothing new"]


def test_the_same_client_of_two_clinics_is_two_people(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.clinic(PHQ9, clinic_id="south")
    for clinic_id in ("north", "south"):
        door.send("phq9_1.csv", FORM, clinic_id=clinic_id)
    door.receive()
    assert door.rows()["episode_key"].n_unique() == 2


def test_identifiers_of_landed_people_are_kept_before_anything_is_committed(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM)
    vaults: list[dict[int, str]] = []
    real = receiving.landing.commit

    def looking(batches: list[receiving.StagedBatch]) -> None:
        vaults.append(local_identifiers(door.home, "north", "episode"))
        real(batches)

    monkeypatch.setattr(receiving.landing, "commit", looking)
    door.receive()
    key = door.rows()["episode_key"].item()
    assert vaults == [{key: "E1"}]


def test_who_opted_out_leaves_no_identifier_behind(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv'}")
    door.send("c.csv", "client_id,consent\nC1,yes\nC2,opted_out\n")
    door.receive()
    assert sorted(local_identifiers(door.home, "north", "client").values()) == ["C1"]
    assert door.rows().height == 2
