"""From item columns as sent to one list of answers per form, in whole stored units.

Belongs here: codes that mean no answer, ranges in exact units, forms of several instruments in one file.
Doesn't: reversing and scoring, which is SQL. An answer outside the form's range is refused, never clipped.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from ingest.configuration.instrument import Coding, Instrument, exact
from ingest.faults import Faults
from ingest.numbers import Notation, plain_decimals, scaled
from ingest.rules import ROW_ITEM_COUNT, ROW_ITEM_RANGE, ROW_NUMBER

ANSWERS = pl.List(pl.Int16)


@dataclass(frozen=True)
class AnswerCodes:
    """Which cells of item columns hold no answer, and how the file writes numbers."""

    null_values: tuple[str, ...]
    items_missing: tuple[str, ...]
    notation: Notation
    coding: str | None = None
    """The instrument's coding that the file is written in, if not its own."""


@dataclass(frozen=True)
class Answers:
    """The answers of every form of a table."""

    items: pl.Series  # List(Int16) in stored units, null where no item was given at all
    is_given: pl.Series  # Boolean: some item was answered, or marked as not applying


def read_answers(
    sent: pl.DataFrame,
    columns: Sequence[str],
    instruments: dict[str, Instrument],
    instrument_ids: pl.Series,
    codes: AnswerCodes,
    faults: Faults,
) -> Answers:
    """Read the item columns of forms, each by its own instrument.

    `sent` holds the file's columns as text, `instrument_ids` each form's instrument (null where unknown: such
    a form is given if any item cell holds something, and has no items).
    """
    parts = []
    for instrument_id in (*sorted(instruments), None):
        of_it = instrument_ids.is_null() if instrument_id is None else instrument_ids == instrument_id
        of_it = of_it.fill_null(False)
        if not of_it.any():
            continue
        is_all = bool(of_it.all())
        forms = sent if is_all else sent.filter(of_it)
        at = of_it.arg_true().cast(pl.UInt32)
        instrument = None if instrument_id is None else instruments[instrument_id]
        answers = _read_one(forms, at, columns, instrument, codes, _Placed(faults, at, sent.height))
        if is_all:
            return answers
        parts.append(pl.DataFrame({"at": at, "items": answers.items, "given": answers.is_given}))
    if not parts:
        return Answers(pl.Series("items", [], dtype=ANSWERS), pl.Series("given", [], dtype=pl.Boolean))
    placed = pl.concat(parts).sort("at")
    return Answers(placed["items"], placed["given"])


@dataclass(frozen=True)
class _Placed:
    """Notes faults of some of a table's rows under their places in the whole table."""

    faults: Faults
    at: pl.Series
    height: int

    def add(self, rule: object, column: str, broken: pl.Series) -> None:
        if broken.any():
            everywhere = pl.repeat(False, self.height, dtype=pl.Boolean, eager=True)
            self.faults.add(rule, column, everywhere.scatter(self.at.filter(broken), True))  # type: ignore[arg-type]


def _read_one(
    forms: pl.DataFrame,
    at: pl.Series,
    columns: Sequence[str],
    instrument: Instrument | None,
    codes: AnswerCodes,
    placed: _Placed,
) -> Answers:
    no_items = pl.Series("items", [None], dtype=ANSWERS).new_from_index(0, forms.height)
    count = 0 if instrument is None else instrument.items.count
    beyond = _any_given(forms, columns[count:], codes)
    if instrument is None:
        return Answers(no_items, beyond)
    if not columns:
        return Answers(no_items, beyond)
    if len(columns) < count:
        given = _any_given(forms, columns, codes)
        placed.add(ROW_ITEM_COUNT, "+".join(columns), given)
        return Answers(no_items, given)
    if len(columns) > count:
        placed.add(ROW_ITEM_COUNT, "+".join(columns[count:]), beyond)
    own = columns[:count]
    coding = instrument.items.coding(codes.coding) if codes.coding is not None else None
    legend = _legend(forms, own, instrument, codes, coding)
    for rule, fault in ((ROW_NUMBER, "unreadable"), (ROW_ITEM_RANGE, "outside")):
        texts = legend.filter(pl.col("meaning") == fault)["text"]
        for column in own if texts.len() else ():
            placed.add(rule, column, forms[column].is_in(texts.implode()))
    turned = [coding is not None and coding.turns(item) for item in range(1, count + 1)]
    return _listed(forms, own, turned, legend, beyond)


