"""The dbt models as assets, and dbt's tests as their checks.

Belongs here: keys, groups, and turning each finished dbt node into a Dagster event while dbt still runs.
Doesn't: running dbt (`warehouse.dbt`) and the SQL (`dbt_project`).
"""

import json
import queue
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from orchestration.run_moment import RunMoment
from warehouse import dbt
from warehouse.dbt_tests import remedy_of, sentence_of

DbtEvent = dg.MaterializeResult | dg.AssetCheckResult  # type: ignore[type-arg]


class RoomTranslator(DagsterDbtTranslator):
    """Groups every model under the first part of its key: staging, intermediate, marts, audit, meta."""

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: Any) -> dg.AssetSpec:
        """Describe one model."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        return spec.replace_attributes(group_name=spec.key.path[0])

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: Any
    ) -> dg.AssetCheckSpec | None:
        """Describe one test by the sentence that the audit says it with."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None:
            return None
        return spec._replace(description=_sentence(manifest["nodes"][unique_id]))


TRANSLATOR = RoomTranslator(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))


def build_dbt_assets(manifest_path: Path) -> dg.AssetsDefinition:
    """Make one asset per model of the manifest, all built by one dbt run in this process."""
    manifest = read_manifest(manifest_path)

    @dbt_assets(manifest=manifest, dagster_dbt_translator=TRANSLATOR, name="dbt_build", pool="warehouse")
    def models(context: dg.AssetExecutionContext, moment: RunMoment) -> Iterator[DbtEvent]:
        finished: queue.Queue[dbt.NodeResult | BaseException | None] = queue.Queue()

        def build() -> None:
            try:
                dbt.build(moment.home, moment.knowledge, on_node=finished.put)
            except BaseException as error:  # handed to the step, which raises it
                finished.put(error)
            finally:
                finished.put(None)

        worker = threading.Thread(target=build, name="dbt")
        worker.start()
        stopped: list[dbt.NodeResult] = []
        while (node := finished.get()) is not None:
            if isinstance(node, BaseException):
                worker.join()
                raise node
            if node.resource_type == "model" and node.has_failed and node.status != "skipped":
                stopped.append(node)
            yield from events_of(node, manifest)
        worker.join()
        if stopped:
            raise dg.Failure(description="; ".join(f"{node.name}: {_first_lines(node)}" for node in stopped))

    return models


def events_of(node: dbt.NodeResult, manifest: Mapping[str, Any]) -> Iterator[DbtEvent]:
    """Turn one finished dbt node into what Dagster records of it; a model that failed yields nothing."""
    if node.resource_type == "test":
        key = _check_key(node.unique_id, manifest)
        if key is not None:
            yield dg.AssetCheckResult(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=node.status == "pass",
                severity=dg.AssetCheckSeverity.WARN
                if node.severity == "warn"
                else dg.AssetCheckSeverity.ERROR,
                metadata=_told(node, manifest["nodes"][node.unique_id]),
            )
    elif node.resource_type == "model" and not node.has_failed:
        spec = TRANSLATOR.get_asset_spec(manifest, node.unique_id, None)
        yield dg.MaterializeResult(asset_key=spec.key, metadata={"seconds": node.seconds})


def _told(node: dbt.NodeResult, test: Mapping[str, Any]) -> dict[str, str | int | float]:
    """Say how many rows a test found; where there are some, also what should hold and what to do."""
    told: dict[str, str | int | float] = {"failing rows": node.failures or 0, "seconds": node.seconds}
    if node.status != "pass":
        kind = (test.get("test_metadata") or {}).get("name")
        told |= {"what should hold": _sentence(test), "remedy": remedy_of(test["config"]["meta"], kind)}
    return told


def _sentence(test: Mapping[str, Any]) -> str:
    kind = test.get("test_metadata") or {}
    return sentence_of(test["name"], test.get("description") or "", kind.get("name"), kind.get("kwargs", {}))


def _first_lines(node: dbt.NodeResult) -> str:
    """Say what stopped a model, in the engine's words without the SQL that it shows."""
    lines = [line.strip() for line in (node.message or "no message").splitlines()]
    return " ".join(lines[:2])


def _check_key(unique_id: str, manifest: Mapping[str, Any]) -> dg.AssetCheckKey | None:
    return get_asset_check_key_for_test(manifest, TRANSLATOR, unique_id, None)


@cache
def read_manifest(path: Path) -> Mapping[str, Any]:
    """Read what dbt knows about its models; once per process, since it is megabytes."""
    content: Mapping[str, Any] = json.loads(path.read_bytes())
    return content
