"""The models of dropout risk as an asset of its own: trained when there is none, or when somebody asks."""

from collections.abc import Iterator

import dagster as dg

from orchestration.run_moment import RunMoment
from warehouse.inference.dropout_risk import drifted_names
from warehouse.risk.model_store import stored_models, train_due

MODELS = dg.AssetKey(["models", "dropout_risk"])


class Training(dg.Config):
    """What a run does about the model."""

    retrain: bool = False
    """Train a new one although one is in force."""


def build_model_assets() -> dg.AssetsDefinition:
    """Make the models: the weekly job uses what is stored, and trains first where nothing is."""

    @dg.asset(
        key=MODELS,
        group_name="models",
        deps=[["intermediate", "int_risk_landmarks_described"]],
        pool="warehouse",
        description="Models of dropout risk, each with its validation; kept in the home, never changed.",
    )
    def models(config: Training, moment: RunMoment) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        budget = moment.registry.network.dropout_risk.alerts_per_week
        trained = train_due(moment.home, moment.knowledge, default_budget=budget, retrain=config.retrain)
        usable = stored_models(moment.home, moment.knowledge).models
        yield dg.MaterializeResult(
            metadata={
                "trained now": len(trained),
                "in force": usable[-1].version if usable else "none: too little history",
            }
        )

    return models


def build_model_checks() -> dg.AssetChecksDefinition:
    """Make the check that warns when the model's world has changed; nothing is held because of it."""

    @dg.asset_check(
        asset=dg.AssetKey(["inference", "risk_drift"]),
        name="the_model_still_fits",
        pool="warehouse",
        description="What the model of dropout risk sees is as in training, and its chances come true.",
    )
    def the_model_still_fits(moment: RunMoment) -> dg.AssetCheckResult:
        drifted = drifted_names(moment.home)
        return dg.AssetCheckResult(
            passed=not drifted,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={
                "drifted": ", ".join(drifted) or "nothing",
                "what to do": "look at marts.risk_drift; train anew with the job `retrain`",
            },
        )

    return the_model_still_fits
