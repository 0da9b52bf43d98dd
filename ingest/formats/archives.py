"""ZIP and gzip archives: from one delivered file to the files in it, in memory only.

Belongs here: telling archives from other files, their limits, and why one can't be opened. Doesn't: what the
files in it hold.

An archive is opened as a whole or refused as a whole: where one member can't be trusted, nobody knows what
the others leave out. Nothing is written to disk, so a member's name only ever serves as a name; names that
would lead out of a folder are refused all the same, since they show that the archive wasn't made by an honest
export.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.formats.text_table import DeliveredFile, Refusal

MOST_BYTES = 1 << 30
"""What an archive may hold in all. A clinic's whole history is far smaller."""
MOST_MEMBERS = 10_000
MOST_EXPANSION, EXPANSION_COUNTS_FROM = 250, 16 << 20
"""CSV and XML shrink to a tenth, monotonous ones to a hundredth; deflate's limit is 1,032. Small files may
shrink as they like."""
CHUNK_BYTES = 1 << 20
SOMETHING = re.compile(rb"[^\0]")

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")
GZIP_MARK = b"\x1f\x8b"
OTHER_ARCHIVES = (
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
)
BZIP2_MARK = re.compile(rb"BZh[1-9]1AY&SY")
TAR_MARKS, TAR_MARK_AT = (b"ustar\0", b"ustar "), 257
IS_ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NO_DATA = re.compile(r"(^|/)(__MACOSX/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
"""What operating systems put into archives by themselves."""
OFFICE_PARTS = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")
NAMED_LIKE_ONE = re.compile(r"\.(zip|gz|tgz|tar|7z|rar|bz2|xz|zst)$", re.IGNORECASE)
AGAIN = "Ask the sender for the archive again, or for the files themselves."


class _Unopenable(Exception):
    """Why an archive can't be taken; becomes the refusal's message."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(rule, message, None)


@dataclass
class _Allowance:
    """How much may still come out of an archive."""

    packed: int
    unpacked: int = 0

    def take(self, size: int) -> None:
        """Count unpacked bytes.

        Raises:
            _Unopenable: there are too many.
        """
        self.unpacked += size
        if self.unpacked > MOST_BYTES:
            raise _Unopenable(
                "FILE-TOO-LARGE",
                f"The archive holds more than {MOST_BYTES >> 30} GiB. Ask the sender to split it.",
            )
        if self.unpacked > EXPANSION_COUNTS_FROM and self.unpacked > self.packed * MOST_EXPANSION:
            raise _Unopenable(
                "FILE-TOO-LARGE",
                f"Unpacked the archive is more than {MOST_EXPANSION} times its size, which no honest export "
                f"is. {AGAIN}",
            )


def is_archive(file: DeliveredFile) -> bool:
    """Tell whether a file is to be expanded before its format reads it; workbooks are ZIP files but no
    archives."""
    content = file.content
    if content.startswith(GZIP_MARK) or _other_archive(content):
        return True
    return content.startswith(ZIP_MARKS) and not _is_office(content)


def expand(file: DeliveredFile) -> tuple[DeliveredFile, ...] | Refusal:
    """Return an archive's members, named `archive.zip/member.csv`, in the archive's order.

    A file that is no archive is returned as it is. Refusals: FILE-ARCHIVE (damaged, encrypted, nested, of
    another kind, or with names that lead elsewhere), FILE-TOO-LARGE, FILE-EMPTY.
    """
    if not is_archive(file):
        return (file,)
    other = _other_archive(file.content)
    if other is not None:
        return Refusal(
            "FILE-ARCHIVE", f"This is a {other} archive; only ZIP and gzip are opened. {AGAIN}", None
        )
    allowance = _Allowance(packed=len(file.content))
    try:
        if file.content.startswith(GZIP_MARK):
            members = [(_name_in_gzip(file.name), _gunzip(file.content, allowance))]
        else:
            members = list(_unzip(file.content, allowance))
        for _, content in members:
            _refuse_nested(content)
    except _Unopenable as error:
        return error.refusal
    if not members:
        return Refusal("FILE-EMPTY", f"The archive holds no file. {AGAIN}", 0)
    return tuple(DeliveredFile(f"{file.name}/{name}", content) for name, content in members)


def is_named_like_one(name: str) -> bool:
    """Tell whether a file's name says that it is an archive."""
    return NAMED_LIKE_ONE.search(name) is not None


def listed_members(path: Path, name: str) -> tuple[str, ...] | None:
    """Return the names of an archive's members, read from its directory alone.

    None where there are none, or where the directory alone shows that the archive is to be refused. Cheap:
    nothing is unpacked. What is in the members, and whether they may be taken, only `expand` says.
    """
    try:
        with path.open("rb") as file:
            mark = file.read(len(TAR_MARKS[0]))
        if mark.startswith(GZIP_MARK):
            return (_name_in_gzip(name),)
        if not mark.startswith(ZIP_MARKS):
            return None
        with zipfile.ZipFile(path) as archive:
            infos = _checked(archive.infolist(), is_workbook=False)
    except Exception:  # hostile bytes fail in many ways; `expand` will say why
        return None
    return tuple(info.filename for info in infos) or None


def unpack_parts(content: bytes) -> dict[str, bytes] | Refusal:
    """Return the parts of a workbook that is a ZIP file, within the same limits.

    Refusals: FILE-UNREADABLE, FILE-TOO-LARGE, FILE-ENCRYPTED.
    """
    try:
        return dict(_unzip(content, _Allowance(packed=len(content)), is_workbook=True))
    except _Unopenable as error:
        if error.refusal.rule != "FILE-ARCHIVE":
            return error.refusal
        return Refusal(
            "FILE-UNREADABLE",
            "The workbook is damaged: its parts can't be unpacked. Open it in the program that wrote it, "
            "save it again, and send that.",
            None,
        )


def _other_archive(content: bytes) -> str | None:
    if content.startswith(TAR_MARKS, TAR_MARK_AT):
        return "tar"
    if BZIP2_MARK.match(content):
        return "bzip2"
    return next((name for mark, name in OTHER_ARCHIVES if content.startswith(mark)), None)


def _is_office(content: bytes) -> bool:
    """Tell a workbook (or another office document), whose first members have fixed names, from an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except Exception:  # hostile bytes fail in many ways; opening it properly will say why
        head = content[:4096]
        return any(name.encode() in head for name in OFFICE_PARTS)
    return OFFICE_PARTS[0] in names or set(OFFICE_PARTS[1:]) <= names


def _unzip(
    content: bytes, allowance: _Allowance, *, is_workbook: bool = False
) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = _checked(archive.infolist(), is_workbook)
            for info in infos:
                with archive.open(info) as stream:
                    yield info.filename, _read(stream, allowance)
    except _Unopenable:
        raise
    except Exception:  # zipfile meets hostile bytes with half a dozen kinds of error
        raise _Unopenable(
            "FILE-ARCHIVE",
            "The archive is damaged: it breaks off, or a checksum doesn't fit. Nothing of it is taken. "
            f"{AGAIN}",
        ) from None


def _checked(infos: list[zipfile.ZipInfo], is_workbook: bool) -> list[zipfile.ZipInfo]:
    """Return the members that are files, if all may be opened."""
    if len(infos) > MOST_MEMBERS:
        raise _Unopenable(
            "FILE-TOO-LARGE",
            f"The archive has {len(infos):,} members, more than {MOST_MEMBERS:,}. Ask the sender to split "
            "it.",
        )
    files: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if not is_workbook:  # some programs name a workbook's parts with backslashes
            _refuse_unsafe_name(info.orig_filename)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _Unopenable("FILE-ARCHIVE", f"The archive holds a link instead of a file. {AGAIN}")
        if info.is_dir() or NO_DATA.search(info.filename):
            continue
        if info.flag_bits & IS_ENCRYPTED:
            raise _Unopenable(
                "FILE-ENCRYPTED",
                "The archive is protected by a password. Ask the sender for one without, over a connection "
                "that is encrypted itself.",
            )
        if info.compress_type not in METHODS:
            raise _Unopenable(
                "FILE-ARCHIVE", f"The archive is compressed in a way that isn't opened here. {AGAIN}"
            )
        if files.setdefault(unicodedata.normalize("NFC", info.filename).casefold(), info) is not info:
            raise _Unopenable("FILE-ARCHIVE", f"The archive holds two members of one name. {AGAIN}")
    return list(files.values())


def _refuse_unsafe_name(name: str) -> None:
    parts = name.removesuffix("/").split("/")
    is_unsafe = (
        name.startswith("/")
        or "\\" in name
        or re.match(r"[A-Za-z]:", name) is not None
        or any(part in ("", ".", "..") for part in parts)
        or any(unicodedata.category(character) == "Cc" for character in name)
    )
    if is_unsafe:
        raise _Unopenable(
            "FILE-ARCHIVE",
            "A member's name leads out of the archive's own folder, or isn't a plain path. Nothing of the "
            f"archive is taken. {AGAIN}",
        )


def _read(stream: IO[bytes], allowance: _Allowance) -> bytes:
    chunks = []
    while chunk := stream.read(CHUNK_BYTES):
        allowance.take(len(chunk))
        chunks.append(chunk)
    return b"".join(chunks)


def _gunzip(content: bytes, allowance: _Allowance) -> bytes:
    """Unpack one or several gzip streams, one after the other; zeros behind the last one are padding."""
    chunks: list[bytes] = []
    at = 0
    while at < len(content) and (not at or SOMETHING.search(content, at)):
        stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        while not stream.eof:
            packed = stream.unconsumed_tail or content[at : at + CHUNK_BYTES]
            at += 0 if stream.unconsumed_tail else len(packed)
            try:
                chunk = stream.decompress(packed, CHUNK_BYTES)
            except zlib.error:
                raise _damaged_gzip() from None
            if not packed and not chunk:
                raise _damaged_gzip()
            allowance.take(len(chunk))
            chunks.append(chunk)
        at -= len(stream.unused_data)
    return b"".join(chunks)


def _damaged_gzip() -> _Unopenable:
    return _Unopenable(
        "FILE-ARCHIVE",
        "The gzip file is damaged: it breaks off, a checksum doesn't fit, or something stands behind its "
        f"end. {AGAIN}",
    )


def _name_in_gzip(name: str) -> str:
    last = PurePosixPath(name).name
    return re.sub(r"\.gz$", "", last, flags=re.IGNORECASE) or last


def _refuse_nested(content: bytes) -> None:
    if is_archive(DeliveredFile("", content)):
        raise _Unopenable("FILE-ARCHIVE", f"The archive holds another archive, which isn't opened. {AGAIN}")
