"""The clinic report as the renderer knows it.

Belongs here: its audiences, page and template. Doesn't: rendering.
"""

from __future__ import annotations

from reports.clinic.page import clinic_page
from reports.publication import Publication
from reports.report import Report


def _audiences(publication: Publication) -> list[str]:
    return sorted(publication.clinics)


CLINIC = Report("clinic", _audiences, clinic_page, "clinic/template.html.j2")
