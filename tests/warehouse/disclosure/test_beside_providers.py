"""Released figures at the funnel of published providers."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from warehouse.disclosure.beside_providers import BESIDE_PROVIDERS, beside_providers
from warehouse.disclosure.comparison import RELEASED_SCHEMA

MEASURES = pl.DataFrame({"measure": ["nhs_recovery", "dropout"], "benchmark_measure": ["recovery", None]})
RELEASED = pl.DataFrame(
    [
        {"clinic_id": "all", "value": 0.50, "denominator": 900, "is_withheld": False},
        {"clinic_id": "a", "value": 0.20, "denominator": 300, "is_withheld": False},
        {"clinic_id": "b", "value": None, "denominator": None, "is_withheld": True},
    ]
).with_columns(measure_id=pl.lit("nhs_recovery"), measure=pl.lit("nhs_recovery"), week=pl.lit("2026-W10"))
RELEASED = RELEASED.with_columns(
    pl.lit(None).cast(kind).alias(name)
    for name, kind in RELEASED_SCHEMA.items()
    if name not in RELEASED.columns
)


def published(rates: list[float]) -> pl.DataFrame:
    """Providers of 2,000 courses that began at caseness, in 2024-25, as loaded counts."""
    rows = [
        {
            "level": "provider",
            "organisation_code": f"P{number:02}",
            "organisation_name": f"Provider {number}",
            "period_start": dt.date(2024, 4, 1),
            "period_end": dt.date(2025, 3, 31),
            "count_id": count,
            "value": value,
        }
        for number, rate in enumerate(rates)
        for count, value in (
            ("recovery", round(2000 * rate)),
            ("finished_courses", 2500),
            ("not_at_caseness", 500),
        )
    ]
    return pl.DataFrame(rows)


def test_a_released_rate_stands_at_the_providers_funnel() -> None:
    placed = beside_providers(RELEASED, published([0.44, 0.48, 0.5, 0.52, 0.56]), MEASURES)
    rows = {row["clinic_id"]: row for row in placed.iter_rows(named=True)}
    network = rows["all"]
    assert (network["providers"], network["published_period"]) == (5, "2024-25")
    assert network["provider_centre"] == pytest.approx(0.5)
    assert (network["share_of_providers_below"], network["side"]) == (pytest.approx(0.4), None)
    assert network["lower_998"] < 0.44  # wider than chance alone, since providers differ
    assert rows["a"]["side"] == "low"


def test_what_is_withheld_isnt_placed() -> None:
    placed = beside_providers(RELEASED, published([0.44, 0.48, 0.5, 0.52, 0.56]), MEASURES)
    (row,) = placed.filter(clinic_id="b").iter_rows(named=True)
    assert row["is_withheld"]
    assert [row[name] for name in ("value", "denominator", "lower_95", "share_of_providers_below")] == [
        None
    ] * 4


def test_without_providers_there_is_nothing_to_stand_beside() -> None:
    nothing = published([0.5, 0.6]).clear()
    assert beside_providers(RELEASED, nothing, MEASURES).equals(pl.DataFrame(schema=BESIDE_PROVIDERS))
