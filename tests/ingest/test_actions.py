"""What clinics say that they did: which rows are taken, by which key, and which are refused."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import polars as pl
import pytest
from door_home import DoorHome

from ingest.canonical import Feed
from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.registry import load_registry
from ingest.configuration.yaml_files import ConfigurationError
from ingest.erasure import erase
from ingest.landing_tables import rows_schema
from ingest.proposals import propose
from ingest.receipts import assert_balanced

COURSES = """
  - {name: courses, feed: episodes, files: "courses.csv"}
"""
ACTIONS = """
  - name: actions
    feed: actions
    files: "actions*.csv"
    columns:
      {episode_id: case, acted_on: day, kind: done, action_id: no, response_id: form, instrument: tool,
       form_on: of}
    values: {kind: {CALL: called, R9: risk_answer_reviewed}, instrument: {P: phq9}}
"""
HEADER = "case,day,done,no,form,tool,of\n"


def sent(door: DoorHome, *rows: str) -> pl.DataFrame:
    """Receive these rows, and return what landed."""
    door.clinic(COURSES + ACTIONS)
    door.send("actions.csv", HEADER + "".join(f"{row}\n" for row in rows))
    door.receive()
    return door.landed("rows")


def test_an_action_lands_with_its_course_day_and_kind(door: DoorHome) -> None:
    rows = sent(door, "E1,2026-11-10,CALL,,,,", "E1,2026-11-11,none_needed,7,,,")
    assert rows.schema == rows_schema(Feed.ACTIONS)
    assert rows.select("acted_on", "kind").rows() == [
        (dt.date(2026, 11, 10), "called"),
        (dt.date(2026, 11, 11), "none_needed"),
    ]
    assert rows["episode_key"].n_unique() == 1
    assert rows["action_key"].n_unique() == 2


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        ("E1,2026-11-10,SMS,,,,", "ROW-CODE", "done"),
        ("E1,2026-11-10,,,,,", "ROW-REQUIRED", "done"),
        (",2026-11-10,CALL,,,,", "ROW-REQUIRED", "case"),
        ("E1,,CALL,,,,", "ROW-REQUIRED", "day"),
        ("E1,10.11.2026,CALL,,,,", "ROW-DATE", "day"),
        ("E1,2026-11-18,CALL,,,,", "ROW-FUTURE", "day"),
        ("E1,2026-11-10,R9,,,,", "ROW-REVIEW", "form"),
        ("E1,2026-11-10,R9,,,P,", "ROW-REVIEW", "form"),
        ("E1,2026-11-10,R9,,,Q,2026-11-09", "ROW-INSTRUMENT", "tool"),
    ],
)
def test_a_row_that_cant_be_taken_is_refused_by_its_rule(
    door: DoorHome, row: str, rule: str, column: str
) -> None:
    rows = sent(door, "E2,2026-11-10,CALL,,,,", row)
    assert rows.height == 1
    assert (3, rule, column) in door.faults()
    assert_balanced(door.landed("deliveries"), door.landed("accounts"))


def test_a_review_names_its_form_by_identifier_or_by_instrument_and_day(door: DoorHome) -> None:
    rows = sent(door, "E1,2026-11-10,R9,,F1,,", "E1,2026-11-10,R9,,,P,2026-11-09")
    assert rows["response_key"].is_null().to_list() == [False, True]
    assert rows.select("instrument_id", "form_on").row(1) == ("phq9", dt.date(2026, 11, 9))
    assert rows["action_key"].n_unique() == 2


def test_a_form_is_named_alike_by_its_own_feed_and_by_its_review(door: DoorHome) -> None:
    door.clinic("\n  - {name: gad7, feed: responses, files: 'f.csv', instrument: gad7}" + ACTIONS)
    header = "response_id,episode_id,completed_at," + ",".join(f"item_{n}" for n in range(1, 8))
    door.send("f.csv", f"{header}\nF1,E1,2026-11-09 10:00,1,1,1,1,1,1,1\n")
    door.send("actions.csv", HEADER + "E1,2026-11-10,R9,,F1,,\n")
    door.receive()
    found = [
        pl.read_parquet(path)["response_key"].to_list()
        for path in door.home.landing.glob("*/clinic=north/batch=*/rows.parquet")
    ]
    assert len(found) == 2
    assert found[0] == found[1]


def test_the_same_said_twice_is_one_action_and_an_own_number_makes_it_two(door: DoorHome) -> None:
    rows = sent(
        door,
        "E1,2026-11-10,CALL,,,,",
        "E2,2026-11-10,CALL,,,,",
        "E1,2026-11-10,CALL,,,,",
        "E1,2026-11-10,CALL,1,,,",
        "E1,2026-11-10,CALL,2,,,",
    )
    assert rows["action_key"].n_unique() == 4


def test_actions_of_an_erased_person_are_erased(door: DoorHome) -> None:
    door.clinic(COURSES + ACTIONS)
    door.send("courses.csv", "episode_id,client_id,start_date\nE1,C1,2026-01-05\nE2,C2,2026-01-05\n")
    door.send("actions.csv", HEADER + "E1,2026-11-10,CALL,,,,\nE2,2026-11-10,CALL,,,,\n")
    door.receive()
    erase(door.home, door.registry, "north", "C1", dt.datetime(2026, 11, 18, 9))
    (path,) = door.home.landing.glob("actions/clinic=north/batch=*/rows.parquet")
    assert pl.read_parquet(path).height == 1
    assert_balanced(door.landed("deliveries"), door.landed("accounts"))


def test_actions_cant_be_read_from_fhir(door: DoorHome) -> None:
    door.clinic("\n  - {name: a, feed: actions, format: fhir, files: 'a.json'}")
    with pytest.raises(ConfigurationError, match="can't be read from FHIR"):
        load_registry(door.home)


def test_a_draft_recognises_a_list_of_actions(tmp_path: Path) -> None:
    content = b"CaseNo,Date,Action,FormID\nC1,2026-11-10,Phone call,\nC2,2026-11-11,Item 9 reviewed,F7\n"
    draft = propose("log_2026-11-13.csv", content, shipped_instruments(), "draft")
    assert "feed: actions" in draft
    assert "feed: appointments" not in draft
    assert re.search(r"acted_on: .?Date", draft)
    assert "called" in draft
