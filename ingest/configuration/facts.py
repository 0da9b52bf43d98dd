"""The single facts that an instrument consists of, each with its evidence.

Belongs here: taking an instrument apart into facts that can be compared, listed and traced.
Doesn't: judging them (`registry_lint`), printing them (`instrument_docs`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.configuration.evidence import Evidence
from ingest.configuration.instrument import Instrument, Items, Scale, Threshold


@dataclass(frozen=True)
class Fact:
    """One statement of the registry, in words that two files can be compared by."""

    path: str
    words: str
    evidence: Evidence
    source: str
    scale: str | None = None


def facts(instrument: Instrument) -> Iterator[Fact]:
    """Yield everything that an instrument's file states as a number or a rule."""
    yield from _of_items(instrument.items)
    if instrument.risk_items and instrument.risk_evidence and instrument.risk_source:
        words = _numbers(instrument.risk_items)
        yield Fact("risk_items", words, instrument.risk_evidence, instrument.risk_source)
    for scale in instrument.scales:
        yield from _of_scale(instrument, scale)


def _of_items(items: Items) -> Iterator[Fact]:
    yield Fact("items.count", str(items.count), items.evidence["count"], items.source["count"])
    span = f"{items.minimum:g} to {items.maximum:g}"
    span += f" in steps of {items.step:g}" if items.step != 1 else ""
    span += f" without {_numbers(items.excluded_values)}" if items.excluded_values else ""
    yield Fact("items.range", span, items.evidence["range"], items.source["range"])
    words = "unknown" if items.reversed is None else _numbers(items.reversed)
    yield Fact("items.reversed", words, items.evidence["reversed"], items.source["reversed"])
    if items.skipped_after:
        words = ", ".join(f"{item} after {before}" for item, before in sorted(items.skipped_after.items()))
        yield Fact("items.skipped_after", words, items.evidence["skips"], items.source["skips"])
    for coding in items.codings:
        path = f"items.codings.{coding.coding}"
        words = f"{coding.minimum} to {coding.maximum}, turned: {_turned(coding.turned)}"
        yield Fact(path, words, coding.evidence, coding.source)


def _of_scale(instrument: Instrument, scale: Scale) -> Iterator[Fact]:
    def fact(key: str, words: str, evidence: Evidence, source: str) -> Fact:
        return Fact(f"scales.{scale.scale}.{key}", words, evidence, source, scale.scale)

    numbers = instrument.item_numbers(scale)
    words = "unknown" if scale.items is None else _numbers(sorted(numbers))
    yield fact("items", words, scale.evidence["items"], scale.source["items"])
    yield fact("score", score_words(scale), scale.evidence["score"], scale.source["score"])
    words = f"higher is {scale.higher_is}"
    yield fact("higher_is", words, scale.evidence["direction"], scale.source["direction"])
    yield fact("missing", missing_words(scale), scale.missing_evidence, scale.missing_source)
    for change in scale.reliable_change:
        words = f"{change.operator} {change.value:.4g}"
        yield fact(f"reliable_change.{change.id}", words, change.evidence, change.source)
    for threshold in scale.thresholds:
        words = f"{threshold.operator} {threshold.value:g}"
        yield fact(f"thresholds.{threshold_name(threshold)}", words, threshold.evidence, threshold.source)


def score_words(scale: Scale) -> str:
    """Say in a few words how a score is made of the answered items."""
    how = {"sum": "sum", "mean": "mean", "declared": "the sender's total"}[scale.method]
    how += f" x {scale.multiply_by:g}" if scale.multiply_by != 1 else ""
    how += ", by conversion table" if scale.conversion else ""
    return f"{how}, {scale.minimum:g} to {scale.maximum:g}"


def missing_words(scale: Scale) -> str:
    """Say in a few words what happens to unanswered items."""
    if scale.method == "declared":
        return "not applicable"
    treated = {
        "mean": "mean of the others",
        "rounded_mean": "rounded mean of the others" + (" in the subscale" if scale.partitioned_into else ""),
        "left_out": "left out",
    }[scale.imputation]
    allowed = [f"item {_numbers(scale.optional_items)}"] if scale.optional_items else []
    allowed += [f"at most {scale.max_missing}"] if scale.max_missing else []
    if not allowed:
        return "none allowed"
    rounded = ", total rounded half up" if scale.rounding == "half_up" else ""
    return f"{' and '.join(allowed)}: {treated}{rounded}"


def threshold_name(threshold: Threshold) -> str:
    """Name a threshold by everything but its value: the place that another one would take."""
    parts = [threshold.kind, threshold.set]
    if threshold.kind in ("band", "clinical_cutoff"):
        parts.append(threshold.label.replace(" ", "_"))
    if threshold.age_from is not None or threshold.age_to is not None:
        parts.append(ages_words(threshold.age_from, threshold.age_to).replace(" ", "_"))
    parts += [word for word in (threshold.gender, threshold.respondent) if word is not None]
    return ".".join(parts)


def ages_words(age_from: int | None, age_to: int | None) -> str:
    """Say an age band in words."""
    if age_from is None and age_to is None:
        return "all ages"
    if age_to is None:
        return f"{age_from} and over"
    if age_from is None:
        return f"up to {age_to}"
    return str(age_from) if age_from == age_to else f"{age_from} to {age_to}"


def _turned(turned: tuple[int, ...] | None) -> str:
    return "all" if turned is None else _numbers(turned)


def _numbers(numbers: tuple[int, ...] | list[int]) -> str:
    return ", ".join(str(number) for number in numbers) or "none"
