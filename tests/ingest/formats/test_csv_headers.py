"""Column names of CSV files: what is needed and missing, what stands twice, and what a message may say."""

from __future__ import annotations

import pytest
from delivered_csv import read, refusal_of, rows_of


def test_missing_columns_are_named_with_the_nearest_and_the_whole_header() -> None:
    refusal = refusal_of(b"case_number,Date,q1\n1,2,3\n4,5,6\n", needed=("case_no", "date", "q1"))
    assert refusal.rule == "FILE-COLUMN-MISSING"
    assert "lacks `case_no`, `date`" in refusal.message
    assert "Nearest to `case_no`: `case_number`" in refusal.message
    assert "Nearest to `date`: `Date`" in refusal.message
    assert "The header holds `case_number`, `Date`, `q1`" in refusal.message
    assert "`columns`" in refusal.message
    assert refusal.rows == 2


def test_the_message_tells_when_another_delimiter_would_do() -> None:
    refusal = refusal_of(b"case;date\n1;2\n", needed=("case", "date"), delimiter=",")
    assert 'With ";" between fields every needed column is there' in refusal.message
    assert '`options.delimiter: ";"`' in refusal.message


def test_no_other_delimiter_is_proposed_where_it_wouldnt_do() -> None:
    assert (
        "every needed column" not in refusal_of(b"case;day\n1;2\n", ("case", "date"), delimiter=",").message
    )


@pytest.mark.parametrize(
    "content",
    [
        b"4711,Ada Example,2026-11-02\n4712,Bob Example,2026-11-03\n",
        b"Report about Ada Example\n",
        b"Ada Example;ada@example.org;note\n",
    ],
)
def test_a_first_row_that_may_be_data_isnt_shown(content: bytes) -> None:
    refusal = refusal_of(content, needed=("case_no", "date", "q1"))
    assert refusal.rule == "FILE-COLUMN-MISSING"
    assert "Example" not in refusal.message
    assert "4711" not in refusal.message
    assert "ask the sender for a file with the column names in its first row" in refusal.message


def test_a_header_in_other_words_is_still_shown_if_it_is_surely_one() -> None:
    refusal = refusal_of(b"Case-No;Datum\n1;2\n", needed=("case_no", "date"))
    assert "The header holds `Case-No`, `Datum`" in refusal.message


def test_long_headers_and_long_names_are_cut() -> None:
    names = ["case", *(f"column_{i}" for i in range(100)), "x" * 500]
    message = refusal_of(",".join(names).encode(), needed=("case", "q1")).message
    assert "and 62 more" in message
    assert "x" * 100 not in message


def test_a_needed_column_that_stands_twice_is_refused_with_its_places() -> None:
    refusal = refusal_of(b"case,q1,note,q1\n1,2,3,4\n", needed=("case", "q1"))
    assert refusal.rule == "FILE-COLUMN-TWICE"
    assert "`q1` (columns 2, 4)" in refusal.message
    assert refusal.rows == 1


def test_columns_that_nobody_needs_may_stand_twice() -> None:
    result = read(b"note,case,note\nx,1,y\n", needed=("case",))
    assert rows_of(result) == [(2, "1")]
    assert result.tables[0].header == ("note", "case", "note")


def test_any_repeated_column_is_refused_where_headers_are_canonical() -> None:
    refusal = refusal_of(b"client_id,gender,client_id\n1,2,3\n")
    assert refusal.rule == "FILE-COLUMN-TWICE"
    assert "`client_id` (columns 1, 3)" in refusal.message


def test_a_repeated_name_that_may_be_data_isnt_shown() -> None:
    refusal = refusal_of(b"Ada Example,1,Ada Example\n")
    assert refusal.rule == "FILE-COLUMN-TWICE"
    assert "Example" not in refusal.message
    assert "columns 1, 3" in refusal.message


def test_only_needed_columns_are_kept_and_the_header_stays_whole() -> None:
    result = read(b"name,case,mail,q1\nAda,1,a@b,3\n", needed=("q1", "case"))
    assert result.tables[0].rows.columns == ["file", "row", "case", "q1"]
    assert result.tables[0].header == ("name", "case", "mail", "q1")


def test_text_under_no_name_is_refused_where_headers_are_canonical() -> None:
    refusal = refusal_of(b"client_id,,gender,\n1,,female,\n2,,male,x\n3,,male,y\n")
    assert refusal.rule == "FILE-HEADER"
    assert "column 4 of 4 in 2 rows" in refusal.message
    assert refusal.rows == 3


def test_text_under_no_name_is_nobodys_business_where_columns_are_mapped() -> None:
    assert rows_of(read(b",case,q1\n0,7,1\n1,8,2\n", needed=("case", "q1"))) == [(2, "7", "1"), (3, "8", "2")]


def test_a_file_refused_for_nameless_text_leaves_the_others_alone() -> None:
    result = read(b"client_id,\n1,\n", b"client_id,\n2,x\n\n3\n", b"client_id,\n4,\n")
    assert list(result.refusals) == [1]
    assert result.tables[0].files == (0, 2)
    assert result.tables[0].rows.rows() == [(0, 2, "1"), (2, 2, "4")]
    assert result.misshapen.is_empty()
    assert result.blank.is_empty()
    assert result.rows_received == {0: 1, 2: 1}


def test_a_header_without_any_name_is_refused() -> None:
    refusal = refusal_of(b";;;\n;;;\n")
    assert refusal.rule == "FILE-HEADER"
    assert refusal.rows == 1


def test_columns_called_like_the_row_number_are_left_out_or_refused() -> None:
    result = read(b"row,file,client_id\n1,2,3\n")
    assert result.tables[0].rows.rows() == [(0, 2, "3")]
    assert result.tables[0].header == ("row", "file", "client_id")
    refusal = refusal_of(b"row,client_id\n1,2\n", needed=("row", "client_id"))
    assert refusal.rule == "FILE-HEADER"
    assert "`row`" in refusal.message


def test_a_file_with_no_other_columns_than_those_still_counts_its_rows() -> None:
    result = read(b"row,file\n1,2\n,\n3\n")
    assert result.tables[0].rows.rows() == [(0, 2)]
    assert result.rows_received == {0: 3}


def test_more_columns_than_a_spreadsheet_has_are_refused() -> None:
    assert refusal_of(b"," * 16_384 + b"a\n").rule == "FILE-HEADER"


def test_a_first_line_without_an_end_is_refused() -> None:
    refusal = refusal_of(b"a" * ((1 << 20) + 1))
    assert refusal.rule == "FILE-HEADER"
    assert refusal.rows is None


@pytest.mark.parametrize("content", [b"", b"\n", b" \t\r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused_as_empty(content: bytes) -> None:
    refusal = refusal_of(content)
    assert refusal.rule == "FILE-EMPTY"
    assert refusal.rows == 0


@pytest.mark.parametrize("content", [b"case,q1", b"case,q1\n", b"case,q1\r\n", b"case,q1\r"])
def test_a_file_with_nothing_but_a_header_is_fine(content: bytes) -> None:
    result = read(content, needed=("case",))
    assert result.tables[0].files == (0,)
    assert result.tables[0].rows.columns == ["file", "row", "case"]
    assert result.tables[0].rows.is_empty()
    assert result.rows_received == {0: 0}
