"""CSV files of survey tools: several header rows, columns that must not be read, rows that aren't forms.

Belongs here: the way from such a file to `csv.read` with one header, in which only wanted columns have a
name. Doesn't: which rows are headers and which columns are wanted (`qualtrics`, `limesurvey`, `surveymonkey`,
`redcap`, `openfit`), and parsing (`csv`).

A column that nobody may see is left without a name before the file is parsed, so that its cells never get
into a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from ingest.configuration.clinic import Options
from ingest.formats import csv
from ingest.formats.csv_dialect import Headings, words
from ingest.formats.csv_encoding import to_utf8, with_usual_line_ends
from ingest.formats.csv_quotes import record_at
from ingest.formats.results import joined, placed, refused, without_rows
from ingest.formats.text_table import OWN_COLUMNS, DeliveredFile, ReadResult, Refusal, TextTable

MOST_HEADER_ROWS = 3
PRIVATE = re.compile(
    r"(?:first|last|middle|full|sur|recipient(?:first|last)?|participant)?[ _]?name|surname"
    r"|(?:recipient|contact|participant)?[ _]?e-?mail(?:[ _]?address)?|(?:tele)?phone(?:[ _]?number)?|mobile"
    r"|ip[ _]?addr(?:ess)?|refurl|(?:location)?[ _]?(?:latitude|longitude|accuracy)|address|postcode"
    r"|zip[ _]?code",
    re.IGNORECASE,
)
"""Names of columns that survey tools fill with who somebody is or where they were."""


@dataclass(frozen=True)
class Heading:
    """What the rows under it are read with."""

    names: tuple[str, ...]
    """One per column; empty where a column isn't read."""
    rows: int
    """How many records it takes."""
    note: str = ""
    """For the audit."""


Header = Callable[[list[list[str]]], Heading | Refusal]
"""From a file's first records, the one with the column names on top, to what its columns are called."""


@dataclass(frozen=True)
class _Renamed:
    """A file with one header."""

    content: bytes
    delimiter: str
    names: tuple[str, ...]
    shift: int
    """What is added to a row's number to get the one in the file as sent."""
    dialect: str


def read_renamed(
    files: Sequence[DeliveredFile],
    options: Options,
    sought: Collection[str],
    header: Header,
    wanted: Callable[[Sequence[str]], Iterable[str]],
) -> ReadResult:
    """Read CSV files whose columns get their names by `header`.

    `sought` are words of the topmost header row, by which it and the delimiter are recognised. `wanted` says
    which columns are read of a file that has these ones; names that it lacks make for a refusal.
    """
    declared = _declared(options)
    if declared is None and options.delimiter is not None:
        return csv.read(files, options, sought)  # which refuses such a delimiter
    headings = Headings(declared, frozenset(sought))
    groups: dict[tuple[str, frozenset[str]], list[tuple[int, _Renamed]]] = {}
    results = []
    for index, file in enumerate(files):
        renamed = _renamed(file.content, options.encoding, headings, header)
        if isinstance(renamed, _Renamed):
            columns = frozenset(wanted(renamed.names)) - {*OWN_COLUMNS}
            groups.setdefault((renamed.delimiter, columns), []).append((index, renamed))
        elif isinstance(renamed, Refusal):
            results.append(refused({index: renamed}))
        else:
            results.append(placed(csv.read([file], options, sought), [index]))
    for (delimiter, columns), members in groups.items():
        written = Options.model_construct(delimiter=delimiter, encoding="utf-8")
        parts = [DeliveredFile(files[index].name, renamed.content) for index, renamed in members]
        results.append(_as_sent(csv.read(parts, written, columns), members))
    return joined(results)


def _declared(options: Options) -> bytes | None:
    delimiter = (options.delimiter or "").encode(errors="replace")
    return delimiter if len(delimiter) == 1 and delimiter not in b'\n\r"\0' else None


