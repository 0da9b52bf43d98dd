"""The page's tables as a workbook: numbers as numbers, dates as dates, one sheet a table, one that explains.

Belongs here: sheets, types, formats. Doesn't: which tables there are; they are read from the page. Nothing is
ever written as a formula or a link, and the bytes are the same each time.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reports.formats.page_tree import Node, PageTree
from reports.numbers.listing import listed_numbers
from reports.words.catalogue import Words

if TYPE_CHECKING:
    import xlsxwriter  # type: ignore[import-untyped]

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_SHEET_NAME_LENGTH = 31
_SHORT = 28
"""A caption of this length, up to its first comma, tells sheets under one heading apart."""
_LONGEST_CELL = 32_767
_STARTS_FORMULA = ("=", "+", "-", "@", "\t")
_WIDEST, _FRONT = 60, 90
_ROLES = ("lower", "upper", "part", "whole")
_LINE = 15
"""Points of a line of text: wrapped rows get their height, since not every program finds it by itself."""
_HIGHEST = 409
"""Points that a row may have."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class _Cell:
    """One cell: what is written, and the number format where it isn't text."""

    value: str | int | float | dt.date | None
    number_format: str = ""


@dataclass(frozen=True)
class _Sheet:
    """One table as it goes into a sheet."""

    name: str
    caption: str
    labels: tuple[str, ...]
    meanings: tuple[str, ...]
    rows: tuple[tuple[_Cell, ...], ...]
    wraps: bool = True
    """Whether long texts go on in a second line; not where the list is too long to be read."""


def to_workbook(tree: PageTree, words: Words, made_at: dt.datetime) -> bytes:
    """Return the page's tables as XLSX; `made_at` (UTC, naive) is what it says about when it was made."""
    import xlsxwriter

    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": tree.title, "author": "Rapport", "created": made_at})
        styles = _Styles(book)
        tables = list(_tables(tree, words))
        _write_front(book, styles, tree, words, tables)
        for sheet in tables:
            _write_sheet(book, styles, sheet)
        _write_sheet(book, styles, _columns_sheet(tables, words))
        _write_sheet(book, styles, _numbers_sheet(tree, words))
    return target.getvalue()


@dataclass
class _Styles:
    """Formats of one workbook, each made once."""

    book: xlsxwriter.Workbook
    _made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({"font_size": 10, "valign": "top", **properties})
        return self._made[key]

    def head(self, **side: Any) -> Any:
        return self.of(bold=True, text_wrap=True, bottom=1, bg_color="#F1EFEA", **side)


def _tables(tree: PageTree, words: Words) -> Iterator[_Sheet]:
    """Every table of the page, in its order, named by the heading above it, or by a short caption.

    A table of which the page folds the rest away is one sheet.
    """
    taken: set[str] = {words.say("workbook-columns").casefold(), words.say("workbook-numbers").casefold()}
    whole: list[tuple[_Sheet, str]] = []
    for table, heading in _tables_with_headings(tree.root, ""):
        caption = table.first("caption")
        sheet = _sheet(table, "", caption.text if caption else heading, words)
        if whole and (whole[-1][0].caption, whole[-1][0].labels) == (sheet.caption, sheet.labels):
            whole[-1] = (replace(whole[-1][0], rows=whole[-1][0].rows + sheet.rows), heading)
        else:
            whole.append((sheet, heading))
    headings = Counter(heading for _, heading in whole)
    for number, (sheet, heading) in enumerate(whole, start=1):
        short = sheet.caption.partition(",")[0]
        told = short if headings[heading] > 1 and len(short) <= _SHORT else heading
        yield replace(sheet, name=_sheet_name(f"{number} {told}", taken))


def _tables_with_headings(node: Node, heading: str) -> Iterator[tuple[Node, str]]:
    for child in node.elements:
        if child.tag in ("h2", "h3"):
            heading = child.text
        if child.tag == "table":
            yield child, heading
        else:
            yield from _tables_with_headings(child, heading)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    name = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", wanted).split()) or "1"
    if len(name) > _SHEET_NAME_LENGTH:
        name = name[:_SHEET_NAME_LENGTH].rpartition(" ")[0].rstrip(" ,;.") or name[:_SHEET_NAME_LENGTH]
    while name.casefold() in taken:
        name = f"{name[: _SHEET_NAME_LENGTH - 2]} 2"
    taken.add(name.casefold())
    return name


