"""What one run is about and what it may know.

Belongs here: the reported week, the moment up to which arrivals count, and the run's own name. Doesn't: the
calendar (`week`) and where things lie (`ingest.home`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version

from warehouse.week import Week


@dataclass(frozen=True)
class Knowledge:
    """Events before the week's end, as far as they had been received by `known_at` (inclusive).

    `known_at` is a moment with a time zone; a naive one is UTC already.
    """

    week: Week
    known_at: dt.datetime
    run_id: str

    @property
    def known_at_utc(self) -> dt.datetime:
        """`known_at` as machine times are stored: UTC, naive."""
        if self.known_at.tzinfo is None:
            return self.known_at
        return self.known_at.astimezone(dt.UTC).replace(tzinfo=None)

    def dbt_variables(self) -> dict[str, str]:
        """Return the variables by which the dbt models know all this."""
        return {
            "week": str(self.week),
            "week_end": self.week.end.isoformat(sep=" "),
            "known_at": self.known_at_utc.isoformat(sep=" "),
            "run_id": self.run_id,
            "code_version": version("rapport"),
        }
