"""What changed since last week, by cause, on the clinic's page, and where nothing can be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from page_reading import Page
from published_fixture import CLINICS, State

Pages = Callable[..., dict[str, Page]]
BY_ID = {clinic.clinic_id: clinic for clinic in CLINICS}
SMALL = State(clinics=(replace(BY_ID["garden"], courses=20),))


def changes(pages_of: Pages, *statements: str) -> str:
    return pages_of(SMALL, *statements, audiences=["garden"])["garden"].section("changes")


def test_real_changes_late_data_and_corrections_are_told_apart(usual: dict[str, Page]) -> None:
    text = usual["north"].section("changes")
    assert "In the week itself: 2 beginnings of courses, one ending, 30 appointments and 41 forms." in text
    assert "Late data: 4 forms of earlier weeks arrived only now" in text
    assert "Corrections to what was known a week ago: one appointment." in text
    assert "Nothing that was known a week ago has been taken back." in text
    assert "The oldest of these is of 7 October 2026" in text
    assert usual["north"].rows("Events by how they changed this report")[4] == [
        "Forms",
        "41",
        "4",
        "0",
        "0",
        "0",
    ]


def test_a_week_without_late_data_says_so(usual: dict[str, Page]) -> None:
    text = usual["garden"].section("changes")
    assert "Nothing of earlier weeks came late." in text
    assert "The oldest of these" not in text


def test_a_first_delivery_has_nothing_to_compare_with_and_its_cells_stay_empty(pages_of: Pages) -> None:
    first = "is_comparable = false, late = null, corrected = null, withdrawn = null, opted_out = null"
    page = pages_of(SMALL, f"update audit.week_changes set {first}", audiences=["garden"])["garden"]
    assert "there is no earlier report to compare with" in page.section("changes")
    assert page.rows("Events by how they changed")[1][2:] == ["–", "–", "–", "–"]


def test_who_opted_out_took_nothing_back_and_is_told_without_a_day(pages_of: Pages) -> None:
    assert "opted out" not in changes(pages_of).partition("Events by how")[0]
    text = changes(pages_of, "update audit.week_changes set opted_out = 3 where kind = 'course_begun'")
    assert "Nothing that was known a week ago has been taken back." in text
    assert "Left because clients opted out: 3 beginnings of courses. They count in no figure any more" in text
    assert "The oldest of these" not in text


def test_a_holiday_week_is_told_as_one_in_which_nothing_happened(pages_of: Pages) -> None:
    assert "Nothing is known to have happened in the week itself." in changes(
        pages_of, "update audit.week_changes set in_week = 0"
    )


def test_another_version_since_last_week_is_named_as_a_change_of_definitions(pages_of: Pages) -> None:
    assert "Definitions are those of last week’s report." in changes(pages_of)
    older = "update meta.runs set code_version = '0.0.9' where week = '2026-W45'"
    assert "last week’s report was made by version 0.0.9, this one by" in changes(pages_of, older)


def test_a_file_that_doesnt_tell_what_changed_says_so(pages_of: Pages) -> None:
    assert "doesn’t tell what changed" in changes(pages_of, "drop table audit.week_changes")
