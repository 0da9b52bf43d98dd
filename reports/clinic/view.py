"""What every part of the clinic's page needs at hand.

Belongs here: the clinic, the words, the dates. Doesn't: any figure.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.clinic.names import Names
from reports.publication import Clinic, Publication
from reports.words.catalogue import Words
from warehouse.disclosure.policy import Policy

QUERIES = Path(__file__).with_name("queries")


@dataclass(frozen=True)
class ClinicView:
    """One clinic's page in the making. `names`: a label for each key, in the order to show them."""

    publication: Publication
    clinic: Clinic
    words: Words
    names: Names

    @property
    def therapists(self) -> dict[int, str]:
        """Therapists' labels."""
        return self.names.therapists

    @property
    def clients(self) -> dict[int, str]:
        """Labels of the clients of open courses."""
        return self.names.clients

    @property
    def policy(self) -> Policy:
        """What may be shown of others."""
        return self.publication.network.policy

    @property
    def last_day(self) -> dt.date:
        """The last day of the week that the figures tell of."""
        return (self.publication.marts_run.week_end - dt.timedelta(days=1)).date()

    @property
    def until(self) -> str:
        """That day in words."""
        return self.words.figures.day(self.last_day)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return this clinic's rows of one of the page's own queries."""
        return self.publication.rows_of(QUERIES / f"{query}.sql", self.clinic.clinic_id)
