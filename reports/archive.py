"""The list of all reports by week: a plain page with links, for whoever keeps the whole folder.

Belongs here: finding what was rendered, and that page. Doesn't: the reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ingest.home import Home
from reports.formats.html import to_html
from reports.frame import Frame
from reports.publication import Publication
from reports.words.catalogue import Words

if TYPE_CHECKING:
    from jinja2 import Environment

_WEEK = re.compile(r"^\d{4}-W\d{2}$")
TEAMS = ("network", "quality")


@dataclass(frozen=True)
class ArchivedReport:
    """One link."""

    href: str
    label: str


@dataclass(frozen=True)
class ArchivedWeek:
    """One week's links: the network and the quality team first, then clinics by name."""

    heading: str
    reports: tuple[ArchivedReport, ...]


@dataclass(frozen=True)
class ArchivePage:
    """What the template lays out."""

    frame: Frame
    weeks: tuple[ArchivedWeek, ...]


def archive_page(
    home: Home, publication: Publication, words: Words, environment: Environment, file_name: str
) -> bytes:
    """Return the archive's page over every week that lies in the home's reports, the newest first."""
    name = words.figures.name(publication.network.name)
    frame = Frame(
        words.say("archive-document-title", network=name),
        words.say("archive-kicker"),
        name,
        words.say("archive-period"),
        (words.say("archive-note"),),
    )
    folders = sorted((p for p in home.reports.iterdir() if p.is_dir() and _WEEK.match(p.name)), reverse=True)
    weeks = tuple(_week(folder, publication, words, file_name) for folder in folders)
    page = to_html(environment, "archive.html.j2", ArchivePage(frame, weeks), "index", publication.run.week)
    return page.html.encode()


def _week(folder: Path, publication: Publication, words: Words, file_name: str) -> ArchivedWeek:
    reports = [
        (*_order(audience.name, publication, words), f"{folder.name}/{quote(audience.name)}/{file_name}")
        for audience in folder.iterdir()
        if (audience / file_name).is_file()
    ]
    year, number = folder.name.split("-W")
    return ArchivedWeek(
        words.say("archive-week", number=str(int(number)), year=year),
        tuple(ArchivedReport(href, label) for _, label, href in sorted(reports)),
    )


def _order(audience: str, publication: Publication, words: Words) -> tuple[tuple[int, str], str]:
    """Sort key and label of one audience; a clinic that has left keeps its id as its label."""
    if audience in TEAMS:
        return (TEAMS.index(audience), ""), words.say("archive-team", team=audience)
    clinic = publication.clinics.get(audience)
    label = words.figures.name(clinic.name if clinic else audience)
    return (len(TEAMS), label.casefold()), label
