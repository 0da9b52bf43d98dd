"""A risk is told from what was known then: facts that arrive later change nothing before, and do so after."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from built_homes import KNOWN_AT, WEEK
from landed import Delivery, Landing, Row, action, appointment, client, episode, key_of, response
from registered import Clinic, write_registry

from ingest.canonical import Feed
from ingest.home import Home
from warehouse import dbt
from warehouse.knowledge import Knowledge
from warehouse.risk.model_store import read_landmarks
from warehouse.week import Week

CLINIC = "asked"
CLINICS = (Clinic(CLINIC, protocol=(("phq9", "client", True, ()),)),)
NAMES = ("regular", "changed")
LANDMARK = dt.date(2026, 2, 9)
"""A Monday 00:00; what is received on that day still counts, on the next it doesn't."""
AFTER = "2026-02-10 00:30"
LATER = "2026-02-17 00:30"
NEXT = LANDMARK + dt.timedelta(weeks=1)
LONG_SILENT = ("taken back", "returned")
"""Of the year before: a session of the first is taken back months later, the second turns up again."""
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


def known_last_year() -> list[Delivery]:
    """Two who came in September, and one of them in October too, the clinic's last word before January."""
    return [
        sent(
            "courses",
            Feed.EPISODES,
            "2025-09-01 06:00",
            *(episode(name, CLINIC, "2025-06-02") for name in LONG_SILENT),
        ),
        sent("sessions", Feed.APPOINTMENTS, "2025-06-09 06:00", met("taken back", "2025-06-04")),
        sent("sessions", Feed.APPOINTMENTS, "2025-09-15 06:00", met("returned", "2025-09-10")),
        sent("sessions", Feed.APPOINTMENTS, "2025-10-20 06:00", met("taken back", "2025-10-15")),
    ]


