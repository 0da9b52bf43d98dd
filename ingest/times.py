"""Text to days and moments, local to the clinic.

Belongs here: strptime formats, ISO 8601 with offsets, daylight saving, relative time. Doesn't: which days a
column allows. Clinical moments are naive and local: an offset is converted, a moment that occurs twice is the
first of the two, and one that daylight saving leaves out is kept and flagged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl

MICROSECONDS = pl.Datetime("us")
EARLIEST = dt.datetime(1900, 1, 1)  # noqa: DTZ001
"""What lies before it is misread: a two-digit year, or a spreadsheet's day 0."""
LATEST = dt.datetime(2200, 1, 1)  # noqa: DTZ001

_DAY_MICROSECONDS = 86_400_000_000
_TIME_DIRECTIVE = re.compile(r"%[-_0#.:\d]*[HIMSTRrXcsfklPp+]")
_OFFSET_DIRECTIVE = re.compile(r"%[#:]*z")
_ISO_DAY = "%Y-%m-%d"
_ISO_TIMES = tuple(
    f"%Y-%m-%d{between}{time}" for time in ("%H:%M:%S", "%H:%M", "%H:%M:%S%.f") for between in (" ", "T")
)
_ISO_OFFSET_TIMES = tuple(f"{form}%z" for form in _ISO_TIMES)
_HAS_OFFSET = r":\d\d(?:\.\d+)?\s?(?:Z|z|[+-]\d\d(?::?\d\d)?)$"


@dataclass(frozen=True)
class Moments:
    """A column of moments as read; all series have the column's length."""

    at: pl.Series  # Datetime, naive local; null where empty or unreadable
    has_time: pl.Series  # Boolean: false where only a day was given
    is_impossible: pl.Series  # Boolean: lies in the hour that daylight saving leaves out
    is_unreadable: pl.Series  # Boolean: there is text that is no such moment


def read_moments(
    texts: pl.Series, date_format: str | None, timezone: str, *, or_iso: bool = False
) -> Moments:
    """Read local moments by a strptime format, or as ISO 8601 where there is none.

    `or_iso` reads what doesn't fit the format as ISO 8601: cells that hold real dates come so, whatever the
    others look like. Midnight counts as a day without a time: it is what systems write where none was
    recorded.
    """
    at = pl.Series(texts.name, [None] * texts.len(), dtype=MICROSECONDS)
    forms = list(_candidates(texts, date_format))
    if or_iso and date_format is not None:
        forms += _candidates(texts, None)
    for form in forms:
        rest = at.is_null() & texts.is_not_null()
        if not rest.any():
            break
        if rest.all():
            at = _parse(texts, form, timezone)
        else:
            parsed = _parse(texts.filter(rest), form, timezone)
            at = at.scatter(rest.arg_true(), parsed)
    plausible = (at >= EARLIEST) & (at < LATEST)
    at = at.to_frame().select(pl.when(plausible).then(pl.col(at.name))).to_series()
    has_time = (at.to_physical() % _DAY_MICROSECONDS != 0).fill_null(False)
    return Moments(
        at=at,
        has_time=has_time,
        is_impossible=has_time & _in_a_gap(at, timezone),
        is_unreadable=texts.is_not_null() & at.is_null(),
    )


def read_days(
    texts: pl.Series, date_format: str | None, timezone: str, *, or_iso: bool = False
) -> tuple[pl.Series, pl.Series]:
    """Read days (Date); also says where there is text that is no day."""
    distinct = texts.drop_nulls().unique()
    days = read_moments(distinct, date_format, timezone, or_iso=or_iso).at.cast(pl.Date)
    if distinct.len():
        read = texts.replace_strict(distinct, days, default=None, return_dtype=pl.Date)
    else:
        read = pl.Series(texts.name, [None] * texts.len(), dtype=pl.Date)
    return read, texts.is_not_null() & read.is_null()


_SAMPLE = dt.datetime(2024, 11, 23, 14, 5, 6)  # noqa: DTZ001
"""A day whose parts can't be taken for each other."""


@lru_cache(maxsize=256)
def can_read_a_day(date_format: str) -> bool:
    """Say whether a strptime format reads a whole day back from what it writes."""
    (form,) = _candidates(pl.Series(dtype=pl.String), date_format)
    sample = pl.Series([_SAMPLE], dtype=MICROSECONDS)
    try:
        written = (sample.dt.replace_time_zone("UTC") if form.has_offset else sample).dt.strftime(
            form.directives
        )
        read = _parse(written, form, "UTC")
    except pl.exceptions.PolarsError:  # a directive that doesn't exist
        return False
    return bool(read.dt.date()[0] == _SAMPLE.date())


