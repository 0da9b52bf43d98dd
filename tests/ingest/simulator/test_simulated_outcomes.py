"""The marginals and associations that the simulator promises, as a warehouse would see them.

Tolerances are some four standard errors at the size of `large_network`, or the width of what's promised.
"""

from __future__ import annotations

import polars as pl
import pytest
from observed_outcomes import (
    HIGHER_IS_BETTER,
    ITEM_COUNTS,
    ITEM_ENDS,
    correlation,
    improvements,
    scored,
    share_between,
)

from ingest.simulator import SimulatedNetwork, Simulation, simulate


@pytest.fixture(scope="module")
def outcomes(large_network: SimulatedNetwork) -> pl.DataFrame:
    return improvements(large_network)


@pytest.fixture(scope="module")
def scores(large_network: SimulatedNetwork) -> pl.DataFrame:
    return scored(large_network)


def share_at_maximum(scores: pl.DataFrame, instrument: str) -> float:
    highest = ITEM_ENDS[instrument][1] * ITEM_COUNTS[instrument]
    return (
        scores.filter(pl.col("instrument") == instrument).select((pl.col("score") == highest).mean()).item()
    )


def cronbach_alpha(network: SimulatedNetwork, instrument: str, reverse: tuple[int, ...] = ()) -> float:
    items = network.responses.filter(
        (pl.col("instrument") == instrument) & ~pl.col("items").list.contains(None)
    )["items"]
    count = ITEM_COUNTS[instrument]
    columns = items.list.to_struct(fields=[f"item_{n}" for n in range(1, count + 1)]).struct.unnest()
    ends = sum(ITEM_ENDS[instrument])
    columns = columns.with_columns(
        *(pl.col(name).cast(pl.Float64) for name in columns.columns),
    ).with_columns(*((ends - pl.col(f"item_{n}")).alias(f"item_{n}") for n in reverse))
    single = sum(columns[name].var() for name in columns.columns)
    return count / (count - 1) * (1 - single / columns.sum_horizontal().var())


@pytest.mark.parametrize("outcome", ["improvement", "adjusted"])
def test_alliance_and_outcome_correlate_as_in_the_literature(outcomes: pl.DataFrame, outcome: str) -> None:
    assert correlation(outcomes, "alliance", outcome) == pytest.approx(0.278, abs=0.05)


@pytest.mark.parametrize("outcome", ["improvement", "adjusted"])
def test_empathy_and_outcome_correlate_as_in_the_literature(outcomes: pl.DataFrame, outcome: str) -> None:
    assert correlation(outcomes, "empathy", outcome) == pytest.approx(0.26, abs=0.06)


def test_therapists_make_about_five_per_cent_of_the_variance_of_outcome(outcomes: pl.DataFrame) -> None:
    own = (pl.col("adjusted") - pl.col("adjusted").mean()).over("clinic_id").alias("adjusted")
    share = share_between(outcomes.with_columns(own), "adjusted", ["clinic_id", "therapist"])
    assert 0.03 < share < 0.07


def test_clinics_make_one_or_two_per_cent_of_the_variance_of_outcome(outcomes: pl.DataFrame) -> None:
    assert 0.004 < share_between(outcomes, "adjusted", ["clinic_id"]) < 0.03


def test_clinics_are_equal_when_their_effects_are_taken_out() -> None:
    network = simulate(Simulation(seed=11, clinics=30, clients_per_month=2, clinic_effects=0))
    assert network.clinics.select("improvement", "dropout", "alliance").sum_horizontal().abs().max() == 0


def test_a_fifth_to_a_third_of_the_started_courses_end_in_dropout(large_network: SimulatedNetwork) -> None:
    ended = large_network.episodes.filter(pl.col("state").is_in(["completed", "dropped_out", "other_ending"]))
    assert 0.2 < (ended["state"] == "dropped_out").mean() < 0.3


def test_some_clients_never_come_and_some_still_wait(large_network: SimulatedNetwork) -> None:
    share = (large_network.episodes["state"] == "never_started").mean()
    assert share == pytest.approx(large_network.parameters.effects.never_started, abs=0.01)
    assert 0 < (large_network.episodes["state"] == "waiting").mean() < 0.05


def test_nearly_half_of_the_care_forms_are_at_the_maximum(scores: pl.DataFrame) -> None:
    assert share_at_maximum(scores, "care") == pytest.approx(0.48, abs=0.03)


def test_alliance_forms_have_the_usual_ceilings(scores: pl.DataFrame) -> None:
    assert share_at_maximum(scores, "srs") == pytest.approx(0.29, abs=0.05)
    assert share_at_maximum(scores, "wai_sr") == pytest.approx(0.08, abs=0.03)


