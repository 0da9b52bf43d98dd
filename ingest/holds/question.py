"""What the guards are asked about, and what they answer.

Belongs here: the shapes, and what several guards need of them. Doesn't: any single guard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from ingest.canonical import Feed
from ingest.configuration.holds import Holds
from ingest.configuration.registry import Registry
from ingest.deliveries import Arrival, Held
from ingest.door import Verdict
from ingest.formats.text_table import FILE_COLUMN
from ingest.judging import IS_WITHDRAWN
from ingest.known_deliveries import Inspection
from ingest.landing_tables import CHECKS
from ingest.other_clinics import OtherClinics
from ingest.pseudonyms import KeyKind
from ingest.rules import Rule

WHO = {
    Feed.CLIENTS: (KeyKind.CLIENT,),
    Feed.THERAPISTS: (),
    Feed.EPISODES: (KeyKind.CLIENT, KeyKind.EPISODE),
    Feed.APPOINTMENTS: (KeyKind.EPISODE,),
    Feed.RESPONSES: (KeyKind.EPISODE,),
    Feed.ACTIONS: (KeyKind.EPISODE,),
}
"""The people and courses that a feed's rows name, by which its files are recognised."""
PLURALS = {KeyKind.CLIENT: "clients", KeyKind.EPISODE: "courses of care"}


@dataclass(frozen=True)
class Question:
    """Files that were judged and are about to be taken."""

    inspection: Inspection
    arrivals: Sequence[Arrival]
    verdict: Verdict
    registry: Registry
    others: OtherClinics
    known_before: Mapping[KeyKind, pl.DataFrame]  # identities (key, local_id) that earlier runs left

    @cached_property
    def limits(self) -> Holds:
        """The limits that hold for this export."""
        return self.registry.holds(self.inspection.clinic, self.inspection.export)

    @cached_property
    def read(self) -> list[Arrival]:
        """The files that were read; the verdict names them by their position here."""
        return [arrival for arrival in self.arrivals if arrival.is_read]

    @cached_property
    def open_files(self) -> dict[int, Arrival]:
        """The files about which nobody has decided yet, by position."""
        return {
            position: arrival
            for position, arrival in enumerate(self.read)
            if position not in self.verdict.refusals and not arrival.is_released
        }

    @cached_property
    def landed(self) -> pl.DataFrame:
        """Every row that would land, with the position of its file."""
        return pl.concat(self.verdict.landed) if self.verdict.landed else pl.DataFrame()

    def rows_of(self, position: int) -> pl.DataFrame:
        """Return the rows of one file that would land and say something."""
        return self.landed.filter((pl.col(FILE_COLUMN) == position) & ~pl.col(IS_WITHDRAWN))

    def held(self, position: int, rule: Rule, what: str) -> Held:
        """Hold a file: `what` is seen in it, as a sentence without values."""
        return Held(
            rule.id,
            f"{what} {rule.remedy}",
            self.verdict.rows_received.get(position),
            self.verdict.dialects.get(position, ""),
        )

    def flag(
        self, check_id: str, description: str, threshold: float, evaluated: int, failed: int
    ) -> pl.DataFrame:
        """Note something that people should look at although the file is taken (CHECKS)."""
        inspection = self.inspection
        row = (
            inspection.clinic.clinic,
            inspection.export.name,
            inspection.export.feed.value,
            check_id,
            description,
            "warning",
            threshold,
            evaluated,
            failed,
            0,
            False,
            "door",
            inspection.received_at,
        )
        return pl.DataFrame([row], schema=CHECKS, orient="row")


@dataclass(frozen=True)
class Findings:
    """Which files are held, and what else people should look at."""

    held: Mapping[int, Held] = field(default_factory=dict)  # position among the files that were read
    flags: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CHECKS))

    def marked(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Return the arrivals with what is held marked so, and those of the same bytes with them."""
        changed: dict[int, Arrival] = {}
        position = 0
        for arrival in arrivals:
            if arrival.is_read:
                if position in self.held:
                    changed[id(arrival)] = replace(arrival, held=self.held[position])
                position += 1
        marked = []
        for arrival in arrivals:
            twin = changed.get(id(arrival.twin)) if arrival.twin is not None else None
            marked.append(
                replace(arrival, twin=twin) if twin is not None else changed.get(id(arrival), arrival)
            )
        return marked
