"""Landmarks from the simulator's truth: who could have stopped in a week, with the hazard that decided it.

Belongs here: giving `Simulation.weeks` the columns of landmarks, with a horizon of one week. Doesn't: files
and the warehouse, whose landmarks have a horizon of four.
"""

from __future__ import annotations

import polars as pl

from ingest.simulator import Simulation, simulate
from warehouse.risk.predictors import Predictors

NUMBERS = ("severity", "alliance", "fall", "no_early_change", "missed_session", "sessions")
TRUE_PREDICTORS = Predictors(groups={name: name for name in NUMBERS}, numbers=NUMBERS, unit="therapist_key")


def landmarks(simulation: Simulation) -> pl.DataFrame:
    """Return one row per course and week at risk; `hazard` is the true chance of `outcome`."""
    network = simulate(simulation)
    clinic = pl.col("clinic_id").rank("dense").cast(pl.Int64) * 1_000_000
    courses = network.episodes.select("clinic_id", "episode", "client", "therapist")
    week_end = pl.col("day").dt.truncate("1w")
    return (
        network.weeks.join(courses, on=["clinic_id", "episode"])
        .with_columns(
            week_end=week_end,
            settles_on=week_end + pl.duration(days=7),
            episode_key=clinic + pl.col("episode"),
            client_key=clinic + pl.col("client"),
            therapist_key=clinic + pl.col("therapist"),
            sessions=pl.col("sessions").clip(upper_bound=10),
            outcome=pl.col("dropped_out").cast(pl.Float64),
            last_missed_rule=pl.col("missed_session"),
            alliance_rule=(pl.col("alliance") < -1) | pl.col("no_early_change"),
        )
        .sort("week_end", "episode_key")
    )
