"""The reader of workbooks: a process of its own that turns cells into text.

Belongs here: what touches the libraries that parse workbooks, and how a value is written. Doesn't: which
sheet and which rows are wanted (`excel`), and starting this process (`excel_reader`).

A damaged workbook can make these libraries take any amount of memory, or crash the process that they run in;
so that isn't Rapport's own. It imports nothing heavy, since it is started for each reading.

Requests come in through standard input, one JSON object a line (`open` is followed by the workbook's bytes),
and each is answered with one line.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import re
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, BinaryIO

TOP_ROWS = 30
"""How far down a header is looked for."""
SIGNIFICANT_DIGITS = 15
"""What Excel shows and takes of a number: 0.1 + 0.2 is kept as 0.30000000000000004, and means 0.3."""
SECOND = dt.timedelta(seconds=1)
MOST_DIGITS_SHOWN = 20
DAYS_FROM_1900_TO_1904 = 1462
FALSE_LEAP_DAY = 60  # 29 February 1900, which Excel counts although it never was

Rows = list[list[Any]]
Merged = list[tuple[int, int, int, int]]  # first row, first column, last row, last column; all inclusive


class NeedsPassword(Exception):
    """The workbook is encrypted."""


def number_text(value: float) -> str:
    """Write a number as it was typed: without an exponent, 3.0 as 3, at most 15 significant digits."""
    if not math.isfinite(value):
        return str(value)
    text = format(value, f".{SIGNIFICANT_DIGITS}g")
    if "e" in text:
        text = format(Decimal(text), "f")
    return "0" if text == "-0" else text


def digits_shown(code: str) -> int | None:
    """Return to how many digits a number format fills up whole numbers with zeros, as `00000` does."""
    plain = re.sub(r"\[\$[^\]]*\]|[\\\"]", "", code)
    return len(plain) if 2 <= len(plain) <= MOST_DIGITS_SHOWN and not plain.strip("0") else None


def value_text(value: Any, decimal: str = ".") -> str:
    """Write a cell's value as text: dates and times as ISO 8601, whole seconds."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return number_text(value).replace(".", decimal)
        case dt.datetime():
            rounded = value + SECOND / 2 if value.microsecond else value
            return rounded.replace(microsecond=0).isoformat(" ")
        case dt.time():
            moment = dt.datetime.combine(dt.date(2000, 1, 1), value) + SECOND / 2
            return moment.time().replace(microsecond=0).isoformat()
        case dt.timedelta():
            seconds = round(abs(value) / SECOND)
            sign = "-" if value < dt.timedelta() else ""
            return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case dt.date():
            return value.isoformat()
    return str(value)


def column_text(values: Sequence[Any], decimal: str) -> list[str]:
    """Write a column's values, each distinct one once; `decimal` is the decimal mark of numbers."""
    kinds = set(map(type, values))
    if kinds <= {str}:
        return list(values)
    if bool in kinds:  # which equals 0 or 1 as a key
        return [value_text(value, decimal) for value in values]
    texts = {value: value_text(value, decimal) for value in set(values)}
    return list(map(texts.__getitem__, values))


def serial_value(serial: float, is_from_1904: bool) -> dt.date | dt.datetime | dt.time | float:
    """Return what a date's serial number stands for; the number itself beyond the calendar."""
    if 0 <= serial < 1:
        return (dt.datetime(2000, 1, 1) + dt.timedelta(days=serial)).time()  # noqa: DTZ001
    days = serial + (DAYS_FROM_1900_TO_1904 if is_from_1904 else 0)
    if days < FALSE_LEAP_DAY:
        days += 1
    try:
        moment = dt.datetime(1899, 12, 30) + dt.timedelta(days=days)  # noqa: DTZ001
    except (OverflowError, ValueError):
        return serial
    return moment.date() if serial == math.floor(serial) else moment


class ZipWorkbook:
    """A workbook of the kinds that are ZIP files, through calamine."""

    def __init__(self, content: bytes) -> None:
        import python_calamine

        try:
            self._book = python_calamine.load_workbook(io.BytesIO(content))
        except python_calamine.PasswordError:
            raise NeedsPassword from None
        worksheet = python_calamine.SheetTypeEnum.WorkSheet
        visible = python_calamine.SheetVisibleEnum.Visible
        self._sheets = [sheet for sheet in self._book.sheets_metadata if sheet.typ == worksheet]
        self.names = [sheet.name for sheet in self._sheets]
        self.is_visible = [sheet.visible == visible for sheet in self._sheets]

    def rows(self, index: int) -> tuple[Rows, Merged]:
        """Return a sheet's values from its first row and column on, and its merged cells."""
        sheet = self._book.get_sheet_by_name(self.names[index])
        merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        return sheet.to_python(skip_empty_area=False), merged


