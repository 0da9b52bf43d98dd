"""What a clinic's figures would be with the network's results for clients like its own (indirect
standardisation).

Belongs here: the model of an outcome by what is known at intake, its validation, and each clinic's observed
and expected. Doesn't: fitting (`ridge`), comparing observed with expected (`funnel`), and counting (SQL).

One model is fitted over all clinics together, without terms for clinics. So the expected figures add up to
the observed ones over the network, and a clinic is compared with the network's practice, its own included.
The price: what a clinic does better for a kind of client whom only it sees is taken for the kind of client.
What happens in treatment (sessions, attendance, alliance) must never be a predictor: it is part of the
result.

Source: NHS England, Summary Hospital-level Mortality Indicator; Steyerberg 2019 (validation).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.inference import ridge
from warehouse.inference.ridge import Floats, Kind

NUMBERS = ("intake_severity", "age", "previous_episodes")
CATEGORIES = ("gender", "employment", "problem", "modality")
PREDICTORS = (*NUMBERS, *CATEGORIES)

MISSING = "missing"
"""A level of its own in every category: those who weren't asked differ from those who were."""

MINIMUM_CASES = 50
"""A model needs as many cases of the rarer outcome (binary), or episodes (continuous). House default."""

CASES_PER_TERM = 5
"""... and as many of them per column. With a penalty fewer will do than the ten of Peduzzi 1996 (Pavlou
2015); house default."""

CROSS_VALIDATED_EPISODES = 20_000
"""The penalty is chosen and the model validated on about as many; the final model is fitted to all."""

_CURVED = ("intake_severity", "age")


@dataclass(frozen=True)
class Validation:
    """How well models predict episodes that they had not seen (five folds, a client in one fold only).

    `discrimination` is the AUC (binary; 0.5: no better than a coin) or R^2 (continuous; 0: no better than the
    mean). `calibration_slope`: 1 is right, below 1 the predictions are too extreme.
    `calibration_in_the_large`: 0 is right; log odds (binary) or points (continuous) by which outcomes are
    above what was predicted. `loss`, `loss_of_overall`: mean negative log likelihood or squared error, of the
    model and of the overall mean; `foretells`: they differ by more than two standard errors.
    `clinics`: `clinic_id`, `episode_count`, `observed_mean`, `predicted_mean` per clinic, of the same
    episodes and predictions.
    """

    episode_count: int
    penalty: float
    discrimination: float
    calibration_slope: float | None
    calibration_in_the_large: float | None
    loss: float
    loss_of_overall: float
    foretells: bool
    clinics: pl.DataFrame


@dataclass(frozen=True)
class CaseMix:
    """Expected outcomes, and what they rest on.

    `basis` is `model`, or `overall`: then everybody's expected outcome is the network's mean, and `reason`
    says why. `without_outcome` counts the episodes left out because their outcome isn't known.
    `episodes`: `clinic_id`, `episode_key`, `outcome`, `expected`, `variance` (of the outcome, given what is
    expected), ordered by clinic and episode. `clinics`, ordered by clinic: `clinic_id`, `episode_count`,
    `observed`, `expected`, `variance` (sums: for `funnel_of_ratios`), `difference` ((observed - expected) per
    episode) and its `standard_error` (for `funnel_of_means` around 0). `coefficients`: `term`, `coefficient`
    (log odds, or points, per standard deviation or for a level), empty without a model.
    """

    kind: Kind
    basis: str
    reason: str | None
    without_outcome: int
    episodes: pl.DataFrame
    clinics: pl.DataFrame
    coefficients: pl.DataFrame
    validation: Validation | None


