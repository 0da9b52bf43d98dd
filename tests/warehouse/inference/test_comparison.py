"""Clinics beside each other: which funnel, what is expected, whose tau2; nothing where nothing is known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from warehouse.inference.comparison import case_mixes, compare_clinics
from warehouse.inference.effects import network_effects
from warehouse.inference.funnel_scales import ARCSINE, LOG, BorrowedDispersion
from warehouse.inference.measure_funnels import Measured, design_effect, measure_funnel, pooled_deviation

SEED = 20_261_123


def totals(rows: list[tuple[str, int, int]], measure: str = "dropout") -> pl.DataFrame:
    """Counts of courses by clinic, as `int_measures_totalled` has them."""
    return pl.DataFrame(rows, schema=["clinic_id", "numerator", "denominator"], orient="row").with_columns(
        measure_id=pl.lit(measure),
        measure=pl.lit(measure),
        scale_id=pl.lit(None, pl.String),
        respondent=pl.lit(None, pl.String),
        course_count=pl.col("denominator"),
        numerator_squares=pl.lit(None, pl.Int64),
        products=pl.lit(None, pl.Int64),
        denominator_squares=pl.lit(None, pl.Int64),
        mean=pl.lit(None, pl.Float64),
        deviation=pl.lit(None, pl.Float64),
    )


def described(measure: str = "dropout", benchmark: str | None = None) -> pl.DataFrame:
    """One measure of courses, as `dim_measures` has it."""
    return pl.DataFrame(
        {
            "measure": [measure],
            "unit": ["course"],
            "kind": ["share"],
            "higher_is": ["worse"],
            "needs_appointments": [True],
            "benchmark_measure": [benchmark],
        },
        schema_overrides={"benchmark_measure": pl.String},
    )


def clinics(*names: str, silent: str | None = None) -> pl.DataFrame:
    """Clinics, one of which sends no appointments."""
    return pl.DataFrame({"clinic_id": names, "has_appointment_data": [name != silent for name in names]})


def courses(
    sizes: dict[str, int], severity: dict[str, float], effect: dict[str, float], seed: int = SEED
) -> pl.DataFrame:
    """Courses whose chance depends on severity, and on the clinic only where it has an effect (log odds)."""
    random = np.random.default_rng(seed)
    parts = []
    for clinic, count in sizes.items():
        severe = random.normal(severity.get(clinic, 0.0), 1.0, count)
        chance = 1 / (1 + np.exp(-(-0.5 + 1.2 * severe + effect.get(clinic, 0.0))))
        parts.append(
            pl.DataFrame(
                {
                    "clinic_id": clinic,
                    "is_case": random.random(count) < chance,
                    "intake_severity": severe,
                    "therapist_key": random.integers(0, 8, count),
                }
            )
        )
    return (
        pl.concat(parts)
        .with_row_index("episode_key")
        .with_columns(
            pl.col("episode_key").cast(pl.Int64),
            client_key=pl.col("episode_key").cast(pl.Int64),
            therapist_key=pl.col("therapist_key") + 10 * pl.col("clinic_id").rank("dense").cast(pl.Int64),
            measure_id=pl.lit("dropout"),
            age=pl.lit(30),
            previous_episodes=pl.lit(0),
            **dict.fromkeys(("gender", "employment", "problem", "modality"), pl.lit(None, pl.String)),
        )
    )


def counted(rows: pl.DataFrame) -> pl.DataFrame:
    """The totals of courses."""
    sums = rows.group_by("clinic_id").agg(pl.col("is_case").sum(), pl.len()).sort("clinic_id")
    return totals([(name, int(cases), int(count)) for name, cases, count in sums.iter_rows()])


def test_a_clinic_that_cannot_be_compared_has_nulls_and_a_reason() -> None:
    compared = compare_clinics(
        totals([("north", 30, 100), ("south", 0, 40)]),
        described(),
        clinics("north", "south", "east", "silent", silent="silent"),
        {},
        {},
    ).sort("clinic_id")
    figures = {row["clinic_id"]: row for row in compared.iter_rows(named=True)}
    assert figures["south"]["value"] == 0.0
    for name, reason in (
        ("east", "nobody to count in the period"),
        ("silent", "the clinic sends no appointments"),
    ):
        assert figures[name]["not_applicable"] == reason
        assert {
            figures[name][column] for column in ("value", "numerator", "p_value", "signal", "centre")
        } == {None}
    assert set(compared["comparisons"]) == {2}
    assert set(compared["signals_by_chance"]) == {0.004}


def test_a_clinic_with_harder_clients_is_expected_to_have_more_cases_and_is_no_signal() -> None:
    sizes = {f"c{number}": 400 for number in range(12)}
    rows = courses(sizes, {"c0": 1.5}, {})
    compared = compare_clinics(counted(rows), described(), clinics(*sizes), case_mixes(rows), {})
    harder = compared.row(by_predicate=pl.col("clinic_id") == "c0", named=True)
    assert harder["basis"] == "case_mix"
    assert harder["value"] > harder["centre"] + 0.15  # it does have many more cases
    assert harder["expected"] == pytest.approx(harder["value"], abs=0.05)
    assert harder["adjusted"] == pytest.approx(
        harder["centre"] * harder["value"] / harder["expected"], rel=1e-12
    )
    assert compared["signal"].sum() == 0
    crude = measure_funnel(Measured("share", "course", counted(rows)))
    assert crude.filter(clinic_id="c0")["signal"].item()


def test_a_clinic_that_does_worse_with_the_same_clients_is_a_signal() -> None:
    sizes = {f"c{number}": 400 for number in range(12)}
    rows = courses(sizes, {}, {"c3": 1.5})
    compared = compare_clinics(counted(rows), described(), clinics(*sizes), case_mixes(rows), {})
    assert compared.filter(pl.col("signal"))["clinic_id"].to_list() == ["c3"]
    assert compared.filter(clinic_id="c3").select("side", "q_value").row(0)[0] == "high"
    assert compared.filter(clinic_id="c3")["q_value"].item() < 0.05


def test_few_clinics_borrow_the_spread_of_published_providers_and_say_so() -> None:
    counts = totals([("a", 50, 100), ("b", 58, 100), ("c", 45, 100)])
    lent = BorrowedDispersion(0.004, ARCSINE, "150 providers")
    few = compare_clinics(
        counts, described(benchmark="recovery"), clinics("a", "b", "c"), {}, {"recovery": lent}
    )
    assert few.select("tau2_source", "tau2_origin", "tau2").unique().rows() == [
        ("benchmark", "150 providers", 0.004)
    ]
    own = compare_clinics(counts, described(), clinics("a", "b", "c"), {}, {"recovery": lent})
    assert own["tau2_source"].unique().to_list() == ["own"]
    assert own["rests_on_few_clinics"].all()
    many = totals([(f"c{n}", 40 + n, 100) for n in range(10)])
    enough = compare_clinics(
        many, described(benchmark="recovery"), clinics(*many["clinic_id"]), {}, {"recovery": lent}
    )
    assert enough["tau2_source"].unique().to_list() == ["own"]


def test_a_borrowed_spread_is_converted_to_the_scale_of_ratios() -> None:
    sizes = dict.fromkeys(("a", "b", "c"), 400)
    rows = courses(sizes, {}, {})
    lent = BorrowedDispersion(0.004, ARCSINE, "150 providers")
    funnel = measure_funnel(Measured("share", "course", counted(rows)), case_mixes(rows)["dropout"], lent)
    centre = float(rows["is_case"].mean())  # type: ignore[arg-type]
    assert funnel["tau2"].unique().item() == pytest.approx(lent.on(LOG, centre).tau2)
    assert funnel["tau2_scale"].unique().to_list() == ["log"]


def test_appointments_of_one_course_are_not_counted_as_independent() -> None:
    """Ten courses of two appointments: all of a course attended, or none."""
    together = pl.DataFrame(
        {
            "clinic_id": ["a", "b"],
            "numerator": [10, 10],
            "denominator": [20, 20],
            "course_count": [10, 10],
            "numerator_squares": [20, 20],
            "products": [20, 20],
            "denominator_squares": [40, 40],
        }
    )
    # Within a clinic: 10 courses, each (n - p d)^2 = 1, times 10/9; binomial 20 x 0.25.
    assert design_effect(together) == pytest.approx((10 * 10 / 9) / 5)
    # Each course attends one of two: less than independent, which counts as independent.
    assert design_effect(together.with_columns(numerator_squares=10)) == 1.0
    figures = measure_funnel(Measured("share", "event", together))
    # A standard error of sqrt(20/9 x 0.25/20) = 1/6.
    assert figures["upper_95_unadjusted"].to_list() == pytest.approx([0.5 + 1.959963984540054 / 6] * 2)


def test_means_rest_on_the_deviation_between_courses_pooled_over_clinics() -> None:
    rows = pl.DataFrame(
        {
            "clinic_id": ["a", "b", "c"],
            "numerator": [None] * 3,
            "denominator": [30, 40, 1],
            "course_count": [3, 5, 1],
            "mean": [40.0, 44.0, 50.0],
            "deviation": [2.0, 4.0, None],
        },
        schema_overrides={"numerator": pl.Int64},
    )
    pooled = ((2 * 4 + 4 * 16) / 6) ** 0.5
    assert pooled_deviation(rows) == pytest.approx(pooled)
    figures = measure_funnel(Measured("mean", "form", rows))
    centre = (3 * 40 + 5 * 44 + 50) / 9
    assert figures["centre"].to_list() == pytest.approx([centre] * 3)
    assert figures["upper_95_unadjusted"][0] == pytest.approx(centre + 1.959963984540054 * pooled / 3**0.5)


def test_effects_are_of_what_case_mix_leaves() -> None:
    """Clinics that differ in clients only: their adjusted shares lie together, their crude ones far apart."""
    sizes = {f"c{number}": 400 for number in range(6)}
    rows = courses(sizes, {"c0": 1.5, "c1": -1.5}, {})
    effects = network_effects(rows, case_mixes(rows), 0.7)
    adjusted = effects["clinic_effects"]
    crude = rows.group_by("clinic_id").agg(pl.col("is_case").mean())["is_case"]
    assert crude.max() - crude.min() > 0.4  # type: ignore[operator]
    assert adjusted["raw_mean"].max() - adjusted["raw_mean"].min() < 0.12  # type: ignore[operator]
    assert (adjusted["rank_upper"] - adjusted["rank_lower"]).min() >= 3  # type: ignore[operator]
    assert set(effects["variance_shares"]["level"]) == {"clinic", "therapist"}
    assert effects["therapist_effects"].height == 48


def test_the_order_in_which_clinics_are_read_changes_no_digit() -> None:
    random = np.random.default_rng(SEED)
    names = [f"clinic_{number:02}" for number in range(23)]
    measures = ("dropout", "no_show")
    rows = pl.concat(
        totals(
            [(name, int(random.integers(3, 90)), int(random.integers(90, 400))) for name in names], measure
        )
        for measure in measures
    )
    known = pl.concat(described(measure) for measure in measures)
    first = compare_clinics(rows, known, clinics(*names), {}, {}).sort("clinic_id", "measure_id")
    for seed in range(4):
        again = compare_clinics(
            rows.sample(fraction=1, shuffle=True, seed=seed),
            known.reverse(),
            clinics(*names).sample(fraction=1, shuffle=True, seed=seed),
            {},
            {},
        ).sort("clinic_id", "measure_id")
        assert again.select(first.columns).equals(first)


def test_a_clinic_alone_has_no_verdict_even_with_a_borrowed_spread() -> None:
    lent = BorrowedDispersion(0.004, ARCSINE, "150 providers")
    alone = compare_clinics(
        totals([("a", 50, 100)]), described(benchmark="recovery"), clinics("a"), {}, {"recovery": lent}
    )
    assert alone.select("signal", "tau2", "comparisons").rows() == [(None, None, 0)]


def test_without_differences_signals_are_no_more_than_nominal_and_a_planted_one_is_found() -> None:
    """Thirty networks of twelve clinics whose clients differ, through case mix, funnel and verdict.

    Nominal are 0.72 false signals in 360 comparisons; chance gives four or more in under 1 % of such runs.
    One clinic with log odds 1.2 above the others is found in at least nine of ten networks.
    """
    sizes = {f"c{number}": 150 + 25 * number for number in range(12)}
    random = np.random.default_rng(3)
    false, found = 0, 0
    for seed in range(30):
        severity = {clinic: float(random.normal(0, 0.7)) for clinic in sizes}
        rows = courses(sizes, severity, {}, seed)
        null = compare_clinics(counted(rows), described(), clinics(*sizes), case_mixes(rows), {})
        assert null["basis"].unique().to_list() == ["case_mix"]
        false += int(null["signal"].sum())
        rows = courses(sizes, severity, {"c6": 1.2}, seed)
        planted = compare_clinics(counted(rows), described(), clinics(*sizes), case_mixes(rows), {})
        found += bool(planted.filter(clinic_id="c6")["signal"].item())
    assert false <= 3
    assert found >= 27
