"""The reference page about instruments, written from the registry so that it can't say anything else.

Belongs here: turning shipped instruments into `docs/reference/instruments.md`. Doesn't: judging them
(`registry_lint`). After a change to an instrument, run `python -m ingest.configuration.instrument_docs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from ingest.configuration.evidence import MEANINGS, weakest
from ingest.configuration.facts import ages_words, facts, missing_words, score_words
from ingest.configuration.instrument import Instrument, Scale, Threshold
from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.scale import Construct

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "instruments.md"
COLUMNS = ("scale", "items", "answers", "reversed", "score", "unanswered items",
           "clinical cut-off and signals", "reliable change", "evidence", "licence", "status")  # fmt: skip


def page(instruments: Mapping[str, Instrument]) -> str:
    """Return the whole page as Markdown."""
    parts = [INTRODUCTION, _legend()]
    for construct in get_args(Construct):
        rows = [
            _row(instrument, scale)
            for _, instrument in sorted(instruments.items())
            for scale in instrument.scales
            if scale.measures == construct
        ]
        if rows:
            parts += [f"## {construct.replace('_', ' ').capitalize()}", _table(COLUMNS, rows)]
    parts.append("## Each instrument, fact by fact")
    for _, instrument in sorted(instruments.items()):
        parts += _chapter(instrument)
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """# Instruments

Written from `ingest/instruments/*.yml` by `python -m ingest.configuration.instrument_docs`; edit those
files, not this page. To add an instrument or confirm a provisional one, see
[add an instrument](../how-to/add-an-instrument.md).

- Items are numbered as on the published form. No item wording is kept anywhere.
- A *reversed* item counts as lowest answer + highest answer - answer. An export that has turned them already
  says `keyed: true`.
- Where several sets of cut-offs or several criteria are published, the first is used unless `rapport.yml`
  names another under `definitions.cutoffs` or `definitions.reliable_change`.
- *provisional*: forms and senders' totals are kept, and nothing is scored until a home confirms the form
  against its licensed manual. *waiting*: the instrument is scored, but not yet this scale of it.
- *owner*: a site needs the owner's written licence. Every licence is spelt out below."""


def _legend() -> str:
    lines = [f"- *{mark}*: {meaning}." for mark, meaning in MEANINGS.items()]
    return (
        "Evidence marks, from the strongest to the weakest; a row shows the weakest of its parts:\n\n"
        + "\n".join(lines)
    )


def _row(instrument: Instrument, scale: Scale) -> tuple[str, ...]:
    return (
        f"[`{scale.scale}`](#{instrument.instrument})",
        "unknown" if scale.is_waiting else _count(instrument, scale),
        _answers(instrument),
        _reversed(instrument, scale),
        score_words(scale),
        missing_words(scale),
        "<br>".join(_signal(scale, threshold) for threshold in _signals(scale)) or "none",
        "<br>".join(f"{c.operator} {c.value:.4g} ({c.id})" for c in scale.reliable_change) or "none",
        weakest([*scale.evidence.values(), scale.missing_evidence]),
        "owner" if instrument.licence_required else "below",
        status_words(instrument, scale),
    )


def _count(instrument: Instrument, scale: Scale) -> str:
    if scale.method == "declared":
        return "none"
    return "all" if not scale.items else ", ".join(map(str, scale.items))


def _reversed(instrument: Instrument, scale: Scale) -> str:
    if instrument.items.reversed is None or scale.is_waiting:
        return "unknown"
    numbers = instrument.item_numbers(scale)
    return ", ".join(str(n) for n in instrument.items.reversed if n in numbers) or "none"


def _answers(instrument: Instrument) -> str:
    items = instrument.items
    words = f"{items.count} items, {items.minimum:g} to {items.maximum:g}"
    words += f" by {items.step:g}" if items.step != 1 else ""
    words += f", no {', '.join(map(str, items.excluded_values))}" if items.excluded_values else ""
    return words


def _signals(scale: Scale) -> list[Threshold]:
    return [threshold for threshold in scale.thresholds if threshold.kind != "band"]


