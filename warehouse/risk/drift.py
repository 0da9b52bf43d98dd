"""Whether the world is still the one that the model was trained in.

Belongs here: how far predictors have moved since, and whether chances given since have come true. Doesn't:
what follows (`orchestration` warns, a person trains again).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from warehouse.inference.statistic import Z_95, MartSchema
from warehouse.risk.boosting import Boosting
from warehouse.risk.documents import RiskModel
from warehouse.risk.hazard import Hazard
from warehouse.risk.measures import recalibrate
from warehouse.risk.predictors import describe

MOST_MOVED = 0.5
"""Standard deviations by which the mean of a predictor may differ from the one in training. House default; .5
is a medium difference by Cohen 1988."""

MOST_OFF = 0.5
"""Log odds by which chances may be off on the whole, as for a clinic (`judging.WORST_IN_THE_LARGE`)."""

FEWEST = 30
"""Fewer rows say nothing about either."""

DRIFT: MartSchema = {
    "kind": pl.String,
    "name": pl.String,
    "now": pl.Float64,
    "in_training": pl.Float64,
    "difference": pl.Float64,
    "limit": pl.Float64,
    "rows": pl.Int64,
    "has_drifted": pl.Boolean,
}


def drift(model: RiskModel, landmarks: pl.DataFrame) -> pl.DataFrame:
    """Compare landmarks with the model's training; DRIFT.

    `predictor` rows: means of the reported week's landmarks (`weeks_back` 0) in standard deviations of
    training. The `calibration` row: settled landmarks since the model's week, observed against expected, off
    in log odds; it's there once some are settled.
    """
    rows: list[dict[str, object]] = []
    now = describe(landmarks.filter(pl.col("weeks_back") == 0), model.norms)
    trained = model.trained.model
    if trained is None:
        return pl.DataFrame(schema=DRIFT)
    scorer = trained.scorer
    assert isinstance(scorer, Hazard | Boosting)
    for name, (mean, spread) in scorer.design.numbers.items():
        known = now[name].cast(pl.Float64).drop_nulls()
        if known.len() < FEWEST:
            continue
        current = float(known.mean())  # type: ignore[arg-type]
        moved = (current - mean) / spread
        rows.append(
            _row("predictor", name, current, mean, moved, MOST_MOVED, known.len(), abs(moved) > MOST_MOVED)
        )
    since = landmarks.filter(pl.col("is_settled") & (pl.col("week_end") >= model.week_end))
    if since.height >= FEWEST:
        rows += _calibration(model, since)
    return pl.DataFrame(rows, schema=DRIFT)


def _calibration(model: RiskModel, since: pl.DataFrame) -> list[dict[str, object]]:
    trained = model.trained.model
    assert trained is not None
    log_odds = trained.log_odds(describe(since, model.norms))
    outcome = since["is_dropout"].cast(pl.Float64).to_numpy()
    found = recalibrate(outcome, log_odds, since["client_key"].to_numpy(), with_slope=False)
    if found is None:
        return []
    off, error = float(found[0][0]), float(found[1][0])
    has_drifted = abs(off) > MOST_OFF and abs(off) > Z_95 * error
    expected = float((1 / (1 + np.exp(-log_odds))).mean())
    return [
        _row(
            "calibration",
            "in_the_large",
            float(outcome.mean()),
            expected,
            off,
            MOST_OFF,
            since.height,
            has_drifted,
        )
    ]


def _row(
    kind: str,
    name: str,
    now: float,
    before: float,
    difference: float,
    limit: float,
    rows: int,
    has_drifted: bool,
) -> dict[str, object]:
    values = (kind, name, now, before, difference, limit, rows, has_drifted)
    return dict(zip(DRIFT, values, strict=True))
