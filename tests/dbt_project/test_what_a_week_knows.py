"""What is known in a week, and what isn't yet; clinics that are silent; ages; homework."""

from __future__ import annotations

import datetime as dt

import pytest
from built_homes import Built
from landed import key_of, moment


@pytest.mark.parametrize(
    ("name", "state", "basis"),
    [("59", "open", None), ("60", "dropped_out", "contact_gap"), ("61", "dropped_out", "contact_gap")],
)
def test_the_contact_gap_counts_to_the_clinics_own_latest_data(
    whole: Built, name: str, state: str, basis: str | None
) -> None:
    row = whole.one(
        "select state, state_basis, days_since_contact from marts.fct_episodes where episode_key = ?",
        key_of("episode", "gap", name),
    )
    assert row == (state, basis, int(name))


def test_a_booking_is_no_contact(whole: Built) -> None:
    # Its outcome isn't known, so the clinic's data reach to the day before, and the start is all there is.
    row = whole.one(
        "select state, sessions_attended, outcomes_unknown, days_since_contact from marts.fct_episodes "
        "where episode_key = ?",
        key_of("episode", "gap", "booked"),
    )
    assert row == ("dropped_out", 0, 1, 84)


def test_a_clinic_without_appointments_has_null_attendance_and_no_ending_by_silence(whole: Built) -> None:
    row = whole.one(
        "select has_appointment_data, state, sessions_attended, no_shows, appointments_booked, "
        "days_since_contact "
        "from marts.fct_episodes join marts.dim_clinics using (clinic_id) where clinic_id = 'silent'"
    )
    assert row == (False, "open", None, None, None, None)
    assert whole.query(
        "select distinct session_number, session_link from marts.fct_scores where clinic_id = 'silent'"
    ) == [(None, None)]
    assert whole.query("select * from intermediate.int_retention_counts where clinic_id = 'silent'") == []
    assert whole.one(
        "select attendance_share, form_completion_share, forms_expected from marts.fct_adherence "
        "where clinic_id = 'silent'"
    ) == (None, None, None)
    outcome = whole.one(
        "select is_paired, clinical_change from marts.fct_outcomes where clinic_id = 'silent'"
    )
    assert outcome == (True, "unchanged")


def test_the_week_ends_before_monday(whole: Built) -> None:
    episodes = dict(whole.query("select episode_key, state from marts.fct_episodes where clinic_id = 'week'"))
    assert episodes == {
        key_of("episode", "week", "course"): "open",
        key_of("episode", "week", "last_day"): "open",
        key_of("episode", "week", "ended"): "completed",
        key_of(
            "episode", "week", "ends"
        ): "dropped_out",  # its end isn't known yet; nobody came since January
    }
    course = whole.one(
        "select sessions_attended, cancellations, appointments_upcoming, next_appointment_at from "
        "marts.fct_episodes "
        "where episode_key = ?",
        key_of("episode", "week", "course"),
    )
    assert course == (1, 0, 2, moment("2026-04-06"))
    assert whole.query("select score from marts.fct_scores where clinic_id = 'week'") == [(9,)]
    assert whole.one(
        "select appointments_until, responses_until from marts.dim_clinics where clinic_id = 'week'"
    ) == (
        dt.date(2026, 4, 5),
        dt.date(2026, 4, 5),
    )


def test_a_childs_score_is_judged_by_a_childs_cut_off_or_by_none(whole: Built) -> None:
    found = dict(
        whole.query("select episode_key, is_case_first from marts.fct_outcomes where clinic_id = 'youth'")
    )
    expected = {
        "m10": None,
        "m11": True,
        "m13": True,
        "m14": False,
        "m17": None,
        "f11": True,
        "f16": True,
        "f17": None,
        "n12": None,
        "m_unknown": None,
        "f_unknown": True,
    }
    assert found == {key_of("episode", "youth", name): is_case for name, is_case in expected.items()}


def test_homework_is_told_by_rater(whole: Built) -> None:
    row = whole.one(
        "select homework_share_client, homework_share_therapist, homework_share_observer from "
        "marts.fct_adherence "
        "where clinic_id = 'homework'"
    )
    assert row == (0.75, 0.25, None)


def test_a_form_of_an_instrument_without_a_scale_waits_without_a_score(whole: Built) -> None:
    assert whole.query(
        "select scale_id, score from intermediate.int_responses_scored where instrument_id = 'provisional'"
    ) == [(None, None)]
    assert whole.query("select * from marts.fct_scores where instrument_id = 'provisional'") == []


def test_every_definition_of_dropout_is_computed_for_every_episode(whole: Built) -> None:
    assert whole.query("select definition_id from marts.dim_dropout_definitions order by place") == [
        ("official",),
        ("recorded",),
        ("gap_28",),
        ("gap_42",),
        ("gap_60",),
        ("fewer_than_3",),
        ("planned_not_completed",),
        ("no_reliable_change",),
        ("missed_last",),
    ]
    official = whole.query(
        "select count(*) from marts.fct_dropout_definitions join marts.fct_episodes using (episode_key) "
        "where definition_id = 'official' and is_dropout is distinct from "
        "case when state <> 'open' then state = 'dropped_out' end"
    )
    assert official == [(0,)]


def test_wider_gaps_find_fewer_dropouts(whole: Built) -> None:
    counts = [
        whole.one(
            "select count(*) filter (is_dropout) from marts.fct_dropout_definitions where definition_id = ?",
            name,
        )[0]
        for name in ("gap_28", "gap_42", "gap_60")
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2] > 0  # type: ignore[operator]


def test_checks_of_the_door_and_of_the_warehouse_stand_side_by_side(whole: Built) -> None:
    assert whole.query("select distinct source from intermediate.int_checks_gathered order by 1") == [
        ("continuity",),
        ("door",),
        ("warehouse",),
    ]
    waiting = whole.query(
        "select feed, evaluated, failed, is_passed from intermediate.int_checks_gathered "
        "where clinic_id = 'orphans' and check_id = 'WH-WAITING' order by feed"
    )
    assert waiting == [(feed, 2, 1, False) for feed in ("actions", "appointments", "responses")]
    untested = whole.one(
        "select evaluated, is_passed from intermediate.int_checks_gathered where clinic_id = 'silent' and "
        "check_id = 'WH-OUTCOME-UNKNOWN'"
    )
    assert untested == (0, None)
