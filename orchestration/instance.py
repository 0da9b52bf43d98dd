"""The Dagster instance of a home.

Belongs here: DAGSTER_HOME, its settings, how its event log is written. Doesn't: what runs in it
(`definitions`).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.home import Home

if TYPE_CHECKING:
    from dagster import DagsterInstance

SETTINGS = Path(__file__).parent / "dagster.yaml"


def prepare_instance(home: Home) -> None:
    """Lay out DAGSTER_HOME with our settings, and name it to this process.

    The settings are written every time: without them Dagster sends telemetry and starts a process per step.
    """
    home.dagster.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SETTINGS, home.dagster / "dagster.yaml")
    os.environ["DAGSTER_HOME"] = str(home.dagster)


@contextmanager
def event_log_kept_open(instance: DagsterInstance, run_id: str) -> Iterator[None]:
    """Let a run write its events without waiting for the disk after each.

    Dagster opens and closes its SQLite files for each of some thousand events. The last one to close a file
    makes SQLite fold its journal into it and wait for the disk; so does each commit, unless told that the
    journal may follow a moment later. After a power cut the log may then lack a run's last events, and is
    whole all the same. What it spares is measured in docs/reference/building-speed.md.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    if instance.is_ephemeral:
        yield
        return
    log: Any = instance.event_log_storage  # SQLite, which our settings leave as it is
    with ExitStack() as kept:
        for connect in (log.index_connection, lambda: log.run_connection(run_id)):
            with connect():  # which makes the file, and everything in it
                pass
        for file in ("history/runs/index.db", f"history/runs/{run_id}.db"):
            opened = kept.enter_context(closing(sqlite3.connect(Path(instance.root_directory) / file)))
            opened.execute("select count(*) from sqlite_master").fetchone()
        event.listen(Engine, "connect", _wait_less)
        kept.callback(event.remove, Engine, "connect", _wait_less)
        yield


def _wait_less(connection: Any, _: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = normal")
