"""Texts that come with the data, in the page's language: by the id of a rule or a check, else as they came.

Belongs here: finding the words of an id. Doesn't: the words (`data.ftl`).
"""

from __future__ import annotations

from typing import Any

from reports.words.catalogue import Words
from reports.words.figures import plain
from reports.words.found import found

TEXT_LIMIT = 300
_ENDINGS = ("is_there", "is_a_known_code")
_BEGINNINGS = ("key_is_unique", "never_exceeds", "parts_sum_to", "relationships")


def remedy(words: Words, rule: str | None, text: str | None) -> str:
    """Return what mends a refusal."""
    return words.say("data-remedy", rule=rule or "", text=plain(text or "", TEXT_LIMIT))


def refusal(words: Words, rule: str | None, text: str | None) -> str:
    """Return why a file wasn't taken."""
    return words.say("data-refusal", check=rule or "", text=plain(text or rule or "", TEXT_LIMIT))


def refusal_for_staff(words: Words, rule: str | None, text: str | None) -> str:
    """Return why a file wasn't taken; its text is English and says what helps, which other languages add."""
    quoted = words.english(plain(text or rule or "", TEXT_LIMIT))
    why = words.say("data-refusal", check=rule or "", text=quoted)
    if words.language == "en":
        return why
    return words.say("data-refusal-helps", why=why, what=words.say("reminder-remedy", check=rule or ""))


def check_of(words: Words, row: dict[str, Any]) -> str:
    """Return what a check asks for, from a row with its id and description, and details where it has any."""
    text = plain(row["description"] or row["check_id"], TEXT_LIMIT)
    told = words.say("data-check", check=_kind(row["check_id"]), text=text)
    if not row.get("details"):
        return told
    clause = found(words, row["details"])
    if clause is not None:
        return words.say("data-check-found", check=told, found=clause)
    return words.say(
        "data-check-details", check=told, details=words.english(plain(row["details"], TEXT_LIMIT))
    )


def scale_named(words: Words, scale_id: str | None, name: str) -> str:
    """Return what a scale is called: its questionnaire's own short name, the rest in the page's language."""
    own = words.figures.name(name)
    return words.say("scale-name", scale=scale_id or "", text=own, english=words.english(own))


def model_term(words: Words, term: str) -> str:
    """Return what a term of the dropout model is about; `name: level` is one level of it."""
    name, _, level = term.partition(": ")
    told = words.say("model-term", term=name, text=plain(name).replace("_", " "))
    return words.say("model-term-of-group", term=told, group=model_group(words, level)) if level else told


def model_group(words: Words, group: str) -> str:
    """Return the name of a group of people: an age, a gender, a clinic's own code."""
    key = f"age-{group}" if group[:1].isdigit() else group
    return words.say("model-group", group=key.replace(" ", "-"), text=plain(group).replace("_", " "))


def _kind(check_id: str) -> str:
    """Checks that are made for each column or table share their words."""
    if check_id.startswith("unique_"):
        return "key_is_unique"
    kinds = (
        *(k for k in _ENDINGS if check_id.endswith(k)),
        *(k for k in _BEGINNINGS if check_id.startswith(k)),
    )
    return next(iter(kinds), check_id)
