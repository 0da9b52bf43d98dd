"""Values with intervals: one line each (a caterpillar), quarter by quarter, or how far there is to go.

Belongs here: those pictures, rows in the order in which they are given. Doesn't: ordering, which is never by
value, and what may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from reports.charts.drawing import draw, readable_text, rows_of, shares, wrapped
from reports.design.palette import BAND, LINE, OTHER, SOFT, STAY, STOP
from reports.shares import Estimate

ROW_HEIGHT, TALL_ROW_HEIGHT, LINE_HEIGHT = 24, 36, 14
NAME_WIDTH = 165
PLOT_WIDTH = 195


@dataclass(frozen=True)
class IntervalRow:
    """One row: its label, its estimate or the word that stands in its place; a heading has neither."""

    label: str
    estimate: Estimate | None
    remark: str = ""
    is_outside: bool = False
    is_heading: bool = False


def interval_chart(
    rows: Sequence[IntervalRow],
    reference: float | None,
    reference_label: str,
    scores: tuple[float, float] | None = None,
) -> str:
    """Return one dot with its interval a row, and the reference as a line.

    `scores`: the span of the axis for scale points; shares of 1 without it. Filled diamonds stand outside.
    """
    import altair as alt

    x_scale, axis = _axis(rows, reference, scores)
    # Rows are placed by position, not by name: two therapists may share a label.
    y = alt.Y("row:O", sort=None, axis=None, scale=alt.Scale(domain=list(range(len(rows)))))
    labels = [row.label for row in rows]
    start = alt.XDatum(x_scale.domain[0], type="quantitative", scale=x_scale)
    layers = row_names(labels, start, {i for i, row in enumerate(rows) if row.is_heading})
    if reference is not None:
        layers += _reference(reference, reference_label, x_scale)
    layers += _marks(rows, x_scale, axis, y)
    remarks = [{"row": i, "label": row.remark} for i, row in enumerate(rows) if row.remark]
    if remarks:
        base = alt.Chart(rows_of(remarks)).encode(y=y, x=start, text=alt.Text("label:N"))
        layers += readable_text(base, SOFT.light, align="left", baseline="middle", dx=4, fontStyle="italic")
    return draw(layers, PLOT_WIDTH, row_height(labels))


def row_names(labels: Sequence[str], start: Any, headings: Set[int] = frozenset()) -> list[Any]:
    """Return rows' names left of the plot, those that need it on two lines; those of `headings` are bold."""
    import altair as alt

    layers: list[Any] = []
    texts = [wrapped(label) for label in labels]
    for lines, is_bold in ((1, False), (2, False), (1, True), (2, True)):
        own = [
            {"row": i, "label": t}
            for i, t in enumerate(texts)
            if t.count("\n") + 1 == lines and (i in headings) == is_bold
        ]
        if own:
            layers.append(
                alt.Chart(rows_of(own))
                .mark_text(
                    align="right",
                    baseline="middle",
                    dx=-8,
                    dy=-LINE_HEIGHT / 2 * (lines - 1),
                    lineBreak="\n",
                    lineHeight=LINE_HEIGHT,
                    limit=NAME_WIDTH,
                    fontWeight="bold" if is_bold else "normal",
                )
                .encode(y=alt.Y("row:O", sort=None, axis=None), x=start, text=alt.Text("label:N"))
            )
    return layers


def row_height(labels: Sequence[str]) -> Any:
    """Return the step from row to row: more where a name takes two lines."""
    import altair as alt

    tall = any("\n" in wrapped(label) for label in labels)
    return alt.Step(TALL_ROW_HEIGHT if tall else ROW_HEIGHT)


def _axis(
    rows: Sequence[IntervalRow], reference: float | None, scores: tuple[float, float] | None
) -> tuple[Any, Any]:
    import altair as alt

    if scores is not None:
        return (
            alt.Scale(domain=list(scores), nice=False, zero=False),
            alt.Axis(title=None, tickCount=5, grid=True, orient="bottom"),
        )
    ends = [end for row in rows if row.estimate for end in (row.estimate.lower, row.estimate.upper)]
    low, high = min([*ends, reference or 0.0, 0.9]), max([*ends, reference or 0.0, 0.2])
    # From 0, unless everything lies far from it: then small differences would vanish.
    span = (max(0.0, low - 0.02) if low > 0.5 else 0.0, min(1.0, high + 0.02))
    step = next(step for step in (0.02, 0.05, 0.1, 0.25) if (span[1] - span[0]) / step <= 5 or step == 0.25)
    ticks = [round(step * n, 2) for n in range(int(span[0] / step + 0.999), int(span[1] / step + 1e-9) + 1)]
    axis = shares(ticks=ticks)
    axis.grid = True
    return alt.Scale(domain=list(span), nice=False, zero=False), axis


