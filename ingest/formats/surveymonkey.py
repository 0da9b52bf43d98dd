"""The SurveyMonkey format: the CSV export of all responses, two header rows or the condensed one.

Belongs here: SurveyMonkey's own columns, and what its columns are called. Doesn't: CSV (`csv`, `survey_csv`),
and what answers mean.

The first header row holds the questions, the second what is asked within them: `How often ...: Feeling down`
is the column of a part, a question without parts is called by its own words. Runs of space count as one.
Names, e-mail addresses and IP addresses are never read. The export doesn't say which forms were finished.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ingest.configuration.format_options import SurveymonkeyOptions
from ingest.formats.results import refused
from ingest.formats.survey_csv import Heading, is_private, read_renamed, refused_for_privacy, wanted_columns
from ingest.formats.text_table import DeliveredFile, ReadResult

OWN_NAMES = (
    "Respondent ID",
    "Collector ID",
    "Start Date",
    "End Date",
    "IP Address",
    "Email Address",
    "First Name",
    "Last Name",
    "Custom Data 1",
)
RESPONDENT = OWN_NAMES[0]
ANSWER = frozenset({"", "Response", "Open-Ended Response"})
"""What the second header row says of a question without parts."""


def read(files: Sequence[DeliveredFile], options: SurveymonkeyOptions, needed: Collection[str]) -> ReadResult:
    """Read SurveyMonkey exports; whatever their bytes are, each gives a table's rows or a refusal.

    Refusals: those of `csv.read`; FILE-COLUMN-MISSING also where the mapping asks for a column that is never
    read.
    """
    refusal = refused_for_privacy(needed, is_private)
    if refusal is not None:
        return refused(dict.fromkeys(range(len(files)), refusal))
    return read_renamed(files, options, {*needed, *OWN_NAMES}, _heading, wanted_columns(needed, ()))


def _heading(records: list[list[str]]) -> Heading:
    questions = [" ".join(name.split()) for name in records[0]]
    if not _has_parts(records):
        return Heading(_readable(questions), 1, "condensed SurveyMonkey export")
    parts = [" ".join(part.split()) for part in records[1]]
    parts += [""] * (len(questions) - len(parts))
    names, question = [], ""
    for own, part in zip(questions, parts, strict=False):
        question = (
            own or question
        )  # the parts of a question stand under its name and the empty cells beside it
        if is_private(part):
            names.append("")
        elif part not in ANSWER:
            names.append(f"{question}: {part}" if question else part)
        else:
            names.append(own)
    return Heading(_readable(names), 2, "SurveyMonkey export, 2 header rows")


def _has_parts(records: list[list[str]]) -> bool:
    """Tell the second header row from a response: only a response has a respondent."""
    if len(records) < 2 or RESPONDENT not in records[0]:
        return len(records) > 1 and any(part in ANSWER - {""} for part in records[1])
    at = records[0].index(RESPONDENT)
    return at >= len(records[1]) or not records[1][at].strip()


def _readable(names: list[str]) -> tuple[str, ...]:
    return tuple("" if is_private(name) else name for name in names)
