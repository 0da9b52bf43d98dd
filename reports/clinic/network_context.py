"""The network's figure beside the clinic's own: as it was released, or why there is none.

Belongs here: how it is said. Doesn't: what is released (`warehouse.disclosure`).
"""

from __future__ import annotations

from reports.clinic.view import ClinicView
from reports.measures.network_comparison import ReleasedFigure, ReleasedFunnel, released_comparison


def network_sentence(view: ClinicView, measure_id: str) -> str:
    """Return the network's figure of a measure such as reliable_improvement:phq9:client."""
    words, funnel = view.words, released_measure(view, measure_id)
    if funnel is None or funnel.denominator is None:
        return words.say("network-no-figure", clinics=view.policy.minimum_clinics)
    return words.say(
        "network-figure",
        value=funnel.written(funnel.centre, words),
        whole=funnel.denominator,
        measure=funnel.measure,
    )


def released_measure(view: ClinicView, measure_id: str) -> ReleasedFunnel | None:
    """Return a measure as the network sees it; None where there is no figure over all clinics."""
    found = released_comparison(view.publication)
    return found.of_measure(measure_id) if found else None


def own_figure(view: ClinicView, funnel: ReleasedFunnel) -> ReleasedFigure | None:
    """Return this clinic's own released figure with its limits; None where it is withheld."""
    own = funnel.shown.get(view.clinic.clinic_id)
    return own if own is not None and own.lower_95 is not None else None
