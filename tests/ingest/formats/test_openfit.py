"""OpenFIT files: two forms in one row, skip flags, and sub-scores that are none."""

from __future__ import annotations

import pytest
from delivered_files import CANARY, column_of, fixture, read_as, refusal_of, rows_of, table_of

SESSIONS = fixture("openfit/sessions.csv")
ITEMS = {form: tuple(f"{form}Q{number}" for number in range(1, 5)) for form in ("ORS", "SRS")}
HEADER = "Session_ID,ORS_Skip,ORSQ1,ORSQ2,ORSQ3,ORSQ4,Total_ORS\n"


def ors(*rows: str) -> list[tuple[str, ...]]:
    """Return items, total, skip flag and basis of the ORS in these rows."""
    content = (HEADER + "".join(f"S{number},{row}\n" for number, row in enumerate(rows))).encode()
    result = read_as(
        "openfit", content, needed=("Session_ID", *ITEMS["ORS"], "Total_ORS", "ORS_Skip", "ORS_Basis")
    )
    return table_of(result).select(*ITEMS["ORS"], "Total_ORS", "ORS_Skip", "ORS_Basis").rows()


def test_one_file_serves_an_export_for_each_form() -> None:
    needed = ("Case_ID", "Session_Date", *ITEMS["SRS"], "Total_SRS", "SRS_Skip")
    result = read_as("openfit", SESSIONS, needed=needed)
    assert table_of(result).columns == [
        "row", "Case_ID", "Session_Date", "SRS_Skip", *ITEMS["SRS"], "Total_SRS",
    ]  # fmt: skip
    assert rows_of(result)[0] == (2, "K1", "2026-01-05", "", "9", "10", "9.5", "10", "")
    assert rows_of(result)[1] == (3, "K1", "2026-01-12", "skipped", "", "", "", "", "")


def test_sub_scores_stay_as_they_were_given() -> None:
    assert ors("N,2.1,3.4,5,4.2,") == [("2.1", "3.4", "5", "4.2", "", "", "items")]
    assert ors("N,2.1,3.4,5,4.2,14.7") == [("2.1", "3.4", "5", "4.2", "14.7", "", "items")]


def test_a_total_alone_stays_alone() -> None:
    assert ors("0,,,,,30.1") == [("", "", "", "", "30.1", "", "total")]


def test_quarters_of_a_total_are_left_out_and_the_total_is_kept() -> None:
    assert ors("N,7.525,7.525,7.525,7.525,") == [("", "", "", "", "30.1", "", "total")]
    assert ors("N,7.525,7.525,7.525,7.525,30.1") == [("", "", "", "", "30.1", "", "total")]


def test_equal_answers_that_a_person_can_give_are_kept() -> None:
    assert ors("N,10,10,10,10,40", "N,7.5,7.5,7.5,7.5,", "N,1,2,3,4,") == [
        ("10", "10", "10", "10", "40", "", "items"),
        ("7.5", "7.5", "7.5", "7.5", "", "", "items"),
        ("1", "2", "3", "4", "", "", "items"),
    ]


def test_a_file_in_which_all_sub_scores_are_quarters_has_no_answers() -> None:
    """Where some quarters can't be answers and no row differs from them, the others aren't answers either."""
    assert [row[-1] for row in ors("N,8,8,8,8,32", "N,7.525,7.525,7.525,7.525,30.1", "N,,,,,")] == [
        "total",
        "total",
        "",
    ]


def test_zeros_in_place_of_missing_sub_scores_are_left_out() -> None:
    assert ors("N,0,0,0,0,28.3", "N,0,0,0,0,0") == [
        ("", "", "", "", "28.3", "", "total"),
        ("0", "0", "0", "0", "0", "", "items"),
    ]


@pytest.mark.parametrize("flag", ["Y", "y", "1", "Yes", "TRUE"])
def test_a_skipped_form_has_no_scores_whichever_way_it_is_flagged(flag: str) -> None:
    assert ors(f"{flag},,,,,", f"{flag},0,0,0,0,0") == [("", "", "", "", "", "skipped", "skipped")] * 2


@pytest.mark.parametrize("flag", ["N", "0", "", "no", "False"])
def test_a_form_that_is_not_flagged_has_an_empty_flag(flag: str) -> None:
    assert ors(f"{flag},1,2,3,4,") == [("1", "2", "3", "4", "", "", "items")]


def test_a_flag_of_another_kind_is_left_for_the_mapping_to_refuse() -> None:
    assert ors("X,,,,,") == [("", "", "", "", "", "X", "")]


def test_scores_beside_a_skip_flag_count_and_are_noted() -> None:
    result = read_as("openfit", SESSIONS, needed=(*ITEMS["SRS"], "SRS_Skip"))
    assert rows_of(result)[3] == (5, "", "9", "9", "9", "9.1")
    assert "SRS: 1 row marked as skipped with scores, taken as filled in" in result.dialects[0]


def test_what_is_left_out_is_told() -> None:
    dialect = read_as("openfit", SESSIONS, needed=(*ITEMS["ORS"], "Total_ORS")).dialects[0]
    assert "ORS: sub-scores made from the total left out in 1 row" in dialect
    assert "ORS: zeros in place of sub-scores left out in 1 row" in dialect


def test_decimal_commas_are_understood_and_written() -> None:
    content = HEADER.replace(",", ";") + "S1;N;7,525;7,525;7,525;7,525;\n"
    result = read_as("openfit", content.encode(), needed=(*ITEMS["ORS"], "Total_ORS"), decimal=",")
    assert rows_of(result) == [(2, "", "", "", "", "30,1")]


def test_a_total_is_made_where_the_file_has_no_column_for_it() -> None:
    content = b"Session_ID,SRSQ1,SRSQ2,SRSQ3,SRSQ4\nS1,9.775,9.775,9.775,9.775\n"
    assert column_of(read_as("openfit", content, needed=("Total_SRS",)), "Total_SRS") == ["39.1"]


def test_a_file_with_neither_sub_scores_nor_total_is_refused() -> None:
    content = b"Session_ID,ORSQ1,ORSQ2,ORSQ3\nS1,1,2,3\n"
    assert refusal_of(read_as("openfit", content, needed=ITEMS["ORS"])).rule == "FILE-COLUMN-MISSING"


@pytest.mark.parametrize("column", ["Client_FirstName", "Provider_LastName", "Provider_Email"])
def test_names_and_addresses_are_never_read(column: str) -> None:
    everything = read_as("openfit", SESSIONS)
    assert not {name for name in everything.tables[0].header if "Name" in name or "Email" in name}
    assert CANARY not in table_of(everything).drop("Notes").write_csv()
    assert "never read" in refusal_of(read_as("openfit", SESSIONS, needed=(column,))).message
