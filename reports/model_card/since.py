"""What has been seen since training: drift, what became of flags, what clinics did about them.

Belongs here: those parts of the card. Doesn't: the counts, which are the warehouse's. They change every week,
so that week by week they would give small numbers away by subtraction: the network's card leaves them out.
"""

from __future__ import annotations

from typing import Any

from reports.components import Column, Table, TableRow, table
from reports.model_card.card import Card, Section
from reports.shares import Share
from reports.words.from_data import model_term

BECAME = ("flagged", "dropped_out", "kept_coming", "ended_otherwise", "not_known_yet")
HANDLED = ("acted", "none_needed", "nothing_recorded", "not_told")
WITH_COUNTS = "quality"
"""The audience whose card holds counts of people."""


def since_section(card: Card) -> Section:
    """What has been seen since training: past flags by week, what was done, whether anything has drifted."""
    words = card.words
    drifted = [model_term(words, row["name"]) for row in card.rows("drift") if row["has_drifted"]]
    told = [
        words.say("card-drifted", names=words.figures.names(drifted))
        if drifted
        else words.say("card-not-drifted")
    ]
    heading = words.say("card-since-heading")
    if card.audience != WITH_COUNTS:
        return Section("since", heading, (*told, words.say("card-flags-elsewhere")))
    flags, followed = _flags(card), _followed(card)
    told.append(words.say("card-flags"))
    if followed:
        told += [words.say("card-followed"), words.say("card-followed-no-cause")]
    tables = tuple(one for one in (flags, followed) if one is not None)
    return Section("since", heading, tuple(told), tables)


def _flags(card: Card) -> Table | None:
    words = card.words
    rows = [
        TableRow(words.figures.name(row["week"]), tuple(words.figures.count(row[name]) for name in BECAME))
        for row in card.rows("outcomes")
    ]
    columns = [
        Column(words.say("card-column-week"), is_number=False),
        Column(words.say("card-column-flagged")),
        Column(words.say("card-column-dropped-out")),
        Column(words.say("card-column-kept-coming")),
        Column(words.say("card-column-ended")),
        Column(words.say("card-column-not-known")),
    ]
    return table(words.say("card-flags-caption"), columns, rows, keeps_order=True) if rows else None


def _followed(card: Card) -> Table | None:
    """Return how flagged courses went on with and without an action, over all clinics."""
    words = card.words
    if not card.publication.has_columns("marts", "risk_actions", {"clinic_id", "handled", "courses"}):
        return None
    counted = {row["handled"]: row for row in card.rows("followed")}
    rows = [
        TableRow(words.say("card-handled", handled=handled), _cells(card, counted[handled]))
        for handled in HANDLED
        if handled in counted
    ]
    columns = [
        Column(words.say("card-column-handled"), is_number=False),
        Column(words.say("card-column-courses")),
        Column(words.say("card-column-dropped-out")),
        Column(words.say("card-column-interval")),
        Column(words.say("card-column-kept-coming")),
        Column(words.say("card-column-interval")),
        Column(words.say("card-column-completed")),
        Column(words.say("card-column-not-known")),
    ]
    return table(words.say("card-followed-caption"), columns, rows, keeps_order=True) if rows else None


def _cells(card: Card, row: dict[str, Any]) -> tuple[str, ...]:
    words = card.words
    cells = [words.figures.count(row["courses"])]
    for name in ("dropped_out", "kept_coming"):
        estimate = Share(row[name], row["courses"]).estimate()
        cells += [
            words.figures.count(row[name]),
            words.say("none") if estimate is None else words.range(estimate),
        ]
    return (*cells, words.figures.count(row["completed"]), words.figures.count(row["not_known_yet"]))
