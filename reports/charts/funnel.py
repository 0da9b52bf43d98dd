"""Clinics within the limits in which clinics usually lie: a funnel, lying on its side or standing.

Belongs here: that picture. Doesn't: the limits, what may be shown, any order by value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.charts.drawing import draw, readable_text, rows_of, shares
from reports.charts.intervals import NAME_WIDTH, PLOT_WIDTH, row_height, row_names
from reports.design.palette import BAND, INK, OTHER, SOFT, STAY, STOP

ROWS_AT_MOST = 15
"""More clinics than these stand as a funnel by size; fewer as one row each, so that each has its name."""

FUNNEL_HEIGHT = 240


@dataclass(frozen=True)
class FunnelRow:
    """One clinic: its value within its own limits, or the words that stand in their place."""

    label: str
    size: int = 0
    value: float | None = None
    narrow: tuple[float, float] = (0.0, 0.0)
    wide: tuple[float, float] = (0.0, 0.0)
    is_signal: bool = False
    remark: str = ""


@dataclass(frozen=True)
class FunnelLabels:
    """What is written into the picture."""

    centre: str
    size: str


def funnel_chart(rows: Sequence[FunnelRow], centre: float, is_share: bool, labels: FunnelLabels) -> str:
    """Return the clinics with their 95 % (darker) and 99.8 % (lighter) limits; diamonds lie past those."""
    if len(rows) > ROWS_AT_MOST:
        return _standing([row for row in rows if row.value is not None], centre, is_share, labels)
    return _lying(rows, centre, is_share, labels)


def _span(rows: Sequence[FunnelRow], centre: float, is_share: bool) -> tuple[float, float]:
    told = [row for row in rows if row.value is not None]
    values = [centre, *(v for row in told for v in (row.value or 0.0, *row.wide))]
    low, high = min(values), max(values)
    if is_share:
        return max(0.0, low - 0.02), min(1.0, high + 0.02)
    margin = 0.05 * (high - low) or 1.0
    return low - margin, high + margin


def _axis(is_share: bool, span: tuple[float, float]) -> Any:
    import altair as alt

    if not is_share:
        return alt.Axis(title=None, tickCount=5, grid=True)
    step = 0.25 if span[1] - span[0] > 0.6 else 0.1 if span[1] - span[0] > 0.2 else 0.05
    first, last = int(span[0] / step + 0.999), int(span[1] / step + 1e-9)
    axis = shares(ticks=[round(step * n, 2) for n in range(first, last + 1)])
    axis.grid = True
    return axis


def _lying(rows: Sequence[FunnelRow], centre: float, is_share: bool, labels: FunnelLabels) -> str:
    import altair as alt

    span = _span(rows, centre, is_share)
    scale = alt.Scale(domain=list(span), nice=False, zero=False)
    # All rows are named here, so that those without a value keep their place among the others.
    y = alt.Y("row:O", sort=None, axis=None, scale=alt.Scale(domain=list(range(len(rows)))))
    start = alt.XDatum(span[0], type="quantitative", scale=scale)
    names = [row.label for row in rows]
    layers: list[Any] = []
    told = [(place, row) for place, row in enumerate(rows) if row.value is not None]
    for width, opacity in (("wide", 0.5), ("narrow", 1.0)):
        data = rows_of(
            [{"row": p, "lower": getattr(r, width)[0], "upper": getattr(r, width)[1]} for p, r in told]
        )
        layers.append(
            alt.Chart(data)
            .mark_bar(color=BAND.light, height=15, opacity=opacity)
            .encode(y=y, x=alt.X("lower:Q", scale=scale, axis=_axis(is_share, span)), x2=alt.X2("upper"))
        )
    layers += row_names(names, start)
    layers += _centre(centre, labels.centre, scale)
    for is_signal, colour, shape in ((False, STAY, "circle"), (True, STOP, "diamond")):
        own = [{"row": p, "value": r.value} for p, r in told if r.is_signal == is_signal]
        if own:
            layers.append(
                alt.Chart(rows_of(own))
                .mark_point(filled=True, shape=shape, color=colour.light, size=75, opacity=1)
                .encode(y=y, x=alt.X("value:Q", scale=scale))
            )
    remarks = [{"row": p, "label": r.remark} for p, r in enumerate(rows) if r.value is None]
    if remarks:
        base = alt.Chart(rows_of(remarks)).encode(y=y, x=start, text=alt.Text("label:N"))
        layers += readable_text(base, SOFT.light, align="left", baseline="middle", dx=4, fontStyle="italic")
    return draw(layers, PLOT_WIDTH, row_height(names))


def _centre(centre: float, label: str, scale: Any) -> list[Any]:
    import altair as alt

    place = alt.X("value:Q", scale=scale)
    data = rows_of([{"value": centre, "label": label}])
    return [
        alt.Chart(data).mark_rule(color=OTHER.light, strokeWidth=1.2, strokeDash=[4, 3]).encode(x=place),
        alt.Chart(data)
        .mark_text(align="center", baseline="bottom", color=SOFT.light, y=-3)
        .encode(x=place, text=alt.Text("label:N")),
    ]


def _standing(rows: Sequence[FunnelRow], centre: float, is_share: bool, labels: FunnelLabels) -> str:
    import altair as alt

    span = _span(rows, centre, is_share)
    scale = alt.Scale(domain=list(span), nice=False, zero=False)
    largest = max((row.size for row in rows), default=1)
    x = alt.X(
        "size:Q",
        scale=alt.Scale(domain=[0, largest * 1.08], nice=False),
        axis=alt.Axis(title=labels.size, titleAnchor="end", tickCount=5, format="d"),
    )
    layers: list[Any] = []
    for width, opacity in (("wide", 0.5), ("narrow", 1.0)):
        data = rows_of(
            [{"size": r.size, "lower": getattr(r, width)[0], "upper": getattr(r, width)[1]} for r in rows]
        )
        layers.append(
            alt.Chart(data)
            .mark_bar(color=BAND.light, width=6, opacity=opacity)
            .encode(x=x, y=alt.Y("lower:Q", scale=scale, axis=_axis(is_share, span)), y2=alt.Y2("upper"))
        )
    y = alt.Y("value:Q", scale=scale)
    layers.append(
        alt.Chart(rows_of([{"value": centre}]))
        .mark_rule(color=OTHER.light, strokeWidth=1.2, strokeDash=[4, 3])
        .encode(y=y)
    )
    for is_signal, colour, shape in ((False, STAY, "circle"), (True, STOP, "diamond")):
        own = [{"size": r.size, "value": r.value, "label": r.label} for r in rows if r.is_signal == is_signal]
        if own:
            base = alt.Chart(rows_of(own)).encode(x=x, y=y)
            layers.append(base.mark_point(filled=True, shape=shape, color=colour.light, size=45, opacity=0.9))
            if is_signal:
                text = base.encode(text=alt.Text("label:N"))
                layers += readable_text(
                    text, INK.light, align="right", baseline="middle", dx=-8, limit=NAME_WIDTH
                )
    return draw(layers, PLOT_WIDTH + 90, FUNNEL_HEIGHT)
