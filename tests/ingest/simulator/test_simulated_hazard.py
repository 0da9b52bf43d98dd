"""Dropout follows the hazard that the truth says it follows, and no other."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from ingest.simulator import HazardCoefficients, PlantedDifference, SimulatedNetwork, Simulation, simulate

# the regression has no term for clinics and therapists, so that these must not differ for it to be exact
ALIKE = {"clinics": 12, "clients_per_month": 60, "clinic_effects": 0.0, "therapist_effects": 0.0}
TERMS = ["severity", "alliance", "fall", "no_early_change", "missed_session"]


@pytest.fixture(scope="module")
def weeks() -> pl.DataFrame:
    return simulate(Simulation(seed=21, **ALIKE)).weeks


@pytest.fixture(scope="module")
def null_weeks() -> pl.DataFrame:
    return simulate(Simulation(seed=22, signal=False, **ALIKE)).weeks


def logistic_fit(weeks: pl.DataFrame) -> tuple[dict[str, float], dict[str, float]]:
    """Regress stopping on the week's state; returns coefficients and their standard errors."""
    from statsmodels.discrete.discrete_model import Logit

    table = weeks.with_columns(pl.col("sessions").clip(upper_bound=10) - 1)
    design = table.select(pl.lit(1.0).alias("weekly"), *TERMS, "sessions").cast(pl.Float64)
    fit = Logit(table["dropped_out"].cast(pl.Float64).to_numpy(), design.to_numpy()).fit(disp=False)
    return dict(zip(design.columns, fit.params, strict=True)), dict(zip(design.columns, fit.bse, strict=True))


def first_weeks(network: SimulatedNetwork) -> pl.DataFrame:
    """The first week of everybody's first course, before anything could have gone differently."""
    first = network.episodes.filter(pl.col("course_of_client") == 1).select("clinic_id", "episode", "client")
    weeks = network.weeks.filter(pl.col("week") == 1).join(first, on=["clinic_id", "episode"])
    log_odds = (pl.col("hazard") / (1 - pl.col("hazard"))).log()
    return weeks.sort("clinic_id", "client").with_columns(log_odds.alias("log_odds"))


def test_a_logistic_regression_finds_the_coefficients_again(weeks: pl.DataFrame) -> None:
    found, error = logistic_fit(weeks)
    true = HazardCoefficients()
    expected = {
        "weekly": np.log(true.weekly / (1 - true.weekly)),
        "severity": true.severity,
        "alliance": -true.low_alliance,
        "fall": true.falling_alliance,
        "no_early_change": true.no_early_change,
        "missed_session": true.missed_session,
        "sessions": true.per_session,
    }
    for term, value in expected.items():
        assert found[term] == pytest.approx(value, abs=4 * error[term]), term
    assert found["alliance"] < -8 * error["alliance"]


def test_as_many_drop_out_as_the_hazard_says(weeks: pl.DataFrame) -> None:
    bands = weeks.group_by((pl.col("hazard").rank("ordinal") * 10 // pl.len()).alias("band")).agg(
        pl.col("hazard").sum().alias("expected"), pl.col("dropped_out").sum().alias("observed")
    )
    for expected, observed in bands.select("expected", "observed").iter_rows():
        assert observed == pytest.approx(expected, abs=4.5 * expected**0.5)


def test_everybody_drops_out_at_most_once_and_in_their_last_week(weeks: pl.DataFrame) -> None:
    last = weeks.group_by("clinic_id", "episode").agg(
        pl.col("dropped_out").sum().alias("times"), pl.col("dropped_out").last().alias("in_last")
    )
    assert last["times"].max() == 1
    assert last.filter((pl.col("times") == 1) & ~pl.col("in_last")).is_empty()


def test_without_signal_the_hazard_is_the_same_for_everybody(null_weeks: pl.DataFrame) -> None:
    assert null_weeks["hazard"].n_unique() == 1
    found, error = logistic_fit(null_weeks)
    for term in TERMS:
        assert found[term] == pytest.approx(0, abs=4 * error[term]), term


def test_without_signal_about_as_many_drop_out(weeks: pl.DataFrame, null_weeks: pl.DataFrame) -> None:
    assert null_weeks["dropped_out"].mean() == pytest.approx(weeks["dropped_out"].mean(), rel=0.5)


def test_a_planted_difference_raises_one_clinics_hazard_and_leaves_the_others_alone() -> None:
    planted = (PlantedDifference("ulmenried", dropout_log_odds=0.7),)
    before, after = (
        first_weeks(simulate(Simulation(seed=23, clinics=3, clients_per_month=8, planted=difference)))
        for difference in ((), planted)
    )
    gained = pl.DataFrame({"clinic_id": after["clinic_id"], "more": after["log_odds"] - before["log_odds"]})
    by_clinic = dict(gained.group_by("clinic_id").agg(pl.col("more").mean()).iter_rows())
    assert by_clinic == pytest.approx({"thornbeck": 0.0, "ulmenried": 0.7, "marlmere": 0.0}, abs=1e-9)


def test_a_planted_improvement_shows_in_that_clinics_courses() -> None:
    planted = (PlantedDifference("ulmenried", improvement=0.5),)
    before, after = (
        simulate(Simulation(seed=24, clinics=2, clients_per_month=8, planted=difference))
        .episodes.filter(pl.col("course_of_client") == 1)
        .sort("clinic_id", "client")
        for difference in ((), planted)
    )
    gained = pl.DataFrame(
        {"clinic_id": after["clinic_id"], "more": after["improvement"] - before["improvement"]}
    )
    by_clinic = dict(gained.group_by("clinic_id").agg(pl.col("more").mean()).iter_rows())
    assert by_clinic == pytest.approx({"thornbeck": 0.0, "ulmenried": 0.5}, abs=1e-9)


def test_planting_in_an_unknown_clinic_is_refused_and_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"nothing can be planted in nowhere.*thornbeck"):
        simulate(Simulation(clinics=2, planted=(PlantedDifference("nowhere", 0.5),)))
