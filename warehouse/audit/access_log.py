"""What was published, rendered, handed over and signed off, and by whom: the chained `audit/access.jsonl`.

Belongs here: what its lines say. Doesn't: the chain (`chain`), rendering and delivering (`reports`).

Lines cut off the end break no chain; therefore each run's record in the history says how long the log was and
what its last hash was.
"""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.durable_files import sha256_of
from ingest.home import Home
from warehouse.audit import chain
from warehouse.audit.chain import Head

PUBLISHED, REMOVED = "published", "removed"
"""A file that others open: written, and taken away again by Rapport itself."""
RENDERED, RECORDED, DELIVERED = "rendered", "recorded", "delivered"
SENT = "sent"
"""Notes the head of the ledger of deliveries after some were made."""
SIGNED_OFF, WITHDRAWN, DECIDED = "signed_off", "withdrawn", "decided"
"""What people accept, take back, and decide about held deliveries."""


@dataclass(frozen=True)
class Access:
    """One event; `audience` is a clinic, network, quality, analysts or a name."""

    event: str
    audience: str
    week: str
    path: str
    sha256: str
    told: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    number: int
    at: str
    by: str
    access: Access
    previous: str
    hash: str


def append(
    home: Home, events: Iterable[Access], *, at: dt.datetime | None = None, by: str | None = None
) -> Head:
    """Add events to the log, in order; returns its head.

    `at` (UTC) is now and `by` the account that runs this, unless given. Waits while another process appends.
    """
    moment = (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).isoformat(timespec="seconds")
    person = by or _account()
    return chain.append(home.access_log, ({"at": moment, "by": person, **vars(access)} for access in events))


def read_head(home: Home) -> Head:
    """Return the log's head as it stands, without verifying it."""
    return chain.read_head(home.access_log)


def read_entries(home: Home) -> list[Entry]:
    """Return the lines that can be read, without verifying them."""
    entries = []
    for content in chain.read_lines(home.access_log):
        try:
            entries.append(_entry(content or {}))
        except (KeyError, TypeError, ValueError):
            continue  # `verify` names it
    return entries


def verify(home: Home, anchors: Sequence[Head] = ()) -> tuple[list[Entry], list[str]]:
    """Read the whole log; returns its entries and what is wrong with it, by line.

    `anchors` are heads that were noted elsewhere: the log must have had them.
    """
    return read_entries(home), chain.verify(home.access_log, anchors)


def rendered(home: Home, week: str, audience: str, files: Iterable[Path]) -> list[Access]:
    """Describe files that were just written for somebody."""
    return [Access(RENDERED, audience, week, home.relative(file), sha256_of(file)) for file in files]


def published(home: Home, week: str, audience: str, target: Path, content: Path) -> Access:
    """Describe a file that is about to stand at `target`, and whose bytes are those of `content`."""
    size = f"{content.stat().st_size} bytes"
    return Access(PUBLISHED, audience, week, home.relative(target), sha256_of(content), size)


def removed(home: Home, audience: str, target: Path, why: str) -> Access:
    """Describe a published file that is about to be taken away."""
    return Access(REMOVED, audience, "", home.relative(target), "", why)


def sent(home: Home, week: str) -> Access:
    """Describe the ledger of deliveries as it stands, so that lines cut off its end are found."""
    head = chain.read_head(home.sent_ledger)
    return Access(SENT, "quality", week, home.relative(home.sent_ledger), head.hash, str(head.entries))


def heads_of_ledger(entries: Iterable[Entry]) -> list[Head]:
    """Return the heads of the ledger of deliveries that the log noted."""
    return [
        Head(int(entry.access.told), entry.access.sha256)
        for entry in entries
        if entry.access.event == SENT and entry.access.told.isdigit()
    ]


def _entry(content: dict[str, Any]) -> Entry:
    access = Access(**{name: content[name] for name in Access.__dataclass_fields__})
    number, at, by = int(content["number"]), str(content["at"]), str(content["by"])
    return Entry(number, at, by, access, str(content["previous"]), str(content["hash"]))


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
