"""The network report as the renderer knows it.

Belongs here: its audience, page and template. Doesn't: rendering.
"""

from __future__ import annotations

from reports.network.page import network_page
from reports.publication import Publication
from reports.report import Report


def _audiences(publication: Publication) -> list[str]:
    return ["network"]


NETWORK = Report("network", _audiences, network_page, "network/template.html.j2")
