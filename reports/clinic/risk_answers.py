"""Answers to risk items that somebody should look at, and those that somebody has looked at.

Belongs here: that list. Doesn't: which answers stand on it and which are reviewed, which is the warehouse's.
Rapport is no alarm channel, and the list says so.
"""

from __future__ import annotations

from typing import Any

from reports.clinic.caseload import OpenCourse, caseload, client, therapist
from reports.clinic.people_list import PeopleList, no_list, people_list
from reports.clinic.view import ClinicView
from reports.components import Column, TableRow
from reports.numbers.traced import counted, derived
from reports.words.from_data import scale_named
from reports.words.told import joined

ANCHOR = "risk-answers"
_MART = {"clinic_id", "episode_key", "item_number", "answer", "received_at", "reviewed_on"}
_ACTIONS = {"clinic_id", "acted_on", "is_review"}


def risk_answers_list(view: ClinicView) -> PeopleList:
    """Return the forms to look at.

    A clinic that sends its reviews: all that it hasn't reviewed, the reviewed ones folded away with their
    day. Another clinic: those that arrived since last week's report, the others folded away, and that nobody
    told Rapport who has looked at what.
    """
    words = view.words
    if not view.publication.has_columns("marts", "fct_risk_answers", _MART):
        return no_list(ANCHOR, words.say("risk-answers-heading"), words.say("people-not-published"))
    open_courses, rows = caseload(view), view.rows("risk_answers")
    stand = [(row, course) for row in rows if (course := open_courses.get(row["episode_key"]))]
    first_review = _first_review(view)
    if first_review is not None:
        return _by_review(view, rows, stand, words.figures.day(first_review))
    new = [_row(view, row, course) for row, course in stand if row["is_new"]]
    known = [_row(view, row, course) for row, course in stand if not row["is_new"]]
    found = derived(len(new), counted(rows))
    return people_list(
        view,
        ANCHOR,
        words.say("risk-answers-heading"),
        _columns(view),
        new,
        words.say("risk-answers-none"),
        facts=(words.say("risk-answers-review"),),
        lead=_lead(view, found),
        caption=words.say("risk-answers-caption"),
        count=found,
        earlier=known,
        earlier_label=words.say("risk-answers-earlier", people=derived(len(known), found)),
    )


def _by_review(
    view: ClinicView, rows: list[dict[str, Any]], stand: list[tuple[dict[str, Any], OpenCourse]], since: str
) -> PeopleList:
    words = view.words
    waiting = [_row(view, row, course, with_review=True) for row, course in stand if not row["reviewed_on"]]
    reviewed = [_row(view, row, course, with_review=True) for row, course in stand if row["reviewed_on"]]
    found = derived(len(waiting), counted(rows))
    return people_list(
        view,
        ANCHOR,
        words.say("risk-answers-unreviewed-heading"),
        [*_columns(view), Column(words.say("column-reviewed"))],
        waiting,
        words.say("risk-answers-all-reviewed") if reviewed else words.say("risk-answers-none-known"),
        facts=(words.say("risk-answers-by-review", day=since),),
        lead=_lead(view, found),
        caption=words.say("risk-answers-caption"),
        count=found,
        earlier=reviewed,
        earlier_label=words.say("risk-answers-reviewed", people=derived(len(reviewed), found)),
    )


def _lead(view: ClinicView, found: int) -> str:
    words = view.words
    told = [words.say("risk-answers-lead", people=found)] if found else []
    return joined([*told, words.say("risk-answers-alarm")])


def _first_review(view: ClinicView) -> Any:
    """Return the day of the first review that the clinic ever sent; None where it sends none."""
    if not view.publication.has_columns("marts", "fct_actions", _ACTIONS):
        return None
    return next((row["first_review_on"] for row in view.rows("reviews")), None)


def _columns(view: ClinicView) -> list[Column]:
    words = view.words
    return [
        Column(words.say("column-client"), is_number=False),
        Column(words.say("column-therapist"), is_number=False),
        Column(words.say("column-risk-answers"), is_number=False, is_long=True),
        Column(words.say("column-filled-in")),
        Column(words.say("column-form"), is_number=False),
    ]


def _row(view: ClinicView, row: dict[str, Any], course: OpenCourse, *, with_review: bool = False) -> TableRow:
    words = view.words
    cells = [
        therapist(view, course),
        _answers(view, row),
        words.figures.short_day(row["completed_at"].date()),
        _form_name(view, row),
    ]
    if with_review:
        on = row["reviewed_on"]
        cells.append(words.figures.short_day(on) if on else words.say("risk-answers-not-yet"))
    return TableRow(client(view, course), tuple(cells))


def _form_name(view: ClinicView, row: dict[str, Any]) -> str:
    name = scale_named(view.words, row["scale_id"], row["form_name"])
    if row["respondent"] == "client":
        return name
    respondent = view.words.say("respondent", respondent=row["respondent"])
    return view.words.say("scale-by", scale=name, respondent=respondent)


def _answers(view: ClinicView, row: dict[str, Any]) -> str:
    words, score = view.words, view.words.figures.score
    parts = [
        words.say("risk-answers-item", item=item, answer=score(answer))
        for item, answer in zip(row["items"], row["answers"], strict=True)
    ]
    return words.say(
        "risk-answers-items",
        answers=", ".join(parts),
        lowest=score(row["lowest"]),
        highest=score(row["highest"]),
    )
