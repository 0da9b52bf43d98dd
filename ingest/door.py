"""The door: files of one export go in, a staged batch comes out, and every row is accounted for.

Belongs here: the path of files through reading, mapping and judging to a batch's tables. Doesn't: the single
steps, which files are new (`deliveries`), whether a batch is committed (`receiving`). `check` and `receive`
walk the same path; only `receive` writes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ingest.canonical import EXPORTED_AT, Feed
from ingest.configuration.clinic import Export
from ingest.configuration.instrument import Instrument
from ingest.crosswalks import row_moments
from ingest.formats.asked import Asked
from ingest.formats.text_table import (
    FILE_COLUMN,
    ROW_COLUMN,
    DeliveredFile,
    ReadResult,
    Refusal,
    TextTable,
)
from ingest.home import Home
from ingest.judging import IS_WITHDRAWN, OPTED_OUT, Judged, judge
from ingest.landing_tables import ENTITY_KEYS, feed_columns
from ingest.mapping import CanonicalText, ColumnsRefused, needed_columns, plan_columns, to_canonical_text
from ingest.pseudonyms import KeyKind, NamedKeys
from ingest.reading import Context, TypedColumns
from ingest.rules import (
    BLANK_FORM,
    BLANK_ROW,
    ERASED,
    FILE_COLUMN_MISSING,
    FILE_NAME_DATE,
    LANDED,
    REPEATED_ROW,
    ROW_SHAPE,
)
from ingest.times import to_utc
from ingest.vault import KEPT_KINDS

if TYPE_CHECKING:
    from ingest.formats.catalogue import FormatReader

QUARANTINED_SCHEMA = pl.Schema(
    {
        FILE_COLUMN: pl.UInt32(),
        ROW_COLUMN: pl.UInt32(),
        "rule_id": pl.String(),
        "column_name": pl.String(),
        "entity_key": pl.Int64(),
    }
)
SENT_SCHEMA = pl.Schema(
    {
        FILE_COLUMN: pl.UInt32(),
        ROW_COLUMN: pl.UInt32(),
        "header": pl.List(pl.String()),
        "cells": pl.List(pl.String()),
    }
)
_FILE_STRIDE = 0x9E3779B97F4A7C15  # odd, so that file and key mix into one number without losing either


@dataclass
class Verdict:
    """What became of every row of some files; a file is named by its position among them."""

    feed: Feed
    landed: list[pl.DataFrame] = field(
        default_factory=list
    )  # file, row, feed columns, exported_at, is_withdrawn
    quarantined: list[pl.DataFrame] = field(default_factory=list)  # QUARANTINED_SCHEMA
    tallies: Counter[tuple[int, str, str]] = field(default_factory=Counter)  # (file, state, reason) -> rows
    sent: list[pl.DataFrame] = field(default_factory=list)  # SENT_SCHEMA: refused rows as they were sent
    identities: list[tuple[KeyKind, pl.DataFrame]] = field(
        default_factory=list
    )  # key, local_id: of landed rows
    mentioned: list[pl.Series] = field(default_factory=list)  # every identifier that was read
    refusals: dict[int, Refusal] = field(default_factory=dict)
    rows_received: dict[int, int] = field(default_factory=dict)
    dialects: dict[int, str] = field(default_factory=dict)
    erased: list[pl.Series] = field(default_factory=list)  # courses of people who were erased
    exported: list[pl.DataFrame] = field(default_factory=list)  # file, latest: from a column of the file


def judge_files(
    files: Sequence[DeliveredFile],
    context: Context,
    known: Callable[[KeyKind], pl.DataFrame],
    refused: Mapping[int, str] | None = None,
    exported_at: Sequence[dt.datetime] | None = None,
) -> Verdict:
    """Read files and judge each of their rows; writes nothing.

    `known` gives the clinic's identities of a kind (key, local_id). `refused` says which files can't be taken
    because of their names (FILE-NAME-DATE) and why; their rows are only counted. `exported_at` (naive UTC,
    one per file) matters where the clinic's identifiers have changed; left out, it is now.
    """
    export = context.export
    needed = needed_columns(export) if export.mapped_columns() else frozenset[str]()  # else: canonical names
    result = _format(export).read(files, export.options, needed, context.companions, _asked(context))
    verdict = Verdict(context.feed, rows_received=dict(result.rows_received), dialects=dict(result.dialects))
    verdict.refusals.update(result.refusals)
    for file, message in (refused or {}).items():
        verdict.refusals.setdefault(file, Refusal(FILE_NAME_DATE.id, message, result.rows_received.get(file)))
    instrument = _own_instrument(context)
    for table in (_without(table, refused or {}) for table in result.tables):
        try:
            plan = plan_columns(export, table.header, instrument)
        except ColumnsRefused as error:
            for file in table.files:
                rows = result.rows_received.get(file)
                verdict.refusals[file] = Refusal(FILE_COLUMN_MISSING.id, str(error), rows)
            continue
        text = to_canonical_text(table, export, plan)
        if context.crosswalk.steps:
            text = _with_old_ids(context, text, exported_at or [context.received_at] * len(files))
        judged = judge(text, context, known)
        if context.erased.len():
            text, judged = _without_erased(verdict, context, text, judged)
        _settle(verdict, export, table, text, judged)
    _add_unread_rows(verdict, result)
    verdict.mentioned += context.crosswalk.identifiers()
    return verdict


def _without_erased(
    verdict: Verdict, context: Context, text: CanonicalText, judged: Judged
) -> tuple[CanonicalText, Judged]:
    """Leave out rows of people who were erased, whatever else is right or wrong with them."""
    rows, keys = judged.rows, context.erased.implode()
    whose = [name for name in ("client_key", "episode_key") if name in rows.columns]
    theirs = [pl.col(name).is_in(keys).fill_null(False) for name in whose]
    gone = rows.select(pl.any_horizontal(pl.lit(False), *theirs).alias("gone"))["gone"]
    if not gone.any():
        return text, judged
    _tally(verdict, rows[FILE_COLUMN].filter(gone), "skipped", ERASED)
    if "episode_key" in rows.columns:
        verdict.erased.append(rows["episode_key"].filter(gone).drop_nulls().unique())
    kept = (~gone).arg_true().cast(pl.UInt32)
    renumbered = pl.int_range(kept.len(), dtype=pl.UInt32, eager=True)
    places = pl.DataFrame({"at": kept, "new": renumbered})
    faults = judged.faults.join(places, on="at", how="inner", maintain_order="left")
    faults = faults.with_columns(pl.col("new").alias("at")).select(judged.faults.columns)
    remaining = replace(
        judged, rows=rows.filter(~gone), is_blank_form=judged.is_blank_form.filter(~gone), faults=faults
    )
    return replace(text, sent=text.sent.filter(~gone), cells=text.cells.filter(~gone)), remaining


def _with_old_ids(context: Context, text: CanonicalText, of_files: Sequence[dt.datetime]) -> CanonicalText:
    own = None
    if text.column(EXPORTED_AT.name) is not None:
        moments = TypedColumns(context, text).moment(EXPORTED_AT.name)
        own = to_utc(moments.at, context.clinic.timezone)
    return context.crosswalk.with_old_ids(text, row_moments(text, of_files, own))


def companions_of(home: Home, export: Export) -> dict[str, bytes]:
    """Read the files in the home without which an export can't be read, such as a data dictionary.

    One that isn't there is left out; its format says so for each file that needs it.
    """
    named = _format(export).companions(export.options)
    return {name: (home.root / name).read_bytes() for name in named if (home.root / name).is_file()}


def _format(export: Export) -> FormatReader:
    from ingest.formats.catalogue import FORMATS  # formats' own imports cost half a second

    return FORMATS[export.format]


def _asked(context: Context) -> Asked:
    export = context.export
    relative = export.options.relative_time
    instrument = _own_instrument(context)
    return Asked(
        feed=export.feed,
        instrument=instrument.instrument if instrument is not None else None,
        instruments=context.registry.instruments,
        values=export.values,
        given=frozenset({*export.constants, *({relative.to} if relative is not None else ())}),
    )


def _without(table: TextTable, refused: Collection[int]) -> TextTable:
    files = tuple(file for file in table.files if file not in refused)
    return table if files == table.files else TextTable(files, table.header, _of_taken(refused, table.rows))


def _own_instrument(context: Context) -> Instrument | None:
    name = context.export.instrument
    return context.registry.instrument(name) if name is not None else None


def _settle(verdict: Verdict, export: Export, table: TextTable, text: CanonicalText, judged: Judged) -> None:
    """Part a table's rows into landed, duplicate, quarantined and skipped."""
    rows, blank = judged.rows, judged.is_blank_form
    blank_at = blank.arg_true().cast(pl.UInt32)
    faults = judged.faults.filter(~pl.col("at").is_in(blank_at.implode())) if blank.any() else judged.faults
    is_quarantined = pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)
    if faults.height:
        is_quarantined = is_quarantined.scatter(faults["at"].unique(), True)
        _settle_quarantined(verdict, export, table, text, rows, faults)
    kept = rows.filter(~blank & ~is_quarantined) if blank.any() or faults.height else rows
    repeated = repeats(kept, verdict.feed)
    landed = kept.filter(~repeated) if repeated.any() else kept
    verdict.landed.append(landed)
    _tally(verdict, rows[FILE_COLUMN].filter(blank), "skipped", BLANK_FORM)
    _tally(verdict, kept[FILE_COLUMN].filter(repeated), "duplicate", REPEATED_ROW)
    _tally(verdict, landed[FILE_COLUMN], "landed", LANDED)
    _tally_skipped(verdict, text.skipped)
    _settle_identities(verdict, landed, judged.named)
    if EXPORTED_AT.name in text.cells.columns:
        latest = rows.group_by(FILE_COLUMN).agg(pl.col("exported_at").max().alias("latest"))
        verdict.exported.append(latest.drop_nulls())


