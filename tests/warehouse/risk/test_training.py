"""Training on invented people whose true hazard is known: what it finds, and what it refuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from simulated_landmarks import TRUE_PREDICTORS, landmarks

from ingest.simulator import Simulation
from warehouse.risk import measures
from warehouse.risk.boosting import fit_boosting
from warehouse.risk.documents import RiskModel, read_document, version_of, write_document
from warehouse.risk.predictors import ScaleNorms
from warehouse.risk.training import Trained, a_share_of_clients, train
from warehouse.risk.trials import split_by_time

SMALL = Simulation(seed=5, clinics=3, months=18, clients_per_month=55, clients_per_therapist=120)


@pytest.fixture(scope="module")
def known_hazard() -> pl.DataFrame:
    return landmarks(SMALL)


@pytest.fixture(scope="module")
def trained(known_hazard: pl.DataFrame) -> Trained:
    return train(known_hazard, TRUE_PREDICTORS)


def measured(trained: Trained, metric: str, predictor: str = "hazard") -> tuple[float, float, float]:
    assert trained.measures is not None
    found = trained.measures.filter(scheme="later_weeks", predictor=predictor, scope="network", metric=metric)
    (row,) = found.select("value", "lower", "upper").rows()
    return row


def test_with_a_known_hazard_it_comes_within_a_twentieth_of_the_oracle(
    known_hazard: pl.DataFrame, trained: Trained
) -> None:
    split = split_by_time(known_hazard)
    assert split is not None
    outcome, hazard = (split[1][name].to_numpy() for name in ("outcome", "hazard"))
    oracle = measures.auc(outcome, hazard)
    assert oracle is not None
    assert oracle > 0.7
    assert (measured(trained, "auc")[0] - 0.5) / (oracle - 0.5) >= 0.95
    assert trained.judgement.network is None


def test_with_a_known_hazard_its_chances_come_true(trained: Trained) -> None:
    slope, lower, upper = measured(trained, "calibration_slope")
    assert 0.9 <= slope <= 1.1
    assert lower < 1 < upper
    large, lower, upper = measured(trained, "calibration_in_the_large")
    assert lower < 0 < upper
    assert abs(large) < 0.2


def test_without_signal_it_is_refused() -> None:
    nothing = train(landmarks(replace(SMALL, seed=11, signal=False)), TRUE_PREDICTORS)
    assert nothing.judgement.network == "no_better_than_base_rate"
    assert measured(nothing, "auc")[0] == pytest.approx(0.5, abs=0.08)


def test_ties_go_to_the_simpler_model_and_the_baselines_stand_beside_it(trained: Trained) -> None:
    assert trained.kind == "hazard"
    assert trained.measures is not None
    assert set(trained.measures["predictor"]) == {
        "hazard",
        "boosting",
        "base_rate",
        "last_missed_rule",
        "alliance_rule",
    }
    assert measured(trained, "auc")[0] > measured(trained, "auc", "boosting")[0] - 0.02
    assert (
        measured(trained, "precision_at_budget")[0]
        > 1.5 * measured(trained, "precision_at_budget", "base_rate")[0]
    )


def test_the_same_rows_in_any_order_give_the_same_model(known_hazard: pl.DataFrame) -> None:
    few = known_hazard.filter(pl.col("clinic_id") != known_hazard["clinic_id"][0])
    once, again = (
        train(rows, TRUE_PREDICTORS) for rows in (few, few.sample(fraction=1.0, shuffle=True, seed=1))
    )
    assert once.fingerprint == again.fingerprint
    assert version_of(document(once)) == version_of(document(again))


def test_a_stored_model_says_the_same_as_the_one_that_was_trained(
    known_hazard: pl.DataFrame, trained: Trained
) -> None:
    stored = read_document(write_document(document(trained)))
    assert stored is not None
    assert stored.trained.model is not None
    assert trained.model is not None
    assert np.array_equal(stored.trained.model.log_odds(known_hazard), trained.model.log_odds(known_hazard))
    assert stored.trained.measures is not None
    assert trained.measures is not None
    assert stored.trained.measures.equals(trained.measures)


def test_too_little_history_gives_no_model(known_hazard: pl.DataFrame) -> None:
    begun = known_hazard.filter(pl.col("week_end") < known_hazard["week_end"].min() + dt.timedelta(weeks=14))
    found = train(begun, TRUE_PREDICTORS)
    assert found.model is None
    assert found.judgement.network == "too_little_history"


def test_trees_walked_here_say_what_scikit_learn_says(known_hazard: pl.DataFrame) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    from warehouse.risk import boosting

    rows = known_hazard.head(6000).with_columns(
        alliance=pl.when(pl.col("episode") % 7 == 0).then(None).otherwise("alliance")
    )
    own = fit_boosting(rows, TRUE_PREDICTORS, seed=1)
    columns = own.design.raw(rows)
    theirs = HistGradientBoostingClassifier(
        max_iter=boosting.TREES,
        learning_rate=boosting.LEARNING_RATE,
        max_leaf_nodes=boosting.MOST_LEAVES,
        min_samples_leaf=boosting.SMALLEST_LEAF,
        early_stopping=False,
        random_state=1,
    ).fit(columns, rows["outcome"].to_numpy())
    assert own.log_odds(rows) == pytest.approx(theirs.decision_function(columns), abs=1e-9)


def document(trained: Trained) -> RiskModel:
    nothing = ScaleNorms({"": (0.5, 0.2)}, {"": (0.5, 0.2)})
    day = dt.date(2026, 11, 16)
    return RiskModel(
        "v", "2026-W46", day, dt.datetime.fromisoformat("2026-11-16T06:00"), day, day, nothing, trained
    )


def test_of_a_long_history_it_trains_on_all_weeks_of_a_share_of_the_clients(
    known_hazard: pl.DataFrame,
) -> None:
    most = known_hazard.height // 4
    share = a_share_of_clients(known_hazard.sample(fraction=1.0, shuffle=True, seed=1), most)
    assert 0.8 * most < share.height < 1.2 * most
    left_out = known_hazard.join(share.select("client_key").unique(), on="client_key", how="anti")
    assert left_out.height + share.height == known_hazard.height
    assert a_share_of_clients(known_hazard, known_hazard.height).equals(known_hazard)
    assert train(known_hazard, TRUE_PREDICTORS, most=most).episodes == share["episode_key"].n_unique()