def _renamed(
    content: bytes, encoding: str | None, headings: Headings, header: Header
) -> _Renamed | Refusal | None:
    """Give a file one header; None where no header can be told from rows."""
    decoded = to_utf8(content, encoding)
    if isinstance(decoded, Refusal):
        return decoded
    text = with_usual_line_ends(decoded.content)
    top = headings.find(text) if text.strip() else None
    if top is None:
        return None
    records, ends = [list(top.names)], [top.length]
    while ends[-1] < len(text) and len(records) < MOST_HEADER_ROWS:
        cells, end = record_at(text, ends[-1], top.delimiter, len(top.names))
        records.append([cell.decode("utf-8", "replace").strip() for cell in cells])
        ends.append(end)
    heading = header(records)
    if isinstance(heading, Refusal):
        return heading
    names = [name.encode().replace(b'"', b'""').join((b'"', b'"')) for name in heading.names]
    place = f", header in row {top.row}" if top.row > 1 else ""
    note = f", {heading.note}" if heading.note else ""
    return _Renamed(
        content=top.delimiter.join(names) + b"\n" + text[ends[heading.rows - 1] :],
        delimiter=top.delimiter.decode(),
        names=tuple(name for name in heading.names if name),
        shift=top.row + heading.rows - 2,
        dialect=f"{decoded.encoding}, {words(top.delimiter)} ({top.basis}){place}{note}",
    )


def _as_sent(result: ReadResult, members: Sequence[tuple[int, _Renamed]]) -> ReadResult:
    moved = placed(result, [index for index, _ in members], [renamed.shift for _, renamed in members])
    dialects = {}
    for index, renamed in members:
        if index in moved.dialects:
            ours = f"UTF-8 (declared), {words(renamed.delimiter.encode())} (declared)"
            found = moved.dialects[index]
            rest = found.removeprefix(ours) if found.startswith(ours) else ""
            dialects[index] = renamed.dialect + rest
    return replace(moved, dialects=dialects)


def wanted_columns(
    needed: Collection[str], structural: Collection[str]
) -> Callable[[Sequence[str]], set[str]]:
    """Return which columns of a file are read: the needed ones (all, where none is named), and structural
    ones that it has."""

    def wanted(present: Sequence[str]) -> set[str]:
        return {*(needed or present), *set(structural).intersection(present)}

    return wanted


def is_private(name: str) -> bool:
    """Tell whether a column is one that nobody may see."""
    return PRIVATE.fullmatch(name.strip()) is not None


def refused_for_privacy(needed: Collection[str], is_hidden: Callable[[str], bool]) -> Refusal | None:
    """Refuse a mapping that asks for who somebody is or where they were."""
    asked = sorted(name for name in needed if is_hidden(name))
    if not asked:
        return None
    listed = ", ".join(f"`{name}`" for name in asked)
    return Refusal(
        "FILE-COLUMN-MISSING",
        f"{listed}: such a column says who somebody is or where they were, and is never read. Correct "
        "`columns` in the clinic's YAML; people are told apart by the clinic's own numbers for them.",
        None,
    )


def skipping(
    result: ReadResult, needed: Collection[str], reason: Callable[[pl.DataFrame], pl.Series]
) -> ReadResult:
    """Leave out the rows that `reason` names one for (String, else null), and then the columns nobody asked
    for."""
    tables, left_out = [], [result.skipped]
    for table in result.tables:
        kept, skips = without_rows(table, reason(table.rows))
        tables.append(narrowed(kept, needed))
        left_out.append(skips)
    return replace(result, tables=tuple(tables), skipped=pl.concat(left_out).sort("file", "reason"))


def narrowed(table: TextTable, needed: Collection[str]) -> TextTable:
    """Leave out columns that were read only to tell rows apart."""
    if not needed:
        return table
    kept = [name for name in table.rows.columns if name in OWN_COLUMNS or name in needed]
    return replace(table, rows=table.rows.select(kept))
