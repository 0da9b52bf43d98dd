"""What a file's columns seem to be: by their names, and by whether their values can be that.

Belongs here: columns, items, questionnaires, dates. Doesn't: writing a draft of it (`draft`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from ingest.canonical import Feed, Kind, columns_of, required_columns
from ingest.configuration.instrument import Instrument
from ingest.numbers import Notation, read_decimals
from ingest.proposals.words import COLUMNS, WANTED, folded, means
from ingest.times import read_moments

NOTHING = ("NA", "N/A", "NaN", "nan", "null", "NULL", "#NULL!", "-99", "k.A.")
NOTATIONS = (Notation(), Notation(","))
DATE_FORMATS = (
    None, "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M",
    "%d.%m.%Y %H:%M", "%d-%m-%Y %H:%M", "%m/%d/%Y %I:%M %p", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S",
)  # fmt: skip
READABLE = 0.9
"""Share of the filled cells that have to be readable as what a column is taken for."""
FEWEST_ITEMS = 3
FEWEST_LETTERS = 3
"""Of a column's name that is taken for the beginning of a form's."""
CODE_IN_NAME = re.compile(r"(\d{3,7}-\d)")
NUMBERED = re.compile(r"^(.*?)[\s_.\-\[]*(?:SQ|Q)?0*(\d{1,2})\]?$", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """A questionnaire that seems to be in a file."""

    columns: tuple[str, ...]  # its item columns in order; none where only a total comes
    candidates: tuple[str, ...]  # instruments that it can be
    is_sure: bool
    total: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Guess:
    """What a file seems to hold."""

    columns: dict[Feed, dict[str, str]] = field(default_factory=dict)  # canonical -> the file's column
    dates: dict[str, tuple[str | None, ...]] = field(default_factory=dict)  # column -> formats that fit all
    forms: list[Form] = field(default_factory=list)


def guess(rows: pl.DataFrame, instruments: Mapping[str, Instrument], words: str) -> Guess:
    """Guess feeds, columns and questionnaires; `words` is the file's name, which may name one."""
    found = Guess(forms=_forms(rows, instruments, words))
    taken = {column for form in found.forms for column in (*form.columns, form.total)}
    free = [column for column in rows.columns if column not in taken]
    for feed in Feed:
        named = _named(rows, free, feed)
        if _is_likely(feed, named, found.forms):
            found.columns[feed] = named
            for name, column in named.items():
                if columns_of(feed)[name].kind in (Kind.DATE, Kind.DATETIME):
                    found.dates[column] = date_formats(rows[column])
    return replace(found, dates=_agreeing(found.dates))


def _agreeing(dates: Mapping[str, tuple[str | None, ...]]) -> dict[str, tuple[str | None, ...]]:
    """Where a column fits several ways, leave those that another column of the file has made certain."""
    certain = {_day(ways[0]) for ways in dates.values() if len(ways) == 1}
    agreed = {}
    for column, ways in dates.items():
        same = tuple(way for way in ways if _day(way) in certain)
        agreed[column] = same or ways
    return agreed


def _day(way: str | None) -> str:
    return (way or "").split(" ")[0]


def _named(rows: pl.DataFrame, free: Sequence[str], feed: Feed) -> dict[str, str]:
    named: dict[str, str] = {}
    for name, column in columns_of(feed).items():
        if name in free:
            named[name] = name
        elif name in COLUMNS:
            fitting = [
                candidate
                for candidate in free
                if candidate not in named.values()
                and means(folded(candidate), COLUMNS[name])
                and _can_be(rows[candidate], column.kind)
            ]
            if fitting:
                named[name] = fitting[0]
    if feed in (Feed.EPISODES, Feed.APPOINTMENTS, Feed.RESPONSES, Feed.ACTIONS) and "episode_id" not in named:
        client = next((column for column in free if means(folded(column), COLUMNS["client_id"])), None)
        if client is not None:
            named["episode_id"] = client
    return named


def _is_likely(feed: Feed, named: Mapping[str, str], forms: Sequence[Form]) -> bool:
    if feed is Feed.RESPONSES:
        return "episode_id" in named and (bool(forms) or {"instrument", "total"} <= set(named))
    if feed is Feed.APPOINTMENTS:
        return "status" in named and {"appointment_id", "scheduled_at"} & set(named) != set()
    needed = set(required_columns(feed))
    wanted = WANTED[feed]
    return needed <= set(named) and (not wanted or not set(wanted).isdisjoint(named))


def _can_be(values: pl.Series, kind: Kind) -> bool:
    filled = _filled(values)
    if filled.is_empty():
        return True
    if kind in (Kind.DATE, Kind.DATETIME):
        return bool(date_formats(values))
    if kind in (Kind.INTEGER, Kind.NUMBER):
        return max(_readable(filled, notation) for notation in NOTATIONS) >= READABLE
    return True


def date_formats(values: pl.Series) -> tuple[str | None, ...]:
    """Return the ways of writing a date by which most of the cells can be read; None is ISO 8601.

    Where it takes several ways together, the one that reads the most cells; none where that isn't enough.
    """
    filled = _filled(values)
    if filled.is_empty():
        return (None,)
    most = (1 - READABLE) * filled.len()
    wrong = {way: read_moments(filled, way, "UTC").is_unreadable for way in DATE_FORMATS}
    fitting = tuple(way for way in DATE_FORMATS if int(wrong[way].sum()) <= most)
    if fitting:
        return fitting
    by_none = int(pl.select(pl.all_horizontal(*wrong.values())).to_series().sum())
    return (min(DATE_FORMATS, key=lambda way: int(wrong[way].sum())),) if by_none <= most else ()