@pytest.mark.parametrize(
    ("instrument", "mean", "deviation"),
    [("phq9", 15.0, 5.5), ("gad7", 13.5, 4.6), ("core_10", 19.7, 7.7), ("ors_adult", 196, 87)],
)
def test_intake_scores_are_near_the_norms(
    scores: pl.DataFrame, instrument: str, mean: float, deviation: float
) -> None:
    intake = scores.filter((pl.col("instrument") == instrument) & (pl.col("session_number") == 1))["score"]
    assert intake.mean() == pytest.approx(mean, abs=0.15 * deviation)
    assert intake.std() == pytest.approx(deviation, rel=0.12)


@pytest.mark.parametrize("instrument", sorted(ITEM_COUNTS))
def test_every_answer_is_one_that_the_form_offers(large_network: SimulatedNetwork, instrument: str) -> None:
    items = large_network.responses.filter(pl.col("instrument") == instrument)["items"]
    assert items.list.len().unique().to_list() == [ITEM_COUNTS[instrument]]
    lowest, highest = ITEM_ENDS[instrument]
    assert lowest <= items.explode().min() < items.explode().max() == highest


@pytest.mark.parametrize(
    ("instrument", "reverse"), [("phq9", ()), ("gad7", ()), ("core_10", (2, 3)), ("wai_sr", ()), ("care", ())]
)
def test_items_hang_together(
    large_network: SimulatedNetwork, instrument: str, reverse: tuple[int, ...]
) -> None:
    assert 0.85 < cronbach_alpha(large_network, instrument, reverse) < 0.98


def test_the_reversed_items_of_core_10_really_are_reversed(large_network: SimulatedNetwork) -> None:
    assert cronbach_alpha(large_network, "core_10") < cronbach_alpha(large_network, "core_10", (2, 3)) - 0.3


def test_declared_totals_are_those_of_the_items(scores: pl.DataFrame) -> None:
    assert scores.height > 100_000
    assert scores.filter(pl.col("score") != pl.col("total")).is_empty()


def test_scores_improve_during_therapy(scores: pl.DataFrame) -> None:
    for instrument in ("phq9", "gad7", "core_10", "ors_adult"):
        own = scores.filter(pl.col("instrument") == instrument)
        early = own.filter(pl.col("session_number") == 1)["score"].mean()
        late = own.filter(pl.col("session_number") >= 8)["score"].mean()
        assert (late > early) is (instrument in HIGHER_IS_BETTER)


def test_some_answers_and_some_forms_are_missing(large_network: SimulatedNetwork) -> None:
    answers = large_network.responses.filter(pl.col("not_given_reason").is_null())["items"].explode()
    assert 0.002 < answers.is_null().mean() < 0.02
    care = large_network.parts[0].forms["care"].select(pl.col("^item_.*$")).unpivot()["value"]
    assert 0.005 < (care == -2).mean() < 0.03


def test_forms_are_missing_rather_where_the_alliance_is_low(large_network: SimulatedNetwork) -> None:
    attended = large_network.appointments.filter(
        pl.col("session_number").is_not_null()
        & (pl.col("clinic_id") == large_network.parts[0].plan.clinic_id)
    )
    given = large_network.parts[0].forms["srs"].select("appointment", pl.lit(True).alias("given"))
    table = attended.join(given, on="appointment", how="left").with_columns(pl.col("given").fill_null(False))
    low = pl.col("latent_alliance") < pl.col("latent_alliance").quantile(0.25)
    share = table.group_by(low.alias("low")).agg(pl.col("given").mean()).sort("low")["given"].to_list()
    assert share[0] - share[1] > 0.04


def test_ruptures_happen_and_most_are_repaired_within_three_sessions(
    large_network: SimulatedNetwork,
) -> None:
    def dip(sessions_later: int) -> pl.Expr:
        return (
            pl.col("rupture").shift(-sessions_later).over("clinic_id", "episode", order_by="session_number")
        )

    sessions = large_network.appointments.filter(pl.col("session_number") > 0)
    table = sessions.select(before=dip(-1), now=dip(0), after=dip(3)).drop_nulls("before")
    ruptured = table.filter((pl.col("now") > 0.9) & (pl.col("before") < 0.3))
    assert 0.03 < ruptured.height / table.height < 0.09
    assert 0.6 < (ruptured["after"].drop_nulls() < 0.5).mean() < 0.95


def test_empathy_of_therapists_raises_alliance(large_network: SimulatedNetwork) -> None:
    table = large_network.episodes.join(
        large_network.therapists.select("clinic_id", "therapist", "empathy"), on=["clinic_id", "therapist"]
    )
    assert 0.15 < table.select(pl.corr("empathy", "alliance")).item() < 0.33


def test_attendance_has_no_shows_and_cancellations(large_network: SimulatedNetwork) -> None:
    known = large_network.appointments.filter(pl.col("status") != "scheduled")["status"]
    share = dict(known.value_counts(normalize=True).iter_rows())
    assert 0.8 < share["attended"] + share["attended_late"] < 0.92
    assert min(share["no_show"], share["cancelled_by_client"]) > 0.03
    assert share["cancelled_by_clinic"] > 0.01
