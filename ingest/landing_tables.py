"""The tables of a landing batch: their columns, types and order, which dbt relies on.

Belongs here: schemas. Doesn't: writing (`landing`) or filling them (`judging`, `door`). All timestamps are
naive microseconds: `exported_at`, `received_at`, `file_modified_at` and `measured_at` are UTC, clinical times
are local to the clinic.
"""

from __future__ import annotations

import polars as pl

from ingest.canonical import Feed

_MOMENT = pl.Datetime("us")

VERSION_COLUMNS: dict[str, pl.DataType] = {
    "clinic_id": pl.String(),
    "delivery_key": pl.Int64(),
    "source_row": pl.Int32(),
    "exported_at": _MOMENT,
    "received_at": _MOMENT,
    "is_withdrawn": pl.Boolean(),
}

_FEED_COLUMNS: dict[Feed, dict[str, pl.DataType]] = {
    Feed.CLIENTS: {
        "client_key": pl.Int64(),
        "consent": pl.String(),
        "birth_year": pl.Int16(),
        "gender": pl.String(),
        "ethnicity_group": pl.String(),
        "employment": pl.String(),
        "language": pl.String(),
    },
    Feed.THERAPISTS: {
        "therapist_key": pl.Int64(),
        "profession": pl.String(),
        "qualified_year": pl.Int16(),
    },
    Feed.EPISODES: {
        "episode_key": pl.Int64(),
        "client_key": pl.Int64(),
        "therapist_key": pl.Int64(),
        "start_date": pl.Date(),
        "referral_date": pl.Date(),
        "end_date": pl.Date(),
        "end_reason": pl.String(),
        "programme": pl.String(),
        "presenting_problem": pl.String(),
        "modality": pl.String(),
        "planned_sessions": pl.Int16(),
        "age_at_start": pl.Int16(),
        "is_synthetic_date": pl.Boolean(),
    },
    Feed.APPOINTMENTS: {
        "appointment_key": pl.Int64(),
        "episode_key": pl.Int64(),
        "scheduled_at": _MOMENT,
        "has_time": pl.Boolean(),
        "status": pl.String(),
        "therapist_key": pl.Int64(),
        "modality": pl.String(),
        "is_synthetic_date": pl.Boolean(),
        "is_impossible_time": pl.Boolean(),
    },
    Feed.RESPONSES: {
        "response_key": pl.Int64(),
        "episode_key": pl.Int64(),
        "instrument_id": pl.String(),
        "respondent": pl.String(),
        "completed_at": _MOMENT,
        "has_time": pl.Boolean(),
        "appointment_key": pl.Int64(),
        "items": pl.List(pl.Int16()),
        "is_keyed": pl.Boolean(),
        "declared_total": pl.Float64(),
        "not_given_reason": pl.String(),
        "comment_length": pl.Int32(),
        "key_basis": pl.String(),
        "is_synthetic_date": pl.Boolean(),
        "is_impossible_time": pl.Boolean(),
        "is_fractional_total": pl.Boolean(),
    },
    Feed.ACTIONS: {
        "action_key": pl.Int64(),
        "episode_key": pl.Int64(),
        "acted_on": pl.Date(),
        "kind": pl.String(),
        "response_key": pl.Int64(),
        "instrument_id": pl.String(),
        "form_on": pl.Date(),
        "is_synthetic_date": pl.Boolean(),
    },
}

ENTITY_KEYS = {
    Feed.CLIENTS: "client_key",
    Feed.THERAPISTS: "therapist_key",
    Feed.EPISODES: "episode_key",
    Feed.APPOINTMENTS: "appointment_key",
    Feed.RESPONSES: "response_key",
    Feed.ACTIONS: "action_key",
}
"""The column by which versions of one thing are recognised."""

