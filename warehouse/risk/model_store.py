"""The models of a home, kept in `models/dropout_risk/`: one document each, never changed once written.

Belongs here: keeping, finding, and training those that are due. Doesn't: what a document says (`documents`).
Flags of past weeks are worked out again from the model that was in force and from what was known then; so
nothing about a person is kept here, and there is nothing to erase.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import polars as pl

from ingest.home import Home
from warehouse.knowledge import Knowledge
from warehouse.risk.documents import RiskModel, read_document, version_of, write_document
from warehouse.risk.predictors import PREDICTORS, add_rules, describe, scale_norms
from warehouse.risk.training import train
from warehouse.week import Week

LANDMARKS = "intermediate.int_risk_landmarks_described"

WEEKS_LOOKED_BACK = 12
"""With the first model comes one as of so many weeks earlier, so that past weeks' flags are those of a model
that hadn't seen what followed. The same number as `risk_weeks_looked_back` in dbt_project.yml."""


@dataclass(frozen=True)
class StoredModels:
    """The models that may be used with some knowledge, the oldest first."""

    models: Sequence[RiskModel]

    def in_force(self, week_end: dt.date) -> RiskModel | None:
        """Return the model with which a week that ends on this Monday is judged: the latest one by then."""
        known = [model for model in self.models if model.week_end <= week_end]
        return known[-1] if known else None


def stored_models(home: Home, knowledge: Knowledge) -> StoredModels:
    """Return the models trained for this week or earlier, knowing no more than `knowledge` does.

    A build of an earlier knowledge reads the live home's models too, as far as they were there.
    """
    folders = {home.models, Home(home.root).models}
    files = sorted(file for folder in folders for file in folder.glob("*.json"))
    read = (read_document(file.read_text(encoding="utf-8")) for file in files)
    usable = [
        model
        for model in read
        if model is not None
        and model.known_at <= knowledge.known_at_utc
        and model.week_end <= knowledge.week.end.date()
    ]
    return StoredModels(sorted(usable, key=lambda model: (model.week_end, model.known_at, model.version)))


def train_due(
    home: Home, knowledge: Knowledge, *, default_budget: int, retrain: bool = False
) -> list[RiskModel]:
    """Train what is lacking: nothing if a model is in force, unless `retrain` asks for a new one.

    Without any model, one for the reported week and one for WEEKS_LOOKED_BACK earlier. A model that found too
    little history isn't kept, so that the next week tries again. Returns the models that were kept.
    """
    stored = stored_models(home, knowledge)
    week_end = knowledge.week.end.date()
    if stored.in_force(week_end) is not None and not retrain:
        return []
    landmarks = read_landmarks(home.working_file)
    weeks = [week_end] if stored.models else [week_end - dt.timedelta(weeks=WEEKS_LOOKED_BACK), week_end]
    trained = [train_for(landmarks, end, knowledge.known_at_utc, default_budget) for end in weeks]
    kept = [model for model in trained if model.trained.model is not None]
    for model in kept:
        _keep(home.models, model)
    return kept


def train_for(
    landmarks: pl.DataFrame, week_end: dt.date, known_at: dt.datetime, default_budget: int
) -> RiskModel:
    """Train on the landmarks of which it was settled by a week's end what became of them."""
    settled = landmarks.filter(pl.col("is_settled") & (pl.col("settles_on") <= week_end))
    norms = scale_norms(settled)
    rows = add_rules(describe(settled, norms)).with_columns(outcome=pl.col("is_dropout").cast(pl.Float64))
    model = RiskModel(
        version="",
        week=str(Week.containing(week_end - dt.timedelta(days=1))),
        week_end=week_end,
        known_at=known_at,
        trained_from=settled["week_end"].min() if settled.height else None,  # type: ignore[arg-type]
        trained_until=settled["week_end"].max() if settled.height else None,  # type: ignore[arg-type]
        norms=norms,
        trained=train(rows, PREDICTORS, default_budget=default_budget),
    )
    return replace(model, version=version_of(model))


def read_landmarks(working_file: Path) -> pl.DataFrame:
    """Return what was known of every open episode at the end of every week, and what became of it."""
    with duckdb.connect(str(working_file), read_only=True) as connection:
        return connection.sql(f"select * from {LANDMARKS} order by week_end, episode_key").pl()  # noqa: S608


def _keep(folder: Path, model: RiskModel) -> None:
    """Write a model beside the others; one of the same content is there already, and stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{model.version}.json"
    if not target.exists():
        fresh = folder / f".{model.version}.json"
        fresh.write_text(write_document(model), encoding="utf-8")
        fresh.replace(target)
