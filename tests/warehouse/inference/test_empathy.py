"""Who may be shown: therapists' empathy and the core conditions over a network."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from warehouse.inference.empathy import (
    CORE_CONDITIONS,
    FORMS,
    NETWORK,
    STATISTIC,
    THERAPIST_EMPATHY,
    one_scale_per_condition,
    therapist_means,
)
from warehouse.inference.nested_means import fit_nested_means
from warehouse.inference.statistic import InputError


def network_of(
    seed: int,
    forms_each: tuple[int, ...],
    between: float = 2.0,
    scale: str = "care",
    construct: str = "empathy",
    first_key: int = 100,
) -> pl.DataFrame:
    """Draw one form per client: therapist k has forms_each[k] of them, in two clinics by turns."""
    generator = np.random.default_rng(seed)
    parts = []
    for number, count in enumerate(forms_each):
        scores = np.clip(generator.normal(42 + generator.normal(0, between), 5, count).round(), 10, 50)
        parts.append(
            pl.DataFrame(
                {
                    "clinic_id": ("north", "south")[number % 2],
                    "therapist_key": first_key + number,
                    "scale_id": scale,
                    "construct": construct,
                    "client_key": [1000 * number + n for n in range(count)],
                    "form_count": 1,
                    "mean_score": scores,
                    "squares_within": 0.0,
                    "ceiling_count": (scores == 50).astype(int),
                }
            )
        )
    return pl.concat(parts).cast({"therapist_key": pl.Int64, "form_count": pl.Int64})


def compute(forms: pl.DataFrame, minimum: float = 0.7) -> dict[str, pl.DataFrame]:
    network = pl.DataFrame({"minimum_publishable_reliability": [minimum]})
    return STATISTIC.compute({FORMS: forms, NETWORK: network})


def test_a_therapist_is_publishable_from_the_networks_reliability_on() -> None:
    forms = network_of(1, (3, 10, 60, 120, 30, 200))
    means = compute(forms)["therapist_empathy"]
    assert means["is_publishable"].to_list() == (means["reliability"] >= 0.7).to_list()
    assert set(means["is_publishable"]) == {True, False}
    reliability = means["reliability"].to_list()
    assert sorted(reliability) == [reliability[n] for n in (0, 1, 4, 2, 3, 5)]  # by number of forms
    exact = float(reliability[2])
    assert compute(forms, exact)["therapist_empathy"]["is_publishable"][2] is True
    assert compute(forms, np.nextafter(exact, 1))["therapist_empathy"]["is_publishable"][2] is False


def test_nobody_is_publishable_where_therapists_do_not_differ() -> None:
    forms = network_of(2, (50,) * 6).with_columns(
        mean_score=pl.when(pl.col("client_key") % 2 == 0).then(40.0).otherwise(44.0)
    )
    means = compute(forms)["therapist_empathy"]
    assert means["tau2"].to_list() == [0.0] * 6
    assert means["reliability"].to_list() == [0.0] * 6
    assert not means["is_publishable"].any()
    assert means["shrunken_mean"].to_list() == pytest.approx([42.0] * 6)


def test_nobody_is_publishable_where_there_is_nobody_to_compare_with() -> None:
    means = compute(network_of(3, (80,)))["therapist_empathy"]
    assert means.height == 1
    assert means["tau2"].to_list() == [None]
    assert means["shrunken_mean"].to_list() == [None]
    assert means["is_publishable"].to_list() == [False]


def test_means_are_shrunk_towards_the_whole_network_and_not_the_clinic() -> None:
    forms = network_of(4, (20, 25, 30, 35))
    means = compute(forms)["therapist_empathy"]
    fitted = fit_nested_means(forms.rename({"squares_within": "within_ss"}))
    assert means["network_mean"].to_list() == [fitted.mean] * 4
    assert means["clinic_id"].to_list() == ["north", "south", "north", "south"]
    expected = means["network_mean"] + means["reliability"] * (means["raw_mean"] - means["network_mean"])
    assert means["shrunken_mean"].to_list() == pytest.approx(expected.to_list())
    assert (means["lower_95"] < means["shrunken_mean"]).all()
    assert (means["shrunken_mean"] < means["upper_95"]).all()


def test_counts_and_the_share_at_the_ceiling_are_of_the_therapists_own_forms() -> None:
    forms = network_of(5, (4, 6)).with_columns(form_count=pl.lit(2), ceiling_count=pl.lit(1))
    means = compute(forms)["therapist_empathy"]
    assert means["client_count"].to_list() == [4, 6]
    assert means["response_count"].to_list() == [8, 12]
    assert means["share_at_ceiling"].to_list() == [0.5, 0.5]


def test_there_is_no_rank_in_the_marts() -> None:
    for schema in (THERAPIST_EMPATHY, CORE_CONDITIONS):
        assert not [name for name in schema if "rank" in name or "place" in name]


def test_the_marts_have_the_promised_columns_in_order_and_one_row_per_key() -> None:
    forms = pl.concat(
        [
            network_of(6, (9, 8, 7)),
            network_of(7, (5, 6, 7), scale="ri_regard", construct="regard"),
            network_of(8, (5, 6, 7), scale="wai", construct="alliance"),
        ]
    )
    marts = compute(forms.sample(fraction=1.0, shuffle=True, seed=1))
    assert set(marts) == set(STATISTIC.marts)
    for mart, frame in marts.items():
        assert frame.schema == pl.Schema(STATISTIC.marts[mart])
    assert marts["therapist_empathy"].select("therapist_key", "scale_id").rows() == [
        (100, "care"),
        (101, "care"),
        (102, "care"),
    ]
    conditions = marts["core_conditions"].select("therapist_key", "condition").rows()
    assert conditions == [(key, name) for key in (100, 101, 102) for name in ("empathy", "regard")]
    assert compute(forms)["core_conditions"].equals(marts["core_conditions"])


def test_scales_of_one_condition_are_never_pooled() -> None:
    forms = pl.concat([network_of(9, (9, 3)), network_of(10, (4, 8), scale="burns")])
    means = therapist_means(forms, 0.7)
    assert means.height == 4
    chosen = one_scale_per_condition(means).select("therapist_key", "condition", "scale_id", "response_count")
    assert chosen.rows() == [(100, "empathy", "care", 9), (101, "empathy", "burns", 8)]


def test_a_network_without_empathy_forms_has_empty_marts() -> None:
    marts = compute(network_of(1, (3, 3)).clear())
    for mart, frame in marts.items():
        assert frame.height == 0
        assert frame.schema == pl.Schema(STATISTIC.marts[mart])


def test_settings_of_the_network_must_be_one_row() -> None:
    none = pl.DataFrame(schema={"minimum_publishable_reliability": pl.Float64})
    with pytest.raises(InputError, match="0 rows instead of one"):
        STATISTIC.compute({FORMS: network_of(1, (3, 3)), NETWORK: none})
