"""The front door: how long people wait for their first session, who never comes, who waits now.

Belongs here: that part of the clinic's page. Doesn't: attendance of those who have begun (`retention`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.charts.intervals import IntervalRow, interval_chart
from reports.clinic.caseload import OpenCourse, caseload
from reports.clinic.trend import is_running
from reports.clinic.view import ClinicView
from reports.components import Column, Figure, TableRow, table
from reports.measures import retention
from reports.numbers.traced import counted, derived
from reports.shares import TOO_FEW, Estimate, Share

YEAR = ""
QUARTERS_SHOWN = 6
FEWEST_A_QUARTER = 5
"""A middle half of fewer says little."""


@dataclass(frozen=True)
class FrontDoor:
    """Picture and sentences."""

    figures: tuple[Figure, ...]
    facts: tuple[str, ...]


def front_door(view: ClinicView) -> FrontDoor:
    """Return what can be told of the way in; without appointment data nothing of it can."""
    words = view.words
    if not view.clinic.has_appointment_data:
        return FrontDoor((), (words.say("door-no-appointments"),))
    rows = {row["begun_in"]: row for row in view.rows("waits")}
    figure = _waits(view, rows)
    facts = [*_wait_sentences(view, rows), *_never_started(view), *_waiting_now(view)]
    return FrontDoor((figure,) if figure else (), tuple(facts))


def _wait_sentences(view: ClinicView, rows: dict[str, dict[str, Any]]) -> list[str]:
    words, year = view.words, rows.get(YEAR)
    if year is None:
        return [words.say("door-no-referrals")]
    if year["courses"] < TOO_FEW:
        return [words.say("door-wait-few", courses=year["courses"], days=_days(view, year["median"]))]
    return [
        words.say(
            "door-wait",
            courses=year["courses"],
            days=_days(view, year["median"]),
            long=_days(view, year["nine_in_ten"]),
        )
    ]


def _days(view: ClinicView, days: float) -> str:
    return view.words.figures.decimal(days, 0)


def _never_started(view: ClinicView) -> list[str]:
    words = view.words
    year = retention.rolling_year(view.publication, view.clinic.clinic_id)
    if year is None or not year.courses + year.never_started:
        return []
    share = Share(year.never_started, year.courses + year.never_started)
    counts = {"part": share.numerator, "whole": share.denominator}
    estimate = share.estimate()
    if estimate is None or share.is_too_small_for_a_rate:
        return [words.say("door-never-few", **counts)]
    return [words.say("door-never", **counts, share=words.share(estimate))]


def _waiting_now(view: ClinicView) -> list[str]:
    words = view.words
    waiting = [course for course in caseload(view).values() if _waits_still(course)]
    if not waiting:
        return []
    longest = max((view.last_day - (c.referral_date or c.start_date)).days for c in waiting)
    longest = derived(longest, counted(waiting))
    sentences = [words.say("door-waiting", people=counted(waiting), days=longest)]
    if any(course.are_bookings_sent for course in waiting):
        unbooked = counted(course for course in waiting if course.next_booked_at is None)
        sentences.append(words.say("door-waiting-unbooked", people=unbooked, whole=counted(waiting)))
    return sentences


def _waits_still(course: OpenCourse) -> bool:
    return course.sessions_attended == 0 and not course.has_attended_since


def _waits(view: ClinicView, rows: dict[str, dict[str, Any]]) -> Figure | None:
    """The wait quarter by quarter: the middle half as a line, half the people on each side of the dot."""
    words = view.words
    quarters = sorted(quarter for quarter in rows if quarter and rows[quarter]["courses"] >= FEWEST_A_QUARTER)
    drawn = quarters[-QUARTERS_SHOWN:]
    if len(drawn) < 2:
        return None
    estimates = {
        q: Estimate(rows[q]["median"], rows[q]["quarter_below"], rows[q]["quarter_above"]) for q in drawn
    }
    top = max(estimate.upper for estimate in estimates.values())
    first, last = drawn[0], drawn[-1]
    said = [
        words.say(
            "door-alt-item",
            quarter=words.quarter(q),
            days=_days(view, e.value),
            lower=_days(view, e.lower),
            upper=_days(view, e.upper),
        )
        for q, e in estimates.items()
    ]
    return Figure(
        title=words.say(
            "door-title",
            first=words.quarter(first),
            first_days=_days(view, estimates[first].value),
            last=words.quarter(last),
            last_days=_days(view, estimates[last].value),
            running="yes" if is_running(last, view.last_day) else "no",
        ),
        alt=words.say("door-alt", quarters="; ".join(said)),
        svg=interval_chart(
            [IntervalRow(words.quarter(q), e) for q, e in estimates.items()],
            None,
            "",
            scores=(0.0, max(10.0, round(top * 1.1, -1))),
        ),
        note=words.say("door-note"),
        table=table(
            words.say("door-caption"),
            [
                Column(words.say("column-begun-in"), is_number=False),
                Column(words.say("column-courses")),
                Column(words.say("column-median-days")),
                Column(words.say("column-middle-half")),
            ],
            [
                TableRow(
                    words.quarter(q),
                    (
                        words.figures.count(rows[q]["courses"]),
                        _days(view, e.value),
                        words.say("score-range", lower=_days(view, e.lower), upper=_days(view, e.upper)),
                    ),
                )
                for q, e in estimates.items()
            ],
        ),
    )
