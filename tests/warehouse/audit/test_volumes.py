"""Whether an export brings more or fewer rows than usual, and what a holiday excuses."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.configuration.checks import shipped_checks
from warehouse.audit.volumes import from_volumes


def counted(
    latest: int, *, holiday: bool, earlier: int = 20, holidays_before: tuple[int, ...] = ()
) -> pl.DataFrame:
    rows = [
        {"weeks_ago": week, "row_count": 3 if week in holidays_before else 100 + 4 * (week % 2)}
        for week in range(1, earlier + 1)
    ]
    return pl.DataFrame([{"weeks_ago": 0, "row_count": latest}, *rows]).with_columns(
        clinic_id=pl.lit("north"),
        export_name=pl.lit("forms"),
        feed=pl.lit("responses"),
        has_holiday=(pl.col("weeks_ago") == 0) & holiday | pl.col("weeks_ago").is_in(list(holidays_before)),
    )


def judged(rows: pl.DataFrame) -> tuple[object, object, object]:
    (row,) = from_volumes(rows, shipped_checks())
    return row["evaluated"], row["failed"], row["not_applicable"]


@pytest.mark.parametrize(
    ("latest", "holiday", "expected"),
    [
        (102, False, (1, 0, 0)),
        (40, False, (1, 1, 0)),
        (200, False, (1, 1, 0)),
        (40, True, (0, 0, 1)),
        (102, True, (1, 0, 0)),
        (200, True, (1, 1, 0)),
    ],
)
def test_few_rows_in_a_holiday_week_say_nothing_and_too_many_do(
    latest: int, holiday: bool, expected: tuple[int, int, int]
) -> None:
    assert judged(counted(latest, holiday=holiday)) == expected


def test_earlier_holiday_weeks_make_no_limits() -> None:
    assert judged(counted(70, holiday=False, holidays_before=(4, 8, 12))) == (1, 1, 0)


@pytest.mark.parametrize(("earlier", "is_judged"), [(13, False), (14, False), (15, True)])
def test_twelve_weeks_without_a_holiday_are_needed(earlier: int, is_judged: bool) -> None:
    rows = counted(102, holiday=False, earlier=earlier, holidays_before=(1, 2, 3))
    assert judged(rows)[0] == int(is_judged)
