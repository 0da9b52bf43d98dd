"""Answers that a sender writes otherwise than the form become the form's own at the door."""

from __future__ import annotations

import pytest
from door_home import DoorHome

from ingest.configuration import instrument_files

SHIPPED = instrument_files.SHIPPED_INSTRUMENTS


@pytest.fixture
def door(door: DoorHome, monkeypatch: pytest.MonkeyPatch) -> DoorHome:
    """The door with every instrument."""
    monkeypatch.setattr(instrument_files, "SHIPPED_INSTRUMENTS", SHIPPED)
    return door


def send(door: DoorHome, instrument: str, coding: str, *forms: list[object]) -> None:
    """Deliver forms whose export declares a coding."""
    items = [f"q{n}" for n in range(1, len(forms[0]) + 1)]
    door.clinic(f"""
  - name: forms
    feed: responses
    files: "*.csv"
    instrument: {instrument}
    coding: {coding}
    columns: {{episode_id: case_no, completed_at: date, items: [{", ".join(items)}]}}
""")
    rows = [
        f"c{n},2026-11-0{n},{','.join(str(answer) for answer in form)}"
        for n, form in enumerate(forms, start=1)
    ]
    door.send("forms.csv", "\n".join([f"case_no,date,{','.join(items)}", *rows]) + "\n")
    door.receive()


def landed(door: DoorHome) -> list[list[int | None]]:
    return [list(items) for items in door.rows().sort("source_row")["items"].to_list()]


def test_a_k10_counted_from_zero_gets_a_point_an_item(door: DoorHome) -> None:
    send(door, "k10", "from_zero", [0, 1, 2, 3, 4, 0, 0, 0, 0, 0], [4, 4, 4, 4, "", 4, 4, 4, 4, 4])
    assert landed(door) == [[1, 2, 3, 4, 5, 1, 1, 1, 1, 1], [5, 5, 5, 5, None, 5, 5, 5, 5, 5]]


def test_an_answer_that_the_coding_lacks_is_refused_and_never_clipped(door: DoorHome) -> None:
    send(door, "k10", "from_zero", [0] * 9 + [5], [0] * 9 + [1.5], [0] * 10)
    assert landed(door) == [[1] * 10]
    assert door.faults() == {(2, "ROW-ITEM-RANGE", "q10"), (3, "ROW-ITEM-RANGE", "q10")}


def test_places_of_options_are_turned_for_the_items_that_are_printed_worst_first(door: DoorHome) -> None:
    send(door, "csq8", "option_position", [1] * 8, [4, 3, 4, 4, 4, 4, 4, 4])
    assert landed(door) == [[1, 4, 1, 4, 4, 1, 1, 4], [4, 2, 4, 1, 1, 4, 4, 1]]


def test_a_form_printed_best_first_is_turned_whole(door: DoorHome) -> None:
    send(door, "who5", "option_position", [1, 2, 3, 4, 6])
    assert landed(door) == [[5, 4, 3, 2, 0]]


def test_millimetres_are_tenths_of_a_line(door: DoorHome) -> None:
    send(door, "ors", "millimetres", [62, 63, 62, 100])
    assert landed(door) == [[62, 63, 62, 100]]


def test_a_scale_without_a_zero_is_recoded_over_the_gap(door: DoorHome) -> None:
    send(door, "blri_os40", "one_to_six", [1, 2, 3, 4, 5, 6] * 6 + [1, 1, 1, 1])
    assert landed(door)[0][:6] == [-3, -2, -1, 1, 2, 3]


@pytest.mark.parametrize("answer", [0, 7])
def test_a_scale_without_a_zero_refuses_what_isnt_a_place(door: DoorHome, answer: int) -> None:
    send(door, "blri_os40", "one_to_six", [answer, *[1] * 39])
    assert door.rows().is_empty()
    assert door.faults() == {(2, "ROW-ITEM-RANGE", "q1")}
