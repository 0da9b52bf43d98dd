"""From canonical text to typed columns, one kind of column at a time, with what could not be read.

Belongs here: codes, keys, whole numbers, days, moments, text lengths. Doesn't: what rows of a feed mean
together (`judging`), answers to items (`answers`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import polars as pl

from ingest.canonical import EXPORTED_AT, Column, Feed, Kind, columns_of
from ingest.configuration.clinic import Clinic, Export
from ingest.configuration.format_options import TYPED_FORMATS
from ingest.configuration.registry import Registry
from ingest.crosswalks import Crosswalk
from ingest.faults import Faults
from ingest.mapping import CanonicalText
from ingest.numbers import Notation, read_scaled
from ingest.pseudonyms import KeyKind, NamedKeys, Pseudonymiser
from ingest.rules import ROW_CODE, ROW_DATE, ROW_FUTURE, ROW_NUMBER, ROW_RANGE, ROW_REQUIRED
from ingest.times import MICROSECONDS, Moments, read_days, read_moments, read_relative, utc_to_local

GRACE = dt.timedelta(days=1)
"""How far ahead of the receipt a thing that has happened may be dated: clocks and zones differ."""
HORIZON = dt.timedelta(days=731)
"""How far ahead anything may be dated; a year typed wrongly lies further."""

KEY_KINDS = {
    "client_id": KeyKind.CLIENT,
    "therapist_id": KeyKind.THERAPIST,
    "episode_id": KeyKind.EPISODE,
    "appointment_id": KeyKind.APPOINTMENT,
    "response_id": KeyKind.RESPONSE,
    "action_id": KeyKind.ACTION,
}
YEARS = frozenset({"birth_year", "qualified_year"})
"""Columns whose latest value is the year of the receipt."""


@dataclass(frozen=True)
class Context:
    """What reading an export depends on besides its file."""

    registry: Registry
    clinic: Clinic
    export: Export
    pseudonymiser: Pseudonymiser
    received_at: dt.datetime  # naive UTC
    companions: Mapping[str, bytes] = field(default_factory=dict)  # files of the home that a format needs
    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    erased: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Int64))  # keys of erased people

    @property
    def feed(self) -> Feed:
        """The feed that the export delivers."""
        return self.export.feed

    @property
    def received_locally(self) -> dt.datetime:
        """The moment of receipt, as the clinic's clock showed it."""
        return utc_to_local(self.received_at, self.clinic.timezone)

    @property
    def notation(self) -> Notation:
        """How the export writes numbers."""
        return Notation(self.export.options.decimal, self.export.options.thousands)

    @property
    def has_typed_cells(self) -> bool:
        """Whether the format knows dates by themselves, which then come as ISO 8601."""
        return self.export.format in TYPED_FORMATS

    def date_format(self, name: str) -> str | None:
        """Return the strptime format of a canonical column; None means ISO 8601."""
        declared = self.export.options.date_format
        return declared.get(name) if isinstance(declared, Mapping) else declared


