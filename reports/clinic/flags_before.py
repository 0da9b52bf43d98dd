"""What became of those who were flagged in past weeks, and what the clinic says that it did.

Belongs here: that table, and what followed with and without an action, described. Doesn't: the flags and what
became of them, which are the warehouse's. No sentence says that an action brought something about: nobody was
called by lot.
"""

from __future__ import annotations

from typing import Any

from reports.clinic.people_list import PeopleList, no_list
from reports.clinic.view import ClinicView
from reports.components import Column, TableRow, table
from reports.numbers.traced import counted
from reports.shares import Share

ANCHOR = "flags-before"
_OUTCOMES = {"clinic_id", "week", "became", "handled"}
_FOLLOWED = {"clinic_id", "handled", "courses", "dropped_out", "kept_coming"}
ACTED, NONE_NEEDED, NOTHING = "acted", "none_needed", "nothing_recorded"


def flags_before(view: ClinicView) -> PeopleList:
    """Return the flags of the last twelve weeks by week, and in sentences what followed."""
    words = view.words
    heading = words.say("flags-before-heading")
    publication = view.publication
    if not publication.has_columns("marts", "risk_outcomes", _OUTCOMES) or not publication.has_columns(
        "marts", "risk_actions", _FOLLOWED
    ):
        return no_list(ANCHOR, heading, words.say("people-not-published"))
    weeks = view.rows("flags_before")
    if not weeks:
        return no_list(ANCHOR, heading, words.say("flags-before-none"))
    followed = {row["handled"]: row for row in view.rows("flags_followed")}
    return PeopleList(
        ANCHOR,
        heading,
        words.say("flags-before-lead", weeks=counted(weeks)),
        table(
            words.say("flags-before-caption"),
            [
                Column(words.say("column-flag-week"), is_number=False),
                Column(words.say("column-flag-count")),
                Column(words.say("column-flag-acted")),
                Column(words.say("column-flag-kept-coming")),
                Column(words.say("column-flag-dropped-out")),
                Column(words.say("column-flag-ended")),
                Column(words.say("column-flag-not-seen")),
            ],
            [_week(view, row) for row in weeks],
            keeps_order=True,
        ),
        None,
        "",
        None,
        "",
        "",
        tuple(_sentences(view, followed)),
        None,
    )


def _week(view: ClinicView, row: dict[str, Any]) -> TableRow:
    words, count = view.words, view.words.figures.count
    return TableRow(
        words.figures.name(row["week"]),
        (
            count(row["flagged"]),
            count(row["acted"]) if row["is_told"] or row["acted"] else words.say("people-not-told"),
            count(row["kept_coming"]),
            count(row["dropped_out"]),
            count(row["ended_otherwise"]),
            count(row["not_seen_yet"]),
        ),
    )


def _sentences(view: ClinicView, followed: dict[str, dict[str, Any]]) -> list[str]:
    """Say how they went on with and without an action, in counts with the interval of the share."""
    words = view.words
    if not {ACTED, NONE_NEEDED, NOTHING} & set(followed):
        return [words.say("flags-before-not-told")]
    told = [
        _went_on(view, handled, followed[handled])
        for handled in (ACTED, NONE_NEEDED, NOTHING)
        if handled in followed
    ]
    return [*told, words.say("flags-before-no-cause")]


def _went_on(view: ClinicView, handled: str, row: dict[str, Any]) -> str:
    words = view.words
    share = Share(row["dropped_out"], row["courses"])
    estimate = share.estimate()
    return words.say(
        "flags-before-followed",
        handled=handled,
        courses=row["courses"],
        dropped_out=row["dropped_out"],
        kept_coming=row["kept_coming"],
        interval="" if estimate is None else words.range(estimate),
    )
