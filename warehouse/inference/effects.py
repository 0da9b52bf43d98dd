"""How much clinics and therapists differ in what becomes of their clients, case mix allowed for.

Belongs here: the marts `clinic_effects`, `therapist_effects` and `variance_shares`. Doesn't: the models
behind them (`clinic_effects`, `nested_means`), what is expected of a course (`case_mix`), and who is a signal
(`comparison`).

What is modelled is outcome - expected + overall share: the share that a clinic or therapist would have with
the network's clients. Never a league table: shrunken figures with intervals, ranks of clinics only as
intervals, and of therapists none at all.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from warehouse.inference.case_mix import CaseMix
from warehouse.inference.clinic_effects import (
    CLINICS,
    PUBLISHED_SHARES,
    ClinicEffects,
    clinic_effects,
    latent_share,
    therapist_sums,
)
from warehouse.inference.nested_means import client_means, fit_nested_means, is_publishable
from warehouse.inference.statistic import MartSchema

CLINIC_EFFECTS: MartSchema = {
    "measure_id": pl.String,
    "clinic_id": pl.String,
    "period": pl.String,
    **{name: kind for name, kind in CLINICS.items() if name != "clinic_id"},
    "network_mean": pl.Float64,
    "not_estimated": pl.String,
}

THERAPIST_EFFECTS: MartSchema = {
    "measure_id": pl.String,
    "therapist_key": pl.Int64,
    "clinic_id": pl.String,
    "period": pl.String,
    "client_count": pl.Int64,
    "course_count": pl.Int64,
    "raw_mean": pl.Float64,
    "shrunken_mean": pl.Float64,
    "reliability": pl.Float64,
    "lower_95": pl.Float64,
    "upper_95": pl.Float64,
    "is_publishable": pl.Boolean,
    "network_mean": pl.Float64,
    "tau2": pl.Float64,
}

VARIANCE_SHARES: MartSchema = {
    "measure_id": pl.String,
    "level": pl.String,
    "period": pl.String,
    "share": pl.Float64,
    "lower_95": pl.Float64,
    "upper_95": pl.Float64,
    "latent_share": pl.Float64,
    "published_lower": pl.Float64,
    "published_upper": pl.Float64,
    "published_source": pl.String,
}

EFFECTS: Mapping[str, MartSchema] = {
    "clinic_effects": CLINIC_EFFECTS,
    "therapist_effects": THERAPIST_EFFECTS,
    "variance_shares": VARIANCE_SHARES,
}

EFFECTS_KEYS: Mapping[str, tuple[str, ...]] = {
    "clinic_effects": ("measure_id", "clinic_id", "period"),
    "therapist_effects": ("measure_id", "therapist_key", "clinic_id", "period"),
    "variance_shares": ("measure_id", "level", "period"),
}


def network_effects(
    courses: pl.DataFrame, mixes: Mapping[str, CaseMix], minimum_reliability: float
) -> dict[str, pl.DataFrame]:
    """Estimate the effects on every measure that has a case mix; returns the marts but for their period.

    `courses` holds one row per course and `measure_id`: `clinic_id`, `episode_key`, `therapist_key` (null:
    none named), `client_key`. A therapist is publishable from `minimum_reliability` on.
    """
    parts: dict[str, list[pl.DataFrame]] = {mart: [] for mart in EFFECTS}
    for measure_id, mix in mixes.items():
        adjusted = adjusted_courses(courses.filter(pl.col("measure_id") == measure_id), mix)
        effects = clinic_effects(therapist_sums(adjusted), "mean")
        overall = float(adjusted["value"].mean())  # type: ignore[arg-type]  # a mean of numbers
        for mart, frame in (
            ("clinic_effects", _of_clinics(effects)),
            ("therapist_effects", _of_therapists(adjusted, minimum_reliability)),
            ("variance_shares", _shares(effects, overall)),
        ):
            parts[mart].append(frame.with_columns(measure_id=pl.lit(measure_id)))
    return {
        mart: pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame(schema=EFFECTS[mart])
        for mart, frames in parts.items()
    }


def adjusted_courses(courses: pl.DataFrame, mix: CaseMix) -> pl.DataFrame:
    """Return each course's `value`: outcome - expected + the mean outcome; its clinic, therapist, client."""
    return courses.join(
        mix.episodes.select(
            "clinic_id",
            "episode_key",
            value=pl.col("outcome") - pl.col("expected") + pl.col("outcome").mean(),
        ),
        on=["clinic_id", "episode_key"],
    ).select("clinic_id", "therapist_key", "client_key", "value")


def _of_clinics(effects: ClinicEffects) -> pl.DataFrame:
    return effects.clinics.with_columns(_cut_to_shares(effects.clinics)).with_columns(
        network_mean=pl.lit(effects.mean, pl.Float64), not_estimated=pl.lit(effects.not_estimated, pl.String)
    )


def _cut_to_shares(frame: pl.DataFrame) -> list[pl.Expr]:
    """An adjusted outcome may lie a little below 0 or above 1; a share may not."""
    names = ("raw_mean", "shrunken_mean", "lower_95", "upper_95", "lower_84", "upper_84")
    return [pl.col(name).clip(0.0, 1.0) for name in names if name in frame.columns]


def _of_therapists(adjusted: pl.DataFrame, minimum_reliability: float) -> pl.DataFrame:
    """Shrink each named therapist's mean towards the network's, clients within therapists."""
    named = adjusted.filter(pl.col("therapist_key").is_not_null())
    if not named.height:
        return pl.DataFrame(schema=THERAPIST_EFFECTS)
    fitted = fit_nested_means(client_means(named.select("therapist_key", "client_key", score="value")))
    clinics = named.group_by("therapist_key").agg(pl.col("clinic_id").min())
    therapists = fitted.therapists.with_columns(_cut_to_shares(fitted.therapists))
    return therapists.join(clinics, on="therapist_key").select(
        "therapist_key",
        "clinic_id",
        "client_count",
        "raw_mean",
        "shrunken_mean",
        "reliability",
        "lower_95",
        "upper_95",
        course_count="response_count",
        is_publishable=is_publishable(minimum_reliability),
        network_mean=pl.lit(fitted.mean, pl.Float64),
        tau2=pl.lit(fitted.tau2, pl.Float64),
    )


def _shares(effects: ClinicEffects, overall: float) -> pl.DataFrame:
    """Put each level's share beside the published one."""
    published = {share.level: share for share in PUBLISHED_SHARES}
    return pl.DataFrame(
        [
            {
                "level": share.level,
                "share": share.share,
                "lower_95": share.lower,
                "upper_95": share.upper,
                "latent_share": latent_share(share.share, overall),
                "published_lower": published[share.level].lower,
                "published_upper": published[share.level].upper,
                "published_source": published[share.level].source,
            }
            for share in effects.shares
        ],
        schema={name: kind for name, kind in VARIANCE_SHARES.items() if name not in ("measure_id", "period")},
    )