DELIVERIES = pl.Schema(
    {
        "receipt_key": pl.Int64(),
        "delivery_key": pl.Int64(),
        "clinic_id": pl.String(),
        "export_name": pl.String(),
        "feed": pl.String(),
        "file_name": pl.String(),
        "file_sha256": pl.String(),
        "file_bytes": pl.Int64(),
        "file_modified_at": _MOMENT,
        "mapping_fingerprint": pl.String(),
        "mode": pl.String(),
        "exported_at": _MOMENT,
        "exported_at_basis": pl.String(),
        "received_at": _MOMENT,
        "status": pl.String(),
        "refusal_rule": pl.String(),
        "refusal_message": pl.String(),
        "dialect": pl.String(),
        "rows_received": pl.Int32(),
        "batch_id": pl.String(),
        "supersedes_delivery_key": pl.Int64(),
        "archive_name": pl.String(),  # where the file came in an archive: the archive's
        "archive_sha256": pl.String(),
        "archive_bytes": pl.Int64(),
    }
)
"""One row per receipt of a file by an export."""

ACCOUNTS = pl.Schema(
    {"receipt_key": pl.Int64(), "state": pl.String(), "reason": pl.String(), "rows": pl.Int32()}
)
"""One row per receipt, state and reason; the rows of a receipt sum to its rows_received."""

QUARANTINE = pl.Schema(
    {
        "receipt_key": pl.Int64(),
        "delivery_key": pl.Int64(),
        "clinic_id": pl.String(),
        "export_name": pl.String(),
        "feed": pl.String(),
        "source_row": pl.Int32(),
        "rule_id": pl.String(),
        "column_name": pl.String(),
        "remedy": pl.String(),
        "entity_key": pl.Int64(),
    }
)
"""One row per refused row, rule and column; never a value."""

CHECKS = pl.Schema(
    {
        "clinic_id": pl.String(),
        "export_name": pl.String(),
        "feed": pl.String(),
        "check_id": pl.String(),
        "description": pl.String(),
        "severity": pl.String(),
        "threshold": pl.Float64(),
        "evaluated": pl.Int64(),
        "failed": pl.Int64(),
        "not_applicable": pl.Int64(),
        "is_passed": pl.Boolean(),
        "source": pl.String(),
        "measured_at": _MOMENT,
    }
)
"""One row per batch and acceptance check."""

DECISIONS = pl.Schema(
    {
        "clinic_id": pl.String(),
        "export_name": pl.String(),
        "delivery_key": pl.Int64(),
        "file_name": pl.String(),
        "rule_id": pl.String(),
        "decision": pl.String(),
        "decided_by": pl.String(),
        "reason": pl.String(),
        "decided_at": _MOMENT,
    }
)
"""One row per held delivery that a person released or rejected; never changed afterwards."""

UNCLAIMED = pl.Schema(
    {
        "place": pl.String(),  # the clinic, or `inbox` for what belongs to none
        "clinic_id": pl.String(),
        "file_name": pl.String(),  # null: nothing was left over
        "message": pl.String(),
        "seen_at": _MOMENT,
        "run_id": pl.String(),
    }
)
"""One row per file that nobody took, seen by a run; only the runs that saw something else than the one before
have rows."""

ERASURES = pl.Schema({"clinic_id": pl.String(), "kind": pl.String(), "key": pl.Int64(), "erased_at": _MOMENT})
"""One row per key of a person who was erased: what it takes to know them when they are sent again."""

NOTED_TABLES = {"decisions": DECISIONS, "unclaimed": UNCLAIMED, "checks": CHECKS, "erasures": ERASURES}
"""Tables that are landed by themselves, not with a batch of files; checks in this way are those of a clinic's
server, which may have given no file at all."""

BATCH_TABLES = {"deliveries": DELIVERIES, "accounts": ACCOUNTS, "quarantine": QUARANTINE, "checks": CHECKS}
"""The tables that every batch has besides its rows."""


def rows_schema(feed: Feed) -> pl.Schema:
    """Return the schema of a feed's landed rows: the version columns, then the feed's own."""
    return pl.Schema(VERSION_COLUMNS | _FEED_COLUMNS[feed])


def feed_columns(feed: Feed) -> tuple[str, ...]:
    """Return a feed's own landed columns."""
    return tuple(_FEED_COLUMNS[feed])
