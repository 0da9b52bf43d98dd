"""Measures by modality and by who the clients are, against the same numbers counted otherwise."""

from __future__ import annotations

import polars as pl
import pytest
from built_homes import Built

TWELVE_MONTHS = "scheduled_on >= date '2025-04-06' and scheduled_on < date '2026-04-06'"


@pytest.fixture(scope="module")
def told(whole: Built) -> pl.DataFrame:
    return whole.frame("select * from marts.measure_breakdowns")


def test_groups_add_up_to_what_clinics_are_compared_by(whole: Built, told: pl.DataFrame) -> None:
    totals = whole.frame("select * from intermediate.int_measures_totalled")
    groups = (
        told.filter(pl.col("clinic_id") != "all")
        .group_by("clinic_id", "measure_id", "breakdown")
        .agg(
            pl.col("numerator", "denominator", "course_count").sum(),
            is_mean=pl.col("numerator").is_null().all(),
            mean=(pl.col("measured_value") * pl.col("course_count")).sum() / pl.col("course_count").sum(),
        )
    )
    found = totals.join(groups, on=["clinic_id", "measure_id"], suffix="_groups")
    assert groups["breakdown"].n_unique() == 8
    assert found.height == totals.height * 8 == groups.height > 100
    assert found.filter(pl.col("course_count") != pl.col("course_count_groups")).height == 0
    shares = found.filter(~pl.col("is_mean"))
    assert shares.filter(pl.col("numerator") != pl.col("numerator_groups")).height == 0
    assert shares.filter(pl.col("denominator") != pl.col("denominator_groups")).height == 0
    means = found.filter(pl.col("is_mean"))
    assert means.height > 8
    assert means["mean"].to_list() == pytest.approx(means["mean_groups"].to_list(), abs=1e-5)


def test_all_clinics_together_are_the_sum_of_the_clinics(told: pl.DataFrame) -> None:
    key = ["measure_id", "breakdown", "group_name"]
    counts = ["course_count", "not_applicable", "group_courses", "denominator"]
    network = told.filter(pl.col("clinic_id") == "all").sort(key)
    clinics = told.filter(pl.col("clinic_id") != "all").group_by(key).agg(pl.col(counts).sum()).sort(key)
    assert network.height > 50
    for name in ("course_count", "group_courses"):
        assert network[name].to_list() == clinics[name].to_list()
    assert (network["not_applicable"] <= network["group_courses"]).all()


def test_intervals_of_shares_agree_with_statsmodels(told: pl.DataFrame) -> None:
    from statsmodels.stats.proportion import proportion_confint

    shares = told.filter(pl.col("measure").is_in(["dropout", "retained_3", "pairing_rate"]))
    assert shares.height > 50
    for count, total, value, lower, upper in shares.select(
        "numerator", "denominator", "measured_value", "lower_95", "upper_95"
    ).iter_rows():
        assert value == count / total
        assert (lower, upper) == pytest.approx(proportion_confint(count, total, method="wilson"), abs=1e-12)


def test_attendance_by_group_is_that_of_the_appointments(whole: Built, told: pl.DataFrame) -> None:
    """The interval by the ratio estimator: courses are the sample, appointments what they bring."""
    from scipy import stats
    from statsmodels.stats.proportion import proportion_confint

    courses = whole.frame(
        f"""
        select coalesce(clients.gender, 'not recorded') as gender, episode_key,
            count(*) filter (is_attended) as attended, count(*) as due
        from intermediate.int_appointments_numbered as appointments
        join intermediate.int_episodes_concluded as episodes using (episode_key)
        left join intermediate.int_clients_resolved as clients using (client_key)
        where appointments.clinic_id = 'north' and {TWELVE_MONTHS} and not is_upcoming
            and (is_attended or status in ('no_show', 'cancelled_by_client'))
        group by all
        """
    )
    groups = told.filter(clinic_id="north", measure_id="attendance", breakdown="gender")
    assert set(groups["group_name"]) == set(courses["gender"])
    for row in groups.iter_rows(named=True):
        of_group = courses.filter(gender=row["group_name"])
        attended, due = of_group["attended"].to_numpy(), of_group["due"].to_numpy()
        ratio, size = attended.sum() / due.sum(), len(due)
        assert (row["numerator"], row["denominator"]) == (attended.sum(), due.sum())
        assert row["measured_value"] == pytest.approx(ratio)
        if size > 2:
            spread = ((attended - ratio * due) ** 2).sum() / (size - 1)
            variance = size * spread / due.sum() ** 2
            worth = min(due.sum(), ratio * (1 - ratio) / variance) if variance else size
            worth *= (1.959964 / stats.t.ppf(0.975, size - 1)) ** 2
            limits = proportion_confint(ratio * worth, worth, method="wilson")
            # The quantile of Student is approximate below four degrees of freedom.
            assert (row["lower_95"], row["upper_95"]) == pytest.approx(limits, abs=0.02 if size < 6 else 1e-3)
        else:
            assert row["lower_95"] is None
