"""From a delivered file to every number that rests on its clinic's rows of its feed.

Belongs here: the way back of `explaining`. Doesn't: printing.

A number rests on tables, tables on feeds: what is found is every number whose rows can hold those of the
delivery.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.home import Home
from reports.laying_out import Desk
from reports.numbers.evidence import clinics_behind
from reports.numbers.listing import listed_numbers
from reports.numbers.traced import Answer, cells_of
from reports.publication import Publication, open_publication
from warehouse.lineage import lineage_of


class UnknownDelivery(LookupError):
    """The published file knows neither such a receipt nor such a delivery."""


@dataclass(frozen=True)
class TouchedNumber:
    """One number of a report."""

    audience: str
    number_id: str
    text: str
    where: tuple[str, ...]


@dataclass(frozen=True)
class Touched:
    """A delivery, what became of its rows, and the numbers that rest on them."""

    clinic_id: str
    export_name: str
    feed: str
    file_name: str
    file_sha256: str
    received_at: dt.datetime
    status: str
    rows_loaded: int
    week: str
    numbers: tuple[TouchedNumber, ...]


def touched(home: Home, number: int) -> Touched:
    """Return what a delivery touched in the published week's reports, page by page.

    `number` is its receipt_key, or its delivery_key, under which the same file may have come several times:
    then it is the time at which its rows were taken, else the last.

    Raises UnknownDelivery, and `warehouse.published.UnreadablePublishedFile`.
    """
    with open_publication(home) as publication:
        row = publication.connection.execute(
            """
            select
                deliveries.clinic_id, deliveries.export_name, deliveries.feed, deliveries.file_name,
                deliveries.file_sha256, deliveries.received_at, deliveries.status,
                coalesce(row_accounts.loaded, 0)
            from audit.deliveries
            left join audit.row_accounts on deliveries.receipt_key = row_accounts.receipt_key
            where deliveries.receipt_key = $number or deliveries.delivery_key = $number
            order by
                deliveries.receipt_key = $number desc, deliveries.status = 'accepted' desc,
                deliveries.received_at desc, deliveries.receipt_key
            limit 1
            """,
            {"number": number},
        ).fetchone()
        if row is None:
            raise UnknownDelivery(
                f"no delivery has the number {number}, neither as delivery_key nor as receipt_key: "
                "`rapport deliveries list --all` shows those that were held, audit.deliveries all that came "
                "up to the last run"
            )
        clinic_id, export_name, feed, file_name, sha256, received_at, status, rows_loaded = row
        numbers = _numbers(home, publication, clinic_id, feed) if rows_loaded else ()
        return Touched(
            clinic_id=clinic_id,
            export_name=export_name,
            feed=feed,
            file_name=file_name,
            file_sha256=sha256,
            received_at=received_at,
            status=status,
            rows_loaded=rows_loaded,
            week=publication.run.week,
            numbers=numbers,
        )


def _numbers(home: Home, publication: Publication, clinic_id: str, feed: str) -> tuple[TouchedNumber, ...]:
    desk = Desk.of(home, publication, "en")
    feeds: dict[int, frozenset[str]] = {}
    found = []
    for audience in desk.audiences:
        page = desk.lay_out(audience)
        listed = {number.number_id: number for number in listed_numbers(page.tree)}
        for shown in page.numbers:
            cells = frozenset(cells_of(shown.spot.source))
            answers = {id(cell.answer): cell.answer for cell in cells}
            behind = {
                name for key, one in answers.items() for name in _feeds_of(publication, feeds, key, one)
            }
            if (
                feed in behind
                and clinic_id in clinics_behind(cells, publication)
                and shown.number_id in listed
            ):
                number = listed.pop(shown.number_id)
                found.append(TouchedNumber(audience, number.number_id, number.text, number.where))
    return tuple(found)


def _feeds_of(
    publication: Publication, known: dict[int, frozenset[str]], key: int, answer: Answer
) -> frozenset[str]:
    if key not in known:
        names = publication.connection.get_table_names(answer.sql, qualified=True)
        tables = {name.partition(" ")[0] for name in names if "." in name}
        known[key] = frozenset(feed for table in sorted(tables) for feed in lineage_of(table).feeds)
    return known[key]