class XlsWorkbook:
    """A workbook as Excel wrote it until 2003, through xlrd."""

    def __init__(self, content: bytes) -> None:
        import xlrd  # type: ignore[import-untyped]

        self._error_texts: dict[int, str] = xlrd.error_text_from_code
        self._kinds = xlrd
        try:
            self._book = xlrd.open_workbook(
                file_contents=content, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
            )
        except xlrd.XLRDError as error:
            if "encrypted" in str(error):
                raise NeedsPassword from None
            raise
        self._sheets = self._book.sheets()
        self.names = [sheet.name for sheet in self._sheets]
        self.is_visible = [sheet.visibility == 0 for sheet in self._sheets]

    def rows(self, index: int) -> tuple[Rows, Merged]:
        """Return a sheet's values from its first row and column on, and its merged cells."""
        sheet = self._sheets[index]
        width = max((sheet.row_len(row) for row in range(sheet.nrows)), default=0)
        rows = [self._row(sheet, row, width) for row in range(sheet.nrows)]
        return rows, [(top, left, end - 1, right - 1) for top, end, left, right in sheet.merged_cells]

    def _row(self, sheet: Any, row: int, width: int) -> list[Any]:
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        cells = [
            value
            if kind in (self._kinds.XL_CELL_TEXT, self._kinds.XL_CELL_EMPTY)
            else self._cell(sheet, row, at)
            for at, (kind, value) in enumerate(zip(kinds, values, strict=True))
        ]
        return cells + [""] * (width - len(cells))

    def _cell(self, sheet: Any, row: int, at: int) -> Any:
        kind, value = sheet.cell_type(row, at), sheet.cell_value(row, at)
        if kind == self._kinds.XL_CELL_BLANK:
            return ""
        if kind == self._kinds.XL_CELL_ERROR:
            return self._error_texts.get(value, "#ERROR")
        if kind == self._kinds.XL_CELL_BOOLEAN:
            return bool(value)
        if kind == self._kinds.XL_CELL_DATE:
            return serial_value(value, bool(self._book.datemode))
        style = self._book.xf_list[sheet.cell_xf_index(row, at)]
        digits = digits_shown(self._book.format_map[style.format_key].format_str)
        if digits is not None and value >= 0 and value == math.floor(value):
            return number_text(value).zfill(digits)
        return value


class Reader:
    """Answers requests about one workbook at a time."""

    def __init__(self) -> None:
        self._book: ZipWorkbook | XlsWorkbook | None = None
        self._kept: tuple[int, Rows, Merged] | None = None

    def answer(self, request: dict[str, Any], content: bytes) -> dict[str, Any]:
        """Answer one request; whatever goes wrong with a workbook is an answer too."""
        try:
            match request["do"]:
                case "open":
                    self._book, self._kept = None, None
                    self._book = (XlsWorkbook if request["kind"] == "xls" else ZipWorkbook)(content)
                    return {"names": self._book.names, "is_visible": self._book.is_visible}
                case "top":
                    return self._top(request["sheet"])
                case _:
                    return self._columns(**request["wanted"])
        except NeedsPassword:
            return {"problem": "password"}
        except MemoryError:
            return {"problem": "memory"}
        except BaseException as error:  # parsing hostile bytes: calamine's panics are no Exceptions
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            return {"problem": "damaged"}

    def _sheet(self, index: int) -> tuple[Rows, Merged]:
        assert self._book is not None
        if self._kept is None or self._kept[0] != index:
            self._kept = None
            self._kept = (index, *self._book.rows(index))
        return self._kept[1], self._kept[2]

    def _top(self, index: int) -> dict[str, Any]:
        """Return the first rows as text; a cell that is merged with ones below it stands on each of their
        rows."""
        rows, merged = self._sheet(index)
        top = [[value_text(value) for value in row] for row in rows[:TOP_ROWS]]
        for first, left, last, right in merged:
            if left == right and first < len(top) and left < len(top[first]):
                for row in range(first + 1, min(last + 1, len(top))):
                    top[row][left] = top[row][left] or top[first][left]
        return {
            "top": top,
            "height": len(rows),
            "is_blank": not any(cell.strip() for row in top for cell in row),
        }

    def _columns(self, sheet: int, start: int, positions: Sequence[int], decimal: str) -> dict[str, Any]:
        """Return columns of text from a row on; `blank` are the rows (from 0) in which no column holds
        anything."""
        rows, merged = self._sheet(sheet)
        body = rows[start:]
        while body and _is_blank(body[-1]):
            body.pop()
        blank = [at for at, row in enumerate(body) if _is_blank(row)]
        columns = {at: column_text([row[at] for row in body], decimal) for at in positions}
        filled = _fill_merged(columns, set(blank), merged, start, len(body))
        return {
            "columns": [columns[at] for at in positions],
            "height": len(body),
            "blank": blank,
            "filled": filled,
        }


def _is_blank(row: list[Any]) -> bool:
    return row.count("") == len(row) or not any(
        value.strip() if isinstance(value, str) else True for value in row
    )


def _fill_merged(
    columns: dict[int, list[str]], blank: set[int], merged: Merged, start: int, height: int
) -> int:
    """Write a cell that is merged with those below it into each of their rows; return how many were."""
    filled = 0
    for first, left, last, right in merged:
        if left != right or left not in columns or first < start:
            continue
        column = columns[left]
        for row in range(first - start + 1, min(last - start + 1, height)):
            if row not in blank and not column[row]:
                column[row] = column[first - start]
                filled += 1
    return filled


def limit_memory(most_bytes: int) -> None:
    """Let this process fail rather than take the machine's memory, and leave no image of it on disk."""
    try:
        import resource
    except ImportError:  # where the system has no such limits
        return
    for kind, limit in ((resource.RLIMIT_AS, most_bytes), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    reader = Reader()
    while line := requests.readline():
        request = json.loads(line)
        answer = reader.answer(request, requests.read(request.get("bytes", 0)))
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    limit_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer)
