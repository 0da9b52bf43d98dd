"""Colours can be read in both schemes, stand for one thing each, and follow the scheme in charts."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from reports.design.palette import (
    CARD,
    CAUTION,
    CHART,
    EDGE,
    EVERY,
    INK,
    LINK,
    NOTE,
    PAGE,
    SERIES,
    SURFACES,
    TEXTS,
    Colour,
)
from reports.design.stylesheet import stylesheet

TEXT_CONTRAST, PART_CONTRAST = 4.5, 3.0
"""WCAG 2.2: 1.4.3 (AA) for text, 1.4.11 for parts of pictures and controls."""


def luminance(hexadecimal: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(hexadecimal[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS, ids=lambda colour: colour.name)
def test_text_can_be_read_on_every_surface(text: Colour, scheme: str) -> None:
    for surface in SURFACES:
        ratio = contrast(getattr(text, scheme), getattr(surface, scheme))
        assert ratio >= TEXT_CONTRAST, f"{text.name} on {surface.name}: {ratio:.2f}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_banners_can_be_read(scheme: str) -> None:
    for surface in (CAUTION, NOTE):
        assert contrast(getattr(INK, scheme), getattr(surface, scheme)) >= TEXT_CONTRAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_and_edges_can_be_seen(scheme: str) -> None:
    for part in (LINK, EDGE):
        for surface in (PAGE, CARD):
            assert contrast(getattr(part, scheme), getattr(surface, scheme)) >= PART_CONTRAST


def test_no_two_colours_of_a_chart_are_one_so_that_each_can_follow_the_scheme() -> None:
    assert len({colour.light for colour in CHART}) == len(CHART)


def test_names_of_colours_are_unique() -> None:
    assert len({colour.name for colour in EVERY}) == len(EVERY)


def simulated(hexadecimal: str, kind: str) -> tuple[float, float, float]:
    """A colour as a person without one kind of cone sees it (Vienot, Brettel & Mollon 1999), linear RGB."""
    matrices = {
        "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
        "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    }
    channels = [int(hexadecimal[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    red, green, blue = (sum(f * c for f, c in zip(row, linear, strict=True)) for row in matrices[kind])
    return red, green, blue


@pytest.mark.parametrize("kind", ["protan", "deutan"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_series_stay_apart_for_the_colour_blind(scheme: str, kind: str) -> None:
    for one, other in combinations(SERIES[:3], 2):
        seen = [simulated(getattr(colour, scheme), kind) for colour in (one, other)]
        apart = sum(abs(a - b) for a, b in zip(*seen, strict=True))
        assert apart > 0.12, f"{one.name} and {other.name}: {apart:.3f}"


def test_paper_is_light_and_motion_is_asked_for() -> None:
    css = stylesheet()
    assert "@media screen and (prefers-color-scheme: dark)" in css
    assert "prefers-reduced-motion: no-preference" in css
    assert not re.search(r"(animation|transition)\s*:", css)


def test_the_style_sheet_asks_nobody_for_anything() -> None:
    assert not re.search(r"https?:|url\(|@import|@font-face", stylesheet())


def test_every_colour_of_a_chart_is_mapped_to_its_token() -> None:
    css = stylesheet()
    for colour in CHART:
        assert f'[fill="{colour.light}"]{{fill:var(--{colour.name})}}' in css
        assert f'[stroke="{colour.light}"]{{stroke:var(--{colour.name})}}' in css


def test_no_rule_uses_a_colour_or_token_that_the_palette_lacks() -> None:
    css = stylesheet()
    tokens = {colour.name for colour in EVERY}
    sizes = {"step--1", "step-0", "step-1", "step-2", "step-3", "step-4", "measure"}
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", css)) - sizes
    labels = {"sort", *(f"c{column}" for column in range(2, 13))}  # words that a table brings along
    assert {name for name in used if not name.startswith("gap-")} <= tokens | labels
