"""The measures of clinics: one registry, counted as the marts count, compared with no number invented."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from built_homes import WEEK, Built

from warehouse.inference import run

PERIOD = f"between timestamp '{WEEK.end}' - interval 12 month and timestamp '{WEEK.end}' - interval 1 day"


@pytest.fixture(scope="module")
def inferred(whole: Built) -> dict[str, pl.DataFrame]:
    """The marts of the statistics over the built home."""
    return {mart: pl.read_parquet(Path(file)) for mart, file in run(whole.home, whole.knowledge).items()}


def totals(built: Built, measure: str) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Numerator and denominator by clinic, scale and respondent."""
    rows = built.query(
        "select clinic_id, scale_id, respondent, numerator, denominator "
        "from intermediate.int_measures_totalled where measure = ?",
        measure,
    )
    return {row[:3]: row[3:] for row in rows}


def test_retention_is_what_the_retention_summary_says(
    whole: Built, inferred: dict[str, pl.DataFrame]
) -> None:
    summary = inferred["retention_summary"].filter(
        (pl.col("definition_id") == "official")
        & (pl.col("cohort") == "rolling_12_months")
        & (pl.col("clinic_id") != "all")
    )
    assert summary["opportunity_3"].sum() > 0
    for k in (3, 6, 10):
        expected = {
            (row["clinic_id"], None, None): (row[f"retained_{k}"], row[f"opportunity_{k}"])
            for row in summary.iter_rows(named=True)
            if row[f"opportunity_{k}"]
        }
        assert totals(whole, f"retained_{k}") == expected


def test_dropout_and_outcomes_are_counted_as_in_the_marts(whole: Built) -> None:
    dropout = whole.query(
        "select clinic_id, null, null, count(*) filter (state = 'dropped_out'), count(*) "
        "from marts.fct_episodes where state != 'open' and sessions_attended > 0 "
        f"and ended_on {PERIOD} group by 1"
    )
    assert totals(whole, "dropout") == {row[:3]: row[3:] for row in dropout}
    outcomes = whole.query(
        f"""
        select
            o.clinic_id, o.scale_id, o.respondent::varchar,
            count(*) filter (reliable_change = 'improved'), count(*)
        from marts.fct_outcomes as o
        inner join marts.fct_episodes as e using (episode_key)
        inner join marts.dim_clinics as c on e.clinic_id = c.clinic_id
        where
            e.state != 'open' and e.ended_on {PERIOD} and reliable_change is not null and o.is_main
            and (e.sessions_attended > 0 or not c.has_appointment_data)
        group by 1, 2, 3
        """
    )
    assert outcomes
    assert totals(whole, "reliable_improvement") == {row[:3]: row[3:] for row in outcomes}


def test_weeks_add_up_to_the_days_they_are_made_of(whole: Built) -> None:
    weeks = whole.query(
        "select clinic_id, sum(numerator)::bigint, sum(denominator)::bigint "
        "from intermediate.int_weeks_measured where measure = 'attendance' group by 1 order by 1"
    )
    days = whole.query(
        f"""
        select
            clinic_id, count(*) filter (is_attended),
            count(*) filter (is_attended or status in ('no_show', 'cancelled_by_client'))
        from intermediate.int_appointments_numbered
        where scheduled_on >= timestamp '{WEEK.end}' - interval 104 week and not is_upcoming
        group by 1 order by 1
        """
    )
    assert weeks == [row for row in days if row[2]]


def test_every_clinic_has_every_measure_or_a_reason(whole: Built, inferred: dict[str, pl.DataFrame]) -> None:
    compared = inferred["clinic_comparison"]
    clinics = {name for (name,) in whole.query("select clinic_id from marts.dim_clinics")}
    assert compared.height == len(clinics) * compared["measure_id"].n_unique()
    lacking = compared.filter(pl.col("value").is_null())
    assert lacking.height > 0
    assert lacking["not_applicable"].null_count() == 0
    assert (
        lacking.select("numerator", "denominator", "signal", "p_value").null_count().row(0)
        == (lacking.height,) * 4
    )


def test_the_registry_names_every_measure_once(whole: Built) -> None:
    named = [name for (name,) in whole.query("select measure from marts.dim_measures order by 1")]
    assert len(named) == len(set(named)) >= 17
    used = whole.query("select distinct measure from intermediate.int_measures_totalled")
    assert {name for (name,) in used} <= set(named)


def test_a_chart_has_a_row_for_every_week_up_to_the_reported_one(inferred: dict[str, pl.DataFrame]) -> None:
    weekly = inferred["clinic_weekly"]
    assert weekly.group_by("clinic_id", "measure_id").agg(pl.col("week").max())[
        "week"
    ].unique().to_list() == [str(WEEK)]
    steps = weekly.sort("clinic_id", "measure_id", "week_start").with_columns(
        step=pl.col("week_start").diff().over("clinic_id", "measure_id").dt.total_days()
    )
    assert set(steps["step"].drop_nulls()) == {7}
