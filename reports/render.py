"""Renders a week's reports from the published file: every clinic's, the network's, the quality team's.

Belongs here: which reports there are, writing them in place, what came of it. Doesn't: what any of them says,
who gets them, and when.
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
from reports.charts.drawing import without_schema_checks
from reports.clinic.report import CLINIC
from reports.formats.html import html_environment, to_html
from reports.network.report import NETWORK
from reports.publication import Publication, open_publication
from reports.quality.report import QUALITY
from reports.report import Report
from reports.words.catalogue import Words

if TYPE_CHECKING:
    from warehouse.week import Week

REPORTS: tuple[Report, ...] = (CLINIC, NETWORK, QUALITY)
FILE_NAME = "report.html"


class UnknownAudience(LookupError):
    """A report was asked for that nobody gets."""


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
    words = Words(language)
    environment = html_environment(words)
    rendered = []
    with open_publication(home) as publication, without_schema_checks():
        _check_week(publication, week)
        for audience, report in _chosen(publication, audiences):
            began = time.perf_counter()
            page = report.page(publication, audience, words, home)
            content = to_html(environment, report.template, page)
            path = home.reports / str(week) / audience / FILE_NAME
            write_atomically(path, content)
            rendered.append(RenderedReport(path, audience, time.perf_counter() - began, len(content)))
        write_atomically(
            home.reports / "index.html", archive_page(home, publication, words, environment, FILE_NAME)
        )
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


def _chosen(publication: Publication, audiences: Sequence[str] | None) -> list[tuple[str, Report]]:
    known = {audience: report for report in REPORTS for audience in report.audiences(publication)}
    if audiences is None:
        return list(known.items())
    unknown = sorted(set(audiences) - set(known))
    if unknown:
        raise UnknownAudience(f"no report for {', '.join(unknown)}; there are {', '.join(known)}")
    return [(audience, known[audience]) for audience in dict.fromkeys(audiences)]
