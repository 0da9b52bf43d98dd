"""The Excel format: one sheet of a workbook (.xlsx, .xls, .ods) as a text table.

Belongs here: the way from a file to its rows. Doesn't: what kind of file it is (`excel_kinds`), which sheet
is meant (`excel_sheets`), and parsing workbooks (`excel_packages`, `excel_reader`, `excel_cells`).

Cells become the text that a person would type: dates and times as ISO 8601 whatever their format, whole
numbers without a decimal mark, others with the export's own and at most 15 significant digits, errors as
Excel shows them. Formulas are read by the result that was stored with them. Hidden rows and columns are read
like any other; a totals row is an ordinary row. A cell that is merged with cells below it stands for all of
their rows. Rows have Excel's numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import polars as pl

from ingest.configuration.format_options import ExcelOptions
from ingest.formats import csv
from ingest.formats.excel_kinds import SAVE_AS_XLSX, Kind, kind_of
from ingest.formats.excel_packages import Package, open_package
from ingest.formats.excel_reader import Body, WorkbookReader, WorkbookRefused
from ingest.formats.excel_sheets import Heading, choose
from ingest.formats.results import count_words, joined, placed, refused
from ingest.formats.text_table import (
    BLANK_SCHEMA,
    FILE_COLUMN,
    MISSHAPEN_SCHEMA,
    OWN_COLUMNS,
    ROW_COLUMN,
    DeliveredFile,
    ReadResult,
    Refusal,
    TextTable,
)

NO_TEXT_RULES = frozenset({"FILE-UNREADABLE", "FILE-ENCODING"})
"""How CSV refuses what is no text at all."""


def read(files: Sequence[DeliveredFile], options: ExcelOptions, needed: Collection[str]) -> ReadResult:
    """Read one sheet of each workbook; whatever their bytes are, each gives a table or a refusal.

    `needed` are the columns that the mapping uses; only those are kept. Where it is empty the headers are the
    canonical names, and all columns with a name are kept. A file that is CSV in truth is read as such, and
    its dialect says so. Refusals: those of `csv.read`, FILE-SHEET, FILE-ENCRYPTED, FILE-TOO-LARGE.
    """
    results = []
    texts: list[int] = []
    with WorkbookReader() as reader:
        for index, file in enumerate(files):
            kind = kind_of(file.content)
            if kind is Kind.TEXT:
                texts.append(index)
                continue
            try:
                result = _read_workbook(reader, _opened(kind, file.content), options, frozenset(needed))
            except WorkbookRefused as error:
                result = refused({0: error.refusal})
            results.append(placed(result, [index]))
    if texts:
        results.append(placed(_read_texts([files[index] for index in texts], options, needed), texts))
    return joined(results)


def _opened(kind: Kind | Refusal, content: bytes) -> Package:
    if kind is Kind.XLS:
        return Package("Excel 97-2003 workbook", content)
    package = kind if isinstance(kind, Refusal) else open_package(content)
    if isinstance(package, Refusal):
        raise WorkbookRefused(package)
    return package


def _read_workbook(
    reader: WorkbookReader, package: Package, options: ExcelOptions, needed: frozenset[str]
) -> ReadResult:
    names, is_visible = reader.open(package.content, is_zip=package.is_zip)
    heading = choose(names, is_visible, options.sheet, needed, reader.top)
    positions = [
        at
        for at, name in enumerate(heading.names)
        if name and (name in needed if needed else name not in OWN_COLUMNS)
    ]
    body = reader.body(heading.sheet.index, heading.row + 1, positions, options.decimal)
    place = "" if options.sheet is not None else f" of {sum(is_visible)}"
    notes = [heading.sheet.label + place]
    if heading.row:
        notes.append(f"header in row {heading.row + 1}")
    if body.filled:
        cells = count_words(body.filled, "merged cell", "merged cells")
        notes.append(f"{cells} read as the one above")
    notes += package.notes(names[heading.sheet.index])
    return _result(heading, positions, body, ", ".join([package.kind, *notes]))


def _result(heading: Heading, positions: Sequence[int], body: Body, dialect: str) -> ReadResult:
    first_row = heading.row + 2
    rows = pl.DataFrame(
        {
            FILE_COLUMN: pl.zeros(body.height, pl.UInt32, eager=True),
            ROW_COLUMN: pl.int_range(first_row, first_row + body.height, dtype=pl.UInt32, eager=True),
        }
        | {
            heading.names[at]: pl.Series(cells, dtype=pl.String)
            for at, cells in zip(positions, body.columns, strict=True)
        }
    )
    if body.blank:
        at = pl.Series(body.blank, dtype=pl.UInt32) + first_row
        rows = rows.filter(~pl.col(ROW_COLUMN).is_in(at.implode()))
    blank = [(0, len(body.blank))] if body.blank else []
    return ReadResult(
        tables=(TextTable((0,), tuple(name for name in heading.names if name), rows),),
        refusals={},
        misshapen=pl.DataFrame(schema=MISSHAPEN_SCHEMA),
        blank=pl.DataFrame(blank, schema=BLANK_SCHEMA, orient="row"),
        rows_received={0: body.height},
        dialects={0: dialect},
    )


def _read_texts(files: Sequence[DeliveredFile], options: ExcelOptions, needed: Collection[str]) -> ReadResult:
    """Read files as CSV that are text, although they should be workbooks."""
    result = csv.read(files, options, needed)
    return replace(
        result,
        refusals={file: _as_workbook(refusal) for file, refusal in result.refusals.items()},
        dialects={file: f"CSV instead of a workbook: {words}" for file, words in result.dialects.items()},
    )


def _as_workbook(refusal: Refusal) -> Refusal:
    if refusal.rule not in NO_TEXT_RULES:
        return refusal
    return Refusal(
        "FILE-UNREADABLE",
        f"By its content this is no workbook, and no CSV file either, whatever its name says. {SAVE_AS_XLSX}",
        None,
    )
