"""The graph that Dagster knows: loadable, named by rooms, and changed only on purpose."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from small_network import RunHome
from syrupy.assertion import SnapshotAssertion

from ingest.home import Home
from orchestration.assets.dbt_models import events_of, read_manifest
from orchestration.definitions import build_definitions
from warehouse import dbt

GROUPS = {
    "landing",
    "registry",
    "staging",
    "intermediate",
    "marts",
    "audit",
    "meta",
    "inference",
    "models",
    "published",
    "reports",
}


@pytest.fixture(scope="module")
def definitions(run_home: RunHome) -> dg.Definitions:
    return build_definitions(run_home.home)


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> dg.AssetGraph:
    return definitions.resolve_asset_graph()


def test_definitions_load_with_a_home_and_without(definitions: dg.Definitions, tmp_path: Path) -> None:
    dg.Definitions.validate_loadable(definitions)
    dg.Definitions.validate_loadable(build_definitions(Home(tmp_path / "none")))


def test_the_graph_is_the_one_that_was_reviewed(graph: dg.AssetGraph, snapshot: SnapshotAssertion) -> None:
    described = {
        key.to_user_string(): sorted(parent.to_user_string() for parent in graph.get(key).parent_keys)
        for key in sorted(graph.get_all_asset_keys())
    }
    assert described == snapshot


def test_the_checks_are_those_that_were_reviewed(graph: dg.AssetGraph, snapshot: SnapshotAssertion) -> None:
    checks = {
        f"{key.asset_key.to_user_string()} {key.name}": "blocking"
        if graph.get_check_spec(key).blocking
        else "warning"
        for key in graph.asset_check_keys
    }
    assert dict(sorted(checks.items())) == snapshot


def test_keys_and_groups_say_the_room(graph: dg.AssetGraph) -> None:
    for key in graph.get_all_asset_keys():
        assert graph.get(key).group_name == key.path[0], key
    assert {graph.get(key).group_name for key in graph.get_all_asset_keys()} == GROUPS


def test_every_asset_says_what_it_is(graph: dg.AssetGraph) -> None:
    silent = [key for key in graph.materializable_asset_keys if not graph.get(key).description]
    assert silent == []


def test_every_check_says_what_must_hold(graph: dg.AssetGraph) -> None:
    silent = [key for key in graph.asset_check_keys if not graph.get_check_spec(key).description]
    assert silent == []


def test_every_source_of_dbt_is_an_asset(graph: dg.AssetGraph) -> None:
    """Nothing that dbt reads comes from nowhere: the lineage goes from a clinic's file to a report."""
    assert [key for key in graph.get_all_asset_keys() if not graph.get(key).is_materializable] == []


@pytest.mark.parametrize("report", ["clinic", "network", "quality"])
def test_the_way_from_every_clinics_file_to_a_report_is_in_the_graph(
    graph: dg.AssetGraph, report: str
) -> None:
    reached, pending = set(), [dg.AssetKey(["reports", report])]
    while pending:
        key = pending.pop()
        if key not in reached:
            reached.add(key)
            pending.extend(graph.get(key).parent_keys)
    landed = {key for key in graph.get_all_asset_keys() if key.path[0] == "landing"}
    assert landed <= reached
    for step in (["staging", "stg_landing__responses"], ["marts", "fct_scores"], ["published", "rapport"]):
        assert dg.AssetKey(step) in reached


def test_landing_and_clinic_reports_are_partitioned_by_clinic(
    graph: dg.AssetGraph, run_home: RunHome
) -> None:
    clinics = sorted(path.stem for path in run_home.home.clinics.glob("*.yml"))
    for key in (["landing", "responses"], ["reports", "clinic"]):
        partitions = graph.get(dg.AssetKey(key)).partitions_def
        assert partitions is not None
        assert partitions.get_partition_keys() == clinics


def test_every_data_test_of_dbt_is_a_check(graph: dg.AssetGraph) -> None:
    manifest = read_manifest(dbt.parse(dbt.PROJECT / "target"))
    tests = {
        node["name"]: node["config"]["severity"].lower()
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
    }
    checks = {
        key.name: "error" if graph.get_check_spec(key).blocking else "warn" for key in graph.asset_check_keys
    }
    assert {name: severity for name, severity in checks.items() if name in tests} == tests


def test_a_data_test_that_finds_something_says_what_should_hold_and_what_to_do() -> None:
    manifest = read_manifest(dbt.parse(dbt.PROJECT / "target"))
    name = "assert_few_declared_totals_disagree"
    (unique_id,) = (key for key, node in manifest["nodes"].items() if node["name"] == name)
    found = {}
    for status in ("pass", "warn"):
        node = dbt.NodeResult(unique_id, name, "test", status, 2 * (status == "warn"), 0.1, None, "warn")
        (event,) = events_of(node, manifest)
        found[status] = {key: value.value for key, value in (event.metadata or {}).items()}
    assert found["pass"] == {"failing rows": 0, "seconds": 0.1}
    assert found["warn"]["failing rows"] == 2
    assert found["warn"]["what should hold"] == "Few declared totals disagree."
    assert "names clinic and export at WH-DECLARED-TOTAL" in found["warn"]["remedy"]


def test_one_pool_keeps_steps_off_each_others_file(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("weekly")
    pools = {node.name: node.definition.pool for node in job.graph.nodes}  # type: ignore[attr-defined]
    assert {name for name, pool in pools.items() if pool != "warehouse"} == {
        "reports__clinic",
        "reports__delivered",
        "reports__network",
        "reports__quality",
    }


def test_jobs_schedule_and_sensors(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    assert {job.name for job in repository.get_all_jobs()} >= {"weekly", "hold", "as_known", "retrain"}
    assert {
        (plan.name, plan.cron_schedule, plan.execution_timezone) for plan in repository.schedule_defs
    } == {
        ("monday_morning", "0 6 * * 1", "Europe/London"),
        ("quarterly_training", "0 3 2 1,4,7,10 *", "Europe/London"),
    }
    assert {sensor.name for sensor in repository.sensor_defs} >= {"inbox", "hold_after_failure"}


def test_monday_morning_asks_for_every_clinic(definitions: dg.Definitions, run_home: RunHome) -> None:
    schedule = definitions.get_repository_def().get_schedule_def("monday_morning")
    clinics = sorted(path.stem for path in run_home.home.clinics.glob("*.yml"))
    data = schedule.evaluate_tick(dg.build_schedule_context())
    assert data.run_requests is not None
    tags = data.run_requests[0].tags
    assert tags["dagster/asset_partition_range_start"] == clinics[0]
    assert tags["dagster/asset_partition_range_end"] == clinics[-1]


def test_the_inbox_sensor_asks_once_for_each_change(definitions: dg.Definitions, own_home: Home) -> None:
    sensor = build_definitions(own_home).get_repository_def().get_sensor_def("inbox")
    with dg.DagsterInstance.ephemeral() as instance:
        first = sensor.evaluate_tick(dg.build_sensor_context(instance=instance))
        assert first.run_requests is not None
        assert len(first.run_requests) == 1
        again = sensor.evaluate_tick(dg.build_sensor_context(instance=instance, cursor=first.cursor))
        assert not again.run_requests
        clinic = next(path for path in sorted(own_home.inbox.iterdir()) if path.is_dir())
        (clinic / "something_new.csv").write_text("a,b\n1,2\n")
        changed = sensor.evaluate_tick(dg.build_sensor_context(instance=instance, cursor=first.cursor))
        assert changed.run_requests is not None
        assert len(changed.run_requests) == 1
        assert changed.cursor != first.cursor
