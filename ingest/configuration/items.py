"""The items of a form: how many, which answers they take, which run the other way.

Belongs here: what a form can hold before any scoring, and other ways in which senders write the same answers.
Doesn't: which items make which number (`scale`). No item wording is ever stored: item numbers only.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ingest.configuration.evidence import Evidence, Source, one_or_each, require_each
from ingest.configuration.network import Identifier, Strict
from ingest.configuration.options import Text

ItemNumber = Annotated[int, Field(ge=1)]
ItemFact = Literal["count", "range", "reversed", "skips"]
ITEM_FACTS: tuple[ItemFact, ...] = ("count", "range", "reversed", "skips")


def exact(value: float) -> Fraction:
    """Read a decimal as it is written, so that 0.1 is a tenth."""
    return Fraction(str(value))


def unknown_as_none(value: Any) -> Any:
    """Read the word `unknown`."""
    return None if value == "unknown" else value


def _one_or_a_tenth(value: float) -> float:
    if value not in (1, 0.1):
        raise ValueError("`step` is 1 or 0.1")
    return value


def _all_as_none(value: Any) -> Any:
    return None if value == "all" else value


def _is_between(text: str, lowest: float, highest: float) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return math.isfinite(value) and lowest <= value <= highest


class Coding(Strict):
    """Another way of writing down the same answers: the k-th answer as sent is the k-th answer of the form.

    A sender that counts a 1-5 form from 0 declares `{minimum: 0, maximum: 4}`; one that exports an option's
    place on a form printed best-first names the items that are `turned`.
    """

    coding: Identifier = Field(description="What a clinic's export names.")
    minimum: int = Field(description="Lowest number as sent.")
    maximum: int = Field(description="Highest number as sent.")
    turned: Annotated[
        tuple[ItemNumber, ...] | None,
        BeforeValidator(_all_as_none, json_schema_input_type=Literal["all"] | tuple[ItemNumber, ...]),
    ] = Field((), description="Items where the highest number sent is the form's lowest answer, or `all`.")
    description: Source = Field(description="How to recognise it.")
    evidence: Evidence
    source: Source

    @property
    def size(self) -> int:
        """How many different answers it can write."""
        return self.maximum - self.minimum + 1

    def turns(self, item: int) -> bool:
        """Say whether the numbers as sent run the other way for this item."""
        return self.turned is None or item in self.turned


class Items(Strict):
    """The answers that a form can hold, before any reversing."""

    count: int = Field(ge=1, le=200)
    minimum: float
    maximum: float
    step: Annotated[float, AfterValidator(_one_or_a_tenth)] = Field(
        1, description="0.1 for lines measured in tenths: they are kept as whole tenths."
    )
    reversed: Annotated[
        tuple[ItemNumber, ...] | None,
        BeforeValidator(unknown_as_none, json_schema_input_type=Literal["unknown"] | tuple[ItemNumber, ...]),
    ] = Field(
        (),
        description="Items where the answer counts as minimum+maximum-x, or `unknown`, which bars scoring.",
    )
    excluded_values: tuple[int, ...] = Field(
        (), description="Values inside the range that the form doesn't have."
    )
    missing_codes: tuple[Text, ...] = Field(
        (), description="Codes that mean `does not apply` wherever this form is used."
    )
    skipped_after: dict[ItemNumber, ItemNumber] = Field(
        default_factory=dict,
        description="Item -> the item whose lowest answer lets it be skipped; it then counts as the lowest.",
    )
    codings: tuple[Coding, ...] = Field((), description="Other ways in which senders write these answers.")
    evidence: Annotated[
        dict[ItemFact, Evidence],
        BeforeValidator(one_or_each(ITEM_FACTS), json_schema_input_type=Evidence | dict[ItemFact, Evidence]),
    ] = Field(description="One mark, or one each for count, range, reversed (and skips).")
    source: Annotated[
        dict[ItemFact, Source],
        BeforeValidator(one_or_each(ITEM_FACTS), json_schema_input_type=str | dict[ItemFact, str]),
    ] = Field(description="One source, or one each for count, range, reversed (and skips).")

    @model_validator(mode="after")
    def _hang_together(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("`minimum` must be below `maximum`")
        for value in (self.minimum, self.maximum):
            if (exact(value) / exact(self.step)).denominator != 1:
                raise ValueError("`minimum` and `maximum` must be multiples of `step`")
        self._check_numbers()
        in_range = [code for code in self.missing_codes if self._is_answer(code)]
        if in_range:
            raise ValueError(f"missing codes that are also answers: {in_range}")
        required = ITEM_FACTS if self.skipped_after else ITEM_FACTS[:-1]
        require_each(self.evidence, required, "evidence")
        require_each(self.source, required, "source")
        for coding in self.codings:
            self._check_coding(coding)
        return self

    def _check_numbers(self) -> None:
        numbers = self.reversed or ()
        outside = [number for number in numbers if number > self.count]
        if outside:
            raise ValueError(f"reversed items beyond the last one: {outside}")
        if len(set(numbers)) != len(numbers):
            raise ValueError("an item is listed as reversed twice")
        left_out = [value for value in self.excluded_values if not self.minimum <= value <= self.maximum]
        if left_out:
            raise ValueError(f"excluded values that lie outside the range anyway: {left_out}")
        for item, given in self.skipped_after.items():
            if max(item, given) > self.count or item == given or given in self.skipped_after:
                raise ValueError(f"`skipped_after: {{{item}: {given}}}` doesn't name two items of this form")

    def _is_answer(self, code: str) -> bool:
        inside = _is_between(code, self.minimum, self.maximum)
        return inside and float(code) not in self.excluded_values

    def _check_coding(self, coding: Coding) -> None:
        if coding.size != len(self.answers):
            raise ValueError(
                f"coding `{coding.coding}` writes {coding.size} answers, the form has {len(self.answers)}"
            )
        beyond = [number for number in coding.turned or () if number > self.count]
        if beyond:
            raise ValueError(f"coding `{coding.coding}` turns items beyond the last one: {beyond}")
        unclear = [code for code in self.missing_codes if _is_between(code, coding.minimum, coding.maximum)]
        if unclear:
            raise ValueError(f"coding `{coding.coding}` uses codes that mean `does not apply`: {unclear}")
        if [other.coding for other in self.codings].count(coding.coding) > 1:
            raise ValueError(f"two codings are called `{coding.coding}`")

    @property
    def units(self) -> int:
        """How many stored whole units one point has: 10 where lines are read in tenths."""
        return int(1 / exact(self.step))

    @property
    def answers(self) -> tuple[int, ...]:
        """Every answer that the form has, in stored units, from the lowest."""
        lowest, highest = (int(exact(limit) * self.units) for limit in (self.minimum, self.maximum))
        excluded = {value * self.units for value in self.excluded_values}
        return tuple(value for value in range(lowest, highest + 1) if value not in excluded)

    def coding(self, name: str) -> Coding | None:
        """Return the coding of this name."""
        return next((coding for coding in self.codings if coding.coding == name), None)

    def decoded(self, coding: Coding, *, turned: bool) -> dict[int, int]:
        """Return for each number as sent the answer that it stands for, in stored units."""
        sent = range(coding.minimum, coding.maximum + 1)
        return dict(zip(sent, reversed(self.answers) if turned else self.answers, strict=True))

    def reading(self) -> dict[str, Any]:
        """Return what decides how the door reads answers: no evidence, nothing that only scores use."""
        return self.model_dump(mode="json", exclude={"evidence", "source", "reversed", "skipped_after"})
