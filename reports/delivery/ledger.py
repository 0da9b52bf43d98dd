"""The record of what was sent: who got which files when, and what failed.

Belongs here: writing lines that stay, and reading them. Doesn't: sending. One JSON line an event, only ever
added to and chained by hashes (`warehouse.audit.chain`); it names files by checksum and holds nothing of what
stands in them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from warehouse.audit import chain


class State(StrEnum):
    """What became of a parcel."""

    BEGUN = "begun"
    """It was being sent. Where nothing follows, the process died meanwhile, and nobody knows."""
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Entry:
    """One line. `destination` is where it went, without any secret; `at` is UTC."""

    at: str
    recipient: str
    kind: str
    destination: str
    audience: str
    week: str
    parcel: str
    files: dict[str, str]
    state: State
    attempts: int = 0
    reason: str = ""


class Ledger:
    """The record in one file, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self, week: str | None = None) -> list[Entry]:
        """Return all lines, or one week's, the oldest first; a line that broke off is left out."""
        found = []
        for content in chain.read_lines(self.path):
            told = content or {}
            known = {name: told[name] for name in Entry.__dataclass_fields__ if name in told}
            try:
                entry = Entry(**{**known, "state": State(known["state"])})
            except (ValueError, KeyError, TypeError):
                continue  # the machine stopped while the line was written
            if week is None or entry.week == week:
                found.append(entry)
        return found

    def last(self, parcel: str, destination: str) -> Entry | None:
        """Return the latest line about this parcel and place."""
        about = [e for e in self.entries() if (e.parcel, e.destination) == (parcel, destination)]
        return about[-1] if about else None

    def add(self, entry: Entry) -> None:
        """Add a line, and see to it that it is on the disk."""
        chain.append(self.path, [asdict(entry)])


def now_utc() -> str:
    """Return the moment as the ledger writes it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds")
