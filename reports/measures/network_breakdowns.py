"""The network by closed quarter and by group, and beside published providers, as far as it may be seen.

Belongs here: the shape of those released figures, and the order in which groups are read. Doesn't: what is
released (the warehouse decides it and logs it).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from reports.measures.places import PLACES
from reports.measures.scales import main_scales
from reports.numbers.traced import derived
from reports.publication import Publication
from reports.shares import Z_95, Z_998, Estimate, wilson

EVERYBODY, NOT_RECORDED, MODALITY = "all", "not recorded", "modality"
BREAKDOWNS = (
    MODALITY,
    "gender",
    "age_band",
    "ethnicity_group",
    "language",
    "employment",
    "presenting_problem",
    "programme",
)
_HERE = Path(__file__).parent
_GROUPS, _QUARTERS, _BENCHMARK = (
    _HERE / f"network_{name}.sql" for name in ("groups", "quarters", "benchmark")
)
_MART = {"quarter", "measure_id", "breakdown", "group_name", "is_withheld", "value", "design_effect"}
_FIRST = ("under 18",)
_Measured = TypeVar("_Measured", "GroupedMeasure", "QuarterlyMeasure")


@dataclass(frozen=True)
class GroupShare:
    """One group; `estimate` is None where it is withheld. `wide` is the interval of 99.8 %."""

    breakdown: str
    name: str
    denominator: int | None
    estimate: Estimate | None
    wide: Estimate | None

    def lies_apart(self, everybody: float) -> bool:
        """Whether the network's share lies outside the 99.8 % interval."""
        return self.wide is not None and self.wide.side_of(everybody) != "within"


@dataclass(frozen=True)
class GroupedMeasure:
    """One measure over the latest closed quarters; `groups` in reading order, never by value."""

    measure_id: str
    measure: str
    first_quarter: str
    last_quarter: str
    value: float
    denominator: int
    groups: tuple[GroupShare, ...]

    def of(self, breakdown: str) -> list[GroupShare]:
        """Return the groups of one breakdown."""
        return [group for group in self.groups if group.breakdown == breakdown]


@dataclass(frozen=True)
class Quarter:
    """The whole network in one closed quarter."""

    quarter: str
    clinics: int
    denominator: int
    estimate: Estimate


@dataclass(frozen=True)
class QuarterlyMeasure:
    """One measure quarter by quarter."""

    measure_id: str
    measure: str
    quarters: tuple[Quarter, ...]


@dataclass(frozen=True)
class BesideProviders:
    """One measure of the network and its clinics at the funnel of published providers; rows by clinic."""

    measure_id: str
    published_measure: str
    period: str
    providers: int
    providers_missing: int
    centre: float
    rows: dict[str, dict[str, Any]]


def grouped_measures(publication: Publication) -> list[GroupedMeasure]:
    """Return the measures by group, in reading order; none where nothing has been released yet."""
    if not publication.has_columns("marts", "network_breakdowns", _MART):
        return []
    rows = _told(publication, _GROUPS)
    return _in_order(
        [_grouped(list(own)) for _, own in groupby(rows, key=lambda row: str(row["measure_id"]))]
    )


def quarterly_measures(publication: Publication) -> list[QuarterlyMeasure]:
    """Return the measures quarter by quarter, in reading order."""
    if not publication.has_columns("marts", "network_breakdowns", _MART):
        return []
    found = []
    for _, own in groupby(_told(publication, _QUARTERS), key=lambda row: str(row["measure_id"])):
        rows = list(own)
        quarters = tuple(
            Quarter(
                row["quarter"],
                row["clinics"],
                row["denominator"],
                Estimate(row["value"], row["lower_95"], row["upper_95"]),
            )
            for row in rows
        )
        found.append(QuarterlyMeasure(rows[0]["measure_id"], rows[0]["measure"], quarters))
    return _in_order(found)


def beside_providers(publication: Publication) -> list[BesideProviders]:
    """Return the measures that providers publish, too; none where no file of theirs was loaded."""
    if not publication.has_columns("marts", "network_benchmark", {"published_measure", "provider_centre"}):
        return []
    found = []
    for _, own in groupby(publication.rows(_BENCHMARK), key=lambda row: str(row["measure_id"])):
        rows = {row["clinic_id"]: row for row in own}
        told = next((row for row in rows.values() if row["provider_centre"] is not None), None)
        if told is not None:
            found.append(
                BesideProviders(
                    told["measure_id"],
                    told["published_measure"],
                    told["published_period"],
                    told["providers"],
                    told["providers_missing"] or 0,
                    told["provider_centre"],
                    rows,
                )
            )
    return found


def has_published_figures(publication: Publication) -> bool:
    """Whether a file of published providers was loaded, be anything shown beside it or not."""
    return publication.has_columns("marts", "network_benchmark", {"published_measure"}) and bool(
        publication.rows(_BENCHMARK)
    )


def _told(publication: Publication, query: Path) -> list[dict[str, Any]]:
    scales = main_scales(publication)
    return [
        row
        for row in publication.rows(query)
        if row["measure"] in PLACES and (row["scale_id"] is None or row["scale_id"] in scales)
    ]


def _grouped(rows: list[dict[str, Any]]) -> GroupedMeasure:
    (whole,) = [row for row in rows if row["breakdown"] == EVERYBODY]
    groups = [_group(row) for row in rows if row["breakdown"] != EVERYBODY]
    return GroupedMeasure(
        whole["measure_id"],
        whole["measure"],
        whole["first_quarter"],
        whole["last_quarter"],
        whole["value"],
        whole["denominator"],
        tuple(sorted(groups, key=_reading_order)),
    )


def _group(row: dict[str, Any]) -> GroupShare:
    value, effective = row["value"], row["effective"]
    narrow, wide = (
        None
        if value is None
        else Estimate(
            value, *(derived(round(end, 2), value, effective) for end in wilson(value, effective, z))
        )
        for z in (Z_95, Z_998)
    )
    return GroupShare(row["breakdown"], row["group_name"], row["denominator"], narrow, wide)


def _reading_order(group: GroupShare) -> tuple[int, bool, bool, str]:
    """By name, ages from the youngest on, and those of whom nothing is recorded last."""
    return (
        BREAKDOWNS.index(group.breakdown),
        group.name == NOT_RECORDED,
        group.name not in _FIRST,
        group.name,
    )


def _in_order(found: list[_Measured]) -> list[_Measured]:
    order = list(PLACES)
    return sorted(found, key=lambda one: (order.index(one.measure), one.measure_id))
