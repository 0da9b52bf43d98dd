"""The text that asks a clinic, in plain and kind words, for what is missing and how to mend it.

Belongs here: that text. Doesn't: sending it, which a person does, and what fails (the audit).
No value of a row stands in it: counts, names of files and exports, days.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

from ingest.home import Home
from reports.publication import open_publication
from reports.quality.making import MESSAGE_LIMIT, Making
from reports.words.catalogue import Words
from reports.words.figures import plain
from reports.words.found import found
from reports.words.from_data import check_of, refusal

WIDTH = 92
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z`])")
_FOR_THE_NETWORK = re.compile(
    r"(?i)\bask the sender\b|`rapport |\bYAML\b|\bdocs/|whoever looks after Rapport|that clinic's folder"
    r"|`(?:options|format|files|columns|values|keyed|where|constants|mode)(?:\.\w+)?`"
)


class UnknownClinic(LookupError):
    """The published file knows no such clinic."""


def reminder(home: Home, clinic_id: str, language: str = "en") -> str:
    """Return the text for one clinic.

    Raises UnknownClinic, and `warehouse.published.UnreadablePublishedFile`.
    """
    with open_publication(home) as publication:
        making = Making(publication, Words(language))
        if clinic_id not in publication.clinics:
            known = ", ".join(sorted(publication.clinics))
            raise UnknownClinic(f"no clinic is called `{clinic_id}`. Known: {known}")
        points = [
            *(_file(making, row) for row in making.rows("reminder_files") if row["clinic_id"] == clinic_id),
            *(_check(making, row) for row in making.rows("reminder") if row["clinic_id"] == clinic_id),
        ]
        return _letter(making, clinic_id, points)


def _letter(making: Making, clinic_id: str, points: list[list[str]]) -> str:
    words, week = making.words, making.publication.run.week
    greeting = words.say("reminder-greeting", clinic=making.clinic(clinic_id))
    network = plain(making.publication.network.name)
    if not points:
        parts = [greeting, words.say("reminder-none", week=week)]
    else:
        opening = words.say("reminder-opening", points=len(points), week=week)
        parts = [greeting, opening]
        parts += [_numbered(number, lines) for number, lines in enumerate(points, start=1)]
        parts.append(words.say("reminder-closing"))
    parts.append(f"{words.say('reminder-thanks')}\n{network}")
    return "\n\n".join(part if "\n" in part else textwrap.fill(part, WIDTH) for part in parts)


def _numbered(number: int, lines: list[str]) -> str:
    first = textwrap.fill(lines[0], WIDTH, initial_indent=f"{number:>2}. ", subsequent_indent="    ")
    more = [textwrap.fill(line, WIDTH, initial_indent="    ", subsequent_indent="    ") for line in lines[1:]]
    return "\n".join([first, *more])


def _file(making: Making, row: dict[str, Any]) -> list[str]:
    words = making.words
    why = refusal(words, row["rule_id"], plain(for_the_sender(row["message"] or ""), MESSAGE_LIMIT))
    told = {"file": plain(row["file_name"] or ""), "why": why}
    said = words.say("reminder-held" if row["status"] == "held" else "reminder-refused", **told)
    helps = words.say("reminder-remedy", check=row["rule_id"] or "")
    return [said, words.say("reminder-helps", what=helps)]


def for_the_sender(message: str) -> str:
    """Leave out of a refusal's message what only whoever looks after Rapport can do.

    The message is written for them: it says what was found, then whom to ask or which key to mend.
    """
    sentences = _SENTENCE_ENDS.split(message)
    kept = [sentence for sentence in sentences if not _FOR_THE_NETWORK.search(sentence)]
    return " ".join(kept or sentences[:1])


def _check(making: Making, row: dict[str, Any]) -> list[str]:
    words = making.words
    what = check_of(words, {**row, "details": None})
    if not row["check_id"].startswith("ROW-"):  # a rule says what is wrong, a check what must hold
        what = words.say("reminder-expected", what=what)
    lines = [
        words.say("reminder-export", export=plain(row["export_name"]), what=what)
        if row["export_name"]
        else what,
        words.say(
            "reminder-found",
            failed=row["failed"],
            evaluated=row["evaluated"],
            since=row["failing_since"] or making.publication.run.week,
        ),
    ]
    if row["details"]:
        details = plain(found(words, row["details"]) or row["details"], MESSAGE_LIMIT)
        lines.append(words.say("reminder-details", details=details))
    lines.append(words.say("reminder-helps", what=words.say("reminder-remedy", check=row["check_id"])))
    if row["due_on"]:
        day = words.figures.day(row["due_on"])
        lines.append(
            words.say("reminder-was-due", day=day) if row["is_overdue"] else words.say("reminder-by", day=day)
        )
    return lines
