"""Chances that come true as often as they say: one correction for the network, and a shrunken one per clinic.

Belongs here: estimating the corrections from predictions of unseen clients, and applying them. Doesn't: the
predictions, and judging whether a clinic is calibrated well enough (`judging`).

    log odds = intercept + slope * (log odds of the model) + shift of the clinic

A clinic's shift is its own calibration in the large d times tau2 / (tau2 + se2): tau2 is how much clinics
truly differ (DerSimonian & Laird 1986), se2 how little is known of this one, counted in clients, not weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.risk.design import Floats
from warehouse.risk.measures import recalibrate


@dataclass(frozen=True)
class Calibration:
    """`clinics` holds the shift of each clinic that has one; a clinic without is taken as the network."""

    intercept: float
    slope: float
    clinics: Mapping[str, float]

    def apply(self, log_odds: Floats, clinics: pl.Series) -> Floats:
        """Correct the log odds of rows that belong to some clinics."""
        shift = clinics.replace_strict(dict(self.clinics), default=0.0, return_dtype=pl.Float64).to_numpy()
        found: Floats = self.intercept + self.slope * log_odds + shift
        return found


AS_IT_IS = Calibration(0.0, 1.0, {})


def calibrate(rows: pl.DataFrame, log_odds: Floats) -> Calibration:
    """Estimate the corrections from rows (`clinic_id`, `client_key`, `outcome`) and unseen predictions."""
    outcome, clients = rows["outcome"].to_numpy(), rows["client_key"].to_numpy()
    overall = recalibrate(outcome, log_odds, clients, with_slope=True)
    if overall is None or overall[0][1] <= 0:
        return AS_IT_IS
    intercept, slope = (float(value) for value in overall[0])
    corrected = intercept + slope * log_odds
    own: dict[str, tuple[float, float]] = {}
    for clinic in rows["clinic_id"].unique().sort():
        here = (rows["clinic_id"] == clinic).to_numpy()
        found = recalibrate(outcome[here], corrected[here], clients[here], with_slope=False)
        if found is not None and found[1][0] > 0:
            own[clinic] = (float(found[0][0]), float(found[1][0]) ** 2)
    return Calibration(intercept, slope, _shrunken(own))


def _shrunken(own: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Draw the clinics' own corrections (value, squared error) to 0, as far as they don't truly differ."""
    if len(own) < 2:
        return {}
    values, errors = np.array(list(own.values())).T
    weight = 1 / errors
    heterogeneity = float((weight * (values - np.average(values, weights=weight)) ** 2).sum())
    spread = float(weight.sum() - (weight**2).sum() / weight.sum())
    tau2 = max(0.0, (heterogeneity - (len(own) - 1)) / spread)
    return {
        clinic: float(value * tau2 / (tau2 + error))
        for clinic, value, error in zip(own, values, errors, strict=True)
    }
