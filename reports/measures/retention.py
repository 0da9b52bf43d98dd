"""Who stays and who stops, as the warehouse estimated it.

Belongs here: the shape of those figures and which clinics may be counted together. Doesn't: their estimation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.publication import Publication
from reports.shares import Estimate, Share

ROLLING = "rolling_12_months"
EVERYONE = "all"
HORIZON_DAYS = 180
"""The dropout rate is the cumulative incidence so many days after the first session."""

MINIMUM_AT_RISK = 10
"""Curves end where fewer are left: an estimate from a handful only jumps."""

STAYED_AT = (3, 6, 10)
_SUMMARY = Path(__file__).with_name("retention.sql")
_CURVES = Path(__file__).with_name("retention_curves.sql")
_ATTENDANCE = Path(__file__).with_name("attendance.sql")


@dataclass(frozen=True)
class Retention:
    """One cohort of one clinic. `rate` is None where nothing can be estimated."""

    cohort: str
    courses: int
    never_started: int
    rate: Estimate | None
    dropouts: int
    stayed: dict[int, Share]

    @property
    def counts(self) -> Share:
        """Dropouts of courses: decides what may be shown; the rate itself allows for courses still open."""
        return Share(min(self.dropouts, self.courses), self.courses)


@dataclass(frozen=True)
class Step:
    """The competing risks at one session, as shares of 1."""

    session: int
    at_risk: int
    attending: float
    dropped_out: Estimate
    completed: Estimate
    other: float


@dataclass(frozen=True)
class Attendance:
    """What became of the appointments."""

    attended: int
    no_shows: int
    cancellations: int

    @property
    def share(self) -> Share:
        """Attended of all that were attended, missed or cancelled."""
        return Share(self.attended, self.attended + self.no_shows + self.cancellations)


def rolling_year(publication: Publication, clinic_id: str) -> Retention | None:
    """Return the last twelve months of a clinic (or of `all`); None where there is no such row yet."""
    return next((r for r in _cohorts(publication, clinic_id) if r.cohort == ROLLING), None)


def quarters(publication: Publication, clinic_id: str, last_day: dt.date) -> list[Retention]:
    """Return the quarters in order, as far as some of their courses have been followed for the whole time."""
    return [
        cohort
        for cohort in _cohorts(publication, clinic_id)
        if cohort.cohort != ROLLING
        and cohort.rate is not None
        and first_day_of(cohort.cohort) + dt.timedelta(days=HORIZON_DAYS) <= last_day
    ]


def first_day_of(quarter: str) -> dt.date:
    """Return the first day of a quarter such as 2026-Q1."""
    year, number = quarter.split("-Q")
    return dt.date(int(year), 3 * int(number) - 2, 1)


def by_clinic(publication: Publication) -> dict[str, Retention]:
    """Return the last twelve months of every clinic where retention can be told and someone began."""
    found = {clinic_id: rolling_year(publication, clinic_id) for clinic_id in publication.clinics}
    return {clinic_id: r for clinic_id, r in found.items() if r is not None and r.courses}


def curve(publication: Publication, clinic_id: str) -> list[Step]:
    """Return the sessions of a clinic's curve (or of `all`), as far as enough courses are followed."""
    steps = []
    for row in publication.rows_of(_CURVES, clinic_id):
        if row["at_risk"] < MINIMUM_AT_RISK or row["survival_all"] is None:
            break
        steps.append(
            Step(
                row["session_number"],
                row["at_risk"],
                row["survival_all"],
                _estimate(row, "cif_dropout"),
                _estimate(row, "cif_completed"),
                row["cif_other"],
            )
        )
    return steps


def attendance(publication: Publication, clinic_id: str) -> Attendance | None:
    """Return the appointments of a clinic; None where it sends none."""
    for row in publication.rows_of(_ATTENDANCE, clinic_id):
        return Attendance(row["attended"], row["no_shows"], row["cancellations"])
    return None


def _cohorts(publication: Publication, clinic_id: str) -> list[Retention]:
    return [_retention(row) for row in publication.rows_of(_SUMMARY, clinic_id)]


def _retention(row: dict[str, Any]) -> Retention:
    stayed = {
        k: Share(row[f"retained_{k}"], row[f"opportunity_{k}"])
        for k in STAYED_AT
        if row[f"opportunity_{k}"] is not None and row[f"retained_{k}"] is not None
    }
    rate = None if row["dropout_rate"] is None else _estimate(row, "dropout_rate")
    return Retention(
        row["cohort"], row["episodes"] or 0, row["never_started"] or 0, rate, row["dropouts"] or 0, stayed
    )


def _estimate(row: dict[str, Any], name: str) -> Estimate:
    value = row[name]
    lower, upper = row[f"{name}_lower"], row[f"{name}_upper"]
    if lower is None or upper is None:
        # At 0 and 1 the log-log interval doesn't exist; the warehouse then leaves the bounds empty.
        return Estimate(value, value, value, is_bounded=False)
    return Estimate(value, lower, upper)
