"""What rows of each feed become, and which are refused."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from door_home import PHQ9, PHQ9_HEADER, DoorHome

from ingest.canonical import Feed
from ingest.landing_tables import rows_schema

ALL = """
  - {name: clients, feed: clients, files: "clients.csv"}
  - {name: therapists, feed: therapists, files: "therapists.csv"}
  - {name: episodes, feed: episodes, files: "episodes.csv"}
  - {name: appointments, feed: appointments, files: "appointments.csv"}
"""
CODES = "codes: {programme: [cbt], profession: [psychologist], not_given_reason: [declined]}\n"


def test_clients_land_with_what_is_known_of_them(door: DoorHome) -> None:
    door.clinic(ALL, extra="codes: {language: [en, de]}\n")
    door.send("clients.csv", "client_id,consent,birth_year,gender,language\nC1,yes,1980,female,en\nC2,,,,\n")
    door.receive()
    rows = door.rows()
    assert rows.schema == rows_schema(Feed.CLIENTS)
    assert rows.select("consent", "birth_year", "gender", "language").rows() == [
        ("yes", 1980, "female", "en"),
        (None, None, None, None),
    ]


def test_an_opt_out_is_landed_and_nothing_else_of_the_row(door: DoorHome) -> None:
    door.clinic(ALL)
    door.send("clients.csv", "client_id,consent,birth_year,gender\nC1,opted_out,1980,female\n")
    door.receive()
    rows = door.rows()
    assert rows["consent"].to_list() == ["opted_out"]
    assert rows.select("birth_year", "gender").row(0) == (None, None)
    assert rows["client_key"].null_count() == 0


def test_an_opt_out_is_never_lost_to_a_fault_elsewhere_in_its_row(door: DoorHome) -> None:
    door.clinic(ALL)
    door.send("clients.csv", "client_id,consent,birth_year,gender\nC1,opted_out,19x0,robot\n,opted_out,,\n")
    door.receive()
    assert door.rows()["consent"].to_list() == ["opted_out"]
    assert door.faults() == {(3, "ROW-REQUIRED", "client_id")}


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("1889", "ROW-RANGE"), ("2027", "ROW-RANGE"), ("1980.5", "ROW-NUMBER"), ("?", "ROW-NUMBER")],
)
def test_an_implausible_year_of_birth_is_refused(door: DoorHome, cell: str, rule: str) -> None:
    door.clinic(ALL)
    door.send("clients.csv", f"client_id,birth_year\nC1,{cell}\nC2,2026\nC3,1890\n")
    door.receive()
    assert door.faults() == {(2, rule, "birth_year")}
    assert door.rows()["birth_year"].to_list() == [2026, 1890]


def test_an_unmapped_code_is_refused_with_what_to_do(door: DoorHome) -> None:
    door.clinic(ALL, extra=CODES)
    door.send("therapists.csv", "therapist_id,profession\nT1,psychologist\nT2,Dr Smith\n")
    door.receive()
    assert door.faults() == {(3, "ROW-CODE", "profession")}
    assert door.landed("quarantine")["remedy"].item().startswith("Correct the code, or add it under `values`")


def test_an_open_column_without_declared_words_takes_none(door: DoorHome) -> None:
    door.clinic(ALL)
    door.send("therapists.csv", "therapist_id,profession\nT1,psychologist\nT2,\n")
    door.receive()
    assert door.faults() == {(2, "ROW-CODE", "profession")}
    assert door.rows().height == 1


def test_episodes_land_with_their_days_and_numbers(door: DoorHome) -> None:
    door.clinic(ALL, extra=CODES)
    door.send(
        "episodes.csv",
        "episode_id,client_id,start_date,therapist_id,referral_date,end_date,end_reason,programme,planned_sessions,"
        "age_at_start\nE1,C1,2026-01-05,T1,2025-12-01,2026-05-01,completed,cbt,16,34\nE2,C2,2026-01-06,,,,,,,\n",
    )
    door.receive()
    rows = door.rows()
    assert rows.schema == rows_schema(Feed.EPISODES)
    first, second = rows.drop("client_key", "episode_key", "therapist_key").rows(named=True)
    assert first["start_date"] == dt.date(2026, 1, 5)
    assert first["end_date"] == dt.date(2026, 5, 1)
    assert (first["planned_sessions"], first["age_at_start"], first["programme"]) == (16, 34, "cbt")
    assert (second["end_date"], second["end_reason"]) == (None, None)
    assert rows["therapist_key"].is_null().to_list() == [False, True]
    assert first["is_synthetic_date"] is False


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        ("start_date", "", "ROW-REQUIRED"),
        ("start_date", "05/01/2026", "ROW-DATE"),
        ("start_date", "2062-01-05", "ROW-DATE"),
        ("start_date", "1899-12-30", "ROW-DATE"),
        ("referral_date", "2026-11-19", "ROW-FUTURE"),
        ("planned_sessions", "1001", "ROW-RANGE"),
        ("age_at_start", "121", "ROW-RANGE"),
        ("end_reason", "finished", "ROW-CODE"),
    ],
)
def test_an_episode_with_a_wrong_cell_is_refused(door: DoorHome, column: str, cell: str, rule: str) -> None:
    door.clinic(ALL)
    cells = {"episode_id": "E1", "client_id": "C1", "start_date": "2026-01-05"} | {column: cell}
    door.send("episodes.csv", f"{','.join(cells)}\n{','.join(cells.values())}\n")
    door.receive()
    assert door.faults() == {(2, rule, column)}


def appointments(*rows: str) -> str:
    return "\n".join(["appointment_id,episode_id,scheduled_at,status", *rows]) + "\n"


def test_appointments_land_with_their_local_time(door: DoorHome) -> None:
    door.clinic(ALL)
    door.send(
        "appointments.csv",
        appointments(
            "A1,E1,2026-03-02 10:00,attended",
            "A2,E1,2026-03-03,no_show",
            "A3,E1,2026-07-02T10:00:00+02:00,attended_late",
            "A4,E1,2026-03-29 01:30,attended",
        ),
    )
    door.receive()
    rows = door.rows()
    assert rows.schema == rows_schema(Feed.APPOINTMENTS)
    assert rows["scheduled_at"].to_list() == [
        dt.datetime(2026, 3, 2, 10),
        dt.datetime(2026, 3, 3),
        dt.datetime(2026, 7, 2, 9),
        dt.datetime(2026, 3, 29, 1, 30),
    ]
    assert rows["has_time"].to_list() == [True, False, True, True]
    assert rows["is_impossible_time"].to_list() == [False, False, False, True]


@pytest.mark.parametrize("status", ["attended", "attended_late", "no_show"])
def test_what_has_happened_cant_lie_more_than_a_day_ahead(door: DoorHome, status: str) -> None:
    door.clinic(ALL)
    rows = (f"A1,E1,2026-11-17 05:59,{status}", f"A2,E1,2026-11-17 06:01,{status}")
    door.send("appointments.csv", appointments(*rows))
    door.receive()
    assert door.faults() == {(3, "ROW-FUTURE", "scheduled_at")}


@pytest.mark.parametrize("status", ["scheduled", "cancelled_by_client", "cancelled_by_clinic"])
def test_what_is_booked_or_cancelled_may_lie_ahead(door: DoorHome, status: str) -> None:
    door.clinic(ALL)
    door.send("appointments.csv", appointments(f"A1,E1,2027-11-16 10:00,{status}"))
    door.receive()
    assert door.rows().height == 1


ATTENDED_IF = """
  - name: sessions
    feed: appointments
    files: "sessions.csv"
    columns: {appointment_id: [case_no, no], episode_id: case_no, scheduled_at: date%s}
    attended_if_any: [q1, q2]
    options: {null_values: [NA]}
