"""Rows of CSV files: their numbers, their shape, line ends, blank rows and quotation marks."""

from __future__ import annotations

import json

import pytest
from delivered_csv import misshapen_of, read, read_fixture, rows_of, unbalanced


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("final", [True, False])
def test_every_kind_of_line_end_is_read(end: str, final: bool) -> None:
    text = end.join(["case,q1", "1,2", "", '"3","x"', "4,"]) + (end if final else "")
    result = read(text.encode())
    assert rows_of(result) == [(2, "1", "2"), (4, "3", "x"), (5, "4", "")]
    assert result.blank.rows() == [(0, 1)]
    assert result.rows_received == {0: 4}


def test_line_ends_may_be_mixed() -> None:
    assert rows_of(read(b"a,b\r\n1,2\n3,4\r\n")) == [(2, "1", "2"), (3, "3", "4")]


def test_a_carriage_return_alone_belongs_to_its_cell_where_rows_end_otherwise() -> None:
    assert rows_of(read(b"a,b\n1,x\ry\n2,z\n")) == [(2, "1", "x\ry"), (3, "2", "z")]


def test_line_breaks_inside_quotes_stay_as_they_are() -> None:
    result = read(b'a,b\r\n1,"x\r\ny"\r\n2,"x\ny\rz"\r\n3,w\r\n')
    assert rows_of(result) == [(2, "1", "x\r\ny"), (3, "2", "x\ny\rz"), (4, "3", "w")]


def test_an_old_macintosh_file_keeps_its_line_breaks_inside_cells() -> None:
    assert rows_of(read_fixture("old_macintosh.csv")) == [(2, "12", "line one\rline two"), (3, "13", "café")]


def test_cells_are_text_as_it_was_sent() -> None:
    cells = ["NaN", "null", "#NULL!", "NA", "-99", "007", "1e3", " padded ", "true", "2026-11-02", "'", "\\N"]
    text = ",".join(f"c{i}" for i in range(len(cells))) + "\n" + ",".join(cells) + "\n"
    assert rows_of(read(text.encode())) == [(2, *cells)]


def test_empty_cells_are_empty_text_whether_quoted_or_not() -> None:
    assert rows_of(read(b'a,b,c,d\n,"",x,\n')) == [(2, "", "", "x", "")]


def test_rows_with_another_number_of_fields_are_told_apart_from_empty_cells() -> None:
    result = read_fixture("short_and_long_rows.csv")
    assert rows_of(result) == [(2, "1", "0", "1"), (8, "5", "3", "3")]
    assert misshapen_of(result) == [(3, 2, 3), (4, 4, 3), (6, 4, 3), (9, 1, 3)]
    assert result.blank.rows() == [(0, 2)]
    assert result.rows_received == {0: 8}


def test_short_and_long_rows_that_make_up_for_each_other_are_found() -> None:
    assert misshapen_of(read(b"a,b\n1\n2,3,4\n5,6\n")) == [(2, 1, 2), (3, 3, 2)]


def test_fields_are_counted_outside_quotes() -> None:
    result = read(b'a,b\n"1,1","2\n,,2"\n"3,3"\n"4","5","6,6"\n')
    assert rows_of(result) == [(2, "1,1", "2\n,,2")]
    assert misshapen_of(result) == [(3, 1, 2), (4, 3, 2)]


def test_trailing_blank_rows_are_counted_and_left_out() -> None:
    result = read(b"a;b\n1;2\n\n\n;\n \n\t;  \n" + b'"";""\n;;;;\n')
    assert rows_of(result) == [(2, "1", "2")]
    assert result.blank.rows() == [(0, 7)]
    assert result.misshapen.is_empty()


def test_blank_rows_of_a_single_column_are_blank() -> None:
    result = read(b"id\r\n1\r\n\r\n2\r\n")
    assert rows_of(result) == [(2, "1"), (4, "2")]
    assert result.blank.rows() == [(0, 1)]


def test_a_row_that_is_empty_only_in_needed_columns_isnt_blank() -> None:
    result = read(b'case,q1,note\n,,text\n,,\n,,""""\n,,","\n', needed=("case", "q1"))
    assert rows_of(result) == [(2, "", ""), (4, "", ""), (5, "", "")]
    assert result.blank.rows() == [(0, 1)]


def test_a_record_that_spans_lines_counts_once() -> None:
    result = read(b'a,b\n1,"x\ny\nz"\n2,3\n\n4\n5,6\n')
    assert rows_of(result) == [(2, "1", "x\ny\nz"), (3, "2", "3"), (6, "5", "6")]
    assert misshapen_of(result) == [(5, 1, 2)]


def test_json_in_a_cell_survives() -> None:
    result = read_fixture("survey_byte_order_mark.csv")
    (_, *_, extra), (_, *_, long) = rows_of(result)
    assert json.loads(extra) == {"device": "phone", "steps": [1, 2]}
    assert long == "first line\n\nthird line; with, delimiters"
    assert result.tables[0].header == ("id", "submitdate", "PHQ[SQ001]", "PHQ[SQ002]", "extra")


