"""Running the statistics: found by themselves, fed from the working file, written whole or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import polars as pl
import pytest

from ingest.configuration.registry_columns import SCHEMAS
from ingest.home import Home
from warehouse.inference import inferred_marts, run
from warehouse.inference.catalogue import statistics
from warehouse.inference.statistic import InputError
from warehouse.knowledge import Knowledge
from warehouse.week import Week

KNOWLEDGE = Knowledge(Week.parse("2026-W46"), dt.datetime(2026, 11, 16, 5, tzinfo=dt.UTC), "run-1")

INTERMEDIATE = """
create schema intermediate;
create table intermediate.int_dropout_defined as select 'official' as definition_id;
create table intermediate.int_clinics_covered as
    select * from (values ('north', true), ('south', false)) as v (clinic_id, has_appointment_data);
create table intermediate.int_retention_counts as select * from (values
    ('all', 'official', 1, 2::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint),
    ('all', 'official', 2, 2, 1, 1, 0, 0),
    ('north', 'official', 1, 2, 0, 0, 0, 0),
    ('north', 'official', 2, 2, 1, 1, 0, 0)
) as v (clinic_id, definition_id, session_number, at_risk, dropped_out, completed, other, censored);
create table intermediate.int_episodes_concluded as select * from (values
    ('north', 11::bigint, date '2026-02-01', 'open'), ('north', 12, date '2026-02-02', 'completed')
) as v (clinic_id, episode_key, start_date, state);
create table intermediate.int_risk_base_counted as
    select 'north' as clinic_id, 10::bigint as episode_count, 40::bigint as weeks_open,
        10::bigint as weeks_before_dropout;
create table intermediate.int_actions_resolved (
    action_key bigint, episode_key bigint, acted_on date, kind varchar
);
create table intermediate.int_actions_covered (clinic_id varchar, actions_from date, actions_until date);
create table intermediate.int_risk_landmarks_described (
    week_end date, week varchar, weeks_back integer, clinic_id varchar, episode_key bigint, client_key bigint,
    therapist_key bigint, days_since_start integer, days_waited integer, presenting_problem varchar,
    modality varchar, planned_sessions integer, previous_episodes integer, sessions_attended integer,
    missed integer, missed_recently integer, is_last_missed boolean, days_since_contact integer,
    days_between_sessions double, has_next_appointment boolean, is_form_missing boolean,
    outcome_scale_id varchar, outcome_forms bigint, first_distress double, third_distress double,
    last_distress double, previous_distress double, alliance_scale_id varchar, last_alliance double,
    previous_alliance double, alliance_before double, best_recent_alliance double, state varchar,
    ended_on date, contact_until date, is_settled boolean, is_dropout boolean
);
create table intermediate.int_retention_times as select * from (values
    ('north', 11::bigint, 'official', 'dropped_out', 1::bigint, date '2026-02-03', false, 0, 0),
    ('north', 12, 'official', 'completed', 1, date '2026-02-04', false, 0, 20)
) as v (
    clinic_id, episode_key, definition_id, event, sessions_attended, first_attended_on, is_migrated,
    days_at_entry, days_to_event
);
create table intermediate.int_therapist_forms as select
    'north' as clinic_id, n % 3 as therapist_key, 'care' as scale_id, 'empathy' as construct, n as client_key,
    1::bigint as form_count, 40.0::double + n % 3 + n % 5 as mean_score, 0.0::double as squares_within,
    0::bigint as ceiling_count
from range(60) as r (n);
create table intermediate.int_therapist_figures_gathered as select
    n % 4 as therapist_key, if(n < 4, 'empathy', 'outcome') as related_to,
    if(n < 4, 'care', 'phq9') as scale_id,
    9::bigint as client_count, n % 3 + 0.5::double as mean
from range(8) as r (n);
create table intermediate.int_courses_measured as select
    'dropout' as measure_id, 'dropout' as measure, if(n % 2 = 0, 'north', 'south') as clinic_id,
    n as episode_key, n as client_key, n % 3 as therapist_key, null::varchar as scale_id,
    null::varchar as respondent,
    n % 4 = 0 as is_case, true as is_in_period
from range(40) as r (n);
create table intermediate.int_intakes_described as select
    n as episode_key, null::double as severity, 30 as age, 0 as previous_episodes, null::varchar as gender,
    null::varchar as employment, null::varchar as problem, null::varchar as modality
from range(40) as r (n);
create table intermediate.int_severities_standardised (
    episode_key bigint, scale_id varchar, respondent varchar, severity double
);
create table intermediate.int_measures_totalled as select * from (values
    ('north', 10::bigint, 20::bigint), ('south', 0, 20)
) as v (clinic_id, numerator, denominator), (values (
    'dropout', 'dropout', null::varchar, null::varchar, 20::bigint, null::bigint, null::bigint, null::bigint,
    null::double, null::double
)) as w (
    measure_id, measure, scale_id, respondent, course_count, numerator_squares, products,
    denominator_squares, mean, deviation
);
create table intermediate.int_weeks_measured as select
    'north' as clinic_id, 'dropout' as measure_id, 'dropout' as measure, null::varchar as scale_id,
    null::varchar as respondent, date '2026-10-05' as week_start, 1::bigint as numerator,
    4::bigint as denominator, null::double as mean;
create table intermediate.int_quarters_grouped as select
    'north' as clinic_id, '2026-Q2' as quarter, 'dropout' as measure_id, 'dropout' as measure,
    null::varchar as scale_id, null::varchar as respondent, 'all' as breakdown, 'all' as group_name,
    20::bigint as course_count, 8::bigint as numerator, 20::bigint as denominator,
    8::bigint as numerator_squares, 8::bigint as products, 20::bigint as denominator_squares;
