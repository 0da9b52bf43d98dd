"""Invented clinics that send workbooks, REDCap exports and FHIR resources: the door counts what they sent."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from ingest import acceptance
from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets
from ingest.simulator import SimulatedNetwork, Simulation, simulate, write_home

OTHERS = {"quillmarsh": "excel", "rookhope": "redcap", "saltergate": "fhir"}
ACCOUNT = ["clinic_id", "export_name", "file_name", "state"]
PARAMETERS = Simulation(seed=7, clinics=1, months=3, clients_per_month=20, other_formats=True)


@pytest.fixture(scope="module")
def network() -> SimulatedNetwork:
    """The three clinics."""
    whole = simulate(PARAMETERS)
    assert [part.plan.clinic_id for part in whole.parts][1:] == list(OTHERS)
    return SimulatedNetwork(PARAMETERS, whole.parts[1:])


@pytest.fixture(scope="module")
def home(network: SimulatedNetwork, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Their home, with everything received."""
    made = Home(tmp_path_factory.mktemp("formats"))
    write_home(network, made)
    create_secrets(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceptance, "judge_batches", lambda batches, clinic, registry: {})
        summary = receive_all(made, load_registry(made), Run("run-1", dt.datetime(2026, 11, 23, 5)))  # noqa: DTZ001
    assert summary.problems == ()
    return made


def landed(home: Home, name: str) -> pl.DataFrame:
    files = sorted(home.landing.glob(f"*/clinic=*/batch=*/{name}.parquet"))
    return pl.concat([pl.read_parquet(file, hive_partitioning=False) for file in files], how="diagonal")


def truth(home: Home, name: str) -> pl.DataFrame:
    return pl.read_parquet(home.root / "simulation" / name / "*.parquet")


def test_each_sends_its_own_format(home: Home) -> None:
    clinics = load_registry(home).clinics
    assert {name: {export.format for export in clinics[name].exports} for name in OTHERS} == {
        name: {format_name} for name, format_name in OTHERS.items()
    }


def test_every_file_s_account_is_the_one_that_the_simulator_wrote_down(home: Home) -> None:
    receipts = landed(home, "deliveries").select("receipt_key", "clinic_id", "export_name", "file_name")
    counted = landed(home, "accounts").join(receipts, on="receipt_key")
    counted = counted.group_by(ACCOUNT).agg(pl.col("rows").sum().cast(pl.Int64)).filter(pl.col("rows") > 0)
    expected = truth(home, "accounts").group_by(ACCOUNT).agg(pl.col("rows").sum())
    assert expected.height > 100
    assert set(counted.iter_rows()) ^ set(expected.iter_rows()) == set()


def test_every_fault_is_found_in_its_row(home: Home) -> None:
    kinds = ("unreadable_date", "out_of_range_item", "unmapped_code")
    told = truth(home, "faults").filter(pl.col("kind").is_in(kinds)).explode("exports")
    found = landed(home, "quarantine").select("clinic_id", "export_name", "source_row")
    assert told.height >= 3
    assert set(told.select("clinic_id", "exports", "source_row").iter_rows()) == set(found.iter_rows())


@pytest.mark.parametrize("clinic_id", sorted(OTHERS))
def test_answers_arrive_as_they_were_given(home: Home, network: SimulatedNetwork, clinic_id: str) -> None:
    part = next(part for part in network.parts if part.plan.clinic_id == clinic_id)
    rows = landed(home, "rows").filter(
        (pl.col("clinic_id") == clinic_id) & (pl.col("instrument_id") == "phq9")
    )
    items = pl.concat_list(
        pl.when(pl.col(f"item_{n}") >= 0).then(pl.col(f"item_{n}")).cast(pl.Int16) for n in range(1, 10)
    )
    given = part.forms["phq9"].select("completed_at", items.alias("items"))
    lost = truth(home, "faults").filter(
        (pl.col("clinic_id") == clinic_id) & (pl.col("kind") == "out_of_range_item")
    )
    arrived = rows.unique("response_key").select("completed_at", "items")
    lacking = given.join(arrived, on=["completed_at", "items"], how="anti", nulls_equal=True)
    assert given.height > 20
    assert arrived.join(given, on=["completed_at", "items"], how="anti", nulls_equal=True).is_empty()
    assert lacking.height <= lost.filter(pl.col("exports").list.contains("phq9")).height


def test_equal_parameters_give_equal_workbooks(home: Home) -> None:
    again = Home(home.root.parent / "again")
    again.root.mkdir()
    whole = simulate(PARAMETERS)
    write_home(SimulatedNetwork(PARAMETERS, whole.parts[1:2]), again)
    names = sorted(path.name for path in (again.inbox / "quillmarsh").iterdir())
    assert len(names) > 20
    for name in names:
        first, second = (made.inbox / "quillmarsh" / name for made in (home, again))
        assert first.read_bytes() == second.read_bytes()
