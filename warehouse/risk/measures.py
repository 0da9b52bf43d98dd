"""How good predictions are: discrimination, calibration, gain over a rule, use at a threshold or budget.

Belongs here: measures of predicted chances against what happened, with errors that know that a client has
many weeks. Doesn't: making the predictions (`validation`), and what follows from the measures (`judging`).

Source: Steyerberg 2019 (calibration in the large and slope); Brier 1950; Vickers & Elkin 2006 (decision
curves); Liang & Zeger 1986 (errors by cluster); Mann & Whitney 1947 (AUC).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.risk.design import Floats
from warehouse.risk.hazard import probability

BOOTSTRAPS = 200
SEED = 20_261_123


def auc(outcome: Floats, score: Floats) -> float | None:
    """Return the chance that a case has a higher score than a control, ties counting half."""
    order, starts = _ranked(score)
    return _area(outcome[order], np.ones(outcome.size), starts)


def auc_interval(
    outcome: Floats, score: Floats, cluster: npt.NDArray[np.int64]
) -> tuple[float, float] | None:
    """Return the 95 % interval of the AUC, by drawing whole clients again."""
    rng = np.random.default_rng(SEED)
    names, place = np.unique(cluster, return_inverse=True)
    order, starts = _ranked(score)
    ordered, place = outcome[order], place[order]
    drawn = [
        _area(
            ordered, np.bincount(rng.integers(0, names.size, names.size), minlength=names.size)[place], starts
        )
        for _ in range(BOOTSTRAPS)
    ]
    found = [value for value in drawn if value is not None]
    if len(found) < BOOTSTRAPS / 2:
        return None
    lower, upper = np.quantile(found, [0.025, 0.975])
    return float(lower), float(upper)


def _ranked(score: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the order of the scores, and where in it each distinct score begins."""
    order = np.argsort(score, kind="stable")
    return order, np.flatnonzero(np.r_[True, np.diff(score[order]) != 0])


def _area(
    outcome: Floats, weight: npt.NDArray[np.floating] | npt.NDArray[np.integer], starts: npt.NDArray[np.int64]
) -> float | None:
    """Return the AUC of outcomes in the order of their scores, of which distinct ones begin at `starts`."""
    case = np.add.reduceat(weight * outcome, starts)
    control = np.add.reduceat(weight * (1 - outcome), starts)
    cases, controls = float(case.sum()), float(control.sum())
    if cases <= 0 or controls <= 0:
        return None
    below = np.cumsum(control) - control
    return float((case * (below + control / 2)).sum() / (cases * controls))


def clustered_mean(values: Floats, cluster: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Return the mean of some rows and its standard error, rows of a cluster not being independent."""
    mean = float(values.mean())
    _, place = np.unique(cluster, return_inverse=True)
    sums = np.bincount(place, weights=values - mean)
    return mean, float(np.sqrt((sums**2).sum()) / values.size)


def brier_skill(outcome: Floats, chance: Floats, reference: Floats) -> float | None:
    """Return by how much the mean squared error is less than that of the reference: 1 - B / B_reference."""
    worst = float(((outcome - reference) ** 2).mean())
    return 1 - float(((outcome - chance) ** 2).mean()) / worst if worst > 0 else None


def recalibrate(
    outcome: Floats, log_odds: Floats, cluster: npt.NDArray[np.int64], *, with_slope: bool
) -> tuple[Floats, Floats] | None:
    """Fit outcome ~ intercept (+ slope) x log odds; returns coefficients and standard errors by cluster.

    Without the slope the log odds are taken as they are, and the only coefficient is the calibration in the
    large. None where there are no cases, no controls, or the fit doesn't settle.
    """
    if not 0 < outcome.sum() < outcome.size:
        return None
    design = np.column_stack([np.ones(outcome.size), log_odds]) if with_slope else np.ones((outcome.size, 1))
    offset = np.zeros(outcome.size) if with_slope else log_odds
    found = np.array([0.0, 1.0]) if with_slope else np.zeros(1)
    for _ in range(50):
        chance = probability(np.clip(offset + design @ found, -30, 30))
        information = (design * (chance * (1 - chance))[:, None]).T @ design
        try:
            step = np.linalg.solve(information, design.T @ (outcome - chance))
        except np.linalg.LinAlgError:
            return None
        found = found + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    else:
        return None
    _, place = np.unique(cluster, return_inverse=True)
    residual = design * (outcome - chance)[:, None]
    sums = np.column_stack([np.bincount(place, weights=column) for column in residual.T])
    bread = np.linalg.inv(information)
    return found, np.sqrt(np.diag(bread @ (sums.T @ sums) @ bread))


def net_benefit(outcome: Floats, chance: Floats, threshold: float) -> float:
    """Return (true - false x t/(1-t)) / n for acting on everybody at or above a threshold t."""
    acted = chance >= threshold
    true, false = float((outcome * acted).sum()), float(((1 - outcome) * acted).sum())
    return (true - false * threshold / (1 - threshold)) / outcome.size


def at_budget(
    rows: pl.DataFrame, score: Floats, budgets: dict[str, int], default: int
) -> tuple[float, float] | None:
    """Return precision and recall of flagging the highest scores of each clinic and week, so many at most.

    `rows` holds `clinic_id`, `week_end`, `episode_key`, `outcome`; ties go by key. None without any case.
    """
    budget = pl.col("clinic_id").replace_strict(budgets, default=default, return_dtype=pl.Int64)
    flagged = (
        rows.select("clinic_id", "week_end", "episode_key", "outcome", score=pl.Series(score))
        .sort("score", "episode_key", descending=[True, False])
        .with_columns(place=pl.int_range(pl.len()).over("clinic_id", "week_end"))
        .filter(pl.col("place") < budget)["outcome"]
    )
    cases = float(rows["outcome"].sum())
    if cases == 0 or flagged.len() == 0:
        return None
    return float(flagged.sum()) / flagged.len(), float(flagged.sum()) / cases
