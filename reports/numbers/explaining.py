"""Where a reported number comes from, and whether the published file still gives it.

Belongs here: `explain`, which the command line and the evidence package build on. Doesn't: printing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.durable_files import sha256_of
from ingest.home import Home
from reports.laying_out import Desk
from reports.numbers.evidence import (
    CheckBehind,
    DeliveryBehind,
    QueriedRows,
    TableBehind,
    checks_behind,
    clinics_behind,
    deliveries_behind,
    queried_rows,
    tables_behind,
)
from reports.numbers.ids import NumberId
from reports.numbers.listing import FILE_NAME, ListedNumber, listed_numbers, read_list
from reports.numbers.traced import cells_of
from reports.publication import Publication, open_publication
from warehouse.published import Run


class UnknownNumber(LookupError):
    """No report says such a number; the message says where to look."""


@dataclass(frozen=True)
class Explanation:
    """Everything behind one number.

    `reported` is what the list beside the report says, `now` what the published file gives today: None where
    it gives no such number any more. `why_not` says why the two differ or can't be compared; empty where they
    agree.
    """

    number_id: str
    reported: ListedNumber
    now: ListedNumber | None
    why_not: str
    run: Run
    marts_run: Run
    published_sha256: str
    queries: tuple[QueriedRows, ...]
    tables: tuple[TableBehind, ...]
    clinics: tuple[str, ...]
    feeds: tuple[str, ...]
    deliveries: tuple[DeliveryBehind, ...]
    checks: tuple[CheckBehind, ...]

    @property
    def agrees(self) -> bool:
        """Whether the published file gives the reported number, and its queries the cells behind it."""
        return not self.why_not


def explain(home: Home, text: str) -> Explanation:
    """Explain a number by its id, and work it out again from the published file.

    The page is made again as it was, and each query behind the number is asked again on its own.

    Raises `NotANumberId`, `UnknownNumber`, and `warehouse.published.UnreadablePublishedFile`.
    """
    number_id = NumberId.parse(text)
    reported, language = _reported(home, number_id)
    with open_publication(home) as publication:
        if publication.run.week != number_id.week:
            return _of_another_week(home, publication, number_id, reported)
        return _explained(home, publication, number_id, reported, language)


def _reported(home: Home, number_id: NumberId) -> tuple[ListedNumber, str]:
    """The number as it was reported, and the language of its report."""
    path = home.reports / number_id.week / number_id.audience / FILE_NAME
    if not path.is_file():
        raise UnknownNumber(f"there is no {home.relative(path)}: no such report lies in this home")
    numbers, language = read_list(path)
    if number_id.text not in numbers:
        raise UnknownNumber(f"{home.relative(path)} lists no such number")
    return numbers[number_id.text], language


def _explained(
    home: Home, publication: Publication, number_id: NumberId, reported: ListedNumber, language: str
) -> Explanation:
    page = Desk.of(home, publication, language).lay_out(number_id.audience)
    now = {number.number_id: number for number in listed_numbers(page.tree)}.get(number_id.text)
    cells = frozenset(
        cell
        for shown in page.numbers
        if shown.number_id == number_id.text
        for cell in cells_of(shown.spot.source)
    )
    queries = queried_rows(publication, cells)
    tables = tables_behind(publication, queries)
    clinics = clinics_behind(cells, publication)
    feeds = tuple(dict.fromkeys(feed for table in tables for feed in table.lineage.feeds))
    return Explanation(
        number_id=number_id.text,
        reported=reported,
        now=now,
        why_not=_difference(reported, now, queries),
        run=publication.run,
        marts_run=publication.marts_run,
        published_sha256=sha256_of(home.published_file),
        queries=queries,
        tables=tables,
        clinics=clinics,
        feeds=feeds,
        deliveries=deliveries_behind(publication, clinics, feeds),
        checks=checks_behind(publication, clinics, feeds),
    )


def _difference(reported: ListedNumber, now: ListedNumber | None, queries: tuple[QueriedRows, ...]) -> str:
    if now is None:
        return "the published file gives no such number any more"
    if (now.value, now.sign) != (reported.value, reported.sign):
        return f"reported was {reported.text}, the published file gives {now.text}"
    changed = [query.query for query in queries if not query.agrees]
    return f"asked on their own, these queries give other rows: {', '.join(changed)}" if changed else ""


def _of_another_week(
    home: Home, publication: Publication, number_id: NumberId, reported: ListedNumber
) -> Explanation:
    week = publication.run.week
    return Explanation(
        number_id=number_id.text,
        reported=reported,
        now=None,
        why_not=f"the published file tells of {week}: `rapport run --week {number_id.week}` builds that week",
        run=publication.run,
        marts_run=publication.marts_run,
        published_sha256=sha256_of(home.published_file),
        queries=(),
        tables=(),
        clinics=(),
        feeds=(),
        deliveries=(),
        checks=(),
    )
