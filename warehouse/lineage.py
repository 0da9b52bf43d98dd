"""What a published table was made from: SQL models, statistics, and feeds of the clinics' exports.

Belongs here: reading that from the project's own files, with a checksum of each as its version. Doesn't: the
rows themselves.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.canonical import Feed
from warehouse.dbt import PROJECT

_REFERENCE = re.compile(r"""ref\(\s*['"](\w+)['"]\s*\)""")
_STATISTIC = re.compile(r"""source\(\s*['"]inference['"]\s*,\s*['"](\w+)['"]\s*\)""")
_LANDING = "stg_landing__"


@dataclass(frozen=True)
class Source:
    """One file of ours that takes part in making a table. `path` is as in the project."""

    name: str
    path: str
    sha256: str


@dataclass(frozen=True)
class Lineage:
    """Everything behind one table, itself first. `feeds`: those of the clinics' exports."""

    table: str
    sources: tuple[Source, ...]
    feeds: tuple[str, ...]

    @property
    def version(self) -> str:
        """One checksum over all sources: it changes when any of them does."""
        told = "\n".join(f"{source.path} {source.sha256}" for source in sorted(self.sources, key=_path))
        return hashlib.sha256(told.encode()).hexdigest()


def lineage_of(table: str) -> Lineage:
    """Return what a table such as `marts.fct_scores` comes from; of an unknown one nothing is known."""
    found: dict[str, Source] = {}
    pending = [table.rpartition(".")[2]]
    while pending:
        name = pending.pop(0)
        if name in found:
            continue
        source, upstream = _source(name)
        if source is not None:
            found[name] = source
            pending += upstream
    landed = {name.removeprefix(_LANDING) for name in found if name.startswith(_LANDING)}
    # A table of the audit tells of deliveries themselves, whatever feed they are of.
    is_audit = bool(landed - set(Feed))
    feeds = tuple(feed.value for feed in Feed if is_audit or feed.value in landed)
    return Lineage(table, tuple(found.values()), feeds)


def _source(name: str) -> tuple[Source | None, list[str]]:
    path = _model_files().get(name)
    if path is not None:
        text = path.read_text(encoding="utf-8")
        return _of_file(name, path), [*_REFERENCE.findall(text), *_STATISTIC.findall(text)]
    from warehouse.inference import catalogue

    for module, statistic in catalogue.statistics().items():
        if name in statistic.marts:
            inputs = [
                table.rpartition(".")[2] for table in statistic.inputs if table.startswith("intermediate.")
            ]
            return _of_file(name, Path(catalogue.__file__).with_name(f"{module}.py")), inputs
    return None, []


@cache
def _model_files() -> dict[str, Path]:
    return {path.stem: path for path in sorted((PROJECT / "models").rglob("*.sql"))}


def _of_file(name: str, path: Path) -> Source:
    content = path.read_bytes()
    return Source(name, path.relative_to(PROJECT.parent).as_posix(), hashlib.sha256(content).hexdigest())


def _path(source: Source) -> str:
    return source.path
