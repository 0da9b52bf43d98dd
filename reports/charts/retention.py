"""Competing risks by session: who is still attending, has dropped out, has completed.

Belongs here: that picture. Doesn't: the estimates, or what may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.charts.drawing import WIDTH, draw, rows_of, session_ticks, shares, spread, whole_numbers
from reports.design.palette import COMPLETE, SOFT, STAY, STOP, Colour

HEIGHT = 230


@dataclass(frozen=True)
class Line:
    """One curve: its label, its value at each session, its interval where it has one."""

    label: str
    colour: Colour
    values: tuple[tuple[int, float], ...]
    interval: tuple[tuple[int, float, float], ...] = ()
    is_dashed: bool = False


def retention_chart(lines: Sequence[Line], x_title: str) -> str:
    """Return step curves with interval bands and a label at the end of each."""
    import altair as alt

    last = max(session for line in lines for session, _ in line.values)
    x = alt.X(
        "session:Q",
        scale=alt.Scale(domain=[1, max(last, 2)]),
        axis=whole_numbers(x_title, session_ticks(last)),
    )
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 1]), axis=shares())
    layers: list[Any] = []
    for line in lines:
        if line.interval:
            band = rows_of([{"session": s, "lower": low, "upper": high} for s, low, high in line.interval])
            layers.append(
                alt.Chart(band)
                .mark_area(interpolate="step-after", color=line.colour.light, opacity=0.16)
                .encode(x=x, y=alt.Y("lower:Q", scale=alt.Scale(domain=[0, 1])), y2=alt.Y2("upper"))
            )
    for line in lines:
        data = rows_of([{"session": s, "value": v} for s, v in line.values])
        layers.append(
            alt.Chart(data)
            .mark_line(
                interpolate="step-after",
                color=line.colour.light,
                strokeWidth=1.4 if line.is_dashed else 2.4,
                strokeDash=[4, 3] if line.is_dashed else [1, 0],
            )
            .encode(x=x, y=y)
        )
    layers += _end_labels(lines)
    return draw(layers, WIDTH - 50, HEIGHT)


def _end_labels(lines: Sequence[Line]) -> list[Any]:
    import altair as alt

    ends = [line.values[-1] for line in lines]
    places = spread([value for _, value in ends], 0, 1, HEIGHT)
    return [
        alt.Chart(rows_of([{"session": session, "place": place, "label": line.label}]))
        .mark_text(
            align="left", baseline="middle", dx=7, color=line.colour.light, lineBreak="\n", lineHeight=14
        )
        .encode(
            x=alt.X("session:Q"), y=alt.Y("place:Q", scale=alt.Scale(domain=[0, 1])), text=alt.Text("label:N")
        )
        for line, (session, _), place in zip(lines, ends, places, strict=True)
    ]


CURVE_COLOURS = {"attending": STAY, "dropped_out": STOP, "completed": COMPLETE, "network": SOFT}
