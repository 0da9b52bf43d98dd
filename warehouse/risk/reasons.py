"""Why a client's risk is high, as codes and values about things that a clinician can act on.

Belongs here: which groups of predictors may be given as reasons, when, and with which values. Doesn't: how
much each adds (`hazard`, `boosting`), and their words, which are the reports' in any language. Who somebody
is, who treats them and at which clinic is never a reason; neither is what isn't known of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.risk.design import Floats
from warehouse.risk.predictors import SHORTEST_INTERVAL_DAYS

MOST = 3
"""So many reasons are given."""

LEAST = 0.1
"""Log odds that a reason adds at least: it makes dropping out a tenth more likely."""

MOST_PEOPLE = 2 / 3
"""What stands out is beyond this share of the open courses, on the same scale. House default."""

LONG_WAIT_DAYS = 14
"""Nobody waited long who waited less, however short others' waits are. House default."""

LITTLE_CHANGE = 0.15
"""An improvement by less of a scale's range is no clear one. House default."""

_ALLIANCE, _DISTRESS = "alliance", "distress"


@dataclass(frozen=True)
class Reason:
    """When a group of predictors may be named, and with which values.

    `value` and `before` (the client's own history) are expressions over a landmark; `scale` says that they
    are shares of the range of a scale, to be told in its points. What is known of everybody (a wait, a first
    score) holds only where it stands out on the side of more risk: a model may have learnt that any value of
    it adds something.
    """

    holds: pl.Expr
    value: pl.Expr
    before: pl.Expr
    scale: str | None = None


_NOTHING = pl.lit(None, pl.Float64)


def _above_most(name: str, scale: str | None = None) -> pl.Expr:
    """Whether a number is above that of most landmarks, of those on the same scale where it has one."""
    usual = pl.col(name).quantile(MOST_PEOPLE, "lower")
    return (pl.col(name) > (usual if scale is None else usual.over(scale))).fill_null(False)


def _below_most(name: str, scale: str) -> pl.Expr:
    usual = pl.col(name).quantile(1 - MOST_PEOPLE, "higher").over(scale)
    return (pl.col(name) < usual).fill_null(False)


REASONS: Mapping[str, Reason] = {
    "not_seen": Reason(
        pl.col("days_since_contact")
        > pl.max_horizontal(
            pl.col("days_between_sessions").fill_null(SHORTEST_INTERVAL_DAYS), pl.lit(SHORTEST_INTERVAL_DAYS)
        ),
        pl.col("days_since_contact").cast(pl.Float64),
        pl.col("days_between_sessions").round(0),
    ),
    "last_missed": Reason(pl.col("is_last_missed"), pl.lit(1.0), _NOTHING),
    "missed_recently": Reason(
        pl.col("missed_recently") > pl.col("is_last_missed").cast(pl.Int32),
        pl.col("missed_recently").cast(pl.Float64),
        _NOTHING,
    ),
    "nothing_booked": Reason(~pl.col("has_next_appointment"), _NOTHING, _NOTHING),
    "form_missing": Reason(pl.col("is_form_missing").fill_null(False), _NOTHING, _NOTHING),
    "alliance_low": Reason(
        _below_most("last_alliance", "alliance_scale_id"),
        pl.col("last_alliance"),
        pl.col("alliance_before"),
        _ALLIANCE,
    ),
    "alliance_fell": Reason(
        pl.col("best_recent_alliance") > pl.col("last_alliance"),
        pl.col("last_alliance"),
        pl.col("best_recent_alliance"),
        _ALLIANCE,
    ),
    "severe_at_start": Reason(
        _above_most("first_distress", "outcome_scale_id"), pl.col("first_distress"), _NOTHING, _DISTRESS
    ),
    "little_change": Reason(
        (pl.col("outcome_forms") > 1).fill_null(False)
        & (pl.col("first_distress") - pl.col("last_distress") < LITTLE_CHANGE).fill_null(False),
        pl.col("last_distress"),
        pl.col("first_distress"),
        _DISTRESS,
    ),
    "distress_rose": Reason(
        pl.col("last_distress") > pl.col("previous_distress"),
        pl.col("last_distress"),
        pl.col("previous_distress"),
        _DISTRESS,
    ),
    "waited_long": Reason(
        _above_most("days_waited") & (pl.col("days_waited") >= LONG_WAIT_DAYS).fill_null(False),
        pl.col("days_waited").cast(pl.Float64),
        _NOTHING,
    ),
}


def reasons_of(
    landmarks: pl.DataFrame, contributions: Mapping[str, Floats], scales: pl.DataFrame
) -> pl.DataFrame:
    """Return for each landmark, in order, its strongest reasons.

    `landmarks` are all of a week that have a number of the model. `scales` holds `scale_id`, `minimum`,
    `maximum`, `higher_is`. Columns: `reason_1` ... `reason_3` (codes), `reason_1_value`, `reason_1_before`
    ..., and `reasons`, their codes as one text.
    """
    told = landmarks.with_row_index("row").with_columns(
        pl.Series(f"added_{code}", contributions.get(code, np.zeros(landmarks.height))) for code in REASONS
    )
    listed = pl.concat([_listed(told, code, scales) for code in REASONS])
    first = (
        listed.sort("row", "added", "code", descending=[False, True, False])
        .with_columns(place=pl.int_range(1, pl.len() + 1).over("row"))
        .filter(pl.col("place") <= MOST)
    )
    found = told.select("row")
    for place in range(1, MOST + 1):
        found = found.join(
            first.filter(place=place).select(
                "row",
                pl.col("code").alias(f"reason_{place}"),
                pl.col("value").alias(f"reason_{place}_value"),
                pl.col("before").alias(f"reason_{place}_before"),
            ),
            on="row",
            how="left",
        )
    codes = first.sort("row", "place").group_by("row", maintain_order=True).agg(pl.col("code").str.join("; "))
    return found.join(codes, on="row", how="left").sort("row").rename({"code": "reasons"}).drop("row")


def _listed(told: pl.DataFrame, code: str, scales: pl.DataFrame) -> pl.DataFrame:
    """Return the landmarks for which one reason holds and adds enough, with its values."""
    reason = REASONS[code]
    held = told.filter(reason.holds & (pl.col(f"added_{code}") >= LEAST)).select(
        "row",
        "outcome_scale_id",
        "alliance_scale_id",
        added=f"added_{code}",
        value=reason.value,
        before=reason.before,
    )
    if reason.scale is not None:
        held = _in_points(held, reason.scale, scales)
    return held.select(
        "row",
        "added",
        pl.lit(code).alias("code"),
        pl.col("value").cast(pl.Float64),
        pl.col("before").cast(pl.Float64),
    )


def _in_points(held: pl.DataFrame, about: str, scales: pl.DataFrame) -> pl.DataFrame:
    """Turn shares of a scale's range into its points, one decimal."""
    scale = "alliance_scale_id" if about == _ALLIANCE else "outcome_scale_id"
    rises = (pl.col("higher_is") == "better") == (about == _ALLIANCE)
    joined = held.join(scales, left_on=scale, right_on="scale_id", how="left", maintain_order="left")
    span = pl.col("maximum") - pl.col("minimum")
    return joined.with_columns(
        pl.when(rises)
        .then(pl.col("minimum") + pl.col(name) * span)
        .otherwise(pl.col("maximum") - pl.col(name) * span)
        .round(1)
        .alias(name)
        for name in ("value", "before")
    )
