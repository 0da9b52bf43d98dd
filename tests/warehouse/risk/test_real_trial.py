"""The Beat the Blues trial, of which only the intake is known: an honest fallback."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from warehouse.risk import judging, training
from warehouse.risk.predictors import Predictors
from warehouse.risk.training import train

TRIAL = Path(__file__).parents[4] / "shared" / "real" / "BtheB.csv"
VISITS = ("bdi.2m", "bdi.4m", "bdi.6m", "bdi.8m")
INTAKE = Predictors(
    groups={"severity": "severity", "drug": "drug", "length": "length", "treatment": "treatment"},
    numbers=("severity",),
    categories=("drug", "length", "treatment"),
)

pytestmark = [pytest.mark.real, pytest.mark.skipif(not TRIAL.exists(), reason="the trial isn't there")]


@pytest.fixture(scope="module")
def visits() -> pl.DataFrame:
    """Everybody at intake and at each visit that they made: do they ever come again?

    The trial gives no days: one client enters a week, in the file's order; visits are nine weeks apart.
    """
    trial = pl.read_csv(TRIAL, null_values="NA")
    made = [pl.lit(True), *(pl.col(visit).is_not_null() for visit in VISITS)]
    begins = dt.date(2000, 1, 3)
    parts = []
    for number in range(len(VISITS)):
        comes_again = pl.any_horizontal(made[number + 1 :])
        week_end = pl.lit(begins) + pl.duration(weeks=pl.col("rownames") + 9 * number)
        parts.append(
            trial.filter(pl.any_horizontal(made[number:])).select(
                "drug",
                "length",
                "treatment",
                clinic_id=pl.lit("trial"),
                episode_key="rownames",
                client_key="rownames",
                week_end=week_end.cast(pl.Date),
                settles_on=(week_end + pl.duration(weeks=9)).cast(pl.Date),
                severity=pl.col("bdi.pre").cast(pl.Float64),
                outcome=(~comes_again).cast(pl.Float64),
                last_missed_rule=~made[number],
                alliance_rule=pl.lit(False),
            )
        )
    return pl.concat(parts)


def test_the_trial_is_the_one_that_is_known(visits: pl.DataFrame) -> None:
    """Of 100, 97, 73, 58 and 52 are still there at intake and the four visits."""
    assert int(visits["outcome"].sum()) == 48
    assert visits.group_by("episode_key").len()["len"].sum() == 100 + 97 + 73 + 58


def test_a_hundred_people_are_too_few(visits: pl.DataFrame) -> None:
    found = train(visits, INTAKE)
    assert found.judgement.network == "too_little_history"
    assert found.model is None


def test_were_they_enough_their_intake_would_foretell_nothing(
    visits: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (judging, training):
        monkeypatch.setattr(module, "FEWEST_DROPOUTS", 10)
        monkeypatch.setattr(module, "FEWEST_TESTED", 10)
    found = train(visits, INTAKE)
    assert found.judgement.network == "no_better_than_base_rate"
