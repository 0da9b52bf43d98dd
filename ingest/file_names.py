"""File names without people: identifiers in them are masked before a name is kept or shown.

Belongs here: finding identifiers in names, masking them, recognising a masked name again. Doesn't: which
identifiers a clinic has (`vault`, `pseudonyms`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from ingest.pseudonyms import Pseudonymiser

_WORDS = re.compile(r"([\W_]+)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MASK = re.compile(r"\[id-([0-9a-f]{8})\]")
_WILDCARD = re.compile(r"[*?\[\]]+")


@dataclass(frozen=True)
class NameMask:
    """Masks one clinic's identifiers in file names; the same identifier always gives the same mask."""

    pseudonymiser: Pseudonymiser

    def mask(self, name: str, pattern: str, identifiers: Collection[str]) -> str:
        """Replace every identifier (given folded, see `folded`) that stands in the name as words of its own.

        Words that the export's own file pattern spells out, and days, aren't identifiers.
        """
        return self._masked(name, pattern, lambda words: folded(words) in identifiers)

    def is_same(self, kept: str, name: str, pattern: str) -> bool:
        """Say whether a name that was kept, masked or not, is this file's name."""
        tags = set(_MASK.findall(kept))
        if not tags:
            return kept == name
        return self._masked(name, pattern, lambda words: self._tag(words) in tags) == kept

    def _tag(self, words: str) -> str:
        return self.pseudonymiser.tag(folded(words))

    def _masked(self, name: str, pattern: str, is_identifier: Callable[[str], bool]) -> str:
        pieces, at = [], 0
        own = _own_words(pattern)
        parts, starts = _split(name)
        number = 0
        while number < len(parts):
            end = next(
                (
                    last
                    for last in range(len(parts) - 1, number - 1, -2)
                    if parts[number]
                    and (number != last or parts[number] not in own)
                    and not _inside_a_day(name, starts[number], starts[last] + len(parts[last]))
                    and is_identifier(name[starts[number] : starts[last] + len(parts[last])])
                ),
                None,
            )
            if end is not None:
                stop = starts[end] + len(parts[end])
                pieces += [name[at : starts[number]], f"[id-{self._tag(name[starts[number] : stop])}]"]
                at, number = stop, end
            number += 2
        return "".join([*pieces, name[at:]])


def folded(text: str) -> str:
    """Return text as it is compared: identifiers in file names often differ in case."""
    return text.casefold()


def candidates(names: Iterable[str]) -> frozenset[str]:
    """Return every run of words in these names that could be an identifier, folded."""
    return frozenset(folded(words) for name in names for words in _runs(name))


def identifiers_among(words: Collection[str], columns: Iterable[pl.Series]) -> frozenset[str]:
    """Return those of the words (folded) that are an identifier in one of the columns of text."""
    wanted = pl.Series("word", sorted(words), dtype=pl.String).implode()
    texts = pl.concat([pl.Series("text", [], dtype=pl.String), *(column.alias("text") for column in columns)])
    lower = texts.str.to_lowercase()
    return frozenset(folded(word) for word in lower.filter(lower.is_in(wanted)).to_list())


def _runs(name: str) -> Iterator[str]:
    parts, starts = _split(name)
    for first in range(0, len(parts), 2):
        for last in range(first, len(parts), 2):
            if parts[first] and parts[last]:
                yield name[starts[first] : starts[last] + len(parts[last])]


def _split(name: str) -> tuple[list[str], list[int]]:
    """Split a name into words and what lies between them, alternately, with where each begins."""
    parts = _WORDS.split(name)
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part)
    return parts, starts


def _own_words(pattern: str) -> frozenset[str]:
    return frozenset(word for literal in _WILDCARD.split(pattern) for word in _WORDS.split(literal)[::2])


def _inside_a_day(name: str, start: int, stop: int) -> bool:
    return any(day.start() <= start and stop <= day.end() for day in _DAY.finditer(name))
