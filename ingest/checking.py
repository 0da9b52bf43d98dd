"""The dry run: what the door would do with one file, without writing anything.

Belongs here: choosing the exports that claim a file, walking the door's own path, telling the result by row
and column. Doesn't: judging itself (`door`), which is the same code that receives.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingest.archived_files import open_archive
from ingest.canonical import Feed
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.registry import Registry
from ingest.crosswalks import CrosswalkError, read_crosswalk
from ingest.door import QUARANTINED_SCHEMA, Verdict, companions_of, judge_files
from ingest.export_moments import named_moment
from ingest.fingerprints import mapping_fingerprint
from ingest.formats.archives import is_archive, is_named_like_one
from ingest.formats.text_table import FILE_COLUMN, DeliveredFile, Refusal
from ingest.home import Home
from ingest.judging import NATURAL, OPTED_OUT
from ingest.known_deliveries import ACCEPTED, known_deliveries
from ingest.pseudonyms import Pseudonymiser
from ingest.reading import Context
from ingest.rules import RULES
from ingest.secrets import KEY_BYTES
from ingest.sources.folder import folder_of, matches
from ingest.vault import KNOWN_SCHEMA


class NotChecked(Exception):
    """A file can't be checked; the message says what to do."""


@dataclass(frozen=True)
class CheckedExport:
    """What one export would make of the file, or of one file in an archive."""

    export_name: str
    file_name: str
    feed: Feed
    dialect: str
    refusal: Refusal | None
    rows_received: int | None
    rows: dict[str, int]  # state -> rows; `landed` would be taken
    opted_out: int  # landed rows of clients who opted out: kept as what they say, and in no mart
    reasons: dict[tuple[str, str], int]  # (state, reason) -> rows
    faults: pl.DataFrame  # row, column, rule, meaning, remedy: one row per refused row, rule and column
    remarks: tuple[str, ...]  # what would be taken, but is worth knowing


def check(
    home: Home,
    registry: Registry,
    clinic_id: str,
    path: Path,
    *,
    feed: Feed | None = None,
    checked_at: dt.datetime,
) -> tuple[CheckedExport, ...]:
    """Say what the door would take and refuse of a file, for each export that claims it.

    A file elsewhere is taken for one that lies in the clinic's folder under its own name. `checked_at` is
    naive UTC. Keys are made with a passing secret, so that a home without secrets can be checked as well.

    Raises:
        NotChecked: no such clinic or file, or no export of the clinic claims the file.
    """
    clinic = registry.clinics.get(clinic_id)
    if clinic is None:
        raise NotChecked(f"no clinic is called `{clinic_id}`. Known: {', '.join(sorted(registry.clinics))}")
    try:
        content = path.read_bytes()
    except OSError:
        raise NotChecked(
            f"{path.name} can't be read; check the path and whether you may open the file"
        ) from None
    name = _name(home, clinic, path)
    exports = [export for export in clinic.exports if feed in (None, export.feed)]
    try:
        crosswalk = read_crosswalk(home, clinic_id, clinic.timezone)
    except CrosswalkError as error:
        raise NotChecked(str(error)) from None
    pseudonymiser = Pseudonymiser(os.urandom(KEY_BYTES), clinic_id)
    files = _files(name, content)
    if isinstance(files, Refusal):
        takers = ([export for export in exports if _claims(export, name)] or exports)[:1]
        return tuple(_refused(export, name, files) for export in takers)
    checked = tuple(
        _checked(
            home,
            Context(
                registry, clinic, export, pseudonymiser, checked_at, companions_of(home, export), crosswalk
            ),
            file,
        )
        for file, names in files
        for export in exports
        if any(_claims(export, known_as) for known_as in names)
    )
    if not checked:
        raise _unclaimed(home, clinic, exports)
    return checked


def _name(home: Home, clinic: Clinic, path: Path) -> str:
    """Return the file's name as seen from the clinic's folder."""
    folder = folder_of(home, clinic).resolve()
    resolved = path.resolve()
    return resolved.relative_to(folder).as_posix() if folder in resolved.parents else path.name


def _files(name: str, content: bytes) -> list[tuple[DeliveredFile, tuple[str, ...]]] | Refusal:
    """Return the file, or those in it if it is an archive, each with the names that an export may claim."""
    whole = DeliveredFile(name, content)
    if not is_archive(whole) and not is_named_like_one(name):
        return [(whole, (name,))]
    opened = open_archive(name, content).members
    if isinstance(opened, Refusal):
        return opened
    return [
        (DeliveredFile(f"{name}/{member}", inner), (f"{name}/{member}", member, name))
        for member, inner in opened.items()
    ]


