"""A small home whose clinics send files: what tests of the door are written with."""

# ruff: noqa: DTZ001 - clinical times are naive

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ingest.configuration.registry import Registry, load_registry
from ingest.home import Home
from ingest.receiving import Run, receive_all
from ingest.secrets import create_secrets
from ingest.summaries import ClinicSummary, ExportSummary, NetworkSummary

MONDAY = dt.datetime(2026, 11, 16, 6)
SENT_AT = dt.datetime(2026, 11, 14, 12)
"""When files were last changed, unless a test says something else."""

PHQ9 = """
  - name: phq9
    feed: responses
    files: "phq9_*.csv"
    instrument: phq9
    columns: {episode_id: case_no, completed_at: date, items: [q1, q2, q3, q4, q5, q6, q7, q8, q9]}
"""
PHQ9_HEADER = "case_no,date,q1,q2,q3,q4,q5,q6,q7,q8,q9"


@dataclass
class DoorHome:
    """One home, its clinics, and the runs of its door."""

    home: Home
    runs: int = 0
    clinics: list[str] = field(default_factory=list)

    @classmethod
    def make(cls, root: Path) -> DoorHome:
        """Make a home with secrets and without clinics."""
        made = cls(Home(root))
        made.home.clinics.mkdir(parents=True)
        made.home.network_file.write_text("network: Test\ntimezone: Europe/London\n")
        create_secrets(made.home)
        return made

    def clinic(self, exports: str, *, clinic_id: str = "north", extra: str = "") -> None:
        """Write a clinic's YAML, its inbox included."""
        self.home.clinic_file(clinic_id).write_text(
            f"clinic: {clinic_id}\nname: {clinic_id}\ntimezone: Europe/London\n"
            f"source: {{kind: folder, path: inbox/{clinic_id}}}\n{extra}exports:\n{exports.strip(chr(10))}\n"
        )
        (self.home.inbox / clinic_id).mkdir(parents=True, exist_ok=True)
        if clinic_id not in self.clinics:
            self.clinics.append(clinic_id)

    def send(
        self, name: str, text: str | bytes, *, clinic_id: str = "north", sent_at: dt.datetime = SENT_AT
    ) -> Path:
        """Put a file into a clinic's inbox."""
        path = self.home.inbox / clinic_id / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        stamp = sent_at.replace(tzinfo=dt.UTC).timestamp()
        os.utime(path, (stamp, stamp))
        return path

    @property
    def registry(self) -> Registry:
        """The home's configuration as it is now."""
        return load_registry(self.home)

    def receive(self, received_at: dt.datetime | None = None) -> NetworkSummary:
        """Run the door; each run comes a day after the one before."""
        moment = received_at or MONDAY + dt.timedelta(days=self.runs)
        self.runs += 1
        return receive_all(self.home, self.registry, Run(f"run-{self.runs}", moment))

    def receive_one(self, clinic_id: str = "north") -> ClinicSummary:
        """Run the door; returns one clinic's summary."""
        return next(clinic for clinic in self.receive().clinics if clinic.clinic_id == clinic_id)

    def receive_export(self, name: str) -> ExportSummary:
        """Run the door; returns the summary of one of the first clinic's exports."""
        clinic = self.receive_one(self.clinics[0])
        assert clinic.problem is None, clinic.problem
        return next(export for export in clinic.exports if export.export_name == name)

    def landed(self, name: str, *, run: int | None = None) -> pl.DataFrame:
        """Read one of the batches' tables over all feeds, in order of runs."""
        pattern = f"*/clinic=*/batch=run-{run or ''}*/{name}.parquet"
        files = sorted(self.home.landing.glob(pattern))
        frames = [pl.read_parquet(file, hive_partitioning=False) for file in files]
        return pl.concat(frames, how="diagonal") if frames else pl.DataFrame()

    def rows(self, run: int | None = None) -> pl.DataFrame:
        """Read the landed rows."""
        return self.landed("rows", run=run)

    def accounts(self, run: int | None = None) -> dict[tuple[str, str], int]:
        """Return (state, reason) -> rows, summed over all files."""
        frame = self.landed("accounts", run=run)
        if frame.is_empty():
            return {}
        sums = frame.group_by("state", "reason").agg(pl.col("rows").sum())
        return {(state, reason): rows for state, reason, rows in sums.iter_rows()}

    def faults(self) -> set[tuple[int, str, str]]:
        """Return what is in quarantine: row, rule, column."""
        frame = self.landed("quarantine").select("source_row", "rule_id", "column_name")
        return set(frame.iter_rows())
