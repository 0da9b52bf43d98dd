"""Renders a week's reports from the published file: every clinic's, the network's, the quality team's.

Belongs here: writing reports in place, what came of it. Doesn't: which reports there are and laying them out
(`laying_out`), who gets them, and when.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.home import Home
from reports.archive import archive_page
from reports.formats.pdf import Paper, to_pdf
from reports.formats.workbook import to_workbook
from reports.laying_out import Desk, UnknownAudience
from reports.model_card.report import model_card
from reports.numbers.listing import FILE_NAME as NUMBERS
from reports.numbers.listing import write_list
from reports.page_beside import DATA_DOCS, MODEL_CARD, page_beside
from reports.publication import Publication, open_publication
from reports.quality.data_docs import data_docs
from warehouse.audit import access_log

if TYPE_CHECKING:
    from warehouse.week import Week

QUALITY = "quality"
FILE_NAME, PDF_NAME, WORKBOOK_NAME = "report.html", "report.pdf", "report.xlsx"


class WrongWeek(ValueError):
    """The published file tells of another week."""


@dataclass(frozen=True)
class Appearance:
    """How a network wants its reports: their language, the paper of the PDF, and clinics' own languages."""

    language: str = "en"
    paper: Paper = "a4"
    languages: Mapping[str, str] = field(default_factory=dict)

    def language_of(self, audience: str) -> str:
        """Return the language of one audience's report."""
        return self.languages.get(audience, self.language)


USUAL = Appearance()


@dataclass(frozen=True)
class RenderedReport:
    """One report that was written: its page and its other files, how long they took, how large they are."""

    path: Path
    audience: str
    seconds: float
    bytes: int
    files: tuple[Path, ...]


def render(
    home: Home, week: Week, audiences: Sequence[str] | None = None, appearance: Appearance = USUAL
) -> list[RenderedReport]:
    """Write the week's reports of these audiences (all by default) and the archive that lists every week.

    Each is a page, a PDF, a workbook and the list of its numbers. Each file is replaced in one step, and is
    the same to the byte when rendered again from the same published file. Raises `NothingPublished`,
    `WrongWeek`, `UnknownAudience`. What was written for whom goes into the access log.
    """
    rendered = []
    with open_publication(home) as publication:
        _check_week(publication, week)
        desk = Desk.of(home, publication, appearance.language)
        desks = {appearance.language: desk}
        for audience in _chosen(desk, audiences):
            language = appearance.language_of(audience)
            own = desks.setdefault(language, desk.in_language(language))
            rendered.append(_write_report(own, home.reports / str(week) / audience, audience, appearance))
            access_log.append(home, access_log.rendered(home, str(week), audience, rendered[-1].files))
        beside = (
            (desk.words.say("archive-model-card"), MODEL_CARD),
            (desk.words.say("archive-data-docs"), DATA_DOCS),
        )
        archive = archive_page(home, publication, desk.words, desk.environment, FILE_NAME, beside)
        write_atomically(home.reports / "index.html", archive)
    return rendered


def _write_report(desk: Desk, folder: Path, audience: str, appearance: Appearance) -> RenderedReport:
    began = time.perf_counter()
    page = desk.lay_out(audience)
    known_at, week = desk.publication.run.known_at, desk.publication.run.week
    contents = {
        FILE_NAME: page.html.encode(),
        PDF_NAME: to_pdf(page.tree, appearance.paper, known_at),
        WORKBOOK_NAME: to_workbook(page.tree, desk.words, known_at),
        NUMBERS: write_list(desk.publication, audience, page.tree),
    }
    card = model_card(desk, audience)
    if card is not None:
        contents[page_beside(audience, week, MODEL_CARD)] = card.encode()
    if audience == QUALITY:
        checks = data_docs(desk.publication, desk.words, desk.environment)
        contents[page_beside(audience, week, DATA_DOCS)] = checks
    for name, content in contents.items():
        write_atomically(folder / name, content)
    return RenderedReport(
        folder / FILE_NAME,
        audience,
        time.perf_counter() - began,
        sum(map(len, contents.values())),
        tuple(folder / name for name in contents),
    )


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
