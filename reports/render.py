"""Renders a week's reports from the published file: every clinic's, the network's, the quality team's.

Belongs here: writing reports in place, what came of it. Doesn't: which reports there are and laying them out
(`laying_out`), who gets them, and when.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.home import Home
from reports.archive import archive_page
from reports.laying_out import Desk, UnknownAudience
from reports.numbers.listing import FILE_NAME as NUMBERS
from reports.numbers.listing import write_list
from reports.publication import Publication, open_publication

if TYPE_CHECKING:
    from warehouse.week import Week

FILE_NAME = "report.html"


class WrongWeek(ValueError):
    """The published file tells of another week."""


@dataclass(frozen=True)
class RenderedReport:
    """One report that was written: for whom, how long it took, how large it is."""

    path: Path
    audience: str
    seconds: float
    bytes: int


def render(
    home: Home, week: Week, audiences: Sequence[str] | None = None, *, language: str = "en"
) -> list[RenderedReport]:
    """Write the week's reports of these audiences (all by default) and the archive that lists every week.

    Each file is replaced in one step, and is the same to the byte when rendered again from the same published
    file. Raises `NothingPublished`, `WrongWeek`, `UnknownAudience`.
    """
    rendered = []
    with open_publication(home) as publication:
        _check_week(publication, week)
        desk = Desk.of(home, publication, language)
        for audience in _chosen(desk, audiences):
            began = time.perf_counter()
            page = desk.lay_out(audience)
            folder = home.reports / str(week) / audience
            write_atomically(folder / NUMBERS, write_list(publication, audience, page.tree))
            path = folder / FILE_NAME
            write_atomically(path, page.html.encode())
            rendered.append(RenderedReport(path, audience, time.perf_counter() - began, path.stat().st_size))
        archive = archive_page(home, publication, desk.words, desk.environment, FILE_NAME)
        write_atomically(home.reports / "index.html", archive)
    return rendered


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the file and move over it: whoever opens it reads the old one or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _check_week(publication: Publication, week: Week) -> None:
    if publication.run.week != str(week):
        raise WrongWeek(
            f"the published file tells of {publication.run.week}, not of {week}: "
            f"`rapport run --week {week}` builds that week first"
        )


def _chosen(desk: Desk, audiences: Sequence[str] | None) -> list[str]:
    known = desk.audiences
    unknown = sorted(set(audiences or ()) - set(known))
    if unknown:
        raise UnknownAudience(f"no report for {', '.join(unknown)}; there are {', '.join(known)}")
    return list(known if audiences is None else dict.fromkeys(audiences))
