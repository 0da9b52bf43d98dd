"""A trained model as a document of plain numbers and words, and back.

Belongs here: what a stored model says, as JSON. Doesn't: where it is kept (`model_store`). Nothing in it can
run code, and it can be read without scikit-learn.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from warehouse.risk.boosting import Boosting
from warehouse.risk.calibration import Calibration
from warehouse.risk.design import Design
from warehouse.risk.hazard import Hazard, Penalty, Scorer
from warehouse.risk.judging import Judgement
from warehouse.risk.predictors import Predictors, ScaleNorms
from warehouse.risk.reckoning import MEASURES
from warehouse.risk.training import Trained
from warehouse.risk.trials import BOOSTING, Calibrated

FORM = 1
"""Changes when older documents can't be read any more; they are then left alone, and a new one is made."""


@dataclass(frozen=True)
class RiskModel:
    """A trained model with all that scoring needs.

    `week` and `week_end`: the week for which it was trained; it is used for that week and later ones.
    `known_at`: up to when its training knew anything, UTC; an earlier knowledge must not use it.
    `version` names the content, whenever it was made: the same history gives the same version.
    """

    version: str
    week: str
    week_end: dt.date
    known_at: dt.datetime
    trained_from: dt.date | None
    trained_until: dt.date | None
    norms: ScaleNorms
    trained: Trained


def write_document(model: RiskModel) -> str:
    """Return the model as JSON, in a stable order."""
    return json.dumps(_document(model), sort_keys=True, indent=1)


def version_of(model: RiskModel) -> str:
    """Return the week and a print of the content, without the moment at which it was made."""
    content = {key: value for key, value in _document(model).items() if key not in ("version", "known_at")}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return f"{model.week}-{digest[:8]}"


def read_document(text: str) -> RiskModel | None:
    """Return the model that a document describes; None for a form that this version doesn't read."""
    found: dict[str, Any] = json.loads(text)
    if found.get("form") != FORM:
        return None
    trained = found["trained"]
    return RiskModel(
        version=found["version"],
        week=found["week"],
        week_end=dt.date.fromisoformat(found["week_end"]),
        known_at=dt.datetime.fromisoformat(found["known_at"]),
        trained_from=_day(found["trained_from"]),
        trained_until=_day(found["trained_until"]),
        norms=ScaleNorms(_pairs(found["norms"]["distress"]), _pairs(found["norms"]["alliance"])),
        trained=Trained(
            model=_read_model(trained["kind"], trained["model"]) if trained["model"] else None,
            kind=trained["kind"],
            penalty=Penalty(**trained["penalty"]) if trained["penalty"] else None,
            judgement=Judgement(**trained["judgement"]),
            measures=pl.DataFrame(trained["measures"], schema=MEASURES) if trained["measures"] else None,
            **{name: trained[name] for name in ("fingerprint", "seed", "weeks", "episodes", "dropouts")},
        ),
    )


def _document(model: RiskModel) -> dict[str, Any]:
    trained = model.trained
    return {
        "form": FORM,
        "version": model.version,
        "week": model.week,
        "week_end": model.week_end.isoformat(),
        "known_at": model.known_at.isoformat(),
        "trained_from": model.trained_from and model.trained_from.isoformat(),
        "trained_until": model.trained_until and model.trained_until.isoformat(),
        "norms": {"distress": dict(model.norms.distress), "alliance": dict(model.norms.alliance)},
        "trained": {
            "kind": trained.kind,
            "model": trained.model and _write_model(trained.model),
            "penalty": trained.penalty
            and {"strength": trained.penalty.strength, "unit_scale": trained.penalty.unit_scale},
            "judgement": {
                "network": trained.judgement.network,
                "clinics": dict(sorted(trained.judgement.clinics.items())),
            },
            "measures": None if trained.measures is None else trained.measures.to_dict(as_series=False),
            "fingerprint": trained.fingerprint,
            "seed": trained.seed,
            "weeks": trained.weeks,
            "episodes": trained.episodes,
            "dropouts": trained.dropouts,
        },
    }


def _write_model(model: Calibrated) -> dict[str, Any]:
    scorer, design = model.scorer, _design_of(model.scorer)
    fitted: dict[str, Any]
    if isinstance(scorer, Hazard):
        fitted = {
            "intercept": scorer.intercept,
            "coefficients": scorer.coefficients.tolist(),
            "unit_effects": scorer.unit_effects.tolist(),
            "penalty": {"strength": scorer.penalty.strength, "unit_scale": scorer.penalty.unit_scale},
        }
    else:
        assert isinstance(scorer, Boosting)
        fitted = {"baseline": scorer.baseline, "trees": [tree.tolist() for tree in scorer.trees]}
    predictors = design.predictors
    return {
        "calibration": {
            "intercept": model.calibration.intercept,
            "slope": model.calibration.slope,
            "clinics": dict(sorted(model.calibration.clinics.items())),
        },
        "design": {
            "predictors": {
                "groups": list(predictors.groups.items()),
                "numbers": predictors.numbers,
                "categories": predictors.categories,
                "unit": predictors.unit,
            },
            "numbers": list(design.numbers.items()),
            "gaps": design.gaps,
            "levels": list(design.levels.items()),
            "units": design.units,
        },
        "fitted": fitted,
    }


def _read_model(kind: str, found: dict[str, Any]) -> Calibrated:
    stored, told = found["design"], found["design"]["predictors"]
    design = Design(
        Predictors(dict(told["groups"]), tuple(told["numbers"]), tuple(told["categories"]), told["unit"]),
        {name: (mean, sd) for name, (mean, sd) in stored["numbers"]},
        tuple(stored["gaps"]),
        {name: tuple(levels) for name, levels in stored["levels"]},
        tuple(stored["units"]),
    )
    fitted = found["fitted"]
    scorer: Scorer
    if kind == BOOSTING:
        scorer = Boosting(design, fitted["baseline"], tuple(np.array(tree) for tree in fitted["trees"]))
    else:
        scorer = Hazard(
            design,
            Penalty(**fitted["penalty"]),
            fitted["intercept"],
            np.array(fitted["coefficients"]),
            np.array(fitted["unit_effects"]),
        )
    return Calibrated(scorer, Calibration(**found["calibration"]))


def _design_of(scorer: Scorer) -> Design:
    assert isinstance(scorer, Hazard | Boosting)
    return scorer.design


def _pairs(found: dict[str, list[float]]) -> dict[str, tuple[float, float]]:
    return {name: (mean, sd) for name, (mean, sd) in found.items()}


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
