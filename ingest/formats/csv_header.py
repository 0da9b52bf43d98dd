"""Whether a header has what the mapping needs, and in which words a file is refused if it hasn't.

Belongs here: the checks of column names. Doesn't: finding the header (`csv_dialect`).

Messages name columns only where the record is surely a header: if a file comes without one, its first record
is somebody's data.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.canonical import FEED_COLUMNS, columns_of
from ingest.formats.csv_dialect import Heading, words
from ingest.formats.text_table import OWN_COLUMNS

MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""
MOST_LISTED = 40
LONGEST_NAME = 60
CANONICAL_NAMES = frozenset(name for feed in FEED_COLUMNS for name in columns_of(feed))
ITEM_NAME = re.compile(r"item_\d+")


@dataclass(frozen=True)
class Layout:
    """What files must share to be read together: the delimiter and the header, empty names included."""

    delimiter: bytes
    names: tuple[str, ...]
    kept: tuple[int, ...]
    """Positions of the columns that rows get."""
    nameless: tuple[int, ...]
    """Positions of columns without a name that must turn out to be empty."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names, without columns that have none."""
        return tuple(name for name in self.names if name)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a header."""

    rule: str
    message: str


def layout_of(heading: Heading, needed: frozenset[str], other_delimiter: bytes | None) -> Layout | Fault:
    """Return what the rows under this heading are read with, or why they can't be read.

    `other_delimiter` is one under which all needed columns would be found, for the message.
    """
    names = heading.names
    if len(names) > MOST_COLUMNS:
        return Fault(
            "FILE-HEADER",
            f"The header (row {heading.row}) has {len(names):,} columns with {words(heading.delimiter)}, "
            f"more than a spreadsheet can hold ({MOST_COLUMNS:,}). Check `options.delimiter`, or ask the "
            "sender for a CSV file with column names in its first row.",
        )
    if not any(names):
        return Fault(
            "FILE-HEADER",
            f"No column has a name: row {heading.row} holds only delimiters. Ask the sender for a CSV file "
            "with column names in its first row.",
        )
    counts = Counter(names)
    missing = sorted(needed - counts.keys())
    if missing:
        return Fault("FILE-COLUMN-MISSING", _missing(heading, needed, missing, other_delimiter))
    repeated = {name for name, n in counts.items() if n > 1 and name}
    if repeated & needed or (repeated and not needed):
        return Fault("FILE-COLUMN-TWICE", _twice(heading, repeated & needed or repeated, needed))
    taken = sorted(needed.intersection(OWN_COLUMNS))
    if taken:
        return Fault(
            "FILE-HEADER",
            f"A column named {_quoted(taken)} can't be mapped: Rapport numbers the rows under that name. "
            "Ask the sender for another column name.",
        )
    wanted = needed or set(names) - {*OWN_COLUMNS, ""}
    return Layout(
        delimiter=heading.delimiter,
        names=names,
        kept=tuple(i for i, name in enumerate(names) if name in wanted),
        nameless=() if needed else tuple(i for i, name in enumerate(names) if not name),
    )


def _missing(
    heading: Heading, needed: frozenset[str], missing: list[str], other_delimiter: bytes | None
) -> str:
    where = f"The header (row {heading.row}, {words(heading.delimiter)})"
    sentences = [f"{where} lacks {_quoted(missing)}."]
    if other_delimiter is not None:
        key = {b"\t": '"\\t"'}.get(other_delimiter, f'"{other_delimiter.decode()}"')
        sentences.append(
            f"With {words(other_delimiter)} every needed column is there: set `options.delimiter: {key}`, "
            "or leave it out to have it detected."
        )
    if _is_surely_a_header(heading.names, needed):
        near = {name: _nearest(name, heading.names) for name in missing}
        sentences += [f"Nearest to `{name}`: `{_cut(other)}`." for name, other in near.items() if other]
        sentences.append(f"The header holds {_quoted(name for name in heading.names if name)}.")
        sentences.append("Correct `columns` in the clinic's YAML, or ask the sender for the missing columns.")
    else:
        sentences.append(
            f"No record among the first ones looks like the header; row {heading.row} has "
            f"{len(heading.names)} fields, which aren't shown here since they may be data. Correct `columns` "
            "in the clinic's YAML, or ask the sender for a file with the column names in its first row."
        )
    return " ".join(sentences)


def _twice(heading: Heading, repeated: set[str], needed: frozenset[str]) -> str:
    parts = []
    for name in sorted(repeated, key=heading.names.index):
        positions = [str(i + 1) for i, other in enumerate(heading.names) if other == name]
        is_known = name in needed or name in CANONICAL_NAMES or ITEM_NAME.fullmatch(name)
        label = f"`{name}`" if is_known else "the same name"
        parts.append(f"{label} (columns {', '.join(positions[:10])})")
    listed = "; ".join(parts[:MOST_LISTED])
    return (
        f"The header (row {heading.row}, {words(heading.delimiter)}) has more than one column with {listed}. "
        "Which one is meant can't be told: ask the sender to give each column a name of its own."
    )


def nameless_fault(layout: Layout, rows: dict[int, int]) -> Fault:
    """Return the fault of a file with canonical headers that holds text in columns without a name.

    `rows` is the number of such rows per position of a column.
    """
    listed = "; ".join(
        f"column {position + 1} of {len(layout.names)} in {n:,} row{'s' if n > 1 else ''}"
        for position, n in sorted(rows.items())[:MOST_LISTED]
    )
    return Fault(
        "FILE-HEADER",
        f"There is text in columns that have no name: {listed}. Ask the sender to name or to empty them, or "
        "list the columns that count under `columns` in the clinic's YAML.",
    )


def _is_surely_a_header(names: tuple[str, ...], needed: frozenset[str]) -> bool:
    if needed.intersection(names):
        return True
    if {_bare(name) for name in needed} & {_bare(name) for name in names}:
        return True
    if any(re.match(r"\W*\d", name) or "@" in name for name in names):
        return False
    near = [name for name in needed if _nearest(name, names)]
    return len(needed) > 1 and len(near) * 2 >= len(needed)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold()) or name


def _nearest(name: str, names: tuple[str, ...]) -> str | None:
    folded = {other.casefold(): other for other in reversed(names) if other}
    found = difflib.get_close_matches(name.casefold(), folded, 1, 0.6)
    return folded[found[0]] if found else None


def _quoted(names: Iterable[str]) -> str:
    given = [f"`{_cut(name)}`" for name in names]
    rest = len(given) - MOST_LISTED
    return ", ".join(given[:MOST_LISTED]) + (f" and {rest} more" if rest > 0 else "")


def _cut(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 3] + "..."
