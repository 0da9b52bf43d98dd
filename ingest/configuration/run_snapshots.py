"""The YAML that each run used, kept beside its name, so that an earlier knowledge can be rebuilt.

Belongs here: keeping and finding these copies. Doesn't: the runs' results (`meta.runs`).
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from importlib.metadata import version

from ingest.home import Home

DESCRIPTION = "run.json"


def keep_snapshot(home: Home, run_id: str, started_at: dt.datetime, week: str) -> Home:
    """Copy the home's YAML to `runs/<run_id>/`; returns the copy, which loads like a home."""
    kept = Home(home.runs / run_id)
    beside = Home(home.runs / f".{run_id}")
    shutil.rmtree(beside.root, ignore_errors=True)
    beside.root.mkdir(parents=True)
    shutil.copyfile(home.network_file, beside.network_file)
    copied = (
        (home.clinics, beside.clinics),
        (home.instruments, beside.instruments),
        (home.audit, beside.audit),
    )
    for folder, copy in copied:
        copy.mkdir()
        for path in sorted(folder.glob("*.yml")):
            shutil.copyfile(path, copy / path.name)
    told = {
        "run_id": run_id,
        "started_at": _utc(started_at).isoformat(),
        "week": week,
        "code_version": version("rapport"),
    }
    (beside.root / DESCRIPTION).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    beside.root.rename(kept.root)
    return kept


def snapshot_known_at(home: Home, moment: dt.datetime) -> Home | None:
    """Return the copy that the last run at or before `moment` used; None where no run is that old."""
    earlier = [
        (started_at, path.parent)
        for path in home.runs.glob(f"[!.]*/{DESCRIPTION}")
        if (started_at := _started_at(path.read_text(encoding="utf-8"))) <= _utc(moment)
    ]
    return Home(max(earlier)[1]) if earlier else None


def as_known_run_id(home: Home, moment: dt.datetime, week: str) -> str:
    """Name the build of what was known at `moment`: the same each time, so that its reports are too.

    The knowledge with which a run began, for the same week, has that run's own name.
    """
    at = _utc(moment)
    for path in sorted(home.runs.glob(f"[!.]*/{DESCRIPTION}")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if (dt.datetime.fromisoformat(told["started_at"]), told["week"]) == (at, week):
            return str(told["run_id"])
    return f"{at:%Y%m%dT%H%M%SZ}-as-known-{week}"


def _started_at(description: str) -> dt.datetime:
    return dt.datetime.fromisoformat(json.loads(description)["started_at"])


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
