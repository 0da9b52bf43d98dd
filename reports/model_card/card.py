"""The model card in the making: the marts about the model, and how its numbers are written.

Belongs here: reading them once, an estimate with its interval, a part's shape. Doesn't: any part's text
(`describing`, `performing`, `deciding`, `since`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.components import Figure, Table
from reports.publication import Publication
from reports.words.catalogue import Words
from reports.words.figures import plain

Row = dict[str, Any]
QUERIES = Path(__file__).with_name("queries")


@dataclass(frozen=True)
class Section:
    """One part of the card: what it answers, in sentences, with pictures and tables."""

    anchor: str
    heading: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()


class Card:
    """The card in the making; its methods say numbers as the card does."""

    def __init__(self, publication: Publication, words: Words, audience: str) -> None:
        self.publication, self.words, self.audience = publication, words, audience
        self.model: Row | None = next(iter(self.rows("model")), None)
        self.validation = self.rows("validation")

    def rows(self, query: str) -> list[Row]:
        """Return the answer to one of the card's queries."""
        return self.publication.rows(QUERIES / f"{query}.sql")

    def number(self, value: float | None, digits: int = 2) -> str:
        """Return a number, or that there is none."""
        return self.words.say("none") if value is None else self.words.figures.decimal(value, digits)

    def ranged(self, row: Row | None) -> str:
        """Return an estimate with its interval: 0.79 (0.76 to 0.82)."""
        if row is None or row["value"] is None:
            return self.words.say("none")
        if row["lower"] is None:
            return self.number(row["value"])
        return self.words.say(
            "card-ranged",
            value=self.number(row["value"]),
            lower=self.number(row["lower"]),
            upper=self.number(row["upper"]),
        )

    def share(self, row: Row | None) -> str:
        """Return a measure as whole per cents."""
        return self.words.say("none") if row is None else self.words.figures.percent(row["value"])

    def found(self, scheme: str, predictor: str, scope: str, value: str, metric: str) -> Row | None:
        """Return one row of the validation, or None."""
        wanted = (scheme, predictor, scope, value, metric)
        keys = ("scheme", "predictor", "scope", "scope_value", "metric")
        return next((row for row in self.validation if tuple(row[key] for key in keys) == wanted), None)

    def clinic(self, clinic_id: str) -> str:
        """Return a clinic's name."""
        clinic = self.publication.clinics.get(clinic_id)
        return plain(clinic.name if clinic else clinic_id)
