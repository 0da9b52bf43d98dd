"""What a check found, said in the page's language: its details come in English, in a few fixed forms.

Belongs here: those forms, and taking their parts out. Doesn't: the words (`data.ftl`), writing details (the
warehouse). What has none of these forms stays as it came.
"""

from __future__ import annotations

import datetime as dt
import re

from reports.words.catalogue import Words
from reports.words.figures import plain
from reports.words.told import joined

SHOWN = 5
"""So many findings of one check are told; the others are counted."""
_PART_LIMIT = 200
_DAY, _NUMBER = r"\d{4}-\d\d-\d\d", r"-?\d+(?:\.\d+)?"
_WHOLE = {
    "silent": rf"nothing since (?P<since>{_DAY}), (?P<days>\d+) days; usual are (?P<usual>{_NUMBER})",
    "silent_holidays": rf"nothing since (?P<since>{_DAY}), (?P<days>\d+) days, "
    rf"(?P<holidays>\d+) of them holidays; usual are (?P<usual>{_NUMBER})",
    "volume": r"(?P<rows>\d+) rows; usual are (?P<low>\d+) to (?P<high>\d+), (?P<mean>\d+) on average",
    "untaken": r"not taken: (?P<files>.+)",
    "unclaimed": r"no export takes (?P<files>.+)",
}
_PARTS = {
    "gap": rf"nothing made between (?P<since>{_DAY}) and (?P<until>{_DAY})",
    "blank": r"(?P<field>.+): missing in (?P<now>\d+) of (?P<rows>\d+) rows, "
    r"before in (?P<then>\d+) of (?P<before>\d+)",
    "words": r"(?P<field>.+): (?P<now>\d+) of (?P<rows>\d+) rows say something else than is usual",
    "keying": r"(?P<form>.+): in (?P<forms>\d+) forms the reversed items go against the others "
    rf"\(r = (?P<correlation>{_NUMBER})\)",
    "steps": r"(?P<form>.+): all answers of (?P<forms>\d+) forms are whole numbers, and none is 0",
}


def found(words: Words, details: str) -> str | None:
    """Return what a check found as a clause without a full stop; None for details of no known form."""
    whole = _said(words, _WHOLE, details)
    if whole is not None:
        return whole
    parts = details.split("; ")
    said = [_said(words, _PARTS, part) for part in parts]
    if any(text is None for text in said):
        return None
    shown = [text for text in said if text is not None][:SHOWN]
    more = len(parts) - len(shown)
    return joined([*shown, *([words.say("data-found-more", more=more)] if more else [])], "; ")


def columns_found(words: Words, column: str) -> str:
    """Return the column that a refused row was refused for; of a broken row, its fields."""
    match = re.fullmatch(r"(?P<fields>\d+) fields instead of (?P<expected>\d+)", column)
    if match is None:
        return plain(column, 60)
    return words.say("data-fields", fields=match["fields"], expected=match["expected"])


def _said(words: Words, forms: dict[str, str], text: str) -> str | None:
    for form, pattern in forms.items():
        match = re.fullmatch(pattern, text)
        if match:
            parts = {name: _part(words, value) for name, value in match.groupdict().items()}
            return words.say("data-found", kind=form, **parts)
    return None


def _part(words: Words, text: str) -> str:
    """A day as the language writes it, a number with its mark; anything else is a name."""
    if re.fullmatch(_DAY, text):
        return str(words.figures.short_day(dt.date.fromisoformat(text)))
    if re.fullmatch(_NUMBER, text):
        digits = len(text.partition(".")[2])
        return str(words.figures.decimal(float(text), digits) if digits else words.figures.count(int(text)))
    return words.figures.name(text, _PART_LIMIT)
