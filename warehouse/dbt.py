"""Running dbt in this process, quietly, and saying what came of it.

Belongs here: command lines, the environment that the dbt project reads, and typed results. Doesn't: SQL
(`dbt_project`) and what follows from a failed check (`publish`, `orchestration`).

One process, because dbt's import costs seconds and its parse a few more; one parse, because nothing that
depends on the home or the week is rendered while the project is parsed.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.canonical import Feed
from ingest.home import Home
from warehouse.dbt_tests import ToldTest, keep_results, sentence_of
from warehouse.knowledge import Knowledge
from warehouse.schema_versions import as_variables
from warehouse.staged_by import is_staged_by, mark_as_staged

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
BATCH_TABLES = ("deliveries", "accounts", "quarantine", "checks")

_one_at_a_time = threading.RLock()
"""dbt keeps its adapter and flags for the whole process, and the environment is the process's too."""

_parsed: Manifest | None = None

PARSED = "partial_parse.msgpack"
"""What dbt keeps of a parse; it looks itself whether that still holds for its version and the files."""

_parsed_in: Path | None = None


class DbtError(RuntimeError):
    """dbt couldn't do its work at all; a failed model or test is a result, not this."""


@dataclass(frozen=True)
class NodeResult:
    """What came of one node.

    `status` is dbt's word: success (models), pass, warn, fail (tests), error, skipped. `failures` counts a
    test's offending rows; `severity` is error or warn for tests, else None.
    """

    unique_id: str
    name: str
    resource_type: str
    status: str
    failures: int | None
    seconds: float
    message: str | None
    severity: str | None = None

    @property
    def has_failed(self) -> bool:
        """Whether what the node promises isn't so; a warning isn't a failure."""
        return self.status in ("fail", "error", "runtime error", "skipped")


@dataclass(frozen=True)
class BuildResult:
    """All nodes of one run of dbt, in the order in which they finished."""

    nodes: tuple[NodeResult, ...]

    @property
    def is_success(self) -> bool:
        """Whether every model was made and every test of severity error passed."""
        return not self.failed

    @property
    def failed(self) -> tuple[NodeResult, ...]:
        """Models that weren't made and tests that failed; what was skipped because of them comes last."""
        return tuple(
            sorted((node for node in self.nodes if node.has_failed), key=lambda n: n.status == "skipped")
        )

    @property
    def failed_tests(self) -> dict[str, int]:
        """Failed tests of severity error, with their numbers of offending rows."""
        return {
            node.name: node.failures or 0
            for node in self.nodes
            if node.resource_type == "test" and node.status in ("fail", "error")
        }

    @property
    def warnings(self) -> dict[str, int]:
        """Tests of severity warn that found something, with their numbers of offending rows."""
        return {node.name: node.failures or 0 for node in self.nodes if node.status == "warn"}

    def summary(self) -> str:
        """Say in a sentence what failed first, for a person."""
        if self.is_success:
            return f"{len(self.nodes)} nodes built and tested."
        causes = [node for node in self.failed if node.status != "skipped"]
        told = "; ".join(
            f"{node.name} found {node.failures} rows" if node.failures else f"{node.name} stopped"
            for node in causes[:5]
        )
        more = f"; and {len(causes) - 5} more" if len(causes) > 5 else ""
        return f"{len(causes)} of {len(self.nodes)} nodes failed: {told}{more}."


