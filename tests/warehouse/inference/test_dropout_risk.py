"""The mart of dropout risk: every open episode has a row that says what its number rests on."""

from __future__ import annotations

import polars as pl

from warehouse.inference.dropout_risk import on_base_rates


def test_everybody_of_a_clinic_on_a_base_rate_has_the_same_number_no_rank_and_no_flag() -> None:
    episodes = pl.DataFrame({"clinic_id": ["a", "a", "b"], "episode_key": [1, 2, 3], "week": "2026-W46"})
    rates = pl.DataFrame({"clinic_id": ["a", "b"], "base_rate": [0.1, 0.2]})
    clinics = pl.DataFrame({"clinic_id": ["a", "b"], "has_appointment_data": [True, False]})
    found = on_base_rates(episodes, rates, clinics).sort("episode_key")
    assert found["risk"].to_list() == [0.1, 0.1, 0.2]
    assert found["basis"].unique().to_list() == ["base_rate"]
    assert not found["is_flagged"].any()
    assert "rank_in_clinic" not in found.columns
    assert found["basis_reason"].to_list() == [
        "too_little_history",
        "too_little_history",
        "no_appointment_data",
    ]
