"""How likely each open episode is to end by dropping out soon: the mart `dropout_risk`.

Belongs here: the mart's columns, and putting the week's episodes beside what is said of them. Doesn't: the
base rate and the model (`warehouse.risk`), and what was known of an episode when (SQL).
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.statistic import Count, MartSchema, Statistic, Tables, as_mart
from warehouse.risk.base_rates import base_rates

BASE_COUNTS = "intermediate.int_risk_base_counted"
EPISODES = "intermediate.int_episodes_concluded"
CLINICS = "intermediate.int_clinics_covered"

REASONS = 3
"""So many reasons are given for a client's risk."""

_REASON_COLUMNS: MartSchema = {
    name: kind
    for number in range(1, REASONS + 1)
    for name, kind in (
        (f"reason_{number}", pl.String),
        (f"reason_{number}_value", pl.Float64),
        (f"reason_{number}_before", pl.Float64),
    )
}

DROPOUT_RISK: MartSchema = {
    "clinic_id": pl.String,
    "episode_key": pl.Int64,
    "week": pl.String,
    "risk": pl.Float64,
    "rank_in_clinic": pl.Int32,
    "is_flagged": pl.Boolean,
    "weeks_flagged": pl.Int32,
    "reasons": pl.String,
    **_REASON_COLUMNS,
    "basis": pl.String,
    "basis_reason": pl.String,
    "model_version": pl.String,
}


def on_base_rates(episodes: pl.DataFrame, rates: pl.DataFrame, clinics: pl.DataFrame) -> pl.DataFrame:
    """Give every episode its clinic's base rate, and say why it is no more than that.

    `episodes` holds `clinic_id`, `episode_key`, `week`; `rates` is what `base_rates` returns; `clinics`
    holds `clinic_id` and `has_appointment_data`.
    """
    return (
        episodes.join(rates, on="clinic_id", how="left")
        .join(clinics, on="clinic_id", how="left")
        .with_columns(
            risk="base_rate",
            is_flagged=pl.lit(False),
            weeks_flagged=pl.lit(0),
            basis=pl.lit("base_rate"),
            basis_reason=pl.when(pl.col("has_appointment_data"))
            .then(pl.lit("too_little_history"))
            .otherwise(pl.lit("no_appointment_data")),
        )
    )


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    risks = on_base_rates(tables["episodes"], base_rates(tables[BASE_COUNTS]), tables[CLINICS])
    return {"dropout_risk": as_mart(risks, DROPOUT_RISK, ("clinic_id", "episode_key"))}


_OPEN_EPISODES = """
select clinic_id, episode_key, $week as week
from intermediate.int_episodes_concluded
where state = 'open'
"""

STATISTIC = Statistic(
    about="How likely each open episode is to end by dropping out, whom to call first, and why.",
    reads={
        BASE_COUNTS: ("clinic_id", "episode_count", "weeks_open", "weeks_before_dropout"),
        CLINICS: ("clinic_id", "has_appointment_data"),
    },
    counts={"episodes": Count(_OPEN_EPISODES, {EPISODES: ("clinic_id", "episode_key", "state")})},
    marts={"dropout_risk": DROPOUT_RISK},
    compute=_compute,
)
