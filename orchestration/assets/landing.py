"""What clinics sent, as assets: one per feed, partitioned by clinic.

Belongs here: which clinics a run asks for, and how a clinic's receipt shows in Dagster.
Doesn't: reading a file or judging a row (`ingest`).
"""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from ingest.canonical import Feed
from ingest.receiving import ClinicReceipt, receive_clinic
from orchestration.run_moment import RunMoment

DESCRIPTIONS = {
    Feed.CLIENTS: "Clients as their clinics describe them, pseudonymised.",
    Feed.THERAPISTS: "Therapists as their clinics describe them, pseudonymised.",
    Feed.EPISODES: "Courses of care with their beginnings and endings.",
    Feed.APPOINTMENTS: "Appointments and what became of them.",
    Feed.RESPONSES: "Filled-in questionnaires, item by item.",
}


def landing_key(feed: Feed) -> dg.AssetKey:
    """Return the key of a feed's landing asset."""
    return dg.AssetKey(["landing", feed.value])


def build_landing_assets(clinics: dg.StaticPartitionsDefinition) -> dg.AssetsDefinition:
    """Make the five landing assets; one step receives everything that the clinics of the run have sent."""
    specs = [
        dg.AssetSpec(
            landing_key(feed),
            group_name="landing",
            description=f"{DESCRIPTIONS[feed]} Append-only Parquet, one batch per clinic, export and run.",
            partitions_def=clinics,
        )
        for feed in Feed
    ]
    checks = [
        dg.AssetCheckSpec(
            "every_clinic_was_received",
            asset=landing_key(feed),
            description="No clinic's door failed as a whole and no file was refused.",
        )
        for feed in Feed
    ]

    @dg.multi_asset(
        name="landing",
        specs=specs,
        check_specs=checks,
        pool="warehouse",
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def landing(
        context: dg.AssetExecutionContext, moment: RunMoment
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:  # type: ignore[type-arg]
        registry = moment.registry
        receipts = [
            receive_clinic(moment.live_home, registry, clinic_id, moment.run_id, moment.started_at)
            for clinic_id in context.partition_keys
        ]
        for feed in Feed:
            for receipt in receipts:
                context.add_asset_metadata(
                    receipt.counts(feed), asset_key=landing_key(feed), partition_key=receipt.clinic_id
                )
            yield dg.MaterializeResult(asset_key=landing_key(feed))
            yield _received(feed, receipts)

    return landing


def _received(feed: Feed, receipts: list[ClinicReceipt]) -> dg.AssetCheckResult:
    troubled = {receipt.clinic_id: messages for receipt in receipts if (messages := receipt.troubles(feed))}
    return dg.AssetCheckResult(
        asset_key=landing_key(feed),
        check_name="every_clinic_was_received",
        passed=not troubled,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={clinic: "; ".join(messages) for clinic, messages in troubled.items()},
    )
