"""A clinic's YAML at work: which columns are read, which rows are left out."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt

import pytest
from door_home import PHQ9, PHQ9_HEADER, DoorHome


def refusal(door: DoorHome, export: str) -> str:
    (refused,) = door.receive_export(export).refusals
    return f"{refused.rule}: {refused.message}"


def test_with_no_columns_the_headers_are_the_canonical_names(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv'}")
    door.send("c.csv", "gender,client_id,shoe_size\nfemale,C1,39\n")
    door.receive()
    assert door.rows()["gender"].to_list() == ["female"]


def test_a_required_column_that_is_missing_refuses_the_file_with_its_row_count(door: DoorHome) -> None:
    door.clinic("\n  - {name: episodes, feed: episodes, files: 'e.csv'}")
    door.send("e.csv", "episode_id,clientid,start_date\nE1,C1,2026-01-01\n")
    said = refusal(door, "episodes")
    assert said.startswith("FILE-COLUMN-MISSING: missing column(s): `client_id` (did you mean `clientid`?)")
    assert door.accounts() == {("refused", "FILE-COLUMN-MISSING"): 1}


def test_a_mapped_column_that_is_missing_refuses_the_file(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", PHQ9_HEADER.replace("q9", "q10") + "\nE1,2026-03-01,1,1,1,1,1,1,1,1,1\n")
    said = refusal(door, "phq9")
    assert said.startswith("FILE-COLUMN-MISSING")
    assert "q9" in said
    assert door.rows().is_empty()


def test_a_missing_item_column_refuses_the_file(door: DoorHome) -> None:
    door.clinic("\n  - {name: gad7, feed: responses, files: 'g.csv', instrument: gad7}")
    door.send("g.csv", "episode_id,completed_at," + ",".join(f"item_{n}" for n in range(1, 7)) + "\n")
    assert "missing column(s): item_7" in refusal(door, "gad7")


def test_an_item_column_too_many_refuses_the_file(door: DoorHome) -> None:
    door.clinic("\n  - {name: gad7, feed: responses, files: 'g.csv', instrument: gad7}")
    door.send("g.csv", "episode_id,completed_at," + ",".join(f"item_{n}" for n in range(1, 9)) + "\n")
    assert "the file has item_8, but gad7 has 7 items" in refusal(door, "gad7")


def test_a_file_of_forms_without_any_answers_is_refused(door: DoorHome) -> None:
    door.clinic("\n  - {name: gad7, feed: responses, files: 'g.csv', instrument: gad7}")
    door.send("g.csv", "episode_id,completed_at,comment\n")
    assert "neither item columns nor a total" in refusal(door, "gad7")


def test_a_constant_that_the_file_has_as_well_refuses_the_file(door: DoorHome) -> None:
    door.clinic("\n  - {name: e, feed: episodes, files: 'e.csv', constants: {modality: video}}")
    door.send("e.csv", "episode_id,client_id,start_date,modality\nE1,C1,2026-01-01,phone\n")
    assert "the file has a column `modality`, and the mapping sets it as well" in refusal(door, "e")


def test_a_refusal_never_shows_the_words_of_a_file_without_header(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv'}")
    door.send("c.csv", "C-1042,Jane Smith,1980\nC-1043,John Smith,1981\n")
    said = refusal(door, "clients")
    assert "Smith" not in said
    assert "1042" not in said


def test_constants_fill_a_column_that_the_file_lacks(door: DoorHome) -> None:
    door.clinic(
        """
  - {name: e, feed: episodes, files: "e.csv", constants: {modality: video, start_date: "2026-01-01"}}
"""
    )
    door.send("e.csv", "episode_id,client_id\nE1,C1\n")
    door.receive()
    row = door.rows().row(0, named=True)
    assert (row["modality"], row["start_date"]) == ("video", dt.date(2026, 1, 1))
    assert row["is_synthetic_date"] is True  # the mapping says it, no record does


def test_codes_are_mapped_also_the_empty_one_and_canonical_words_stand_for_themselves(door: DoorHome) -> None:
    door.clinic(
        """
  - name: clients
    feed: clients
    files: "c.csv"
    values: {gender: {"1": male, "01": male, "2": female, "": unknown}}
