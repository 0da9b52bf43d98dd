"""Append-only files of JSON lines that are chained by their hashes.

Belongs here: appending to such a file, reading it, and finding what was done to it. Doesn't: what stands in
the lines (`access_log`, the ledger of deliveries).

Each line holds its number and the hash of the line before it, so that a line that is changed, taken out, put
in or moved breaks the chain from there on. Lines cut off the end break no chain: only whoever noted an
earlier head elsewhere can tell (`Head`, `anchors`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START = "0" * 64
"""Stands for the line before the first."""


@dataclass(frozen=True)
class Head:
    """How long a chain is, and the hash of its last line."""

    entries: int
    hash: str


def append(path: Path, contents: Iterable[Mapping[str, Any]]) -> Head:
    """Add lines, in order; returns the head. Waits while another process appends.

    A new file is readable by its owner only.
    """
    from filelock import FileLock  # with the first line written, not with every reader of this module

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(str(path.with_suffix(".lock"))):
        head = read_head(path)
        lines = []
        for content in contents:
            chained = {**content, "number": head.entries + 1, "previous": head.hash}
            head = Head(head.entries + 1, hash_of(chained))
            lines.append(json.dumps(chained | {"hash": head.hash}, ensure_ascii=False) + "\n")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            # A machine that stopped while it wrote leaves half a line: the next one begins on its own.
            broke_off = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, (("\n" if broke_off else "") + "".join(lines)).encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return head


def read_head(path: Path) -> Head:
    """Return the head as it stands, without verifying it.

    A last line that can't be read still counts, and its bytes are hashed instead.
    """
    lines = path.read_bytes().splitlines() if path.is_file() else []
    if not lines:
        return Head(0, START)
    try:
        return Head(len(lines), str(json.loads(lines[-1])["hash"]))
    except (ValueError, KeyError, TypeError):
        return Head(len(lines), hashlib.sha256(lines[-1]).hexdigest())


def read_lines(path: Path) -> list[dict[str, Any] | None]:
    """Return what every line says, in order; None for one that can't be read. Nothing is verified."""
    if not path.is_file():
        return []
    found: list[dict[str, Any] | None] = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            content = json.loads(line)
        except ValueError:
            content = None
        found.append(content if isinstance(content, dict) else None)
    return found


def verify(path: Path, anchors: Sequence[Head] = ()) -> list[str]:
    """Say what is wrong with a chain, by line.

    `anchors` are heads that were noted elsewhere: the chain must have had them.
    """
    problems: list[str] = []
    before = START
    hashes: list[str] = []
    for number, content in enumerate(read_lines(path), start=1):
        told = content.pop("hash", None) if content else None
        hashes.append(str(told))
        if content is None:
            problems.append(f"line {number} can't be read")
            before = ""
            continue
        if told is None:
            problems.append(f"line {number} isn't chained")
            before = ""
            continue
        if hash_of(content) != told:
            problems.append(f"line {number} was changed after it was written")
        elif content.get("previous") != before and before:
            problems.append(f"before line {number} a line was changed, taken out or put in")
        elif content.get("number") != number:
            problems.append(f"line {number} says that it is number {content.get('number')}")
        before = str(told)
    for anchor in sorted(anchors, key=lambda head: head.entries):
        if anchor.entries and (len(hashes) < anchor.entries or hashes[anchor.entries - 1] != anchor.hash):
            problems.append(
                f"the log once had {anchor.entries} lines that ended otherwise: lines are missing"
            )
            break
    return problems


def hash_of(content: Mapping[str, Any]) -> str:
    """Return the hash of what a line says, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
