"""Publishing: what is in the file, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import polars as pl
import pytest
from small_working_file import PROMISES, build, curves, knowledge, write_curves

from ingest.home import Home
from warehouse.assembly import PublishRefused
from warehouse.publish import PublishedFile, publish
from warehouse.published import (
    checksums,
    marts_are_held,
    open_published,
    read_run,
    read_runs,
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def publish_run(home: Home, run_id: str = "run-1", held: bool = False, **options: object) -> PublishedFile:
    return publish(home, knowledge(run_id), held, promises=PROMISES, **options)  # type: ignore[arg-type]


def amounts(home: Home) -> list[int]:
    with open_published(home) as connection:
        rows = connection.execute("select amount from marts.facts order by fact_key").fetchall()
    return [int(row[0]) for row in rows]


def alter(home: Home, *statements: str) -> None:
    with duckdb.connect(str(home.working_file)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_marts_audit_and_meta_are_published_and_nothing_else(home: Home) -> None:
    build(home)
    published = publish_run(home)
    assert published.path == home.published_file
    assert published.rows == {
        "audit.deliveries": 1,
        "marts.curves": 3,
        "marts.facts": 3,
        "marts.names": 2,
        "meta.runs": 1,
        "meta.schema_version": 1,
    }
    with duckdb.connect(str(home.published_file), read_only=True) as connection:
        schemas = {row[0] for row in connection.execute("select schema_name from duckdb_tables()").fetchall()}
    assert schemas == {"marts", "audit", "meta"}
    assert [file.name for file in home.published.iterdir()] == ["rapport.duckdb"]


def test_types_constraints_and_comments_are_those_of_the_working_file(home: Home) -> None:
    build(home)
    publish_run(home)
    shapes = []
    for file in (home.working_file, home.published_file):
        with duckdb.connect(str(file), read_only=True) as connection:
            shapes.append(
                [
                    connection.execute(query).fetchall()
                    for query in (
                        """select table_name, column_name, data_type, is_nullable, comment
                        from duckdb_columns()
                        where schema_name <> 'staging' and table_name <> 'curves' order by all""",
                        """select table_name, constraint_type, constraint_text from duckdb_constraints()
                        where schema_name <> 'staging' and table_name <> 'curves' order by all""",
                        "select comment from duckdb_tables() where table_name = 'facts'",
                    )
                ]
            )
    assert shapes[0] == shapes[1]
    kinds = {row[1] for row in shapes[1][1]}
    assert kinds == {"PRIMARY KEY", "NOT NULL", "UNIQUE", "CHECK"}


def test_a_view_is_published_as_a_table(home: Home) -> None:
    build(home)
    alter(
        home,
        "drop table audit.deliveries",
        'create view audit.deliveries as select x from "rapport"."staging"."secret"',
    )
    assert publish_run(home).rows["audit.deliveries"] == 1
    with open_published(home) as connection:
        assert connection.execute("select x from audit.deliveries").fetchall() == [(1,)]


def test_tables_of_models_that_are_gone_are_not_published(home: Home) -> None:
    build(home)
    alter(
        home,
        "create table marts.facts__dbt_tmp as select 1 as x",
        "create table marts.old_facts as select 'case 12' as client_id",
    )
    assert not [name for name in publish_run(home).rows if "dbt" in name or "old" in name]


@pytest.mark.parametrize("table", ["marts.names", "audit.deliveries", "meta.runs", "meta.schema_version"])
def test_a_table_that_dbt_has_not_built_is_named(home: Home, table: str) -> None:
    build(home)
    alter(home, f"drop table {table}")
    with pytest.raises(PublishRefused, match=f"The working file lacks {table}: dbt has not built them"):
        publish_run(home)


def test_holding_needs_no_marts_in_the_working_file(home: Home) -> None:
    build(home, "run-1", (1, 2))
    publish_run(home, "run-1")
    build(home, "run-2")
    alter(home, "drop schema marts cascade")
    publish_run(home, "run-2", held=True)
    assert amounts(home) == [2, 1]


def test_statistics_become_marts_with_key_and_comments(home: Home) -> None:
    build(home)
    publish_run(home)
    with open_published(home) as connection:
        rows = connection.execute("select * from marts.curves").fetchall()
        described = connection.execute(
            "select column_name, data_type, is_nullable, comment from duckdb_columns() "
            "where table_name = 'curves' order by column_index"
        ).fetchall()
        key = connection.execute(
            "select constraint_column_names from duckdb_constraints() "
            "where table_name = 'curves' and constraint_type = 'PRIMARY KEY'"
        ).fetchall()
    assert rows == [("north", 1, 0.2), ("north", 2, 0.1), ("north", 3, 0.3)]
    assert described == [
        ("clinic_id", "VARCHAR", False, "The clinic."),
        ("step", "INTEGER", False, "The step."),
        ("share", "DOUBLE", True, "The share's value, 0-1."),
    ]
    assert key == [(["clinic_id", "step"],)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.drop("share"), "share is missing"),
        (lambda frame: frame.with_columns(x=1), "x isn't in the contract"),
        (lambda frame: frame.cast({"step": pl.Int64}), "step is BIGINT and not INTEGER"),
        (lambda frame: pl.concat([frame, frame]), "two rows with one key"),
        (
            lambda frame: frame.with_columns(clinic_id=pl.lit(None, pl.String)),
            "a null where its contract has none",
        ),
    ],
)
def test_a_statistic_that_breaks_its_contract_is_refused(home: Home, change: object, message: str) -> None:
    build(home)
    publish_run(home)
    write_curves(home, change(curves()))  # type: ignore[operator]
    before = home.published_file.read_bytes()
    with pytest.raises(PublishRefused, match=f"`curves` breaks its contract: .*{message}") as refusal:
        publish_run(home, "run-2")
    assert "north" not in str(refusal.value)
    assert home.published_file.read_bytes() == before
    assert [file.name for file in home.published.iterdir()] == ["rapport.duckdb"]


def test_a_promised_statistic_that_was_not_written_is_refused(home: Home) -> None:
    build(home)
    (home.inference / "curves.parquet").unlink()
    with pytest.raises(PublishRefused, match="`curves` is promised"):
        publish_run(home)


def test_a_column_with_a_local_identifier_is_refused_in_any_schema(home: Home) -> None:
    build(home)
    alter(home, "alter table audit.deliveries add column Client_ID varchar")
    with pytest.raises(PublishRefused, match=r"own identifiers .* audit\.deliveries\.Client_ID"):
        publish_run(home)
    assert not home.published_file.exists()


def test_an_undocumented_column_of_a_mart_is_refused(home: Home) -> None:
    build(home)
    alter(home, "alter table marts.names add column town varchar")
    with pytest.raises(PublishRefused, match=r"1 columns of marts have no description: names\.town"):
        publish_run(home)


def test_the_run_must_be_in_the_working_file(home: Home) -> None:
    build(home, "run-1")
    with pytest.raises(PublishRefused, match="doesn't tell of this run exactly once"):
        publish_run(home, "run-2")


def test_without_a_working_file_there_is_nothing_to_publish(home: Home) -> None:
    with pytest.raises(PublishRefused, match="no working file"):
        publish_run(home)


def test_marts_of_another_major_version_are_refused(home: Home) -> None:
    build(home)
    alter(home, "update meta.schema_version set schema_version = '2.0.0'")
    with pytest.raises(PublishRefused, match="aren't of version 1"):
        publish_run(home)


def test_runs_are_remembered_from_file_to_file(home: Home) -> None:
    for number in (1, 2, 3):
        build(home, f"run-{number}")
        publish_run(home, f"run-{number}", published_at=dt.datetime(2026, 11, number, tzinfo=dt.UTC))
    with open_published(home) as connection:
        runs = read_runs(connection)
    assert [run.run_id for run in runs] == ["run-3", "run-2", "run-1"]
    assert [run.published_at.day for run in runs] == [3, 2, 1]
    assert runs[0].code_version == "abc"
    assert not any(run.marts_are_held for run in runs)


def test_publishing_one_run_again_replaces_its_row(home: Home) -> None:
    build(home)
    publish_run(home, published_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    publish_run(home, published_at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
    with open_published(home) as connection:
        assert [run.published_at.day for run in read_runs(connection)] == [2]


def test_history_survives_a_new_column_of_runs(home: Home) -> None:
    build(home, "run-1")
    publish_run(home, "run-1")
    build(home, "run-2")
    alter(home, "alter table meta.runs add column host varchar default 'new'")
    publish_run(home, "run-2")
    with open_published(home) as connection:
        rows = connection.execute("select run_id, host from meta.runs order by run_id").fetchall()
    assert rows == [("run-1", None), ("run-2", "new")]


def test_held_marts_are_the_earlier_ones_beside_todays_audit(home: Home) -> None:
    build(home, "run-1", (1, 2))
    publish_run(home, "run-1", published_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    build(home, "run-2", (7, 8, 9), status="refused")
    write_curves(home, curves().clear())
    published = publish_run(
        home, "run-2", held_reason="Two checks failed.", published_at=dt.datetime(2026, 11, 8, tzinfo=dt.UTC)
    )
    assert published.marts_are_held
    assert amounts(home) == [2, 1]
    with open_published(home) as connection:
        assert connection.execute("select status from audit.deliveries").fetchall() == [("refused",)]
        assert connection.execute("select count(*) from marts.curves").fetchone() == (2,)
        assert connection.execute(
            "select comment from duckdb_columns() where table_name = 'facts' and column_name = 'amount'"
        ).fetchone() == ("Amount.",)
        assert marts_are_held(connection)
        assert read_run(connection).run_id == "run-2"
        assert read_run(connection).held_reason == "Two checks failed."
        assert [run.run_id for run in read_runs(connection) if not run.marts_are_held] == ["run-1"]


def test_held_marts_stay_for_as_long_as_they_are_held_and_are_replaced_after(home: Home) -> None:
    build(home, "run-1", (1, 2))
    publish_run(home, "run-1", published_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    for day in (2, 3):
        build(home, f"run-{day}", (9,))
        publish_run(home, f"run-{day}", True, published_at=dt.datetime(2026, 11, day, tzinfo=dt.UTC))
    assert amounts(home) == [2, 1]
    build(home, "run-4", (5,))
    publish_run(home, "run-4", published_at=dt.datetime(2026, 11, 4, tzinfo=dt.UTC))
    assert amounts(home) == [5]
    with open_published(home) as connection:
        assert [run.marts_are_held for run in read_runs(connection)] == [False, True, True, False]
        assert all(run.held_reason for run in read_runs(connection) if run.marts_are_held)


def test_the_run_that_holds_may_be_another_than_the_one_that_stopped(home: Home) -> None:
    build(home, "run-1", (1, 2))
    publish_run(home, "run-1", published_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    build(home, "run-2", (9,))
    publish(home, knowledge("run-2-held", "2026-W47"), True, promises=PROMISES)
    with open_published(home) as connection:
        run = read_run(connection)
    assert (run.run_id, run.week, run.marts_are_held) == ("run-2-held", "2026-W47", True)
    assert run.week_end == dt.datetime(2026, 11, 23)  # noqa: DTZ001
    assert run.known_at == dt.datetime(2026, 11, 16, 5, 30)  # noqa: DTZ001


def test_the_first_run_of_all_cannot_be_held(home: Home) -> None:
    build(home)
    with pytest.raises(PublishRefused, match="there are no earlier ones"):
        publish_run(home, held=True)
    assert not home.published_file.exists()


def test_an_as_known_build_has_a_file_of_its_own(home: Home) -> None:
    build(home, "run-1", (1,))
    publish_run(home, "run-1")
    before = home.published_file.read_bytes()
    earlier = home.as_known_at(dt.datetime(2026, 9, 1))  # noqa: DTZ001
    build(earlier, "run-2", (5,))
    published = publish_run(earlier, "run-2")
    assert published.path == home.published / "as-known" / "20260901T000000.duckdb"
    assert home.published_file.read_bytes() == before
    with open_published(published.path) as connection:
        assert connection.execute("select amount from marts.facts").fetchone() == (5,)
        assert [run.run_id for run in read_runs(connection)] == ["run-2"]


def test_publishing_the_same_twice_gives_equal_tables(home: Home) -> None:
    build(home, "run-1")
    publish_run(home, "run-1")
    first = checksums(home.published_file)
    build(home, "run-2")
    publish_run(home, "run-2")
    assert checksums(home.published_file) == first
    assert set(first) == {"marts.facts", "marts.names", "marts.curves", "audit.deliveries"}