def test_stray_quotation_marks_neither_refuse_a_file_nor_swallow_rows() -> None:
    result = read_fixture("stray_quotation_marks.csv", needed=("case_no", "note", "q1"))
    assert rows_of(result) == [
        (2, "1", "slept well", "2"),
        (3, "2", 'said "fine"', "1"),
        (4, "3", '"never closed', "0"),
        (5, "4", 'said "so" twice', "3"),
        (6, "5", "and so on", "1"),
        (7, "6", 'he said "no" and left', "2"),
    ]
    assert result.dialects[0].endswith("stray quotation marks read as text")


def test_a_quote_that_never_closes_is_a_letter() -> None:
    result = read(b'a,b,c\n1,"open,3\n4,5,6\n7,"x,y",9\n')
    assert rows_of(result) == [(2, "1", '"open', "3"), (3, "4", "5", "6"), (4, "7", "x,y", "9")]


def test_only_what_really_cant_be_split_is_misshapen() -> None:
    result = read(b'a,b,c\n1,"said "so", then left",3\n4,5,6\n')
    assert rows_of(result) == [(3, "4", "5", "6")]
    assert misshapen_of(result) == [(2, 4, 3)]


def test_a_file_cut_off_inside_a_quoted_cell_loses_only_its_last_record() -> None:
    result = read(b'a,b\n1,"x\ny"\n2,z\n3,"the rest\nis missi')
    assert rows_of(result) == [(2, "1", "x\ny"), (3, "2", "z"), (4, "3", '"the rest')]
    assert misshapen_of(result) == [(5, 1, 2)]


def test_a_quote_opened_in_one_file_doesnt_reach_the_next() -> None:
    first, second = b'a,b\n1,"open\n', b'a,b\n2,closed"\n3,"x, y"\n'
    for files in ((first, second), (second, first), (first, first, second)):
        result = read(*files)
        assert len(result.tables) == 1
        for position, content in enumerate(files):
            assert rows_of(result, position) == rows_of(read(content))


def test_rows_between_two_unrelated_quotes_arent_taken_for_one_cell() -> None:
    content = b'a,b,c\n1,"x,2\n' + b"3,4,5\n" * 3 + b'6,y",7\n'
    result = read(content)
    assert rows_of(result) == [
        (2, "1", '"x', "2"),
        *((row, "3", "4", "5") for row in (3, 4, 5)),
        (6, "6", 'y"', "7"),
    ]
    assert result.rows_received == {0: 5}


def test_a_long_comment_is_one_cell_although_it_has_many_lines() -> None:
    comment = "one\ntwo, and\nthree, four, five\n\nsix,\nseven"
    result = read(f'a,b,c\n1,"{comment}",3\n'.encode())
    assert rows_of(result) == [(2, "1", comment, "3")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b'"said \\"yes\\", then left"', 'said "yes", then left'),
        (b' "padded, quoted" ', "padded, quoted"),
        (b'"a "b" c"', 'a "b" c'),
        (b'5"', '5"'),
        (b'"', '"'),
        (b'""x', '""x'),
        (b'x""', 'x""'),
        (b"'a", "'a"),
    ],
)
def test_other_ways_to_quote_are_understood(written: bytes, meant: str) -> None:
    result = read(b"a,b,c\n1," + written + b",3\n4,5,6\n")
    assert rows_of(result) == [(2, "1", meant, "3"), (3, "4", "5", "6")]


def test_other_files_with_the_header_arent_touched_by_one_that_is_mended() -> None:
    result = read(b'a,b\n1,"x"\n', b'a,b\n1,5"\n2,"6" x"\n', b'a,b\n1,"""y"""\n')
    assert [rows_of(result, file) for file in range(3)] == [
        [(2, "1", "x")],
        [(2, "1", '5"'), (3, "2", '6" x')],
        [(2, "1", '"y"')],
    ]
    assert [file for file, words in result.dialects.items() if "stray" in words] == [1]


def test_rows_of_a_refused_file_are_counted_with_their_quotes() -> None:
    for content, rows in (
        (b'x,y\n1,"a\nb"\n\n2,c\n', 3),
        (b'x,y\n1,"a\n2,b\n3,c', 3),
        (b"x,y\n1,a\n2,b", 2),
        (b"x,y", 0),
        (b'"x","y"', 0),
    ):
        assert read(content, needed=("q1",)).refusals[0].rows == rows


def test_the_accounts_of_all_fixtures_balance() -> None:
    from delivered_csv import FIXTURES

    contents = [path.read_bytes() for path in sorted(FIXTURES.glob("*.csv"))]
    assert len(contents) >= 7
    assert unbalanced(read(*contents), len(contents)) == []
