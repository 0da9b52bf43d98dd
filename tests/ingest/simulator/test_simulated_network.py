"""The tidy tables: reproducible, consistent with each other, and inside the calendar."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ingest.simulator import Dirt, SimulatedNetwork, Simulation, simulate, simulate_clinics
from ingest.simulator.plans import plan_clinic

TABLES = ("therapists", "clients", "episodes", "appointments", "responses", "weeks")
LOCAL_IDS = (
    ("therapists", "therapist_id"),
    ("clients", "client_id"),
    ("episodes", "episode_id"),
    ("appointments", "appointment_id"),
    ("responses", "response_id"),
)
SMALL = Simulation(seed=31, clinics=3, months=4, clients_per_month=8)


@pytest.mark.parametrize("table", TABLES)
def test_the_same_seed_invents_the_same_network(table: str) -> None:
    assert_frame_equal(getattr(simulate(SMALL), table), getattr(simulate(SMALL), table))


def test_another_seed_invents_another_network() -> None:
    other = simulate(dataclasses.replace(SMALL, seed=32))
    assert not other.responses["latent"].equals(simulate(SMALL).responses["latent"])


def test_a_clinic_is_the_same_in_a_network_of_any_size() -> None:
    alone = next(simulate_clinics(dataclasses.replace(SMALL, clinics=1)))
    among = next(simulate_clinics(SMALL))
    assert_frame_equal(alone.responses, among.responses)


def test_clean_exports_come_from_the_same_people_as_dirty_ones() -> None:
    clean = simulate(dataclasses.replace(SMALL, dirt=Dirt.none()))
    assert_frame_equal(clean.episodes, simulate(SMALL).episodes)


def test_the_default_network_is_a_demonstration_of_fifteen_hundred_to_three_thousand_courses() -> None:
    network = simulate(Simulation())
    assert network.clinics.height >= 5
    assert 1500 <= network.episodes.height <= 3000
    smallest = network.clinics.sort("episodes").row(0, named=True)
    assert 3 <= smallest["episodes"] <= 40
    assert smallest["dialect"] == "american"


def test_clinics_of_a_large_network_have_names_of_their_own() -> None:
    largest = Simulation(clinics=200)
    assert len({plan_clinic(largest, index).clinic_id for index in range(200)}) == 200


def test_clinics_with_next_to_no_clients_have_all_their_tables() -> None:
    network = simulate(Simulation(seed=33, clinics=8, months=2, clients_per_month=0.1))
    assert network.episodes.height < 100
    assert {getattr(network, table).is_empty() for table in ("clients", "episodes")} == {False}
    assert network.weeks.columns == simulate(SMALL).weeks.columns


def test_clinic_names_say_that_they_are_simulated(small_network: SimulatedNetwork) -> None:
    assert small_network.clinics["name"].str.starts_with("Simulated clinic ").all()


@pytest.mark.parametrize(("table", "identifier"), LOCAL_IDS)
def test_local_identifiers_are_unique_in_a_clinic(
    small_network: SimulatedNetwork, table: str, identifier: str
) -> None:
    frame = getattr(small_network, table)
    assert frame.height > 0
    assert not frame.select(pl.struct("clinic_id", identifier).is_duplicated().any()).item()


def test_local_client_identifiers_look_like_real_ones(small_network: SimulatedNetwork) -> None:
    for part, shape in zip(
        small_network.parts,
        (r"^N-\d{6}$", r"^\d{8}-\d+$", r"^M\d{5}$", r"^\d{7}$", r"^CN-\d{4}$", r"^[0-9a-f]{8}$"),
        strict=True,
    ):
        assert part.clients["client_id"].str.contains(shape).all()


def test_every_course_has_its_client_and_therapist(small_network: SimulatedNetwork) -> None:
    episodes = small_network.episodes
    for table, key in (("clients", "client"), ("therapists", "therapist")):
        assert episodes.join(getattr(small_network, table), on=["clinic_id", key], how="anti").is_empty()
    assert small_network.clients.join(episodes, on=["clinic_id", "client"], how="anti").is_empty()


def test_some_clients_come_back_after_their_first_course_has_ended(small_network: SimulatedNetwork) -> None:
    courses = small_network.episodes.sort("clinic_id", "client", "course_of_client")
    previous = courses.with_columns(pl.col("end_date").shift(1).over("clinic_id", "client").alias("before"))
    again = previous.filter(pl.col("course_of_client") > 1)
    assert again.height > 5
    assert again.filter(pl.col("start_date") <= pl.col("before")).is_empty()


def test_sessions_are_numbered_in_order_of_time(small_network: SimulatedNetwork) -> None:
    attended = small_network.appointments.filter(pl.col("status").is_in(["attended", "attended_late"]))
    rank = pl.col("scheduled_at").rank("ordinal").over("clinic_id", "episode")
    assert attended.height > 1000
    assert attended.filter(rank != pl.col("session_number")).is_empty()
    others = small_network.appointments.filter(~pl.col("status").is_in(["attended", "attended_late"]))
    assert others["session_number"].null_count() == others.height


def test_attended_sessions_add_up_to_what_the_course_says(small_network: SimulatedNetwork) -> None:
    counted = small_network.appointments.group_by("clinic_id", "episode").agg(
        pl.col("session_number").max().fill_null(0).alias("counted")
    )
    table = small_network.episodes.join(counted, on=["clinic_id", "episode"])
    assert table.filter(pl.col("counted") != pl.col("sessions_attended")).is_empty()


def test_nothing_has_happened_after_the_last_day_but_appointments_are_booked(
    small_network: SimulatedNetwork,
) -> None:
    last_day = small_network.parameters.ends_on
    assert small_network.responses["completed_at"].dt.date().max() <= last_day
    assert small_network.episodes["end_date"].max() <= last_day
    assert small_network.weeks["day"].max() <= last_day
    booked = small_network.appointments.filter(pl.col("status") == "scheduled")
    assert booked.height > 20
    assert booked["scheduled_at"].dt.date().min() > last_day


def test_no_appointment_falls_on_a_weekend_or_into_the_closure(small_network: SimulatedNetwork) -> None:
    day = small_network.appointments["scheduled_at"].dt
    assert day.weekday().max() <= 5
    closed = ((day.month() == 12) & (day.day() >= 22)) | ((day.month() == 1) & (day.day() <= 2))
    assert not closed.any()


def test_a_referral_precedes_the_start_and_the_start_the_first_appointment(
    small_network: SimulatedNetwork,
) -> None:
    first = small_network.appointments.group_by("clinic_id", "episode").agg(
        pl.col("scheduled_at").min().dt.date().alias("first")
    )
    table = small_network.episodes.join(first, on=["clinic_id", "episode"])
    assert table.height == small_network.episodes.height
    assert table.filter(
        (pl.col("referral_date") >= pl.col("start_date")) | (pl.col("start_date") > pl.col("first"))
    ).is_empty()


def test_recorded_endings_lack_some_dropouts_and_some_reasons(large_network: SimulatedNetwork) -> None:
    episodes = large_network.episodes
    long_ago = pl.col("stopped_on") < large_network.parameters.ends_on - dt.timedelta(days=60)
    dropped = episodes.filter((pl.col("state") == "dropped_out") & long_ago)
    assert dropped["end_date"].is_null().mean() == pytest.approx(0.22, abs=0.03)
    recorded = dropped.drop_nulls("end_date")
    assert (recorded["end_reason"] == "dropped_out").all()
    completed = episodes.filter((pl.col("state") == "completed") & long_ago)
    assert 0.01 < completed["end_reason"].is_null().mean() < 0.08
    assert episodes.filter((pl.col("state") == "open") & pl.col("end_date").is_not_null()).is_empty()


def test_opt_outs_are_as_many_as_asked_for(large_network: SimulatedNetwork) -> None:
    clients = large_network.clients
    assert (clients["consent"] == "opted_out").mean() == pytest.approx(0.02, abs=0.005)
    assert clients.filter(
        (pl.col("consent") == "opted_out") != pl.col("opted_out_on").is_not_null()
    ).is_empty()
    assert clients.filter(pl.col("opted_out_on") < pl.col("registered_on")).is_empty()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"clinics": 0}, "between 1 and 200 clinics"),
        ({"months": 1}, "between 2 and 120 months"),
        ({"backlog_months": 18}, "shorter than the history"),
        ({"clients_per_month": 0}, "must be positive"),
    ],
)
def test_impossible_parameters_are_refused(wrong: dict[str, int], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Simulation(**wrong)
