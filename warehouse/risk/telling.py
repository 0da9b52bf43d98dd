"""What a model is, as tables: for whoever wants to know what stands behind a number.

Belongs here: the marts about models. Doesn't: the risks themselves (`scoring`).
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.statistic import MartSchema
from warehouse.risk.documents import RiskModel
from warehouse.risk.hazard import Hazard
from warehouse.risk.model_store import StoredModels
from warehouse.risk.reckoning import MEASURES

RISK_MODELS: MartSchema = {
    "model_version": pl.String,
    "week": pl.String,
    "is_in_force": pl.Boolean,
    "known_at": pl.Datetime("us"),
    "kind": pl.String,
    "refused": pl.String,
    "refused_clinics": pl.String,
    "trained_from": pl.Date,
    "trained_until": pl.Date,
    "weeks": pl.Int64,
    "episodes": pl.Int64,
    "dropouts": pl.Int64,
    "penalty_strength": pl.Float64,
    "unit_scale": pl.Float64,
    "calibration_intercept": pl.Float64,
    "calibration_slope": pl.Float64,
    "fingerprint": pl.String,
    "seed": pl.Int64,
}

RISK_COEFFICIENTS: MartSchema = {
    "model_version": pl.String,
    "term": pl.String,
    "about": pl.String,
    "coefficient": pl.Float64,
    "mean": pl.Float64,
    "standard_deviation": pl.Float64,
}

RISK_VALIDATION: MartSchema = {"model_version": pl.String, **MEASURES}


def models_table(stored: StoredModels, in_force: RiskModel | None) -> pl.DataFrame:
    """Return one row per usable model; RISK_MODELS."""
    return pl.DataFrame(
        [
            {
                "model_version": model.version,
                "week": model.week,
                "is_in_force": in_force is not None and model.version == in_force.version,
                "known_at": model.known_at,
                "kind": model.trained.kind,
                "refused": model.trained.judgement.network,
                "refused_clinics": ", ".join(sorted(model.trained.judgement.clinics)) or None,
                "trained_from": model.trained_from,
                "trained_until": model.trained_until,
                "weeks": model.trained.weeks,
                "episodes": model.trained.episodes,
                "dropouts": model.trained.dropouts,
                "penalty_strength": model.trained.penalty and model.trained.penalty.strength,
                "unit_scale": model.trained.penalty and model.trained.penalty.unit_scale,
                "calibration_intercept": model.trained.model and model.trained.model.calibration.intercept,
                "calibration_slope": model.trained.model and model.trained.model.calibration.slope,
                "fingerprint": model.trained.fingerprint,
                "seed": model.trained.seed,
            }
            for model in stored.models
        ],
        schema=RISK_MODELS,
    )


def coefficients_table(model: RiskModel | None) -> pl.DataFrame:
    """Return the default model's coefficients (log odds); RISK_COEFFICIENTS, empty for trees.

    For a number per standard deviation, with its mean and standard deviation in training; for a word or a gap
    against the others. Therapists' effects are told as one row, their standard deviation: nobody's own is.
    """
    trained = model.trained.model if model is not None else None
    if model is None or trained is None or not isinstance(trained.scorer, Hazard):
        return pl.DataFrame(schema=RISK_COEFFICIENTS)
    hazard = trained.scorer
    rows = [(model.version, "intercept", None, hazard.intercept, None, None)]
    for term, group, value in zip(
        hazard.design.terms, hazard.design.groups, hazard.coefficients, strict=True
    ):
        mean, spread = hazard.design.numbers.get(term, (None, None))
        rows.append((model.version, term, group, float(value), mean, spread))  # type: ignore[arg-type]
    if hazard.unit_effects.size:
        rows.append(
            (model.version, "therapists", "therapists", 0.0, None, float(hazard.unit_effects.std()))  # type: ignore[arg-type]
        )
    return pl.DataFrame(rows, schema=RISK_COEFFICIENTS, orient="row")


def validation_table(model: RiskModel | None) -> pl.DataFrame:
    """Return the validation of a model; RISK_VALIDATION. A measure without a threshold has 0 there."""
    if model is None or model.trained.measures is None:
        return pl.DataFrame(schema=RISK_VALIDATION)
    return model.trained.measures.with_columns(
        pl.col("threshold").fill_null(0.0), model_version=pl.lit(model.version)
    ).select(RISK_VALIDATION.keys())
