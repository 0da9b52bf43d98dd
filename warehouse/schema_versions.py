"""Versions of the published columns, and the columns as the latest version has them.

Belongs here: reading both, saying what has changed since, adding a version. Doesn't: what a column means (the
models' yml), and the pages (`reference_pages`).

    python -m warehouse.schema_versions "Deliveries say by whom they were decided."

adds a version with today's date to `dbt_project/schema_versions.yml`: a minor one where tables and columns
were added only, a major one where a column went or changed its type, a patch with `--corrected` where a
number was mended. Two who add a version at the same time: take either side of both files and run it again.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from warehouse.contracts import MODELS
from warehouse.told_tables import ToldTable, told_tables

VERSIONS = MODELS.parent / "schema_versions.yml"
COLUMNS = MODELS.parent / "published_columns.txt"
REMEDY = 'run `python -m warehouse.schema_versions "what has changed, in a sentence"` and `make docs`'

Columns = Mapping[str, str]
"""`schema.table.column` -> type."""


@dataclass(frozen=True)
class SchemaVersion:
    """One version; `is_breaking`: what others built may need a change."""

    version: str
    changed_on: dt.date
    is_breaking: bool
    change: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """Its three numbers."""
        return tuple(int(part) for part in self.version.split("."))


@dataclass(frozen=True)
class Difference:
    """What today's columns have that the latest version hasn't, and the other way round."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)

    def __str__(self) -> str:
        parts = (("added", self.added), ("gone", self.gone), ("of another type", self.changed))
        return "; ".join(f"{words}: {', '.join(names)}" for words, names in parts if names)


def schema_versions(file: Path = VERSIONS) -> tuple[SchemaVersion, ...]:
    """Return the versions, the latest last.

    Raises ValueError if one isn't above the one before it, or breaks without saying so.
    """
    from ruamel.yaml import YAML  # dbt has loaded it already wherever this is asked

    content = YAML(typ="safe", pure=True).load(file)
    found = tuple(
        SchemaVersion(**{**entry, "version": str(entry["version"])}) for entry in content["versions"]
    )
    for before, after in pairwise(found):
        if after.numbers <= before.numbers:
            raise ValueError(f"{file.name}: version {after.version} doesn't follow {before.version}")
        if after.is_breaking != (after.numbers[0] > before.numbers[0]):
            raise ValueError(f"{file.name}: version {after.version} breaks by its number or by its word only")
    return found


def as_variables(versions: Iterable[SchemaVersion] | None = None) -> dict[str, object]:
    """Return the versions as dbt's models know them."""
    listed = schema_versions() if versions is None else tuple(versions)
    told = [{**vars(version), "changed_on": str(version.changed_on)} for version in listed]
    return {"schema_version": listed[-1].version, "schema_versions": told}


def columns_now(tables: Iterable[ToldTable] | None = None) -> Columns:
    """Return every published column with its type, as the models promise them."""
    listed = told_tables() if tables is None else tables
    return {
        f"{table.schema}.{table.name}.{column.name}": column.data_type
        for table in listed
        for column in table.columns
    }


def stored_columns(file: Path = COLUMNS) -> Columns:
    """Return the columns of the latest version."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return dict(line.split(" ", 1) for line in lines if line)


def difference(now: Columns, stored: Columns) -> Difference:
    """Say what has changed between the stored columns and today's."""
    return Difference(
        tuple(sorted(now.keys() - stored.keys())),
        tuple(sorted(stored.keys() - now.keys())),
        tuple(sorted(name for name in now.keys() & stored.keys() if now[name] != stored[name])),
    )


def next_version(latest: SchemaVersion, found: Difference, change: str, today: dt.date) -> SchemaVersion:
    """Return the version that follows by what has changed."""
    major, minor, patch = latest.numbers
    is_breaking = bool(found.gone or found.changed)
    if is_breaking:
        number = (major + 1, 0, 0)
    else:
        number = (major, minor + 1, 0) if found.added else (major, minor, patch + 1)
    return SchemaVersion(".".join(map(str, number)), today, is_breaking, change)


def add_version(
    change: str, today: dt.date, *, is_corrected: bool = False, folder: Path = VERSIONS.parent
) -> SchemaVersion:
    """Write the version that follows, and today's columns.

    Raises ValueError where there is nothing to say.
    """
    versions, columns = folder / VERSIONS.name, folder / COLUMNS.name
    now = columns_now()
    found = difference(now, stored_columns(columns))
    words = " ".join(change.replace('"', "'").split())
    if not re.search(r"\w{3}", words):
        raise ValueError("say in a sentence what has changed")
    if not found and not is_corrected:
        raise ValueError("no column has changed; --corrected notes that a number was mended")
    added = next_version(schema_versions(versions)[-1], found, words, today)
    with versions.open("a", encoding="utf-8") as file:
        file.write(
            f"  - version: {added.version}\n    changed_on: {today}\n"
            f'    is_breaking: {str(added.is_breaking).lower()}\n    change: "{words}"\n'
        )
    columns.write_text("".join(f"{name} {now[name]}\n" for name in sorted(now)), encoding="utf-8")
    return added


def main(arguments: list[str]) -> int:
    """Add a version; returns the exit code."""
    words = [word for word in arguments if word != "--corrected"]
    today = dt.datetime.now().astimezone().date()
    try:
        added = add_version(" ".join(words), today, is_corrected="--corrected" in arguments)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{added.version}{' (breaking)' if added.is_breaking else ''}: {added.change}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
