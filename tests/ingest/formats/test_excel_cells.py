"""Cells of workbooks: what each kind of value is as text."""

from __future__ import annotations

import datetime as dt

import pytest
from delivered_files import column_of, fixture, read_as, rows_of
from made_workbooks import Cell, Sheet, workbook

from ingest.formats.excel_cells import digits_shown, number_text, serial_value, value_text

COLUMNS = ("case", "date", "at", "time", "q1", "q2", "total", "remark", "id")


def cells(*values: object, **settings: bool) -> list[str]:
    """Return what a column of these values is read as."""
    content = workbook({"S": [["case", "x"], *(["c", value] for value in values)]}, **settings)
    return column_of(read_as("excel", content, needed=("case", "x")), "x")


def number(written: str) -> Cell:
    """Return a numeric cell whose value is written like this in the file."""
    return Cell(written, kind="n")


def test_whole_numbers_have_no_decimal_point() -> None:
    assert cells(3, "3.0", number("3.0"), number("-0"), number("0.0")) == ["3", "3.0", "3", "0", "0"]


def test_decimals_are_what_was_typed_and_not_what_binary_makes_of_them() -> None:
    assert cells(number("0.30000000000000004"), number("7.2999999999999998"), number("1.005")) == [
        "0.3",
        "7.3",
        "1.005",
    ]


def test_numbers_have_the_decimal_mark_that_the_export_declares() -> None:
    """Else 7.3 would be unreadable beside typed cells such as 7,3, and 1.234 would be 1234."""
    content = workbook({"S": [["case", "x"], ["A", 7.3], ["B", "7,3"], ["C", 4], ["D.1", "1.234,5"]]})
    result = read_as("excel", content, needed=("case", "x"), decimal=",", thousands=".")
    assert rows_of(result) == [(2, "A", "7,3"), (3, "B", "7,3"), (4, "C", "4"), (5, "D.1", "1.234,5")]


def test_large_and_small_numbers_have_no_exponent() -> None:
    assert cells(number("1e20"), number("123456789012345"), number("0.00001")) == [
        "100000000000000000000",
        "123456789012345",
        "0.00001",
    ]


def test_numbers_that_are_kept_as_text_stay_as_they_are() -> None:
    assert cells("007", " 12 ", "1,5", "12345678901234567890") == [
        "007",
        " 12 ",
        "1,5",
        "12345678901234567890",
    ]


def test_leading_zeros_that_a_number_format_shows_are_written_out() -> None:
    assert cells(Cell(42, "00000"), Cell(123456, "00000"), Cell(42, "0"), Cell(42, "[$-809]000")) == [
        "00042",
        "123456",
        "42",
        "042",
    ]


@pytest.mark.parametrize(
    ("shown_as", "stored", "text"),
    [
        ("dd/mm/yyyy", 46327, "2026-11-01"),
        ("yyyy-mm-dd hh:mm", 46327.604166666664, "2026-11-01 14:30:00"),
        ("yyyy-mm-dd hh:mm", 46327.60417, "2026-11-01 14:30:00"),
        ("hh:mm", 0.75, "18:00:00"),
        ("[h]:mm", 1.0625, "25:30:00"),
        ("d mmm yy", 61, "1900-03-01"),
    ],
)
def test_dates_and_times_are_iso_whatever_their_format(shown_as: str, stored: object, text: str) -> None:
    assert cells(Cell(stored, shown_as)) == [text]


def test_dates_counted_from_1904_are_the_same_dates() -> None:
    assert cells(Cell(46327 - 1462, "dd/mm/yyyy"), dates_from_1904=True) == ["2026-11-01"]


def test_errors_stay_as_excel_shows_them() -> None:
    assert cells(Cell("#N/A", kind="e"), Cell("#DIV/0!", kind="e", formula="1/0"), "x") == [
        "#N/A",
        "#DIV/0!",
        "x",
    ]


def test_booleans_are_not_taken_for_numbers() -> None:
    assert cells(Cell(1, kind="b"), 1, Cell(0, kind="b"), 0) == ["TRUE", "1", "FALSE", "0"]


