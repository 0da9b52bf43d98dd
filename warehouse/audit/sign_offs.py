"""Who has accepted, released or rejected what, until when, and which answers are due.

Belongs here: the table audit.sign_offs. Doesn't: recording a sign-off (`signing`), or a decision about a held
delivery (`ingest.hold_decisions`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import duckdb
import polars as pl

from warehouse.audit.access_log import DECIDED, SIGNED_OFF, Entry
from warehouse.audit.tables import NETWORK

SIGN_OFFS = pl.Schema(
    {
        "sign_off_number": pl.Int64(),
        "kind": pl.String(),
        "check_id": pl.String(),
        "delivery_key": pl.Int64(),
        "clinic_id": pl.String(),
        "export_name": pl.String(),
        "file_name": pl.String(),
        "decision": pl.String(),
        "signed_by": pl.String(),
        "signed_on": pl.Date(),
        "holds_until": pl.Date(),
        "due_on": pl.Date(),
        "note": pl.String(),
        "is_holding": pl.Boolean(),
        "is_overdue": pl.Boolean(),
        "is_chained": pl.Boolean(),
    }
)
"""audit.sign_offs."""

_UNTAKEN = """
select distinct
    delivery_key, clinic_id, export_name, file_name,
    arg_max(decision, received_at) over of_delivery as decision,
    arg_max(decided_by, received_at) over of_delivery as decided_by,
    arg_max(decision_reason, received_at) over of_delivery as decision_reason,
    cast(arg_max(decided_at, received_at) over of_delivery as date) as decided_on
from audit.deliveries
where status in ('held', 'refused', 'released') or decision is not null
window of_delivery as (partition by delivery_key)
order by delivery_key
"""


def read_untaken(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the deliveries that were held or refused, with what people decided about them."""
    return connection.sql(_UNTAKEN).pl().unique("delivery_key", keep="first", maintain_order=True)


def sign_offs(
    notes: pl.DataFrame, untaken: pl.DataFrame, entries: Sequence[Entry], today: dt.date
) -> pl.DataFrame:
    """Return every note with a name, a date or a sign-off, and every decision about a delivery (SIGN_OFFS).

    `notes` are those of `notes`, `untaken` those of `read_untaken`. `is_chained`: the access log has a
    line of it, so that it can't be changed unnoticed; what was written into the file by hand has none.
    """
    chained = {e.access.sha256 for e in entries if e.access.event == SIGNED_OFF}
    decided = {e.access.path for e in entries if e.access.event == DECIDED}
    about = untaken.select("delivery_key", of_clinic="clinic_id", of_export="export_name", file="file_name")
    has_signed = pl.col("signed_off_by").is_not_null()
    holds = has_signed & (pl.col("signed_off_until").is_null() | (pl.col("signed_off_until") >= today))
    noted = notes.join(about, on="delivery_key", how="left", maintain_order="left").select(
        kind=pl.when(pl.col("check_id").is_null()).then(pl.lit("delivery")).otherwise(pl.lit("check")),
        check_id="check_id",
        delivery_key="delivery_key",
        clinic_id=pl.coalesce("clinic_id", "of_clinic", pl.lit(NETWORK)),
        export_name=pl.coalesce("export_name", "of_export"),
        file_name="file",
        decision=pl.when(has_signed).then(pl.lit("accepted")).otherwise(pl.lit("noted")),
        signed_by=pl.coalesce("signed_off_by", "noted_by"),
        signed_on="signed_off_on",
        holds_until="signed_off_until",
        due_on="due_on",
        note="note",
        is_holding=holds,
        is_overdue=((pl.col("due_on") < today) & ~holds).fill_null(False),
        is_chained=pl.col("fingerprint").is_in(list(chained)),
    )
    decisions = untaken.filter(pl.col("decision").is_not_null()).select(
        kind=pl.lit("delivery"),
        check_id=pl.lit(None, pl.String),
        delivery_key="delivery_key",
        clinic_id="clinic_id",
        export_name="export_name",
        file_name="file_name",
        decision="decision",
        signed_by="decided_by",
        signed_on="decided_on",
        holds_until=pl.lit(None, pl.Date),
        due_on=pl.lit(None, pl.Date),
        note="decision_reason",
        is_holding=pl.lit(True),
        is_overdue=pl.lit(False),
        is_chained=pl.col("delivery_key").cast(pl.String).is_in(list(decided)),
    )
    return (
        pl.concat([noted, decisions], how="vertical_relaxed")
        .with_row_index("sign_off_number", offset=1)
        .select(SIGN_OFFS.names())
        .cast(SIGN_OFFS)
    )
