"""The people whom the lists of a clinic's page may name, over the invented network.

Belongs here: rows of the caseload, of risk answers, of what a week changed. Doesn't: who is listed.
"""

from __future__ import annotations

import datetime as dt

from invented_network import KNOWN_AT, WEEK_END, Row

SHARED = (
    "clinic_id",
    "episode_key",
    "client_key",
    "therapist_key",
    "sessions_attended",
    "no_shows",
    "start_date",
    "first_attended_on",
    "last_attended_on",
)


def caseload(episodes: list[Row]) -> list[Row]:
    """Return rows of fct_caseload: every third course has no booking; mill sends none at all."""
    rows = []
    for place, episode in enumerate(e for e in episodes if e["state"] == "open"):
        told = episode["clinic_id"] != "mill"
        last = episode["last_attended_on"]
        booked = told and place % 3 != 0
        rows.append(
            {name: episode[name] for name in SHARED}
            | {
                "days_since_contact": (WEEK_END.date() - last).days if last else None,
                "referral_date": episode["start_date"] - dt.timedelta(days=10 + place % 50),
                "next_booked_at": WEEK_END + dt.timedelta(days=2 + place % 9, hours=10) if booked else None,
                "are_bookings_sent": told,
                "has_attended_since": False,
            }
        )
    return rows


def risk_answers(episodes: list[Row], scores: list[Row]) -> list[Row]:
    """Return rows of fct_risk_answers: the latest PHQ-9 of every fourth open course, every second one new."""
    still_open = {e["episode_key"] for e in episodes if e["state"] == "open"}
    latest: dict[int, Row] = {}
    for row in scores:
        if row["scale_id"] == "phq9" and row["episode_key"] in still_open:
            latest[row["episode_key"]] = row
    rows = []
    for place, form in enumerate(list(latest.values())[::4]):
        received = KNOWN_AT - dt.timedelta(days=0 if place % 2 == 0 else 20, hours=2)
        shared = ("clinic_id", "response_key", "episode_key", "client_key", "therapist_key", "instrument_id")
        rows.append(
            {name: form[name] for name in shared}
            | {
                "respondent": "client",
                "item_number": 9,
                "answer": float(1 + place % 3),
                "answer_minimum": 0.0,
                "answer_maximum": 3.0,
                "completed_at": form["completed_at"],
                "received_at": received,
            }
        )
    return rows


def week_changes(clinic_ids: list[str]) -> list[Row]:
    """Return rows of week_changes: four forms came late at north, and one appointment was corrected."""
    rows: list[Row] = []
    for clinic_id in clinic_ids:
        for kind, in_week in (("course_begun", 2), ("course_ended", 1), ("appointment", 30), ("form", 41)):
            is_late = (clinic_id, kind) == ("north", "form")
            is_corrected = (clinic_id, kind) == ("north", "appointment")
            rows.append(
                {
                    "clinic_id": clinic_id,
                    "kind": kind,
                    "is_comparable": True,
                    "in_week": in_week,
                    "late": 4 if is_late else 0,
                    "corrected": 1 if is_corrected else 0,
                    "withdrawn": 0,
                    "opted_out": 0,
                    "earliest_on": dt.date(2026, 10, 7) if is_late else None,
                }
            )
    return rows
