"""The people whom the page's lists may name: courses still open as far as was known at the run.

Belongs here: those courses, and how one of them is called in a row. Doesn't: any list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from reports.clinic.view import ClinicView

MART = {"clinic_id", "episode_key", "client_key", "next_booked_at", "are_bookings_sent"}


@dataclass(frozen=True)
class OpenCourse:
    """One open course. Attendance is None where the clinic sends no appointments."""

    episode_key: int
    client_key: int
    therapist_key: int | None
    sessions_attended: int | None
    no_shows: int | None
    days_since_contact: int | None
    referral_date: dt.date | None
    start_date: dt.date
    last_attended_on: dt.date | None
    next_booked_at: dt.datetime | None
    are_bookings_sent: bool
    has_attended_since: bool


def has_caseload(view: ClinicView) -> bool:
    """Whether the published file tells who is still open; an older one doesn't."""
    return view.publication.has_columns("marts", "fct_caseload", MART)


def caseload(view: ClinicView) -> dict[int, OpenCourse]:
    """Return the clinic's open courses by key."""
    if not has_caseload(view):
        return {}
    return {
        row["episode_key"]: OpenCourse(**{name: row[name] for name in row if name != "clinic_id"})
        for row in view.rows("caseload")
    }


def client(view: ClinicView, course: OpenCourse) -> str:
    """Return the client's label."""
    return view.clients[course.client_key]


def therapist(view: ClinicView, course: OpenCourse) -> str:
    """Return the therapist's label, or that there is no named one."""
    if course.therapist_key is None:
        return view.words.say("none")
    return view.therapists.get(course.therapist_key, view.words.say("none"))


def next_appointment(view: ClinicView, course: OpenCourse) -> str:
    """Return the day of the next booking: none is something else than not told."""
    words = view.words
    if not course.are_bookings_sent:
        return words.say("people-not-told")
    if course.next_booked_at is None:
        return words.say("people-none-booked")
    return words.figures.short_day(course.next_booked_at.date())
