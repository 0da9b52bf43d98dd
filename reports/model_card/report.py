"""The model card as a page of its own, in the frame and design of the reports.

Belongs here: who gets it, and its HTML. Doesn't: what stands in it (`page`), writing files (`render`).
"""

from __future__ import annotations

from reports.laying_out import Desk
from reports.model_card.page import model_card_page

AUDIENCES = ("network", "quality")
"""It holds no client, and the network's no number of a few people; clinics' directors needn't read it."""

_TABLES = ("risk_models", "risk_validation", "risk_coefficients", "risk_drift", "risk_outcomes")


def model_card(desk: Desk, audience: str) -> str | None:
    """Return the card's HTML; None for other audiences, and where the published file has no such marts."""
    has_marts = all(desk.publication.has_columns("marts", table, {"model_version"}) for table in _TABLES)
    if audience not in AUDIENCES or not has_marts:
        return None
    page = model_card_page(desk.publication, desk.words, audience)
    return desk.environment.get_template("model_card/template.html.j2").render(page=page)
