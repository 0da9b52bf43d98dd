"""A risk is told from what was known then: facts that arrive later change nothing before, and do so after."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from built_homes import KNOWN_AT, WEEK
from landed import Delivery, Landing, Row, appointment, client, episode, response
from registered import Clinic, write_registry

from ingest.canonical import Feed
from ingest.home import Home
from warehouse import dbt
from warehouse.knowledge import Knowledge
from warehouse.risk.model_store import read_landmarks

CLINIC = "asked"
NAMES = ("regular", "changed")
LANDMARK = dt.date(2026, 2, 9)
"""A Monday 00:00; what is received on that day still counts, on the next it doesn't."""
AFTER = "2026-02-10 00:30"
OUTCOMES = ("state", "ended_on", "contact_until", "settles_on", "is_settled", "is_dropout")


def sent(export: str, feed: Feed, exported: str, *rows: Row, received: str | None = None) -> Delivery:
    return Delivery(CLINIC, export, feed, rows, exported, received or exported)


def met(name: str, day: str, status: str = "attended") -> Row:
    return appointment(f"{name} {day}", CLINIC, f"{day} 10:00", status, of=name)


def told(name: str, day: str, first: int, line: int) -> list[Row]:
    """A PHQ-9 of `first` + 8 and an SRS of four equal lines, in tenths."""
    return [
        response(CLINIC, "phq9", f"{day} 10:00", (first, *[1] * 8), of=name),
        response(CLINIC, "srs", f"{day} 10:00", (line,) * 4, of=name),
    ]


def known_in_time() -> list[Delivery]:
    """Two clients who meet weekly from 12 January on, each week exported on the Monday after it."""
    found = [
        sent("people", Feed.CLIENTS, "2026-01-05 06:00", *(client(name, CLINIC) for name in NAMES)),
        sent(
            "courses",
            Feed.EPISODES,
            "2026-01-05 06:00",
            *(episode(name, CLINIC, "2026-01-05") for name in NAMES),
        ),
    ]
    for number, day in enumerate(("2026-01-14", "2026-01-21", "2026-01-28", "2026-02-04")):
        exported = f"{dt.date.fromisoformat(day) + dt.timedelta(days=5)} 06:00"
        found += [
            sent("sessions", Feed.APPOINTMENTS, exported, *(met(name, day) for name in NAMES)),
            sent(
                "forms",
                Feed.RESPONSES,
                exported,
                *(row for name in NAMES for row in told(name, day, 3 - number % 2, 95)),
            ),
        ]
    booked = (met(name, "2026-02-11", "scheduled") for name in NAMES)
    return [*found, sent("bookings", Feed.APPOINTMENTS, "2026-02-09 06:00", *booked)]


def known_later() -> list[Delivery]:
    """Everything that could be found out afterwards about the second client."""
    name = "changed"
    return [
        # exported in time, and received after it
        sent(
            "late forms", Feed.RESPONSES, "2026-02-08 20:00", *told(name, "2026-02-06", 0, 40), received=AFTER
        ),
        # the booking is cancelled, a session was missed after all, a form is corrected, one is taken back
        sent("sessions", Feed.APPOINTMENTS, AFTER, met(name, "2026-02-11", "cancelled_by_client")),
        sent("sessions", Feed.APPOINTMENTS, f"{AFTER}:01", met(name, "2026-02-04", "no_show")),
        sent("forms", Feed.RESPONSES, AFTER, *told(name, "2026-01-28", 0, 50)),
        sent(
            "forms",
            Feed.RESPONSES,
            f"{AFTER}:01",
            told(name, "2026-01-14", 3, 95)[0] | {"is_withdrawn": True},
        ),
        # the course gets a referral long before, another therapist, a plan, and an end before the landmark
        sent(
            "courses",
            Feed.EPISODES,
            AFTER,
            episode(
                name,
                CLINIC,
                "2026-01-05",
                with_="another",
                referral_date="2025-10-01",
                planned_sessions=6,
                end_date="2026-02-07",
                end_reason="dropped_out",
                presenting_problem="found later",
                modality="phone",
            ),
        ),
        # an earlier course of the same client turns up
        sent("courses", Feed.EPISODES, f"{AFTER}:01", episode("first", CLINIC, "2025-03-03", of=name)),
    ]


def landmarks(folder: Path, deliveries: list[Delivery]) -> pl.DataFrame:
    home = Home(folder)
    write_registry(home, (Clinic(CLINIC, protocol=(("phq9", "client", True, ()),)),))
    Landing(deliveries).write(home)
    result = dbt.build(home, Knowledge(WEEK, KNOWN_AT, "run"), select="+int_risk_landmarks_described")
    assert result.is_success, result.summary()
    return read_landmarks(home.working_file)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    return landmarks(tmp_path_factory.mktemp("before"), known_in_time())


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    return landmarks(tmp_path_factory.mktemp("after"), [*known_in_time(), *known_later()])


def test_what_was_known_is_told_as_it_was_known(before: pl.DataFrame) -> None:
    at_landmark = before.filter(week_end=LANDMARK)
    assert at_landmark.height == 2
    row = at_landmark.row(0, named=True)
    assert {
        name: row[name] for name in ("sessions_attended", "missed", "days_since_contact", "days_to_next")
    } == {
        "sessions_attended": 4,
        "missed": 0,
        "days_since_contact": 5,
        "days_to_next": 2,
    }
    assert row["days_between_sessions"] == 7
    assert (row["first_distress"], row["last_distress"]) == (11 / 27, 10 / 27)
    assert (row["last_alliance"], row["alliance_before"]) == (0.95, pytest.approx(0.95))
    assert (row["is_form_missing"], row["has_next_appointment"]) == (False, True)


def test_facts_that_come_later_change_nothing_that_was_told_before(
    before: pl.DataFrame, after: pl.DataFrame
) -> None:
    without, with_them = (
        table.filter(pl.col("week_end") <= LANDMARK).drop(OUTCOMES).sort("week_end", "episode_key")
        for table in (before, after)
    )
    assert without.height >= 2 * 4
    assert with_them.to_dicts() == without.to_dicts()


def test_they_do_change_what_is_told_afterwards(before: pl.DataFrame, after: pl.DataFrame) -> None:
    next_week = LANDMARK + dt.timedelta(weeks=1)
    assert before.filter(week_end=next_week).height == 2
    (left,) = after.filter(week_end=next_week).iter_rows(named=True)
    assert left["sessions_attended"] == 4  # the one who goes on; the other is known to have ended
    changed = after.filter(pl.col("week_end") == LANDMARK).join(
        after.filter(week_end=next_week).select("episode_key"), on="episode_key", how="anti"
    )
    assert changed["is_dropout"].to_list() == [True]
    assert changed["state"].to_list() == ["dropped_out"]
