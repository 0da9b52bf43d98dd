"""Statistical inference on the small aggregates that SQL has counted.

Belongs here: one module a statistic, pure functions on polars frames, and the runner that feeds them.
Doesn't: counting rows (SQL), and the rules that a number passes before it is shown (`reports`).
"""

from __future__ import annotations

from warehouse.inference.catalogue import InferredMart, WrittenMart, inferred_marts, run

__all__ = ["InferredMart", "WrittenMart", "inferred_marts", "run"]
