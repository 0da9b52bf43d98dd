"""The marts of dropout risk: every open episode has a row that says what its number rests on."""

from __future__ import annotations

import datetime as dt

import polars as pl
from invented_models import SCALES, landmarks, model

from warehouse.inference.dropout_risk import STATISTIC
from warehouse.risk.documents import RiskModel, write_document

MISSED = {"is_last_missed": True, "missed_recently": 1, "days_since_contact": 21}


def marts(rows: pl.DataFrame, *models: RiskModel) -> dict[str, pl.DataFrame]:
    """Compute the marts where episodes 1 to 3 are open and 3's clinic sends no appointments."""
    return STATISTIC.compute(
        {
            "intermediate.int_risk_base_counted": pl.DataFrame(
                {
                    "clinic_id": ["north", "silent"],
                    "episode_count": [0, 50],
                    "weeks_open": [0, 400],
                    "weeks_before_dropout": [0, 40],
                }
            ),
            "registry.network": pl.DataFrame({"alerts_per_week": [1]}),
            "registry.scales": SCALES,
            "episodes": pl.DataFrame(
                {"clinic_id": ["north", "north", "silent"], "episode_key": [1, 2, 3], "week": "2026-W46"}
            ),
            "landmarks": rows,
            "actions": pl.DataFrame(
                {"episode_key": [2], "acted_on": [dt.date(2026, 11, 4)], "kind": ["called"]}
            ),
            "intermediate.int_actions_covered": pl.DataFrame(
                {
                    "clinic_id": ["north", "silent"],
                    "actions_from": [dt.date(2026, 1, 1), None],
                    "actions_until": [dt.date(2026, 11, 16), None],
                }
            ),
            "models": pl.DataFrame(
                {"document": [write_document(model) for model in models]}, schema={"document": pl.String}
            ),
        }
    )


def test_every_open_episode_has_a_row_with_its_basis() -> None:
    risks = marts(landmarks({}, MISSED), model())["dropout_risk"]
    assert risks.select("episode_key", "basis", "basis_reason", "rank_in_clinic", "is_flagged").rows() == [
        (1, "model", None, 2, False),
        (2, "model", None, 1, True),
        (3, "base_rate", "no_appointment_data", None, False),
    ]
    assert risks["risk"].to_list()[2] == 0.1
    assert risks["reasons"].to_list() == [
        None,
        "not_seen; last_missed",
        None,
    ]
    assert risks["weeks_flagged"].to_list() == [0, 1, 0]


def test_without_history_the_number_is_the_base_rate_and_says_so() -> None:
    risks = marts(landmarks({}, MISSED))["dropout_risk"]
    assert risks["basis_reason"].to_list() == [
        "too_little_history",
        "too_little_history",
        "no_appointment_data",
    ]
    assert risks["risk"].to_list() == [0.1, 0.1, 0.1]


def test_past_flags_are_told_with_what_became_of_them() -> None:
    past = dt.date(2026, 11, 2)
    rows = landmarks(
        {"week_end": past, "week": "2026-W44", "weeks_back": 2},
        MISSED | {"week_end": past, "week": "2026-W44", "weeks_back": 2, "is_dropout": True},
        MISSED | {"episode_key": 2},
    )
    outcomes = marts(rows, model(week_end=past))["risk_outcomes"]
    assert outcomes.select("episode_key", "week", "became", "handled", "action").rows() == [
        (2, "2026-W44", "dropped_out", "acted", "called")
    ]


def test_the_models_are_told_too_and_which_is_in_force() -> None:
    old = model(week_end=dt.date(2026, 8, 24), version="old")
    told = marts(landmarks({}), old, model(clinics={"south": "badly_calibrated_here"}))
    assert told["risk_models"].select("model_version", "is_in_force", "refused_clinics").rows() == [
        ("hand-made", True, "south"),
        ("old", False, None),
    ]
    assert told["risk_coefficients"].select("term", "about", "coefficient").rows() == [
        ("intercept", None, -2.0),
        ("is_last_missed", "last_missed", 1.0),
        ("weeks_overdue", "not_seen", 1.0),
    ]


def test_a_predictor_that_has_moved_far_from_training_has_drifted() -> None:
    rows = landmarks(*[MISSED if number < 20 else {} for number in range(40)])
    found = marts(rows, model())["risk_drift"]
    assert found.select("name", "now", "difference", "has_drifted").rows() == [
        ("is_last_missed", 0.5, 0.5, False),
        ("weeks_overdue", 1.0, 1.0, True),
    ]
