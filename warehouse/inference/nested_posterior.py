"""What is known of groups (clinics) and their units (therapists) when the variances aren't known either.

Belongs here: the posterior of the nested model of `nested_means` over its two variance ratios, on a grid, and
means, intervals and draws from it. Doesn't: what the groups are and what is said of them (`clinic_effects`).

With a dozen clinics the variance between them is barely known; figures that take its best estimate for the
truth are too sure of themselves, above all where that estimate is 0. Hence the average over all values that
the data leave possible, each weighted by its restricted likelihood. The variance between groups has a flat
prior, chosen because the intervals that it gives hold the truth about as often as they promise; so have the
standard deviation of units, the mean, and the logarithm of the residual variance.

Source: Morris & Tang 2011 (flat prior for the variance between groups); Gelman 2006 (the same for a standard
deviation); Patterson & Thompson 1971 (restricted likelihood).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from warehouse.inference.restricted_likelihood import Floats, Nested

FEWEST_GROUPS = 4
"""With fewer groups the flat prior leaves their variance without a finite posterior."""

_STEPS = 40
_NEGLIGIBLE = 1e-7


@dataclass(frozen=True)
class NestedPosterior:
    """A mixture of normal posteriors, one per pair of variance ratios (rows: pairs, columns: groups).

    `weight` adds up to 1. Given a pair: `mean` and `mean_variance` of mu; `kept`, the share of a group's
    distance from mu that is its own; `best`, the group's most precise mean; `group_variance` of what is left.
    `group_share` and `unit_share`: shares of the total variance.
    """

    weight: Floats
    mean: Floats
    mean_variance: Floats
    kept: Floats
    best: Floats
    group_variance: Floats
    group_share: Floats
    unit_share: Floats

    @property
    def group_means(self) -> Floats:
        """Posterior mean of each group."""
        means: Floats = self.weight @ self._conditional_means()
        return means

    @property
    def reliability(self) -> Floats:
        """Posterior mean of the share of a group's distance that is its own."""
        shares: Floats = self.weight @ self.kept
        return shares

    def group_quantile(self, probability: float) -> Floats:
        """Return each group's quantile, by bisection of the mixture's distribution function."""
        from scipy.special import ndtr  # type: ignore[import-untyped]  # a third of a second to import

        centre, spread = self._conditional_means(), np.sqrt(self._conditional_variances())
        low, high = (centre - 12 * spread).min(axis=0), (centre + 12 * spread).max(axis=0)
        for _ in range(60):
            middle = (low + high) / 2
            is_below = self.weight @ ndtr((middle - centre) / spread) < probability
            low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
        quantile: Floats = (low + high) / 2
        return quantile

    def share_quantile(self, shares: Floats, probability: float) -> float:
        """Return a quantile of `group_share` or `unit_share`."""
        order = np.argsort(shares)
        reached = int(np.searchsorted(np.cumsum(self.weight[order]), probability))
        return float(shares[order][min(reached, shares.size - 1)])

    def draw_groups(self, count: int, seed: int) -> Floats:
        """Draw `count` joint values of all groups (rows: draws, columns: groups); the same seed, the same."""
        generator = np.random.default_rng(seed)
        pair = generator.choice(self.weight.size, count, p=self.weight)
        mu = self.mean[pair] + np.sqrt(self.mean_variance[pair]) * generator.standard_normal(count)
        noise = generator.standard_normal((count, self.kept.shape[1]))
        kept = self.kept[pair]
        drawn: Floats = (
            (1 - kept) * mu[:, None] + kept * self.best[pair] + noise * np.sqrt(self.group_variance[pair])
        )
        return drawn

    def _conditional_means(self) -> Floats:
        means: Floats = (1 - self.kept) * self.mean[:, None] + self.kept * self.best
        return means

    def _conditional_variances(self) -> Floats:
        variances: Floats = self.group_variance + (1 - self.kept) ** 2 * self.mean_variance[:, None]
        return variances