def _settle_quarantined(
    verdict: Verdict,
    export: Export,
    table: TextTable,
    text: CanonicalText,
    rows: pl.DataFrame,
    faults: pl.DataFrame,
) -> None:
    placed = rows.select(
        FILE_COLUMN, ROW_COLUMN, pl.col(ENTITY_KEYS[verdict.feed]).alias("entity_key")
    ).with_row_index("at")
    named = faults.join(placed, on="at", how="left", maintain_order="left")
    verdict.quarantined.append(named.select(QUARANTINED_SCHEMA.names()))
    first = named.unique("at", keep="first", maintain_order=True)
    for (rule_id,), rows_of_rule in first.group_by("rule_id"):
        _tally(verdict, rows_of_rule[FILE_COLUMN], "quarantined", str(rule_id))
    used = text.plan.used | needed_columns(export)
    columns = [name for name in table.header if name in used and name in text.sent.columns]
    sent = text.sent[first["at"]]
    verdict.sent.append(
        sent.select(
            FILE_COLUMN,
            ROW_COLUMN,
            pl.lit(pl.Series([columns], dtype=pl.List(pl.String))).first().alias("header"),
            pl.concat_list(columns).alias("cells"),
        )
    )


def _settle_identities(verdict: Verdict, landed: pl.DataFrame, named: dict[str, NamedKeys]) -> None:
    for keys in named.values():
        verdict.mentioned.append(keys.distinct["local_id"])
        column = f"{keys.kind}_key"
        if keys.kind not in KEPT_KINDS:
            continue
        people = (
            landed.filter(pl.col("consent").ne_missing(OPTED_OUT)) if verdict.feed is Feed.CLIENTS else landed
        )
        used = people[column].drop_nulls().unique()
        verdict.identities.append((keys.kind, keys.distinct.filter(pl.col("key").is_in(used.implode()))))


