"""The ISO week that a report is about.

Belongs here: which week is meant and when it begins and ends. Doesn't: what may be known of it (`knowledge`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, order=True)
class Week:
    """One ISO week: Monday 00:00 to the next Monday 00:00, on the clocks of the network's time zone."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse a week that no calendar has.

        Raises ValueError.
        """
        try:
            dt.date.fromisocalendar(self.year, self.number, 1)
        except ValueError:
            raise ValueError(f"there is no week {self.number} in {self.year}") from None

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read a week as ISO 8601 writes it, such as 2026-W46.

        Raises ValueError where the text isn't one, or the year has no such week.
        """
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"`{text}` isn't a week; write one like 2026-W46")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def containing(cls, day: dt.date) -> Week:
        """Return the week that a day lies in."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def last_complete(cls, now: dt.datetime, timezone: str) -> Week:
        """Return the last week that has ended by `now` on the clocks of `timezone`.

        Raises ValueError for a moment without a time zone, which could mean two different weeks.
        """
        if now.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        today = now.astimezone(ZoneInfo(timezone)).date()
        return cls.containing(today).previous()

    @property
    def monday(self) -> dt.date:
        """The week's first day."""
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def start(self) -> dt.datetime:
        """Monday 00:00, naive, in the network's time zone; belongs to the week."""
        return dt.datetime.combine(self.monday, dt.time())

    @property
    def end(self) -> dt.datetime:
        """The next Monday 00:00, naive; doesn't belong to the week."""
        return self.start + dt.timedelta(weeks=1)

    def previous(self) -> Week:
        """Return the week before."""
        return Week.containing(self.monday - dt.timedelta(weeks=1))

    def next(self) -> Week:
        """Return the week after."""
        return Week.containing(self.monday + dt.timedelta(weeks=1))

    def __str__(self) -> str:
        """Write the week as ISO 8601 does."""
        return f"{self.year:04d}-W{self.number:02d}"
