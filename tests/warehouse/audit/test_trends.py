"""What has changed of a check: new, persisting, resolved, decaying; and what people noted about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl
import pytest
from measured import series, week_number

from warehouse.audit.notes import SCHEMA as NOTES
from warehouse.audit.trends import check_changes, check_trends, weekly_points

TODAY = dt.date(2026, 6, 1)


def changes(results: pl.DataFrame, notes: Sequence[dict[str, object]] = ()) -> pl.DataFrame:
    points = weekly_points(results)
    return check_changes(points, check_trends(points), pl.DataFrame(list(notes), schema=NOTES), TODAY)


def note(**said: object) -> dict[str, object]:
    return {"check_id": "WH-WAITING", **said}


@pytest.mark.parametrize(
    ("failed", "change", "since", "weeks"),
    [
        ([0, 0, 9], "new", 2, 1),
        ([0, 9, 8], "persisting", 1, 2),
        ([9, 9, 0], "resolved", None, None),
        ([9], "new", 0, 1),
        ([9, 0, 9], "new", 2, 1),
    ],
)
def test_a_check_is_new_persisting_or_resolved(
    failed: list[int], change: str, since: int | None, weeks: int | None
) -> None:
    (row,) = changes(series(failed)).iter_rows(named=True)
    assert row["change"] == change
    assert row["failing_since"] == (None if since is None else week_number(since))
    assert row["failing_weeks"] == weeks


@pytest.mark.parametrize("failed", [[0], [1, 2, 1], [9, 0, 0]])
def test_a_check_that_passes_as_before_isnt_listed(failed: list[int]) -> None:
    assert changes(series(failed)).is_empty()


def test_weeks_without_anything_to_evaluate_neither_pass_nor_fail() -> None:
    idle = series([0, 0], evaluated=0, check_id="idle")
    assert changes(idle).is_empty()
    assert check_trends(weekly_points(idle))["failed_share"].null_count() == 2


def test_a_slow_decay_inside_a_passing_threshold_alarms() -> None:
    (row,) = changes(series([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2, 2, 3, 3, 4, 4, 5])).iter_rows(named=True)
    assert (row["change"], row["is_decaying"]) == ("decaying", True)
    assert row["failed"] <= row["threshold"] * row["evaluated"]


def test_a_check_that_gets_better_doesnt_alarm() -> None:
    charts = check_trends(weekly_points(series([5, 4, 5, 4, 5, 4, 5, 4, 3, 2, 2, 1, 1, 0, 0])))
    assert not charts["is_alarm"].tail(5).any()


def test_the_last_measurement_of_a_week_counts() -> None:
    twice = pl.concat([series([9]), series([0]).with_columns(pl.col("measured_at") + pl.duration(hours=2))])
    assert weekly_points(twice)["failed"].to_list() == [0]
    assert changes(twice).is_empty()


def test_a_note_that_names_the_clinic_goes_before_one_for_all() -> None:
    (row,) = changes(
        series([0, 9]),
        [
            note(note="Known at this clinic.", clinic_id="north", noted_by="Mo"),
            note(note="Known everywhere."),
            note(note="Another clinic's.", clinic_id="south"),
        ],
    ).iter_rows(named=True)
    assert (row["note"], row["noted_by"]) == ("Known at this clinic.", "Mo")


@pytest.mark.parametrize(
    ("said", "is_overdue", "is_signed_off"),
    [
        ({"due_on": TODAY}, False, False),
        ({"due_on": TODAY - dt.timedelta(days=1)}, True, False),
        ({"signed_off_by": "Mo", "signed_off_until": TODAY}, False, True),
        ({"signed_off_by": "Mo", "signed_off_until": TODAY - dt.timedelta(days=1)}, False, False),
        ({"due_on": dt.date(2026, 1, 1), "signed_off_by": "Mo"}, False, True),
    ],
)
def test_due_dates_and_sign_offs_end_on_their_day(
    said: dict[str, object], is_overdue: bool, is_signed_off: bool
) -> None:
    (row,) = changes(series([9]), [note(**said)]).iter_rows(named=True)
    assert (row["is_overdue"], row["is_signed_off"]) == (is_overdue, is_signed_off)