%s
"""


def test_without_a_status_a_filled_column_proves_attendance(door: DoorHome) -> None:
    door.clinic(ATTENDED_IF % ("", ""))
    door.send(
        "sessions.csv", "case_no,no,date,q1,q2\nE1,1,2026-03-01,,3\nE1,2,2026-03-08,,\nE1,3,2026-03-15,NA,\n"
    )
    door.receive()
    assert door.rows()["status"].to_list() == ["attended", "no_show", "no_show"]
    assert door.rows()["appointment_key"].n_unique() == 3


def test_a_status_that_says_attended_is_overruled_by_an_empty_form_and_no_other_is(door: DoorHome) -> None:
    door.clinic(
        ATTENDED_IF % (", status: att", "    values: {status: {A: attended, C: cancelled_by_client}}")
    )
    door.send(
        "sessions.csv",
        "case_no,no,date,att,q1,q2\nE1,1,2026-03-01,A,1,\nE1,2,2026-03-08,A,,\nE1,3,2026-03-15,C,,\n"
        "E1,4,2026-03-22,C,1,\nE1,5,2026-03-29,,,1\nE1,6,2026-04-05,X,1,\n",
    )
    door.receive()
    assert door.rows()["status"].to_list() == [
        "attended",
        "no_show",
        "cancelled_by_client",
        "cancelled_by_client",
        "attended",
    ]
    assert door.faults() == {(7, "ROW-CODE", "att")}


TOTALS = """
  - name: phq9
    feed: responses
    files: "phq9.csv"
    instrument: phq9
    columns: {episode_id: case_no, completed_at: date, total: total, not_given_reason: why, comment: said}
