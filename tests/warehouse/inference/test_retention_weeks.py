"""Retention by week: late entries, weeks read from days, and what is known of each week."""

from __future__ import annotations

import datetime as dt

import duckdb
import numpy as np
import polars as pl
import pytest

from warehouse.inference.competing_risks import LEAVING, counts_at_times, incidence_curves
from warehouse.inference.retention_weeks import LAST_WEEK, RETENTION_WEEKS, STATISTIC, retention_weeks
from warehouse.inference.statistic import as_mart

Course = tuple[int, int, str]
BY = ["clinic_id", "definition_id"]


def courses(rows: list[Course], clinic: str = "north") -> pl.DataFrame:
    """Courses with their entry, the day on which they left, and how."""
    return pl.DataFrame(
        rows, schema={"entry": pl.Int32, "day": pl.Int32, "event": pl.String}, orient="row"
    ).with_columns(clinic_id=pl.lit(clinic), definition_id=pl.lit("official"), count=pl.lit(1, pl.Int64))


def simulated(seed: int, size: int) -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    entry = np.where(generator.random(size) < 0.3, generator.integers(1, 60, size), 0)
    day = entry + generator.geometric(0.02, size) - 1
    events = generator.choice(LEAVING, size, p=[0.35, 0.3, 0.1, 0.25])
    return courses(list(zip(entry.tolist(), day.tolist(), events.tolist(), strict=True)))


def weeks_of(people: pl.DataFrame, clinic: str = "north") -> pl.DataFrame:
    return retention_weeks(people).filter(clinic_id=clinic).sort("week_number")


def test_late_entries_are_at_risk_only_from_their_entry_on() -> None:
    """By hand: of two there from the first day one leaves on day 3; with a third, who enters on day 5, the
    dropout on day 10 is one of two.
    """
    people = courses([(0, 3, "dropped_out"), (0, 30, "censored"), (5, 10, "dropped_out")])
    counts = counts_at_times(people, by=BY, time="day", event="event", entry="entry")
    assert counts.sort("day").select("day", "entered", "at_risk").rows() == [
        (0, 2, 2),
        (3, 0, 2),
        (5, 1, 2),
        (10, 0, 2),
        (30, 0, 1),
    ]
    found = weeks_of(people)
    assert found["survival_km"].to_list() == [0.5, 0.25, 0.25, 0.25, 0.25]
    assert found["at_risk"].to_list() == [2, 2, 1, 1, 1]
    assert found["entered"].to_list() == [1, 0, 0, 0, 0]
    assert found["dropped_out"].to_list() == [1, 1, 0, 0, 0]


def test_who_leaves_on_the_day_of_entry_was_there() -> None:
    people = courses([(0, 20, "censored"), (9, 9, "dropped_out")])
    assert weeks_of(people)["cif_dropout"].to_list() == [0.0, 0.5, 0.5]


def test_kaplan_meier_with_late_entries_agrees_with_lifelines() -> None:
    import lifelines  # costs a second

    people = simulated(4, 300)
    # lifelines counts who enters at a time only after it; half a day earlier is at risk that day.
    fitted = lifelines.KaplanMeierFitter().fit(
        people["day"], people["event"] == "dropped_out", entry=people["entry"] - 0.5
    )
    for week, survival in weeks_of(people).select("week_number", "survival_km").iter_rows():
        assert survival == pytest.approx(fitted.predict(7 * week), abs=1e-12)


def test_weeks_are_read_from_the_curve_by_day() -> None:
    people = simulated(5, 300)
    by_day = incidence_curves(
        counts_at_times(people, by=BY, time="day", event="event", entry="entry"), by=BY, step="day"
    )
    for week, incidence in weeks_of(people).select("week_number", "cif_dropout").iter_rows():
        assert incidence == by_day.filter(pl.col("day") <= 7 * week)["cif_dropout"][-1]


def test_the_shares_sum_to_one_and_the_risk_set_goes_from_week_to_week() -> None:
    found = weeks_of(simulated(6, 500))
    total = found.select(pl.sum_horizontal("survival_all", "cif_dropout", "cif_completed", "cif_other"))
    assert total.to_series().to_list() == pytest.approx([1.0] * found.height)
    left = pl.sum_horizontal(LEAVING)
    following = found.select(pl.col("at_risk") + pl.col("entered") - left).to_series()[:-1]
    assert following.to_list() == found["at_risk"][1:].to_list()
    assert found["week_number"].to_list() == list(range(1, found.height + 1))


def test_all_clinics_together_have_a_curve_of_their_own() -> None:
    both = pl.concat([courses([(0, 3, "dropped_out")]), courses([(0, 10, "completed")], "south")])
    network = weeks_of(both, "all")
    assert network["cif_dropout"].to_list() == [0.5, 0.5]
    assert network["cif_completed"].to_list() == [0.0, 0.5]


def test_the_count_censors_what_lasts_longer_than_the_last_week() -> None:
    rows = [
        ("a", 0, 700, "completed"),
        ("b", 0, 729, "completed"),
        ("c", 800, 900, "dropped_out"),
        ("d", 0, 728, "other"),
    ]
    with duckdb.connect() as connection:
        connection.execute("create schema intermediate")
        connection.execute(
            "create table intermediate.int_retention_times (episode_key varchar, days_at_entry integer, "
            "days_to_event integer, event varchar, clinic_id varchar default 'north', "
            "definition_id varchar default 'official', sessions_attended integer default 3)"
        )
        connection.executemany(
            "insert into intermediate.int_retention_times (episode_key, days_at_entry, days_to_event, event) "
            "values (?, ?, ?, ?)",
            rows,
        )
        days = connection.sql(STATISTIC.counts["days_under_way"].sql).pl()
    assert days.filter(pl.col("day") == 729)["event"].unique().to_list() == ["censored"]
    found = weeks_of(days)
    assert found.height == LAST_WEEK
    assert (found["completed"].sum(), found["other"].sum(), found["dropped_out"].sum()) == (1, 1, 0)


def test_a_network_without_sessions_has_an_empty_mart() -> None:
    (found,) = STATISTIC.compute({"days_under_way": courses([])}).values()
    assert found.height == 0
    assert found.columns == list(RETENTION_WEEKS)
    assert as_mart(found, RETENTION_WEEKS, ("clinic_id",)).schema == found.schema


def test_the_clock_knows_no_week_before_the_first() -> None:
    assert dt.timedelta(weeks=LAST_WEEK).days == 728
    assert weeks_of(courses([(0, 0, "dropped_out")]))["week_number"].to_list() == [1]
