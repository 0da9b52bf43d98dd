"""The base rate: what is said of everybody in a clinic where no model has earned more.

Belongs here: each clinic's share of weeks before a dropout, pulled towards the network's. Doesn't: counting
(SQL), and when the base rate is used (`judging`).
"""

from __future__ import annotations

import polars as pl

PRIOR_EPISODES = 50
"""A clinic's own share counts like its episodes, the network's like so many. House default."""


def base_rates(counts: pl.DataFrame) -> pl.DataFrame:
    """Return `clinic_id` and `base_rate` of every clinic in `counts`.

    `counts` holds one row per clinic: `clinic_id`, `episode_count`, `weeks_open`, `weeks_before_dropout`. A
    clinic without history has the network's rate; where nobody has any, the rate is null.

        rate = w * own + (1 - w) * network,   w = episodes / (episodes + PRIOR_EPISODES)
    """
    own = pl.col("weeks_before_dropout") / pl.col("weeks_open")
    network = pl.col("weeks_before_dropout").sum() / pl.col("weeks_open").sum()
    weight = pl.col("episode_count") / (pl.col("episode_count") + PRIOR_EPISODES)
    known = (pl.col("weeks_open") > 0) & (pl.col("episode_count") > 0)
    return counts.select(
        "clinic_id",
        base_rate=pl.when(pl.col("weeks_open").sum() > 0).then(
            pl.when(known).then(weight * own + (1 - weight) * network).otherwise(network)
        ),
    ).sort("clinic_id")
