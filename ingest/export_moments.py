"""When a file was exported: by a column, by its name, or by its time at the source.

Belongs here: reading that moment, and what it rests on. Doesn't: moments inside rows (`times`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from ingest.canonical import EXPORTED_AT
from ingest.known_deliveries import Inspection, Receipt
from ingest.rules import FILE_NAME_DATE
from ingest.sources.folder import FoundFile
from ingest.times import local_to_utc

YEARS = range(1900, 9999)
"""Years that a file's name may say; at the calendar's ends a time zone leads out of it."""
COLUMN, FILE_NAME, FILE_TIME = "column", "file_name", "file_time"

_DIRECTIVES = {
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%m": r"\d{1,2}",
    "%d": r"\d{1,2}",
    "%H": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%j": r"\d{3}",
    "%b": r"[A-Za-z]{3}",
    "%B": r"[A-Za-z]+",
}


def exported_at_of(
    inspection: Inspection, found: FoundFile, earlier: Sequence[Receipt]
) -> tuple[dt.datetime, str]:
    """Return when a file was exported (naive UTC), and how that is known.

    `earlier` are the receipts of the same bytes. For the basis `column` the moment holds for rows that give
    none.

    Raises:
        ValueError: the name should say it and doesn't; the message says what to do.
    """
    export, received_at = inspection.export, inspection.received_at
    if EXPORTED_AT.name in {*export.mapped_columns(), *export.constants} or (
        not export.mapped_columns() and earlier and earlier[-1].basis == COLUMN
    ):
        return min(found.modified_at, received_at), COLUMN
    if export.exported_at_pattern is not None:
        local = named_moment(found.name, export.exported_at_pattern)
        moment = local_to_utc(local, inspection.clinic.timezone)
        if moment <= received_at:
            return moment, FILE_NAME
        before = [
            receipt
            for receipt in earlier
            if receipt.basis == FILE_NAME
            and inspection.mask.is_same(receipt.file_name, found.name, export.files)
        ]
        return (before[0].exported_at if before else received_at), FILE_NAME
    frozen = [receipt for receipt in earlier if receipt.basis == FILE_TIME]
    if frozen:  # the time of a copy says nothing: what counts is when these bytes were first received
        return frozen[0].exported_at, FILE_TIME
    return min(found.modified_at, received_at), FILE_TIME


def named_moment(name: str, pattern: str) -> dt.datetime:
    """Read the naive local moment that a file's name says, by strptime parts; `*` stands for anything.

    Raises:
        ValueError: the name doesn't fit, or says no possible moment; the message says what to do.
    """
    subject = name if "/" in pattern else name.rsplit("/", 1)[-1]
    regex, directives = _pattern_regex(pattern)
    found = re.fullmatch(regex, subject)
    try:
        if found is None or not directives:
            raise ValueError
        moment = dt.datetime.strptime(" ".join(found.groups()), " ".join(directives))  # noqa: DTZ007
        if moment.year not in YEARS:
            raise ValueError
        return moment
    except (ValueError, re.error):  # re.error: a part that stands twice in the pattern
        raise ValueError(
            f"the file's name doesn't fit `exported_at_pattern: {pattern}`, so it isn't known when it was "
            f"exported. {FILE_NAME_DATE.remedy}"
        ) from None


def _pattern_regex(pattern: str) -> tuple[str, list[str]]:
    regex, directives = "", []
    for part in re.split(r"(%[A-Za-z]|\*)", pattern):
        if part == "*":
            regex += ".*"
        elif part in _DIRECTIVES:
            regex += f"({_DIRECTIVES[part]})"
            directives.append(part)
        else:
            regex += re.escape(part)
    return regex, directives
