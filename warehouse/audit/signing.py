"""Signing off a check or a delivery: into the home's notes, and into the chained log.

Belongs here: recording and withdrawing a sign-off. Doesn't: reading the notes (`notes`), releasing or
rejecting a held delivery (`ingest.hold_decisions`).
"""

from __future__ import annotations

import datetime as dt
import io

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ingest.configuration.yaml_files import faults_of, read_yaml
from ingest.home import Home
from warehouse.audit import access_log
from warehouse.audit.access_log import SIGNED_OFF, WITHDRAWN, Access
from warehouse.audit.notes import Known, Note, parse_notes
from warehouse.published import open_published

_HEAD = "# Reasons, due dates and sign-offs; docs/how-to/audit-a-week.md. Comments stay.\nnotes: []\n"


class NotSigned(Exception):
    """A sign-off can't be recorded; the message says why and what to do."""


def read_known(home: Home) -> Known:
    """Return what can be signed off, from the published file.

    Raises `warehouse.published.UnreadablePublishedFile`.
    """
    with open_published(home) as connection:
        checks = connection.execute("select check_id from audit.checks").fetchall()
        clinics = connection.execute("select clinic_id from marts.dim_clinics").fetchall()
        deliveries = connection.execute(
            "select distinct delivery_key from audit.deliveries "
            "where status in ('held', 'refused', 'released') or decision is not null"
        ).fetchall()
    return Known(
        frozenset(str(row[0]) for row in checks),
        frozenset(str(row[0]) for row in clinics),
        frozenset(int(row[0]) for row in deliveries if row[0] is not None),
    )


def make_note(
    target: str,
    *,
    by: str,
    note: str = "",
    clinic: str | None = None,
    export: str | None = None,
    due: dt.date | None = None,
    signed_on: dt.date | None = None,
    until: dt.date | None = None,
) -> Note:
    """Return a note about a check (its id) or a delivery (its number); with `signed_on` a sign-off.

    Raises NotSigned where something is missing.
    """
    if not by.strip():
        raise NotSigned("a sign-off needs the name of who makes it (--by)")
    if signed_on is not None and until is not None and until < signed_on:
        raise NotSigned(f"--until {until} has passed; a sign-off holds from today on")
    content = {
        "delivery" if target.isdigit() else "check": int(target) if target.isdigit() else target,
        "clinic": clinic,
        "export": export,
        "note": note.strip(),
        "by": by.strip(),
        "due": due,
        "sign_off": {"by": by.strip(), "on": signed_on, "until": until} if signed_on else None,
    }
    try:
        return Note.model_validate({key: value for key, value in content.items() if value not in (None, "")})
    except ValidationError as error:
        raise NotSigned("; ".join(words for _, words in faults_of(error, Note))) from None


def record(home: Home, note: Note, known: Known) -> None:
    """Write a note into the home's notes, keeping what stands there, and a sign-off into the log.

    Raises NotSigned for a check, delivery or clinic that there isn't, and ConfigurationError if what stands
    there isn't YAML: it is mended first, by whoever wrote it.
    """
    lacking = known.lacks(note)
    if lacking:
        raise NotSigned(f"`{note.target}`: {lacking}")
    entry = CommentedMap(note.model_dump(mode="python", exclude_none=True, exclude_defaults=True))
    content = _read(home)
    listed = content.setdefault("notes", CommentedSeq())
    if not isinstance(listed, list):
        content["notes"] = listed = CommentedSeq()
    listed.append(entry)
    _write(home, content)
    if note.sign_off is not None:
        _log(home, SIGNED_OFF, note, note.sign_off.by)


def withdraw(home: Home, target: str, *, by: str, clinic: str | None = None) -> int:
    """Take the sign-offs of a check or delivery out of the notes, and say so in the log; returns how many.

    Raises NotSigned where there is none, and ConfigurationError as `record` does.
    """
    content = _read(home)
    parsed, _ = parse_notes(home)
    chosen = {
        key: note
        for _, key, note in parsed
        if note.target == target and note.sign_off is not None and clinic in (None, note.clinic)
    }
    if not chosen:
        raise NotSigned(f"nobody has signed off `{target}`{f' of {clinic}' if clinic else ''}")
    places = sorted((int(key[6:-1]) - 1 for key in chosen), reverse=True)
    for place in places:
        del content["notes"][place]
    _write(home, content)
    for note in chosen.values():
        _log(home, WITHDRAWN, note, by)
    return len(chosen)


def _log(home: Home, event: str, note: Note, by: str) -> None:
    clinic = note.clinic or "quality"
    path = home.relative(home.notes_file)
    access_log.append(home, [Access(event, clinic, "", path, note.fingerprint, note.target)], by=by)


def _read(home: Home) -> CommentedMap:
    if not home.notes_file.is_file():
        home.notes_file.parent.mkdir(parents=True, exist_ok=True)
        home.notes_file.write_text(_HEAD, encoding="utf-8")
    return read_yaml(home.notes_file, home.relative(home.notes_file))


def _write(home: Home, content: CommentedMap) -> None:
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    target = io.StringIO()
    yaml.dump(content, target)
    beside = home.notes_file.with_suffix(".new")
    beside.write_text(target.getvalue(), encoding="utf-8")
    beside.replace(home.notes_file)
