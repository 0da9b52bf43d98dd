"""What is known of groups (clinics, therapists) when the variances aren't known either.

Belongs here: the posterior of the nested model of `nested_means` over its two variance ratios, on a grid, and
means, intervals and draws from it. Doesn't: what the groups are and what is said of them (`clinic_effects`,
`nested_means`). Groups are clinics and their units therapists, or groups are therapists and units clients.

With a dozen groups the variance between them is barely known, and where they hardly differ not even with a
hundred; figures that take its best estimate for the truth are too sure of themselves, above all where that
estimate is 0. Hence the average over all values that the data leave possible, each weighted by its restricted
likelihood. The standard deviation of groups has a prior proportional to its power PRIOR_POWER; that of units,
the mean, and the logarithm of the residual variance have flat ones.

Source: Chung et al. 2013 (gamma priors that keep a standard deviation off 0); Morris & Tang 2011 (power 1, a
flat prior for the variance); Gelman 2006 (flat for a standard deviation); Patterson & Thompson 1971
(restricted likelihood).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from warehouse.inference.restricted_likelihood import Floats, Integers, Nested

FEWEST_GROUPS = 4
"""With fewer groups the prior leaves their variance without a finite posterior."""

PRIOR_POWER = 1.5
"""Chosen because intervals then hold the truth as often as they promise, whatever the spread and the number
of groups (docs/reference/recovery.md). With a power of 1, a flat prior for the variance, they miss it by half
a point more often where a hundred groups differ by half the error of their means."""

RANK_PRIOR_POWER = 0.5
"""The same for ranks. What widens the intervals of figures makes ranks surer: where clinics hardly differ,
ranks drawn with the power above would hold the truth in 93 % of cases instead of 95 %."""

_STEPS_ALONE, _STEPS_OF_TWO = 120, 24
_REFINEMENTS = 4
_ENOUGH_POINTS = 6
_NEGLIGIBLE = 1e-7


@dataclass(frozen=True)
class NestedPosterior:
    """A mixture of Student's distributions, one per pair of variance ratios (rows: pairs, columns: groups).

    `weight` adds up to 1; all have the same `degrees` of freedom, those of the residual variance. Given a
    pair: `mean` and `mean_variance` of mu; `kept`, the share of a group's distance from mu that is its own;
    `best`, the group's most precise mean; `group_variance` of what is left. `group_share` and `unit_share`:
    shares of the total variance.
    """

    degrees: float
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
        """Return each group's quantile of the mixture: Newton's steps, kept within a bracket that closes."""
        centre, spread = self._conditional_means(), np.sqrt(self._conditional_variances())
        low, high = (centre - 30 * spread).min(axis=0), (centre + 30 * spread).max(axis=0)
        place = self.weight @ centre
        for _ in range(60):
            reached, density = self._at(place, centre, spread)
            is_below = reached < probability
            low, high = np.where(is_below, place, low), np.where(is_below, high, place)
            if np.abs(reached - probability).max() < 1e-9:
                break
            step = np.divide(
                probability - reached, density, out=np.full_like(place, np.inf), where=density > 0
            )
            jump = place + step
            place = np.where((jump > low) & (jump < high), jump, (low + high) / 2)
        quantile: Floats = place
        return quantile

    def _at(self, place: Floats, centre: Floats, spread: Floats) -> tuple[Floats, Floats]:
        """Return the mixture's distribution function, and its density nearly enough for Newton's steps.

        Student's distribution is told by the normal one (Wallace 1959), at most .0004 off in the tails that
        matter from 4 degrees of freedom on; the exact one takes ten times as long.
        """
        from scipy.special import ndtr  # type: ignore[import-untyped]  # a third of a second to import

        distance = (place - centre) / spread
        stretched = np.log1p(distance**2 / self.degrees)
        as_normal = (8 * self.degrees + 1) / (8 * self.degrees + 3) * np.sqrt(self.degrees * stretched)
        density = np.exp(-(self.degrees + 1) / 2 * stretched) / (np.sqrt(2 * np.pi) * spread)
        return self.weight @ ndtr(np.copysign(as_normal, distance)), self.weight @ density

    def share_quantile(self, shares: Floats, probability: float) -> float:
        """Return a quantile of `group_share` or `unit_share`."""
        order = np.argsort(shares)
        weight = self.weight[order]
        return float(np.interp(probability, np.cumsum(weight) - weight / 2, shares[order]))

    def draw_groups(self, count: int, seed: int, power: float | None = None) -> Floats:
        """Draw `count` joint values of all groups (rows: draws, columns: groups); the same seed, the same.

        `power`: of another prior than the posterior's own (PRIOR_POWER).
        """
        generator = np.random.default_rng(seed)
        ratio = self.group_share / (1.0 - self.group_share - self.unit_share)
        weight = self.weight if power is None else self.weight * ratio ** ((power - PRIOR_POWER) / 2)
        pair = generator.choice(weight.size, count, p=weight / weight.sum())
        stretch = np.sqrt(self.degrees / generator.chisquare(self.degrees, count))
        mu = self.mean[pair] + stretch * np.sqrt(self.mean_variance[pair]) * generator.standard_normal(count)
        noise = stretch[:, None] * generator.standard_normal((count, self.kept.shape[1]))
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
    means; of groups that happen to be alike, to four times the spread that chance alone would give them. It
    is made again, finer, where the weight isn't negligible, until enough points have some. Where no unit has
    two forms, units can't be told from forms: the residual holds both, and `unit_share` is 0.

    None: fewer than FEWEST_GROUPS groups, no group with two units, or no spread below the groups.
    """
    groups, units = data.starts.size, data.forms.size
    has_repeats = bool((data.forms > 1).any())
    raw = data.per_group(data.forms * data.means) / data.per_group(data.forms)
    if not units > groups >= FEWEST_GROUPS:
        return None
    within = data.within_ss if has_repeats else float(((data.means - data.per_unit(raw)) ** 2).sum())
    degrees = float(data.forms.sum()) - units if has_repeats else units - groups
    residual = float(np.sqrt(within / degrees))
    if residual <= 1e-9 * float(np.abs(data.means).max() + residual):
        return None
    spreads = (max(float(raw.std(ddof=1)), _by_chance(data)), float(data.means.std(ddof=1)))
    steps = _STEPS_OF_TWO if has_repeats else _STEPS_ALONE
    axes = [_middles(0.0, max(4 * spread / residual, 1e-6), steps) for spread in spreads]
    if not has_repeats:
        axes[1] = np.zeros(1)
    for _ in range(_REFINEMENTS):
        logs, _ = _over_grid(data, *axes)
        near = [_points_that_matter(logs, along) for along in range(len(axes))]
        axes = [
            _narrowed(axis, points) if axis.size > 1 else axis
            for axis, points in zip(axes, near, strict=True)
        ]
        if all(
            points.size >= min(_ENOUGH_POINTS, axis.size) for axis, points in zip(axes, near, strict=True)
        ):
            break
    logs, columns = _over_grid(data, *axes)
    weight = np.exp(logs - logs.max()).ravel()
    kept = weight > _NEGLIGIBLE
    return NestedPosterior(
        float(data.forms.sum()) - 1.0,
        weight[kept] / weight[kept].sum(),
        *(column[kept] for column in columns),
    )


