"""What goes with empathy across therapists: the correlation, its interval, and who counts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from warehouse.inference.empathy_associations import EMPATHY_ASSOCIATIONS, STATISTIC, empathy_associations

Figure = tuple[int, str, str, int, float]


def figures(rows: list[Figure]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema={
            "therapist_key": pl.Int64,
            "related_to": pl.String,
            "scale_id": pl.String,
            "client_count": pl.Int64,
            "mean": pl.Float64,
        },
        orient="row",
    )


def related(empathy: list[float], outcome: list[float], clients: int = 5) -> dict[str, object]:
    rows = [(n, "empathy", "care", clients, value) for n, value in enumerate(empathy)]
    rows += [(n, "outcome", "phq9", clients, value) for n, value in enumerate(outcome)]
    (row,) = empathy_associations(figures(rows)).to_dicts()
    return row


def test_the_correlation_and_its_interval_agree_with_scipy() -> None:
    from scipy.stats import pearsonr  # costs a second

    generator = np.random.default_rng(8)
    empathy = generator.normal(43, 3, 40)
    outcome = 0.3 * empathy + generator.normal(0, 3, 40)
    row = related(empathy.tolist(), outcome.tolist())
    expected = pearsonr(empathy, outcome)
    interval = expected.confidence_interval(0.95)
    assert row["r"] == pytest.approx(expected.statistic)
    assert (row["lower_95"], row["upper_95"]) == pytest.approx((interval.low, interval.high))
    assert (row["therapist_count"], row["client_count"]) == (40, 200)


def test_the_published_benchmark_stands_beside_outcome_only() -> None:
    rows = [(n, kind, "x", 9, float(n % 3)) for n in range(6) for kind in ("empathy", "outcome", "feedback")]
    found = {row["related_to"]: row for row in empathy_associations(figures(rows)).to_dicts()}
    assert (found["outcome"]["benchmark_r"], found["outcome"]["benchmark_upper_95"]) == (0.28, 0.33)
    assert found["feedback"]["benchmark_r"] is None
    assert found["feedback"]["benchmark_source"] is None


def test_therapists_with_few_clients_are_left_out() -> None:
    rows: list[Figure] = []
    for therapist, clients in ((1, 3), (2, 3), (3, 9), (4, 2)):
        rows.append((therapist, "empathy", "care", clients, 40.0 + therapist))
        rows.append((therapist, "outcome", "phq9", 9, float(therapist % 2)))
    (row,) = empathy_associations(figures(rows)).to_dicts()
    assert row["therapist_count"] == 3


@pytest.mark.parametrize(
    ("empathy", "outcome", "has_r", "has_interval"),
    [
        ([40.0, 41.0], [1.0, 2.0], False, False),
        ([40.0, 41.0, 45.0], [1.0, 3.0, 2.0], True, False),
        ([40.0, 41.0, 45.0, 46.0], [1.0, 3.0, 2.0, 2.5], True, True),
        ([40.0, 41.0, 45.0, 46.0], [1.0, 1.0, 1.0, 1.0], False, False),
        ([40.0, 41.0, 42.0, 43.0], [1.0, 2.0, 3.0, 4.0], True, False),
    ],
)
def test_too_few_therapists_or_no_difference_have_no_correlation(
    empathy: list[float], outcome: list[float], has_r: bool, has_interval: bool
) -> None:
    row = related(empathy, outcome)
    assert (row["r"] is not None, row["lower_95"] is not None) == (has_r, has_interval)


def test_a_network_without_empathy_forms_has_an_empty_mart() -> None:
    (name,) = STATISTIC.reads
    (found,) = STATISTIC.compute({name: figures([(1, "outcome", "phq9", 9, 3.0)])}).values()
    assert found.height == 0
    assert found.columns == list(EMPATHY_ASSOCIATIONS)
