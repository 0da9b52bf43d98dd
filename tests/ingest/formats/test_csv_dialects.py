"""Finding out how a CSV file is written: delimiter, title lines, header, Excel's own first line."""

from __future__ import annotations

import pytest
from delivered_csv import misshapen_of, read, read_fixture, refusal_of, rows_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("needed", [(), ("case_no", "date")])
def test_the_usual_delimiters_are_detected(delimiter: str, needed: tuple[str, ...]) -> None:
    text = "case_no,date\n1,2026-11-02\n2,2026-11-03\n".replace(",", delimiter)
    result = read(text.encode(), needed=needed)
    assert rows_of(result) == [(2, "1", "2026-11-02"), (3, "2", "2026-11-03")]
    assert result.dialects[0].startswith("UTF-8 (detected), ")
    assert result.dialects[0].endswith("between fields (detected)")


def test_semicolons_win_over_decimal_commas() -> None:
    result = read(b"case;q1;q2\n1;1,5;2,5\n2;0,5;3,0\n")
    assert rows_of(result) == [(2, "1", "1,5", "2,5"), (3, "2", "0,5", "3,0")]


def test_a_comma_in_a_column_name_doesnt_divide_a_file_with_semicolons() -> None:
    result = read(b"score, total;date\n1,5;2026\n2,5;2026\n")
    assert result.tables[0].header == ("score, total", "date")


def test_rows_decide_where_the_header_would_allow_two_delimiters() -> None:
    result = read(b"date|time,note\n1|2,a\n3,b\n4,c\n5,d\n")
    assert result.tables[0].header == ("date|time", "note")


def test_delimiters_inside_quotes_dont_count() -> None:
    result = read(b'name;"a,b,c,d"\n"x,y,z";1\n"x,y,z";2\n')
    assert result.tables[0].header == ("name", "a,b,c,d")


def test_needed_columns_decide_over_everything_else() -> None:
    result = read(b"a,b,c;q1\n1,2,3;4\n1,2,3;5\n", needed=("q1",))
    assert rows_of(result) == [(2, "4"), (3, "5")]


def test_a_single_column_needs_no_delimiter() -> None:
    result = read(b"therapist_id\nT1\nT2, the second\n")
    assert rows_of(result) == [(2, "T1"), (3, "T2, the second")]
    assert "one column" in result.dialects[0]


def test_a_single_needed_column_is_found_in_a_single_column() -> None:
    assert rows_of(read(b"id\na,b\nc,d\n", needed=("id",))) == [(2, "a,b"), (3, "c,d")]


def test_a_declared_delimiter_is_obeyed() -> None:
    result = read(b"a;b,c\n1;2,3\n", delimiter=";")
    assert result.tables[0].header == ("a", "b,c")
    assert result.dialects[0] == 'UTF-8 (detected), ";" between fields (declared)'


@pytest.mark.parametrize("delimiter", ["§", '"', "\n"])
def test_a_delimiter_that_cant_be_one_is_refused(delimiter: str) -> None:
    from ingest.configuration.options import Options
    from ingest.formats import csv
    from ingest.formats.text_table import DeliveredFile

    options = Options.model_construct(delimiter=delimiter, encoding=None)
    result = csv.read([DeliveredFile("a.csv", b"a,b\n1,2\n")], options, ())
    assert result.refusals[0].rule == "FILE-DELIMITER"
    assert "options.delimiter" in result.refusals[0].message


def test_the_first_line_of_excel_names_the_delimiter_and_isnt_a_row() -> None:
    result = read(b"sep=;\ncase,b;q1\n7,8;1\n", needed=("q1",))
    assert rows_of(result) == [(2, "1")]
    assert result.dialects[0] == 'UTF-8 (detected), ";" between fields (named by the file)'


def test_a_declared_delimiter_wins_over_excels_first_line() -> None:
    assert rows_of(read(b"sep=;\na,b\n1,2\n", delimiter=",")) == [(2, "1", "2")]


def test_excels_first_line_may_name_a_tab() -> None:
    assert rows_of(read(b'"sep=\t"\r\na\tb\r\n1\t2\r\n')) == [(2, "1", "2")]


def test_title_lines_above_the_header_are_counted_but_arent_rows() -> None:
    result = read(b"Export of forms;;\nmade on Monday;;\n\ncase;date;q1\n1;x;2\n", needed=("case", "q1"))
    assert rows_of(result) == [(5, "1", "2")]
    assert result.rows_received == {0: 1}
    assert result.dialects[0].endswith("header in row 4")


def test_a_title_with_a_stray_quotation_mark_doesnt_hide_the_header() -> None:
    result = read(b'"Forms of the 5" group\ncase,q1\n1,2\n', needed=("case", "q1"))
    assert rows_of(result) == [(3, "1", "2")]


def test_the_header_is_the_record_with_most_needed_columns() -> None:
    refusal = refusal_of(b"date\nd;case;q1\n1;2;3\n", needed=("date", "case", "q1"))
    assert "row 2" in refusal.message
    assert refusal.rows == 1


def test_a_header_further_down_than_thirty_rows_isnt_looked_for() -> None:
    assert rows_of(read(b"title\n" * 29 + b"case,q1\n1,2\n", needed=("case", "q1"))) == [(31, "1", "2")]
    assert refusal_of(b"title\n" * 30 + b"case,q1\n1,2\n", ("case", "q1")).rule == "FILE-COLUMN-MISSING"


def test_title_lines_arent_looked_for_where_headers_are_canonical() -> None:
    result = read(b"\n \nclient_id,gender\n1,female\n")
    assert result.tables[0].header == ("client_id", "gender")
    assert rows_of(result) == [(4, "1", "female")]


def test_a_header_may_hold_line_breaks() -> None:
    result = read(b'case,"q1\nhow often?"\n1,2\n', needed=("q1\nhow often?",))
    assert rows_of(result) == [(2, "2")]


def test_names_are_trimmed_and_nameless_columns_ignored() -> None:
    result = read_fixture("nameless_columns.csv")
    assert result.tables[0].header == ("case_no", "q1")
    assert rows_of(result) == [(2, "1", "0"), (3, "2", "3")]


def test_a_practice_systems_export_is_read_with_its_title_totals_and_footer() -> None:
    result = read_fixture("practice_system_windows_1252.csv", needed=("Fall", "Datum", "q1", "Bemerkung"))
    assert rows_of(result) == [
        (5, "0007", "03.11.2026", "1,5", "schläft besser"),
        (6, "0008", "04.11.2026", "0", 'sagt: "geht so"'),
        (8, "Summe", "", "1,5", ""),
    ]
    assert misshapen_of(result) == [(9, 1, 5)]
    assert result.blank.rows() == [(0, 1)]
    assert result.rows_received == {0: 5}
    assert result.dialects[0] == ('Windows-1252 (detected), ";" between fields (detected), header in row 4')


def test_a_first_line_seen_before_is_read_alike_only_if_it_decides_alone() -> None:
    # The same first line is a whole header once, and the beginning of one whose quote closes later.
    whole, broken = b'a,"b\n1,2\n', b'a,"b\nc"\n1,2\n'
    assert [table.header for table in read(whole, broken).tables] == [("a", '"b'), ("a", "b\nc")]
    assert [table.header for table in read(broken, whole).tables] == [("a", "b\nc"), ("a", '"b')]
