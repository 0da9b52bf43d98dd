"""Workbooks (.xlsx) made in tests, part by part, so that nothing is in them but what a test says.

Belongs here: the least that makes a workbook. Doesn't: expectations.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HIDDEN_SHEET, HIDDEN_ROW = ' state="hidden"', ' hidden="1"'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


@dataclass(frozen=True)
class Cell:
    """A cell that is more than a text or a number."""

    value: Any = None
    shown_as: str | None = None
    """Its number format."""
    formula: str | None = None
    kind: str | None = None
    """The type that is written for its value: `e` for an error, `str` for a formula's text, `b`."""


@dataclass
class Sheet:
    """One sheet: rows from the first one on; None is an empty cell."""

    rows: Sequence[Sequence[Any]]
    is_hidden: bool = False
    merged: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    extra_cells: str = ""
    """XML of a last row."""


@dataclass
class _Formats:
    codes: list[str] = field(default_factory=list)

    def style(self, code: str | None) -> int:
        if code is None:
            return 0
        if code not in self.codes:
            self.codes.append(code)
        return self.codes.index(code) + 1

    def xml(self) -> str:
        formats = "".join(
            f'<numFmt numFmtId="{200 + i}" formatCode={quoteattr(code)}/>'
            for i, code in enumerate(self.codes)
        )
        styles = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(self.codes)))
        return (
            f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
            f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>'
        )


def workbook(
    sheets: Mapping[str, Sheet | Sequence[Sequence[Any]]],
    *,
    dates_from_1904: bool = False,
    calculates_on_load: bool = False,
) -> bytes:
    """Return a workbook's bytes."""
    formats = _Formats()
    parts = {}
    for number, sheet in enumerate(sheets.values(), start=1):
        whole = sheet if isinstance(sheet, Sheet) else Sheet(sheet)
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(whole, formats)
    states = [isinstance(sheet, Sheet) and sheet.is_hidden for sheet in sheets.values()]
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"{HIDDEN_SHEET * hidden}/>'
        for i, (name, hidden) in enumerate(zip(sheets, states, strict=True), start=1)
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(dates_from_1904)}"/>'
        f'<sheets>{listed}</sheets><calcPr fullCalcOnLoad="{int(calculates_on_load)}"/></workbook>'
    )
    parts["xl/styles.xml"] = formats.xml()
    kinds = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    parts["xl/_rels/workbook.xml.rels"] = _relations([*kinds, ("styles", "styles.xml")])
    parts["_rels/.rels"] = _relations([("officeDocument", "xl/workbook.xml")])
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
        f'"/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f"{overrides}</Types>"
    )
    return zipped({name: part.encode() for name, part in parts.items()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the members of a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


def _sheet(sheet: Sheet, formats: _Formats) -> str:
    rows = "".join(
        f'<row r="{number}"{HIDDEN_ROW * (number in sheet.hidden_rows)}>'
        + "".join(_cell(value, f"{_letters(at)}{number}", formats) for at, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(sheet.rows, start=1)
        if any(value is not None for value in row)
    )
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    areas = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    data = f"<sheetData>{rows}{sheet.extra_cells}</sheetData>"
    return f'<worksheet xmlns="{MAIN}">{data}{areas}</worksheet>'


def _letters(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cell(value: Any, place: str, formats: _Formats) -> str:
    if value is None:
        return ""
    cell = value if isinstance(value, Cell) else Cell(value)
    style = formats.style(cell.shown_as)
    opening = f'<c r="{place}" s="{style}"'
    formula = f"<f>{escape(cell.formula)}</f>" if cell.formula is not None else ""
    if isinstance(cell.value, str) and cell.kind is None:
        return f'{opening} t="inlineStr"><is><t xml:space="preserve">{escape(cell.value)}</t></is></c>'
    kind = f' t="{cell.kind}"' if cell.kind is not None else ""
    stored = f"<v>{escape(str(cell.value))}</v>" if cell.value is not None else ""
    return f"{opening}{kind}>{formula}{stored}</c>"
