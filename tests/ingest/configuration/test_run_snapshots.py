"""What the build of an earlier knowledge is called, and by which YAML it goes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest.configuration.run_snapshots import as_known_run_id, keep_snapshot, snapshot_known_at
from ingest.home import Home

MONDAY = dt.datetime(2026, 11, 16, 6, 0, 0, 250_000, tzinfo=dt.UTC)
WEEK = "2026-W46"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two runs a week apart, between which its name was changed."""
    home = Home(tmp_path)
    for folder in (home.clinics, home.instruments, home.audit):
        folder.mkdir()
    for number, week in enumerate((WEEK, "2026-W47")):
        home.network_file.write_text(f"network: Name {number}", encoding="utf-8")
        keep_snapshot(home, f"run-{number}", MONDAY + dt.timedelta(weeks=number), week)
    return home


def test_the_knowledge_of_a_run_has_that_runs_name_for_its_week_only(home: Home) -> None:
    assert as_known_run_id(home, MONDAY, WEEK) == "run-0"
    assert as_known_run_id(home, MONDAY.replace(tzinfo=None), WEEK) == "run-0"
    assert as_known_run_id(home, MONDAY, "2026-W45") == "20261116T060000Z-as-known-2026-W45"


def test_knowledge_between_runs_has_a_name_that_is_the_same_each_time(home: Home) -> None:
    at = MONDAY + dt.timedelta(days=2)
    assert as_known_run_id(home, at, WEEK) == as_known_run_id(home, at, WEEK)
    assert as_known_run_id(home, at, WEEK) == "20261118T060000Z-as-known-2026-W46"


def test_the_yaml_of_the_last_run_at_or_before_a_moment_counts(home: Home) -> None:
    def name_at(moment: dt.datetime) -> str | None:
        found = snapshot_known_at(home, moment)
        return found.network_file.read_text(encoding="utf-8") if found else None

    assert name_at(MONDAY + dt.timedelta(weeks=1)) == "network: Name 1"
    assert name_at(MONDAY + dt.timedelta(weeks=1, microseconds=-1)) == "network: Name 0"
    assert name_at(MONDAY) == "network: Name 0"
    assert name_at(MONDAY - dt.timedelta(microseconds=1)) is None
