"""The schema of an instrument: its items, its scales, and what a score means.

Belongs here: keys of `instruments/<id>.yml` and every contradiction that the file alone shows. No item
wording is ever stored: item numbers only. Doesn't: scoring, which is SQL over the registry that these files
become.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from ingest.configuration.clinic import Text
from ingest.configuration.network import Identifier, Strict

Respondent = Literal["client", "therapist", "parent", "child", "observer"]
Gender = Literal["female", "male", "nonbinary", "other", "unknown"]
Operator = Literal["<", "<=", ">", ">="]
Evidence = Literal["verified", "recomputed", "memory", "house", "unsure"]
Construct = Literal[
    "outcome",
    "alliance",
    "empathy",
    "congruence",
    "regard",
    "unconditionality",
    "real_relationship",
    "satisfaction",
    "adherence",
    "motivation",
    "countertransference",
]

ItemNumber = Annotated[int, Field(ge=1)]


def exact(value: float) -> Fraction:
    """Read a decimal as it is written, so that 0.1 is a tenth."""
    return Fraction(str(value))


def _one_or_a_tenth(value: float) -> float:
    if value not in (1, 0.1):
        raise ValueError("`step` is 1 or 0.1")
    return value


class Items(Strict):
    """The answers that a form can hold, before any reversing."""

    count: int = Field(ge=1, le=200)
    minimum: float
    maximum: float
    step: Annotated[float, AfterValidator(_one_or_a_tenth)] = Field(
        1, description="0.1 for lines measured in tenths: they are kept as whole tenths."
    )
    reversed: tuple[ItemNumber, ...] = Field(
        (), description="Items where the answer counts as minimum+maximum-x."
    )
    excluded_values: tuple[int, ...] = Field(
        (), description="Values inside the range that the form doesn't have."
    )
    missing_codes: tuple[Text, ...] = Field(
        (), description="Codes that mean `does not apply` wherever this form is used."
    )
    evidence: Evidence
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _hang_together(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("`minimum` must be below `maximum`")
        for value in (self.minimum, self.maximum):
            if (exact(value) / exact(self.step)).denominator != 1:
                raise ValueError("`minimum` and `maximum` must be multiples of `step`")
        outside = [number for number in self.reversed if number > self.count]
        if outside:
            raise ValueError(f"reversed items beyond the last one: {outside}")
        if len(set(self.reversed)) != len(self.reversed):
            raise ValueError("an item is listed as reversed twice")
        in_range = [
            code
            for code in self.missing_codes
            if _is_number(code) and self.minimum <= float(code) <= self.maximum
        ]
        if in_range:
            raise ValueError(f"missing codes that are also answers: {in_range}")
        return self

    @property
    def units(self) -> int:
        """How many stored whole units one point has: 10 where lines are read in tenths."""
        return int(1 / exact(self.step))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


class ComputedChange(Strict):
    """A Jacobson-Truax criterion from a sample's own figures."""

    sd: float = Field(gt=0, description="Standard deviation before treatment.")
    reliability: float = Field(gt=0, lt=1)
    z: float = Field(1.96, gt=0)

    @property
    def points(self) -> float:
        """z * sqrt(2) * SEM, after Jacobson & Truax 1991."""
        return self.z * math.sqrt(2) * self.sd * math.sqrt(1 - self.reliability)


class ReliableChange(Strict):
    """How many points count as more than measurement error, and whether that many already do."""

    id: Identifier = "published"
    points: float | None = Field(None, gt=0)
    computed: ComputedChange | None = None
    operator: Literal[">=", ">"]
    evidence: Evidence
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.points is None) == (self.computed is None):
            raise ValueError("give either `points` or `computed`")
        if self.computed is not None and self.operator != ">":
            raise ValueError("a computed criterion is strict: operator `>`")
        return self

    @property
    def value(self) -> float:
        """The criterion in points of the scale."""
        return self.points if self.points is not None else self.computed.points  # type: ignore[union-attr]


class Threshold(Strict):
    """A score at which the meaning changes, for whom, and who says so.

    `clinical_cutoff` parts cases from non-cases; `band` is the lower bound of a severity band; `low_total`
    and `low_item` are an alliance that wants talking about; `drop` is a fall since the form before that does.
    """

    kind: Literal["clinical_cutoff", "band", "low_total", "low_item", "drop"]
    operator: Operator
    value: float
    label: str = Field(min_length=1)
    age_from: int | None = Field(None, ge=0)
    age_to: int | None = Field(None, ge=0, description="Last age in whole years that it holds for.")
    gender: Gender | None = None
    respondent: Respondent | None = None
    evidence: Evidence
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("`age_from` is above `age_to`")
        return self


