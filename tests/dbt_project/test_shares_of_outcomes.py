"""Shares of outcomes, NHS rates and expected response against the same numbers without SQL."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl
import pytest
from built_homes import Built


@pytest.fixture(scope="module")
def shares(whole: Built) -> pl.DataFrame:
    return whole.frame("select * from marts.outcome_shares")


@pytest.fixture(scope="module")
def ended(whole: Built) -> pl.DataFrame:
    """Ended courses that count, with their quarter."""
    episodes = whole.frame(
        "select episodes.*, has_appointment_data from marts.fct_episodes as episodes "
        "join marts.dim_clinics using (clinic_id)"
    )
    seen = (pl.col("sessions_attended") > 0) | ~pl.col("has_appointment_data")
    return episodes.filter((pl.col("state") != "open") & seen).with_columns(
        quarter=pl.format("{}-Q{}", pl.col("ended_on").dt.year(), pl.col("ended_on").dt.quarter())
    )


def test_shares_and_bounds_follow_from_the_outcomes(
    whole: Built, shares: pl.DataFrame, ended: pl.DataFrame
) -> None:
    outcomes = whole.frame("select * from marts.fct_outcomes")
    checked = 0
    for row in shares.filter(pl.col("period") != "rolling_12_months").iter_rows(named=True):
        key = (pl.col("scale_id") == row["scale_id"]) & (pl.col("respondent") == row["respondent"])
        users = outcomes.filter(key)["clinic_id"].unique()
        courses = ended.filter(
            (pl.col("quarter") == row["period"])
            & pl.col("clinic_id").is_in(users.implode())
            & ((pl.col("clinic_id") == row["clinic_id"]) | (row["clinic_id"] == "all"))
        )
        measured = courses.join(outcomes.filter(key), on="episode_key")
        pairs = measured.filter(pl.col("is_paired"))
        classes = pairs["reliable_change"].value_counts().rows()
        counts = defaultdict(int, classes)
        assert row["episodes_due"] + row["not_applicable"] == courses.height
        assert (row["measured"], row["paired"]) == (measured.height, pairs.height)
        due, unpaired = row["episodes_due"], row["episodes_due"] - pairs.height
        if row["judged"] is not None:
            assert row["judged"] == pairs.height
            for name in ("improved", "unchanged", "deteriorated"):
                assert row[name] == counts[name], name
            assert row["improved_worst_case"] == counts["improved"] / due
            assert row["improved_best_case"] == (counts["improved"] + unpaired) / due
            checked += row["judged"]
        if pairs.height > 1:
            firsts, gains = pairs["first_score"].to_numpy(), pairs["improvement"].to_numpy()
            assert row["mean_improvement"] == pytest.approx(gains.mean())
            assert row["first_sd"] == pytest.approx(firsts.std(ddof=1))
            if row["first_sd"] > 0:
                assert row["effect_size"] == pytest.approx(gains.mean() / firsts.std(ddof=1))
        if row["recovered"] is not None:
            cases = pairs.filter(pl.col("is_case_first"))
            assert row["cases_paired"] == cases.height
            assert row["recovered"] == cases.filter(pl.col("clinical_change") == "recovered").height
    assert checked > 50


def test_wilson_limits_agree_with_statsmodels(shares: pl.DataFrame) -> None:
    from statsmodels.stats.proportion import proportion_confint

    known = shares.filter(pl.col("judged") > 0)
    assert known.height > 5
    for count, total, lower, upper in known.select(
        "improved", "judged", "improved_lower_95", "improved_upper_95"
    ).iter_rows():
        expected = proportion_confint(count, total, method="wilson")
        assert (lower, upper) == pytest.approx(expected, abs=1e-12)


def test_all_clinics_together_are_the_sum_of_the_clinics(shares: pl.DataFrame) -> None:
    key = ["scale_id", "respondent", "period"]
    counts = ["episodes_due", "not_applicable", "measured", "paired"]
    clinics = shares.filter(pl.col("clinic_id") != "all").group_by(key).agg(pl.col(counts).sum()).sort(key)
    network = shares.filter(pl.col("clinic_id") == "all").select(*key, *counts).sort(key)
    assert clinics.equals(network.cast(dict(clinics.schema)))


def test_nhs_rates_follow_from_the_courses(whole: Built, ended: pl.DataFrame) -> None:
    courses = (
        whole.frame("select * from marts.fct_talking_therapies")
        .filter(pl.col("is_finished_course"))
        .join(ended.select("episode_key", "quarter"), on="episode_key")
    )
    rates = whole.frame(
        "select * from marts.talking_therapies_shares "
        "where clinic_id = 'all' and period != 'rolling_12_months'"
    )
    assert rates["finished_courses"].sum() == courses.height > 20
    for row in rates.iter_rows(named=True):
        of_quarter = courses.filter(pl.col("quarter") == row["period"])
        denominator = of_quarter.height - of_quarter.filter(~pl.col("is_case_start")).height
        assert row["recovery_denominator"] == denominator
        if denominator:
            recovered = of_quarter.filter(pl.col("is_recovered")).height
            reliably = of_quarter.filter(pl.col("is_reliably_recovered")).height
            assert row["recovery_share"] == recovered / denominator
            assert row["reliable_recovery_share"] == reliably / denominator
        improved = of_quarter.filter(pl.col("is_reliably_improved")).height
        assert row["improvement_share"] == improved / of_quarter.height


def test_expected_response_is_that_of_numpy(whole: Built) -> None:
    forms = whole.frame(
        """
        select outcomes.scale_id, outcomes.respondent, scores.session_number, scores.score,
            outcomes.first_score
        from marts.fct_scores as scores
        join marts.fct_outcomes as outcomes using (episode_key, scale_id, respondent)
        join intermediate.int_episodes_concluded as episodes using (episode_key)
        where outcomes.is_main and scores.score is not null and scores.completed_at > outcomes.first_at
            and scores.session_number between 1 and 20
            and (pairing_until is null or cast(scores.completed_at as date) <= pairing_until)
        """
    )
    bands = whole.frame("select * from marts.expected_response")
    assert bands.height > 20
    for row in bands.iter_rows(named=True):
        scores = forms.filter(
            (pl.col("scale_id") == row["scale_id"])
            & (pl.col("respondent") == row["respondent"])
            & (pl.col("session_number") == row["session_number"])
            & pl.col("first_score").is_between(row["first_from"], row["first_to"])
        )["score"].to_numpy()
        assert row["form_count"] == len(scores)
        names = ("tenth", "lower_quarter", "median", "upper_quarter", "ninetieth")
        expected = np.quantile(scores, [0.1, 0.25, 0.5, 0.75, 0.9])
        assert [row[name] for name in names] == pytest.approx(expected, abs=1e-8)