def _reference(reference: float, label: str, x_scale: Any) -> list[Any]:
    import altair as alt

    place = alt.X("value:Q", scale=x_scale)
    data = rows_of([{"value": reference, "label": label}])
    return [
        alt.Chart(data).mark_rule(color=SOFT.light, strokeWidth=1.2, strokeDash=[4, 3]).encode(x=place),
        alt.Chart(data)
        .mark_text(align="center", baseline="bottom", color=SOFT.light, y=-3)
        .encode(x=place, text=alt.Text("label:N")),
    ]


def _marks(rows: Sequence[IntervalRow], x_scale: Any, axis: Any, y: Any) -> list[Any]:
    import altair as alt

    marks: list[Any] = []
    for is_outside, colour, shape in ((False, STAY, "circle"), (True, STOP, "diamond")):
        data = [
            {"row": i, "value": e.value, "lower": e.lower, "upper": e.upper}
            for i, row in enumerate(rows)
            if (e := row.estimate) is not None and row.is_outside == is_outside
        ]
        if not data:
            continue
        base = alt.Chart(rows_of(data)).encode(y=y)
        marks += [
            base.mark_rule(color=colour.light, strokeWidth=2.2).encode(
                x=alt.X("lower:Q", scale=x_scale, axis=axis), x2=alt.X2("upper")
            ),
            base.mark_point(filled=True, shape=shape, color=colour.light, size=70, opacity=1).encode(
                x=alt.X("value:Q", scale=x_scale, axis=axis)
            ),
        ]
    if not marks:
        # Nothing to show yet: the axis alone still says what will stand here.
        base = alt.Chart(rows_of([{"row": 0, "value": x_scale.domain[0]}])).encode(y=y)
        marks.append(base.mark_point(opacity=0).encode(x=alt.X("value:Q", scale=x_scale, axis=axis)))
    return marks


def trend_chart(estimates: Sequence[tuple[str, Estimate]]) -> str:
    """Return a small picture of a share quarter by quarter with intervals, for a tile."""
    import altair as alt

    top = min(1.0, max(0.3, *(e.upper for _, e in estimates)))
    data = rows_of(
        [
            {"place": i, "value": e.value, "lower": e.lower, "upper": e.upper}
            for i, (_, e) in enumerate(estimates)
        ]
    )
    x = alt.X("place:Q", axis=None, scale=alt.Scale(domain=[-0.3, len(estimates) - 0.7], nice=False))
    y_scale = alt.Scale(domain=[0, top], nice=False)
    base = alt.Chart(data).encode(x=x)
    floor = (
        alt.Chart(rows_of([{"value": 0}]))
        .mark_rule(color=LINE.light)
        .encode(y=alt.Y("value:Q", scale=y_scale, axis=None))
    )
    bars = base.mark_rule(color=BAND.light, strokeWidth=6).encode(
        y=alt.Y("lower:Q", scale=y_scale, axis=None), y2=alt.Y2("upper")
    )
    line = base.mark_line(color=STAY.light, strokeWidth=1.6).encode(
        y=alt.Y("value:Q", scale=y_scale, axis=None)
    )
    dots = base.mark_circle(color=STAY.light, size=30, opacity=1).encode(
        y=alt.Y("value:Q", scale=y_scale, axis=None)
    )
    return draw([floor, bars, line, dots], 180, 52, least_width=0)


def progress_chart(rows: Sequence[tuple[str, int]], needed: int, needed_label: str) -> str:
    """Return how many clients each therapist has so far, and the line at which a mean can be shown."""
    import altair as alt

    scale = alt.Scale(domain=[0, max(needed * 1.05, *(count for _, count in rows))], nice=False)
    y = alt.Y("row:O", sort=None, axis=None)
    data = rows_of([{"row": i, "label": label, "count": count} for i, (label, count) in enumerate(rows)])
    x = alt.X("count:Q", scale=scale, axis=alt.Axis(title=None, tickCount=4, format="d", grid=True))
    base = alt.Chart(data).encode(y=y)
    labels = [label for label, _ in rows]
    layers = [
        base.mark_bar(color=BAND.light, height=13).encode(x=x),
        base.mark_text(align="left", baseline="middle", dx=5, color=SOFT.light).encode(
            x=x, text=alt.Text("count:Q")
        ),
        *row_names(labels, alt.XDatum(0, type="quantitative", scale=scale)),
        alt.Chart(rows_of([{"value": needed}]))
        .mark_rule(color=OTHER.light, strokeDash=[4, 3], strokeWidth=1.4)
        .encode(x=alt.X("value:Q", scale=scale)),
        alt.Chart(rows_of([{"value": needed, "label": needed_label}]))
        .mark_text(align="right", baseline="bottom", color=SOFT.light, y=-3)
        .encode(x=alt.X("value:Q", scale=scale), text=alt.Text("label:N")),
    ]
    return draw(layers, PLOT_WIDTH, row_height(labels))
