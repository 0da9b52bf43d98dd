"""Signing off by name: what is written into the notes and the log, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from ingest.configuration.yaml_files import ConfigurationError
from ingest.home import Home
from warehouse.audit import access_log
from warehouse.audit.notes import Known, read_notes
from warehouse.audit.sign_offs import sign_offs
from warehouse.audit.signing import NotSigned, make_note, record, withdraw
from warehouse.audit.verification import verify

TODAY = dt.date(2026, 11, 16)
KNOWN = Known(frozenset({"WH-WAITING", "CONT-SILENT"}), frozenset({"north"}), frozenset({4711}))
UNTAKEN = pl.DataFrame(
    {
        "delivery_key": [4711, 4712],
        "clinic_id": ["north", "north"],
        "export_name": ["courses", "courses"],
        "file_name": ["a.csv", "b.csv"],
        "decision": [None, "released"],
        "decided_by": [None, "Mo"],
        "decision_reason": [None, "archived"],
        "decided_on": [None, TODAY],
    }
)


def signed(home: Home) -> list[dict[str, object]]:
    notes, problems = read_notes(home, KNOWN)
    assert problems == ()
    return sign_offs(notes, UNTAKEN, access_log.read_entries(home), TODAY).to_dicts()


def test_a_sign_off_stands_in_the_notes_the_log_and_the_table(tmp_path: Path) -> None:
    home = Home(tmp_path)
    until = dt.date(2026, 12, 31)
    made = make_note(
        "WH-WAITING", by="Ada Okafor", note="On Tuesdays.", clinic="north", signed_on=TODAY, until=until
    )
    record(home, made, KNOWN)
    record(home, make_note("4711", by="Mo", signed_on=TODAY, due=TODAY - dt.timedelta(days=1)), KNOWN)
    check, delivery, decided = signed(home)
    assert (check["kind"], check["signed_by"], check["holds_until"]) == ("check", "Ada Okafor", until)
    assert (check["is_holding"], check["is_chained"]) == (True, True)
    assert (delivery["clinic_id"], delivery["file_name"], delivery["is_overdue"]) == ("north", "a.csv", False)
    assert (decided["decision"], decided["signed_by"], decided["is_chained"]) == ("released", "Mo", False)
    assert [entry.access.told for entry in access_log.read_entries(home)] == ["WH-WAITING", "4711"]
    assert verify(home).problems == ()


def test_what_stands_in_the_notes_stays_with_its_comments(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.audit.mkdir()
    home.notes_file.write_text(
        "notes:\n  # Their server is being moved.\n  - {check: CONT-SILENT, clinic: north, note: Moving.}\n",
        encoding="utf-8",
    )
    record(home, make_note("WH-WAITING", by="Mo", signed_on=TODAY), KNOWN)
    assert "# Their server is being moved." in home.notes_file.read_text(encoding="utf-8")
    by_hand, by_command, _ = signed(home)
    assert (by_hand["decision"], by_hand["is_chained"]) == ("noted", False)
    assert (by_command["decision"], by_command["is_chained"]) == ("accepted", True)


def test_an_answer_is_overdue_from_the_day_after_unless_somebody_accepts(tmp_path: Path) -> None:
    home = Home(tmp_path)
    yesterday = TODAY - dt.timedelta(days=1)
    record(home, make_note("CONT-SILENT", by="Mo", due=yesterday), KNOWN)
    record(home, make_note("WH-WAITING", by="Mo", due=TODAY), KNOWN)
    record(home, make_note("WH-WAITING", by="Mo", signed_on=yesterday, until=yesterday), KNOWN)
    overdue, due_today, run_out, _ = signed(home)
    assert (overdue["is_overdue"], due_today["is_overdue"]) == (True, False)
    assert run_out["is_holding"] is False


@pytest.mark.parametrize(
    ("target", "clinic", "by", "words"),
    [
        ("WH-WAITNG", None, "Mo", "`WH-WAITNG`: no check has this id; did you mean `WH-WAITING`?"),
        ("4712", None, "Mo", "no held or refused delivery has this number"),
        ("WH-WAITING", "nowhere", "Mo", "no clinic is called `nowhere`"),
        ("WH-WAITING", None, "  ", "needs the name"),
        ("WH-WAITING", "No Such Id", "Mo", "should match pattern"),
    ],
)
def test_a_sign_off_of_what_there_isnt_is_refused_in_words(
    tmp_path: Path, target: str, clinic: str | None, by: str, words: str
) -> None:
    home = Home(tmp_path)
    with pytest.raises(NotSigned, match=words.replace("?", r"\?")):
        record(home, make_note(target, by=by, clinic=clinic, signed_on=TODAY), KNOWN)
    assert not home.notes_file.is_file()
    assert access_log.read_entries(home) == []


def test_a_day_that_has_passed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotSigned, match="--until 2026-11-15 has passed"):
        make_note("WH-WAITING", by="Mo", signed_on=TODAY, until=TODAY - dt.timedelta(days=1))


def test_notes_that_arent_yaml_are_left_as_they_are(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.audit.mkdir()
    home.notes_file.write_text("notes: [", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"audit/notes\.yml"):
        record(home, make_note("WH-WAITING", by="Mo", signed_on=TODAY), KNOWN)
    assert home.notes_file.read_text(encoding="utf-8") == "notes: ["


def test_a_sign_off_that_is_edited_is_found_and_one_that_is_withdrawn_isnt_a_fault(tmp_path: Path) -> None:
    home = Home(tmp_path)
    record(home, make_note("WH-WAITING", by="Ada", signed_on=TODAY, until=dt.date(2026, 12, 31)), KNOWN)
    whole = home.notes_file.read_text(encoding="utf-8")
    home.notes_file.write_text(whole.replace("2026-12-31", "2036-12-31"), encoding="utf-8")
    (problem,) = verify(home).problems
    assert "what Ada signed off on" in problem
    assert "(WH-WAITING) was changed or taken out since" in problem
    assert [row["is_chained"] for row in signed(home)] == [False, False]
    home.notes_file.write_text(whole, encoding="utf-8")
    assert withdraw(home, "WH-WAITING", by="Ada") == 1
    assert verify(home).problems == ()
    assert [row["decision"] for row in signed(home)] == ["released"]
    with pytest.raises(NotSigned, match="nobody has signed off `WH-WAITING` of north"):
        withdraw(home, "WH-WAITING", by="Ada", clinic="north")
