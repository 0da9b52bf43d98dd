"""From a file's columns to canonical columns, still as text: what a clinic's YAML says about its exports.

Belongs here: which file column stands for what, rows that are skipped by declaration, cells that mean
nothing. Doesn't: reading text as numbers, times or codes (`reading`), judging it (`judging`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from ingest.canonical import ITEMS, Feed, columns_of, required_columns
from ingest.configuration.clinic import Export
from ingest.configuration.instrument import Instrument
from ingest.formats.text_table import FILE_COLUMN, OWN_COLUMNS, ROW_COLUMN, TextTable
from ingest.rules import ANOTHER_SITES

ITEM_HEADER = re.compile(r"item_([1-9]\d*)")
INSTRUMENT = "instrument"
_PART = "\x1f"  # joins a column's name and the number of a part of its key; no YAML key can hold it


class ColumnsRefused(Exception):
    """A file's columns can't be mapped; the message says what is missing and what to do."""


@dataclass(frozen=True)
class ColumnPlan:
    """Which of a file's columns stand for which canonical ones."""

    sources: dict[str, tuple[str, ...]]  # canonical column -> the file's columns, several make one key
    items: tuple[str, ...]  # the file's item columns in the form's order; none where only totals come

    @property
    def used(self) -> frozenset[str]:
        """The file's columns that are read."""
        return frozenset({*self.items, *(source for sources in self.sources.values() for source in sources)})

    def places(self, name: str) -> list[tuple[str, str]]:
        """Return where a canonical column's text lies in the cells, and which of the file's columns it is."""
        sources = self.sources.get(name, ())
        if len(sources) == 1:
            return [(name, sources[0])]
        return [(f"{name}{_PART}{number}", source) for number, source in enumerate(sources)]

    def label(self, name: str) -> str:
        """Name the file's column (or columns) behind a canonical one, for messages."""
        return "+".join(self.sources.get(name, (name,)))


@dataclass(frozen=True)
class CanonicalText:
    """The rows that the export is about, as text."""

    plan: ColumnPlan
    sent: pl.DataFrame  # the rows as they were sent: file, row, the file's columns
    cells: pl.DataFrame  # file, row, canonical columns: trimmed String, null where nothing was recorded
    skipped: pl.DataFrame  # file UInt32, reason String, rows UInt32: what was left out by declaration

    def column(self, name: str) -> pl.Series | None:
        """Return a canonical column's text, or None where neither file nor mapping gives it."""
        return self.cells[name] if name in self.cells.columns else None

    def parts(self, name: str) -> list[pl.Series]:
        """Return the columns that make up a key, none where it isn't given."""
        if name in self.cells.columns:
            return [self.cells[name]]
        count = len(self.plan.sources.get(name, ()))
        return [self.cells[f"{name}{_PART}{number}"] for number in range(count)]

    def sent_cells(self, columns: Sequence[str], null_values: Collection[str]) -> list[pl.Series]:
        """Return file columns trimmed, null where nothing was recorded."""
        return self.sent.select(recorded(column, null_values) for column in columns).get_columns()


def needed_columns(export: Export) -> frozenset[str]:
    """Return the file's columns without which nothing of it can be read."""
    mapped = export.mapped_columns()
    needed = {source for sources in mapped.values() for source in sources}
    if not mapped:
        needed.update(set(required_columns(export.feed)) - _given_otherwise(export))
    needed.update(export.where, export.skip_values, export.attended_if_any)
    if export.options.relative_time is not None:
        needed.add(export.options.relative_time.column)
    return frozenset(needed)


def _given_otherwise(export: Export) -> set[str]:
    given = set(export.constants)
    if export.options.relative_time is not None:
        given.add(export.options.relative_time.to)
    if export.instrument is not None:
        given.add(INSTRUMENT)
    if export.attended_if_any:
        given.add("status")
    return given


def plan_columns(export: Export, header: Sequence[str], instrument: Instrument | None) -> ColumnPlan:
    """Decide which columns of a file with this header are read.

    `instrument` is the export's own, or None where each row names its instrument.

    Raises:
        ColumnsRefused: something needed is missing, or given twice.
    """
    _check_present(needed_columns(export), header)
    mapped = export.mapped_columns()
    if mapped:
        sources = {name: columns for name, columns in mapped.items() if name != ITEMS}
        items = mapped.get(ITEMS, ())
    else:
        sources = {name: (name,) for name in columns_of(export.feed) if name in header}
        items = _canonical_items(header, instrument) if export.feed is Feed.RESPONSES else ()
        _check_given_once(export, sources)
    if (
        export.feed is Feed.RESPONSES
        and not items
        and not {"total", "not_given_reason"}
        & {
            *sources,
            *export.constants,
        }
    ):
        raise ColumnsRefused(
            "the file has no answers: neither item columns nor a total. Name the item columns item_1, item_2 "
            "..., or map them under `columns.items` in the clinic's YAML"
        )
    return ColumnPlan(sources, tuple(items))


