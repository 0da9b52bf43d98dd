"""The rejection workbook: a clinic's refused rows as an XLSX file that only this clinic may open.

Belongs here: its sheets. Doesn't: what is in it (`rejections`) and where it lies (`orchestration`).

Every cell is written as text and marked as such, so that no program takes a clinic's cell for a formula, also
after somebody has edited it. The same rejections give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from ingest.known_deliveries import ACCEPTED, HELD, REFUSED, Receipt
from ingest.rejections import Rejections
from ingest.rules import RULES

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

MOST_ROWS = 50_000
"""Rows of a sheet; a file of which more were refused is to be mended as a whole."""
LONGEST_CELL = 32_767
"""Characters that a cell can hold."""
LONGEST_SHEET_NAME = 31
WHAT_TO_DO = (
    "Correct the marked cells in your system, not here, and export again: the correction replaces what was "
    "refused. The sheets with rows show the columns that Rapport reads."
)
WIDTHS = {"Summary": (30, 90), "By rule": (20, 12, 70, 70)}


def rejection_workbook(rejections: Rejections, clinic_name: str, until: dt.datetime) -> bytes:
    """Return the workbook; `until` (naive UTC) is what it calls its time."""
    from xlsxwriter import Workbook  # only a run that refused something pays for it

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options | {"strings_to_numbers": False}) as book:
        book.set_properties({"title": f"Refused rows, {clinic_name}", "created": until})
        sheets = _Sheets(book)
        _summary(sheets, rejections, clinic_name, until)
        _by_rule(sheets, rejections)
        names = {receipt.export_name for receipt in rejections.receipts}
        for export_name in sorted(names):
            _rows(sheets, rejections, export_name)
    return target.getvalue()


class _Sheets:
    """Writes text into sheets, always as text."""

    def __init__(self, book: Workbook) -> None:
        shared = {"quote_prefix": True, "valign": "top", "text_wrap": True}
        self._book = book
        self._plain = book.add_format({"quote_prefix": True, "valign": "top"})
        self._wrapped = book.add_format(shared)
        self._head = book.add_format(shared | {"bold": True, "bottom": 1})
        self._wrong = book.add_format({"quote_prefix": True, "valign": "top", "bg_color": "#F4C7C3"})

    def add(self, name: str, header: Sequence[str]) -> Any:
        """Add a sheet with a header that stays in sight."""
        sheet = self._book.add_worksheet(name[:LONGEST_SHEET_NAME])
        for column, text in enumerate(header):
            self.write(sheet, 0, column, text, self._head)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(WIDTHS.get(name, ())):
            sheet.set_column(column, column, width)
        return sheet

    def write(self, sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
        """Write one cell; what is longer than a cell can hold is cut and says so."""
        told = text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 20]} ... (cut off here)"
        sheet.write_string(row, column, told, style or self._plain)

    def line(
        self, sheet: Any, row: int, texts: Sequence[str], *, wrong: frozenset[int] = frozenset()
    ) -> None:
        """Write a row, its offending cells marked."""
        for column, text in enumerate(texts):
            self.write(sheet, row, column, text, self._wrong if column in wrong else None)

    def wrapped_line(self, sheet: Any, row: int, texts: Sequence[str]) -> None:
        """Write a row of sentences."""
        for column, text in enumerate(texts):
            self.write(sheet, row, column, text, self._wrapped)


def _summary(sheets: _Sheets, rejections: Rejections, clinic_name: str, until: dt.datetime) -> None:
    sheet = sheets.add("Summary", ("What", "How it is"))
    statuses = Counter(receipt.status for receipt in rejections.receipts)
    rows = rejections.faults.select(pl.struct("receipt_key", "source_row").n_unique()).item()
    lines = [
        ("Clinic", clinic_name),
        ("As of", f"{until:%Y-%m-%d %H:%M} UTC"),
        ("Who may open this", "Only this clinic: it holds rows as the clinic sent them."),
        ("Files taken", f"{statuses[ACCEPTED]:,}"),
        ("Files refused as a whole", f"{statuses[REFUSED]:,}"),
        ("Files held for a person", f"{statuses[HELD]:,}"),
        ("Rows refused in files taken", f"{rows:,}"),
        ("What to do", WHAT_TO_DO),
        *((f"{receipt.file_name}: {receipt.status}", _whole(receipt)) for receipt in rejections.whole_files),
    ]
    for number, line in enumerate(lines, start=1):
        sheets.wrapped_line(sheet, number, line)


def _whole(receipt: Receipt) -> str:
    counted = "" if receipt.rows_received is None else f" ({receipt.rows_received:,} rows)"
    return f"{receipt.rule}: {receipt.message}{counted}"


def _by_rule(sheets: _Sheets, rejections: Rejections) -> None:
    sheet = sheets.add("By rule", ("Rule", "Rows", "What it says", "What to do"))
    counts = (
        rejections.faults.unique(["receipt_key", "source_row", "rule_id"])
        .group_by("rule_id")
        .agg(pl.len(), pl.col("remedy").first())
        .sort(pl.col("len"), "rule_id", descending=[True, False])
    )
    for number, (rule_id, rows, remedy) in enumerate(counts.iter_rows(), start=1):
        sheets.wrapped_line(sheet, number, (rule_id, f"{rows:,}", _meaning(rule_id), remedy))


def _meaning(rule_id: str) -> str:
    return RULES[rule_id].meaning if rule_id in RULES else "Two rows say different things of one thing."


def _rows(sheets: _Sheets, rejections: Rejections, export_name: str) -> None:
    """Write the refused rows of one export: its cells, then file, row and, last of all, the reason."""
    files = {
        receipt.receipt_key: receipt.file_name
        for receipt in rejections.receipts
        if receipt.export_name == export_name
    }
    faults = rejections.faults.filter(pl.col("receipt_key").is_in(list(files)))
    if faults.is_empty():
        return
    by_row = (
        faults.group_by("receipt_key", "source_row", maintain_order=True)
        .agg("rule_id", "column_name", "remedy")
        .join(rejections.sent, on=["receipt_key", "source_row"], how="left", maintain_order="left")
    )
    header = list(
        dict.fromkeys(
            name for names in by_row["header"].drop_nulls().unique(maintain_order=True) for name in names
        )
    )
    sheet = sheets.add(export_name, (*header, "File", "Row", "Why it was refused"))
    for number, row in enumerate(by_row.head(MOST_ROWS).iter_rows(named=True), start=1):
        sent = dict(zip(row["header"] or (), row["cells"] or (), strict=True))
        wrong = frozenset(
            column
            for label in row["column_name"]
            for column, name in enumerate(header)
            if name == label or (label not in sent and name in (label or "").split("+"))
        )
        reasons = [
            f"{label}: {_meaning(rule)} {remedy}" if label else f"{_meaning(rule)} {remedy}"
            for rule, label, remedy in zip(row["rule_id"], row["column_name"], row["remedy"], strict=True)
        ]
        cells = [sent.get(name) or "" for name in header]
        where = (files[row["receipt_key"]], str(row["source_row"]))
        sheets.line(sheet, number, (*cells, *where, "\n".join(reasons)), wrong=wrong)
    if by_row.height > MOST_ROWS:
        left_out = f"{by_row.height - MOST_ROWS:,} more rows aren't listed here: mend the export first."
        sheets.line(sheet, MOST_ROWS + 1, (left_out,))