def known_in_time() -> list[Delivery]:
    """Two clients who meet weekly from 12 January on, each week exported on the Monday after it."""
    found = [
        *known_last_year(),
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
    """Everything that could be found out afterwards, about the second client above all."""
    name = "changed"
    return [
        # exported in time, and received after it
        sent(
            "late forms", Feed.RESPONSES, "2026-02-08 20:00", *told(name, "2026-02-06", 0, 40), received=AFTER
        ),
        # the booking is cancelled, a session was missed after all, a form is corrected, one is taken back
        sent("sessions", Feed.APPOINTMENTS, AFTER, met(name, "2026-02-11", "cancelled_by_client")),
        sent("sessions", Feed.APPOINTMENTS, f"{AFTER}:01", met(name, "2026-02-04", "no_show")),
        sent(
            "late forms", Feed.RESPONSES, "2026-02-08 21:00", *told(name, "2026-02-05", 0, 60), received=AFTER
        ),
        sent(
            "forms", Feed.RESPONSES, AFTER, *told(name, "2026-01-28", 0, 50), *told(name, "2026-02-04", 2, 70)
        ),
        sent(
            "forms",
            Feed.RESPONSES,
            f"{AFTER}:02",
            *(row | {"is_withdrawn": True} for row in told("regular", "2026-02-04", 2, 95)),
        ),
        sent(
            "forms",
            Feed.RESPONSES,
            f"{AFTER}:01",
            told(name, "2026-01-14", 3, 95)[0] | {"is_withdrawn": True},
        ),
        # an appointment of the landmark's past is moved, another booking is made, somebody has called
        sent(
            "sessions",
            Feed.APPOINTMENTS,
            f"{AFTER}:02",
            met(name, "2026-01-28", "cancelled_by_client"),
            appointment(f"{name} 2026-01-21", CLINIC, "2026-01-19 10:00", of=name),
        ),
        sent("bookings", Feed.APPOINTMENTS, AFTER, met(name, "2026-03-04", "scheduled")),
        sent("log", Feed.ACTIONS, AFTER, action(CLINIC, "called", "2026-02-06", of=name)),
        # the course began earlier, gets a referral long before, another therapist and a plan
        sent(
            "courses",
            Feed.EPISODES,
            AFTER,
            episode(
                name,
                CLINIC,
                "2026-01-02",
                with_="another",
                referral_date="2025-10-01",
                planned_sessions=6,
                presenting_problem="found later",
                modality="phone",
            ),
        ),
        # and it ended before the landmark, which is found out a week later still
        sent(
            "courses",
            Feed.EPISODES,
            LATER,
            episode(name, CLINIC, "2026-01-02", end_date="2026-02-07", end_reason="dropped_out"),
        ),
        # of those who had long been silent: the last session of one never was, the other is back
        sent("sessions", Feed.APPOINTMENTS, f"{AFTER}:03", met("taken back", "2025-10-15", "no_show")),
        sent("sessions", Feed.APPOINTMENTS, "2026-03-03 00:30", met("returned", "2026-02-25")),
        # an earlier course of the same client turns up
        sent("courses", Feed.EPISODES, f"{AFTER}:01", episode("first", CLINIC, "2025-03-03", of=name)),
    ]


def home_of(folder: Path, deliveries: list[Delivery]) -> Home:
    home = Home(folder)
    write_registry(home, CLINICS)
    Landing(deliveries).write(home)
    return home


def landmarks(home: Home, week: Week = WEEK, known_at: dt.datetime = KNOWN_AT) -> pl.DataFrame:
    result = dbt.build(home, Knowledge(week, known_at, "run"), select="+int_risk_landmarks_described")
    assert result.is_success, result.summary()
    return read_landmarks(home.working_file)


@pytest.fixture(scope="module")
def home_before(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_of(tmp_path_factory.mktemp("before"), known_in_time())


@pytest.fixture(scope="module")
def home_after(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_of(tmp_path_factory.mktemp("after"), [*known_in_time(), *known_later()])


@pytest.fixture(scope="module")
def before(home_before: Home) -> pl.DataFrame:
    return landmarks(home_before)


@pytest.fixture(scope="module")
def after(home_after: Home) -> pl.DataFrame:
    return landmarks(home_after)


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


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_was_open_in_a_past_week_is_told_from_the_contacts_known_then(
    moment: str, request: pytest.FixtureRequest
) -> None:
    """Up to 60 + 35 days after the last: one that is taken back removes no week, a later one adds none."""
    told_then = request.getfixturevalue(moment).filter(pl.col("week_end") < LANDMARK)
    last_weeks = {
        name: told_then.filter(episode_key=key_of("episode", CLINIC, name))["week_end"].max()
        for name in LONG_SILENT
    }
    assert last_weeks == {"taken back": dt.date(2026, 1, 12), "returned": dt.date(2025, 12, 8)}


def test_the_planted_facts_would_show_in_every_feature(before: pl.DataFrame, after: pl.DataFrame) -> None:
    """At the next landmark they are known: what they don't move isn't tested by them."""
    without, with_them = (table.filter(week_end=NEXT).sort("episode_key") for table in (before, after))
    assert with_them["episode_key"].to_list() == without["episode_key"].to_list()
    moved = {
        name
        for name in set(without.columns) - {*OUTCOMES, *NO_FEATURES}
        if with_them[name].to_list() != without[name].to_list()
    }
    assert moved == set(without.columns) - {*OUTCOMES, *NO_FEATURES} - NEVER_MOVED


NO_FEATURES = (
    *("week_end", "week", "weeks_back", "clinic_id", "episode_key", "client_key"),
    *("gender", "ethnicity_group", "language", "age"),  # for judging the model
)
NEVER_MOVED = {
    # counted when the course was first heard of, and never again
    "previous_episodes",
    # which scale has the most forms
    "outcome_scale_id",
    "alliance_scale_id",
}


def test_a_build_as_known_then_is_the_build_of_then(home_before: Home, home_after: Home) -> None:
    """Everything that a risk is told from, what became of people included, is as it was that Monday."""
    week, then = Week.parse("2026-W06"), dt.datetime.fromisoformat("2026-02-09T07:00")
    built = []
    for home in (home_before, home_after):
        as_known = home.as_known_at(then)
        write_registry(as_known, CLINICS)
        built.append(landmarks(as_known, week, then.replace(tzinfo=dt.UTC)))
    assert built[0].height >= 2
    assert built[1].equals(built[0])


def test_they_do_change_what_is_told_afterwards(before: pl.DataFrame, after: pl.DataFrame) -> None:
    later = LANDMARK + dt.timedelta(weeks=2)
    assert before.filter(week_end=later).height == 2
    (left,) = after.filter(week_end=later).iter_rows(named=True)
    assert left["sessions_attended"] == 4  # the one who goes on; the other is known to have ended
    changed = after.filter(pl.col("week_end") == NEXT).join(
        after.filter(week_end=later).select("episode_key"), on="episode_key", how="anti"
    )
    assert changed["is_dropout"].to_list() == [True]
    assert changed["state"].to_list() == ["dropped_out"]
