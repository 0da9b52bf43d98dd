"""The home's YAML as tables that dbt can join."""

from collections.abc import Iterator

import dagster as dg

from ingest.configuration.registry_columns import TABLES
from ingest.configuration.registry_tables import write_registry_tables
from orchestration.run_moment import RunMoment


def build_registry_assets() -> dg.AssetsDefinition:
    """Make one asset per registry table, all written by one step."""

    @dg.multi_asset(
        name="registry",
        specs=[
            dg.AssetSpec(
                ["registry", table],
                group_name="registry",
                description=words,
            )
            for table, words in TABLES.items()
        ],
        pool="warehouse",
    )
    def registry(moment: RunMoment) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        moment.keep_configuration()
        for table, rows in write_registry_tables(moment.registry, moment.home).items():
            yield dg.MaterializeResult(asset_key=["registry", table], metadata={"dagster/row_count": rows})

    return registry
