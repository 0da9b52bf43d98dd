"""Parts of the page that repeat for each scale.

Belongs here: their shape, and what a scale is called. Doesn't: what any of them says.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.components import Figure
from reports.measures.scales import Scale
from reports.words.catalogue import Words
from reports.words.from_data import scale_named


@dataclass(frozen=True)
class ScaleSection:
    """One scale's heading, pictures and sentences."""

    heading: str
    figures: tuple[Figure, ...]
    facts: tuple[str, ...]


def scale_name(scale: Scale, respondent: str, words: Words) -> str:
    """Return the scale's name; who rated it is said unless it was the client."""
    name = scale_named(words, scale.scale_id, scale.scale_name)
    if respondent == "client":
        return name
    return words.say("scale-by", scale=name, respondent=words.say("respondent", respondent=respondent))
