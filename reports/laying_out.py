"""From a published file to one audience's page as HTML, with its numbers: what every format is made from.

Belongs here: which reports there are, and laying out one of them. Doesn't: writing files (`render`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.home import Home
from reports.charts.drawing import numbers_written_as, without_schema_checks
from reports.clinic.report import CLINIC
from reports.formats.html import html_environment, to_html
from reports.formats.page_tree import PageTree, read_tree
from reports.network.report import NETWORK
from reports.numbers.marking import ShownNumber
from reports.publication import Publication
from reports.quality.report import QUALITY
from reports.report import Report
from reports.words.catalogue import Words

if TYPE_CHECKING:
    from jinja2 import Environment

REPORTS: tuple[Report, ...] = (CLINIC, NETWORK, QUALITY)


class UnknownAudience(LookupError):
    """A report was asked for that nobody gets."""


@dataclass(frozen=True)
class LaidOut:
    """One audience's page. `seconds`: what making it took."""

    audience: str
    html: str
    numbers: tuple[ShownNumber, ...]
    seconds: float

    @cached_property
    def tree(self) -> PageTree:
        """The page read back."""
        return read_tree(self.html)


@dataclass(frozen=True)
class Desk:
    """What laying out needs: the open file, the home with its vaults, a language and its templates."""

    home: Home
    publication: Publication
    words: Words
    environment: Environment

    @classmethod
    def of(cls, home: Home, publication: Publication, language: str) -> Desk:
        """Prepare for pages in one language."""
        words = Words(language)
        return cls(home, publication, words, html_environment(words))

    def in_language(self, language: str) -> Desk:
        """Return a desk for pages in this language; this one, if it is its own."""
        return self if language == self.words.language else Desk.of(self.home, self.publication, language)

    @property
    def audiences(self) -> dict[str, Report]:
        """Every audience with its report."""
        return {audience: report for report in REPORTS for audience in report.audiences(self.publication)}

    def lay_out(self, audience: str) -> LaidOut:
        """Return one audience's page. Raises UnknownAudience."""
        known = self.audiences
        if audience not in known:
            raise UnknownAudience(f"no report for {audience}; there are {', '.join(known)}")
        began = time.perf_counter()
        with without_schema_checks(), numbers_written_as(self.words.language):
            page = known[audience].page(self.publication, audience, self.words, self.home)
        week = self.publication.run.week
        marked = to_html(self.environment, known[audience].template, page, audience, week)
        return LaidOut(audience, marked.html, marked.numbers, time.perf_counter() - began)
