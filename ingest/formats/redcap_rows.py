"""The rows of a flat REDCap export: which of them are one form's, and what holds for all rows of a record.

Belongs here: rows as tables of text. Doesn't: reading files and headers (`redcap`).

In such an export a record has several rows: one per event, and one per instance of what repeats. A row holds
the forms of its own event or instance, and nothing in the columns of all others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from ingest.configuration.format_options import RedcapOptions
from ingest.formats.redcap_dictionary import (
    EVENT,
    GROUP,
    REPEAT_INSTANCE,
    REPEAT_INSTRUMENT,
    Dictionary,
)
from ingest.formats.text_table import FILE_COLUMN, OWN_COLUMNS
from ingest.rules import ANOTHER_SITES

ANOTHER_EVENT, ANOTHER_FORM = "another event", "another form"
ROW_ID = "redcap_row"
"""A column that is made: what tells a form from all others of the project, and stays the same."""
NOT_COMPLETED = "[not completed]"
COMPLETE_CODES = {"Incomplete": "0", "Unverified": "1", "Complete": "2"}
CHECKED_CODES = {"Unchecked": "0", "Checked": "1"}
COMPLETE_END, CHECKBOX = "_complete", "___"
COMMA_DECIMAL = r"^\s*([+-]?\d*),(\d+)\s*$"
IS_LABELLED = "~labelled"


def as_codes(
    rows: pl.DataFrame, options: RedcapOptions, dictionary: Dictionary | None
) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """Write every cell as a raw export does: codes for labels, points for decimal commas, nothing for codes
    that mean nothing.

    Returns the rows, and the files whose cells held labels.
    """
    columns = [name for name in rows.columns if name not in OWN_COLUMNS]
    meaningless = sorted({NOT_COMPLETED, *(code.strip() for code in options.missing_codes)})
    trimmed = rows.with_columns(
        pl.when(~pl.col(name).str.strip_chars().is_in(meaningless)).then(pl.col(name)).otherwise(pl.lit(""))
        for name in columns
    ).with_columns(_labelled(rows, columns, options).alias(IS_LABELLED))
    labelled = tuple(trimmed.filter(IS_LABELLED)[FILE_COLUMN].unique().sort().to_list())
    codes = dictionary.codes() if dictionary is not None else {}
    commas = set(options.comma_decimals) | (dictionary.comma_decimals() if dictionary is not None else set())
    written = [
        expression
        for name in columns
        if (expression := _written(name, codes.get(name, {}), name in commas and options.decimal == "."))
        is not None
    ]
    return trimmed.with_columns(written).drop(IS_LABELLED), labelled


def _labelled(rows: pl.DataFrame, columns: Sequence[str], options: RedcapOptions) -> pl.Expr:
    """Tell by the states of forms whether a file's cells are labels."""
    if options.labels is not None:
        return pl.lit(options.labels)
    states = [name for name in columns if name.endswith(COMPLETE_END)]
    if not states:
        return pl.lit(False)
    is_word = pl.any_horizontal(pl.col(name).str.strip_chars().is_in(list(COMPLETE_CODES)) for name in states)
    return is_word.any().over(FILE_COLUMN)


def _written(name: str, codes: dict[str, str], has_comma: bool) -> pl.Expr | None:
    if name.endswith(COMPLETE_END):
        codes = codes or COMPLETE_CODES
    elif CHECKBOX in name:
        codes = CHECKED_CODES
    cell = pl.col(name)
    if codes:
        plain = cell.str.replace_all(r"<[^<>]{0,400}>", " ").str.replace_all(r"\s+", " ").str.strip_chars()
        code = plain.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.String)
        return pl.when(IS_LABELLED).then(code.fill_null(cell)).otherwise(cell).alias(name)
    if has_comma:
        return cell.str.replace(COMMA_DECIMAL, "${1}.${2}")
    return None


def carried(
    rows: pl.DataFrame, record: str, fields: Collection[str]
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Write a field that is filled on one row of a record into all rows of the record in the file.

    A record whose rows hold different values keeps them as they are. Returns the rows, and per field the
    number of such records (file, records).
    """
    conflicts = {}
    for name in fields:
        text = pl.col(name).str.strip_chars()
        value = pl.when(text != "").then(text)
        by_record = (FILE_COLUMN, pl.col(record).str.strip_chars())
        kinds = value.drop_nulls().n_unique().over(by_record)
        only = value.drop_nulls().first().over(by_record)
        in_record = pl.col(record).str.strip_chars() != ""
        differing = rows.select(FILE_COLUMN, pl.col(record).str.strip_chars(), (kinds > 1).alias("differs"))
        counted = differing.filter("differs").unique().group_by(FILE_COLUMN).agg(pl.len().alias("records"))
        if counted.height:
            conflicts[name] = counted.sort(FILE_COLUMN)
        filled = pl.when((text == "") & (kinds == 1) & in_record).then(only).otherwise(pl.col(name))
        rows = rows.with_columns(filled.alias(name))
    return rows, conflicts


def reasons(rows: pl.DataFrame, options: RedcapOptions, fields: Collection[str]) -> pl.Series:
    """Say of each row why it isn't the export's (String), null where it is.

    `fields` are the columns of the form that are read: a row on which one of them is filled is the form's,
    even if nobody has set the form's state.
    """
    reason = pl.lit(None, dtype=pl.String)
    if options.form is not None:
        begun = [pl.col(f"{options.form}{COMPLETE_END}").str.strip_chars() != ""]
        begun += [_is_filled(name) for name in sorted(fields)]
        reason = pl.when(~pl.any_horizontal(begun)).then(pl.lit(ANOTHER_FORM)).otherwise(reason)
    if options.repeat_instrument is not None:
        is_other = pl.col(REPEAT_INSTRUMENT).str.strip_chars() != options.repeat_instrument
        reason = pl.when(is_other).then(pl.lit(ANOTHER_FORM)).otherwise(reason)
    if options.events:
        is_other = ~pl.col(EVENT).str.strip_chars().is_in(list(options.events))
        reason = pl.when(is_other).then(pl.lit(ANOTHER_EVENT)).otherwise(reason)
    if options.data_access_groups:
        is_other = ~pl.col(GROUP).str.strip_chars().is_in(list(options.data_access_groups))
        reason = pl.when(is_other).then(pl.lit(ANOTHER_SITES)).otherwise(reason)
    return rows.select(
        pl.repeat(None, pl.len(), dtype=pl.String).fill_null(reason).alias("reason")
    ).to_series()


def _is_filled(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return ~text.is_in(["", "0"]) if CHECKBOX in name else text != ""  # an unticked box is 0 on every row


def with_row_id(rows: pl.DataFrame, record: str, form: str | None) -> pl.DataFrame:
    """Add what identifies a form in its project: record, event, form, instance.

    A form that doesn't repeat counts as its own first instance, which it becomes when it is made to repeat.
    """
    parts = [
        pl.col(name).str.strip_chars() if name in rows.columns else pl.lit("")
        for name in (record, EVENT, REPEAT_INSTRUMENT, REPEAT_INSTANCE)
    ]
    if form is not None:
        parts[2] = pl.lit(form)
    parts[3] = pl.when(parts[3] == "").then(pl.lit("1")).otherwise(parts[3])
    made = pl.when(parts[0] != "").then(pl.concat_str(parts, separator="/")).otherwise(pl.lit(""))
    return rows.with_columns(made.alias(ROW_ID))
