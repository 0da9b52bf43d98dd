"""Flat REDCap exports: which rows are a form's, and what their cells mean."""

from __future__ import annotations

from typing import Any

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
    told,
)

from ingest.formats.redcap_dictionary import Dictionary, read_dictionary
from ingest.formats.text_table import ReadResult

LONGITUDINAL = fixture("redcap/longitudinal.csv")
MIXED = fixture("redcap/mixed.csv")
LABELS = fixture("redcap/labels.csv")
DICTIONARY = fixture("redcap/dictionary.csv")
PHQ = ("case_no", "phq9_timestamp", "phq_1", "phq_2")


def phq(**options: Any) -> ReadResult:
    """Read the PHQ-9 of the longitudinal export."""
    return read_as("redcap", LONGITUDINAL, needed=PHQ, **{"form": "phq9", "carry": ["case_no"], **options})


def dictionary() -> Dictionary:
    """Return the project's dictionary."""
    read = read_dictionary("dictionary.csv", DICTIONARY)
    assert isinstance(read, Dictionary)
    return read


def test_a_repeating_form_gets_the_case_number_of_the_intake_row() -> None:
    assert rows_of(phq(missing_codes=["-99"])) == [
        (3, "N-0042", "2026-01-05 09:30:00", "2", "1"),
        (4, "N-0042", "", "1", ""),
        (8, "S-0007", "2026-02-02 10:00:00", "", "3"),
    ]


def test_rows_of_other_forms_are_counted_as_such() -> None:
    result = phq()
    assert skipped_of(result) == {"another form": 6}
    assert result.rows_received == {0: 9}


def test_only_the_clinics_own_data_access_group_is_taken() -> None:
    result = phq(data_access_groups=["north"])
    assert column_of(result, "case_no") == ["N-0042", "N-0042"]
    assert skipped_of(result) == {"another site's": 4, "another form": 3}


def test_rows_of_other_events_are_counted_as_such() -> None:
    result = read_as(
        "redcap", LONGITUDINAL, needed=("case_no", "session_date"), events="session_arm_1", carry=["case_no"]
    )
    assert rows_of(result) == [
        (5, "N-0042", "2026-01-12"),
        (6, "N-0042", "2026-01-19"),
        (10, "N-0043", "2026-03-08"),
    ]
    assert skipped_of(result) == {"another event": 6}


def test_a_repeating_instrument_can_be_named_instead_of_a_form() -> None:
    assert [row[0] for row in rows_of(phq(form=None, repeat_instrument="phq9"))] == [3, 4, 8]


def test_an_empty_state_is_not_a_zero() -> None:
    """Form states are empty where the form was never opened; a saved form is 0, 1 or 2."""
    assert [row[0] for row in rows_of(read_as("redcap", MIXED, needed=("phq_1", "phq_2"), form="phq9"))] == [
        2,
        5,
    ]


def test_a_form_counts_as_begun_if_only_an_answer_is_there() -> None:
    assert [row[0] for row in rows_of(read_as("redcap", MIXED, needed=("gad_1",), form="gad7"))] == [2, 6]


def test_a_box_that_is_not_ticked_does_not_begin_a_form() -> None:
    content = b"record_id,why___1,why___2,why_complete\n1,0,0,\n2,0,1,\n3,0,0,0\n"
    assert [
        row[0] for row in rows_of(read_as("redcap", content, needed=("why___1", "why___2"), form="why"))
    ] == [3, 4]


def test_each_form_of_a_project_has_an_id_of_its_own() -> None:
    sides = read_as("redcap", MIXED, needed=("redcap_row", "side_1"), form="side")
    assert column_of(sides, "redcap_row") == ["1//side/1", "1//side/2"]
    forms = [read_as("redcap", MIXED, needed=("redcap_row", item), form=form) for item, form in
             (("phq_1", "phq9"), ("gad_1", "gad7"))]  # fmt: skip
    assert column_of(forms[0], "redcap_row") == ["1//phq9/1", "2//phq9/1"]
    assert column_of(forms[1], "redcap_row") == ["1//gad7/1", "3//gad7/1"]
    sessions = read_as("redcap", LONGITUDINAL, needed=("redcap_row",), events="session_arm_1")
    assert column_of(sessions, "redcap_row")[:2] == ["1/session_arm_1//1", "1/session_arm_1//2"]


def test_what_differs_within_a_record_is_not_carried() -> None:
    content = b"id,case,f,x_complete\n1,A,,\n1,B,,\n1,,3,2\n2,C,,\n2,,4,2\n,D,,\n,,5,2\n"
    result = read_as("redcap", content, needed=("case", "f"), form="x", carry="case")
    assert column_of(result, "case") == ["", "C", ""]
    assert "`case` differs within 1 record and isn't carried there" in result.dialects[0]


def test_missing_data_codes_and_unfinished_timestamps_are_empty() -> None:
    result = phq(missing_codes=["-99", "NI"])
    assert column_of(result, "phq_1") == ["2", "1", ""]
    assert column_of(result, "phq9_timestamp")[1] == ""


