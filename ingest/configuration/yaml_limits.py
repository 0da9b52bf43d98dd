"""What a home's YAML may not do, however well it is formed: grow without end, lie too deep, hold no number.

Belongs here: limits on a file's size and on what its aliases (`*name`) stand for. Doesn't: parsing
(`yaml_files`), what the keys mean.

A file of a few lines can stand for billions of values, if each of its lines repeats the one before it ten
times. Nothing walks through them: what each list or mapping stands for is counted once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LARGEST_FILE = 1 << 19
"""Bytes. The longest file that is shipped has seven thousand; ten thousand mapped codes make 300,000."""
MOST_VALUES = 100_000
"""What a file may stand for once its aliases are written out: more than fit into the largest file."""
DEEPEST = 40
"""Lists and mappings within each other. The schemas know seven."""

TOO_LARGE = (
    "the file is larger than 512 KiB, so that it isn't read; a configuration file has a few hundred lines. "
    "Look whether a data file was saved under this name"
)
TOO_MANY = (
    f"with its aliases (`*name`) written out this holds more than {MOST_VALUES:,} values; write out what is "
    "meant, without aliases that repeat aliases"
)
TOO_DEEP = "lists or mappings lie too deeply in each other; look for a bracket that isn't closed"
NO_NUMBER = "expected a number that isn't endless; put `.nan` or `.inf` in quotes if a text is meant"

_BRACKET = re.compile(r"[\[\]{}]")


class BeyondLimits(Exception):
    """A file goes beyond a limit; `location` is the path of keys to the place."""

    def __init__(self, message: str, location: tuple[int | str, ...]) -> None:
        self.message, self.location = message, location
        super().__init__(message)


@dataclass
class _Measured:
    """What is known of the lists and mappings that were looked at, by their identity."""

    values: dict[int, int] = field(default_factory=dict)
    depths: dict[int, int] = field(default_factory=dict)


def line_too_deep(text: str) -> int | None:
    """Return the line at which too many brackets stand open, or None.

    Asked before parsing, which takes minutes over such a file. Brackets in texts and comments count too: no
    file that people write leaves forty of them open.
    """
    depth = 0
    for found in _BRACKET.finditer(text):
        depth = depth + 1 if found[0] in "[{" else max(0, depth - 1)
        if depth > DEEPEST:
            return text.count("\n", 0, found.start()) + 1
    return None


def refuse_beyond_limits(content: Any) -> None:
    """Look at each list and mapping of a parsed file once.

    Raises:
        BeyondLimits: it is too large or too deep once aliases are written out, or holds no number.
    """
    _measure(content, (), _Measured())


def _measure(node: Any, location: tuple[int | str, ...], known: _Measured) -> None:
    if len(location) > DEEPEST:
        raise BeyondLimits(TOO_DEEP, location)
    values, depth = 1, 0
    for part, inner in _parts(node):
        here = (*location, part)
        if isinstance(inner, float) and not math.isfinite(inner):
            raise BeyondLimits(NO_NUMBER, here)
        if not isinstance(inner, Mapping | list):
            values += 1
            continue
        if id(inner) not in known.values:
            _measure(inner, here, known)
        values += known.values[id(inner)]
        depth = max(depth, known.depths[id(inner)])
        if values > MOST_VALUES:
            raise BeyondLimits(TOO_MANY, here)
        if len(here) + depth > DEEPEST:
            raise BeyondLimits(TOO_DEEP, here)
    known.values[id(node)], known.depths[id(node)] = values, depth + 1


def _parts(node: Any) -> Iterator[tuple[int | str, Any]]:
    return iter(node.items()) if isinstance(node, Mapping) else enumerate(node)
