"""Files that aren't CSV: a workbook with a title, and one JSON resource per line.

Belongs here: from a table of text to a file's bytes. Doesn't: what the cells say (`dialects`).
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Sequence
from xml.sax.saxutils import escape

import polars as pl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FIXED_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}">'
        '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ),
}
MOMENT = "%Y-%m-%d %H:%M"
"""How cells say what becomes a date of the workbook's own."""
NEVER_CHANGES = (1980, 1, 1, 0, 0, 0)
"""The time of an archive's members: equal tables give equal bytes."""
EXCEL_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks know no zone


def workbook(table: pl.DataFrame, title: Sequence[str], moments: Collection[str]) -> bytes:
    """Write a sheet with title rows above its header; whole numbers are numbers, `moments` are dates.

    Cells of `moments` that can't be read as one stay text, and so do numbers with leading zeros.
    """
    above = [f'<row><c t="inlineStr"><is><t>{escape(line)}</t></is></c></row>' for line in title]
    header = "".join(_inline(escape(name)) for name in table.columns)
    body = table.select(
        pl.concat_str(
            pl.lit("<row>"),
            *(_cell(name, is_moment=name in moments) for name in table.columns),
            pl.lit("</row>"),
        ).str.join("")
    ).item()
    rows = "".join([*above, f"<row>{header}</row>", body or ""])
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**FIXED_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(zipfile.ZipInfo(name, NEVER_CHANGES), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def _cell(name: str, *, is_moment: bool) -> pl.Expr:
    text = pl.col(name)
    escaped = (
        text.str.replace_all("&", "&amp;", literal=True)
        .str.replace_all("<", "&lt;", literal=True)
        .str.replace_all(">", "&gt;", literal=True)
    )
    as_text = pl.format('<c t="inlineStr"><is><t>{}</t></is></c>', escaped)
    if is_moment:
        moment = text.str.to_datetime(MOMENT, time_unit="us", strict=False)
        serial = (moment - EXCEL_EPOCH).dt.total_seconds() / 86_400
        return (
            pl.when(text.is_null())
            .then(pl.lit("<c/>"))
            .when(moment.is_not_null())
            .then(pl.format('<c s="1"><v>{}</v></c>', serial))
            .otherwise(as_text)
        )
    return (
        pl.when(text.is_null())
        .then(pl.lit("<c/>"))
        .when(text.str.contains(r"^(?:0|[1-9]\d{0,9})$"))
        .then(pl.format("<c><v>{}</v></c>", text))
        .otherwise(as_text)
    )


def resource_lines(table: pl.DataFrame, column: str) -> bytes:
    """Write a column's JSON texts, one per line."""
    return b"".join(line.encode() + b"\n" for line in table[column])
