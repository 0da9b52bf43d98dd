"""Landing batches in the format that the door writes, made from a few words per row.

Belongs here: deliveries and their rows, written without the door. Doesn't: what the warehouse should make of
them, which each test says.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ingest.canonical import Feed
from ingest.home import Home
from ingest.landing_tables import BATCH_TABLES, ENTITY_KEYS, NOTED_TABLES, rows_schema

Row = dict[str, Any]


def key_of(*parts: object) -> int:
    """Return a stable non-negative key of 62 bits, for names that tests can read."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2


def moment(text: str) -> dt.datetime:
    """Read `2026-03-02` or `2026-03-02 10:00` as a naive moment."""
    return dt.datetime.fromisoformat(text)


@dataclass(frozen=True)
class Refused:
    """One row that the door has quarantined."""

    source_row: int
    entity_key: int | None
    rule_id: str = "RANGE"


@dataclass(frozen=True)
class Delivery:
    """One receipt of one file by one export."""

    clinic: str
    export: str
    feed: Feed
    rows: tuple[Row, ...] = ()
    exported_at: str = "2026-01-05"
    received_at: str = "2026-01-05 06:00"
    mode: str = "delta"
    status: str = "accepted"
    quarantined: tuple[Refused, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    content: str = ""
    mapping: str = "1"
    supersedes: Delivery | None = None
    lost_rows: int = 0

    @property
    def sha256(self) -> str:
        """Of the file's bytes: told apart by `content`, else by the rows."""
        return hashlib.sha256((self.content or repr(self.rows) + repr(self.quarantined)).encode()).hexdigest()

    @property
    def delivery_key(self) -> int:
        """The same for the same bytes, clinic, export, mapping and export time."""
        return key_of("delivery", self.clinic, self.export, self.sha256, self.mapping, self.exported_at)

    @property
    def receipt_key(self) -> int:
        """Unique to this arrival."""
        return key_of("receipt", self.delivery_key, self.received_at, self.status)

    @property
    def batch_id(self) -> str:
        """The run that received it, and its export."""
        return f"{moment(self.received_at):%Y%m%dT%H%M%SZ}-{self.export}"

    @property
    def lands(self) -> bool:
        """Whether its rows get into landing."""
        return self.status == "accepted"


@dataclass
class Landing:
    """Deliveries, to be written as one batch per clinic, export and arrival."""

    deliveries: list[Delivery] = field(default_factory=list)

    def add(self, *deliveries: Delivery) -> None:
        """Take deliveries in any order."""
        self.deliveries.extend(deliveries)

    def write(self, home: Home, order: Sequence[Delivery] | None = None) -> None:
        """Prepare the landing folder and write all batches; `order` is that in which they are written."""
        prepare(home)
        batches: dict[tuple[str, str, str], list[Delivery]] = {}
        for delivery in order if order is not None else self.deliveries:
            batches.setdefault((delivery.feed, delivery.clinic, delivery.batch_id), []).append(delivery)
        for (feed, clinic, batch), members in batches.items():
            folder = home.landing / feed / f"clinic={clinic}" / f"batch={batch}"
            folder.mkdir(parents=True)
            for name, frame in batch_tables(Feed(feed), members).items():
                frame.write_parquet(folder / f"{name}.parquet")


def prepare(home: Home) -> None:
    """Write the zero-row files that give dbt its types."""
    for feed in Feed:
        (home.landing / feed).mkdir(parents=True, exist_ok=True)
        rows_schema(feed).to_frame().write_parquet(home.landing / feed / "empty.parquet")
    for name, schema in (BATCH_TABLES | NOTED_TABLES).items():
        schema.to_frame().write_parquet(home.landing / f"empty_{name}.parquet")


def batch_tables(feed: Feed, deliveries: Iterable[Delivery]) -> dict[str, pl.DataFrame]:
    """Return the five tables of one batch."""
    deliveries = list(deliveries)
    rows = [row for delivery in deliveries if delivery.lands for row in _landed_rows(delivery)]
    return {
        "rows": pl.DataFrame(rows, schema=rows_schema(feed)),
        "deliveries": pl.DataFrame([_receipt(d) for d in deliveries], schema=BATCH_TABLES["deliveries"]),
        "accounts": pl.DataFrame(
            [line for d in deliveries for line in _accounts(d)], schema=BATCH_TABLES["accounts"], orient="row"
        ),
        "quarantine": pl.DataFrame(
            [line for d in deliveries for line in _quarantine(d)],
            schema=BATCH_TABLES["quarantine"],
            orient="row",
        ),
        "checks": pl.DataFrame([_check(deliveries)], schema=BATCH_TABLES["checks"], orient="row"),
    }


def _landed_rows(delivery: Delivery) -> list[Row]:
    shared = {
        "clinic_id": delivery.clinic,
        "delivery_key": delivery.delivery_key,
        "exported_at": moment(delivery.exported_at),
        "received_at": moment(delivery.received_at),
    }
    landed = [shared | {"source_row": n} | row for n, row in enumerate(delivery.rows, 2)]
    return landed[: len(landed) - delivery.lost_rows]


def _receipt(delivery: Delivery) -> Row:
    return {
        "receipt_key": delivery.receipt_key,
        "delivery_key": delivery.delivery_key,
        "clinic_id": delivery.clinic,
        "export_name": delivery.export,
        "feed": delivery.feed.value,
        "file_name": f"{delivery.export}_{delivery.exported_at[:10]}.csv",
        "file_sha256": delivery.sha256,
        "file_bytes": 100,
        "file_modified_at": moment(delivery.exported_at),
        "mapping_fingerprint": delivery.mapping,
        "mode": delivery.mode,
        "exported_at": moment(delivery.exported_at),
        "exported_at_basis": "file_name",
        "received_at": moment(delivery.received_at),
        "status": delivery.status,
        "refusal_rule": None if delivery.lands else "FILE",
        "refusal_message": None,
        "dialect": "utf-8, comma",
        "rows_received": rows_received(delivery),
        "batch_id": delivery.batch_id,
        "supersedes_delivery_key": delivery.supersedes.delivery_key if delivery.supersedes else None,
    }


def rows_received(delivery: Delivery) -> int:
    """Rows of the file."""
    refused_rows = len({refused.source_row for refused in delivery.quarantined})
    return len(delivery.rows) + refused_rows + sum(number for _, number in delivery.skipped)


def _accounts(delivery: Delivery) -> list[tuple[int, str, str, int]]:
    key = delivery.receipt_key
    if not delivery.lands:
        state = {"redelivered": "duplicate", "refused": "refused", "held": "held"}[delivery.status]
        return [(key, state, delivery.status, rows_received(delivery))]
    refused_rows = len({refused.source_row for refused in delivery.quarantined})
    lines = [(key, "landed", "landed", len(delivery.rows)), (key, "quarantined", "rules", refused_rows)]
    return lines + [(key, "skipped", reason, number) for reason, number in delivery.skipped]


def _quarantine(delivery: Delivery) -> list[tuple[Any, ...]]:
    return [
        (
            delivery.receipt_key,
            delivery.delivery_key,
            delivery.clinic,
            delivery.export,
            delivery.feed.value,
            refused.source_row,
            refused.rule_id,
            "q1",
            "Correct the answer.",
            refused.entity_key,
        )
        for refused in delivery.quarantined
    ]


def _check(deliveries: Sequence[Delivery]) -> tuple[Any, ...]:
    first = deliveries[0]
    evaluated = sum(len(d.rows) for d in deliveries)
    return (
        first.clinic,
        first.export,
        first.feed.value,
        "DOOR-DATES",
        "Dates lie in the past.",
        "warning",
        0.01,
        evaluated,
        0,
        0,
        True,
        "door",
        moment(first.received_at),
    )


# Rows of each feed, with everything that a test doesn't care about filled in.


def client(name: str, clinic: str, **columns: Any) -> Row:
    """One row of the client feed."""
    return {
        "client_key": key_of("client", clinic, name),
        "consent": "yes",
        "birth_year": 1980,
        "gender": "female",
        "ethnicity_group": None,
        "employment": None,
        "language": None,
    } | columns


def therapist(name: str, clinic: str, **columns: Any) -> Row:
    """One row of the therapist feed."""
    return {
        "therapist_key": key_of("therapist", clinic, name),
        "profession": None,
        "qualified_year": None,
    } | columns


def episode(
    name: str, clinic: str, start: str, *, of: str | None = None, with_: str | None = None, **columns: Any
) -> Row:
    """One row of the episode feed; `of` names the client, `with_` the therapist."""
    given = {
        name: _day(value)
        for name, value in columns.items()
        if name.endswith("_date") and name != "is_synthetic_date"
    }
    return (
        {
            "episode_key": key_of("episode", clinic, name),
            "client_key": key_of("client", clinic, of or name),
            "therapist_key": key_of("therapist", clinic, with_) if with_ else None,
            "start_date": _day(start),
            "referral_date": None,
            "end_date": None,
            "end_reason": None,
            "programme": None,
            "presenting_problem": None,
            "modality": "in_person",
            "planned_sessions": None,
            "age_at_start": None,
            "is_synthetic_date": False,
        }
        | columns
        | given
    )


def appointment(name: str, clinic: str, at: str, status: str = "attended", *, of: str, **columns: Any) -> Row:
    """One row of the appointment feed; `of` names the episode."""
    return {
        "appointment_key": key_of("appointment", clinic, name),
        "episode_key": key_of("episode", clinic, of),
        "scheduled_at": moment(at),
        "has_time": len(at) > 10,
        "status": status,
        "therapist_key": None,
        "modality": None,
        "is_synthetic_date": False,
        "is_impossible_time": False,
    } | columns


def response(
    clinic: str, instrument: str, at: str, items: Sequence[int | None] | None, *, of: str, **columns: Any
) -> Row:
    """One row of the response feed; `of` names the episode, the key is made of what identifies the form."""
    respondent = columns.get("respondent", "client")
    return {
        "response_key": key_of("response", clinic, of, instrument, respondent, at),
        "episode_key": key_of("episode", clinic, of),
        "instrument_id": instrument,
        "respondent": respondent,
        "completed_at": moment(at),
        "has_time": len(at) > 10,
        "appointment_key": None,
        "items": list(items) if items is not None else None,
        "is_keyed": False,
        "declared_total": None,
        "not_given_reason": None,
        "comment_length": None,
        "key_basis": "natural",
        "is_synthetic_date": False,
        "is_impossible_time": False,
        "is_fractional_total": False,
    } | columns


def action(clinic: str, kind: str, on: str, *, of: str, **columns: Any) -> Row:
    """One row of the actions feed; `of` names the episode."""
    return {
        "action_key": key_of("action", clinic, of, kind, on, *columns.values()),
        "episode_key": key_of("episode", clinic, of),
        "acted_on": _day(on),
        "kind": kind,
        "response_key": None,
        "instrument_id": None,
        "form_on": None,
        "is_synthetic_date": False,
    } | columns


def _day(value: str | dt.date | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def entity_key(feed: Feed) -> str:
    """The column by which versions are recognised."""
    return ENTITY_KEYS[feed]
