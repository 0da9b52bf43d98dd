"""The network's figure beside the clinic's own: released or withheld, and in words.

Belongs here: which clinics make up the figure and how it is said. Doesn't: the rules (`reports.disclosure`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.clinic.view import ClinicView
from reports.disclosure import ReleasedShare, Withheld, release_network_share
from reports.measures import retention
from reports.measures.alliance import Alliance, alliance_by_clinic
from reports.measures.outcomes import Outcome, outcomes_by_clinic
from reports.shares import Estimate, Share


@dataclass(frozen=True)
class NetworkContext:
    """A sentence, and the value where one may be shown."""

    sentence: str
    value: float | None


def dropout_in_network(view: ClinicView) -> NetworkContext:
    """Return the network's dropout rate."""
    everyone = retention.rolling_year(view.publication, retention.EVERYONE)
    clinics = retention.by_clinic(view.publication)
    return _context(
        view, {c: r.counts for c, r in clinics.items()}, everyone.rate if everyone else None, "courses"
    )


def improvement_in_network(view: ClinicView, own: Outcome) -> NetworkContext:
    """Return the network's share of reliable improvement on the same scale."""
    clinics = outcomes_by_clinic(view.publication).get(own.key, {})
    return _context(view, {c: o.share_of(o.improved) for c, o in clinics.items()}, None, "courses")


def low_alliance_in_network(view: ClinicView, own: Alliance) -> NetworkContext:
    """Return the network's share of low alliances on the same scale."""
    clinics = alliance_by_clinic(view.publication).get(own.key, {})
    return _context(view, {c: a.low for c, a in clinics.items()}, None, "courses")


def ruptures_in_network(view: ClinicView, own: Alliance) -> NetworkContext:
    """Return the network's share of courses with a rupture on the same scale."""
    clinics = alliance_by_clinic(view.publication).get(own.key, {})
    return _context(view, {c: a.ruptured for c, a in clinics.items()}, None, "courses")


def _context(
    view: ClinicView, shares: Mapping[str, Share], estimate: Estimate | None, unit: str
) -> NetworkContext:
    words = view.words
    released = release_network_share(shares, view.policy, estimate)
    if isinstance(released, ReleasedShare):
        sentence = words.say(
            "network-figure",
            value=words.figures.percent(released.estimate.value),
            whole=released.denominator,
            unit=unit,
        )
        return NetworkContext(sentence, released.estimate.value)
    if released is Withheld.FEW_CLINICS:
        sentence = words.say("network-too-few-clinics", clinics=view.policy.minimum_clinics)
        return NetworkContext(sentence, None)
    return NetworkContext(words.say("network-small-number"), None)
