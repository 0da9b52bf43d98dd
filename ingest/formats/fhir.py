"""The FHIR format (R4, JSON): Bundles, NDJSON and single resources, from which one feed's rows are taken.

Belongs here: the way from files to the rows of an export, and their accounts. Doesn't: JSON (`fhir_files`),
elements and references (`fhir_elements`), forms (`fhir_forms`), what a feed's columns are (`fhir_feeds`).

Columns have their canonical names. Every resource is a row received: those of other types, drafts and other
forms are skipped with that as the reason. References are followed through all files that are read together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from ingest.configuration.fhir_options import FhirOptions
from ingest.formats.asked import Asked
from ingest.formats.fhir_elements import BULKY, Elements
from ingest.formats.fhir_feeds import FeedReader
from ingest.formats.fhir_files import BadLine, FhirFile, bad_line, open_fhir
from ingest.formats.fhir_forms import FormReader
from ingest.formats.fhir_questionnaires import Questionnaires
from ingest.formats.results import count_words, refused
from ingest.formats.text_table import (
    BLANK_SCHEMA,
    FILE_COLUMN,
    MISSHAPEN_SCHEMA,
    ROW_COLUMN,
    SKIPPED_SCHEMA,
    DeliveredFile,
    ReadResult,
    Refusal,
    TextTable,
)

QUESTIONNAIRE = "Questionnaire"


@dataclass
class _Read:
    """What came out of one file."""

    numbers: list[int] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def read(
    files: Sequence[DeliveredFile],
    options: FhirOptions,
    needed: Collection[str],
    companions: Mapping[str, bytes],
    asked: Asked,
) -> ReadResult:
    """Read FHIR files; whatever their bytes are, each gives a table's rows or a refusal.

    Refusals: FILE-EMPTY, FILE-ENCODING, FILE-UNREADABLE; FILE-COLUMN-MISSING where the mapping asks for a
    column that rows of this feed don't have.
    """
    opened = [open_fhir(file.content) for file in files]
    questionnaires = Questionnaires()
    missing = _add_companions(questionnaires, options, companions)
    if missing is not None:
        return refused(dict.fromkeys(range(len(files)), missing))
    elements = Elements(options.identifiers)
    reader = FeedReader(asked, options, elements, FormReader(asked, options, questionnaires))
    refusals = {number: found for number, found in enumerate(opened) if isinstance(found, Refusal)}
    taken = {number: found for number, found in enumerate(opened) if isinstance(found, FhirFile)}
    lacking = sorted(set(needed) - set(reader.columns))
    if lacking:
        return refused(dict.fromkeys(range(len(files)), _lacking(lacking, reader)) | refusals)
    for number, file in taken.items():
        try:
            _keep(file, reader, questionnaires)
        except BadLine as error:
            refusals[number] = bad_line(error, file)
    parts: dict[int, _Read] = {}
    dialects = {}
    for number, file in taken.items():
        if number in refusals:
            continue
        try:
            parts[number], dialects[number] = _rows(file, reader)
        except BadLine as error:
            refusals[number] = bad_line(error, file)
    return _result(parts, dialects, refusals, reader, {number: taken[number].count for number in parts})


def _add_companions(
    questionnaires: Questionnaires, options: FhirOptions, companions: Mapping[str, bytes]
) -> Refusal | None:
    for name in options.questionnaires:
        content = companions.get(name)
        found = open_fhir(content) if content is not None else None
        if not isinstance(found, FhirFile):
            what = "isn't there" if content is None else "can't be read"
            return Refusal(
                "FILE-UNREADABLE",
                f"The export can't be read without its questionnaire: {name} {what}. Put it there (FHIR, "
                "JSON), or take it out of `options.questionnaires` in the clinic's YAML.",
                None,
            )
        try:
            for _, resource, _ in found.resources():
                if resource.get("resourceType") == QUESTIONNAIRE:
                    questionnaires.add(resource)
        except BadLine as error:
            return bad_line(error, found)
    return None


def _lacking(columns: Sequence[str], reader: FeedReader) -> Refusal:
    return Refusal(
        "FILE-COLUMN-MISSING",
        f"Resources give no column {', '.join(f'`{name}`' for name in columns)} by themselves. Say under "
        "`options.elements` in the clinic's YAML where it stands. Columns there are: "
        f"{', '.join(reader.columns)}",
        None,
    )


def _keep(file: FhirFile, reader: FeedReader, questionnaires: Questionnaires) -> None:
    """Keep what references may lead to."""
    own = reader.types if len(reader.types) == 1 else ()
    for numbered in file.resources(without={*BULKY, *own}):
        resource = numbered[1]
        if resource.get("resourceType") == QUESTIONNAIRE:
            questionnaires.add(resource)
        else:
            reader.elements.keep(numbered)


def _rows(file: FhirFile, reader: FeedReader) -> tuple[_Read, str]:
    found = _Read()
    reader.notes.clear()
    reader.elements.lost.clear()
    reader.forms.contradictions = 0
    for number, resource, _ in file.resources(only=reader.types):
        row = reader.row(resource)
        if isinstance(row, str):
            found.skipped[row] += 1
        else:
            found.numbers.append(number)
            found.rows.append(row)
    return found, file.dialect + "".join(f", {note}" for note in _notes(reader))


def _notes(reader: FeedReader) -> list[str]:
    """Say for the audit what was contradictory or couldn't be followed; types and counts, no values."""
    notes = []
    contradictions = reader.forms.contradictions
    if contradictions:
        answers = count_words(contradictions, "answer", "answers")
        notes.append(f"{answers} with a code that contradicts its number: the number counts")
    for kind, count in sorted(reader.elements.lost.items()):
        shown = kind if kind.isalpha() else "a resource"
        notes.append(f"{count_words(count, 'reference', 'references')} to {shown} that no file holds")
    notes += [f"{count:,} {what}" for what, count in sorted(reader.notes.items())]
    return notes


def _result(
    parts: Mapping[int, _Read],
    dialects: dict[int, str],
    refusals: dict[int, Refusal],
    reader: FeedReader,
    counts: dict[int, int],
) -> ReadResult:
    skipped = [
        (number, reason, rows)
        for number, part in sorted(parts.items())
        for reason, rows in sorted(part.skipped.items())
    ]
    tables: tuple[TextTable, ...] = ()
    if parts:
        frames = [_frame(number, part, reader.columns) for number, part in sorted(parts.items())]
        tables = (TextTable(tuple(sorted(parts)), reader.columns, pl.concat(frames)),)
    return ReadResult(
        tables=tables,
        refusals=dict(sorted(refusals.items())),
        misshapen=pl.DataFrame(schema=MISSHAPEN_SCHEMA),
        blank=pl.DataFrame(schema=BLANK_SCHEMA),
        rows_received=counts,
        dialects=dialects,
        skipped=pl.DataFrame(skipped, schema=SKIPPED_SCHEMA, orient="row"),
    )


def _frame(number: int, part: _Read, columns: Sequence[str]) -> pl.DataFrame:
    cells = list(zip(*part.rows, strict=True)) if part.rows else [()] * len(columns)
    return pl.DataFrame(
        [
            pl.Series(FILE_COLUMN, [number], dtype=pl.UInt32).new_from_index(0, len(part.numbers)),
            pl.Series(ROW_COLUMN, part.numbers, dtype=pl.UInt32),
            *(pl.Series(name, values, dtype=pl.String) for name, values in zip(columns, cells, strict=True)),
        ]
    )
