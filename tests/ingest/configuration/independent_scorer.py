"""A second scorer, in exact fractions, written from the registry's words and not from the SQL.

Belongs here: scoring, classifying and comparing one form at a time, as slowly and as plainly as possible. It
reads an instrument's own facts, never the signed lists that are made for SQL, so that a slip there shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ingest.configuration.instrument import Instrument, ReliableChange, Scale, Threshold

Number = int | float
Answers = Sequence[Number | None]


@dataclass(frozen=True)
class Person:
    """Who filled in a form, as far as it is known."""

    respondent: str
    age: int | None = None
    gender: str | None = None


def exact(value: Number) -> Fraction:
    """Read a decimal as it is written."""
    return Fraction(str(value))


def half_up(value: Fraction) -> Fraction:
    """Round to a whole number, a half upwards."""
    return Fraction(math.floor(value + Fraction(1, 2)))


def keyed_answers(instrument: Instrument, answers: Answers, is_keyed: bool) -> dict[int, Fraction]:
    """Return the answered items by number, turned so that they add up; skipped ones count as the lowest."""
    facts = instrument.items
    assert facts.reversed is not None
    assert len(answers) == facts.count
    given = {number: exact(answer) for number, answer in enumerate(answers, start=1) if answer is not None}
    for number, answer in given.items():
        assert exact(facts.minimum) <= answer <= exact(facts.maximum), f"item {number} is out of range"
        assert answer not in facts.excluded_values, f"item {number} has no such answer"
    for item, before in facts.skipped_after.items():
        if item not in given and given.get(before) == exact(facts.minimum):
            given[item] = exact(facts.minimum)
    if is_keyed:
        return given
    turn = exact(facts.minimum) + exact(facts.maximum)
    return {number: turn - answer if number in facts.reversed else answer for number, answer in given.items()}


def score(
    instrument: Instrument,
    scale: Scale,
    answers: Answers | None,
    is_keyed: bool = False,
    declared_total: Number | None = None,
) -> Fraction | None:
    """Return a form's score on one scale, or None where the rules give none."""
    if instrument.status == "provisional":
        return None
    if scale.method == "declared":
        return None if declared_total is None else exact(declared_total)
    if answers is None or scale.items is None:
        return None
    numbers = scale.items or tuple(range(1, instrument.items.count + 1))
    keyed = keyed_answers(instrument, answers, is_keyed)
    unanswered = [number for number in numbers if number not in keyed]
    counted = [number for number in unanswered if number not in scale.optional_items]
    answered = [keyed[number] for number in numbers if number in keyed]
    if not answered or len(counted) > scale.max_missing:
        return None
    if scale.imputation == "rounded_mean":
        return _with_rounded_means(instrument, scale, keyed, numbers)
    if scale.conversion:
        return exact(scale.conversion[int(sum(answered))])
    if scale.imputation == "left_out":
        return sum(answered, Fraction(0)) * exact(scale.multiply_by)
    mean = sum(answered, Fraction(0)) / len(answered)
    value = (mean if scale.method == "mean" else mean * len(numbers)) * exact(scale.multiply_by)
    return half_up(value) if unanswered and scale.rounding == "half_up" else value


def _with_rounded_means(
    instrument: Instrument, scale: Scale, keyed: dict[int, Fraction], numbers: Sequence[int]
) -> Fraction | None:
    others = {other.scale: other for other in instrument.scales}
    groups: list[Sequence[int]] = [others[name].items or () for name in scale.partitioned_into] or [numbers]
    total = Fraction(0)
    for group in groups:
        answered = [keyed[number] for number in group if number in keyed]
        if not answered:
            return None
        total += sum(answered) + half_up(sum(answered, Fraction(0)) / len(answered)) * (
            len(group) - len(answered)
        )
    return total


def meets(threshold: Threshold, value: Fraction) -> bool:
    """Say whether a score lies on the side of a threshold that it speaks of."""
    limit = exact(threshold.value)
    return {"<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit}[
        threshold.operator
    ]


def is_case(
    scale: Scale, value: Fraction | None, person: Person, cutoff_set: str | None = None
) -> bool | None:
    """Say whether a score is in the clinical range for this person; None where no cut-off holds for them."""
    cutoffs = [t for t in scale.thresholds if t.kind == "clinical_cutoff"]
    if value is None or not cutoffs:
        return None
    chosen = cutoff_set or cutoffs[0].set
    cutoffs = [
        cutoff
        for cutoff in cutoffs
        if cutoff.set == chosen
        and cutoff.gender in (None, person.gender)
        and cutoff.respondent in (None, person.respondent)
    ]
    if person.age is None:
        if len({(cutoff.age_from, cutoff.age_to) for cutoff in cutoffs}) != 1:
            return None
    else:
        cutoffs = [
            cutoff
            for cutoff in cutoffs
            if (cutoff.age_from or 0) <= person.age <= (999 if cutoff.age_to is None else cutoff.age_to)
        ]
    if not cutoffs:
        return None
    cutoffs.sort(
        key=lambda c: (c.gender is None, c.respondent is None, (c.age_to or 999) - (c.age_from or 0))
    )
    return meets(cutoffs[0], value)


def band(scale: Scale, value: Fraction) -> str | None:
    """Return the label of the highest band that a score has reached."""
    reached = [t.label for t in scale.thresholds if t.kind == "band" and meets(t, value)]
    return reached[-1] if reached else None


def is_low(scale: Scale, kind: str, value: Fraction) -> bool | None:
    """Say whether a total or a line is low enough to talk about; None where the scale has no such limit."""
    limits = [t for t in scale.thresholds if t.kind == kind]
    return any(meets(limit, value) for limit in limits) if limits else None


def is_drop(scale: Scale, first: Number, last: Number) -> bool | None:
    """Say whether a fall since the form before is large enough to talk about."""
    limits = [t for t in scale.thresholds if t.kind == "drop"]
    return any(meets(limit, exact(first) - exact(last)) for limit in limits) if limits else None


def change(scale: Scale, first: Number, last: Number, criterion: str | None = None) -> str | None:
    """Classify a change as improved, deteriorated or unchanged; None without a criterion."""
    if not scale.reliable_change:
        return None
    chosen = _criterion(scale.reliable_change, criterion)
    better = exact(last) - exact(first) if scale.higher_is == "better" else exact(first) - exact(last)
    size = exact(chosen.value)
    is_reliable = abs(better) >= size if chosen.operator == ">=" else abs(better) > size
    if not is_reliable:
        return "unchanged"
    return "improved" if better > 0 else "deteriorated"


def _criterion(criteria: Sequence[ReliableChange], name: str | None) -> ReliableChange:
    return next(entry for entry in criteria if name in (None, entry.id))
