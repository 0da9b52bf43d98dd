"""Which earlier figures a week tells otherwise, and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from test_history import MONDAY, a_run, knowing

from ingest.home import Home
from warehouse.audit.history import History, RecordedRun, read_history, record
from warehouse.audit.restatements import FIGURES, of_all_weeks, restatements

JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 1) for month in (1, 2, 3))
KINDS = ("late", "corrected", "withdrawn", "opted_out")
TYPES = {
    "clinic_id": pl.String,
    "kind": pl.String,
    "month": pl.Date,
    **dict.fromkeys(KINDS, pl.Int64),
}


def figures(**values: int) -> pl.DataFrame:
    """Forms of one clinic by month."""
    months = {"january": JANUARY, "february": FEBRUARY, "march": MARCH}
    rows = [("north", "forms_scored", months[name], value) for name, value in values.items()]
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


def events(**counts: int) -> pl.DataFrame:
    """What happened to forms of January."""
    told = dict.fromkeys(KINDS, 0) | counts
    rows = [{"clinic_id": "north", "kind": "form", "month": JANUARY, **told}]
    return pl.DataFrame(rows if counts else [], schema=TYPES)


def a_history(home: Home, told: pl.DataFrame) -> History:
    record(home, a_run("before", MONDAY, "2026-W10"), {"figures": told})
    return read_history(home, knowing(MONDAY + dt.timedelta(days=7)))


def this_run(definitions: str = "same", code_version: str = "1") -> RecordedRun:
    return RecordedRun("now", "2026-W11", MONDAY, code_version, definitions, True, {})


@pytest.mark.parametrize(
    ("counts", "definitions", "code_version", "cause"),
    [
        ({"late": 2}, "same", "1", "late data"),
        ({"corrected": 1}, "same", "1", "correction"),
        ({"withdrawn": 1}, "same", "1", "withdrawal"),
        ({"opted_out": 1}, "same", "1", "opting out"),
        ({"late": 1, "withdrawn": 1}, "other", "1", "late data, withdrawal, definitions"),
        ({}, "same", "2", "code version"),
        ({}, "same", "1", "time"),
    ],
)
def test_a_changed_figure_of_a_month_that_was_over_has_its_cause(
    tmp_path: Path, counts: dict[str, int], definitions: str, code_version: str, cause: str
) -> None:
    history = a_history(Home(tmp_path), figures(january=10, february=20, march=1))
    (row,) = restatements(
        figures(january=12, february=20, march=9),
        events(**counts),
        this_run(definitions, code_version),
        history,
    ).iter_rows(named=True)
    assert (row["month"], row["earlier_value"], row["value"]) == (JANUARY, 10, 12)
    assert (row["week"], row["earlier_week"], row["cause"]) == ("2026-W11", "2026-W10", cause)


def test_a_figure_that_went_or_came_counts_as_nought_before_or_after(tmp_path: Path) -> None:
    history = a_history(Home(tmp_path), figures(january=3))
    found = restatements(figures(february=4), events(), this_run(), history)
    assert found.select("month", "earlier_value", "value").rows() == [(JANUARY, 3, 0), (FEBRUARY, 0, 4)]


def test_without_an_earlier_week_and_for_a_new_clinic_nothing_is_restated(tmp_path: Path) -> None:
    nothing = read_history(Home(tmp_path), knowing(MONDAY))
    assert restatements(figures(january=3), events(), this_run(), nothing).is_empty()
    other = figures(january=3).with_columns(clinic_id=pl.lit("south"))
    history = a_history(Home(tmp_path), other)
    today = pl.concat([other, figures(january=9)])
    assert restatements(today, events(), this_run(), history).is_empty()


def test_each_week_is_told_by_its_last_run(tmp_path: Path) -> None:
    home = Home(tmp_path)
    history = a_history(home, figures(january=1))
    first = restatements(figures(january=2), events(), this_run(), history)
    second = restatements(figures(january=3), events(), this_run(), history)
    for run_id, hours, told in (("eleven_a", 1, first), ("eleven_b", 2, second)):
        run = a_run(run_id, MONDAY + dt.timedelta(hours=hours), "2026-W11")
        record(home, run, {"figures": figures(january=3), "restatements": told})
    later = read_history(home, knowing(MONDAY + dt.timedelta(days=7)))
    told = of_all_weeks(first.clear(), later, knowing(MONDAY + dt.timedelta(days=7)))
    assert told.select("week", "earlier_value", "value").rows() == [("2026-W11", 1, 3)]
