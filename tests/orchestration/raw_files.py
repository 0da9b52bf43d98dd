"""What a simulated British clinic's files say, read with nothing but Python's own csv module.

Belongs here: a second, slow reading of the files by the words of the clinic's YAML and of the design.
Doesn't: anything of Rapport, or agreement would prove nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, str]

ATTENDED = {"5", "05", "6"}
STATUS = {"7": "no_show", "3": "no_show", "2": "by_client", "4": "by_clinic", "0": "scheduled"}
ENDINGS = {"46": "completed", "47": "dropped_out"}
OTHER_ENDINGS = {"48", "50", "49", "11", "12"}
ITEMS = {"phq9": (9, 3), "gad7": (7, 3), "srs": (4, 10), "care": (10, 5)}
MAY_LACK = {"phq9": 2, "gad7": 1, "srs": 0, "care": 2}
FROM_0 = {"phq9", "gad7", "srs"}


@dataclass
class Course:
    """One course as the files tell it."""

    client: str
    therapist: str
    start: dt.date
    referral: dt.date | None
    end: dt.date | None
    end_code: str
    sessions: list[tuple[dt.datetime, str]] = field(default_factory=list)
    missed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    forms: dict[str, list[tuple[dt.datetime, str, float]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def first_day(self) -> dt.date:
        return min(self.start, self.referral or self.start - dt.timedelta(days=28))

    @property
    def last_day(self) -> dt.date:
        return self.end + dt.timedelta(days=14) if self.end else dt.date.max


def standing_rows(inbox: Path, kind: str, key: str) -> dict[str, Row]:
    """Return the latest row of each key, by the date in the file's name."""
    standing: dict[str, Row] = {}
    seen: set[bytes] = set()
    for file in sorted(
        inbox.glob(f"{kind}_*.csv"), key=lambda path: (path.name[len(kind) + 1 :][:10], path.name)
    ):
        content = file.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue  # refused as a whole: the clinic's YAML promises UTF-8
        if content in seen:
            continue
        seen.add(content)
        lines = list(csv.reader(io.StringIO(text)))
        header = lines[0]
        for line in lines[1:]:
            if len(line) != len(header) or not any(cell.strip() for cell in line):
                continue
            row = {name: cell.strip() for name, cell in zip(header, line, strict=True)}
            if "TEST" in (row.get("ClientNo"), row.get("CaseRef")) or not is_readable(kind, row):
                continue
            standing[row[key]] = row
    return standing


def is_readable(kind: str, row: Row) -> bool:
    """Whether the door takes a row: dates, codes, answers and totals as the YAML allows."""
    if kind == "cases":
        return (
            all(day(row[name]) is not None for name in ("ReferralDate", "StartDate", "EndDate") if row[name])
            and bool(row["StartDate"])
            and row["EndCode"] in {"", *ENDINGS, *OTHER_ENDINGS}
            and row["Programme"] in {"", "S2", "S3", "S4"}
            and row["Mode"] in {"", "01", "02", "04"}
        )
    if kind == "appointments":
        return (
            moment(row["ApptDateTime"]) is not None
            and row["AttendOrDNACode"] in ATTENDED | set(STATUS)
            and row["Mode"] in {"", "01", "02", "04"}
        )
    if kind in ITEMS:
        return moment(row["Completed"]) is not None and answers(kind, row) is not None
    return True


def day(text: str) -> dt.date | None:
    """A British date; None where it can't be one."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def moment(text: str) -> dt.datetime | None:
    """A British date with its time."""
    date, _, time = text.partition(" ")
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", time)
    that_day = day(date)
    if that_day is None or found is None:
        return None
    return dt.datetime(that_day.year, that_day.month, that_day.day, int(found[1]), int(found[2]))  # noqa: DTZ001


def answers(kind: str, row: Row) -> list[float | None] | None:
    """A form's answers; None where one of them, or the total, is out of range or no number."""
    count, highest = ITEMS[kind]
    given: list[float | None] = []
    for number in range(1, count + 1):
        cell = row[f"q{number}"]
        if cell == "" or (kind == "care" and cell == "0"):
            given.append(None)
            continue
        if not re.fullmatch(r"\d+(\.\d+)?", cell):
            return None
        value = float(cell)
        if not (0 if kind in FROM_0 else 1) <= value <= highest or (kind != "srs" and value % 1):
            return None
        given.append(value)
    total = row.get("Total", "")
    if total and not (re.fullmatch(r"\d+(\.\d+)?", total) and 0 <= float(total) <= count * highest):
        return None
    return given