@dataclass
class TypedColumns:
    """Reads the canonical columns of one table, and notes what can't be read."""

    context: Context
    text: CanonicalText
    faults: Faults = field(default_factory=Faults)
    named: dict[str, NamedKeys] = field(default_factory=dict)  # canonical column -> its keys

    @property
    def height(self) -> int:
        """Rows in the table."""
        return self.text.cells.height

    def empty(self, dtype: pl.DataType) -> pl.Series:
        """Return a column without a value."""
        return pl.Series([None] * self.height, dtype=dtype)

    def never(self) -> pl.Series:
        """Return a Boolean column that is false throughout."""
        return pl.repeat(False, self.height, dtype=pl.Boolean, eager=True)

    def label(self, name: str) -> str:
        """Name the file's column behind a canonical one."""
        relative = self.context.export.options.relative_time
        if relative is not None and relative.to == name:
            return relative.column
        return self.text.plan.label(name)

    def column(self, name: str) -> Column:
        """Return what the feed says about a canonical column."""
        return columns_of(self.context.feed)[name]

    def require(self, name: str, values: pl.Series, unreadable: pl.Series | None = None) -> None:
        """Note rows that lack a required column, unless they hold something unreadable there."""
        missing = values.is_null()
        self.faults.add(
            ROW_REQUIRED, self.label(name), missing if unreadable is None else missing & ~unreadable
        )

    def key(self, name: str) -> pl.Series:
        """Read an identifier as a key (Int64)."""
        parts = self.text.parts(name)
        if not parts:
            keys = self.empty(pl.Int64())
        else:
            self.named[name] = self.context.pseudonymiser.name(KEY_KINDS[name], parts)
            keys = self.named[name].keys
        if self.column(name).required:
            self.require(name, keys)
        return keys

    def code(self, name: str) -> pl.Series:
        """Read a code as the canonical word (String) that the clinic maps it to."""
        column = self.column(name)
        words = column.codes if column.kind is Kind.CLOSED_CODE else self._declared(name)
        texts = self.text.column(name)
        mapping = self.context.export.values.get(name, {})
        if texts is None:
            return self.empty(pl.String())
        mapped = map_codes(texts, mapping)
        known = keep_known(mapped, words)
        self.faults.add(ROW_CODE, self.label(name), mapped.is_not_null() & known.is_null())
        return known

    def _declared(self, name: str) -> tuple[str, ...]:
        return self.context.clinic.declared_codes(self.context.export, name)

    def integer(self, name: str) -> pl.Series:
        """Read a whole number (Int64) within the column's limits."""
        texts = self.text.column(name)
        if texts is None:
            return self.empty(pl.Int64())
        numbers = read_scaled(texts, 0, self.context.notation)
        self.faults.add(ROW_NUMBER, self.label(name), texts.is_not_null() & numbers.is_null())
        column = self.column(name)
        latest = self.context.received_locally.year if name in YEARS else column.maximum
        outside = self.never()
        if column.minimum is not None:
            outside |= (numbers < int(column.minimum)).fill_null(False)
        if latest is not None:
            outside |= (numbers > int(latest)).fill_null(False)
        self.faults.add(ROW_RANGE, self.label(name), outside)
        return numbers.to_frame("n").select(pl.when(pl.lit(~outside)).then(pl.col("n"))).to_series()

    def moment(self, name: str) -> Moments:
        """Read a local moment; made from relative time where the mapping says so."""
        relative = self.context.export.options.relative_time
        if relative is not None and relative.to == name:
            moments = self._relative_moment()
        elif (texts := self.text.column(name)) is not None:
            moments = read_moments(
                texts,
                self.context.date_format(name),
                self.context.clinic.timezone,
                or_iso=self.context.has_typed_cells,
            )
        else:
            never = self.never()
            return Moments(self.empty(MICROSECONDS), never, never, never)
        wrong = moments.is_unreadable
        if name != EXPORTED_AT.name:  # which is never taken as later than the receipt anyway
            wrong |= self._beyond(name, moments.at, HORIZON)
        self.faults.add(ROW_DATE, self.label(name), wrong)
        if self.column(name).required:
            self.require(name, moments.at, moments.is_unreadable)
        return moments

    def day(self, name: str) -> pl.Series:
        """Read a day (Date); made from relative time where the mapping says so."""
        relative = self.context.export.options.relative_time
        if relative is not None and relative.to == name:
            moments = self._relative_moment()
            days, unreadable = moments.at.cast(pl.Date), moments.is_unreadable
        elif (texts := self.text.column(name)) is not None:
            days, unreadable = read_days(
                texts,
                self.context.date_format(name),
                self.context.clinic.timezone,
                or_iso=self.context.has_typed_cells,
            )
        else:
            return self.empty(pl.Date())
        too_late = self._beyond(name, days.cast(MICROSECONDS), HORIZON)
        self.faults.add(ROW_DATE, self.label(name), unreadable | too_late)
        if self.column(name).required:
            self.require(name, days, unreadable)
        return days

    def refuse_future(self, name: str, at: pl.Series, has_happened: pl.Series | None = None) -> None:
        """Note things that have happened, but are dated more than a day after the receipt."""
        future = self._beyond(name, at, GRACE) & ~self._beyond(name, at, HORIZON)  # which is misread anyway
        self.faults.add(
            ROW_FUTURE, self.label(name), future if has_happened is None else future & has_happened
        )

    def is_synthetic(self, *names: str) -> bool:
        """Say whether one of these columns is made from relative time, or set by the mapping."""
        relative = self.context.export.options.relative_time
        made = set(self.context.export.constants) | ({relative.to} if relative is not None else set())
        return not made.isdisjoint(names)

    def length(self, name: str) -> pl.Series:
        """Return how many characters of text there are (Int32), null where there is none."""
        texts = self.text.column(name)
        return self.empty(pl.Int32()) if texts is None else texts.str.len_chars().cast(pl.Int32)

    def _beyond(self, name: str, at: pl.Series, grace: dt.timedelta) -> pl.Series:
        if self.is_synthetic(name):  # such dates follow the origin's calendar, not today's
            return self.never()
        return (at > self.context.received_locally + grace).fill_null(False)

    def _relative_moment(self) -> Moments:
        relative = self.context.export.options.relative_time
        assert relative is not None
        texts = self.text.sent_cells([relative.column], self.context.export.options.null_values)[0]
        counts = read_scaled(texts, 0, self.context.notation)
        at = read_relative(counts, relative.unit, relative.origin)
        never = self.never()
        return Moments(at, never, never, texts.is_not_null() & at.is_null())


def map_codes(texts: pl.Series, mapping: Mapping[str, str]) -> pl.Series:
    """Replace codes by the words they are mapped to; others stay. The code "" stands for an empty cell."""
    if not mapping:
        return texts
    trimmed = {code.strip(): word for code, word in mapping.items()}
    mapped = texts.replace(list(trimmed), list(trimmed.values()))
    return mapped.fill_null(trimmed[""]) if "" in trimmed else mapped


def keep_known(words: pl.Series, known: Collection[str]) -> pl.Series:
    """Return the words that are among `known`, null for others."""
    allowed = sorted(known)
    if not allowed:
        return pl.Series(words.name, [None] * words.len(), dtype=pl.String)
    return words.replace_strict(allowed, allowed, default=None, return_dtype=pl.String)
