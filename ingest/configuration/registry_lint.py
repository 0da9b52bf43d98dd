"""What a psychometrician would object to in a registry whose files are valid one by one.

Belongs here: rules about cut-offs, bands, subscales, codes and evidence; each finding names the instrument,
the key and a remedy. Doesn't: shapes and single contradictions, which the schemas refuse (`instrument`,
`scale`).

`rapport` applies them whenever a home is loaded, to shipped files and to the home's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ingest.configuration.instrument import Instrument, Scale, Threshold

ADULT_FROM = 17
"""Youngest age to which an adult cut-off may reach down: CORE's forms begin at 17, the others at 18."""
SAYS_NOTHING = re.compile(r"^(tbd|todo|tba|n/?a|none|unknown|\?+|-+|\.+|x+)$", re.IGNORECASE)

Place = tuple[int | str, ...]


@dataclass(frozen=True)
class Finding:
    """One objection: which instrument, which key of its file, what is wrong and what helps."""

    instrument: str
    location: Place
    message: str


def lint(instruments: Mapping[str, Instrument], own: Collection[str] = ()) -> list[Finding]:
    """Return every objection to a set of instruments, in the order of their ids.

    Where two of them clash, the home's `own` is to blame.
    """
    findings = [
        Finding(name, place, message)
        for name, instrument in sorted(instruments.items())
        for rule in RULES
        for place, message in rule(instrument)
    ]
    return [*findings, *_shared_codes(instruments, own)]


