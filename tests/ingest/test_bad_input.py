"""Bad input, as clinics really send it: refused with a message that names the remedy."""

from __future__ import annotations

import pytest
from door_home import PHQ9, PHQ9_HEADER, DoorHome

from ingest.configuration.yaml_files import ConfigurationError

FORM = f"{PHQ9_HEADER}\nE1,2026-03-01,1,1,1,1,1,1,1,1,1\n"


def refused(door: DoorHome) -> tuple[str, str]:
    (refusal,) = door.receive_export("phq9").refusals
    return refusal.rule, refusal.message


def test_an_unknown_key_names_the_file_the_key_and_what_is_allowed(door: DoorHome) -> None:
    door.clinic(PHQ9)
    path = door.home.clinic_file("north")
    path.write_text(path.read_text().replace("timezone", "timezoen"))
    with pytest.raises(ConfigurationError, match=r"clinics/north\.yml:3: timezoen: unknown key; did you"):
        _ = door.registry


def test_an_empty_file_is_refused(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", "")
    rule, message = refused(door)
    assert rule == "FILE-EMPTY"
    assert "export it again" in message


def test_a_file_with_nothing_but_a_header_is_taken_with_no_rows(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", PHQ9_HEADER + "\n")
    assert door.receive_export("phq9").files_accepted == 1
    assert door.landed("deliveries")["rows_received"].to_list() == [0]


def test_another_encoding_than_declared_is_refused(door: DoorHome) -> None:
    door.clinic(f"{PHQ9}    options: {{encoding: utf-8}}")
    door.send("phq9_1.csv", FORM.replace("E1", "E\u00e4").encode("cp1252"))
    rule, message = refused(door)
    assert rule == "FILE-ENCODING"
    assert "options.encoding" in message


def test_a_header_that_names_a_column_twice_is_refused(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM.replace("q9", "q8"))
    rule, message = refused(door)
    assert rule in ("FILE-COLUMN-TWICE", "FILE-COLUMN-MISSING")
    assert "q" in message


def test_a_short_row_is_refused_and_its_neighbours_are_taken(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM + "E2,2026-03-01,1,1\n" + FORM.splitlines()[1].replace("E1", "E3") + "\n")
    assert door.receive_export("phq9").rows == {"landed": 2, "quarantined": 1}
    remedy = door.landed("quarantine")["remedy"].item()
    assert "quotes" in remedy


def test_a_missing_column_is_named(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM.replace("case_no", "patient_no"))
    rule, message = refused(door)
    assert rule == "FILE-COLUMN-MISSING"
    assert "case_no" in message


def test_an_unmapped_code_names_its_column_and_where_to_map_it(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv', values: {gender: {M: male}}}")
    door.send("c.csv", "client_id,gender\nC1,M\nC2,F\n")
    assert door.receive_export("clients").quarantined == {"ROW-CODE": 1}
    row = door.landed("quarantine").row(0, named=True)
    assert (row["source_row"], row["column_name"]) == (3, "gender")
    assert "`values`" in row["remedy"]


def test_a_file_for_an_unknown_clinic_is_reported_and_never_read(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORM, clinic_id="nroth")
    summary = door.receive()
    assert "inbox/nroth belongs to no clinic" in summary.problems[0]
    assert "write clinics/nroth.yml" in summary.problems[0]
    assert door.landed("deliveries").is_empty()


def test_files_in_the_inbox_are_never_changed(door: DoorHome) -> None:
    door.clinic(PHQ9)
    for name, text in (("phq9_1.csv", FORM), ("phq9_2.csv", ""), ("phq9_3.txt", "?")):
        door.send(name, text)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in door.home.inbox.rglob("*.*")}
    door.receive()
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in door.home.inbox.rglob("*.*")
    } == before
