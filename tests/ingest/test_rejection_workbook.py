"""The workbook in which a clinic gets its refused rows back."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import polars as pl
import pytest
from door_home import MONDAY, PHQ9, PHQ9_HEADER, DoorHome

from ingest.rejection_workbook import rejection_workbook
from ingest.rejections import FAULT_COLUMNS, collect_rejections

LONG_AGO = dt.datetime(2000, 1, 1)
FORMS = (
    f"{PHQ9_HEADER}\n"
    "E1,2026-03-01,1,1,1,1,1,1,1,1,1\n"
    '"=HYPERLINK(""http://example.org"")",2026-03-01,9,+1,1,1,1,1,1,1,1\n'
    "E3,soon,1,1,1,1,1,1,1,1,x\n"
    "E4,2026-03-01,1,1\n"
)


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Sheet = list[list[tuple[str | None, bool]]]
"""Rows of cells: text, and whether the cell has a fill."""


def opened(content: bytes) -> dict[str, Sheet]:
    """Read a workbook's sheets from their XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    texts = ["".join(item.itertext()) for item in parts["xl/sharedStrings.xml"].iter(f"{MAIN}si")]
    styles = parts["xl/styles.xml"].find(f"{MAIN}cellXfs")
    assert styles is not None
    filled = [int(style.get("fillId", "0")) > 1 for style in styles]
    names = [sheet.get("name", "") for sheet in parts["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    found = {}
    for number, name in enumerate(names, start=1):
        rows: Sheet = []
        for row in parts[f"xl/worksheets/sheet{number}.xml"].iter(f"{MAIN}row"):
            cells = [
                (texts[int(value.text or "")] or None, filled[int(cell.get("s", "0"))])
                for cell in row
                if (value := cell.find(f"{MAIN}v")) is not None
            ]
            rows.append(cells)
        found[name] = rows
    return found


def sheets(door: DoorHome, until: dt.datetime = MONDAY, since: dt.datetime = LONG_AGO) -> dict[str, Sheet]:
    """Return the workbook of what arrived in a time."""
    found = collect_rejections(door.home, "north", since, until)
    assert not found.is_empty
    return opened(rejection_workbook(found, "North Street", until))


def texts_of(sheet: Sheet) -> list[tuple[str | None, ...]]:
    """Return the rows of a sheet without their looks."""
    return [tuple(text for text, _ in row) for row in sheet]


@pytest.fixture
def refused(door: DoorHome) -> DoorHome:
    """A home whose clinic has sent rows that were refused, a file that was, and one that is fine."""
    door.clinic(PHQ9)
    door.send("phq9_1.csv", FORMS)
    door.send("phq9_2.csv", "case_no,when\nE1,2026-03-01\n")
    door.send("phq9_3.csv", f"{PHQ9_HEADER}\nE9,2026-03-01,1,1,1,1,1,1,1,1,1\n")
    door.receive()
    return door


def test_rows_come_back_as_they_were_sent_with_the_reason_last(refused: DoorHome) -> None:
    rows = texts_of(sheets(refused)["phq9"])
    assert rows[0] == (*PHQ9_HEADER.split(","), "File", "Row", "Why it was refused")
    assert rows[1][:4] == ('=HYPERLINK("http://example.org")', "2026-03-01", "9", "+1")
    assert rows[1][-3:-1] == ("phq9_1.csv", "3")
    assert str(rows[1][-1]).startswith("q1: An answer is none that the form offers.")
    assert rows[2][:2] == ("E3", "soon")
    assert str(rows[2][-1]).count("\n") == 1
    assert rows[3][0] is None
    assert "4 fields instead of 11" in str(rows[3][-1])
    assert len(rows) == 4


def test_the_offending_cells_are_marked_and_no_others(refused: DoorHome) -> None:
    sheet = sheets(refused)["phq9"]
    marked = {
        (row, column)
        for row, cells in enumerate(sheet)
        for column, (_, is_filled) in enumerate(cells)
        if is_filled
    }
    assert marked == {(1, 2), (2, 1), (2, 10)}


def test_nothing_in_it_is_a_formula_a_link_or_a_number(refused: DoorHome) -> None:
    found = collect_rejections(refused.home, "north", LONG_AGO, MONDAY)
    content = rejection_workbook(found, "=North", MONDAY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cells = b"".join(text for name, text in parts.items() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in cells
    assert b"hyperlink" not in cells
    assert cells.count(b"<c ") == cells.count(b't="s"')
    assert parts["xl/styles.xml"].count(b'quotePrefix="1"') >= 4
    assert not any("externalLink" in name for name in parts)


def test_the_first_sheets_sum_up_and_name_whole_files(refused: DoorHome) -> None:
    book = sheets(refused)
    summary = {str(what): str(how) for what, how in texts_of(book["Summary"])}
    assert summary["Files taken"] == "2"
    assert summary["Rows refused in files taken"] == "3"
    assert summary["phq9_2.csv: refused"].startswith("FILE-COLUMN-MISSING")
    rules = {row[0]: row[1] for row in texts_of(book["By rule"])[1:]}
    assert rules == {"ROW-ITEM-RANGE": "1", "ROW-DATE": "1", "ROW-NUMBER": "1", "ROW-SHAPE": "1"}


def test_it_tells_of_its_own_time_only(refused: DoorHome) -> None:
    assert collect_rejections(refused.home, "north", MONDAY, MONDAY + dt.timedelta(days=7)).is_empty
    assert collect_rejections(refused.home, "south", LONG_AGO, MONDAY).is_empty


def test_a_file_that_was_read_again_counts_by_its_last_reading(refused: DoorHome) -> None:
    refused.clinic(PHQ9.replace("    instrument", "    items_missing: [x]\n    instrument"))
    refused.receive()
    until = MONDAY + dt.timedelta(days=1)
    rows = texts_of(sheets(refused, until)["phq9"])[1:]
    assert len(rows) == 3
    assert "\n" not in str(rows[1][-1])


def test_what_the_warehouse_refused_is_listed_too(refused: DoorHome) -> None:
    receipt = refused.landed("deliveries").filter(pl.col("file_name") == "phq9_3.csv")["receipt_key"].item()
    conflicts = pl.DataFrame(
        [(receipt, 2, "ROW-CONFLICT", "", "Send the right one again.")],
        schema=list(FAULT_COLUMNS),
        orient="row",
    ).cast({"source_row": pl.Int32})
    found = collect_rejections(refused.home, "north", LONG_AGO, MONDAY, conflicts)
    listed = texts_of(opened(rejection_workbook(found, "North", MONDAY))["phq9"])[1:]
    reason = "Two rows say different things of one thing. Send the right one again."
    assert [row[-3:] for row in listed if row[-3] == "phq9_3.csv"] == [("phq9_3.csv", "2", reason)]
    assert len(listed) == 4


def test_the_same_rejections_give_the_same_bytes(refused: DoorHome) -> None:
    found = collect_rejections(refused.home, "north", LONG_AGO, MONDAY)
    assert rejection_workbook(found, "North", MONDAY) == rejection_workbook(found, "North", MONDAY)


def test_cells_that_are_too_long_or_too_many_say_so(door: DoorHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.rejection_workbook.MOST_ROWS", 1)
    door.clinic(PHQ9)
    bad = f"E1,{'x' * 40_000},1,1,1,1,1,1,1,1,1\n"
    door.send("phq9_1.csv", f"{PHQ9_HEADER}\n{bad}{bad.replace('E1', 'E2')}")
    door.receive()
    rows = texts_of(sheets(door)["phq9"])[1:]
    assert len(str(rows[0][1])) <= 32_767
    assert str(rows[0][1]).endswith("(cut off here)")
    assert str(rows[1][0]).startswith("1 more row")
