"""What clinics did about somebody: the rows of the actions feed, and which form a review was of.

Belongs here: reading those rows, and the key of an action that has no identifier. Doesn't: what is done with
them, which is dbt's.
"""

from __future__ import annotations

import polars as pl

from ingest.canonical import REVIEWED
from ingest.mapping import INSTRUMENT
from ingest.reading import TypedColumns, map_codes
from ingest.rules import ROW_INSTRUMENT, ROW_REVIEW


def action_columns(typed: TypedColumns) -> dict[str, pl.Series | pl.Expr]:
    """Read the landed columns of an actions export.

    A review of risk answers has to say which form it was of: by its `response_id`, or by its instrument and
    the day on which it was filled in. Other kinds of action may leave that out.
    """
    acted_on = typed.day("acted_on")
    typed.refuse_future("acted_on", acted_on.cast(pl.Datetime("us")))
    kind = typed.code("kind")
    texts = typed.text.column("kind")
    typed.require("kind", kind, None if texts is None else texts.is_not_null())
    episode_key, response_key = typed.key("episode_id"), typed.key("response_id")
    instrument, form_on = _instrument(typed), typed.day("form_on")
    is_nameless = response_key.is_null() & (instrument.is_null() | form_on.is_null())
    typed.faults.add(
        ROW_REVIEW, typed.label("response_id"), (kind == REVIEWED).fill_null(False) & is_nameless
    )
    natural = _natural_keys(typed, [episode_key, acted_on, kind, response_key, instrument, form_on])
    own = typed.key("action_id")
    keys = own.to_frame("own").select(pl.coalesce("own", pl.lit(natural))).to_series()
    return {
        "action_key": keys,
        "episode_key": episode_key,
        "acted_on": acted_on,
        "kind": kind,
        "response_key": response_key,
        "instrument_id": instrument,
        "form_on": form_on,
        "is_synthetic_date": pl.lit(typed.is_synthetic("acted_on")),
    }


def _instrument(typed: TypedColumns) -> pl.Series:
    texts = typed.text.column(INSTRUMENT)
    if texts is None:
        return typed.empty(pl.String())
    mapped = map_codes(texts, typed.context.export.values.get(INSTRUMENT, {}))
    names = typed.context.registry.instrument_names()
    ids = mapped.replace_strict(names, default=None, return_dtype=pl.String)
    typed.faults.add(ROW_INSTRUMENT, typed.label(INSTRUMENT), mapped.is_not_null() & ids.is_null())
    return ids


def _natural_keys(typed: TypedColumns, parts: list[pl.Series]) -> pl.Series:
    """Key an action by all that it says: the same said twice of one day is one action.

    Null without a course, a day or a kind. The form may be left out.
    """
    pseudonymiser = typed.context.pseudonymiser
    numbers = []
    for place, part in enumerate(parts):
        if part.dtype == pl.String:
            words = sorted(part.drop_nulls().unique().to_list())
            codes = [pseudonymiser.code(word) for word in words]
            number = part.replace_strict(words, codes, default=None, return_dtype=pl.Int64)
        else:
            number = part.to_physical().cast(pl.Int64)
        numbers.append(number if place < 3 else number.fill_null(0))
    return pseudonymiser.mix(numbers)
