"""What an invented clinic does about its people: whom it calls, and which answers somebody has looked at.

Belongs here: drawing actions from what the clinic sees itself. Doesn't: the clinic's files (`dialects`).
Nothing that is done changes what follows: a warehouse that finds an effect of calling has fooled itself.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.simulator.network import SimulatedClinic

CALLED = 0.6
"""Share of missed appointments after which somebody gets in touch."""
ASKED_AFTER = 0.45
"""Share of silent fortnights, the first three of a silence, in which somebody gets in touch."""
REVIEWED = 0.8
"""Share of forms with a positive risk answer that somebody is known to have looked at."""
KINDS = {"called": 0.5, "message_sent": 0.25, "appointment_offered": 0.15, "discussed_in_supervision": 0.1}
RISK_ITEMS = {"phq9": 9}


def draw_actions(part: SimulatedClinic, rng: np.random.Generator) -> pl.DataFrame:
    """Return one row per action: episode, episode_id, acted_on, kind, response_id (of a review), action."""
    missed = part.appointments.filter(pl.col("status") == "no_show").sort("appointment")
    after_missed = missed.select(
        "episode",
        "episode_id",
        (pl.col("scheduled_at").dt.date() + _days(1, 6, missed.height, rng)).alias("acted_on"),
    ).filter(pl.Series(rng.random(missed.height) < CALLED))
    calls = pl.concat([after_missed, *(_asked_after(part, fortnight, rng) for fortnight in (1, 2, 3))])
    kinds = rng.choice(list(KINDS), calls.height, p=list(KINDS.values()))
    calls = calls.with_columns(
        pl.Series("kind", kinds, dtype=pl.String), pl.lit(None, pl.String).alias("response_id")
    )
    reviews = [
        _reviews(part.forms[name], item, rng) for name, item in RISK_ITEMS.items() if name in part.forms
    ]
    return (
        pl.concat([calls, *reviews])
        .sort("acted_on", "episode", "kind", "response_id")
        .with_row_index("action", offset=1)
        .with_columns(action_id=pl.format("LOG{}", pl.col("action").cast(pl.String).str.zfill(6)))
    )


def _asked_after(part: SimulatedClinic, fortnight: int, rng: np.random.Generator) -> pl.DataFrame:
    """Return whom somebody asks after in that fortnight of silence; nobody whose end is known."""
    seen = part.appointments.filter(pl.col("status").is_in(["attended", "attended_late"])).select(
        "episode", "episode_id", pl.col("scheduled_at").dt.date().alias("seen_on")
    )
    seen = seen.sort("episode", "seen_on").with_columns(
        pl.col("seen_on").shift(-1).over("episode").alias("seen_next")
    )
    silent = seen.join(part.episodes.select("episode", "end_date"), on="episode", maintain_order="left")
    day = pl.col("seen_on") + pl.duration(days=14 * fortnight) + _days(0, 7, silent.height, rng)
    is_asked = pl.Series(rng.random(silent.height) < ASKED_AFTER)
    return (
        silent.with_columns(day.alias("acted_on"))
        .filter(
            is_asked,
            (pl.col("acted_on") < pl.col("seen_next")).fill_null(True),
            (pl.col("acted_on") < pl.col("end_date")).fill_null(True),
        )
        .select("episode", "episode_id", "acted_on")
    )


def _reviews(forms: pl.DataFrame, item: int, rng: np.random.Generator) -> pl.DataFrame:
    positive = forms.filter(pl.col(f"item_{item}") > 0).sort("response")
    return positive.select(
        "episode",
        "episode_id",
        (pl.col("completed_at").dt.date() + _days(0, 4, positive.height, rng)).alias("acted_on"),
        pl.lit("risk_answer_reviewed").alias("kind"),
        "response_id",
    ).filter(pl.Series(rng.random(positive.height) < REVIEWED))


def _days(least: int, beyond: int, count: int, rng: np.random.Generator) -> pl.Expr:
    return pl.lit(pl.Series(rng.integers(least, beyond, count))) * pl.duration(days=1)
