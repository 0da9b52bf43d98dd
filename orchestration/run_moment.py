"""When a run takes place: which week it reports and up to when it knows.

Belongs here: the one clock reading of a run. Doesn't: what week and knowledge mean (`warehouse`).
"""

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from ingest.configuration.registry import Registry, load_registry
from ingest.configuration.run_snapshots import as_known_run_id, keep_snapshot, snapshot_known_at
from ingest.home import Home
from warehouse.knowledge import Knowledge
from warehouse.week import Week


class RunMoment(dg.ConfigurableResource):  # type: ignore[type-arg]
    """One reading of the clock, shared by every step of a run, so that all of them mean the same week."""

    home_path: str
    week: str | None = None
    known_at: str | None = None

    _started_at: datetime = PrivateAttr()
    _run_id: str = PrivateAttr()

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Read the clock; Dagster calls this once per run, since all steps share one process."""
        self._started_at = datetime.now(UTC)
        self._run_id = (
            f"{self._started_at:%Y%m%dT%H%M%SZ}-{context.run.run_id[:8] if context.run else 'adhoc'}"
        )

    @property
    def run_id(self) -> str:
        """Sortable by time, unique for ever."""
        return self._run_id

    @property
    def started_at(self) -> datetime:
        """UTC; also when everything that this run pulls was received."""
        return self._started_at

    @property
    def live_home(self) -> Home:
        """The home as it is now, where deliveries land."""
        return Home(Path(self.home_path))

    @property
    def home(self) -> Home:
        """The home whose warehouse this run builds: set apart where an earlier knowledge is asked for."""
        return self.live_home.as_known_at(self.knowledge.known_at) if self.known_at else self.live_home

    @property
    def registry(self) -> Registry:
        """The home's configuration: today's, or the one in use at the earlier time that is asked for."""
        if self.known_at:
            used_then = snapshot_known_at(self.live_home, datetime.fromisoformat(self.known_at))
            if used_then is not None:
                return load_registry(used_then)
        return load_registry(self.live_home)

    @property
    def knowledge(self) -> Knowledge:
        """What this run may know and which week it is about."""
        known_at = datetime.fromisoformat(self.known_at) if self.known_at else self._started_at
        timezone = load_registry(self.live_home).network.timezone
        week = Week.parse(self.week) if self.week else Week.last_complete(known_at, timezone)
        run_id = as_known_run_id(self.live_home, known_at, str(week)) if self.known_at else self._run_id
        return Knowledge(week=week, known_at=known_at, run_id=run_id)

    def keep_configuration(self) -> None:
        """Keep a copy of the YAML that this run uses; an as-known build uses a copy already."""
        if not self.known_at:
            keep_snapshot(self.live_home, self._run_id, self._started_at, str(self.knowledge.week))
