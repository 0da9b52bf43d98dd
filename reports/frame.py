"""What stands around every page: its title, its week, and where its figures come from.

Belongs here: head and foot of a page. Doesn't: anything between them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reports.publication import Publication
from reports.words.catalogue import Words


@dataclass(frozen=True)
class Frame:
    """Head and foot, in finished text."""

    document_title: str
    kicker: str
    heading: str
    period: str
    provenance: tuple[str, ...]


def page_frame(
    publication: Publication,
    words: Words,
    *,
    kicker: str,
    heading: str,
    document_title: str,
    notes: Sequence[str],
) -> Frame:
    """Return head and foot; `notes` say what the page's figures rest on."""
    run, figures = publication.run, words.figures
    lines = [
        words.say(
            "provenance-run",
            known=figures.moment(run.known_at),
            run=figures.name(run.run_id),
            version=figures.name(run.code_version or words.say("version-unknown")),
        )
    ]
    marts = publication.marts_run
    if marts.run_id != run.run_id:
        lines.append(words.say("provenance-held", week=marts.week, known=figures.moment(marts.known_at)))
    return Frame(document_title, kicker, heading, _period(publication, words), (*lines, *notes))


def _period(publication: Publication, words: Words) -> str:
    run = publication.run
    year, number = run.week.split("-W")
    first = run.week_end - dt.timedelta(days=7)
    last = run.week_end - dt.timedelta(days=1)
    return words.say(
        "week-title",
        number=str(int(number)),
        year=year,
        days=words.figures.days(first.date(), last.date()),
    )
