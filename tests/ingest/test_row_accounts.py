"""Every row of every file ends in exactly one state, whatever the file holds."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from door_home import MONDAY, PHQ9, PHQ9_HEADER, DoorHome
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.configuration import instrument_files
from ingest.configuration.registry import Registry
from ingest.door import judge_files
from ingest.formats.text_table import DeliveredFile
from ingest.pseudonyms import Pseudonymiser
from ingest.reading import Context
from ingest.receipts import UnbalancedAccount, assert_balanced
from ingest.vault import KNOWN_SCHEMA

EXPORTS = (
    PHQ9.replace("phq9_*", "*").replace("items: [", "total: total, respondent: who, items: [")
    + """
    items_missing: [99]
    where: {site: "1"}
    skip_values: {kind: {test: test client}}
    options: {null_values: [NA]}
  - name: sessions
    feed: appointments
    files: "*.csv"
    columns: {appointment_id: [case_no, kind], episode_id: case_no, scheduled_at: date, status: who}
    attended_if_any: [q1, q2]
  - name: people
    feed: clients
    files: "*.csv"
    columns: {client_id: case_no, consent: who, birth_year: total}
  - name: courses
    feed: episodes
    files: "*.csv"
    columns: {episode_id: kind, client_id: case_no, start_date: date, planned_sessions: total}
  - {name: canonical, feed: responses, files: "*.csv"}
"""
)
HEADER = [*PHQ9_HEADER.split(","), "total", "who", "site", "kind"]
CELLS = st.sampled_from(
    ["", "", "0", "1", "1", "2", "3", "99", "7", "NA", "x", " 1 ", "-1", "2.5", "1e9", "2026-03-01",
     "2026-13-01", "2026-03-01T10:00+05:00", "2999-01-01", "E1", "E2", "client", "attended", "opted_out",
     "test", '"a,b"', "\u00e4"]
)  # fmt: skip
ROWS = st.lists(
    st.one_of(st.lists(CELLS, min_size=len(HEADER), max_size=len(HEADER)), st.lists(CELLS, max_size=16)),
    max_size=12,
)
HEADERS = st.sampled_from(
    [HEADER, HEADER, HEADER, HEADER[:-1], [*HEADER[:-1], "q1"],
     ["episode_id", "instrument", "completed_at", "item_1", "item_2", "item_3", "item_4", "total"]]
)  # fmt: skip


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory, few_instruments: Path) -> Registry:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(instrument_files, "SHIPPED_INSTRUMENTS", few_instruments)
        home = DoorHome.make(tmp_path_factory.mktemp("accounts"))
        home.clinic(EXPORTS)
        return home.registry


def delivered(header: list[str], rows: list[list[str]]) -> DeliveredFile:
    text = "\n".join(",".join(cells) for cells in [header, *rows])
    return DeliveredFile("f.csv", text.encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(HEADERS, ROWS), min_size=1, max_size=3))
def test_the_states_of_a_file_s_rows_sum_to_its_rows(
    registry: Registry, files: list[tuple[list[str], list[list[str]]]]
) -> None:
    clinic = registry.clinics["north"]
    given_files = [delivered(header, rows) for header, rows in files]
    for export in clinic.exports:
        context = Context(registry, clinic, export, Pseudonymiser(b"k" * 32, "north"), MONDAY)
        verdict = judge_files(given_files, context, lambda _: pl.DataFrame(schema=KNOWN_SCHEMA))
        landed = pl.concat(verdict.landed)["file"].to_list() if verdict.landed else []
        refused_rows = pl.concat(verdict.quarantined) if verdict.quarantined else None
        for number in range(len(given_files)):
            if number in verdict.refusals:
                continue
            states = {key[1:]: rows for key, rows in verdict.tallies.items() if key[0] == number}
            assert sum(states.values()) == verdict.rows_received[number]
            assert sum(rows for (state, _), rows in states.items() if state == "landed") == landed.count(
                number
            )
            quarantined = sum(rows for (state, _), rows in states.items() if state == "quarantined")
            listed = 0
            if refused_rows is not None:
                listed = refused_rows.filter(pl.col("file") == number)["row"].n_unique()
            assert quarantined == listed


def test_a_row_that_repeats_the_one_before_it_is_a_duplicate_and_a_b_a_is_three(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv'}")
    door.send(
        "c.csv",
        "client_id,birth_year\nC1,1980\nC1,1980\nC2,1980\nC1,1980\nC1,1981\nC1,1980\nC1,1980\n",
    )
    door.receive()
    assert door.accounts() == {("landed", "landed"): 4, ("duplicate", "repeats the row before it"): 3}
    assert door.rows()["source_row"].to_list() == [2, 4, 6, 7]


def test_a_quarantined_row_is_no_predecessor(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv'}")
    door.send("c.csv", "client_id,birth_year\nC1,1980\nC1,2980\nC1,1980\n")
    door.receive()
    assert door.accounts() == {
        ("landed", "landed"): 1,
        ("duplicate", "repeats the row before it"): 1,
        ("quarantined", "ROW-RANGE"): 1,
    }


def test_equal_forms_in_two_files_both_land_for_dbt_to_decide(door: DoorHome) -> None:
    door.clinic(PHQ9)
    row = "E1,2026-03-01,1,1,1,1,1,1,1,1,1\n"
    door.send("phq9_1.csv", f"{PHQ9_HEADER}\n{row}")
    door.send("phq9_2.csv", f"{PHQ9_HEADER}\n{row}{row.replace('E1', 'E2')}")
    door.receive()
    assert door.accounts() == {("landed", "landed"): 3}


def test_short_long_and_blank_rows_are_accounted_for(door: DoorHome) -> None:
    door.clinic(PHQ9)
    full = "E1,2026-03-01,1,1,1,1,1,1,1,1,1"
    door.send("phq9_1.csv", f"{PHQ9_HEADER}\n{full}\nE2,2026-03-01,1\n{full},9\n\n,,,,,,,,,,\n")
    door.receive()
    assert door.accounts() == {
        ("landed", "landed"): 1,
        ("quarantined", "ROW-SHAPE"): 2,
        ("skipped", "blank row"): 2,
    }
    assert {(row, rule) for row, rule, _ in door.faults()} == {(3, "ROW-SHAPE"), (4, "ROW-SHAPE")}


def test_one_file_of_several_exports_has_an_account_for_each(door: DoorHome) -> None:
    door.clinic(
        """
  - {name: clients, feed: clients, files: "f.csv"}
  - {name: episodes, feed: episodes, files: "f.csv"}
