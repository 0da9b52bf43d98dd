"""From an altair chart to the SVG that stands in a page, with the one theme of all charts.

Belongs here: theme, rendering, axes that every chart shares. Doesn't: any particular chart.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Literal

from reports.design.palette import CARD, INK, LINE, SOFT

if TYPE_CHECKING:
    import altair as alt

FONT = "Liberation Sans, Arial, sans-serif"
VEGA_LITE = "6.1"
WIDTH = 270
"""Plot width in px."""

DRAWING_WIDTH = 350
"""Every drawing is at least so wide, so that text has one size in all of them: about its own on a phone."""

LABEL_SIZE = 12.5
_LABEL_HEIGHT = 15.0

_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')
_CLIP = re.compile(r"url\(#")
_TAG = re.compile(r"<[^<>]+>")
_FOR_SCRIPTS = re.compile(r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"')
_FRACTION = re.compile(r"(\d\.\d{2})\d+")
_NOTHING = re.compile(r'<path(?: d="(?:M0,0h0v0h0Z)?")(?: display="none")?/>')
_EMPTY_GROUP = re.compile(r'<g(?: transform="translate\(0,0\)")?></g>')


def theme() -> dict[str, Any]:
    """Return the vega-lite config: quiet axes, text in ink, nothing that needs a legend."""
    axis = {
        "labelColor": SOFT.light,
        "titleColor": SOFT.light,
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": LABEL_SIZE,
        "titleFontSize": LABEL_SIZE,
        "titleFontWeight": "normal",
        "titlePadding": 6,
        "labelPadding": 5,
        "gridColor": LINE.light,
        "domainColor": SOFT.light,
        "tickColor": SOFT.light,
        "ticks": False,
    }
    return {
        "aria": False,
        "background": None,
        "padding": 2,
        "font": FONT,
        "view": {"stroke": None},
        "axisX": axis | {"grid": False},
        "axisY": axis | {"domain": False},
        "text": {"font": FONT, "fontSize": LABEL_SIZE, "color": INK.light},
    }


def specification_of(layers: Sequence[alt.Chart], width: float, height: Any) -> dict[str, Any]:
    """Return the vega-lite specification of charts laid over each other, the first at the bottom.

    `height` is px, or an `alt.Step` a row. altair's own layering copies every part several times over, which
    took more time than drawing; here each layer is turned into its specification once.
    """
    parts = [layer.to_dict(validate=False) for layer in layers]
    datasets: dict[str, Any] = {}
    for part in parts:
        datasets |= part.pop("datasets", {})
        part.pop("$schema", None)
        part.pop("config", None)
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.json",
        "config": theme(),
        "width": width,
        "height": height if isinstance(height, int | float) else height.to_dict(),
        "datasets": datasets,
        "layer": parts,
    }


def draw(layers: Sequence[alt.Chart], width: float, height: Any, least_width: float = DRAWING_WIDTH) -> str:
    """Return the layers as inline SVG that scales with its box, without ids, links or fonts of its own.

    The picture is hidden from screen readers: the page says its numbers in words beside it.
    """
    import vl_convert  # 0.1 s: only where something is drawn

    specification = specification_of(layers, width, height)
    svg: str = vl_convert.vegalite_to_svg(
        specification, vl_version=VEGA_LITE, format_locale=FORMAT_LOCALES[_LANGUAGE.get()]
    )
    match = _SIZE.search(svg)
    if match is None or _CLIP.search(svg):
        raise ValueError("the drawing has no size, or an id that another drawing on the page may have")
    width, height = max(float(match.group(1)), least_width), float(match.group(2))
    opening = (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        'xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false">'
    )
    return opening + _shorter(svg[match.end() :])


def _shorter(body: str) -> str:
    """Drop what vega writes for its own scripts; the picture and every text in it stay the same."""
    body = _TAG.sub(lambda tag: _FRACTION.sub(r"\1", _FOR_SCRIPTS.sub("", tag.group())), body)
    body = _NOTHING.sub("", body)
    previous = ""
    while previous != body:
        previous, body = body, _EMPTY_GROUP.sub("", body)
    return body


def rows_of(records: Sequence[dict[str, Any]]) -> alt.InlineData:
    """Return records as inline data, in one string: altair copies lists of records again at every step."""
    import altair as alt

    return alt.InlineData(values=json.dumps(list(records)), format=alt.JsonDataFormat(type="json"))


def readable_text(base: alt.Chart, colour: str, **text: Any) -> list[Any]:
    """Return text over a halo in the card's colour, so that lines and marks behind it don't cross it out."""
    return [
        base.mark_text(**text, stroke=CARD.light, strokeWidth=4, strokeJoin="round", color=CARD.light),
        base.mark_text(**text, color=colour),
    ]


def wrapped(name: str, width: int = 22) -> str:
    """Return a name on at most two lines; what doesn't fit is cut at its end."""
    return "\n".join(textwrap.wrap(name, width, max_lines=2, placeholder="…"))


FORMAT_LOCALES: dict[str, Literal["de-DE", "en-GB"]] = {"de": "de-DE", "en": "en-GB"}
_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def numbers_written_as(language: str) -> Iterator[None]:
    """Write the numbers of axes as this language does."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


@contextmanager
def without_schema_checks() -> Iterator[None]:
    """Build charts without altair's checks of every part against the schema, which take most of its time.

    The tests draw every chart with the checks on.
    """
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        yield


def shares(title: str | None = None, ticks: Sequence[float] = (0, 0.25, 0.5, 0.75, 1)) -> alt.Axis:
    """Return an axis of shares: 25 %."""
    import altair as alt

    return alt.Axis(
        title=title,
        values=list(ticks),
        tickCount=len(ticks),  # else vega leaves some of the values out
        labelExpr="format(datum.value * 100, '.0f') + '\u00a0%'",
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
    )


def whole_numbers(title: str, ticks: Sequence[int]) -> alt.Axis:
    """Return an axis of counts with ticks at these numbers."""
    import altair as alt

    return alt.Axis(title=title, values=list(ticks), format="d", titleAnchor="end")


def spread(positions: Sequence[float], low: float, high: float, height: float, lines: int = 2) -> list[float]:
    """Return label positions near `positions` (`low` to `high` over `height` px), none overlapping.

    Labels keep their order; they are pushed apart from the lowest upwards and back down from the top.
    The lowest stays clear of the axis below.
    """
    gap = lines * _LABEL_HEIGHT * (high - low) / height
    order = sorted(range(len(positions)), key=lambda index: (positions[index], index))
    placed = [max(positions[index], low + 0.4 * gap) for index in order]
    for index in range(1, len(placed)):
        placed[index] = max(placed[index], placed[index - 1] + gap)
    if placed and placed[-1] > high:
        placed[-1] = high
        for index in range(len(placed) - 2, -1, -1):
            placed[index] = min(placed[index], placed[index + 1] - gap)
    result = [0.0] * len(positions)
    for index, position in zip(order, placed, strict=True):
        result[index] = position
    return result


def session_ticks(last: int) -> list[int]:
    """Return the sessions to name on an axis: the first, then every few."""
    step = 1 if last <= 6 else 2 if last <= 12 else 5
    return [1, *range(step if step > 1 else 2, last + 1, step)]
