"""Exports of Qualtrics, LimeSurvey and SurveyMonkey: header rows, rows that are no forms, columns nobody may
see."""

from __future__ import annotations

import pytest
from delivered_files import (
    CANARY,
    column_of,
    fixture,
    read_as,
    refusal_of,
    rows_of,
    skipped_of,
    table_of,
)

THREE = fixture("qualtrics/three_header_rows.csv")
LEGACY = fixture("qualtrics/legacy.csv")
CODES = fixture("limesurvey/codes.csv")
TWO = fixture("surveymonkey/two_header_rows.csv")
CONDENSED = fixture("surveymonkey/condensed.csv")
QUALTRICS = ("ResponseId", "ExternalReference", "Q1_1", "Q1_2")
OFTEN = "How often have you been bothered by:"


def test_three_header_rows_are_no_rows() -> None:
    result = read_as("qualtrics", THREE, needed=QUALTRICS)
    assert rows_of(result) == [(4, "R_1", "N-1", "2", "1"), (7, "R_4", "N-3", "0", "0")]
    assert result.rows_received == {0: 4}
    assert "Qualtrics export, 3 header rows" in result.dialects[0]


def test_previews_and_unfinished_forms_are_counted_apart() -> None:
    assert skipped_of(read_as("qualtrics", THREE, needed=QUALTRICS)) == {"preview": 1, "incomplete": 1}


def test_unfinished_forms_can_be_taken() -> None:
    result = read_as("qualtrics", THREE, needed=QUALTRICS, incomplete="take")
    assert column_of(result, "ResponseId") == ["R_1", "R_3", "R_4"]
    assert skipped_of(result) == {"preview": 1}


@pytest.mark.parametrize(("least", "taken"), [(60, ["R_1", "R_3", "R_4"]), (61, ["R_1", "R_4"])])
def test_unfinished_forms_can_be_taken_from_a_progress_on(least: int, taken: list[str]) -> None:
    assert (
        column_of(read_as("qualtrics", THREE, needed=QUALTRICS, minimum_progress=least), "ResponseId")
        == taken
    )


@pytest.mark.parametrize(
    "status", ["1", "2", "9", "17", "Survey Preview", "Survey Test", "Offline Survey Preview"]
)
def test_every_kind_of_preview_is_recognised(status: str) -> None:
    content = f"StartDate,Status,Finished,Q1\n2026-11-02,{status},1,2\n2026-11-02,0,1,3\n2026-11-02,8,1,4\n"
    result = read_as("qualtrics", content.encode(), needed=("Q1",))
    assert column_of(result, "Q1") == ["3", "4"]


def test_a_file_without_labels_has_one_header_row_and_one_without_ids_two() -> None:
    plain = b"StartDate,Status,Finished,Q1\n2026-11-02 09:00,0,1,2\n"
    assert rows_of(read_as("qualtrics", plain, needed=("Q1",))) == [(2, "2")]
    labelled = (
        b"StartDate,Status,Finished,Q1\nStart Date,Response Type,Finished,How?\n2026-11-02 09:00,0,1,2\n"
    )
    assert rows_of(read_as("qualtrics", labelled, needed=("Q1",))) == [(3, "2")]


def test_a_legacy_export_has_the_names_of_today() -> None:
    result = read_as("qualtrics", LEGACY, needed=("ResponseId", "ExternalReference", "EndDate", "Q1"))
    assert rows_of(result) == [(3, "R_1", "N-1", "2026-11-02 09:05:00", "2")]
    assert skipped_of(result) == {"preview": 1}
    assert "legacy Qualtrics export, 2 header rows" in result.dialects[0]


def test_legacy_and_current_exports_may_lie_side_by_side() -> None:
    result = read_as("qualtrics", THREE, LEGACY, b"", needed=("ResponseId",))
    assert [row[0] for row in rows_of(result, 0)] == [4, 7]
    assert [row[0] for row in rows_of(result, 1)] == [3]
    assert refusal_of(result, 2).rule == "FILE-EMPTY"


def test_an_export_that_does_not_say_what_is_finished_is_refused() -> None:
    refusal = refusal_of(read_as("qualtrics", b"StartDate,Q1\n2026-11-02,2\n", needed=("Q1",)))
    assert "`Finished`" in refusal.message
    taken = read_as("qualtrics", b"StartDate,Q1\n2026-11-02,2\n", needed=("Q1",), incomplete="take")
    assert rows_of(taken) == [(2, "2")]
    assert "without a column that tells previews from answers" in taken.dialects[0]


