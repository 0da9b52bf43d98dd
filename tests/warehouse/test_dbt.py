"""Running dbt in this process: results, failures, silence, and nothing left open."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "dbt_project"))

from landed import Delivery, Landing, client, episode, moment, prepare
from registered import Clinic, write_registry

from ingest.canonical import Feed
from ingest.home import Home
from warehouse import dbt
from warehouse.knowledge import Knowledge
from warehouse.week import Week

KNOWLEDGE = Knowledge(Week.parse("2026-W14"), dt.datetime(2026, 4, 7, tzinfo=dt.UTC), "run-1")


@pytest.fixture(scope="module")
def unbalanced(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Home, dbt.BuildResult, list[dbt.NodeResult], str]:
    """A home whose door claims a row that isn't there, built as far as the accounts."""
    home = Home(tmp_path_factory.mktemp("unbalanced"))
    write_registry(home, (Clinic("north"),))
    rows = (client("a", "north"), client("b", "north"))
    courses = (episode("a", "north", "2026-01-05", end_date="2026-01-01"),)
    Landing(
        [
            Delivery("north", "people", Feed.CLIENTS, rows, lost_rows=1),
            Delivery("north", "courses", Feed.EPISODES, courses),
        ]
    ).write(home)
    seen: list[dbt.NodeResult] = []
    before = dict(os.environ)
    result = dbt.build(home, KNOWLEDGE, select="+row_accounts +fct_episodes", on_node=seen.append)
    changed = {name for name in {*before, *os.environ} if before.get(name) != os.environ.get(name)}
    return home, result, seen, ", ".join(sorted(changed))


Unbalanced = tuple[Home, dbt.BuildResult, list[dbt.NodeResult], str]


def test_a_failed_structural_test_is_named_with_its_rows(unbalanced: Unbalanced) -> None:
    result = unbalanced[1]
    assert not result.is_success
    assert result.failed_tests == {"assert_every_file_balances": 1}
    assert "assert_every_file_balances found 1 rows" in result.summary()
    assert all(node.severity == "error" for node in result.nodes if node.status == "fail")


def test_a_failed_plausibility_test_is_a_warning_and_no_failure(unbalanced: Unbalanced) -> None:
    result = unbalanced[1]
    assert result.warnings == {"assert_no_episode_ends_before_it_starts": 1}
    assert "assert_no_episode_ends_before_it_starts" not in result.failed_tests


def test_every_node_is_told_once_as_it_finishes(unbalanced: Unbalanced) -> None:
    _, result, seen, _ = unbalanced
    assert sorted(node.unique_id for node in seen) == sorted(node.unique_id for node in result.nodes)
    models = {node.name: node for node in seen if node.resource_type == "model"}
    assert models["fct_episodes"].status == "success"
    assert models["fct_episodes"].seconds >= 0


def test_the_file_is_free_afterwards_and_the_environment_as_it_was(unbalanced: Unbalanced) -> None:
    home, _, _, changed = unbalanced
    with duckdb.connect(str(home.working_file)) as connection:
        assert connection.execute("select count(*) from marts.fct_episodes").fetchone() == (1,)
    assert changed == ""
    assert not home.working_file.with_name(home.working_file.name + ".wal").exists()


def test_dbt_says_nothing_and_writes_its_log_into_the_home(
    unbalanced: Unbalanced, capfd: pytest.CaptureFixture[str]
) -> None:
    home = unbalanced[0]
    dbt.build(home, KNOWLEDGE, select="stg_registry__network")
    assert capfd.readouterr() == ("", "")
    assert (home.dbt_target / "dbt.log").stat().st_size > 0
    assert not (dbt.PROJECT / "logs").exists()


def test_a_later_build_in_the_same_process_is_about_its_own_week(unbalanced: Unbalanced) -> None:
    home = unbalanced[0]
    later = Knowledge(Week.parse("2026-W20"), KNOWLEDGE.known_at, "run-2")
    dbt.build(home, later, select="runs")
    with duckdb.connect(str(home.working_file), read_only=True) as connection:
        assert connection.execute("select run_id, week from meta.runs").fetchall() == [("run-2", "2026-W20")]


def test_what_stood_there_as_a_table_is_replaced_by_the_view_that_it_should_be(
    unbalanced: Unbalanced,
) -> None:
    home = unbalanced[0]
    with duckdb.connect(str(home.working_file)) as connection:
        connection.execute("drop view staging.stg_registry__network")
        connection.execute("create table staging.stg_registry__network as select 1 as left_behind")
    assert dbt.build(home, KNOWLEDGE, select="stg_registry__network").is_success
    with duckdb.connect(str(home.working_file), read_only=True) as connection:
        found = connection.execute(
            "select table_type from information_schema.tables where table_name = 'stg_registry__network'"
        )
        assert found.fetchall() == [("VIEW",)]


def test_a_table_that_cant_be_made_again_stays_as_it_was(unbalanced: Unbalanced) -> None:
    home = unbalanced[0]
    with duckdb.connect(str(home.working_file)) as connection:
        connection.execute("alter table intermediate.int_episodes_concluded rename to set_aside")
    assert not dbt.build(home, KNOWLEDGE, select="fct_episodes").is_success
    with duckdb.connect(str(home.working_file)) as connection:
        assert connection.execute("select count(*) from marts.fct_episodes").fetchone() == (1,)
        connection.execute("alter table intermediate.set_aside rename to int_episodes_concluded")


def test_a_home_that_isnt_prepared_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(dbt.DbtError, match=r"landing/clients/empty\.parquet.*`rapport run` prepares"):
        dbt.build(Home(tmp_path), KNOWLEDGE)


def test_an_unreadable_working_file_is_an_error_at_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    prepare(home)
    write_registry(home, (Clinic("north"),))
    home.working_file.write_bytes(b"not a database")
    with pytest.raises(dbt.DbtError, match="dbt stopped"):
        dbt.build(home, KNOWLEDGE, select="stg_registry__network")


def test_a_fresh_checkout_parses_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RAPPORT_HOME", "RAPPORT_LANDING", "RAPPORT_WORKING_FILE", "RAPPORT_REGISTRY"):
        monkeypatch.delenv(name, raising=False)
    manifest = dbt.parse(tmp_path)
    assert manifest == tmp_path / "manifest.json"
    assert manifest.stat().st_size > 100_000


def test_a_new_home_takes_over_what_an_earlier_parse_found(tmp_path: Path) -> None:
    dbt.parse(tmp_path / "first")
    dbt.parse(tmp_path / "second")
    told = json.loads((tmp_path / "second" / "perf_info.json").read_bytes())
    assert told["parsed_path_count"] == 0
    first, second = (
        json.loads((tmp_path / name / "manifest.json").read_bytes()) for name in ("first", "second")
    )
    assert second["nodes"].keys() == first["nodes"].keys()


def test_what_dbt_reads_of_a_home_follows_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    earlier = home.as_known_at(moment("2026-03-01"))
    assert dbt.environment(earlier)["RAPPORT_LANDING"] == dbt.environment(home)["RAPPORT_LANDING"]
    assert dbt.environment(earlier)["RAPPORT_WORKING_FILE"] != dbt.environment(home)["RAPPORT_WORKING_FILE"]
