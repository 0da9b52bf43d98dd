"""What people write about checks and held deliveries, in `audit/notes.yml`: why, by when, who accepts it.

Belongs here: that file's schema and reading it. Doesn't: the thresholds (`ingest.configuration.checks`), and
writing into it (`signing`).
What can't be used of it is named and never stops a run.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from pydantic import Field, ValidationError, model_validator
from ruamel.yaml.comments import CommentedSeq

from ingest.configuration.network import ClinicId, Strict
from ingest.configuration.yaml_files import ConfigurationError, Problem, faults_of, read_yaml
from ingest.home import Home
from warehouse.audit.chain import hash_of

SCHEMA = pl.Schema(
    {
        "check_id": pl.String(),
        "delivery_key": pl.Int64(),
        "clinic_id": pl.String(),
        "export_name": pl.String(),
        "note": pl.String(),
        "noted_by": pl.String(),
        "due_on": pl.Date(),
        "signed_off_by": pl.String(),
        "signed_off_on": pl.Date(),
        "signed_off_until": pl.Date(),
        "fingerprint": pl.String(),
    }
)
"""One row per note; a null clinic or export stands for all of them. It is about a check or a delivery."""


class SignOff(Strict):
    """A person who has looked at a finding and accepts it for a while."""

    by: str = Field(min_length=2)
    on: dt.date
    until: dt.date | None = Field(None, description="The finding counts again from the day after.")


class Note(Strict):
    """One note, about a check or about a delivery that was held or refused."""

    check: str | None = None
    delivery: int | None = Field(None, description="Its delivery_key; `rapport deliveries list` shows it.")
    clinic: ClinicId | None = None
    export: str | None = None
    note: str = Field("", max_length=1000)
    by: str | None = None
    due: dt.date | None = Field(None, description="Until when the clinic is asked to answer or to mend it.")
    sign_off: SignOff | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Note:
        if (self.check is None) == (self.delivery is None):
            raise ValueError("a note is about either a `check` or a `delivery`")
        if not (self.note or self.due or self.sign_off):
            raise ValueError("a note needs `note`, `due` or `sign_off`")
        return self

    @property
    def target(self) -> str:
        """What it is about: the check's id or the delivery's number."""
        return self.check or str(self.delivery)

    @property
    def fingerprint(self) -> str:
        """Identifies the note by everything that it says."""
        return hash_of(self.model_dump(mode="json", exclude_none=True))


@dataclass(frozen=True)
class Known:
    """What notes can be about."""

    checks: frozenset[str]
    clinics: frozenset[str]
    deliveries: frozenset[int] = frozenset()
    """Those that were held or refused."""

    def lacks(self, note: Note) -> str:
        """Say in words what of a note's subject there isn't; empty where all of it is there."""
        if note.check is not None and note.check not in self.checks:
            close = difflib.get_close_matches(note.check, sorted(self.checks), n=1)
            hint = f" did you mean `{close[0]}`?" if close else ""
            return f"no check has this id;{hint} audit.checks lists them"
        if note.delivery is not None and note.delivery not in self.deliveries:
            return "no held or refused delivery has this number; audit.deliveries lists them"
        if note.clinic is not None and note.clinic not in self.clinics:
            return f"no clinic is called `{note.clinic}`"
        return ""


def read_notes(home: Home, known: Known) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Return the notes (SCHEMA) and what of the file can't be used, each fault with its line."""
    notes, problems = parse_notes(home)
    rows = []
    for line, key, note in notes:
        unknown = known.lacks(note)
        if unknown:
            problems.append(Problem(home.relative(home.notes_file), line, key, unknown))
        else:
            rows.append(_row(note))
    ordered = sorted(problems, key=lambda problem: (problem.key.startswith("notes["), problem.line or 0))
    return pl.DataFrame(rows, schema=SCHEMA), tuple(ordered)


def parse_notes(home: Home) -> tuple[list[tuple[int, str, Note]], list[Problem]]:
    """Return the notes with their lines and keys, and what of the file isn't a note."""
    if not home.notes_file.is_file():
        return [], []
    shown_as = home.relative(home.notes_file)
    try:
        content = read_yaml(home.notes_file, shown_as)
    except ConfigurationError as error:
        return [], list(error.problems)
    problems = [
        Problem(shown_as, content.lc.key(key)[0] + 1, str(key), "unknown key; write `notes:`")
        for key in content
        if key != "notes"
    ]
    given = content.get("notes")
    notes = []
    for place, one in enumerate(given if isinstance(given, CommentedSeq) else ()):
        line, key = given.lc.item(place)[0] + 1, f"notes[{place + 1}]"
        try:
            notes.append((line, key, Note.model_validate(one)))
        except ValidationError as error:
            problems += [Problem(shown_as, line, key, words) for _, words in faults_of(error, Note)]
    return notes, problems


def fingerprints_of_sign_offs(home: Home) -> frozenset[str]:
    """Return the fingerprints of the notes that hold a sign-off, as they stand in the file."""
    return frozenset(note.fingerprint for _, _, note in parse_notes(home)[0] if note.sign_off)


def _row(note: Note) -> Mapping[str, object]:
    return {
        "check_id": note.check,
        "delivery_key": note.delivery,
        "clinic_id": note.clinic,
        "export_name": note.export,
        "note": note.note or None,
        "noted_by": note.by,
        "due_on": note.due,
        "signed_off_by": note.sign_off.by if note.sign_off else None,
        "signed_off_on": note.sign_off.on if note.sign_off else None,
        "signed_off_until": note.sign_off.until if note.sign_off else None,
        "fingerprint": note.fingerprint,
    }
