"""A share of the whole network quarter by quarter, with intervals.

Belongs here: that picture. Doesn't: which quarters are shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.drawing import WIDTH, draw, readable_text, rows_of, shares
from reports.design.palette import BAND, INK, STAY
from reports.shares import Estimate

HEIGHT = 130
MARGIN = 0.02


def quarters_chart(quarters: Sequence[tuple[str, str, Estimate]]) -> str:
    """Return the quarters in order: each its label, its value in words, and its estimate with an interval."""
    import altair as alt

    low = max(0.0, min(e.lower for _, _, e in quarters) - MARGIN)
    high = max(e.upper for _, _, e in quarters) + MARGIN
    high += 0.12 * (high - low)  # room for the values above the bars
    step = next(s for s in (0.02, 0.05, 0.1, 0.25) if (high - low) / s <= 5)
    ticks = [
        round(step * n, 2) for n in range(int(low / step + 0.999), int(min(high, 1.0) / step + 1e-9) + 1)
    ]
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    names = "{" + ",".join(f"'{place}':'{label}'" for place, (label, _, _) in enumerate(quarters)) + "}"
    x = alt.X(
        "place:Q",
        scale=alt.Scale(domain=[-0.5, len(quarters) - 0.5], nice=False),
        axis=alt.Axis(
            title=None, values=list(range(len(quarters))), labelExpr=f"{names}[toString(datum.value)]"
        ),
    )
    data = rows_of(
        [
            {"place": place, "value": e.value, "lower": e.lower, "upper": e.upper, "label": value}
            for place, (_, value, e) in enumerate(quarters)
        ]
    )
    y = alt.Y("value:Q", scale=scale, axis=shares(ticks=ticks))
    base = alt.Chart(data).encode(x=x)
    layers = [
        base.mark_rule(color=BAND.light, strokeWidth=8).encode(
            y=alt.Y("lower:Q", scale=scale), y2=alt.Y2("upper")
        ),
        base.mark_line(color=STAY.light, strokeWidth=1.8).encode(y=y),
        base.mark_circle(color=STAY.light, size=46, opacity=1).encode(y=y),
        *readable_text(
            base.encode(y=alt.Y("upper:Q", scale=scale), text=alt.Text("label:N")),
            INK.light,
            align="center",
            baseline="bottom",
            dy=-4,
        ),
    ]
    return draw(layers, WIDTH, HEIGHT)
