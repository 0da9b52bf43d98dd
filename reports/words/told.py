"""Text that knows which numbers stand in it, and where.

Belongs here: that text, and how it is written into HTML with its numbers marked. Doesn't: ids of numbers and
what stands behind them (`reports.numbers`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from markupsafe import escape

BEGIN, MIDDLE, END = "\x01", "\x02", "\x03"
"""Around a number in text on its way into a page: none of them is ever part of a text itself."""

ENGLISH, END_ENGLISH = "\x04", "\x05"
"""Around English words in a text of another language, on their way into a page."""

_PLACE = re.compile(f"{BEGIN}(\\d+){END}")


class Unit(StrEnum):
    """What a number counts; it decides how a workbook writes it."""

    COUNT = "count"
    SHARE = "share"
    PERCENT = "percent"
    DECIMAL = "decimal"
    DAY = "day"


@dataclass(frozen=True)
class Spot:
    """One number, or date, in a text.

    `value` is the number as precisely as it is shown: per cents are shares of 1 rounded to two digits.
    `source` is the number before that, with its origin. `role` is what the sentence calls it. `sign` is what
    stands before the number where it isn't told exactly: < or >.
    """

    text: str
    value: int | float | dt.date
    unit: Unit
    source: Any
    role: str = ""
    digits: int = 0
    sign: str = ""


class Told(str):
    """A text with numbers in it. `message_id`: the message it was said with, if it was said."""

    parts: tuple[str | Spot, ...]
    message_id: str

    @classmethod
    def of(cls, parts: Sequence[str | Spot], message_id: str = "") -> Told:
        """Put a text together."""
        told = cls("".join(part if isinstance(part, str) else part.text for part in parts))
        told.parts, told.message_id = tuple(parts), message_id
        return told

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The numbers in it, in order."""
        return tuple(part for part in self.parts if isinstance(part, Spot))

    def __html__(self) -> str:
        collected = _COLLECTED.get()
        if collected is None:
            return str(escape(str(self)))
        return "".join(
            str(escape(part)) if isinstance(part, str) else _marked(part, collected) for part in self.parts
        )


_COLLECTED: ContextVar[list[Spot] | None] = ContextVar("collected", default=None)


@contextmanager
def collecting_spots() -> Iterator[list[Spot]]:
    """Mark the numbers of every text written into HTML meanwhile; the list holds them by their place."""
    spots: list[Spot] = []
    token = _COLLECTED.set(spots)
    try:
        yield spots
    finally:
        _COLLECTED.reset(token)


def _marked(spot: Spot, collected: list[Spot]) -> str:
    collected.append(spot)
    return f"{BEGIN}{len(collected) - 1}{MIDDLE}{escape(spot.text)}{END}"


def joined(texts: Sequence[str], between: str = " ") -> Told:
    """Return texts as one, which still knows the numbers in them."""
    parts: list[str | Spot] = []
    for number, text in enumerate(texts):
        parts += [between] if number else []
        parts += text.parts if isinstance(text, Told) else [text]
    return Told.of(parts)


def place(number: int) -> str:
    """Return what stands in a message for the argument of that number until the text is put together."""
    return f"{BEGIN}{number}{END}"


def filled(text: str, arguments: Sequence[tuple[str, Told]], message_id: str) -> Told:
    """Put the arguments, each with its name, into the places of a message."""
    parts: list[str | Spot] = []
    for index, piece in enumerate(_PLACE.split(text)):
        if index % 2 == 0:
            parts += [piece] if piece else []
        else:
            role, told = arguments[int(piece)]
            parts += [
                part if isinstance(part, str) or part.role in BOUNDS else replace(part, role=role)
                for part in told.parts
            ]
    return Told.of(parts, message_id)


BOUNDS = ("lower", "upper")
"""Roles that a number keeps whatever a sentence around it calls its interval."""
