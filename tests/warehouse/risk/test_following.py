"""What was done about a flag, and what followed, without a claim that one brought about the other."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from warehouse.risk.following import what_followed, with_answers

MONDAY = dt.date(2026, 11, 2)
LIST = {"clinic_id": ["north"], "actions_from": [MONDAY], "actions_until": [MONDAY + dt.timedelta(days=7)]}


def handled(*actions: tuple[int, str], from_: int = 0, until: int = 7) -> tuple[object, ...]:
    """Return what stands of one flag: handled, day after the week's end, kind."""
    flags = pl.DataFrame({"clinic_id": ["north"], "episode_key": [1], "week_end": [MONDAY]})
    rows = [(1, MONDAY + dt.timedelta(days=day), kind) for day, kind in actions]
    listed = pl.DataFrame(
        rows,
        schema={"episode_key": pl.Int64, "acted_on": pl.Date, "kind": pl.String},
        orient="row",
    )
    clinics = pl.DataFrame(LIST).with_columns(
        actions_from=MONDAY + dt.timedelta(days=from_), actions_until=MONDAY + dt.timedelta(days=until)
    )
    row = with_answers(flags, listed, clinics).row(0, named=True)
    day = (row["acted_on"] - MONDAY).days if row["acted_on"] else None
    return row["handled"], day, row["action"]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([(-1, "called")], ("nothing_recorded", None, None)),
        ([(0, "called")], ("acted", 0, "called")),
        ([(7, "called")], ("acted", 7, "called")),
        ([(8, "called")], ("nothing_recorded", None, None)),
        ([(5, "called"), (3, "message_sent")], ("acted", 3, "message_sent")),
        ([(1, "none_needed")], ("none_needed", 1, "none_needed")),
        ([(1, "none_needed"), (4, "called")], ("acted", 4, "called")),
    ],
    ids=[
        "the day before",
        "first day",
        "last day",
        "too late",
        "the first of two",
        "no need",
        "need after all",
    ],
)
def test_an_action_answers_a_flag_within_seven_days(
    actions: list[tuple[int, str]], expected: tuple[object, ...]
) -> None:
    assert handled(*actions) == expected


@pytest.mark.parametrize(("from_", "until"), [(1, 7), (0, 6)], ids=["begins later", "ends before"])
def test_a_list_that_doesnt_speak_for_the_days_tells_nothing(from_: int, until: int) -> None:
    assert handled(from_=from_, until=until)[0] == "not_told"
    assert handled((3, "called"), from_=from_, until=until)[0] == "acted"


def test_each_course_counts_once_by_its_first_flag_that_is_28_days_old() -> None:
    rows = [
        ("north", 1, 5, "acted", "kept_coming"),
        ("north", 1, 4, "nothing_recorded", "dropped_out"),  # the same course again
        ("north", 2, 4, "acted", "dropped_out"),
        ("north", 3, 3, "acted", "dropped_out"),  # 28 days haven't passed
        ("south", 4, 8, "not_told", "completed"),
    ]
    flags = pl.DataFrame(
        rows, schema=["clinic_id", "episode_key", "weeks_back", "handled", "became"], orient="row"
    )
    found = what_followed(flags, 28)
    assert found.select("clinic_id", "handled", "courses", "dropped_out", "kept_coming").rows() == [
        ("all", "acted", 2, 1, 1),
        ("all", "not_told", 1, 0, 0),
        ("north", "acted", 2, 1, 1),
        ("south", "not_told", 1, 0, 0),
    ]
    # Wilson for 1 of 2, as in any table.
    assert found.select("dropped_out_share", "dropped_out_share_lower", "dropped_out_share_upper").row(
        0
    ) == pytest.approx((0.5, 0.094531, 0.905469), abs=1e-6)


def test_nobody_flagged_gives_an_empty_table() -> None:
    flags = pl.DataFrame(
        schema={
            "clinic_id": pl.String,
            "episode_key": pl.Int64,
            "weeks_back": pl.Int32,
            "handled": pl.String,
            "became": pl.String,
        }
    )
    assert what_followed(flags, 28).is_empty()