def _bands_cover_the_range(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    """Every score has one band: the first begins where the scale does, each begins above the one before."""
    for place, scale in _scales(instrument):
        bands = [(n, t) for n, t in enumerate(scale.thresholds) if t.kind == "band"]
        if not bands:
            continue
        number, first = bands[0]
        if first.value != scale.minimum or first.operator != ">=":
            yield _objection(
                (*place, "thresholds", number),
                f"the first band of `{scale.scale}` begins at {first.operator} {first.value:g}, the scale at "
                f"{scale.minimum:g}, so that scores between have none; let it begin at >= {scale.minimum:g}",
            )
        for (_, before), (number, band) in pairwise(bands):
            if band.value <= before.value:
                yield _objection(
                    (*place, "thresholds", number),
                    f"band `{band.label}` begins at {band.value:g}, not above `{before.label}` "
                    f"({before.value:g}); list bands upwards, each once",
                )


def _subscales_partition(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    """Scales that share a total's items out among them hold each item once."""
    scales = {scale.scale: scale for scale in instrument.scales}
    for place, scale in _scales(instrument):
        if not scale.partitioned_into:
            continue
        unknown = [name for name in scale.partitioned_into if name not in scales]
        if unknown:
            yield (*place, "partitioned_into"), f"no scale of this form is called {', '.join(unknown)}"
            continue
        parts = [instrument.item_numbers(scales[name]) for name in scale.partitioned_into]
        if not all(parts):
            continue  # a subscale that still awaits its items
        listed = [number for part in parts for number in part]
        twice = sorted({number for number in listed if listed.count(number) > 1})
        if twice:
            yield _objection(
                (*place, "partitioned_into"),
                f"the subscales of `{scale.scale}` overlap in items {_listed(twice)}; each belongs to "
                "one of them",
            )
        own = set(instrument.item_numbers(scale))
        if set(listed) != own:
            yield _objection(
                (*place, "partitioned_into"),
                f"the subscales of `{scale.scale}` don't make it up: items "
                f"{_listed(sorted(own ^ set(listed)))} are in one and not in the other",
            )


def _cutoffs_name_their_ages(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    """A cut-off holds for the ages that it was found at, and an adult one for no child."""
    for place, scale in _scales(instrument):
        for number, threshold in enumerate(scale.thresholds):
            if threshold.kind != "clinical_cutoff":
                continue
            where = (*place, "thresholds", number)
            if threshold.age_from is None:
                yield _objection(
                    where,
                    "a clinical cut-off says from which age it holds: `age_from`, for adults 18 (CORE: 17)",
                )
            elif instrument.age_from is None and threshold.age_from < ADULT_FROM and threshold.age_to is None:
                yield _objection(
                    where,
                    f"the cut-off reaches down to age {threshold.age_from}, and the form doesn't say whom it "
                    "is for; give the instrument's `age_from`, or raise the cut-off's",
                )
            elif instrument.age_from is not None and threshold.age_from < instrument.age_from:
                yield _objection(
                    where,
                    f"the cut-off reaches down to age {threshold.age_from}, the form is made for "
                    f"{instrument.age_from} and over; raise `age_from`",
                )


def _cutoffs_are_unambiguous(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    """Within a set, one person never has two cut-offs of the same standing."""
    for place, scale in _scales(instrument):
        cutoffs = [(n, t) for n, t in enumerate(scale.thresholds) if t.kind == "clinical_cutoff"]
        for position, (_, first) in enumerate(cutoffs):
            for number, second in cutoffs[position + 1 :]:
                if _for_the_same_people(first, second):
                    yield _objection(
                        (*place, "thresholds", number),
                        f"two cut-offs of set `{second.set}` hold for the same people ({first.operator} "
                        f"{first.value:g} and {second.operator} {second.value:g}); part them by age, gender, "
                        "respondent or `set`",
                    )


def _for_the_same_people(first: Threshold, second: Threshold) -> bool:
    if (first.set, first.gender, first.respondent) != (second.set, second.gender, second.respondent):
        return False
    begins = max(first.age_from or 0, second.age_from or 0)
    ends = min(first.age_to or 999, second.age_to or 999)
    is_narrower = (first.age_from, first.age_to) != (second.age_from, second.age_to) and (
        _within(first, second) or _within(second, first)
    )
    return begins <= ends and not is_narrower


def _within(inner: Threshold, outer: Threshold) -> bool:
    """A narrower age band inside a wider one is meant: the narrower is used."""
    return (inner.age_from or 0) >= (outer.age_from or 0) and (inner.age_to or 999) <= (outer.age_to or 999)


def _doubtful_numbers_decide_nothing(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    """An `unsure` number is never used in a verdict, nor an `unsure` key in a score."""
    for place, scale in _scales(instrument):
        marks = [(("thresholds", n), entry.evidence) for n, entry in enumerate(scale.thresholds)]
        marks += [(("reliable_change", n), entry.evidence) for n, entry in enumerate(scale.reliable_change)]
        for key, mark in marks:
            if mark == "unsure":
                yield _objection(
                    (*place, *key),
                    "a number marked `unsure` would decide about people; leave it out, or find its source",
                )
        if instrument.is_scored(scale):
            doubtful = [fact for fact, mark in scale.evidence.items() if mark == "unsure"]
            if doubtful:
                yield _objection(
                    (*place, "evidence"),
                    f"`{scale.scale}` would be scored although {', '.join(doubtful)} is `unsure`; make it "
                    "`items: unknown`, or the instrument provisional",
                )


def _changes_are_possible(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    for place, scale in _scales(instrument):
        for number, change in enumerate(scale.reliable_change):
            if change.value >= scale.maximum - scale.minimum:
                yield _objection(
                    (*place, "reliable_change", number),
                    f"no change on a scale from {scale.minimum:g} to {scale.maximum:g} reaches "
                    f"{change.value:.4g} points; write it in points of the scale",
                )


def _conversions_rise(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    for place, scale in _scales(instrument):
        table = sorted(scale.conversion.items())
        falls = [raw for (raw, low), (_, high) in pairwise(table) if high <= low]
        if falls:
            yield _objection(
                (*place, "conversion"),
                f"the conversion doesn't rise after raw {_listed(falls)}; compare it with the published "
                "table",
            )


def _sources_say_something(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    for place, source in _sources(instrument):
        if SAYS_NOTHING.match(source.strip()):
            yield place, f"`{source}` is no source; name the paper, the manual, or say `from memory`"


def _sources(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    yield from ((("items", "source", fact), source) for fact, source in instrument.items.source.items())
    for number, coding in enumerate(instrument.items.codings):
        yield ("items", "codings", number, "source"), coding.source
    for place, scale in _scales(instrument):
        yield from (((*place, "source", fact), source) for fact, source in scale.source.items())
        yield (*place, "missing_source"), scale.missing_source
        for key in ("thresholds", "reliable_change", "reliability", "norms"):
            for number, entry in enumerate(getattr(scale, key)):
                yield (*place, key, number, "source"), entry.source
    if instrument.risk_source is not None:
        yield ("risk_source",), instrument.risk_source


def _risk_items_have_a_source(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    if instrument.risk_items and (instrument.risk_evidence is None or instrument.risk_source is None):
        yield ("risk_items",), "risk items need `risk_evidence` and `risk_source`: who says that these are"


def _confirmations_are_complete(instrument: Instrument) -> Iterator[tuple[Place, str]]:
    given = (instrument.confirmed_by, instrument.confirmed_on, instrument.manual)
    if any(part is not None for part in given) and None in given:
        yield ("manual",), "a confirmation says all three: `confirmed_by`, `confirmed_on`, `manual`"


def _shared_codes(instruments: Mapping[str, Instrument], own: Collection[str]) -> Iterator[Finding]:
    """No two instruments claim one code; answer codes are shared by nature."""
    owners: dict[tuple[str, str], str] = {}
    for name, instrument in sorted(instruments.items(), key=lambda entry: (entry[0] in own, entry[0])):
        for use in instrument.codes.uses():
            if use.role == "answer":
                continue
            owner = owners.setdefault((use.system, use.code), name)
            if owner != name:
                yield Finding(
                    name,
                    ("codes", use.system),
                    f"{use.system.upper()} code {use.code} already stands for {owner}; take it out of one of "
                    "them",
                )


def _scales(instrument: Instrument) -> Iterator[tuple[Place, Scale]]:
    for number, scale in enumerate(instrument.scales):
        yield ("scales", number), scale


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def _objection(place: Place, message: str) -> tuple[Place, str]:
    return place, message


RULES: tuple[Callable[[Instrument], Iterator[tuple[Place, str]]], ...] = (
    _bands_cover_the_range,
    _subscales_partition,
    _cutoffs_name_their_ages,
    _cutoffs_are_unambiguous,
    _doubtful_numbers_decide_nothing,
    _changes_are_possible,
    _conversions_rise,
    _sources_say_something,
    _risk_items_have_a_source,
    _confirmations_are_complete,
)
"""Each takes one instrument and yields the place of a key and what is wrong with it."""
