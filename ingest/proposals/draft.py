"""The draft of a clinic's YAML, with what is unsure marked.

Belongs here: its lines and comments. Doesn't: what a file holds (`sniffing`, `columns`).

`UNSURE` marks what a person has to look at. Where a wrong guess could pass unnoticed, the draft has the word
`to_be_confirmed`, which Rapport refuses to load.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from ingest.canonical import Feed, Kind, columns_of, required_columns
from ingest.configuration.fhir_options import RESOURCES
from ingest.configuration.instrument import Instrument
from ingest.proposals.columns import (
    NOTHING,
    Form,
    Guess,
    dates_otherwise,
    guess,
    notation_of,
    nothing_words,
)
from ingest.proposals.sniffing import NotReadable, Sniffed, sniff
from ingest.proposals.words import CODES, folded, means

OPEN = "to_be_confirmed"
RELATIVE = dict.fromkeys(
    ("completed_at", "scheduled_at", "start_date"), "; for time since the start see options.relative_time"
)
MOST_CODES, LONGEST_CODE = 12, 24
"""A column of more different or longer texts isn't one of codes, and none of its texts is shown."""
DAY_IN_NAME = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "%Y-%m-%d"),
    (re.compile(r"(?<!\d)\d{8}(?!\d)"), "%Y%m%d"),
    (re.compile(r"\d{2}-\d{2}-\d{4}"), "%m-%d-%Y"),
    (re.compile(r"\d{2}\.\d{2}\.\d{4}"), "%d.%m.%Y"),
)


def propose(name: str, content: bytes, instruments: Mapping[str, Instrument], clinic_id: str) -> str:
    """Return the text of a clinic's YAML that would read this file, for a person to confirm.

    Raises:
        NotReadable: the file can't be read, or nothing in it is recognised.
    """
    sniffed = sniff(name, content)
    entries = list(_entries(sniffed, instruments))
    if not entries:
        raise NotReadable(
            f"{name} can be read ({sniffed.format}), but nothing in it is recognised as clients, therapists, "
            "episodes, appointments or forms. Write the mapping by hand: docs/how-to/add-a-clinic.md"
        )
    head = [
        f"# A proposal made from {json.dumps(name, ensure_ascii=False)}; nobody has confirmed it yet.",
        "# Look at every line marked UNSURE, then try it:  rapport check FILE --clinic " + clinic_id,
        f"clinic: {clinic_id}",
        f"name: {clinic_id}                    # UNSURE: the name for people",
        "timezone: Europe/London           # UNSURE: the clinic's own",
        f"source: {{kind: folder, path: inbox/{clinic_id}}}",
        "exports:",
    ]
    return "\n".join([*head, *(line for entry in entries for line in entry)]) + "\n"


def _entries(sniffed: Sniffed, instruments: Mapping[str, Instrument]) -> Iterator[list[str]]:
    if sniffed.rows is None:
        yield from _fhir(sniffed, instruments)
        return
    found = guess(sniffed.rows, instruments, sniffed.name)
    names: set[str] = set()
    for feed, columns in found.columns.items():
        if feed is not Feed.RESPONSES:
            yield _entry(sniffed, found, feed, columns, feed.value, None, instruments)
    if Feed.RESPONSES not in found.columns:
        return
    of_forms = found.columns[Feed.RESPONSES]
    if "instrument" in of_forms or not found.forms:
        yield _entry(sniffed, found, Feed.RESPONSES, of_forms, "forms", None, instruments)
        return
    for number, form in enumerate(found.forms, start=1):
        name = form.candidates[0] if form.is_sure else f"form_{number}"
        name = name if name not in names else f"{name}_{number}"
        names.add(name)
        yield _entry(sniffed, found, Feed.RESPONSES, of_forms, name, form, instruments)


def _entry(
    sniffed: Sniffed,
    found: Guess,
    feed: Feed,
    columns: Mapping[str, str],
    name: str,
    form: Form | None,
    instruments: Mapping[str, Instrument],
) -> list[str]:
    lines = [
        f"  - name: {name}",
        f"    feed: {feed.value}",
        f"    format: {sniffed.format}" + (f"  # read as: {sniffed.dialect}" if sniffed.dialect else ""),
        *_files(sniffed),
        "    mode: delta  # UNSURE: full, if each file lists everything and what is absent has gone",
    ]
    if form is not None:
        lines += _instrument(form)
    if form is not None or any(name != column for name, column in columns.items()):
        lines += ["    columns:", *_columns(feed, columns, form)]
    lines += _options(sniffed, found, feed, columns, form)
    lines += _dates_otherwise(sniffed, found, feed, columns)
    lines += _values(sniffed, feed, columns, instruments)
    return lines


