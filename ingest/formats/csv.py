"""The CSV format: from many small files, or a few huge ones, to text tables with one header each.

Belongs here: opening files, taking them together, and keeping account of every row. Doesn't: encodings
(`csv_encoding`), delimiters and headers (`csv_dialect`, `csv_header`), the shape of records (`csv_records`),
stray quotation marks (`csv_quotes`), and parsing a buffer (`csv_parsing`).

Files with the same header are parsed together in large buffers, because polars takes about 1.5 ms for each
call however small the file is. For each single file there is only cheap work on bytes.

Rows are numbered as a spreadsheet program shows them: title lines and blank rows above the header count,
blank rows between count, a record whose cells hold line breaks counts once, and Excel's `sep=;` line, which
Excel hides, doesn't count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

import polars as pl

from ingest.configuration.options import Options
from ingest.formats.csv_dialect import Heading, Headings, delimiter_that_finds, words
from ingest.formats.csv_encoding import to_utf8, with_usual_line_ends
from ingest.formats.csv_header import Fault, Layout, layout_of, nameless_fault
from ingest.formats.csv_parsing import Parsed, Piece, no_rows, parse
from ingest.formats.csv_quotes import mended
from ingest.formats.csv_records import count_quotes, count_records, pieces, with_final_feed
from ingest.formats.text_table import (
    BLANK_SCHEMA,
    FILE_COLUMN,
    MISSHAPEN_SCHEMA,
    DeliveredFile,
    ReadResult,
    Refusal,
    TextTable,
)

BUFFER_BYTES = 16 << 20
"""How much is parsed at once. Larger buffers aren't faster (4 to 64 MiB were tried) and take more memory."""
SOMETHING = re.compile(rb"\S")


def read(files: Sequence[DeliveredFile], options: Options, needed: Collection[str]) -> ReadResult:
    """Read CSV files that are written alike: whatever its bytes are, each gives rows or a refusal.

    `needed` are the file's columns that the mapping uses; only those are kept. Where it is empty the headers
    are the canonical names, and all columns are kept. Refusals: FILE-EMPTY, FILE-UNREADABLE, FILE-ENCODING,
    FILE-DELIMITER, FILE-HEADER, FILE-COLUMN-MISSING, FILE-COLUMN-TWICE.
    """
    reading = _Reading(options, frozenset(needed))
    for index, file in enumerate(files):
        reading.add(index, file.content)
    return reading.result()


class _Table:
    """The files of one layout, parsed whenever enough has come together."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.files: list[int] = []
        self.mended: set[int] = set()
        self.received: Counter[int] = Counter()
        self.blank: Counter[int] = Counter()
        self.nameless: dict[int, Counter[int]] = {}
        self.rows: list[pl.DataFrame] = []
        self.misshapen: list[pl.DataFrame] = []
        self._pending: list[Piece] = []
        self._pending_bytes = 0

    def add(self, index: int, text: bytes, start: int, first_row: int) -> None:
        """Take up the records of `text` from `start` on."""
        self.files.append(index)
        self.received[index] += 0
        if len(text) - start > BUFFER_BYTES:
            self.parse_pending()
            self._parse_large(index, text, start, first_row)
        elif len(text) > start:
            content = with_final_feed(text[start:])
            is_odd = content.count(b'"') % 2 == 1
            if is_odd:  # in a common buffer it would turn the next files inside out
                content = self._mend(index, content)
            self._pending.append(Piece(index, content, first_row, is_odd))
            self._pending_bytes += len(content)
            if self._pending_bytes > BUFFER_BYTES:
                self.parse_pending()

    def parse_pending(self) -> None:
        """Parse what has come together."""
        waiting, self._pending, self._pending_bytes = self._pending, [], 0
        if not waiting:
            return
        parsed = parse(waiting, self.layout)
        if isinstance(parsed, list):
            for i in parsed:
                piece = waiting[i]
                content = self._mend(piece.file, piece.content)
                waiting[i] = Piece(piece.file, content, piece.first_row, is_mended=True)
            parsed = parse(waiting, self.layout)
        assert isinstance(parsed, Parsed)  # what is mended isn't astray
        self._book(waiting, parsed)

    def _parse_large(
        self, index: int, text: bytes, start: int, first_row: int, is_mended: bool = False
    ) -> None:
        """Parse a file larger than a buffer piece by piece; from its start again if quotes are astray."""
        if not is_mended and count_quotes(text, start, len(text)) % 2:
            text, start, is_mended = self._mend(index, text[start:]), 0, True
        done: list[tuple[Piece, Parsed]] = []
        row = first_row
        for content in pieces(text, start, BUFFER_BYTES):
            piece = Piece(index, content, row, is_mended)
            parsed = parse([piece], self.layout)
            if isinstance(parsed, list):
                self._parse_large(index, self._mend(index, text[start:]), 0, first_row, True)
                return
            done.append((piece, parsed))
            row += parsed.received[0]
        for piece, parsed in done:
            self._book([piece], parsed)

    def _mend(self, index: int, text: bytes) -> bytes:
        self.mended.add(index)
        return mended(with_final_feed(text), self.layout.delimiter, len(self.layout.names))

    def _book(self, parts: Sequence[Piece], parsed: Parsed) -> None:
        for piece, received, blank in zip(parts, parsed.received, parsed.blank, strict=True):
            self.received[piece.file] += received
            self.blank[piece.file] += blank
        for (index, position), rows in parsed.nameless.items():
            self.nameless.setdefault(index, Counter())[position] += rows
        self.rows.append(parsed.rows)
        self.misshapen.append(parsed.misshapen)

    def without(self, refused: Collection[int]) -> TextTable:
        """Return the table of the files that aren't refused."""
        files = tuple(index for index in self.files if index not in refused)
        if not self.rows:
            self.rows.append(no_rows(self.layout))
        rows = pl.concat(self.rows)
        if len(files) < len(self.files):
            rows = rows.filter(pl.col(FILE_COLUMN).is_in(files))
        return TextTable(files, self.layout.header, rows)


