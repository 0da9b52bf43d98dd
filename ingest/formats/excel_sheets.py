"""Which sheet of a workbook is meant, in which row its header stands, and what its columns are called.

Belongs here: decisions from the first rows of sheets. Doesn't: reading cells (`excel_reader`), and rows
(`excel`).

Sheets are spoken of by their place, since clinics name them after people. A header's words are shown only
where one is nearly the name that is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ingest.canonical import FEED_COLUMNS, columns_of
from ingest.formats.column_names import with_hint
from ingest.formats.excel_reader import Top, WorkbookRefused
from ingest.formats.text_table import OWN_COLUMNS, Refusal

CANONICAL_NAMES = frozenset(name for feed in FEED_COLUMNS for name in columns_of(feed))
LEAST_CANONICAL_NAMES = 2
"""Every feed requires at least one; a sheet of something else may hold one of these words by chance."""
MENDING = "Correct `columns` in the clinic's YAML, or ask the sender for the missing columns."


@dataclass(frozen=True)
class Sheet:
    """A sheet that may be read."""

    index: int
    """Among all worksheets, from 0."""
    label: str
    """How messages call it."""
    top: Top


@dataclass(frozen=True)
class Heading:
    """A sheet's header."""

    sheet: Sheet
    row: int
    """From 0."""
    names: tuple[str, ...]
    """One per column, runs of space as one; empty where a column has no name."""
    found: int
    """How many of the wanted names are in it."""

    @property
    def rows_below(self) -> int:
        """Rows under the header, blank ones included."""
        return self.sheet.top.height - self.row - 1


def choose(
    names: Sequence[str],
    is_visible: Sequence[bool],
    wanted: int | str | None,
    needed: frozenset[str],
    top: Callable[[int], Top],
) -> Heading:
    """Return the header of the sheet that is meant.

    `wanted` is a place among the visible sheets, a name or a pattern; None means the only visible sheet that
    has all needed columns. `top` gives the first rows of a sheet.

    Raises:
        WorkbookRefused: there is no such sheet, or more than one (FILE-SHEET); it is empty (FILE-EMPTY); it
            lacks columns, or has one twice (FILE-COLUMN-MISSING, FILE-COLUMN-TWICE).
    """
    candidates = _candidates(names, is_visible, wanted)
    sheets = [_sheet(index, names, is_visible, wanted, top) for index in candidates]
    filled = [sheet for sheet in sheets if not sheet.top.is_blank]
    if not filled:
        raise WorkbookRefused(
            Refusal(
                "FILE-EMPTY",
                f"{_which(sheets)} holds nothing in its first rows. Ask the sender for the workbook again.",
                0,
            )
        )
    headings = [_heading(sheet, needed) for sheet in filled]
    fitting = [heading for heading in headings if _fits(heading, needed)]
    if len(filled) == 1:
        fitting = headings
    if len(fitting) > 1:
        listed = ", ".join(heading.sheet.label for heading in fitting[:10])
        raise WorkbookRefused(
            Refusal(
                "FILE-SHEET",
                f"{len(fitting)} sheets have the needed columns ({listed}), so it can't be told which is "
                "meant. Make one export for each, and name the sheet under `options.sheet`.",
                None,
            )
        )
    best = fitting[0] if fitting else max(headings, key=lambda heading: heading.found)
    fault = _fault(best, needed, is_only=len(filled) == 1)
    if fault is not None:
        raise WorkbookRefused(fault)
    return best


def _candidates(names: Sequence[str], is_visible: Sequence[bool], wanted: int | str | None) -> list[int]:
    visible = [index for index in range(len(names)) if is_visible[index]]
    if wanted is None:
        found = visible
    elif isinstance(wanted, int):
        found = visible[wanted - 1 : wanted]
    elif wanted in names:
        found = [names.index(wanted)]
    else:
        found = [index for index in visible if fnmatchcase(names[index].strip(), wanted.strip())]
    if found:
        return found
    shown = {1: "1 visible sheet"}.get(len(visible), f"{len(visible)} visible sheets")
    meant = "is visible" if wanted is None else f"is the one that `options.sheet: {wanted}` means"
    raise WorkbookRefused(
        Refusal(
            "FILE-SHEET",
            f"No sheet {meant}; the workbook has {shown}. Correct `options.sheet` in the clinic's YAML, or "
            "ask the sender for the sheet.",
            None,
        )
    )


def _sheet(
    index: int,
    names: Sequence[str],
    is_visible: Sequence[bool],
    wanted: int | str | None,
    top: Callable[[int], Top],
) -> Sheet:
    if names[index] == wanted:
        return Sheet(index, f'sheet "{wanted}"', top(index))
    return Sheet(index, f"sheet {sum(is_visible[: index + 1])}", top(index))


def _which(sheets: Sequence[Sheet]) -> str:
    return f"The workbook's {sheets[0].label}" if len(sheets) == 1 else "Every sheet of the workbook"


def _heading(sheet: Sheet, needed: frozenset[str]) -> Heading:
    """Find the row that has most of the wanted names; the first filled one if none has any."""
    wanted = needed or CANONICAL_NAMES
    rows = [tuple(" ".join(cell.split()) for cell in row) for row in sheet.top.cells]
    found = [len(wanted.intersection(row)) for row in rows]
    at = found.index(max(found)) if any(found) else next(i for i, row in enumerate(rows) if any(row))
    return Heading(sheet, at, rows[at], found[at])


def _fits(heading: Heading, needed: frozenset[str]) -> bool:
    return heading.found >= (len(needed) or LEAST_CANONICAL_NAMES)


def _fault(heading: Heading, needed: frozenset[str], *, is_only: bool) -> Refusal | None:
    counts = Counter(heading.names)
    where = f"The header in row {heading.row + 1} of {heading.sheet.label}"
    missing = sorted(needed - counts.keys())
    if missing:
        listed = "; ".join(with_hint(name, heading.names) for name in missing)
        others = "" if is_only else " No other visible sheet has more of them."
        return Refusal(
            "FILE-COLUMN-MISSING",
            f"{where} lacks {listed}.{others} {MENDING}"
            if heading.found
            else f"None of the needed columns is in the first {len(heading.sheet.top.cells)} rows of "
            f"{heading.sheet.label}: {listed}.{others} {MENDING}",
            heading.rows_below if heading.found else None,
        )
    repeated = {name for name, n in counts.items() if n > 1 and name}
    twice = sorted(repeated & needed if needed else repeated)
    if twice:
        known = needed | CANONICAL_NAMES
        listed = ", ".join(f"`{name}`" if name in known else "the same name" for name in twice)
        return Refusal(
            "FILE-COLUMN-TWICE",
            f"{where} has more than one column with {listed}. Which one is meant can't be told: ask the "
            "sender to give each column a name of its own.",
            heading.rows_below,
        )
    own = sorted(needed.intersection(OWN_COLUMNS))
    if own:
        return Refusal(
            "FILE-HEADER",
            f"A column named `{own[0]}` can't be mapped: Rapport numbers files and rows under that name. "
            "Ask the sender for another column name.",
            heading.rows_below,
        )
    return None
