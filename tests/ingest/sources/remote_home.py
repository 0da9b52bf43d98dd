"""A home with one clinic whose files lie on a server: what tests of sources are written with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from ingest.configuration.clinic import Clinic
from ingest.configuration.yaml_files import parse_model, read_yaml
from ingest.home import Home
from ingest.sources.fetching import Fetched, fetch

ASKED_AT = dt.datetime(2026, 11, 16, 6)  # noqa: DTZ001 - machine times are naive UTC
EXPORTS = """
  - {name: phq9, feed: responses, files: "**/phq9_*.csv", instrument: phq9}
  - {name: records, feed: responses, files: records.csv, instrument: phq9}
"""


@dataclass
class RemoteHome:
    """A home, its one clinic, and what it was fetched."""

    home: Home
    pauses: list[float] = field(default_factory=list)
    runs: int = 0

    @classmethod
    def make(cls, root: Path) -> RemoteHome:
        """Make a home without a clinic."""
        made = cls(Home(root))
        made.home.clinics.mkdir(parents=True)
        made.home.network_file.write_text("network: Test\ntimezone: Europe/London\n")
        return made

    def clinic(self, source: str, clinic_id: str = "north") -> None:
        """Write a clinic's YAML."""
        self.home.clinic_file(clinic_id).write_text(
            f"clinic: {clinic_id}\nname: {clinic_id}\ntimezone: Europe/London\n"
            f"source: {source}\nexports:{EXPORTS}"
        )

    def fetch(self, clinic_id: str = "north") -> Fetched:
        """Fetch as the next day's run does, without waiting between attempts."""
        path = self.home.clinic_file(clinic_id)
        clinic = parse_model(Clinic, read_yaml(path, self.home.relative(path)), self.home.relative(path))
        self.runs += 1
        asked_at = ASKED_AT + dt.timedelta(days=self.runs)
        return fetch(self.home, clinic, asked_at, pause=self.pauses.append)

    @property
    def folder(self) -> Path:
        """The clinic's spool."""
        return self.home.spool / "north"

    @property
    def files(self) -> dict[str, bytes]:
        """What was fetched whole: name -> bytes."""
        root = self.folder / "files"
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
