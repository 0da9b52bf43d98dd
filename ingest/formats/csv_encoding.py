"""From a file's bytes to UTF-8 without a byte order mark, or the reason why that can't be done.

Belongs here: encodings, declared or detected, and line ends other than the usual two. Doesn't: delimiters and
headers (`csv_dialect`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.formats.text_table import Refusal

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, with whose mark it begins
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "ascii": "ASCII", "iso8859-1": "ISO 8859-1"}
OTHER_KINDS_OF_FILE = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF-", "a PDF"),
)
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
ABSENT_FROM_CP1252 = b"\x81\x8d\x8f\x90\x9d"
BLOCK_BYTES = 1 << 24
"""Text is decoded in blocks: a whole file as one Python string can take four times its size."""
SAMPLE_BYTES = 4096

AGAIN = "Ask the sender to export it again as CSV in UTF-8."
DETECT = "leave the key out to have it detected"


@dataclass(frozen=True)
class Text:
    """A file's text as UTF-8 without a byte order mark, and how it was encoded, in words."""

    content: bytes
    encoding: str


def to_utf8(content: bytes, declared: str | None) -> Text | Refusal:
    """Return a file's text as UTF-8, or a refusal (FILE-ENCODING, FILE-UNREADABLE).

    Left undeclared, the encoding is that of the byte order mark, else UTF-16 or UTF-32 by the pattern of NUL
    bytes, else UTF-8 if all bytes are, else Windows-1252.
    """
    for signature, kind in OTHER_KINDS_OF_FILE:
        if content.startswith(signature):
            return Refusal(
                "FILE-UNREADABLE",
                f"By its first bytes this is {kind}, not a CSV file. "
                "Ask the sender to export as CSV, or correct the export's `format` and `files`.",
                None,
            )
    result = _detected(content) if declared is None else _declared(content, declared)
    if isinstance(result, Text) and b"\0" in result.content:
        return _holds_nul(result.content)
    return result


def _detected(content: bytes) -> Text | Refusal:
    codec = fitting_codec(content)
    if codec is None:
        return _holds_nul(content) if b"\0" in content else _mixed(content, first_not_utf8(content))
    if codec == "utf-8" and not content.startswith(codecs.BOM_UTF8):
        decoded: bytes | int = content  # detected as such because all of it is
    else:
        decoded = _decoded(content, codec)
    if isinstance(decoded, int):
        return _mixed(content, decoded)
    return Text(decoded, f"{_name(codec, content)} (detected)")


def _declared(content: bytes, declared: str) -> Text | Refusal:
    codec = _known_codec(declared)
    if codec is None:
        return Refusal(
            "FILE-ENCODING",
            f"`options.encoding: {declared}` isn't an encoding. Usual ones are utf-8, cp1252, latin-1 and "
            f"utf-16; or {DETECT}.",
            None,
        )
    fits = fitting_codec(content)
    if fits is not None and content:
        if _contradicts(content, codec, fits):
            return _looks_different(content, declared, fits, None)
        if fits.startswith(codec):
            codec = fits  # `utf-16` leaves the byte order open
        elif fits == "utf-8" and content.startswith(codecs.BOM_UTF8):
            return _detected(content)  # nothing but the mark isn't ASCII
    decoded = _decoded(content, codec)
    if isinstance(decoded, int):
        return _looks_different(content, declared, fits if fits != codec else None, decoded)
    return Text(decoded, f"{_name(codec, content)} (declared)")


def _known_codec(declared: str) -> str | None:
    try:
        codec = codecs.lookup(declared).name.removesuffix("-sig")
    except (LookupError, ValueError):
        return None
    try:
        b"name".decode(codec, "replace")
    except LookupError:  # one of Python's codecs that aren't character sets
        return None
    except ValueError:
        return codec  # these four bytes aren't text in it, which doesn't matter
    return codec


def _contradicts(content: bytes, codec: str, fits: str) -> bool:
    """Tell whether the bytes are so clearly something else that the declared codec would give nonsense."""
    if _is_wide(codec) or _is_wide(fits):
        return not fits.startswith(codec)
    return fits == "utf-8" and codec != "utf-8" and not _without_mark(content, "utf-8").isascii()


def fitting_codec(content: bytes) -> str | None:
    """Return the codec that the bytes themselves suggest, or None where none of the usual ones fits."""
    for mark, codec in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return codec
    if b"\0" in content:
        return _wide_codec(content)
    if first_not_utf8(content) is None:
        return "utf-8"
    return "cp1252" if _is_plausibly_cp1252(content) else None


def _wide_codec(content: bytes) -> str | None:
    """Return UTF-16 or UTF-32 if NUL stands as in one of them: delimiters and digits are below 256."""
    sample = np.frombuffer(content[:SAMPLE_BYTES], np.uint8)
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4 or len(content) % 2:
        return None
    is_nul = [bool(np.mean(sample[offset::4] == 0) > 0.1) for offset in range(4)]
    match is_nul:
        case [False, _, True, True] if len(content) % 4 == 0:
            return "utf-32-le"
        case [True, True, _, False] if len(content) % 4 == 0:
            return "utf-32-be"
        case [False, odd, False, also_odd] if odd or also_odd:
            return "utf-16-le"
        case [even, False, also_even, False] if even or also_even:
            return "utf-16-be"
    return None


def first_not_utf8(content: bytes) -> int | None:
    """Return the offset of the first byte that UTF-8 doesn't allow where it stands, or None."""
    if content.isascii():
        return None
    try:
        for _ in _decoded_blocks(content, "utf-8"):
            pass
    except _Undecodable as error:
        return error.offset
    return None