def test_numbers_with_a_decimal_comma_get_a_point() -> None:
    needed = ("weight",)
    named = read_as("redcap", LONGITUDINAL, needed=needed, form="intake", comma_decimals=["weight"])
    assert column_of(named, "weight") == ["70.5", "", ""]
    left = read_as(
        "redcap", LONGITUDINAL, needed=needed, form="intake", comma_decimals=["weight"], decimal=","
    )
    assert column_of(left, "weight")[0] == "70,5"


def test_the_survey_identifier_is_never_read() -> None:
    everything = read_as("redcap", LONGITUDINAL)
    assert CANARY not in table_of(everything).write_csv()
    refusal = refusal_of(read_as("redcap", LONGITUDINAL, needed=("redcap_survey_identifier",)))
    assert refusal.rule == "FILE-COLUMN-MISSING"
    assert "never read" in refusal.message


def test_a_form_that_the_export_does_not_have_is_refused() -> None:
    refusal = refusal_of(phq(form="phq8"))
    assert refusal.rule == "FILE-COLUMN-MISSING"
    assert "`phq8_complete`" in refusal.message


def test_groups_are_asked_of_exports_that_have_them() -> None:
    refusal = refusal_of(read_as("redcap", MIXED, needed=("phq_1",), data_access_groups=["north"]))
    assert "`redcap_data_access_group`" in refusal.message


def test_labels_are_read_as_codes_where_there_is_a_dictionary() -> None:
    result = read_as(
        "redcap", LABELS, needed=("case_no", "phq_1", "phq_2", "phq9_complete"), form="phq9", carry="case_no",
        dictionary="dictionary.csv", companions={"dictionary.csv": DICTIONARY},
    )  # fmt: skip
    assert rows_of(result) == [(3, "N-0042", "2", "1", "2"), (4, "N-0042", "1", "", "0")]
    assert "labels read as codes" in result.dialects[0]
    assert skipped_of(result) == {"another form": 1}


def test_boxes_and_decimal_commas_are_known_from_the_dictionary() -> None:
    result = read_as(
        "redcap", LABELS, needed=("reasons___1", "reasons___2", "weight"), form="intake",
        dictionary="dictionary.csv", companions={"dictionary.csv": DICTIONARY},
    )  # fmt: skip
    assert rows_of(result) == [(2, "1", "0", "70.5")]


def test_raw_cells_are_not_taken_for_labels() -> None:
    content = b"record_id,phq_1,phq_2,phq9_complete\n1,3,0,2\n"
    result = read_as(
        "redcap", content, needed=("phq_1", "phq_2"), form="phq9",
        dictionary="dictionary.csv", companions={"dictionary.csv": DICTIONARY},
    )  # fmt: skip
    assert rows_of(result) == [(2, "3", "0")]
    assert "labels" not in result.dialects[0]


def test_a_header_of_labels_needs_the_dictionary() -> None:
    refusal = refusal_of(read_as("redcap", LABELS, needed=("phq_1",)))
    assert refusal.rule == "FILE-HEADER"
    assert "options.dictionary" in refusal.message
    other = LABELS.replace(b"Little interest", b"Little joy")
    result = read_as("redcap", other, needed=("phq_1",), dictionary="d.csv", companions={"d.csv": DICTIONARY})
    assert "that the data dictionary doesn't hold" in refusal_of(result).message


def test_a_dictionary_that_is_not_there_or_is_none_is_told() -> None:
    missing = refusal_of(read_as("redcap", MIXED, needed=("phq_1",), dictionary="d.csv"))
    assert "d.csv isn't there" in missing.message
    wrong = read_as(
        "redcap", MIXED, needed=("phq_1",), dictionary="d.csv", companions={"d.csv": b"a,b\n1,2\n"}
    )
    assert (
        "data dictionary, which `options.dictionary` names, and that is refused" in refusal_of(wrong).message
    )


def test_the_dictionary_of_the_interface_for_programs_is_understood_too() -> None:
    content = (
        b"field_name,form_name,section_header,field_type,field_label,select_choices_or_calculations,field_note,"
        b"text_validation_type_or_show_slider_number\nagreed,intake,,yesno,Agreed?,,,\n"
    )
    read = read_dictionary("d.csv", content)
    assert isinstance(read, Dictionary)
    assert read.codes() == {"agreed": {"Yes": "1", "No": "0"}}


def test_columns_of_a_form_include_each_box() -> None:
    assert dictionary().columns_of("intake") == {
        "record_id",
        "case_no",
        "reasons___1",
        "reasons___2",
        "weight",
    }


@pytest.mark.parametrize("options", [{}, {"form": "phq9"}, {"events": "intake_arm_1", "carry": "case_no"}])
def test_several_exports_are_read_together_each_with_its_own_rows(options: dict[str, Any]) -> None:
    shorter = b"\n".join(LONGITUDINAL.splitlines()[:4]) + b"\n"
    result = read_as("redcap", shorter, b"", LONGITUDINAL, needed=PHQ, **options)
    assert list(result.refusals) == [1]
    assert result.rows_received == {0: 3, 2: 9}
    assert CANARY not in told(result)