create table intermediate.int_integrity_counted as select
    'north' as clinic_id, 'totals_without_answers' as question, 'phq9' as about, 1::bigint as observed,
    20::bigint as denominator;
create schema marts;
create table marts.dim_measures as select
    'dropout' as measure, 'course' as unit, 'share' as kind, 'worse' as higher_is, true as has_case_mix,
    true as needs_appointments, null::varchar as benchmark_measure;
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.registry.mkdir(parents=True)
    pl.DataFrame(
        {
            "minimum_publishable_reliability": [0.7],
            "minimum_count": [5],
            "minimum_clinics": [4],
            "withhold_zero": [True],
            "rounding_base": [5],
            "dominant_share": [0.75],
            "alerts_per_week": [5],
        }
    ).write_parquet(home.registry / "network.parquet")
    SCHEMAS["scales"].to_frame().write_parquet(home.registry / "scales.parquet")
    SCHEMAS["network_events"].to_frame().write_parquet(home.registry / "network_events.parquet")
    with duckdb.connect(str(home.working_file)) as connection:
        connection.execute(INTERMEDIATE)
    return home


def test_every_mart_of_every_statistic_is_written(home: Home) -> None:
    written = run(home, KNOWLEDGE)
    assert sorted(written) == [mart.name for mart in inferred_marts()]
    order = list(written)
    for mart in inferred_marts():  # whoever yields them one by one needs them in the order of what they read
        for table in mart.inputs:
            if table.startswith("inference."):
                assert order.index(table.removeprefix("inference.")) < order.index(mart.name)
    assert {"retention_curves", "retention_summary", "therapist_empathy", "core_conditions"} <= set(written)
    for mart, file in written.items():
        assert file.path == home.inference / f"{mart}.parquet"
        assert pl.read_parquet(file.path).height == file.rows
    curves = pl.read_parquet(written["retention_curves"].path)
    assert curves.filter(clinic_id="north")["cif_dropout"].to_list() == [0.0, 0.5]
    summary = pl.read_parquet(written["retention_summary"].path)
    assert summary.filter(clinic_id="south")["episodes"].to_list() == [None]
    assert pl.read_parquet(written["therapist_empathy"].path)["raw_mean"].to_list() == [42.0, 43.0, 44.0]
    compared = pl.read_parquet(written["clinic_comparison"].path)
    assert compared.select("clinic_id", "value", "period_start", "period_end").rows() == [
        ("north", 0.5, dt.date(2025, 11, 16), dt.date(2026, 11, 15)),
        ("south", 0.0, dt.date(2025, 11, 16), dt.date(2026, 11, 15)),
    ]
    log = pl.read_parquet(written["disclosure_log"].path)
    assert log.select("week", "clinic_id", "decision", "reason").rows() == [
        ("2026-W46", "all", "withheld", "too few clinics"),
        ("2026-W46", "north", "released", None),
        ("2026-W46", "south", "withheld", "few cases"),
    ]
    quarters = pl.read_parquet(written["disclosure_log_quarters"].path)
    assert quarters.select("quarter", "decision", "reason").rows() == [
        ("2026-Q2", "withheld", "too few clinics")
    ]
    weeks = pl.read_parquet(written["clinic_weekly"].path)
    assert weeks.select("week", "value").rows() == [
        ("2026-W41", 0.25),
        ("2026-W42", None),
        ("2026-W43", None),
        ("2026-W44", None),
        ("2026-W45", None),
        ("2026-W46", None),
    ]


def test_what_is_written_has_the_promised_columns_and_types(home: Home) -> None:
    written = run(home, KNOWLEDGE)
    for statistic in statistics().values():
        for mart, schema in statistic.marts.items():
            assert pl.read_parquet_schema(written[mart].path) == pl.Schema(schema)


def test_the_same_input_gives_the_same_bytes(home: Home) -> None:
    first = {mart: file.path.read_bytes() for mart, file in run(home, KNOWLEDGE).items()}
    again = {mart: file.path.read_bytes() for mart, file in run(home, KNOWLEDGE).items()}
    assert first == again
    assert not [file for file in home.inference.iterdir() if file.name.startswith(".")]


def test_a_mart_tells_what_it_comes_from() -> None:
    inputs = {mart.name: mart.inputs for mart in inferred_marts()}
    assert inputs["therapist_empathy"] == ("intermediate.int_therapist_forms",)
    assert {"intermediate.int_retention_times", "intermediate.int_retention_counts"} <= set(
        inputs["retention_summary"]
    )
    assert "marts.dim_measures" in inputs["clinic_comparison"]
    assert all(mart.description.endswith(".") for mart in inferred_marts())


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "drop table intermediate.int_therapist_forms",
            "has no intermediate.int_therapist_forms: dbt has not",
        ),
        (
            "alter table intermediate.int_therapist_forms drop column ceiling_count",
            "intermediate.int_therapist_forms lacks ceiling_count, which",
        ),
        (
            "alter table intermediate.int_retention_times rename column event to how",
            "intermediate.int_retention_times lacks event, which",
        ),
    ],
)
def test_a_table_or_column_that_is_not_there_is_named(home: Home, statement: str, message: str) -> None:
    with duckdb.connect(str(home.working_file)) as connection:
        connection.execute(statement)
    with pytest.raises(InputError, match=message):
        run(home, KNOWLEDGE)


def test_without_working_file_or_registry_the_message_says_what_comes_first(home: Home) -> None:
    (home.registry / "network.parquet").unlink()
    with pytest.raises(InputError, match=r"warehouse/registry/network\.parquet isn't there"):
        run(home, KNOWLEDGE)
    home.working_file.unlink()
    with pytest.raises(InputError, match="no working file"):
        run(home, KNOWLEDGE)
