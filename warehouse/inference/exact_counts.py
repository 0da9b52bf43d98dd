"""Which counts chance alone would rarely give: exact tails, and the limits around an expected count.

Belongs here: a count of cases with a known mean and variance, be it binomial, Poisson or a sum of cases with
chances of their own. Doesn't: scales, dispersion between units, and what is said of a unit (`funnel`,
`control_charts`). Columns of numbers in, columns of numbers out.

The count X has mean E and variance V, 0 <= V <= E, both above 0 or both 0. V = E is Poisson. V < E is the
binomial with the same mean and variance, n = E/p trials of chance p = 1 - V/E: exactly the binomial where all
cases share a chance, and the usual two-moment fit to a sum of unequal ones (n need not be whole then).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_POISSON = 1e-9
"""Below this chance a binomial is Poisson to the last digit that matters, and n would be huge."""


def lower_tail(count: Floats, expected: Floats, variance: Floats) -> Floats:
    """Return P(X <= count) for whole counts."""
    from scipy import special  # type: ignore[import-untyped]  # a third of a second to import

    k, mean = np.broadcast_arrays(np.asarray(count, float), expected)
    chance, trials = _binomial(expected, variance)
    below_all = np.clip(k, 0.0, None)
    poisson = special.gammaincc(below_all + 1.0, mean)
    failures = np.where(trials - below_all > 0, trials - below_all, 1.0)
    binomial = np.where(trials - below_all > 0, special.betainc(failures, below_all + 1.0, 1.0 - chance), 1.0)
    tail: Floats = np.where(k < 0, 0.0, np.where(chance > 0, binomial, poisson))
    return tail


def upper_tail(count: Floats, expected: Floats, variance: Floats) -> Floats:
    """Return P(X >= count) for whole counts."""
    from scipy import special

    k, mean = np.broadcast_arrays(np.asarray(count, float), expected)
    chance, trials = _binomial(expected, variance)
    positive = np.clip(k, 1.0, None)
    poisson = special.gammainc(positive, mean)
    spare = np.where(trials - positive + 1.0 > 0, trials - positive + 1.0, 1.0)
    binomial = np.where(trials - positive + 1.0 > 0, special.betainc(positive, spare, chance), 0.0)
    tail: Floats = np.where(k <= 0, 1.0, np.where(chance > 0, binomial, poisson))
    return tail


def two_sided_p(count: Floats, expected: Floats, variance: Floats) -> Floats:
    """Return twice the smaller tail, at most 1."""
    smaller = np.minimum(lower_tail(count, expected, variance), upper_tail(count, expected, variance))
    doubled: Floats = np.minimum(1.0, 2.0 * smaller)
    return doubled


def tail_limits(expected: Floats, variance: Floats, tail: float) -> tuple[Floats, Floats]:
    """Return the limits below and above which exactly the counts with a tail under `tail` lie.

    Between two counts the limit is interpolated linearly by their tails, so that it moves smoothly with E,
    as Spiegelhalter 2005 does for the lower limit; the upper one is the same rule seen from above. A lower
    limit of 0 means that not even a count of 0 is rare enough.
    """
    expected, variance = np.asarray(expected, float), np.asarray(variance, float)
    highest = np.ceil(expected + 12.0 * np.sqrt(variance) + 60.0)

    first = _smallest(lambda k: lower_tail(k, expected, variance) >= tail, highest)
    here, before = lower_tail(first, expected, variance), lower_tail(first - 1.0, expected, variance)
    lower = np.clip(first - (here - tail) / (here - before), 0.0, None)

    # The largest count with a tail of at least `tail` is one less than the smallest without.
    last = _smallest(lambda k: upper_tail(k, expected, variance) < tail, highest) - 1.0
    here, after = upper_tail(last, expected, variance), upper_tail(last + 1.0, expected, variance)
    chance, trials = _binomial(expected, variance)
    most = np.where(chance > 0, trials, np.inf)
    upper = np.minimum(last + (here - tail) / (here - after), most)
    fixed = variance <= 0
    return np.where(fixed, expected, lower), np.where(fixed, expected, upper)


def confidence_limits(expected: Floats, variance: Floats, tail: float) -> tuple[Floats, Floats]:
    """Return the confidence limits of a mean for which E cases have been seen, each missing by `tail`.

    With V = E the chi-square form that NHS funnels of ratios draw around their target (E need not be whole);
    with V < E the beta form of the matched binomial.

    Source: Garwood 1936 (Poisson); Clopper & Pearson 1934 (binomial).
    """
    from scipy import special

    expected = np.asarray(expected, float)
    chance, trials = _binomial(expected, np.asarray(variance, float))
    seen = np.where(expected > 0, expected, 1.0)
    unseen = np.where(trials - seen > 0, trials - seen, 1.0)
    is_binomial = (chance > 0) & (trials - seen > 0)
    low = np.where(
        is_binomial, trials * special.betaincinv(seen, unseen + 1.0, tail), special.gammaincinv(seen, tail)
    )
    high = np.where(
        is_binomial,
        trials * special.betaincinv(seen + 1.0, unseen, 1.0 - tail),
        special.gammainccinv(seen + 1.0, tail),
    )
    return np.where(expected > 0, low, 0.0), np.where(expected > 0, high, 0.0)


def _binomial(expected: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Return chance and number of trials; a chance of 0 says that the count is Poisson."""
    chance = 1.0 - np.divide(variance, expected, out=np.ones_like(expected), where=expected > 0)
    chance = np.where(chance > _POISSON, chance, 0.0)
    trials = np.divide(expected, chance, out=np.zeros_like(expected), where=chance > 0)
    whole = np.round(trials)
    # A whole number of trials comes back from E/p with a rounding error, which would lose the last count.
    return chance, np.where(np.abs(trials - whole) < 1e-9 * np.maximum(trials, 1.0), whole, trials)


def _smallest(holds: Callable[[Floats], npt.NDArray[np.bool_]], highest: Floats) -> Floats:
    """Find by bisection the smallest whole number from 0 on for which `holds`, as it does ever after."""
    below, at = np.full_like(highest, -1.0), highest.copy()
    while bool((at - below > 1).any()):
        middle = np.floor((below + at) / 2)
        yes = holds(middle)
        at, below = np.where(yes, middle, at), np.where(yes, below, middle)
    return at
