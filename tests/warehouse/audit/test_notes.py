"""The home's notes on checks: what can be used is, what can't is named with its line, nothing stops."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ingest.home import Home
from warehouse.audit.notes import Known, read_notes

KNOWN = Known(frozenset({"WH-WAITING", "items_are_answered"}), frozenset({"north"}), frozenset({4711}))


def reading(tmp_path: Path, text: str) -> tuple[list[dict[str, object]], list[str]]:
    home = Home(tmp_path)
    home.notes_file.parent.mkdir(exist_ok=True)
    home.notes_file.write_text(text, encoding="utf-8")
    notes, problems = read_notes(home, KNOWN)
    return notes.to_dicts(), [str(problem) for problem in problems]


def test_without_a_file_there_are_no_notes(tmp_path: Path) -> None:
    notes, problems = read_notes(Home(tmp_path), KNOWN)
    assert (notes.height, problems) == (0, ())


def test_a_note_says_who_until_when_and_who_accepts_it(tmp_path: Path) -> None:
    notes, problems = reading(
        tmp_path,
        """
notes:
  - check: WH-WAITING
    clinic: north
    note: They send episodes on Tuesdays.
    by: Mo Lindqvist
    due: 2026-04-01
    sign_off: {by: Ada Okafor, on: 2026-03-20, until: 2026-06-30}
""",
    )
    assert problems == []
    (note,) = notes
    assert len(str(note.pop("fingerprint"))) == 64
    assert notes == [
        {
            "check_id": "WH-WAITING",
            "delivery_key": None,
            "clinic_id": "north",
            "export_name": None,
            "note": "They send episodes on Tuesdays.",
            "noted_by": "Mo Lindqvist",
            "due_on": dt.date(2026, 4, 1),
            "signed_off_by": "Ada Okafor",
            "signed_off_on": dt.date(2026, 3, 20),
            "signed_off_until": dt.date(2026, 6, 30),
        }
    ]


def test_what_cant_be_used_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    notes, problems = reading(
        tmp_path,
        """notes:
  - {check: WH-WAITNG, note: A typo.}
  - {check: WH-WAITING, clinic: nowhere, note: No such clinic.}
  - {check: WH-WAITING, note: Until when?, due: soon}
  - {check: WH-WAITING, nota: An unknown key.}
  - {check: WH-WAITING}
  - {check: items_are_answered, note: This one is fine.}
  - {delivery: 4712, note: Never held.}
  - {delivery: 4711, note: Asked them.}
  - {delivery: 4711, check: items_are_answered, note: Both.}
remarks: []
""",
    )
    assert [note["note"] for note in notes] == ["This one is fine.", "Asked them."]
    assert [problem.split(": ")[0] for problem in problems] == [
        "audit/notes.yml:11",
        *(f"audit/notes.yml:{line}" for line in (2, 3, 4, 5, 6, 8, 10)),
    ]
    assert "no check has this id; did you mean `WH-WAITING`?" in problems[1]
    assert "no held or refused delivery has this number" in problems[6]
    assert "about either a `check` or a `delivery`" in problems[7]
    assert "no clinic is called `nowhere`" in problems[2]
    assert "did you mean `note`?" in problems[4]
    assert "needs `note`, `due` or `sign_off`" in problems[5]


def test_a_file_that_isnt_yaml_is_named(tmp_path: Path) -> None:
    notes, problems = reading(tmp_path, "notes: [")
    assert notes == []
    assert len(problems) == 1
    assert problems[0].startswith("audit/notes.yml:")
