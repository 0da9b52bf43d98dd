"""The statistics as assets: what Python infers from the small tables that SQL has counted."""

from collections.abc import Iterator

import dagster as dg

from orchestration.assets.models import MODELS
from orchestration.run_moment import RunMoment
from warehouse.inference.catalogue import inferred_marts, run


def inference_key(mart: str) -> dg.AssetKey:
    """Return the key of an inferred mart."""
    return dg.AssetKey(["inference", mart])


def build_inference_assets() -> dg.AssetsDefinition:
    """Make one asset per inferred mart, all computed in one reading of the working file."""

    @dg.multi_asset(
        name="inference",
        specs=[
            dg.AssetSpec(
                inference_key(mart.name),
                group_name="inference",
                description=mart.description,
                deps=[
                    *(dg.AssetKey(table.split(".")) for table in mart.inputs),
                    *([MODELS] if mart.uses_models else []),
                ],
            )
            for mart in inferred_marts()
        ],
        pool="warehouse",
    )
    def infer(moment: RunMoment) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        for mart, written in run(moment.home, moment.knowledge).items():
            yield dg.MaterializeResult(
                asset_key=inference_key(mart), metadata={"dagster/row_count": written.rows}
            )

    return infer
