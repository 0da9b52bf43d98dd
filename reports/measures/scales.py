"""The scales on which the marts report, and the people who fill them in.

Belongs here: what a report needs to know of a scale. Doesn't: scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reports.publication import Publication

_QUERY = Path(__file__).with_name("scales.sql")


class ScaleOf(NamedTuple):
    """A scale as one kind of respondent filled it in: never pooled over respondents."""

    scale_id: str
    respondent: str


@dataclass(frozen=True)
class Scale:
    """A scale that stands for its instrument."""

    scale_id: str
    scale_name: str
    construct: str
    minimum: float
    maximum: float
    higher_is: str
    reliable_change: float | None
    reliable_change_operator: str | None
    reliable_change_source: str | None
    clinical_cutoff: float | None
    clinical_cutoff_operator: str | None
    clinical_cutoff_source: str | None
    low_total: float | None


def main_scales(publication: Publication) -> dict[str, Scale]:
    """Return the scales by id; subscales of an instrument with a main scale aren't among them."""
    return {row["scale_id"]: Scale(**row) for row in publication.rows(_QUERY)}
