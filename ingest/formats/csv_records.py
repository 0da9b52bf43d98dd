"""Where records begin and end in a buffer of CSV, how many fields each has, and which are blank: in columns.

Belongs here: the structure of many records at once, as arrays. Doesn't: what stands in the cells (`csv`), and
what to do about quotes that are astray (`csv_quotes`).

polars pads short rows and cuts long ones without a word, so the shape of every record is known before it
parses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.formats.csv_quotes import INNER_LINES_OF_ROWS, mended

Offsets = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]

FEED, RETURN, QUOTE = b"\n"[0], b"\r"[0], b'"'[0]
ONE, LAST = np.uint64(1), np.uint64(63)
LOOK_BACK_BYTES = 1 << 16
BLOCK_BYTES = 1 << 20
NO_OFFSETS: Offsets = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Records:
    """The records of a buffer that ends with a line feed, in order."""

    ends: Offsets
    """Offset after each record's line feed; the next record begins there."""
    fields: Offsets
    """Number of fields; a line with nothing in it has one."""
    unsound: Offsets
    """Offsets of quotes that neither open nor close a cell by the rules: the above can't be relied on."""
    swallowing: Offsets
    """Offsets of quotes that open a cell which holds what look like whole rows."""

    @property
    def starts(self) -> Offsets:
        """Offset of each record's first byte."""
        return np.concatenate((NO_OFFSETS, [0], self.ends[:-1])) if len(self.ends) else NO_OFFSETS


def find_records(buffer: bytes, delimiter: bytes, width: int) -> Records:
    """Find the records of a buffer that ends with a line feed; `width` is the number of columns expected.

    What is inside quotes is worked out for sixty-four bytes at a time, as bits of a word: several times as
    fast as with a flag per byte (measured).
    """
    data = np.frombuffer(buffer, np.uint8)
    is_feed = data == FEED
    is_mark = data == delimiter[0]
    is_mark |= is_feed
    if b'"' not in buffer:
        return _records(data, is_mark, NO_OFFSETS, NO_OFFSETS)
    marks, quotes = _words(is_mark), _words(data == QUOTE)
    inside = _inside(quotes)
    unsound = _unsound(buffer, marks, quotes, inside)
    swallowing = NO_OFFSETS
    if width >= 3 and (inside & _words(is_feed)).any():
        marks_inside = _offsets(marks & inside, len(data))
        swallowing = _swallowing(data, _offsets(quotes, len(data)), marks_inside, width)
    return _records(data, _flags(marks & ~inside, len(data)), unsound, swallowing)


def _records(data: Bytes, is_border: Flags, unsound: Offsets, swallowing: Offsets) -> Records:
    borders = np.flatnonzero(is_border)
    feeds = np.flatnonzero(data[borders] == FEED)
    return Records(borders[feeds] + 1, np.diff(feeds, prepend=-1), unsound, swallowing)


