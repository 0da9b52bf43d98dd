"""The Dagster instance of a home.

Belongs here: DAGSTER_HOME and its settings. Doesn't: what runs in it (`definitions`).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ingest.home import Home

SETTINGS = Path(__file__).parent / "dagster.yaml"


def prepare_instance(home: Home) -> None:
    """Lay out DAGSTER_HOME with our settings, and name it to this process.

    The settings are written every time: without them Dagster sends telemetry and starts a process per step.
    """
    home.dagster.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SETTINGS, home.dagster / "dagster.yaml")
    os.environ["DAGSTER_HOME"] = str(home.dagster)
