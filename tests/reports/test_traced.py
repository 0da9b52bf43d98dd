"""Numbers keep the cells they come from through arithmetic, and stay numbers to everyone else."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from reports.numbers.traced import Answer, Cell, cells_of, counted, derived, rows_of_answer, total, traced
from reports.shares import Share

ANSWER = Answer(
    Path("reports/x/things.sql"),
    "select 1",
    ("clinic_id", "part", "whole", "mean"),
    (("north", 3, 12, 2.5), ("south", 0, 8, None)),
)
NORTH, SOUTH = rows_of_answer(ANSWER)


def columns(value: object) -> set[tuple[int, str]]:
    return {(cell.row, cell.column) for cell in cells_of(value)}


def test_a_row_holds_the_same_values_as_plain_ones() -> None:
    assert NORTH == {"clinic_id": "north", "part": 3, "whole": 12, "mean": 2.5}
    assert SOUTH["mean"] is None
    assert json.dumps(NORTH) == '{"clinic_id": "north", "part": 3, "whole": 12, "mean": 2.5}'
    assert {3: "found"}[NORTH["part"]] == "found"


@pytest.mark.parametrize(
    ("value", "expected", "behind"),
    [
        (NORTH["part"] / NORTH["whole"], 0.25, {(0, "part"), (0, "whole")}),
        (1 - NORTH["part"], -2, {(0, "part")}),
        (NORTH["whole"] * 0.5, 6.0, {(0, "whole")}),
        (sum([NORTH["whole"], SOUTH["whole"]]), 20, {(0, "whole"), (1, "whole")}),
        (round(NORTH["mean"] / 3, 2), 0.83, {(0, "mean")}),
        (math.ceil(NORTH["mean"]), 3, {(0, "mean")}),
        (-NORTH["mean"], -2.5, {(0, "mean")}),
        (NORTH["part"] ** 2, 9, {(0, "part")}),
        (max(NORTH["mean"], 0.0), 2.5, {(0, "mean")}),
        (total([None, SOUTH["part"]]), 0, {(1, "part")}),
        (derived(math.sqrt(NORTH["whole"]), NORTH["whole"]), math.sqrt(12), {(0, "whole")}),
    ],
)
def test_arithmetic_keeps_the_cells(value: float, expected: float, behind: set[tuple[int, str]]) -> None:
    assert value == expected
    assert columns(value) == behind


def test_an_interval_comes_from_both_counts() -> None:
    estimate = Share(NORTH["part"], NORTH["whole"]).estimate()
    plain = Share(3, 12).estimate()
    assert estimate == plain
    assert estimate is not None
    for value in (estimate.value, estimate.lower, estimate.upper):
        assert columns(value) == {(0, "part"), (0, "whole")}


def test_a_count_of_rows_remembers_each_of_them() -> None:
    assert counted([NORTH, SOUTH]) == 2
    assert {row for row, _ in columns(counted([NORTH, SOUTH]))} == {0, 1}
    assert counted([]) == 0


def test_what_is_no_number_stays_as_it_is() -> None:
    assert traced("text", [Cell(ANSWER, 0, "part")]) == "text"
    assert traced(True, [Cell(ANSWER, 0, "part")]) is True
    assert cells_of(7) == frozenset()
    assert total([None]) == 0


def test_a_thousand_additions_are_no_deep_recursion() -> None:
    value = NORTH["part"]
    for _ in range(20_000):
        value = value + 1
    assert columns(value) == {(0, "part")}


def test_rows_are_told_apart_by_the_fewest_columns_from_the_left() -> None:
    assert ANSWER.identity == ("clinic_id",)
    two = Answer(ANSWER.query, "", ("clinic_id", "scale", "n"), (("a", "x", 1), ("a", "y", 1)))
    assert two.identity == ("clinic_id", "scale")
    assert Answer(ANSWER.query, "", ("n",), ((1,),)).identity == ()