def repeats(rows: pl.DataFrame, feed: Feed) -> pl.Series:
    """Say which rows equal the row before them with the same key in the same file (Boolean).

    Versions that differ, and versions in other files, are for dbt to decide: only it knows all of them.
    """
    key = ENTITY_KEYS[feed]
    mixed = rows.select(
        pl.col(key).reinterpret(signed=False)
        + pl.col(FILE_COLUMN).cast(pl.UInt64) * pl.lit(_FILE_STRIDE, dtype=pl.UInt64)
    ).to_series()
    candidate = mixed.is_duplicated()
    repeated = pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)
    if not candidate.any():
        return repeated
    few = rows.with_row_index("at").filter(candidate).sort(FILE_COLUMN, key, ROW_COLUMN)
    same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(name).shift(1))
        for name in (FILE_COLUMN, *feed_columns(feed), "exported_at", IS_WITHDRAWN)
    )
    at = few.filter(same.fill_null(False) & (pl.int_range(pl.len()) > 0))["at"]
    return repeated.scatter(at, True) if at.len() else repeated


def _tally(verdict: Verdict, files: pl.Series, state: str, reason: str) -> None:
    """Count rows, given by the file of each, under a state and a reason."""
    if files.len():
        numbers, counts = np.unique(files.to_numpy(), return_counts=True)
        for file, rows in zip(numbers.tolist(), counts.tolist(), strict=True):  # files, not rows
            verdict.tallies[file, state, reason] += rows


def _tally_skipped(verdict: Verdict, skipped: pl.DataFrame) -> None:
    """Count rows that were left out: file, reason, rows."""
    for file, reason, rows in skipped.select(FILE_COLUMN, "reason", "rows").iter_rows():
        verdict.tallies[file, "skipped", reason] += rows


def _add_unread_rows(verdict: Verdict, result: ReadResult) -> None:
    """Account for rows that gave no cells: blank ones, misshapen ones, ones that the format leaves out."""
    misshapen = _of_taken(verdict.refusals, result.misshapen)
    blank = _of_taken(verdict.refusals, result.blank)
    skipped = _of_taken(verdict.refusals, result.skipped)
    if misshapen.height:
        verdict.quarantined.append(
            misshapen.select(
                FILE_COLUMN,
                ROW_COLUMN,
                pl.lit(ROW_SHAPE.id).alias("rule_id"),
                pl.format("{} fields instead of {}", "fields_found", "fields_expected").alias("column_name"),
                pl.lit(None, dtype=pl.Int64).alias("entity_key"),
            )
        )
        _tally(verdict, misshapen[FILE_COLUMN], "quarantined", ROW_SHAPE.id)
    _tally_skipped(verdict, blank.with_columns(pl.lit(BLANK_ROW).alias("reason")))
    _tally_skipped(verdict, skipped)


def _of_taken(refused: Collection[int], frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(~pl.col(FILE_COLUMN).is_in(list(refused))) if refused else frame
