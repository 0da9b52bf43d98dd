"""The catalogue of the door's rules: what each refuses, and what the sender can do.

Belongs here: rules as data; quarantine, refusals and the documentation cite them by id. Doesn't: applying
them (`judging`, `formats`, `door`). A remedy never repeats what a cell holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Rule:
    """One reason for which a row or a file isn't taken."""

    id: str
    refuses: Literal["row", "file", "batch", "hold"]  # hold: the file waits for a person
    meaning: str
    remedy: str
    severity: Literal["error", "warning"] = "error"


ROW_SHAPE = Rule(
    "ROW-SHAPE",
    "row",
    "The row has more or fewer fields than the header.",
    "Put fields that contain the delimiter in quotes, and send the row again with one field per column.",
)
ROW_REQUIRED = Rule(
    "ROW-REQUIRED",
    "row",
    "A required column is empty.",
    "Fill in the column and send the row again.",
)
ROW_CODE = Rule(
    "ROW-CODE",
    "row",
    "A code has no meaning in the clinic's mapping.",
    "Correct the code, or add it under `values` (open columns: or `codes`) in the clinic's YAML.",
)
ROW_INSTRUMENT = Rule(
    "ROW-INSTRUMENT",
    "row",
    "The form's instrument isn't registered.",
    "Map the name under `values.instrument`, or add the instrument (docs/how-to/add-an-instrument.md).",
)
ROW_RESPONDENT = Rule(
    "ROW-RESPONDENT",
    "row",
    "The instrument isn't one for this respondent.",
    "Send who filled in the form as `respondent` (or set it under `constants`), or correct the instrument.",
)
ROW_DATE = Rule(
    "ROW-DATE",
    "row",
    "A date or time can't be read, or lies before 1900 or more than two years ahead.",
    "Correct the date, or declare the file's `date_format` in the clinic's YAML.",
)
ROW_FUTURE = Rule(
    "ROW-FUTURE",
    "row",
    "Something that has happened is dated more than a day after the file was received.",
    "Correct the date; for an appointment still to come, send the status `scheduled`.",
)
ROW_NUMBER = Rule(
    "ROW-NUMBER",
    "row",
    "A number can't be read, or isn't whole where it must be.",
    "Correct the number, or declare `decimal`, `thousands` or `null_values` in the clinic's YAML.",
)
ROW_RANGE = Rule(
    "ROW-RANGE",
    "row",
    "A number lies outside what the column can hold.",
    "Correct the number; codes that mean `not recorded` belong under `null_values`.",
)
ROW_ITEM_RANGE = Rule(
    "ROW-ITEM-RANGE",
    "row",
    "An answer is none that the form offers.",
    "Correct the answer; codes that mean `no answer` belong under `items_missing`.",
)
ROW_ITEM_COUNT = Rule(
    "ROW-ITEM-COUNT",
    "row",
    "There are answers, but not one column for each of the instrument's items.",
    "Check the instrument's name, and send as many item columns as the form has items.",
)
ROW_TOTAL_RANGE = Rule(
    "ROW-TOTAL-RANGE",
    "row",
    "The declared total is one that the form can't give.",
    "Correct the total; codes that mean `no total` belong under `null_values`.",
)
ROW_REVIEW = Rule(
    "ROW-REVIEW",
    "row",
    "A review of risk answers doesn't say which form was reviewed.",
    "Give the form's response_id, or its instrument and the day (form_on) on which it was filled in.",
)
ROW_KEY_COLLISION = Rule(
    "ROW-KEY-COLLISION",
    "row",
    "Two identifiers have the same key, which should never happen.",
    "Give one of the two another identifier at the source, and tell whoever looks after Rapport.",
)

