"""The clinic's lists of people: who stands on them, in which order, and where one can't be made."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest
from page_reading import Page
from published_fixture import CLINICS, State, write_published_file
from published_schema import LATER_TABLES
from pypdf import PdfReader
from rendered_week import WEEK, rendered_pages

from ingest.home import Home
from reports.words.catalogue import LOCALES, Words
from warehouse.risk.reasons import REASONS

Pages = Callable[..., dict[str, Page]]
BY_ID = {clinic.clinic_id: clinic for clinic in CLINICS}
GARDEN = State(clinics=(replace(BY_ID["garden"], courses=60),))
ONE_COURSE = "(select min(episode_key) from marts.fct_caseload)"
WITH_RISK = f"create table marts.dropout_risk ({LATER_TABLES['marts.dropout_risk']})"


def garden(pages_of: Pages, *statements: str) -> Page:
    return pages_of(GARDEN, *statements, audiences=["garden"])["garden"]


def in_file(home: Home, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.published_file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_new_risk_answers_stand_open_highest_first_and_older_ones_folded(
    usual: dict[str, Page], usual_home: Home
) -> None:
    answers = in_file(
        usual_home,
        """select received_at > timestamp '2026-11-09 04:30:00'
            and completed_at >= timestamp '2026-10-19 00:00:00', answer
        from marts.fct_risk_answers where clinic_id = 'north' order by 1 desc, 2 desc""",
    )
    new = [answer for is_new, answer in answers if is_new]
    text = usual["north"].section("risk-answers")
    assert f"{len(new)} forms answer a question about risk with more than its lowest answer." in text
    assert "Rapport is no alarm channel" in text
    told = re.findall(r"item 9: (\d) \(of 0 to 3\)", text)
    assert told[: len(new)] == [f"{answer:.0f}" for answer in new]
    assert f"{len(answers) - len(new)} forms that were listed before" in text


def test_an_answer_that_arrived_seven_days_before_the_run_is_not_new(pages_of: Pages) -> None:
    late = "update marts.fct_risk_answers set completed_at = timestamp '2026-11-12 09:00:00', received_at = "
    page = garden(pages_of, f"{late} timestamp '2026-11-09 04:30:00'")
    assert "No form of an open course that arrived in the last seven days" in page.section("risk-answers")
    page = garden(pages_of, f"{late} timestamp '2026-11-09 04:30:01'")
    assert "No form of an open course" not in page.section("risk-answers")


REVIEW = """insert into marts.fct_actions by name select 'garden' as clinic_id, 1 as action_key,
    0 as episode_key, 'risk_answer_reviewed' as kind, date '2026-11-03' as acted_on, true as is_review"""
SECOND_FORMS = """insert into marts.fct_risk_answers
    select * replace (response_key + 1 as response_key, 'core_10' as instrument_id)
    from marts.fct_risk_answers"""
REVIEWED = """update marts.fct_risk_answers set reviewed_on = date '2026-11-12'
    where response_key = (select min(response_key) from marts.fct_risk_answers)"""


def test_a_reviewed_answer_leaves_the_list_and_stands_folded_with_its_day(pages_of: Pages) -> None:
    before = garden(pages_of, REVIEW, SECOND_FORMS)
    after = garden(pages_of, REVIEW, SECOND_FORMS, REVIEWED)
    names = ("highest answers first", "been reviewed")
    waiting, still_waiting = (page.rows(names[0]) for page in (before, after))
    assert "Risk answers not yet reviewed" in after.section("risk-answers")
    assert "since 3 November 2026" in after.section("risk-answers").replace("\u00a0", " ")
    assert "Rapport is no alarm channel" in after.section("risk-answers")
    assert {row[-1] for row in waiting[1:]} == {"not yet"}
    assert len(still_waiting) == len(waiting) - 1
    assert before.rows_or_none(names[1]) is None
    (reviewed,) = after.rows(names[1])[1:]
    assert reviewed[-1].replace("\u00a0", " ") == "12 Nov 2026"
    left = len(still_waiting) - 1
    told = "one form with" if left == 1 else f"{left} forms with"
    assert f"{told} a risk answer" in after.section_of_class("headline")


def test_when_all_are_reviewed_the_list_says_so(pages_of: Pages) -> None:
    page = garden(pages_of, REVIEW, REVIEWED.split("where")[0])
    assert "with such an answer has been reviewed" in page.section("risk-answers")
    assert "risk answer to look at" not in page.section_of_class("headline")


def test_a_clinic_that_sends_no_reviews_is_told_that_nobody_knows(usual: dict[str, Page]) -> None:
    assert "Rapport doesn’t know what has been reviewed" in usual["north"].section("risk-answers")


FLAGS = f"create table marts.risk_outcomes ({LATER_TABLES['marts.risk_outcomes']})"
FOLLOWED = f"create table marts.risk_actions ({LATER_TABLES['marts.risk_actions']})"
FLAGGED = """insert into marts.risk_outcomes by name select 'garden' as clinic_id, n as episode_key,
    '2026-W45' as week, if(n = 1, 'dropped_out', 'kept_coming') as became, '{handled}' as handled
    from range(5) as numbers (n)"""
WENT_ON = """insert into marts.risk_actions by name select 'garden' as clinic_id, '{handled}' as handled,
    20 as courses, 5 as dropped_out, 12 as kept_coming"""


def test_earlier_flags_stand_with_what_became_of_them_and_what_was_done(pages_of: Pages) -> None:
    page = garden(
        pages_of,
        FLAGS,
        FOLLOWED,
        FLAGGED.format(handled="acted"),
        WENT_ON.format(handled="acted"),
        WENT_ON.format(handled="nothing_recorded"),
    )
    (row,) = page.rows("Flags by week")[1:]
    assert row[1:] == ["5", "5", "4", "1", "0", "0"]
    text = page.section("flags-before").replace("\u00a0", " ")
    assert "With an action within seven days: of 20 courses" in text
    # Wilson for 5 of 20
    assert "5 dropped out within 28 days (95 % interval 11 to 47 %) and 12 kept coming" in text
    assert "doesn’t say what calling does: those who were called were chosen" in text


def test_a_clinic_without_a_list_of_actions_is_told_what_would_be_enough(pages_of: Pages) -> None:
    page = garden(
        pages_of, FLAGS, FOLLOWED, FLAGGED.format(handled="not_told"), WENT_ON.format(handled="not_told")
    )
    assert page.rows("Flags by week")[1][2] == "not told"
    text = page.section("flags-before")
    assert "This clinic sends no list of what it did" in text
    assert "interval" not in text


def test_whoever_is_worse_by_the_criterion_stands_on_the_list_and_nobody_else(
    usual: dict[str, Page], usual_home: Home
) -> None:
    found = in_file(
        usual_home,
        """select count(*) from marts.fct_outcomes o join marts.fct_caseload c using (episode_key)
        where o.clinic_id = 'north' and reliable_change = 'deteriorated'
        and last_at >= timestamp '2026-08-24 00:00:00'""",
    )
    rows = usual["north"].rows("largest deterioration first")
    assert len(rows) - 1 == found[0][0] > 0
    assert all(float(row[2]) >= 4 for row in rows[1:])


def test_an_old_form_says_nothing_about_now(pages_of: Pages) -> None:
    worse = (
        "update marts.fct_outcomes set reliable_change = null",
        f"""update marts.fct_outcomes set reliable_change = 'deteriorated', improvement = -7,
            is_paired = true, last_score = 15, last_at = timestamp '2026-08-24 00:00:00'
        where episode_key = {ONE_COURSE} and scale_id = 'phq9'""",
    )
    assert "The latest form of one person" not in garden(pages_of, worse[0]).section("worse")
    assert "One person’s latest form is worse" in garden(pages_of, *worse).section("worse")
    day_before = worse[1].replace("2026-08-24 00:00:00", "2026-08-23 23:59:59")
    page = garden(pages_of, worse[0], day_before)
    assert "Nobody’s latest form of the last twelve weeks is reliably worse" in page.section("worse")


def test_open_courses_without_a_booking_are_listed_longest_without_a_session_first(
    usual: dict[str, Page],
) -> None:
    rows = usual["north"].rows("longest without a session first")
    days = [int(row[4]) for row in rows[1:]]
    assert days == sorted(days, reverse=True)
    counts = re.search(
        r"(\d+) of (\d+) open courses that have begun have no appointment", usual["north"].text
    )
    assert counts
    assert 0 < int(counts[1]) < int(counts[2])


def test_nobody_stands_on_a_list_whose_course_is_no_longer_open(pages_of: Pages) -> None:
    """The caseload alone decides: with its row, worse score and risk answer are gone too."""
    leave = "delete from marts.fct_caseload"
    page = garden(pages_of, leave)
    assert page.rows_or_none("longest without a session first") is None
    assert page.rows_or_none("largest deterioration first") is None
    assert "No form of an open course" in page.section("risk-answers")


def test_a_clinic_that_sends_no_bookings_has_no_list_of_the_unbooked(pages_of: Pages) -> None:
    page = garden(pages_of, "update marts.fct_caseload set are_bookings_sent = false, next_booked_at = null")
    assert "holds no appointments after the week’s end" in page.section("unbooked")
    assert "without a next appointment" not in page.section_of_class("headline")


def test_a_clinic_without_appointments_cant_tell_who_has_none(usual: dict[str, Page]) -> None:
    assert "sends no appointments, so nobody can tell" in usual["mill"].section("unbooked")


def test_the_risk_list_follows_the_rank_and_gives_the_reasons(pages_of: Pages) -> None:
    page = garden(
        pages_of,
        WITH_RISK,
        """insert into marts.dropout_risk by name
        select clinic_id, episode_key, '2026-W46' as week, 0.6 - place / 100.0 as risk,
            place as rank_in_clinic,
            place <= 3 as is_flagged,
            'missed_recently' as reason_1, 3.0 as reason_1_value, 'little_change' as reason_2,
            14.0 as reason_2_value, 7.5 as reason_2_before, 'nothing_booked' as reason_3,
            'phq9' as outcome_scale_id,
            2 as weeks_flagged, 'model' as basis, 'm1' as model_version
        from (select *, cast(row_number() over (order by episode_key) as integer) as place
            from marts.fct_caseload)""",
    )
    rows = page.rows("highest risk first")
    assert [row[2].replace("\u00a0", " ") for row in rows[1:]] == ["59 %", "58 %", "57 %"]
    assert rows[1][3] == (
        "Missed appointments in the last six weeks: 3. "
        "No clear improvement so far: PHQ-9 depression 14, 7.5 at the start. No next appointment is booked."
    )
    assert "3 people likely to stop" in page.section_of_class("headline")


def test_whoever_was_seen_before_is_told_with_the_day(pages_of: Pages) -> None:
    page = garden(
        pages_of,
        WITH_RISK,
        "update marts.fct_caseload set last_attended_on = null",
        "update marts.fct_caseload set last_attended_on = date '2026-10-05' "
        f"where episode_key = {ONE_COURSE}",
        f"""insert into marts.dropout_risk by name
        select clinic_id, episode_key, '2026-W46' as week, 0.5 as risk, 1 as rank_in_clinic,
            true as is_flagged, 'not_seen' as reason_1, 42.0 as reason_1_value, 7.0 as reason_1_before,
            'model' as basis
        from marts.fct_caseload
        order by episode_key = {ONE_COURSE} desc, episode_key limit 2""",
    )
    told = sorted(row[3] for row in page.rows("highest risk first")[1:])
    assert told == [
        "Last seen on 5 Oct 2026, usually every 7 days.",
        "Not seen for 42 days, usually every 7.",
    ]


@pytest.mark.parametrize("language", LOCALES)
def test_every_reason_that_the_warehouse_gives_has_words_and_none_names_who_somebody_is(
    language: str,
) -> None:
    words = Words(language)

    def said(code: str) -> str:
        return words.say("at-risk-reason", reason=code, scale="S", value="V", before="B", compared="yes")

    told = [said(code) for code in REASONS]
    assert said("unheard_of") == "unheard_of"
    assert not set(told) & set(REASONS)
    for text in told:
        assert not re.search(
            r"\b(age|young|gender|wom[ae]n|m[ae]n|ethnic|language|employ|alter|jung|geschlecht|frau|mann|sprache)",
            text.lower(),
        )


def test_a_clinic_on_its_base_rate_gets_no_list_and_the_reason(pages_of: Pages) -> None:
    page = garden(
        pages_of,
        WITH_RISK,
        """insert into marts.dropout_risk by name
        select clinic_id, episode_key, '2026-W46' as week, 0.08 as risk, false as is_flagged,
            'base_rate' as basis, 'no_better_than_base_rate' as basis_reason from marts.fct_caseload""",
    )
    text = page.section("at-risk").replace("\u00a0", " ")
    assert "the risk model knew no better than the base rate" in text
    assert "8 % of those in treatment stop within four weeks" in text
    assert page.rows_or_none("highest risk first") is None


def test_a_file_from_before_the_lists_says_so_instead_of_failing(pages_of: Pages) -> None:
    page = garden(pages_of, "drop table marts.fct_caseload", "drop table marts.fct_risk_answers")
    assert "doesn’t hold this list yet" in page.section("people")


def test_clients_stand_by_the_clinics_own_identifiers_on_its_page_alone(tmp_path: Path) -> None:
    from ingest.pseudonyms import KeyKind
    from ingest.secrets import create_secrets, load_secrets
    from ingest.vault import open_vault

    home = Home(tmp_path)
    write_published_file(home.published_file, State(clinics=(GARDEN.clinics[0], BY_ID["quay"])))
    keys = [
        row[0]
        for row in in_file(home, "select client_key from marts.fct_caseload where clinic_id = 'garden'")
    ]
    create_secrets(home)
    vault = open_vault(home, "garden", load_secrets(home).vault_key)
    names = [f"Case-{number}" for number in range(len(keys))]
    vault.add_identities(KeyKind.CLIENT, pl.DataFrame({"key": keys, "local_id": names}))
    vault.save()
    pages = rendered_pages(home)
    listed = {row[0] for row in pages["garden"].rows("longest without a session first")[1:]}
    assert listed <= set(names)
    assert listed
    for audience in ("quay", "network", "quality"):
        assert "Case-" not in pages[audience].source
        assert "Case-" not in every_text(home.reports / str(WEEK) / audience)
    assert "Case-" in every_text(home.reports / str(WEEK) / "garden")
    assert "Case-" not in (home.reports / "index.html").read_text(encoding="utf-8")


def every_text(folder: Path) -> str:
    """Everything that a report's files say: PDF and workbook as well."""
    document = PdfReader(folder / "report.pdf")
    with zipfile.ZipFile(folder / "report.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    numbers = (folder / "numbers.json").read_text(encoding="utf-8")
    return " ".join([*(page.extract_text() for page in document.pages), *sheets, numbers])


def test_half_of_the_people_wait_longer_than_the_median_that_is_told(
    usual: dict[str, Page], usual_home: Home
) -> None:
    ((median, courses),) = in_file(
        usual_home,
        """select median(first_attended_on - referral_date), count(*) from marts.fct_episodes
        where clinic_id = 'north' and first_attended_on >= date '2025-11-16'""",
    )
    text = usual["north"].section("front-door")
    assert f"Of {courses} people whose first session was in the last twelve months" in text
    assert isinstance(median, float)
    assert f"half had waited {median:.0f} days or less" in text
    assert "never came to a first session" in text


def test_without_appointments_or_referrals_no_wait_is_told(usual: dict[str, Page], pages_of: Pages) -> None:
    assert "nobody can tell when a first session took place" in usual["mill"].section("front-door")
    page = garden(pages_of, "update marts.fct_episodes set referral_date = null")
    assert "No referral dates are sent" in page.section("front-door")


BANDS = f"create table marts.expected_response ({LATER_TABLES['marts.expected_response']})"


def test_whoever_is_worse_than_nine_in_ten_who_began_alike_is_off_track(pages_of: Pages) -> None:
    """Bands whose 90th percentile is 14 points in every session: above it is off track, at it isn't."""
    bands = """insert into marts.expected_response
        select 'phq9', 'client', 1, n, 0, 27, {forms}, {forms} >= 20, 2, 5, 8, 11, 14
        from range(1, 21) as sessions (n)"""
    at_band = "update marts.fct_scores set score = 14 where scale_id = 'phq9'"
    above = f"update marts.fct_scores set score = 15 where scale_id = 'phq9' and episode_key = {ONE_COURSE}"
    page = garden(pages_of, BANDS, bands.format(forms=20), at_band)
    assert "Nobody’s latest form of the last twelve weeks is worse" in page.section("off-track")
    page = garden(pages_of, BANDS, bands.format(forms=20), at_band, above)
    (row,) = page.rows("furthest from the middle")[1:]
    assert row[5].startswith("15 on ")
    assert row[6] == "8"
    page = garden(pages_of, BANDS, bands.format(forms=19), at_band, above)
    assert page.rows_or_none("furthest from the middle") is None


def test_without_bands_or_sessions_nobody_is_called_off_track(usual: dict[str, Page]) -> None:
    assert "doesn’t hold this list yet" in usual["north"].section("off-track")
    assert "on track" not in usual["north"].section_of_class("headline")


def test_no_rate_is_told_where_a_stop_isnt_seen_or_none_was_yet(pages_of: Pages) -> None:
    rows = """insert into marts.dropout_risk by name
        select clinic_id, episode_key, '2026-W46' as week, {risk} as risk, false as is_flagged,
            'base_rate' as basis, '{reason}' as basis_reason from marts.fct_caseload"""
    for risk, reason in ((0.0, "too_little_history"), (0.2, "no_appointment_data")):
        page = garden(pages_of, WITH_RISK, rows.format(risk=risk, reason=reason))
        assert "No list is made for this clinic" in page.section("at-risk")
        assert "stop within four weeks" not in page.section("at-risk")
