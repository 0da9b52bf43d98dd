"""Training: choose the penalty, try both models on the unseen, judge, and fit the champion to everything.

Belongs here: the order of these steps, and what a trained model is. Doesn't: keeping it (`model_store`).
Nothing in it is random but for the seed, and nothing depends on the number of cores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl

from warehouse.risk.boosting import fit_boosting
from warehouse.risk.hazard import Penalty, choose_penalty, fit_hazard
from warehouse.risk.judging import (
    FEWEST_DROPOUTS,
    FEWEST_TESTED,
    TOO_LITTLE,
    Judgement,
    champion_of,
    is_ahead,
    judge,
)
from warehouse.risk.predictors import Predictors
from warehouse.risk.reckoning import reckon
from warehouse.risk.trials import (
    BOOSTING,
    HAZARD,
    Calibrated,
    Fit,
    fit_calibrated,
    split_by_time,
    try_later_weeks,
    try_other_clinics,
)

SEED = 20_261_123

MOST_LANDMARKS = 400_000
"""Of a larger history a share of the clients is trained on: a model of forty columns doesn't get better with
millions of rows, and minutes become hours."""

REQUIRED = ("clinic_id", "episode_key", "client_key", "week_end", "settles_on", "outcome")


@dataclass(frozen=True)
class Trained:
    """A trained model, or why there is none (`judgement.network`, then `model` may be None).

    `measures` is the validation as `reckoning.MEASURES` has it, empty with too little history.
    """

    model: Calibrated | None
    kind: str
    penalty: Penalty | None
    judgement: Judgement
    measures: pl.DataFrame | None
    fingerprint: str
    seed: int
    weeks: int
    episodes: int
    dropouts: int


def train(
    rows: pl.DataFrame,
    predictors: Predictors,
    *,
    budgets: Mapping[str, int] | None = None,
    default_budget: int = 5,
    seed: int = SEED,
    most: int = MOST_LANDMARKS,
) -> Trained:
    """Train on settled landmarks, one row per open episode and week.

    `rows` holds REQUIRED, the predictors' columns and those of the rules of thumb (`trials.RULES`), and may
    hold subgroups (`reckoning.SUBGROUPS`). A refused model is returned too, with its judgement, so that it
    can be looked at; one that was never fitted, for too little history, is None. Of more than about `most`
    rows those of a share of the clients are used.
    """
    import sklearn.ensemble  # type: ignore[import-untyped] # noqa: F401 - a limit reaches only what is loaded
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    ordered = (
        a_share_of_clients(rows, most)
        .sort("week_end", "episode_key")
        .with_columns(pl.col("outcome").cast(pl.Float64))
    )
    print_of_rows = fingerprint(ordered)
    split = split_by_time(ordered)
    if split is None or not _is_enough(*split):
        return _untrained(ordered, print_of_rows, seed)
    # One thread: on columns this narrow more of them wait for each other, and sums keep their order.
    with threadpool_limits(limits=1):
        penalty = choose_penalty(split[0], predictors)
        fits: dict[str, Fit] = {
            HAZARD: partial(fit_hazard, predictors=predictors, penalty=penalty),
            BOOSTING: partial(fit_boosting, predictors=predictors, seed=seed),
        }
        later = try_later_weeks(*split, fits[HAZARD], fits[BOOSTING])
        tried = fits if is_ahead(later, BOOSTING, HAZARD) else {HAZARD: fits[HAZARD]}
        elsewhere = try_other_clinics(ordered, tried)
        champion = champion_of(later, elsewhere)
        judgement = judge(later, elsewhere, champion)
        model = fit_calibrated(ordered, fits[champion])
        trials = [later] if elsewhere is None else [later, elsewhere]
        validation = reckon(trials, champion, budgets or {}, default_budget)
    return Trained(
        model,
        champion,
        penalty,
        judgement,
        validation,
        print_of_rows,
        seed,
        ordered.height,
        ordered["episode_key"].n_unique(),
        _dropouts(ordered),
    )


def a_share_of_clients(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return about `most` rows at the most: all rows of every n-th client.

    Their order doesn't matter; keys are hashes, so remainders are as if random. `rows` needs `client_key`.
    """
    every = -(-rows.height // most)
    return rows.filter(pl.col("client_key") % every == 0) if every > 1 else rows


def fingerprint(rows: pl.DataFrame) -> str:
    """Return the SHA-256 of rows: every value of every column, in the order of the columns' names."""
    digest = hashlib.sha256()
    for name in sorted(rows.columns):
        digest.update(name.encode())
        digest.update(rows[name].cast(pl.String).fill_null("\x00").str.join("\x1f").item().encode())
    return digest.hexdigest()


def _is_enough(train_rows: pl.DataFrame, test_rows: pl.DataFrame) -> bool:
    return (
        _dropouts(train_rows) >= FEWEST_DROPOUTS
        and _dropouts(test_rows) >= FEWEST_TESTED
        and train_rows.filter(pl.col("outcome") == 0).height >= FEWEST_DROPOUTS
    )


def _dropouts(rows: pl.DataFrame) -> int:
    return rows.filter(pl.col("outcome") == 1)["episode_key"].n_unique()


def _untrained(rows: pl.DataFrame, print_of_rows: str, seed: int) -> Trained:
    return Trained(
        None,
        HAZARD,
        None,
        Judgement(TOO_LITTLE, {}),
        None,
        print_of_rows,
        seed,
        rows.height,
        rows["episode_key"].n_unique(),
        _dropouts(rows),
    )
