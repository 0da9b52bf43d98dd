"""The default model: a penalised logistic regression of dropping out within the horizon (one step of a
discrete-time hazard), with therapists' effects drawn to 0 by the same penalty.

Belongs here: fitting, choosing the penalty, predicting. Doesn't: what the columns are (`design`), and whether
the result is good enough to be used (`judging`).

    minimise  -log likelihood + sum(b^2) / (2 C);  a therapist's column is `unit_scale` wide: its effect
    has the prior variance C * unit_scale^2: a random intercept, estimated as its mode.

Source: Singer & Willett 1993 (discrete-time hazard as logistic regression); van Houwelingen & Putter 2012
(landmarks); le Cessie & van Houwelingen 1992 (the penalty).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.risk.design import Design, Floats, learn_design
from warehouse.risk.predictors import Predictors

STRENGTHS = (0.0003, 0.003, 0.03, 0.3)
"""C: the smaller, the stronger the penalty. Of two that predict alike the stronger is taken."""

UNIT_SCALES = (1.0, 4.0)

FOLDS = 5

TUNED_ROWS = 30_000
"""The penalty is chosen on about as many rows."""

MOST_DENSE_COLUMNS = 400
"""Newton's method is several times faster up to about so many columns; beyond, they stay sparse."""

MOST_STEPS = 300


class Scorer(Protocol):
    """What can say how likely a row is, and why."""

    def log_odds(self, rows: pl.DataFrame) -> Floats:
        """Return each row's log odds of dropping out within the horizon."""

    def contributions(self, rows: pl.DataFrame) -> dict[str, Floats]:
        """Return what each group of predictors adds to each row's log odds."""


@dataclass(frozen=True)
class Penalty:
    """How much coefficients are drawn to 0."""

    strength: float
    unit_scale: float


@dataclass(frozen=True)
class Hazard:
    """A fitted model: log odds = intercept + dense columns x coefficients + the unit's effect."""

    design: Design
    penalty: Penalty
    intercept: float
    coefficients: Floats
    unit_effects: Floats

    def log_odds(self, rows: pl.DataFrame) -> Floats:
        """Return each row's log odds of dropping out within the horizon."""
        return self.log_odds_of(self.design.dense(rows), self.design.unit_of(rows))

    def log_odds_of(self, dense: Floats, unit: npt.NDArray[np.int64]) -> Floats:
        """Return the log odds of rows given as columns."""
        effects = np.append(self.unit_effects, 0.0)[unit]  # -1, no unit of its own: the last one, 0
        found: Floats = self.intercept + dense @ self.coefficients + effects
        return found

    def contributions(self, rows: pl.DataFrame) -> dict[str, Floats]:
        """Return what each group of predictors adds to each row's log odds.

        Beyond those of a row with every number at the mean, nothing missing and the most common words.
        """
        added = self.design.dense(rows) * self.coefficients
        found: dict[str, Floats] = {}
        for number, group in enumerate(self.design.groups):
            found[group] = found.get(group, 0.0) + added[:, number]
        return found


def fit_hazard(rows: pl.DataFrame, predictors: Predictors, penalty: Penalty) -> Hazard:
    """Fit to rows with an `outcome` of 0 or 1; both must occur."""
    # Costs a second, and only training needs it.
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    design = learn_design(rows, predictors)
    columns = design.spread(rows, penalty.unit_scale)
    is_narrow = columns.shape[1] <= MOST_DENSE_COLUMNS
    model = LogisticRegression(
        C=penalty.strength,
        solver="newton-cholesky" if is_narrow else "lbfgs",
        max_iter=MOST_STEPS,
        tol=1e-6,
    )
    model.fit(columns.toarray() if is_narrow else columns, rows["outcome"].to_numpy())
    found = model.coef_[0].astype(np.float64)
    terms = len(design.terms)
    return Hazard(
        design, penalty, float(model.intercept_[0]), found[:terms], found[terms:] * penalty.unit_scale
    )


def choose_penalty(rows: pl.DataFrame, predictors: Predictors) -> Penalty:
    """Return the penalty whose models predict clients whom they haven't seen best (log likelihood)."""
    sample = few_enough(rows, TUNED_ROWS)
    best, least = Penalty(STRENGTHS[0], UNIT_SCALES[0]), np.inf
    scales = UNIT_SCALES if predictors.unit is not None else (1.0,)
    for strength, scale in product(STRENGTHS, scales):
        penalty = Penalty(strength, scale)
        unseen = unseen_log_odds(sample, partial(fit_hazard, predictors=predictors, penalty=penalty))
        loss = log_loss(sample["outcome"].to_numpy(), unseen).mean()
        if loss < least - 1e-5:
            best, least = penalty, loss
    return best


def unseen_log_odds(rows: pl.DataFrame, fit: Callable[[pl.DataFrame], Scorer]) -> Floats:
    """Predict every row by a model that hasn't seen its client (five folds)."""
    fold = client_folds(rows)
    found = np.zeros(rows.height)
    for number in range(FOLDS):
        test = fold == number
        if test.any():
            found[test] = fit(rows.filter(pl.Series(~test))).log_odds(rows.filter(pl.Series(test)))
    return found


def client_folds(rows: pl.DataFrame) -> npt.NDArray[np.int64]:
    """Number the rows 0 .. FOLDS-1, a client's all alike; the same client has the same fold for ever."""
    found: npt.NDArray[np.int64] = (rows["client_key"].cast(pl.UInt64) % FOLDS).cast(pl.Int64).to_numpy()
    return found


def few_enough(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """Keep about `most` rows, all or none of an episode's."""
    if rows.height <= most:
        return rows
    keep = pl.col("episode_key").cast(pl.UInt64) % 1000 < int(1000 * most / rows.height)
    return rows.filter(keep)


def log_loss(outcome: npt.NDArray[np.floating], log_odds: Floats) -> Floats:
    """Return each row's negative log likelihood."""
    found: Floats = np.logaddexp(0.0, log_odds) - outcome * log_odds
    return found


def probability(log_odds: Floats) -> Floats:
    """Return probabilities of log odds."""
    found: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return found


def log_odds_of(chance: Floats) -> Floats:
    """Return log odds of probabilities, kept away from 0 and 1."""
    kept = np.clip(chance, 1e-6, 1 - 1e-6)
    found: Floats = np.log(kept / (1 - kept))
    return found
