"""The quality team's page: restated figures, the profile of fields, questions, what was withheld, models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from page_reading import Page
from published_fixture import CLINICS, State
from published_schema import LATER_TABLES

Pages = Callable[..., dict[str, Page]]
TWO = State(clinics=tuple(replace(clinic, courses=3) for clinic in CLINICS[:2]))


def made(*tables: str) -> list[str]:
    return [f"create table {table} ({LATER_TABLES[table]})" for table in tables]


def quality(pages_of: Pages, *statements: str) -> Page:
    return pages_of(TWO, *statements, audiences=["quality"])["quality"]


RESTATED = """insert into audit.restatements values
    ('2026-W46', 'north', 'dropouts', '2026-08-01', '2026-W45', 9, 7, 0, 2, 0, 0, 'correction'),
    ('2026-W46', 'north', 'sessions_attended', '2026-09-01', '2026-W45', 100, 112, 12, 1, 0, 0,
        'late data, correction'),
    ('2026-W46', 'harbour', 'dropouts', '2026-09-01', '2026-W45', 3, 4, 0, 0, 0, 0, 'time'),
    ('2026-W45', 'harbour', 'dropouts', '2026-09-01', '2026-W44', 2, 3, 0, 0, 0, 0, 'time')"""


def test_figures_that_are_told_otherwise_stand_with_what_they_were_and_why(pages_of: Pages) -> None:
    page = quality(pages_of, *made("audit.restatements"), RESTATED)
    assert page.rows("told otherwise than in an earlier week’s reports, by cause")[1:] == [
        ["records that were corrected", "1", "1", "2"],
        ["records that arrived late and records that were corrected", "1", "1", "12"],
        ["time that has passed (a contact gap ran out)", "1", "1", "1"],
    ]
    rows = page.rows("Each figure that is told otherwise")[1:]
    assert [row[:6] for row in rows] == [
        ["Harbour Psychological Therapies", "Dropouts", "Sept 2026", "2026-W45", "3", "4"],
        ["North Street Clinic", "Dropouts", "Aug 2026", "2026-W45", "9", "7"],
        ["North Street Clinic", "Sessions attended", "Sept 2026", "2026-W45", "100", "112"],
    ]


def test_no_restated_figure_is_said_where_only_events_changed(pages_of: Pages) -> None:
    page = quality(pages_of, *made("audit.restatements"))
    assert "No figure of a month that was over is told otherwise than before." in page.section("restated")


PROFILE = """insert into audit.field_validity values
    ('north', 'people', 'clients', 'gender', '2026-10-01', 100, 90, 4, 3, 2, 1),
    ('north', 'people', 'clients', 'gender', '2026-11-01', 50, 20, 0, 0, 0, 30),
    ('north', 'people', 'clients', 'language', '2026-11-01', 50, 50, 0, 0, 0, 0),
    ('north', 'people', 'clients', 'language', '2026-10-01', 50, 49, 0, 0, 0, 1),
    ('north', 'people', 'clients', 'employment', '2026-11-01', 50, 0, 0, 0, 0, 50),
    ('harbour', 'forms', 'responses', 'items', '2026-10-01', 10, 10, 0, 0, 0, 0),
    ('harbour', 'forms', 'responses', 'items', '2026-11-01', 10, 0, 0, 0, 0, 10)"""


def test_a_field_that_goes_blank_is_named_and_one_that_was_never_sent_isnt(pages_of: Pages) -> None:
    page = quality(pages_of, *made("audit.field_validity"), PROFILE)
    text = page.section("fields").replace("\u00a0", " ")
    assert "In the files made in Nov 2026, 64 % of 110 values were valid, 36 % were missing" in text
    assert "One field is filled clearly worse than in the month before." in text
    (row,) = page.rows("of which the valid share has fallen")[1:]
    assert [cell.replace("\u00a0", " ") for cell in row] == [
        *("North Street Clinic", "people", "gender", "Oct 2026", "90 %", "Nov 2026", "40 %", "60 %", "0 %"),
    ]


def test_the_profile_stands_by_clinic_feed_and_month_and_field_by_field(pages_of: Pages) -> None:
    page = quality(pages_of, *made("audit.field_validity"), PROFILE)
    by_month = page.rows("How values were filled, by clinic, feed and month")[1:]
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in by_month] == [
        ["Harbour Psychological Therapies", "Forms", "Nov 2026", "1", "10", "0 %", *["0 %"] * 3, "100 %"],
        ["Harbour Psychological Therapies", "Forms", "Oct 2026", "1", "10", "100 %", *["0 %"] * 4],
        ["North Street Clinic", "Clients", "Nov 2026", "2", "100", "70 %", *["0 %"] * 3, "30 %"],
        ["North Street Clinic", "Clients", "Oct 2026", "2", "150", "93 %", "3 %", "2 %", "1 %", "1 %"],
    ]
    assert [row[3] for row in page.rows("How each field was filled in the latest month")[1:]] == [
        "items",
        "gender",
        "language",
    ]


def test_questions_are_asked_beside_how_many_chance_would_ask(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        *made("marts.integrity_questions"),
        """insert into marts.integrity_questions values
            ('north', 'heaping_below_cutoff', 'phq9', 40, 60, 0.667, 0.3333, 0.0001, true, 62, 0.062),
            ('harbour', 'attendance_edited_after_end', 'appointments', 1, 90, 0.011, 0.02, 0.8, false, 62,
                0.062)""",
    )
    text = page.section("integrity")
    assert "One of 62 questions that could be asked about how records came about is asked this week." in text
    assert "chance alone would ask 0.06 of them. A question is no verdict" in text
    (row,) = page.rows("Questions to clinics")[1:]
    assert row[:2] == [
        "North Street Clinic",
        "Many last scores stand just on the healthy side of the cut-off. How are last forms filled in?",
    ]
    assert row[3] == "40 of 60"
    assert [row[2] for row in page.rows("Looked at, and no more of it than usual")[1:]] == ["Appointments"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [("few cases", "too few people are among those counted"), ("something new", "something new")],
)
def test_each_withheld_figure_stands_with_its_reason(pages_of: Pages, reason: str, said: str) -> None:
    page = quality(
        pages_of,
        *made("marts.disclosure_log"),
        f"""insert into marts.disclosure_log values
            ('2026-W46', 'dropout', 'north', 'withheld', '{reason}', null),
            ('2026-W46', 'dropout', 'all', 'repeated', '{reason}', '2026-W44'),
            ('2026-W46', 'dropout', 'harbour', 'released', null, '2026-W46')""",
    )
    assert page.rows("Figures that the network wasn’t shown as they stand")[1:] == [
        ["Ended without agreement", "all clinics together", "Shown as of an earlier week", said, "2026-W44"],
        ["Ended without agreement", "North Street Clinic", "Withheld", said, "–"],
    ]


def test_the_latest_closed_quarter_is_summed_by_decision_and_reason(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        *made("marts.disclosure_log", "marts.disclosure_log_quarters"),
        "insert into marts.disclosure_log values ('2026-W46', 'dropout', 'north', 'released', null, null)",
        """insert into marts.disclosure_log_quarters values
            ('2026-Q3', 'dropout', 'all', 'released', null),
            ('2026-Q3', 'dropout', 'women', 'withheld', 'few cases'),
            ('2026-Q3', 'recovery', 'women', 'withheld', 'few cases'),
            ('2026-Q2', 'dropout', 'all', 'withheld', 'few cases')""",
    )
    assert page.rows("Figures of the latest closed quarter, by decision")[1:] == [
        ["Q3 2026", "Withheld", "too few people are among those counted", "2", "2"],
        ["Q3 2026", "Shown", "", "1", "1"],
    ]


def test_the_dropout_model_shows_how_it_foretells_and_what_has_drifted(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        *made("marts.risk_models", "marts.risk_validation", "marts.risk_drift"),
        "insert into marts.risk_models values ('m1', 'hazard', false), ('m2', 'hazard', true)",
        """insert into marts.risk_validation values
            ('m2', 'later_weeks', 'hazard', 'network', 'auc', 0.781, 0.75, 0.8),
            ('m2', 'other_clinics', 'hazard', 'network', 'auc', 0.76, null, null),
            ('m2', 'later_weeks', 'base_rate', 'network', 'auc', 0.5, null, null),
            ('m1', 'later_weeks', 'hazard', 'network', 'auc', 0.6, null, null)""",
        """insert into marts.risk_drift values
            ('predictor', 'severity', 0.9, 0.1, 0.81, 0.5, 400, true),
            ('predictor', 'log_wait', 3.6, 3.7, -0.14, 0.5, 386, false)""",
    )
    assert page.rows("How well the dropout model foretells")[1:] == [
        ["AUC (0.5 is a coin, 1 certainty)", "0.78 (0.75 to 0.80)", "0.76"]
    ]
    assert "Of 2 things that the dropout model sees, one has moved far" in page.section("models")
    rows = page.rows("What the dropout model sees: means in training and now")[1:]
    assert rows[0] == ["Distress at the start", "0.10", "0.90", "0.81", "0.50", "400", "has drifted"]
    assert rows[1][0] == "Days waited (log)"


def test_who_still_waits_for_a_report_stands_by_audience_and_never_by_name(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        *made("audit.handovers"),
        """insert into audit.handovers by name
            select 'ledger' as source, line, 'north-2026-W45.' || kind as file_name,
                timestamp '2026-11-09 07:00' + interval (line) hour as handed_at, audience,
                '2026-W45' as week,
                1 as recipient_number, 'mail' as way, state, 3 as attempts, failed_before, is_open,
                'the server refuses an address' as reason, 'ab' as file_sha256, is_known as is_as_rendered
            from (values
                (2, 'north', 'failed', 0, true, true),
                (4, 'north', 'failed', 1, true, true),
                (6, 'quality', 'sent', 0, false, true),
                (8, 'harbour', 'sent', 0, false, false)
            ) as told (line, audience, state, failed_before, is_open, is_known)
            cross join (values ('html'), ('pdf')) as kinds (kind)""",
    )
    text = page.section("handovers")
    assert "2 reports were sent or handed over in the last five weeks." in text
    assert "One recipient still waits for a report" in text
    assert "One of them isn’t known to the log as it was rendered" in text
    assert page.rows("Reports that haven’t reached their recipients")[1:] == [
        [
            *("North Street Clinic", "2026-W45", "no. 1", "mail", "2", "6", "9 Nov 2026"),
            "the server refuses an address",
        ]
    ]
    rows = page.rows("What was sent or handed over in the last five weeks")[1:]
    assert {row[6] for row in rows} == {"2"}
    assert [(row[0], row[5], row[7], row[8]) for row in rows] == [
        ("Harbour Psychological Therapies", "sent", "no", "ledger:8"),
        ("the quality team", "sent", "yes", "ledger:6"),
        ("North Street Clinic", "failed", "yes", "ledger:4"),
        ("North Street Clinic", "failed", "yes", "ledger:2"),
    ]


def test_sign_offs_stand_with_name_dates_and_whether_they_are_chained(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        *made("audit.sign_offs"),
        """insert into audit.sign_offs values
            (1, 'check', 'WH-WAITING', null, 'north', null, null, 'accepted', 'Ada Okafor', '2026-11-02',
                '2026-11-30', null, 'They send on Tuesdays', true, false, true),
            (2, 'check', 'CONT-SILENT', null, 'network', null, null, 'noted', 'Mo', null, null, '2026-11-09',
                null, false, true, false),
            (3, 'delivery', null, 4711, 'harbour', 'courses', 'courses.csv', 'released', 'Mo', '2026-11-01',
                null, null, 'archived', true, false, true)""",
    )
    assert page.rows("What people have noted, accepted or decided")[1:] == [
        ["CONT-SILENT", "the network", "noted", "Mo", "–", "–", "Overdue since 9 Nov 2026.", "", "by hand"],
        [
            *("WH-WAITING", "North Street Clinic", "accepted", "Ada Okafor", "2 Nov 2026"),
            *("until 30 Nov 2026", "–", "They send on Tuesdays", "in the log"),
        ],
        [
            *(
                "courses.csv",
                "Harbour Psychological Therapies",
                "let in",
                "Mo",
                "1 Nov 2026",
                "for good",
                "–",
            ),
            *("archived", "in the log"),
        ],
    ]


def test_every_new_number_has_an_id(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        *made("audit.restatements", "audit.field_validity"),
        RESTATED,
        PROFILE,
    )
    for place in ("restated", "fields"):
        (section,) = [e for e in page.root.all("section") if e.attributes.get("id") == place]
        shown = section.all("data")
        assert len(shown) > 10
        assert [n.text for n in shown if "title" not in n.attributes] == []