"""


def totals(*rows: str) -> str:
    return "\n".join(["case_no,date,total,why,said", *rows]) + "\n"


def test_a_declared_total_lands_within_its_range_and_a_fraction_is_flagged(door: DoorHome) -> None:
    door.clinic(TOTALS, extra=CODES)
    door.send(
        "phq9.csv",
        totals("E1,2026-03-01,0,,", "E2,2026-03-01,27.0,,", "E3,2026-03-01,12.5,,", "E4,2026-03-01,27.01,,",
               "E5,2026-03-01,-0.25,,", "E6,2026-03-01,many,,"),
    )  # fmt: skip
    door.receive()
    assert door.rows().select("declared_total", "is_fractional_total").rows() == [
        (0.0, False),
        (27.0, False),
        (12.5, True),
    ]
    assert door.faults() == {
        (5, "ROW-TOTAL-RANGE", "total"),
        (6, "ROW-TOTAL-RANGE", "total"),
        (7, "ROW-NUMBER", "total"),
    }


def test_a_form_without_items_total_and_reason_is_a_blank_form(door: DoorHome) -> None:
    door.clinic(TOTALS, extra=CODES)
    door.send(
        "phq9.csv", totals("E1,2026-03-01,,declined,", "E2,2026-03-01,,,", "E3,2026-03-01,,,only words")
    )
    door.receive()
    assert door.rows()["not_given_reason"].to_list() == ["declined"]
    assert door.accounts() == {("landed", "landed"): 1, ("skipped", "blank form"): 2}


def test_of_a_comment_only_its_length_is_kept(door: DoorHome) -> None:
    door.clinic(TOTALS, extra=CODES)
    door.send("phq9.csv", totals("E1,2026-03-01,3,, very well ", "E2,2026-03-01,3,,"))
    door.receive()
    assert door.rows()["comment_length"].to_list() == [9, None]


def test_a_respondent_defaults_to_the_client_and_must_fit_the_instrument(door: DoorHome) -> None:
    door.clinic("\n  - {name: f, feed: responses, files: 'f.csv'}")
    items = ",".join(f"item_{number}" for number in range(1, 13))
    answers = ",".join(["3"] * 12)
    phq9 = ",".join(["3"] * 9) + ",,,"
    door.send(
        "f.csv",
        f"episode_id,instrument,completed_at,respondent,{items}\n"
        f"E1,wai_sr,2026-03-01,,{answers}\nE1,wai_sr,2026-03-01,therapist,{answers}\n"
        f"E1,phq9,2026-03-01,therapist,{phq9}\nE1,phq9,2026-03-01,neighbour,{phq9}\n",
    )
    door.receive()
    assert "client" in door.rows()["respondent"].to_list()
    assert (4, "ROW-RESPONDENT", "respondent") in door.faults()
    assert (5, "ROW-CODE", "respondent") in door.faults()


def test_a_form_filled_in_tomorrow_is_refused_and_one_within_a_day_is_not(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", f"{PHQ9_HEADER}\nE1,2026-11-17,{'1,' * 8}1\nE1,2026-11-18,{'1,' * 8}1\n")
    door.receive()
    assert door.faults() == {(3, "ROW-FUTURE", "date")}


def test_a_form_is_keyed_by_its_id_else_by_what_it_is(door: DoorHome) -> None:
    door.clinic("\n  - {name: f, feed: responses, files: 'f_*.csv', instrument: gad7}")
    header = "response_id,episode_id,completed_at," + ",".join(f"item_{n}" for n in range(1, 8))
    answers = ",".join("1" * 7)
    door.send(
        "f_1.csv",
        f"{header}\nR1,E1,2026-03-01 10:00,{answers}\n,E1,2026-03-01 10:00,{answers}\n"
        f",E1,2026-03-01 11:00,{answers}\n,E2,2026-03-01 10:00,{answers}\n",
    )
    door.send("f_2.csv", f"{header}\nR1,E9,2026-09-01 10:00,{answers}\n,E1,2026-03-01 10:00,{answers}\n")
    door.receive()
    rows = door.rows()
    assert rows["key_basis"].to_list() == ["response_id", *["natural"] * 3, "response_id", "natural"]
    assert rows["response_key"].n_unique() == 4
    assert (rows["response_key"] >= 0).all()


def test_an_appointment_is_named_alike_by_its_own_feed_and_by_a_form(door: DoorHome) -> None:
    door.clinic(
        """
  - name: sessions
    feed: appointments
    files: "s.csv"
    columns: {appointment_id: [case_no, no], episode_id: case_no, scheduled_at: date, status: status}
  - name: gad7
    feed: responses
    files: "s.csv"
    instrument: gad7
    columns:
      episode_id: case_no
      completed_at: date
      appointment_id: [case_no, no]
      items: [a, b, c, d, e, f, g]
