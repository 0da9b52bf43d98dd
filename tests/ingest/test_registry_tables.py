"""The registry as Parquet."""

from __future__ import annotations

import polars as pl
import pytest
from door_home import PHQ9, DoorHome

from ingest.configuration.checks import SCHEMA as CHECKS
from ingest.configuration.registry_tables import SCHEMAS, registry_tables, write_registry_tables

CONTRACT = {
    "network": "network timezone contact_gap_days minimum_publishable_reliability minimum_count "
    "minimum_clinics alerts_per_week is_simulated",
    "clinics": "clinic_id name timezone contact_gap_days has_appointments",
    "instruments": "instrument_id name licence citation item_count item_minimum item_maximum item_units "
    "risk_items",
    "scales": "scale_id instrument_id name construct method multiply_by signed_items item_count item_units "
    "reversal_sum minimum maximum higher_is rounding max_missing missing_source takes_declared_total is_main "
    "is_fractional reliable_change reliable_change_operator reliable_change_source",
    "scale_conversions": "scale_id raw_sum value",
    "scale_thresholds": "threshold_id scale_id kind operator value label age_from age_to gender respondent "
    "evidence source",
    "protocol": "clinic_id instrument_id respondent every_session at_sessions",
}
"""What the warehouse reads; more columns are welcome."""

CLINIC = """
protocol:
  - {instrument: phq9, every: session}
  - {instrument: ors, at_sessions: [1, 3]}
definitions: {contact_gap_days: 42}
"""


@pytest.fixture
def tables(door: DoorHome) -> dict[str, pl.DataFrame]:
    door.clinic(PHQ9, extra=CLINIC)
    door.clinic("\n  - {name: visits, feed: appointments, files: 'v.csv'}", clinic_id="south")
    return registry_tables(door.registry)


def test_every_table_has_the_columns_and_types_that_dbt_expects(tables: dict[str, pl.DataFrame]) -> None:
    assert {name: table.schema for name, table in tables.items()} == SCHEMAS
    for name, columns in CONTRACT.items():
        assert set(columns.split()) <= set(SCHEMAS[name].names())


def test_the_network_is_one_row(tables: dict[str, pl.DataFrame]) -> None:
    found = tables["network"].select(CONTRACT["network"].split())
    assert found.row(0) == ("Test", "Europe/London", 60, 0.7, 5, 4, 5, False)


def test_a_clinic_s_own_contact_gap_stands_before_the_network_s(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["clinics"].select("clinic_id", "contact_gap_days", "has_appointments").rows() == [
        ("north", 42, False),
        ("south", 60, True),
    ]


def test_an_expected_form_names_its_instrument_by_id_not_by_alias(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["protocol"].select(CONTRACT["protocol"].split()).rows() == [
        ("north", "phq9", "client", True, []),
        ("north", "ors_adult", "client", False, [1, 3]),
    ]


def test_instruments_have_their_ranges_and_units(tables: dict[str, pl.DataFrame]) -> None:
    found = tables["instruments"].filter(pl.col("instrument_id") == "ors_adult").row(0, named=True)
    assert (found["item_count"], found["item_minimum"], found["item_maximum"], found["item_units"]) == (
        4,
        0,
        10,
        10,
    )
    phq9 = tables["instruments"].filter(pl.col("instrument_id") == "phq9").row(0, named=True)
    assert phq9["risk_items"] == [9]


def test_scales_carry_what_scoring_needs(tables: dict[str, pl.DataFrame]) -> None:
    scales = {row["scale_id"]: row for row in tables["scales"].rows(named=True)}
    assert scales["phq9"]["signed_items"] == list(range(1, 10))
    assert scales["phq9"]["reversal_sum"] == 3
    assert scales["ors_adult"]["reversal_sum"] == 100
    assert (scales["phq9"]["reliable_change"], scales["phq9"]["reliable_change_operator"]) == (6, ">=")
    assert scales["phq9"]["is_main"]
    assert any(not row["is_main"] for row in scales.values())
    assert scales["ors_adult"]["is_fractional"]


def test_the_network_chooses_among_several_criteria_of_reliable_change(door: DoorHome) -> None:
    door.clinic(PHQ9)
    for chosen, points in (("fit", 5), ("pcoms", 6)):
        door.home.network_file.write_text(
            "network: Test\ntimezone: Europe/London\n"
            f"definitions: {{reliable_change: {{ors_adult: {chosen}}}}}\n"
        )
        scales = registry_tables(door.registry)["scales"]
        assert scales.filter(pl.col("scale_id") == "ors_adult")["reliable_change"].item() == points


def test_thresholds_have_stable_ids_by_scale_kind_and_number(tables: dict[str, pl.DataFrame]) -> None:
    found = tables["scale_thresholds"].filter(pl.col("scale_id") == "phq9")
    cutoff = found.filter(pl.col("kind") == "clinical_cutoff").row(0, named=True)
    assert (cutoff["threshold_id"], cutoff["operator"], cutoff["value"]) == (
        "phq9:clinical_cutoff:1",
        ">=",
        10,
    )
    bands = found.filter(pl.col("kind") == "band")["threshold_id"].to_list()
    assert bands == [f"phq9:band:{number}" for number in range(1, len(bands) + 1)]
    assert tables["scale_thresholds"]["threshold_id"].is_unique().all()


def test_the_tables_are_written_where_dbt_looks_for_them(door: DoorHome) -> None:
    door.clinic(PHQ9)
    counts = write_registry_tables(door.registry, door.home)
    assert counts["clinics"] == 1
    assert sorted(path.name for path in door.home.registry.iterdir()) == sorted(
        f"{name}.parquet" for name in (*SCHEMAS, "checks")
    )
    for path in door.home.registry.iterdir():
        assert pl.read_parquet_schema(path) == (SCHEMAS | {"checks": CHECKS})[path.stem]
