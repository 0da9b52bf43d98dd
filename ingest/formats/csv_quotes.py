"""Reading cells one by one where quotation marks are astray, and writing them again so that all is sound.

Belongs here: which text is one cell, and the tolerant reading of quotes that don't follow the rules (RFC
4180). Doesn't: the usual way through sound files, which never looks at single cells (`csv_records`, `csv`).

A quoted cell is sound if its opening quote follows a delimiter or a line end, its closing quote is followed
by one, and quotes inside are doubled. Python's csv module reads anything else as well, but lets an opening
quote swallow whole rows up to the next quote anywhere. Here a quote counts as opening only if a closing one
is found: sound over any number of lines, or on the same line with single or backslashed quotes inside.
Otherwise it is a letter like any other, and the row ends where its line ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

INNER_LINES_OF_ROWS = 3
"""A cell with at least so many whole lines, each with a row's number of delimiters, isn't a cell: two quotes
that have nothing to do with each other have swallowed the rows between them."""


@dataclass(frozen=True)
class Patterns:
    """What a cell may look like, for one delimiter."""

    sound_run: re.Pattern[bytes]
    sound: re.Pattern[bytes]
    backslashed: re.Pattern[bytes]
    unescaped: re.Pattern[bytes]
    plain: re.Pattern[bytes]
    separator: re.Pattern[bytes]


@lru_cache(maxsize=16)
def _patterns(delimiter: bytes) -> Patterns:
    d = re.escape(delimiter)
    end = rb"(?=" + d + rb"|\r?\n|\Z)"
    padding = rb"" if delimiter == b" " else rb" *+"
    return Patterns(
        # Every part is possessive: nothing is tried twice, so that hostile files take linear time too.
        sound_run=re.compile(
            rb'(?:"[^"\n]*+(?:""[^"\n]*+)*+"(?:' + d + rb'|\r?\n)|[^"' + d + rb"\n]*+(?:" + d + rb"|\n))*+"
        ),
        sound=re.compile(padding + rb'"([^"]*+(?:""[^"]*+)*+)"' + padding + end),
        backslashed=re.compile(rb'"((?:[^"\\\r\n]|\\.|"")*+)"' + end),
        # Single quotes inside, unless one looks as if it opened another cell.
        unescaped=re.compile(rb'"((?:[^"\r\n]|(?<!' + d + rb')"(?!' + d + rb'|\r?\n|\Z))*+)"' + end),
        plain=re.compile(rb"(?:[^" + d + rb"\r\n]|\r(?!\n))*+"),
        separator=re.compile(d + rb"|\r?\n"),
    )


def _cell(text: bytes, at: int, delimiter: bytes, width: int) -> tuple[bytes, int]:
    """Return the cell that begins at `at`, without its quotes, and the offset after it."""
    patterns = _patterns(delimiter)
    if sound := patterns.sound.match(text, at):
        if not _looks_like_rows(sound[1], delimiter, width):
            return sound[1].replace(b'""', b'"'), sound.end()
    elif backslashed := patterns.backslashed.match(text, at):
        return re.sub(rb'\\"|""', b'"', backslashed[1]), backslashed.end()
    elif unescaped := patterns.unescaped.match(text, at):
        return unescaped[1].replace(b'""', b'"'), unescaped.end()
    plain = patterns.plain.match(text, at)
    assert plain is not None  # it matches nothing at all as well
    return plain[0], plain.end()


def _looks_like_rows(cell: bytes, delimiter: bytes, width: int) -> bool:
    lines = cell.split(b"\n")[1:-1]
    return (
        width >= 3
        and len(lines) >= INNER_LINES_OF_ROWS
        and all(line.count(delimiter) == width - 1 for line in lines)
    )


def record_at(text: bytes, at: int, delimiter: bytes, width: int = 0) -> tuple[list[bytes], int]:
    """Return the cells of the record that begins at `at`, and the offset where the next one begins.

    `width` is the number of columns where it is known: then a cell isn't allowed to swallow rows.
    """
    end = text.find(b"\n", at) + 1 or len(text)
    if text.find(b'"', at, end) < 0:
        return text[at:end].removesuffix(b"\n").removesuffix(b"\r").split(delimiter), end
    cells = []
    separator = _patterns(delimiter).separator
    while True:
        cell, at = _cell(text, at, delimiter, width)
        cells.append(cell)
        found = separator.match(text, at)
        if found is None or found[0] != delimiter:
            return cells, at if found is None else found.end()
        at = found.end()


def is_sound(line: bytes, delimiter: bytes) -> bool:
    """Tell whether a line, its end included, is whole fields whose quotes are all sound."""
    run = _patterns(delimiter).sound_run.match(line)
    return run is not None and run.end() == len(line)


def mended(text: bytes, delimiter: bytes, width: int) -> bytes:
    """Return the same records with sound quotes only; `text` is whole records and ends with a line feed."""
    patterns = _patterns(delimiter)
    parts = []
    at = 0
    while at < len(text):
        run = patterns.sound_run.match(text, at)
        assert run is not None  # it matches nothing at all as well
        parts.append(run[0])
        at = run.end()
        if at == len(text):
            break
        cell, at = _cell(text, at, delimiter, width)
        parts.append(b'"' + cell.replace(b'"', b'""') + b'"')
        separator = patterns.separator.match(text, at)
        assert separator is not None  # every cell ends before one, and the text ends with one
        parts.append(separator[0])
        at = separator.end()
    return b"".join(parts)
