"""The base rate of a clinic, pulled towards the network's by how little is known of it."""

from __future__ import annotations

import polars as pl
import pytest

from warehouse.risk.base_rates import PRIOR_EPISODES, base_rates


def counts(**clinics: tuple[int, int, int]) -> pl.DataFrame:
    """One row per clinic from (episodes, weeks open, weeks before a dropout)."""
    return pl.DataFrame(
        [(name, *numbers) for name, numbers in clinics.items()],
        schema={
            "clinic_id": pl.String,
            "episode_count": pl.Int64,
            "weeks_open": pl.Int64,
            "weeks_before_dropout": pl.Int64,
        },
        orient="row",
    )


def rates(**clinics: tuple[int, int, int]) -> dict[str, float | None]:
    return dict(base_rates(counts(**clinics)).iter_rows())


def test_a_clinic_with_as_many_episodes_as_the_prior_stands_halfway_to_the_network() -> None:
    found = rates(north=(PRIOR_EPISODES, 400, 80), south=(1_000_000, 400, 0))
    assert found["north"] == pytest.approx((0.2 + 0.1) / 2)
    assert found["south"] == pytest.approx(0.0, abs=1e-4)


def test_a_clinic_without_history_has_the_networks_rate() -> None:
    assert rates(north=(50, 400, 80), new=(0, 0, 0))["new"] == pytest.approx(0.2)


def test_where_nobody_has_a_history_there_is_no_rate() -> None:
    assert rates(north=(0, 0, 0)) == {"north": None}
