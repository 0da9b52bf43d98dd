"""The second language: a catalogue as whole as the first, and pages in it that hold no word of the first."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from fluent.syntax import FluentSerializer
from foreign_words import english_words
from invented_network import CLINICS, SCALES
from page_reading import Page, read_page
from published_fixture import State, write_published_file
from pypdf import PdfReader
from rendered_week import WEEK
from test_words import messages_of, needed_by

from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.strict import Language
from ingest.home import Home
from ingest.rules import RULES
from reports.archive import archive_page
from reports.delivery.mail import MailCarrier, Postbox
from reports.delivery.parcel import Parcel
from reports.formats.page_tree import read_tree
from reports.formats.workbook import to_workbook
from reports.laying_out import Desk
from reports.numbers.marking import mark_numbers
from reports.publication import open_publication
from reports.render import Appearance, render
from reports.words.catalogue import LOCALES, Words
from reports.words.from_data import refusal_for_staff, scale_named

ENGLISH, GERMAN = messages_of("en"), messages_of("de")
WORDS = Words("de")
SAME = {
    "archive-pdf",
    "card-column-auc",
    "card-column-term",
    "column-export",
    "group-named",
    "groups-alt-item",
    "network-alt-item",
    "providers-alt",
    "none",
    "quality-note",
    "reminder-export",
    "quarter",
    "measure-by-scale",
    "model-term-of-group",
    "trend-alt",
    "trend-quarter",
    "empathy-alt-item",
    "banner-holiday-named",
}
"""Messages that are the same in both languages: marks, abbreviations, and words that both have."""


def test_every_language_that_may_be_chosen_has_a_catalogue() -> None:
    assert set(get_args(Language)) == set(LOCALES)


@pytest.mark.parametrize("language", sorted(set(LOCALES) - {"en"}))
def test_every_catalogue_has_the_messages_of_the_first_with_the_same_values(language: str) -> None:
    other = messages_of(language)
    assert sorted(set(ENGLISH) - set(other)) == [], f"missing in reports/words/{language}"
    assert sorted(set(other) - set(ENGLISH)) == [], f"in reports/words/{language} alone"
    different = {
        name: needed_by(name, ENGLISH) ^ needed_by(name, other)
        for name in ENGLISH
        if needed_by(name, ENGLISH) != needed_by(name, other)
    }
    assert different == {}


def test_every_message_is_translated() -> None:
    serializer = FluentSerializer()

    def text(message: object) -> str:
        return serializer.serialize_entry(message).strip()  # type: ignore[arg-type]

    same = {name for name in ENGLISH if name in GERMAN and text(ENGLISH[name]) == text(GERMAN[name])}
    assert sorted(same - SAME) == []


def test_every_scale_of_ours_has_a_german_name_or_is_told_to_be_english() -> None:
    for instrument in shipped_instruments().values():
        for scale in instrument.scales:
            assert WORDS.say("scale-name", scale=scale.scale, text="?", english="!") != "?", scale.scale
    assert scale_named(WORDS, "phq9", "PHQ-9 depression") == "PHQ-9 Depressivität"
    assert scale_named(WORDS, "our_own", "Eigene Skala") == WORDS.figures.name("Eigene Skala")


def test_english_words_are_marked_where_they_are_read_and_nowhere_else() -> None:
    name = scale_named(WORDS, "wai_sr_bond", "WAI-SR bond")
    html = f'<head><title>{name}</title></head><p title="{name}">{name}</p><svg><text>{name}</text></svg>'
    plain = WORDS.figures.name("WAI-SR bond")
    assert mark_numbers(html, [], "north", "2026-W46").html == (
        f'<head><title>{plain}</title></head><p title="{plain}"><span lang="en">{plain}</span></p>'
        f"<svg><text>{plain}</text></svg>"
    )
    assert scale_named(Words("en"), "wai_sr_bond", "WAI-SR bond") == plain


def test_each_rule_of_the_door_has_german_words() -> None:
    for rule in RULES.values():
        assert WORDS.say("data-remedy", rule=rule.id, text="?") != "?", rule.id
        assert WORDS.say("data-check", check=rule.id, text="?") != "?", rule.id


@pytest.fixture(scope="module")
def german(usual_home: Home) -> dict[str, Page]:
    """The usual network's pages, in German."""
    with open_publication(usual_home) as publication:
        desk = Desk.of(usual_home, publication, "de")
        pages = {audience: read_page(desk.lay_out(audience).html.encode()) for audience in desk.audiences}
        archive = archive_page(usual_home, publication, desk.words, desk.environment, "report.html")
    return pages | {"index": read_page(archive)}


@pytest.fixture(scope="module")
def as_it_came(usual_home: Home) -> list[str]:
    """Texts of the invented file's audit, whose rules are no real ones."""
    with open_publication(usual_home) as publication:
        found = publication.connection.execute(
            """select remedy from audit.quarantine union select rule_id from audit.quarantine
            union select column_name from audit.quarantine union select description from audit.check_results
            union select refusal_message from audit.deliveries union select export_name from audit.deliveries
            union select file_name from audit.deliveries union select refusal_rule from audit.deliveries"""
        )
        return [text for (text,) in found.fetchall() if text]


