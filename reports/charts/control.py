"""A figure week by week within its control limits.

Belongs here: that picture. Doesn't: the limits, and which weeks are signals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.charts.drawing import WIDTH, draw, rows_of, shares
from reports.design.palette import BAND, SOFT, STAY, STOP

HEIGHT = 120


@dataclass(frozen=True)
class Week:
    """One week: its label, its value, its limits (None while there are none), whether it is a signal."""

    label: str
    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    is_signal: bool


def control_chart(weeks: Sequence[Week], is_share: bool) -> str:
    """Return the weeks as a line over the band of its limits; diamonds are signals."""
    import altair as alt

    told = [(place, week) for place, week in enumerate(weeks) if week.value is not None]
    bounds = [v for _, w in told for v in (w.value, w.lower, w.upper) if v is not None]
    low, high = min(bounds), max(bounds)
    margin = 0.06 * (high - low) or (0.02 if is_share else 1.0)
    span = (max(0.0, low - margin), min(1.0, high + margin)) if is_share else (low - margin, high + margin)
    scale = alt.Scale(domain=list(span), nice=False, zero=False)
    x = alt.X("place:Q", scale=alt.Scale(domain=[-0.5, len(weeks) - 0.5], nice=False), axis=_weeks(weeks))
    axis = shares(ticks=_ticks(span)) if is_share else alt.Axis(title=None, tickCount=4)
    limits = [{"place": p, "lower": w.lower, "upper": w.upper} for p, w in told if w.lower is not None]
    layers: list[Any] = []
    if limits:
        layers.append(
            alt.Chart(rows_of(limits))
            .mark_area(color=BAND.light, opacity=0.75, interpolate="step")
            .encode(x=x, y=alt.Y("lower:Q", scale=scale), y2=alt.Y2("upper"))
        )
        means = [{"place": p, "mean": w.mean} for p, w in told if w.mean is not None]
        layers.append(
            alt.Chart(rows_of(means))
            .mark_line(color=SOFT.light, strokeDash=[4, 3], strokeWidth=1.1, interpolate="step")
            .encode(x=x, y=alt.Y("mean:Q", scale=scale))
        )
    values = rows_of([{"place": p, "value": w.value} for p, w in told])
    line = alt.Chart(values).encode(x=x, y=alt.Y("value:Q", scale=scale, axis=axis))
    layers.append(line.mark_line(color=STAY.light, strokeWidth=1.8))
    for is_signal, colour, shape, size in ((False, STAY, "circle", 16), (True, STOP, "diamond", 60)):
        own = [{"place": p, "value": w.value} for p, w in told if w.is_signal == is_signal]
        if own:
            layers.append(
                alt.Chart(rows_of(own))
                .mark_point(filled=True, shape=shape, color=colour.light, size=size, opacity=1)
                .encode(x=x, y=alt.Y("value:Q", scale=scale))
            )
    return draw(layers, WIDTH + 20, HEIGHT)


def _ticks(span: tuple[float, float]) -> list[float]:
    width = span[1] - span[0]
    step = next(s for s in (0.01, 0.02, 0.05, 0.1, 0.25) if width / s <= 5 or s == 0.25)
    first, last = int(span[0] / step + 0.999), int(span[1] / step + 1e-9)
    return [round(step * n, 2) for n in range(first, last + 1)]


def _weeks(weeks: Sequence[Week]) -> Any:
    """An axis that names the first week, the last and one or two between."""
    import altair as alt

    last = len(weeks) - 1
    places = sorted({0, last, *([last // 2] if last > 8 else [])})
    names = "{" + ",".join(f"'{place}':'{weeks[place].label}'" for place in places) + "}"
    return alt.Axis(
        title=None,
        values=places,
        labelExpr=f"{names}[toString(datum.value)]",
        labelAlign="center",
        labelFlush=True,
    )