class _Reading:
    """The files read so far with one set of options."""

    def __init__(self, options: Options, needed: frozenset[str]) -> None:
        self._encoding = options.encoding
        self._needed = needed
        self._delimiter = (
            options.delimiter.encode(errors="surrogatepass") if options.delimiter is not None else None
        )
        self._headings = Headings(self._delimiter, needed)
        self._layouts: dict[Heading, Layout] = {}
        self._tables: dict[Layout, _Table] = {}
        self._refusals: dict[int, Refusal] = {}
        self._dialects: dict[int, str] = {}

    def add(self, index: int, content: bytes) -> None:
        """Take up one more file."""
        refusal = self._take(index, content)
        if refusal is not None:
            self._refusals[index] = refusal

    def _take(self, index: int, content: bytes) -> Refusal | None:
        if self._delimiter is not None and (len(self._delimiter) != 1 or self._delimiter in b'\n\r"\0'):
            return Refusal(
                "FILE-DELIMITER",
                "`options.delimiter` must be one ASCII character and neither a quotation mark nor a line "
                "end. Correct it, or leave it out to have it detected.",
                None,
            )
        decoded = to_utf8(content, self._encoding)
        if isinstance(decoded, Refusal):
            return decoded
        text = with_usual_line_ends(decoded.content)
        heading = self._headings.find(text) if SOMETHING.search(text) else None
        if heading is None:
            return _without_header(text)
        self._dialects[index] = _dialect(decoded.encoding, heading)
        layout = self._layouts.get(heading)
        if layout is None:
            found = self._layout(text, heading)
            if isinstance(found, Fault):
                rows = count_records(
                    text, heading.length, heading.delimiter, len(heading.names), BUFFER_BYTES
                )
                return Refusal(found.rule, found.message, rows)
            layout = self._layouts[heading] = found
        table = self._tables.get(layout)
        if table is None:
            table = self._tables[layout] = _Table(layout)
        table.add(index, text, heading.length, heading.row + 1)
        return None

    def _layout(self, text: bytes, heading: Heading) -> Layout | Fault:
        finds_more = None
        if self._delimiter is not None and not self._needed.issubset(heading.names):
            finds_more = delimiter_that_finds(text, self._needed)
        return layout_of(heading, self._needed, finds_more)

    def result(self) -> ReadResult:
        """Parse what is still pending and hand over everything."""
        tables = list(self._tables.values())
        for table in tables:
            table.parse_pending()
            for index in table.mended:
                self._dialects[index] += ", stray quotation marks read as text"
            for index, rows in table.nameless.items():
                fault = nameless_fault(table.layout, rows)
                self._refusals[index] = Refusal(fault.rule, fault.message, table.received[index])
        received = sum((table.received for table in tables), Counter())
        taken = [index for table in tables for index in table.files if index not in self._refusals]
        blank = {index: rows for table in tables for index, rows in table.blank.items() if rows}
        misshapen = pl.concat(
            [pl.DataFrame(schema=MISSHAPEN_SCHEMA), *(f for t in tables for f in t.misshapen)]
        )
        return ReadResult(
            tables=tuple(
                text_table for table in tables if (text_table := table.without(self._refusals)).files
            ),
            refusals=dict(sorted(self._refusals.items())),
            misshapen=misshapen.filter(pl.col(FILE_COLUMN).is_in(taken)).sort("file", "row"),
            blank=pl.DataFrame(
                sorted((index, rows) for index, rows in blank.items() if index not in self._refusals),
                schema=BLANK_SCHEMA,
                orient="row",
            ),
            rows_received={index: received[index] for index in sorted(taken)},
            dialects=dict(sorted(self._dialects.items())),
        )


def _without_header(text: bytes) -> Refusal:
    if SOMETHING.search(text) is None:
        return Refusal(
            "FILE-EMPTY",
            "The file is empty: not even a header is in it. Ask the sender to export it again.",
            0,
        )
    return Refusal(
        "FILE-HEADER",
        "The first line doesn't end within 1 MiB, so there is no header to be found. Ask the sender for a "
        "CSV file with column names in its first row and one row to a line.",
        None,
    )


def _dialect(encoding: str, heading: Heading) -> str:
    place = f", header in row {heading.row}" if heading.row > 1 else ""
    return f"{encoding}, {words(heading.delimiter)} ({heading.basis}){place}"
