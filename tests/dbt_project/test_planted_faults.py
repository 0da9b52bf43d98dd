"""A fault of each kind shows in the quality report of its week, and nowhere as a crash."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import planted_faults
import polars as pl
import pytest
from built_homes import WEEK

from ingest.home import Home
from reports.quality.reminder import UnknownClinic, reminder
from reports.render import render
from reports.words.catalogue import Words
from reports.words.found import found as found_in_words
from warehouse import dbt, inference
from warehouse.audit.access_log import Access, append
from warehouse.audit.audited import audit
from warehouse.audit.history import RecordedRun, record
from warehouse.audit.restatements import FIGURES
from warehouse.audit.verification import verify
from warehouse.knowledge import Knowledge
from warehouse.publish import publish

MONDAY = dt.datetime(2026, 4, 6, 6, tzinfo=dt.UTC)
NOTES = """notes:
  - {check: CONT-SILENT, clinic: quiet, note: Their server is being moved., by: Mo, due: 2026-04-01}
  - {check: CONT-SILENCE, note: A check that doesn't exist.}
"""
ISOLATES = {0x2068: None, 0x2069: None}
THRESHOLDS = "thresholds:\n  CONT-VANISHED: {treshold: 0.1, source: A typo.}\n"


@dataclass(frozen=True)
class Planted:
    """The home after its run, the file that was edited, and the text of the quality report."""

    home: Home
    edited: Path
    report: str

    def rows(self) -> list[str]:
        """The rows of all tables of the report, as text."""
        found = re.findall(r"<tr>(.*?)</tr>", self.report, re.DOTALL)
        return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in found]

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query of the published file."""
        with duckdb.connect(str(self.home.published_file), read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    def changes(self, check_id: str) -> list[tuple[str, str, str, str | None]]:
        """Clinic, export, change and details of a check in audit.check_changes."""
        return self.query(
            "select clinic_id, export_name, change, details from audit.check_changes where check_id = ? "
            "order by all",
            check_id,
        )


def run(home: Home, run_id: str, known_at: dt.datetime) -> Path:
    """Build, audit, publish and render the quality report of a landed home."""
    knowledge = Knowledge(WEEK, known_at, run_id)
    built = dbt.build(home, knowledge)
    assert built.is_success, built.summary()
    inference.run(home, knowledge)
    audit(home, knowledge)
    publish(home, knowledge)
    (page,) = render(home, WEEK, ["quality"])
    return page.path


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """A home whose faults were planted before its run; one landed file was edited after it was committed."""
    home = Home(tmp_path_factory.mktemp("planted"))
    planted_faults.plant(home)
    home.audit.mkdir()
    home.notes_file.write_text(NOTES, encoding="utf-8")
    home.thresholds_file.write_text(THRESHOLDS, encoding="utf-8")
    edited = planted_faults.edit(home)
    told = [("steady", "sessions_attended", dt.date(2026, 1, 1), 1)]
    week_before = MONDAY.replace(tzinfo=None) - dt.timedelta(days=7)
    record(
        home,
        RecordedRun("before", "2026-W13", week_before, "0", "", True, {}),
        {"figures": pl.DataFrame(told, schema=FIGURES, orient="row")},
    )
    append(home, [Access("delivered", "somebody", "2026-W13", "reports/x", "0" * 64)], by="Mo")
    log = home.access_log.read_text(encoding="utf-8")
    home.access_log.write_text(log.replace("somebody", "nobody"), encoding="utf-8")
    page = run(home, "20260406T060000Z-planted", MONDAY)
    return Planted(home, edited, page.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("check_id", "clinic_id", "export_name", "found"),
    [
        ("CONT-FIELD-BLANK", "blank", "new_courses", "programme: missing in 6 of 6 rows, before in 0 of 114"),
        ("CONT-CODES", "codes", "sessions", "status: 7 of 8 rows say something else than is usual"),
        ("CONT-SILENT", "quiet", "forms", "nothing since 2026-03-15, 22 days; usual are 7.0"),
        ("CONT-GAP", "gap", "forms", "nothing made between 2026-02-15 and 2026-03-01"),
        ("CONT-VOLUME", "doubled", "forms", "40 rows; usual are"),
        ("CONT-THERAPISTS", "renumbered", "", None),
        ("CONT-STAFF", "renumbered", "", None),
        ("CONT-VANISHED", "vanished", "", None),
        ("LAND-INTEGRITY", "edited", "", "rows.parquet was edited after it was landed"),
    ],
)
def test_a_planted_fault_is_found_where_it_is_and_nowhere_else(
    planted: Planted, check_id: str, clinic_id: str, export_name: str, found: str | None
) -> None:
    ((clinic, export, change, details),) = planted.changes(check_id)
    assert (clinic, export, change) == (clinic_id, export_name, "new")
    assert (details is None) if found is None else (found in str(details))
    (said,) = planted.query("select description from audit.check_changes where check_id = ?", check_id)
    told = [row for row in planted.rows() if str(said[0]) in row]
    assert told, "the page doesn't tell of it"
    (row,) = told
    assert row.startswith(f"{clinic_id.title()} "), row
    said_there = None if found is None else found_in_words(Words(), str(details)) or found
    assert said_there is None or said_there.translate(ISOLATES) in row.translate(ISOLATES)
    assert " new" in row


def test_a_check_that_decays_inside_its_threshold_is_found(planted: Planted) -> None:
    ((clinic, export, change, _),) = planted.changes("items_are_answered")
    assert (clinic, export, change) == ("decaying", "forms", "decaying")
    (row,) = [row for row in planted.rows() if "passes, but grows worse" in row]
    assert row.startswith("Decaying "), row
    (title,) = re.findall(r"<figcaption>(.*?)</figcaption>", planted.report, re.DOTALL)
    assert "Decaying" in re.sub(r"<[^>]*>", "", title)


def test_the_edited_file_is_named(planted: Planted) -> None:
    ((_, _, _, details),) = planted.changes("LAND-INTEGRITY")
    assert planted.edited.parent.name in str(details)


def test_a_note_stands_beside_its_check_and_faulty_lines_are_named(planted: Planted) -> None:
    assert "Their server is being moved." in planted.report
    assert "Overdue since" in planted.report
    ((_, _, change, details),) = planted.changes("audit_files_are_usable")
    assert change == "new"
    assert "audit/notes.yml:3: notes[2]: no check has this id" in str(details)
    assert "audit/thresholds.yml:2: thresholds.CONT-VANISHED: unknown key" in str(details)


def test_a_clinic_without_a_fault_has_none(planted: Planted) -> None:
    with duckdb.connect(str(planted.home.published_file), read_only=True) as connection:
        failing = connection.execute(
            "select check_id, details from audit.check_changes "
            "where clinic_id = 'steady' and check_id not like 'WH-%'"
        ).fetchall()
    assert failing == []


def test_every_result_is_of_a_check_that_the_registry_knows(planted: Planted) -> None:
    with duckdb.connect(str(planted.home.published_file), read_only=True) as connection:
        unknown = connection.execute(
            "select distinct check_id from audit.check_results anti join audit.checks using (check_id)"
        ).fetchall()
    assert unknown == [("DOOR-DATES",)]  # the invented door's own


def test_the_profile_of_a_field_shows_the_month_in_which_it_went_blank(planted: Planted) -> None:
    with duckdb.connect(str(planted.home.published_file), read_only=True) as connection:
        months = connection.execute(
            "select strftime(month, '%Y-%m'), row_count, valid, missing from audit.field_validity "
            "where clinic_id = 'blank' and export_name = 'new_courses' and field = 'programme' "
            "order by month desc"
        ).fetchall()
    assert months[:2] == [("2026-04", 6, 0, 6), ("2026-03", 30, 30, 0)]
    (row,) = [row for row in planted.rows() if row.startswith("Blank new_courses programme Mar 2026")]
    assert row.replace("\u00a0", " ").endswith("100 % Apr 2026 0 % 100 % 0 %")


def test_a_figure_of_an_earlier_month_is_restated_with_its_cause(planted: Planted) -> None:
    with duckdb.connect(str(planted.home.published_file), read_only=True) as connection:
        found = connection.execute(
            "select earlier_week, earlier_value, value, cause from audit.restatements "
            "where clinic_id = 'steady' and measure = 'sessions_attended' and month = date '2026-01-01'"
        ).fetchall()
        counted = connection.execute(
            "select sum(sessions_attended) from marts.fct_episodes where clinic_id = 'steady'"
        ).fetchone()
    assert counted == (140,)
    assert found == [("2026-W13", 1, 28, "definitions, code version")]


def test_nothing_kept_was_changed_but_the_edited_file(planted: Planted) -> None:
    edited, chain = verify(planted.home).problems
    assert planted.edited.parent.name in edited
    assert chain == "audit/access.jsonl: line 2 was changed after it was written"


def test_a_broken_chain_is_named_on_the_page_and_stops_nothing(planted: Planted) -> None:
    ((clinic, _, change, details),) = planted.changes("AUDIT-CHAIN")
    assert (clinic, change) == ("network", "new")
    assert details == "audit/access.jsonl: line 2 was changed after it was written"
    (row,) = [row for row in planted.rows() if str(details) in row]
    assert row.startswith("the network A log that was edited, shortened or put in another order")


def test_a_clinic_is_asked_about_what_is_its_to_mend(planted: Planted) -> None:
    text = reminder(planted.home, "quiet")
    assert "forms: It isn’t as it should be: The next file of an export comes when it usually does." in text
    assert "What helps: Send the file that is due, or tell us until when none will come" in text
    assert "We had hoped for an answer by 1 April 2026." in text
    assert "nothing to do" in reminder(planted.home, "steady") or "1. " in reminder(planted.home, "steady")
    with pytest.raises(UnknownClinic, match="no clinic is called `nowhere`"):
        reminder(planted.home, "nowhere")
