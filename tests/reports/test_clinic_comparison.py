"""The clinic beside the others and week by week, on its own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from invented_comparison import CREATE_RELEASED, created, released
from page_reading import Page
from published_fixture import CLINICS, State
from published_schema import LATER_TABLES

Pages = Callable[..., dict[str, Page]]
SMALL = State(clinics=tuple(replace(clinic, courses=8) for clinic in CLINICS))
SHOWN = {"north": (100, 0.39), "harbour": (100, 0.61), "university": (80, 0.41), "garden": (75, 0.37)}
WEEKLY = f"create table marts.clinic_weekly ({LATER_TABLES['marts.clinic_weekly']})"


def page_of(pages_of: Pages, clinic: str, *statements: str) -> Page:
    return pages_of(SMALL, *statements, audiences=[clinic])[clinic]


def weeks(count: int, signal_in: int = 0, clinic: str = "north") -> str:
    """Return the statement that adds so many weeks of attendance; one of them is past its limits."""
    return f"""insert into marts.clinic_weekly by name
        select '{clinic}' as clinic_id, 'attendance' as measure_id, '2026-W' || (46 - {count} + n) as week,
            date '2026-11-09' - cast(7 * ({count} - n) as integer) as week_start, 40 as numerator,
            50 as denominator, if(n = {signal_in}, 0.5, 0.8) as value, 0.8 as mean, 0.6 as lower,
            0.95 as upper,
            {count} < 12 as is_trial, n = {signal_in} as signal, if(n = {signal_in}, 'outside', null) as rule,
            if(n = {signal_in}, 'low', null) as side
        from range(1, {count} + 1) as told (n)"""


def test_the_table_shows_the_clinic_what_is_expected_and_the_usual_range(pages_of: Pages) -> None:
    page = page_of(pages_of, "north", CREATE_RELEASED, released("dropout", SHOWN))
    (row,) = page.rows("Measures in the twelve months to")[1:]
    assert [cell.replace("\u00a0", " ") for cell in row] == [
        "Ended without agreement",
        "39 %",
        "41 %",
        "40 %",
        "40 %",
        "35 % to 45 %",
        "usual",
    ]
    assert "On the one measure that can be compared, this clinic lies within its limits" in page.text


def test_a_signal_is_told_on_the_clinics_own_page_and_as_a_question(pages_of: Pages) -> None:
    page = page_of(pages_of, "harbour", CREATE_RELEASED, released("dropout", SHOWN, signal="harbour"))
    text = page.section("beside-others").replace("\u00a0", " ")
    assert "Ended without agreement: 62 % lies above the limits of 32 % to 48 %" in text
    assert "That deserves a conversation" in text
    assert "past its limits, above" in text


def test_nothing_of_too_few_clinics_is_shown_to_anyone(pages_of: Pages) -> None:
    few = {clinic: SHOWN[clinic] for clinic in ("north", "harbour")}
    page = page_of(pages_of, "north", CREATE_RELEASED, released("dropout", few, centre=None))
    assert "Nothing can be compared: a measure needs at least 4 clinics" in page.section("beside-others")


def test_a_clinic_whose_figure_is_withheld_isnt_compared(pages_of: Pages) -> None:
    page = page_of(pages_of, "quay", CREATE_RELEASED, released("dropout", SHOWN, withheld=("quay",)))
    assert "Nothing can be compared" in page.section("beside-others")


def test_a_repeated_figure_says_of_which_week_it_is(pages_of: Pages) -> None:
    page = page_of(pages_of, "north", CREATE_RELEASED, released("dropout", SHOWN, as_of="2026-W41"))
    (row,) = page.rows("Measures in the twelve months to")[1:]
    assert row[-1] == "usual; as of 2026-W41"


def test_a_week_outside_its_limits_is_marked_and_said(pages_of: Pages) -> None:
    page = page_of(pages_of, "north", WEEKLY, weeks(20, signal_in=19))
    text = page.section("over-time").replace("\u00a0", " ")
    assert "Appointments attended: less than usual in the last four weeks (80 % in week 46/2026" in text
    rows = page.rows("Appointments attended, week by week")
    assert rows[19] == ["2026-W45", "40 of 50", "50 %", "outside the limits"]


def test_an_old_signal_isnt_news(pages_of: Pages) -> None:
    page = page_of(pages_of, "north", WEEKLY, weeks(20, signal_in=16))
    assert "nothing unusual" in page.section("over-time")


def test_few_weeks_have_limits_on_trial_and_fewer_none_at_all(pages_of: Pages) -> None:
    assert "the limits are on trial" in page_of(pages_of, "north", WEEKLY, weeks(8)).section("over-time")
    early = page_of(pages_of, "north", WEEKLY, weeks(7)).section("over-time")
    assert "A chart takes 8 weeks with something to count" in early


def test_a_file_without_comparisons_says_so(pages_of: Pages) -> None:
    page = page_of(pages_of, "north", created("network_comparison"))
    assert "holds no comparison of clinics yet" in page.section("beside-others")
    assert "holds no weekly charts yet" in page.section("over-time")
