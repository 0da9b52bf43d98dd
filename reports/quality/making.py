"""What every part of the quality team's page needs at hand.

Belongs here: its queries, names of clinics, how a count is written. Doesn't: any part of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reports.components import Column, Table
from reports.publication import Clinic, Publication
from reports.words.catalogue import Words
from reports.words.figures import plain

QUERIES = Path(__file__).with_name("queries")
NETWORK = "network"
FILE_LIMIT, MESSAGE_LIMIT = 60, 300
LISTED = 400
"""So many rows a folded table has at most; all of them are in the published file."""
SHOWN = 12
"""So many rows of a long table stand open; the others are folded."""


@dataclass(frozen=True)
class Making:
    """The page in the making."""

    publication: Publication
    words: Words

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return the answer to one of the page's own queries."""
        return self.publication.rows(QUERIES / f"{query}.sql")

    def clinic(self, clinic_id: str | None) -> str:
        """Return a clinic's name; what belongs to no clinic belongs to the network."""
        if clinic_id is None or clinic_id == NETWORK:
            return self.words.say("quality-network")
        clinic = self.publication.clinics.get(clinic_id)
        return plain(clinic.name if clinic else clinic_id)

    def count(self, number: int | None) -> str:
        """Return a row count; of a refused file it may be unknown, which isn't 0."""
        return self.words.say("quality-not-counted") if number is None else self.words.figures.count(number)

    def clinics(self) -> list[Clinic]:
        """Return the clinics in the order of their names."""
        clinics = self.publication.clinics.values()
        return sorted(clinics, key=lambda clinic: (self.words.figures.sorting(clinic.name), clinic.clinic_id))


def text(label: str) -> Column:
    """Return a column of words."""
    return Column(label, is_number=False)


def sentence(label: str) -> Column:
    """Return a column of sentences."""
    return Column(label, is_number=False, is_long=True)


def number(label: str) -> Column:
    """Return a column of numbers."""
    return Column(label)


@dataclass(frozen=True)
class Folded:
    """A table that stands behind a line, which opens it."""

    summary: str
    table: Table


def split(long: Table | None) -> tuple[Table | None, Table | None]:
    """Return the first rows of a table, and those that are folded: a table of a few rows more stays whole."""
    if long is None or len(long.rows) <= SHOWN + SHOWN // 2:
        return long, None
    return replace(long, rows=long.rows[:SHOWN]), replace(long, rows=long.rows[SHOWN:])
