"""The file that everyone reads, as an asset; and its held twin for weeks in which a check failed."""

from collections.abc import Sequence

import dagster as dg

from orchestration.run_moment import RunMoment
from warehouse.publish import PublishedFile, publish

PUBLISHED = dg.AssetKey(["published", "rapport"])
HELD = dg.AssetKey(["published", "held"])


def build_published_assets(
    upstream: Sequence[dg.AssetKey], audited: Sequence[dg.AssetKey]
) -> list[dg.AssetsDefinition]:
    """Make the publication, which blocking checks upstream can stop, and the held one, which they can't.

    The held one waits only for what the audit writes: it tells which check failed.
    """

    @dg.asset(
        key=PUBLISHED,
        group_name="published",
        deps=upstream,
        pool="warehouse",
        description="Marts, audit and meta in one DuckDB file, swapped in with one rename.",
    )
    def published(moment: RunMoment) -> dg.MaterializeResult:  # type: ignore[type-arg]
        return _described(publish(moment.home, moment.knowledge))

    @dg.asset(
        key=HELD,
        group_name="published",
        deps=audited,
        pool="warehouse",
        description="After a failed check: the marts of the last good run with today's audit.",
    )
    def held(context: dg.AssetExecutionContext, moment: RunMoment) -> dg.MaterializeResult:  # type: ignore[type-arg]
        reason = context.run.tags.get("rapport/held_because", "a check failed")
        return _described(publish(moment.home, moment.knowledge, held=True, held_reason=reason))

    return [published, held]


def _described(file: PublishedFile) -> dg.MaterializeResult:  # type: ignore[type-arg]
    return dg.MaterializeResult(
        metadata={
            "tables": len(file.rows),
            "rows": sum(file.rows.values()),
            "bytes": file.path.stat().st_size,
        }
    )
