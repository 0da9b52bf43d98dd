"""From a laid-out page with places for its numbers to the page as it is read, and the list of its numbers.

Belongs here: giving each number of a page its id, and writing it into the page. Doesn't: laying out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import escape

from reports.numbers.ids import number_id
from reports.words.told import BEGIN, END, END_ENGLISH, ENGLISH, MIDDLE, Spot

PAIRED = ("lower", "upper", "part", "whole")
"""Roles of numbers that stand two in a cell: a workbook gives each a column."""

_IN_TAG = re.compile(f"<[^<>]*[{BEGIN}{ENGLISH}][^<>]*>")
_HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_ENGLISH = re.compile(f"[{ENGLISH}{END_ENGLISH}]")
_MARKED = re.compile(f"{BEGIN}(\\d+){MIDDLE}([^{END}]*){END}")


@dataclass(frozen=True)
class ShownNumber:
    """A number that a page shows, perhaps in several places."""

    number_id: str
    spot: Spot


@dataclass(frozen=True)
class MarkedPage:
    """A page whose numbers carry their ids, and those numbers in order of their first place."""

    html: str
    numbers: tuple[ShownNumber, ...]


def mark_numbers(html: str, spots: list[Spot], audience: str, week: str) -> MarkedPage:
    """Return the page with `<data>` around every number, its id in the title, and `<time>` around dates.

    A number inside an attribute or the head stays plain text; English words of a page in another language are
    marked as such elsewhere. Numbers of one id and different values get a
    count behind it (`:2`), in the page's order, so that an id means one number.
    """
    numbers: dict[str, ShownNumber] = {}

    def write(match: re.Match[str]) -> str:
        spot, text = spots[int(match[1])], match[2]
        if isinstance(spot.value, dt.date):
            return f'<time datetime="{spot.value.isoformat()}">{text}</time>'
        wanted = number_id(spot, audience, week)
        title = ""
        if wanted is not None:
            found = _numbered(wanted, spot, numbers)
            numbers.setdefault(found, ShownNumber(found, spot))
            title = f' title="{escape(found)}"'
        return f'<data value="{written_value(spot)}"{title}{_kind(spot)}>{text}</data>'

    for pattern in (_HEAD, _IN_TAG, _DRAWING):
        html = pattern.sub(lambda part: _ENGLISH.sub("", _MARKED.sub(r"\2", part.group())), html)
    html = _MARKED.sub(write, html)
    html = html.replace(ENGLISH, '<span lang="en">').replace(END_ENGLISH, "</span>")
    return MarkedPage(html, tuple(numbers.values()))


def written_value(spot: Spot) -> str:
    """Return the value as the attribute and the list write it: as precise as it is shown."""
    return repr(float(spot.value)) if isinstance(spot.value, float) else str(spot.value)


def _kind(spot: Spot) -> str:
    exactness = f' data-sign="{escape(spot.sign)}"' if spot.sign else ""
    digits = f' data-digits="{spot.digits}"' if spot.digits else ""
    role = f' data-role="{spot.role}"' if spot.role in PAIRED else ""
    return f' data-unit="{spot.unit}"{digits}{exactness}{role}'


def _numbered(wanted: str, spot: Spot, numbers: dict[str, ShownNumber]) -> str:
    """The id, or with the first count behind it that is free or already means this very number."""
    candidate, count = wanted, 1
    while candidate in numbers and not _is_same(numbers[candidate].spot, spot):
        count += 1
        candidate = f"{wanted}:{count}"
    return candidate


def _is_same(one: Spot, other: Spot) -> bool:
    return (one.value, one.sign, one.digits) == (other.value, other.sign, other.digits) and (
        one.unit == other.unit or {one.unit, other.unit} == {"share", "percent"}
    )
