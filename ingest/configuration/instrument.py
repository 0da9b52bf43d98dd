"""The schema of an instrument: who fills it in, its items, its scales, its codes, its licence.

Belongs here: keys of `instruments/<id>.yml` and every contradiction that the file alone shows. Doesn't: the
parts (`items`, `scale`, `threshold`, `instrument_codes`), a home's confirmation of one (`confirmation`), and
what needs several instruments or psychometric judgement (`registry_lint`).
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from ingest.configuration.evidence import Evidence, Source
from ingest.configuration.instrument_codes import Codes
from ingest.configuration.items import Coding, ItemNumber, Items, exact
from ingest.configuration.network import Identifier, Strict
from ingest.configuration.scale import Construct, Scale
from ingest.configuration.threshold import (
    ComputedChange,
    Gender,
    Norm,
    Operator,
    Reliability,
    ReliableChange,
    Respondent,
    Threshold,
)

__all__ = [
    "Codes", "Coding", "ComputedChange", "Construct", "Evidence", "Gender", "Instrument", "ItemNumber",
    "Items", "Norm", "Operator", "Reliability", "ReliableChange", "Respondent", "Scale", "Threshold",
    "Version", "exact",
]  # fmt: skip

Status = Literal["scored", "provisional"]


class Version(Strict):
    """The form as one kind of respondent gets it: the same items and key, in other words."""

    respondent: Respondent
    name: str = Field(min_length=1)
    evidence: Evidence
    source: Source


class Instrument(Strict):
    """Everything that an instrument's YAML may say."""

    instrument: Identifier
    name: str = Field(min_length=1)
    aliases: tuple[Identifier, ...] = Field((), description="Other ids under which forms arrive.")
    status: Status = Field(
        "scored", description="provisional: forms are kept, and nothing is scored until the home confirms it."
    )
    awaits: tuple[str, ...] = Field((), description="What a home's confirmation would have to settle.")
    respondents: tuple[Respondent, ...] = Field(min_length=1)
    versions: tuple[Version, ...] = Field(
        (), description="Where respondents get forms of their own: one entry for each."
    )
    age_from: int | None = Field(None, ge=0, description="Youngest age that the form is made for.")
    age_to: int | None = Field(None, ge=0, description="Oldest age, in whole years.")
    licence: str = Field(min_length=1)
    licence_required: bool = Field(False, description="True where a site needs the owner's written licence.")
    licence_note: str | None = Field(
        None, min_length=1, description="What a site has to hold; shown on reports."
    )
    citation: str = Field(min_length=1)
    items: Items
    scales: tuple[Scale, ...] = ()
    risk_items: tuple[ItemNumber, ...] = Field(
        (), description="Any answer above the minimum wants a person's eyes."
    )
    risk_evidence: Evidence | None = None
    risk_source: Source | None = None
    codes: Codes = Field(default_factory=Codes)
    notes: tuple[str, ...] = ()
    confirmed_by: str | None = Field(None, min_length=1, description="Name or role of who read the manual.")
    confirmed_on: dt.date | None = None
    manual: str | None = Field(
        None, min_length=1, description="Title and edition of the manual that was read."
    )

    @field_validator("scales")
    @classmethod
    def _scale_ids_are_unique(cls, value: tuple[Scale, ...]) -> tuple[Scale, ...]:
        ids = [scale.scale for scale in value]
        if len(set(ids)) != len(ids):
            raise ValueError("two scales share an id")
        if sum(scale.takes_declared_total for scale in value) > 1:
            raise ValueError("only one scale can take the declared total")
        return value

    @model_validator(mode="after")
    def _hang_together(self) -> Self:
        for scale in self.scales:
            self._check_scale(scale)
        beyond = [number for number in self.risk_items if number > self.items.count]
        if beyond:
            raise ValueError(f"risk items beyond the last one: {beyond}")
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("`age_from` is above `age_to`")
        if self.licence_required and self.licence_note is None:
            raise ValueError(
                "`licence_required` needs a `licence_note`: what a site has to hold, and from whom"
            )
        if self.versions and sorted(v.respondent for v in self.versions) != sorted(self.respondents):
            raise ValueError("`versions` must hold one entry for each of `respondents`")
        loinc = self.codes.loinc
        if loinc is not None and loinc.items and len(loinc.items) != self.items.count:
            raise ValueError(f"{len(loinc.items)} LOINC item codes for {self.items.count} items")
        self._check_status()
        return self

    def _check_status(self) -> None:
        if self.status == "provisional":
            if not self.awaits:
                raise ValueError(
                    "a provisional instrument says under `awaits` what a confirmation has to settle"
                )
            return
        if self.items.reversed is None and any(scale.items is not None for scale in self.scales):
            raise ValueError(
                "`items.reversed` is still open: list the reversed items, or [] if the manual reverses none"
            )
        if not any(self.is_scored(scale) for scale in self.scales):
            raise ValueError("nothing could be scored: give `scales` with their items")
        waiting = [scale.scale for scale in self.scales if scale.is_waiting]
        if waiting and not self.awaits:
            raise ValueError(f"the items of {', '.join(waiting)} are unknown: say so under `awaits`")

    def _check_scale(self, scale: Scale) -> None:
        name = f"scale `{scale.scale}`"
        if scale.scale != self.instrument and not scale.scale.startswith(f"{self.instrument}_"):
            raise ValueError(f"{name} must be called {self.instrument} or {self.instrument}_...")
        beyond = [number for number in scale.items or () if number > self.items.count]
        if beyond:
            raise ValueError(f"{name} names items beyond the last one: {beyond}")
        if scale.items is None:
            return
        if scale.max_missing + len(scale.optional_items) >= len(self.item_numbers(scale)):
            raise ValueError(f"{name} would be scored without an answer")
        if scale.imputation == "rounded_mean" and self.items.units != 1:
            raise ValueError(f"{name}: a rounded mean can't stand for a line measured in tenths")
        self._check_range(scale)

    def _check_range(self, scale: Scale) -> None:
        """A scale's range must be the one that its items give, or every out-of-range total slips through."""
        numbers = self.item_numbers(scale)
        if scale.conversion:
            sums = range(int(self.items.minimum * len(numbers)), int(self.items.maximum * len(numbers)) + 1)
            if set(scale.conversion) != set(sums):
                raise ValueError(f"scale `{scale.scale}`: the conversion table must hold every sum once")
            low, high = min(scale.conversion.values()), max(scale.conversion.values())
        else:
            times = len(numbers) if scale.method == "sum" else 1
            low = self.items.minimum * times * scale.multiply_by
            high = self.items.maximum * times * scale.multiply_by
        if not (math.isclose(low, scale.minimum) and math.isclose(high, scale.maximum)):
            raise ValueError(
                f"scale `{scale.scale}` says {scale.minimum:g} to {scale.maximum:g}, "
                f"its items give {low:g} to {high:g}"
            )

    def is_scored(self, scale: Scale) -> bool:
        """Say whether this scale may be scored at present."""
        is_keyed = scale.method == "declared" or self.items.reversed is not None
        return self.status == "scored" and is_keyed and not scale.is_waiting

    def item_numbers(self, scale: Scale) -> tuple[int, ...]:
        """Return the scale's items, written out where the file says `all`; none where they aren't known."""
        if scale.items is None:
            return ()
        return scale.items or tuple(range(1, self.items.count + 1))

    def signed_items(self, scale: Scale) -> tuple[int, ...]:
        """Return the scale's items, reversed ones negative: the form in which SQL scores them.

        None are returned where nothing may be scored, so that no consumer can score them by mistake.
        """
        if not self.is_scored(scale):
            return ()
        return self._signed(self.item_numbers(scale))

    def item_groups(self, scale: Scale) -> tuple[tuple[int, ...], ...]:
        """Return the groups of signed items within which unanswered ones are replaced."""
        parts = [part for part in self.scales if part.scale in scale.partitioned_into]
        if not self.is_scored(scale) or scale.imputation != "rounded_mean" or not parts:
            return (self.signed_items(scale),)
        return tuple(self._signed(self.item_numbers(part)) for part in parts)

    def _signed(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(-n if n in (self.items.reversed or ()) else n for n in numbers)

    @property
    def declared_total_scale(self) -> Scale | None:
        """The scale that a sender's total stands for, if the form has one."""
        return next((scale for scale in self.scales if scale.takes_declared_total), None)
