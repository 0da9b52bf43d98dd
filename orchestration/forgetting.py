"""Erasing a person everywhere, and proving it: what `rapport forget` does.

Belongs here: everything that is made from landing and may still tell of the person, and the scan at the end.
Doesn't: landing and the vault (`ingest.erasure`), building it all again (`orchestration.weekly`).

What the clinic itself has put into its folder or a crosswalk isn't Rapport's to change; the command names
these files, and the person's rows in them are skipped as erased from now on.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingest.configuration.registry import Registry, load_registry
from ingest.erasure import Erasure, Person, erase
from ingest.home import Home
from ingest.vault import local_identifiers
from orchestration.run_lock import hold_home
from orchestration.weekly import WeeklyOutcome, run_weekly
from warehouse.audit import access_log
from warehouse.key_scan import tables_with_keys
from warehouse.publish import ANALYSTS

SHORTEST_TELLING = 3
"""A shorter identifier stands on any page by chance: then every page of the clinic is taken to name it."""


@dataclass(frozen=True)
class Forgotten:
    """What came of it."""

    erasure: Erasure
    pages: int  # folders of reports that were removed
    weeks: tuple[str, ...]  # whose removed reports the run after it didn't make again
    outcome: WeeklyOutcome
    found: dict[str, int]  # where the scan still found the person, with how many rows or files
    own_files: tuple[str, ...]  # the clinic's own files that name the person


def forget(home: Home, clinic_id: str, local_id: str, erased_at: dt.datetime) -> Forgotten:
    """Erase a person, build and publish everything again without them, and scan for what is left.

    Raises:
        NotErased, VaultError, SecretError, CrosswalkError, AnotherRunIsGoing: nothing was erased.
    """
    registry = load_registry(home)
    with hold_home(home):
        erasure = erase(home, registry, clinic_id, local_id, erased_at)
        removed = _remove_derived(home, erasure.person)
    outcome = run_weekly(home)
    with hold_home(home):
        found = dict(_traces(home, erasure.person))
        if any(place.startswith("published/") for place in found):
            _unpublish(home)  # the marts were held: they are the earlier ones
        own = tuple(sorted(_own_files(home, registry, erasure.person)))
    weeks = tuple(sorted(folder.parent.name for folder in removed if not folder.exists()))
    return Forgotten(erasure, len(removed), weeks, outcome, found, own)


def _unpublish(home: Home) -> None:
    why = "it still told of an erased person"
    access_log.append(home, [access_log.removed(home, ANALYSTS, home.published_file, why)])
    home.published_file.unlink()


def _remove_derived(home: Home, person: Person) -> list[Path]:
    """Remove what was made from landing and isn't replaced by the next run; returns reports' folders."""
    home.working_file.unlink(missing_ok=True)
    home.working_file.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    for folder in (home.warehouse / "as-known", home.published / "as-known"):
        shutil.rmtree(folder, ignore_errors=True)
    for path in home.audit.rglob("*.parquet"):
        frame = pl.read_parquet(path, hive_partitioning=False)
        kept = frame.filter(~_holds_key(frame, person))
        if kept.height < frame.height:
            beside = path.with_suffix(".new")
            kept.write_parquet(beside)
            beside.replace(path)
    folders = [page for page in home.reports.glob(f"*/{person.clinic_id}") if _tells_of(page, person)]
    for folder in folders:
        shutil.rmtree(folder)
    return folders


def _tells_of(folder: Path, person: Person) -> bool:
    """Say whether a week's reports of the clinic may name the person; a refused row of theirs counts too."""
    if any(folder.glob("refused-rows.xlsx")):
        return True
    return any(_names(path.read_text(encoding="utf-8"), person) for path in folder.glob("*.html"))


def _names(text: str, person: Person) -> bool:
    if any(len(word) < SHORTEST_TELLING for word in person.local_ids):
        return True
    words = "|".join(re.escape(word) for word in person.local_ids)
    return re.search(rf"(?<![\w-])(?:{words})(?![\w-])", text) is not None


def _holds_key(frame: pl.DataFrame, person: Person) -> pl.Expr:
    whole = [name for name, dtype in frame.schema.items() if dtype in (pl.Int64, pl.UInt64)]
    return pl.any_horizontal(
        pl.lit(False), *(pl.col(name).is_in(person.keys).fill_null(False) for name in whole)
    )


def _traces(home: Home, person: Person) -> Iterator[tuple[str, int]]:
    """Yield every place in which the person can still be found."""
    for room in (home.landing, home.warehouse, home.audit, home.published):
        for path in sorted(room.rglob("*.parquet")):
            if "erasures" in path.relative_to(room).parts:
                continue  # the tombstone itself
            frame = pl.read_parquet(path, hive_partitioning=False)
            rows = frame.filter(_holds_key(frame, person)).height
            if rows:
                yield home.relative(path), rows
    for path in (home.working_file, home.published_file):
        if path.exists():
            for table, rows in tables_with_keys(path, person.keys).items():
                yield f"{home.relative(path)}: {table}", rows
    for kind in ("client", "episode"):
        known = local_identifiers(home, person.clinic_id, kind)
        left = sum(key in known for key in person.keys)
        if left:
            yield f"vault/{person.clinic_id}.vault", left
    if all(len(word) >= SHORTEST_TELLING for word in person.local_ids):
        for path in sorted(home.reports.rglob("*.html")):
            if path.parent.name == person.clinic_id and _names(path.read_text(encoding="utf-8"), person):
                yield home.relative(path), 1


def _own_files(home: Home, registry: Registry, person: Person) -> Iterator[str]:
    """Yield the clinic's own files that name the person in plain text."""
    source = registry.clinics[person.clinic_id].source
    folder = home.root / source.path if source.kind == "folder" else home.spool / person.clinic_id
    paths = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    for path in (*paths, home.crosswalk_file(person.clinic_id)):
        if path.exists() and _names(path.read_bytes().decode("utf-8", "replace"), person):
            yield home.relative(path)
