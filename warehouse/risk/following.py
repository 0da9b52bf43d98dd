"""What clinics did about those who were flagged, and what followed: described, never explained.

Belongs here: the first action after a flag, and how courses went on with and without one. Doesn't: the flags
(`scoring`). Nobody was called by lot: whoever was called was chosen, by how worried somebody was, so that
no difference between the called and the others says what calling does.
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.statistic import Z_95

ACTION_DAYS = 7
"""An action answers a flag if it is of the Monday on which the flag was published, or of the seven days after
it. House rule."""

ACTED, NONE_NEEDED, NOTHING, NOT_TOLD = "acted", "none_needed", "nothing_recorded", "not_told"
"""Somebody did something; looked and saw no need; nothing stands in the clinic's list; there is no list."""

EVERYBODY = "all"
FOLLOWED = ("dropped_out", "completed", "other_ending", "kept_coming", "not_known_yet")


def with_answers(flags: pl.DataFrame, actions: pl.DataFrame, clinics: pl.DataFrame) -> pl.DataFrame:
    """Add what the clinic did (`handled`, `acted_on`, `action`) to flags.

    `flags` holds `clinic_id`, `episode_key`, `week_end`; `actions` holds `episode_key`, `acted_on`, `kind`,
    without reviews; `clinics` holds `clinic_id`, `actions_from`, `actions_until`: the days for which its list
    speaks, null where a clinic sends none.
    """
    keyed = flags.with_row_index("flag")
    last_day = pl.col("week_end") + pl.duration(days=ACTION_DAYS)
    after = (
        keyed.select("flag", "episode_key", "week_end")
        .join(actions.select("episode_key", "acted_on", "kind"), on="episode_key")
        .filter(pl.col("acted_on").is_between("week_end", last_day))
        .with_columns(is_none=pl.col("kind") == NONE_NEEDED)
        .sort("flag", "is_none", "acted_on", "kind")
        .group_by("flag", maintain_order=True)
        .first()
        .select("flag", "acted_on", "is_none", action="kind")
    )
    is_told = (pl.col("actions_from") <= pl.col("week_end")) & (pl.col("actions_until") >= last_day)
    return (
        keyed.join(after, on="flag", how="left")
        .join(
            clinics.select("clinic_id", "actions_from", "actions_until"),
            on="clinic_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            handled=pl.when(pl.col("is_none"))
            .then(pl.lit(NONE_NEEDED))
            .when(pl.col("action").is_not_null())
            .then(pl.lit(ACTED))
            .when(is_told.fill_null(False))
            .then(pl.lit(NOTHING))
            .otherwise(pl.lit(NOT_TOLD))
        )
        .sort("flag")
        .drop("flag", "is_none", "actions_from", "actions_until")
    )


def what_followed(flags: pl.DataFrame, horizon_days: int) -> pl.DataFrame:
    """Count how the flagged went on within the horizon, by clinic (and over all) and by what was done.

    `flags` as `with_answers` returns them, with `weeks_back` and `became`. Each course counts once, by the
    first of its flags for which the horizon has passed. Shares come with Wilson's 95 % interval.
    """
    once = (
        flags.filter(pl.col("weeks_back") * 7 >= horizon_days)
        .sort("weeks_back", descending=True)
        .unique("episode_key", keep="first", maintain_order=True)
    )
    both = pl.concat([once, once.with_columns(clinic_id=pl.lit(EVERYBODY))])
    counted = both.group_by("clinic_id", "handled").agg(
        courses=pl.len().cast(pl.Int64),
        **{name: (pl.col("became") == name).sum().cast(pl.Int64) for name in FOLLOWED},
    )
    return counted.with_columns(
        *_share("dropped_out", "dropped_out_share"), *_share("kept_coming", "kept_coming_share")
    ).sort("clinic_id", "handled")


def _share(numerator: str, name: str) -> list[pl.Expr]:
    """Return a share of the courses with Wilson's interval (Wilson 1927)."""
    number, share = pl.col("courses"), pl.col(numerator) / pl.col("courses")
    z2 = Z_95**2
    centre = (share + z2 / (2 * number)) / (1 + z2 / number)
    half = Z_95 * (share * (1 - share) / number + z2 / (4 * number**2)).sqrt() / (1 + z2 / number)
    return [
        share.alias(name),
        (centre - half).clip(0, 1).alias(f"{name}_lower"),
        (centre + half).clip(0, 1).alias(f"{name}_upper"),
    ]
