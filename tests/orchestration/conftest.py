"""One small simulated network, run once through Dagster for all tests of this folder."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from small_network import SMALL, WEEK, RunHome, SecondRun

from ingest.configuration.registry import write_json_schemas
from ingest.home import Home
from ingest.secrets import create_secrets
from ingest.simulator import delivery_days, write_home
from orchestration.weekly import run_weekly
from warehouse.risk.documents import write_document

sys.path.insert(0, str(Path(__file__).parents[1] / "warehouse" / "risk"))
from invented_models import model

MODEL_FROM = dt.date(2025, 1, 6)
"""Four months of a few clients are too little to learn from, so the home has a model from elsewhere."""


@pytest.fixture(scope="session")
def run_home(tmp_path_factory: pytest.TempPathFactory) -> RunHome:
    """The simulated home after one run; tests only look at it."""
    home = Home(tmp_path_factory.mktemp("network") / "home")
    home.root.mkdir()
    create_secrets(home)
    write_json_schemas(home.schemas)
    write_home(SMALL, home, until=delivery_days(SMALL)[-2])
    home.models.mkdir(parents=True)
    risk_model = replace(model(week_end=MODEL_FROM), week="2025-W01")
    (home.models / f"{risk_model.version}.json").write_text(write_document(risk_model), encoding="utf-8")
    return RunHome(home, run_weekly(home, week=WEEK))


RECIPIENTS = """
delivery:
  recipients:
    - {{name: lost, audience: quality, kind: folder, path: not/there}}
    - {{name: stranger, audience: nobody, kind: folder, path: not/there}}
    - {{name: board, audience: network, kind: folder, path: {share}, files: html}}
"""


@pytest.fixture(scope="session")
def second_run(run_home: RunHome, tmp_path_factory: pytest.TempPathFactory) -> SecondRun:
    """The same input again, on a machine without a network."""
    folder = tmp_path_factory.mktemp("second")
    home, share = Home(folder / "home"), folder / "share"
    shutil.copytree(run_home.home.root, home.root)
    share.mkdir()
    home.network_file.write_text(home.network_file.read_text() + RECIPIENTS.format(share=share))
    called: list[object] = []
    connect = socket.socket.connect

    def watch(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            called.append(address)
            raise OSError("no network in this test")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", watch)
        outcome = run_weekly(home, week=WEEK)
    return SecondRun(home, outcome, run_home.home, share, tuple(called))


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
