"""What people write about checks, in `audit/notes.yml`: why one fails, by when to mend it, who accepts it.

Belongs here: that file's schema and reading it. Doesn't: the thresholds (`ingest.configuration.checks`).
What can't be used of it is named and never stops a run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import polars as pl
from pydantic import Field, ValidationError, model_validator
from ruamel.yaml.comments import CommentedSeq

from ingest.configuration.network import ClinicId, Strict
from ingest.configuration.yaml_files import ConfigurationError, Problem, faults_of, read_yaml
from ingest.home import Home

SCHEMA = pl.Schema(
    {
        "check_id": pl.String(),
        "clinic_id": pl.String(),
        "export_name": pl.String(),
        "note": pl.String(),
        "noted_by": pl.String(),
        "due_on": pl.Date(),
        "signed_off_by": pl.String(),
        "signed_off_on": pl.Date(),
        "signed_off_until": pl.Date(),
    }
)
"""One row per note; a null clinic or export stands for all of them."""


class SignOff(Strict):
    """A person who has looked at a finding and accepts it for a while."""

    by: str = Field(min_length=2)
    on: dt.date
    until: dt.date | None = Field(None, description="The finding counts again from the day after.")


class Note(Strict):
    """One note."""

    check: str
    clinic: ClinicId | None = None
    export: str | None = None
    note: str = Field("", max_length=1000)
    by: str | None = None
    due: dt.date | None = Field(None, description="Until when the clinic is asked to answer or to mend it.")
    sign_off: SignOff | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Note:
        if not (self.note or self.due or self.sign_off):
            raise ValueError("a note needs `note`, `due` or `sign_off`")
        return self


def read_notes(
    home: Home, known_checks: Collection[str], clinics: Collection[str]
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Return the notes (SCHEMA) and what of the file can't be used, each fault with its line."""
    if not home.notes_file.is_file():
        return SCHEMA.to_frame(), ()
    shown_as = home.relative(home.notes_file)
    try:
        content = read_yaml(home.notes_file, shown_as)
    except ConfigurationError as error:
        return SCHEMA.to_frame(), error.problems
    problems = [
        Problem(shown_as, content.lc.key(key)[0] + 1, str(key), "unknown key; write `notes:`")
        for key in content
        if key != "notes"
    ]
    given = content.get("notes")
    rows = []
    for place, one in enumerate(given if isinstance(given, CommentedSeq) else ()):
        line = given.lc.item(place)[0] + 1
        try:
            note = Note.model_validate(one)
        except ValidationError as error:
            key = f"notes[{place + 1}]"
            problems += [Problem(shown_as, line, key, words) for _, words in faults_of(error, Note)]
            continue
        unknown = _unknown(note, known_checks, clinics)
        if unknown:
            problems.append(Problem(shown_as, line, f"notes[{place + 1}]", unknown))
        else:
            rows.append(_row(note))
    return pl.DataFrame(rows, schema=SCHEMA), tuple(problems)


def _unknown(note: Note, known_checks: Collection[str], clinics: Collection[str]) -> str:
    if note.check not in known_checks:
        return "no check has this id; audit.checks lists them"
    if note.clinic is not None and note.clinic not in clinics:
        return f"no clinic is called `{note.clinic}`"
    return ""


def _row(note: Note) -> Mapping[str, object]:
    return {
        "check_id": note.check,
        "clinic_id": note.clinic,
        "export_name": note.export,
        "note": note.note or None,
        "noted_by": note.by,
        "due_on": note.due,
        "signed_off_by": note.sign_off.by if note.sign_off else None,
        "signed_off_on": note.sign_off.on if note.sign_off else None,
        "signed_off_until": note.sign_off.until if note.sign_off else None,
    }
