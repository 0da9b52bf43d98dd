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

FEED, RETURN, QUOTE = b"\n"[0], b"\r"[0], b'"'[0]
LOOK_BACK_BYTES = 1 << 16
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
    """Find the records of a buffer that ends with a line feed; `width` is the number of columns expected."""
    data = np.frombuffer(buffer, np.uint8)
    is_feed = data == FEED
    is_mark = data == delimiter[0]
    is_mark |= is_feed
    if b'"' not in buffer:
        return _records(data, is_mark, NO_OFFSETS, NO_OFFSETS)
    is_quote = data == QUOTE
    is_inside = _odd_so_far(is_quote)
    unsound = _unsound(data, is_mark, is_quote, is_inside)
    swallowing = _swallowing(is_feed, is_mark, is_quote, is_inside, width)
    return _records(data, np.greater(is_mark, is_inside, out=is_mark), unsound, swallowing)


def _records(data: Bytes, is_border: Flags, unsound: Offsets, swallowing: Offsets) -> Records:
    borders = np.flatnonzero(is_border)
    feeds = np.flatnonzero(data[borders] == FEED)
    return Records(borders[feeds] + 1, np.diff(feeds, prepend=-1), unsound, swallowing)


def _odd_so_far(flags: Flags) -> Flags:
    """Tell for each place whether an odd number of flags is set up to and including it.

    Sixty-four at a time in the bits of a word: ten times as fast as an accumulating exclusive or (measured).
    """
    packed = np.packbits(flags, bitorder="little")
    words = np.zeros(-(-len(packed) // 8), "<u8")
    words.view(np.uint8)[: len(packed)] = packed
    for shift in (1, 2, 4, 8, 16, 32):
        words ^= words << np.uint64(shift)
    is_odd_after = np.bitwise_xor.accumulate(words >> np.uint64(63))
    words[1:] ^= np.negative(is_odd_after[:-1])  # all bits, after an odd number
    return np.unpackbits(words.view(np.uint8), bitorder="little", count=len(flags)).view(np.bool_)


def _unsound(data: Bytes, is_mark: Flags, is_quote: Flags, is_inside: Flags) -> Offsets:
    """Return quotes out of place, taking them as opening and closing in turn: a doubled one is both."""
    is_neighbour = is_mark | is_quote
    is_bad = is_quote & is_inside
    is_bad[0] = False
    is_bad[1:] &= ~is_neighbour[:-1]
    is_neighbour[:-1] |= (data[:-1] == RETURN) & (data[1:] == FEED)
    is_bad[:-1] |= (is_quote > is_inside)[:-1] > is_neighbour[1:]
    bad = np.flatnonzero(is_bad)
    return np.append(bad, np.flatnonzero(is_quote)[-1]) if is_inside[-1] else bad


def _swallowing(is_feed: Flags, is_mark: Flags, is_quote: Flags, is_inside: Flags, width: int) -> Offsets:
    """Return quotes that open a cell with several whole lines in it which all look like rows.

    `csv_quotes` decides the same for single cells, in the same way.
    """
    is_feed_inside = is_feed & is_inside
    if width < 3 or np.count_nonzero(is_feed_inside) <= INNER_LINES_OF_ROWS:
        return NO_OFFSETS
    feeds = np.flatnonzero(is_feed_inside)
    opening = np.flatnonzero(is_quote & is_inside)
    marks_before = np.searchsorted(np.flatnonzero(is_mark & is_inside), feeds)
    cell = np.searchsorted(opening, feeds) - 1
    is_line = cell[1:] == cell[:-1]
    is_row = is_line & (np.diff(marks_before) == width)
    lines = np.bincount(cell[1:][is_line], minlength=len(opening))
    rows = np.bincount(cell[1:][is_row], minlength=len(opening))
    found: Offsets = opening[(lines >= INNER_LINES_OF_ROWS) & (lines == rows)]
    return found


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
        is_quote = data == QUOTE
        is_outside = _odd_so_far(is_quote) == (text.count(b'"', start, begin) % 2 == 1)
        feeds = np.flatnonzero((data == FEED) & is_outside)
        if len(feeds):
            return begin + int(feeds[-1]) + 1
    return None


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
