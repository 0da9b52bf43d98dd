"""CSV files of survey tools: several header rows, columns that must not be read, rows that aren't forms.

Belongs here: the way from such a file to `csv.read` with one header, in which only wanted columns have a
name. Doesn't: which rows are headers and which columns are wanted (`qualtrics`, `limesurvey`, `surveymonkey`,
`redcap`, `openfit`), and parsing (`csv`).

A column that nobody may see is left without a name before the file is parsed, so that its cells never get
into a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from ingest.configuration.options import Options
from ingest.formats import csv
from ingest.formats.column_names import with_hint
from ingest.formats.csv_dialect import Headings, words
from ingest.formats.csv_encoding import to_utf8, with_usual_line_ends
from ingest.formats.csv_quotes import record_at
from ingest.formats.csv_records import count_records
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
    start: int
    """Offset of the first row."""
    delimiter: str
    names: tuple[str, ...]
    """Without the columns that aren't read."""
    width: int
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
            fault = _fault(renamed, columns, frozenset(sought))
            if fault is None:
                groups.setdefault((renamed.delimiter, columns), []).append((index, renamed))
            else:
                results.append(refused({index: fault}))
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
    header_line = top.delimiter.join(names) + b"\n"
    place = f", header in row {top.row}" if top.row > 1 else ""
    note = f", {heading.note}" if heading.note else ""
    return _Renamed(
        content=header_line + text[ends[heading.rows - 1] :],
        start=len(header_line),
        delimiter=top.delimiter.decode(),
        names=tuple(name for name in heading.names if name),
        width=len(heading.names),
        shift=top.row + heading.rows - 2,
        dialect=f"{decoded.encoding}, {words(top.delimiter)} ({top.basis}){place}{note}",
    )


def _fault(renamed: _Renamed, columns: frozenset[str], sought: frozenset[str]) -> Refusal | None:
    """Refuse a header that lacks columns or has one twice.

    Here and not in `csv`, which lists the whole header: where the end of its line is lost, that holds
    answers.
    """
    counts = Counter(renamed.names)
    missing = sorted(columns - counts.keys())
    twice = sorted(name for name in columns if counts[name] > 1)
    if missing:
        rule = "FILE-COLUMN-MISSING"
        message = (
            f"The header lacks {'; '.join(with_hint(name, renamed.names) for name in missing)}. Correct "
            "`columns` in the clinic's YAML, or ask the sender for the missing columns."
        )
    elif twice:
        rule = "FILE-COLUMN-TWICE"
        shown = {f"`{name}`" if name in sought else "the same name" for name in twice}
        message = (
            f"The header has more than one column with {', '.join(sorted(shown))}. Which one is meant can't "
            "be told: ask the sender to give each column a name of its own."
        )
    else:
        return None
    delimiter = renamed.delimiter.encode()
    rows = count_records(renamed.content, renamed.start, delimiter, renamed.width, csv.BUFFER_BYTES)
    return Refusal(rule, message, rows)


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
