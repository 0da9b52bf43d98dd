"""Three published trials through the whole door, by the example home's YAML alone."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets
from ingest.summaries import NetworkSummary
from ingest.vault import local_identifiers

PROJECT = Path(__file__).parents[2]
REAL = PROJECT / ".." / "shared" / "real"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.exists(), reason="the real data sets aren't beside the project"),
]
FILES = {"reframed": "reframed.csv", "implement": "implement_wai.csv", "beat_the_blues": "BtheB.csv"}
RUN = Run("run-1", dt.datetime(2026, 11, 16, 6))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("trials") / "home"
    shutil.copytree(PROJECT / "examples" / "trials", root)
    for folder, name in FILES.items():
        (root / "inbox" / folder).mkdir(parents=True)
        shutil.copy(REAL / name, root / "inbox" / folder)
    create_secrets(Home(root))
    return Home(root)


@pytest.fixture(scope="module")
def summary(home: Home) -> NetworkSummary:
    return receive_all(home, load_registry(home), RUN)


def rows(home: Home, feed: str, clinics: str, export: str, table: str = "rows") -> pl.DataFrame:
    files = sorted(home.landing.glob(f"{feed}/clinic={clinics}/batch=run-1-{export}/{table}.parquet"))
    return pl.concat([pl.read_parquet(file, hive_partitioning=False) for file in files])


def accounts(home: Home, feed: str, clinics: str, export: str) -> dict[tuple[str, str], int]:
    frame = (
        rows(home, feed, clinics, export, "accounts").group_by("state", "reason").agg(pl.col("rows").sum())
    )
    return {(state, reason): number for state, reason, number in frame.iter_rows()}


def test_every_clinic_is_received_without_a_problem(summary: NetworkSummary) -> None:
    assert summary.problems == ()
    assert all(clinic.is_new and not clinic.unclaimed for clinic in summary.clinics)
    assert not [
        refused for clinic in summary.clinics for export in clinic.exports for refused in export.refusals
    ]


def test_the_phq9_totals_of_reframed_are_accounted_for(home: Home, summary: NetworkSummary) -> None:
    assert accounts(home, "responses", "reframed_*", "phq9") == {
        ("landed", "landed"): 2432,
        ("quarantined", "ROW-TOTAL-RANGE"): 1,
        ("skipped", "another site's"): 2 * 2825,
        ("skipped", "not a month"): 198,
        ("skipped", "blank form"): 194,
    }
    assert sum(accounts(home, "responses", "reframed_*", "phq9").values()) == 3 * 2825


def test_the_negative_total_is_quarantined_and_imputed_ones_are_flagged(
    home: Home, summary: NetworkSummary
) -> None:
    quarantine = rows(home, "responses", "reframed_*", "phq9", "quarantine")
    assert quarantine.select("clinic_id", "rule_id", "column_name").rows() == [
        ("reframed_1", "ROW-TOTAL-RANGE", "phq9")
    ]
    forms = rows(home, "responses", "reframed_*", "phq9")
    assert forms["is_fractional_total"].sum() == 54
    assert forms["declared_total"].is_between(0, 27).all()
    assert forms["is_synthetic_date"].all()
    assert forms["completed_at"].max() == dt.datetime(2025, 7, 1)  # month 18


def test_the_flat_file_s_people_are_found_once_each(home: Home, summary: NetworkSummary) -> None:
    assert rows(home, "clients", "reframed_*", "patients").height == 250
    assert rows(home, "therapists", "reframed_*", "therapists").height == 22
    courses = rows(home, "episodes", "reframed_*", "courses")
    assert courses.height == 250
    assert courses["programme"].n_unique() == 2
    named = {
        identifier
        for clinic in ("reframed_1", "reframed_2", "reframed_3")
        for identifier in local_identifiers(home, clinic, "client").values()
    }
    assert len(named) == 250


def test_a_filled_form_is_what_proves_a_session_of_implement(home: Home, summary: NetworkSummary) -> None:
    sessions = rows(home, "appointments", "implement", "sessions")
    assert dict(sessions["status"].value_counts().iter_rows()) == {"attended": 731, "no_show": 124}
    forms = rows(home, "responses", "implement", "alliance")
    assert accounts(home, "responses", "implement", "alliance") == {
        ("landed", "landed"): 731,
        ("skipped", "blank form"): 124,
    }
    assert forms["items"].list.len().unique().to_list() == [9]
    assert forms.filter(pl.col("items").list.eval(pl.element().is_null()).list.any()).height == 89
    assert forms.join(sessions, on="appointment_key", how="semi").height == 731


def test_each_visit_of_beat_the_blues_is_one_reading_of_its_wide_file(
    home: Home, summary: NetworkSummary
) -> None:
    landed = {
        months: accounts(home, "responses", "beat_the_blues", f"bdi_{months}") for months in (0, 2, 4, 6, 8)
    }
    blank = ("skipped", "blank form")
    assert [counts[("landed", "landed")] for counts in landed.values()] == [100, 97, 73, 58, 52]
    assert [counts.get(blank, 0) for counts in landed.values()] == [0, 3, 27, 42, 48]


def test_a_second_run_finds_nothing_new(home: Home, summary: NetworkSummary) -> None:
    again = receive_all(home, load_registry(home), Run("run-2", RUN.received_at + dt.timedelta(days=7)))
    assert not any(clinic.is_new for clinic in again.clinics)
