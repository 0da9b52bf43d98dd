"""A share quarter by quarter, small, for a tile.

Belongs here: which quarters are drawn and what the picture says. Doesn't: the picture (`reports.charts`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from reports.charts.intervals import trend_chart
from reports.components import Figure
from reports.measures.retention import first_day_of
from reports.shares import TOO_FEW, Estimate, Share
from reports.words.catalogue import Words

QUARTERS = 6


def shares_to_estimates(shares: Mapping[str, Share]) -> dict[str, Estimate]:
    """Return the estimates of the quarters that have enough people for a percentage."""
    return {
        quarter: estimate
        for quarter, share in shares.items()
        if share.denominator >= TOO_FEW and (estimate := share.estimate()) is not None
    }


def trend_figure(estimates: Mapping[str, Estimate], last_day: dt.date, words: Words) -> Figure | None:
    """Return the last quarters as a small figure; None where there aren't two of them."""
    drawn = sorted(estimates.items())[-QUARTERS:]
    if len(drawn) < 2:
        return None
    said = [
        words.say("trend-quarter", quarter=words.quarter(quarter), share=words.share(estimate))
        for quarter, estimate in drawn
    ]
    return Figure(
        title=words.say(
            "trend-title",
            first=words.quarter(drawn[0][0]),
            first_value=words.figures.percent(drawn[0][1].value),
            last=words.quarter(drawn[-1][0]),
            last_value=words.figures.percent(drawn[-1][1].value),
            running="yes" if is_running(drawn[-1][0], last_day) else "no",
        ),
        alt=words.say("trend-alt", quarters="; ".join(said)),
        svg=trend_chart([(words.quarter(quarter), estimate) for quarter, estimate in drawn]),
        width="small",
    )


def is_running(quarter: str, last_day: dt.date) -> bool:
    """Return whether the week ends inside the quarter, so that it isn't complete."""
    first = first_day_of(quarter)
    following = dt.date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return last_day < following - dt.timedelta(days=1)