def _check_present(needed: Collection[str], header: Sequence[str]) -> None:
    missing = sorted(name for name in needed if name not in header)
    if missing:
        raise ColumnsRefused(
            f"missing column(s): {'; '.join(_with_hint(name, header) for name in missing)}. Export them, or "
            "mend `columns` in the clinic's YAML"
        )
    own = sorted(name for name in needed if name in OWN_COLUMNS)
    if own:
        raise ColumnsRefused(
            f"a column called {own[0]} can't be read, since Rapport numbers files and rows itself; give it "
            "another name in the export"
        )


def _with_hint(name: str, header: Sequence[str]) -> str:
    """Name a missing column; a header's words are shown only where one is nearly the name itself."""
    by_folded = {column.casefold(): column for column in header}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.8)
    return f"`{name}` (did you mean `{by_folded[close[0]]}`?)" if close else f"`{name}`"


def _check_given_once(export: Export, sources: dict[str, tuple[str, ...]]) -> None:
    relative = export.options.relative_time
    given = {*export.constants, *({relative.to} if relative is not None else ())}
    both = sorted(given & set(sources))
    if both:
        raise ColumnsRefused(
            f"the file has a column `{both[0]}`, and the mapping sets it as well; take it out of the "
            "mapping, or say under `columns` which of the file's columns to read"
        )


def _canonical_items(header: Sequence[str], instrument: Instrument | None) -> tuple[str, ...]:
    numbers = {int(found[1]): name for name in header if (found := ITEM_HEADER.fullmatch(name))}
    if not numbers:
        return ()
    count = instrument.items.count if instrument is not None else max(numbers)
    missing = [f"item_{number}" for number in range(1, count + 1) if number not in numbers]
    if missing:
        raise ColumnsRefused(
            f"missing column(s): {', '.join(missing)}. Export every item of the form, unanswered ones empty"
        )
    if instrument is not None and max(numbers) > count:
        raise ColumnsRefused(
            f"the file has item_{max(numbers)}, but {instrument.instrument} has {count} items; say under "
            "`columns.items` in the clinic's YAML which columns they are"
        )
    return tuple(numbers[number] for number in range(1, count + 1))


def to_canonical_text(table: TextTable, export: Export, plan: ColumnPlan) -> CanonicalText:
    """Leave out what the export skips by declaration, and name the rest's columns canonically."""
    reason = _skip_reason(export)
    if reason is None:
        sent, skipped = table.rows, _no_skips()
    else:
        reasons = table.rows.select(FILE_COLUMN, reason.alias("reason"))
        skipped = (
            reasons.drop_nulls("reason")
            .group_by(FILE_COLUMN, "reason")
            .agg(pl.len().cast(pl.UInt32).alias("rows"))
            .sort(FILE_COLUMN, "reason")
        )
        sent = table.rows.filter(reasons["reason"].is_null())
    cells = sent.select(
        FILE_COLUMN,
        ROW_COLUMN,
        *_source_cells(export, plan),
        *(pl.lit(text).alias(name) for name, text in sorted(export.constants.items())),
    )
    return CanonicalText(plan, sent, cells, skipped)


def _no_skips() -> pl.DataFrame:
    return pl.DataFrame(schema={FILE_COLUMN: pl.UInt32, "reason": pl.String, "rows": pl.UInt32})


def _skip_reason(export: Export) -> pl.Expr | None:
    """Say why a row is someone else's or not one at all; null where it is to be read."""
    reason: pl.Expr | None = None
    skips = [
        (column, value.strip(), why)
        for column, values in export.skip_values.items()
        for value, why in values.items()
    ]
    for column, value, why in reversed(skips):
        is_skipped = pl.col(column).str.strip_chars() == value
        reason = pl.when(is_skipped).then(pl.lit(why)).otherwise(pl.lit(None) if reason is None else reason)
    for column, values in export.where.items():
        is_ours = pl.col(column).str.strip_chars().is_in([value.strip() for value in values])
        reason = (
            pl.when(~is_ours)
            .then(pl.lit(ANOTHER_SITES))
            .otherwise(pl.lit(None, dtype=pl.String) if reason is None else reason)
        )
    return reason


def recorded(column: str, null_values: Collection[str]) -> pl.Expr:
    """Return a file's column trimmed, null where its cell means that nothing was recorded."""
    trimmed = pl.col(column).str.strip_chars()
    meaningless = sorted({"", *(value.strip() for value in null_values)})
    is_empty = trimmed == "" if len(meaningless) == 1 else trimmed.is_in(meaningless)
    return pl.when(~is_empty).then(trimmed)


def _source_cells(export: Export, plan: ColumnPlan) -> list[pl.Expr]:
    expressions = []
    for name in plan.sources:
        for place, source in plan.places(name):
            expressions.append(recorded(source, export.options.null_values).alias(place))
    return expressions
