"""What a measure is called on a page.

Belongs here: its name with scale and respondent. Doesn't: its figures.
"""

from __future__ import annotations

from reports.measures.clinic_comparison import Funnel
from reports.words.catalogue import Words


def measure_name(funnel: Funnel, words: Words) -> str:
    """Return the measure in words, with its scale, and who rated it unless it was the client."""
    name = words.say("measure", measure=funnel.measure)
    if funnel.scale is None:
        return name
    scale = words.figures.name(funnel.scale.scale_name)
    if funnel.respondent and funnel.respondent != "client":
        respondent = words.say("respondent", respondent=funnel.respondent)
        scale = words.say("scale-by", scale=scale, respondent=respondent)
    return words.say("measure-by-scale", measure=name, scale=scale)
