"""How likely each open episode is to end by dropping out soon, and what that number rests on.

Belongs here: the marts about dropout risk, put together from what `warehouse.risk` says. Doesn't: the base
rate, the model and its validation (`warehouse.risk`), and what was known of an episode when (SQL).
"""

from __future__ import annotations

import polars as pl

from ingest.home import Home
from warehouse.inference.statistic import Count, MartSchema, Statistic, Tables, as_mart
from warehouse.knowledge import Knowledge
from warehouse.risk.base_rates import base_rates
from warehouse.risk.documents import RiskModel, read_document, write_document
from warehouse.risk.drift import DRIFT, drift
from warehouse.risk.following import what_followed, with_answers
from warehouse.risk.model_store import WEEKS_LOOKED_BACK, StoredModels, stored_models
from warehouse.risk.predictors import describe
from warehouse.risk.reasons import MOST, reasons_of
from warehouse.risk.scoring import MODEL, NO_APPOINTMENTS, became, score, weeks_flagged
from warehouse.risk.telling import (
    RISK_COEFFICIENTS,
    RISK_MODELS,
    RISK_VALIDATION,
    coefficients_table,
    models_table,
    validation_table,
)

BASE_COUNTS = "intermediate.int_risk_base_counted"
EPISODES = "intermediate.int_episodes_concluded"
LANDMARKS = "intermediate.int_risk_landmarks_described"
NETWORK, SCALES = "registry.network", "registry.scales"
ACTIONS, ACTION_DAYS = "intermediate.int_actions_resolved", "intermediate.int_actions_covered"

HORIZON_DAYS = 28
"""As dropout_horizon_days in dbt_project.yml."""

WEEKS_FOR_DRIFT = 30
"""Landmarks of so many weeks are read: the older ones are settled, and show whether chances come true."""

_REASON_COLUMNS: MartSchema = {
    name: kind
    for number in range(1, MOST + 1)
    for name, kind in (
        (f"reason_{number}", pl.String),
        (f"reason_{number}_value", pl.Float64),
        (f"reason_{number}_before", pl.Float64),
    )
}

DROPOUT_RISK: MartSchema = {
    "clinic_id": pl.String,
    "episode_key": pl.Int64,
    "week": pl.String,
    "risk": pl.Float64,
    "rank_in_clinic": pl.Int32,
    "is_flagged": pl.Boolean,
    "weeks_flagged": pl.Int32,
    "reasons": pl.String,
    **_REASON_COLUMNS,
    "outcome_scale_id": pl.String,
    "alliance_scale_id": pl.String,
    "basis": pl.String,
    "basis_reason": pl.String,
    "model_version": pl.String,
}

RISK_OUTCOMES: MartSchema = {
    "clinic_id": pl.String,
    "episode_key": pl.Int64,
    "week": pl.String,
    "week_end": pl.Date,
    "weeks_back": pl.Int32,
    "risk": pl.Float64,
    "rank_in_clinic": pl.Int32,
    "model_version": pl.String,
    "became": pl.String,
    "is_settled": pl.Boolean,
    "last_contact_on": pl.Date,
    "handled": pl.String,
    "acted_on": pl.Date,
    "action": pl.String,
}

_SHARES = ("dropped_out_share", "kept_coming_share")

RISK_ACTIONS: MartSchema = {
    "clinic_id": pl.String,
    "handled": pl.String,
    "courses": pl.Int64,
    "dropped_out": pl.Int64,
    "completed": pl.Int64,
    "other_ending": pl.Int64,
    "kept_coming": pl.Int64,
    "not_known_yet": pl.Int64,
    **{f"{share}{limit}": pl.Float64 for share in _SHARES for limit in ("", "_lower", "_upper")},
}

RISK_DRIFT: MartSchema = {"model_version": pl.String, **DRIFT}

_KNOWN_OF = (
    "week_end",
    "week",
    "weeks_back",
    "clinic_id",
    "episode_key",
    "client_key",
    "therapist_key",
    "days_since_start",
    "days_waited",
    "presenting_problem",
    "modality",
    "planned_sessions",
    "previous_episodes",
    "sessions_attended",
    "missed",
    "missed_recently",
    "is_last_missed",
    "days_since_contact",
    "days_between_sessions",
    "has_next_appointment",
    "is_form_missing",
    "outcome_scale_id",
    "outcome_forms",
    "first_distress",
    "third_distress",
    "last_distress",
    "previous_distress",
    "alliance_scale_id",
    "last_alliance",
    "previous_alliance",
    "alliance_before",
    "best_recent_alliance",
    "state",
    "ended_on",
    "contact_until",
    "is_settled",
    "is_dropout",
)


