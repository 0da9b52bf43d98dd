"""Units of a funnel as data frames, for the tests of funnels.

Belongs here: making them. Doesn't: what a funnel has to say of them.
"""

from __future__ import annotations

import numpy as np
import polars as pl


def proportions(numerator: list[int | None], denominator: list[int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "clinic_id": [f"c{i:03}" for i in range(len(numerator))],
            "numerator": numerator,
            "denominator": denominator,
        },
        schema_overrides={"numerator": pl.Int64, "denominator": pl.Int64},
    )


def ratios(observed: list[int], expected: list[float], variance: list[float] | None = None) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "clinic_id": [f"c{i:03}" for i in range(len(observed))],
            "observed": observed,
            "expected": pl.Series(expected, dtype=pl.Float64),
        }
    )
    return frame if variance is None else frame.with_columns(pl.Series("variance", variance))


def means(values: list[float], errors: list[float]) -> pl.DataFrame:
    return pl.DataFrame(
        {"clinic_id": [f"c{i:03}" for i in range(len(values))], "value": values, "standard_error": errors}
    )


def random_proportions(seed: int, count: int, tau: float, smallest: int = 20) -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    denominator = generator.integers(smallest, 900, count)
    angle = np.arcsin(np.sqrt(0.45)) + generator.normal(0, tau, count)
    return proportions(generator.binomial(denominator, np.sin(angle) ** 2).tolist(), denominator.tolist())
