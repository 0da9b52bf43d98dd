"""Names of the pages that lie beside a report: the model card, the checks at the door.

Belongs here: those names, which say whose a page is and of which week, so that the report's link to it holds
wherever both have been sent. Doesn't: what stands in these pages.
"""

from __future__ import annotations

MODEL_CARD = "model-card"
DATA_DOCS = "great-expectations"


def page_beside(audience: str, week: str, name: str) -> str:
    """Return the file's name."""
    return f"{audience}-{week}-{name}.html"
