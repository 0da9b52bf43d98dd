"""Text to days and moments."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.times import (
    MICROSECONDS,
    gaps,
    local_to_utc,
    read_days,
    read_moments,
    read_relative,
    to_utc,
    utc_to_local,
)

LONDON = "Europe/London"


def moment(text: str, date_format: str | None = None, zone: str = LONDON) -> dt.datetime | None:
    value = read_moments(pl.Series([text]), date_format, zone).at.item()
    assert value is None or isinstance(value, dt.datetime)
    return value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-03", dt.datetime(2026, 2, 3)),
        ("2026-02-03 14:05", dt.datetime(2026, 2, 3, 14, 5)),
        ("2026-02-03T14:05", dt.datetime(2026, 2, 3, 14, 5)),
        ("2026-02-03 14:05:06", dt.datetime(2026, 2, 3, 14, 5, 6)),
        ("2026-02-03T14:05:06.5", dt.datetime(2026, 2, 3, 14, 5, 6, 500_000)),
        ("2026-02-03T14:05:06Z", dt.datetime(2026, 2, 3, 14, 5, 6)),
        ("2026-07-03T14:05:06Z", dt.datetime(2026, 7, 3, 15, 5, 6)),
        ("2026-07-03T14:05:06+02:00", dt.datetime(2026, 7, 3, 13, 5, 6)),
        ("2026-07-03 14:05+0200", dt.datetime(2026, 7, 3, 13, 5)),
        ("2026-07-03T14:05:06.25+02", dt.datetime(2026, 7, 3, 13, 5, 6, 250_000)),
    ],
)
def test_iso_8601_is_read_and_offsets_become_local_time(text: str, expected: dt.datetime) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text", ["03/02/2026", "2026-02-30", "26-02-03", "2026", "yesterday", "0202-02-03", "2026-02-03 25:00"]
)
def test_what_is_no_iso_moment_stays_unread_and_is_said_to_be(text: str) -> None:
    moments = read_moments(pl.Series([text]), None, LONDON)
    assert moments.at.item() is None
    assert moments.is_unreadable.item() is True


@pytest.mark.parametrize(
    ("text", "date_format", "expected"),
    [
        ("03/02/2026", "%d/%m/%Y", dt.datetime(2026, 2, 3)),
        ("3.2.2026", "%d.%m.%Y", dt.datetime(2026, 2, 3)),
        ("03/02/26", "%d/%m/%y", dt.datetime(2026, 2, 3)),
        ("02/03/2026 02:05 PM", "%m/%d/%Y %I:%M %p", dt.datetime(2026, 2, 3, 14, 5)),
        ("20260203 14:05:06.5", "%Y%m%d %H:%M:%S.%f", dt.datetime(2026, 2, 3, 14, 5, 6, 500_000)),
        ("03/02/2026 14:05 +0300", "%d/%m/%Y %H:%M %z", dt.datetime(2026, 2, 3, 11, 5)),
        ("03/02/26", "%d/%m/%Y", None),  # the year 26 is a misread one
    ],
)
def test_a_declared_format_is_the_only_one_taken(
    text: str, date_format: str, expected: dt.datetime | None
) -> None:
    assert moment(text, date_format) == expected


def test_a_column_may_mix_the_ways_of_iso_8601() -> None:
    texts = pl.Series(["2026-02-03", None, "2026-02-03T10:00", "2026-07-03T10:00:00Z", "?", "2026-02-04"])
    moments = read_moments(texts, None, LONDON)
    assert moments.at.to_list() == [
        dt.datetime(2026, 2, 3),
        None,
        dt.datetime(2026, 2, 3, 10),
        dt.datetime(2026, 7, 3, 11),
        None,
        dt.datetime(2026, 2, 4),
    ]
    assert moments.is_unreadable.to_list() == [False, False, False, False, True, False]
    assert moments.has_time.to_list() == [False, False, True, True, False, False]


def test_midnight_is_a_day_without_a_time() -> None:
    moments = read_moments(pl.Series(["2026-02-03 00:00:00", "2026-02-03 00:00:01"]), None, LONDON)
    assert moments.has_time.to_list() == [False, True]


def test_a_moment_that_daylight_saving_leaves_out_is_kept_and_flagged() -> None:
    texts = pl.Series([f"2026-03-29 {time}" for time in ("00:59:59", "01:00:00", "01:59:59", "02:00:00")])
    moments = read_moments(texts, None, LONDON)
    assert moments.is_impossible.to_list() == [False, True, True, False]
    assert moments.at[1] == dt.datetime(2026, 3, 29, 1)
    assert not read_moments(texts, None, "Asia/Kolkata").is_impossible.any()


def test_a_moment_that_occurs_twice_is_the_first() -> None:
    twice = dt.datetime(2026, 10, 25, 1, 30)
    assert moment("2026-10-25 01:30") == twice
    assert local_to_utc(twice, LONDON) == dt.datetime(2026, 10, 25, 0, 30)
    assert to_utc(pl.Series([twice]), LONDON).item() == dt.datetime(2026, 10, 25, 0, 30)


def test_a_day_alone_is_never_impossible_even_where_midnight_is_left_out() -> None:
    moments = read_moments(pl.Series(["2026-09-06"]), None, "America/Santiago")
    assert moments.is_impossible.to_list() == [False]


@given(
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1)),
    st.sampled_from([LONDON, "America/New_York"]),
)
def test_local_time_becomes_utc_as_the_standard_library_has_it(local: dt.datetime, zone: str) -> None:
    local = local.replace(fold=0)  # a second pass through an hour can't be told in naive text
    expected = local.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC).replace(tzinfo=None)
    assert to_utc(pl.Series([local], dtype=MICROSECONDS), zone).item() == expected
    assert local_to_utc(local, zone) == expected


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1)))
def test_utc_there_and_back_is_the_same(moment_in_utc: dt.datetime) -> None:
    local = utc_to_local(moment_in_utc, LONDON)
    difference = abs(local_to_utc(local, LONDON) - moment_in_utc)
    assert difference in (dt.timedelta(), dt.timedelta(hours=1))  # an hour where local time occurs twice


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        (LONDON, dt.datetime(2026, 3, 29, 1), dt.datetime(2026, 3, 29, 2)),
        ("Australia/Lord_Howe", dt.datetime(2026, 10, 4, 2), dt.datetime(2026, 10, 4, 2, 30)),
        ("America/Santiago", dt.datetime(2026, 9, 6), dt.datetime(2026, 9, 6, 1)),
    ],
)
def test_gaps_are_found_to_the_minute(zone: str, start: dt.datetime, end: dt.datetime) -> None:
    assert gaps(zone, 2026, 2026) == ((start, end),)


def test_a_zone_without_daylight_saving_has_no_gaps() -> None:
    assert gaps("Asia/Kolkata", 2020, 2026) == ()


def test_days_are_read_by_format_and_times_are_cut_off() -> None:
    days, unreadable = read_days(
        pl.Series(["2026-02-03T23:30:00Z", "2026-07-03T23:30:00Z", "x"]), None, LONDON
    )
    assert days.to_list() == [dt.date(2026, 2, 3), dt.date(2026, 7, 4), None]
    assert unreadable.to_list() == [False, False, True]


@pytest.mark.parametrize(
    ("unit", "count", "expected"),
    [
        ("day", 40, dt.datetime(2024, 3, 11)),
        ("week", 2, dt.datetime(2024, 2, 14)),
        ("month", 0, dt.datetime(2024, 1, 31)),
        ("month", 1, dt.datetime(2024, 2, 29)),
        ("month", 13, dt.datetime(2025, 2, 28)),
        ("month", -2, dt.datetime(2023, 11, 30)),
        ("month", 10**9, None),
    ],
)
def test_relative_time_counts_calendar_months_to_their_end(
    unit: str, count: int, expected: dt.datetime | None
) -> None:
    assert read_relative(pl.Series([count]), unit, dt.date(2024, 1, 31)).item() == expected


def test_real_dates_are_read_beside_a_declared_format() -> None:
    texts = pl.Series(["13/02/2026 10:30", "2026-02-14 09:15:00", "2026-02-15", "soon"])
    moments = read_moments(texts, "%d/%m/%Y %H:%M", "Europe/London", or_iso=True)
    assert moments.at.to_list()[:3] == [
        dt.datetime(2026, 2, 13, 10, 30),
        dt.datetime(2026, 2, 14, 9, 15),
        dt.datetime(2026, 2, 15),
    ]
    assert moments.is_unreadable.to_list() == [False, False, False, True]
    days, unreadable = read_days(texts.slice(2, 2), "%d/%m/%Y", "Europe/London", or_iso=True)
    assert days.to_list() == [dt.date(2026, 2, 15), None]
    assert unreadable.to_list() == [False, True]
    assert read_moments(texts, "%d/%m/%Y %H:%M", "Europe/London").is_unreadable.sum() == 3
