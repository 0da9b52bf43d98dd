"""The style sheet that every report carries in itself.

Belongs here: joining the palette and the CSS files. Doesn't: rules.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.design.palette import colour_rules

PARTS = ("base.css", "components.css", "print.css")


@cache
def stylesheet() -> str:
    """Return all CSS, in the order in which it applies."""
    folder = Path(__file__).parent
    return colour_rules() + "".join((folder / part).read_text(encoding="utf-8") for part in PARTS)
