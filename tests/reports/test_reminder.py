"""The letter to a clinic speaks to whoever sends its files, not to whoever looks after Rapport."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from published_fixture import CLINICS, State, write_published_file
from published_schema import LATER_TABLES

from ingest.home import Home
from ingest.rules import RULES
from reports.quality.reminder import for_the_sender, reminder
from reports.words.catalogue import Words

OURS = re.compile(
    r"rapport |YAML|docs/|[Ss]ender|Absender|`(?:options|values|codes|columns|constants)|whoever"
)
"""Words about what only the network can do."""


def letter(folder: Path, language: str, rule: str, message: str) -> str:
    """Write the letter about a held file, and about rows that were refused for a code."""
    home = Home(folder)
    write_published_file(home.published_file, State(clinics=(replace(CLINICS[0], courses=3),)))
    with duckdb.connect(str(home.published_file)) as connection:
        connection.execute(
            "update audit.deliveries set status = 'held', refusal_rule = ?, refusal_message = ? "
            "where receipt_key = (select max(receipt_key) from audit.deliveries)",
            [rule, message],
        )
        connection.execute(f"create table audit.check_changes ({LATER_TABLES['audit.check_changes']})")
        connection.execute("create table audit.checks as select 'ROW-CODE' as check_id, 'clinic' as owner")
        connection.execute(
            "insert into audit.check_changes by name select 'north' as clinic_id, 'forms' as export_name, "
            "'ROW-CODE' as check_id, 'A code has no meaning.' as description, 'door' as source, "
            "'new' as change, 3 as failed, 60 as evaluated, false as is_signed_off"
        )
    return " ".join(reminder(home, "north", language).split())


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_remedy_in_the_clinics_own_terms(rule: str, language: str) -> None:
    words = Words(language)
    said = words.say("reminder-remedy", check=rule)
    assert said != words.say("reminder-remedy", check="something-else")
    assert not OURS.search(said), said


def test_what_only_the_network_can_do_is_left_out_of_what_was_found() -> None:
    for rule in (rule for rule in RULES.values() if rule.refuses == "hold"):
        assert for_the_sender(f"The snapshot lacks 12 of 20 clients. {rule.remedy}") == (
            "The snapshot lacks 12 of 20 clients."
        )
    assert for_the_sender(
        "2 sheets have the needed columns (`a`), so it can't be told which is meant. Make one export for "
        "each, and name the sheet under `options.sheet`."
    ) == ("2 sheets have the needed columns (`a`), so it can't be told which is meant.")
    assert for_the_sender("Line 3 isn't JSON. Export it again.") == "Line 3 isn't JSON. Export it again."
    only_ours = "`options.delimiter` must be one character. Correct `options.delimiter`."
    assert for_the_sender(only_ours) == "`options.delimiter` must be one character."


@pytest.mark.parametrize(
    ("language", "waits", "asks"),
    [
        (
            "en",
            "waits and doesn’t count yet. The snapshot lacks 12 of 20 clients. What helps: Tell us whether",
            "Correct the code, or tell us what it means, and we add it.",
        ),
        (
            "de",
            "wartet und zählt noch nicht. Einem vollständigen Abzug fehlt so viel",
            "Berichtigen Sie den Code, oder sagen Sie uns, was er bedeutet",
        ),
    ],
)
def test_a_held_file_is_asked_about_in_words_for_its_sender(
    tmp_path: Path, language: str, waits: str, asks: str
) -> None:
    message = f"The snapshot lacks 12 of 20 clients. {RULES['HOLD-WITHDRAWAL'].remedy}"
    text = letter(tmp_path, language, "HOLD-WITHDRAWAL", message)
    assert waits in text
    assert asks in text
    assert not OURS.search(text.replace("nur für Rapport", "")), text
