"""The real door, put before a simulated home, counts every row as the truth says it should."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from simulated_files import truth_table

from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets
from ingest.simulator import Simulation, write_home

RECEIVED = ("thornbeck", "marlmere")
"""Every kind of fault, and the one file that seven exports read; all six would take thrice as long."""
ACCOUNT = ["clinic_id", "export_name", "file_name", "state"]


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("received"))
    write_home(Simulation(seed=61, months=3, clients_per_month=10, backlog_months=1), home)
    create_secrets(home)
    run = Run("first", dt.datetime(2026, 11, 23, 5))  # noqa: DTZ001 (naive UTC is what the door keeps)
    receive_all(home, load_registry(home), run, clinic_ids=RECEIVED)
    return home


def landed(home: Home, name: str) -> pl.DataFrame:
    return pl.read_parquet(home.landing / "*" / "clinic=*" / "batch=*" / f"{name}.parquet")


def promised(home: Home, name: str) -> pl.DataFrame:
    return truth_table(home, name).filter(pl.col("clinic_id").is_in(RECEIVED))


def test_the_door_counts_every_row_of_every_file_as_the_truth_does(received: Home) -> None:
    deliveries = landed(received, "deliveries").select("receipt_key", "clinic_id", "export_name", "file_name")
    counted = landed(received, "accounts").join(deliveries, on="receipt_key")
    counted = counted.group_by(ACCOUNT).agg(pl.col("rows").sum().cast(pl.Int64))
    expected = promised(received, "accounts").drop_nulls("rows").group_by(ACCOUNT).agg(pl.col("rows").sum())
    both = counted.join(expected, on=ACCOUNT, how="full", coalesce=True, suffix="_expected")
    assert both.height > 200
    differing = both.filter(pl.col("rows").ne_missing(pl.col("rows_expected")))
    assert differing.rows() == []


def test_the_door_judges_every_file_as_the_truth_does(received: Home) -> None:
    judged = landed(received, "deliveries").select("clinic_id", "file_name", "export_name", "status")
    expected = promised(received, "files").explode("exports")
    expected = expected.select("clinic_id", "file_name", pl.col("exports").alias("export_name"), "status")
    assert sorted(judged.rows()) == sorted(expected.rows())
