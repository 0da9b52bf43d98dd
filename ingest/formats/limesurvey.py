"""The LimeSurvey format: the CSV export of a survey's responses.

Belongs here: LimeSurvey's own columns. Doesn't: CSV (`csv`, `survey_csv`), and what answers mean.

Columns are called by their question codes, such as `PHQ[SQ001]`: export with codes as headings, not with the
questions' words. Names, addresses and where somebody came from are never read. A response without
`submitdate` was begun and not sent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import polars as pl

from ingest.configuration.format_options import LimesurveyOptions
from ingest.formats.results import refused
from ingest.formats.survey_csv import (
    Heading,
    is_private,
    read_renamed,
    refused_for_privacy,
    skipping,
    wanted_columns,
)
from ingest.formats.text_table import FILE_COLUMN, DeliveredFile, ReadResult, Refusal

SUBMITTED = "submitdate"
INCOMPLETE = "incomplete"
OWN_NAMES = ("id", SUBMITTED, "lastpage", "startlanguage", "seed", "startdate", "datestamp")
NO_DATE = "1980-01-01"
"""What LimeSurvey writes as the day of a response where the survey keeps no dates."""


def read(files: Sequence[DeliveredFile], options: LimesurveyOptions, needed: Collection[str]) -> ReadResult:
    """Read LimeSurvey exports; whatever their bytes are, each gives a table's rows or a refusal.

    Rows are left out as `incomplete`. Refusals: those of `csv.read`; FILE-COLUMN-MISSING also where the
    mapping asks for a column that is never read, or where sent forms can't be told from others.
    """
    refusal = refused_for_privacy(needed, is_private)
    if refusal is not None:
        return refused(dict.fromkeys(range(len(files)), refusal))

    def header(records: list[list[str]]) -> Heading | Refusal:
        if options.incomplete == "skip" and SUBMITTED not in records[0]:
            return Refusal(
                "FILE-COLUMN-MISSING",
                f"Without a column `{SUBMITTED}` forms that were sent can't be told from others. Export it, "
                "or set `options.incomplete: take` in the clinic's YAML.",
                None,
            )
        names = tuple("" if is_private(name) else name for name in records[0])
        return Heading(names, 1, "LimeSurvey export")

    result = read_renamed(files, options, {*needed, *OWN_NAMES}, header, wanted_columns(needed, (SUBMITTED,)))
    is_skipping = options.incomplete == "skip"
    return _without_false_dates(skipping(result, needed, lambda rows: _reasons(rows, is_skipping)))


def _reasons(rows: pl.DataFrame, is_skipping: bool) -> pl.Series:
    is_empty = (
        pl.col(SUBMITTED).str.strip_chars().is_in(["", "N/A", "NULL"]) if is_skipping else pl.lit(False)
    )
    reason = pl.when(is_empty).then(pl.lit(INCOMPLETE))
    return rows.select(
        pl.repeat(None, pl.len(), dtype=pl.String).fill_null(reason).alias("reason")
    ).to_series()


def _without_false_dates(result: ReadResult) -> ReadResult:
    """Empty days that stand for no date, so that no form seems to be of 1980."""
    tables = []
    dialects = dict(result.dialects)
    for table in result.tables:
        if SUBMITTED in table.rows.columns:
            is_false = table.rows[SUBMITTED].str.starts_with(NO_DATE)
            for file in table.rows.filter(is_false)[FILE_COLUMN].unique():
                dialects[file] += f", {SUBMITTED} without dates"
            dated = pl.when(~is_false).then(pl.col(SUBMITTED)).otherwise(pl.lit("")).alias(SUBMITTED)
            table = replace(table, rows=table.rows.with_columns(dated))
        tables.append(table)
    return replace(result, tables=tuple(tables), dialects=dialects)
