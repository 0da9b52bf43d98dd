"""Values that remember the cells of the published file from which they were worked out.

Belongs here: answers of queries, and numbers that carry their origin through arithmetic. Doesn't: text, ids.

A traced number is an ordinary `int` or `float` to everyone else: charts, comparisons and formats don't
notice. `int(...)`, `float(...)` and `math` functions give plain numbers back; whoever needs those keeps the
trace with `derived`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

Number = int | float
Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Answer:
    """What a query gave, as it came: the names of its columns and its rows."""

    query: Path
    sql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """The fewest columns, from the left, that tell its rows apart: our queries begin with their grain."""
        for width in range(len(self.columns)):
            if len({row[:width] for row in self.rows}) == len(self.rows):
                return self.columns[:width]
        return self.columns


class Cell(NamedTuple):
    """One cell of an answer; `column` is `rows` where a row was counted as a whole."""

    answer: Answer
    row: int
    column: str


class TracedInt(int):
    """A whole number with its origin."""

    origin: tuple[Cell | TracedInt | TracedFloat, ...]


class TracedFloat(float):
    """A number with its origin."""

    origin: tuple[Cell | TracedInt | TracedFloat, ...]


WHOLE_ROW = "rows"
Traced = TracedInt | TracedFloat
_TRACED = (TracedInt, TracedFloat)
Plain = TypeVar("Plain")


def traced(value: Any, origin: Iterable[Cell | Traced]) -> Any:
    """Return the number with this origin; what is no number, or a truth value, stays as it is."""
    result: Traced
    if type(value) in (int, TracedInt):
        result = TracedInt(value)
    elif type(value) in (float, TracedFloat):
        result = TracedFloat(value)
    else:
        return value
    result.origin = tuple(origin)
    return result


def derived(value: Number, *sources: Any) -> Any:
    """Return a number that was worked out from these, by ways that arithmetic can't trace."""
    parents = [source for source in sources if isinstance(source, _TRACED)]
    return traced(value, parents) if parents else value


def counted(rows: Iterable[Any]) -> int:
    """Return how many there are, of rows of a query or what was made of them: a count that remembers them."""
    listed = list(rows)
    found = [_row_of(row) for row in listed]
    result: int = traced(len(listed), [cell for cell in found if cell is not None])
    return result


def total(values: Iterable[Number | None]) -> Any:
    """Return the sum of what is known, with its origin also where it is 0."""
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else 0


def cells_of(value: object) -> frozenset[Cell]:
    """Return every cell that a number was worked out from; none for a plain one."""
    if not isinstance(value, _TRACED):
        return frozenset()
    found: set[Cell] = set()
    seen: set[int] = set()
    pending: list[Cell | Traced] = list(value.origin)
    while pending:
        item = pending.pop()
        if isinstance(item, Cell):
            found.add(item)
        elif id(item) not in seen:
            seen.add(id(item))
            pending.extend(item.origin)
    return frozenset(found)


def rows_of_answer(answer: Answer) -> list[Row]:
    """Return the answer as one dict a row, its numbers traced to their cells."""
    return [
        {
            column: traced(value, (Cell(answer, number, column),)) if type(value) in (int, float) else value
            for column, value in zip(answer.columns, row, strict=True)
        }
        for number, row in enumerate(answer.rows)
    ]


def _row_of(row: Any) -> Cell | None:
    """The row as a whole, by any number in it."""
    cells = (cell for value in _values_of(row) for cell in cells_of(value))
    first = min(cells, key=lambda cell: (cell.answer.query.as_posix(), cell.row), default=None)
    return None if first is None else Cell(first.answer, first.row, WHOLE_ROW)


def _values_of(row: Any) -> Iterator[Any]:
    """Every value in a row, or in what was made of it: texts hand out the numbers that stand in them."""
    for value in row.values() if isinstance(row, dict) else vars(row).values():
        for part in value if isinstance(value, tuple) else (value,):
            yield part
            yield from (spot.source for spot in getattr(part, "spots", ()))


def _operation(name: str, base: type[int] | type[float]) -> Callable[..., Any]:
    plain = getattr(base, name)
    of_floats = getattr(float, name, None)

    def operate(self: Any, *others: Any) -> Any:
        result = plain(self, *others)
        if result is NotImplemented and of_floats and others and isinstance(others[0], float):
            result = of_floats(float(self), others[0])
        if result is NotImplemented:
            return result
        return derived(result, self, *others)

    operate.__name__ = name
    return operate


_BOTH_WAYS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
_OPERATIONS = (
    *(f"__{name}__" for name in _BOTH_WAYS),
    *(f"__r{name}__" for name in _BOTH_WAYS),
    *("__neg__", "__abs__", "__round__", "__ceil__", "__floor__"),
)
for _name in _OPERATIONS:
    setattr(TracedInt, _name, _operation(_name, int))
    setattr(TracedFloat, _name, _operation(_name, float))
