"""Whatever a clinic writes into its names, codes and files, the page stays a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from page_reading import Page
from published_fixture import CLINICS, State

from reports.design.scripts import script

Pages = Callable[..., dict[str, Page]]
SCRIPT = "<script>alert(1)</script>"
TURNED = "Clinic \u202egnihton\u202c \u2067مركز\u200f"
LONG = "W" * 10_000
HOSTILE = (
    SCRIPT,
    TURNED,
    LONG,
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %} { $courses }",
    "a\x00b\nc",
)


def hostile_state(name: str) -> State:
    small = replace(CLINICS[0], name=name, courses=30)
    return State(clinics=(small, CLINICS[-1]))


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\x00", "") + "'"


def poisoned(text: str) -> list[str]:
    """Put the text wherever free text of a clinic, a registry or a run can stand."""
    value = quoted(text)
    return [
        f"update marts.dim_scales set scale_name = {value}, reliable_change_source = {value}",
        f"update marts.fct_episodes set programme = {value}, presenting_problem = {value}",
        f"update audit.deliveries set file_name = {value}, refusal_rule = {value}, refusal_message = {value}",
        f"update audit.deliveries set status = 'refused', export_name = {value}",
        f"update audit.quarantine set rule_id = {value}, column_name = {value}, remedy = {value}",
        f"update audit.check_results set description = {value}, is_passed = false",
        f"update audit.waiting_responses set instrument_id = {value}",
        f"update meta.network set network = {value}",
        f"update meta.runs set held_reason = {value}, marts_are_held = (week = '2026-W46')",
    ]


@pytest.mark.parametrize(
    "text", HOSTILE, ids=["script", "direction", "long", "attribute", "template", "control"]
)
def test_hostile_text_stays_text(pages_of: Pages, text: str) -> None:
    pages = pages_of(hostile_state(text), *poisoned(text))
    for audience, page in pages.items():
        assert page.faults == [], audience
        assert page.scripts == [script("sort")]
        assert page.root.all("img") == []
        assert not any(name.startswith("on") for e in page.root.every() for name in e.attributes)
        assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u200e\u200f\x00") & set(page.source)
        assert page.source.count("\u2068") == page.source.count("\u2069")
        assert "49" not in page.root.all("h1")[0].text


def test_what_was_written_is_still_shown_as_it_was_written(pages_of: Pages) -> None:
    pages = pages_of(hostile_state(SCRIPT), *poisoned(SCRIPT), audiences=["north", "network", "quality"])
    assert SCRIPT in pages["north"].root.all("h1")[0].text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages["north"].source
    assert SCRIPT in pages["quality"].text


def test_a_name_of_ten_thousand_letters_is_cut(pages_of: Pages) -> None:
    pages = pages_of(hostile_state(LONG), *poisoned(LONG))
    for page in pages.values():
        assert "W" * 301 not in page.source
    assert "W" * 70 + "W" * 9 + "…" in pages["north"].root.all("h1")[0].text


def test_a_right_to_left_name_keeps_its_letters(pages_of: Pages) -> None:
    page = pages_of(hostile_state(TURNED), audiences=["north"])["north"]
    assert "مركز" in page.root.all("h1")[0].text


def test_quoted_keys_are_set_as_code_and_stay_escaped(pages_of: Pages) -> None:
    text = "set `encoding: <b>` or leave `encoding` out"
    page = pages_of(hostile_state("North"), *poisoned(text))["quality"]
    assert page.faults == []
    assert "set <code>encoding: &lt;b&gt;</code> or leave <code>encoding</code> out" in page.source
    assert "set encoding: <b> or leave encoding out" in page.text


def test_no_backtick_is_read_on_a_page(usual: dict[str, Page]) -> None:
    assert [audience for audience, page in usual.items() if "`" in page.text] == []
    assert "<code>" in usual["quality"].source
