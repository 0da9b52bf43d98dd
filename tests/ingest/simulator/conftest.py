"""Simulated networks that the simulator's tests look at: one large in memory, one small on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.home import Home
from ingest.simulator import SimulatedNetwork, Simulation, simulate, write_home


@pytest.fixture(scope="session")
def large_network() -> SimulatedNetwork:
    """About 19,000 courses in 26 clinics: enough for correlations to two digits."""
    return simulate(Simulation(seed=11, clinics=26, clients_per_month=40))


@pytest.fixture(scope="session")
def small_network() -> SimulatedNetwork:
    """One clinic of each kind, ten months."""
    return simulate(Simulation(seed=12, months=10, clients_per_month=18))


@pytest.fixture(scope="session")
def whole_home(small_network: SimulatedNetwork, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small network with everything that it ever sent."""
    home = Home(tmp_path_factory.mktemp("simulated"))
    write_home(small_network, home)
    return home


@pytest.fixture(scope="session")
def inbox_files(whole_home: Home) -> dict[str, dict[str, Path]]:
    """Every file of the small network, by clinic and name."""
    return {
        folder.name: {path.name: path for path in sorted(folder.iterdir())}
        for folder in sorted(whole_home.inbox.iterdir())
    }
