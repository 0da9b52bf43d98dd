"""How numbers, dates and names are written in one language.

Belongs here: formats. Doesn't: sentences (`catalogue`), rounding for disclosure (`reports.disclosure`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from babel import Locale
from babel.dates import format_date, format_interval, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

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
        return format_decimal(number, format="#,##0", locale=self.locale)

    def decimal(self, number: float, digits: int = 1) -> str:
        """Return a number with so many digits after the mark, with a real minus sign and no -0."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = format_decimal(round(number, digits) + 0.0, format=pattern, locale=self.locale)
        return text.replace("-", MINUS)

    def score(self, number: float) -> str:
        """Return a scale's value or threshold, with only the digits that it has."""
        return self.decimal(number, 0 if float(number).is_integer() else 1)

    def percent(self, share: float) -> str:
        """Return a share of 1 as whole per cents with their sign; what is nearly nothing isn't called 0."""
        return f"{self.percent_number(share)}{NO_BREAK}%"

    def percent_number(self, share: float) -> str:
        """Return a share of 1 as whole per cents, without the sign."""
        text = self.decimal(100 * share, 0)
        if text == self.decimal(0, 0) and share > 0:
            return "<" + self.decimal(1, 0)
        if text == self.decimal(100, 0) and share < 1:
            return ">" + self.decimal(99, 0)
        return text

    def day(self, day: dt.date) -> str:
        """Return a day: 15 November 2026."""
        return format_date(day, "d MMMM y", locale=self.locale)

    def days(self, first: dt.date, last: dt.date) -> str:
        """Return a span of days: 9–15 November 2026."""
        return format_interval(first, last, "yMMMMd", locale=self.locale)

    def short_day(self, day: dt.date) -> str:
        """Return a day for a table: 15 Nov 2026."""
        return format_date(day, "d MMM y", locale=self.locale)

    def moment(self, moment: dt.datetime) -> str:
        """Return a UTC moment: 16 November 2026, 04:30 UTC."""
        return f"{self.day(moment)}, {format_time(moment, 'HH:mm', locale=self.locale)}{NO_BREAK}UTC"
