"""Many CSV files at once and huge ones in pieces: nothing may depend on what is read together."""

from __future__ import annotations

import csv as csv_module
import io
from typing import Any

import polars as pl
import pytest
from delivered_csv import FIXTURES, misshapen_of, read, rows_of, unbalanced
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.formats import csv, csv_parsing
from ingest.formats.csv_quotes import mended, record_at
from ingest.formats.csv_records import find_records
from ingest.formats.text_table import ReadResult

PATIENT = settings(deadline=None, derandomize=True, max_examples=120)
SCRAPS = [
    b'"',
    b",",
    b";",
    b"\n",
    b"\r\n",
    b"\r",
    b"a",
    b"a,b",
    b" ",
    b'""',
    b'"\n',
    b',"',
    b'",',
    b"\\",
    b"\t",
]
RARE = [b"\xc3\xa9", b"\xe9", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n", b"\x1f", b"|", b"3,4\n" * 4]
SCRIBBLE = st.lists(st.sampled_from(SCRAPS * 2 + RARE), max_size=30).map(b"".join)
HEADED = st.tuples(st.sampled_from([b"a,b\n", b"a;b\n", b"a,b,c\n1,2,3\n", b""]), SCRIBBLE).map(b"".join)
CONTENT = st.one_of(st.binary(max_size=60), HEADED)
NEEDED = st.sampled_from([(), ("a",), ("a", "b"), ("c",)])
OPTIONS = st.sampled_from(
    [{}, {}, {"delimiter": ","}, {"delimiter": ";"}, {"encoding": "utf-8"}, {"encoding": "cp1252"}]
)


def of_one_file(result: ReadResult, file: int) -> Any:
    """Return everything that a result says about one file."""
    tables = [table for table in result.tables if file in table.files]
    return (
        [(table.header, table.rows.columns) for table in tables],
        rows_of(result, file) if tables else None,
        misshapen_of(result, file),
        result.blank.filter(pl.col("file") == file)["rows"].to_list(),
        result.rows_received.get(file),
        result.refusals.get(file),
        result.dialects.get(file),
    )


def test_files_with_one_header_become_one_table_in_their_order() -> None:
    result = read(b"a,b\n1,2\n", b"a,b\r\n3,4\r\n", b"b,a\n5,6\n", b'a,b\n7,"8"', b"a;b\n9;0\n")
    assert [table.files for table in result.tables] == [(0, 1, 3), (2,), (4,)]
    assert result.tables[0].rows.rows() == [(0, 2, "1", "2"), (1, 2, "3", "4"), (3, 2, "7", "8")]


def test_files_in_different_encodings_share_a_table() -> None:
    result = read("a,b\n1,ä\n".encode(), "a,b\n2,ä\n".encode("cp1252"), "a,b\n3,ä\n".encode("utf-16"))
    assert result.tables[0].rows["b"].to_list() == ["ä"] * 3


def test_title_lines_of_different_length_share_a_table() -> None:
    result = read(b"a,b\n1,2\n", b"title\n\na,b\n3,4\n", needed=("a", "b"))
    assert result.tables[0].rows.rows() == [(0, 2, "1", "2"), (1, 4, "3", "4")]


def test_refused_files_leave_the_others_alone() -> None:
    result = read(b"a,b\n1,2\n", b"", b"a,c\n1,2\n", b"a,b\n3,4\n", needed=("a", "b"))
    assert list(result.refusals) == [1, 2]
    assert result.tables[0].files == (0, 3)
    assert unbalanced(result, 4) == []


def test_no_files_give_an_empty_result() -> None:
    result = read()
    assert result.tables == ()
    assert result.misshapen.schema == {
        "file": pl.UInt32,
        "row": pl.UInt32,
        "fields_found": pl.UInt32,
        "fields_expected": pl.UInt32,
    }
    assert result.blank.schema == {"file": pl.UInt32, "rows": pl.UInt32}


@PATIENT
@given(st.lists(CONTENT, min_size=1, max_size=4), NEEDED, OPTIONS)
@example([b"a,b,c\n1,2,3\n\r\na"], ("a",), {})
@example([b"\xff\xfe\x00"], (), {})
def test_any_bytes_give_rows_or_a_refusal_and_the_accounts_balance(
    contents: list[bytes], needed: tuple[str, ...], options: dict[str, str]
) -> None:
    assert unbalanced(read(*contents, needed=needed, **options), len(contents)) == []


@PATIENT
@given(st.lists(CONTENT, min_size=2, max_size=4), NEEDED, OPTIONS)
def test_files_read_together_give_what_each_gives_alone(
    contents: list[bytes], needed: tuple[str, ...], options: dict[str, str]
) -> None:
    together = read(*contents, needed=needed, **options)
    for file, content in enumerate(contents):
        alone = read(content, needed=needed, **options)
        assert of_one_file(together, file) == of_one_file(alone, 0)


@PATIENT
@given(HEADED, NEEDED, st.integers(1, 40))
def test_a_file_read_in_pieces_gives_what_it_gives_in_one(
    content: bytes, needed: tuple[str, ...], size: int
) -> None:
    whole = of_one_file(read(content, needed=needed), 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "BUFFER_BYTES", size)
        patch.setattr("ingest.formats.csv_records.LOOK_BACK_BYTES", max(1, size // 2))
        assert of_one_file(read(content, needed=needed), 0) == whole


@PATIENT
@given(st.binary(max_size=12), st.integers(0, 400), st.integers(0, 400), st.sampled_from([(), ("id",)]))
def test_a_damaged_file_is_accounted_for(patch: bytes, start: int, end: int, needed: tuple[str, ...]) -> None:
    content = (FIXTURES / "survey_byte_order_mark.csv").read_bytes()
    start, end = sorted((min(start, len(content)), min(end, len(content))))
    damaged = content[:start] + patch + content[end:]
    assert unbalanced(read(damaged, needed=needed), 1) == []


LETTERS = st.sampled_from(["a", "é", "€", '"', ",", ";", "\t", "|", "\n", "\r", "\r\n", " ", "'", "\\", "0"])
CELL = st.lists(LETTERS, max_size=6).map("".join)


@st.composite
def well_formed(draw: st.DrawFn) -> tuple[str, str, list[list[str]]]:
    """Return a well-formed file's text, its delimiter and the cells of its rows."""
    width = draw(st.integers(2, 4))
    delimiter = draw(st.sampled_from([",", ";", "|", "\t"]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8))
    quoting = draw(st.sampled_from(["all", "where needed"]))

    def written(cell: str) -> str:
        must = quoting == "all" or any(mark in cell for mark in ('"', delimiter, "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if must else cell

    lines = [delimiter.join(f"c{i}" for i in range(width))]
    lines += [delimiter.join(map(written, row)) for row in rows]
    return end.join(lines) + draw(st.sampled_from(["", end])), delimiter, rows


@PATIENT
@given(well_formed(), st.integers(1, 200))
def test_well_formed_files_are_read_as_pythons_csv_module_reads_them(
    written: tuple[str, str, list[list[str]]], size: int
) -> None:
    text, delimiter, rows = written
    expected = list(csv_module.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:]
    assert expected == rows
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "BUFFER_BYTES", size)
        result = read(text.encode(), needed=("c0", "c1"))
        everything = read(text.encode())
    filled = [(row, *cells) for row, cells in enumerate(expected, 2) if any(c.strip() for c in cells)]
    assert rows_of(everything) == filled
    assert rows_of(result) == [cells[:3] for cells in filled]
    assert result.refusals == {}


@PATIENT
@given(SCRIBBLE, st.sampled_from([b",", b";", b" "]), st.integers(1, 4))
def test_mended_text_is_sound_and_keeps_its_cells(text: bytes, delimiter: bytes, width: int) -> None:
    text += b"\n"
    sound = mended(text, delimiter, width)
    records = find_records(sound, delimiter, width)
    assert records.unsound.size == 0
    before, after = [], []
    at = 0
    while at < len(text):
        cells, at = record_at(text, at, delimiter, width)
        before.append(cells)
    at = 0
    for end, fields in zip(records.ends, records.fields, strict=True):
        cells, at = record_at(sound, at, delimiter)
        after.append(cells)
        assert at == end
        assert len(cells) == fields
    assert before == after


def test_a_file_larger_than_a_buffer_is_read_whole_whatever_its_quotes() -> None:
    rows = 40_000
    plain = b"".join(b"%d,some text,%d\n" % (i, i) for i in range(rows))
    quoted = b"".join(b'"%d","some, ""text""\nin lines","%d"\n' % (i, i) for i in range(rows))
    stray = plain.replace(b"\n20000,some text", b'\n20000,"some" text"')
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "BUFFER_BYTES", 100_000)
        result = read(b"a,b,c\n" + plain, b"a,b,c\n" + quoted, b"a,b,c\n" + stray)
    frame = result.tables[0].rows
    assert unbalanced(result, 3) == []
    assert frame.height == 3 * rows
    assert frame["row"].to_list() == list(range(2, rows + 2)) * 3
    assert frame["a"].to_list() == [str(i) for i in range(rows)] * 3
    assert frame["b"].value_counts(sort=True).rows() == [
        ("some text", 2 * rows - 1),
        ('some, "text"\nin lines', rows),
        ('some" text', 1),
    ]
    assert [file for file, words in result.dialects.items() if "stray" in words] == [2]


def test_hostile_quotes_come_to_an_end() -> None:
    # A reader that tries again from every quote would take minutes for each of these.
    for scrap in (b'"a,', b'""', b',"a\n', b'"a""', b'\\",', b'"a\n,', b' "', b'x,"y\n""'):
        content = b'a,b,c\n"' + scrap * (300_000 // len(scrap))
        assert unbalanced(read(content), 1) == []


class Unable(pl.exceptions.PolarsError):
    """What polars might raise."""


@pytest.mark.parametrize("failure", [Unable("no"), pl.exceptions.PanicException("no"), None])
def test_rows_that_polars_cant_parse_are_read_cell_by_cell(
    failure: BaseException | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b'a,b,c\n1,"x, ""y""\nz",\n\n2,3\n4,\xc3\xa4,6\n'
    usual = read(content)

    def fail(*_: object, **__: object) -> pl.DataFrame:
        if failure is None:
            return pl.DataFrame({"0": ["one row only"]})
        raise failure

    monkeypatch.setattr(csv_parsing.pl, "read_csv", fail)
    spare = read(content)
    assert rows_of(spare) == rows_of(usual) == [(2, "1", 'x, "y"\nz', ""), (5, "4", "ä", "6")]
    assert misshapen_of(spare) == [(4, 2, 3)]
    assert unbalanced(spare, 1) == []
