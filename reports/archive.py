"""The site's first page: all reports by week, with links to each file and a search, for whoever keeps it all.

Belongs here: finding what was rendered, and that page. Doesn't: the reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ingest.home import Home
from reports.formats.html import to_html
from reports.frame import Frame
from reports.page_beside import page_beside
from reports.publication import Publication
from reports.words.catalogue import Words

if TYPE_CHECKING:
    from jinja2 import Environment

_WEEK = re.compile(r"^\d{4}-W\d{2}$")
TEAMS = ("network", "quality")


@dataclass(frozen=True)
class ArchivedFile:
    """One link."""

    href: str
    label: str


@dataclass(frozen=True)
class ArchivedReport:
    """One audience's report of a week: the page, its other files, and the words by which it is found."""

    href: str
    label: str
    files: tuple[ArchivedFile, ...]
    find: str


@dataclass(frozen=True)
class ArchivedWeek:
    """One week's reports: the network's and the quality team's first, then clinics' by name."""

    anchor: str
    heading: str
    reports: tuple[ArchivedReport, ...]


@dataclass(frozen=True)
class ArchivePage:
    """What the template lays out."""

    frame: Frame
    weeks: tuple[ArchivedWeek, ...]


def archive_page(
    home: Home,
    publication: Publication,
    words: Words,
    environment: Environment,
    file_name: str,
    beside: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return the archive's page over every week that lies in the home's reports, the newest first.

    `beside`: label and name of pages that lie beside some audiences' reports.
    """
    name = words.figures.name(publication.network.name)
    frame = Frame(
        words.say("archive-document-title", network=name),
        words.say("archive-kicker"),
        name,
        words.say("archive-period"),
        (words.say("archive-note"),),
    )
    folders = sorted((p for p in home.reports.iterdir() if p.is_dir() and _WEEK.match(p.name)), reverse=True)
    weeks = tuple(_week(folder, publication, words, file_name, beside) for folder in folders)
    page = to_html(environment, "archive.html.j2", ArchivePage(frame, weeks), "index", publication.run.week)
    return page.html.encode()


def _week(
    folder: Path, publication: Publication, words: Words, file_name: str, beside: Sequence[tuple[str, str]]
) -> ArchivedWeek:
    year, number = folder.name.split("-W")
    heading = words.say("archive-week", number=str(int(number)), year=year)
    reports = [
        (*_order(audience.name, publication, words), audience)
        for audience in folder.iterdir()
        if (audience / file_name).is_file()
    ]
    return ArchivedWeek(
        folder.name,
        heading,
        tuple(
            _report(audience, label, f"{label} {heading} {folder.name}", words, file_name, beside)
            for _, label, audience in sorted(reports)
        ),
    )


def _report(
    audience: Path, label: str, find: str, words: Words, file_name: str, beside: Sequence[tuple[str, str]]
) -> ArchivedReport:
    at = f"{audience.parent.name}/{quote(audience.name)}"
    others = (
        (words.say("archive-pdf"), Path(file_name).with_suffix(".pdf").name),
        (words.say("archive-workbook"), Path(file_name).with_suffix(".xlsx").name),
        *((label, _beside(audience, name)) for label, name in beside),
    )
    files = tuple(ArchivedFile(f"{at}/{name}", kind) for kind, name in others if (audience / name).is_file())
    kinds = " ".join(file.label for file in files)
    return ArchivedReport(f"{at}/{file_name}", label, files, f"{find} {audience.name} {kinds}")


def _order(audience: str, publication: Publication, words: Words) -> tuple[tuple[int, tuple[str, str]], str]:
    """Sort key and label of one audience; a clinic that has left keeps its id as its label."""
    if audience in TEAMS:
        return (TEAMS.index(audience), ("", "")), words.say("archive-team", team=audience)
    clinic = publication.clinics.get(audience)
    label = words.figures.name(clinic.name if clinic else audience)
    return (len(TEAMS), words.figures.sorting(label)), label


def _beside(audience: Path, name: str) -> str:
    """Return the file's name; before it named its audience and week, it was called `name` alone."""
    now, earlier = page_beside(audience.name, audience.parent.name, name), f"{name}.html"
    return now if (audience / now).is_file() else earlier
