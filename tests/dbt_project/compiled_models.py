"""Compiled models, run over tables that a test makes: the same SQL as in a build, in milliseconds.

Belongs here: putting tables in the place of models. Doesn't: what the models should make of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from built_homes import Built
from landed import moment

SCORES = "intermediate/scores"


@dataclass(frozen=True)
class Pair:
    """A first and a last score of one person on one scale."""

    scale_id: str
    first: float
    last: float | None = None
    respondent: str = "client"
    age: int | None = None
    gender: str | None = None


class Models:
    """The compiled models of a build, over tables of their own."""

    def __init__(self, built: Built, registry: Mapping[str, pl.DataFrame]) -> None:
        """Attach an empty database under the name that the compiled SQL uses, and read a registry."""
        self._compiled = built.home.dbt_target / "compiled" / "rapport" / "models"
        self._connection = duckdb.connect()
        self._connection.execute("attach ':memory:' as rapport")
        self._connection.execute("create schema rapport.intermediate; create schema rapport.staging")
        for name in ("scales", "instruments", "scale_conversions", "scale_thresholds"):
            self._connection.register(f"given_{name}", registry[name])
            model = self._sql(f"staging/registry/stg_registry__{name}.sql")
            source = model[model.index("read_parquet(") : model.index(".parquet')") + len(".parquet')")]
            create = f"create table rapport.staging.stg_registry__{name} as "
            self._connection.execute(create + model.replace(source, f"given_{name}"))
        for name in ("int_scales_prepared", "int_cutoffs_resolved"):
            self._connection.execute(
                f"create table rapport.intermediate.{name} as {self._sql(f'{SCORES}/{name}.sql')}"
            )

    def _sql(self, path: str) -> str:
        return Path(self._compiled / path).read_text(encoding="utf-8")

    def give(self, name: str, frame: pl.DataFrame) -> None:
        """Put a table in the place of a model."""
        self._connection.register("given", frame)
        self._connection.execute(
            f"create or replace table rapport.intermediate.{name} as select * from given"
        )
        self._connection.unregister("given")

    def run(self, path: str) -> list[dict[str, Any]]:
        """Return the rows of a compiled model."""
        return self._connection.sql(self._sql(path)).pl().to_dicts()

    def score(self, forms: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], float | None]:
        """Score forms of `instrument`, `items` (and `is_keyed`, `declared_total`), by form and scale."""
        columns = {
            "response_key": (pl.Int64, list(range(len(forms)))),
            "instrument_id": (pl.String, [form["instrument"] for form in forms]),
            "items": (pl.List(pl.Int16), [form["items"] for form in forms]),
            "is_keyed": (pl.Boolean, [form.get("is_keyed", False) for form in forms]),
            "declared_total": (pl.Float64, [form.get("declared_total") for form in forms]),
        }
        linked = pl.DataFrame(
            {name: pl.Series(values, dtype=dtype) for name, (dtype, values) in columns.items()}
        ).with_columns(
            clinic_id=pl.lit("n"),
            client_key=pl.lit(1),
            episode_key=pl.lit(1),
            therapist_key=pl.lit(1),
            respondent=pl.lit("client"),
            not_given_reason=pl.lit(None, pl.String),
            completed_at=pl.lit(moment("2026-03-02")),
            session_number=pl.lit(1),
            session_link=pl.lit("same_day"),
            session_on=pl.lit(dt.date(2026, 3, 2)),
        )
        self.give("int_responses_linked", linked)
        rows = self.run(f"{SCORES}/int_responses_scored.sql")
        return {(row["response_key"], row["scale_id"]): row["score"] for row in rows}

    def judge(self, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
        """Return caseness and change of each pair, in the order given."""
        keys = range(len(pairs))
        self.give(
            "int_outcomes_paired",
            pl.DataFrame(
                {
                    "clinic_id": "n",
                    "episode_key": keys,
                    "client_key": keys,
                    "scale_id": [pair.scale_id for pair in pairs],
                    "respondent": [pair.respondent for pair in pairs],
                    "first_score": [pair.first for pair in pairs],
                    "last_score": [pair.last for pair in pairs],
                    "first_at": moment("2026-03-02"),
                    "last_at": moment("2026-03-02"),
                    "score_count": 2,
                    "is_paired": True,
                },
                schema_overrides={"first_score": pl.Float64, "last_score": pl.Float64},
                strict=False,
            ),
        )
        episodes = {
            "episode_key": keys,
            "state": "open",
            "therapist_key": 1,
            "start_date": dt.date(2026, 3, 1),
        }
        ages = pl.Series("age_at_start", [pair.age for pair in pairs], dtype=pl.Int16)
        self.give("int_episodes_concluded", pl.DataFrame(episodes).with_columns(ages))
        clients = pl.DataFrame({"client_key": keys}).with_columns(
            pl.Series("gender", [pair.gender for pair in pairs], dtype=pl.String),
            birth_year=pl.lit(None, pl.Int16),
        )
        self.give("int_clients_resolved", clients)
        judged = self.run(f"{SCORES}/int_outcomes_classified.sql")
        return sorted(judged, key=lambda row: row["episode_key"])