def test_question_codes_of_limesurvey_are_column_names() -> None:
    result = read_as("limesurvey", CODES, needed=("CASE", "PHQ[SQ001]", "submitdate"))
    assert rows_of(result) == [(2, "2026-11-02 09:05:00", "N-1", "2"), (4, "2026-11-03 09:05:00", "N-1", "0")]
    assert skipped_of(result) == {"incomplete": 1}
    assert "byte order mark" in result.dialects[0]


def test_responses_that_were_not_sent_can_be_taken() -> None:
    result = read_as("limesurvey", CODES, needed=("PHQ[SQ001]",), incomplete="take")
    assert column_of(result, "PHQ[SQ001]") == ["2", "1", "0"]
    assert skipped_of(result) == {}


def test_a_survey_without_dates_gives_no_day_of_1980() -> None:
    content = CODES.replace(b"2026-11-02 09:05:00", b"1980-01-01 00:00:00", 1)
    result = read_as("limesurvey", content, needed=("PHQ[SQ001]", "submitdate"))
    assert column_of(result, "submitdate") == ["", "2026-11-03 09:05:00"]
    assert "submitdate without dates" in result.dialects[0]


def test_a_limesurvey_export_without_submitdate_is_refused() -> None:
    content = b"id,CASE,PHQ[SQ001]\n1,N-1,2\n"
    assert "`submitdate`" in refusal_of(read_as("limesurvey", content, needed=("CASE",))).message
    assert rows_of(read_as("limesurvey", content, needed=("CASE",), incomplete="take")) == [(2, "N-1")]


def test_parts_of_a_question_are_named_with_the_question() -> None:
    needed = (
        "Custom Data 1",
        f"{OFTEN}: Little interest",
        f"{OFTEN}: Feeling down",
        "How did it go?",
        "Anything else?",
    )
    result = read_as("surveymonkey", TWO, needed=needed)
    assert rows_of(result) == [(3, "N-1", "2", "1", "Well", "no"), (4, "N-2", "0", "", "Badly", "")]
    assert "SurveyMonkey export, 2 header rows" in result.dialects[0]


def test_the_condensed_export_has_one_header_row() -> None:
    assert rows_of(read_as("surveymonkey", CONDENSED, needed=("Little interest",))) == [(2, "2")]


@pytest.mark.parametrize(
    ("format_name", "content", "column"),
    [
        ("qualtrics", THREE, "RecipientEmail"),
        ("qualtrics", THREE, "IPAddress"),
        ("qualtrics", THREE, "LocationLatitude"),
        ("qualtrics", LEGACY, "RecipientName"),
        ("limesurvey", CODES, "ipaddr"),
        ("limesurvey", CODES, "refurl"),
        ("surveymonkey", TWO, "Email Address"),
        ("surveymonkey", TWO, "Last Name"),
    ],
)
def test_columns_that_say_who_somebody_is_are_never_read(
    format_name: str, content: bytes, column: str
) -> None:
    everything = read_as(format_name, content, incomplete="take") if format_name != "surveymonkey" else (
        read_as(format_name, content)
    )  # fmt: skip
    assert CANARY not in table_of(everything).write_csv()
    assert column not in everything.tables[0].header
    refusal = refusal_of(read_as(format_name, content, needed=(column,)))
    assert refusal.rule == "FILE-COLUMN-MISSING"
    assert f"`{column}`" in refusal.message


@pytest.mark.parametrize("format_name", ["qualtrics", "limesurvey", "surveymonkey", "redcap", "openfit"])
def test_a_missing_column_is_refused_as_in_csv(format_name: str) -> None:
    content = b"Status,Finished,submitdate,Total_ORS,a\n0,1,2026-11-02,1,2\n"
    refusal = refusal_of(read_as(format_name, content, needed=("a", "case_number")))
    assert refusal.rule == "FILE-COLUMN-MISSING"
    assert "`case_number`" in refusal.message


def test_semicolons_title_lines_and_misshapen_rows_are_handled_as_in_csv() -> None:
    content = b"Export of 2026\n\nStatus;Finished;Q1\n0;1;2\n0;1\n\n0;1;3\n"
    result = read_as("qualtrics", content, needed=("Q1",))
    assert rows_of(result) == [(4, "2"), (7, "3")]
    assert result.misshapen.rows() == [(0, 5, 2, 3)]
    assert result.blank.rows() == [(0, 1)]
    assert "header in row 3" in result.dialects[0]


def test_a_declared_delimiter_and_encoding_hold() -> None:
    content = "Status|Finished|Grüße\n0|1|é\n".encode("cp1252")
    result = read_as("qualtrics", content, needed=("Grüße",), delimiter="|", encoding="cp1252")
    assert rows_of(result) == [(2, "é")]
    refusal = refusal_of(read_as("qualtrics", content, needed=("Grüße",), delimiter='"'))
    assert refusal.rule == "FILE-DELIMITER"
