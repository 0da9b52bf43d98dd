"""When a run takes place: which week it reports and up to when it knows.

Belongs here: the one clock reading of a run. Doesn't: what week and knowledge mean (`warehouse`).
"""

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from ingest.configuration.registry import Registry, load_registry
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
        self._run_id = f"{self._started_at:%Y%m%dT%H%M%SZ}-{(context.run_id or 'adhoc')[:8]}"

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
        """The home's configuration."""
        return load_registry(self.live_home)

    @property
    def knowledge(self) -> Knowledge:
        """What this run may know and which week it is about."""
        timezone = self.registry.network.timezone
        known_at = datetime.fromisoformat(self.known_at) if self.known_at else self._started_at
        week = Week.parse(self.week) if self.week else Week.last_complete(known_at, timezone)
        return Knowledge(week=week, known_at=known_at, run_id=self._run_id)
