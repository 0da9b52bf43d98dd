"""Every page, in every state: landmarks, headings in order, pictures in words, tables in full, no request."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from page_reading import Page
from published_fixture import CLINICS

from reports.design.scripts import script

AUDIENCES = [*(clinic.clinic_id for clinic in CLINICS), "network", "quality"]
EVERY_PAGE = [("usual", audience) for audience in AUDIENCES] + [
    ("first", audience) for audience in ("north", "network", "quality")
]


@pytest.fixture(params=EVERY_PAGE, ids=lambda value: "-".join(value))
def page(request: pytest.FixtureRequest, usual: dict[str, Page], first: dict[str, Page]) -> Page:
    state, audience = request.param
    return {"usual": usual, "first": first}[state][audience]


def test_mark_up_is_whole(page: Page) -> None:
    assert page.faults == []
    assert page.source.startswith("<!doctype html>")


def test_there_is_one_of_each_landmark_and_a_language(page: Page) -> None:
    counts = Counter(element.tag for element in page.root.every())
    assert (counts["main"], counts["header"], counts["nav"], counts["footer"], counts["h1"]) == (
        1,
        1,
        1,
        1,
        1,
    )
    (html,) = page.root.all("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == ("en", "ltr")
    assert page.root.all("title")[0].text.strip()


def test_headings_step_down_one_level_at_a_time(page: Page) -> None:
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(text for _, text in page.headings)


def test_every_picture_is_said_in_words_with_numbers(page: Page) -> None:
    for picture in page.pictures:
        words = picture.attributes.get("aria-label", "")
        assert re.search(r"\d|not used|nobody|withheld|no appointment", words), words
        assert len(words) > 20
        assert picture.all("svg"), "a picture without a drawing"
    assert len(page.root.all("svg")) == len(page.pictures)


def test_every_table_has_a_caption_and_headed_rows_and_columns(page: Page) -> None:
    for table in page.tables:
        assert table.all("caption")[0].text.strip()
        scopes = {heading.attributes["scope"] for heading in table.all("th")}
        assert scopes == {"col", "row"}
        widths = {len([c for c in row.children if c.tag in ("th", "td")]) for row in table.all("tr")}
        assert len(widths) == 1


PAGES_BESIDE = {"quality-2026-W46-great-expectations.html"}
"""Pages that are rendered into the same folder."""


def test_every_link_leads_to_a_place_on_the_page(page: Page) -> None:
    ids = [element.attributes["id"] for element in page.root.every() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for link in page.root.all("a"):
        place = link.attributes["href"]
        assert place.removeprefix("#") in ids or place in PAGES_BESIDE
        assert link.text.strip()
    for element in page.root.every():
        if "aria-labelledby" in element.attributes:
            assert element.attributes["aria-labelledby"] in ids


def test_the_page_asks_nobody_for_anything(page: Page) -> None:
    source = page.source.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|//[a-z]+\.|url\(|@import", source)
    assert not any(element.attributes.get("src") for element in page.root.every())
    assert [link.attributes["href"] for link in page.root.all("link")] == ["data:,"]
    assert page.scripts == [script("sort")]
    policy = [m for m in page.root.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy[0].attributes["content"]


def test_numbers_in_tables_are_aligned(page: Page) -> None:
    for table in page.tables:
        for cell in table.all("td"):
            if re.fullmatch(r"[\d,]+|[\d<>]+\s%", cell.text.strip()):
                assert "number" in cell.attributes.get("class", "")


def test_no_message_is_left_unfilled(page: Page) -> None:
    assert not re.search(r"\{|\}|None\b(?! of)|nan\b|undefined", page.text)


def test_the_page_says_what_it_was_built_from(page: Page) -> None:
    assert "Built from what had arrived by 16 November 2026, 04:30" in page.text


def test_every_percentage_stands_near_its_counts(usual: dict[str, Page]) -> None:
    """A tile with a percentage has its interval and a denominator."""
    for clinic in CLINICS:
        for tile in usual[clinic.clinic_id].root.all("li"):
            if tile.attributes.get("class") == "tile" and re.search(r"\d\s%", tile.text):
                assert re.search(r"\d+ of \d+|from \d+ courses|of the \d+ courses|Network: \d", tile.text)
