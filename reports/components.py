"""The parts that pages are made of, filled with finished text: what a template lays out without thinking.

Belongs here: their shapes. Doesn't: where the figures come from, what a sentence says, how a part looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

FITS_A_PHONE = 4
"""So many columns stand beside each other on a phone."""


@dataclass(frozen=True)
class Banner:
    """Something to know before reading on."""

    kind: Literal["caution", "note"]
    title: str
    text: str


@dataclass(frozen=True)
class FeedDate:
    """How far one feed is complete."""

    label: str
    value: str
    remark: str = ""


@dataclass(frozen=True)
class Column:
    """A table's column; numbers are aligned to the right."""

    label: str
    is_number: bool = True
    is_long: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row: its heading, its other cells, and the colour that stands for it in a chart."""

    heading: str
    cells: tuple[str, ...]
    swatch: str | None = None


@dataclass(frozen=True)
class Table:
    """A table with its caption. The first column holds the rows' headings.

    `keeps_order`: readers can't sort it, since another order would be a ranking.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    keeps_order: bool = False

    @property
    def stacks(self) -> bool:
        """Whether it is too wide for a phone: there its cells stand by their labels, row by row."""
        sentences = sum(column.is_long for column in self.columns)
        return len(self.columns) + sentences > FITS_A_PHONE

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) + 1 != len(self.columns):
                raise ValueError(f"{len(row.cells)} cells beside the heading for {len(self.columns)} columns")


@dataclass(frozen=True)
class Figure:
    """A chart with the message that it shows, its numbers in words, and the same numbers as a table."""

    title: str
    alt: str
    svg: str
    table: Table | None = None
    note: str = ""
    width: Literal["", "wide", "small"] = ""
    is_tall: bool = False
    shows_table: bool = False


@dataclass(frozen=True)
class Tile:
    """One number of the top row with what belongs to it; `value` is empty where none can be told."""

    label: str
    value: str
    statement: str
    facts: tuple[str, ...]
    network: str
    href: str
    trend: Figure | None = None


def table(
    caption: str, columns: Sequence[Column], rows: Sequence[TableRow], *, keeps_order: bool = False
) -> Table:
    """Return a table from any sequences."""
    return Table(caption, tuple(columns), tuple(rows), keeps_order)
