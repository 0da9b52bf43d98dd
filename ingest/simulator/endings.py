"""What the clinic's administration records of an ending, which is less than what happened.

Belongs here: end dates and end reasons as they stand in the clinic's system.
Doesn't: who truly stops (`courses`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.simulator.clinic_days import Days, Flags
from ingest.simulator.courses import (
    COMPLETED,
    DROPPED_OUT,
    NEVER_STARTED,
    NO_DAY,
    OTHER_ENDING,
    Courses,
)
from ingest.simulator.people import Integers

END_REASONS = ("completed", "dropped_out", "referred_on", "clinic_ended", "transferred", "deceased", "other")
_COMPLETED, _DROPPED_OUT, _REFERRED_ON, _OTHER = 0, 1, 2, 6
NO_REASON = -1


@dataclass(frozen=True)
class Endings:
    """As recorded by the last day of data: NO_DAY while open, NO_REASON where none was given."""

    end_day: Days
    end_reason: Integers


def record_endings(courses: Courses, last_day: int, rng: np.random.Generator) -> Endings:
    """Record endings the way clinics do: late, sometimes without a reason, and some not at all."""
    count = len(courses.state)
    state, draw = courses.state, rng.random(count)
    happened = courses.stopped_day != NO_DAY
    after = np.select(
        [state == COMPLETED, state == DROPPED_OUT, state == NEVER_STARTED],
        [rng.integers(0, 4, count), rng.integers(7, 36, count), rng.integers(7, 29, count)],
        rng.integers(0, 8, count),
    )
    unrecorded = happened & (state == DROPPED_OUT) & (draw < 0.22)
    end_day = np.where(happened & ~unrecorded, courses.stopped_day + after, NO_DAY)
    known = (end_day != NO_DAY) & (end_day <= last_day)
    return Endings(
        np.where(known, end_day, NO_DAY).astype(np.int32),
        np.where(known, _reasons(state, known, draw, rng), NO_REASON),
    )


def _reasons(state: Integers, known: Flags, draw: NDArray[np.float64], rng: np.random.Generator) -> Integers:
    count = len(state)
    others = rng.choice((_REFERRED_ON, 3, 4, 5, _OTHER), count, p=(0.46, 0.12, 0.24, 0.02, 0.16))
    reason = np.select(
        [state == COMPLETED, state == DROPPED_OUT, state == OTHER_ENDING],
        [_COMPLETED, _DROPPED_OUT, others],
        np.where(rng.random(count) < 0.6, _DROPPED_OUT, _OTHER),
    )
    forgotten = known & (state != DROPPED_OUT) & (draw > 0.96)
    return np.where(forgotten, NO_REASON, reason)
