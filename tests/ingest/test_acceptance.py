"""Great Expectations at the door: whole batches before they are committed."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
from door_home import PHQ9, PHQ9_HEADER, DoorHome

from ingest import acceptance, landing, receiving
from ingest.landing import StagedBatch
from ingest.landing_tables import CHECKS

ORS = """
  - {name: ors, feed: responses, files: "ors_*.csv"}
"""
PEOPLE = """
  - {name: clients, feed: clients, files: "clients.csv"}
  - {name: episodes, feed: episodes, files: "episodes.csv"}
"""


def forms(count: int, row: str = "1,1,1,1,1,1,1,1,2") -> str:
    return "\n".join([PHQ9_HEADER, *(f"E{n},2026-03-01,{row}" for n in range(count))]) + "\n"


def checks(door: DoorHome, check_id: str) -> tuple[int, int, int, bool]:
    """Return evaluated, failed, not applicable, passed."""
    found = door.landed("checks").filter(pl.col("check_id") == check_id)
    row = found.select("evaluated", "failed", "not_applicable", "is_passed").row(0)
    assert found.height == 1
    return row


def test_a_sound_batch_is_committed_with_every_check_and_its_counts(whole_door: DoorHome) -> None:
    whole_door.clinic(PHQ9)
    whole_door.send("phq9_1.csv", forms(10))
    summary = whole_door.receive_export("phq9")
    assert summary.rows == {"landed": 10}
    assert summary.warnings == ()
    found = whole_door.landed("checks")
    assert found.schema == CHECKS
    assert found["is_passed"].all()
    assert set(found["severity"]) == {"error", "warning"}
    assert (found["source"] == "door").all()
    assert checks(whole_door, "items_are_in_range") == (10, 0, 0, True)
    assert checks(whole_door, "total_is_in_range") == (0, 0, 10, True)


def test_what_looks_unusual_is_recorded_with_its_counts_and_committed_all_the_same(
    whole_door: DoorHome,
) -> None:
    whole_door.clinic(PHQ9)
    rows = ["E1,2026-03-01,3,3,3,3,3,3,3,3,3", "E2,2019-03-01,3,3,3,3,3,3,3,3,3", "E3,2026-03-01,,,,,,,,,1",
            "E4,2026-03-01,9,1,1,1,1,1,1,1,1"]  # fmt: skip
    whole_door.send("phq9_1.csv", "\n".join([PHQ9_HEADER, *rows]) + "\n")
    summary = whole_door.receive_export("phq9")
    assert summary.rows == {"landed": 3, "quarantined": 1}
    assert checks(whole_door, "few_rows_are_quarantined") == (4, 1, 0, False)
    assert checks(whole_door, "items_are_answered") == (27, 8, 0, False)
    assert checks(whole_door, "dates_are_recent") == (3, 1, 0, False)
    assert checks(whole_door, "forms_are_not_all_at_the_ceiling") == (3, 2, 0, True)  # two thirds still pass
    assert checks(whole_door, "forms_are_not_all_at_the_floor") == (3, 0, 0, True)
    assert len(summary.warnings) == 3


def test_items_made_from_a_total_are_noticed_in_lines_measured_in_tenths(whole_door: DoorHome) -> None:
    whole_door.clinic(ORS)
    header = "episode_id,instrument,completed_at,item_1,item_2,item_3,item_4"
    whole_door.send("ors_1.csv", f"{header}\nE1,ors,2026-03-01,6.3,6.3,6.3,6.3\nE1,ors,2026-03-02,6,6,6,6\n")
    whole_door.receive()
    assert checks(whole_door, "answers_are_not_made_from_a_total") == (2, 1, 0, False)


def test_days_that_contradict_each_other_are_noticed(whole_door: DoorHome) -> None:
    whole_door.clinic(PEOPLE)
    whole_door.send("clients.csv", "client_id,birth_year\nC1,1990\nC2,\n")
    whole_door.send(
        "episodes.csv",
        "episode_id,client_id,start_date,end_date,referral_date\n"
        "E1,C1,1980-01-01,,\nE2,C1,2026-01-01,2025-01-01,2026-02-01\nE3,C2,2026-01-01,2026-02-01,2025-12-01\n"
        "E4,C9,2026-01-01,,\n",
    )
    whole_door.receive()
    assert checks(whole_door, "start_is_not_before_birth") == (2, 1, 2, False)
    assert checks(whole_door, "end_is_not_before_start") == (2, 1, 2, False)
    assert checks(whole_door, "start_is_not_before_referral") == (2, 1, 2, False)


def test_the_checks_of_one_clinic_are_one_validation(
    whole_door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real = acceptance.judge_batches

    def counted(batches: list[StagedBatch], *rest: object) -> dict[str, acceptance.Acceptance]:
        seen.append(len(batches))
        return real(batches, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(acceptance, "judge_batches", counted)
    whole_door.clinic(PEOPLE)
    whole_door.send("clients.csv", "client_id\nC1\n")
    whole_door.send("episodes.csv", "episode_id,client_id,start_date\nE1,C1,2026-01-01\n")
    whole_door.receive()
    assert seen == [2]
    assert whole_door.landed("checks")["export_name"].unique().sort().to_list() == ["clients", "episodes"]
    whole_door.receive()
    assert seen == [2]  # nothing new: nobody is asked


def _spoil(batch: StagedBatch, column: str, value: pl.Expr) -> None:
    path = batch.table("rows")
    rows = pl.read_parquet(path, hive_partitioning=False)
    rows.with_columns(value.cast(rows.schema[column]).alias(column)).write_parquet(path)


@pytest.mark.parametrize(
    ("column", "value", "broken"),
    [
        ("episode_key", pl.lit(None), "Every row has its episode_key."),
        ("response_key", pl.lit(-1), "No response_key is negative."),
        ("items", pl.lit([4] * 9), "Every answer lies within its form's range."),
        ("items", pl.lit([1] * 8), "Every form with answers has one entry for each of its items."),
        ("declared_total", pl.lit(28.0), "Every declared total is one that the form can give."),
        ("respondent", pl.lit("neighbour"), "Every respondent is one of the words"),
        ("instrument_id", pl.lit("unheard_of"), "Every form is of a registered instrument."),
        ("source_row", pl.lit(2), "Each record of a file is landed at most once."),
        ("exported_at", pl.lit(dt.datetime(2030, 1, 1)), "No row is said to have been exported after"),
        ("delivery_key", pl.lit(1), "Every row belongs to a delivery of this batch that was accepted."),
    ],
)
def test_a_broken_promise_refuses_the_whole_batch(
    whole_door: DoorHome, monkeypatch: pytest.MonkeyPatch, column: str, value: pl.Expr, broken: str
) -> None:
    real = acceptance.judge_batches

    def after_a_fault_of_the_door(batches: list[StagedBatch], *rest: object) -> object:
        _spoil(batches[0], column, value)
        return real(batches, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(acceptance, "judge_batches", after_a_fault_of_the_door)
    whole_door.clinic(PHQ9)
    whole_door.send("phq9_1.csv", forms(3) + "E9,2026-03-01,9,9,9,9,9,9,9,9,9\n")
    (refused,) = whole_door.receive_export("phq9").refusals
    assert refused.rule == "BATCH-ACCEPTANCE"
    assert broken in refused.message
    assert whole_door.rows().is_empty()
    assert whole_door.landed("quarantine").is_empty()
    assert whole_door.accounts() == {("refused", "BATCH-ACCEPTANCE"): 4}
    assert whole_door.landed("deliveries")["status"].to_list() == ["refused"]
    assert not whole_door.landed("checks")["is_passed"].all()
    assert whole_door.receive_export("phq9").files_unchanged == 1


def test_a_batch_that_breaks_a_promise_takes_no_other_with_it(
    whole_door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = acceptance.judge_batches

    def after_a_fault_of_the_door(batches: list[StagedBatch], *rest: object) -> object:
        _spoil(batches[0], "client_key", pl.lit(-1))
        return real(batches, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(acceptance, "judge_batches", after_a_fault_of_the_door)
    whole_door.clinic(PEOPLE)
    whole_door.send("clients.csv", "client_id\nC1\n")
    whole_door.send("episodes.csv", "episode_id,client_id,start_date\nE1,C1,2026-01-01\n")
    clinic = whole_door.receive_one()
    assert [export.files_refused for export in clinic.exports] == [1, 0]
    assert clinic.exports[1].rows == {"landed": 1}


def test_rows_that_the_accounts_dont_know_are_a_broken_promise(
    whole_door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = acceptance.judge_batches

    def after_a_fault_of_the_door(batches: list[StagedBatch], *rest: object) -> object:
        path = batches[0].table("rows")
        pl.read_parquet(path, hive_partitioning=False).head(2).write_parquet(path)
        return real(batches, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(acceptance, "judge_batches", after_a_fault_of_the_door)
    whole_door.clinic(PHQ9)
    whole_door.send("phq9_1.csv", forms(3))
    (refused,) = whole_door.receive_export("phq9").refusals
    assert "As many rows are landed as the accounts say." in refused.message


def test_checks_that_cant_be_carried_out_take_nothing_and_say_so(
    whole_door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlucky(*_: object) -> None:
        raise acceptance.AcceptanceFailed("not every check was evaluated")

    monkeypatch.setattr(acceptance, "judge_batches", unlucky)
    whole_door.clinic(PHQ9)
    whole_door.send("phq9_1.csv", forms(3))
    problem = whole_door.receive_one().problem
    assert problem is not None
    assert "AcceptanceFailed" in problem
    assert whole_door.rows().is_empty()
    assert list(landing.incoming(whole_door.home).iterdir()) == []


def test_what_great_expectations_keeps_of_a_validation_holds_no_value(
    whole_door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    real = acceptance._passed_by_kind

    def listening(result: object) -> dict[str, bool]:
        kept.append(json.dumps(result.to_json_dict()))  # type: ignore[attr-defined]
        return real(result)

    monkeypatch.setattr(acceptance, "_passed_by_kind", listening)
    whole_door.clinic(PHQ9)
    whole_door.send("phq9_1.csv", forms(3, "0,0,0,0,0,0,0,0,0"))
    whole_door.receive()
    keys = [
        str(key) for column in ("episode_key", "response_key") for key in whole_door.rows()[column].to_list()
    ]
    assert len(kept) == 1
    assert not any(key in kept[0] for key in keys)
    assert not list(Path.cwd().glob("gx"))


def test_preloading_makes_the_checks_ready() -> None:
    acceptance.preload()
    assert acceptance._ready is acceptance._validation()


def test_checks_are_asked_of_accepted_files_only(
    whole_door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        receiving.acceptance, "judge_batches", lambda *_: pytest.fail("there is nothing to ask")
    )
    whole_door.clinic(PHQ9)
    whole_door.send("phq9_1.csv", "")
    assert whole_door.receive_export("phq9").files_refused == 1
