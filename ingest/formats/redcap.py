"""The REDCap format: a project's flat export (CSV), from which one form's rows are taken.

Belongs here: the way from files to the rows of an export, and its columns. Doesn't: CSV (`csv`,
`survey_csv`), what a row is (`redcap_rows`), and the data dictionary (`redcap_dictionary`).

Columns are called by their field names. The column `redcap_row` is made: record, event, form and instance,
which together identify a form for good. The survey identifier, usually an e-mail address, is never read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import polars as pl

from ingest.configuration.format_options import RedcapOptions
from ingest.formats.redcap_dictionary import (
    EVENT,
    GROUP,
    LABELLED_HEADERS,
    REPEAT_INSTANCE,
    REPEAT_INSTRUMENT,
    SURVEY_IDENTIFIER,
    Dictionary,
    read_dictionary,
)
from ingest.formats.redcap_rows import COMPLETE_END, ROW_ID, as_codes, carried, reasons, with_row_id
from ingest.formats.results import count_words, refused, without_rows
from ingest.formats.survey_csv import Heading, is_private, narrowed, read_renamed, refused_for_privacy
from ingest.formats.text_table import FILE_COLUMN, OWN_COLUMNS, DeliveredFile, ReadResult, Refusal, TextTable

STRUCTURE = (EVENT, REPEAT_INSTRUMENT, REPEAT_INSTANCE, GROUP)


def read(
    files: Sequence[DeliveredFile],
    options: RedcapOptions,
    needed: Collection[str],
    companions: Mapping[str, bytes] | None = None,
) -> ReadResult:
    """Read flat REDCap exports; whatever their bytes are, each gives a table's rows or a refusal.

    `companions` holds the data dictionary under the name that the options give it. Rows are left out as
    `another form`, `another event` or `another site's`. Refusals: those of `csv.read`; FILE-COLUMN-MISSING
    also where the mapping asks for a column that is never read; FILE-HEADER where the headers are labels.
    """
    refusal = refused_for_privacy(needed, _is_hidden)
    dictionary = _dictionary(options, companions or {})
    for wrong in (refusal, dictionary):
        if isinstance(wrong, Refusal):
            return refused(dict.fromkeys(range(len(files)), wrong))
    assert not isinstance(dictionary, Refusal)

    def header(records: list[list[str]]) -> Heading | Refusal:
        return _heading(records[0], dictionary)

    sought = {*needed, *STRUCTURE, *LABELLED_HEADERS}
    result = read_renamed(files, options, sought, header, _wanted(options, needed))
    return _taken(result, options, frozenset(needed), dictionary)


def _is_hidden(name: str) -> bool:
    return name == SURVEY_IDENTIFIER or is_private(name)


def _dictionary(options: RedcapOptions, companions: Mapping[str, bytes]) -> Dictionary | Refusal | None:
    if options.dictionary is None:
        return None
    content = companions.get(options.dictionary)
    if content is None:
        return Refusal(
            "FILE-UNREADABLE",
            f"The export can't be read without the project's data dictionary: {options.dictionary} isn't "
            "there. Put it there, or take `options.dictionary` out of the clinic's YAML.",
            None,
        )
    return read_dictionary(options.dictionary, content)


def _heading(header: Sequence[str], dictionary: Dictionary | None) -> Heading | Refusal:
    names: Sequence[str] | None = header
    note = "REDCap export"
    if LABELLED_HEADERS.intersection(header):
        names = dictionary.names(header) if dictionary is not None else None
        note = "REDCap export with labels as headers"
    if names is None:
        with_dictionary = "" if dictionary is None else " that the data dictionary doesn't hold"
        return Refusal(
            "FILE-HEADER",
            f"The header holds labels instead of field names{with_dictionary}. Export the raw data or "
            "choose raw headers; or name the project's current data dictionary under `options.dictionary`.",
            None,
        )
    return Heading(tuple("" if _is_hidden(name) else name for name in names), 1, note)


def _wanted(options: RedcapOptions, needed: Collection[str]) -> Callable[[Sequence[str]], set[str]]:
    required = {*options.carry}
    if options.record_id is not None:
        required.add(options.record_id)
    if options.form is not None:
        required.add(f"{options.form}{COMPLETE_END}")
    for column, is_used in (
        (EVENT, options.events),
        (REPEAT_INSTRUMENT, options.repeat_instrument),
        (GROUP, options.data_access_groups),
    ):
        if is_used:
            required.add(column)

    def wanted(present: Sequence[str]) -> set[str]:
        states = {name for name in present if name.endswith(COMPLETE_END)}
        structure = {*present[:1], *STRUCTURE, *states}.intersection(present)
        return {*(set(needed) - {ROW_ID} or present), *required, *structure}

    return wanted


def _taken(
    result: ReadResult, options: RedcapOptions, needed: frozenset[str], dictionary: Dictionary | None
) -> ReadResult:
    tables, left_out, dialects = [], [result.skipped], dict(result.dialects)
    for table in result.tables:
        record = options.record_id or table.header[0]
        rows, labelled = as_codes(table.rows, options, dictionary)
        for file in labelled:
            decoded = (
                "read as codes" if dictionary is not None else "left as they are but for the forms' states"
            )
            dialects[file] += f", labels {decoded}"
        rows, conflicts = carried(rows, record, options.carry)
        for name, counts in conflicts.items():
            for file, records in counts.iter_rows():  # files, not rows
                found = count_words(records, "record", "records")
                dialects[file] += f", `{name}` differs within {found} and isn't carried there"
        rows = with_row_id(rows, record, options.form)
        fields = _fields(rows, record, options, needed, dictionary)
        whole = TextTable(table.files, (*table.header, ROW_ID), rows)
        kept, skips = without_rows(whole, reasons(rows, options, fields))
        tables.append(narrowed(kept, needed))
        left_out.append(skips)
    return replace(
        result,
        tables=tuple(tables),
        dialects=dialects,
        skipped=pl.concat(left_out).sort(FILE_COLUMN, "reason"),
    )


def _fields(
    rows: pl.DataFrame,
    record: str,
    options: RedcapOptions,
    needed: frozenset[str],
    dictionary: Dictionary | None,
) -> frozenset[str]:
    """Return the columns that show, where they are filled, that a form was begun."""
    if options.form is None:
        return frozenset()
    others = {record, ROW_ID, *STRUCTURE, *OWN_COLUMNS, *options.carry}
    read = {name for name in needed or rows.columns if name in rows.columns} - others
    read = {name for name in read if not name.endswith(COMPLETE_END)}
    known = dictionary.columns_of(options.form) if dictionary is not None else None
    return frozenset(read if known is None else read & known)
