"""Own clinics at the providers' funnel: the publisher's rule on both sides; nothing without a file."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from warehouse.benchmark.layouts import COUNTS_SCHEMA
from warehouse.inference.benchmark_overlay import as_published, overlay
from warehouse.inference.funnel import funnel_of_proportions


def published(rates: list[tuple[int, int]]) -> pl.DataFrame:
    """Providers with recoveries among finished courses, all of them cases."""
    rows = []
    for number, (recovered, finished) in enumerate(rates):
        for count_id, value in (
            ("recovery", recovered),
            ("finished_courses", finished),
            ("not_at_caseness", 0),
        ):
            rows.append(
                {
                    "level": "provider",
                    "organisation_code": f"P{number:02}",
                    "organisation_name": f"Provider {number}",
                    "period_start": dt.date(2024, 4, 1),
                    "period_end": dt.date(2025, 3, 31),
                    "count_id": count_id,
                    "value": value,
                    "is_suppressed": False,
                    "published_percent": None,
                }
            )
    return pl.DataFrame(rows, schema=COUNTS_SCHEMA)


def own(rows: list[tuple[str, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["clinic_id", "numerator", "denominator"], orient="row").with_columns(
        benchmark_measure=pl.lit("recovery"), period=pl.lit("rolling_12_months")
    )


RATES = [(40 + 3 * number, 100 + number) for number in range(12)]


def test_a_clinic_stands_at_the_providers_funnel_at_its_own_number() -> None:
    marts = overlay(own([("a", 50, 100), ("b", 95, 100)]), published(RATES))
    placed = marts["benchmark_overlay"].sort("clinic_id")
    funnel = funnel_of_proportions(
        pl.DataFrame(RATES, schema=["numerator", "denominator"], orient="row").with_row_index("clinic_id")
    )
    assert placed["provider_centre"].to_list() == pytest.approx([funnel.centre] * 2)
    assert placed["provider_tau2"].to_list() == pytest.approx([funnel.tau2] * 2)
    as_provider = funnel.units.filter(pl.col("denominator") == 100)
    assert placed["upper_998"][0] == pytest.approx(as_provider["upper_998"].item())
    assert placed["side"].to_list() == [None, "high"]
    rates = [recovered / finished for recovered, finished in RATES]
    assert placed["share_of_providers_below"][0] == pytest.approx(sum(r < 0.5 for r in rates) / 12)
    assert marts["benchmark_providers"].filter(measure="recovery").height == 12
    assert "no case mix" in placed["comparability"][0]


def test_own_counts_pass_the_publishers_rule() -> None:
    rows = as_published(own([("a", 4, 40), ("b", 7, 38), ("c", 0, 40), ("d", 0, 0)])).sort("clinic_id")
    assert rows.select("clinic_id", "numerator", "denominator", "is_suppressed").rows() == [
        ("a", None, 40, True),
        ("b", 5, 40, False),
        ("c", None, 40, True),
    ]
    assert rows["value"].to_list() == [None, 0.125, None]


def test_without_a_loaded_file_there_is_nothing_beside() -> None:
    marts = overlay(own([("a", 50, 100)]), pl.DataFrame(schema=COUNTS_SCHEMA))
    assert {mart: frame.height for mart, frame in marts.items()} == {
        "benchmark_providers": 0,
        "benchmark_overlay": 0,
    }
