"""The weekly reports as assets, one per kind of audience."""

from collections.abc import Sequence

import dagster as dg

from orchestration.appearance import appearance_of
from orchestration.assets.published import HELD, PUBLISHED
from orchestration.rejection_workbooks import write_rejection_workbooks
from orchestration.run_moment import RunMoment
from reports.render import render

KINDS = {
    "clinic": "One page a clinic, with only its own people.",
    "network": "All clinics with intervals; small numbers withheld; no client-level row.",
    "quality": "Deliveries, row accounts, refusals and checks.",
}


def build_report_assets(clinics: dg.StaticPartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Make the three kinds of report, all read from the published file."""
    return [_report_asset(kind, clinics if kind == "clinic" else None) for kind in KINDS]


def _report_asset(kind: str, partitions: dg.StaticPartitionsDefinition | None) -> dg.AssetsDefinition:
    @dg.asset(
        key=["reports", kind],
        group_name="reports",
        deps=[PUBLISHED, HELD],
        description=KINDS[kind],
        partitions_def=partitions,
        backfill_policy=dg.BackfillPolicy.single_run() if partitions else None,
    )
    def report(context: dg.AssetExecutionContext, moment: RunMoment) -> dg.MaterializeResult:  # type: ignore[type-arg]
        audiences: Sequence[str] = context.partition_keys if partitions else [kind]
        appearance = appearance_of(moment.registry)
        rendered = render(moment.home, moment.knowledge.week, audiences, appearance)
        workbooks = _workbooks(moment, audiences) if partitions else 0
        return dg.MaterializeResult(
            metadata={
                "pages": len(rendered),
                "bytes": sum(page.bytes for page in rendered),
                "seconds": sum(page.seconds for page in rendered),
                "rejection workbooks": workbooks,
            }
        )

    return report


def _workbooks(moment: RunMoment, clinic_ids: Sequence[str]) -> int:
    """Write the clinics' refused rows beside their reports; a look back at earlier knowledge gives none."""
    if moment.known_at:
        return 0
    return len(write_rejection_workbooks(moment.home, moment.registry, moment.knowledge, clinic_ids))
