"""What a measure is called on a page.

Belongs here: its name with scale and respondent. Doesn't: its figures.
"""

from __future__ import annotations

from collections.abc import Mapping

from reports.measures.scales import Scale
from reports.words.catalogue import Words


def name_of_measure(measure_id: str, scales: Mapping[str, Scale], words: Words) -> str:
    """Return a measure such as recovery:phq9:client in words, with its scale and who rated it."""
    measure, _, rest = measure_id.partition(":")
    name = words.say("measure", measure=measure)
    if not rest:
        return name
    scale_id, _, respondent = rest.partition(":")
    scale = words.figures.name(scales[scale_id].scale_name if scale_id in scales else scale_id)
    if respondent != "client":
        scale = words.say("scale-by", scale=scale, respondent=words.say("respondent", respondent=respondent))
    return words.say("measure-by-scale", measure=name, scale=scale)