def expected_outcomes(episodes: pl.DataFrame, kind: Kind) -> CaseMix:
    """Estimate each episode's expected outcome from what was known at intake.

    `episodes` holds one row per episode: `clinic_id`, `episode_key`, `client_key` (a client's episodes are in
    one fold), `outcome` (0 or 1, also boolean, or a number; null: not known, left out and counted), and the
    predictors: `intake_severity` (points of one scale), `age` (years), `previous_episodes` (count), `gender`,
    `employment`, `problem`, `modality` (words). Predictors may be null.

    Numbers are standardised, severity and age also squared, previous episodes as log(1+n); a missing number
    is the mean, with a column that says so. Categories have a column for each level, `missing` being one. The
    ridge penalty is the one of `ridge.PENALTIES` with the least loss in five-fold cross-validation.

    The overall mean is used instead of a model, and `reason` says so, with fewer than MINIMUM_CASES cases (of
    the rarer outcome) or CASES_PER_TERM of them per column, where outcomes are all alike, and where the model
    predicts unseen episodes no better than the overall mean, beyond chance.

    Raises ValueError without any outcome, for a repeated episode, or for an outcome that isn't 0 or 1
    (binary) or finite.
    """
    known = _usable(episodes, kind)
    y = known["outcome"].to_numpy()
    x, terms = _design(known)
    reason, validation = _too_little(y, x.shape[1], kind), None
    if reason is None:
        validation = _validate(known, x, y, kind)
        if not validation.foretells:
            reason = "the predictors foretell unseen episodes no better than the overall mean"
    if reason is None and validation is not None:
        coefficients = ridge.fit(x, y, kind, validation.penalty)
        expected = ridge.predict(x, coefficients, kind)
    else:
        coefficients, expected = np.empty(0), np.full(y.size, y.mean())
    spread = expected * (1 - expected) if kind == "binary" else np.full(y.size, ((y - expected) ** 2).mean())
    of_episodes = known.select(
        "clinic_id",
        "episode_key",
        "outcome",
        pl.Series("expected", expected),
        pl.Series("variance", spread),
    )
    return CaseMix(
        kind=kind,
        basis="model" if reason is None else "overall",
        reason=reason,
        without_outcome=episodes.height - known.height,
        episodes=of_episodes,
        clinics=clinic_sums(of_episodes),
        coefficients=pl.DataFrame(
            {"term": ["intercept", *terms] if coefficients.size else [], "coefficient": coefficients},
            schema={"term": pl.String, "coefficient": pl.Float64},
        ),
        validation=validation,
    )


def clinic_sums(episodes: pl.DataFrame) -> pl.DataFrame:
    """Sum observed, expected and variance of episodes (as `CaseMix.episodes`) by clinic; see `CaseMix`."""
    return (
        episodes.group_by("clinic_id")
        .agg(
            episode_count=pl.len().cast(pl.Int64),
            observed=pl.col("outcome").sum(),
            expected=pl.col("expected").sum(),
            variance=pl.col("variance").sum(),
        )
        .with_columns(
            difference=(pl.col("observed") - pl.col("expected")) / pl.col("episode_count"),
            standard_error=pl.col("variance").sqrt() / pl.col("episode_count"),
        )
        .sort("clinic_id")
    )


