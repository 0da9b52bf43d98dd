"""The Qualtrics format: a survey's CSV export, three header rows or the legacy two.

Belongs here: Qualtrics' own columns and header rows. Doesn't: CSV (`csv`, `survey_csv`), and what answers
mean.

Columns are called as in the first header row (`Q1`, `ExternalReference`); the legacy export's V1 to V10 are
called as the same columns are today. Who took part, from which address and where is never read. Previews and
tests are left out, and so are forms that weren't finished, unless the options say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import polars as pl

from ingest.configuration.format_options import QualtricsOptions
from ingest.formats.results import refused
from ingest.formats.survey_csv import (
    Heading,
    is_private,
    read_renamed,
    refused_for_privacy,
    skipping,
    wanted_columns,
)
from ingest.formats.text_table import DeliveredFile, ReadResult, Refusal

PREVIEW, INCOMPLETE = "preview", "incomplete"
STATUS, FINISHED, PROGRESS, CHANNEL = "Status", "Finished", "Progress", "DistributionChannel"
STRUCTURE = (STATUS, FINISHED, PROGRESS, CHANNEL)
LEGACY_NAMES = {
    "V1": "ResponseId",
    "V2": "ResponseSet",
    "V3": "RecipientName",
    "V4": "ExternalReference",
    "V5": "RecipientEmail",
    "V6": "IPAddress",
    "V7": "Status",
    "V8": "StartDate",
    "V9": "EndDate",
    "V10": "Finished",
}
IMPORT_ID = re.compile(r"""\{\s*['"]+ImportId['"]+\s*:""")
PREVIEW_CODES = ("1", "2", "9", "17")
"""Preview, test, preview taken for spam, offline preview, in exports of codes."""
PREVIEW_LABEL = re.compile(r"(?i)\b(?:preview|test)\b")
YES = ("1", "true", "yes")
WITHOUT_STATUS = "without a column that tells previews from answers"


def read(files: Sequence[DeliveredFile], options: QualtricsOptions, needed: Collection[str]) -> ReadResult:
    """Read Qualtrics exports; whatever their bytes are, each gives a table's rows or a refusal.

    Rows are left out as `preview` or `incomplete`. Refusals: those of `csv.read`; FILE-COLUMN-MISSING also
    where the mapping asks for a column that is never read, or where finished forms can't be told from others.
    """
    refusal = refused_for_privacy(needed, is_private)
    if refusal is not None:
        return refused(dict.fromkeys(range(len(files)), refusal))

    def header(records: list[list[str]]) -> Heading | Refusal:
        return _heading(records, options)

    sought = {*needed, *STRUCTURE, *LEGACY_NAMES}
    result = read_renamed(files, options, sought, header, wanted_columns(needed, STRUCTURE))
    return skipping(result, needed, lambda rows: _reasons(rows, options))


def _heading(records: list[list[str]], options: QualtricsOptions) -> Heading | Refusal:
    top = records[0]
    is_legacy = {"V1", "V7", "V8"} <= set(top)
    if is_legacy:
        top = [LEGACY_NAMES.get(name, name) for name in top]
    tells = {FINISHED} if options.minimum_progress is None else {FINISHED, PROGRESS}
    if options.incomplete == "skip" and not tells.intersection(top):
        return Refusal(
            "FILE-COLUMN-MISSING",
            f"Without a column `{FINISHED}` finished forms can't be told from others. Export all of "
            "Qualtrics' own columns, or set `options.incomplete: take` in the clinic's YAML.",
            None,
        )
    notes = ["legacy Qualtrics export"] if is_legacy else ["Qualtrics export"]
    rows = _header_rows(records, is_legacy)
    notes.append(f"{rows} header rows" if rows > 1 else "1 header row")
    if not {STATUS, CHANNEL}.intersection(top):
        notes.append(WITHOUT_STATUS)
    return Heading(tuple("" if is_private(name) else name for name in top), rows, ", ".join(notes))


def _header_rows(records: list[list[str]], is_legacy: bool) -> int:
    """Count the header rows: import ids stand in the last of them; labels hold no date where answers have
    one."""
    for at, record in enumerate(records[1:], start=1):
        if any(IMPORT_ID.match(cell) for cell in record):
            return at + 1
    if len(records) == 1:
        return 1
    dates = [
        i for i, name in enumerate(records[0]) if name in ("StartDate", "EndDate", "RecordedDate", "V8", "V9")
    ]
    cells = [records[1][at] for at in dates if at < len(records[1])]
    has_labels = bool(cells) and not any(re.search(r"\d", cell) for cell in cells) and any(cells)
    return 2 if is_legacy or has_labels else 1


def _reasons(rows: pl.DataFrame, options: QualtricsOptions) -> pl.Series:
    no = pl.lit(False)
    preview, complete = no, pl.lit(True)
    if STATUS in rows.columns:
        status = pl.col(STATUS).str.strip_chars()
        preview = status.is_in(PREVIEW_CODES) | status.str.contains(PREVIEW_LABEL.pattern)
    if CHANNEL in rows.columns:
        preview = preview | (pl.col(CHANNEL).str.strip_chars().str.to_lowercase() == "preview")
    if options.incomplete == "skip":
        complete = no
        if FINISHED in rows.columns:
            complete = pl.col(FINISHED).str.strip_chars().str.to_lowercase().is_in(YES)
        if PROGRESS in rows.columns:
            progress = pl.col(PROGRESS).str.strip_chars().cast(pl.Int64, strict=False).fill_null(0)
            least = options.minimum_progress
            complete = complete | (progress >= (101 if least is None else least))
    reason = pl.when(preview).then(pl.lit(PREVIEW)).when(~complete).then(pl.lit(INCOMPLETE))
    return rows.select(
        pl.repeat(None, pl.len(), dtype=pl.String).fill_null(reason).alias("reason")
    ).to_series()
