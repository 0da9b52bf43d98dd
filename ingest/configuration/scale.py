"""One number that a form yields: from which items, by which rule, and what it means.

Belongs here: what the file says about a scale, and every contradiction within it. Doesn't: the form's items
(`items`), what a score means (`threshold`), and the scoring itself, which is SQL over the registry tables.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from ingest.configuration.evidence import Evidence, Source, one_or_each, require_each
from ingest.configuration.items import ItemNumber, unknown_as_none
from ingest.configuration.network import Identifier, Strict
from ingest.configuration.threshold import HigherIs, Norm, Reliability, ReliableChange, Threshold

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
Method = Literal["sum", "mean", "declared"]
Imputation = Literal["mean", "rounded_mean", "left_out"]
Rounding = Literal["none", "half_up"]
ScaleFact = Literal["items", "score", "direction"]
SCALE_FACTS: tuple[ScaleFact, ...] = ("items", "score", "direction")


def item_words(value: Any) -> Any:
    """Read `all` and `unknown`, and refuse an empty list, which could mean either."""
    if value == []:
        raise ValueError("no item is listed; write `all`, `unknown`, or the numbers on the published form")
    return () if value == "all" else unknown_as_none(value)


class ShownAs(Strict):
    """A second unit in which a score may be printed, such as a sum as the mean of its items.

    The scale's own ends stand for the ends of this one.
    """

    name: str = Field(min_length=1)
    minimum: float
    maximum: float


class Scale(Strict):
    """One number that a form yields."""

    scale: Identifier = Field(description="Equals the instrument's id for its main scale.")
    name: str = Field(min_length=1)
    measures: Construct = Field(description="What the number is a measure of.")
    items: Annotated[
        tuple[ItemNumber, ...] | None,
        BeforeValidator(
            item_words, json_schema_input_type=Literal["all", "unknown"] | tuple[ItemNumber, ...]
        ),
    ] = Field((), description="`all`, the numbers on the published form, or `unknown`, which bars scoring.")
    method: Method = Field(description="`declared`: the sender's total is the score, items are only kept.")
    multiply_by: float = Field(
        1, gt=0, description="10 for CORE's clinical score, 4 for the WHO-5's percentage."
    )
    conversion: dict[int, float] = Field(default_factory=dict, description="Raw sum -> published metric.")
    minimum: float
    maximum: float
    also_shown_as: ShownAs | None = None
    higher_is: HigherIs
    max_missing: int = Field(ge=0, description="With more items unanswered there is no score.")
    optional_items: tuple[ItemNumber, ...] = Field(
        (), description="Items that may stay unanswered without counting towards `max_missing`."
    )
    imputation: Imputation = Field(
        "mean",
        description="What stands for an unanswered item: the mean of the answered ones; that mean as a whole "
        "number (half up; within its own subscale where the scale is `partitioned_into` some); or nothing.",
    )
    rounding: Rounding = Field("none", description="Of a prorated score, to a whole number.")
    partitioned_into: tuple[Identifier, ...] = Field(
        (), description="Scales that share this one's items out among them: each item belongs to one."
    )
    missing_evidence: Evidence
    missing_source: Source
    takes_declared_total: bool = Field(False, description="A sender's total is compared with this scale.")
    fractional: bool = Field(
        False, description="True where a complete form can give a score between whole numbers."
    )
    evidence: Annotated[
        dict[ScaleFact, Evidence],
        BeforeValidator(
            one_or_each(SCALE_FACTS), json_schema_input_type=Evidence | dict[ScaleFact, Evidence]
        ),
    ] = Field(description="One mark, or one each for items, score and direction.")
    source: Annotated[
        dict[ScaleFact, Source],
        BeforeValidator(one_or_each(SCALE_FACTS), json_schema_input_type=str | dict[ScaleFact, str]),
    ] = Field(description="One source, or one each for items, score and direction.")
    reliable_change: tuple[ReliableChange, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    norms: tuple[Norm, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _declared_scales_have_no_items(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("method") == "declared":
            if value.get("items") not in (None, "unknown") or value.get("takes_declared_total") is False:
                raise ValueError(
                    "`method: declared` is scored from the total: no items, and it takes the total"
                )
            return value | {"items": "unknown", "takes_declared_total": True}
        return value

    @model_validator(mode="after")
    def _hang_together(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("`minimum` must be below `maximum`")
        if len(set(self.items or ())) != len(self.items or ()):
            raise ValueError("an item is listed twice")
        ids = [change.id for change in self.reliable_change]
        if len(set(ids)) != len(ids):
            raise ValueError("two reliable-change criteria share an id")
        if self.conversion and (self.method != "sum" or self.max_missing != 0 or self.optional_items):
            raise ValueError("a conversion table needs the sum of a complete form")
        self._check_imputation()
        require_each(self.evidence, SCALE_FACTS, "evidence")
        require_each(self.source, SCALE_FACTS, "source")
        for threshold in self.thresholds:
            threshold.check_polarity(self.higher_is)
            self._check_place(threshold)
        return self

    def _check_imputation(self) -> None:
        if self.imputation != "mean" and (self.method != "sum" or self.rounding != "none"):
            raise ValueError(f"`imputation: {self.imputation}` belongs to a sum, and nothing else rounds it")
        if self.imputation == "rounded_mean" and self.multiply_by != 1:
            raise ValueError("`imputation: rounded_mean` can't be multiplied")
        beyond = [number for number in self.optional_items if self.items and number not in self.items]
        if beyond:
            raise ValueError(f"optional items that aren't in the scale: {beyond}")

    def _check_place(self, threshold: Threshold) -> None:
        if threshold.kind in ("low_item", "drop"):
            return
        if not self.minimum <= threshold.value <= self.maximum:
            raise ValueError(
                f"threshold {threshold.value:g} lies outside {self.minimum:g} to {self.maximum:g}"
            )

    @property
    def is_waiting(self) -> bool:
        """True while it isn't known which items make this scale, so that it can't be scored."""
        return self.items is None and self.method != "declared"

    @property
    def cutoff_sets(self) -> tuple[str, ...]:
        """The sets of clinical cut-offs in the file's order; the network may choose, else the first."""
        return tuple(dict.fromkeys(t.set for t in self.thresholds if t.kind == "clinical_cutoff"))