def _listed(
    forms: pl.DataFrame,
    columns: Sequence[str],
    turned: Sequence[bool],
    legend: pl.DataFrame,
    beyond: pl.Series,
) -> Answers:
    """Look every cell up in the legend and put each form's answers into one list."""
    values = forms.select(
        pl.col(column).replace_strict(
            legend["text"], legend["turned" if is_turned else "value"], default=None, return_dtype=pl.Int16
        )
        for column, is_turned in zip(columns, turned, strict=True)
    )
    given = values.select(pl.any_horizontal(pl.all().is_not_null())).to_series() | beyond
    marked = legend.filter(~pl.col("meaning").is_in(["answer", "blank"]))["text"]
    if marked.len():
        texts = marked.implode()
        given |= forms.select(
            pl.any_horizontal(pl.col(column).is_in(texts) for column in columns)
        ).to_series()
    # concat_arr and a cast take a fortieth of the time of concat_list (measured on a million forms).
    items = values.select(
        pl.when(pl.lit(given)).then(pl.concat_arr(pl.all()).cast(ANSWERS)).alias("items")
    ).to_series()
    return Answers(items, given)


def _legend(
    forms: pl.DataFrame,
    columns: Sequence[str],
    instrument: Instrument,
    codes: AnswerCodes,
    coding: Coding | None,
) -> pl.DataFrame:
    """Say what each distinct cell of the item columns means: text, value Int16 in stored units, meaning.

    `turned` is the value where the coding runs the other way.
    """
    text = pl.concat([forms[column].unique().alias("text") for column in columns]).unique()
    trimmed = text.str.strip_chars()
    plain = plain_decimals(trimmed, codes.notation)
    places = len(str(instrument.items.units)) - 1 if coding is None else 0
    value = scaled(plain, places)
    blank = _is_one_of(trimmed, value, ("", *codes.null_values), (), places)
    blank |= _is_one_of(trimmed, value, codes.items_missing, codes.items_missing, places)
    excluded = instrument.items.missing_codes
    inapplicable = _is_one_of(trimmed, value, excluded, excluded, places)
    fits = _fits(value, instrument) if coding is None else _is_written_in(value, coding)
    meaning = (
        pl.when(pl.lit(blank)).then(pl.lit("blank"))
        .when(pl.lit(inapplicable)).then(pl.lit("does not apply"))
        .when(pl.lit(plain.is_null())).then(pl.lit("unreadable"))
        .when(pl.lit(fits)).then(pl.lit("answer"))
        .otherwise(pl.lit("outside"))
    )  # fmt: skip
    legend = pl.DataFrame({"text": text, "number": value}).with_columns(meaning.alias("meaning"))
    answer = pl.when(pl.col("meaning") == "answer").then(pl.col("number"))
    if coding is None:
        return legend.select("text", answer.cast(pl.Int16).alias("value"), "meaning")
    return legend.select(
        "text",
        *(
            answer.replace_strict(
                instrument.items.decoded(coding, turned=name == "turned"), default=None, return_dtype=pl.Int16
            ).alias(name)
            for name in ("value", "turned")
        ),
        "meaning",
    )


def _is_written_in(value: pl.Series, coding: Coding) -> pl.Series:
    return ((value >= coding.minimum) & (value <= coding.maximum)).fill_null(False)


def _fits(value: pl.Series, instrument: Instrument) -> pl.Series:
    """Compare in whole stored units, so that a tenth is never compared as a float."""
    items = instrument.items
    lowest, highest = (int(exact(limit) * items.units) for limit in (items.minimum, items.maximum))
    left_out = [number * items.units for number in items.excluded_values]
    fits = (value >= lowest) & (value <= highest) & ~value.is_in(left_out)
    return fits.fill_null(False)


def _is_one_of(
    trimmed: pl.Series, value: pl.Series, texts: Collection[str], numbers: Collection[str], places: int
) -> pl.Series:
    """Say which cells hold one of the codes, also where a spreadsheet wrote 99 as 99.0."""
    found = trimmed.is_in([text.strip() for text in texts])
    if numbers:
        counts = scaled(plain_decimals(pl.Series("code", list(numbers), dtype=pl.String), Notation()), places)
        found |= value.is_in(counts.drop_nulls().implode()).fill_null(False)
    return found


def _any_given(forms: pl.DataFrame, columns: Sequence[str], codes: AnswerCodes) -> pl.Series:
    """Say which forms hold anything in these columns that isn't a code for no answer."""
    if not columns:
        return pl.repeat(False, forms.height, dtype=pl.Boolean, eager=True)
    blanks = sorted({"", *(code.strip() for code in (*codes.null_values, *codes.items_missing))})
    return forms.select(
        pl.any_horizontal(~pl.col(column).str.strip_chars().is_in(blanks) for column in columns)
    ).to_series()
