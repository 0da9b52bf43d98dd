"""Collecting what is wrong with the rows of a table: every fault of a row, by rule and column.

Belongs here: bookkeeping. Doesn't: the rules (`rules`) or finding what breaks them (`judging`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import polars as pl

from ingest.rules import RULES, Rule

FAULT_SCHEMA = pl.Schema({"at": pl.UInt32(), "rule_id": pl.String(), "column_name": pl.String()})
_ORDER = {rule_id: number for number, rule_id in enumerate(RULES)}


@dataclass
class Faults:
    """Faults found so far; a row is named by its position in the table that is being judged."""

    parts: list[pl.DataFrame] = field(default_factory=list)

    def add(self, rule: Rule, column_name: str, broken: pl.Series) -> None:
        """Note the rule as broken by every row where `broken` (Boolean) is true."""
        if broken.any():
            at = broken.arg_true().cast(pl.UInt32)
            self.parts.append(
                pl.DataFrame({"at": at}).with_columns(
                    pl.lit(rule.id).alias("rule_id"), pl.lit(column_name).alias("column_name")
                )
            )

    def all(self) -> pl.DataFrame:
        """Return every fault once (FAULT_SCHEMA), by row, then in the catalogue's order."""
        if not self.parts:
            return pl.DataFrame(schema=FAULT_SCHEMA)
        rank = pl.col("rule_id").replace_strict(_ORDER, return_dtype=pl.Int32)
        return pl.concat(self.parts).unique().sort("at", rank, "column_name")

    def forgive(self, rows: pl.Series, except_in: Collection[str]) -> None:
        """Drop the faults of the rows where `rows` (Boolean) is true, unless they lie in these columns."""
        forgiven = rows.arg_true().cast(pl.UInt32).implode()
        self.parts = [
            part.filter(~pl.col("at").is_in(forgiven) | pl.col("column_name").is_in(list(except_in)))
            for part in self.parts
        ]
