"""Linear and logistic regression with a ridge penalty, and the penalty that cross-validation prefers.

Belongs here: fitting, predicting, folds. Doesn't: what the columns are and what the predictions are used for
(`case_mix`). Nothing here is random: the same rows in any order give the same model up to rounding.

    logistic: minimise  -log likelihood + penalty/2 sum(b^2);   linear: sum((y-Xb)^2)/(2 var(y)) + penalty/2
    sum(b^2).  The intercept isn't penalised, so that predictions add up to what was observed.

Source: Hoerl & Kennard 1970; le Cessie & van Houwelingen 1992.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Kind = Literal["binary", "continuous"]

PENALTIES = (1e4, 1e3, 1e2, 1e1, 1.0, 0.1)
"""Penalties that are tried, the strongest first: of two that predict alike the stronger is taken."""

FOLDS = 5

_MOST_STEPS = 60
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class CrossValidation:
    """The penalty chosen, and what models that hadn't seen a row predict for it (NaN: in no fold).

    `loss` is the mean loss of these predictions, `loss_of_overall` that of the mean of the other folds, and
    `gain_error` the standard error of their difference.
    """

    penalty: float
    predictions: Floats
    loss: float
    loss_of_overall: float
    gain_error: float

    @property
    def foretells(self) -> bool:
        """Whether the model beats the overall mean on unseen rows by more than chance (two errors)."""
        return self.loss_of_overall - self.loss > 2 * self.gain_error


def fit(x: Floats, y: Floats, kind: Kind, penalty: float, start: Floats | None = None) -> Floats:
    """Return the intercept and one coefficient per column of `x` (rows x columns)."""
    if kind == "continuous":
        return _fit_linear(x, y, penalty)
    return _fit_logistic(x, y, penalty, start)


def predict(x: Floats, coefficients: Floats, kind: Kind) -> Floats:
    """Return chances (binary) or means (continuous)."""
    linear: Floats = coefficients[0] + x @ coefficients[1:]
    return linear if kind == "continuous" else _expit(linear)


def cross_validate(x: Floats, y: Floats, fold: npt.NDArray[np.int64], kind: Kind) -> CrossValidation:
    """Try the penalties on models each fitted without one fold, and predict that fold.

    `fold` numbers the rows 0 .. FOLDS-1. The loss is the mean of `losses`.
    """
    predictions = np.full((len(PENALTIES), y.size), np.nan)
    overall = np.full(y.size, np.nan)
    for held_out in range(FOLDS):
        test, train = fold == held_out, fold != held_out
        if not test.any() or np.ptp(y[train]) == 0:
            continue
        overall[test] = y[train].mean()
        coefficients: Floats | None = None
        for number, penalty in enumerate(PENALTIES):
            coefficients = fit(x[train], y[train], kind, penalty, coefficients)
            predictions[number, test] = predict(x[test], coefficients, kind)
    seen = ~np.isnan(overall)
    if not seen.any():
        return CrossValidation(PENALTIES[0], predictions[0], np.nan, np.nan, np.nan)
    means = [losses(y[seen], row[seen], kind).mean() for row in predictions]
    best = int(np.argmin(means))
    plain = losses(y[seen], overall[seen], kind)
    gain = plain - losses(y[seen], predictions[best, seen], kind)
    return CrossValidation(
        penalty=PENALTIES[best],
        predictions=predictions[best],
        loss=float(means[best]),
        loss_of_overall=float(plain.mean()),
        gain_error=float(gain.std() / np.sqrt(gain.size)),
    )


def losses(y: Floats, prediction: Floats, kind: Kind) -> Floats:
    """Return each row's negative log likelihood (binary) or squared error (continuous)."""
    if kind == "continuous":
        squares: Floats = (y - prediction) ** 2
        return squares
    chance = np.clip(prediction, 1e-12, 1 - 1e-12)
    likelihood: Floats = y * np.log(chance) + (1 - y) * np.log1p(-chance)
    return -likelihood


def _fit_linear(x: Floats, y: Floats, penalty: float) -> Floats:
    centre, mean = x.mean(axis=0), y.mean()
    away = x - centre
    noise = float(y.var()) or 1.0
    slopes = np.linalg.solve(away.T @ away + penalty * noise * np.eye(x.shape[1]), away.T @ (y - mean))
    coefficients: Floats = np.r_[mean - centre @ slopes, slopes]
    return coefficients


def _fit_logistic(x: Floats, y: Floats, penalty: float, start: Floats | None) -> Floats:
    """Newton's method; a step that makes things worse is halved."""
    shrink = np.r_[0.0, np.full(x.shape[1], penalty)]
    if start is None:
        share = np.clip(y.mean(), 1e-9, 1 - 1e-9)
        start = np.r_[np.log(share / (1 - share)), np.zeros(x.shape[1])]
    found, worst = start, _penalised(x, y, start, shrink)
    for _ in range(_MOST_STEPS):
        chance = _expit(found[0] + x @ found[1:])
        away, weight = y - chance, chance * (1 - chance)
        slope = np.r_[away.sum(), x.T @ away] - shrink * found
        weighted = x * weight[:, None]
        side = weighted.sum(axis=0)
        curve = np.block([[np.array([[weight.sum()]]), side[None, :]], [side[:, None], x.T @ weighted]])
        step = np.linalg.solve(curve + np.diag(shrink), slope)
        length, value = 1.0, _penalised(x, y, found + step, shrink)
        while value > worst + 1e-12 * abs(worst) and length > 1e-6:
            length /= 2
            value = _penalised(x, y, found + length * step, shrink)
        found, worst = found + length * step, value
        if float(np.abs(length * step).max()) < _TOLERANCE:
            break
    return found


def _penalised(x: Floats, y: Floats, coefficients: Floats, shrink: Floats) -> float:
    linear = coefficients[0] + x @ coefficients[1:]
    softplus = np.maximum(linear, 0.0) + np.log1p(np.exp(-np.abs(linear)))  # a fifth of logaddexp's time
    return float(softplus.sum() - y @ linear + 0.5 * (shrink * coefficients**2).sum())


def _expit(linear: Floats) -> Floats:
    chance: Floats = 0.5 * (1.0 + np.tanh(0.5 * linear))
    return chance