def nested_posterior(data: Nested) -> NestedPosterior | None:
    """Compute the posterior, or None where the design or the data leave nothing to estimate it from.

    `data` holds one row per unit. The grid reaches to four times the spread of the groups' (units') raw
    means, and is made again, finer, where the weight isn't negligible. Where no unit has two forms, units
    can't be told from forms: the residual holds both, and `unit_share` is 0.

    None: fewer than FEWEST_GROUPS groups, no group with two units, or no spread below the groups.
    """
    groups, units = data.starts.size, data.forms.size
    has_repeats = bool((data.forms > 1).any())
    raw = data.per_therapist(data.forms * data.means) / data.per_therapist(data.forms)
    if not units > groups >= FEWEST_GROUPS:
        return None
    within = data.within_ss if has_repeats else float(((data.means - data.per_client(raw)) ** 2).sum())
    degrees = float(data.forms.sum()) - units if has_repeats else units - groups
    residual = float(np.sqrt(within / degrees))
    if residual <= 1e-9 * float(np.abs(data.means).max() + residual):
        return None
    ends = [4 * float(spread.std(ddof=1)) / residual for spread in (raw, data.means)]
    axes = [_middles(0.0, max(end, 1e-6)) for end in ends]
    if not has_repeats:
        axes[1] = np.zeros(1)
    logs, _ = _over_grid(data, *axes)
    axes = [
        _middles(*_range_that_matters(axis, logs, along)) if axis.size > 1 else axis
        for along, axis in enumerate(axes)
    ]
    logs, columns = _over_grid(data, *axes)
    weight = np.exp(logs - logs.max()).ravel()
    kept = weight > _NEGLIGIBLE
    return NestedPosterior(weight[kept] / weight[kept].sum(), *(column[kept] for column in columns))


def _middles(start: float, end: float) -> Floats:
    """Middles of equal steps; from 0 on never 0 itself, where all groups would be exactly alike."""
    middles: Floats = start + (np.arange(_STEPS) + 0.5) * (end - start) / _STEPS
    return middles


def _range_that_matters(axis: Floats, logs: Floats, along: int) -> tuple[float, float]:
    """Return the part of an axis of the grid outside of which the weight is negligible."""
    highest = logs.max(axis=along)  # rows of the grid are units, columns groups
    near = np.flatnonzero(highest > highest.max() + np.log(_NEGLIGIBLE))
    step = float(axis[1] - axis[0])
    return max(0.0, float(axis[near[0]]) - step), float(axis[near[-1]]) + step


def _over_grid(data: Nested, groups: Floats, units: Floats) -> tuple[Floats, list[Floats]]:
    """Return the log posterior up to a constant (rows: units, columns: groups), and the columns, flat."""
    parts = [_given_unit(data, groups**2, unit**2) for unit in units]
    prior = np.log(groups)  # flat in the square of the axis
    logs = np.stack([prior - 0.5 * deviance for deviance, _ in parts])
    return logs, [np.concatenate(column) for column in zip(*(columns for _, columns in parts), strict=True)]


def _given_unit(data: Nested, groups: Floats, unit: float) -> tuple[Floats, tuple[Floats, ...]]:
    """Return deviance and `NestedPosterior`'s columns for all variance ratios of groups and one of units.

    The formulas are those of `restricted_likelihood.profiled_deviance`, for many ratios at once.
    """
    precision = 1.0 / (unit + 1.0 / data.forms)
    weight = data.per_therapist(precision)
    best = data.per_therapist(precision * data.means) / weight
    below = data.within_ss + float(precision @ (data.means - data.per_client(best)) ** 2)
    share = 1.0 / (groups[:, None] + 1.0 / weight)
    mean = (share @ best) / share.sum(axis=1)
    rss = below + (share * (best - mean[:, None]) ** 2).sum(axis=1)
    degrees = float(data.forms.sum()) - 1.0
    deviance = (
        degrees * np.log(rss)
        - np.log(precision).sum()
        + np.log(weight).sum()
        - np.log(share).sum(axis=1)
        + np.log(share.sum(axis=1))
    )
    residual = rss / degrees
    kept = groups[:, None] * share
    return deviance, (
        mean,
        residual / share.sum(axis=1),
        kept,
        np.broadcast_to(best, kept.shape),
        (residual * groups)[:, None] * (1 - kept),
        groups / (groups + unit + 1.0),
        unit / (groups + unit + 1.0),
    )
