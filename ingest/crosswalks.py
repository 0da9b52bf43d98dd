"""Old and new identifiers of a clinic whose system was migrated, so that everybody keeps their key.

Belongs here: reading `crosswalks/<clinic_id>.csv`, and putting old identifiers in the places of new ones.
Doesn't: noticing that identifiers have changed (`holds.changed_ids`).

The file has four columns: `kind` (client, episode, therapist, appointment, response), `old_id`, `new_id`,
and `from`, the day from which on exports have the new one. What was exported before that day is left as it
is, so that a number which the new system has given to somebody else still means who it meant. After several
migrations the steps are taken back one by one.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from ingest.formats.text_table import FILE_COLUMN
from ingest.home import Home
from ingest.mapping import CanonicalText
from ingest.pseudonyms import KeyKind
from ingest.times import local_to_utc

COLUMNS = ("kind", "old_id", "new_id", "from")
OWN_COLUMNS = {f"{kind}_id": kind for kind in KeyKind}


class CrosswalkError(Exception):
    """A crosswalk can't be used; the message names rows, never identifiers."""


@dataclass(frozen=True)
class Step:
    """One migration of one kind of identifier."""

    kind: KeyKind
    begins_at: dt.datetime  # naive UTC
    ids: pl.DataFrame = field(repr=False)  # old_id, new_id


@dataclass(frozen=True)
class Crosswalk:
    """All migrations of a clinic, the latest first."""

    content: bytes = field(default=b"", repr=False)
    steps: tuple[Step, ...] = ()

    def identifiers(self) -> list[pl.Series]:
        """Return every identifier that it names."""
        return [step.ids[name] for step in self.steps for name in ("old_id", "new_id")]

    def newest(self, kind: KeyKind, local_ids: pl.Series) -> pl.Series:
        """Return what identifiers are called today, for the clinic's own eyes."""
        for step in reversed([step for step in self.steps if step.kind == kind]):
            local_ids = local_ids.replace(step.ids["old_id"], step.ids["new_id"])
        return local_ids

    def with_old_ids(self, text: CanonicalText, exported_at: pl.Series) -> CanonicalText:
        """Put back the old identifiers in rows that were exported since they changed.

        `exported_at` is naive UTC, one per row. Also parts of other keys, such as an appointment's, that are
        read from the column of a client or a course.
        """
        kinds = {
            sources[0]: OWN_COLUMNS[name]
            for name, sources in text.plan.sources.items()
            if name in OWN_COLUMNS and len(sources) == 1
        }
        places = [
            (place, kinds[source])
            for name, sources in text.plan.sources.items()
            if name.endswith("_id")
            for place, source in text.plan.places(name)
            if source in kinds
        ]
        cells = text.cells
        for place, kind in places:
            column = cells[place]
            for step in self.steps:
                if step.kind == kind:
                    back = column.replace(step.ids["new_id"], step.ids["old_id"])
                    column = back.zip_with(exported_at >= step.begins_at, column)
            cells = cells.with_columns(column.alias(place))
        return replace(text, cells=cells)


def read_crosswalk(home: Home, clinic_id: str, timezone: str) -> Crosswalk:
    """Read a clinic's crosswalk; an empty one where there is no file.

    Raises:
        CrosswalkError: a column is missing, or a row can't be used.
    """
    path = home.crosswalk_file(clinic_id)
    if not path.exists():
        return Crosswalk()
    shown = home.relative(path)
    content = path.read_bytes()
    try:
        frame = pl.read_csv(io.BytesIO(content), infer_schema=False, encoding="utf8")
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        raise CrosswalkError(
            f"{shown} can't be read; it is a UTF-8 CSV file with the header {','.join(COLUMNS)}"
        ) from None
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise CrosswalkError(
            f"{shown} lacks the column(s) {', '.join(missing)}; it needs {','.join(COLUMNS)}"
        )
    frame = frame.select(pl.col(name).str.strip_chars() for name in COLUMNS).with_row_index("row", offset=2)
    frame = frame.filter(~pl.all_horizontal(pl.col(name).fill_null("") == "" for name in COLUMNS))
    days = frame["from"].str.to_date("%Y-%m-%d", strict=False)
    _check(shown, frame, days)
    steps = []
    for (kind, day), ids in frame.with_columns(days.alias("day")).group_by("kind", "day"):
        assert isinstance(day, dt.date)
        begins_at = local_to_utc(dt.datetime.combine(day, dt.time()), timezone)
        steps.append(Step(KeyKind(str(kind)), begins_at, ids.select("old_id", "new_id")))
    return Crosswalk(content, tuple(sorted(steps, key=lambda step: step.begins_at, reverse=True)))


def _check(shown: str, frame: pl.DataFrame, days: pl.Series) -> None:
    empty = frame.select(pl.any_horizontal(pl.col(name).fill_null("") == "" for name in COLUMNS)).to_series()
    for wrong, what in (
        (empty, "an empty cell"),
        (~frame["kind"].is_in(list(KeyKind)), f"another kind than {', '.join(KeyKind)}"),
        (days.is_null(), "a day that isn't written like 2026-11-16"),
        (_repeated(frame, "old_id"), "an old id that stands twice for one day"),
        (_repeated(frame, "new_id"), "a new id that stands twice for one day: two people would become one"),
    ):
        rows = frame["row"].filter(wrong.fill_null(True)).to_list()
        if rows:
            raise CrosswalkError(f"{shown}: row(s) {_few(rows)} have {what}; mend them and run again")


def _repeated(frame: pl.DataFrame, column: str) -> pl.Series:
    return frame.select(pl.struct("kind", "from", column).is_duplicated()).to_series()


def _few(rows: Sequence[int]) -> str:
    told = ", ".join(map(str, rows[:5]))
    return f"{told} and {len(rows) - 5} more" if len(rows) > 5 else told


def row_moments(text: CanonicalText, of_files: Sequence[dt.datetime], own: pl.Series | None) -> pl.Series:
    """Return when each row was exported: by a column of its own, else with its file."""
    moments = pl.Series(of_files, dtype=pl.Datetime("us")).gather(text.cells[FILE_COLUMN])
    return moments if own is None else own.zip_with(own.is_not_null(), moments)
