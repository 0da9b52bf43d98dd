"""One truth about a few people, and the many ways in which a clinic may deliver it.

Belongs here: drawing a truth and a mixture of deliveries, writing both as files, and knowing what should
stand. Doesn't: receiving them, and the SQL that says what stands.

Clients come as full snapshots, everything else as deltas. A week's rows may be split over files, shuffled,
sent again, packed, sent late or out of order; some rows are spoilt, and some files as a whole.
"""

from __future__ import annotations

import datetime as dt
import gzip
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

WEEKS = [dt.date(2026, 1, 5) + dt.timedelta(weeks=week) for week in range(4)]
RUNS = 3
HEADERS = {
    "clients": "client_id,birth_year,gender",
    "episodes": "episode_id,client_id,start_date,planned_sessions",
    "appointments": "appointment_id,episode_id,scheduled_at,status",
    "phq9": "episode_id,completed_at,comment," + ",".join(f"item_{item}" for item in range(1, 10)),
}
EXPORTS = """
  - {name: clients, feed: clients, files: "clients_*", mode: full, exported_at_pattern: "clients_%Y-%m-%d*"}
  - {name: episodes, feed: episodes, files: "episodes_*", exported_at_pattern: "episodes_%Y-%m-%d*"}
  - {name: appointments, feed: appointments, files: "appointments_*",
     exported_at_pattern: "appointments_%Y-%m-%d*"}
  - {name: phq9, feed: responses, instrument: phq9, files: "phq9_*", exported_at_pattern: "phq9_%Y-%m-%d*"}
"""


@dataclass(frozen=True)
class Row:
    """One version of one thing, as a week's export has it."""

    thing: str
    text: str
    is_spoilt: bool

    def line(self, export: str) -> str:
        """Return the row as it is sent; the key of a spoilt one can still be read."""
        if not self.is_spoilt:
            return self.text
        cells = self.text.split(",")
        if export == "clients":
            return f"{cells[0]},18x0,{cells[2]}"
        if export == "episodes":
            return f"{cells[0]},{cells[1]},the 5th,{cells[3]}"
        if export == "appointments":
            return ",".join([*cells[:3], "perhaps"])
        return ",".join([*cells[:-1], "9"])


@dataclass(frozen=True)
class File:
    """One file of one week."""

    export: str
    week: int
    part: int
    rows: tuple[Row, ...]
    run: int
    copies: int
    is_packed: bool
    is_broken: bool  # a required column is called otherwise: refused whole

    def content(self) -> bytes:
        """Return its bytes."""
        header = HEADERS[self.export]
        if self.is_broken:
            header = f"other_{header}"
        text = "\n".join([header, *(row.line(self.export) for row in self.rows)]) + "\n"
        return gzip.compress(text.encode(), mtime=0) if self.is_packed else text.encode()

    def write(self, inbox: Path) -> None:
        """Put it, and its copies, into a clinic's folder."""
        for copy in range(self.copies):
            path = inbox / f"{self.export}_{WEEKS[self.week]}_{self.part}_{copy}.csv"
            path.write_bytes(self.content())
            stamp = dt.datetime.combine(WEEKS[self.week], dt.time(12 + copy), dt.UTC).timestamp()
            os.utime(path, (stamp, stamp))


@dataclass(frozen=True)
class Mixture:
    """What one clinic sends, and what should come of it."""

    files: tuple[File, ...]
    present: tuple[frozenset[str], ...]  # clients listed by each week's snapshot
    standing: dict[str, dict[str, str]] = field(default_factory=dict)  # export -> thing -> its row

    def write(self, inbox: Path, run: int) -> None:
        """Put the files of one run into a clinic's folder."""
        for file in self.files:
            if file.run == run:
                file.write(inbox)

    def write_cleanly(self, inbox: Path) -> None:
        """Put what should stand into a clinic's folder, as one delivery of each export."""
        for export, rows in self.standing.items():
            path = inbox / f"{export}_{WEEKS[-1]}.csv"
            path.write_text("\n".join([HEADERS[export], *rows.values()]) + "\n")
            stamp = dt.datetime.combine(WEEKS[-1], dt.time(12), dt.UTC).timestamp()
            os.utime(path, (stamp, stamp))

    @property
    def refused(self) -> Counter[str]:
        """Rows by what should become of them: in quarantine, or in refused files."""
        counts: Counter[str] = Counter()
        for file in self.files:
            if file.is_broken:
                counts["refused"] += len(file.rows) * file.copies
            else:
                counts["quarantined"] += sum(row.is_spoilt for row in file.rows)
                counts["redelivered"] += len(file.rows) * (file.copies - 1)
        return +counts

    @property
    def rows_sent(self) -> int:
        """All rows of all files."""
        return sum(len(file.rows) * file.copies for file in self.files)


