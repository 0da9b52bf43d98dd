"""Codes under which an instrument travels in FHIR and in national data sets.

Belongs here: LOINC and SNOMED CT codes of a form, its items and its score, and their check digits.
Doesn't: reading files that use them (`ingest.formats`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from ingest.configuration.evidence import Evidence, Source
from ingest.configuration.network import Strict
from ingest.configuration.options import Text

System = Literal["loinc", "snomed"]
Role = Literal["panel", "item", "unscored_item", "total", "answer", "score", "former_score"]

_DIHEDRAL = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
"""Multiplication in the dihedral group of the pentagon, on which Verhoeff's check digit rests."""
_PERMUTATIONS = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870",
    "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def _loinc(code: str) -> str:
    number, _, check = code.partition("-")
    if not (number.isdigit() and check.isdigit() and len(check) == 1):
        raise ValueError(f"`{code}` isn't a LOINC code, which ends in a dash and a check digit")
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(number))]
    if (sum(value // 10 + value % 10 for value in doubled) + int(check)) % 10:
        raise ValueError(f"`{code}` is mistyped: its check digit doesn't fit")
    return code


def _snomed(code: str) -> str:
    if not (code.isdigit() and 6 <= len(code) <= 18):
        raise ValueError(f"`{code}` isn't a SNOMED CT identifier, which has 6 to 18 digits")
    state = 0
    for place, digit in enumerate(reversed(code)):
        state = int(_DIHEDRAL[state][int(_PERMUTATIONS[place % 8][int(digit)])])
    if state:
        raise ValueError(f"`{code}` is mistyped: its check digit doesn't fit")
    return code


LoincCode = Annotated[Text, AfterValidator(_loinc)]
AnswerCode = Annotated[Text, Field(pattern=r"^LA\d+-\d$")]
SnomedCode = Annotated[Text, AfterValidator(_snomed)]


@dataclass(frozen=True)
class CodeUse:
    """One code and what it stands for."""

    system: System
    code: str
    role: Role
    item: int | None = None
    answer: int | None = None


class Loinc(Strict):
    """A form's LOINC codes."""

    panel: LoincCode | None = None
    items: tuple[LoincCode, ...] = Field((), description="One for each item, in the published order.")
    unscored_items: tuple[LoincCode, ...] = Field(
        (), description="Questions that travel with the form and belong to no score."
    )
    total: LoincCode | None = None
    answers: dict[AnswerCode, int] = Field(
        default_factory=dict, description="Answer code -> answer; other forms may share them."
    )
    evidence: Evidence
    source: Source

    def uses(self) -> Iterator[CodeUse]:
        """Yield every code with what it stands for."""
        if self.panel is not None:
            yield CodeUse("loinc", self.panel, "panel")
        yield from (CodeUse("loinc", code, "item", item=n) for n, code in enumerate(self.items, start=1))
        yield from (CodeUse("loinc", code, "unscored_item") for code in self.unscored_items)
        if self.total is not None:
            yield CodeUse("loinc", self.total, "total")
        yield from (CodeUse("loinc", code, "answer", answer=n) for code, n in self.answers.items())


class Snomed(Strict):
    """The SNOMED CT codes of a form's score, in the units of the scale that takes the declared total."""

    score: SnomedCode
    former_score: SnomedCode | None = Field(None, description="The code that earlier releases used.")
    evidence: Evidence
    source: Source

    def uses(self) -> Iterator[CodeUse]:
        """Yield every code with what it stands for."""
        yield CodeUse("snomed", self.score, "score")
        if self.former_score is not None:
            yield CodeUse("snomed", self.former_score, "former_score")


class Codes(Strict):
    """Every code of an instrument."""

    loinc: Loinc | None = None
    snomed: Snomed | None = None

    @model_validator(mode="after")
    def _each_code_once(self) -> Self:
        codes = [(use.system, use.code) for use in self.uses()]
        twice = sorted({code for system, code in codes if codes.count((system, code)) > 1})
        if twice:
            raise ValueError(f"a code stands for two things: {', '.join(twice)}")
        return self

    def uses(self) -> Iterator[CodeUse]:
        """Yield every code with what it stands for."""
        for part in (self.loinc, self.snomed):
            if part is not None:
                yield from part.uses()
