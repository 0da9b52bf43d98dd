"""The workbook holds the page's tables with real types, explains its columns, and runs nothing."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from page_reading import Page
from python_calamine import CalamineWorkbook

from ingest.home import Home
from reports.formats.page_tree import read_tree
from reports.formats.workbook import _sheet_name, to_workbook
from reports.words.catalogue import Words

MADE_AT = dt.datetime(2026, 11, 16, 4, 30, 0, 123456)  # noqa: DTZ001 - the file says UTC without a zone


def sheets(content: bytes | Path) -> dict[str, list[list[object]]]:
    source = content if isinstance(content, Path) else io.BytesIO(content)
    book = CalamineWorkbook.from_object(source)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def workbook_of(home: Home, audience: str) -> Path:
    return home.reports / "2026-W46" / audience / "report.xlsx"


def page_with(cells: str, heading: str = "Things") -> bytes:
    head = '<thead><tr><th scope="col" title="Whose.">Name</th><th scope="col">Number</th></tr></thead>'
    html = (
        f'<html lang="en"><head><title>T</title></head><body><header><h1>T</h1></header><h2>{heading}</h2>'
        f"<table><caption>All things</caption>{head}<tbody><tr>{cells}</tr></tbody></table></body></html>"
    )
    return to_workbook(read_tree(html), Words(), MADE_AT)


def xml_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("audience", ["north", "network", "quality"])
def test_every_table_of_the_page_has_a_sheet_with_its_rows(
    usual_home: Home, usual: dict[str, Page], audience: str
) -> None:
    found = sheets(workbook_of(usual_home, audience))
    tables = usual[audience].tables
    assert len(found) == len(tables) + 3  # what it is, the columns, the numbers
    for (name, rows), table in zip(list(found.items())[1:-2], tables, strict=True):
        assert len(name) <= 31
        assert str(rows[0][0]).split() == table.all("caption")[0].text.split()
        assert [row[0] for row in rows[2:]] != []
        assert len(rows) - 2 == len(table.all("tbody")[0].all("tr"))


def test_numbers_are_numbers_dates_are_dates_and_intervals_have_two_columns(
    usual_home: Home, usual: dict[str, Page]
) -> None:
    found = sheets(workbook_of(usual_home, "north"))
    (curve,) = [rows for rows in found.values() if "Courses followed" in rows[1]]
    labels, first = curve[1], curve[2]
    assert "95\u00a0% interval: lower limit" in labels
    assert all(isinstance(value, int | float) for value in first if value not in ("", "–"))
    (coverage,) = [r for r in sheets(workbook_of(usual_home, "network")).values() if "Last delivery" in r[1]]
    assert any(isinstance(value, dt.date) for value in coverage[2])


def test_a_share_is_the_number_that_the_page_shows(usual_home: Home, usual: dict[str, Page]) -> None:
    found = sheets(workbook_of(usual_home, "north"))
    numbers = found["Numbers"]
    ids = {row[0]: row for row in numbers[2:]}
    rate = ids["north/2026-W46/retention.dropout_rate/rolling_12_months"]
    assert float(str(rate[4])) == round(float(str(rate[4])), 2)
    assert str(rate[1]).replace("\u00a0", " ") == f"{float(str(rate[4])):.0%}".replace("%", " %")


def test_every_column_of_every_table_is_explained(usual_home: Home, usual: dict[str, Page]) -> None:
    for audience in usual:
        columns = sheets(workbook_of(usual_home, audience))["Columns"]
        unexplained = [row[:2] for row in columns[2:] if not row[2] and row[1] != "Row"]
        assert unexplained == [], audience


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x.example","y")', "+1+1", "-2+3", "@SUM(A1)", "http://x.example", "1,234"]
)
def test_text_that_looks_like_a_formula_or_a_link_stays_text(text: str) -> None:
    content = page_with(f'<th scope="row">{text.replace(chr(34), "&quot;")}</th><td>x</td>')
    assert sheets(content)["1 Things"][2][0] == text
    xml = xml_of(content)
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    if text[0] in "=+-@":
        assert 'quotePrefix="1"' in xml


def test_long_text_and_odd_sheet_names_fit() -> None:
    content = page_with(
        f'<th scope="row">{"W" * 40_000}</th><td>x</td>', "A/B [1]: what? * 'so' and more of it"
    )
    name, rows = list(sheets(content).items())[1]
    assert len(str(rows[2][0])) == 32_767
    assert re.fullmatch(r"1 A B +1 +what +so +and.*", name)
    assert len(name) <= 31


def test_the_same_page_gives_the_same_bytes(usual_home: Home, usual: dict[str, Page]) -> None:
    tree = read_tree(usual["north"].source)
    assert to_workbook(tree, Words(), MADE_AT) == workbook_of(usual_home, "north").read_bytes()


def test_wrapped_rows_have_their_height_and_headings_stand_over_their_numbers() -> None:
    cells = f'<th scope="row">{"many words " * 30}</th><td><data value="5" data-unit="count">5</data></td>'
    sheet, styles = parts_of(page_with(cells))
    assert float(re.search(r'<row r="3"[^>]* ht="(\d+)"', sheet)[1]) >= 6 * 15  # type: ignore[index]
    styled = re.search(r'<c r="B2" s="(\d+)"', sheet)
    formats = re.findall(r"<xf .*?(?:/>|</xf>)", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0])
    assert styled is not None
    assert 'horizontal="right"' in formats[int(styled[1])]


def parts_of(content: bytes) -> tuple[str, str]:
    """The first table's sheet and the styles, as they are written."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet2.xml").decode(), archive.read("xl/styles.xml").decode()


def _page_of(*tables: tuple[str, str]) -> dict[str, list[list[object]]]:
    """Sheets of a page with these tables (caption, name in the only row) under one heading."""
    head = '<thead><tr><th scope="col">Name</th></tr></thead>'
    inside = "".join(
        f"<table><caption>{caption}</caption>{head}<tbody><tr><td>{name}</td></tr></tbody></table>"
        for caption, name in tables
    )
    html = f'<html lang="en"><head><title>T</title></head><body><h2>Things by kind</h2>{inside}</body></html>'
    return sheets(to_workbook(read_tree(html), Words(), MADE_AT))


def test_a_table_of_which_the_page_folds_the_rest_away_is_one_sheet() -> None:
    found = _page_of(("All things", "first"), ("All things", "folded"))
    assert list(found)[1:-2] == ["1 Things by kind"]
    assert [row[0] for row in found["1 Things by kind"][2:]] == ["first", "folded"]


def test_sheets_under_one_heading_are_told_apart_by_short_captions_and_end_with_a_word() -> None:
    found = _page_of(
        ("Red things, of all sizes", "a"),
        ("Things that nobody has ever been able to count or name, red", "b"),
    )
    assert list(found)[1:-2] == ["1 Red things", "2 Things by kind"]
    assert _sheet_name("7 Verlässlich verbessert nach Geschlecht", set()) == "7 Verlässlich verbessert nach"