def _sheet(table: Node, name: str, caption: str, words: Words) -> _Sheet:
    head, body = table.first("thead"), table.first("tbody")
    columns = list(head.every("th", "td")) if head else []
    rows = [
        [cell for cell in row.elements if cell.tag in ("th", "td")]
        for row in (body.every("tr") if body else ())
    ]
    labels: list[str] = []
    meanings: list[str] = []
    cells: list[list[_Cell]] = [[] for _ in rows]
    for position, column in enumerate(columns):
        inside = [row[position] for row in rows]
        roles = _roles(inside)
        for role in roles or ("",):
            label = column.text or words.say("workbook-row")
            labels.append(words.say("workbook-part", column=label, role=role) if role else label)
            meanings.append(column.attributes.get("title", ""))
        for target, cell in zip(cells, inside, strict=True):
            target += _parts(cell, roles, words) if roles else [_typed(cell, words)]
    return _Sheet(name, caption, tuple(labels), tuple(meanings), tuple(tuple(row) for row in cells))


def _roles(cells: Sequence[Node]) -> tuple[str, ...]:
    """The two parts of a column's cells, such as the bounds of an interval; none for single values."""
    for cell in cells:
        roles = tuple(number.attributes.get("data-role", "") for number in cell.every("data"))
        if len(roles) == 2 and all(role in _ROLES for role in roles):
            return roles
    return ()


def _parts(cell: Node, roles: tuple[str, ...], words: Words) -> list[_Cell]:
    found = {number.attributes.get("data-role", ""): number for number in cell.every("data")}
    if set(found) == set(roles):
        return [_of_number(found[role]) for role in roles]
    return [_typed(cell, words), *[_Cell(None)] * (len(roles) - 1)]


def _typed(cell: Node, words: Words) -> _Cell:
    """The cell as a number or a date where it is nothing else."""
    inside = list(cell.every("data", "time"))
    if len(inside) == 1 and inside[0].text == cell.text:
        return _of_number(inside[0]) if inside[0].tag == "data" else _of_time(inside[0], words)
    return _Cell(cell.text)


def _of_number(node: Node) -> _Cell:
    raw, unit = node.attributes["value"], node.attributes.get("data-unit", "")
    digits = int(node.attributes.get("data-digits", "0"))
    sign = node.attributes.get("data-sign", "")
    number_format = "0%" if unit in ("share", "percent") else "#,##0" + ("." + "0" * digits if digits else "")
    if sign:
        number_format = f'"{sign}"{number_format}'
    return _Cell(float(raw) if "." in raw or "e" in raw else int(raw), number_format)


def _of_time(node: Node, words: Words) -> _Cell:
    text = node.attributes["datetime"]
    if "T" in text:
        return _Cell(dt.datetime.fromisoformat(text), words.say("workbook-moment-format"))
    return _Cell(dt.date.fromisoformat(text), words.say("workbook-day-format"))


def _columns_sheet(tables: Sequence[_Sheet], words: Words) -> _Sheet:
    rows = [
        (_Cell(sheet.name), _Cell(label), _Cell(meaning))
        for sheet in tables
        for label, meaning in zip(sheet.labels, sheet.meanings, strict=True)
    ]
    labels = (words.say("workbook-sheet"), words.say("workbook-column"), words.say("workbook-meaning"))
    name = words.say("workbook-columns")
    return _Sheet(name, words.say("workbook-columns-caption"), labels, ("", "", ""), tuple(rows))


def _numbers_sheet(tree: PageTree, words: Words) -> _Sheet:
    rows = []
    for number in listed_numbers(tree):
        number_format = "0%" if number.unit in ("share", "percent") else "#,##0.###"
        value = _Cell(number.value, f'"{number.sign}"{number_format}' if number.sign else number_format)
        where = " > ".join(number.where)
        texts = (_Cell(text) for text in (number.number_id, number.text, where, number.sentence))
        rows.append((*texts, value))
    labels = tuple(
        str(label)
        for label in (
            words.say("workbook-id"),
            words.say("workbook-as-written"),
            words.say("workbook-where"),
            words.say("workbook-sentence"),
            words.say("workbook-value"),
        )
    )
    name = words.say("workbook-numbers")
    return _Sheet(name, words.say("workbook-numbers-caption"), labels, ("",) * 5, tuple(rows), False)


