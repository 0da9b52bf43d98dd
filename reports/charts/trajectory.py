"""A score session by session: a clinic's mean with its interval over the network's middle half.

Belongs here: that picture. Doesn't: the scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.charts.drawing import WIDTH, draw, rows_of, session_ticks, spread, whole_numbers
from reports.design.palette import BAND, OTHER, SOFT, STAY

HEIGHT = 190


@dataclass(frozen=True)
class Point:
    """A mean with its interval, or a band without a mean."""

    session: int
    lower: float
    upper: float
    mean: float | None = None


@dataclass(frozen=True)
class TrajectoryLabels:
    """What is written into the picture."""

    session: str
    clinic: str
    network: str
    threshold: str


def trajectory_chart(
    own: Sequence[Point],
    network: Sequence[Point],
    threshold: float | None,
    limits: tuple[float, float],
    labels: TrajectoryLabels,
) -> str:
    """Return the clinic's line over the network's band; `threshold` is drawn as a dashed line.

    The axis spans what is drawn, not the whole scale from `limits`, so that a fall of a point can be seen.
    """
    import altair as alt

    low, high = _span([*own, *network], threshold, limits)
    y_scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    last = max(point.session for point in own)
    x = alt.X(
        "session:Q",
        scale=alt.Scale(domain=[1, max(last, 2)]),
        axis=whole_numbers(labels.session, session_ticks(last)),
    )
    y_axis = alt.Axis(title=None, tickCount=5)
    layers: list[Any] = []
    if network:
        layers.append(_area(network, x, y_scale, BAND.light, 0.75))
    layers.append(_area(own, x, y_scale, STAY.light, 0.2))
    if threshold is not None:
        layers.append(
            alt.Chart(rows_of([{"value": threshold}]))
            .mark_rule(color=OTHER.light, strokeDash=[4, 3], strokeWidth=1.2)
            .encode(y=alt.Y("value:Q", scale=y_scale))
        )
    means = rows_of([{"session": p.session, "mean": p.mean} for p in own])
    line = alt.Chart(means).encode(x=x, y=alt.Y("mean:Q", scale=y_scale, axis=y_axis))
    layers.append(line.mark_line(color=STAY.light, strokeWidth=2.4))
    layers.append(line.mark_circle(color=STAY.light, size=26, opacity=1))
    layers += _labels(own, network, threshold, labels, y_scale, (low, high))
    return draw(layers, WIDTH - 20, HEIGHT)


def _area(points: Sequence[Point], x: Any, y_scale: Any, colour: str, opacity: float) -> Any:
    import altair as alt

    data = rows_of([{"session": p.session, "lower": p.lower, "upper": p.upper} for p in points])
    return (
        alt.Chart(data)
        .mark_area(color=colour, opacity=opacity)
        .encode(x=x, y=alt.Y("lower:Q", scale=y_scale), y2=alt.Y2("upper"))
    )


def _labels(
    own: Sequence[Point],
    network: Sequence[Point],
    threshold: float | None,
    labels: TrajectoryLabels,
    y_scale: Any,
    span: tuple[float, float],
) -> list[Any]:
    import altair as alt

    last = own[-1]
    wanted = [(labels.clinic, last.mean or 0.0, STAY.light)]
    if network:
        end = min(network, key=lambda point: abs(point.session - last.session))
        wanted.append((labels.network, (end.lower + end.upper) / 2, SOFT.light))
    if threshold is not None:
        wanted.append((labels.threshold, threshold, OTHER.light))
    places = spread([value for _, value, _ in wanted], *span, HEIGHT)
    return [
        alt.Chart(rows_of([{"session": last.session, "place": place, "label": label}]))
        .mark_text(align="left", baseline="middle", dx=9, color=colour, lineBreak="\n", lineHeight=14)
        .encode(x=alt.X("session:Q"), y=alt.Y("place:Q", scale=y_scale), text=alt.Text("label:N"))
        for (label, _, colour), place in zip(wanted, places, strict=True)
    ]


def _span(
    points: Sequence[Point], threshold: float | None, limits: tuple[float, float]
) -> tuple[float, float]:
    values = [bound for point in points for bound in (point.lower, point.upper)]
    if threshold is not None:
        values.append(threshold)
    margin = max(0.06 * (max(values) - min(values)), 0.5)
    return max(min(values) - margin, limits[0]), min(max(values) + margin, limits[1])