FILE_EMPTY = Rule(
    "FILE-EMPTY",
    "file",
    "The file holds nothing.",
    "Export it again; a file without rows still needs its header.",
)
FILE_ENCODING = Rule(
    "FILE-ENCODING",
    "file",
    "The file's text can't be read with the declared or any detected encoding.",
    "Save it as UTF-8, or declare `options.encoding` in the clinic's YAML.",
)
FILE_HEADER = Rule(
    "FILE-HEADER",
    "file",
    "No header can be told from the rows, or a column has no name.",
    "Put the columns' names into the first row, one for each, and export again.",
)
FILE_COLUMN_MISSING = Rule(
    "FILE-COLUMN-MISSING",
    "file",
    "A column that the mapping needs is missing, or can't be the one that is meant.",
    "Export the column, or mend `columns` in the clinic's YAML.",
)
FILE_COLUMN_TWICE = Rule(
    "FILE-COLUMN-TWICE",
    "file",
    "A column that the mapping needs is there twice.",
    "Give every column a name of its own and export again.",
)
FILE_DELIMITER = Rule(
    "FILE-DELIMITER",
    "file",
    "The declared delimiter can't part a row's fields.",
    "Correct `options.delimiter` in the clinic's YAML, or leave it out to have it detected.",
)
FILE_NAME_DATE = Rule(
    "FILE-NAME-DATE",
    "file",
    "The file's name doesn't say when it was exported, although it should.",
    "Rename the file so that it fits `exported_at_pattern`, or mend the pattern in the clinic's YAML.",
)
FILE_UNREADABLE = Rule(
    "FILE-UNREADABLE",
    "file",
    "The file's format can't be read at all.",
    "Open the file in the program that wrote it and export it again.",
)
FILE_SHEET = Rule(
    "FILE-SHEET",
    "file",
    "The workbook has no sheet, or more than one, that the export could mean.",
    "Name the sheet under `options.sheet` in the clinic's YAML.",
)
FILE_ARCHIVE = Rule(
    "FILE-ARCHIVE",
    "file",
    "The archive can't be opened, or holds what no honest export does.",
    "Send the archive again, or the files themselves.",
)
FILE_ENCRYPTED = Rule(
    "FILE-ENCRYPTED",
    "file",
    "The file is protected by a password.",
    "Send it without one, over a connection that is encrypted itself.",
)
FILE_TOO_LARGE = Rule(
    "FILE-TOO-LARGE",
    "file",
    "The file holds more than any export does once it is unpacked.",
    "Split it and send the parts.",
)
BATCH_ACCEPTANCE = Rule(
    "BATCH-ACCEPTANCE",
    "batch",
    "The batch as a whole failed a structural check after its rows were judged.",
    "Nothing of it was taken. Tell whoever looks after Rapport which check failed; it is named in the audit.",
)

DECIDE = "Decide with `rapport deliveries` whether it is released or rejected."
HOLD_WITHDRAWAL = Rule(
    "HOLD-WITHDRAWAL",
    "hold",
    "A full snapshot lacks so much of the one before that it may have broken off.",
    f"Ask the sender whether the rows are really gone. {DECIDE}",
)
HOLD_OTHER_CLINIC = Rule(
    "HOLD-OTHER-CLINIC",
    "hold",
    "The file seems to be another clinic's.",
    f"Find out whose it is, and move it to that clinic's folder. {DECIDE}",
)
HOLD_LOST_FIELD = Rule(
    "HOLD-LOST-FIELD",
    "hold",
    "A column that used to be filled is empty, and would empty what is known.",
    f"Ask the sender whether the export lost the field. {DECIDE}",
)
HOLD_IDS = Rule(
    "HOLD-IDS",
    "hold",
    "Nearly all clients or courses are unknown here: the identifiers seem to have changed.",
    f"Ask the sender for old and new identifiers (docs/how-to/a-system-migration.md). {DECIDE}",
)

RULES = {
    rule.id: rule
    for rule in (
        ROW_SHAPE,
        ROW_REQUIRED,
        ROW_CODE,
        ROW_INSTRUMENT,
        ROW_RESPONDENT,
        ROW_DATE,
        ROW_FUTURE,
        ROW_NUMBER,
        ROW_RANGE,
        ROW_ITEM_RANGE,
        ROW_ITEM_COUNT,
        ROW_TOTAL_RANGE,
        ROW_REVIEW,
        ROW_KEY_COLLISION,
        FILE_EMPTY,
        FILE_ENCODING,
        FILE_HEADER,
        FILE_DELIMITER,
        FILE_COLUMN_MISSING,
        FILE_COLUMN_TWICE,
        FILE_NAME_DATE,
        FILE_UNREADABLE,
        FILE_SHEET,
        FILE_ARCHIVE,
        FILE_ENCRYPTED,
        FILE_TOO_LARGE,
        BATCH_ACCEPTANCE,
        HOLD_OTHER_CLINIC,
        HOLD_IDS,
        HOLD_WITHDRAWAL,
        HOLD_LOST_FIELD,
    )
}
"""Every rule by id, in the order in which a row's first fault is named in the accounts."""

ERASED = "erased"
REDELIVERED = "redelivered"
REPEATED_ROW = "repeats the row before it"
BLANK_ROW = "blank row"
BLANK_FORM = "blank form"
ANOTHER_SITES = "another site's"
LANDED = "landed"
"""Reasons in the row accounts besides rule ids."""
