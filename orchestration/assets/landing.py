"""What clinics sent, as assets: one per feed, partitioned by clinic.

Belongs here: which clinics a run asks for, and how a clinic's receipt shows in Dagster.
Doesn't: reading a file or judging a row (`ingest`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import dagster as dg

from ingest.canonical import Feed
from ingest.receiving import Run, receive_all
from ingest.receptions import keep_reception
from ingest.sources.attempts import land_attempts
from ingest.sources.fetching import Fetched, fetch_all
from ingest.summaries import ClinicSummary, NetworkSummary
from orchestration.run_moment import RunMoment

DESCRIPTIONS = {
    Feed.CLIENTS: "Clients as their clinics describe them, pseudonymised.",
    Feed.THERAPISTS: "Therapists as their clinics describe them, pseudonymised.",
    Feed.EPISODES: "Courses of care with their beginnings and endings.",
    Feed.APPOINTMENTS: "Appointments and what became of them.",
    Feed.RESPONSES: "Filled-in questionnaires, item by item.",
    Feed.ACTIONS: "What clinics did about somebody, as far as they send it back.",
}


ABOUT_DELIVERIES = {
    "deliveries": "Every receipt of a file by an export, and whether it was taken.",
    "accounts": "What became of the rows of each receipt, by state and reason.",
    "quarantine": "Refused rows by file, row, column and rule, without their values.",
    "checks": "What Great Expectations found in each batch before it was committed.",
    "decisions": "What people decided about held files, with their names and reasons.",
    "unclaimed": "Files that no export takes and folders of no clinic, noted when that changes.",
}
"""Tables about deliveries, whatever their feed."""

RECEIVED = "every_clinic_was_received"
CLAIMED = "every_file_is_claimed"
ANSWERED = "every_source_answered"


def landing_key(table: str) -> dg.AssetKey:
    """Return the key of a landing asset."""
    return dg.AssetKey(["landing", table])


def build_landing_assets(clinics: dg.StaticPartitionsDefinition) -> dg.AssetsDefinition:
    """Make the landing assets; one step receives everything that the clinics of the run have sent."""
    about = {feed.value: words for feed, words in DESCRIPTIONS.items()} | ABOUT_DELIVERIES

    @dg.multi_asset(
        name="landing",
        specs=[
            dg.AssetSpec(
                landing_key(table),
                group_name="landing",
                description=f"{words} Append-only Parquet, one batch per clinic, export and run.",
                partitions_def=clinics,
            )
            for table, words in about.items()
        ],
        check_specs=[
            *(
                dg.AssetCheckSpec(
                    RECEIVED,
                    asset=landing_key(feed.value),
                    description="No clinic's door failed as a whole and no file was refused or held.",
                )
                for feed in Feed
            ),
            dg.AssetCheckSpec(
                CLAIMED,
                asset=landing_key("deliveries"),
                description="No file lies in an inbox that no export takes, nor a folder of no clinic.",
            ),
            dg.AssetCheckSpec(
                ANSWERED,
                asset=landing_key("deliveries"),
                description="Every clinic's server answered and gave every file that an export takes.",
            ),
        ],
        pool="warehouse",
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def landing(
        context: dg.AssetExecutionContext, moment: RunMoment
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:  # type: ignore[type-arg]
        home, registry = moment.live_home, moment.registry
        run = Run(moment.run_id, moment.started_at.replace(tzinfo=None))
        clinic_ids = context.partition_keys
        fetched = fetch_all(home, registry, clinic_ids, run.received_at, on_progress=context.log.info)
        summary = receive_all(home, registry, run, clinic_ids=clinic_ids, on_progress=context.log.info)
        land_attempts(home, run.run_id, fetched)
        keep_reception(home, run.run_id, run.received_at, summary)
        for feed in Feed:
            for clinic in summary.clinics:
                context.add_asset_metadata(
                    counts_of(clinic, feed), asset_key=landing_key(feed.value), partition_key=clinic.clinic_id
                )
            yield dg.MaterializeResult(asset_key=landing_key(feed.value))
            yield _received(feed, summary.clinics)
        for table in ABOUT_DELIVERIES:
            yield dg.MaterializeResult(asset_key=landing_key(table))
        yield _claimed(summary, fetched)
        yield _answered(fetched)

    return landing


def counts_of(clinic: ClinicSummary, feed: Feed) -> dict[str, int]:
    """Return what a clinic brought of a feed in this run: files by what became of them, rows by state."""
    counts: Counter[str] = Counter()
    for export in clinic.exports:
        if export.feed is feed:
            counts["files accepted"] += export.files_accepted
            counts["files refused"] += export.files_refused
            counts["files held"] += export.files_held
            counts["files sent again"] += export.files_redelivered
            counts["files unchanged"] += export.files_unchanged
            counts.update({f"rows {state}": rows for state, rows in export.rows.items()})
    return dict(counts)


def troubles_of(clinic: ClinicSummary, feed: Feed) -> list[str]:
    """Return why a clinic's deliveries of a feed couldn't be taken, in the door's words."""
    refused = [
        f"{file.file_name}: {file.message}"
        for export in clinic.exports
        if export.feed is feed
        for file in export.refusals
    ]
    held = [
        f"{file.file_name} is held ({file.delivery_key}): {file.message}"
        for export in clinic.exports
        if export.feed is feed
        for file in export.holds
    ]
    troubles = [*refused, *held]
    return [clinic.problem, *troubles] if clinic.problem else troubles


def _received(feed: Feed, clinics: Sequence[ClinicSummary]) -> dg.AssetCheckResult:
    troubled = {clinic.clinic_id: troubles for clinic in clinics if (troubles := troubles_of(clinic, feed))}
    return dg.AssetCheckResult(
        asset_key=landing_key(feed.value),
        check_name=RECEIVED,
        passed=not troubled,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={clinic: "; ".join(messages) for clinic, messages in troubled.items()},
    )


def _answered(fetched: Sequence[Fetched]) -> dg.AssetCheckResult:
    troubled = [attempt for attempt in fetched if not attempt.is_complete]
    return dg.AssetCheckResult(
        asset_key=landing_key("deliveries"),
        check_name=ANSWERED,
        passed=not troubled,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={attempt.clinic_id: attempt.sentence for attempt in troubled},
    )


def _claimed(summary: NetworkSummary, fetched: Sequence[Fetched]) -> dg.AssetCheckResult:
    found = {folder.name: folder.message for folder in summary.unknown_folders}
    for clinic in summary.clinics:
        if clinic.unclaimed:
            found[clinic.clinic_id] = (
                f"no export takes {', '.join(clinic.unclaimed)}; mend `files` of one, or move the files away"
            )
    for attempt in fetched:
        if attempt.unclaimed:
            found[f"{attempt.clinic_id} ({attempt.kind})"] = (
                f"{attempt.unclaimed} file(s) on the server that no export takes stay there; mend `files` of "
                "an export, or let the source name a folder without them"
            )
    return dg.AssetCheckResult(
        asset_key=landing_key("deliveries"),
        check_name=CLAIMED,
        passed=not found,
        severity=dg.AssetCheckSeverity.WARN,
        metadata=found,
    )
