"""Whether what was landed is still what was landed: every committed batch against the hashes in its manifest.

Belongs here: finding files that were edited, lost or added. Doesn't: landing them (`ingest.landing`).
Nothing is mended here: a person decides.

A file is hashed when it is first seen and whenever its inode says that it was touched since (size, times of
change, number): an edit can't keep all of these. `verify` hashes everything again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingest.canonical import Feed
from ingest.configuration.checks import Check
from ingest.durable_files import sha256_of
from ingest.erasure import was_written_again
from ingest.home import Home
from ingest.landing import MANIFEST
from warehouse.audit.measurements import named
from warehouse.audit.tables import result

SEEN = pl.Schema(
    {"batch": pl.String(), "clinic_id": pl.String(), "stamp": pl.String(), "manifest_sha256": pl.String()}
)
"""Batches that were found whole: where, their files' inode stamps, their manifest's hash."""


@dataclass(frozen=True)
class Fault:
    """One batch that isn't as it was landed."""

    clinic_id: str
    batch: str
    message: str

    def __str__(self) -> str:
        return f"{self.batch}: {self.message}"


@dataclass(frozen=True)
class Integrity:
    """What came of looking at all batches."""

    batches: Mapping[str, int]
    """How many each clinic has, lost ones included."""
    faults: tuple[Fault, ...]
    seen: pl.DataFrame


def check_landing(home: Home, seen: pl.DataFrame, *, verify: bool = False) -> Integrity:
    """Compare every committed batch with its manifest; `seen` (SEEN) is what the look before found whole.

    With `verify` every file is hashed, whatever its inode says.
    """
    known = {row["batch"]: row for row in seen.iter_rows(named=True)}
    batches: dict[str, int] = {}
    faults: list[Fault] = []
    whole = []
    for folder in _batches(home):
        batch = folder.relative_to(home.landing).as_posix()
        clinic_id = folder.parent.name.removeprefix("clinic=")
        batches[clinic_id] = batches.get(clinic_id, 0) + 1
        before = known.pop(batch, None)
        stamp = _stamp(folder)
        if before is not None and before["stamp"] == stamp and not verify:
            whole.append(before)
            continue
        told, manifest = _compare(folder)
        if before is not None and manifest != before["manifest_sha256"] and not told:
            told = [f"{MANIFEST} is another one than when it was first seen"]
        faults += [Fault(clinic_id, batch, message) for message in told]
        row = {"batch": batch, "clinic_id": clinic_id, "stamp": stamp, "manifest_sha256": manifest}
        # What isn't whole is looked at again next time, against the manifest that was seen first.
        kept = row if before is None else before
        whole.append(kept | {"stamp": "" if told else stamp})
    for batch, row in known.items():
        if was_written_again(home.landing / batch):
            continue  # an erasure has taken somebody out of it; what it wrote instead was compared above
        batches[row["clinic_id"]] = batches.get(row["clinic_id"], 0) + 1
        faults.append(Fault(row["clinic_id"], batch, "the whole batch is gone"))
        whole.append(row)
    return Integrity(batches, tuple(faults), pl.DataFrame(whole, schema=SEEN).sort("batch"))


def from_landing(integrity: Integrity, check: Check) -> list[dict[str, object]]:
    """Return the integrity of each clinic's batches as measurements."""
    rows = []
    for clinic_id, count in sorted(integrity.batches.items()):
        faulty = [fault for fault in integrity.faults if fault.clinic_id == clinic_id]
        rows.append(
            result(
                check.check_id,
                check.source,
                description="Every landed batch is as it was committed.",
                severity=check.severity,
                threshold=check.threshold,
                evaluated=count,
                failed=len({fault.batch for fault in faulty}),
                clinic_id=clinic_id,
                details=named([str(fault) for fault in faulty]) if faulty else None,
            )
        )
    return rows


def read_seen(home: Home) -> pl.DataFrame:
    """Return what the last look found; nothing where there was none or it can't be read."""
    try:
        return pl.read_parquet(home.landing_seen).select(SEEN.names()).cast(SEEN)
    except (OSError, pl.exceptions.PolarsError):
        return SEEN.to_frame()


def keep_seen(home: Home, seen: pl.DataFrame) -> None:
    """Keep what this look found."""
    home.landing_seen.parent.mkdir(parents=True, exist_ok=True)
    beside = home.landing_seen.with_suffix(".new")
    seen.write_parquet(beside)
    beside.replace(home.landing_seen)


def _batches(home: Home) -> Iterable[Path]:
    for feed in Feed:
        yield from sorted((home.landing / feed.value).glob("clinic=*/batch=*"))


def _stamp(folder: Path) -> str:
    stats = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    return " ".join(f"{name}:{s.st_size}:{s.st_mtime_ns}:{s.st_ctime_ns}:{s.st_ino}" for name, s in stats)


def _compare(folder: Path) -> tuple[list[str], str]:
    """Return what is wrong with a batch, and the hash of its manifest."""
    path = folder / MANIFEST
    try:
        expected: dict[str, str] = json.loads(path.read_bytes())["sha256"]
        manifest = sha256_of(path)
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{MANIFEST} is missing or can't be read"], ""
    told = []
    for name, sha256 in sorted(expected.items()):
        file = folder / f"{name}.parquet"
        if not file.is_file():
            told.append(f"{file.name} is gone")
        elif sha256_of(file) != sha256:
            told.append(f"{file.name} was edited after it was landed")
    strangers = {file.name for file in folder.iterdir()} - {
        MANIFEST,
        *(f"{name}.parquet" for name in expected),
    }
    told += [f"{name} doesn't belong there" for name in sorted(strangers)]
    return told, manifest
