"""What starts things: the jobs, the Monday schedule, the inbox sensor, the hold after a failed check.

Belongs here: everything that launches a run, and nothing else does. Doesn't: what a run does (`assets`).
"""

from collections.abc import Sequence

import dagster as dg

from ingest.configuration.registry import Registry
from ingest.home import Home
from ingest.sources.changes import fingerprint_sources
from orchestration.assets.models import MODELS
from orchestration.assets.published import HELD
from warehouse.contracts import read_promises

WEEKLY = "weekly"
HOLD = "hold"
RETRAIN = "retrain"
AS_KNOWN = "as_known"
HELD_BECAUSE_TAG = "rapport/held_because"

reports = dg.AssetSelection.groups("reports")
audited = dg.AssetSelection.assets(
    *(["audit", name] for name, one in read_promises().contracts.items() if one.schema == "audit")
)
everything = dg.AssetSelection.all() - dg.AssetSelection.assets(HELD)

weekly_job = dg.define_asset_job(
    WEEKLY,
    everything,
    description="Pull, land, build, check, publish, report: Monday's job, for all clinics.",
)
hold_job = dg.define_asset_job(
    HOLD,
    dg.AssetSelection.assets(HELD) | audited | reports,
    description="After a failed check: publish today's audit beside the last good marts, and say so.",
)
as_known_job = dg.define_asset_job(
    AS_KNOWN,
    everything - dg.AssetSelection.groups("landing"),
    description="Build what was known at an earlier time, apart from the live file.",
)
retrain_job = dg.define_asset_job(
    RETRAIN,
    dg.AssetSelection.assets(MODELS),
    config={"ops": {MODELS.to_python_identifier(): {"config": {"retrain": True}}}},
    description="Train the model of dropout risk anew, on what the last weekly run has built.",
)


def all_clinics(clinic_ids: Sequence[str]) -> dict[str, str]:
    """Return the tags that make one run cover every clinic."""
    if not clinic_ids:
        return {}
    ordered = sorted(clinic_ids)
    return {
        "dagster/asset_partition_range_start": ordered[0],
        "dagster/asset_partition_range_end": ordered[-1],
    }


def build_automation(home: Home, registry: Registry | None) -> dg.Definitions:
    """Make the jobs; with a home also its schedule and sensors."""
    jobs = [weekly_job, hold_job, as_known_job, retrain_job]
    if registry is None:
        return dg.Definitions(jobs=jobs)
    tags = all_clinics(list(registry.clinics))

    @dg.schedule(
        name="monday_morning",
        job=weekly_job,
        cron_schedule="0 6 * * 1",
        execution_timezone=registry.network.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Mondays at 06:00 in the network's time zone.",
    )
    def monday_morning() -> dg.RunRequest:
        return dg.RunRequest(tags=tags)

    @dg.schedule(
        name="quarterly_training",
        job=retrain_job,
        cron_schedule="0 3 2 1,4,7,10 *",
        execution_timezone=registry.network.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="A new model of dropout risk every quarter, used from the next weekly run on.",
    )
    def quarterly_training() -> dg.RunRequest:
        return dg.RunRequest()

    @dg.sensor(
        name="inbox",
        job=weekly_job,
        minimum_interval_seconds=300,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="Runs the weekly job when an inbox has changed. Off until somebody turns it on.",
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        seen = fingerprint_sources(home, registry)
        if seen == context.cursor:
            return dg.SkipReason("No inbox has changed.")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=seen, tags=tags)], cursor=seen)

    @dg.run_failure_sensor(
        name="hold_after_failure",
        monitored_jobs=[weekly_job],
        request_job=hold_job,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="When a weekly run fails, publishes its audit beside the last good marts.",
    )
    def hold_after_failure(context: dg.RunFailureSensorContext) -> dg.RunRequest:
        reason = context.failure_event.message or "the weekly run failed"
        return dg.RunRequest(
            run_key=f"hold-{context.dagster_run.run_id}", tags=tags | {HELD_BECAUSE_TAG: reason[:200]}
        )

    return dg.Definitions(
        jobs=jobs, schedules=[monday_morning, quarterly_training], sensors=[inbox, hold_after_failure]
    )
