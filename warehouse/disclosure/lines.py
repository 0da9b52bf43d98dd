"""Lines of the network that stand behind a clinic's own ones: how coarse they must be.

Belongs here: the steps in which such a line is drawn, and which of the others' forms make a band. Doesn't:
drawing (`reports`), and figures that are released and kept (`comparison`, `quarters`).

Such a line is drawn afresh each week, so that a clinic which takes its own courses off could follow the
others' from week to week. Therefore each step of it stands for at least `minimum_count` of the others'
courses; and the number of courses that it divides by is shown nowhere, least of all exactly. A week at which
the line falls by a step can tell a little more (docs/reference/disclosure.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.disclosure.policy import Policy

STEPS = (0.01, 0.02, 0.05)
"""Steps in which a line may be drawn; with coarser ones it would say nothing."""

QUARTERS = 4


def in_steps(shares: Sequence[float], by_one: Sequence[float], policy: Policy) -> list[float]:
    """Return the shares in steps, up to the first at which no step is wide enough.

    `by_one`: by how much one course of the others moves each share. All are in the widest step that one of
    them needs, so that a line never falls by rounding; and never below one step, since "hardly any" of few is
    a small count.
    """
    needed = []
    for one in by_one:
        width = next((step for step in STEPS if step >= policy.minimum_count * one), None)
        if width is None:
            break
        needed.append(width)
    widest = max(needed, default=0.0)
    shown = zip(shares, needed, strict=False)
    return [round(max(widest, widest * round(float(share) / widest)), 2) for share, _ in shown]


def hides_quarters(others: int, policy: Policy) -> bool:
    """Whether a quarter of so many forms of others is no small count: below and above a middle half."""
    return others >= QUARTERS * policy.minimum_count
