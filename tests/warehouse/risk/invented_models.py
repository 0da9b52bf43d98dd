"""A model with two coefficients that anybody can check by hand, and landmarks to judge by it.

Belongs here: making them. Doesn't: training.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from warehouse.risk.calibration import AS_IT_IS
from warehouse.risk.design import Design
from warehouse.risk.documents import RiskModel
from warehouse.risk.hazard import Hazard, Penalty
from warehouse.risk.judging import Judgement
from warehouse.risk.predictors import PREDICTORS, ScaleNorms
from warehouse.risk.training import Trained
from warehouse.risk.trials import Calibrated

MONDAY = dt.date(2026, 11, 16)

LANDMARK: dict[str, Any] = {
    "week_end": MONDAY,
    "week": "2026-W46",
    "weeks_back": 0,
    "clinic_id": "north",
    "client_key": 1,
    "therapist_key": 1,
    "days_since_start": 70,
    "days_waited": 20,
    "presenting_problem": "depression",
    "modality": "video",
    "planned_sessions": 12,
    "previous_episodes": 0,
    "sessions_attended": 6,
    "missed": 0,
    "missed_recently": 0,
    "is_last_missed": False,
    "days_since_contact": 5,
    "days_between_sessions": 7.0,
    "has_next_appointment": True,
    "is_form_missing": False,
    "outcome_scale_id": "phq9",
    "outcome_forms": 6,
    "first_distress": 20 / 27,
    "third_distress": 18 / 27,
    "last_distress": 18 / 27,
    "previous_distress": 18 / 27,
    "alliance_scale_id": "srs",
    "last_alliance": 0.75,
    "previous_alliance": 0.9,
    "alliance_before": 0.9,
    "best_recent_alliance": 0.95,
    "state": "open",
    "ended_on": None,
    "contact_until": MONDAY - dt.timedelta(days=5),
    "is_settled": False,
    "is_dropout": False,
}

SCALES = pl.DataFrame(
    {
        "scale_id": ["phq9", "srs"],
        "name": ["PHQ-9", "SRS"],
        "minimum": [0.0, 0.0],
        "maximum": [27.0, 40.0],
        "higher_is": ["worse", "better"],
    }
)


def landmarks(*changes: dict[str, Any]) -> pl.DataFrame:
    """Return one landmark per change of LANDMARK; episodes are numbered unless the change says otherwise."""
    rows = [LANDMARK | {"episode_key": number} | change for number, change in enumerate(changes, 1)]
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col("ended_on").cast(pl.Date))


def model(
    *,
    week_end: dt.date = MONDAY,
    refused: str | None = None,
    clinics: dict[str, str] | None = None,
    version: str = "hand-made",
) -> RiskModel:
    """Return a model: log odds = -2 + 1 * is_last_missed + 1 * (weeks_overdue)."""
    design = Design(PREDICTORS, {"is_last_missed": (0.0, 1.0), "weeks_overdue": (0.0, 1.0)}, (), {}, ())
    penalty = Penalty(1.0, 1.0)
    hazard = Hazard(design, penalty, -2.0, np.array([1.0, 1.0]), np.empty(0))
    norms = ScaleNorms({"": (0.5, 0.2)}, {"": (0.8, 0.1)})
    trained = Trained(
        Calibrated(hazard, AS_IT_IS),
        "hazard",
        penalty,
        Judgement(refused, clinics or {}),
        None,
        "print",
        1,
        100,
        20,
        10,
    )
    known_at = dt.datetime.combine(week_end, dt.time(6))
    return RiskModel(version, "2026-W46", week_end, known_at, week_end, week_end, norms, trained)
