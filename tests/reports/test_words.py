"""The message catalogue is whole, every id is used, and numbers are written as the language writes them."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from ingest.rules import RULES
from reports.shares import Estimate, Share
from reports.words.catalogue import LOCALES, MessageError, Words
from reports.words.figures import Figures, plain

REPORTS = Path(__file__).parents[2] / "reports"
WORDS = Words()


def messages_of(language: str) -> dict[str, fluent.Message]:
    found = {}
    for path in sorted((REPORTS / "words" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, fluent.Message):
                found[entry.id.name] = entry
    return found


def said_in_python() -> dict[str, set[frozenset[str]]]:
    """Message id -> the sets of names that Python gives it. An id that isn't written out can't be checked."""
    said: dict[str, set[frozenset[str]]] = {}
    for path in sorted(REPORTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "say"
            ):
                for name in _ids(node.args[0], path):
                    given = frozenset(word.arg or "**" for word in node.keywords)
                    said.setdefault(name, set()).add(given)
    return said


def _ids(node: ast.expr, path: Path) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_ids(node.body, path), *_ids(node.orelse, path)]
    if isinstance(node, ast.Name) and path.name == "catalogue.py":
        return []  # the catalogue itself says what a heading means
    assert isinstance(node, ast.Constant), f"{path.name}, line {node.lineno}: the id isn't written out"
    return [str(node.value)]


def said_in_templates() -> set[str]:
    return {
        name
        for path in REPORTS.rglob("*.j2")
        for name in re.findall(r'say\("([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }


def referred_to(messages: dict[str, fluent.Message]) -> set[str]:
    return {name for message in messages.values() for name in _names(message, fluent.MessageReference)}


def _names(node: object, kind: type) -> set[str]:
    if isinstance(node, kind):
        return {node.id.name}  # type: ignore[attr-defined]
    found: set[str] = set()
    if isinstance(node, fluent.BaseNode):
        for value in vars(node).values():
            for item in value if isinstance(value, list) else [value]:
                found |= _names(item, kind)
    return found


def needed_by(name: str, messages: dict[str, fluent.Message]) -> set[str]:
    needed = _names(messages[name], fluent.VariableReference)
    for other in _names(messages[name], fluent.MessageReference):
        needed |= needed_by(other, messages)
    return needed


@pytest.mark.parametrize("language", LOCALES)
def test_every_message_that_is_said_is_there_and_every_one_there_is_said(language: str) -> None:
    messages = messages_of(language)
    said = set(said_in_python()) | said_in_templates() | referred_to(messages)
    said |= {f"means-{name}" for name in said if f"means-{name}" in messages}  # by the heading's own id
    assert sorted(said - set(messages)) == [], "missing"
    assert sorted(set(messages) - said) == [], "unused"


@pytest.mark.parametrize("language", LOCALES)
def test_every_message_gets_what_it_asks_for_and_no_more(language: str) -> None:
    messages = messages_of(language)
    for name, calls in said_in_python().items():
        for given in calls:
            if "**" not in given:
                assert given == needed_by(name, messages), name


@pytest.mark.parametrize("language", LOCALES)
def test_template_messages_need_nothing(language: str) -> None:
    messages = messages_of(language)
    assert {
        name: needed_by(name, messages) for name in said_in_templates() if needed_by(name, messages)
    } == {}


def test_messages_hold_no_mark_up() -> None:
    for path in (REPORTS / "words").rglob("*.ftl"):
        assert not re.search(r"<[a-z/]", path.read_text(encoding="utf-8")), path.name


def test_an_unknown_message_is_an_error() -> None:
    with pytest.raises(MessageError, match="no message `nonsense`"):
        WORDS.say("nonsense")


def test_a_message_without_what_it_asks_for_is_an_error() -> None:
    with pytest.raises(MessageError, match="counts"):
        WORDS.say("counts", part=1)


@pytest.mark.parametrize("language", LOCALES)
def test_every_rule_for_rows_is_told_to_a_director_in_words_of_its_own(language: str) -> None:
    words = Words(language)

    def told(rule: str) -> str:
        return words.say("chase-rows", count=3, rule="", kind=rule)

    rules = [rule.id for rule in RULES.values() if rule.refuses == "row"] + ["ROW-CONFLICT"]
    sentences = [told(rule) for rule in rules]
    assert len({*sentences, told("no such rule")}) == len(rules) + 1
    assert [text for text in sentences if re.search("`|YAML|docs/", text)] == []


def test_a_list_of_many_names_fits_into_a_sentence() -> None:
    names = [f"Clinic of a rather long name, number {n}" for n in range(100)]
    said = WORDS.say("quality-headline-silent", names=WORDS.figures.names(names))
    assert (
        said.replace("\u2068", "")
        .replace("\u2069", "")
        .endswith("number 98 and Clinic of a rather long name, number 99.")
    )


def test_an_unknown_language_is_an_error_that_lists_the_known() -> None:
    with pytest.raises(MessageError, match="there are de, en"):
        Words("tlh")


@pytest.mark.parametrize(
    ("courses", "sentence"),
    [
        (0, "No course has begun in the last twelve months."),
        (1, "One course has begun in the last twelve months. From so few, counts are shown and "),
        (7, "7 courses have begun in the last twelve months. From so few, counts are shown and "),
    ],
)
def test_plurals_follow_the_number(courses: int, sentence: str) -> None:
    assert WORDS.say("banner-too-few", courses=courses).startswith(sentence)


def test_a_share_is_said_with_its_interval() -> None:
    assert WORDS.share(Estimate(0.2, 0.138, 0.281)) == "20\u00a0%, 95\u00a0% interval 14 to 28"
    assert WORDS.counts(Share(24, 1200)) == "24 of 1,200"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0"),
        (0.004, "<1"),
        (0.005, "<1"),
        (0.006, "1"),
        (0.2, "20"),
        (0.994, "99"),
        (0.996, ">99"),
        (1.0, "100"),
    ],
)
def test_nearly_nothing_isnt_called_none(share: float, text: str) -> None:
    assert WORDS.figures.percent_number(share) == text


def test_numbers_have_a_real_minus_and_no_negative_zero() -> None:
    assert WORDS.figures.decimal(-1.25, 1) == "\u22121.2"
    assert WORDS.figures.decimal(-0.04, 1) == "0.0"
    assert WORDS.figures.decimal(12345.678, 1) == "12,345.7"


def test_dates_are_written_out() -> None:
    assert WORDS.figures.day(dt.date(2026, 11, 15)) == "15 November 2026"
    assert WORDS.figures.days(dt.date(2026, 11, 30), dt.date(2026, 12, 6)).startswith("30 Nov")


def test_names_lose_what_could_turn_or_break_a_line() -> None:
    assert plain("North\u202e\u2066 Street\n\x00Clinic\u2028") == "North Street Clinic"
    assert plain("x" * 10_000) == "x" * 79 + "…"
    assert plain("مركز الشمال") == "مركز الشمال"


def test_names_in_a_sentence_are_isolated() -> None:
    figures: Figures = WORDS.figures
    assert figures.name("مركز") == "\u2068مركز\u2069"
    assert figures.names(["A", "B", "C"]) == "\u2068A\u2069, \u2068B\u2069 and \u2068C\u2069"