def _is_plausibly_cp1252(content: bytes) -> bool:
    """Tell Windows-1252 from damaged UTF-8, which would turn to mojibake if it were read as that."""
    if len(content.translate(None, ABSENT_FROM_CP1252)) < len(content):
        return False
    data = np.frombuffer(content, np.uint8)
    is_high = data >= 0x80
    is_kept = is_high.copy()
    is_kept[1:] |= is_high[:-1]  # what follows keeps apart what isn't together
    sequences = UTF8_SEQUENCE.findall(data[is_kept].tobytes())
    others = int(np.count_nonzero(is_high)) - sum(map(len, sequences))
    return len(sequences) <= others


class _Undecodable(ValueError):
    """A byte that the codec can't read."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"byte {offset + 1} can't be decoded")
        self.offset = offset


def _decoded_blocks(content: bytes, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)()
    for start in range(0, len(content), BLOCK_BYTES):
        state = decoder.getstate()[0]
        pending = len(state) if isinstance(state, bytes) else 0
        try:
            yield decoder.decode(content[start : start + BLOCK_BYTES], start + BLOCK_BYTES >= len(content))
        except UnicodeDecodeError as error:
            raise _Undecodable(max(0, start - pending + error.start)) from None
        except ValueError:  # codecs that aren't character sets fail in ways of their own
            raise _Undecodable(start) from None


def _decoded(content: bytes, codec: str) -> bytes | int:
    """Return the text as UTF-8, or the offset of the first byte that the codec can't read."""
    text = _without_mark(content, codec)
    marked = len(content) - len(text)
    if codec == "utf-8":
        at = first_not_utf8(text)
        return text if at is None else marked + at
    try:
        blocks = [block.encode() for block in _decoded_blocks(text, codec)]
    except _Undecodable as error:
        return marked + error.offset
    except (UnicodeEncodeError, LookupError):  # half a surrogate pair; a codec without a decoder for blocks
        return marked
    return b"".join(blocks).removeprefix(codecs.BOM_UTF8)


def _without_mark(content: bytes, codec: str) -> bytes:
    for mark, marked_codec in BYTE_ORDER_MARKS:
        if codec == marked_codec and content.startswith(mark):
            return content[len(mark) :]
    return content


def _holds_nul(content: bytes) -> Refusal:
    at = content.index(b"\0")
    return Refusal(
        "FILE-UNREADABLE",
        f"Byte {_place(content, at)} is NUL, which no text holds, and the file isn't UTF-16 throughout "
        f"either: it is damaged, or it isn't a CSV file. {AGAIN}",
        None,
    )


def _mixed(content: bytes, at: int | None) -> Refusal:
    return Refusal(
        "FILE-ENCODING",
        f"Byte {_place(content, at or 0)} doesn't fit the encoding of the rest: the file is damaged, or was "
        f"put together from parts in different encodings. {AGAIN} "
        "If it is in one encoding after all, name that in `options.encoding`.",
        None,
    )


def _looks_different(content: bytes, declared: str, fits: str | None, at: int | None) -> Refusal:
    where = "" if at is None else f": byte {_place(content, at)} can't be read as that"
    if fits is None:
        remedy = f"Set `options.encoding` to the encoding that it was written in, or {DETECT}."
    else:
        remedy = f"It looks like {_name(fits, content)}: set `options.encoding: {_key(fits)}`, or {DETECT}."
    return Refusal(
        "FILE-ENCODING", f"The file isn't {declared} as `options.encoding` says{where}. {remedy}", None
    )


def _place(content: bytes, at: int) -> str:
    line = content.count(b"\n", 0, at) + 1
    return f"{at + 1:,} (line {line:,})"


def _is_wide(codec: str) -> bool:
    return codec.startswith(("utf-16", "utf-32"))


def _name(codec: str, content: bytes) -> str:
    name = NAMES.get(codec) or _key(codec).upper()
    marked = codec == "utf-8" and content.startswith(codecs.BOM_UTF8)
    return f"{name} with a byte order mark" if marked else name


def _key(codec: str) -> str:
    return codec.removesuffix("-le").removesuffix("-be")


def with_usual_line_ends(text: bytes) -> bytes:
    """Return the text with `\\r` alone (old Macintosh) and `\\r\\r\\n` (a line end converted twice) mended.

    Both `\\n` and `\\r\\n` are usual. A carriage return inside quotes, or alone in a file whose rows end
    otherwise, belongs to its cell and stays.
    """
    returns = text.count(b"\r")
    if returns == 0 or returns == text.count(b"\r\n"):
        return text
    data = np.frombuffer(text, np.uint8).copy()
    quotes = np.flatnonzero(data == ord('"'))
    if len(quotes) % 2:
        quotes = quotes[:0]  # one of them is astray, so they can't tell what is inside
    feeds, alone = np.flatnonzero(data == ord("\n")), np.flatnonzero(data == ord("\r"))
    alone = alone[data[np.minimum(alone + 1, len(data) - 1)] != ord("\n")]
    feeds, alone = (at[np.searchsorted(quotes, at) % 2 == 0] for at in (feeds, alone))
    if len(alone) > len(feeds):
        data[alone] = ord("\n")
        return data.tobytes()
    if len(feeds) and np.isin(feeds - 2, alone).all():
        return np.delete(data, feeds - 1).tobytes()
    return text
