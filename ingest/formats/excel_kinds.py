"""What a file that should be a workbook really is, by its bytes; its name proves nothing.

Belongs here: telling workbooks from other files, and the sentences for those that can't be read. Doesn't:
opening them (`excel_packages`, `excel_reader`).
"""

from __future__ import annotations

import re
from enum import StrEnum

from ingest.formats.archives import ZIP_MARKS
from ingest.formats.text_table import Refusal

OLE2_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08]")
"""How a workbook before Excel 5 begins, which isn't in a container."""
HEAD_BYTES = 4096
MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|style|div|center|script)\b", re.IGNORECASE)
SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
SAVE_AS_XLSX = "Ask the sender to open it in Excel, save it as an Excel workbook (.xlsx), and send that."


class Kind(StrEnum):
    """How a file is read."""

    ZIP = "zip"  # .xlsx or .ods, if it is a workbook at all
    XLS = "xls"
    TEXT = "text"  # CSV, whatever its name says


def kind_of(content: bytes) -> Kind | Refusal:
    """Tell how a file is to be read, or why it can't be (FILE-ENCRYPTED, FILE-UNREADABLE)."""
    if content.startswith(ZIP_MARKS):
        return Kind.ZIP
    if content.startswith(OLE2_MARK):
        return _in_ole2(content)
    if BARE_BIFF.match(content) and b"\0" in content[:16]:
        return Kind.XLS
    head = content[:HEAD_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"<"):
        if SPREADSHEET_XML in head:
            return _unreadable("an XML spreadsheet of Excel 2003")
        if MARKUP.search(head):
            return _unreadable("a web page (HTML)")
        return _unreadable("an XML document")
    if head[:13].lower() == b"mime-version:":
        return _unreadable("a web archive")
    if head.startswith(b"%PDF-"):
        return _unreadable("a PDF")
    return Kind.TEXT


def _in_ole2(content: bytes) -> Kind | Refusal:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in content

    if holds("EncryptedPackage"):
        return encrypted()
    if holds("Workbook") or holds("Book") or holds("WORKBOOK") or holds("BOOK"):
        return Kind.XLS
    if holds("WordDocument"):
        return _unreadable("a Word document")
    return _unreadable("an Office document without a workbook")


def encrypted() -> Refusal:
    """Return the refusal of a workbook that needs a password."""
    return Refusal(
        "FILE-ENCRYPTED",
        "The workbook is protected by a password. Ask the sender to save it without one (in Excel: File, "
        "Info, Protect Workbook, Encrypt with Password, and empty the field), and to send it over an "
        "encrypted connection.",
        None,
    )


def damaged() -> Refusal:
    """Return the refusal of a workbook that its reader gives up on."""
    return Refusal(
        "FILE-UNREADABLE",
        "The workbook is damaged: it can't be read to its end. Open it in the program that wrote it, save it "
        "again, and send that.",
        None,
    )


def too_large() -> Refusal:
    """Return the refusal of a workbook that takes more memory or time than any honest one."""
    return Refusal(
        "FILE-TOO-LARGE",
        "Reading the workbook took more memory or time than a full worksheet needs. It is damaged, or text "
        f"stands far outside its table. {SAVE_AS_XLSX}",
        None,
    )


def _unreadable(what: str) -> Refusal:
    return Refusal(
        "FILE-UNREADABLE", f"By its content this is {what}, whatever its name says. {SAVE_AS_XLSX}", None
    )


def no_workbook(what: str) -> Refusal:
    """Return the refusal of a ZIP file that holds something else."""
    return _unreadable(what)
