"""Up to which day each feed is complete: what is read first.

Belongs here: those dates and how far they lie behind the week's end. Doesn't: what follows from a silence
(`banners`).
"""

from __future__ import annotations

import datetime as dt

from reports.clinic.view import ClinicView
from reports.components import FeedDate


def feed_dates(view: ClinicView) -> list[FeedDate]:
    """Return up to which day each feed is complete, and when anything last arrived."""
    words, clinic = view.words, view.clinic
    appointments = (
        words.day_or_none(clinic.appointments_until)
        if clinic.has_appointment_data
        else words.say("date-appointments-none")
    )
    received = (
        words.figures.moment(clinic.last_received_at) if clinic.last_received_at else words.say("no-day")
    )
    return [
        FeedDate(words.say("date-appointments"), appointments, _behind(view, clinic.appointments_until)),
        FeedDate(
            words.say("date-responses"),
            words.day_or_none(clinic.responses_until),
            _behind(view, clinic.responses_until),
        ),
        FeedDate(words.say("date-courses"), words.day_or_none(_courses_as_of(view))),
        FeedDate(words.say("date-received"), received),
    ]


def _courses_as_of(view: ClinicView) -> dt.date | None:
    """The day of the latest list of courses: a beginning or an ending after it isn't known."""
    moments = [row["exported_at"] for row in view.rows("feeds") if row["feed"] == "episodes"]
    return max(moments).date() if moments else None


def _behind(view: ClinicView, until: dt.date | None) -> str:
    if until is None:
        return ""
    days = (view.last_day - until).days
    return view.words.say("date-behind", days=days) if days > 0 else ""
