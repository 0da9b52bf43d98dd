"""What a measure is called on a page.

Belongs here: its name with scale and respondent, and the names of several. Doesn't: its figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reports.measures.scales import Scale
from reports.words.catalogue import Words
from reports.words.from_data import scale_named


def name_of_measure(measure_id: str, scales: Mapping[str, Scale], words: Words) -> str:
    """Return a measure such as recovery:phq9:client in words, with its scale and who rated it."""
    measure, _, rest = measure_id.partition(":")
    name = words.say("measure", measure=measure)
    return words.say("measure-by-scale", measure=name, scale=_scale(rest, scales, words)) if rest else name


def names_of_measures(measure_ids: Iterable[str], scales: Mapping[str, Scale], words: Words) -> str:
    """Return measures in words, each once with all of its scales."""
    by_measure: dict[str, list[str]] = {}
    for measure_id in measure_ids:
        measure, _, rest = measure_id.partition(":")
        by_measure.setdefault(measure, []).extend([_scale(rest, scales, words)] if rest else [])
    told = []
    for measure, own in by_measure.items():
        name = words.say("measure", measure=measure)
        told.append(
            words.say("measure-by-scale", measure=name, scale=words.figures.listed(own)) if own else name
        )
    return "; ".join(told)


def _scale(rest: str, scales: Mapping[str, Scale], words: Words) -> str:
    scale_id, _, respondent = rest.partition(":")
    scale = scale_named(words, scale_id, scales[scale_id].scale_name if scale_id in scales else scale_id)
    if respondent != "client":
        scale = words.say("scale-by", scale=scale, respondent=words.say("respondent", respondent=respondent))
    return scale
