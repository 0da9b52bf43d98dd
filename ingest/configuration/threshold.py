"""What a score means: cut-offs, bands, reliable change, norms.

Belongs here: where the meaning of a score changes, for whom, and who says so. Doesn't: how the score is made
(`scale`), nor applying a threshold to people, which is SQL.
"""

from __future__ import annotations

import math
from typing import Literal, Self

from pydantic import Field, model_validator

from ingest.configuration.evidence import Evidence, Source
from ingest.configuration.network import Identifier, Strict

Respondent = Literal["client", "therapist", "parent", "child", "observer"]
Gender = Literal["female", "male", "nonbinary", "other", "unknown"]
Operator = Literal["<", "<=", ">", ">="]
HigherIs = Literal["better", "worse"]
ThresholdKind = Literal["clinical_cutoff", "band", "low_total", "low_item", "drop"]


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
    """How many points count as more than measurement error, and whether that many already do.

    A scale may list several; the first is used unless `rapport.yml` names another.
    """

    id: Identifier = "published"
    points: float | None = Field(None, gt=0)
    computed: ComputedChange | None = None
    operator: Literal[">=", ">"]
    evidence: Evidence
    source: Source

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

    kind: ThresholdKind
    operator: Operator
    value: float
    label: str = Field(min_length=1)
    set: Identifier = Field(
        "published",
        description="Which of several published sets of cut-offs. The first in the file is used unless "
        "`rapport.yml` names another under `definitions.cutoffs`.",
    )
    age_from: int | None = Field(None, ge=0)
    age_to: int | None = Field(None, ge=0, description="Last age in whole years that it holds for.")
    gender: Gender | None = None
    respondent: Respondent | None = None
    evidence: Evidence
    source: Source

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("`age_from` is above `age_to`")
        if self.kind == "drop" and (self.operator not in (">", ">=") or self.value <= 0):
            raise ValueError("a drop is a fall of at least so many points: operator `>=`, value above 0")
        if self.kind == "band" and self.operator not in (">", ">="):
            raise ValueError("a band begins at its lower bound: operator `>=` (or `>`)")
        return self

    def check_polarity(self, higher_is: HigherIs) -> None:
        """Raise ValueError if the threshold points away from what its scale calls worse."""
        worse_above = self.operator in (">", ">=")
        said = f"`{self.operator} {self.value:g}`"
        if self.kind == "clinical_cutoff" and worse_above != (higher_is == "worse"):
            raise ValueError(f"a clinical cut-off {said} contradicts `higher_is: {higher_is}`")
        if self.kind in ("low_total", "low_item") and (worse_above or higher_is == "worse"):
            raise ValueError(f"`{self.kind}` {said} needs `<` or `<=`, and a scale where higher is better")
        if self.kind == "drop" and higher_is == "worse":
            raise ValueError("a drop is a warning only where higher is better")


class Reliability(Strict):
    """A published reliability coefficient, or the range of several."""

    kind: Literal["alpha", "omega", "retest", "interrater"]
    low: float = Field(gt=0, le=1)
    high: float | None = Field(None, gt=0, le=1, description="Left out where one value is published.")
    sample: str | None = Field(None, min_length=1)
    evidence: Evidence
    source: Source


class Norm(Strict):
    """Mean and standard deviation of a published sample, in points of the scale."""

    group: str = Field(min_length=1)
    mean: float
    sd: float | None = Field(None, gt=0)
    n: int | None = Field(None, ge=1)
    evidence: Evidence
    source: Source