@st.composite
def mixtures(draw: st.DrawFn) -> Mixture:
    """One truth and one way of delivering it."""
    people = draw(st.integers(1, 5))
    weekly: dict[tuple[str, int], list[Row]] = {}
    present = []
    for week in range(len(WEEKS)):
        here = frozenset(f"C{n}" for n in range(people) if draw(st.integers(0, 9)) > 0)
        present.append(here)
        weekly["clients", week] = [_row(draw, name, _client(draw, name)) for name in sorted(here)]
        for export, write in (("episodes", _episode), ("appointments", _appointment), ("phq9", _form)):
            changed = [n for n in range(people) if draw(st.booleans())]
            weekly[export, week] = [_row(draw, str(n), write(draw, n)) for n in changed]
    files = [
        file for (export, week), rows in weekly.items() for file in _split(draw, export, week, rows) if rows
    ]
    mixture = Mixture(tuple(files), tuple(present))
    return Mixture(mixture.files, mixture.present, _standing(mixture))


def _row(draw: st.DrawFn, thing: str, text: str) -> Row:
    return Row(thing, text, draw(st.integers(0, 7)) == 0)


def _client(draw: st.DrawFn, name: str) -> str:
    return f"{name},{draw(st.integers(1980, 1983))},{draw(st.sampled_from(['female', 'male', '']))}"


def _episode(draw: st.DrawFn, n: int) -> str:
    return f"E{n},C{n},2026-01-0{draw(st.integers(1, 4))},{draw(st.sampled_from(['', '6', '12']))}"


def _appointment(draw: st.DrawFn, n: int) -> str:
    status = draw(st.sampled_from(["attended", "no_show", "scheduled"]))
    return f"A{n},E{n},2026-01-04 1{draw(st.integers(0, 3))}:00,{status}"


def _form(draw: st.DrawFn, n: int) -> str:
    items = ",".join(draw(st.sampled_from(["0", "1", "3", ""])) for _ in range(8))
    return f"E{n},2026-01-04 11:00,{draw(st.sampled_from(['', 'a word']))},1,{items}"


def _split(draw: st.DrawFn, export: str, week: int, rows: list[Row]) -> list[File]:
    """Deal a week's rows into up to three files; a snapshot is never broken: it would withdraw nobody."""
    dealt: dict[int, list[Row]] = {}
    for row in draw(st.permutations(rows)):
        dealt.setdefault(draw(st.integers(0, 2)), []).append(row)
    return [
        File(
            export,
            week,
            part,
            tuple(of_part),
            run=draw(st.integers(1, RUNS)),
            copies=draw(st.sampled_from([1, 1, 1, 2])),
            is_packed=draw(st.booleans()),
            is_broken=export != "clients" and draw(st.integers(0, 7)) == 0,
        )
        for part, of_part in dealt.items()
    ]


def _standing(mixture: Mixture) -> dict[str, dict[str, str]]:
    """Say which version of each thing should stand: the last readable one, if every snapshot since has it.

    A spoilt row says that somebody is still there; it doesn't bring back who has gone.
    """
    standing: dict[str, dict[str, str]] = {export: {} for export in HEADERS}
    read_in: dict[str, int] = {}
    for file in sorted(mixture.files, key=lambda file: file.week):
        for row in file.rows if not file.is_broken else ():
            if not row.is_spoilt:
                standing[file.export][row.thing] = row.text
                read_in[row.thing] = file.week
    standing["clients"] = {
        name: text
        for name, text in standing["clients"].items()
        if all(name in here for here in mixture.present[read_in[name] :] if here)
    }
    return {export: rows for export, rows in standing.items() if rows}