def _files(sniffed: Sniffed) -> list[str]:
    name = sniffed.archive or sniffed.name
    for pattern, way in DAY_IN_NAME:
        if pattern.search(name):
            files, moment = pattern.sub("*", name, count=1), pattern.sub(way, name, count=1)
            lines = [f"    files: {_text(files)}"]
            return lines if sniffed.archive else [*lines, f"    exported_at_pattern: {_text(moment)}"]
    stem, dot, end = name.rpartition(".")
    files = f"{re.sub(r'[0-9]+$', '', stem)}*{dot}{end}" if dot else f"{name}*"
    return [
        f"    files: {_text(files)}  # UNSURE: the part that stays the same from file to file",
        "    # UNSURE: the file's time says when it was exported; add exported_at_pattern if its name does",
    ]


def _instrument(form: Form) -> list[str]:
    if form.is_sure:
        return [f"    instrument: {form.candidates[0]}" + (f"  # {form.why}" if form.why else "")]
    choices = ", ".join(form.candidates) if form.candidates else "see docs/reference/instruments.md"
    return [f"    instrument: {OPEN}  # UNSURE ({form.why}); name it: {choices}"]


def _columns(feed: Feed, columns: Mapping[str, str], form: Form | None) -> list[str]:
    lines = []
    for name, column in columns.items():
        kind = columns_of(feed)[name].kind
        if kind is Kind.OPEN_CODE:
            lines.append(
                f"      # {name}: {_text(column)}  # UNSURE: first declare its words (`codes`, `values`)"
            )
        elif name == "episode_id" and _is_person(column):
            lines.append(f"      {name}: {_text(column)}  # UNSURE: right only if nobody has two courses")
        elif name != "instrument" or form is None:
            lines.append(f"      {name}: {_text(column)}")
    lacking = [name for name in required_columns(feed) if name not in columns]
    lines += [
        f"      {name}: {OPEN}  # UNSURE: required, and no column looks like it" + RELATIVE.get(name, "")
        for name in lacking
        if name != "instrument" or form is None
    ]
    if form is not None and form.columns:
        lines.append(f"      items: [{', '.join(map(_text, form.columns))}]  # in the form's own order?")
    if form is not None and form.total is not None:
        lines.append(f"      total: {_text(form.total)}")
    return lines


def _is_person(column: str) -> bool:
    return not any(word in folded(column) for word in ("case", "episode", "course", "referral", "fall"))


def _options(
    sniffed: Sniffed, found: Guess, feed: Feed, columns: Mapping[str, str], form: Form | None
) -> list[str]:
    ways = {
        name: found.dates[column]
        for name, column in columns.items()
        if columns_of(feed)[name].kind in (Kind.DATE, Kind.DATETIME) and found.dates.get(column)
    }
    chosen = {name: fitting[0] for name, fitting in ways.items() if fitting[0] is not None}
    assert sniffed.rows is not None
    parts = [f"{key}: {json.dumps(value)}" for key, value in sniffed.options.items()]
    used = [*columns.values(), *(form.columns if form is not None else ())]
    nothing = nothing_words(sniffed.rows.select(list(dict.fromkeys(used))))
    if nothing:
        parts.append(f"null_values: [{', '.join(map(_text, ['', *nothing]))}]")
    if form is not None and form.columns:
        total = [column for column in (form.total, columns.get("total")) if column is not None]
        decimal = notation_of(sniffed.rows.select([*form.columns, *total])).decimal
        parts += [f"decimal: {_text(decimal)}"] if decimal != "." else []
    if chosen:
        alike = set(chosen.values())
        told = (
            _text(alike.pop())
            if len(alike) == 1 and len(chosen) == len(ways)
            else "{" + ", ".join(f"{name}: {_text(way)}" for name, way in chosen.items()) + "}"
        )
        parts.append(f"date_format: {told}")
    if not parts:
        return []
    others = sorted({str(way) for fitting in ways.values() for way in fitting[1:]})
    doubt = f"  # UNSURE: these fit as well: {', '.join(others)}" if others and chosen else ""
    return [f"    options: {{{', '.join(parts)}}}{doubt}"]


