"""What is said of each open episode: risk, rank, flag, since when; and what became of the flagged."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import polars as pl
import pytest
from invented_models import MONDAY, SCALES, landmarks, model

from warehouse.risk.model_store import StoredModels
from warehouse.risk.reasons import REASONS, reasons_of
from warehouse.risk.scoring import became, score, weeks_flagged

RATES = pl.DataFrame({"clinic_id": ["north", "south"], "base_rate": [0.1, 0.2]})
MISSED = {"is_last_missed": True, "missed_recently": 1}


def test_a_risk_is_the_models_chance_and_ranks_in_its_own_clinic() -> None:
    rows = landmarks(
        {}, MISSED, {"clinic_id": "south"}, MISSED | {"clinic_id": "south", "days_since_contact": 21}
    )
    found = score(rows, StoredModels([model()]), RATES, budget=1).sort("episode_key")
    chances = [1 / (1 + math.exp(-log_odds)) for log_odds in (-2, -1, -2, 1)]
    assert found["risk"].to_list() == pytest.approx(chances)
    assert found["rank_in_clinic"].to_list() == [2, 1, 2, 1]
    assert found["is_flagged"].to_list() == [False, True, False, True]
    assert found["basis"].unique().to_list() == ["model"]


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        ([], "too_little_history"),
        ([model(refused="no_better_than_base_rate")], "no_better_than_base_rate"),
        ([model(week_end=MONDAY + dt.timedelta(weeks=1))], "too_little_history"),
    ],
    ids=["no model", "refused", "trained later"],
)
def test_without_an_earned_model_everybody_has_the_base_rate_and_nobody_is_flagged(
    stored: list[object], reason: str
) -> None:
    found = score(landmarks({}, MISSED), StoredModels(stored), RATES, budget=5)  # type: ignore[arg-type]
    assert found["risk"].to_list() == [0.1, 0.1]
    assert found["basis_reason"].to_list() == [reason, reason]
    assert found["rank_in_clinic"].to_list() == [None, None]
    assert not found["is_flagged"].any()


def test_a_clinic_in_which_the_model_is_badly_calibrated_has_its_base_rate_and_the_others_the_model() -> None:
    refusing = StoredModels([model(clinics={"north": "badly_calibrated_here"})])
    found = score(landmarks(MISSED, MISSED | {"clinic_id": "south"}), refusing, RATES, budget=5)
    assert dict(found.select("clinic_id", "basis").iter_rows()) == {"north": "base_rate", "south": "model"}
    assert found.filter(clinic_id="north")["risk"].to_list() == [0.1]


def test_each_week_is_judged_by_the_model_that_was_in_force_at_its_end() -> None:
    weeks = [MONDAY - dt.timedelta(weeks=back) for back in (2, 1, 0)]
    stored = StoredModels([model(week_end=weeks[0], version="old"), model(week_end=weeks[2], version="new")])
    rows = landmarks(*({"week_end": week, "episode_key": 1} for week in weeks))
    assert score(rows, stored, RATES, budget=5)["model_version"].to_list() == ["old", "old", "new"]


def test_weeks_flagged_are_counted_up_to_the_first_week_without_a_flag() -> None:
    flags = {1: (0, 1, 2), 2: (0, 2), 3: (1, 2), 4: (0,)}
    rows = [(episode, back, back in weeks) for episode, weeks in flags.items() for back in range(4)]
    scored = pl.DataFrame(rows, schema=["episode_key", "weeks_back", "is_flagged"], orient="row")
    assert dict(weeks_flagged(scored).iter_rows()) == {1: 3, 2: 1, 4: 1}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"is_dropout": True, "state": "dropped_out"}, "dropped_out"),
        ({"state": "completed", "ended_on": dt.date(2026, 12, 13)}, "completed"),
        ({"state": "completed", "ended_on": dt.date(2026, 12, 14), "contact_until": MONDAY}, "kept_coming"),
        ({"state": "other_ending", "ended_on": MONDAY}, "other_ending"),
        ({"contact_until": MONDAY}, "kept_coming"),
        ({"contact_until": MONDAY - dt.timedelta(days=1)}, "not_known_yet"),
        ({"state": "dropped_out", "contact_until": dt.date(2026, 12, 20)}, "kept_coming"),
    ],
    ids=[
        "dropped out",
        "last day of 28",
        "a day later",
        "other",
        "seen again",
        "not seen",
        "dropped out later",
    ],
)
def test_what_became_of_somebody_within_28_days(change: dict[str, object], expected: str) -> None:
    assert landmarks(change).select(became(28)).item() == expected


def test_reasons_are_the_strongest_that_hold_with_the_clients_own_history() -> None:
    rows = landmarks(MISSED | {"days_since_contact": 23, "has_next_appointment": False}, {})
    strengths = {
        "not_seen": 0.9,
        "last_missed": 0.5,
        "alliance_fell": 0.7,
        "nothing_booked": 0.2,
        "stage": 3.0,
    }
    contributions = {name: pl.Series([value, value]).to_numpy() for name, value in strengths.items()}
    first, second = reasons_of(rows, contributions, SCALES).iter_rows(named=True)
    assert first["reasons"] == "not_seen; alliance_fell; last_missed"
    assert (first["reason_1"], first["reason_1_value"], first["reason_1_before"]) == ("not_seen", 23.0, 7.0)
    assert (first["reason_2"], first["reason_2_value"], first["reason_2_before"]) == (
        "alliance_fell",
        30.0,
        38.0,
    )
    assert (second["reason_1"], second["reason_2"]) == ("alliance_fell", None)  # the others don't hold


def test_scores_are_told_in_points_whichever_way_the_scale_runs() -> None:
    rising = SCALES.with_columns(higher_is=pl.lit("better"), minimum=pl.lit(10.0), maximum=pl.lit(37.0))
    contributions = {"distress_rose": pl.Series([1.0]).to_numpy()}
    row = landmarks({"last_distress": 1.0, "previous_distress": 0.0})
    for scales, points in ((SCALES, (27.0, 0.0)), (rising, (10.0, 37.0))):
        found = reasons_of(row, contributions, scales)
        assert found.select("reason_1", "reason_1_value", "reason_1_before").row(0) == (
            "distress_rose",
            *points,
        )


@pytest.mark.parametrize(
    ("code", "name", "usual", "values", "told"),
    [
        ("waited_long", "days_waited", 10, (1, 10, 13, 14), (False, False, False, True)),
        ("waited_long", "days_waited", 30, (14, 30, 31), (False, False, True)),
        ("severe_at_start", "first_distress", 0.5, (0.1, 0.5, 0.6), (False, False, True)),
        ("alliance_low", "last_alliance", 0.8, (0.9, 0.8, 0.7), (False, False, True)),
        ("little_change", "last_distress", 0.3, (0.3, 0.65, 20 / 27, 0.8), (False, True, True, True)),
        ("not_seen", "days_since_contact", 5, (7, 8), (False, True)),
    ],
)
def test_what_is_usual_is_no_reason_whatever_the_model_adds(
    code: str, name: str, usual: float, values: tuple[float, ...], told: tuple[bool, ...]
) -> None:
    rows = landmarks(*({name: value} for value in values), *({name: usual},) * 20)
    found = reasons_of(rows, {code: np.ones(rows.height)}, SCALES)
    assert found["reason_1"].to_list() == [*(code if is_told else None for is_told in told), *(None,) * 20]


def test_not_seen_is_longer_than_the_clients_own_interval() -> None:
    monthly = {"days_between_sessions": 28.0}
    rows = landmarks(monthly | {"days_since_contact": 28}, monthly | {"days_since_contact": 29})
    found = reasons_of(rows, {"not_seen": np.ones(2)}, SCALES)
    assert found["reason_1"].to_list() == [None, "not_seen"]


def test_nobodys_age_gender_ethnicity_or_language_is_a_predictor_or_a_reason() -> None:
    from warehouse.risk.predictors import GROUPS, PREDICTORS

    for word in ("age", "gender", "ethnicity", "language", "employment", "birth_year"):
        assert not any(word in name.split("_") for name in (*PREDICTORS.numbers, *PREDICTORS.categories))
    assert set(REASONS) <= set(GROUPS.values())
    assert not {"problem", "modality", "history", "therapists"} & set(REASONS)
