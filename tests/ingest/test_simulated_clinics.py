"""Invented clinics through the door: file by file it counts what the simulator says it put there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from ingest import acceptance
from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets
from ingest.simulator import Simulation, deliver, delivery_days, write_home

SIMULATION = Simulation(seed=7, months=4, clients_per_month=8)
REASONS = {
    "blank": "blank row",
    "test_client": "test client",
    "other_rows": "another site's",
    "redelivered": "redelivered",
    "wrong_encoding": "FILE-ENCODING",
    "repeated": "repeats the row before it",
    "out_of_range_item": "ROW-ITEM-RANGE",
    "unreadable_date": "ROW-DATE",
    "unmapped_code": "ROW-CODE",
    "short_row": "ROW-SHAPE",
}
"""The simulator's words for what it did, and the door's for what it found."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that has received everything in two runs, the last week in the second."""
    made = Home(tmp_path_factory.mktemp("simulated"))
    days = delivery_days(SIMULATION)
    write_home(SIMULATION, made, until=days[-2])
    create_secrets(made)
    registry = load_registry(made)
    moment = dt.datetime.combine(days[-1], dt.time(5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceptance, "judge_batches", lambda batches, clinic, registry: {})
        first = receive_all(made, registry, Run("run-1", moment - dt.timedelta(days=7)))
        assert deliver(SIMULATION, made, after=days[-2])
        second = receive_all(made, registry, Run("run-2", moment + dt.timedelta(days=7)))
    assert first.problems == second.problems == ()
    return made


def landed(home: Home, name: str) -> pl.DataFrame:
    files = sorted(home.landing.glob(f"*/clinic=*/batch=*/{name}.parquet"))
    return pl.concat([pl.read_parquet(file, hive_partitioning=False) for file in files], how="diagonal")


def accounts(home: Home) -> pl.DataFrame:
    receipts = landed(home, "deliveries").select("receipt_key", "clinic_id", "export_name", "file_name")
    return _summed(landed(home, "accounts").join(receipts, on="receipt_key"))


def truth(home: Home, name: str) -> pl.DataFrame:
    return pl.concat(
        [pl.read_parquet(file) for file in sorted(Path(home.root).glob(f"simulation/{name}/*.parquet"))]
    )


def _summed(frame: pl.DataFrame) -> pl.DataFrame:
    by = ["clinic_id", "export_name", "file_name", "state", "reason"]
    return frame.group_by(by).agg(pl.col("rows").sum().cast(pl.Int64)).filter(pl.col("rows") > 0).sort(by)


def test_every_file_s_account_is_the_one_that_the_simulator_wrote_down(home: Home) -> None:
    told = truth(home, "accounts").with_columns(
        pl.when(pl.col("state") == "landed")
        .then(pl.lit("landed"))
        .otherwise(pl.col("reason").replace(REASONS))
        .alias("reason")
    )
    assert told["rows"].sum() > 3000
    found, expected = accounts(home), _summed(told)
    assert set(found.iter_rows()) ^ set(expected.iter_rows()) == set()


def test_every_fault_is_found_in_its_row_and_no_sound_row_is_refused(home: Home) -> None:
    kinds = {kind: rule for kind, rule in REASONS.items() if rule.startswith("ROW-")}
    told = truth(home, "faults").filter(pl.col("kind").is_in(list(kinds))).explode("exports")
    rows = told.select("clinic_id", "exports", "source_row", pl.col("kind").replace(kinds))
    quarantine = landed(home, "quarantine").select("clinic_id", "export_name", "source_row", "rule_id")
    assert rows.height
    assert set(rows.iter_rows()) <= set(quarantine.iter_rows())
    # A wrong item can make a wrong total as well: the row is the same, and counted once.
    assert set(rows.drop("kind").iter_rows()) == set(quarantine.drop("rule_id").iter_rows())


def test_files_that_were_resent_or_cant_be_read_are_told_apart(home: Home) -> None:
    told = truth(home, "files").explode("exports")
    statuses = landed(home, "deliveries").group_by("clinic_id", "file_name", "status").len()
    by_status = dict(landed(home, "deliveries")["status"].value_counts().iter_rows())
    assert statuses.height
    assert by_status == dict(told["status"].value_counts().iter_rows())
