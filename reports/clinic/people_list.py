"""The shape of one list of people.

Belongs here: how many rows stand open and how many folded away. Doesn't: who is on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.clinic.view import ClinicView
from reports.components import Column, Table, TableRow, table
from reports.numbers.traced import counted, derived

ROWS_SHOWN = 12
"""A list that is read in a minute; the rest is one click away and in the same order."""


@dataclass(frozen=True)
class PeopleList:
    """One list. `shown` is None where nobody stands on it or it can't be made; `empty` says which."""

    anchor: str
    heading: str
    lead: str
    shown: Table | None
    more: Table | None
    more_label: str
    earlier: Table | None
    earlier_label: str
    empty: str
    facts: tuple[str, ...]
    count: int | None
    """How many stand on it; None where it can't be made, which isn't nobody."""


def no_list(anchor: str, heading: str, why: str) -> PeopleList:
    """Return a list that can't be made, with the reason in its place."""
    return PeopleList(anchor, heading, "", None, None, "", None, "", why, (), None)


def people_list(
    view: ClinicView,
    anchor: str,
    heading: str,
    columns: Sequence[Column],
    rows: Sequence[TableRow],
    empty: str,
    *,
    lead: str = "",
    facts: Sequence[str] = (),
    caption: str = "",
    earlier: Sequence[TableRow] = (),
    earlier_label: str = "",
    count: int | None = None,
) -> PeopleList:
    """Return a list whose first rows stand open; `earlier` are rows that were listed before.

    `count`: how many stand on it, where the rows' own texts can't tell what they were counted from.
    """
    first, rest = rows[:ROWS_SHOWN], rows[ROWS_SHOWN:]
    return PeopleList(
        anchor,
        heading,
        lead,
        table(caption, columns, first) if first else None,
        table(view.words.say("people-rest", heading=heading), columns, rest) if rest else None,
        view.words.say("people-more", people=derived(len(rest), counted(rows))) if rest else "",
        table(earlier_label, columns, earlier) if earlier else None,
        earlier_label if earlier else "",
        "" if rows else empty,
        tuple(facts),
        counted(rows) if count is None else count,
    )
