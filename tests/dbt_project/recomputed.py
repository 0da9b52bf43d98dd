"""The invented clinic's numbers, computed again from what was landed, without SQL.

Belongs here: plain Python after the definitions, row by row and slow. Doesn't: anything shared with the dbt
project, or agreement would prove nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import Any

from landed import Delivery, Row, entity_key, moment
from registered import SCALES, Scale

from ingest.canonical import Feed

Key = tuple[int, str, str]


def current_rows(deliveries: list[Delivery], feed: Feed) -> list[Row]:
    """Return the version of each key that stands, of deltas without conflicts."""
    latest: dict[int, tuple[tuple[Any, ...], Row]] = {}
    for delivery in deliveries:
        if delivery.feed is not feed:
            continue
        for number, row in enumerate(delivery.rows):
            order = (
                moment(delivery.exported_at),
                moment(delivery.received_at),
                delivery.delivery_key,
                number,
            )
            key = row[entity_key(feed)]
            if key not in latest or order > latest[key][0]:
                latest[key] = (order, row)
    return [row for _, row in latest.values()]


def score(scale: Scale, row: Row) -> float | None:
    """Score a form by its scale's rules, in exact fractions until the end."""
    items = row["items"]
    if items is None:
        return row["declared_total"] if scale.is_main else None
    answers = [_keyed(items[abs(item) - 1], item, scale, row["is_keyed"]) for item in scale.signed_items]
    given = [answer for answer in answers if answer is not None]
    missing = len(answers) - len(given)
    if missing > scale.max_missing:
        return None
    total = sum(given, Fraction())
    if scale.conversion:
        return scale.conversion[int(total)]
    mean = total / len(given)
    value = (mean if scale.method == "mean" else mean * len(answers)) * Fraction(str(scale.multiply_by))
    if missing and scale.rounding == "half_up":
        return float((2 * value + 1) // 2)
    return float(value)


def _keyed(answer: int | None, item: int, scale: Scale, is_keyed: bool) -> Fraction | None:
    if answer is None:
        return None
    turned = scale.reversal_sum - answer if item < 0 and not is_keyed else answer
    return Fraction(turned, scale.units)


def sessions(appointments: list[Row], week_end: dt.datetime) -> dict[int, list[Row]]:
    """Return each episode's attended appointments in order."""
    attended: dict[int, list[Row]] = defaultdict(list)
    for row in appointments:
        if row["status"].startswith("attended") and row["scheduled_at"] < week_end:
            attended[row["episode_key"]].append(row)
    for rows in attended.values():
        rows.sort(key=lambda row: (row["scheduled_at"], row["appointment_key"]))
    return attended


def session_of(form: Row, attended: list[Row]) -> tuple[int, str]:
    """Return the number of the session that a form belongs to, and how that is known."""
    for number, row in enumerate(attended, 1):
        if row["appointment_key"] == form["appointment_key"]:
            return number, "appointment"
    day = form["completed_at"].date()
    of_day = [n for n, row in enumerate(attended, 1) if row["scheduled_at"].date() == day]
    if of_day:
        begun = [n for n in of_day if attended[n - 1]["scheduled_at"] <= form["completed_at"]]
        return (begun[-1] if begun else of_day[0]), "same_day"
    before = [n for n, row in enumerate(attended, 1) if row["scheduled_at"].date() < day]
    return (before[-1], "last_attended") if before else (0, "before_first")


def windowed(
    forms: list[Row], episodes: dict[int, Row], scale: Scale
) -> dict[Key, list[tuple[dt.datetime, int, float]]]:
    """Return the scored forms of a scale in each episode's period, in order."""
    found: dict[Key, list[tuple[dt.datetime, int, float]]] = defaultdict(list)
    for form in forms:
        value = score(scale, form) if form["instrument_id"] == scale.instrument else None
        episode = episodes.get(form["episode_key"])
        if value is None or episode is None:
            continue
        first = min(
            episode["referral_date"] or episode["start_date"] - dt.timedelta(days=28), episode["start_date"]
        )
        last = episode["end_date"] + dt.timedelta(days=14) if episode["end_date"] else dt.date.max
        if first <= form["completed_at"].date() <= last:
            key = (form["episode_key"], scale.scale_id, form["respondent"])
            found[key].append((form["completed_at"], form["response_key"], value))
    return {key: sorted(readings) for key, readings in found.items()}


def state_of(episode: Row, attended: list[Row], until: dt.date, gap: int = 60) -> tuple[str, str | None]:
    """Return an episode's state and what it rests on."""
    if episode["end_reason"] is not None:
        named = {"completed": "completed", "dropped_out": "dropped_out"}
        return named.get(episode["end_reason"], "other_ending"), "recorded"
    if episode["end_date"] is not None:
        return "other_ending", "unrecorded"
    contact = attended[-1]["scheduled_at"].date() if attended else episode["start_date"]
    return ("dropped_out", "contact_gap") if (until - contact).days >= gap else ("open", None)


def scale_called(scale_id: str) -> Scale:
    """Return a registered scale."""
    return next(scale for scale in SCALES if scale.scale_id == scale_id)
