"""Finds English words on a page in another language, from the English catalogue and a list of common ones.

Belongs here: what people read on a page, less what comes from the data as it is (names, quotations, code).
Doesn't: which pages are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from page_reading import Element, Page

WORDS = Path(__file__).parents[2] / "reports" / "words"
COMMON = frozenset(
    """
    a and are as at be been by can didn doesn don for from had has have if is isn it its know known
    less many most no nobody none not nothing of on one or other out same than that the their them
    there these they this those to until was were what when which who whose with without
    """.split()  # noqa: SIM905 - a list of so many would be hard to read
)
_WORD = re.compile(r"(?<!\d)[^\W\d_]+(?!\d)")
_AS_IT_CAME = re.compile(r"„[^“]*“|`[^`]*`|\u2068[^\u2069]*\u2069|[A-Z]+(?:-[A-Z]+)+")
_ALSO_GERMAN = frozenset({"an", "am", "in", "so", "was", "will", "war", "die", "bald", "not", "also", "name"})


def letters_of(language: str) -> frozenset[str]:
    """Return every word that the messages of a language are made of, in small letters."""
    return frozenset(word for text in _texts(language) for word in _WORD.findall(text.casefold()))


@cache
def english() -> frozenset[str]:
    """Return words that stand in English messages, or are common, and in no German one."""
    return (letters_of("en") | COMMON) - letters_of("de") - _ALSO_GERMAN


def english_words(page: Page, *names: str) -> set[str]:
    """Return the English words that people read or hear on a page; `names` come from the data as they are."""
    text = " ".join(_read(page))
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    text = _AS_IT_CAME.sub(" ", text)
    return {word for word in _WORD.findall(text.casefold()) if word in english() and len(word) > 1}


def _read(page: Page) -> Iterable[str]:
    body = page.root.all("body")[0]
    yield "".join(_isolated(body))
    for element in page.root.every():
        yield element.attributes.get("aria-label", "")
        if element.tag == "th":
            yield element.attributes.get("title", "")
    yield from re.findall(r"<text[^>]*>([^<]+)</text>", page.source)
    yield page.root.all("title")[0].text


def _isolated(element: Element) -> Iterable[str]:
    """The text with the marks around names, which `Element.text` drops."""
    if element.tag in ("style", "script", "svg"):
        return
    for part in element.parts:
        if isinstance(part, str):
            yield part
        else:
            beside = "`" if part.tag == "code" else " "
            yield beside
            yield from _isolated(part)
            yield beside


def _texts(language: str) -> Iterable[str]:
    for path in sorted((WORDS / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, fluent.Message):
                yield from _elements(entry)


def _elements(node: object) -> Iterable[str]:
    if isinstance(node, fluent.TextElement):
        yield node.value
    elif isinstance(node, fluent.BaseNode):
        for value in vars(node).values():
            for item in value if isinstance(value, list) else [value]:
                yield from _elements(item)
