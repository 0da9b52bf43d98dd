"""How numbers, dates and names are written in one language.

Belongs here: formats. Doesn't: sentences (`catalogue`), rounding for disclosure (`warehouse.disclosure`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from babel import Locale
from babel.dates import format_date, format_interval, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from reports.words.told import Spot, Told, Unit

NO_BREAK = "\u00a0"
MINUS = "\u2212"

_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]+")
_BIDI_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
NAME_LIMIT = 80


def plain(text: str, limit: int = NAME_LIMIT) -> str:
    """Return text from the data fit for a line: no control or direction marks, at most `limit` characters."""
    line = " ".join(_BIDI_CONTROL.sub("", _CONTROL.sub(" ", text)).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


@dataclass(frozen=True)
class Figures:
    """Number and date formats of one locale."""

    locale: Locale

    @staticmethod
    def sorting(text: str) -> tuple[str, str]:
        """Return the key by which names are put in order: as in a dictionary, so that ä stands with a."""
        name = plain(text).casefold()
        letters = unicodedata.normalize("NFKD", name)
        return "".join(letter for letter in letters if not unicodedata.combining(letter)), name

    def name(self, text: str, limit: int = NAME_LIMIT) -> str:
        """Return a name for use inside a sentence: its writing direction can't disturb the words around."""
        return f"{_ISOLATE}{plain(text, limit)}{_END_ISOLATE}"

    def names(self, texts: list[str]) -> str:
        """Return names as the language lists them: A, B and C."""
        return format_list([self.name(text) for text in texts], locale=self.locale)

    def listed(self, parts: list[str]) -> str:
        """Return finished parts of a sentence as the language lists them."""
        return format_list(parts, locale=self.locale)

    def count(self, number: int) -> str:
        """Return a whole number with the language's grouping."""
        text = format_decimal(number, format="#,##0", locale=self.locale)
        return Told.of([Spot(text, int(number), Unit.COUNT, number)])

    def decimal(self, number: float, digits: int = 1) -> str:
        """Return a number with so many digits after the mark, with a real minus sign and no -0."""
        text = self._plain_decimal(number, digits)
        return Told.of([Spot(text, round(float(number), digits), Unit.DECIMAL, number, digits=digits)])

    def _plain_decimal(self, number: float, digits: int) -> str:
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = format_decimal(round(float(number), digits) + 0.0, format=pattern, locale=self.locale)
        return text.replace("-", MINUS)

    def score(self, number: float) -> str:
        """Return a scale's value or threshold, with only the digits that it has."""
        return self.decimal(number, 0 if float(number).is_integer() else 1)

    def percent(self, share: float) -> str:
        """Return a share of 1 as whole per cents with their sign; what is nearly nothing isn't called 0."""
        return self._per_cents(share, Unit.SHARE, f"{NO_BREAK}%")

    def percent_number(self, share: float) -> str:
        """Return a share of 1 as whole per cents, without the sign."""
        return self._per_cents(share, Unit.PERCENT, "")

    def _per_cents(self, share: float, unit: Unit, sign: str) -> str:
        text, before = self._plain_decimal(100 * float(share), 0), ""
        if text == self._plain_decimal(0, 0) and share > 0:
            text, before = self._plain_decimal(1, 0), "<"
        elif text == self._plain_decimal(100, 0) and share < 1:
            text, before = self._plain_decimal(99, 0), ">"
        shown = 0.01 if before == "<" else 0.99 if before else round(float(share), 2)
        return Told.of([Spot(f"{before}{text}{sign}", shown, unit, share, sign=before)])

    def day(self, day: dt.date) -> str:
        """Return a day: 15 November 2026."""
        return self._date(day, "long")

    def days(self, first: dt.date, last: dt.date) -> str:
        """Return a span of days: 9–15 November 2026."""
        return format_interval(first, last, "yMMMMd", locale=self.locale)

    def short_day(self, day: dt.date) -> str:
        """Return a day for a table: 15 Nov 2026."""
        return self._date(day, "medium")

    def month(self, day: dt.date) -> str:
        """Return the month of a day for a table: Nov 2026."""
        return self._date(day, "LLL y")

    def moment(self, moment: dt.datetime) -> str:
        """Return a UTC moment: 16 November 2026, 04:30 UTC."""
        text = format_date(moment, "long", locale=self.locale)
        text = f"{text}, {format_time(moment, 'HH:mm', locale=self.locale)}{NO_BREAK}UTC"
        return Told.of([Spot(text, moment, Unit.DAY, None)])

    def _date(self, day: dt.date, style: str) -> str:
        text = format_date(day, style, locale=self.locale)
        value = day.date() if isinstance(day, dt.datetime) else day
        return Told.of([Spot(text, value, Unit.DAY, None)])
