"""What acting at a threshold is worth: the decision curve of a model beside calling everybody or nobody.

Belongs here: that picture. Doesn't: net benefits, or what may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.charts.drawing import WIDTH, draw, rows_of, spread, wrapped
from reports.design.palette import SOFT, Colour

HEIGHT = 220
DEPTH = 0.35
"""The plot goes so far below 0, as a share of its height above: calling everybody soon falls out of it."""


@dataclass(frozen=True)
class Curve:
    """One line: its label, and the net benefit per 100 at each threshold, in order."""

    label: str
    colour: Colour
    values: tuple[tuple[float, float], ...]
    is_dashed: bool = False


def decision_chart(curves: Sequence[Curve], nobody: str, x_title: str) -> str:
    """Return the curves with a label at the end of each, over a line at 0 for calling nobody."""
    import altair as alt

    thresholds = [at for curve in curves for at, _ in curve.values]
    first, last = min(thresholds), max(thresholds)
    top = max(max((value for curve in curves for _, value in curve.values), default=0.0), 0.5) * 1.08
    low = -DEPTH * top
    lines = [*curves, Curve(nobody, SOFT, ((first, 0.0), (last, 0.0)), True)]
    shown = [(curve, _above(curve.values, low)) for curve in lines]
    shown = [(curve, values) for curve, values in shown if values]
    x = alt.X(
        "at:Q",
        scale=alt.Scale(domain=[first, last]),
        axis=alt.Axis(
            title=x_title,
            values=sorted(set(thresholds)),
            labelExpr="format(datum.value * 100, '.0f') + '\u00a0%'",
            titleAnchor="end",
        ),
    )
    y = alt.Y(
        "value:Q", scale=alt.Scale(domain=[low, top], nice=False), axis=alt.Axis(title=None, tickCount=4)
    )
    layers: list[Any] = [
        alt.Chart(rows_of([{"at": at, "value": value} for at, value in values]))
        .mark_line(
            color=curve.colour.light,
            strokeWidth=1.4 if curve.is_dashed else 2.4,
            strokeDash=[4, 3] if curve.is_dashed else [1, 0],
        )
        .encode(x=x, y=y)
        for curve, values in shown
    ]
    return draw([*layers, *_end_labels(shown, low, top)], WIDTH - 50, HEIGHT)


def _above(values: Sequence[tuple[float, float]], low: float) -> list[tuple[float, float]]:
    """Return the part of a line before it falls out of the plot, up to where it crosses its edge."""
    kept: list[tuple[float, float]] = []
    for at, value in values:
        if value >= low:
            kept.append((at, value))
        elif kept:
            before, height = kept[-1]
            kept.append((before + (at - before) * (height - low) / (height - value), low))
            break
        else:
            break
    return kept


def _end_labels(
    shown: Sequence[tuple[Curve, list[tuple[float, float]]]], low: float, top: float
) -> list[Any]:
    import altair as alt

    # What leaves the plot at its foot is named just above the axis.
    ends = [max(values[-1][1], low + 0.08 * (top - low)) for _, values in shown]
    places = spread(ends, low, top, HEIGHT)
    return [
        alt.Chart(rows_of([{"at": values[-1][0], "place": place, "label": wrapped(curve.label, 18)}]))
        .mark_text(
            align="left", baseline="middle", dx=7, color=curve.colour.light, lineBreak="\n", lineHeight=14
        )
        .encode(
            x=alt.X("at:Q"),
            y=alt.Y("place:Q", scale=alt.Scale(domain=[low, top], nice=False)),
            text=alt.Text("label:N"),
        )
        for (curve, values), place in zip(shown, places, strict=True)
    ]
