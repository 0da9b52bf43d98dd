"""What has been seen since training: drift, what became of flags, what clinics did about them.

Belongs here: those parts, as far as the network's policy lets counts leave a clinic. Doesn't: the policy.
"""

from __future__ import annotations

from reports.components import Column, Table, TableRow, table
from reports.disclosure import (
    ReleasedShare,
    Withheld,
    network_figure_is_allowed,
    release_column,
    release_count,
    release_network_share,
)
from reports.model_card.card import Card, Section
from reports.shares import Share
from reports.words.from_data import model_term

BECAME = ("dropped_out", "kept_coming", "ended_otherwise", "not_known_yet")
HANDLED = ("acted", "none_needed", "nothing_recorded", "not_told")


def since_section(card: Card) -> Section:
    """What has been seen since training: past flags by week, what was done, whether anything has drifted."""
    words = card.words
    drifted = [model_term(words, row["name"]) for row in card.rows("drift") if row["has_drifted"]]
    sentence = (
        words.say("card-drifted", names=words.figures.names(drifted))
        if drifted
        else words.say("card-not-drifted")
    )
    flags, followed = _flags(card), _followed(card)
    told = [sentence, words.say("card-flags") if flags else words.say("card-flags-withheld")]
    if followed:
        told += [words.say("card-followed"), words.say("card-followed-no-cause")]
    tables = tuple(one for one in (flags, followed) if one is not None)
    return Section("since", words.say("card-since-heading"), tuple(told), tables)


def _count(card: Card, cell: int | Withheld) -> str:
    return card.words.say("withheld") if isinstance(cell, Withheld) else card.words.figures.count(cell)


def _flags(card: Card) -> Table | None:
    """Return the flags by week; None where too few clinics stand behind them."""
    words, policy = card.words, card.publication.network.policy
    rows = card.rows("outcomes")
    clinics = {row["clinic_id"]: row["flagged"] for row in card.rows("flagging_clinics")}
    if not rows or not network_figure_is_allowed(clinics, policy):
        return None
    columns = [
        Column(words.say("card-column-week"), is_number=False),
        Column(words.say("card-column-flagged")),
        Column(words.say("card-column-dropped-out")),
        Column(words.say("card-column-kept-coming")),
        Column(words.say("card-column-ended")),
        Column(words.say("card-column-not-known")),
    ]
    told = []
    for row in rows:
        released = release_column({name: row[name] for name in BECAME}, policy)
        cells = [release_count(row["flagged"], policy), *(released[name] for name in BECAME)]
        told.append(TableRow(words.figures.name(row["week"]), tuple(_count(card, cell) for cell in cells)))
    return table(words.say("card-flags-caption"), columns, told, keeps_order=True)


def _followed(card: Card) -> Table | None:
    """Return how flagged courses went on with and without an action, over clinics that hide each other."""
    words, policy = card.words, card.publication.network.policy
    if not card.publication.has_columns("marts", "risk_actions", {"clinic_id", "handled", "courses"}):
        return None
    rows = card.rows("followed")
    told = []
    for handled in HANDLED:
        here = [row for row in rows if row["handled"] == handled]
        if not here:
            continue
        cells: list[str] = []
        for name in ("dropped_out", "kept_coming"):
            shares = {row["clinic_id"]: Share(row[name], row["courses"]) for row in here}
            released = release_network_share(shares, policy)
            if isinstance(released, ReleasedShare):
                cells += [
                    words.figures.count(released.denominator),
                    words.figures.percent(released.estimate.value),
                    words.range(released.estimate),
                ]
            else:
                why = "few" if released is Withheld.FEW_CLINICS else "small"
                cells += [words.say("card-followed-withheld", why=why), words.say("none"), words.say("none")]
        told.append(TableRow(words.say("card-handled", handled=handled), (*cells[:3], *cells[4:])))
    columns = [
        Column(words.say("card-column-handled"), is_number=False),
        Column(words.say("card-column-courses")),
        Column(words.say("card-column-dropped-out")),
        Column(words.say("card-column-interval")),
        Column(words.say("card-column-kept-coming")),
        Column(words.say("card-column-interval")),
    ]
    return table(words.say("card-followed-caption"), columns, told, keeps_order=True) if told else None
