"""What is said of every open episode: its risk, its place in the clinic, whether it is flagged, since when.

Belongs here: applying the models in force to landmarks, the base rate where they aren't earned, the alert
budget, and what became of those who were flagged. Doesn't: training, and the reasons (`reasons`).
"""

from __future__ import annotations

import polars as pl

from warehouse.risk.documents import RiskModel
from warehouse.risk.hazard import probability
from warehouse.risk.model_store import StoredModels
from warehouse.risk.predictors import describe

MODEL, BASE_RATE = "model", "base_rate"

NO_APPOINTMENTS = "no_appointment_data"
TOO_LITTLE = "too_little_history"


def score(landmarks: pl.DataFrame, models: StoredModels, rates: pl.DataFrame, budget: int) -> pl.DataFrame:
    """Judge landmarks of any weeks, each week by the model that was in force at its end.

    Adds `risk`, `basis`, `basis_reason`, `model_version`, `rank_in_clinic` and `is_flagged`: the `budget`
    highest of each clinic and week, ties by key. On a base rate (`rates`: `clinic_id`, `base_rate`) nobody
    has a rank, and nobody is flagged.
    """
    judged = [
        _judged(week, models.in_force(week["week_end"][0]))
        for week in landmarks.partition_by("week_end", maintain_order=True)
    ]
    if not judged:
        judged = [_judged(landmarks, None)]
    is_model = pl.col("basis") == MODEL
    place = pl.struct(-pl.col("risk"), "episode_key").rank("ordinal").over("clinic_id", "week_end")
    return (
        pl.concat(judged)
        .join(rates, on="clinic_id", how="left", maintain_order="left")
        .with_columns(risk=pl.when(is_model).then("risk").otherwise("base_rate"))
        .drop("base_rate")
        .with_columns(rank_in_clinic=pl.when(is_model).then(place).cast(pl.Int32))
        .with_columns(is_flagged=(pl.col("rank_in_clinic") <= budget).fill_null(False))
    )


def weeks_flagged(scored: pl.DataFrame) -> pl.DataFrame:
    """Count the weeks in a row, up to week 0, in which an episode is flagged.

    `scored` holds `episode_key`, `weeks_back` (0: the reported week) and `is_flagged`. Returns `episode_key`
    and `weeks_flagged` of the episodes flagged in week 0.
    """
    flagged = scored.filter("is_flagged").sort("episode_key", "weeks_back")
    in_a_row = pl.int_range(pl.len(), dtype=pl.Int32).over("episode_key") == pl.col("weeks_back")
    return (flagged.filter(in_a_row).group_by("episode_key").agg(weeks_flagged=pl.len().cast(pl.Int32))).sort(
        "episode_key"
    )


def became(horizon_days: int) -> pl.Expr:
    """Return what became of a landmark within the horizon, as far as it is known today.

    `dropped_out`, `completed`, `other_ending`; `kept_coming`: seen again, and none of these; `not_known_yet`.
    """
    ends = pl.col("week_end") + pl.duration(days=horizon_days)
    ended = pl.col("ended_on").is_not_null() & (pl.col("ended_on") < ends)
    return (
        pl.when(pl.col("is_dropout"))
        .then(pl.lit("dropped_out"))
        .when(ended & pl.col("state").is_in(["completed", "other_ending"]))
        .then("state")
        .when(pl.col("contact_until") >= pl.col("week_end"))
        .then(pl.lit("kept_coming"))
        .otherwise(pl.lit("not_known_yet"))
    )


def _judged(week: pl.DataFrame, model: RiskModel | None) -> pl.DataFrame:
    """Add `risk` (null on a base rate), `basis`, `basis_reason` and `model_version` to a week's landmarks."""
    refused = TOO_LITTLE if model is None else model.trained.judgement.network
    clinics = {} if model is None else dict(model.trained.judgement.clinics)
    reason = (
        pl.col("clinic_id").replace_strict(clinics, default=refused, return_dtype=pl.String)
        if clinics
        else pl.lit(refused, pl.String)
    )
    risk = pl.lit(None, pl.Float64)
    if model is not None and model.trained.model is not None and refused is None:
        log_odds = model.trained.model.log_odds(describe(week, model.norms))
        risk = pl.lit(pl.Series(probability(log_odds)))
    return week.with_columns(
        risk=risk,
        basis_reason=reason,
        model_version=pl.lit(None if model is None else model.version, pl.String),
    ).with_columns(
        basis=pl.when(pl.col("basis_reason").is_null()).then(pl.lit(MODEL)).otherwise(pl.lit(BASE_RATE))
    )
