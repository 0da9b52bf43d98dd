"""What happens in therapy, week by week: attendance, alliance, distress, and who stops when.

Belongs here: the latent model and its discrete-time hazard, one step for all open courses at once.
Doesn't: forms (`forms`), and what the clinic's administration records of an ending (`endings`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.simulator.clinic_days import Days, Flags, day_number, is_closed, is_summer_leave
from ingest.simulator.parameters import Simulation
from ingest.simulator.people import Floats, Intakes, Integers, Therapists

STATUSES = ("attended", "attended_late", "no_show", "cancelled_by_client", "cancelled_by_clinic", "scheduled")
ATTENDED, ATTENDED_LATE, NO_SHOW, CANCELLED_BY_CLIENT, CANCELLED_BY_CLINIC, SCHEDULED = range(6)
STATES = ("open", "completed", "dropped_out", "other_ending", "never_started", "waiting")
OPEN, COMPLETED, DROPPED_OUT, OTHER_ENDING, NEVER_STARTED, WAITING = range(6)
LONGEST_COURSE_IN_WEEKS = 80
NO_DAY = -1

_OTHER_ENDING_A_WEEK = 0.003
_EARLY_SUCCESS_A_SESSION = 0.10

Columns = dict[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Courses:
    """What happened: `appointments` and `weeks` hold one array per column, the rest one entry per course.

    `stopped_day` is the day of completion, of the decision to stop or of another ending; NO_DAY while open.
    """

    appointments: Columns
    weeks: Columns
    state: Integers
    stopped_day: Days
    sessions: Integers


def run_courses(
    parameters: Simulation,
    intakes: Intakes,
    therapists: Therapists,
    planted_dropout: float,
    rng: np.random.Generator,
) -> Courses:
    """Let every course run until it ends or the data do."""
    progress = _Progress(parameters, intakes, therapists, planted_dropout, rng)
    last_day = day_number(parameters.ends_on)
    progress.never_start(last_day)
    for week in range(LONGEST_COURSE_IN_WEEKS):
        who = np.flatnonzero(progress.is_running)
        if week > 1 and not len(who):  # even where nobody runs, two weeks give both tables their columns
            break
        day = (intakes.first_day[who] + 7 * week).astype(np.int32)
        progress.book(who[day > last_day], week)
        who, day = who[day <= last_day], day[day <= last_day]
        if week:
            who, day = progress.stop_or_stay(who, day, week, last_day)
        progress.meet(who, day, week)
    progress.complete(np.flatnonzero(progress.is_running), LONGEST_COURSE_IN_WEEKS)
    return progress.result()


class _Progress:
    """The state of every course; each method is something that happens to the courses `who`."""

    def __init__(
        self,
        parameters: Simulation,
        intakes: Intakes,
        therapists: Therapists,
        planted_dropout: float,
        rng: np.random.Generator,
    ) -> None:
        count = len(intakes)
        self.parameters, self.intakes, self.therapists, self.rng = parameters, intakes, therapists, rng
        self.planted_dropout = planted_dropout
        self.is_running: Flags = np.ones(count, dtype=bool)
        self.state = np.full(count, OPEN, dtype=np.int64)
        self.stopped_day: Days = np.full(count, NO_DAY, dtype=np.int32)
        self.sessions = np.zeros(count, dtype=np.int64)
        self.planned = intakes.planned_sessions.copy()
        self.alliance, self.fall, self.wobble, self.dip = (np.zeros(count) for _ in range(4))
        self.trend = intakes.severity.copy()
        self.mood = 0.35 * rng.standard_normal(count)
        self.distress = self.trend + self.mood
        self.no_early_change: Flags = np.zeros(count, dtype=bool)
        self.missed: Flags = np.zeros(count, dtype=bool)
        self._appointments: list[Columns] = []
        self._weeks: list[Columns] = []

    def result(self) -> Courses:
        """Put together what was noted week by week."""
        return Courses(
            _stack(self._appointments), _stack(self._weeks), self.state, self.stopped_day, self.sessions
        )

    def never_start(self, last_day: int) -> None:
        """Settle those who wait beyond the end of the data, and those who never come."""
        first = self.intakes.first_day
        waiting = np.flatnonzero(first > last_day)
        self.state[waiting], self.is_running[waiting] = WAITING, False
        self._note(waiting, first[waiting], np.full(len(waiting), SCHEDULED))
        absent = np.flatnonzero(~self.intakes.starts & (first <= last_day))
        self.state[absent], self.is_running[absent] = NEVER_STARTED, False
        self.stopped_day[absent] = first[absent]
        self._note(absent, first[absent], self._missed_status(absent))
        self._miss_once_more(absent, first[absent], last_day)

    def book(self, who: Integers, week: int) -> None:
        """Courses that the data leave open: their next appointment is known and still to come."""
        wait = np.where(self._is_in_rhythm(who, week), week, week + 1)
        self._note(
            who, (self.intakes.first_day[who] + 7 * wait).astype(np.int32), np.full(len(who), SCHEDULED)
        )
        self.is_running[who] = False

    def stop_or_stay(self, who: Integers, day: Days, week: int, last_day: int) -> tuple[Integers, Days]:
        """Draw who drops out or ends otherwise this week; returns who goes on."""
        hazard = self.hazard(who)
        drops = self.rng.random(len(who)) < hazard
        self._weeks.append(
            {
                "course": who,
                "week": np.full(len(who), week),
                "day": day,
                "sessions": self.sessions[who],
                "alliance": self.alliance[who],
                "fall": self.fall[who],
                "distress": self.distress[who],
                "no_early_change": self.no_early_change[who],
                "missed_session": self.missed[who],
                "hazard": hazard,
                "dropped_out": drops,
            }
        )
        gone, gone_day = who[drops], day[drops]
        self._end(gone, gone_day, DROPPED_OUT)
        due = self._is_due(gone, gone_day, week)
        self._note(gone[due], gone_day[due], self._missed_status(gone[due]))
        self._miss_once_more(gone[due], gone_day[due], last_day)
        moved = ~drops & (self.rng.random(len(who)) < _OTHER_ENDING_A_WEEK)
        self._end(who[moved], day[moved], OTHER_ENDING)
        stays = ~drops & ~moved
        return who[stays], day[stays]

    def hazard(self, who: Integers) -> Floats:
        """Probability that each client stops this week, given everything that went before."""
        chosen = self.parameters.hazard
        if not self.parameters.signal:
            return np.full(len(who), _probability(_log_odds(chosen.constant) + self.planted_dropout))
        return _probability(
            _log_odds(chosen.weekly)
            + self.planted_dropout
            + self.intakes.dropout[who]
            + chosen.severity * self.intakes.severity[who]
            - chosen.low_alliance * self.alliance[who]
            + chosen.falling_alliance * self.fall[who]
            + chosen.no_early_change * self.no_early_change[who]
            + chosen.missed_session * self.missed[who]
            + chosen.per_session * (np.minimum(self.sessions[who], 10) - 1)
        )

    def meet(self, who: Integers, day: Days, week: int) -> None:
        """Hold the appointments of this week, or not."""
        due = self._is_due(who, day, week)
        who, day = who[due], day[due]
        comes = self.rng.random(len(who)) >= self._missing_probability(who)
        if week == 0:
            comes[:] = True  # the course begins with the first session attended
        status = np.where(self.rng.random(len(who)) < 0.05, ATTENDED_LATE, ATTENDED)
        status[~comes] = self._missed_status(who[~comes], by_clinic=0.2)
        self.missed[who] = np.isin(status, (NO_SHOW, CANCELLED_BY_CLIENT))
        self._have_session(who[comes])
        self._note(who, day, status)
        self._finish(who[comes], day[comes])

    def _have_session(self, who: Integers) -> None:
        self.sessions[who] += 1
        number = self.sessions[who]
        before = self.alliance[who]
        self._move_alliance(who, number)
        self.fall[who] = np.where(number == 1, 0.0, np.maximum(before - self.alliance[who], 0.0))
        # improvement approaches its limit session by session, faster in a good hour; intake is measured at
        # the first session, so that it changes nothing yet
        speed = self.intakes.speed[who]
        step = np.where(number == 1, 0.0, np.exp(-(number - 2) / speed) - np.exp(-(number - 1) / speed))
        hour = 1 + 0.25 * np.clip(self.alliance[who] - self.intakes.alliance[who], -2, 2)
        self.trend[who] -= self.intakes.improvement[who] * step * hour
        self.mood[who] = 0.6 * self.mood[who] + 0.28 * self.rng.standard_normal(len(who))
        self.distress[who] = self.trend[who] + self.mood[who]
        third = who[number == 3]
        self.no_early_change[third] = self.intakes.severity[third] - self.distress[third] < 0.3

    def _move_alliance(self, who: Integers, number: Integers) -> None:
        draw = self.rng.random(len(who))
        empathy = self.therapists.empathy[self.intakes.therapist[who]]
        repairs = self.rng.random(len(who)) < np.clip(0.45 + 0.12 * empathy, 0.1, 0.9)
        dip = self.dip[who] * np.where(repairs, 0.15, 0.9)
        breaks = (number > 1) & (dip < 0.3) & (draw < self.parameters.effects.rupture_rate)
        self.dip[who] = np.where(breaks, self.rng.uniform(0.9, 2.4, len(who)), dip)
        self.wobble[who] = 0.5 * self.wobble[who] + 0.38 * self.rng.standard_normal(len(who))
        growth = 0.12 * np.log(number)
        self.alliance[who] = self.intakes.alliance[who] + growth + self.wobble[who] - self.dip[who]

    def _finish(self, who: Integers, day: Days) -> None:
        """End as agreed: at the planned session, sometimes some sessions later, or early after a success."""
        draw = self.rng.random(len(who))
        reached = self.sessions[who] >= self.planned[who]
        extends = reached & (draw < 0.2)
        self.planned[who[extends]] += 4
        succeeded = (self.sessions[who] >= 5) & (draw > 1 - _EARLY_SUCCESS_A_SESSION)
        if self.parameters.signal:
            succeeded &= self.distress[who] < self.intakes.severity[who] - 1.2
        done = (reached & ~extends) | (succeeded & ~reached)
        self._end(who[done], day[done], COMPLETED)

    def complete(self, who: Integers, week: int) -> None:
        """End the few courses that outlast the longest course."""
        self._end(who, (self.intakes.first_day[who] + 7 * (week - 1)).astype(np.int32), COMPLETED)

    def _end(self, who: Integers, day: Days, state: int) -> None:
        self.state[who], self.stopped_day[who], self.is_running[who] = state, day, False

    def _is_in_rhythm(self, who: Integers, week: int) -> Flags:
        return np.asarray(week % self.intakes.weeks_between[who] == 0)

    def _is_due(self, who: Integers, day: Days, week: int) -> Flags:
        if week == 0:
            return np.ones(len(who), dtype=bool)
        leave = self.therapists.leave_starts[self.intakes.therapist[who]]
        return self._is_in_rhythm(who, week) & ~is_closed(day) & ~is_summer_leave(day, leave)

    def _missing_probability(self, who: Integers) -> Floats:
        return _probability(
            -2.1
            + 0.4 * self.intakes.unreliability[who]
            + 0.15 * self.distress[who]
            - 0.2 * self.alliance[who]
        )

    def _missed_status(self, who: Integers, by_clinic: float = 0.0) -> Integers:
        draw = self.rng.random(len(who))
        chosen = np.where(draw < by_clinic + 0.45 * (1 - by_clinic), NO_SHOW, CANCELLED_BY_CLIENT)
        return np.where(draw < by_clinic, CANCELLED_BY_CLINIC, chosen)

    def _miss_once_more(self, who: Integers, day: Days, last_day: int) -> None:
        """Some who have stopped were still booked in for the next time."""
        again = self.rng.random(len(who)) < 0.4
        who = who[again]
        following = (day[again] + 7 * self.intakes.weeks_between[who]).astype(np.int32)
        status = np.where(following > last_day, SCHEDULED, self._missed_status(who))
        kept = ~is_closed(following)
        self._note(who[kept], following[kept], status[kept])

    def _note(self, who: Integers, day: Days, status: Integers) -> None:
        held = status <= ATTENDED_LATE
        self._appointments.append(
            {
                "course": who,
                "day": day,
                "status": status,
                "session_number": np.where(held, self.sessions[who], 0),
                "alliance": np.where(held, self.alliance[who], np.nan),
                "distress": np.where(held, self.distress[who], np.nan),
                "rupture": np.where(held, self.dip[who], np.nan),
            }
        )


def _stack(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _log_odds(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))


def _probability(log_odds: Floats | float) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.asarray(log_odds))))
