"""What changed between the first and the last form of courses that ended.

Belongs here: those counts per scale and respondent. Doesn't: deciding what counts as change, which is SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.measures.scales import Scale, ScaleOf, main_scales
from reports.publication import Publication
from reports.shares import Share

_QUERY = Path(__file__).with_name("outcomes.sql")
_QUARTERS = Path(__file__).with_name("outcome_quarters.sql")


@dataclass(frozen=True)
class Outcome:
    """One clinic's courses that ended in twelve months, on one scale."""

    scale: Scale
    respondent: str
    courses: int
    measured: int
    paired: int
    judged: int
    improved: int
    unchanged: int
    deteriorated: int
    cases: int
    recovered: int

    @property
    def key(self) -> ScaleOf:
        """Scale and respondent."""
        return ScaleOf(self.scale.scale_id, self.respondent)

    @property
    def pairing(self) -> Share:
        """Courses with a first and a last form, of those that ended."""
        return Share(self.paired, self.courses)

    @property
    def unjudged(self) -> int:
        """Courses that ended and of which nobody knows whether they improved."""
        return self.courses - self.judged

    def share_of(self, count: int) -> Share:
        """Return a count of the judged as a share of them."""
        return Share(count, self.judged)

    @property
    def recovery(self) -> Share:
        """Recovered, of those who were a case at the start."""
        return Share(self.recovered, self.cases)


def outcomes_of(publication: Publication, clinic_id: str) -> list[Outcome]:
    """Return a clinic's outcome scales: the one with most pairs first, then by name."""
    scales = main_scales(publication)
    found = [
        Outcome(scales[row.pop("scale_id")], **row)
        for row in ({**row} for row in publication.rows_of(_QUERY, clinic_id))
        if row.pop("clinic_id") and row["scale_id"] in scales
    ]
    return sorted(found, key=lambda o: (-o.paired, o.scale.scale_name, o.respondent))


def improvement_by_quarter(publication: Publication, clinic_id: str, key: ScaleOf) -> dict[str, Share]:
    """Return the share that improved reliably, by the quarter in which the course ended."""
    return {
        row["ended_in"]: Share(row["improved"], row["judged"])
        for row in publication.rows_of(_QUARTERS, clinic_id)
        if (row["scale_id"], row["respondent"]) == key and row["judged"]
    }
