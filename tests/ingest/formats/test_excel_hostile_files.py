"""Files that are no workbooks, damaged ones, and ones that are made to do harm."""

from __future__ import annotations

import pytest
from delivered_files import CANARY, column_of, fixture, read_as, refusal_of, rows_of, unbalanced
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_workbooks import Sheet, unzipped, workbook, zipped

from ingest.configuration.format_options import ExcelOptions
from ingest.formats import excel, excel_reader
from ingest.formats.text_table import DeliveredFile

NEEDED = ("case", "q1")
SOUND = workbook({"S": [["case", "q1"], ["A", 1], ["B", 2]]})


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xls", "locked.ods"])
def test_a_workbook_with_a_password_is_refused_and_says_what_to_do(name: str) -> None:
    refusal = refusal_of(read_as("excel", fixture(f"excel/{name}"), needed=NEEDED))
    assert refusal.rule == "FILE-ENCRYPTED"
    assert "without one" in refusal.message


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html><body><table><tr><td>canary</td></tr></table></body></html>", "a web page (HTML)"),
        (b"\xef\xbb\xbf \n<table><tr><td>canary</td></tr></table>", "a web page (HTML)"),
        ("<html>canary</html>".encode("utf-16"), "a web page (HTML)"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "an XML spreadsheet of Excel 2003",
        ),
        (b"<?xml version='1.0'?><a>canary</a>", "an XML document"),
        (b"MIME-Version: 1.0\r\n", "a web archive"),
        (b"%PDF-1.7 canary", "a PDF"),
        (zipped({"canary.csv": b"case,q1\n"}), "a ZIP archive without a workbook"),
        (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b""}), "a binary workbook (.xlsb)"),
        (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b""}), "a Word document"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(content: bytes, what: str) -> None:
    refusal = refusal_of(read_as("excel", content, needed=NEEDED))
    assert refusal.rule == "FILE-UNREADABLE"
    assert refusal.message.startswith(f"By its content this is {what}, whatever its name says.")


def test_csv_that_is_only_named_like_a_workbook_is_read_and_says_so() -> None:
    result = read_as("excel", b"case;q1\nA;1\n", SOUND, "case\tq1\nC\t3\n".encode("utf-16"), needed=NEEDED)
    assert rows_of(result, 0) == [(2, "A", "1")]
    assert rows_of(result, 2) == [(2, "C", "3")]
    assert result.dialects[0].startswith('CSV instead of a workbook: UTF-8 (detected), ";" between fields')
    assert result.dialects[1].startswith("Excel workbook")


def test_bytes_that_are_nothing_at_all_are_refused() -> None:
    refusal = refusal_of(read_as("excel", b"\x00\x01\x02" * 99, needed=NEEDED))
    assert refusal.rule == "FILE-UNREADABLE"
    assert "no workbook, and no CSV file either" in refusal.message
    assert refusal_of(read_as("excel", b"", needed=NEEDED)).rule == "FILE-EMPTY"


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95])
@pytest.mark.parametrize("name", ["xlsx", "excel/sessions.xls", "excel/sessions.ods"])
def test_a_workbook_that_breaks_off_is_refused(name: str, kept: float) -> None:
    content = SOUND if name == "xlsx" else fixture(name)
    result = read_as("excel", content[: int(len(content) * kept)], needed=("case",))
    if result.tables:  # an .xls whose last sectors hold nothing that is read
        assert name.endswith("xls")
    else:
        assert refusal_of(result).rule == "FILE-UNREADABLE"


def test_a_cell_in_the_last_corner_of_the_sheet_is_refused_and_the_next_file_is_read() -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    result = read_as(
        "excel", workbook({"S": Sheet([["case", "q1"]], extra_cells=corner)}), SOUND, needed=NEEDED
    )
    assert refusal_of(result, 0).rule == "FILE-TOO-LARGE"
    assert rows_of(result, 1) == [(2, "A", "1"), (3, "B", "2")]


def test_a_reader_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_reader, "PATIENCE", 0.0)
    monkeypatch.setattr(excel_reader, "PATIENCE_PER_MEGABYTE", 0.0)
    assert refusal_of(read_as("excel", SOUND, needed=NEEDED)).rule == "FILE-TOO-LARGE"


def test_a_workbook_that_explodes_is_refused_before_it_is_read() -> None:
    parts = unzipped(SOUND)
    parts["xl/media/image1.png"] = bytes(100 << 20)
    refusal = refusal_of(read_as("excel", zipped(parts), needed=NEEDED))
    assert refusal.rule == "FILE-TOO-LARGE"


def test_entities_that_multiply_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "canary">{levels}]><workbook><sheets>&l9;</sheets></workbook>'
    parts = unzipped(SOUND) | {"xl/workbook.xml": bomb.encode()}
    assert refusal_of(read_as("excel", zipped(parts), needed=NEEDED)).rule == "FILE-UNREADABLE"


def test_names_of_parts_with_backslashes_are_understood() -> None:
    parts = {
        name.replace("/", "\\") if "sheet" in name else name: part for name, part in unzipped(SOUND).items()
    }
    assert column_of(read_as("excel", zipped(parts), needed=NEEDED), "case") == ["A", "B"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a workbook with some of its bytes changed, in the container or in one of its parts."""
    content = draw(st.sampled_from([SOUND, fixture("excel/sessions.xls"), fixture("excel/sessions.ods")]))
    if content.startswith(b"PK") and draw(st.booleans()):
        parts = unzipped(content)
        name = draw(st.sampled_from(sorted(parts)))
        return zipped(parts | {name: _changed(draw, parts[name])})
    return _changed(draw, content)


def _changed(draw: st.DrawFn, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(changed) - 1)))
        length = draw(st.sampled_from([0, 1, 1, 4]))
        changed[at : at + length] = draw(
            st.one_of(st.binary(max_size=4), st.sampled_from([b"\xff\xff\xff\xff", b"<", b'"', b"999999999"]))
        )
    return bytes(changed)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(damaged(), min_size=20, max_size=20))
def test_whatever_bytes_come_they_give_rows_or_a_refusal(contents: list[bytes]) -> None:
    files = [DeliveredFile(f"{number}.xlsx", content) for number, content in enumerate(contents)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excel_reader, "PATIENCE", 5.0)  # some damage makes a library go in circles
        result = excel.read(files, ExcelOptions(), {"case"})
    assert unbalanced(result, len(files)) == []
    assert CANARY not in str(result.refusals)
