"""The simulated network that these tests run, and what they are given of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from ingest.home import Home
from ingest.simulator import Simulation
from orchestration.weekly import WeeklyOutcome

ENDS_ON = dt.date(2025, 3, 30)
"""A Sunday long past, so that no test depends on today."""
WEEK = "2025-W13"
SMALL = Simulation(seed=7, clinics=4, months=4, clients_per_month=5, ends_on=ENDS_ON)


@dataclass(frozen=True)
class RunHome:
    """A home after its first weekly run."""

    home: Home
    outcome: WeeklyOutcome


@dataclass(frozen=True)
class SecondRun(RunHome):
    """A copy of it after one more run of unchanged input, with two recipients who can't be reached."""

    before: Home
    share: Path
    """Where a third one takes the network's page."""
    called: tuple[object, ...]
    """Addresses that the run tried to reach."""
