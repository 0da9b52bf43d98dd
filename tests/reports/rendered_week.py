"""The week that these tests render, and its pages as they are read."""

from __future__ import annotations

from page_reading import Page, read_page

from ingest.home import Home
from reports.render import render
from warehouse.week import Week

WEEK = Week.parse("2026-W46")


def rendered_pages(home: Home, audiences: list[str] | None = None) -> dict[str, Page]:
    """Render this home's week and return the pages by audience."""
    return {report.audience: read_page(report.path.read_bytes()) for report in render(home, WEEK, audiences)}
