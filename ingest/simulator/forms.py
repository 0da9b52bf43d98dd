"""Which questionnaires were filled in, when, and what they answered.

Belongs here: occasions, forms missing not at random, and the latent score behind each form.
Doesn't: turning a latent score into answers (`answers`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.simulator.answers import UNANSWERED, Answers, draw_answers
from ingest.simulator.clinic_days import Days, Flags
from ingest.simulator.courses import ATTENDED, ATTENDED_LATE, COMPLETED, NO_DAY, Courses
from ingest.simulator.people import Clients, Floats, Intakes, Integers, Therapists
from ingest.simulator.plans import ClinicPlan, FormPlan

NO_APPOINTMENT = -1
GIVEN = -1
NOT_GIVEN_REASONS = ("declined", "no_time", "language", "technical")
OUTCOME_INSTRUMENTS = ("phq9", "gad7", "core_10", "ors_adult")


@dataclass(frozen=True)
class Forms:
    """All forms of one instrument; `appointment` is a position in the courses' appointments."""

    instrument: str
    course: Integers
    appointment: Integers
    session_number: Integers
    day: Days
    minute_of_day: Integers
    latent: Floats
    answers: Answers
    is_total_only: Flags
    not_given: Integers
    """Position of the reason why there are no answers, or GIVEN."""

    def __len__(self) -> int:
        return len(self.course)


@dataclass(frozen=True)
class _Occasions:
    course: Integers
    appointment: Integers
    session_number: Integers
    day: Days
    alliance: Floats
    distress: Floats


def fill_in_forms(
    plan: ClinicPlan,
    intakes: Intakes,
    clients: Clients,
    therapists: Therapists,
    courses: Courses,
    last_day: int,
    rng: np.random.Generator,
) -> list[Forms]:
    """Fill in each form of the protocol, where the client did."""
    sessions = _sessions(courses)
    return [
        _fill_in(form, plan, intakes, clients, therapists, courses, sessions, last_day, rng)
        for form in plan.forms
    ]


def _sessions(courses: Courses) -> _Occasions:
    table = courses.appointments
    held = np.flatnonzero(np.isin(table["status"], (ATTENDED, ATTENDED_LATE)))
    return _Occasions(
        course=np.asarray(table["course"][held], dtype=np.int64),
        appointment=held,
        session_number=np.asarray(table["session_number"][held], dtype=np.int64),
        day=np.asarray(table["day"][held], dtype=np.int32),
        alliance=np.asarray(table["alliance"][held], dtype=np.float64),
        distress=np.asarray(table["distress"][held], dtype=np.float64),
    )


def _fill_in(
    form: FormPlan,
    plan: ClinicPlan,
    intakes: Intakes,
    clients: Clients,
    therapists: Therapists,
    courses: Courses,
    sessions: _Occasions,
    last_day: int,
    rng: np.random.Generator,
) -> Forms:
    due = (
        np.ones(len(sessions.course), dtype=bool)
        if form.is_due_every_session()
        else np.isin(sessions.session_number, form.at_sessions)
    )
    given = rng.random(len(due)) < _given(form, sessions, intakes)
    recorded = rng.random(len(due)) < plan.declined_recorded
    kept = due & (given | recorded)
    occasions = _only(sessions, kept)
    not_given = np.where(given[kept], GIVEN, rng.choice(4, int(kept.sum()), p=(0.45, 0.3, 0.1, 0.15)))
    minute = intakes.minute_of_day[occasions.course]
    if not plan.only_at_sessions:
        minute = minute + form.minutes + rng.integers(-5, 6, len(minute))
        if form.instrument in OUTCOME_INSTRUMENTS:
            extra = _at_registration(plan, intakes, rng), _at_follow_up(courses, sessions, last_day, rng)
            occasions = _joined(occasions, *extra)
            added = len(occasions.course) - len(minute)
            minute = np.append(minute, rng.integers(8 * 60, 21 * 60, added))
            not_given = np.append(not_given, np.full(added, GIVEN))
        occasions, minute = _some_at_home(occasions, minute, last_day, rng)
    latent = _latent(form.instrument, occasions, intakes, clients, therapists, rng)
    answers = draw_answers(form.instrument, latent, rng)
    answers[not_given != GIVEN] = UNANSWERED
    share = plan.total_only if form is plan.forms[0] else 0.0
    return Forms(
        form.instrument,
        occasions.course,
        occasions.appointment,
        occasions.session_number,
        occasions.day,
        minute,
        latent,
        answers,
        rng.random(len(latent)) < share,
        not_given,
    )


