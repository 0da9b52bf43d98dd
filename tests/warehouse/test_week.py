"""The reported week: reading, bounds, neighbours, and which one is the last complete."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.knowledge import Knowledge
from warehouse.week import Week

LONDON = "Europe/London"


def test_a_week_runs_from_monday_to_the_next_monday() -> None:
    week = Week.parse("2026-W46")
    assert week.start == dt.datetime.fromisoformat("2026-11-09")
    assert week.end == dt.datetime.fromisoformat("2026-11-16")
    assert week.start.tzinfo is None
    assert str(week) == "2026-W46"


@pytest.mark.parametrize(
    "text", ["2026-46", "2026W46", "W46", "2026-W6", "2026-W00", "2026-W54", "2025-W53", ""]
)
def test_what_isnt_a_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="week"):
        Week.parse(text)


def test_a_long_year_has_week_53() -> None:
    assert Week.parse("2026-W53").end == dt.datetime.fromisoformat("2027-01-04")
    assert Week.parse("2026-W53").next() == Week.parse("2027-W01")
    assert Week.parse("2027-W01").previous() == Week.parse("2026-W53")


def test_the_last_complete_week_ends_on_monday_midnight_of_the_networks_clocks() -> None:
    monday = dt.datetime(2026, 6, 15, tzinfo=ZoneInfo(LONDON))
    assert str(Week.last_complete(monday, LONDON)) == "2026-W24"
    assert str(Week.last_complete(monday - dt.timedelta(seconds=1), LONDON)) == "2026-W23"
    # Sunday 23:30 UTC is Monday in London's summer, and still Sunday in the winter.
    assert str(Week.last_complete(dt.datetime(2026, 6, 14, 23, 30, tzinfo=dt.UTC), LONDON)) == "2026-W24"
    assert str(Week.last_complete(dt.datetime(2026, 1, 11, 23, 30, tzinfo=dt.UTC), LONDON)) == "2026-W01"


def test_a_moment_without_a_time_zone_could_mean_two_weeks() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Week.last_complete(dt.datetime.fromisoformat("2026-06-15"), LONDON)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_weeks_follow_each_other_without_gap(day: dt.date) -> None:
    week = Week.containing(day)
    assert week.start.date() <= day < week.end.date()
    assert week.next().start == week.end
    assert week.next().previous() == week
    assert week < week.next()
    assert Week.parse(str(week)) == week


def test_knowledge_is_told_to_dbt_in_utc() -> None:
    moment = dt.datetime(2026, 11, 16, 7, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    variables = Knowledge(Week.parse("2026-W46"), moment, "run-1").dbt_variables()
    assert variables["known_at"] == "2026-11-16 06:30:00"
    assert variables["week_end"] == "2026-11-16 00:00:00"
    assert (variables["week"], variables["run_id"]) == ("2026-W46", "run-1")
    assert variables["code_version"]


def test_a_naive_moment_of_knowledge_is_utc_already() -> None:
    moment = dt.datetime.fromisoformat("2026-11-16 06:30")
    assert Knowledge(Week.parse("2026-W46"), moment, "run-1").known_at_utc == moment