def _usable(episodes: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Return the episodes with an outcome, in order, or refuse them with a count of what is wrong."""
    needed = ("clinic_id", "episode_key", "client_key", "outcome", *PREDICTORS)
    lacking = [name for name in needed if name not in episodes.columns]
    if lacking:
        raise ValueError(f"Case mix needs the columns {', '.join(lacking)}.")
    known = (
        episodes.select(needed)
        .filter(pl.col("outcome").is_not_null())
        .with_columns(pl.col("outcome").cast(pl.Float64))
        .sort("clinic_id", "episode_key")
    )
    if not known.height:
        raise ValueError("No episode has an outcome: there is nothing to expect.")
    doubled = int(known.select("clinic_id", "episode_key").is_duplicated().sum())
    if doubled:
        raise ValueError(f"{doubled} of {known.height} rows share their episode with another.")
    is_fine = pl.col("outcome").is_in([0.0, 1.0]) if kind == "binary" else pl.col("outcome").is_finite()
    wrong = known.filter(~is_fine).height
    if wrong:
        wanted = "0 or 1" if kind == "binary" else "a finite number"
        raise ValueError(f"{wrong} of {known.height} outcomes aren't {wanted}.")
    return known


def _too_little(y: Floats, columns: int, kind: Kind) -> str | None:
    """Say why these outcomes can't carry a model, or None if they can."""
    if np.ptp(y) == 0:
        return "all outcomes are alike"
    cases = int(min(y.sum(), y.size - y.sum())) if kind == "binary" else y.size
    needed = max(MINIMUM_CASES, CASES_PER_TERM * columns)
    if columns and cases >= needed:
        return None
    if not columns:
        return "no predictor differs between episodes"
    what = "cases of the rarer outcome" if kind == "binary" else "episodes"
    return f"{cases} {what} are too few: a model of {columns} columns needs {needed}"


def _design(known: pl.DataFrame) -> tuple[Floats, list[str]]:
    """Return the columns of the model and their names; columns that don't vary are left out."""
    columns: list[pl.Expr] = []
    for name in NUMBERS:
        number = pl.col(name).cast(pl.Float64)
        number = (1 + number).log() if name == "previous_episodes" else number
        standard = (number - number.mean()) / number.std()
        columns.append(standard.fill_null(0.0).alias(name))
        if name in _CURVED:
            square = standard.pow(2)
            columns.append(((square - square.mean()) / square.std()).fill_null(0.0).alias(f"{name} squared"))
        columns.append(pl.col(name).is_null().cast(pl.Float64).alias(f"{name} {MISSING}"))
    for name in CATEGORIES:
        words = pl.col(name).cast(pl.String).fill_null(MISSING)
        levels = known.select(words.unique().sort()).to_series().to_list()
        columns.extend((words == level).cast(pl.Float64).alias(f"{name}: {level}") for level in levels)
    table = known.select(columns).fill_nan(0.0)
    varying = [name for name in table.columns if table[name].n_unique() > 1]
    return np.ascontiguousarray(table.select(varying).to_numpy()).reshape(known.height, -1), varying


def _validate(known: pl.DataFrame, x: Floats, y: Floats, kind: Kind) -> Validation:
    """Cross-validate on (a share of) the episodes; keys are hashes, so their remainders are as if random."""
    client = known["client_key"].to_numpy()
    every = -(-known.height // CROSS_VALIDATED_EPISODES)
    taken = (client // ridge.FOLDS) % every == 0
    fold = (client[taken] % ridge.FOLDS).astype(np.int64)
    result = ridge.cross_validate(x[taken], y[taken], fold, kind)
    seen = ~np.isnan(result.predictions)
    outcome, predicted = y[taken][seen], result.predictions[seen]
    slope, shift = _calibration(outcome, predicted, kind)
    return Validation(
        episode_count=int(seen.sum()),
        penalty=result.penalty,
        discrimination=_auc(outcome, predicted)
        if kind == "binary"
        else 1 - result.loss / float(outcome.var()),
        calibration_slope=slope,
        calibration_in_the_large=shift,
        loss=result.loss,
        loss_of_overall=result.loss_of_overall,
        foretells=result.foretells,
        clinics=known.filter(pl.Series(taken))
        .select("clinic_id")
        .with_columns(pl.Series("observed_mean", y[taken]), pl.Series("predicted_mean", result.predictions))
        .filter(pl.Series(seen))
        .group_by("clinic_id")
        .agg(pl.len().cast(pl.Int64).alias("episode_count"), pl.col("observed_mean", "predicted_mean").mean())
        .sort("clinic_id"),
    )


def _auc(outcome: Floats, predicted: Floats) -> float:
    """Share of pairs of a case and a non-case that are predicted in their order; ties count half."""
    ranks = pl.Series(predicted).rank("average").to_numpy()
    cases, others = float(outcome.sum()), float(outcome.size - outcome.sum())
    if not cases or not others:
        return float("nan")
    return float((ranks[outcome == 1].sum() - cases * (cases + 1) / 2) / (cases * others))


def _calibration(outcome: Floats, predicted: Floats, kind: Kind) -> tuple[float | None, float | None]:
    """Return slope, and the shift given a slope of 1; None where predictions are all alike."""
    if np.ptp(predicted) < 1e-12 or np.ptp(outcome) == 0:
        return None, None
    if kind == "continuous":
        slope = float(np.cov(outcome, predicted)[0, 1] / predicted.var(ddof=1))
        return slope, float((outcome - predicted).mean())
    chance = np.clip(predicted, 1e-9, 1 - 1e-9)
    logit = np.log(chance / (1 - chance))
    slope = float(ridge.fit(logit[:, None], outcome, "binary", 1e-9)[1])
    shift = 0.0
    for _ in range(50):  # Newton's method for the intercept beside an offset
        now = 1 / (1 + np.exp(-(logit + shift)))
        step = float((outcome - now).sum() / (now * (1 - now)).sum())
        shift += step
        if abs(step) < 1e-12:
            break
    return slope, shift
