"""The messages of one language, by their id.

Belongs here: loading and filling messages. Doesn't: the messages, which are `.ftl` files beside this one.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale

from reports.shares import Estimate, Share
from reports.words.figures import Figures
from reports.words.told import END_ENGLISH, ENGLISH, Told, filled, place

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LOCALES = {"de": "de_DE", "en": "en_GB"}
"""Languages that the reports can be written in, and the locale of their numbers and dates."""


LONGEST_VALUE = 500
"""Longer values are put into their message afterwards: Fluent refuses those of more than 2,500 characters,
and the names of fifty clinics have more."""


class MessageError(LookupError):
    """A message is missing, broken, or was given other things than it asks for."""


class Words:
    """Says things in one language."""

    def __init__(self, language: str = "en") -> None:
        if language not in LOCALES:
            raise MessageError(f"no messages in `{language}`; there are {', '.join(sorted(LOCALES))}")
        self.language = language
        self.figures = Figures(Locale.parse(LOCALES[language]))
        self._bundle = load_bundle(language)

    @property
    def direction(self) -> str:
        """Writing direction of the language: ltr or rtl."""
        return str(self.figures.locale.text_direction)

    def say(self, message_id: str, **values: str | int) -> str:
        """Return the message filled with `values`: whole numbers choose the plural, all else is text."""
        message = self._bundle.get_message(message_id) if self._bundle.has_message(message_id) else None
        if message is None or message.value is None:
            raise MessageError(f"no message `{message_id}` in `{self.language}`")
        return self._filled(message_id, message.value, values)

    def english(self, text: str) -> str:
        """Return words that are English in every language, so that a page can say so."""
        return text if self.language == "en" else f"{ENGLISH}{text}{END_ENGLISH}"

    def means(self, label: str) -> str:
        """Return what a column's heading means: the message `means-...` of the one it was said with."""
        message_id = f"means-{label.message_id}" if isinstance(label, Told) else ""
        return self.say(message_id) if self._bundle.has_message(message_id) else ""

    def _filled(self, message_id: str, pattern: Any, values: dict[str, str | int]) -> Told:
        """Resolve a pattern, with the numbers among `values` kept apart so that the text knows them."""
        from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment

        arguments: list[tuple[str, Told]] = []
        prepared: dict[str, Any] = {}
        for name, value in values.items():
            told = value if isinstance(value, str) else self.figures.count(value)
            if len(told) > LONGEST_VALUE or (isinstance(told, Told) and told.spots):
                arguments.append((name, told if isinstance(told, Told) else Told.of([told])))
                prepared[name] = (
                    place(len(arguments) - 1)
                    if isinstance(value, str)
                    else _placed_number(value, len(arguments) - 1)
                )
            else:
                prepared[name] = value
        errors: list[Exception] = []
        # The bundle's `format_pattern` turns every number into one of its own kind, which forgets its place.
        text = pattern(ResolverEnvironment(self._bundle, errors, current=CurrentEnvironment(prepared)))
        if errors:
            raise MessageError(f"message `{message_id}`: {errors[0]}")
        return filled(str(text), arguments, message_id)

    def interval(self, estimate: Estimate) -> str:
        """Say a share's 95 % interval: 95 % interval 14 to 28."""
        if not estimate.is_bounded:
            return self.say("interval-none")
        return self.say("interval", lower=self._bound(estimate.lower), upper=self._bound(estimate.upper))

    def share(self, estimate: Estimate) -> str:
        """Say a share with its interval: 20 %, 95 % interval 14 to 28."""
        if not estimate.is_bounded:
            return self.say("share-without-interval", value=self.figures.percent(estimate.value))
        return self.say(
            "share-with-interval",
            value=self.figures.percent(estimate.value),
            lower=self._bound(estimate.lower),
            upper=self._bound(estimate.upper),
        )

    def range(self, estimate: Estimate) -> str:
        """Return a share's bounds for a table cell: 14 to 28 %."""
        if not estimate.is_bounded:
            return self.say("none")
        return self.say(
            "range", lower=self._bound(estimate.lower), upper=self.figures.percent(estimate.upper)
        )

    def counts(self, share: Share) -> str:
        """Say a share in counts: 24 of 120."""
        return self.say("counts", part=share.numerator, whole=share.denominator)

    def quarter(self, quarter: str) -> str:
        """Say a quarter such as 2026-Q1."""
        year, number = quarter.split("-Q")
        return self.say("quarter", number=number, year=year)

    def week(self, week: str) -> str:
        """Say an ISO week such as 2026-W46 inside a sentence."""
        year, number = week.split("-W")
        return self.say("week", number=str(int(number)), year=year)

    def day_or_none(self, day: dt.date | None) -> str:
        """Return a day, or that there is none yet."""
        return self.say("no-day") if day is None else self.figures.day(day)

    def _bound(self, share: float) -> str:
        return self.figures.percent_number(share)


def _placed_number(value: int, number: int) -> Any:
    """Return a number that chooses the plural as itself and is written as its place."""
    placed = _placed_class()(value)
    placed.place = place(number)
    return placed


@cache
def _placed_class() -> Any:
    from fluent.runtime.types import FluentInt

    class Placed(FluentInt):
        place: str

        def format(self, locale: Locale) -> str:
            return self.place

    return Placed


@cache
def load_bundle(language: str) -> FluentBundle:
    """Read a language's messages. Two messages with one id are an error, wherever they stand."""
    from fluent.runtime import FluentBundle, FluentResource

    # Numbers and names come from our own locale layer, which isolates directions itself.
    bundle = FluentBundle([LOCALES[language].replace("_", "-")], use_isolating=False)
    seen: set[str] = set()
    for path in sorted((Path(__file__).parent / language).glob("*.ftl")):
        resource = FluentResource(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            name = getattr(getattr(entry, "id", None), "name", None)
            if name is None:
                if type(entry).__name__ == "Junk":
                    raise MessageError(f"{path.name}: a message can't be read")
                continue
            if name in seen:
                raise MessageError(f"{path.name}: `{name}` stands twice")
            seen.add(name)
        bundle.add_resource(resource)
    return bundle