def _refused(export: Export, name: str, refusal: Refusal) -> CheckedExport:
    nothing = _faults(Verdict(export.feed), refusal)
    return CheckedExport(export.name, name, export.feed, "", refusal, None, {}, 0, {}, nothing, ())


def _unclaimed(home: Home, clinic: Clinic, exports: Sequence[Export]) -> NotChecked:
    patterns = ", ".join(f"{export.name}: {export.files}" for export in exports) or "none"
    return NotChecked(
        f"no export of {clinic.clinic} takes a file of this name. Rename it or mend `files` in "
        f"{home.relative(home.clinic_file(clinic.clinic))}. Patterns: {patterns}"
    )


def _claims(export: Export, name: str) -> bool:
    """Match the name, or its last part for a file that lies elsewhere."""
    return matches(name, export.files) or matches(name, export.files.rsplit("/", 1)[-1])


def _checked(home: Home, context: Context, file: DeliveredFile) -> CheckedExport:
    export = context.export
    refused = {}
    if export.exported_at_pattern is not None:
        try:
            named_moment(file.name, export.exported_at_pattern)
        except ValueError as error:
            refused[0] = str(error)
    nobody = pl.DataFrame(schema=KNOWN_SCHEMA)
    verdict = judge_files([file], context, lambda _: nobody, refused)
    refusal = verdict.refusals.get(0)
    tallies = {} if refusal is not None else verdict.tallies
    rows: Counter[str] = Counter()
    for (_, state, _), number in tallies.items():
        rows[state] += number
    return CheckedExport(
        export_name=export.name,
        file_name=file.name,
        feed=export.feed,
        dialect=verdict.dialects.get(0, ""),
        refusal=refusal,
        rows_received=refusal.rows if refusal is not None else verdict.rows_received.get(0),
        rows=dict(rows),
        opted_out=_opted_out(verdict) if refusal is None else 0,
        reasons={(state, reason): number for (_, state, reason), number in tallies.items()},
        faults=_faults(verdict, refusal),
        remarks=() if refusal is not None else tuple(_remarks(home, context, verdict, file.content)),
    )


def _opted_out(verdict: Verdict) -> int:
    if verdict.feed is not Feed.CLIENTS:
        return 0
    return sum(int((rows["consent"] == OPTED_OUT).sum()) for rows in verdict.landed)


def _faults(verdict: Verdict, refusal: Refusal | None) -> pl.DataFrame:
    found = pl.concat([pl.DataFrame(schema=QUARANTINED_SCHEMA), *verdict.quarantined])
    if refusal is not None:
        found = found.clear()
    words = {
        "meaning": {rule.id: rule.meaning for rule in RULES.values()},
        "remedy": {rule.id: rule.remedy for rule in RULES.values()},
    }
    return found.select(
        "row",
        pl.col("column_name").alias("column"),
        pl.col("rule_id").alias("rule"),
        *(pl.col("rule_id").replace_strict(of_rule).alias(name) for name, of_rule in words.items()),
    ).sort("row", maintain_order=True)


def _remarks(home: Home, context: Context, verdict: Verdict, content: bytes) -> list[str]:
    remarks = []
    sha256 = hashlib.sha256(content).hexdigest()
    known = known_deliveries(home, context.clinic.clinic).by_bytes.get((context.export.name, sha256), [])
    fingerprint = mapping_fingerprint(
        context.registry, context.clinic, context.export, context.companions, context.crosswalk
    )
    if any(receipt.status == ACCEPTED and receipt.fingerprint == fingerprint for receipt in known):
        remarks.append("These very bytes were received before: the file would count as redelivered.")
    landed = pl.concat(verdict.landed) if verdict.landed else pl.DataFrame()
    if context.feed is Feed.RESPONSES and landed.height:
        natural = landed.filter(pl.col("key_basis") == NATURAL)
        by_day = natural.filter(~pl.col("has_time")).height
        if by_day:
            remarks.append(
                f"{by_day} of {landed.height} forms have neither a response_id nor a time of day: two forms "
                "of one day, instrument and respondent would pass for corrections of each other. Export the "
                "id or the time."
            )
        shared = natural.select(pl.struct(FILE_COLUMN, "response_key").is_duplicated().sum()).item()
        if shared:
            remarks.append(
                f"{shared} forms share episode, instrument, respondent and moment with another one that says "
                "something else; without a response_id such forms are quarantined."
            )
    return remarks
