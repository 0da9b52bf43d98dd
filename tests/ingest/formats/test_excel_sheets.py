"""Sheets of workbooks: which one is read, where its header is, and which rows are its rows."""

from __future__ import annotations

import pytest
from delivered_files import CANARY, column_of, fixture, read_as, refusal_of, rows_of, table_of
from made_workbooks import Sheet, workbook

NEEDED = ("case", "q1")
TABLE = [["case", "q1"], ["A", 1], ["B", 2]]
NOTES = [["Notes on the year"], [CANARY]]


def test_the_header_need_not_stand_in_the_first_row() -> None:
    rows = [["Sessions 2026"], [], [None, "case", None, "q1"], [None, "A", None, 1]]
    result = read_as("excel", workbook({"S": rows}), needed=NEEDED)
    assert rows_of(result) == [(4, "A", "1")]
    assert "header in row 3" in result.dialects[0]
    assert result.rows_received == {0: 1}


def test_rows_have_the_numbers_that_excel_shows() -> None:
    rows = [["case", "q1"], ["A", 1], [], [" ", None], ["B", 2], ["Total", 3], []]
    result = read_as("excel", workbook({"S": Sheet(rows, hidden_rows=[2])}), needed=NEEDED)
    assert rows_of(result) == [(2, "A", "1"), (5, "B", "2"), (6, "Total", "3")]
    assert result.blank.rows() == [(0, 2)]


def test_a_row_counts_as_blank_only_if_no_column_holds_anything() -> None:
    result = read_as(
        "excel", workbook({"S": [["case", "q1", "x"], ["A", 1, 1], [None, None, "y"]]}), needed=NEEDED
    )
    assert rows_of(result) == [(2, "A", "1"), (3, "", "")]


def test_headers_are_trimmed_and_their_line_breaks_are_spaces() -> None:
    result = read_as("excel", workbook({"S": [[" case\nno ", "q1"], ["A", 1]]}), needed=("case no", "q1"))
    assert column_of(result, "case no") == ["A"]


def test_a_header_that_is_merged_over_two_rows_counts_for_the_lower_one() -> None:
    rows = [["case", "PHQ-9", None], [None, "q1", "q2"], ["A", 1, 2]]
    content = workbook({"S": Sheet(rows, merged=["A1:A2", "B1:C1"])})
    assert rows_of(read_as("excel", content, needed=("case", "q1", "q2"))) == [(3, "A", "1", "2")]


def test_the_only_visible_sheet_with_the_columns_is_read() -> None:
    content = workbook({"Notes": NOTES, "Data": TABLE, "Old": Sheet(TABLE, is_hidden=True)})
    result = read_as("excel", content, needed=NEEDED)
    assert column_of(result, "case") == ["A", "B"]
    assert result.dialects[0] == "Excel workbook, sheet 2 of 2"


def test_two_sheets_with_the_columns_are_not_guessed_between() -> None:
    result = read_as("excel", workbook({f"{CANARY} north": TABLE, "south": TABLE}), needed=NEEDED)
    assert refusal_of(result).rule == "FILE-SHEET"
    assert "(sheet 1, sheet 2)" in refusal_of(result).message


@pytest.mark.parametrize(
    ("sheet", "case"), [("south", "S"), (2, "S"), ("sou*", "S"), ("north", "N"), (1, "N")]
)
def test_a_sheet_is_named_by_name_place_or_pattern(sheet: str | int, case: str) -> None:
    content = workbook({"north": [["case", "q1"], ["N", 1]], "south": [["case", "q1"], ["S", 1]]})
    assert column_of(read_as("excel", content, needed=NEEDED, sheet=sheet), "case") == [case]


def test_a_hidden_sheet_is_read_only_by_its_name() -> None:
    content = workbook({"Data": TABLE, "Old": Sheet([["case", "q1"], ["H", 1]], is_hidden=True)})
    assert column_of(read_as("excel", content, needed=NEEDED, sheet="Old"), "case") == ["H"]
    for sheet in ("Ol?", 2):
        assert refusal_of(read_as("excel", content, needed=NEEDED, sheet=sheet)).rule == "FILE-SHEET"
    only_hidden = workbook({"Old": Sheet(TABLE, is_hidden=True)})
    assert "No sheet is visible" in refusal_of(read_as("excel", only_hidden, needed=NEEDED)).message


def test_the_hidden_sheet_of_an_xls_stays_hidden() -> None:
    result = read_as("excel", fixture("excel/sessions.xls"), needed=("case", "date"))
    assert "secret" not in table_of(result)["date"].to_list()
    assert result.dialects[0].startswith("Excel 97-2003 workbook, sheet 1 of 2")


def test_a_missing_column_is_named_with_the_one_that_is_nearly_called_so() -> None:
    result = read_as(
        "excel", workbook({"Notes": NOTES, "S": [["Case", "q1", CANARY], ["A", 1]]}), needed=NEEDED
    )
    refusal = refusal_of(result)
    assert refusal.rule == "FILE-COLUMN-MISSING"
    assert "The header in row 1 of sheet 2 lacks `case` (did you mean `Case`?)." in refusal.message
    assert refusal.rows == 1


def test_a_sheet_without_any_needed_column_shows_nothing_of_it() -> None:
    refusal = refusal_of(read_as("excel", workbook({"S": [[CANARY, "x"], ["A", 1]]}), needed=NEEDED))
    assert refusal.message.startswith(
        "None of the needed columns is in the first 2 rows of sheet 1: `case`; `q1`."
    )
    assert refusal.rows is None


def test_a_column_that_is_there_twice_is_refused() -> None:
    rows = [["case", "q1", "q1", "x", "x"], ["A", 1, 2, 3, 4]]
    assert refusal_of(read_as("excel", workbook({"S": rows}), needed=NEEDED)).rule == "FILE-COLUMN-TWICE"
    taken = read_as("excel", workbook({"S": rows}), needed=("case",))
    assert rows_of(taken) == [(2, "A")]


def test_canonical_headers_need_no_mapping_and_notes_beside_the_table_are_left() -> None:
    rows = [["episode_id", "item_1", None], ["A", 1, "a remark"]]
    result = read_as("excel", workbook({"Notes": NOTES, "S": rows}))
    assert table_of(result).columns == ["row", "episode_id", "item_1"]
    assert result.tables[0].header == ("episode_id", "item_1")


def test_columns_that_nobody_needs_are_not_read() -> None:
    content = workbook({"S": [["case", "q1", "name"], ["A", 1, CANARY]]})
    assert table_of(read_as("excel", content, needed=NEEDED)).columns == ["row", "case", "q1"]


@pytest.mark.parametrize("rows", [[], [[]], [[" "]]])
def test_an_empty_workbook_is_refused(rows: list[list[str]]) -> None:
    assert refusal_of(read_as("excel", workbook({"S": rows}), needed=NEEDED)).rule == "FILE-EMPTY"


def test_a_table_without_rows_is_taken() -> None:
    result = read_as("excel", workbook({"S": [["case", "q1"]]}), needed=NEEDED)
    assert rows_of(result) == []
    assert result.rows_received == {0: 0}


def test_several_workbooks_are_read_together_each_by_itself() -> None:
    broken = workbook({"S": [["x"]]})
    result = read_as("excel", workbook({"S": TABLE}), broken, workbook({"T": TABLE[:2]}), needed=NEEDED)
    assert rows_of(result, 0) == [(2, "A", "1"), (3, "B", "2")]
    assert rows_of(result, 2) == [(2, "A", "1")]
    assert list(result.refusals) == [1]