def test_formulas_are_read_by_their_stored_result() -> None:
    assert cells(Cell(5, formula="2+3"), Cell("late", formula='"la"&"te"', kind="str")) == ["5", "late"]


def test_a_formula_without_a_stored_result_is_empty_and_noted() -> None:
    rows = [["case", "x"], ["c", Cell(formula="2+3")], ["d", Cell("", formula='""', kind="str")], ["e", 1]]
    result = read_as("excel", workbook({"S": rows}), needed=("case", "x"))
    assert column_of(result, "x") == ["", "", "1"]
    assert "1 formula without a stored result read as empty" in result.dialects[0]


def test_results_that_a_program_left_to_be_calculated_are_noted() -> None:
    rows = [["case", "x"], ["c", Cell(0, formula="2+3")]]
    result = read_as("excel", workbook({"S": rows}, calculates_on_load=True), needed=("case", "x"))
    assert "stored results of formulas may be out of date" in result.dialects[0]
    plain = workbook({"S": [["case", "x"], ["c", 0]]}, calculates_on_load=True)
    assert "stored results" not in read_as("excel", plain, needed=("case", "x")).dialects[0]


@pytest.mark.parametrize("name", ["sessions.xls", "sessions.ods"])
def test_xls_and_ods_are_read_like_xlsx(name: str) -> None:
    result = read_as("excel", fixture(f"excel/{name}"), needed=COLUMNS)
    number = "00042" if name.endswith("xls") else "42"
    assert rows_of(result)[0] == (
        4, "N-1", "2026-11-01", "2026-11-01 14:30:00", "12:00:00", "0.1", "0.2", "0.3", "plain", number,
    )  # fmt: skip
    assert rows_of(result)[2] == (7, "N-3", "", "", "", "", "", "#N/A", "#DIV/0!", "")
    assert [row[0] for row in rows_of(result)] == [4, 5, 7, 8, 9]
    assert column_of(result, "case")[3:] == ["007", "Total"]
    assert result.blank.rows() == [(0, 1)]


def test_an_xls_that_counts_from_1904_is_read_by_its_own_dates() -> None:
    result = read_as("excel", fixture("excel/from_1904.xls"), needed=COLUMNS)
    assert column_of(result, "at")[0] == "2030-11-02 14:30:00"


@pytest.mark.parametrize(
    ("code", "digits"),
    [("00000", 5), ("0", None), ("0.00", None), ('"00"', 2), ("General", None), ("", None)],
)
def test_only_formats_of_zeros_alone_fill_up_numbers(code: str, digits: int | None) -> None:
    assert digits_shown(code) == digits


def test_serial_numbers_before_the_false_leap_day_are_a_day_later() -> None:
    assert serial_value(59, False) == dt.date(1900, 2, 28)
    assert serial_value(61, False) == dt.date(1900, 3, 1)
    assert serial_value(1e12, False) == 1e12


def test_values_of_every_kind_are_written() -> None:
    assert value_text(dt.timedelta(hours=-1, minutes=-30)) == "-1:30:00"
    assert value_text(dt.datetime(2026, 11, 1, 23, 59, 59, 999_600)) == "2026-11-02 00:00:00"  # noqa: DTZ001
    assert value_text(dt.time(14, 29, 59, 999_999)) == "14:30:00"
    assert number_text(float("nan")) == "nan"


def test_merged_cells_stand_for_each_of_their_rows() -> None:
    rows = [["case", "q1", "q2"], ["A", 1, 2], [None, 3, None], [None, None, None], [None, 5, 6], ["B", 7, 8]]
    result = read_as(
        "excel", workbook({"S": Sheet(rows, merged=["A2:A5", "B6:C6"])}), needed=("case", "q1", "q2")
    )
    assert rows_of(result) == [(2, "A", "1", "2"), (3, "A", "3", ""), (5, "A", "5", "6"), (6, "B", "7", "8")]
    assert result.blank.rows() == [(0, 1)]
    assert "2 merged cells read as the one above" in result.dialects[0]
