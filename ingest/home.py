"""Where everything in a home lies, and which home is meant.

Belongs here: paths and how the home is found. Doesn't: reading what the files say (`configuration`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HOME_VARIABLE = "RAPPORT_HOME"
DEFAULT_HOME = "rapport-home"


@dataclass(frozen=True)
class Home:
    """The folder of one network; every path of it has its name here and nowhere else."""

    root: Path
    as_known: str | None = None
    """Set for a build of what was known earlier: then the warehouse side lies apart from the live one."""

    @classmethod
    def locate(cls, given: str | os.PathLike[str] | None = None) -> Home:
        """Return the home meant by `--home`, else by $RAPPORT_HOME, else `./rapport-home`."""
        chosen = given or os.environ.get(HOME_VARIABLE) or DEFAULT_HOME
        return cls(Path(chosen).expanduser().resolve())

    @property
    def network_file(self) -> Path:
        """`rapport.yml`: the network's own settings."""
        return self.root / "rapport.yml"

    @property
    def clinics(self) -> Path:
        """One YAML per clinic."""
        return self.root / "clinics"

    @property
    def instruments(self) -> Path:
        """The site's own instruments, and its confirmations of provisional ones."""
        return self.root / "instruments"

    @property
    def schemas(self) -> Path:
        """JSON schemas of the three kinds of YAML, for editors."""
        return self.root / "schemas"

    @property
    def inbox(self) -> Path:
        """Default source: one folder per clinic. Never changed by Rapport."""
        return self.root / "inbox"

    @property
    def spool(self) -> Path:
        """Copies of what was fetched from clinics' servers: one folder per clinic, for its owner only."""
        return self.root / "spool"

    @property
    def secrets(self) -> Path:
        """The pseudonym key and the vault key; readable by their owner only."""
        return self.root / "secrets"

    @property
    def landing(self) -> Path:
        """Committed batches, append-only."""
        return self.root / "landing"

    @property
    def vault(self) -> Path:
        """Encrypted key -> local identifier, one file per clinic."""
        return self.root / "vault"

    @property
    def warehouse(self) -> Path:
        """Everything that dbt and the statistics write while they work."""
        folder = self.root / "warehouse"
        return folder / "as-known" / self.as_known if self.as_known else folder

    @property
    def working_file(self) -> Path:
        """The DuckDB file that only dbt writes."""
        return self.warehouse / "rapport.duckdb"

    @property
    def registry(self) -> Path:
        """The registries as Parquet, for dbt to join."""
        return self.warehouse / "registry"

    @property
    def inference(self) -> Path:
        """What the statistics wrote, as Parquet."""
        return self.warehouse / "inference"

    @property
    def models(self) -> Path:
        """Models of dropout risk, one document each; those of an earlier knowledge lie apart."""
        folder = self.warehouse if self.as_known else self.root
        return folder / "models" / "dropout_risk"

    @property
    def dbt_target(self) -> Path:
        """dbt's compiled SQL and manifest."""
        return self.warehouse / "dbt"

    @property
    def published(self) -> Path:
        """Folder of the file that everyone reads, and of those built as known at an earlier time."""
        return self.root / "published"

    @property
    def published_file(self) -> Path:
        """The DuckDB file that everyone reads, or the one built as known at an earlier time."""
        if self.as_known:
            return self.published / "as-known" / f"{self.as_known}.duckdb"
        return self.published / "rapport.duckdb"

    @property
    def benchmark(self) -> Path:
        """Published figures of other providers, as Parquet; nothing in it comes from a clinic."""
        return self.root / "benchmark"

    @property
    def released(self) -> Path:
        """What the network has been given, week by week; builds of earlier knowledge read it too."""
        return self.root / "released"

    @property
    def network_release(self) -> Path:
        """The DuckDB file with what the network may see."""
        return self.published / "network.duckdb"

    @property
    def reports(self) -> Path:
        """Rendered reports by ISO week and audience."""
        if self.as_known:
            return self.published / "as-known" / f"{self.as_known}-reports"
        return self.root / "reports"

    @property
    def audit(self) -> Path:
        """The quality team's own files, and what audits must find again: history, access log."""
        return self.root / "audit"

    @property
    def thresholds_file(self) -> Path:
        """The site's own thresholds of checks."""
        return self.audit / "thresholds.yml"

    @property
    def notes_file(self) -> Path:
        """What people note about checks: reasons, due dates, sign-offs."""
        return self.audit / "notes.yml"

    @property
    def audit_history(self) -> Path:
        """One folder per run with what it measured; append-only, survives every rebuild."""
        return self.audit / "history"

    @property
    def access_log(self) -> Path:
        """What was rendered and handed over to whom; its lines are chained."""
        return self.audit / "access.jsonl"

    @property
    def landing_seen(self) -> Path:
        """Which batches were found as they were landed, and by what that was known."""
        return self.audit / "landing-seen.parquet"

    @property
    def receptions(self) -> Path:
        """What each run of the door met with, one small file a run."""
        return self.audit / "receptions"

    @property
    def audited(self) -> Path:
        """What the audit of a run wrote, as Parquet."""
        return self.warehouse / "audited"

    @property
    def sent_ledger(self) -> Path:
        """Which reports were sent to whom, one line an attempt."""
        return self.root / "sent" / "ledger.jsonl"

    @property
    def runs(self) -> Path:
        """One folder per run, with the YAML that it used."""
        return self.root / "runs"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME."""
        return self.root / "dagster"

    @property
    def lock(self) -> Path:
        """Held by a run for as long as it lasts."""
        return self.root / ".rapport.lock"

    def crosswalk_file(self, clinic_id: str) -> Path:
        """Path of one clinic's old and new identifiers, after a migration of its system."""
        return self.root / "crosswalks" / f"{clinic_id}.csv"

    def clinic_file(self, clinic_id: str) -> Path:
        """Path of one clinic's YAML."""
        return self.clinics / f"{clinic_id}.yml"

    def as_known_at(self, moment: datetime) -> Home:
        """Return this home with its warehouse side set apart for what was known at `moment` (UTC)."""
        return Home(self.root, moment.strftime("%Y%m%dT%H%M%S"))

    def relative(self, path: Path) -> str:
        """Name `path` as seen from the home, so that no message carries a machine's folders."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.name
