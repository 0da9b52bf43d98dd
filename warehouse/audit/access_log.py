"""What was rendered and handed over to whom: an append-only file whose lines are chained by their hashes.

Belongs here: appending, reading and verifying `audit/access.jsonl`. Doesn't: rendering (`reports`), and
delivering.

Each line holds the hash of the one before it, so that a line that is changed, taken out or put in breaks
the chain from there on. Lines cut off the end break no chain; therefore each run's record in the history
says how long the log was and what its last hash was.
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.home import Home

START = "0" * 64
"""Stands for the line before the first."""


@dataclass(frozen=True)
class Access:
    """One event: rendered, delivered or recorded; `audience` is a clinic, network, quality or a name."""

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


@dataclass(frozen=True)
class Head:
    """How long the log is, and the hash of its last line."""

    entries: int
    hash: str


def append(
    home: Home, events: Iterable[Access], *, at: dt.datetime | None = None, by: str | None = None
) -> Head:
    """Add events to the log, in order; returns its head.

    `at` (UTC) is now and `by` the account that runs this, unless given. Waits while another process appends.
    """
    from filelock import FileLock  # with the first line written, not with every reader of this module

    moment = (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).isoformat(timespec="seconds")
    person = by or _account()
    home.access_log.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(str(home.access_log.with_suffix(".lock"))):
        head = _last(home)
        lines = []
        for access in events:
            content = {
                "number": head.entries + 1,
                "at": moment,
                "by": person,
                **vars(access),
                "previous": head.hash,
            }
            head = Head(head.entries + 1, _hash(content))
            lines.append(json.dumps(content | {"hash": head.hash}, ensure_ascii=False) + "\n")
        with home.access_log.open("a", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
    return head


def read_head(home: Home) -> Head:
    """Return the log's head as it stands, without verifying it."""
    return _last(home)


def verify(home: Home, anchors: Sequence[Head] = ()) -> tuple[list[Entry], list[str]]:
    """Read the whole log; returns its entries and what is wrong with it, by line.

    `anchors` are heads that were noted elsewhere: the log must have had them.
    """
    entries: list[Entry] = []
    problems: list[str] = []
    before = START
    lines = home.access_log.read_text(encoding="utf-8").splitlines() if home.access_log.is_file() else []
    for number, line in enumerate(lines, start=1):
        try:
            content: dict[str, Any] = json.loads(line)
            told = content.pop("hash")
            found = _hash(content)
            entry = _entry(content, told)
        except (ValueError, KeyError, TypeError):
            problems.append(f"line {number} can't be read")
            before = ""
            continue
        if found != told:
            problems.append(f"line {number} was changed after it was written")
        elif entry.previous != before and before:
            problems.append(f"before line {number} a line was changed, taken out or put in")
        elif entry.number != number:
            problems.append(f"line {number} says that it is number {entry.number}")
        entries.append(entry)
        before = told
    hashes = [entry.hash for entry in entries]
    for anchor in anchors:
        if anchor.entries and (len(hashes) < anchor.entries or hashes[anchor.entries - 1] != anchor.hash):
            problems.append(
                f"the log once had {anchor.entries} lines that ended otherwise: lines are missing"
            )
            break
    return entries, problems


def rendered(home: Home, week: str, audience: str, files: Iterable[Path]) -> list[Access]:
    """Describe files that were just written for somebody."""
    return [
        Access("rendered", audience, week, home.relative(file), hashlib.sha256(file.read_bytes()).hexdigest())
        for file in files
    ]


def _last(home: Home) -> Head:
    """The last line's head; a line that can't be read still counts, and its bytes are hashed instead."""
    if not home.access_log.is_file():
        return Head(0, START)
    lines = home.access_log.read_bytes().splitlines()
    if not lines:
        return Head(0, START)
    try:
        return Head(len(lines), str(json.loads(lines[-1])["hash"]))
    except (ValueError, KeyError, TypeError):
        return Head(len(lines), hashlib.sha256(lines[-1]).hexdigest())


def _entry(content: dict[str, Any], told: str) -> Entry:
    access = Access(**{name: content[name] for name in Access.__dataclass_fields__})
    return Entry(int(content["number"]), content["at"], content["by"], access, content["previous"], told)


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
