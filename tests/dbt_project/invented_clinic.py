"""A clinic of invented people, with everything that a real one's exports hold: gaps, corrections, odd days.

Belongs here: making it, from a seed. Doesn't: what the warehouse should say of it (`recomputed`).
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from landed import Delivery, Row, appointment, client, episode, key_of, response, therapist
from registered import SCALES, Scale

from ingest.canonical import Feed

CLINIC = "north"
FIRST_START = dt.date(2025, 8, 4)
EPISODES = 60
STATUSES = ("attended",) * 12 + (
    "attended_late",
    "no_show",
    "cancelled_by_client",
    "cancelled_by_clinic",
    "scheduled",
)
END_REASONS = ("completed", "completed", "dropped_out", "referred_on", None)
PROTOCOL = (
    ("phq9", "client", True, ()),
    ("care", "client", False, (3,)),
    ("core_10", "client", False, (0, 2)),
)
FORMS = {
    scale.instrument: scale
    for scale in SCALES
    if scale.is_main and scale.instrument not in ("youth", "homework")
}


def deliveries(seed: int = 7) -> list[Delivery]:
    """Return the clinic's year: weekly exports, each a few days after what it tells of."""
    dice = random.Random(seed)
    courses = [_course(dice, number) for number in range(EPISODES)]
    forms: list[Row] = [form for course in courses for form in course["forms"]]
    meetings: list[Row] = [row for course in courses for row in course["appointments"]]
    dice.shuffle(forms)
    dice.shuffle(meetings)
    sent = [
        Delivery(CLINIC, "people", Feed.CLIENTS, tuple(course["client"] for course in courses[:-5])),
        Delivery(CLINIC, "staff", Feed.THERAPISTS, tuple(therapist(f"t{n}", CLINIC) for n in range(4))),
        Delivery(CLINIC, "courses", Feed.EPISODES, tuple(course["episode"] for course in courses)),
    ]
    for number, rows in enumerate(_parts(meetings, 4)):
        sent.append(_weekly("sessions", Feed.APPOINTMENTS, rows, number))
    for number, rows in enumerate(_parts(forms, 8)):
        sent.append(_weekly("forms", Feed.RESPONSES, rows, number))
    # One form in ten is corrected, one in ten sent again as it was.
    corrected = [_corrected(dice, row) for row in forms[::10]]
    sent.append(_weekly("forms", Feed.RESPONSES, corrected + forms[5::10], 9))
    return sent


def _weekly(export: str, feed: Feed, rows: list[Row], number: int) -> Delivery:
    day = dt.date(2026, 1, 12) + dt.timedelta(weeks=number)
    return Delivery(CLINIC, export, feed, tuple(rows), str(day), f"{day} 06:00")


def _parts(rows: list[Row], count: int) -> list[list[Row]]:
    return [rows[place::count] for place in range(count)]


def _course(dice: random.Random, number: int) -> dict[str, Any]:
    """One person's course: where, when, how it ended, and every form."""
    name = f"e{number}"
    start = FIRST_START + dt.timedelta(days=number * 4)
    meetings, attended = _meetings(dice, name, start)
    ended = dice.random() < 0.5
    last = max((at for at, _ in attended), default=dt.datetime.combine(start, dt.time()))
    end: dict[str, Any] = {}
    if ended:
        end = {
            "end_date": str(last.date() + dt.timedelta(days=dice.randrange(10))),
            "end_reason": dice.choice(END_REASONS),
        }
    return {
        "client": client(
            name,
            CLINIC,
            gender=dice.choice(("female", "male", "unknown", None)),
            birth_year=dice.choice((1960, 1990, 2009, None)),
        ),
        "episode": episode(
            name,
            CLINIC,
            str(start),
            with_=f"t{number % 4}" if number % 9 else None,
            referral_date=str(start - dt.timedelta(days=40)) if number % 3 == 0 else None,
            age_at_start=dice.choice((17, 40, None)),
            planned_sessions=dice.choice((4, 8, None)),
            **end,
        ),
        "appointments": meetings,
        "forms": [form for at, key in attended for form in _forms(dice, name, at, key)]
        + _forms(
            dice,
            name,
            dt.datetime.combine(start, dt.time()) - dt.timedelta(days=dice.choice((20, 28, 29))),
            None,
        ),
    }


def _meetings(
    dice: random.Random, name: str, start: dt.date
) -> tuple[list[Row], list[tuple[dt.datetime, int]]]:
    """Weekly appointments, and the attended ones among them with their keys."""
    rows: list[Row] = []
    attended = []
    for number in range(dice.randrange(0, 14)):
        at = dt.datetime.combine(start, dt.time(9)) + dt.timedelta(weeks=number, hours=dice.randrange(8))
        status = dice.choice(STATUSES)
        row = appointment(f"{name}-{number}", CLINIC, f"{at:%Y-%m-%d %H:%M}", status, of=name)
        rows.append(row)
        if status.startswith("attended"):
            attended.append((at, row["appointment_key"]))
            if dice.random() < 0.05:  # a second session on the same day
                rows.append(
                    appointment(
                        f"{name}-{number}b", CLINIC, f"{at + dt.timedelta(hours=2):%Y-%m-%d %H:%M}", of=name
                    )
                )
    return rows, attended


def _forms(dice: random.Random, name: str, at: dt.datetime, appointment_key: int | None) -> list[Row]:
    """Some forms around a session: on its day, named, a few days late, not given."""
    rows = []
    for instrument in dice.sample(sorted(FORMS), 5):
        shift = dice.choice((-10, 5, 5, 5, 60 * 24 * 2))
        filled_in = at + dt.timedelta(minutes=shift)
        named = appointment_key if dice.random() < 0.3 else None
        items, given = _answers(dice, FORMS[instrument])
        rows.append(
            response(
                CLINIC,
                instrument,
                f"{filled_in:%Y-%m-%d %H:%M}",
                items,
                of=name,
                appointment_key=named,
                **given,
            )
        )
    return rows


def _answers(dice: random.Random, scale: Scale) -> tuple[list[int | None] | None, dict[str, Any]]:
    """Answers in stored units; now and then a gap, a total only, or nothing at all."""
    low, high = round(scale.item_minimum * scale.units), round(scale.item_maximum * scale.units)
    count = max(abs(item) for item in scale.signed_items)
    mood = dice.random()
    items: list[int | None] = [
        min(high, max(low, round(low + (high - low) * (mood + dice.uniform(-0.4, 0.4)))))
        for _ in range(count)
    ]
    kind = dice.random()
    if kind < 0.15:
        for place in dice.sample(range(count), min(count, dice.randrange(1, 4))):
            items[place] = None
        return items, {}
    if kind < 0.2:
        return None, {"declared_total": float(dice.randrange(10, 20))} if scale.instrument != "metric" else {}
    if kind < 0.25:
        return None, {"not_given_reason": "too_unwell"}
    return items, {
        "is_keyed": kind < 0.35,
        "declared_total": float(dice.randrange(8, 12)) if kind < 0.5 else None,
    }


def _corrected(dice: random.Random, row: Row) -> Row:
    """The same form with other answers, if it has any."""
    if row["items"] is None:
        return row | {"comment_length": dice.randrange(1, 50)}
    return row | {"items": row["items"][::-1]}


def course_key(number: int) -> int:
    """Key of the n-th episode."""
    return key_of("episode", CLINIC, f"e{number}")