def dates_otherwise(values: pl.Series, way: str | None) -> tuple[int, int, tuple[str, ...]]:
    """Return how many dates of how many aren't written in this way, and in which ways they are."""
    filled = _filled(values)
    rest = filled.filter(read_moments(filled, way, "UTC").is_unreadable)
    count, ways = rest.len(), []
    for other in DATE_FORMATS:
        wrong = read_moments(rest, other, "UTC").is_unreadable
        if not wrong.all():
            ways.append(other or "%Y-%m-%d")
            rest = rest.filter(wrong)
    return count, filled.len(), tuple(ways)


def _filled(values: pl.Series) -> pl.Series:
    trimmed = values.str.strip_chars()
    return trimmed.filter((trimmed != "") & ~trimmed.is_in(NOTHING))


def nothing_words(rows: pl.DataFrame) -> list[str]:
    """Return the texts in these columns that look as if they stood for an empty cell."""
    return sorted(
        {text for name in rows.columns for text in set(rows[name].str.strip_chars()) & set(NOTHING)}
    )


def _forms(rows: pl.DataFrame, instruments: Mapping[str, Instrument], words: str) -> list[Form]:
    forms = []
    for prefix, numbered in _groups(rows.columns).items():
        columns = tuple(numbered[number] for number in sorted(numbered))
        is_run = sorted(numbered) == list(range(min(numbered), min(numbered) + len(numbered)))
        if len(columns) >= FEWEST_ITEMS and is_run and min(numbered) in (0, 1):
            forms.append(_recognised(rows, prefix, columns, instruments, words))
    coded = _by_codes(rows.columns, instruments)
    totals = [
        Form((), (name,), is_sure=True, total=column)
        for column in rows.columns
        for name in instruments
        if _names_of(instruments[name], name) & {folded(column), folded(column.removesuffix("_total"))}
    ]
    of_items = {candidate for form in (*forms, *coded) for candidate in form.candidates}
    return [*coded, *forms, *(form for form in totals if form.candidates[0] not in of_items)]


def _groups(columns: Sequence[str]) -> dict[str, dict[int, str]]:
    groups: dict[str, dict[int, str]] = defaultdict(dict)
    for column in columns:
        found = NUMBERED.match(column)
        if found is not None:
            groups[found[1]].setdefault(int(found[2]), column)
    return groups


def _recognised(
    rows: pl.DataFrame,
    prefix: str,
    columns: tuple[str, ...],
    instruments: Mapping[str, Instrument],
    words: str,
) -> Form:
    fitting = [
        name
        for name, instrument in instruments.items()
        if instrument.items.count == len(columns) and _answers_fit(rows.select(columns), instrument)
    ]
    named = folded(prefix)
    by_column = [name for name in fitting if named and _is_called(named, instruments[name], name)]
    by_file = [name for name in fitting if _is_called(folded(words), instruments[name], name)]
    for names, why in ((by_column, "by its columns' names"), (by_file, "by the file's name")):
        if len(names) == 1 and len(_family(names[0], fitting)) == 1:
            return Form(columns, tuple(names), is_sure=True, why=why)
    named_ones = {twin for name in by_column or by_file for twin in _family(name, fitting)}
    candidates = named_ones or fitting
    count = len(columns)
    why = f"{count} columns whose answers fit" if candidates else f"no form with {count} items fits"
    return Form(columns, tuple(sorted(candidates)), is_sure=False, why=why)


def _family(name: str, fitting: Sequence[str]) -> list[str]:
    """Return the forms of one family that fit alike, such as WAI-S and WAI-SR, whose names are confused."""
    return [other for other in fitting if other.split("_")[0] == name.split("_")[0]]


def _is_called(text: str, instrument: Instrument, name: str) -> bool:
    names = _names_of(instrument, name)
    return any(word in text or (len(text) >= FEWEST_LETTERS and word.startswith(text)) for word in names)


def _names_of(instrument: Instrument, name: str) -> set[str]:
    return {folded(word) for word in (name, *instrument.aliases)}


def _answers_fit(answers: pl.DataFrame, instrument: Instrument) -> bool:
    """Say whether nearly all answers lie in the form's range; others may be codes for no answer."""
    texts = _filled(_together(answers))
    numbers = read_decimals(texts, notation_of(answers))
    inside = (numbers >= instrument.items.minimum) & (numbers <= instrument.items.maximum)
    return texts.is_empty() or int(inside.sum()) >= READABLE * texts.len()


def notation_of(answers: pl.DataFrame) -> Notation:
    """Return how the numbers of these columns are written."""
    texts = _filled(_together(answers))
    return max(NOTATIONS, key=lambda notation: _readable(texts, notation))  # the first of equals


def _together(answers: pl.DataFrame) -> pl.Series:
    return pl.concat([answers[name].alias("answer") for name in answers.columns])


def _readable(texts: pl.Series, notation: Notation) -> float:
    numbers = read_decimals(texts, notation)
    return 1 - numbers.null_count() / max(1, numbers.len())


def _by_codes(columns: Sequence[str], instruments: Mapping[str, Instrument]) -> list[Form]:
    """Recognise forms whose columns carry LOINC codes."""
    by_code = {code[1]: column for column in columns if (code := CODE_IN_NAME.search(column)) is not None}
    forms = []
    for name, instrument in instruments.items():
        items = {use.item: use.code for use in instrument.codes.uses() if use.role == "item"}
        if items and all(code in by_code for code in items.values()):
            ordered = tuple(by_code[items[number]] for number in sorted(items, key=lambda item: item or 0))
            forms.append(Form(ordered, (name,), is_sure=True, why="by its LOINC codes"))
    return forms
