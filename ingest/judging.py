"""What the rows of a feed mean, and which of them can't be taken: the rules that look at one row.

Belongs here: one function per feed, from canonical text to landed columns. Doesn't: what needs more than one
row or file, which is dbt's. Nothing is clipped, guessed or dropped: a row is landed, skipped or quarantined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from ingest.actions import action_columns
from ingest.answers import AnswerCodes, read_answers
from ingest.canonical import EXPORTED_AT, RESPONDENTS, WITHDRAWN, Feed
from ingest.configuration.instrument import Instrument
from ingest.formats.text_table import FILE_COLUMN, ROW_COLUMN
from ingest.landing_tables import ENTITY_KEYS, feed_columns, rows_schema
from ingest.mapping import INSTRUMENT, CanonicalText
from ingest.numbers import read_decimals
from ingest.pseudonyms import KeyKind, NamedKeys, clashing
from ingest.reading import Context, TypedColumns, map_codes
from ingest.rules import (
    ROW_INSTRUMENT,
    ROW_KEY_COLLISION,
    ROW_NUMBER,
    ROW_REQUIRED,
    ROW_RESPONDENT,
    ROW_TOTAL_RANGE,
)
from ingest.times import to_utc

ATTENDED = ("attended", "attended_late")
HAPPENED = (*ATTENDED, "no_show")
OPTED_OUT = "opted_out"
NATURAL = "natural"
RESPONSE_ID = "response_id"
IS_WITHDRAWN = "is_withdrawn"
OWN_IDS = {
    Feed.CLIENTS: "client_id",
    Feed.THERAPISTS: "therapist_id",
    Feed.EPISODES: "episode_id",
    Feed.APPOINTMENTS: "appointment_id",
    Feed.RESPONSES: RESPONSE_ID,
    Feed.ACTIONS: "action_id",
}
"""The column by which a row names what it is about."""


@dataclass(frozen=True)
class Judged:
    """The rows of one table, typed, with what is wrong with them; a row is named by its position."""

    rows: (
        pl.DataFrame
    )  # file, row, the feed's landed columns, exported_at (naive UTC, null: the delivery's), is_withdrawn
    is_blank_form: pl.Series  # Boolean: a response with nothing in it
    faults: pl.DataFrame  # FAULT_SCHEMA
    named: dict[str, NamedKeys]  # canonical column -> its keys


def judge(text: CanonicalText, context: Context, known: Callable[[KeyKind], pl.DataFrame]) -> Judged:
    """Read and judge every row of a table.

    `known` gives the clinic's identities of a kind (key, local_id), against which collisions are found.
    """
    typed = TypedColumns(context, text)
    rows = _FEEDS[context.feed](typed)
    rows = rows.with_columns(_exported_at(typed).alias("exported_at"))
    rows = _refuse_collisions(typed, rows, known)
    withdrawn = _withdrawn(typed, rows)
    blank = rows["is_blank_form"] if "is_blank_form" in rows.columns else typed.never()
    if withdrawn.any():
        rows, blank = _emptied(typed, rows, withdrawn), blank & ~withdrawn
    return Judged(
        rows=rows.select(
            FILE_COLUMN,
            ROW_COLUMN,
            *feed_columns(context.feed),
            "exported_at",
            pl.lit(withdrawn).alias(IS_WITHDRAWN),
        ),
        is_blank_form=blank,
        faults=typed.faults.all(),
        named=typed.named,
    )


def _frame(typed: TypedColumns, columns: Mapping[str, pl.Series | pl.Expr]) -> pl.DataFrame:
    schema = rows_schema(typed.context.feed)
    return typed.text.cells.select(
        FILE_COLUMN,
        ROW_COLUMN,
        *(
            (pl.lit(column) if isinstance(column, pl.Series) else column)
            .cast(schema[name], strict=False)  # what doesn't fit its type has been refused as out of range
            .alias(name)
            for name, column in columns.items()
        ),
    )


def _exported_at(typed: TypedColumns) -> pl.Series:
    if typed.text.column(EXPORTED_AT.name) is None:
        return typed.empty(pl.Datetime("us"))
    moments = typed.moment(EXPORTED_AT.name)
    return to_utc(moments.at, typed.context.clinic.timezone)


def _withdrawn(typed: TypedColumns, rows: pl.DataFrame) -> pl.Series:
    """Say which rows only tell that something was entered in error."""
    if typed.text.column(WITHDRAWN.name) is None:
        return typed.never()
    return (typed.code(WITHDRAWN.name) == "yes").fill_null(False)


def _emptied(typed: TypedColumns, rows: pl.DataFrame, withdrawn: pl.Series) -> pl.DataFrame:
    """Leave of withdrawn rows what they are about and whose it was; what they get wrong no longer matters.

    A form without an id of its own is recognised by what it says, which then has to be right.
    """
    feed = typed.context.feed
    named = withdrawn & rows[ENTITY_KEYS[feed]].is_not_null()
    if feed is Feed.RESPONSES:
        named &= rows["key_basis"] == RESPONSE_ID
    typed.faults.forgive(named, except_in={typed.label(OWN_IDS[feed]), typed.label(WITHDRAWN.name)})
    kept = {name for name, dtype in rows.schema.items() if name.endswith("_key") or dtype == pl.Boolean}
    attributes = [name for name in feed_columns(feed) if name not in {*kept, "key_basis"}]
    return rows.with_columns(
        pl.when(pl.lit(~withdrawn)).then(pl.col(name)).alias(name) for name in attributes
    )


def _clients(typed: TypedColumns) -> pl.DataFrame:
    consent = typed.code("consent")
    frame = _frame(
        typed,
        {
            "client_key": typed.key("client_id"),
            "consent": consent,
            "birth_year": typed.integer("birth_year"),
            "gender": typed.code("gender"),
            "ethnicity_group": typed.code("ethnicity_group"),
            "employment": typed.code("employment"),
            "language": typed.code("language"),
        },
    )
    opted_out = (consent == OPTED_OUT).fill_null(False)
    # Someone who has opted out must be known to have done so, whatever else the row says or gets wrong.
    typed.faults.forgive(opted_out, except_in={typed.label("client_id"), typed.label("consent")})
    attributes = [name for name in feed_columns(Feed.CLIENTS) if name not in ("client_key", "consent")]
    return frame.with_columns(
        pl.when(pl.lit(~opted_out)).then(pl.col(name)).alias(name) for name in attributes
    )


def _therapists(typed: TypedColumns) -> pl.DataFrame:
    return _frame(
        typed,
        {
            "therapist_key": typed.key("therapist_id"),
            "profession": typed.code("profession"),
            "qualified_year": typed.integer("qualified_year"),
        },
    )


def _episodes(typed: TypedColumns) -> pl.DataFrame:
    referral_date = typed.day("referral_date")
    typed.refuse_future("referral_date", referral_date.cast(pl.Datetime("us")))
    return _frame(
        typed,
        {
            "episode_key": typed.key("episode_id"),
            "client_key": typed.key("client_id"),
            "therapist_key": typed.key("therapist_id"),
            "start_date": typed.day("start_date"),
            "referral_date": referral_date,
            "end_date": typed.day("end_date"),
            "end_reason": typed.code("end_reason"),
            "programme": typed.code("programme"),
            "presenting_problem": typed.code("presenting_problem"),
            "modality": typed.code("modality"),
            "planned_sessions": typed.integer("planned_sessions"),
            "age_at_start": typed.integer("age_at_start"),
            "is_synthetic_date": pl.lit(typed.is_synthetic("start_date", "referral_date", "end_date")),
        },
    )


def _appointments(typed: TypedColumns) -> pl.DataFrame:
    scheduled = typed.moment("scheduled_at")
    status = _status(typed)
    typed.refuse_future("scheduled_at", scheduled.at, status.is_in(HAPPENED).fill_null(False))
    return _frame(
        typed,
        {
            "appointment_key": typed.key("appointment_id"),
            "episode_key": typed.key("episode_id"),
            "scheduled_at": scheduled.at,
            "has_time": scheduled.has_time,
            "status": status,
            "therapist_key": typed.key("therapist_id"),
            "modality": typed.code("modality"),
            "is_synthetic_date": pl.lit(typed.is_synthetic("scheduled_at")),
            "is_impossible_time": scheduled.is_impossible,
        },
    )


def _status(typed: TypedColumns) -> pl.Series:
    """Read the status; where attendance is told by other columns, no filled one means not attended."""
    texts = typed.text.column("status")
    status = typed.code("status")
    is_given = status.is_not_null()
    if texts is not None:
        is_given |= texts.is_not_null()
    proofs = typed.context.export.attended_if_any
    if proofs:
        cells = typed.text.sent_cells(proofs, typed.context.export.options.null_values)
        was_there = pl.DataFrame(cells).select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        told = pl.when(pl.lit(was_there)).then(pl.lit("attended")).otherwise(pl.lit("no_show"))
        status = status.to_frame("status").select(
            pl.when(pl.lit(~is_given)).then(told)
            .when(pl.col("status").is_in(ATTENDED) & pl.lit(~was_there)).then(pl.lit("no_show"))
            .otherwise(pl.col("status"))
        ).to_series()  # fmt: skip
    typed.faults.add(ROW_REQUIRED, typed.label("status"), status.is_null() & ~is_given)
    return status


def _responses(typed: TypedColumns) -> pl.DataFrame:
    export = typed.context.export
    instrument_ids = _instrument_ids(typed)
    found = {name: typed.context.registry.instruments[name] for name in instrument_ids.drop_nulls().unique()}
    codes = AnswerCodes(
        export.options.null_values, export.items_missing, typed.context.notation, export.coding
    )
    answers = read_answers(typed.text.sent, typed.text.plan.items, found, instrument_ids, codes, typed.faults)
    total, is_fractional = _total(typed, found, instrument_ids)
    is_blank = ~answers.is_given
    for name in ("total", "not_given_reason"):
        texts = typed.text.column(name)
        if texts is not None:
            is_blank &= texts.is_null()
    completed = typed.moment("completed_at")
    typed.refuse_future("completed_at", completed.at)
    response_id = typed.key("response_id")
    frame = _frame(
        typed,
        {
            "episode_key": typed.key("episode_id"),
            "instrument_id": instrument_ids,
            "respondent": _respondent(typed, found, instrument_ids),
            "completed_at": completed.at,
            "has_time": completed.has_time,
            "appointment_key": typed.key("appointment_id"),
            "items": answers.items,
            "is_keyed": pl.lit(export.keyed),
            "declared_total": total,
            "not_given_reason": typed.code("not_given_reason"),
            "comment_length": typed.length("comment"),
            "is_synthetic_date": pl.lit(typed.is_synthetic("completed_at")),
            "is_impossible_time": completed.is_impossible,
            "is_fractional_total": is_fractional,
        },
    )
    return _with_response_keys(typed, frame, response_id).with_columns(is_blank.alias("is_blank_form"))


def _instrument_ids(typed: TypedColumns) -> pl.Series:
    """Resolve each form's instrument; a file of one instrument may name it, but no other."""
    registry, export = typed.context.registry, typed.context.export
    names = registry.instrument_names()
    own = names[export.instrument] if export.instrument is not None else None
    texts = typed.text.column(INSTRUMENT)
    if texts is None:
        return pl.repeat(own, typed.height, dtype=pl.String, eager=True)
    mapped = map_codes(texts, export.values.get(INSTRUMENT, {}))
    ids = mapped.replace_strict(names, default=None, return_dtype=pl.String)
    if own is not None:
        ids = ids.to_frame("id").select(pl.when(pl.col("id") == own).then(pl.col("id"))).to_series()
        ids = (
            ids.to_frame("id")
            .select(pl.when(pl.lit(mapped.is_null())).then(pl.lit(own)).otherwise(pl.col("id")))
            .to_series()
        )
    typed.faults.add(ROW_INSTRUMENT, typed.label(INSTRUMENT), mapped.is_not_null() & ids.is_null())
    if own is None:
        typed.require(INSTRUMENT, mapped)
    return ids


