"""A home's word that a form is as its licensed manual has it, laid over the shipped file.

Belongs here: the schema of a confirming `instruments/<id>.yml`, the merge, and which of its statements
contradict a verified fact. Doesn't: finding the files (`instrument_files`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ingest.configuration.evidence import Evidence
from ingest.configuration.facts import Fact, facts, threshold_name
from ingest.configuration.instrument import Instrument, ItemNumber, Norm, Respondent, Threshold
from ingest.configuration.instrument import Reliability as Coefficient
from ingest.configuration.network import Identifier, Strict
from ingest.configuration.options import Name, Text
from ingest.configuration.scale import Construct, Imputation, Method, Rounding, ShownAs, item_words
from ingest.configuration.threshold import HigherIs, ReliableChange

CONFIRMED: Evidence = "confirmed"


class ConfirmedThreshold(Threshold):
    """A threshold that needs no evidence of its own: the confirmation's manual is its source."""

    evidence: Evidence = CONFIRMED
    source: str = ""


class ConfirmedChange(ReliableChange):
    """A criterion that needs no evidence of its own: the confirmation's manual is its source."""

    evidence: Evidence = CONFIRMED
    source: str = ""


class ConfirmedCoefficient(Coefficient):
    """A reliability that needs no evidence of its own: the confirmation's manual is its source."""

    evidence: Evidence = CONFIRMED
    source: str = ""


class ConfirmedNorm(Norm):
    """A norm that needs no evidence of its own: the confirmation's manual is its source."""

    evidence: Evidence = CONFIRMED
    source: str = ""


class ConfirmedItems(Strict):
    """What the manual says of the items; left out where the shipped file has it already."""

    count: int | None = Field(None, ge=1, le=200)
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    reversed: tuple[ItemNumber, ...] | None = Field(None, description="[] if the manual reverses none.")
    excluded_values: tuple[int, ...] | None = None
    missing_codes: tuple[Text, ...] | None = None


class ConfirmedScale(Strict):
    """What the manual says of one scale; left out where the shipped file has it already."""

    scale: Identifier = Field(description="A shipped scale, or a new one: <instrument>_<name>.")
    name: Name | None = None
    measures: Construct | None = None
    items: Annotated[
        tuple[ItemNumber, ...] | None,
        BeforeValidator(
            item_words, json_schema_input_type=Literal["all", "unknown"] | tuple[ItemNumber, ...]
        ),
    ] = None
    method: Method | None = None
    multiply_by: float | None = Field(None, gt=0)
    conversion: dict[int, float] | None = None
    minimum: float | None = None
    maximum: float | None = None
    also_shown_as: ShownAs | None = None
    higher_is: HigherIs | None = None
    max_missing: int | None = Field(None, ge=0)
    optional_items: tuple[ItemNumber, ...] | None = None
    imputation: Imputation | None = None
    rounding: Rounding | None = None
    partitioned_into: tuple[Identifier, ...] | None = None
    takes_declared_total: bool | None = None
    fractional: bool | None = None
    reliable_change: tuple[ConfirmedChange, ...] = ()
    thresholds: tuple[ConfirmedThreshold, ...] = ()
    reliability: tuple[ConfirmedCoefficient, ...] = ()
    norms: tuple[ConfirmedNorm, ...] = ()


class Confirmation(Strict):
    """Everything that a confirming file may say."""

    confirms: Identifier = Field(description="Id of a shipped instrument; equals the file's name.")
    confirmed_by: Name = Field(description="Name or role of who compared the form with the manual.")
    confirmed_on: dt.date
    manual: Name = Field(description="Title and edition of the manual that was read.")
    name: Name | None = None
    respondents: tuple[Respondent, ...] | None = None
    items: ConfirmedItems = Field(default_factory=ConfirmedItems)
    scales: tuple[ConfirmedScale, ...] = ()
    risk_items: tuple[ItemNumber, ...] | None = None
    notes: tuple[Name, ...] = ()


SCALE_FACT_OF = {
    "items": "items",
    "method": "score",
    "multiply_by": "score",
    "conversion": "score",
    "minimum": "score",
    "maximum": "score",
    "higher_is": "direction",
}
MISSING_KEYS = ("max_missing", "optional_items", "imputation", "rounding")
ITEM_FACT_OF = {
    "count": "count",
    "minimum": "range",
    "maximum": "range",
    "step": "range",
    "excluded_values": "range",
    "reversed": "reversed",
}


def merged(shipped: Instrument, confirmation: Confirmation) -> dict[str, Any]:
    """Lay a confirmation over the shipped file; the result is to be validated as an instrument.

    Confirming says that count, range, keys and direction are as in the manual, so that what the shipped file
    had from memory counts as confirmed; rules and thresholds that it doesn't mention keep their marks.
    """
    whole = shipped.model_dump()
    whole |= {
        "status": "scored",
        "confirmed_by": confirmation.confirmed_by,
        "confirmed_on": confirmation.confirmed_on,
        "manual": confirmation.manual,
        "notes": (*shipped.notes, *confirmation.notes),
    }
    given = confirmation.model_dump(exclude_unset=True)
    whole |= {key: given[key] for key in ("name", "respondents", "risk_items") if key in given}
    if "risk_items" in given:
        whole |= {"risk_evidence": CONFIRMED, "risk_source": confirmation.manual}
    if "respondents" in given:
        whole["versions"] = [v for v in whole["versions"] if v["respondent"] in given["respondents"]]
    whole["items"] = _merged_items(whole["items"], given.get("items", {}), confirmation.manual)
    whole["scales"] = _merged_scales(shipped, confirmation)
    waits = [s["scale"] for s in whole["scales"] if s.get("items") is None and s.get("method") != "declared"]
    whole["awaits"] = shipped.awaits if waits else ()
    return whole