def _given(form: FormPlan, sessions: _Occasions, intakes: Intakes) -> Floats:
    """Probability that a due form is filled in: the worse alliance and progress, the lower."""
    progress = intakes.severity[sessions.course] - sessions.distress
    usual = np.log(form.given / (1 - form.given))
    felt = 0.30 * sessions.alliance + 0.20 * progress - 0.25 * intakes.unreliability[sessions.course]
    return np.asarray(1 / (1 + np.exp(-(usual + felt))))


def _at_registration(plan: ClinicPlan, intakes: Intakes, rng: np.random.Generator) -> _Occasions:
    chosen = rng.random(len(intakes)) < (0.55 if plan.has_intake_form else 0.0)
    return _outside_sessions(
        np.flatnonzero(chosen & (intakes.start_day < intakes.first_day)),
        intakes.start_day,
        intakes.severity + 0.2 * rng.standard_normal(len(intakes)),
    )


def _at_follow_up(
    courses: Courses, sessions: _Occasions, last_day: int, rng: np.random.Generator
) -> _Occasions:
    """A few who completed answer again some three months later: follow-up, no part of the course."""
    count = len(courses.state)
    day = (courses.stopped_day + rng.integers(80, 110, count)).astype(np.int32)
    last_distress = np.zeros(count)
    last_distress[sessions.course] = sessions.distress  # sessions are in order of time: the last one stays
    chosen = (courses.state == COMPLETED) & (rng.random(count) < 0.08)
    chosen &= (courses.stopped_day != NO_DAY) & (day <= last_day)
    return _outside_sessions(np.flatnonzero(chosen), day, last_distress + 0.4 * rng.standard_normal(count))


def _outside_sessions(course: Integers, day: Days, distress: Floats) -> _Occasions:
    size = len(course)
    nowhere = np.full(size, NO_APPOINTMENT)
    return _Occasions(
        course, nowhere, np.zeros(size, np.int64), day[course], np.zeros(size), distress[course]
    )


def _some_at_home(
    occasions: _Occasions, minute: NDArray[np.int64], last_day: int, rng: np.random.Generator
) -> tuple[_Occasions, NDArray[np.int64]]:
    """A few forms are taken home and filled in on one of the next days."""
    home = (rng.random(len(minute)) < 0.03) & (occasions.day + 2 <= last_day)
    home &= occasions.appointment != NO_APPOINTMENT
    day = (occasions.day + home * rng.integers(1, 3, len(minute))).astype(np.int32)
    moved = np.where(home, rng.integers(9 * 60, 22 * 60, len(minute)), minute)
    return _Occasions(
        occasions.course,
        np.where(home, NO_APPOINTMENT, occasions.appointment),
        occasions.session_number,
        day,
        occasions.alliance,
        occasions.distress,
    ), moved


def _latent(
    instrument: str,
    occasions: _Occasions,
    intakes: Intakes,
    clients: Clients,
    therapists: Therapists,
    rng: np.random.Generator,
) -> Floats:
    course = occasions.course
    client = intakes.client[course]
    noise = rng.standard_normal(len(course))
    if instrument == "gad7":
        return 0.85 * occasions.distress + 0.45 * clients.anxiety[client] + 0.2 * noise
    if instrument in OUTCOME_INSTRUMENTS:
        return occasions.distress
    generous = 0.25 * clients.generosity[client]
    if instrument == "care":
        empathy = therapists.empathy[intakes.therapist[course]]
        personal = intakes.perceived_empathy[course]
        return 0.16 * empathy + 0.34 * occasions.alliance + 0.72 * personal + generous + 0.35 * noise
    return 0.92 * occasions.alliance + generous + 0.2 * noise


def _only(occasions: _Occasions, keep: Flags) -> _Occasions:
    return _Occasions(*(values[keep] for values in vars(occasions).values()))


def _joined(*parts: _Occasions) -> _Occasions:
    return _Occasions(
        *(np.concatenate(values) for values in zip(*(vars(part).values() for part in parts), strict=True))
    )
