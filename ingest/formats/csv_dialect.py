"""Which character stands between the fields, which record is the header, and where the rows begin.

Belongs here: detecting what the options leave open, from the first records of one file. Doesn't: encodings
(`csv_encoding`), and whether the header has what the mapping needs (`csv_header`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.formats.csv_quotes import is_sound, record_at

CANDIDATES = (b"\t", b";", b"|", b",")
"""Delimiters that are detected. Where two fit equally well the earlier is taken: a comma is a decimal mark
and a sign of punctuation too."""
UNLIKELY = (b"\x1f", b"\x1e", b"\x1d", b"\x1c", b"\x01", b"\x02")
"""Stand in for the delimiter of a file that has one column and therefore none."""
SEARCHED_RECORDS = 30
"""How far down a header is looked for, and how many records are compared to detect a delimiter."""
SEARCHED_BYTES = 1 << 20
DELIMITER_LINE = re.compile(rb'"?sep=([^\r\n"])"?\r?\n', re.IGNORECASE)
"""Excel's own first line. A spreadsheet obeys it and doesn't show it, so it isn't counted as a row."""


@dataclass(frozen=True)
class Heading:
    """How a file's fields are set apart, and its header."""

    delimiter: bytes
    basis: str
    """declared, detected, or named by the file's first line"""
    names: tuple[str, ...]
    """One per field, trimmed; empty where a column has no name."""
    row: int
    """Row of the header as a spreadsheet numbers it."""
    length: int
    """Bytes from the text's start to the end of the header's record."""


@dataclass(frozen=True)
class _Reading:
    """The first records as one delimiter would give them."""

    delimiter: bytes
    cells: list[list[str]]
    ends: list[int]

    def header(self, needed: frozenset[str]) -> tuple[int, int]:
        """Return which record has most needed names, and how many; the first filled one if none has any."""
        found = [len(needed.intersection(cells)) for cells in self.cells]
        if max(found) > 0:
            return found.index(max(found)), max(found)
        return next((i for i, cells in enumerate(self.cells) if any(cells)), 0), 0

    def width(self, needed: frozenset[str]) -> int:
        """Return the number of fields in the header."""
        return len(self.cells[self.header(needed)[0]])

    def fit(self, needed: frozenset[str]) -> float:
        """Return the share of filled records with as many fields as the header; 0 if most aren't divided."""
        header, _ = self.header(needed)
        width = len(self.cells[header])
        rows = [len(cells) for cells in self.cells[header + 1 :] if any(cells)]
        if sum(n > 1 for n in rows) * 2 < len(rows):
            return 0.0
        return (rows.count(width) + 1) / (len(rows) + 1)


class Headings:
    """Finds the headings of files that are read with the same options, each different first line only
    once."""

    def __init__(self, declared: bytes | None, needed: frozenset[str]) -> None:
        self._declared = declared
        self._needed = needed
        self._known: dict[bytes, Heading] = {}

    def find(self, text: bytes) -> Heading | None:
        """Return the heading of a text that isn't blank, or None if no record ends within its first 2^20
        bytes.

        Where columns are needed, the header is the record among the first 30 that has most of them; else it
        is the first one that isn't blank. An undeclared delimiter is the candidate under which most needed
        columns are found; if they don't tell, the only one that divides the header, or the one that fits the
        rows best."""
        first_line = text[: text.find(b"\n") + 1]
        known = self._known.get(first_line)
        if known is not None:
            return known
        named = DELIMITER_LINE.match(text)
        if named is None:
            heading = _find(text, 0, self._declared, self._needed)
        else:
            declared = self._declared if self._declared is not None else named[1]
            heading = _find(text, named.end(), declared, self._needed)
            if heading is not None and self._declared is None:
                return Heading(
                    heading.delimiter, "named by the file", heading.names, heading.row, heading.length
                )
        if heading is not None and self._is_sure(heading, first_line):
            self._known[first_line] = heading
        return heading

    def _is_sure(self, heading: Heading, first_line: bytes) -> bool:
        """Tell whether the first line alone decides, whatever comes after it."""
        if heading.length != len(first_line) or not is_sound(first_line, heading.delimiter):
            return False
        if self._needed:
            decides = self._needed.issubset(heading.names)
            return decides and (self._declared is not None or len(heading.names) > 1)
        return self._declared is not None or sum(first_line.count(c) > 0 for c in CANDIDATES) == 1


def _find(text: bytes, start: int, declared: bytes | None, needed: frozenset[str]) -> Heading | None:
    sample = text[start : start + SEARCHED_BYTES]
    is_whole = start + len(sample) == len(text)
    if declared is not None:
        reading = _read(sample, declared, is_whole)
    else:
        reading = _detected(sample, is_whole, needed)
    if not reading.cells:
        return None
    header, _ = reading.header(needed)
    return Heading(
        delimiter=reading.delimiter,
        basis="detected" if declared is None else "declared",
        names=tuple(reading.cells[header]),
        row=header + 1,
        length=start + reading.ends[header],
    )


def _detected(sample: bytes, is_whole: bool, needed: frozenset[str]) -> _Reading:
    absent = next((byte for byte in UNLIKELY if byte not in sample), UNLIKELY[0])
    undivided = _read(sample, absent, is_whole)
    readings = [reading for c in CANDIDATES if c in sample and (reading := _read(sample, c, is_whole)).cells]
    dividing = [reading for reading in readings if reading.width(needed) > 1]
    if not dividing or not undivided.cells:
        return undivided
    most = max(reading.header(needed)[1] for reading in (undivided, *dividing))
    if most == 0:
        likely = dividing
    else:
        finding = [reading for reading in (undivided, *dividing) if reading.header(needed)[1] == most]
        highest = min(reading.header(needed)[0] for reading in finding)
        likely = [reading for reading in finding if reading.header(needed)[0] == highest]
    if undivided in likely:
        return undivided
    if len(likely) == 1:
        return likely[0]
    best = max(likely, key=lambda reading: (reading.fit(needed), reading.width(needed)))
    return best if best.fit(needed) > 0 else undivided


def _read(sample: bytes, delimiter: bytes, is_whole: bool) -> _Reading:
    cells: list[list[str]] = []
    ends: list[int] = []
    at = 0
    while at < len(sample) and len(cells) < SEARCHED_RECORDS:
        record, at = record_at(sample, at, delimiter)
        if at == len(sample) and not is_whole:
            break  # cut off by the sample's end
        cells.append([cell.decode("utf-8", "replace").strip().strip("\ufeff") for cell in record])
        ends.append(at)
    return _Reading(delimiter, cells, ends)


def delimiter_that_finds(text: bytes, needed: frozenset[str]) -> bytes | None:
    """Return the candidate under which every needed column is found, if there is one."""
    sample = text[:SEARCHED_BYTES]
    for delimiter in CANDIDATES:
        reading = _read(sample, delimiter, True)
        if reading.header(needed)[1] == len(needed):
            return delimiter
    return None


def words(delimiter: bytes) -> str:
    """Return how a person calls the delimiter."""
    if delimiter in UNLIKELY:
        return "one column"
    shown = {b"\t": "tab", b" ": "space"}.get(delimiter)
    return f"{shown} between fields" if shown else f'"{delimiter.decode()}" between fields'