"""
    )
    door.send("f.csv", "client_id,episode_id,start_date\nC1,E1,2026-01-01\nC1,E2,2026-02-01\n")
    door.receive()
    deliveries = door.landed("deliveries")
    assert sorted(deliveries["export_name"]) == ["clients", "episodes"]
    assert deliveries["rows_received"].to_list() == [2, 2]
    assert door.accounts() == {("landed", "landed"): 3, ("duplicate", "repeats the row before it"): 1}


def test_a_quarantined_row_keeps_its_key_where_it_could_be_read(door: DoorHome) -> None:
    door.clinic("\n  - {name: clients, feed: clients, files: 'c.csv', mode: full}")
    door.send("c.csv", "client_id,birth_year\nC1,1980\n")
    door.receive()
    door.send("c.csv", "client_id,birth_year\nC1,unknown\n,x\n")
    door.receive()
    known = door.rows(run=1)["client_key"].item()
    quarantine = door.landed("quarantine").sort("source_row", "rule_id")
    assert quarantine["entity_key"].to_list() == [known, None, None]


def test_an_account_that_doesnt_balance_is_never_landed() -> None:
    deliveries = pl.DataFrame({"receipt_key": [1, 2], "rows_received": [3, None]})
    accounts = pl.DataFrame({"receipt_key": [1, 1], "rows": [2, 1]})
    assert_balanced(deliveries, accounts)
    with pytest.raises(UnbalancedAccount, match="3 received but 2 accounted for"):
        assert_balanced(deliveries, accounts.head(1))
