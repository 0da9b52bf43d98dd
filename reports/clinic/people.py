"""The lists of feedback-informed care: people to look at this week, by the clinic's own identifiers.

Belongs here: the lists in the order in which to read them, and what stands where one can't be made. Doesn't:
who is still open (`caseload`), who is at risk and why (`at_risk`), what became
of earlier flags (`flags_before`), risk answers (`risk_answers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.clinic.at_risk import at_risk_list
from reports.clinic.caseload import caseload, client, has_caseload, next_appointment, therapist
from reports.clinic.flags_before import flags_before
from reports.clinic.people_list import PeopleList, no_list, people_list
from reports.clinic.risk_answers import risk_answers_list
from reports.clinic.sections import scale_name
from reports.clinic.view import ClinicView
from reports.components import Column, TableRow
from reports.measures.outcomes import outcomes_of
from reports.measures.scales import main_scales
from reports.numbers.traced import counted, derived

_EXPECTED = {
    "scale_id",
    "respondent",
    "session_number",
    "first_from",
    "first_to",
    "tenth",
    "ninetieth",
    "is_enough",
}


@dataclass(frozen=True)
class People:
    """The lists, and what is said before them."""

    intro: str
    lists: tuple[PeopleList, ...]

    @property
    def named(self) -> dict[str, int]:
        """How many stand on each list that can be made."""
        return {item.anchor: item.count for item in self.lists if item.count is not None}


def people_to_look_at(view: ClinicView) -> People:
    """Return the week's lists; nobody who has ended, died or been transferred since stands on any."""
    words = view.words
    if not has_caseload(view):
        return People(words.say("people-not-published"), ())
    lists = (
        risk_answers_list(view),
        at_risk_list(view),
        flags_before(view),
        _worse(view),
        _off_track(view),
        _without_appointment(view),
    )
    return People(words.say("people-intro"), lists)


def _worse(view: ClinicView) -> PeopleList:
    words, score = view.words, view.words.figures.score
    open_courses, scales = caseload(view), main_scales(view.publication)
    rows = [
        TableRow(
            client(view, course),
            (
                therapist(view, course),
                score(row["worse_by"]),
                scale_name(scales[row["scale_id"]], row["respondent"], words),
                words.say("worse-score", score=score(row["last_score"]), day=_short(view, row["last_at"])),
                words.say("worse-score", score=score(row["first_score"]), day=_short(view, row["first_at"])),
                next_appointment(view, course),
            ),
        )
        for row in view.rows("deteriorated")
        if row["scale_id"] in scales and (course := open_courses.get(row["episode_key"]))
    ]
    return people_list(
        view,
        "worse",
        words.say("worse-heading"),
        [
            Column(words.say("column-client"), is_number=False),
            Column(words.say("column-therapist"), is_number=False),
            Column(words.say("column-worse-by")),
            Column(words.say("column-form"), is_number=False),
            Column(words.say("column-latest")),
            Column(words.say("column-first")),
            Column(words.say("column-next")),
        ],
        rows,
        words.say("worse-none") if _has_outcomes(view) else words.say("worse-no-forms"),
        lead=words.say("worse-lead", people=_distinct(rows)) if rows else "",
        facts=(words.say("worse-note"),) if rows else (),
        caption=words.say("worse-caption"),
        count=_distinct(rows),
    )


def _has_outcomes(view: ClinicView) -> bool:
    """Whether any outcome form has arrived: without one, an empty list says nothing."""
    return bool(outcomes_of(view.publication, view.clinic.clinic_id))


def _off_track(view: ClinicView) -> PeopleList:
    words, score = view.words, view.words.figures.score
    heading = words.say("off-track-heading")
    if not view.publication.has_columns("marts", "expected_response", _EXPECTED):
        return no_list("off-track", heading, words.say("people-not-published"))
    if not view.clinic.has_appointment_data:
        return no_list("off-track", heading, words.say("off-track-no-appointments"))
    open_courses, scales = caseload(view), main_scales(view.publication)
    rows = [
        TableRow(
            client(view, course),
            (
                therapist(view, course),
                scale_name(scales[row["scale_id"]], row["respondent"], words),
                words.figures.count(row["session_number"]),
                words.say("worse-score", score=score(row["first_score"]), day=_short(view, row["first_at"])),
                words.say("worse-score", score=score(row["score"]), day=_short(view, row["completed_at"])),
                score(row["median"]),
                next_appointment(view, course),
            ),
        )
        for row in view.rows("off_track")
        if row["scale_id"] in scales and (course := open_courses.get(row["episode_key"]))
    ]
    return people_list(
        view,
        "off-track",
        heading,
        [
            Column(words.say("column-client"), is_number=False),
            Column(words.say("column-therapist"), is_number=False),
            Column(words.say("column-form"), is_number=False),
            Column(words.say("column-session")),
            Column(words.say("column-first")),
            Column(words.say("column-latest")),
            Column(words.say("column-half-of-others")),
            Column(words.say("column-next")),
        ],
        rows,
        words.say("off-track-none") if _has_outcomes(view) else words.say("worse-no-forms"),
        lead=words.say("off-track-lead", people=_distinct(rows)) if rows else "",
        facts=(words.say("off-track-note"),) if rows else (),
        caption=words.say("off-track-caption"),
        count=_distinct(rows),
    )


def _short(view: ClinicView, moment: Any) -> str:
    return view.words.figures.short_day(moment.date())


def _distinct(rows: Sequence[TableRow]) -> int:
    number: int = derived(len({row.heading for row in rows}), counted(rows))
    return number


def _without_appointment(view: ClinicView) -> PeopleList:
    words = view.words
    heading = words.say("unbooked-heading")
    courses = caseload(view)
    if not view.clinic.has_appointment_data:
        return no_list("unbooked", heading, words.say("unbooked-no-appointments"))
    if courses and not any(course.are_bookings_sent for course in courses.values()):
        return no_list("unbooked", heading, words.say("unbooked-no-bookings"))
    waiting = sorted(
        (c for c in courses.values() if c.sessions_attended and c.next_booked_at is None),
        key=lambda course: (-(course.days_since_contact or 0), course.episode_key),
    )
    rows = [
        TableRow(
            client(view, course),
            (
                therapist(view, course),
                words.figures.count(course.sessions_attended or 0),
                words.figures.short_day(course.last_attended_on)
                if course.last_attended_on
                else words.say("none"),
                words.figures.count(course.days_since_contact or 0),
                words.figures.count(course.no_shows or 0),
            ),
        )
        for course in waiting
    ]
    started = counted(course for course in courses.values() if course.sessions_attended)
    return people_list(
        view,
        "unbooked",
        heading,
        [
            Column(words.say("column-client"), is_number=False),
            Column(words.say("column-therapist"), is_number=False),
            Column(words.say("column-sessions")),
            Column(words.say("column-last-seen")),
            Column(words.say("column-days-since")),
            Column(words.say("column-missed")),
        ],
        rows,
        words.say("unbooked-none"),
        lead=words.say("unbooked-lead", people=counted(waiting), whole=started) if rows else "",
        facts=(words.say("unbooked-note", days=view.clinic.contact_gap_days),) if rows else (),
        caption=words.say("unbooked-caption"),
    )