def _all_or_list(value: object) -> object:
    return () if value == "all" else value


class Scale(Strict):
    """One number that a form yields."""

    scale: Identifier = Field(description="Equals the instrument's id for its main scale.")
    name: str = Field(min_length=1)
    measures: Construct = Field(description="What the number is a measure of.")
    items: Annotated[tuple[ItemNumber, ...], BeforeValidator(_all_or_list)] = Field(
        (), description="`all`, or the numbers on the published form."
    )
    method: Literal["sum", "mean"]
    multiply_by: float = Field(
        1, gt=0, description="10 for CORE's clinical score, 4 for the WHO-5's percentage."
    )
    conversion: dict[int, float] = Field(default_factory=dict, description="Raw sum -> published metric.")
    minimum: float
    maximum: float
    higher_is: Literal["better", "worse"]
    max_missing: int = Field(ge=0, description="With more items unanswered there is no score.")
    rounding: Literal["none", "half_up"] = Field(
        "none", description="Of a prorated score, to a whole number."
    )
    missing_evidence: Evidence
    missing_source: str = Field(min_length=1)
    takes_declared_total: bool = Field(False, description="A sender's total is compared with this scale.")
    fractional: bool = Field(
        False, description="True where a complete form can give a score between whole numbers."
    )
    reliable_change: tuple[ReliableChange, ...] = ()
    thresholds: tuple[Threshold, ...] = ()

    @model_validator(mode="after")
    def _hang_together(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("`minimum` must be below `maximum`")
        if len(set(self.items)) != len(self.items):
            raise ValueError("an item is listed twice")
        ids = [change.id for change in self.reliable_change]
        if len(set(ids)) != len(ids):
            raise ValueError("two reliable-change criteria share an id")
        if self.conversion and (self.method != "sum" or self.max_missing != 0):
            raise ValueError("a conversion table needs the sum of a complete form")
        for threshold in self.thresholds:
            self._check_polarity(threshold)
        return self

    def _check_polarity(self, threshold: Threshold) -> None:
        if threshold.kind == "drop":
            return
        if not self.minimum <= threshold.value <= self.maximum and threshold.kind != "low_item":
            raise ValueError(f"threshold {threshold.value} lies outside {self.minimum}-{self.maximum}")
        unwell_above = threshold.operator in (">", ">=")
        if threshold.kind == "clinical_cutoff" and unwell_above != (self.higher_is == "worse"):
            raise ValueError(
                f"a clinical cut-off `{threshold.operator} {threshold.value}` "
                f"contradicts `higher_is: {self.higher_is}`"
            )


class Instrument(Strict):
    """Everything that an instrument's YAML may say."""

    instrument: Identifier
    name: str = Field(min_length=1)
    aliases: tuple[Identifier, ...] = Field((), description="Other ids under which forms arrive.")
    respondents: tuple[Respondent, ...] = Field(min_length=1)
    licence: str = Field(min_length=1)
    citation: str = Field(min_length=1)
    items: Items
    scales: tuple[Scale, ...] = Field(min_length=1)
    risk_items: tuple[ItemNumber, ...] = Field(
        (), description="Any answer above the minimum wants a person's eyes."
    )
    notes: tuple[str, ...] = ()

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
            if scale.scale != self.instrument and not scale.scale.startswith(f"{self.instrument}_"):
                raise ValueError(
                    f"scale `{scale.scale}` must be called {self.instrument} or {self.instrument}_..."
                )
            beyond = [number for number in scale.items if number > self.items.count]
            if beyond:
                raise ValueError(f"scale `{scale.scale}` names items beyond the last one: {beyond}")
            self._check_range(scale)
        beyond = [number for number in self.risk_items if number > self.items.count]
        if beyond:
            raise ValueError(f"risk items beyond the last one: {beyond}")
        return self

    def _check_range(self, scale: Scale) -> None:
        """A scale's range must be the one that its items give, or every out-of-range total slips through."""
        numbers = self.item_numbers(scale)
        if scale.max_missing >= len(numbers):
            raise ValueError(f"scale `{scale.scale}` would be scored without an answer")
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

    def item_numbers(self, scale: Scale) -> tuple[int, ...]:
        """Return the scale's items, written out where the file says `all`."""
        return scale.items or tuple(range(1, self.items.count + 1))

    def signed_items(self, scale: Scale) -> tuple[int, ...]:
        """Return the scale's items, reversed ones negative: the form in which SQL scores them."""
        return tuple(-n if n in self.items.reversed else n for n in self.item_numbers(scale))

    @property
    def declared_total_scale(self) -> Scale | None:
        """The scale that a sender's total stands for, if the form has one."""
        return next((scale for scale in self.scales if scale.takes_declared_total), None)