def build(
    home: Home,
    knowledge: Knowledge,
    *,
    select: str | None = None,
    on_node: Callable[[NodeResult], None] | None = None,
    full_refresh: bool = False,
) -> BuildResult:
    """Build and test the working file of `home`; its models, tests, audit and meta.

    `select` is a dbt selection; `on_node` is called for each node as it finishes, from dbt's own threads;
    `full_refresh` reads every landed batch again; so does an update that reads them otherwise.
    Unit tests are left out: they judge the code, not the data (`unit_test`). All connections are closed
    afterwards.

    Raises DbtError where landing or registry aren't prepared, or dbt itself stops.
    """
    _require_prepared(home)
    arguments = ["build", "--exclude-resource-types", "unit_test", "exposure"]
    if full_refresh or not is_staged_by(home, PROJECT):
        arguments.append("--full-refresh")
    built = _run(home, knowledge, [*arguments, *_selection(select)], on_node)
    if select is None:
        if not any(node.name.startswith("stg_landing__") for node in built.failed):
            mark_as_staged(home, PROJECT)
        keep_results(home, knowledge.run_id, _told_tests(built))
    return built


def unit_test(home: Home, knowledge: Knowledge, *, select: str = "test_type:unit") -> BuildResult:
    """Run the models' unit tests against a home that has been built: they need its columns, not its rows.

    Raises DbtError where dbt itself stops.
    """
    return _run(home, knowledge, ["test", *_selection(select)], None)


def parse(target_dir: Path) -> Path:
    """Parse the project, as far as it has changed, and return the path of its manifest.

    Raises DbtError with dbt's own words where the project is faulty.
    """
    with _one_at_a_time:
        _bring_earlier_parse(target_dir)
        result = _invoke(["parse", *_places(target_dir)], {}, (), None)
        _remember(_checked(result).result, target_dir)
    return target_dir / "manifest.json"


def environment(home: Home) -> dict[str, str]:
    """Return what the dbt project reads from the environment."""
    return {
        "RAPPORT_HOME": str(home.root),
        "RAPPORT_LANDING": str(home.landing),
        "RAPPORT_WORKING_FILE": str(home.working_file),
        "RAPPORT_REGISTRY": str(home.registry),
    }


def _run(
    home: Home,
    knowledge: Knowledge,
    arguments: Sequence[str],
    on_node: Callable[[NodeResult], None] | None,
) -> BuildResult:
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    finished: dict[str, NodeResult] = {}
    variables = {**knowledge.dbt_variables(), **as_variables()}

    def take(node: NodeResult) -> None:
        if node.unique_id not in finished:
            finished[node.unique_id] = node
            if on_node is not None:
                on_node(node)

    with _one_at_a_time:
        if _parsed is None:
            parse(home.dbt_target)
        manifest = _parsed
        assert manifest is not None
        result = _invoke(
            [*arguments, *_places(home.dbt_target), "--vars", json.dumps(variables)],
            environment(home),
            [_listener(manifest, take)],
            manifest,
        )
    for node in _checked(result).result.results:
        take(_node_result(node.node.unique_id, manifest, node.status, node))
    return BuildResult(tuple(finished.values()))


def _told_tests(built: BuildResult) -> list[ToldTest]:
    """Describe the tests of a build by what the project says of them."""
    manifest = _parsed
    assert manifest is not None
    told = []
    for node in built.nodes:
        test: Any = manifest.nodes.get(node.unique_id)
        if node.resource_type != "test" or test is None:
            continue
        judged = getattr(test, "attached_node", None) or next(
            (key for key in test.depends_on.nodes if key.endswith(f".{_named_model(test)}")), None
        )
        model: Any = manifest.nodes.get(judged or "")
        generic = getattr(test, "test_metadata", None)
        told.append(
            ToldTest(
                name=node.name,
                table=f"{model.schema}.{model.name}" if model is not None else "",
                reason=sentence_of(
                    node.name,
                    test.description or "",
                    generic.name if generic else None,
                    generic.kwargs if generic else {},
                ),
                severity="warning" if node.severity == "warn" else "error",
                status=node.status,
                failures=node.failures or 0,
            )
        )
    return told


def _named_model(test: Any) -> str:
    return str(test.config.meta.get("dagster", {}).get("ref", {}).get("name", ""))


