"""Items: codes, ranges in exact units, several instruments in one file."""

from __future__ import annotations

import pytest
from door_home import PHQ9, PHQ9_HEADER, DoorHome

ORS = """
  - name: ors
    feed: responses
    files: "ors_*.csv"
    instrument: ors_adult
    columns: {episode_id: case_no, completed_at: date, items: [a, b, c, d]}
"""


def phq9(*rows: str) -> str:
    return (
        "\n".join([PHQ9_HEADER, *(f"E{n},2026-03-0{n},{row}" for n, row in enumerate(rows, start=1))]) + "\n"
    )


def test_items_are_kept_in_the_form_s_order_with_unanswered_ones_null(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", phq9("0,1,2,3,,0,1,2,3"))
    door.receive()
    assert door.rows()["items"].to_list() == [[0, 1, 2, 3, None, 0, 1, 2, 3]]


@pytest.mark.parametrize("answer", ["4", "-1", "2.5", "99", "10"])
def test_an_answer_that_the_form_doesnt_offer_quarantines_the_form(door: DoorHome, answer: str) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", phq9(f"0,0,0,0,0,0,0,{answer},0", "3,3,3,3,3,3,3,3,3"))
    door.receive()
    assert door.faults() == {(2, "ROW-ITEM-RANGE", "q8")}
    assert door.rows()["items"].to_list() == [[3] * 9]


def test_an_answer_that_is_no_number_quarantines_the_form(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", phq9("0,0,0,0,0,0,0,often,0"))
    door.receive()
    assert door.faults() == {(2, "ROW-NUMBER", "q8")}


def test_all_faults_of_a_row_are_listed_and_the_account_counts_the_row_once(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", f"{PHQ9_HEADER}\n,2026-13-01,7,x,0,0,0,0,0,0,8\n")
    door.receive()
    assert door.faults() == {
        (2, "ROW-REQUIRED", "case_no"),
        (2, "ROW-DATE", "date"),
        (2, "ROW-ITEM-RANGE", "q1"),
        (2, "ROW-ITEM-RANGE", "q9"),
        (2, "ROW-NUMBER", "q2"),
    }
    assert door.accounts() == {("quarantined", "ROW-REQUIRED"): 1}


def test_codes_for_no_answer_become_null_also_where_a_spreadsheet_wrote_them_as_decimals(
    door: DoorHome,
) -> None:
    door.clinic(f"{PHQ9}    items_missing: [99, x]\n    options: {{null_values: [NA]}}")
    door.send("phq9_1.csv", phq9("99,99.0,x,NA,3.0,3,1,1,1"))
    door.receive()
    assert door.rows()["items"].to_list() == [[None, None, None, None, 3, 3, 1, 1, 1]]


def test_a_form_whose_cells_all_say_no_answer_is_a_blank_form(door: DoorHome) -> None:
    door.clinic(f"{PHQ9}    items_missing: [99]")
    door.send("phq9_1.csv", phq9("99,99,99,99,99,99,99,99,99", ",,,,,,,,", "1,,,,,,,,"))
    door.receive()
    assert door.accounts() == {("skipped", "blank form"): 2, ("landed", "landed"): 1}


def test_an_instrument_s_own_does_not_apply_becomes_null_and_still_is_a_form(door: DoorHome) -> None:
    door.clinic(
        """
  - name: care
    feed: responses
    files: "care_*.csv"
    instrument: care
"""
    )
    items = ",".join(f"item_{number}" for number in range(1, 11))
    door.send("care_1.csv", f"episode_id,completed_at,{items}\nE1,2026-03-01,{','.join('0' * 10)}\n")
    door.receive()
    assert door.rows()["items"].to_list() == [[None] * 10]


def test_lines_measured_in_tenths_are_stored_as_whole_tenths(door: DoorHome) -> None:
    door.clinic(ORS)
    door.send(
        "ors_1.csv", "case_no,date,a,b,c,d\nE1,2026-03-01,7.3,10,0,0.1\nE2,2026-03-01,10.0,9.9,5,2.30\n"
    )
    door.receive()
    assert door.rows()["items"].to_list() == [[73, 100, 0, 1], [100, 99, 50, 23]]


@pytest.mark.parametrize("answer", ["10.1", "-0.1", "7.35", "100"])
def test_a_line_beyond_the_form_or_finer_than_a_tenth_is_refused(door: DoorHome, answer: str) -> None:
    door.clinic(ORS)
    door.send("ors_1.csv", f"case_no,date,a,b,c,d\nE1,2026-03-01,7.3,{answer},0,0.1\n")
    door.receive()
    assert door.faults() == {(2, "ROW-ITEM-RANGE", "b")}


def test_a_decimal_comma_is_read_where_it_is_declared(door: DoorHome) -> None:
    door.clinic(f"{ORS}    options: {{decimal: ',', delimiter: ';'}}")
    door.send("ors_1.csv", "case_no;date;a;b;c;d\nE1;2026-03-01;7,3;10,0;0;0,1\nE2;2026-03-01;7.3;1;1;1\n")
    door.receive()
    assert door.rows()["items"].to_list() == [[73, 100, 0, 1]]
    assert door.faults() == {(3, "ROW-NUMBER", "a")}


ANY = """
  - {name: forms, feed: responses, files: "forms_*.csv"}
"""


def any_form(*rows: str, items: int = 9) -> str:
    header = ",".join(
        ["episode_id", "instrument", "completed_at", *(f"item_{n}" for n in range(1, items + 1))]
    )
    return "\n".join([header, *rows]) + "\n"


def test_each_row_is_read_by_its_own_instrument_and_aliases_are_resolved(door: DoorHome) -> None:
    door.clinic(ANY)
    rows = (
        "E1,phq9,2026-03-01,1,1,1,1,1,1,1,1,1",
        "E1,ors,2026-03-01,7.3,1,1,1,,,,,",
        "E1,gad7,2026-03-01,2,2,2,2,2,2,2,,",
        "E1,ors_adult,2026-03-02,7.4,1,1,1,,,,,",
    )
    door.send("forms_1.csv", any_form(*rows))
    door.receive()
    landed = door.rows()
    assert landed["instrument_id"].to_list() == ["phq9", "ors_adult", "gad7", "ors_adult"]
    assert landed["items"].to_list() == [[1] * 9, [73, 10, 10, 10], [2] * 7, [74, 10, 10, 10]]
    assert landed["source_row"].to_list() == [2, 3, 4, 5]


def test_answers_beyond_an_instrument_s_last_item_are_refused(door: DoorHome) -> None:
    door.clinic(ANY)
    door.send("forms_1.csv", any_form("E1,gad7,2026-03-01,2,2,2,2,2,2,2,1,"))
    door.receive()
    assert door.faults() == {(2, "ROW-ITEM-COUNT", "item_8+item_9")}


def test_answers_to_an_instrument_with_more_items_than_the_file_are_refused(door: DoorHome) -> None:
    door.clinic(ANY)
    door.send("forms_1.csv", any_form("E1,phq9,2026-03-01,2,2,2,2", items=4))
    door.receive()
    assert door.faults() == {(2, "ROW-ITEM-COUNT", "item_1+item_2+item_3+item_4")}


def test_an_unregistered_instrument_is_refused_by_name_of_the_rule(door: DoorHome) -> None:
    door.clinic(ANY)
    door.send(
        "forms_1.csv",
        any_form("E1,phq99,2026-03-01,1,1,1,1,1,1,1,1,1", "E1,,2026-03-01,1,1,1,1,1,1,1,1,1"),
    )
    door.receive()
    assert door.faults() == {(2, "ROW-INSTRUMENT", "instrument"), (3, "ROW-REQUIRED", "instrument")}


def test_a_file_of_one_instrument_may_name_it_but_no_other(door: DoorHome) -> None:
    door.clinic("\n  - {name: forms, feed: responses, files: 'forms_*.csv', instrument: gad7}")
    rows = (
        "E1,gad7,2026-03-01,1,1,1,1,1,1,1",
        "E2,,2026-03-01,1,1,1,1,1,1,1",
        "E3,phq9,2026-03-01,1,1,1,1,1,1,1",
    )
    door.send("forms_1.csv", any_form(*rows, items=7))
    door.receive()
    assert door.rows()["instrument_id"].to_list() == ["gad7", "gad7"]
    assert door.faults() == {(4, "ROW-INSTRUMENT", "instrument")}
