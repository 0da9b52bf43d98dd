"""Great Expectations at the door: whole batches are judged before they are committed.

Belongs here: putting the checks (`acceptance_checks`) to DuckDB through Great Expectations, and reading the
verdict. Doesn't: single rows (`judging`), what follows from a failed check (`receiving`).

The checks of all batches that a clinic sends in one run are one query over the Parquet files that are not yet
committed. It is pushed down to DuckDB and gives a tally: one row per batch and check, with counts and never a
value. The expectations are about that tally. An expectation costs some 10 ms whatever the data (measured): a
suite over the rows of each of the 385 batches of a national week would take a minute, this takes 5 s.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ingest.acceptance_checks import BatchFiles, Check, checks_of, source_of
from ingest.canonical import Feed
from ingest.configuration.clinic import Clinic
from ingest.configuration.registry import Registry
from ingest.landing import StagedBatch
from ingest.landing_tables import CHECKS

ERROR, WARNING = "error", "warning"
_RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": 0}  # counts, never values
_TALLY_SCHEMA = pl.Schema(
    {
        "batch_id": pl.String(),
        "check_id": pl.String(),
        "evaluated": pl.Int64(),
        "failed": pl.Int64(),
        "not_applicable": pl.Int64(),
    }
)
_starting = threading.Lock()
_ready: _Validation | None = None


class AcceptanceFailed(Exception):
    """The checks themselves could not be carried out; nothing was decided."""


@dataclass(frozen=True)
class Acceptance:
    """What the checks say about one batch."""

    checks: pl.DataFrame  # CHECKS
    broken: tuple[str, ...]  # descriptions of structural checks that failed: the batch can't be committed

    @property
    def is_accepted(self) -> bool:
        """Whether the batch may be committed."""
        return not self.broken


def preload() -> None:
    """Import Great Expectations, which takes 3 to 8 s; may be called from a thread while files are read."""
    _validation()


def judge_batches(
    batches: Sequence[StagedBatch], clinic: Clinic, registry: Registry
) -> dict[str, Acceptance]:
    """Put every check of every staged batch of one clinic, in one validation; results by batch id.

    Raises:
        AcceptanceFailed: a check could not be evaluated.
    """
    asked = {batch.batch_id: _checks(batch, batches, clinic, registry) for batch in batches}
    tally, passed = _validation().run(_tally_query(batches, asked))
    found = {batch.batch_id: _acceptance(batch, asked[batch.batch_id], tally) for batch in batches}
    if passed[ERROR] != all(acceptance.is_accepted for acceptance in found.values()):
        raise AcceptanceFailed("the verdict and the counts that it rests on differ")
    return found


def _checks(
    batch: StagedBatch, batches: Sequence[StagedBatch], clinic: Clinic, registry: Registry
) -> tuple[Check, ...]:
    export = next(export for export in clinic.exports if export.name == batch.export_name)
    return checks_of(export, clinic, registry, _files(batch, batches))


def _files(batch: StagedBatch, batches: Sequence[StagedBatch]) -> BatchFiles:
    clients = [_path(other, "rows") for other in batches if other.feed is Feed.CLIENTS]
    return BatchFiles(
        rows=_read(batch, "rows"),
        deliveries=_read(batch, "deliveries"),
        accounts=_read(batch, "accounts"),
        clients=f"read_parquet([{', '.join(clients)}], hive_partitioning = false)" if clients else None,
    )


def _path(batch: StagedBatch, name: str) -> str:
    return "'" + str(batch.table(name)).replace("'", "''") + "'"


def _read(batch: StagedBatch, name: str) -> str:
    return f"read_parquet({_path(batch, name)}, hive_partitioning = false)"


def _tally_query(batches: Sequence[StagedBatch], asked: Mapping[str, Sequence[Check]]) -> str:
    """Write the one query that answers every check of every batch."""
    parts = [
        f"SELECT unnest([{', '.join(_counts(batch.batch_id, check) for check in asked[batch.batch_id])}], "  # noqa: S608
        f"recursive := true) FROM {source_of(batch.feed, _files(batch, batches))}"
        for batch in batches
    ]
    share = "CAST(failed AS DOUBLE) / nullif(evaluated, 0)"  # null where there was nothing to evaluate
    return (
        f"SELECT *, CASE severity WHEN '{ERROR}' THEN {share} END AS error_share, "  # noqa: S608
        f"CASE severity WHEN '{WARNING}' THEN {share} END AS warning_share "
        f"FROM ({' UNION ALL '.join(parts)}) AS counted"
    )


def _counts(batch_id: str, check: Check) -> str:
    numbers = ", ".join(
        f"{name} := CAST({getattr(check, name)} AS BIGINT)"
        for name in ("evaluated", "failed", "not_applicable")
    )
    return (
        f"struct_pack(batch_id := '{batch_id}', check_id := '{check.check_id}', "
        f"severity := '{check.severity}', threshold := CAST({check.threshold} AS DOUBLE), {numbers})"
    )


def _acceptance(batch: StagedBatch, asked: Sequence[Check], tally: pl.DataFrame) -> Acceptance:
    described = pl.DataFrame(
        [(check.check_id, check.description, check.severity, check.threshold) for check in asked],
        schema=["check_id", "description", "severity", "threshold"],
        orient="row",
    )
    found = tally.filter(pl.col("batch_id") == batch.batch_id)
    share = pl.col("failed") / pl.col("evaluated")
    checks = (
        described.join(found, on="check_id", how="left", maintain_order="left", validate="1:1")
        .with_columns(
            pl.lit(batch.clinic_id).alias("clinic_id"),
            pl.lit(batch.export_name).alias("export_name"),
            pl.lit(batch.feed.value).alias("feed"),
            ((pl.col("evaluated") == 0) | (share <= pl.col("threshold"))).alias("is_passed"),
            pl.lit("door").alias("source"),
            pl.lit(batch.received_at, dtype=pl.Datetime("us")).alias("measured_at"),
        )
        .select(CHECKS.names())
        .cast(CHECKS)
    )
    if checks["evaluated"].has_nulls():
        raise AcceptanceFailed("not every check was evaluated")
    broken = checks.filter((pl.col("severity") == ERROR) & ~pl.col("is_passed"))["description"].to_list()
    return Acceptance(checks, tuple(broken))


@dataclass(frozen=True)
class _Validation:
    """Great Expectations, made ready once a process: an empty DuckDB in memory, the suite for its tally."""

    definition: Any  # of the batch: the whole tally, as it is when it is asked for
    suite: Any
    connect: Callable[[], Any]  # the one connection through which expectations are put

    def run(self, query: str) -> tuple[pl.DataFrame, dict[str, bool]]:
        """Let DuckDB count and Great Expectations judge the tally; says which kinds of check passed."""
        columns = ", ".join(_TALLY_SCHEMA.names())
        with self.connect() as connection:
            # As it stands: SQLAlchemy's own text() would take a colon in a folder's name for a parameter.
            connection.exec_driver_sql(f"CREATE OR REPLACE TEMPORARY TABLE tally AS {query}")
            found = connection.exec_driver_sql(f"SELECT {columns} FROM tally").fetchall()  # noqa: S608
        result = self.definition.get_batch().validate(self.suite, result_format=_RESULT_FORMAT)
        tally = pl.DataFrame([tuple(row) for row in found], schema=_TALLY_SCHEMA, orient="row")
        return tally, _passed_by_kind(result)


def _passed_by_kind(result: Any) -> dict[str, bool]:
    passed = {}
    for outcome in result.results:
        raised = outcome.exception_info or {}
        if raised.get("raised_exception") or any(
            isinstance(part, dict) and part.get("raised_exception") for part in raised.values()
        ):
            raise AcceptanceFailed(f"{outcome.expectation_config.type} could not be evaluated")
        passed[outcome.expectation_config.meta["kind"]] = bool(outcome.success)
    return passed


def _validation() -> _Validation:
    global _ready
    with _starting:
        if _ready is None:
            _ready = _make_ready()
        return _ready


def _make_ready() -> _Validation:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.core.expect_column_pair_values_a_to_be_greater_than_b import (
        ExpectColumnPairValuesAToBeGreaterThanB,
    )
    from great_expectations.expectations.metadata_types import FailureSeverity

    from ingest import duckdb_dialect

    duckdb_dialect.register()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    datasource = context.data_sources.add_sql(
        "staged batches", connection_string=duckdb_dialect.MEMORY, create_temp_table=False
    )
    definition = datasource.add_query_asset("tally", query="SELECT * FROM tally")
    importance = {ERROR: FailureSeverity.CRITICAL, WARNING: FailureSeverity.WARNING}
    suite = gx.ExpectationSuite(
        name="no share of failures is larger than allowed",
        expectations=[
            ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="threshold",
                column_B=f"{kind}_share",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                severity=severity,
                meta={"kind": kind},
            )
            for kind, severity in importance.items()
        ],
    )
    engine = datasource.get_execution_engine().engine
    return _Validation(definition.add_batch_definition_whole_table("tally"), suite, engine.connect)
