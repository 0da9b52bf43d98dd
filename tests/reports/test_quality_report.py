"""The quality team's page: every file, every row, every rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from page_reading import Page, read_page
from published_fixture import CLINICS, State
from published_schema import LATER_TABLES

from ingest.home import Home
from reports.delivery.parcel import pack

Pages = Callable[..., dict[str, Page]]
TWO = State(clinics=tuple(replace(clinic, courses=3) for clinic in CLINICS[:2]))


def quality(pages_of: Pages, *statements: str) -> Page:
    return pages_of(TWO, *statements, audiences=["quality"])["quality"]


def test_the_headline_counts_files_rows_and_balance(usual: dict[str, Page]) -> None:
    text = usual["quality"].text
    assert "20 files arrived in the last seven days: 19 taken, 1 refused, none held." in text
    assert "Of their 1,200 rows, 1,099 were loaded" in text
    assert "and 3 were refused one by one. 60 more stand in files that weren’t taken." in text
    assert "Every row account balances." in text


def test_earlier_deliveries_arent_this_weeks(usual: dict[str, Page]) -> None:
    assert "responses_2026-11-09.csv" not in usual["quality"].text


def test_a_refused_file_stands_with_rule_reason_and_rows(usual: dict[str, Page]) -> None:
    rows = usual["quality"].rows("Deliveries refused or held")
    assert rows[1:] == [
        [
            "Harbour Psychological Therapies",
            "responses_2026-11-16.csv",
            "refused",
            "DLV-COLUMN-MISSING",
            "The file lacks the column completed_at.",
            "60",
        ]
    ]


def test_refused_rows_stand_by_rule_with_file_numbers_and_remedy(usual: dict[str, Page]) -> None:
    summed = usual["quality"].rows("How many rows each rule refused")[1:]
    assert [row[:5] for row in summed] == [["North Street Clinic", "RSP-ITEM-RANGE", "q4", "3", "1"]]
    (row,) = usual["quality"].rows("Rows refused in the last seven days")[1:]
    assert row[:6] == [
        "North Street Clinic",
        "RSP-ITEM-RANGE",
        "responses_2026-11-16.csv",
        "q4",
        "3",
        "7, 8, 9",
    ]
    assert row[6].startswith("Answers lie between 0 and 3")


def test_many_row_numbers_are_cut_and_counted(pages_of: Pages) -> None:
    more = """insert into audit.quarantine by name
        select one.* replace (100 + place as source_row)
        from (
            select quarantine.* from audit.quarantine
            inner join audit.deliveries using (receipt_key)
            where received_at > timestamp '2026-11-15' limit 1
        ) as one, range(20) as places (place)"""
    (row,) = quality(pages_of, more).rows("Rows refused in the last")[1:]
    assert row[4] == "23"
    assert row[5] == "7, 8, 9, 100, 101, 102, 103, 104 and 15 more"


def test_every_account_says_whether_it_balances(usual: dict[str, Page]) -> None:
    rows = usual["quality"].rows("What became of every row")
    assert len(rows) == 1 + 20
    for row in rows[1:]:
        received, *states = (int(cell) for cell in row[3:10])
        assert received == sum(states)
        assert row[-1] == "balances"


def test_what_arrived_stands_by_clinic_and_adds_up_to_the_headline(usual: dict[str, Page]) -> None:
    by_clinic = usual["quality"].rows("What arrived from each clinic")[1:]
    by_export = usual["quality"].rows("What became of every row")[1:]
    for place in range(1, 9):
        assert sum(int(row[place]) for row in by_clinic) == sum(int(row[place + 1]) for row in by_export)
    assert sum(int(row[1]) for row in by_clinic) == 20
    assert sum(int(row[2]) for row in by_clinic) == 1200


def test_an_account_that_doesnt_balance_comes_first(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        """update audit.row_accounts set loaded = loaded - 1, is_balanced = false
        where clinic_id = 'north' and feed = 'episodes' and received_at < timestamp '2026-11-10'""",
    )
    assert "One row account doesn’t balance: look at it first." in page.text
    assert [text for level, text in page.headings if level == 2][2] == "Accounts that don’t balance"
    assert page.rows("states don’t sum")[1:] == [
        ["North Street Clinic", "episodes_2026-11-09.csv", "episodes", "60", "59"]
    ]


def test_rows_that_couldnt_be_counted_arent_zero(pages_of: Pages) -> None:
    page = quality(pages_of, "update audit.deliveries set rows_received = null where status = 'refused'")
    assert page.rows("Deliveries refused or held")[1][-1] == "not counted"


def test_checks_are_new_persisting_resolved_or_had_nothing_to_look_at(pages_of: Pages) -> None:
    earlier = """insert into audit.check_results
        select * replace (measured_at - interval 7 day as measured_at, false as is_passed)
        from audit.check_results"""
    page = quality(
        pages_of,
        earlier,
        """insert into audit.check_results by name
        select 'north' as clinic_id, 'fresh' as check_id, 'Fresh one.' as description, 'error' as severity,
            10 as evaluated, 2 as failed, 0 as not_applicable, false as is_passed,
            timestamp '2026-11-16 04:30:00' as measured_at""",
        """insert into audit.check_results by name
        select 'north' as clinic_id, 'idle' as check_id, 'Idle one.' as description, 'error' as severity,
            0 as evaluated, 0 as failed, 9 as not_applicable, null::boolean as is_passed,
            timestamp '2026-11-16 04:30:00' as measured_at""",
    )
    changes = {(row[0], row[1]): row[-1] for row in page.rows("Checks that fail")[1:]}
    assert changes == {
        ("Harbour Psychological Therapies", "Forms are filled in after the course began."): "persisting",
        ("North Street Clinic", "Forms are filled in after the course began."): "resolved",
        ("North Street Clinic", "Fresh one."): "new",
    }
    assert "1 of 3 checks passed. One more had nothing to look at." in page.section("checks")


def test_data_docs_list_the_doors_checks_and_ask_no_other_host(pages_of: Pages, tmp_path: Path) -> None:
    quality(
        pages_of,
        """insert into audit.check_results by name
        select 'north' as clinic_id, 'phq9' as export_name, 'responses' as feed,
            'items_are_answered' as check_id,
            'At most a fifth is unanswered.' as description, 'warning' as severity, 0.2 as threshold,
            100 as evaluated, failed, 0 as not_applicable, failed <= 20 as is_passed, 'door' as source,
            timestamp '2026-11-16 04:30:00' - to_days(7 * age) as measured_at
        from (values (30, 0), (2, 1), (1, 2), (0, 3), (0, 4), (99, 5)) as told (failed, age)""",
    )
    source = (tmp_path / "reports/2026-W46/quality/quality-2026-W46-great-expectations.html").read_text(
        encoding="utf-8"
    )
    listed = read_page(source.encode()).rows("Checks of North Street Clinic by export")
    (row,) = [row for row in listed if row[2] == "items_are_answered"]
    assert row[:4] == ["phq9", "At most a fifth is unanswered.", "items_are_answered", "warning"]
    assert row[4].startswith("20")
    results = [result.replace("\N{NO-BREAK SPACE}", " ") for result in row[5].split("; ")]
    assert results[:2] == ["16 Nov 2026: not passed, 30 of 100 failed", "9 Nov 2026: passed, 2 of 100 failed"]
    assert len(results) == 5
    assert not re.search(r"https?://|src=|@import", re.sub(r'xmlns="[^"]*"', "", source))
    page = (tmp_path / "reports/2026-W46/quality/report.html").read_bytes()
    links = {a.attributes["href"] for a in read_page(page).root.all("a")}
    sent = {file.name for file in pack(Home(tmp_path), "2026-W46", "quality", ["html"]).files}
    assert sent == {"quality-2026-W46.html", "quality-2026-W46-great-expectations.html"}
    assert {link for link in links if not link.startswith("#")} == sent - {"quality-2026-W46.html"}


def test_what_waits_for_its_course_is_counted_by_clinic_feed_and_instrument(
    usual: dict[str, Page], pages_of: Pages
) -> None:
    forms = ["North Street Clinic", "Forms", "phq9", "2", "16 Nov 2026"]
    caption = "that have arrived before their course"
    assert usual["quality"].rows(caption)[1:] == [forms]
    pages = pages_of(
        TWO,
        "insert into audit.waiting_appointments values ('north', 1, 1, '2026-11-09 06:00')",
        "insert into audit.waiting_actions values ('north', 1, 1, 'called', '2026-11-09 06:00')",
        "insert into audit.waiting_actions values ('north', 2, 1, 'other', '2026-11-02 06:00')",
        audiences=["quality", "north"],
    )
    chased = pages["north"].section("chase")
    assert "2 forms belong to courses that haven’t arrived" in chased
    assert "One appointment belongs to a course that hasn’t arrived, so it can’t be counted." in chased
    assert "2 actions belong to courses that haven’t arrived, so they can’t be counted." in chased
    assert pages["quality"].rows(caption)[1:] == [
        ["North Street Clinic", "Actions", "", "2", "2 Nov 2026"],
        ["North Street Clinic", "Appointments", "", "1", "9 Nov 2026"],
        forms,
    ]


def test_files_that_no_export_claims_stand_where_the_file_lists_them(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        f"create table audit.unclaimed_files ({LATER_TABLES['audit.unclaimed_files']})",
        """insert into audit.unclaimed_files values
            ('north', 'north', 'holiday.jpg', 'Name it in an export.'),
            ('inbox', null, 'west', 'No such clinic.')""",
    )
    assert page.rows("match no export’s pattern")[1:] == [
        ["no clinic", "west", "No such clinic."],
        ["North Street Clinic", "holiday.jpg", "Name it in an export."],
    ]


def test_a_week_without_deliveries_says_so(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        "delete from audit.deliveries",
        "delete from audit.row_accounts",
        "delete from audit.quarantine",
        "delete from audit.waiting_responses",
        "delete from audit.check_results",
    )
    assert "No file arrived in the last seven days." in page.text
    assert "Nothing came from Harbour Psychological Therapies and North Street Clinic" in page.text
    assert "No check has been measured yet." in page.text
    assert "Nothing is waiting." in page.text
