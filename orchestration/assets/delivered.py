"""The reports brought to their recipients, as the last asset of a run."""

import dagster as dg

from orchestration.assets.reports import KINDS
from orchestration.delivering import deliver
from orchestration.run_moment import RunMoment
from reports.delivery.ledger import State
from reports.delivery.sending import Outcome

REACHED = "every_recipient_was_reached"


def build_delivered_assets() -> list[dg.AssetsDefinition]:
    """Make the delivery: it follows the three kinds of report, and its failures stop nothing."""

    @dg.asset(
        key=["reports", "delivered"],
        group_name="reports",
        deps=[["reports", kind] for kind in KINDS],
        description="Each recipient has its audience's files; sent/ledger.jsonl tells of every attempt.",
        check_specs=[
            dg.AssetCheckSpec(
                REACHED,
                asset=["reports", "delivered"],
                description="Every recipient in rapport.yml has this week's reports.",
            )
        ],
    )
    def delivered(context: dg.AssetExecutionContext, moment: RunMoment) -> dg.MaterializeResult:  # type: ignore[type-arg]
        # A look back at earlier knowledge is nobody's Monday report.
        outcomes = (
            [] if moment.known_at else deliver(moment.home, moment.registry, str(moment.knowledge.week))
        )
        return dg.MaterializeResult(
            metadata={
                "sent": sum(outcome.is_new and outcome.state is State.SENT for outcome in outcomes),
                "recipients": len(outcomes),
            },
            check_results=[_reached(outcomes)],
        )

    return [delivered]


def _reached(outcomes: list[Outcome]) -> dg.AssetCheckResult:
    failed = {outcome.recipient: outcome.reason for outcome in outcomes if outcome.state is not State.SENT}
    return dg.AssetCheckResult(
        passed=not failed,
        check_name=REACHED,
        severity=dg.AssetCheckSeverity.WARN,
        metadata=dict(failed),
    )
