"""Days as integers, weeks of delivery, and the days on which nobody works.

Belongs here: arithmetic on days since 1970, in columns. Doesn't: what happens on a day (`courses`).
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ingest.simulator.parameters import Simulation

Days = NDArray[np.int32]
Flags = NDArray[np.bool_]

_EPOCH = dt.date(1970, 1, 1)


def day_number(day: dt.date) -> int:
    """Return a date as days since 1970-01-01."""
    return (day - _EPOCH).days


def date_of(number: int) -> dt.date:
    """Return the date of a day number."""
    return _EPOCH + dt.timedelta(days=int(number))


def dates(days: Days, missing: int | None = None) -> pl.Series:
    """Turn day numbers into a polars Date column; `missing` becomes null."""
    series = pl.Series(days.astype("datetime64[D]"))
    if missing is None:
        return series
    return pl.select(pl.when(pl.Series(days) == missing).then(None).otherwise(series)).to_series()


def first_day(parameters: Simulation, months: int) -> int:
    """Return the first day of a history of so many months that ends with the network's last day."""
    ends_on = parameters.ends_on + dt.timedelta(days=1)
    year, month = divmod(ends_on.year * 12 + ends_on.month - 1 - months, 12)
    return day_number(dt.date(year, month + 1, min(ends_on.day, 28)))


class DeliveryCalendar:
    """The days on which a clinic exports: the day after the last day of data, and weeks before it.

    A file holds what was known at 00:00 of its day. The first file of a clinic with a backlog holds
    everything from before.
    """

    def __init__(self, parameters: Simulation, months: int) -> None:
        self.last = day_number(parameters.ends_on) + 1
        started = first_day(parameters, months)
        backlog = first_day(parameters, months - min(parameters.backlog_months, months - 1))
        self.first = self._on_or_after(backlog + 1 if parameters.backlog_months else started + 1)
        self.days: Days = np.arange(self.first, self.last + 1, 7, dtype=np.int32)

    def _on_or_after(self, day: int) -> int:
        return self.last - 7 * ((self.last - day) // 7)

    def delivered_on(self, known: Days) -> Days:
        """Return the day of the first delivery after each day; past the last one where it's too recent."""
        found = self.last - 7 * ((self.last - known - 1) // 7)
        return np.maximum(found, self.first).astype(np.int32)


def is_closed(days: Days) -> Flags:
    """Tell which days fall into the closure from 22 December to 2 January."""
    month_day = _month_and_day(days)
    return (month_day >= 1222) | (month_day <= 102)


def is_summer_leave(days: Days, leave_starts: Days) -> Flags:
    """Tell which days fall into a fortnight's leave that begins on a day of the year."""
    of_year = days - days.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(int)
    return np.asarray((of_year >= leave_starts) & (of_year < leave_starts + 14))


def _month_and_day(days: Days) -> NDArray[np.int64]:
    moments = days.astype("datetime64[D]")
    months = moments.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    return np.asarray(month * 100 + (moments - months.astype("datetime64[D]")).astype(np.int64) + 1)


def on_a_weekday(days: Days) -> Days:
    """Move Saturdays and Sundays to the Monday after them."""
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday: Monday is 0
    return (days + np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0))).astype(np.int32)


def moments(days: Days, minutes: NDArray[np.int64]) -> pl.Series:
    """Combine day numbers and minutes after midnight into a naive, clinic-local Datetime column."""
    stamps = days.astype("datetime64[D]").astype("datetime64[m]") + minutes.astype("timedelta64[m]")
    return pl.Series(stamps.astype("datetime64[us]"))
