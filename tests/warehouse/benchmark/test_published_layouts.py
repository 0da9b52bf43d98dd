"""Published files are read cell by cell, or refused with a sentence that says why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from published_files import ANNUAL_HEADER, MONTHLY_HEADER, annual, england, monthly

from warehouse.benchmark.layouts import BenchmarkError, ReadFile, read_published, wide


def read(path: Path, year: str | None = None) -> ReadFile:
    return read_published(path.read_bytes(), path.name, year)


def value(found: ReadFile, code: str, count_id: str) -> dict[str, object]:
    return found.counts.filter(organisation_code=code, count_id=count_id).row(0, named=True)


def test_an_annual_file_has_a_row_per_provider_and_count(tmp_path: Path) -> None:
    found = read(annual(tmp_path))
    assert found.layout == "annual"
    assert found.counts["level"].unique().to_list() == ["provider"]
    assert found.counts.select("organisation_code", "count_id").is_duplicated().sum() == 0
    assert found.counts.height == 12 * 8
    row = value(found, "A03", "reliable_improvement")
    assert (row["value"], row["published_percent"], row["organisation_name"]) == (
        315,
        67.0,
        "PROVIDER 3, NORTH",
    )
    assert (row["period_start"], row["period_end"]) == (dt.date(2031, 4, 1), dt.date(2032, 3, 31))


def test_a_suppressed_cell_is_missing_and_counted_as_suppressed_and_never_0(tmp_path: Path) -> None:
    found = read(annual(tmp_path))
    row = value(found, "B01", "reliable_deterioration")
    assert row["value"] is None
    assert row["is_suppressed"] is True
    assert row["published_percent"] is None
    assert found.counts["is_suppressed"].sum() == 2
    assert found.counts["value"].min() == 20


def test_a_blank_cell_is_missing_without_being_suppressed(tmp_path: Path) -> None:
    found = read(england(tmp_path))
    assert found.layout == "england"
    later = found.counts.filter(period_start=dt.date(2032, 2, 1), count_id="reliable_deterioration")
    assert later["value"].to_list() == [None]
    assert later["is_suppressed"].to_list() == [False]
    assert later["period_end"].to_list() == [dt.date(2032, 2, 29)]


@pytest.mark.parametrize("dates", ["01/03/2032,31/03/2032", "2032-03-01,2032-03-31", "03/01/2032,03/31/2032"])
@pytest.mark.parametrize("column", ["MEASURE_VALUE_SUPPRESSED", "MEASURE_VALUE"])
def test_a_monthly_file_gives_providers_and_england_only(tmp_path: Path, dates: str, column: str) -> None:
    found = read(monthly(tmp_path, dates=dates, value=column))
    assert found.layout == "monthly"
    assert found.counts["period_start"].unique().to_list() == [dt.date(2032, 3, 1)]
    assert sorted(found.counts["organisation_code"].unique()) == ["A00", "B01", "ENG"]
    assert found.counts.height == 3 * 6
    assert value(found, "ENG", "reliable_improvement")["value"] == 3400
    assert value(found, "A00", "recovery")["published_percent"] == 51.1
    suppressed = value(found, "B01", "not_at_caseness")
    assert (suppressed["value"], suppressed["is_suppressed"]) == (None, True)


def test_cases_are_finished_courses_less_those_known_to_be_none(tmp_path: Path) -> None:
    table = wide(read(monthly(tmp_path)).counts).sort("organisation_code")
    assert table["cases_at_start"].to_list() == [90, None, 4500]
    providers = wide(read(annual(tmp_path)).counts)
    # Published as 395 at caseness; five more of unknown caseness count as cases.
    assert providers.filter(organisation_code="A00")["cases_at_start"].to_list() == [400]
    # Not at caseness is suppressed: the published number at caseness stands in.
    assert providers.filter(organisation_code="B01")["cases_at_start"].to_list() == [55]


def test_older_names_of_improvement_and_deterioration_mean_the_same(tmp_path: Path) -> None:
    path = monthly(tmp_path)
    older = (
        path.read_text(encoding="utf-8-sig")
        .replace("Count_ReliableI", "Count_I")
        .replace("Count_ReliableD", "Count_D")
    )
    assert read_published(older.encode(), "activity.csv").counts.equals(read(path).counts)


def test_a_file_in_windows_letters_is_read(tmp_path: Path) -> None:
    row = 'A00,"CÔTE D\'AZUR",105,10,9,110,60,55,5,35,33,215,30'
    path = annual(tmp_path, row)
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    assert value(read(path), "A00", "recovery")["organisation_name"] == "CÔTE D'AZUR"


@pytest.mark.parametrize("year", ["2028-29", "2028/29", "2028-2029", "2028_29"])
def test_the_year_of_an_annual_file_may_be_named(tmp_path: Path, year: str) -> None:
    found = read(annual(tmp_path, name="figures.csv"), year)
    assert found.counts["period_start"].unique().to_list() == [dt.date(2028, 4, 1)]


@pytest.mark.parametrize(
    ("name", "year"), [("figures.csv", None), ("p_2024_26.csv", None), ("p_2024_25.csv", "24")]
)
def test_an_annual_file_whose_year_cannot_be_told_is_refused(
    tmp_path: Path, name: str, year: str | None
) -> None:
    with pytest.raises(BenchmarkError, match="Name its financial year"):
        read(annual(tmp_path, name=name), year)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"a,b\n1,2\n", "isn't one of the layouts"),
        (b"org_code,Org Code\nA,A\n", "Two columns of the file have the same name"),
        (
            f"{ANNUAL_HEADER}\nA00,X,100,few,5,110,60,55,5,35,33,215,30\n".encode(),
            "Row 2: `deteriorationcount` isn't a whole count, blank, or . .suppressed.; 1 such cells",
        ),
        (f"{ANNUAL_HEADER}\nA00,X,100,4.5,5,110,60,55,5,35,33,215,30\n".encode(), "isn't a whole count"),
        (f"{ANNUAL_HEADER}\nA00,X,100,-5,5,110,60,55,5,35,33,215,30\n".encode(), "isn't a whole count"),
        (
            f"{ANNUAL_HEADER}\n,X,100,5,5,110,60,55,5,35,33,215,30\n".encode(),
            "Row 2: `organisation` isn't a code",
        ),
        (
            (f"{ANNUAL_HEADER}\n" + "A00,X,100,5,5,110,60,55,5,35,33,215,30\n" * 2).encode(),
            "Row 2: A00 has `.*` twice",
        ),
        (
            f"{ANNUAL_HEADER}\nA00,X,100,5,5,110,60,55,5,113,33,215,30\n".encode(),
            "A00: recovery is above cases_at_start, which rounding doesn't explain",
        ),
        (b"start_date,finished_course_treatment_count\nMarch,5\n", "Row 2: `startdate` isn't a date"),
        (f"{MONTHLY_HEADER}\n".encode(), "more than one reporting period"),
        (
            f"{MONTHLY_HEADER}\n01/03/2032,30/03/2032,Provider,x,x,A00,X,M1,Count_Recovery,5\n".encode(),
            "the first and the last day of one month",
        ),
        (
            f"{MONTHLY_HEADER}\n01/03/2032,31/03/2032,SubICB,x,x,A00,X,M1,Count_Recovery,5\n".encode(),
            "none of the counts that are known",
        ),
        (
            f"{MONTHLY_HEADER.replace('_CODE2', '')}\n01/03/2032,31/03/2032,Provider,,,A,X,M1,C,5\n".encode(),
            "lacks the column orgcode2",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(content: bytes, message: str) -> None:
    with pytest.raises(BenchmarkError, match=message):
        read_published(content, "providers_2031_32.csv")


def test_a_numerator_that_rounding_put_above_its_denominator_is_taken(tmp_path: Path) -> None:
    found = read(annual(tmp_path, "A00,X,100,5,5,110,115,105,10,105,105,215,30"))
    assert value(found, "A00", "recovery")["value"] == 105


def test_a_month_with_a_measure_twice_is_refused(tmp_path: Path) -> None:
    again = "01/03/2032,31/03/2032,Provider,all,all,A00,PROVIDER 0,M191,Count_Recovery,45"
    with pytest.raises(BenchmarkError, match="A00 has `Count_Recovery` twice in one period"):
        read(monthly(tmp_path, again))


def test_no_count_is_lost_on_the_way(tmp_path: Path) -> None:
    path = annual(tmp_path)
    sent = pl.read_csv(path, null_values="*").select(pl.col("^.*_count$").sum()).sum_horizontal().item()
    assert read(path).counts["value"].sum() == sent
