"""The week in a few sentences: who stops, compared with the network, who improves, what to chase.

Belongs here: those sentences in whichever state the data allow. Doesn't: figures.
"""

from __future__ import annotations

from collections.abc import Mapping

from reports.clinic.network_context import own_figure, released_measure
from reports.clinic.sections import scale_name
from reports.clinic.view import ClinicView
from reports.measures import retention
from reports.measures.outcomes import outcomes_of
from reports.shares import TOO_FEW


def headline(view: ClinicView, named: Mapping[str, int], gaps: int) -> list[str]:
    """Return three to five sentences; `named`: people on each list, `gaps`: the number of things to chase."""
    return [
        *_retention(view),
        _outcome(view),
        *_people(view, named),
        view.words.say("headline-chase", kinds=gaps),
    ]


def _people(view: ClinicView, named: Mapping[str, int]) -> list[str]:
    """How many stand on the week's lists; nothing where the published file has none."""
    if not named:
        return []
    words = view.words
    kinds = [
        words.say("headline-people-kind", kind=name, count=count) for name, count in named.items() if count
    ]
    if not kinds:
        return [words.say("headline-people-none")]
    return [words.say("headline-people", kinds=words.figures.listed(kinds))]


def _retention(view: ClinicView) -> list[str]:
    words = view.words
    if not view.clinic.has_appointment_data:
        return [words.say("headline-no-appointments")]
    year = retention.rolling_year(view.publication, view.clinic.clinic_id)
    if year is None or year.rate is None or year.courses < TOO_FEW or not year.rate.is_bounded:
        courses = year.courses if year else 0
        dropouts = year.counts.numerator if year else 0
        few = "yes" if courses < TOO_FEW else "no"
        return [words.say("headline-retention-few", courses=courses, dropouts=dropouts, few=few)]
    sentences = [
        words.say(
            "headline-retention",
            courses=year.courses,
            until=view.until,
            rate=words.figures.percent(year.rate.value),
            lower=words.figures.percent_number(year.rate.lower),
            upper=words.figures.percent_number(year.rate.upper),
        )
    ]
    funnel = released_measure(view, "dropout")
    if funnel is not None and (own := own_figure(view, funnel)) is not None:
        side = (own.side or "within") if own.signal else "within"
        sentences.append(
            words.say(
                "headline-compare",
                side=side,
                own=funnel.written(own.value, words),
                network=funnel.written(funnel.centre, words),
            )
        )
    return sentences


def _outcome(view: ClinicView) -> str:
    words = view.words
    outcomes = outcomes_of(view.publication, view.clinic.clinic_id)
    if not outcomes:
        return words.say("headline-no-outcome")
    own = outcomes[0]
    share, name = own.share_of(own.improved), scale_name(own.scale, own.respondent, words)
    estimate = share.estimate()
    if estimate is None or share.is_too_small_for_a_rate:
        return words.say(
            "headline-outcome-few", judged=share.denominator, improved=share.numerator, scale=name
        )
    return words.say(
        "headline-outcome",
        judged=share.denominator,
        improved=share.numerator,
        scale=name,
        rate=words.figures.percent(estimate.value),
        lower=words.figures.percent_number(estimate.lower),
        upper=words.figures.percent_number(estimate.upper),
        unknown=own.unjudged,
        courses=own.courses,
    )
