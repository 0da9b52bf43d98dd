"""Workbooks that are ZIP files (.xlsx, .ods): unpacked, mended where their reader would lose something,
repacked.

Belongs here: what has to be known of a workbook's XML. Doesn't: reading cells (`excel_cells`).

The reader drops cells that hold an error such as #N/A, doesn't tell a formula without a stored result from an
empty cell, and doesn't know number formats. So, before it reads, errors are turned into text, leading zeros
that only a number format shows are written out, and formulas without a result are counted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from ingest.formats.archives import unpack_parts
from ingest.formats.excel_cells import digits_shown
from ingest.formats.excel_kinds import damaged, encrypted, no_workbook
from ingest.formats.text_table import Refusal

LARGEST_SMALL_PART = 16 << 20
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CELL = rb"<(?:\w+:)?c\b([^>]*?)>"
ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\b[^>]*?\bt=["'])e(["'])""")
PLAIN_NUMBER_CELL = re.compile(_CELL + rb"(<(?:\w+:)?v>)(\d+)(</)")
FORMULA_MARKS = (b"<f>", b"<f ", b":f>", b":f ")
ERROR_MARKS = (b't="e"', b"t='e'")
"""Looked for first, since it is ten times as fast as the patterns."""
WITHOUT_RESULT = re.compile(
    _CELL + rb"\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
IS_TEXT = re.compile(rb"""\bt=["']str["']""")
HAS_TYPE = re.compile(rb"""\bt=["'](?!n["'])""")
STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
RECALCULATED = re.compile(rb"""\bfullCalcOnLoad=["'](?:1|true)["']""")
DATES_FROM_1904 = re.compile(rb"""\bdate1904=["'](?:1|true)["']""")
ODS_ERROR_CELL = re.compile(rb"<table:table-cell\b[^>]*\bcalcext:value-type=\"error\"[^>]*>")
ODS_VALUE = re.compile(rb"\s(?:office|calcext):(?:string-|boolean-|date-|time-)?value(?:-type)?=\"[^\"]*\"")
ODS_WITHOUT_RESULT = re.compile(rb"<table:table-cell\b(?=[^>]*\stable:formula=)(?![^>]*\soffice:value-type=)")


@dataclass(frozen=True)
class Package:
    """A workbook that its reader can open, and what it wouldn't tell."""

    kind: str
    """Excel workbook, OpenDocument spreadsheet or Excel 97-2003 workbook"""
    content: bytes
    is_zip: bool = False
    without_result: Mapping[str, int] = field(default_factory=dict)
    """Formulas without a stored result, by the sheet's name; under "" where it isn't known."""
    is_stale: frozenset[str] = frozenset()
    """Names of the sheets whose stored results may be out of date."""
    dates_from_1904: bool = False

    def notes(self, sheet: str) -> list[str]:
        """Return what the audit should say about a sheet."""
        missing = self.without_result.get(sheet, 0) + self.without_result.get("", 0)
        notes = ["dates counted from 1904"] if self.dates_from_1904 else []
        if missing:
            formulas = "1 formula" if missing == 1 else f"{missing:,} formulas"
            notes.append(f"{formulas} without a stored result read as empty")
        if sheet in self.is_stale:
            notes.append("stored results of formulas may be out of date")
        return notes


def open_package(content: bytes) -> Package | Refusal:
    """Prepare a ZIP file for the reader of workbooks, or say why it is none (FILE-UNREADABLE, FILE-ENCRYPTED,
    FILE-TOO-LARGE)."""
    parts = unpack_parts(content)
    if isinstance(parts, Refusal):
        return parts
    parts = {name.replace("\\", "/").lstrip("/"): part for name, part in parts.items()}
    by_folded = {name.casefold(): name for name in parts}
    if parts.get("mimetype", b"").strip().startswith(ODS_TYPE) or _is_bare_ods(parts):
        return _ods(parts)
    if "xl/workbook.xml" in by_folded:
        return _xlsx(parts, by_folded["xl/workbook.xml"])
    if "xl/workbook.bin" in by_folded:
        return no_workbook("a binary workbook (.xlsb)")
    if "word/document.xml" in by_folded:
        return no_workbook("a Word document")
    workbook = _main_part(parts)
    return no_workbook("a ZIP archive without a workbook") if workbook is None else _xlsx(parts, workbook)


def _is_bare_ods(parts: Mapping[str, bytes]) -> bool:
    return "content.xml" in parts and b"office:spreadsheet" in parts["content.xml"]


def _main_part(parts: Mapping[str, bytes]) -> str | None:
    """Return the workbook's own part where it isn't called as usual."""
    for target in _relations(parts, "").values():
        if target in parts and b"<sheets" in parts[target].replace(b":sheets", b"<sheets"):
            return target
    return None


def _xlsx(parts: dict[str, bytes], workbook: str) -> Package | Refusal:
    sheets = _sheet_parts(parts, workbook)
    if sheets is None:
        return damaged()
    padded = _padding_styles(parts, workbook)
    without_result, stale = {}, set()
    recalculated = RECALCULATED.search(parts[workbook]) is not None
    for name, part in sheets.items():
        xml = parts[part]
        if any(mark in xml for mark in FORMULA_MARKS):
            cells = WITHOUT_RESULT.findall(xml)
            without_result[name] = sum(IS_TEXT.search(attributes) is None for attributes in cells)
            if recalculated:
                stale.add(name)
        if any(mark in xml for mark in ERROR_MARKS):
            xml = ERROR_CELL.sub(rb"\1str\2", xml)
        parts[part] = _with_leading_zeros(xml, padded) if padded else xml
    return Package(
        kind="Excel workbook",
        content=_repacked(parts),
        is_zip=True,
        without_result=without_result,
        is_stale=frozenset(stale),
        dates_from_1904=DATES_FROM_1904.search(parts[workbook]) is not None,
    )


def _sheet_parts(parts: Mapping[str, bytes], workbook: str) -> dict[str, str] | None:
    """Return each sheet's part by the sheet's name, or None if the workbook can't be parsed."""
    root = _parsed(parts[workbook])
    if root is None:
        return None
    targets = _relations(parts, workbook)
    found = {}
    for element in root.iter():
        if _local(element.tag) == "sheet":
            ids = [value for key, value in element.attrib.items() if _local(key) == "id"]
            part = targets.get(ids[0]) if ids else None
            if part in parts and part is not None:
                found[element.attrib.get("name", "")] = part
    return found


def _relations(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Return the parts that a part refers to, by id."""
    folder, _, name = part.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    root = _parsed(parts.get(f"{prefix}_rels/{name}.rels", b""))
    return {
        element.attrib.get("Id", ""): _resolved(prefix, element.attrib.get("Target", ""))
        for element in (() if root is None else root)
    }


def _parsed(xml: bytes) -> ElementTree.Element | None:
    """Parse one of a workbook's small parts."""
    if len(xml) > LARGEST_SMALL_PART:
        return None
    try:
        return ElementTree.fromstring(xml)  # noqa: S314 - expat limits what entities expand to
    except (ElementTree.ParseError, ValueError, LookupError):
        return None


def _resolved(prefix: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    steps: list[str] = []
    for step in (prefix + target).replace("\\", "/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _padding_styles(parts: Mapping[str, bytes], workbook: str) -> dict[bytes, int]:
    """Return the cell styles that show whole numbers with leading zeros, and to how many digits."""
    styles = [part for part in _relations(parts, workbook).values() if part.casefold().endswith("styles.xml")]
    root = _parsed(parts.get(styles[0], b"")) if styles else None
    if root is None:
        return {}
    widths = {
        element.attrib.get("numFmtId"): digits
        for element in root.iter()
        if _local(element.tag) == "numFmt"
        and (digits := digits_shown(element.attrib.get("formatCode", ""))) is not None
    }
    formats = next((element for element in root.iter() if _local(element.tag) == "cellXfs"), ())
    return {
        str(index).encode(): widths[style.attrib.get("numFmtId")]
        for index, style in enumerate(formats)
        if style.attrib.get("numFmtId") in widths
    }


def _with_leading_zeros(xml: bytes, widths: Mapping[bytes, int]) -> bytes:
    def padded(cell: re.Match[bytes]) -> bytes:
        style = STYLE.search(cell[1])
        if style is None or style[1] not in widths or HAS_TYPE.search(cell[1]):
            return cell[0]
        digits = cell[3].zfill(widths[style[1]])
        opening = cell[0][: cell.start(1) - cell.start(0)]
        attributes = re.sub(rb"""\bt=["']n["']""", b"", cell[1])
        return opening + attributes + b' t="str">' + cell[2] + digits + cell[4]

    return PLAIN_NUMBER_CELL.sub(padded, xml)


def _ods(parts: dict[str, bytes]) -> Package | Refusal:
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        return encrypted()
    xml = parts.get("content.xml")
    if xml is None:
        return damaged()
    missing = len(ODS_WITHOUT_RESULT.findall(xml))
    parts["content.xml"] = ODS_ERROR_CELL.sub(
        lambda cell: ODS_VALUE.sub(b"", cell[0]).replace(
            b"<table:table-cell", b'<table:table-cell office:value-type="string"', 1
        ),
        xml,
    )
    parts.setdefault("mimetype", ODS_TYPE)
    return Package(
        kind="OpenDocument spreadsheet",
        content=_repacked(parts),
        is_zip=True,
        without_result={"": missing} if missing else {},
    )


def _repacked(parts: Mapping[str, bytes]) -> bytes:
    """Return a sound ZIP file of the parts; not compressed, since it is read at once and never kept."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, part in sorted(parts.items(), key=lambda item: item[0] != "mimetype"):
            archive.writestr(zipfile.ZipInfo(name), part)
    return target.getvalue()
