"""Variance components of forms nested in clients nested in therapists, by restricted maximum likelihood.

Belongs here: the profiled likelihood, its gradient, and the search for its maximum, on one row per client.
Doesn't: the model's meaning and what follows for each therapist (`nested_means`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_LARGEST_SHARE = 1 - 1e-9
_GRID = (0.0, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95)
_NO_SPREAD = 1e-14
"""Below this share of the total sum of squares, a sum of squares is rounding and nothing else."""


@dataclass(frozen=True)
class Nested:
    """One row per unit, sorted so that the units of a group follow each other.

    Units are clients and groups their therapists; for `clinic_effects`, units are therapists, groups clinics.
    """

    starts: Integers  # first row of each group
    forms: Floats  # m: forms of the unit
    means: Floats  # mean of the unit's forms, centred on the mean of all forms
    within_ss: float  # squared deviations of all forms from their unit's mean

    def per_group(self, values: Floats) -> Floats:
        """Sum over the units of each group."""
        summed: Floats = np.add.reduceat(values, self.starts)
        return summed

    def per_unit(self, values: Floats) -> Floats:
        """Repeat a group's value for each of its units."""
        repeated: Floats = np.repeat(values, np.diff(np.r_[self.starts, self.forms.size]))
        return repeated


@dataclass(frozen=True)
class Variances:
    """Three variances in squared points; None where the design can't tell one from another.

    `client` is None where no client has two forms: `form` then holds both. `therapist` is None with a single
    therapist, or where no therapist has two clients: `client` (else `form`) then holds both.
    """

    therapist: float | None
    client: float | None
    form: float


def estimate_variances(data: Nested) -> Variances:
    """Maximise the restricted likelihood over variances of 0 or more; the same data give the same bits.

    Designs that leave a variance unknown, and scores without any spread at one of the levels, where the
    likelihood has no maximum, are cases of their own.
    """
    has_repeats = bool((data.forms > 1).any())
    therapists, clients = data.starts.size, data.forms.size
    therapist_is_known = clients > therapists > 1
    total = data.within_ss + float(data.forms @ data.means**2)
    between_clients = data.means - data.per_unit(_means(data, data.forms))
    forms_differ = data.within_ss > _NO_SPREAD * total
    clients_differ = float(data.forms @ between_clients**2) > _NO_SPREAD * total

    if not forms_differ and not clients_differ:
        between = float(np.var(_means(data, data.forms), ddof=1)) if therapists > 1 else 0.0
        if therapist_is_known:
            return Variances(between, 0.0 if has_repeats else None, 0.0)
        return Variances(None, between, 0.0) if has_repeats else Variances(None, None, between)
    if not forms_differ:
        alike = Nested(data.starts, np.ones_like(data.forms), data.means, 0.0)
        therapist, _, residual = _maximise(alike, therapist_is_known, client_is_free=False)
        known = therapist if therapist_is_known else None
        return Variances(known, residual, 0.0) if has_repeats else Variances(known, None, residual)
    therapist, client, form = _maximise(data, therapist_is_known, client_is_free=True)
    return Variances(therapist if therapist_is_known else None, client, form)


def profiled_deviance(data: Nested, therapist: float, client: float) -> tuple[float, float, float]:
    """Return -2 log restricted likelihood (up to a constant) and its slopes in the two ratios.

    `therapist` = tau2 / sigma2_form, `client` = sigma2_client / sigma2_form; mu and sigma2_form are at their
    best for these. With N forms, and in units of sigma2_form:

        d = client + 1/m,  w = 1/d,  W = sum of w,  y* = sum(w y)/W,  A = 1/(therapist + 1/W),
        RSS = within_ss + sum(w (y - y*)^2) + sum(A (y* - mu)^2),   mu = sum(A y*)/sum(A)
        deviance = (N-1) log RSS + sum(log d) + sum(log W) - sum(log A) + log(sum(A))

    Source: Patterson & Thompson 1971; Harville 1977; worked out for two nested levels.
    """
    precision, weight, best, share, mean = _weighted(data, therapist, client)
    deviation = best - mean
    rss = _residual_ss(data, precision, best, share, mean)
    degrees = float(data.forms.sum()) - 1.0
    share_sum = float(share.sum())
    deviance = (
        degrees * np.log(rss)
        - np.log(precision).sum()
        + np.log(weight).sum()
        - np.log(share).sum()
        + np.log(share_sum)
    )
    scaled = degrees / rss
    pull = share * deviation
    slope_therapist = -scaled * (pull @ pull) + share_sum - (share @ share) / share_sum
    residual = precision * (data.means - mean - data.per_unit(therapist * pull))
    drift = data.per_group(precision**2) / weight
    slope_client = (
        -scaled * (residual @ residual)
        + precision.sum()
        - drift.sum()
        + ((share - share**2 / share_sum) * drift / weight).sum()
    )
    return float(deviance), float(slope_therapist), float(slope_client)


def _means(data: Nested, weights: Floats) -> Floats:
    return data.per_group(weights * data.means) / data.per_group(weights)


def _weighted(data: Nested, therapist: float, client: float) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Return w per client, W, y* and A per therapist, and mu (see `profiled_deviance`)."""
    precision = 1.0 / (client + 1.0 / data.forms)
    weight = data.per_group(precision)
    best = data.per_group(precision * data.means) / weight
    share = 1.0 / (therapist + 1.0 / weight)
    return precision, weight, best, share, float(share @ best / share.sum())


def _residual_ss(data: Nested, precision: Floats, best: Floats, share: Floats, mean: float) -> float:
    within = data.means - data.per_unit(best)
    return data.within_ss + float(precision @ within**2) + float(share @ (best - mean) ** 2)


def _maximise(data: Nested, therapist_is_free: bool, *, client_is_free: bool) -> tuple[float, float, float]:
    """Search the two ratios; return tau2, sigma2_client and sigma2_form.

    The search runs over x = ratio/(1+ratio), which is between 0 and 1, from the best point of a coarse grid,
    so that a second hump of the likelihood isn't mistaken for the first.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # a third of a second to import

    has_repeats = bool((data.forms > 1).any())
    upper = (
        _LARGEST_SHARE if therapist_is_free else 0.0,
        _LARGEST_SHARE if client_is_free and has_repeats else 0.0,
    )

    def objective(x: Floats) -> tuple[float, Floats]:
        ratios = x / (1.0 - x)
        deviance, *slopes = profiled_deviance(data, ratios[0], ratios[1])
        return deviance, np.array(slopes) * (1.0 + ratios) ** 2

    starts = [(a, b) for a in _GRID if a <= upper[0] for b in _GRID if b <= upper[1]]
    start = np.array(min(starts, key=lambda point: objective(np.array(point))[0]))
    found = minimize(
        objective,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, limit) for limit in upper],
        options={"ftol": 0.0, "gtol": 1e-9, "maxiter": 500},
    )
    therapist, client = (float(value) for value in found.x / (1.0 - found.x))
    precision, _, best, share, mean = _weighted(data, therapist, client)
    form = _residual_ss(data, precision, best, share, mean) / (float(data.forms.sum()) - 1.0)
    return therapist * form, client * form, form