"""
    )
    door.send("s.csv", "case_no,no,date,status,a,b,c,d,e,f,g\nE1,1,2026-03-01,attended,1,1,1,1,1,1,1\n")
    door.receive()
    keys = door.rows().select("appointment_key", "episode_key").unique()
    assert keys.height == 1


def test_identifiers_are_trimmed_before_they_become_keys(door: DoorHome) -> None:
    door.clinic(ALL)
    door.send("clients.csv", "client_id,birth_year\n C1 ,1980\nC1,1981\n")
    door.receive()
    assert door.rows()["client_key"].n_unique() == 1


def test_two_forms_with_one_key_and_different_items_both_land_for_dbt_to_decide(door: DoorHome) -> None:
    door.clinic(PHQ9)
    door.send("phq9_1.csv", f"{PHQ9_HEADER}\nE1,2026-03-01,{'1,' * 8}1\nE1,2026-03-01,{'1,' * 8}2\n")
    door.receive()
    rows = door.rows()
    assert rows.height == 2
    assert rows["response_key"].n_unique() == 1
    assert rows["delivery_key"].n_unique() == 1


def test_a_key_that_names_somebody_else_already_is_refused(
    door: DoorHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.pseudonyms import KeyKind, NamedKeys, Pseudonymiser

    real = Pseudonymiser.name

    def colliding(self: Pseudonymiser, kind: KeyKind, parts: list[pl.Series]) -> NamedKeys:
        named = real(self, kind, parts)
        one_key = pl.when(pl.col("key").is_not_null()).then(pl.lit(7, dtype=pl.Int64)).alias("key")
        return NamedKeys(
            kind, named.keys.to_frame().select(one_key).to_series(), named.distinct.with_columns(one_key)
        )

    monkeypatch.setattr(Pseudonymiser, "name", colliding)
    door.clinic("\n  - {name: clients, feed: clients, files: 'clients_*.csv'}")
    door.send("clients_1.csv", "client_id\nC1\n")
    door.receive()
    door.send("clients_2.csv", "client_id\nC2\n")
    door.receive()
    assert door.faults() == {(2, "ROW-KEY-COLLISION", "client_id")}
    assert door.landed("quarantine")["entity_key"].to_list() == [None]  # no telling whom it names
    assert door.rows(run=1).height == 1
