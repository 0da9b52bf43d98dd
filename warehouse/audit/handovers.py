"""Who was given what, when: the ledger of deliveries joined to the access log.

Belongs here: the table audit.handovers. Doesn't: sending (`reports.delivery`), and proving that neither file
was changed (`verification`).

The table tells the audience and the way, never a name, an address or an account: a recipient is a number
here, and stands in the home's own files, at the line that the table names.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from ingest.home import Home
from warehouse.audit import chain
from warehouse.audit.access_log import DELIVERED, RENDERED, Entry
from warehouse.audit.tables import MOMENT

HANDOVERS = pl.Schema(
    {
        "source": pl.String(),
        "line": pl.Int64(),
        "file_name": pl.String(),
        "handed_at": MOMENT,
        "audience": pl.String(),
        "week": pl.String(),
        "recipient_number": pl.Int64(),
        "way": pl.String(),
        "state": pl.String(),
        "attempts": pl.Int64(),
        "failed_before": pl.Int64(),
        "is_open": pl.Boolean(),
        "reason": pl.String(),
        "file_sha256": pl.String(),
        "rendered_at": MOMENT,
        "is_as_rendered": pl.Boolean(),
    }
)
"""audit.handovers."""

LEDGER, LOG = "ledger", "log"
_ADDRESS = re.compile(r"[^\s,;:<>()`'\"]+@[^\s,;<>()`'\"]+")

_Line = tuple[int, dict[str, Any]]


def handovers(home: Home, entries: Sequence[Entry], known_at: dt.datetime) -> pl.DataFrame:
    """Return what was sent or handed over up to a moment (naive UTC), one row a line and file (HANDOVERS)."""
    rendered: dict[str, list[dt.datetime]] = {}
    for entry in entries:
        if entry.access.event == RENDERED:
            rendered.setdefault(entry.access.sha256, []).append(_naive(entry.at))
    rows = _of_ledger(home, known_at)
    rows += [row for row in _of_log(entries) if row["handed_at"] <= known_at]
    for row in rows:
        moments = rendered.get(str(row["file_sha256"]), [])
        before = [moment for moment in moments if moment <= row["handed_at"]]
        row["rendered_at"] = max(before, default=None)
        row["is_as_rendered"] = bool(before) if row["file_sha256"] else None
    return pl.DataFrame(rows, schema=HANDOVERS).sort("source", "line", "file_name")


def _of_ledger(home: Home, known_at: dt.datetime) -> list[dict[str, Any]]:
    """What became of each parcel: a line that it was begun counts only where nothing follows."""
    lines = [
        (number, line)
        for number, line in enumerate(chain.read_lines(home.sent_ledger), start=1)
        if _is_whole(line) and line is not None and _naive(line["at"]) <= known_at
    ]
    together: dict[tuple[str, str, str], list[_Line]] = {}
    numbers: dict[str, dict[str, int]] = {}
    for number, line in lines:
        together.setdefault((line["recipient"], line["audience"], line["week"]), []).append((number, line))
        of_audience = numbers.setdefault(line["audience"], {})
        of_audience.setdefault(line["recipient"], len(of_audience) + 1)
    return [
        row
        for told in together.values()
        for row in _of_one(told, numbers[told[0][1]["audience"]][told[0][1]["recipient"]])
    ]


def _of_one(told: Sequence[_Line], recipient_number: int) -> list[dict[str, Any]]:
    """What one recipient got of one week."""
    rows = []
    for place, (number, line) in enumerate(told):
        later = [other for _, other in told[place + 1 :]]
        if line["state"] == "begun" and any(other["parcel"] == line["parcel"] for other in later):
            continue
        earlier = [other for _, other in told[:place]]
        shared = {
            "source": LEDGER,
            "line": number,
            "handed_at": _naive(line["at"]),
            "audience": line["audience"],
            "week": line["week"],
            "recipient_number": recipient_number,
            "way": line["kind"] or None,
            "state": "unknown" if line["state"] == "begun" else line["state"],
            "attempts": int(line.get("attempts", 0)),
            "failed_before": sum(other["state"] == "failed" for other in earlier),
            "is_open": line["state"] != "sent" and not any(other["state"] == "sent" for other in later),
            "reason": without_people(line.get("reason") or "", line) or None,
        }
        files = line["files"] or {"": None}
        rows += [
            shared | {"file_name": name, "file_sha256": sha256} for name, sha256 in sorted(files.items())
        ]
    return rows


def _of_log(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """What people handed over themselves; to whom stands in the log only."""
    return [
        {
            "source": LOG,
            "line": entry.number,
            "file_name": entry.access.path,
            "handed_at": _naive(entry.at),
            "audience": entry.access.path.split("/")[2] if entry.access.path.count("/") > 2 else "",
            "week": entry.access.week,
            "recipient_number": None,
            "way": "by hand",
            "state": "sent",
            "attempts": 1,
            "failed_before": 0,
            "is_open": False,
            "reason": None,
            "file_sha256": entry.access.sha256,
        }
        for entry in entries
        if entry.access.event == DELIVERED
    ]


def without_people(reason: str, line: dict[str, Any]) -> str:
    """Return why something failed without names, addresses, accounts or folders."""
    places = re.split(r"[\s,]+", str(line.get("destination") or ""))
    hidden = {word for word in places if re.search(r"[/\\@]", word)}
    hidden |= {word for place in places for word in re.split("[@:]", place) if "." in word}
    hidden |= {str(line.get("recipient") or "")}
    text = _ADDRESS.sub("an address", reason)
    for word in sorted((word for word in hidden if len(word) > 2), key=len, reverse=True):
        text = text.replace(word, "…")
    return text


def _is_whole(line: dict[str, Any] | None) -> bool:
    wanted = {"at", "recipient", "kind", "audience", "week", "parcel", "files", "state"}
    return line is not None and wanted <= set(line) and isinstance(line["files"], dict)


def _naive(moment: str) -> dt.datetime:
    """Read a moment of either file as naive UTC."""
    read = dt.datetime.fromisoformat(moment)
    return read if read.tzinfo is None else read.astimezone(dt.UTC).replace(tzinfo=None)