def _signal(scale: Scale, threshold: Threshold) -> str:
    what = {"low_total": "total", "low_item": "any item", "drop": "fall"}.get(threshold.kind, "")
    for_whom = [
        word
        for word in (
            None if threshold.kind != "clinical_cutoff" else ages_words(threshold.age_from, threshold.age_to),
            threshold.gender,
            threshold.respondent,
            threshold.set if len(scale.cutoff_sets) > 1 else None,
        )
        if word is not None
    ]
    words = f"{what} {threshold.operator} {threshold.value:g}".strip()
    return f"{words} ({', '.join(for_whom)})" if for_whom else words


def status_words(instrument: Instrument, scale: Scale) -> str:
    """Say whether a scale is scored, and if not what it waits for."""
    if instrument.status == "provisional":
        return "provisional"
    return "scored" if instrument.is_scored(scale) else "waiting"


def _chapter(instrument: Instrument) -> Iterator[str]:
    yield f"### {instrument.instrument}"
    yield "\n".join(f"- {line}" for line in _about(instrument))
    rows = [(fact.path, fact.words, fact.evidence, fact.source) for fact in facts(instrument)]
    yield _table(("fact", "statement", "evidence", "source"), rows)
    norms = [
        (
            scale.scale,
            norm.group,
            f"{norm.mean:g}",
            _optional(norm.sd),
            _optional(norm.n),
            norm.evidence,
            norm.source,
        )
        for scale in instrument.scales
        for norm in scale.norms
    ]
    if norms:
        yield _table(("scale", "sample", "mean", "SD", "n", "evidence", "source"), norms)
    coefficients = [
        (
            scale.scale,
            r.kind,
            f"{r.low:g}" + (f" to {r.high:g}" if r.high else ""),
            r.sample or "",
            r.evidence,
            r.source,
        )
        for scale in instrument.scales
        for r in scale.reliability
    ]
    if coefficients:
        yield _table(("scale", "reliability", "value", "sample", "evidence", "source"), coefficients)


def _about(instrument: Instrument) -> Iterator[str]:
    yield f"**{instrument.name}**. {instrument.citation}."
    who = ", ".join(instrument.respondents)
    yield f"Filled in by: {who}; made for ages: {ages_words(instrument.age_from, instrument.age_to)}."
    for version in instrument.versions:
        yield f"The {version.respondent}'s form: {version.name} (*{version.evidence}*, {version.source})."
    yield f"Licence: {instrument.licence}"
    if instrument.licence_note is not None:
        yield f"**{instrument.licence_note}**"
    if instrument.status == "provisional":
        yield "**Provisional: nothing is scored until a home confirms it.**"
    yield from (f"A confirmation has to settle: {line}." for line in instrument.awaits)
    for coding in instrument.items.codings:
        turned = "all items turned" if coding.turned is None else ""
        turned = turned or (
            f"items {', '.join(map(str, coding.turned or ()))} turned" if coding.turned else ""
        )
        span = f"{coding.minimum} to {coding.maximum}" + (f", {turned}" if turned else "")
        yield f"Coding `{coding.coding}` ({span}): {coding.description}"
    for item, before in sorted(instrument.items.skipped_after.items()):
        yield f"Item {item} may be skipped after the lowest answer to item {before}; it then counts so too."
    yield from _codes(instrument)
    yield from instrument.notes


def _codes(instrument: Instrument) -> Iterator[str]:
    loinc, snomed = instrument.codes.loinc, instrument.codes.snomed
    if loinc is not None:
        parts = [f"panel {loinc.panel}"] if loinc.panel else []
        parts += [f"items {', '.join(loinc.items)}"] if loinc.items else []
        parts += [f"total {loinc.total}"] if loinc.total else []
        parts += [f"not scored {', '.join(loinc.unscored_items)}"] if loinc.unscored_items else []
        yield f"LOINC: {'; '.join(parts)} (*{loinc.evidence}*, {loinc.source})."
    if snomed is not None:
        former = f", formerly {snomed.former_score}" if snomed.former_score else ""
        yield f"SNOMED CT: {snomed.score}{former} (*{snomed.evidence}*, {snomed.source})."


def _optional(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(shipped_instruments()), encoding="utf-8")


if __name__ == "__main__":
    main()