def _merged_items(items: dict[str, Any], given: Mapping[str, Any], manual: str) -> dict[str, Any]:
    settled = {fact for fact, mark in items["evidence"].items() if mark != "verified"}
    if "reversed" not in given and items["reversed"] is None:
        settled.discard("reversed")
    settled |= {fact for key, fact in ITEM_FACT_OF.items() if key in given}
    whole = items | dict(given)
    whole["evidence"] = items["evidence"] | dict.fromkeys(settled, CONFIRMED)
    whole["source"] = items["source"] | dict.fromkeys(settled, manual)
    if any(whole[key] != items[key] for key, fact in ITEM_FACT_OF.items() if fact == "range"):
        whole["codings"] = ()  # they were written for the shipped range
    return whole


def _merged_scales(shipped: Instrument, confirmation: Confirmation) -> list[dict[str, Any]]:
    statements = {statement.scale: statement for statement in confirmation.scales}
    manual = confirmation.manual
    scales = []
    for scale in shipped.scales:
        whole = scale.model_dump()
        statement = statements.pop(scale.scale, None)
        if statement is not None:
            whole = _merged_scale(whole, statement, manual)
        elif scale.items is not None:
            whole |= _marks(whole, manual)
        scales.append(whole)
    scales += [_new_scale(statement, manual) for statement in statements.values()]
    return scales


def _merged_scale(whole: dict[str, Any], statement: ConfirmedScale, manual: str) -> dict[str, Any]:
    given = statement.model_dump(exclude_unset=True)
    whole = whole | {key: value for key, value in given.items() if key not in _LISTS}
    if whole["method"] == "declared":
        whole["items"] = None
    if "items" in given or whole["items"] is not None or whole["method"] == "declared":
        whole |= _marks(whole, manual, {SCALE_FACT_OF[key] for key in given if key in SCALE_FACT_OF})
    if given.keys() & set(MISSING_KEYS):
        whole |= {"missing_evidence": CONFIRMED, "missing_source": manual}
    for key in _LISTS:
        whole[key] = _joined(key, whole[key], given.get(key, ()), manual)
    return whole


def _marks(whole: Mapping[str, Any], manual: str, given: Collection[str] = ()) -> dict[str, Any]:
    settled = {fact for fact, mark in whole["evidence"].items() if mark != "verified"} | set(given)
    return {
        "evidence": dict(whole["evidence"]) | dict.fromkeys(settled, CONFIRMED),
        "source": dict(whole["source"]) | dict.fromkeys(settled, manual),
    }


def _new_scale(statement: ConfirmedScale, manual: str) -> dict[str, Any]:
    given = statement.model_dump(exclude_unset=True)
    has_rule = bool(given.keys() & set(MISSING_KEYS))
    whole = {
        "max_missing": 0,
        "missing_evidence": CONFIRMED if has_rule else "house",
        "missing_source": manual if has_rule else "a complete form only; the confirmation names no rule",
        "evidence": CONFIRMED,
        "source": manual,
    } | given
    for key in _LISTS:
        whole[key] = _joined(key, (), given.get(key, ()), manual)
    return whole


_LISTS = ("reliable_change", "thresholds", "reliability", "norms")


def _joined(key: str, shipped: Any, given: Any, manual: str) -> list[dict[str, Any]]:
    """Add the confirmation's entries; one for a place that is taken already replaces it."""
    own = [
        {"evidence": CONFIRMED} | dict(entry) | {"source": entry.get("source") or manual} for entry in given
    ]
    taken = {_place(key, entry) for entry in own}
    return [*(entry for entry in shipped if _place(key, entry) not in taken), *own]


def _place(key: str, entry: Mapping[str, Any]) -> str:
    if key == "reliable_change":
        return str(entry.get("id", "published"))
    if key == "thresholds":
        return threshold_name(Threshold.model_validate(dict(entry)))
    if key == "norms":
        return str(entry["group"])
    return f"{entry['kind']}:{entry.get('sample')}"


def contradictions(shipped: Instrument, other: Instrument) -> list[tuple[Fact, Fact]]:
    """Return the verified facts of the shipped file that another file states differently, with what it says.

    A total that the sender declares instead of a score from items is no contradiction, as long as its range
    is the same.
    """
    stated = {fact.path: fact for fact in facts(other)}
    declared = {scale.scale for scale in other.scales if scale.method == "declared"}
    found = []
    for fact in facts(shipped):
        answer = stated.get(fact.path)
        if fact.evidence != "verified" or answer is None or answer.words == fact.words:
            continue
        if not (fact.scale in declared and _same_but_declared(fact, answer)):
            found.append((fact, answer))
    return found


def _same_but_declared(fact: Fact, answer: Fact) -> bool:
    key = fact.path.rpartition(".")[2]
    if key == "score":
        return fact.words.rpartition(", ")[2] == answer.words.rpartition(", ")[2]
    return key in ("items", "missing")
