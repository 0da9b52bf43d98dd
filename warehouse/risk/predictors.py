"""What the model sees of an episode: numbers and words made from what was known at the end of a week.

Belongs here: predictors, their grouping, scores on different scales made comparable. Doesn't: which facts
were known when (SQL), and fitting (`design`, `hazard`).

Age, gender, ethnicity and language are no predictors: the model's calibration is judged by them, and nobody
is called first because of them. Neither is anything that isn't known at the landmark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

NO_EARLY_CHANGE = 0.3
"""Improvement from the first to the third form, in standard deviations of first scores, below which there is
none to speak of. House default."""

SHORTEST_INTERVAL_DAYS = 7.0
"""A client is overdue after the usual interval, but nobody within a week."""


@dataclass(frozen=True)
class Predictors:
    """Columns of a frame of landmarks that a model uses.

    `groups` names what a number or word is about; numbers of one group speak as one reason. `unit` is the
    column of who shares an effect (therapists); null where there is none.
    """

    groups: Mapping[str, str]
    numbers: tuple[str, ...]
    categories: tuple[str, ...] = ()
    unit: str | None = None


GROUPS: Mapping[str, str] = {
    "log_days_since_contact": "not_seen",
    "weeks_overdue": "not_seen",
    "is_last_missed": "last_missed",
    "missed_recently": "missed_recently",
    "missed_share": "missed_recently",
    "no_next_appointment": "nothing_booked",
    "form_missing": "form_missing",
    "alliance": "alliance_low",
    "alliance_below_best": "alliance_fell",
    "alliance_below_own": "alliance_fell",
    "severity": "severe_at_start",
    "improvement": "little_change",
    "no_early_change": "little_change",
    "rise": "distress_rose",
    "log_wait": "waited_long",
    "log_sessions": "stage",
    "not_begun": "stage",
    "log_weeks": "stage",
    "progress": "stage",
    "log_planned": "stage",
    "previous_episodes": "history",
    "presenting_problem": "problem",
    "modality": "modality",
}

CATEGORIES = ("presenting_problem", "modality")

PREDICTORS = Predictors(
    groups=GROUPS,
    numbers=tuple(name for name in GROUPS if name not in CATEGORIES),
    categories=CATEGORIES,
    unit="therapist_key",
)


@dataclass(frozen=True)
class ScaleNorms:
    """Mean and standard deviation by scale, in shares of its range: of first distress, and of alliance."""

    distress: Mapping[str, tuple[float, float]]
    alliance: Mapping[str, tuple[float, float]]


def scale_norms(landmarks: pl.DataFrame) -> ScaleNorms:
    """Return the norms of the scales in use, with those of all scales together under the empty name.

    Distress by the first form of each episode, alliance by the last form known at each landmark.
    """
    first = landmarks.unique("episode_key", keep="last", maintain_order=True)
    return ScaleNorms(
        _norms(first, "outcome_scale_id", "first_distress"),
        _norms(landmarks, "alliance_scale_id", "last_alliance"),
    )


def describe(landmarks: pl.DataFrame, norms: ScaleNorms) -> pl.DataFrame:
    """Add the predictors to landmarks, as `int_risk_landmarks_described` has them."""
    outcome, alliance = pl.col("outcome_scale_id"), pl.col("alliance_scale_id")
    sd_distress, sd_alliance = _sd(outcome, norms.distress), _sd(alliance, norms.alliance)
    overdue = pl.col("days_since_contact") - pl.max_horizontal(
        pl.col("days_between_sessions").fill_null(SHORTEST_INTERVAL_DAYS), pl.lit(SHORTEST_INTERVAL_DAYS)
    )
    early = (pl.col("first_distress") - pl.col("third_distress")) / sd_distress
    held = pl.col("sessions_attended") + pl.col("missed")
    return landmarks.with_columns(
        log_days_since_contact=pl.col("days_since_contact").log1p(),
        weeks_overdue=(overdue / 7).clip(0, 8),
        is_last_missed=pl.col("is_last_missed").cast(pl.Float64),
        missed_recently=pl.col("missed_recently").clip(0, 3).cast(pl.Float64),
        missed_share=pl.when(held > 0).then(pl.col("missed") / held),
        no_next_appointment=(~pl.col("has_next_appointment")).cast(pl.Float64),
        form_missing=pl.col("is_form_missing").cast(pl.Float64),
        alliance=(pl.col("last_alliance") - _mean(alliance, norms.alliance)) / sd_alliance,
        alliance_below_best=(pl.col("best_recent_alliance") - pl.col("last_alliance")) / sd_alliance,
        alliance_below_own=(pl.col("alliance_before") - pl.col("last_alliance")) / sd_alliance,
        severity=(pl.col("first_distress") - _mean(outcome, norms.distress)) / sd_distress,
        improvement=(pl.col("first_distress") - pl.col("last_distress")) / sd_distress,
        no_early_change=(early < NO_EARLY_CHANGE).cast(pl.Float64),
        rise=((pl.col("last_distress") - pl.col("previous_distress")) / sd_distress).clip(0, None),
        log_wait=pl.col("days_waited").clip(0, None).log1p(),
        log_sessions=pl.col("sessions_attended").log1p(),
        not_begun=(pl.col("sessions_attended") == 0).cast(pl.Float64),
        log_weeks=(pl.col("days_since_start") / 7).clip(0, None).log1p(),
        progress=(pl.col("sessions_attended") / pl.col("planned_sessions").replace(0, None)).clip(0, 1.5),
        log_planned=pl.col("planned_sessions").log1p(),
        previous_episodes=pl.col("previous_episodes").log1p(),
    )


def _norms(frame: pl.DataFrame, scale: str, level: str) -> dict[str, tuple[float, float]]:
    known = frame.select(pl.col(scale).alias("scale"), pl.col(level).alias("level")).drop_nulls()
    by_scale = (
        known.group_by("scale").agg(pl.col("level").mean().alias("mean"), pl.col("level").std().alias("sd"))
    ).filter(pl.col("sd") > 0)
    overall = (known["level"].mean(), known["level"].std())
    found = {name: (float(mean), float(sd)) for name, mean, sd in by_scale.sort("scale").iter_rows()}
    usable = overall[1] is not None and float(str(overall[1])) > 0
    found[""] = (float(str(overall[0])), float(str(overall[1]))) if usable else (0.5, 0.2)
    return found


def _mean(scale: pl.Expr, norms: Mapping[str, tuple[float, float]]) -> pl.Expr:
    return _looked_up(scale, {name: values[0] for name, values in norms.items()})


def _sd(scale: pl.Expr, norms: Mapping[str, tuple[float, float]]) -> pl.Expr:
    return _looked_up(scale, {name: values[1] for name, values in norms.items()})


def _looked_up(scale: pl.Expr, values: Mapping[str, float]) -> pl.Expr:
    return scale.replace_strict(dict(values), default=values[""], return_dtype=pl.Float64)


SRS = "srs"
AGE_BANDS = ((25, "under 25"), (40, "25 to 39"), (60, "40 to 59"))


def add_rules(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the rules of thumb that a model must beat, and the subgroups by which it is judged.

    `last_missed_rule`: the last appointment was missed. `alliance_rule`: alliance low or falling, or no early
    change. SRS by its own rule (total below 36, a line below 9, a fall of a point); other scales low at a
    standard deviation below the mean, falling by one.
    """
    is_srs = (pl.col("alliance_scale_id") == SRS).fill_null(False)
    fall = pl.col("previous_alliance") - pl.col("last_alliance")
    srs_says = (pl.col("last_alliance") < 0.9) | (pl.col("lowest_alliance_item") < 9) | (fall >= 0.025)
    others_say = (pl.col("alliance") < -1) | (pl.col("alliance_below_best") >= 1)
    age = pl.lit(None, pl.String)
    for limit, name in reversed(AGE_BANDS):
        age = pl.when(pl.col("age") < limit).then(pl.lit(name)).otherwise(age)
    return rows.with_columns(
        last_missed_rule=pl.col("is_last_missed") > 0,
        alliance_rule=(
            pl.when(is_srs).then(srs_says).otherwise(others_say).fill_null(False)
            | (pl.col("no_early_change") > 0).fill_null(False)
        ),
        age_band=pl.when(pl.col("age") >= AGE_BANDS[-1][0]).then(pl.lit("60 and over")).otherwise(age),
        contact=pl.when(pl.col("days_since_contact") <= 14)
        .then(pl.lit("seen in the last 14 days"))
        .otherwise(pl.lit("not seen for longer")),
    )
