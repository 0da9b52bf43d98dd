"""Between which values the ratios of variances in a nested model lie: exact intervals by inverting a test.

Belongs here: 95 % bounds of variance between groups (and between units) over that below them. Doesn't:
estimates (`restricted_likelihood`), and what is known of each group (`nested_posterior`).

Given a ratio g, the weighted squares between groups are chi-squared on their own, whatever the spread:

    F(g) = sum(A (y* - mu)^2)/(T-1) / (squares below/(N-T)),   A = 1/(g + 1/W)   is F with T-1 and N-T degrees

F falls as g grows. The interval holds each g whose F(g) isn't among the least or greatest 2.5 % of its
distribution, and so it holds the truth in 95 % of cases, at 0 too, where intervals of a posterior can't.

Source: Wald 1940; Harville & Fenech 1985.
"""

from __future__ import annotations

from collections.abc import Callable

from warehouse.inference.restricted_likelihood import Nested

_LARGEST = 1e9


def group_ratio_bounds(data: Nested, unit: float) -> tuple[float, float]:
    """Return 95 % bounds of the variance between groups over that of forms.

    `unit` is the ratio of the variance between units, taken as known: the many units tell it well. It takes
    two groups, and spread below them.
    """
    groups, forms = data.starts.size, float(data.forms.sum())
    precision = 1.0 / (unit + 1.0 / data.forms)
    weight = data.per_group(precision)
    best = data.per_group(precision * data.means) / weight
    below = data.within_ss + float(precision @ (data.means - data.per_unit(best)) ** 2)

    def squares(ratio: float) -> float:
        share = 1.0 / (ratio + 1.0 / weight)
        return float(share @ (best - share @ best / share.sum()) ** 2)

    return _inverted(squares, groups - 1.0, below, forms - groups)


def unit_ratio_bounds(data: Nested) -> tuple[float, float]:
    """Return 95 % bounds of the variance between units of a group over that of forms.

    It takes a group with two units, a unit with two forms, and forms that differ within a unit.
    """
    groups, units, forms = data.starts.size, data.forms.size, float(data.forms.sum())

    def squares(ratio: float) -> float:
        precision = 1.0 / (ratio + 1.0 / data.forms)
        best = data.per_group(precision * data.means) / data.per_group(precision)
        return float(precision @ (data.means - data.per_unit(best)) ** 2)

    return _inverted(squares, float(units - groups), data.within_ss, forms - units)


def _inverted(
    squares: Callable[[float], float], degrees: float, below: float, degrees_below: float
) -> tuple[float, float]:
    """Return the least and greatest ratio that the test leaves."""
    from scipy.special import fdtri  # type: ignore[import-untyped]  # a third of a second to import

    unit = below / degrees_below * degrees
    lower, upper = (
        _where(squares, float(fdtri(degrees, degrees_below, tail)) * unit) for tail in (0.975, 0.025)
    )
    return lower, upper


def _where(squares: Callable[[float], float], target: float) -> float:
    """Return the ratio at which falling squares reach the target; 0 where they are below it throughout."""
    if squares(0.0) <= target:
        return 0.0
    low, high = 0.0, 1e-3
    while squares(high) > target and high < _LARGEST:
        low, high = high, 4 * high
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if squares(middle) > target else (low, middle)
    return (low + high) / 2
