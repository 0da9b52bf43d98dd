"""How clients rate the alliance: level, low ones, ceiling, ruptures and repairs, session by session.

Belongs here: those counts per scale and respondent. Doesn't: what counts as low or as a rupture.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.measures.scales import Scale, ScaleOf, main_scales
from reports.publication import Publication
from reports.shares import Share, mean_estimate

MINIMUM_AT_SESSION = 10
"""Sessions at which fewer courses have a form aren't drawn."""

_QUERY = Path(__file__).with_name("alliance.sql")
_QUARTERS = Path(__file__).with_name("alliance_quarters.sql")
_SESSIONS = Path(__file__).with_name("alliance_sessions.sql")


@dataclass(frozen=True)
class Alliance:
    """One clinic's current courses on one scale."""

    scale: Scale
    respondent: str
    courses: int
    low: Share
    ceiling: Share
    ruptured: Share
    ruptures: int
    repairs: int
    criterion: float | None

    @property
    def key(self) -> ScaleOf:
        """Scale and respondent."""
        return ScaleOf(self.scale.scale_id, self.respondent)


@dataclass(frozen=True)
class AtSession:
    """Scores at one session: mean of a clinic with its interval, or the middle half of the network."""

    session: int
    courses: int
    mean: float
    lower: float
    upper: float
    quarter_below: float
    quarter_above: float


def alliance_of(publication: Publication, clinic_id: str) -> list[Alliance]:
    """Return a clinic's alliance scales: the one with most courses first, then by name."""
    scales = main_scales(publication)
    found = [
        Alliance(
            scales[row["scale_id"]],
            row["respondent"],
            row["courses"],
            Share(row["low_last"], row["judged_low"]),
            Share(row["forms_at_ceiling"], row["forms"]),
            Share(row["with_rupture"], row["traced"]),
            row["ruptures"],
            row["repairs"],
            row["criterion"],
        )
        for row in publication.rows_of(_QUERY, clinic_id)
        if row["scale_id"] in scales
    ]
    return sorted(found, key=lambda a: (-a.courses, a.scale.scale_name, a.respondent))


def low_by_quarter(publication: Publication, clinic_id: str, key: ScaleOf) -> dict[str, Share]:
    """Return the share whose last form was low, by the quarter of that form."""
    return {
        row["last_in"]: Share(row["low_last"], row["judged_low"])
        for row in publication.rows_of(_QUARTERS, clinic_id)
        if (row["scale_id"], row["respondent"]) == key and row["judged_low"]
    }


def trajectory(publication: Publication, clinic_id: str, key: ScaleOf) -> list[AtSession]:
    """Return scores by session of a clinic, or of `all`, as far as enough courses have a form."""
    steps, scale = [], main_scales(publication)[key.scale_id]
    for row in publication.rows_of(_SESSIONS, clinic_id):
        if (row["scale_id"], row["respondent"]) != key or row["courses"] < MINIMUM_AT_SESSION:
            continue
        mean = mean_estimate(row["mean"], row["deviation"], row["courses"])
        steps.append(
            AtSession(
                row["session_number"],
                row["courses"],
                row["mean"],
                max(mean.lower, scale.minimum),
                min(mean.upper, scale.maximum),
                row["quarter_below"],
                row["quarter_above"],
            )
        )
    return steps


def courses_at_session(publication: Publication, key: ScaleOf) -> dict[int, dict[str, int]]:
    """Return, for each session, how many courses each clinic brings to the network's band."""
    found: dict[int, dict[str, int]] = {}
    for clinic_id in publication.clinics:
        for row in publication.rows_of(_SESSIONS, clinic_id):
            if (row["scale_id"], row["respondent"]) == key:
                found.setdefault(row["session_number"], {})[clinic_id] = row["courses"]
    return found
