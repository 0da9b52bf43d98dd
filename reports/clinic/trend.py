"""A share quarter by quarter, small, for a tile.

Belongs here: which quarters are drawn and what the picture says. Doesn't: the picture (`reports.charts`).
"""

from __future__ import annotations

from collections.abc import Mapping

from reports.charts.intervals import trend_chart
from reports.components import Figure
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


def trend_figure(estimates: Mapping[str, Estimate], words: Words) -> Figure | None:
    """Return the last quarters as a small figure; None where there aren't two of them."""
    drawn = sorted(estimates.items())[-QUARTERS:]
    if len(drawn) < 2:
        return None
    said = [
        words.say("trend-quarter", quarter=words.quarter(quarter), share=words.share(estimate))
        for quarter, estimate in drawn
    ]
    return Figure(
        title=words.say("trend-title", quarters=len(drawn)),
        alt=words.say("trend-alt", quarters="; ".join(said)),
        svg=trend_chart([(words.quarter(quarter), estimate) for quarter, estimate in drawn]),
        width="small",
    )
