"""The validation as a table: every measure of every predictor, for the network, its clinics and subgroups.

Belongs here: which measures are taken of whom, and the mart's columns. Doesn't: the measures' formulas
(`measures`), and conclusions (`judging`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from warehouse.inference.statistic import Z_95, MartSchema
from warehouse.risk import measures
from warehouse.risk.hazard import log_odds_of
from warehouse.risk.trials import BASE_RATE, LATER_WEEKS, Trial

Row = dict[str, Any]

MEASURES: MartSchema = {
    "scheme": pl.String,
    "predictor": pl.String,
    "scope": pl.String,
    "scope_value": pl.String,
    "metric": pl.String,
    "threshold": pl.Float64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "weeks": pl.Int64,
    "episodes": pl.Int64,
    "dropouts": pl.Int64,
}

NETWORK = "network"
SUBGROUPS = ("age_band", "gender", "ethnicity_group", "language", "contact")
"""By whom calibration is judged. `contact`: seen in the last two weeks, or longer ago."""

UNKNOWN = "unknown"

THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
"""Chances at which somebody might act, for the decision curve. At .1, ten calls are worth one dropout."""


def reckon(
    trials: Sequence[Trial], champion: str, budgets: Mapping[str, int], default_budget: int
) -> pl.DataFrame:
    """Measure trials; MEASURES, in a stable order.

    All predictors for the network; the champion for each clinic and, in later weeks, each subgroup.
    """
    rows: list[Row] = []
    for trial in trials:
        everybody = np.ones(trial.rows.height, dtype=bool)
        for predictor in sorted(trial.chances):
            rows += _measured(trial, predictor, NETWORK, NETWORK, everybody, with_interval=True)
            rows += _useful(trial, predictor, budgets, default_budget)
        rows += _by(trial, champion, "clinic_id", "clinic")
        if trial.scheme == LATER_WEEKS:
            for subgroup in SUBGROUPS:
                if subgroup in trial.rows.columns:
                    rows += _by(trial, champion, subgroup, subgroup)
    return pl.DataFrame(rows, schema=MEASURES)


def _by(trial: Trial, predictor: str, column: str, scope: str) -> Iterator[Row]:
    values = trial.rows[column].fill_null(UNKNOWN)
    for value in values.unique().sort():
        yield from _measured(trial, predictor, scope, value, (values == value).to_numpy())


def _measured(
    trial: Trial,
    predictor: str,
    scope: str,
    value: str,
    here: np.typing.NDArray[np.bool_],
    *,
    with_interval: bool = False,
) -> Iterator[Row]:
    """Discrimination and calibration in one scope; measures that can't be taken there are left out."""
    rows = trial.rows.filter(pl.Series(here))
    outcome, clients = rows["outcome"].to_numpy(), rows["client_key"].to_numpy()
    chance, base = trial.chances[predictor][here], trial.chances[BASE_RATE][here]
    log_odds = log_odds_of(chance)
    counted = {
        "scheme": trial.scheme,
        "predictor": predictor,
        "scope": scope,
        "scope_value": value,
        "weeks": rows.height,
        "episodes": rows["episode_key"].n_unique(),
        "dropouts": rows.filter(pl.col("outcome") == 1)["episode_key"].n_unique(),
    }
    area = measures.auc(outcome, chance)
    interval = measures.auc_interval(outcome, chance, clients) if with_interval else None
    yield counted | {"metric": "auc", "value": area} | _limits(interval)
    yield counted | {"metric": "brier_skill", "value": measures.brier_skill(outcome, chance, base)}
    yield counted | {"metric": "observed", "value": float(outcome.mean())}
    yield counted | {"metric": "expected", "value": float(chance.mean())}
    large = measures.recalibrate(outcome, log_odds, clients, with_slope=False)
    if large is not None:
        yield counted | {"metric": "calibration_in_the_large"} | _estimate(large, 0)
    if np.ptp(log_odds) > 1e-6:
        slope = measures.recalibrate(outcome, log_odds, clients, with_slope=True)
        if slope is not None:
            yield counted | {"metric": "calibration_slope"} | _estimate(slope, 1)


def _useful(trial: Trial, predictor: str, budgets: Mapping[str, int], default: int) -> Iterator[Row]:
    """Precision and recall at the alert budget, and the decision curve, of the whole network."""
    rows, chance = trial.rows, trial.chances[predictor]
    outcome = rows["outcome"].to_numpy()
    counted = {
        "scheme": trial.scheme,
        "predictor": predictor,
        "scope": NETWORK,
        "scope_value": NETWORK,
        "weeks": rows.height,
        "episodes": rows["episode_key"].n_unique(),
        "dropouts": rows.filter(pl.col("outcome") == 1)["episode_key"].n_unique(),
    }
    found = measures.at_budget(rows, chance, dict(budgets), default)
    if found is not None:
        yield counted | {"metric": "precision_at_budget", "value": found[0]}
        yield counted | {"metric": "recall_at_budget", "value": found[1]}
    for threshold in THRESHOLDS:
        benefit = measures.net_benefit(outcome, chance, threshold)
        yield counted | {"metric": "net_benefit", "threshold": threshold, "value": benefit}
    for threshold in THRESHOLDS if predictor == BASE_RATE else ():
        everybody = measures.net_benefit(outcome, np.ones_like(chance), threshold)
        yield counted | {"metric": "net_benefit_of_calling_all", "threshold": threshold, "value": everybody}


def _estimate(found: tuple[Any, Any], place: int) -> Row:
    value, error = float(found[0][place]), float(found[1][place])
    return {"value": value, "lower": value - Z_95 * error, "upper": value + Z_95 * error}


def _limits(interval: tuple[float, float] | None) -> Row:
    return {} if interval is None else {"lower": interval[0], "upper": interval[1]}
