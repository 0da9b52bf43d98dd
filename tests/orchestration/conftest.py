"""One small simulated network, run once through Dagster for all tests of this folder."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.configuration.registry import write_json_schemas
from ingest.home import Home
from ingest.secrets import create_secrets
from ingest.simulator import Simulation, delivery_days, write_home
from orchestration.weekly import WeeklyOutcome, run_weekly

ENDS_ON = dt.date(2025, 3, 30)
"""A Sunday long past, so that no test depends on today."""
WEEK = "2025-W13"
SMALL = Simulation(seed=7, clinics=4, months=4, clients_per_month=5, ends_on=ENDS_ON)


@dataclass(frozen=True)
class RunHome:
    """A home after its first weekly run."""

    home: Home
    outcome: WeeklyOutcome


@pytest.fixture(scope="session")
def run_home(tmp_path_factory: pytest.TempPathFactory) -> RunHome:
    """The simulated home after one run; tests only look at it."""
    home = Home(tmp_path_factory.mktemp("network") / "home")
    home.root.mkdir()
    create_secrets(home)
    write_json_schemas(home.schemas)
    write_home(SMALL, home, until=delivery_days(SMALL)[-2])
    return RunHome(home, run_weekly(home, week=WEEK))


@pytest.fixture
def own_home(run_home: RunHome, tmp_path: Path) -> Home:
    """A copy of that home, to change."""
    target = tmp_path / "home"
    shutil.copytree(run_home.home.root, target)
    return Home(target)


@pytest.fixture
def bare_home(tmp_path: Path) -> Callable[[], Home]:
    """Make a home as `rapport init` does."""

    def make() -> Home:
        from ingest.configuration.new_home import create_home

        home = Home(tmp_path / "home")
        create_home(home, "Riverside", "Europe/London")
        return home

    return make
