"""The schema of `holidays`: the days on which little is to be expected.

Belongs here: the key, its contradictions, whose holidays they are. Doesn't: what checks and reports make of
them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

from pydantic import Field, model_validator

from ingest.configuration.strict import Strict

LONGEST_DAYS = 62
"""A longer stretch is no holiday: it would excuse an export that has stopped."""


class Holiday(Strict):
    """Days on which a clinic is closed or has few sessions, so that few files and rows are no alarm."""

    date: dt.date = Field(description="The day, or the first of several.")
    until: dt.date | None = Field(
        None, description=f"The last of several days, at most {LONGEST_DAYS}; left out: the day alone."
    )
    name: str = Field(min_length=1, max_length=100, description="What it is called, as reports print it.")

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.until or self.date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.date:
            raise ValueError(f"`until: {self.until}` lies before `date: {self.date}`")
        if (self.last - self.date).days >= LONGEST_DAYS:
            days = (self.last - self.date).days + 1
            raise ValueError(f"`{self.name}` lasts {days} days; at most {LONGEST_DAYS} are a holiday")
        return self


def holidays_of_clinics(
    network: Sequence[Holiday], clinics: Mapping[str, Sequence[Holiday]]
) -> Iterator[tuple[str, Holiday]]:
    """Yield each clinic's holidays: the network's and its own, by their day."""
    for clinic_id, own in sorted(clinics.items()):
        for holiday in sorted((*network, *own), key=lambda item: (item.date, item.last, item.name)):
            yield clinic_id, holiday
