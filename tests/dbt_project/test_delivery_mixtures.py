"""However a truth is delivered, the same stands in the end: the door and the version models together.

Clinics by the dozen go through the real door, several times each, and then once through the compiled models.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl
import pytest
from built_homes import Built
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mixed_deliveries import EXPORTS, RUNS, Mixture, mixtures

from ingest import acceptance
from ingest.configuration import instrument_files
from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets

TOGETHER = 8
"""Mixtures that share one home and one pass of the SQL."""
FEEDS = ("clients", "therapists", "episodes", "appointments", "responses", "actions")
MODELS = (
    "versions/int_deliveries_superseded",
    *(f"versions/int_{feed}_versioned" for feed in FEEDS),
    "versions/int_deliveries_accepted",
    "versions/int_snapshots_completed",
    "versions/int_entities_withdrawn",
    "versions/int_clients_opted_out",
    "versions/int_episodes_opted_out",
    *(f"versions/int_{feed}_resolved" for feed in FEEDS),
    "versions/int_deliveries_decided",
    "versions/int_rows_counted",
)
OF_ITS_WAY = {"delivery_key", "source_row", "exported_at", "received_at", "batch_path"}
"""Columns that tell how a row came, not what it says."""


class Evaluated:
    """The version models over the landing of one home."""

    def __init__(self, built: Built, home: Home) -> None:
        compiled = built.home.dbt_target / "compiled" / "rapport" / "models"
        self.connection = duckdb.connect()
        self.connection.execute("attach ':memory:' as rapport")
        self.connection.execute("create schema rapport.staging; create schema rapport.intermediate")
        for feed in FEEDS:
            self._stage(compiled, home, feed, f"{feed}/clinic=*/batch=*/rows.parquet", f"{feed}/empty")
        for name in ("deliveries", "accounts", "quarantine"):
            self._stage(compiled, home, name, f"*/clinic=*/batch=*/{name}.parquet", f"empty_{name}")
        self._stage(compiled, home, "decisions", "decisions/clinic=*/batch=*/*.parquet", "empty_decisions")
        for model in MODELS:
            sql = (compiled / "intermediate" / f"{model}.sql").read_text()
            self.connection.execute(f"create table rapport.intermediate.{model.split('/')[1]} as {sql}")
        self.accounts = self.connection.sql((compiled / "audit" / "row_accounts.sql").read_text()).pl()

    def _stage(self, compiled: Path, home: Home, name: str, pattern: str, empty: str) -> None:
        files = [home.landing / f"{empty}.parquet", *sorted(home.landing.glob(pattern))]
        listed = ", ".join(f"'{file}'" for file in files)
        self.connection.execute(f"set variable new_batches = [{listed}]")
        sql = (compiled / "staging" / "landing" / f"stg_landing__{name}.sql").read_text()
        self.connection.execute(f"create table rapport.staging.stg_landing__{name} as {sql}")

    def standing(self, feed: str) -> pl.DataFrame:
        """Return what stands of a feed, without the way it came."""
        frame = self.connection.sql(f"from rapport.intermediate.int_{feed}_resolved").pl()
        told = [name for name in frame.columns if name not in OF_ITS_WAY]
        return frame.select(told).sort("clinic_id", f"{feed.removesuffix('s')}_key")


@pytest.fixture(scope="module")
def door_without_acceptance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave out Great Expectations, whose import alone takes seconds, and all instruments but one."""
    few = tmp_path_factory.mktemp("instruments")
    shutil.copy(instrument_files.SHIPPED_INSTRUMENTS / "phq9.yml", few)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceptance, "judge_batches", lambda batches, clinic, registry: {})
        patch.setattr(instrument_files, "SHIPPED_INSTRUMENTS", few)
        yield


