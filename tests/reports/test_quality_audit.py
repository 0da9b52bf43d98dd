"""The quality team's page: held deliveries, checks over time, what moved earlier figures, models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from page_reading import Page
from published_fixture import CLINICS, State
from published_schema import LATER_TABLES

Pages = Callable[..., dict[str, Page]]
TWO = State(clinics=tuple(replace(clinic, courses=3) for clinic in CLINICS[:2]))
CHANGES = f"create table audit.check_changes ({LATER_TABLES['audit.check_changes']})"
TRENDS = f"create table audit.check_trends ({LATER_TABLES['audit.check_trends']})"


def quality(pages_of: Pages, *statements: str) -> Page:
    return pages_of(TWO, *statements, audiences=["quality"])["quality"]


def change(check_id: str, kind: str, **more: str) -> str:
    values = {
        "clinic_id": "'north'",
        "export_name": "'forms'",
        "feed": "'responses'",
        "check_id": f"'{check_id}'",
        "source": "'door'",
        "description": f"'{check_id} holds.'",
        "severity": "'warning'",
        "evaluated": "100",
        "failed": "7",
        "change": f"'{kind}'",
        "is_decaying": str(kind == "decaying").lower(),
        "is_signed_off": "false",
    } | more
    listed = ", ".join(f"{value} as {name}" for name, value in values.items())
    return f"insert into audit.check_changes by name select {listed}"


def test_a_held_delivery_waits_with_the_command_that_lets_it_in_however_old_it_is(pages_of: Pages) -> None:
    old = """update audit.deliveries set status = 'held', refusal_message = 'It lacks half of the clients.',
        received_at = timestamp '2026-09-01 06:00:00', delivery_key = 4711
        where clinic_id = 'north' and feed = 'episodes' and received_at < timestamp '2026-11-10'"""
    page = quality(pages_of, old)
    (row,) = page.rows("Deliveries that wait for a decision")[1:]
    assert row[0] == "North Street Clinic"
    assert row[2] == "1 Sept 2026"
    assert row[3] == "It lacks half of the clients."
    assert row[4] == 'rapport deliveries release 4711 --by NAME --reason "WHY"'


def test_a_delivery_that_somebody_decided_about_doesnt_wait(pages_of: Pages, usual: dict[str, Page]) -> None:
    decided = "update audit.deliveries set status = 'held', decision = 'released'"
    assert "Held until somebody decides" not in quality(pages_of, decided).text
    assert "Held until somebody decides" not in usual["quality"].text


def test_checks_say_how_they_changed_since_when_and_what_people_noted(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        CHANGES,
        change("resolved_one", "resolved"),
        change(
            "old_one",
            "persisting",
            failing_since="'2026-W40'",
            failing_weeks="7",
            note="'Asked on Tuesday'",
            noted_by="'Kim'",
            due_on="date '2026-11-01'",
            is_overdue="true",
        ),
        change("new_one", "new", details="'column q3'"),
        change(
            "accepted_one",
            "persisting",
            failing_since="'2026-W46'",
            failing_weeks="1",
            signed_off_by="'Lee'",
            is_signed_off="true",
        ),
    )
    told = "checks fail: one is new, 2 persist; one that failed the week before is resolved."
    assert told in page.text
    assert "One finding is accepted by name. One answer is overdue." in page.text
    rows = page.rows("Checks that fail, grow worse")[1:]
    assert [(row[1], row[5], row[6]) for row in rows] == [
        ("new_one holds. Found: column q3", "new", ""),
        (
            "old_one holds.",
            "persisting since 2026-W40 (7 weeks)",
            "Asked on Tuesday (Kim) Overdue since 1 Nov 2026.",
        ),
        ("resolved_one holds.", "resolved", ""),
        ("accepted_one holds.", "persisting since 2026-W46 (one week)", "Accepted by Lee."),
    ]


def test_a_check_that_decays_while_it_passes_is_drawn_with_its_limits(pages_of: Pages) -> None:
    weeks = """insert into audit.check_trends by name
        select 'north' as clinic_id, 'forms' as export_name, 'responses' as feed, 'slow' as check_id,
            'door' as source, '2026-W' || (30 + n) as week, 100 as evaluated, n as failed,
            n / 100 as failed_share,
            0.04 as mean, 0.01 as lower, 0.07 as upper, n > 7 as is_alarm
        from range(1, 11) as weeks (n)"""
    page = quality(pages_of, CHANGES, TRENDS, change("slow", "decaying"), change("steady", "new"), weeks)
    assert [row[5] for row in page.rows("Checks that fail, grow worse")[1:]] == [
        "new",
        "passes, but grows worse",
    ]
    (picture,) = page.pictures
    alt = picture.attributes["aria-label"].replace("\u00a0", " ")
    assert "over 10 weeks with control limits: slow holds." in alt
    assert "1 % in 2026-W31, 10 % now" in alt
    assert [row[-1] for row in page.rows("slow holds.")[1:]] == [""] * 7 + ["alarm"] * 3


def test_what_moved_earlier_figures_stands_by_clinic_and_cause(usual: dict[str, Page]) -> None:
    assert usual["quality"].rows("Changes to earlier weeks")[1:] == [
        ["North Street Clinic", "Appointments with an outcome", "0", "1", "0", "0", "–"],
        ["North Street Clinic", "Forms", "4", "0", "0", "0", "7 Oct 2026"],
    ]


def test_nothing_restated_is_said(pages_of: Pages) -> None:
    page = quality(pages_of, "update audit.week_changes set late = 0, corrected = 0")
    assert "No event of an earlier week came late, was corrected, taken back or left" in page.section(
        "restated"
    )


def test_each_clinics_risk_says_what_it_rests_on(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        f"create table marts.dropout_risk ({LATER_TABLES['marts.dropout_risk']})",
        """insert into marts.dropout_risk (
                clinic_id, episode_key, week, risk, rank_in_clinic, is_flagged, weeks_flagged, reason_1,
                basis, basis_reason, model_version)
            values
            ('north', 1, '2026-W46', 0.3, 1, true, 1, 'missed', 'model', null, 'm7'),
            ('north', 2, '2026-W46', 0.1, 2, false, 0, null, 'model', null, 'm7'),
            ('north', 1, '2026-W45', 0.1, 2, false, 0, null, 'model', null, 'm6'),
            ('harbour', 3, '2026-W46', 0.1, null, false, 0, null, 'base_rate', 'too_little_history', null)""",
    )
    assert page.rows("What each clinic’s dropout risk rests on")[1:] == [
        [
            "Harbour Psychological Therapies",
            "base rate",
            "there is too little history yet to learn from.",
            "1",
            "0",
            "–",
        ],
        ["North Street Clinic", "model", "", "2", "1", "m7"],
    ]


def test_models_of_what_to_expect_show_how_well_they_foretell(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        f"create table marts.case_mix_validation ({LATER_TABLES['marts.case_mix_validation']})",
        """insert into marts.case_mix_validation values
            ('dropout', 'rolling_12_months', 'overall', 'foretells nothing', 900, 0.51, null, false),
            ('recovery:phq9:client', 'rolling_12_months', 'model', null, 700, 0.68, 0.97, true)""",
    )
    assert page.rows("how well the models foretell")[1:] == [
        [
            "Ended without agreement",
            "900",
            "0.51",
            "–",
            "not used: it foretells no better than the overall share",
        ],
        ["Recovered: PHQ-9 depression", "700", "0.68", "0.97", "used"],
    ]


def test_what_the_network_was_shown_is_summed_by_decision_and_reason(pages_of: Pages) -> None:
    page = quality(
        pages_of,
        f"create table marts.disclosure_log ({LATER_TABLES['marts.disclosure_log']})",
        """insert into marts.disclosure_log values
            ('2026-W46', 'dropout', 'north', 'released', null, '2026-W46'),
            ('2026-W46', 'recovery:phq9:client', 'north', 'withheld', 'small numbers', null),
            ('2026-W46', 'dropout', 'harbour', 'withheld', 'small numbers', null),
            ('2026-W46', 'dropout', 'all', 'released', null, '2026-W46'),
            ('2026-W45', 'dropout', 'north', 'withheld', 'small numbers', null)""",
    )
    assert page.rows("Figures of the week by decision")[1:] == [
        ["Withheld", "small numbers", "2", "2"],
        ["Shown", "", "1", "1"],
    ]


def test_a_long_table_shows_its_first_rows_and_folds_the_others(pages_of: Pages) -> None:
    page = quality(pages_of, CHANGES, *(change(f"check_{n:02}", "new") for n in range(30)))
    assert "18 more checks" in page.section("checks")
    (whole, folded) = [
        len(item.all("tr")) - 1
        for item in page.root.all("table")
        if "Checks that fail, grow worse" in item.text
    ]
    assert (whole, folded) == (12, 18)


def test_in_a_first_week_no_check_is_called_new(pages_of: Pages) -> None:
    only_run = "delete from meta.runs where week < '2026-W46'"
    page = quality(pages_of, only_run, CHANGES, change("one", "new"), change("two", "new"))
    assert "checks fail. This is the first week: from the next one on, this page tells" in page.text
    assert "Nobody has accepted a finding by name." in page.text
    assert "Note" not in page.rows("Checks that fail, grow worse")[0]
