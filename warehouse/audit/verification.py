"""Whether all that an audit relies on is as it was written: landing, history, logs, published files, reports.

Belongs here: looking at all of it, and saying what isn't. Doesn't: the single looks, and mending anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.durable_files import sha256_of
from ingest.home import Home
from warehouse.audit import access_log, chain
from warehouse.audit.access_log import (
    PUBLISHED,
    RECORDED,
    REMOVED,
    RENDERED,
    SIGNED_OFF,
    WITHDRAWN,
    Entry,
)
from warehouse.audit.chain import Head
from warehouse.audit.history import DESCRIPTION, RecordedRun
from warehouse.audit.landing_integrity import check_landing, read_seen
from warehouse.audit.notes import fingerprints_of_sign_offs

PAGE = "report.html"
AGAIN = "`rapport run` publishes it again"


@dataclass(frozen=True)
class Verification:
    """What was looked at, and what is wrong with it."""

    batches: int
    runs: int
    entries: int
    deliveries: int
    published: int
    problems: tuple[str, ...]


def verify(home: Home) -> Verification:
    """Hash everything again: landing, runs' records, both logs, sign-offs, published files, reports."""
    landing = check_landing(home, read_seen(home), verify=True)
    problems = [f"landing/{fault}" for fault in landing.faults]
    runs, anchors, of_ledger = _check_history(home, problems)
    entries = access_log.read_entries(home)
    problems += _check_chains(home, entries, anchors, of_ledger)
    problems += _check_sign_offs(home, entries)
    published, of_published = _check_published(home, entries)
    problems += of_published
    problems += _check_reports(home, entries)
    deliveries = chain.read_head(home.sent_ledger).entries
    batches = sum(landing.batches.values())
    return Verification(batches, runs, len(entries), deliveries, published, tuple(problems))


def check_chains(home: Home, runs: Sequence[RecordedRun]) -> list[str]:
    """Look at both logs and the sign-offs only, against what these runs noted; returns what is wrong."""
    entries = access_log.read_entries(home)
    anchors = [Head(run.log_entries, run.log_hash) for run in runs]
    of_ledger = [Head(run.ledger_entries, run.ledger_hash) for run in runs]
    return _check_chains(home, entries, anchors, of_ledger) + _check_sign_offs(home, entries)


def _check_chains(home: Home, entries: list[Entry], anchors: list[Head], of_ledger: list[Head]) -> list[str]:
    of_ledger = [*of_ledger, *access_log.heads_of_ledger(entries)]
    return [
        f"{home.relative(path)}: {problem}"
        for path, heads in ((home.access_log, anchors), (home.sent_ledger, of_ledger))
        for problem in chain.verify(path, heads)
    ]


def _check_history(home: Home, problems: list[str]) -> tuple[int, list[Head], list[Head]]:
    """Compare each run's tables with their hashes; returns the runs and the heads that they noted."""
    anchors, of_ledger = [], []
    folders = sorted(home.audit_history.glob("[!.]*"))
    for folder in folders:
        place = home.relative(folder)
        try:
            told = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
            hashes: dict[str, str] = told["sha256"]
            anchors.append(Head(int(told["log_entries"]), str(told["log_hash"])))
            of_ledger.append(Head(int(told.get("ledger_entries", 0)), str(told.get("ledger_hash", ""))))
        except (OSError, ValueError, KeyError, TypeError):
            problems.append(f"{place}: {DESCRIPTION} is missing or can't be read")
            continue
        for name, sha256 in sorted(hashes.items()):
            file = folder / f"{name}.parquet"
            if not file.is_file():
                problems.append(f"{place}: {file.name} is gone")
            elif sha256_of(file) != sha256:
                problems.append(f"{place}: {file.name} was edited after it was recorded")
    return len(folders), anchors, of_ledger


def _check_sign_offs(home: Home, entries: list[Entry]) -> list[str]:
    """Name sign-offs that were made by command and don't stand in the notes as they were signed."""
    signed = [entry for entry in entries if entry.access.event == SIGNED_OFF]
    withdrawn = {entry.access.sha256 for entry in entries if entry.access.event == WITHDRAWN}
    standing = (fingerprints_of_sign_offs(home) if signed else frozenset()) | withdrawn
    return [
        f"{home.relative(home.notes_file)}: what {entry.by} signed off on {entry.at[:10]} "
        f"({entry.access.told}) was changed or taken out since"
        for entry in signed
        if entry.access.sha256 not in standing
    ]


def _check_published(home: Home, entries: list[Entry]) -> tuple[int, list[str]]:
    """Compare the published files with what was last written as such; returns how many there are.

    Those built as known at an earlier moment may be thrown away at any time; the others may not.
    """
    last = {entry.access.path: entry for entry in entries if entry.access.event in (PUBLISHED, REMOVED)}
    lasting = [home.relative(path) for path in (home.published_file, home.network_release)]
    kept = {home.relative(path) for path in home.published.rglob("[!.]*.duckdb")}
    problems = []
    for name in sorted({*lasting, *kept, *last}):
        entry = last.get(name)
        path = home.root / name
        is_published = entry is not None and entry.access.event == PUBLISHED
        if not path.is_file():
            if is_published and name in lasting:
                problems.append(f"{name}: it is gone; {AGAIN}")
        elif entry is None or not is_published:
            problems.append(f"{name}: no line of the log tells that it was published; {AGAIN}")
        elif sha256_of(path) != entry.access.sha256:
            problems.append(
                f"{name}: it isn't what was published on {entry.at} for week {entry.access.week} "
                f"({entry.access.told}, SHA-256 {entry.access.sha256[:12]}...): "
                f"it now has {path.stat().st_size} bytes. Ask who may write to it; {AGAIN}"
            )
    return len(kept), problems


def _check_reports(home: Home, entries: list[Entry]) -> list[str]:
    """Compare what lies in the home with what was last written there; what was moved away is no fault.

    A page that no line of the log tells of means that lines were cut off its end.
    """
    last = {
        entry.access.path: entry.access for entry in entries if entry.access.event in (RENDERED, RECORDED)
    }
    problems = []
    for name, access in sorted(last.items()):
        path: Path = home.root / name
        if path.is_file() and sha256_of(path) != access.sha256:
            problems.append(f"{name}: it isn't what was {access.event}")
    for page in sorted(home.reports.glob(f"*/*/{PAGE}")):
        if home.relative(page) not in last:
            problems.append(f"{home.relative(page)}: no line of the log tells that it was rendered")
    return problems