NAMES = [*(clinic.name for clinic in CLINICS), *(scale.name for scale in SCALES), "Invented Network"]


@pytest.mark.parametrize(
    "audience", [*(clinic.clinic_id for clinic in CLINICS), "network", "quality", "index"]
)
def test_no_english_word_stands_on_a_german_page(
    audience: str, german: dict[str, Page], usual: dict[str, Page], as_it_came: list[str]
) -> None:
    page = german[audience]
    assert page.root.all("html")[0].attributes["lang"] == "de"
    assert english_words(page, *NAMES, *as_it_came) == set()
    if audience != "index":
        assert len(english_words(usual[audience], *NAMES)) > 20, "the search itself finds nothing"


def test_both_languages_give_the_same_numbers(german: dict[str, Page], usual: dict[str, Page]) -> None:
    for audience, page in usual.items():
        values = [
            [element.attributes["value"] for element in one.root.all("data")]
            for one in (page, german[audience])
        ]
        assert sorted(values[0]) == sorted(values[1]), audience


def test_numbers_and_days_are_written_as_germans_write_them(german: dict[str, Page]) -> None:
    figures = WORDS.figures
    assert figures.decimal(1234.5) == "1.234,5"
    assert figures.percent(0.123) == "12\u00a0%"
    assert figures.day(dt.date(2026, 11, 23)) == "23. November 2026"
    assert figures.short_day(dt.date(2026, 11, 3)) == "03.11.2026"
    assert figures.names(["A", "B", "C"]) == "\u2068A\u2069, \u2068B\u2069 und \u2068C\u2069"
    assert sorted(["Zeven", "Öhringen", "Oberhof"], key=figures.sorting) == ["Oberhof", "Öhringen", "Zeven"]
    assert not re.search(r"\d\.\d(?!\d)", " ".join(german["north"].section("alliance").split()))
    drawn = " ".join(re.findall(r"<text[^>]*>([^<]+)</text>", german["north"].source))
    assert not re.search(r"\d\.\d", drawn)


def test_the_workbook_has_german_headings_and_days(usual_home: Home) -> None:
    with open_publication(usual_home) as publication:
        tree = read_tree(Desk.of(usual_home, publication, "de").lay_out("network").html)
    content = to_workbook(tree, WORDS, dt.datetime(2026, 11, 16, tzinfo=dt.UTC).replace(tzinfo=None))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = book.read("xl/workbook.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert 'name="Überblick"' in sheets
    assert 'name="Spalten"' in sheets
    assert "dd.mm.yyyy" in styles


def test_no_english_catalogue_text_hides_in_templates() -> None:
    """Templates hold mark-up and messages, no words of their own."""
    for path in (Path(__file__).parents[2] / "reports").rglob("*.j2"):
        text = re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.findall(r"[A-Za-z]{3,}", text) == [], path.name


def test_a_clinic_may_have_a_language_of_its_own(tmp_path: Path) -> None:
    home = Home(tmp_path)
    write_published_file(
        home.published_file, State(clinics=tuple(replace(c, courses=8) for c in CLINICS[:2]))
    )
    looks = Appearance("en", languages={"north": "de"})
    rendered = {r.audience: r for r in render(home, WEEK, ["north", "harbour", "quality"], looks)}
    languages = {
        audience: read_page(report.path.read_bytes()).root.all("html")[0].attributes["lang"]
        for audience, report in rendered.items()
    }
    assert languages == {"north": "de", "harbour": "en", "quality": "en"}
    assert 'lang="en"' in (home.reports / "index.html").read_text(encoding="utf-8")
    document = PdfReader(rendered["north"].path.with_name("report.pdf"))
    assert document.trailer["/Root"]["/Lang"] == "de"
    listed = json.loads(rendered["north"].path.with_name("numbers.json").read_text(encoding="utf-8"))
    assert listed["language"] == "de"


def test_why_a_file_wasnt_taken_is_marked_as_english_and_what_helps_is_german() -> None:
    told = refusal_for_staff(WORDS, "FILE-TOO-LARGE", "The file has 3 GB.")
    assert f"„{WORDS.english('The file has 3 GB.')}“ Bitte an die Einrichtung: Teilen Sie sie" in told
    assert refusal_for_staff(Words("en"), "FILE-TOO-LARGE", "The file has 3 GB.") == "The file has 3 GB."


def test_the_mail_is_in_the_language_of_the_report() -> None:
    carrier = MailCarrier(
        Postbox("mail.example.org", 587, "starttls", "rapport@example.org"),
        ["leitung@example.org"],
        "Nordstraße",
        WORDS,
        dt.datetime(2026, 11, 16, tzinfo=dt.UTC).replace(tzinfo=None),
    )
    message = carrier.message(Parcel("north", "2026-W46", ()))
    assert message["Subject"] == "Nordstraße: Bericht zur Kalenderwoche 46/2026"
    body = message.get_body().get_content()  # type: ignore[union-attr]
    assert "anbei finden Sie den Wochenbericht von Nordstraße" in body
    network = carrier.message(Parcel("network", "2026-W46", ())).get_body().get_content()  # type: ignore[union-attr]
    assert "den Wochenbericht des Verbunds" in network
    assert "Gesundheitsdaten" not in network
