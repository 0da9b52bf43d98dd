"""What a reader must know before the figures: states of the clinic's data, after those of the run.

Belongs here: which of them hold, the gravest first. Doesn't: how they look.
"""

from __future__ import annotations

import datetime as dt
from statistics import median_low
from typing import Any

from reports.clinic.view import ClinicView
from reports.components import Banner
from reports.run_banners import run_banners
from reports.shares import TOO_FEW
from reports.words.told import joined

FIRST_MONTH = dt.timedelta(days=28)
STALE_AFTER = 28
"""Days without any event after which nothing on the page is about these weeks."""

QUIET_AFTER = dt.timedelta(days=7)

FEW_SESSIONS = 0.4
"""A week with less than this share of the usual number of sessions, as holidays make them, is explained."""

WEEKS_BEFORE, FEWEST_USUAL = 8, 10
_HOLIDAYS = {"clinic_id", "holiday_on", "holiday_name"}
_WEEKLY = {"clinic_id", "measure_id", "week", "numerator", "event"}


def clinic_banners(view: ClinicView) -> list[Banner]:
    """Return the run's banners and those of the clinic's own data."""
    banners = run_banners(view.publication, view.words)
    banners += _delivery_banners(view)
    banners += _data_banners(view)
    return sorted(banners, key=lambda banner: banner.kind != "caution")


def _delivery_banners(view: ClinicView) -> list[Banner]:
    words, last = view.words, view.clinic.last_received_at
    if last is None:
        return [Banner("caution", words.say("banner-never-title"), words.say("banner-never"))]
    if last <= view.publication.run.known_at - QUIET_AFTER:
        text = words.say("banner-quiet", last=words.figures.moment(last))
        return [Banner("caution", words.say("banner-quiet-title"), text), *_holiday_week(view)]
    return _holiday_week(view) or _few_sessions(view)


def _holiday_week(view: ClinicView) -> list[Banner]:
    """Say which holidays the week has; those of a weekend alone change nothing."""
    if not view.publication.has_columns("marts", "dim_holidays", _HOLIDAYS):
        return []
    holidays = view.rows("holidays")
    if not any(row["is_on_weekday"] for row in holidays):
        return []
    words, counted = view.words, _sessions(view)
    named = [
        words.say(
            "banner-holiday-named",
            name=words.figures.name(row["holiday_name"]),
            days=words.figures.days(row["first_on"], row["last_on"]),
        )
        for row in holidays
    ]
    sentences = [words.say("banner-holiday", holidays=words.figures.listed(named))]
    if counted is not None:
        attended, usual = counted
        told = words.say("banner-holiday-sessions", attended=attended, usual=words.figures.count(usual))
        sentences.append(told)
    sentences.append(words.say("banner-holiday-meaning"))
    return [Banner("note", words.say("banner-holiday-title"), joined(sentences))]


def _few_sessions(view: ClinicView) -> list[Banner]:
    """Say that a week has few sessions beside those before it, as an unlisted holiday would explain."""
    counted = _sessions(view)
    if counted is None or counted[0] >= FEW_SESSIONS * counted[1]:
        return []
    words, event = view.words, _attendance(view)[-1]["event"]
    text = words.say(
        "banner-few-sessions",
        attended=counted[0],
        usual=words.figures.count(counted[1]),
        known="yes" if event else "no",
        event=words.figures.name(event or ""),
    )
    return [Banner("note", words.say("banner-few-sessions-title"), text)]


def _sessions(view: ClinicView) -> tuple[int, Any] | None:
    """Sessions of the week, and in the middle of those before it; None where that can't be said."""
    weeks = _attendance(view)
    if not weeks or weeks[-1]["week"] != view.publication.marts_run.week:
        return None
    before = [row["numerator"] or 0 for row in weeks[-WEEKS_BEFORE - 1 : -1]]
    usual: Any = median_low(before) if len(before) == WEEKS_BEFORE else 0
    return None if usual < FEWEST_USUAL else (weeks[-1]["numerator"] or 0, usual)


def _attendance(view: ClinicView) -> list[dict[str, Any]]:
    if not view.publication.has_columns("marts", "clinic_weekly", _WEEKLY):
        return []
    return [row for row in view.rows("over_time") if row["measure_id"] == "attendance"]


def _days_behind(view: ClinicView) -> int | None:
    """Days from the latest appointment or form to the week's end; None where there is neither."""
    days = [day for day in (view.clinic.appointments_until, view.clinic.responses_until) if day]
    return (view.last_day - max(days)).days if days else None


def _data_banners(view: ClinicView) -> list[Banner]:
    words, banners = view.words, []
    if not view.names.is_vault_readable:
        banners.append(Banner("caution", words.say("banner-vault-title"), words.say("banner-vault")))
    if not view.clinic.has_appointment_data:
        banners.append(
            Banner("caution", words.say("banner-no-appointments-title"), words.say("banner-no-appointments"))
        )
    if view.clinic.last_received_at is None:
        return banners
    behind = _days_behind(view)
    if behind is not None and behind >= STALE_AFTER:
        banners.append(
            Banner("caution", words.say("banner-stale-title"), words.say("banner-stale", days=behind))
        )
    row = next(iter(view.rows("beginnings")), None)
    first: dt.date | None = row["first_start"] if row else None
    begun: int = row["begun"] if row else 0
    if first is not None and first > (view.publication.marts_run.week_end - FIRST_MONTH).date():
        text = words.say("banner-first-month", first=words.figures.day(first))
        banners.append(Banner("note", words.say("banner-first-month-title"), text))
    if begun < TOO_FEW:
        text = words.say("banner-too-few", courses=begun)
        banners.append(Banner("note", words.say("banner-too-few-title"), text))
    return banners