def _respondent(typed: TypedColumns, found: dict[str, Instrument], instrument_ids: pl.Series) -> pl.Series:
    texts = typed.text.column("respondent")
    respondent = typed.code("respondent")
    if texts is None:
        respondent = pl.repeat("client", typed.height, dtype=pl.String, eager=True)
    elif texts.has_nulls():
        respondent = (
            respondent.to_frame("r")
            .select(
                pl.when(pl.lit(texts.is_null()) & pl.col("r").is_null())
                .then(pl.lit("client"))
                .otherwise(pl.col("r"))
            )
            .to_series()
        )
    for instrument_id, instrument in sorted(found.items()):
        others = [word for word in RESPONDENTS if word not in instrument.respondents]
        wrong = (instrument_ids == instrument_id) & respondent.is_in(others)
        typed.faults.add(ROW_RESPONDENT, typed.label("respondent"), wrong.fill_null(False))
    return respondent


def _total(
    typed: TypedColumns, found: dict[str, Instrument], instrument_ids: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """Read the declared total (Float64), and say where a whole-number scale has a fractional one."""
    texts = typed.text.column("total")
    if texts is None:
        return typed.empty(pl.Float64()), typed.never()
    total = read_decimals(texts, typed.context.notation)
    typed.faults.add(ROW_NUMBER, typed.label("total"), texts.is_not_null() & total.is_null())
    is_fractional = typed.never()
    for instrument_id, instrument in sorted(found.items()):
        scale = instrument.declared_total_scale
        if scale is None:
            continue
        of_it = instrument_ids == instrument_id
        outside = of_it & ((total < scale.minimum) | (total > scale.maximum))
        typed.faults.add(ROW_TOTAL_RANGE, typed.label("total"), outside.fill_null(False))
        if not scale.fractional:
            is_fractional |= (of_it & (total != total.floor())).fill_null(False)
    return total, is_fractional


def _with_response_keys(typed: TypedColumns, frame: pl.DataFrame, response_id: pl.Series) -> pl.DataFrame:
    """Key a form by its sender's id, else by episode, instrument, respondent and moment."""
    pseudonymiser = typed.context.pseudonymiser

    def code(name: str) -> pl.Series:
        words = sorted(frame[name].drop_nulls().unique().to_list())
        if not words:
            return typed.empty(pl.Int64())
        numbers = [pseudonymiser.code(word) for word in words]
        return frame[name].replace_strict(words, numbers, default=None, return_dtype=pl.Int64)

    completed_at = frame["completed_at"].to_physical()
    natural = pseudonymiser.mix(
        [frame["episode_key"], code("instrument_id"), code("respondent"), completed_at]
    )
    has_id = pl.lit(response_id.is_not_null())
    frame = frame.with_columns(
        pl.when(has_id).then(pl.lit(response_id)).otherwise(pl.lit(natural)).alias("response_key"),
        pl.when(has_id).then(pl.lit(RESPONSE_ID)).otherwise(pl.lit(NATURAL)).alias("key_basis"),
    )
    typed.faults.add(ROW_KEY_COLLISION, typed.label("episode_id"), _natural_collisions(frame))
    return frame


def _natural_collisions(frame: pl.DataFrame) -> pl.Series:
    """Say which forms share a key with a form of another episode, instrument, respondent or moment."""
    keys = frame["response_key"]
    if keys.n_unique() == keys.len():
        return pl.repeat(False, keys.len(), dtype=pl.Boolean, eager=True)
    parts = ["episode_key", "instrument_id", "respondent", "completed_at"]
    shared = frame.select("response_key", "key_basis", *parts).filter(
        pl.lit(keys.is_duplicated()) & keys.is_not_null() & (pl.col("key_basis") == NATURAL)
    )
    clashes = (
        shared.group_by("response_key").agg(pl.struct(parts).n_unique().alias("n")).filter(pl.col("n") > 1)
    )
    return keys.is_in(clashes["response_key"].implode()).fill_null(False)


def _refuse_collisions(
    typed: TypedColumns, rows: pl.DataFrame, known: Callable[[KeyKind], pl.DataFrame]
) -> pl.DataFrame:
    own = ENTITY_KEYS[typed.context.feed]
    for name, named in typed.named.items():
        clashes = clashing(named.distinct, known(named.kind))
        if clashes.is_empty():
            continue
        clashing_rows = named.keys.is_in(clashes.implode()).fill_null(False)
        typed.faults.add(ROW_KEY_COLLISION, typed.label(name), clashing_rows)
        if own == f"{named.kind}_key":  # the key names nobody for certain
            rows = rows.with_columns(pl.when(pl.lit(~clashing_rows)).then(pl.col(own)).alias(own))
    return rows


_FEEDS: dict[Feed, Callable[[TypedColumns], pl.DataFrame]] = {
    Feed.CLIENTS: _clients,
    Feed.THERAPISTS: _therapists,
    Feed.EPISODES: _episodes,
    Feed.APPOINTMENTS: _appointments,
    Feed.RESPONSES: _responses,
    Feed.ACTIONS: lambda typed: _frame(typed, action_columns(typed)),
}
