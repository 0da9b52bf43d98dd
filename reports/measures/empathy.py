"""Therapists' empathy as clients rate it: shrunken means, and how far each is from being publishable.

Belongs here: those figures per therapist, in order of the key. Doesn't: any order by the mean, ever.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from reports.measures.scales import Scale, main_scales
from reports.publication import Publication
from reports.shares import Estimate

_QUERY = Path(__file__).with_name("empathy.sql")


@dataclass(frozen=True)
class TherapistEmpathy:
    """One therapist on one scale."""

    therapist_key: int
    clients: int
    forms: int
    reliability: float | None
    share_at_ceiling: float | None
    mean: Estimate | None
    """Shrunken mean with its interval in the scale's points; None until it may be published."""


@dataclass(frozen=True)
class ScaleEmpathy:
    """One clinic's therapists on one empathy scale."""

    scale: Scale
    network_mean: float | None
    variance_between: float | None
    variance_within: float | None
    has_intervals: bool
    """Whether the network's therapists and forms are enough to say how far a mean may be off."""
    therapists: tuple[TherapistEmpathy, ...]

    @property
    def published(self) -> tuple[TherapistEmpathy, ...]:
        """Therapists whose mean may be shown."""
        return tuple(t for t in self.therapists if t.mean is not None)

    def clients_needed(self, reliability: float) -> int | None:
        """Return how many clients with a form each bring a mean to `reliability`.

        From reliability = tau2 / (tau2 + sigma2 / n), solved for n. None where therapists can't be told
        apart at all (tau2 = 0), or the warehouse hasn't estimated the variances.
        """
        if not self.variance_between or self.variance_within is None:
            return None
        return math.ceil(self.variance_within / self.variance_between * reliability / (1 - reliability))


def empathy_of(publication: Publication, clinic_id: str) -> list[ScaleEmpathy]:
    """Return a clinic's empathy scales by name, therapists in order of their key."""
    scales = main_scales(publication)
    rows = [row for row in publication.rows_of(_QUERY, clinic_id) if row["scale_id"] in scales]
    found = []
    for scale_id in sorted({row["scale_id"] for row in rows}, key=lambda s: scales[s].scale_name):
        own = [row for row in rows if row["scale_id"] == scale_id]
        first = own[0]
        found.append(
            ScaleEmpathy(
                scales[scale_id],
                first["network_mean"],
                first["tau2"],
                None
                if first["sigma2_client"] is None
                else first["sigma2_client"] + (first["sigma2_form"] or 0),
                any(row["lower_95"] is not None for row in own),
                tuple(_therapist(row) for row in own),
            )
        )
    return found


def _therapist(row: dict[str, object]) -> TherapistEmpathy:
    mean = None
    values = (row["shrunken_mean"], row["lower_95"], row["upper_95"])
    if row["is_publishable"] and all(isinstance(value, float) for value in values):
        mean = Estimate(*values)  # type: ignore[arg-type]
    return TherapistEmpathy(
        therapist_key=row["therapist_key"],  # type: ignore[arg-type]
        clients=row["client_count"],  # type: ignore[arg-type]
        forms=row["response_count"],  # type: ignore[arg-type]
        reliability=row["reliability"],  # type: ignore[arg-type]
        share_at_ceiling=row["share_at_ceiling"],  # type: ignore[arg-type]
        mean=mean,
    )