"""
    )
    door.send("c.csv", "client_id,gender\nC1,1\nC2,01\nC3, 2 \nC4,\nC5,other\nC6,3\n")
    door.receive()
    assert door.rows()["gender"].to_list() == ["male", "male", "female", "unknown", "other"]
    assert door.faults() == {(7, "ROW-CODE", "gender")}


def test_cells_that_mean_nothing_are_empty_in_every_column(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv', options: {null_values: [NA, -99]}}")
    door.send("c.csv", "client_id,birth_year,gender\nC1,-99,NA\nC2, NA ,female\nNA,1980,female\n")
    door.receive()
    assert door.rows().select("birth_year", "gender").rows() == [(None, None), (None, "female")]
    assert door.faults() == {(4, "ROW-REQUIRED", "client_id")}


SITES = """
  - name: clients
    feed: clients
    files: "c.csv"
    columns: {client_id: id}
    where: {site: ["1", "2"]}
    skip_values: {kind: {Test: test client, "": no kind}}
"""


def test_other_sites_rows_are_skipped_first_then_rows_by_their_value(door: DoorHome) -> None:
    door.clinic(SITES)
    door.send("c.csv", "id,site,kind\nC1,1,x\nC2,3,Test\nC3,2,Test\nC4,,x\nC5, 1 ,\nC6,2,Testing\n")
    door.receive()
    assert door.accounts() == {
        ("landed", "landed"): 2,
        ("skipped", "another site's"): 2,
        ("skipped", "test client"): 1,
        ("skipped", "no kind"): 1,
    }


def test_a_fault_in_a_skipped_row_is_nobody_s_concern(door: DoorHome) -> None:
    door.clinic(SITES)
    door.send("c.csv", "id,site,kind\n,3,x\n,1,Test\n")
    door.receive()
    assert door.landed("quarantine").is_empty()


RELATIVE = """
  - name: gad7
    feed: responses
    files: "g.csv"
    instrument: gad7
    columns: {episode_id: id, total: t}
    options: {relative_time: {column: month, unit: month, origin: 2024-01-31, to: completed_at}}
    skip_values: {month: {Post: not a month}}
"""


def test_relative_time_becomes_dates_that_are_marked_synthetic(door: DoorHome) -> None:
    door.clinic(RELATIVE)
    door.send("g.csv", "id,month,t\nE1,0,1\nE1,1.0,2\nE1,Post,3\nE1,60,4\nE1,soon,5\nE1,,6\n")
    door.receive()
    rows = door.rows()
    assert rows["completed_at"].to_list() == [
        dt.datetime(2024, 1, 31),
        dt.datetime(2024, 2, 29),
        dt.datetime(2029, 1, 31),  # beyond today, which says nothing about an invented calendar
    ]
    assert rows["is_synthetic_date"].all()
    assert door.faults() == {(6, "ROW-DATE", "month"), (7, "ROW-REQUIRED", "month")}


def test_an_unknown_key_is_refused_with_the_allowed_ones(door: DoorHome) -> None:
    from ingest.configuration.yaml_files import ConfigurationError

    door.clinic(PHQ9.replace("files:", "flies:"))
    with pytest.raises(ConfigurationError) as refused:
        _ = door.registry
    assert "clinics/north.yml" in str(refused.value)
    assert "unknown key; did you mean `files`?" in str(refused.value)


def test_a_keyed_export_says_so_on_every_form(door: DoorHome) -> None:
    door.clinic(f"{PHQ9}    keyed: true")
    door.send("phq9_1.csv", f"{PHQ9_HEADER}\nE1,2026-03-01,1,1,1,1,1,1,1,1,1\n")
    door.receive()
    assert door.rows()["is_keyed"].to_list() == [True]


def test_a_file_s_own_column_called_row_cant_be_read_and_says_so(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv', columns: {client_id: row}}")
    door.send("c.csv", "row,site\nC1,1\n")
    said = refusal(door, "clients")
    assert said.startswith("FILE-")
    assert "`row`" in said
