"""Whether everything that an audit relies on is as it was written: landing, history, the access log, reports.

Belongs here: looking at all of it, and saying what isn't. Doesn't: the single looks, and mending anything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ingest.durable_files import sha256_of
from ingest.home import Home
from warehouse.audit import access_log
from warehouse.audit.access_log import Entry, Head
from warehouse.audit.history import DESCRIPTION
from warehouse.audit.landing_integrity import check_landing, read_seen


@dataclass(frozen=True)
class Verification:
    """What was looked at, and what is wrong with it."""

    batches: int
    runs: int
    entries: int
    problems: tuple[str, ...]


def verify(home: Home) -> Verification:
    """Hash everything again: every landed file, every run's record, the log's chain, the newest reports."""
    landing = check_landing(home, read_seen(home), verify=True)
    problems = [f"landing/{fault}" for fault in landing.faults]
    runs, anchors = _check_history(home, problems)
    entries, told = access_log.verify(home, anchors)
    problems += [f"{home.relative(home.access_log)}: {problem}" for problem in told]
    problems += _check_reports(home, entries)
    return Verification(sum(landing.batches.values()), runs, len(entries), tuple(problems))


def _check_history(home: Home, problems: list[str]) -> tuple[int, list[Head]]:
    """Compare each run's tables with their hashes; returns the runs and the heads that they noted."""
    anchors = []
    folders = sorted(home.audit_history.glob("[!.]*"))
    for folder in folders:
        place = home.relative(folder)
        try:
            told = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
            hashes: dict[str, str] = told["sha256"]
            anchors.append(Head(int(told["log_entries"]), str(told["log_hash"])))
        except (OSError, ValueError, KeyError, TypeError):
            problems.append(f"{place}: {DESCRIPTION} is missing or can't be read")
            continue
        for name, sha256 in sorted(hashes.items()):
            file = folder / f"{name}.parquet"
            if not file.is_file():
                problems.append(f"{place}: {file.name} is gone")
            elif sha256_of(file) != sha256:
                problems.append(f"{place}: {file.name} was edited after it was recorded")
    return len(folders), sorted(anchors, key=lambda head: head.entries)


def _check_reports(home: Home, entries: list[Entry]) -> list[str]:
    """Compare what lies in the home with what was last written there; what was moved away is no fault."""
    last = {
        entry.access.path: entry.access for entry in entries if entry.access.event in ("rendered", "recorded")
    }
    problems = []
    for name, access in sorted(last.items()):
        path: Path = home.root / name
        if path.is_file() and sha256_of(path) != access.sha256:
            problems.append(f"{name}: it isn't what was {access.event}")
    return problems
