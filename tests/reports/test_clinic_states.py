"""States of a clinic's week that a page is designed for: few sessions, and nothing that has ended yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from page_reading import Page
from published_fixture import CLINICS, State
from test_clinic_comparison import WEEKLY, weeks

Pages = Callable[..., dict[str, Page]]
STATE = State(clinics=(replace(CLINICS[0], courses=60),))
NO_RATE = """update marts.retention_summary
    set dropout_rate = null, dropout_rate_lower = null, dropout_rate_upper = null"""
NOTHING_ENDED = (
    "update marts.fct_episodes set state = 'open', ended_on = null",
    """insert into marts.fct_caseload by name
    select clinic_id, episode_key, client_key, therapist_key, start_date,
        sessions_attended, true as are_bookings_sent
    from marts.fct_episodes
    where episode_key not in (select episode_key from marts.fct_caseload)""",
)


def north(pages_of: Pages, *statements: str) -> Page:
    return pages_of(STATE, *statements, audiences=["north"])["north"]


def last_week(attended: int, event: str = "null") -> str:
    return f"""update marts.clinic_weekly set numerator = {attended}, denominator = {attended} + 2,
        event = {event} where week = '2026-W46'"""


@pytest.mark.parametrize(("attended", "is_told"), [(0, True), (15, True), (16, False), (40, False)])
def test_a_week_with_few_sessions_is_explained_at_the_top(
    pages_of: Pages, attended: int, is_told: bool
) -> None:
    page = north(pages_of, WEEKLY, weeks(20), last_week(attended))
    assert ("Few sessions this week" in page.text) == is_told
    if is_told:
        told = (
            "No appointment of this week has"
            if attended == 0
            else f"{attended} appointments of this week have"
        )
        assert f"{told} been attended; in the middle of the eight weeks before it were 40" in page.text
        assert "In a holiday week that is as it should be, and nobody needs to do anything" in page.text


def test_the_networks_own_word_for_the_week_is_given_as_the_reason(pages_of: Pages) -> None:
    page = north(pages_of, WEEKLY, weeks(20), last_week(3, "'closed over Christmas'"))
    assert "The network’s calendar says why: closed over Christmas. Nobody needs to do anything" in page.text
    assert "an export may have stopped" not in page.text


def test_a_clinic_that_never_has_many_sessions_isnt_told_of_few(pages_of: Pages) -> None:
    page = north(pages_of, WEEKLY, weeks(20), "update marts.clinic_weekly set numerator = 4", last_week(1))
    assert "Few sessions this week" not in page.text


def test_where_nothing_has_ended_the_change_so_far_stands_beside_the_empty_state(pages_of: Pages) -> None:
    page = north(pages_of, *NOTHING_ENDED)
    text = page.section("outcomes")
    assert "No course that ended in the last twelve months has a first and a last form." in text
    assert "so far:" in text
    assert "These courses are still going on, so this isn’t an outcome" in text
    assert "What became of" not in text
    (alt,) = [
        p.attributes["aria-label"] for p in page.pictures if "latest score of" in p.attributes["aria-label"]
    ][:1]
    assert "So far reliably improved" in alt
    tile = page.section_of_class("tiles")
    assert "Nothing yet" in tile
    assert "open courses with two forms have improved reliably" in tile


def test_once_something_has_ended_open_courses_are_no_outcome(usual: dict[str, Page]) -> None:
    assert "so far:" not in usual["north"].section("outcomes")


def test_courses_that_nobody_has_followed_for_long_are_counted_and_not_denied(pages_of: Pages) -> None:
    """The year's rate isn't known yet, but the courses are there."""
    page = north(pages_of, NO_RATE)
    tile = page.section_of_class("tiles")
    assert "No course has had its first session" not in tile
    assert "no interval can be given yet" in tile


def test_without_any_outcome_form_an_empty_list_claims_nothing(pages_of: Pages) -> None:
    page = north(pages_of, "delete from marts.fct_outcomes")
    assert "No outcome form has arrived yet, so nobody can tell." in page.section("worse")
    assert "Nobody’s latest form" not in page.section("people")


def holidays(*days: str, name: str = "Christmas", clinic: str = "north") -> str:
    rows = ", ".join(f"('{clinic}', date '{day}', '{name}')" for day in days)
    return f"insert into marts.dim_holidays values {rows}"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2026-11-08",), None),
        (("2026-11-09",), "Christmas (9 Nov 2026)"),
        (("2026-11-13", "2026-11-14", "2026-11-15", "2026-11-16"), "Christmas (13–15 Nov 2026)"),
        (("2026-11-14", "2026-11-15"), None),
        (("2026-11-16",), None),
    ],
)
def test_a_week_with_a_holiday_on_a_weekday_is_told_as_one(
    pages_of: Pages, days: tuple[str, ...], told: str | None
) -> None:
    page = north(pages_of, WEEKLY, weeks(20), last_week(5), holidays(*days), holidays(*days, clinic="quay"))
    assert ("Holiday week" in page.text) == (told is not None)
    assert ("Few sessions this week" in page.text) == (told is None)
    if told is not None:
        assert (
            f"In this week: {told}. 5 appointments of this week have been attended; in the middle"
            in page.text
        )


def test_a_holiday_of_another_clinic_is_no_holiday_here(pages_of: Pages) -> None:
    page = north(pages_of, WEEKLY, weeks(20), last_week(40), holidays("2026-11-10", clinic="quay"))
    assert "Holiday week" not in page.text


def test_a_holiday_week_needs_no_numbers(pages_of: Pages) -> None:
    page = north(pages_of, holidays("2026-11-10"), holidays("2026-11-12", name="St <b>Martin</b>"))
    assert "Christmas (10 Nov 2026) and St <b>Martin</b> (12 Nov 2026)" in page.text
