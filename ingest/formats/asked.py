"""What an export asks for, for formats whose rows can't be told without it.

Belongs here: the facts of an export that such a reader needs. Doesn't: reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.canonical import Feed
from ingest.configuration.instrument import Instrument


@dataclass(frozen=True)
class Asked:
    """One export, as far as it decides which rows a file has."""

    feed: Feed
    instrument: str | None = None
    """The id of the one instrument that is asked for; None where each form says which it is."""
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    """Every registered instrument by id."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Per canonical column: the sender's code -> the canonical word."""
    given: frozenset[str] = frozenset()
    """Canonical columns that the mapping itself fills in."""