def _words(flags: Flags) -> Words:
    """Return flags as bits, the first one the lowest of the first word."""
    packed = np.packbits(flags, bitorder="little")
    words = np.zeros(len(packed) // 8 + 1, "<u8")
    words.view(np.uint8)[: len(packed)] = packed
    return words


def _flags(words: Words, count: int) -> Flags:
    return np.unpackbits(words.view(np.uint8), bitorder="little", count=count).view(np.bool_)


def _offsets(words: Words, count: int) -> Offsets:
    return np.flatnonzero(_flags(words, count)) if words.any() else NO_OFFSETS


def _one_later(words: Words) -> Words:
    later = words << ONE
    later[1:] |= words[:-1] >> LAST
    return later


def _one_earlier(words: Words) -> Words:
    earlier = words >> ONE
    earlier[:-1] |= words[1:] << LAST
    return earlier


def _inside(quotes: Words) -> Words:
    """Return the places after an odd number of quotes: an opening quote is inside, its closing one isn't."""
    inside = quotes.copy()
    for shift in (1, 2, 4, 8, 16, 32):
        inside ^= inside << np.uint64(shift)
    is_odd_after = np.bitwise_xor.accumulate(inside >> LAST)
    inside[1:] ^= np.negative(is_odd_after[:-1])  # every bit, after an odd number
    return inside


def _unsound(buffer: bytes, marks: Words, quotes: Words, inside: Words) -> Offsets:
    """Return quotes out of place, taking them as opening and closing in turn: a doubled one is both."""
    neighbours = marks | quotes
    before = _one_later(neighbours)
    before[0] |= ONE  # the buffer's start
    if b"\r" in buffer:
        data = np.frombuffer(buffer, np.uint8)
        neighbours |= _words(data == RETURN) & _one_earlier(_words(data == FEED))
    bad = (quotes & inside & ~before) | (quotes & ~inside & ~_one_earlier(neighbours))
    found = _offsets(bad, len(buffer))
    if inside[-1] >> LAST:  # an odd number of quotes
        found = np.append(found, buffer.rindex(b'"'))
    return found


def _swallowing(data: Bytes, quotes: Offsets, marks: Offsets, width: int) -> Offsets:
    """Return quotes that open a cell with several whole lines in it which all look like rows.

    `marks` are the delimiters and line feeds inside quotes. `csv_quotes` decides the same for single cells,
    in the same way.
    """
    feeds = np.flatnonzero(data[marks] == FEED)
    cell = np.searchsorted(quotes, marks[feeds]) // 2
    is_line = cell[1:] == cell[:-1]
    is_row = is_line & (np.diff(feeds) == width)
    lines = np.bincount(cell[1:][is_line], minlength=len(quotes) // 2 + 1)
    rows = np.bincount(cell[1:][is_row], minlength=len(quotes) // 2 + 1)
    return quotes[2 * np.flatnonzero((lines >= INNER_LINES_OF_ROWS) & (lines == rows))]


def _ranges(starts: Offsets, ends: Offsets) -> Offsets:
    """Return all whole numbers of the half-open ranges, one range after the other."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())


def is_blank(buffer: bytes, starts: Offsets, ends: Offsets, delimiter: bytes) -> Flags:
    """Tell for each record whether nothing but space, quotes around nothing and delimiters stands in it."""
    if not len(starts):
        return np.zeros(0, np.bool_)
    is_filling = np.zeros(256, np.bool_)
    is_filling[list(b' \t\v\f\r\n"' + delimiter)] = True
    inside = np.frombuffer(buffer, np.uint8)[_ranges(starts, ends)]
    is_nothing = is_filling[inside]
    is_quote = inside == QUOTE
    is_quoted = np.logical_xor.accumulate(is_quote)
    is_nothing[:-1] &= ~(is_quote & ~is_quoted)[:-1] | ~is_quote[1:]  # a doubled quote is text
    if not delimiter.isspace():
        is_nothing &= ~(is_quoted & (inside == delimiter[0]))
    lengths = ends - starts
    flags: Flags = np.logical_and.reduceat(is_nothing, np.cumsum(lengths) - lengths)
    return flags


def only(buffer: bytes, ends: Offsets, is_kept: Flags) -> bytes:
    """Return the buffer without the records that aren't kept."""
    lengths = np.diff(ends, prepend=0)
    return np.frombuffer(buffer, np.uint8)[np.repeat(is_kept, lengths)].tobytes()


def pieces(text: bytes, start: int, limit: int) -> Iterator[bytes]:
    """Cut `text` from `start` on into pieces of whole records, of `limit` bytes at most if records allow.

    Relies on sound quotes. The last piece gets a line feed if the text lacks one.
    """
    size = limit
    while len(text) - start > size:
        cut = _last_cut(text, start, start + size)
        if cut is None:
            size *= 2  # a record that is longer than the limit
        else:
            yield text[start:cut]
            start, size = cut, limit
    if start < len(text):
        yield with_final_feed(text[start:])


def _last_cut(text: bytes, start: int, end: int) -> int | None:
    """Return the last offset up to `end` where a record ends, if one does: mostly among the last bytes."""
    for begin in (max(start, end - LOOK_BACK_BYTES), start):
        data = np.frombuffer(text, np.uint8, end - begin, begin)
        inside = _inside(_words(data == QUOTE))
        if count_quotes(text, start, begin) % 2:
            inside = ~inside
        feeds = _offsets(_words(data == FEED) & ~inside, len(data))
        if len(feeds):
            return begin + int(feeds[-1]) + 1
    return None


def count_quotes(text: bytes, start: int, end: int) -> int:
    """Return the number of quotes; for texts full of them much faster than `bytes.count`."""
    return sum(
        int(np.count_nonzero(np.frombuffer(text, np.uint8, min(BLOCK_BYTES, end - at), at) == QUOTE))
        for at in range(start, end, BLOCK_BYTES)
    )


def with_final_feed(text: bytes) -> bytes:
    """Return the text with a line feed at its end, where it has none."""
    return text if text.endswith(b"\n") else text + b"\n"


def count_records(text: bytes, start: int, delimiter: bytes, width: int, limit: int) -> int:
    """Return the number of records from `start` on, blank ones included."""
    if b'"' not in text:
        return text.count(b"\n", start) + (start < len(text) and not text.endswith(b"\n"))
    found = [find_records(piece, delimiter, width) for piece in pieces(text, start, limit)]
    if any(len(records.unsound) or len(records.swallowing) for records in found):
        sound = mended(with_final_feed(text[start:]), delimiter, width)
        found = [find_records(piece, delimiter, width) for piece in pieces(sound, 0, limit)]
    return sum(len(records.ends) for records in found)
