"""The quality report as the renderer knows it.

Belongs here: its audience, page and template. Doesn't: rendering.
"""

from __future__ import annotations

from reports.publication import Publication
from reports.quality.page import quality_page
from reports.report import Report


def _audiences(publication: Publication) -> list[str]:
    return ["quality"]


QUALITY = Report("quality", _audiences, quality_page, "quality/template.html.j2")