def made(root: Path, mixed: list[Mixture]) -> Home:
    """Make a home with one clinic for each mixture."""
    home = Home(root)
    home.clinics.mkdir(parents=True)
    home.network_file.write_text("network: Mixed\ntimezone: Europe/London\n")
    for number in range(len(mixed)):
        name = f"c{number}"
        home.clinic_file(name).write_text(
            f"clinic: {name}\nname: {name}\ntimezone: Europe/London\n"
            f"source: {{kind: folder, path: inbox/{name}}}\nexports:{EXPORTS}"
        )
        (home.inbox / name).mkdir(parents=True)
    return home


def differences(found: pl.DataFrame, expected: pl.DataFrame) -> list[str]:
    """Tell rows that stand and shouldn't, and rows that should and don't."""
    keys = found.columns
    surplus = found.join(expected, on=keys, how="anti", nulls_equal=True)
    missing = expected.join(found, on=keys, how="anti", nulls_equal=True)
    return [f"stands: {row}" for row in surplus.iter_rows()] + [
        f"lacks: {row}" for row in missing.iter_rows()
    ]


def receive(home: Home, run: int) -> None:
    """Run the door; no clinic may fail as a whole."""
    moment = dt.datetime(2026, 2, 2, 6) + dt.timedelta(days=run)  # noqa: DTZ001
    assert receive_all(home, load_registry(home), Run(f"run-{run}", moment)).problems == ()


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],  # a dozen clinics at once shrink slowly, and one says enough
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(st.lists(mixtures(), min_size=TOGETHER, max_size=TOGETHER))
@pytest.mark.usefixtures("door_without_acceptance")
def test_any_mixture_of_deliveries_ends_as_one_clean_delivery_and_its_refusals(
    whole: Built, mixed: list[Mixture]
) -> None:
    with TemporaryDirectory() as folder:
        home, clean = made(Path(folder, "mixed"), mixed), made(Path(folder, "clean"), mixed)
        create_secrets(home)
        shutil.copytree(home.secrets, clean.secrets)
        for run in range(1, RUNS + 1):
            for number, mixture in enumerate(mixed):
                mixture.write(home.inbox / f"c{number}", run)
            receive(home, run)
        for number, mixture in enumerate(mixed):
            mixture.write_cleanly(clean.inbox / f"c{number}")
        receive(clean, 1)
        found, expected = Evaluated(whole, home), Evaluated(whole, clean)
        for feed in ("clients", "episodes", "appointments", "responses"):
            assert differences(found.standing(feed), expected.standing(feed)) == []
        assert found.accounts["is_balanced"].all()
        for number, mixture in enumerate(mixed):
            of_clinic = found.accounts.filter(pl.col("clinic_id") == f"c{number}")
            sums = of_clinic.select(pl.col("rows_received", "quarantined", "refused").sum()).row(0)
            told = mixture.refused
            assert sums == (mixture.rows_sent, told["quarantined"], told["refused"])
            again = of_clinic.filter(pl.col("status") == "redelivered")["rows_received"].sum()
            assert again == told["redelivered"]


def test_the_mixtures_hold_every_kind_of_trouble() -> None:
    """What is tested above isn't tame: a few dozen draws hold splits, repeats, corrections and refusals."""
    seen: Counter[str] = Counter()

    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(mixtures())
    def look(mixture: Mixture) -> None:
        seen.update(mixture.refused.keys())
        versions = Counter((file.export, row.thing) for file in mixture.files for row in file.rows)
        seen["corrected"] += max(versions.values(), default=0) > 1
        weeks = Counter((file.export, file.week) for file in mixture.files)
        seen["split"] += max(weeks.values(), default=0) > 1
        runs = [file.run for file in sorted(mixture.files, key=lambda file: file.week)]
        seen["out of order"] += runs != sorted(runs)
        seen["withdrawn"] += bool(mixture.present[0] - mixture.present[-1])

    look()
    assert {"refused", "quarantined", "redelivered", "corrected", "split", "out of order", "withdrawn"} <= {
        trouble for trouble, times in seen.items() if times
    }