def _write_front(
    book: xlsxwriter.Workbook, styles: _Styles, tree: PageTree, words: Words, tables: Sequence[_Sheet]
) -> None:
    front = book.add_worksheet(_sheet_name(words.say("workbook-front"), set()))
    front.set_column(0, 0, _FRONT)
    front.hide_gridlines(2)
    front.fit_to_pages(1, 0)
    lines = [
        node.text
        for part in (tree.root.first("header"), *tree.root.every("footer"))
        if part is not None
        for node in part.every("p", "h1", "h2")
    ]
    banners = [node.text for node in tree.root.every("li") if node.has_class("banner")]
    listed = [f"{sheet.name}: {sheet.caption}" for sheet in tables]
    for row, line in enumerate([*lines, *banners, words.say("workbook-contents"), *listed]):
        front.set_row(row, min(_LINE * _lines_of(line, _FRONT), _HIGHEST))
        _write(front, styles, row, 0, _Cell(line), text_wrap=True, bold=row == 1)


def _write_sheet(book: xlsxwriter.Workbook, styles: _Styles, sheet: _Sheet) -> None:
    target = book.add_worksheet(sheet.name)
    _write(target, styles, 0, 0, _Cell(sheet.caption), bold=True)
    widths = [_width(sheet, column) for column in range(len(sheet.labels))]
    sides = [_side(sheet, column) for column in range(len(sheet.labels))]
    for column, label in enumerate(sheet.labels):
        target.set_column(column, column, widths[column])
        target.write_string(1, column, _fit(label), styles.head(**sides[column]))
    target.set_row(1, min(_LINE * max(map(_lines_of, sheet.labels, widths), default=1), _HIGHEST))
    for row, cells in enumerate(sheet.rows, start=2):
        lines = [
            _lines_in(cell, width) if sheet.wraps else 1 for cell, width in zip(cells, widths, strict=True)
        ]
        if max(lines, default=1) > 1:
            target.set_row(row, min(_LINE * max(lines), _HIGHEST))
        for column, cell in enumerate(cells):
            wrapped = {"text_wrap": True} if lines[column] > 1 else {}
            _write(target, styles, row, column, cell, **sides[column], **wrapped)
    target.freeze_panes(2, 1)
    if sheet.rows:
        target.autofilter(1, 0, len(sheet.rows) + 1, len(sheet.labels) - 1)
    target.set_landscape()
    target.fit_to_pages(1, 0)


def _side(sheet: _Sheet, column: int) -> dict[str, Any]:
    """Numbers and days stand at the right, with all of their column; text behind them is set off."""

    def is_counted(place: int) -> bool:
        return any(not isinstance(row[place].value, str | None) for row in sheet.rows)

    if is_counted(column):
        return {"align": "right"}
    return {"align": "left", "indent": 1} if column and is_counted(column - 1) else {}


def _width(sheet: _Sheet, column: int) -> int:
    """A column's width in characters: its longest word at least, its longest cell at most."""
    words = [len(word) for word in sheet.labels[column].split()]
    longest = max([*words, *(len(str(row[column].value or "")) for row in sheet.rows)], default=0)
    return min(max(longest + 2, 9), _WIDEST)


def _lines_in(cell: _Cell, width: int) -> int:
    return _lines_of(cell.value, width) if isinstance(cell.value, str) else 1


def _lines_of(text: str, width: int) -> int:
    """How many lines a text takes at this width; a little too many rather than too few."""
    return max(1, len(textwrap.wrap(text[:_LONGEST_CELL], max(width - 2, 1))))


def _write(target: Any, styles: _Styles, row: int, column: int, cell: _Cell, **properties: Any) -> None:
    value = cell.value
    if value is None:
        return
    if isinstance(value, str):
        text = _fit(value)
        # The mark that a spreadsheet itself sets before text: it stays text when the cell is edited.
        quoted = {"quote_prefix": True} if text.startswith(_STARTS_FORMULA) else {}
        target.write_string(row, column, text, styles.of(**properties, **quoted))
    elif isinstance(value, dt.date):
        target.write_datetime(row, column, value, styles.of(num_format=cell.number_format, **properties))
    else:
        target.write_number(row, column, value, styles.of(num_format=cell.number_format, **properties))


def _fit(text: str) -> str:
    return _NOT_IN_XML.sub("", text)[:_LONGEST_CELL]
