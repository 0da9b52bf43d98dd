"""Reading the published file: always its present state, never changing it, and with messages that help."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from small_working_file import PROMISES, build, knowledge

from ingest.home import Home
from warehouse.publish import publish
from warehouse.published import (
    NothingPublished,
    UnreadablePublishedFile,
    checksums,
    is_readable_version,
    open_published,
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "it's home")


def publish_amount(home: Home, run_id: str, amount: int) -> None:
    build(home, run_id, (amount,))
    publish(home, knowledge(run_id), promises=PROMISES)


def amount(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("select amount from marts.facts").fetchone()
    assert row is not None
    return int(row[0])


def test_opening_again_sees_the_new_file_while_the_old_one_is_still_open(home: Home) -> None:
    publish_amount(home, "run-1", 1)
    old = open_published(home)
    plain = duckdb.connect(str(home.published_file), read_only=True)
    publish_amount(home, "run-2", 2)
    new = open_published(home)
    assert (amount(old), amount(new)) == (1, 2)
    for connection in (old, plain, new):
        connection.close()


def test_the_published_file_cannot_be_changed_by_a_reader(home: Home) -> None:
    publish_amount(home, "run-1", 1)
    with open_published(home) as connection:
        for statement in (
            "delete from marts.facts",
            "create table marts.mine (x int)",
            "create table mine (x int)",
        ):
            with pytest.raises(duckdb.InvalidInputException, match="read-only"):
                connection.execute(statement)


def test_without_a_published_file_the_message_says_what_to_do(home: Home) -> None:
    with pytest.raises(
        NothingPublished, match=r"There is no published/rapport\.duckdb yet: run `rapport run`"
    ):
        open_published(home)
    with pytest.raises(NothingPublished, match="run `rapport run`"):
        checksums(home.published_file)


@pytest.mark.parametrize("content", ["text", "foreign", "future"])
def test_a_file_that_this_code_cannot_read_is_refused_with_a_remedy(tmp_path: Path, content: str) -> None:
    file = tmp_path / "rapport.duckdb"
    if content == "text":
        file.write_text("not a database, but long enough to be looked at " * 100)
    else:
        with duckdb.connect(str(file)) as connection:
            connection.execute("create schema meta")
            if content == "future":
                connection.execute("create table meta.schema_version as select '2.0.0' as schema_version")
    message = "marts of version 2.0.0" if content == "future" else "can't be read as a published file"
    with pytest.raises(UnreadablePublishedFile, match=f"{message}.*`rapport run`") as refusal:
        open_published(file)
    assert str(tmp_path.parent) not in str(refusal.value)


@pytest.mark.parametrize(
    ("version", "expected"), [("1", True), ("1.4.0", True), ("10", False), ("none", False)]
)
def test_only_the_major_version_matters(version: str, expected: bool) -> None:
    assert is_readable_version(version) is expected


def table(tmp_path: Path, name: str, sql: str) -> dict[str, str]:
    file = tmp_path / f"{name}.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"create schema marts; create table marts.t as {sql}")
    return checksums(file)


def test_checksums_ignore_the_order_of_rows_and_nothing_else(tmp_path: Path) -> None:
    rows = "select * from (values (1, 'a', [1.5, null]), (2, null, []), (2, null, [])) as v(x, y, z)"
    first = table(tmp_path, "first", rows)
    assert set(first) == {"marts.t"}
    assert table(tmp_path, "turned", f"{rows} order by x desc") == first
    for name, other in {
        "a value": "select * replace (x + 1 as x) from ({})",
        "a doubled row": "select distinct * from ({})",
        "null and text": "select * replace (coalesce(y, '') as y) from ({})",
        "null and empty list": "select * replace (nullif(z, []) as z) from ({})",
        "a type": "select * replace (x::bigint as x) from ({})",
        "a name": "select x as w, y, z from ({})",
    }.items():
        assert table(tmp_path, name, other.format(rows)) != first, name


def test_checksums_tell_the_last_bit_of_a_number(tmp_path: Path) -> None:
    assert table(tmp_path, "a", "select 0.1::double + 0.2::double as x") != table(
        tmp_path, "b", "select 0.3::double as x"
    )
    assert table(tmp_path, "c", "select 'nan'::double as x") != table(
        tmp_path, "d", "select null::double as x"
    )
