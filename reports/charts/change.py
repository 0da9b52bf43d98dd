"""First against last score (Jacobson & Truax 1991), and how the courses divide.

Belongs here: those two pictures. Doesn't: which change is reliable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reports.charts.drawing import WIDTH, draw, readable_text, rows_of
from reports.design.palette import BAND, CARD, COMPLETE, OTHER, SOFT, STOP, Colour

SIDE = 250
_Corner = tuple[float, float, Literal["left", "right"], Literal["top", "bottom"]]
PART_COLOURS: dict[str, Colour] = {
    "improved": COMPLETE,
    "unchanged": OTHER,
    "deteriorated": STOP,
    "unknown": BAND,
}
_SHAPES = {"improved": "circle", "unchanged": "square", "deteriorated": "triangle-down", "unknown": "diamond"}


@dataclass(frozen=True)
class Pairs:
    """Courses with the same first and last score (or in the same cell of them)."""

    first: float
    last: float
    courses: int
    verdict: str


@dataclass(frozen=True)
class ChangeLabels:
    """What is written into the picture."""

    first: str
    last: str
    improved: str
    deteriorated: str


def change_chart(
    pairs: Sequence[Pairs],
    limits: tuple[float, float],
    reliable_change: float | None,
    is_higher_better: bool,
    labels: ChangeLabels,
) -> str:
    """Return the square of first and last scores; between the dashed lines change may be chance."""
    import altair as alt

    low, high = limits
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    x = alt.X("first:Q", scale=scale, axis=alt.Axis(title=labels.first, tickCount=5, grid=True))
    y = alt.Y("last:Q", scale=scale, axis=alt.Axis(title=labels.last, tickCount=5))
    layers: list[Any] = [_line(0.0, low, high, scale, [1, 0], 1.0)]
    if reliable_change is not None:
        layers += [_line(sign * reliable_change, low, high, scale, [4, 3], 1.0) for sign in (-1, 1)]
    most = max(pair.courses for pair in pairs)
    for verdict in PART_COLOURS:
        own = [
            {"first": p.first, "last": p.last, "courses": p.courses} for p in pairs if p.verdict == verdict
        ]
        if own:
            layers.append(
                alt.Chart(rows_of(own))
                .mark_point(
                    filled=True,
                    shape=_SHAPES[verdict],
                    color=PART_COLOURS[verdict].light if verdict != "unknown" else OTHER.light,
                    opacity=0.7,
                )
                .encode(
                    x=x,
                    y=y,
                    size=alt.Size(
                        "courses:Q",
                        scale=alt.Scale(type="linear", domain=[0, max(most, 4)], range=[14, 150]),
                        legend=None,
                    ),
                )
            )
    layers += _corner_labels(low, high, is_higher_better, labels, scale)
    return draw(layers, SIDE, SIDE)


def _line(offset: float, low: float, high: float, scale: Any, dash: list[int], width: float) -> Any:
    """The line last = first + offset, cut at the square's edge."""
    import altair as alt

    start, end = max(low, low - offset), min(high, high - offset)
    data = rows_of([{"first": value, "last": value + offset} for value in (start, end)])
    return (
        alt.Chart(data)
        .mark_line(color=SOFT.light, strokeDash=dash, strokeWidth=width)
        .encode(x=alt.X("first:Q", scale=scale), y=alt.Y("last:Q", scale=scale))
    )


def _corner_labels(
    low: float, high: float, is_higher_better: bool, labels: ChangeLabels, scale: Any
) -> list[Any]:
    import altair as alt

    inset = (high - low) * 0.03
    upper_left: _Corner = (low + inset, high - inset, "left", "top")
    lower_right: _Corner = (high - inset, low + inset, "right", "bottom")
    better, worse = (upper_left, lower_right) if is_higher_better else (lower_right, upper_left)
    layers: list[Any] = []
    for (x, y, align, baseline), label, colour in (
        (better, labels.improved, COMPLETE),
        (worse, labels.deteriorated, STOP),
    ):
        base = alt.Chart(rows_of([{"x": x, "y": y, "label": label}])).encode(
            x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale), text=alt.Text("label:N")
        )
        layers += readable_text(base, colour.light, align=align, baseline=baseline, fontWeight="bold")
    return layers


def division_chart(parts: Sequence[tuple[str, int]]) -> str:
    """Return one bar divided into the parts, named as in PART_COLOURS, in the table's order."""
    import altair as alt

    total = sum(count for _, count in parts)
    layers, start = [], 0.0
    for name, count in parts:
        end = start + count / total
        if count:
            layers.append(
                alt.Chart(rows_of([{"start": start, "end": end}]))
                .mark_bar(color=PART_COLOURS[name].light, stroke=CARD.light, strokeWidth=1.5, height=22)
                .encode(
                    x=alt.X("start:Q", scale=alt.Scale(domain=[0, 1]), axis=None),
                    x2=alt.X2("end"),
                )
            )
        start = end
    return draw(layers, WIDTH + 70, 24)
