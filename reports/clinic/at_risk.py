"""Who is likely to stop in the next four weeks, whom to call first, and why.

Belongs here: that list, and what stands there where no risk is earned. Doesn't: the model, the budget, the
reasons, which are the warehouse's.
"""

from __future__ import annotations

from typing import Any

from reports.clinic.caseload import OpenCourse, caseload, client, next_appointment, therapist
from reports.clinic.people_list import PeopleList, no_list, people_list
from reports.clinic.view import ClinicView
from reports.components import Column, TableRow
from reports.measures.scales import main_scales
from reports.numbers.traced import counted
from reports.words.from_data import scale_named
from reports.words.told import joined

ANCHOR = "at-risk"
_MART = {
    "clinic_id",
    "episode_key",
    "week",
    "risk",
    "rank_in_clinic",
    "weeks_flagged",
    "reason_1",
    "outcome_scale_id",
    "basis_reason",
}
_ABOUT_ALLIANCE = ("alliance_low", "alliance_fell")


def at_risk_list(view: ClinicView) -> PeopleList:
    """Return the flagged courses by their rank; a clinic on its base rate has no list and says why."""
    words = view.words
    if not view.publication.has_columns("marts", "dropout_risk", _MART):
        return _without(view, words.say("at-risk-not-published"))
    open_courses, rows = caseload(view), view.rows("at_risk")
    if not rows:
        return _without(view, words.say("at-risk-nobody-open"))
    if all(row["basis"] == "base_rate" for row in rows):
        return _without(view, _why_base_rate(view, rows))
    flagged = [
        _row(view, row, course)
        for row in rows
        if row["is_flagged"] and (course := open_courses.get(row["episode_key"]))
    ]
    return people_list(
        view,
        ANCHOR,
        words.say("at-risk-heading"),
        [
            Column(words.say("column-client"), is_number=False),
            Column(words.say("column-therapist"), is_number=False),
            Column(words.say("column-risk")),
            Column(words.say("column-why"), is_number=False, is_long=True),
            Column(words.say("column-weeks-flagged")),
            Column(words.say("column-next")),
        ],
        flagged,
        words.say("at-risk-none"),
        lead=words.say("at-risk-lead", people=counted(flagged), whole=counted(rows)) if flagged else "",
        facts=(words.say("at-risk-note"),) if flagged else (),
        caption=words.say("at-risk-caption"),
    )


def _without(view: ClinicView, why: str) -> PeopleList:
    return no_list(ANCHOR, view.words.say("at-risk-heading"), why)


def _why_base_rate(view: ClinicView, rows: list[dict[str, Any]]) -> str:
    words, known = view.words, [row["risk"] for row in rows if row["risk"] is not None]
    why = words.say("at-risk-basis", reason=rows[0]["basis_reason"] or "unknown")
    # Without appointments a stop isn't seen, and where none was seen yet a rate of 0 would be a promise.
    if rows[0]["basis_reason"] == "no_appointment_data" or not any(known):
        return words.say("at-risk-no-rate", why=why)
    rate = words.figures.percent(sum(known) / len(known))
    return words.say("at-risk-base-rate", why=why, rate=rate, courses=counted(rows))


def _row(view: ClinicView, row: dict[str, Any], course: OpenCourse) -> TableRow:
    words = view.words
    reasons = [_reason(view, row, f"reason_{place}", course) for place in (1, 2, 3) if row[f"reason_{place}"]]
    return TableRow(
        client(view, course),
        (
            therapist(view, course),
            words.figures.percent(row["risk"]),
            joined(reasons) if reasons else words.say("none"),
            words.figures.count(row["weeks_flagged"] or 0),
            next_appointment(view, course),
        ),
    )


def _reason(view: ClinicView, row: dict[str, Any], place: str, course: OpenCourse) -> str:
    """One reason as a sentence with its numbers.

    Who was seen before is told with the day: other lists count days up to the last day of the data, the model
    up to the week's end.
    """
    words, code, scales = view.words, row[place], main_scales(view.publication)
    scale_id = row["alliance_scale_id" if code in _ABOUT_ALLIANCE else "outcome_scale_id"] or ""
    value, before = row[f"{place}_value"], row[f"{place}_before"]
    if code == "not_seen" and course.last_attended_on is not None:
        return words.say(
            "at-risk-last-seen",
            day=words.figures.short_day(course.last_attended_on),
            before="" if before is None else words.figures.score(before),
            compared="no" if before is None else "yes",
        )
    return words.say(
        "at-risk-reason",
        reason=code,
        scale=scale_named(words, scale_id, scales[scale_id].scale_name if scale_id in scales else scale_id),
        value="" if value is None else words.figures.score(value),
        before="" if before is None else words.figures.score(before),
        compared="no" if before is None else "yes",
    )
