"""Ids of numbers: audience, week, what was counted, of whom.

Belongs here: making ids from where a number comes from, and reading them. Doesn't: what stands behind one.

`north/2026-W46/retention.dropout_rate/rolling_12_months` is the column `dropout_rate` of the query
`retention`, in the row of the rolling twelve months. The clinic isn't named again where it is the audience.
Two different numbers from the same cells (the bounds of an interval) are told apart by their role or a
count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from reports.numbers.traced import WHOLE_ROW, Answer, Cell, cells_of
from reports.words.told import BOUNDS, Spot

COLUMNS_NAMED = 3
"""Numbers from more columns than these name only the first and say that there are more."""

CLINIC, EVERYONE = "clinic_id", "all"

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,39}")
_ID = re.compile(
    r"(?P<audience>[a-z0-9_]+)/(?P<week>\d{4}-W\d{2})/(?P<what>[a-z0-9_]+(\.[a-z0-9_]+)+(\.lower|\.upper)?)"
    r"(/[A-Za-z0-9_.~-]+)?(:\d+)?"
)


class NotANumberId(ValueError):
    """The text isn't an id of a number."""


@dataclass(frozen=True)
class NumberId:
    """An id with the two parts by which its report is found."""

    text: str
    audience: str
    week: str

    @classmethod
    def parse(cls, text: str) -> NumberId:
        """Read an id. Raises NotANumberId."""
        match = _ID.fullmatch(text.strip())
        if match is None:
            raise NotANumberId(
                f"`{text}` isn't the id of a number; one looks like "
                "north/2026-W46/retention.dropout_rate/rolling_12_months and stands in numbers.json, in the "
                "workbook's last sheet, and over each number of the page"
            )
        return cls(text.strip(), match["audience"], match["week"])


def number_id(spot: Spot, audience: str, week: str) -> str | None:
    """Return the id of a number in a text; None where it comes from no query (a limit, a year) or is itself
    a key of one: the session that a row is about."""
    cells = cells_of(spot.source)
    answer = main_answer(cells)
    own = [cell for cell in cells if cell.answer is answer and cell.column not in answer.identity]
    if answer is None or not own:
        return None
    columns = sorted({cell.column for cell in own}, key=(*answer.columns, WHOLE_ROW).index)
    named = columns[:COLUMNS_NAMED] + (["more"] if len(columns) > COLUMNS_NAMED else [])
    role = [spot.role] if spot.role in BOUNDS and not columns[0].endswith(spot.role) else []
    what = ".".join([answer.query.stem, *named, *role])
    keys = [part for part in _keys(answer, own) if part != audience]
    return "/".join([audience, week, what, *([".".join(keys)] if keys else [])])


def shared_keys(answer: Answer, cells: list[Cell]) -> dict[str, Any]:
    """Return the key columns that have one value in all these cells' rows, with that value."""
    rows = {cell.row for cell in cells}
    found: dict[str, Any] = {}
    for position, column in enumerate(answer.columns):
        if column in answer.identity:
            values = {answer.rows[row][position] for row in rows}
            if len(values) == 1:
                found[column] = values.pop()
    return found


def main_answer(cells: frozenset[Cell]) -> Answer | None:
    """Return the query that most of a number comes from; the first by name where several bring as much."""
    if not cells:
        return None
    counts: dict[Answer, int] = {}
    for cell in cells:
        counts[cell.answer] = counts.get(cell.answer, 0) + 1
    return min(counts, key=lambda answer: (-counts[answer], answer.query.as_posix()))


def _keys(answer: Answer, cells: list[Cell]) -> list[str]:
    shared = shared_keys(answer, cells)
    # Over several clinics together: the id says so as it does where the query itself has such a row.
    everyone = [EVERYONE] if CLINIC in answer.identity and CLINIC not in shared else []
    return everyone + [_part(column, value) for column, value in shared.items()]


def _part(column: str, value: Any) -> str:
    """A key as part of an id: a bare number says what it counts, other text than plain words its checksum."""
    if value is None:
        return f"no_{column}"
    text = (
        f"{column.removesuffix('_number').removesuffix('_key')}_{value}" if _is_number(value) else str(value)
    )
    return text if _PLAIN.fullmatch(text) else sha256(text.encode()).hexdigest()[:12]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