def score(kind: str, row: Row) -> float | None:
    """The form's score by its own rule for unanswered items."""
    given = answers(kind, row) or []
    known = [value for value in given if value is not None]
    if not known:
        return float(row["Total"]) if row.get("Total") else None
    missing = len(given) - len(known)
    if missing > MAY_LACK[kind]:
        return None
    total = sum(round(10 * value) for value in known) / 10
    if not missing:
        return total
    prorated = total * len(given) / len(known)
    return float(int(prorated + 0.5)) if kind in ("phq9", "gad7") else prorated


def courses(inbox: Path, until: dt.datetime) -> dict[str, Course]:
    """Return every course that had started by the end of the week, without those of clients who opted out."""
    opted_out = {
        number for number, row in standing_rows(inbox, "clients", "ClientNo").items() if row["Consent"] == "X"
    }
    found = {}
    for reference, row in standing_rows(inbox, "cases", "CaseRef").items():
        start, end = day(row["StartDate"]), day(row["EndDate"])
        assert start is not None
        if row["ClientNo"] in opted_out or start >= until.date():
            continue
        is_later = end is not None and end >= until.date()
        found[reference] = Course(
            row["ClientNo"],
            row["Clinician"],
            start,
            day(row["ReferralDate"]),
            None if is_later else end,
            "" if is_later else row["EndCode"],
        )
    for appointment, row in standing_rows(inbox, "appointments", "ApptID").items():
        at = moment(row["ApptDateTime"])
        if at is not None and at < until and row["CaseRef"] in found:
            if row["AttendOrDNACode"] in ATTENDED:
                found[row["CaseRef"]].sessions.append((at, appointment))
            else:
                found[row["CaseRef"]].missed[STATUS[row["AttendOrDNACode"]]] += 1
    for kind in ITEMS:
        for form, row in standing_rows(inbox, kind, "FormID").items():
            at, value = moment(row["Completed"]), score(kind, row)
            if at is not None and at < until and value is not None and row["CaseRef"] in found:
                course = found[row["CaseRef"]]
                course.forms[kind].append((at, form, value))
    for course in found.values():
        course.sessions.sort()
        for forms in course.forms.values():
            forms.sort()
    return found


def latest_appointment(inbox: Path, until: dt.datetime) -> dt.date:
    """The day of the latest appointment whose outcome is known."""
    days = [
        at.date()
        for row in standing_rows(inbox, "appointments", "ApptID").values()
        if (at := moment(row["ApptDateTime"])) is not None and at < until and row["AttendOrDNACode"] != "0"
    ]
    return max(days)


def state(course: Course, reach: dt.date, gap: int = 60) -> str:
    """The course's state: the recorded reason, an end without one, or silence."""
    if course.end_code:
        return ENDINGS.get(course.end_code, "other_ending")
    if course.end is not None:
        return "other_ending"
    contact = course.sessions[-1][0].date() if course.sessions else course.start
    return "dropped_out" if (reach - contact).days >= gap else "open"


def in_period(course: Course, kind: str) -> list[float]:
    """Scores from the referral to a fortnight after the end, in their order."""
    return [value for at, _, value in course.forms[kind] if course.first_day <= at.date() <= course.last_day]


def rank(values: list[Any]) -> list[Any]:
    """Sorted, with None first: two readings of the same courses compare without knowing the keys."""
    return sorted(values, key=lambda value: [(part is not None, part) for part in value])
