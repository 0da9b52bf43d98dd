"""Predicting people whom the model hasn't seen: later weeks, and clinics that it wasn't trained on.

Belongs here: the two schemes, the baselines beside the models, fitting with calibration. Doesn't: measuring
(`measures`, `reckoning`), and drawing conclusions (`judging`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.risk.base_rates import base_rates
from warehouse.risk.calibration import AS_IT_IS, Calibration, calibrate
from warehouse.risk.design import Floats
from warehouse.risk.hazard import Scorer, probability, unseen_log_odds

Fit = Callable[[pl.DataFrame], Scorer]

LATER_WEEKS, OTHER_CLINICS = "later_weeks", "other_clinics"
"""Schemes: weeks after those that were trained on, and clinics that weren't."""

HAZARD, BOOSTING = "hazard", "boosting"
BASE_RATE = "base_rate"
RULES = ("last_missed_rule", "alliance_rule")
"""Columns of landmarks, true where a rule of thumb would call the client."""

TEST_SHARE = 1 / 3
"""Share of the settled weeks, the latest ones, that the temporal hold-out tests on."""

MOST_CLINIC_FOLDS = 10


@dataclass(frozen=True)
class Calibrated:
    """A model and the corrections that make its chances come true."""

    scorer: Scorer
    calibration: Calibration

    def log_odds(self, rows: pl.DataFrame) -> Floats:
        """Return corrected log odds of dropping out within the horizon."""
        return self.calibration.apply(self.scorer.log_odds(rows), rows["clinic_id"])


@dataclass(frozen=True)
class Trial:
    """Rows that were predicted unseen, and each predictor's chances for them, by name."""

    scheme: str
    rows: pl.DataFrame
    chances: Mapping[str, Floats]

    def joined(self, other: Trial) -> Trial:
        """Put another trial's rows below this one's."""
        return Trial(
            self.scheme,
            pl.concat([self.rows, other.rows]),
            {name: np.concatenate([own, other.chances[name]]) for name, own in self.chances.items()},
        )


def fit_calibrated(rows: pl.DataFrame, fit: Fit) -> Calibrated:
    """Fit a model to all rows, and its corrections to predictions of clients whom it hasn't seen."""
    return Calibrated(fit(rows), calibrate(rows, unseen_log_odds(rows, fit)))


def split_by_time(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """Return training and test rows: the latest weeks are tested, by what was settled when they began.

    `settles_on` is the day from which it is known what became of a row. None where one part is empty.
    """
    weeks = rows["week_end"].unique().sort()
    if weeks.len() < 3:
        return None
    begins: dt.date = weeks[int(weeks.len() * (1 - TEST_SHARE))]
    before = rows.filter(pl.col("settles_on") <= begins)
    after = rows.filter(pl.col("week_end") >= begins)
    return (before, after) if before.height and after.height else None


def try_later_weeks(train: pl.DataFrame, test: pl.DataFrame, default: Fit, challenger: Fit) -> Trial:
    """Train on earlier weeks and predict later ones, beside the baselines.

    The default comes with its corrections; boosting follows the chances by itself, and enters as it is.
    """
    chances = {
        HAZARD: probability(fit_calibrated(train, default).log_odds(test)),
        BOOSTING: probability(challenger(train).log_odds(test)),
    }
    return Trial(LATER_WEEKS, test, chances | _baselines(train, test))


def try_other_clinics(rows: pl.DataFrame, fits: Mapping[str, Fit]) -> Trial | None:
    """Predict each clinic by a model of the others, as for a clinic that has just joined.

    With more than MOST_CLINIC_FOLDS clinics, some are left out together. None where there is one clinic only.
    """
    clinics = rows["clinic_id"].unique().sort().to_list()
    if len(clinics) < 2:
        return None
    found: Trial | None = None
    for number in range(min(len(clinics), MOST_CLINIC_FOLDS)):
        here = pl.col("clinic_id").is_in(clinics[number::MOST_CLINIC_FOLDS])
        train, test = rows.filter(~here), rows.filter(here)
        if not 0 < train["outcome"].sum() < train.height:
            continue
        chances = {
            name: probability(Calibrated(fit(train), AS_IT_IS).log_odds(test)) for name, fit in fits.items()
        }
        trial = Trial(OTHER_CLINICS, test, chances | _baselines(train, test))
        found = trial if found is None else found.joined(trial)
    return found


def _baselines(train: pl.DataFrame, test: pl.DataFrame) -> dict[str, Floats]:
    """Return what needs no model: the clinic's base rate, and how often each rule was right in training."""
    counts = train.group_by("clinic_id").agg(
        episode_count=pl.col("episode_key").n_unique(),
        weeks_open=pl.len(),
        weeks_before_dropout=pl.col("outcome").sum(),
    )
    overall = float(train["outcome"].mean())  # type: ignore[arg-type]
    rates = dict(base_rates(counts).iter_rows())
    found = {
        BASE_RATE: test["clinic_id"]
        .replace_strict(rates, default=overall, return_dtype=pl.Float64)
        .to_numpy()
    }
    for rule in RULES:
        by_answer = dict(train.group_by(rule).agg(pl.col("outcome").mean()).iter_rows())
        found[rule] = (
            test[rule].replace_strict(by_answer, default=overall, return_dtype=pl.Float64).to_numpy()
        )
    return found
