"""Aalen-Johansen and Kaplan-Meier estimates against hand vectors, two other programs, and their own laws."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from warehouse.inference.competing_risks import (
    CAUSES,
    INCIDENCE,
    LEAVING,
    counts_at_times,
    incidence_at,
    incidence_curves,
)

REAL = Path(__file__).parents[3] / ".." / "shared" / "real"
CODES = {"censored": 0, "dropped_out": 1, "completed": 2, "other": 3}


def courses(times: list[int], events: list[str], clinic: str = "north") -> pl.DataFrame:
    return pl.DataFrame({"clinic_id": clinic, "time": times, "event": events})


def curves_of(people: pl.DataFrame) -> pl.DataFrame:
    counts = counts_at_times(people, by=["clinic_id"], time="time", event="event")
    return incidence_curves(counts, by=["clinic_id"], step="time")


def simulated(seed: int, size: int, clinic: str = "north") -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    return courses(
        generator.geometric(0.15, size).tolist(),
        generator.choice(LEAVING, size, p=[0.35, 0.3, 0.1, 0.25]).tolist(),
        clinic,
    )


@pytest.fixture(scope="module")
def many() -> pl.DataFrame:
    return simulated(20, 400)


def test_a_vector_worked_out_by_hand() -> None:
    # 10 courses. Step 1: 1 drops out, 1 completes. Step 2: 2 drop out, 1 ends otherwise, 1 censored.
    # Step 4: 1 drops out, 2 complete, 1 censored.
    people = courses(
        [1, 1, 2, 2, 2, 2, 4, 4, 4, 4],
        [
            *("dropped_out", "completed", "dropped_out", "dropped_out", "other", "censored"),
            *("dropped_out", "completed", "completed", "censored"),
        ],
    )
    curve = curves_of(people)
    assert curve["at_risk"].to_list() == [10, 8, 4]
    assert curve["survival_all"].to_list() == pytest.approx([0.8, 0.5, 0.125])
    assert curve["cif_dropout"].to_list() == pytest.approx([0.1, 0.3, 0.425])
    assert curve["cif_completed"].to_list() == pytest.approx([0.1, 0.1, 0.35])
    assert curve["cif_other"].to_list() == pytest.approx([0.0, 0.1, 0.1])
    assert curve["survival_km"].to_list() == pytest.approx([0.9, 0.675, 0.50625])


def test_the_variance_worked_out_by_hand_after_one_step_is_binomial() -> None:
    curve = curves_of(
        courses([1] * 10 + [5] * 10, ["dropped_out"] * 4 + ["completed"] * 6 + ["censored"] * 10)
    )
    first = curve.row(0, named=True)
    assert first["cif_dropout_se"] == pytest.approx((0.2 * 0.8 / 20) ** 0.5)
    assert first["cif_completed_se"] == pytest.approx((0.3 * 0.7 / 20) ** 0.5)
    assert first["survival_all_se"] == pytest.approx((0.5 * 0.5 / 20) ** 0.5)


def test_with_one_cause_the_incidence_is_the_complement_of_kaplan_meier(many: pl.DataFrame) -> None:
    one = many.with_columns(
        event=pl.when(pl.col("event") == "dropped_out").then(pl.col("event")).otherwise(pl.lit("censored"))
    )
    curve = curves_of(one).filter(pl.col("survival_km") > 0)
    assert (1 - curve["cif_dropout"]).to_list() == pytest.approx(curve["survival_km"].to_list())
    assert curve["cif_dropout_se"].to_list() == pytest.approx(curve["survival_km_se"].to_list())


def test_incidences_and_their_errors_agree_with_statsmodels(many: pl.DataFrame) -> None:
    curve = curves_of(many)
    with np.errstate(divide="ignore", invalid="ignore"):  # theirs divides by 0 where a step ends everybody
        oracle = CumIncidenceRight(many["time"].to_numpy(), many["event"].replace_strict(CODES).to_numpy())
    at = np.searchsorted(curve["time"].to_numpy(), oracle.times)
    for number, cause in enumerate(CAUSES):
        name = INCIDENCE[cause]
        assert curve[name].to_numpy()[at] == pytest.approx(oracle.cinc[number], abs=1e-12)
        theirs = oracle.cinc_se[number]
        usable = np.isfinite(theirs)
        assert usable.sum() > 10
        assert curve[f"{name}_se"].to_numpy()[at][usable] == pytest.approx(theirs[usable], abs=1e-12)


def test_kaplan_meier_and_its_error_agree_with_statsmodels(many: pl.DataFrame) -> None:
    curve = curves_of(many)
    for name, status in (
        ("survival_km", many["event"] == "dropped_out"),
        ("survival_all", many["event"] != "censored"),
    ):
        oracle = SurvfuncRight(many["time"].to_numpy(), status.cast(pl.Int64).to_numpy())
        at = np.searchsorted(curve["time"].to_numpy(), oracle.surv_times)
        assert curve[name].to_numpy()[at] == pytest.approx(oracle.surv_prob, abs=1e-12)
        alive = oracle.surv_prob > 0
        ours = curve[f"{name}_se"].to_numpy()[at]
        assert ours[alive] == pytest.approx(oracle.surv_prob_se[alive], abs=1e-12)


def test_log_log_intervals_of_kaplan_meier_agree_with_lifelines(many: pl.DataFrame) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lifelines 0.30 and pandas 3
        from lifelines import KaplanMeierFitter

        fitter = KaplanMeierFitter(alpha=0.05).fit(
            many["time"].to_numpy(), (many["event"] == "dropped_out").to_numpy()
        )
        theirs = fitter.confidence_interval_survival_function_
    curve = curves_of(many).filter(pl.col("survival_km").is_between(0, 1, closed="none"))
    expected = theirs.loc[curve["time"].to_list()].to_numpy()
    assert curve["survival_km_lower"].to_list() == pytest.approx(expected[:, 0].tolist(), abs=1e-9)
    assert curve["survival_km_upper"].to_list() == pytest.approx(expected[:, 1].tolist(), abs=1e-9)


def test_the_interval_of_an_incidence_is_symmetric_for_log_minus_log(many: pl.DataFrame) -> None:
    row = curves_of(many).row(4, named=True)
    share, error = row["cif_dropout"], row["cif_dropout_se"]

    def transformed(value: float) -> float:
        return float(np.log(-np.log(value)))

    slope = 1 / abs(share * np.log(share))
    assert transformed(row["cif_dropout_lower"]) - transformed(share) == pytest.approx(
        1.959964 * error * slope
    )
    assert transformed(share) - transformed(row["cif_dropout_upper"]) == pytest.approx(
        1.959964 * error * slope
    )


@pytest.mark.parametrize("event", LEAVING)
def test_one_course_alone_has_estimates_but_no_interval(event: str) -> None:
    row = curves_of(courses([3], [event])).row(0, named=True)
    assert row["survival_all"] == (1.0 if event == "censored" else 0.0)
    assert row["cif_dropout"] == (1.0 if event == "dropped_out" else 0.0)
    for name in ("survival_km", *INCIDENCE.values()):
        assert row[f"{name}_lower"] is None
        assert row[f"{name}_upper"] is None


def test_no_interval_while_nobody_has_left_and_none_once_everybody_has() -> None:
    people = courses([1, 1, 2, 3], ["censored", "censored", "dropped_out", "dropped_out"])
    curve = curves_of(people)
    assert curve["survival_km"].to_list() == [1.0, 0.5, 0.0]
    assert curve["survival_km_lower"].is_null().to_list() == [True, False, True]
    assert curve["cif_dropout_upper"].is_null().to_list() == [True, False, True]


def test_a_step_that_ends_everybody_by_several_causes_keeps_finite_intervals() -> None:
    last = curves_of(courses([1] * 4 + [2] * 4, ["completed"] * 4 + ["dropped_out"] * 3 + ["other"])).row(
        -1, named=True
    )
    assert last["survival_all"] == 0.0
    assert last["cif_dropout"] == pytest.approx(0.375)
    assert last["cif_dropout_se"] == pytest.approx((0.375 * 0.625 / 8) ** 0.5)  # nobody censored: binomial
    assert 0 < last["cif_dropout_lower"] < 0.375 < last["cif_dropout_upper"] < 1


def test_groups_are_estimated_each_by_itself() -> None:
    north, south = simulated(1, 80), simulated(2, 60, clinic="south")
    together = curves_of(pl.concat([north, south]))
    assert together.filter(clinic_id="north").equals(curves_of(north))
    assert together.filter(clinic_id="south").equals(curves_of(south))


def test_no_rows_give_no_rows() -> None:
    assert (
        curves_of(courses([], []).cast({"clinic_id": pl.String, "time": pl.Int64, "event": pl.String})).height
        == 0
    )


def test_steps_with_nobody_at_risk_are_left_out() -> None:
    counts = counts_at_times(simulated(3, 30), by=["clinic_id"], time="time", event="event")
    beyond = counts.tail(1).with_columns(pl.col("time") + 5, pl.col("at_risk", *LEAVING) * 0)
    with_tail = incidence_curves(pl.concat([counts, beyond]), by=["clinic_id"], step="time")
    assert with_tail.equals(incidence_curves(counts, by=["clinic_id"], step="time"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (pl.col("at_risk") + pl.col("time").eq(2), "2 of 3 steps have a risk set"),
        (pl.when(pl.col("time") != 2).then("at_risk").alias("at_risk"), "1 of 3 steps have missing"),
        ((pl.col("censored") - 5).alias("censored"), "3 of 3 steps have missing or negative"),
        (pl.lit(1).alias("time"), "3 rows share a group and time"),
    ],
)
def test_counts_that_contradict_each_other_are_refused(change: pl.Expr, message: str) -> None:
    people = courses([1, 2, 3, 3], ["completed", "dropped_out", "censored", "other"])
    counts = counts_at_times(people, by=["clinic_id"], time="time", event="event")
    incidence_curves(counts, by=["clinic_id"], step="time")
    with pytest.raises(ValueError, match=message):
        incidence_curves(counts.with_columns(change), by=["clinic_id"], step="time")


def at_180(people: pl.DataFrame) -> dict[str, float | None]:
    counts = counts_at_times(people, by=["clinic_id"], time="time", event="event")
    found = incidence_at(counts, by=["clinic_id"], step="time", horizon=180)
    assert found.height == 1
    return found.row(0, named=True)


def test_incidence_at_a_horizon_is_the_curve_there() -> None:
    people = courses(
        [10, 100, 180, 200, 250, 300], ["dropped_out", "completed", "dropped_out"] + ["censored"] * 3
    )
    found = at_180(people)
    at = curves_of(people).filter(pl.col("time") == 180).row(0, named=True)
    assert found["cif_dropout"] == pytest.approx(2 / 6)
    for ending in ("", "_se", "_lower", "_upper"):
        assert found[f"cif_dropout{ending}"] == at[f"cif_dropout{ending}"]


def test_incidence_at_a_horizon_that_nobody_was_followed_to_is_unknown() -> None:
    assert at_180(courses([10, 100, 179], ["dropped_out", "completed", "censored"]))["cif_dropout"] is None
    assert at_180(courses([10, 100, 180], ["dropped_out", "completed", "censored"]))[
        "cif_dropout"
    ] == pytest.approx(1 / 3)


def test_incidence_at_a_horizon_is_known_once_everybody_has_ended() -> None:
    assert at_180(courses([10, 100], ["dropped_out", "completed"]))["cif_dropout"] == pytest.approx(0.5)


def test_incidence_is_zero_without_interval_where_everything_happens_later() -> None:
    found = at_180(courses([200, 300], ["dropped_out", "completed"]))
    assert found["cif_dropout"] == 0.0
    assert found["cif_dropout_lower"] is None


def test_courses_alike_may_be_counted_in_one_row() -> None:
    people = simulated(9, 120)
    counted = people.group_by("clinic_id", "time", "event").agg(number=pl.len())
    assert counts_at_times(counted, by=["clinic_id"], time="time", event="event", count="number").equals(
        counts_at_times(people, by=["clinic_id"], time="time", event="event")
    )


@pytest.mark.parametrize(
    ("time", "event"), [(-1, "completed"), (None, "completed"), (3, "vanished"), (3, None)]
)
def test_a_course_without_usable_time_or_event_is_refused(time: int | None, event: str | None) -> None:
    people = pl.DataFrame({"clinic_id": ["north"] * 2, "time": [5, time], "event": ["censored", event]})
    with pytest.raises(ValueError, match="1 of 2 courses"):
        counts_at_times(people, by=["clinic_id"], time="time", event="event")


people_strategy = st.lists(st.tuples(st.integers(1, 12), st.sampled_from(LEAVING)), min_size=1, max_size=60)


@given(people_strategy, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_laws_of_the_estimates_for_any_courses(drawn: list[tuple[int, str]], shuffler: object) -> None:
    people = courses([time for time, _ in drawn], [event for _, event in drawn])
    curve = curves_of(people)
    incidences = list(INCIDENCE.values())
    total = curve.select(pl.sum_horizontal("survival_all", *incidences)).to_series()
    assert total.to_list() == pytest.approx([1.0] * curve.height, abs=1e-12)
    for name in incidences:
        assert curve[name].diff().drop_nulls().ge(-1e-15).all()
    for name in ("survival_all", "survival_km"):
        assert curve[name].diff().drop_nulls().le(0).all()
    assert (curve["survival_km"] >= curve["survival_all"] - 1e-12).all()
    for name in ("survival_km", *incidences):
        inside = curve.filter(pl.col(f"{name}_lower").is_not_null())
        assert inside[f"{name}_lower"].is_between(0, 1).all()
        assert inside[f"{name}_upper"].is_between(0, 1).all()
        assert (inside[f"{name}_lower"] <= inside[name]).all()
        assert (inside[name] <= inside[f"{name}_upper"]).all()
        is_open = curve[name].is_between(0, 1, closed="none") & curve[f"{name}_se"].is_not_null()
        near_the_edge = curve[name].is_between(1 - 1e-12, 1) | curve[name].is_between(0, 1e-12)
        assert (curve[f"{name}_lower"].is_not_null() | ~is_open | near_the_edge).all()
    order = list(range(len(drawn)))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    assert curves_of(people[order]).equals(curve)


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real data sets aren't beside the project")
def test_beat_the_blues_gives_the_published_survival() -> None:
    trial = pl.read_csv(REAL / "BtheB.csv", null_values=["NA", ""])
    visits = ["bdi.2m", "bdi.4m", "bdi.6m", "bdi.8m"]
    attended = pl.concat_list(pl.col(name).is_not_null() for name in visits)
    last = attended.list.eval(pl.element().cum_count() * pl.element()).list.max()
    people = trial.select(
        clinic_id=pl.lit("trial"),
        time=pl.min_horizontal(2 * (last.cast(pl.Int64) + 1), pl.lit(8)),
        event=pl.when(last == 4).then(pl.lit("censored")).otherwise(pl.lit("dropped_out")),
    )
    curve = curves_of(people)
    assert curve["time"].to_list() == [2, 4, 6, 8]
    assert curve["survival_km"].to_list() == pytest.approx([0.97, 0.73, 0.58, 0.52])
    assert curve["survival_km_se"].to_list() == pytest.approx(
        [0.017059, 0.044396, 0.049356, 0.049960], abs=5e-7
    )
