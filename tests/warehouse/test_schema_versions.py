"""Versions of the published columns: what raises which number, and what is refused."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from warehouse.published import latest_version
from warehouse.schema_versions import (
    COLUMNS,
    VERSIONS,
    Difference,
    SchemaVersion,
    add_version,
    as_variables,
    columns_now,
    difference,
    next_version,
    schema_versions,
    stored_columns,
)

TODAY = dt.date(2026, 11, 23)
LATEST = SchemaVersion("1.4.2", TODAY, False, "Something.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's two files, to change."""
    for file in (VERSIONS, COLUMNS):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("found", "number", "is_breaking"),
    [
        (Difference(("marts.a.b",), (), ()), "1.5.0", False),
        (Difference((), ("marts.a.b",), ()), "2.0.0", True),
        (Difference(("marts.a.c",), ("marts.a.b",), ()), "2.0.0", True),
        (Difference((), (), ("marts.a.b",)), "2.0.0", True),
        (Difference((), (), ()), "1.4.3", False),
    ],
)
def test_what_has_changed_decides_the_number(found: Difference, number: str, is_breaking: bool) -> None:
    added = next_version(LATEST, found, "Something else.", TODAY)
    assert (added.version, added.is_breaking) == (number, is_breaking)


def test_a_difference_names_every_column() -> None:
    found = difference({"a.b.c": "INTEGER", "a.b.d": "VARCHAR"}, {"a.b.c": "BIGINT", "a.b.e": "DATE"})
    assert str(found) == "added: a.b.d; gone: a.b.e; of another type: a.b.c"
    assert not difference({"a.b.c": "DATE"}, {"a.b.c": "DATE"})


def test_a_version_is_added_with_todays_columns(folder: Path) -> None:
    columns = folder / COLUMNS.name
    lines = columns.read_text(encoding="utf-8").splitlines(keepends=True)
    columns.write_text("".join(lines[1:]), encoding="utf-8")
    before = schema_versions(folder / VERSIONS.name)
    added = add_version('Names the "first" column.', TODAY, folder=folder)
    after = schema_versions(folder / VERSIONS.name)
    assert after == (*before, added)
    assert (added.change, added.is_breaking) == ("Names the 'first' column.", False)
    assert added.numbers[1] == before[-1].numbers[1] + 1
    assert stored_columns(columns) == columns_now()


@pytest.mark.parametrize(
    ("words", "message"), [("", "say in a sentence"), ("Nothing at all.", "no column has changed")]
)
def test_a_version_that_says_nothing_is_refused(folder: Path, words: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        add_version(words, TODAY, folder=folder)
    assert add_version("A median was mended.", TODAY, is_corrected=True, folder=folder).numbers[2] == (
        schema_versions()[-1].numbers[2] + 1
    )


@pytest.mark.parametrize(
    ("number", "is_breaking", "message"),
    [("1.0.0", "false", "doesn't follow"), ("9.0.0", "false", "breaks by its number or by its word only")],
)
def test_versions_that_contradict_each_other_are_refused(
    folder: Path, number: str, is_breaking: str, message: str
) -> None:
    file = folder / VERSIONS.name
    with file.open("a", encoding="utf-8") as opened:
        opened.write(
            f"  - {{version: {number}, changed_on: 2026-11-24, is_breaking: {is_breaking}, change: X.}}\n"
        )
    with pytest.raises(ValueError, match=message):
        schema_versions(file)


def test_dbt_is_told_the_versions_and_the_latest() -> None:
    told = as_variables((SchemaVersion("1.0.0", TODAY, False, "First."), LATEST))
    assert told["schema_version"] == "1.4.2"
    assert told["schema_versions"] == [
        {"version": "1.0.0", "changed_on": "2026-11-23", "is_breaking": False, "change": "First."},
        {"version": "1.4.2", "changed_on": "2026-11-23", "is_breaking": False, "change": "Something."},
    ]


def test_the_highest_of_the_listed_versions_is_the_files() -> None:
    assert latest_version(["1.9.0", "1.10.0", "1.2.0"]) == "1.10.0"
    assert latest_version([]) == "none"
