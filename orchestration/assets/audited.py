"""What the audit writes, as assets: the checks of all runs, and what has changed since."""

from collections.abc import Iterator

import dagster as dg

from orchestration.run_moment import RunMoment
from warehouse.audit.audited import audit
from warehouse.contracts import read_promises

BEFORE = (
    ["intermediate", "int_checks_gathered"],
    ["landing", "deliveries"],
    ["registry", "checks"],
)
"""What the audit reads, besides the history in the home and the results of dbt's tests."""


def build_audited_assets() -> dg.AssetsDefinition:
    """Make one asset per table of the audit, all written by one step."""
    contracts = {
        name: contract for name, contract in read_promises().contracts.items() if contract.schema == "audit"
    }

    @dg.multi_asset(
        name="audited",
        specs=[
            dg.AssetSpec(["audit", name], group_name="audit", description=contract.description, deps=BEFORE)
            for name, contract in contracts.items()
        ],
        pool="warehouse",
    )
    def audited(moment: RunMoment) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        for name, rows in audit(moment.home, moment.knowledge).items():
            yield dg.MaterializeResult(asset_key=["audit", name], metadata={"dagster/row_count": rows})

    return audited
