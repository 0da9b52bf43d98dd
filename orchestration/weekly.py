"""The weekly job in this process: what `rapport run` does.

Belongs here: taking the home, running the right job, telling what came of it.
Doesn't: the job's steps (`assets`) and how a terminal shows them (`cli`).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ingest.configuration.registry import load_registry
from ingest.home import Home
from ingest.secrets import load_secrets
from orchestration.instance import event_log_kept_open, prepare_instance
from orchestration.run_lock import hold_home

if TYPE_CHECKING:
    import dagster as dg

EventListener = Callable[["dg.DagsterEvent"], None]


@dataclass(frozen=True)
class FailedCheck:
    """A check that found something, with what it says about it."""

    name: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class WeeklyOutcome:
    """What a run came to."""

    is_published: bool
    """New marts stand in the published file."""
    is_held: bool
    """They don't, and today's audit stands beside the last good ones."""
    failed_checks: tuple[FailedCheck, ...]
    """Blocking ones: new marts aren't published while they fail."""
    warned_checks: tuple[FailedCheck, ...]
    error: str | None
    """Why a step stopped, where no check says it."""

    @property
    def is_complete(self) -> bool:
        """Whether everything that a run promises was done: marts, audit and every report."""
        return self.is_published and self.error is None


def run_weekly(
    home: Home,
    *,
    week: str | None = None,
    known_at: datetime | None = None,
    on_event: EventListener | None = None,
) -> WeeklyOutcome:
    """Pull, land, build, check, publish and report, through Dagster, in this process.

    `known_at` (UTC) builds what was known then, apart from the live file, and pulls nothing.

    Raises:
        ConfigurationError: the home's YAML can't be used.
        SecretError: a key is missing or readable by others.
        AnotherRunIsGoing: the home is held by another run.
    """
    registry = load_registry(home)
    load_secrets(home)
    with hold_home(home):
        return _Run(home, sorted(registry.clinics), week, known_at, on_event).weekly()


class _Run:
    """One run and, if a check fails, the holding one after it."""

    def __init__(
        self,
        home: Home,
        clinic_ids: list[str],
        week: str | None,
        known_at: datetime | None,
        on_event: EventListener | None,
    ) -> None:
        import dagster as dg

        from orchestration import automation  # Dagster and dbt cost seconds: only a real run pays them
        from orchestration.definitions import build_definitions

        warnings.filterwarnings("ignore", category=dg.BetaWarning)
        prepare_instance(home)
        self._automation = automation
        self._instance = dg.DagsterInstance.ephemeral() if known_at else dg.DagsterInstance.get()
        self._definitions = build_definitions(home)
        self._tags = automation.all_clinics(clinic_ids)
        moment = {"home_path": str(home.root), "week": week, "known_at": known_at and known_at.isoformat()}
        self._config = {
            "resources": {"moment": {"config": {key: value for key, value in moment.items() if value}}},
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
        }
        self._is_as_known = known_at is not None
        self._on_event = on_event

    def weekly(self) -> WeeklyOutcome:
        """Run the job; where it doesn't get as far as publishing, publish what may be published."""
        result = self._execute(self._automation.AS_KNOWN if self._is_as_known else self._automation.WEEKLY)
        failed, warned = _judge_checks(result)
        is_published = _has_published(result)
        is_explained = result.success if is_published else bool(failed)
        error = None if is_explained else _first_error(result)
        is_held = not is_published and not self._is_as_known and self._hold(failed)
        return WeeklyOutcome(is_published, is_held, failed, warned, error)

    def _hold(self, failed: Sequence[FailedCheck]) -> bool:
        names = ", ".join(check.name for check in failed[:3])
        reason = f"{len(failed)} checks failed: {names}" if failed else "a step failed"
        return self._execute(self._automation.HOLD, {self._automation.HELD_BECAUSE_TAG: reason}).success

    def _execute(self, job: str, tags: Mapping[str, str] | None = None) -> dg.ExecuteInProcessResult:
        run_id = str(uuid4())
        if self._on_event is not None:
            self._instance.add_event_listener(run_id, self._forward)
        with event_log_kept_open(self._instance, run_id):
            return self._definitions.resolve_job_def(job).execute_in_process(
                run_config=self._config,
                instance=self._instance,
                raise_on_error=False,
                run_id=run_id,
                tags={**self._tags, **(tags or {})},
            )

    def _forward(self, entry: Any) -> None:
        if self._on_event is not None and entry.dagster_event is not None:
            self._on_event(entry.dagster_event)


def _judge_checks(
    result: dg.ExecuteInProcessResult,
) -> tuple[tuple[FailedCheck, ...], tuple[FailedCheck, ...]]:
    """Return the checks that found something: blocking ones, and those that only warn."""
    import dagster as dg

    failed: list[FailedCheck] = []
    warned: list[FailedCheck] = []
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed:
            name = f"{evaluation.asset_key.to_user_string()}: {evaluation.check_name}"
            check = FailedCheck(name, _details(evaluation.metadata))
            (failed if evaluation.severity is dg.AssetCheckSeverity.ERROR else warned).append(check)
    return tuple(failed), tuple(warned)


def _details(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name}: {value.value}" for name, value in metadata.items() if name != "seconds")


def _has_published(result: dg.ExecuteInProcessResult) -> bool:
    from orchestration.assets.published import PUBLISHED

    return any(event.asset_key == PUBLISHED for event in result.get_asset_materialization_events())


def _first_error(result: dg.ExecuteInProcessResult) -> str:
    """Say what stopped the run, in the failed step's own words."""
    for event in result.all_events:
        if event.is_step_failure and event.step_failure_data.error is not None:
            error = event.step_failure_data.error
            words = (error.cause or error).message.strip().splitlines()
            return f"{event.step_key}: {words[0] if words else 'no message'}"
    return "the run stopped without saying why; see the Dagster UI (`rapport dev`)"