def risk_of_open_episodes(
    episodes: pl.DataFrame,
    landmarks: pl.DataFrame,
    models: StoredModels,
    tables: Tables,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the risks of the reported week's open episodes, and the flagged of past weeks.

    `episodes` (`clinic_id`, `episode_key`, `week`) are all that are open; those without a landmark are in
    clinics without appointment data, and have their base rate.
    """
    rates = base_rates(tables[BASE_COUNTS])
    budget = int(tables[NETWORK]["alerts_per_week"][0])
    scored = score(landmarks, models, rates, budget)
    now = scored.filter(pl.col("weeks_back") == 0)
    reasoned = with_reasons(now, models, tables[SCALES]).join(
        weeks_flagged(scored), on="episode_key", how="left"
    )
    wanted = [name for name in reasoned.columns if name not in ("clinic_id", "week")]
    told = (
        episodes.join(reasoned.select(wanted), on="episode_key", how="left")
        .join(rates, on="clinic_id", how="left")
        .with_columns(
            risk=pl.coalesce("risk", "base_rate"),
            is_flagged=pl.col("is_flagged").fill_null(False),
            weeks_flagged=pl.col("weeks_flagged").fill_null(0),
            basis_reason=pl.when(pl.col("basis").is_null())
            .then(pl.lit(NO_APPOINTMENTS))
            .otherwise("basis_reason"),
            basis=pl.col("basis").fill_null("base_rate"),
        )
    )
    past = scored.filter((pl.col("weeks_back") > 0) & pl.col("is_flagged")).with_columns(
        became=became(HORIZON_DAYS), last_contact_on="contact_until"
    )
    return told, past


def with_reasons(now: pl.DataFrame, models: StoredModels, scales: pl.DataFrame) -> pl.DataFrame:
    """Add the reasons to landmarks of one week; none where the number is a base rate."""
    model = models.in_force(now["week_end"][0]) if now.height else None
    by_model, others = now.filter(pl.col("basis") == MODEL), now.filter(pl.col("basis") != MODEL)
    if model is None or model.trained.model is None or not by_model.height:
        return now
    contributions = model.trained.model.scorer.contributions(describe(by_model, model.norms))
    reasons = reasons_of(by_model, contributions, scales)
    return pl.concat([by_model.hstack(reasons), others], how="diagonal")


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    models = StoredModels(
        [model for text in tables["models"]["document"] if (model := read_document(text)) is not None]
    )
    landmarks = tables["landmarks"]
    in_force = models.models[-1] if models.models else None
    flags = landmarks.filter(pl.col("weeks_back") <= WEEKS_LOOKED_BACK)
    told, past = risk_of_open_episodes(tables["episodes"], flags, models, tables)
    answered = with_answers(past, tables["actions"], tables[ACTION_DAYS])
    return {
        "dropout_risk": as_mart(told, DROPOUT_RISK, ("clinic_id", "episode_key")),
        "risk_outcomes": as_mart(answered, RISK_OUTCOMES, ("week", "clinic_id", "episode_key")),
        "risk_actions": as_mart(
            what_followed(answered, HORIZON_DAYS), RISK_ACTIONS, ("clinic_id", "handled")
        ),
        "risk_models": as_mart(models_table(models, in_force), RISK_MODELS, ("model_version",)),
        "risk_validation": as_mart(
            validation_table(in_force),
            RISK_VALIDATION,
            ("scheme", "predictor", "scope", "scope_value", "metric", "threshold"),
        ),
        "risk_coefficients": as_mart(coefficients_table(in_force), RISK_COEFFICIENTS, ("term",)),
        "risk_drift": as_mart(_drift(in_force, landmarks), RISK_DRIFT, ("kind", "name")),
    }


def _drift(model: RiskModel | None, landmarks: pl.DataFrame) -> pl.DataFrame:
    if model is None:
        return pl.DataFrame(schema=RISK_DRIFT)
    return drift(model, landmarks).with_columns(model_version=pl.lit(model.version))


def drifted_names(home: Home) -> list[str]:
    """Return what has drifted by the table that the last run wrote."""
    found = pl.read_parquet(home.inference / "risk_drift.parquet").filter("has_drifted")
    return found["name"].sort().to_list()


def _models(home: Home, knowledge: Knowledge) -> pl.DataFrame:
    """Return the documents of the models that may be used, the oldest first."""
    documents = [write_document(model) for model in stored_models(home, knowledge).models]
    return pl.DataFrame({"document": documents}, schema={"document": pl.String})


_OPEN_EPISODES = """
select clinic_id, episode_key, $week as week
from intermediate.int_episodes_concluded
where state = 'open'
order by episode_key
"""

_ACTIONS = """
select episode_key, acted_on, kind
from intermediate.int_actions_resolved
where kind != 'risk_answer_reviewed'
order by action_key
"""

_LANDMARKS = f"""
select {", ".join(_KNOWN_OF)}
from intermediate.int_risk_landmarks_described
where weeks_back <= {WEEKS_FOR_DRIFT}
order by week_end, episode_key
"""  # noqa: S608 -- names of this module

STATISTIC = Statistic(
    about="How likely each open episode is to end by dropping out, whom to call first, why, "
    "and how good such numbers have been.",
    reads={
        BASE_COUNTS: ("clinic_id", "episode_count", "weeks_open", "weeks_before_dropout"),
        NETWORK: ("alerts_per_week",),
        SCALES: ("scale_id", "minimum", "maximum", "higher_is"),
        ACTION_DAYS: ("clinic_id", "actions_from", "actions_until"),
    },
    counts={
        "episodes": Count(_OPEN_EPISODES, {EPISODES: ("clinic_id", "episode_key", "state")}),
        "actions": Count(_ACTIONS, {ACTIONS: ("action_key", "episode_key", "acted_on", "kind")}),
        "landmarks": Count(_LANDMARKS, {LANDMARKS: _KNOWN_OF}),
    },
    stored={"models": _models},
    marts={
        "dropout_risk": DROPOUT_RISK,
        "risk_outcomes": RISK_OUTCOMES,
        "risk_actions": RISK_ACTIONS,
        "risk_models": RISK_MODELS,
        "risk_validation": RISK_VALIDATION,
        "risk_coefficients": RISK_COEFFICIENTS,
        "risk_drift": RISK_DRIFT,
    },
    compute=_compute,
)