def read_relative(counts: pl.Series, unit: str, origin: dt.date) -> pl.Series:
    """Turn whole counts of days, weeks or calendar months since `origin` into moments at 00:00.

    A month that lacks the origin's day gives its last day. Null where empty or beyond any calendar.
    """
    suffix, largest = {"day": ("d", 100_000), "week": ("w", 15_000), "month": ("mo", 3_000)}[unit]
    distinct = counts.drop_nulls().unique()
    distinct = distinct.filter(distinct.abs() <= largest)
    if not distinct.len():
        return pl.Series(counts.name, [None] * counts.len(), dtype=MICROSECONDS)
    start = pl.lit(dt.datetime.combine(origin, dt.time()), dtype=MICROSECONDS)
    offset = pl.concat_str([pl.col("count").cast(pl.String), pl.lit(suffix)])
    moments = distinct.alias("count").to_frame().select(start.dt.offset_by(offset)).to_series()
    return counts.replace_strict(distinct, moments, default=None, return_dtype=MICROSECONDS)


def to_utc(local: pl.Series, timezone: str) -> pl.Series:
    """Convert naive local moments to naive UTC; twice-occurring ones as the first, missing ones as if the
    clocks had not gone forward yet."""
    fixed = local.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    utc = fixed.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    missing = utc.is_null() & local.is_not_null()
    if missing.any():
        moved = [local_to_utc(moment, timezone) for moment in local.filter(missing).to_list()]
        utc = utc.scatter(missing.arg_true(), pl.Series(moved, dtype=MICROSECONDS))
    return utc


def local_to_utc(moment: dt.datetime, timezone: str) -> dt.datetime:
    """Convert one naive local moment to naive UTC, as `to_utc` does."""
    return moment.replace(tzinfo=ZoneInfo(timezone)).astimezone(dt.UTC).replace(tzinfo=None)


def utc_to_local(moment: dt.datetime, timezone: str) -> dt.datetime:
    """Convert one naive UTC moment to naive local time."""
    return moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


@dataclass(frozen=True)
class _Form:
    """One way in which a moment may be written."""

    directives: str
    has_offset: bool = False


def _candidates(texts: pl.Series, date_format: str | None) -> Sequence[_Form]:
    if date_format is not None:
        directives = date_format.replace(".%f", "%.f")  # polars' own spelling of Python's fraction
        return [_Form(directives, bool(_OFFSET_DIRECTIVE.search(date_format)))]
    forms = [_Form(_ISO_DAY), *(_Form(form) for form in _ISO_TIMES)]
    if texts.str.contains(_HAS_OFFSET).any():
        forms += [_Form(form, has_offset=True) for form in _ISO_OFFSET_TIMES]
    likely = _iso_form(next((text for text in texts.head(100).to_list() if text), ""))
    return sorted(forms, key=lambda form: form.directives != likely)


def _iso_form(text: str) -> str:
    """Guess how a cell's moment is written: what comes first in a file is tried first on all of it."""
    if len(text) <= len("2026-11-16"):
        return _ISO_DAY
    between = "T" if "T" in text else " "
    time = "%H:%M:%S%.f" if "." in text else "%H:%M:%S" if text.count(":") > 1 else "%H:%M"
    return f"{_ISO_DAY}{between}{time}" + ("%z" if re.search(_HAS_OFFSET, text) else "")


def _parse(texts: pl.Series, form: _Form, timezone: str) -> pl.Series:
    if form.has_offset:
        column = texts.str.replace(r"\s?[zZ]$", "+0000").str.replace(r"\s?([+-]\d\d)$", "${1}00")
        instants = column.str.strptime(pl.Datetime("us", "UTC"), form.directives, strict=False)
        return instants.dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    if _TIME_DIRECTIVE.search(form.directives):
        return texts.str.strptime(MICROSECONDS, form.directives, strict=False)
    return texts.str.strptime(pl.Date, form.directives, strict=False).cast(MICROSECONDS)


def _in_a_gap(at: pl.Series, timezone: str) -> pl.Series:
    earliest, latest = at.min(), at.max()
    inside = pl.Series(at.name, [False] * at.len(), dtype=pl.Boolean)
    if not isinstance(earliest, dt.datetime) or not isinstance(latest, dt.datetime):
        return inside
    for start, end in gaps(timezone, earliest.year, latest.year):
        inside |= ((at >= start) & (at < end)).fill_null(False)
    return inside


@lru_cache(maxsize=256)
def gaps(timezone: str, from_year: int, to_year: int) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
    """Return the stretches of local time that clocks going forward leave out, in whole years."""
    zone = ZoneInfo(timezone)
    found = []
    day = dt.datetime(from_year, 1, 1, tzinfo=dt.UTC)
    while day.year <= to_year:
        before, after = (moment.astimezone(zone).utcoffset() for moment in (day, day + dt.timedelta(days=1)))
        if before is not None and after is not None and after > before:
            instant = _change_within(day, zone)
            local = instant.replace(tzinfo=None)
            found.append((local + before, local + after))
        day += dt.timedelta(days=1)
    return tuple(found)


def _change_within(day: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Find the minute of a UTC day at which a zone's offset changes, by halving."""
    low, high = 0, 24 * 60
    before = day.astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if (day + dt.timedelta(minutes=middle)).astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return day + dt.timedelta(minutes=high)
