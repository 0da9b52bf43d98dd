"""Loaded files keep their provenance; providers are compared, and their dispersion is lent."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from published_files import annual, england, monthly

from ingest.home import Home
from warehouse.benchmark import (
    BenchmarkError,
    PublishedComparison,
    borrowed_tau2,
    compare_providers,
    england_latest,
    load_file,
    loaded_files,
)
from warehouse.benchmark.store import read_counts
from warehouse.inference.funnel import funnel_of_proportions, funnel_of_ratios
from warehouse.inference.funnel_scales import LOG

NOW = dt.datetime(2032, 5, 4, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
REAL = Path(__file__).parents[3] / ".." / "shared" / "real"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def by_measure(home: Home, period: str | None = None) -> dict[str, PublishedComparison]:
    return {c.measure.measure_id: c for c in compare_providers(home, period)}


def test_provenance_is_kept_beside_the_counts(home: Home, tmp_path: Path) -> None:
    path = annual(tmp_path)
    load_file(home, path, now=NOW)
    (source,) = loaded_files(home)
    assert source.file_name == path.name
    assert source.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.file_bytes == path.stat().st_size
    assert source.loaded_at.isoformat() == "2032-05-04T10:30:00"  # UTC
    assert source.licence.endswith("Open Government Licence v3.0.")
    assert (source.provider_count, source.suppressed_cells) == (12, 2)
    assert (source.period_start, source.period_end) == (dt.date(2031, 4, 1), dt.date(2032, 3, 31))
    assert read_counts(home)["file_sha256"].unique().to_list() == [source.file_sha256]


def test_the_same_file_again_changes_nothing_but_the_time(home: Home, tmp_path: Path) -> None:
    path = annual(tmp_path)
    load_file(home, path, now=NOW)
    before = read_counts(home)
    load_file(home, path, now=NOW + dt.timedelta(days=1))
    assert len(loaded_files(home)) == 1
    assert read_counts(home).equals(before)


def test_a_wrong_year_is_mended_by_loading_the_file_again(home: Home, tmp_path: Path) -> None:
    path = annual(tmp_path)
    load_file(home, path, year="2029-30", now=NOW)
    load_file(home, path, now=NOW)
    assert str(by_measure(home)["recovery"].period) == "2031-32"
    assert read_counts(home)["period_start"].n_unique() == 1


def test_a_corrected_file_of_the_same_year_takes_the_place_of_the_first(home: Home, tmp_path: Path) -> None:
    load_file(home, annual(tmp_path, "A00,X,100,5,5,110,60,55,5,35,33,215,30"), now=NOW)
    corrected = annual(tmp_path, "A00,RENAMED,100,5,5,110,60,55,5,45,33,215,30")
    load_file(home, corrected, now=NOW + dt.timedelta(days=9))
    assert len(loaded_files(home)) == 2
    counts = read_counts(home).filter(count_id="recovery")
    assert counts["value"].to_list() == [45]
    assert by_measure(home)["recovery"].funnel.units.height == 1


def test_a_file_that_was_refused_leaves_nothing_behind(home: Home, tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError):
        load_file(home, annual(tmp_path, "A00,X,100,few,5,110,60,55,5,35,33,215,30"))
    assert not home.benchmark.exists()
    with pytest.raises(BenchmarkError, match=r"There is no file nowhere\.csv"):
        load_file(home, tmp_path / "nowhere.csv")


def test_providers_are_compared_by_the_funnel_of_their_counts(home: Home, tmp_path: Path) -> None:
    load_file(home, annual(tmp_path), now=NOW)
    found = by_measure(home)
    rows = list(csv.DictReader(annual(tmp_path).read_text(encoding="utf-8").splitlines()))
    expected = funnel_of_proportions(
        pl.DataFrame(
            {
                "clinic_id": [row["org_code"] for row in rows],
                "numerator": [int(row["recovery_count"]) for row in rows],
                "denominator": [
                    int(row["at_caseness_count"])
                    if row["not_at_caseness_count"] == "*"
                    else int(row["finished_course_treatment_count"]) - int(row["not_at_caseness_count"])
                    for row in rows
                ],
            }
        )
    )
    recovery = found["recovery"]
    assert str(recovery.period) == "2031-32"
    assert (recovery.funnel.phi, recovery.funnel.tau2) == (expected.phi, expected.tau2)
    assert (recovery.funnel.unit_count, recovery.missing) == (12, 0)
    deterioration = found["deterioration"]
    assert (deterioration.funnel.unit_count, deterioration.missing) == (11, 1)
    suppressed = deterioration.funnel.units.filter(organisation_code="B01").row(0, named=True)
    assert (suppressed["value"], suppressed["not_applicable"]) == (None, "missing or suppressed")


def test_rounding_that_crosses_counts_as_all(home: Home, tmp_path: Path) -> None:
    load_file(home, annual(tmp_path, "A00,X,100,5,5,110,60,55,5,105,105,215,30"), now=NOW)
    assert by_measure(home)["recovery"].funnel.units["value"].to_list() == [1.0]


def test_the_latest_year_is_shown_unless_another_period_is_named(home: Home, tmp_path: Path) -> None:
    load_file(home, annual(tmp_path), now=NOW)
    earlier = annual(tmp_path, "A00,X,100,5,5,110,60,55,10,35,33,215,30", name="providers_2030_31.csv")
    load_file(home, earlier, now=NOW)
    load_file(home, monthly(tmp_path), now=NOW)
    assert str(by_measure(home)["recovery"].period) == "2031-32"
    assert str(by_measure(home, "2030-31")["recovery"].period) == "2030-31"
    month = by_measure(home, "2032-03")["recovery"]
    assert (month.funnel.unit_count, month.missing) == (1, 1)
    with pytest.raises(
        BenchmarkError, match=r"No figures of 1999-00 were loaded\. Loaded: 2031-32, 2030-31, 2032-03"
    ):
        compare_providers(home, "1999-00")


def test_with_nothing_loaded_the_way_to_load_is_named(home: Home, tmp_path: Path) -> None:
    for ask in (lambda: compare_providers(home), lambda: borrowed_tau2(home, "recovery")):
        with pytest.raises(BenchmarkError, match="rapport benchmark load FILE"):
            ask()
    assert england_latest(home) is None
    load_file(home, england(tmp_path), now=NOW)
    with pytest.raises(BenchmarkError, match="rapport benchmark load FILE"):
        compare_providers(home)  # England alone is nobody to compare


def test_englands_latest_month_is_told_from_counts_or_as_published(home: Home, tmp_path: Path) -> None:
    load_file(home, england(tmp_path), now=NOW)
    found = england_latest(home)
    assert found is not None
    period, rates = found
    assert str(period) == "2032-02"
    assert rates == pytest.approx({"recovery": 0.528, "reliable_improvement": 33520 / 48717})


def test_dispersion_is_lent_with_its_source_on_the_scale_that_is_needed(home: Home, tmp_path: Path) -> None:
    rows = [f"A{i:02},P,1000,50,5,1100,700,64,100,{400 + 20 * (i % 10)},50,2000,300" for i in range(20)]
    load_file(home, annual(tmp_path, *rows), now=NOW)
    lent = borrowed_tau2(home, "recovery")
    own = by_measure(home)["recovery"].funnel
    assert own.tau2 is not None
    assert own.tau2 > 0
    assert lent.tau2 == own.tau2
    assert lent.source == "20 providers, NHS Talking Therapies 2031-32"
    clinics = pl.DataFrame({"clinic_id": ["a", "b"], "numerator": [40, 50], "denominator": [100, 100]})
    result = funnel_of_proportions(clinics, tau2=lent)
    assert (result.tau2, result.tau2_source) == (lent.tau2, lent.source)
    ratio = borrowed_tau2(home, "recovery", scale=LOG)
    centre = 490 / 1000
    assert ratio.tau2 == pytest.approx(own.tau2 * 4 * (1 - centre) / centre)
    expected = pl.DataFrame({"clinic_id": ["a", "b"], "observed": [40, 50], "expected": [45.0, 45.0]})
    assert funnel_of_ratios(expected, tau2=ratio).tau2 == ratio.tau2
    with pytest.raises(BenchmarkError, match=r"`dropout` is no published measure\. Known: recovery, "):
        borrowed_tau2(home, "dropout")


def test_one_provider_alone_lends_nothing(home: Home, tmp_path: Path) -> None:
    load_file(home, annual(tmp_path, "A00,X,100,5,5,110,60,55,5,35,33,215,30"), now=NOW)
    with pytest.raises(BenchmarkError, match="Fewer than two published providers have `recovery` in 2031-32"):
        borrowed_tau2(home, "recovery")


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real data sets aren't beside the project")
def test_the_real_providers_are_counted_as_an_independent_recomputation_counts_them(home: Home) -> None:
    path = REAL / "nhs_talking_therapies_providers_2024_25.csv"
    load_file(home, path)
    found = by_measure(home)
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        finished, healthy = row["finished_course_treatment_count"], row["not_at_caseness_count"]
        is_known = "*" not in (finished, healthy)
        row["cases"] = str(int(finished) - int(healthy)) if is_known else row["at_caseness_count"]
    columns = {
        "recovery": ("recovery_count", "cases"),
        "reliable_recovery": ("reliable_recovery_count", "cases"),
        "reliable_improvement": ("improvement_count", "finished_course_treatment_count"),
        "deterioration": ("deterioration_count", "finished_course_treatment_count"),
    }
    expected = {
        "recovery": (145, 82, 59, 33, 15),
        "reliable_recovery": (145, 77, 54, 31, 15),
        "reliable_improvement": (145, 95, 62, 30, 9),
        "deterioration": (139, 55, 30, 21, 3),
    }
    for measure, (top, bottom) in columns.items():
        pairs = [(int(row[top]), int(row[bottom])) for row in rows if "*" not in (row[top], row[bottom])]
        r, n = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
        y, target, s2 = np.arcsin(np.sqrt(r / n)), math.asin(math.sqrt(r.sum() / n.sum())), 1 / (4 * n)
        z = (y - target) / np.sqrt(s2)
        ranked, at = np.sort(z), 0.1 * (z.size - 1)
        low = ranked[int(at)] + (at % 1) * (ranked[int(at) + 1] - ranked[int(at)])
        high = ranked[-1 - int(at)] - (at % 1) * (ranked[-1 - int(at)] - ranked[-2 - int(at)])
        tame = np.minimum(np.maximum(z, low), high)
        total = float((tame**2).sum())
        w = 1 / s2
        tau2 = (total - (z.size - 1)) / (w.sum() - (w**2).sum() / w.sum())
        past = tuple(
            int((np.abs(y - target) > k * np.sqrt(s2 + extra)).sum())
            for extra in (0.0, tau2)
            for k in (1.959964, 3.090232)
        )
        comparison = found[measure]
        assert (z.size, *past) == expected[measure]
        assert comparison.funnel.unit_count == z.size
        assert tuple(comparison.outside.values()) == past
        assert comparison.funnel.phi == pytest.approx(total / z.size, rel=1e-9)
        assert comparison.funnel.tau2 == pytest.approx(tau2, rel=1e-9)
        assert comparison.funnel.units["signal"].sum() == past[3]
        assert comparison.missing == 147 - z.size


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real data sets aren't beside the project")
def test_real_rates_computed_from_counts_are_the_published_percentages(home: Home) -> None:
    """Every rate agrees with the publisher's whole per cent, as far as counts rounded to five allow."""
    load_file(home, REAL / "nhs_talking_therapies_providers_2024_25.csv")
    published = read_counts(home).filter(pl.col("published_percent").is_not_null())
    for measure, comparison in by_measure(home).items():
        rates = comparison.funnel.units.join(
            published.filter(count_id=comparison.measure.numerator), on="organisation_code"
        ).drop_nulls("value")
        # Each of up to three rounded counts may be off by 2.5.
        slack = 0.5 + 100 * 2.5 * (1 + 2 * rates["value"]) / rates["denominator"]
        assert rates.height > 135, measure
        assert ((100 * rates["value"] - rates["published_percent"]).abs() <= slack + 0.01).all(), measure


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real data sets aren't beside the project")
def test_the_real_months_for_england_are_read(home: Home) -> None:
    source = load_file(home, REAL / "nhs_talking_therapies_england_monthly.csv")
    assert read_counts(home).filter(count_id="recovery").height == 63
    assert (source.period_start, source.period_end) == (dt.date(2021, 1, 1), dt.date(2026, 3, 31))
    found = england_latest(home)
    assert found is not None
    assert str(found[0]) == "2026-03"
    assert found[1]["recovery"] == pytest.approx(0.512)