def _by_chance(data: Nested) -> float:
    """Return about how far apart chance alone would put the groups' means, were all groups alike."""
    units = data.per_group(np.ones_like(data.forms))
    middle = data.per_group(data.means) / units
    variance = ((data.means - data.per_unit(middle)) ** 2).sum() / (data.forms.size - units.size)
    return float(np.sqrt(variance * (1.0 / units).mean()))


def _middles(start: float, end: float, steps: int) -> Floats:
    """Middles of equal steps; from 0 on never 0 itself, where all groups would be exactly alike."""
    middles: Floats = start + (np.arange(steps) + 0.5) * (end - start) / steps
    return middles


def _points_that_matter(logs: Floats, along: int) -> Integers:
    """Return the points of an axis of the grid where the weight isn't negligible."""
    highest = logs.max(axis=along)  # rows of the grid are units, columns groups
    return np.flatnonzero(highest > highest.max() + np.log(_NEGLIGIBLE))


def _narrowed(axis: Floats, points: Integers) -> Floats:
    """Return as many points over those that matter, and a step to either side."""
    step = float(axis[1] - axis[0])
    return _middles(max(0.0, float(axis[points[0]]) - step), float(axis[points[-1]]) + step, axis.size)


def _over_grid(data: Nested, groups: Floats, units: Floats) -> tuple[Floats, list[Floats]]:
    """Return the log posterior up to a constant (rows: units, columns: groups), and the columns, flat."""
    parts = [_given_unit(data, groups**2, unit**2) for unit in units]
    prior = PRIOR_POWER * np.log(groups)
    logs = np.stack([prior - 0.5 * deviance for deviance, _ in parts])
    return logs, [np.concatenate(column) for column in zip(*(columns for _, columns in parts), strict=True)]


def _given_unit(data: Nested, groups: Floats, unit: float) -> tuple[Floats, tuple[Floats, ...]]:
    """Return deviance and `NestedPosterior`'s columns for all variance ratios of groups and one of units.

    The formulas are those of `restricted_likelihood.profiled_deviance`, for many ratios at once.
    """
    precision = 1.0 / (unit + 1.0 / data.forms)
    weight = data.per_group(precision)
    best = data.per_group(precision * data.means) / weight
    below = data.within_ss + float(precision @ (data.means - data.per_unit(best)) ** 2)
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
