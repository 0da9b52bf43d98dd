"""One measure over all clinics: what is released of each, and who stands outside.

Belongs here: gathering a measure's shares and passing them through disclosure. Doesn't: words, pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.disclosure import (
    ReleasedShare,
    Withheld,
    release_network_share,
    release_shares,
)
from reports.measures import retention
from reports.measures.alliance import Alliance, alliance_by_clinic
from reports.measures.outcomes import Outcome, outcomes_by_clinic
from reports.measures.scales import ScaleOf
from reports.publication import Publication
from reports.shares import Z_998, Estimate, Share, Side


@dataclass(frozen=True)
class Comparison:
    """A measure as far as it may be shown.

    `clinics`: a released share, why it is withheld, or None where the measure doesn't apply. `outside`: the
    side on which a clinic's 99.8 % interval lies, for those that stand outside. `measured`: clinics that have
    the measure at all, though perhaps nobody yet.
    """

    clinics: dict[str, ReleasedShare | Withheld | None]
    network: ReleasedShare | Withheld
    measured: frozenset[str]
    outside: dict[str, Side] = field(default_factory=dict)

    @property
    def compared(self) -> int:
        """How many clinics were compared with the network."""
        shown = sum(isinstance(cell, ReleasedShare) for cell in self.clinics.values())
        return shown if isinstance(self.network, ReleasedShare) else 0


def compare(
    publication: Publication,
    shares: Mapping[str, Share],
    estimates: Mapping[str, Estimate] | None = None,
    network_estimate: Estimate | None = None,
) -> Comparison:
    """Return a measure's comparison; clinics not in `shares` don't have it.

    `estimates`, where given, hold better 95 % intervals of the same shares (incidences with censoring).
    """
    policy = publication.network.policy
    counted = {clinic: share for clinic, share in shares.items() if share.denominator}
    released = release_shares(counted, policy, estimates)
    clinics: dict[str, ReleasedShare | Withheld | None] = {
        clinic: released.get(clinic) for clinic in publication.clinics
    }
    network = release_network_share(counted, policy, network_estimate)
    return Comparison(
        clinics, network, frozenset(shares), _outside(counted, released, network, estimates or {})
    )


def _outside(
    shares: Mapping[str, Share],
    released: Mapping[str, ReleasedShare | Withheld],
    network: ReleasedShare | Withheld,
    estimates: Mapping[str, Estimate],
) -> dict[str, Side]:
    """Only released clinics can be named, and only beside a released network figure."""
    if not isinstance(network, ReleasedShare):
        return {}
    sides: dict[str, Side] = {}
    for clinic, cell in released.items():
        if isinstance(cell, ReleasedShare):
            estimate = estimates.get(clinic)
            wide = estimate.widened(Z_998) if estimate else shares[clinic].estimate(Z_998)
            if wide is not None and (side := wide.side_of(network.estimate.value)) != "within":
                sides[clinic] = side
    return sides


def dropout(publication: Publication) -> Comparison:
    """Compare dropout within 180 days over the last twelve months."""
    clinics = retention.by_clinic(publication)
    everyone = retention.rolling_year(publication, retention.EVERYONE)
    return compare(
        publication,
        {clinic: r.counts for clinic, r in clinics.items() if r.rate is not None},
        {clinic: r.rate for clinic, r in clinics.items() if r.rate is not None},
        everyone.rate if everyone else None,
    )


def improvement(publication: Publication) -> dict[ScaleOf, tuple[Outcome, Comparison]]:
    """Compare reliable improvement, scale by scale."""
    return {
        key: (
            next(iter(clinics.values())),
            compare(publication, {c: o.share_of(o.improved) for c, o in clinics.items()}),
        )
        for key, clinics in outcomes_by_clinic(publication).items()
        if any(outcome.judged for outcome in clinics.values())
    }


def pairing(publication: Publication) -> dict[ScaleOf, tuple[Outcome, Comparison]]:
    """Compare how many ended courses have a first and a last form, scale by scale."""
    return {
        key: (next(iter(clinics.values())), compare(publication, {c: o.pairing for c, o in clinics.items()}))
        for key, clinics in outcomes_by_clinic(publication).items()
    }


def low_alliance(publication: Publication) -> dict[ScaleOf, tuple[Alliance, Comparison]]:
    """Compare low alliances at the last form, for scales with a published limit."""
    return {
        key: (
            next(iter(clinics.values())),
            compare(publication, {c: a.low for c, a in clinics.items()}),
        )
        for key, clinics in alliance_by_clinic(publication).items()
        if any(alliance.low.denominator for alliance in clinics.values())
    }