def _invoke(
    arguments: list[str],
    variables: Mapping[str, str],
    callbacks: Sequence[Callable[[Any], None]],
    manifest: Manifest | None,
) -> dbtRunnerResult:
    """Call dbt as its command line would be called."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # with dbt: seconds to import
    from dbt.cli.main import dbtRunner

    with _environment_of(variables):
        try:
            return dbtRunner(manifest=manifest, callbacks=list(callbacks)).invoke(arguments)
        finally:
            # Else the file stays locked for as long as this process lives (dbt-duckdb issue 616).
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
            _close_log_file()


def _close_log_file() -> None:
    """Close the home's dbt.log, which dbt leaves open until its next call."""
    log = logging.getLogger("file_log")  # dbt's own name for it
    for handler in tuple(log.handlers):
        handler.close()
        log.removeHandler(handler)


def _places(target_dir: Path) -> list[str]:
    """Return the options that every call has: where things are, and that nothing is printed."""
    return [
        *("--project-dir", str(PROJECT)),
        *("--profiles-dir", str(PROJECT)),
        *("--target-path", str(target_dir)),
        *("--log-path", str(target_dir)),
        *("--log-level", "none"),
        *("--log-level-file", "info"),
        "--no-print",
        "--no-use-colors",
    ]


def _selection(select: str | None) -> list[str]:
    """Return the options of a selection; of the tests, those that it can run on what it builds."""
    return ["--select", *select.split(), "--indirect-selection", "buildable"] if select else []


@contextmanager
def _environment_of(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _bring_earlier_parse(target_dir: Path) -> None:
    """Bring a new home what an earlier parse found: it spares reading 400 files, which takes seconds."""
    if (target_dir / PARSED).exists():
        return
    for folder in (_parsed_in, PROJECT / "target"):
        if folder is not None and (folder / PARSED).is_file():
            target_dir.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / PARSED, target_dir / PARSED)
            return


def _remember(manifest: Manifest, target_dir: Path) -> None:
    global _parsed, _parsed_in
    _parsed, _parsed_in = manifest, target_dir


def _checked(result: dbtRunnerResult) -> Any:
    if result.exception is not None:
        raise DbtError(f"dbt stopped: {result.exception}") from result.exception
    return result


def _listener(manifest: Manifest, take: Callable[[NodeResult], None]) -> Callable[[Any], None]:
    """Return a callback that turns dbt's event for a finished node into a result."""

    def listen(event: Any) -> None:
        if event.info.name != "NodeFinished":
            return
        finished = event.data.run_result
        take(_node_result(event.data.node_info.unique_id, manifest, finished.status, finished))

    return listen


def _node_result(unique_id: str, manifest: Manifest, status: Any, found: Any) -> NodeResult:
    """Describe a node's result, from dbt's event or from its run result."""
    node = manifest.nodes.get(unique_id) or manifest.unit_tests.get(unique_id)
    resource_type = str(node.resource_type) if node is not None else unique_id.split(".", 1)[0]
    is_test = resource_type == "test"
    failures = getattr(found, "failures", None)
    if failures is None:
        failures = getattr(found, "num_failures", None)
    return NodeResult(
        unique_id=unique_id,
        name=node.name if node is not None else unique_id.rsplit(".", 1)[-1],
        resource_type=resource_type,
        status=str(status),
        failures=failures if is_test else None,
        seconds=round(float(found.execution_time), 3),
        message=found.message or None,
        severity=str(getattr(node.config, "severity", "error")).lower() if is_test and node else None,
    )


def _require_prepared(home: Home) -> None:
    """Refuse a home that the door hasn't prepared, with the remedy."""
    needed = [
        *(home.landing / feed / "empty.parquet" for feed in Feed),
        *(home.landing / f"empty_{table}.parquet" for table in BATCH_TABLES),
        home.registry / "scales.parquet",
    ]
    lacking = [home.relative(path) for path in needed if not path.is_file()]
    if lacking:
        raise DbtError(
            f"The home isn't ready to build: {', '.join(lacking[:3])} missing. "
            "`rapport run` prepares landing and registry before it builds."
        )