def _dates_otherwise(sniffed: Sniffed, found: Guess, feed: Feed, columns: Mapping[str, str]) -> Iterator[str]:
    """Tell of columns whose dates are written in more than one way: a column is read in one."""
    assert sniffed.rows is not None
    for name, column in columns.items():
        ways = found.dates.get(column)
        if not ways or columns_of(feed)[name].kind not in (Kind.DATE, Kind.DATETIME):
            continue
        count, total, others = dates_otherwise(sniffed.rows[column], ways[0])
        if count:
            how = f" ({', '.join(others)})" if others else ""
            yield f"    # UNSURE: {count} of {total} dates in {_text(column)} aren't written like that{how},"
            yield "    # and their rows would be refused (ROW-DATE): a column is read in one way. Ask the"
            yield "    # sender for one."


def _values(
    sniffed: Sniffed, feed: Feed, columns: Mapping[str, str], instruments: Mapping[str, Instrument]
) -> list[str]:
    assert sniffed.rows is not None
    lines = []
    for name, column in columns.items():
        canonical = columns_of(feed)[name]
        if canonical.kind is Kind.INSTRUMENT:
            lines += _instrument_codes(_codes_of(sniffed.rows[column]), instruments)
        if canonical.kind is not Kind.CLOSED_CODE:
            continue
        codes = _codes_of(sniffed.rows[column])
        if codes is None:
            lines.append(f"      {name}: {{}}  # UNSURE: too many different texts; say which code means what")
        elif not set(codes) <= set(canonical.codes):
            pairs = [f"{_text(code)}: {_text(_word(name, code, canonical.codes))}" for code in codes]
            unknown = any(_word(name, code, canonical.codes) == OPEN for code in codes)
            allowed = ", ".join(canonical.codes)
            doubt = f"UNSURE: `{OPEN}` is one of {allowed}" if unknown else "UNSURE: is every code meant so?"
            lines.append(f"      {name}: {{{', '.join(pairs)}}}  # {doubt}")
    return ["    values:", *lines] if lines else []


def _instrument_codes(codes: list[str] | None, instruments: Mapping[str, Instrument]) -> list[str]:
    """Say which form is meant by which of the file's names for it: by its own name only."""
    known = {folded(word): name for name, found in instruments.items() for word in (name, *found.aliases)}
    pairs = [f"{_text(code)}: {known.get(folded(code), OPEN)}" for code in codes or ()]
    return [f"      instrument: {{{', '.join(pairs)}}}  # UNSURE: is every form meant so?"] if pairs else []


def _codes_of(values: pl.Series) -> list[str] | None:
    texts = sorted(set(values.str.strip_chars().to_list()) - {"", *NOTHING})
    is_code = len(texts) <= MOST_CODES and all(len(text) <= LONGEST_CODE for text in texts)
    return texts if is_code else None


def _word(name: str, code: str, allowed: Sequence[str]) -> str:
    if code in allowed:
        return code
    usual = CODES.get(name, {})
    return next((word for word, pattern in usual.items() if means(folded(code), pattern)), OPEN)


def _fhir(sniffed: Sniffed, instruments: Mapping[str, Instrument]) -> Iterator[list[str]]:
    for feed in Feed:
        types = [kind for kind in sniffed.resources if kind in RESOURCES.get(feed.value, ())]
        if not types:
            continue
        lines = [
            f"  - name: {feed.value}",
            f"    feed: {feed.value}",
            f"    format: fhir  # {', '.join(types)}",
            *_files(sniffed),
            "    mode: delta  # UNSURE: full, if each file lists everything and what is absent has gone",
        ]
        if feed is Feed.RESPONSES:
            lines += _fhir_instrument(sniffed, instruments)
        yield lines


def _fhir_instrument(sniffed: Sniffed, instruments: Mapping[str, Instrument]) -> list[str]:
    known = {
        name: {use.code for use in instrument.codes.uses() if use.role in ("item", "total", "score")}
        for name, instrument in instruments.items()
    }
    found = sorted(name for name, codes in known.items() if codes & sniffed.codes)
    if len(found) == 1:
        return [f"    instrument: {found[0]}  # by its LOINC codes"]
    if found:
        return [f"    # Forms are told apart by their LOINC codes: {', '.join(found)}"]
    return [
        f"    instrument: {OPEN}  # UNSURE: its questions carry no registered code; name the form, and its",
        "    # questions under options.link_ids (docs/how-to/add-a-clinic.md)",
    ]


def _text(value: str | None) -> str:
    return json.dumps(value, ensure_ascii=False)
