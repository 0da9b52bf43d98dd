"""When a model's numbers are earned, for the network and in each clinic; else the base rate is published.

Belongs here: the conditions, and the words for what wasn't met. Doesn't: the trials they are judged by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from warehouse.risk import measures
from warehouse.risk.hazard import log_loss, log_odds_of
from warehouse.risk.trials import BASE_RATE, BOOSTING, HAZARD, RULES, Trial

TOO_LITTLE = "too_little_history"
NO_BETTER = "no_better_than_base_rate"
MISCALIBRATED = "badly_calibrated_here"

FEWEST_DROPOUTS = 50
"""Episodes that dropped out, which training needs. House default: about two for each number used."""

FEWEST_TESTED = 20
"""... and which the later weeks need, so that there is something to judge by."""

ERRORS = 2.0
"""A gain counts if it is more than so many standard errors."""

WORST_IN_THE_LARGE = 0.5
"""Log odds by which a clinic may be off on the whole (chances by a factor of about 1.6)."""

SLOPES = (0.5, 2.0)
"""Between these the calibration slope of the network must be, and that of a clinic may be. House default."""


@dataclass(frozen=True)
class Judgement:
    """Why the base rate is published: for everybody (`network`), or in some clinics. None, absent: earned."""

    network: str | None
    clinics: Mapping[str, str]


def is_ahead(trial: Trial, predictor: str, other: str) -> bool:
    """Tell whether a predictor is better than another by more than chance; ties go to the other."""
    gain, error = gain_over(trial, predictor, other)
    return gain > ERRORS * error


def champion_of(later: Trial, elsewhere: Trial | None) -> str:
    """Return which model is used: the default, unless the challenger is better by both trials.

    In later weeks beyond chance; in other clinics, where it has been tried, not worse. Ties: the simpler.
    """
    if not is_ahead(later, BOOSTING, HAZARD):
        return HAZARD
    holds_elsewhere = elsewhere is None or gain_over(elsewhere, BOOSTING, HAZARD)[0] >= 0
    return BOOSTING if holds_elsewhere else HAZARD


def judge(later: Trial, elsewhere: Trial | None, champion: str) -> Judgement:
    """Decide where the champion's numbers are earned.

    For the network: by later weeks it must beat the clinics' base rates (log likelihood, two standard errors)
    and rank better than every rule of thumb, its calibration slope must be within SLOPES; and by other
    clinics it must not be worse than their base rates. In a clinic: not plainly worse than its base rate, and
    not badly calibrated beyond chance.
    """
    outcome = later.rows["outcome"].to_numpy()
    area = measures.auc(outcome, later.chances[champion])
    rules = [measures.auc(outcome, later.chances[rule]) or 0.0 for rule in RULES]
    transports = elsewhere is None or gain_over(elsewhere, champion, BASE_RATE)[0] > 0
    if not is_ahead(later, champion, BASE_RATE) or area is None or area <= max(rules) or not transports:
        return Judgement(NO_BETTER, {})
    slope = measures.recalibrate(
        outcome, log_odds_of(later.chances[champion]), later.rows["client_key"].to_numpy(), with_slope=True
    )
    if slope is None or not SLOPES[0] <= slope[0][1] <= SLOPES[1]:
        return Judgement(MISCALIBRATED, {})
    clinics = later.rows["clinic_id"].unique().sort()
    reasons = {clinic: _judge_clinic(later, champion, clinic) for clinic in clinics}
    return Judgement(None, {clinic: reason for clinic, reason in reasons.items() if reason is not None})


def gain_over(trial: Trial, predictor: str, other: str) -> tuple[float, float]:
    """Return by how much a predictor's mean log likelihood exceeds another's, and the standard error."""
    outcome = trial.rows["outcome"].to_numpy()
    own, others = (log_loss(outcome, log_odds_of(trial.chances[name])) for name in (predictor, other))
    return measures.clustered_mean(others - own, trial.rows["client_key"].to_numpy())


def _judge_clinic(trial: Trial, champion: str, clinic: str) -> str | None:
    here = pl.Series(trial.rows["clinic_id"] == clinic)
    part = Trial(
        trial.scheme,
        trial.rows.filter(here),
        {name: values[here.to_numpy()] for name, values in trial.chances.items()},
    )
    outcome, clients = part.rows["outcome"].to_numpy(), part.rows["client_key"].to_numpy()
    gain, error = gain_over(part, champion, BASE_RATE)
    if gain < -ERRORS * error:
        return NO_BETTER
    log_odds = log_odds_of(part.chances[champion])
    large = measures.recalibrate(outcome, log_odds, clients, with_slope=False)
    if large is not None:
        off, by_chance = abs(float(large[0][0])), ERRORS * float(large[1][0])
        if off > WORST_IN_THE_LARGE and off > by_chance:
            return MISCALIBRATED
    slope = measures.recalibrate(outcome, log_odds, clients, with_slope=True)
    if slope is not None:
        value, by_chance = float(slope[0][1]), ERRORS * float(slope[1][1])
        if value + by_chance < SLOPES[0] or value - by_chance > SLOPES[1]:
            return MISCALIBRATED
    return None
