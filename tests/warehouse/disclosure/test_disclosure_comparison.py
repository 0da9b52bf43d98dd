"""What the network may see of the clinics in one week, and in the weeks after it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from test_attack import compared_rows

from ingest.home import Home
from warehouse.disclosure.comparison import LOG_SCHEMA, decide, release
from warehouse.disclosure.network_file import read_log, record_release, write_network_file
from warehouse.disclosure.policy import Policy
from warehouse.disclosure.quarters import QUARTER_LOG

POLICY = Policy(minimum_count=5, minimum_clinics=4)
NO_LOG = pl.DataFrame(schema=LOG_SCHEMA)
NAMES = ["a", "b", "c", "d", "e"]


def compared(cases: list[int], everybody: list[int]) -> pl.DataFrame:
    others = np.array(everybody) - np.array(cases)
    return compared_rows(NAMES[: len(cases)], np.array(cases), others)


def weekly(week: str, cases: int, others: int) -> pl.DataFrame:
    """What came in during one week, of every clinic."""
    return pl.DataFrame(
        {
            "clinic_id": NAMES,
            "measure_id": "dropout",
            "week": week,
            "numerator": cases,
            "denominator": cases + others,
        }
    )


def told(
    rows: pl.DataFrame, week: str = "2026-W10", log: pl.DataFrame = NO_LOG, came: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, dict[str, dict[str, object]]]:
    """The log of a week, and the released rows by clinic."""
    entered = weekly(week, 0, 0) if came is None else came
    logged, released = release(decide(rows, entered, log, POLICY, week), POLICY)
    return logged, {str(row["clinic_id"]): row for row in released.iter_rows(named=True)}


def test_a_small_count_is_withheld_and_the_log_says_which() -> None:
    log, released = told(compared([20, 4, 36, 20, 2], [40, 40, 40, 40, 4]))
    reasons = dict(log.filter(pl.col("clinic_id") != "all").select("clinic_id", "reason").rows())
    assert reasons == {
        "a": None,
        "b": "few cases",
        "c": "few others",
        "d": None,
        "e": "few altogether",
    }
    for clinic in "bce":
        row = released[clinic]
        assert row["is_withheld"]
        assert {name for name, value in row.items() if value is not None} <= {
            "week", "measure_id", "clinic_id", "measure", "kind", "higher_is", "is_withheld",
            "signals_by_chance",
        }  # fmt: skip


def test_a_count_at_the_minimum_is_released_rounded_and_its_share_in_whole_per_cents() -> None:
    _, released = told(compared([5, 7, 8, 9, 10], [23, 23, 23, 24, 28]))
    assert (released["a"]["denominator"], released["a"]["value"]) == (25, 0.22)  # 5/23 = 21.7 %
    assert released["d"]["value"] == 0.38  # 9/24 = 37.5 %


def test_the_networks_figure_is_that_of_the_shown_clinics() -> None:
    """With and without the withheld clinic, every released number is the same."""
    _, with_small = told(compared([20, 22, 24, 26, 3], [40, 44, 48, 52, 30]))
    _, without = told(compared([20, 22, 24, 26], [40, 44, 48, 52]))
    del with_small["e"]
    assert with_small == without
    assert with_small["all"]["value"] == 0.5
    assert with_small["all"]["denominator"] == 185


@pytest.mark.parametrize(
    ("cases", "everybody", "reason"),
    [
        ([20, 20, 20], [40, 40, 40], "too few clinics"),
        ([200, 6, 6, 6], [400, 20, 20, 20], "one clinic makes up most of it"),
    ],
)
def test_without_enough_clinics_there_is_no_total_and_no_limit(
    cases: list[int], everybody: list[int], reason: str
) -> None:
    log, released = told(compared(cases, everybody))
    assert log.filter(clinic_id="all")["reason"].item() == reason
    assert released["all"]["is_withheld"]
    assert released["a"]["value"] == 0.5
    assert {row["centre"] for row in released.values()} == {None}
    assert {row["signal"] for row in released.values()} == {None}


@pytest.mark.parametrize(
    ("cases", "others", "moved", "decision"),
    [
        (5, 5, 0, "released"),
        (4, 9, 0, "repeated"),
        (9, 4, 0, "repeated"),
        (0, 0, 4, "repeated"),
        (0, 0, 5, "released"),
    ],
)
def test_figures_are_repeated_until_enough_cases_and_others_have_come_in(
    cases: int, others: int, moved: int, decision: str
) -> None:
    """Or until both counts have changed by as much, as after a correction."""
    log, _ = told(compared([20] * 5, [40] * 5))
    later, released = told(
        compared([20 + moved] * 5, [40 + 2 * moved] * 5), "2026-W11", log, weekly("2026-W11", cases, others)
    )
    row = later.row(by_predicate=pl.col("clinic_id") == "a", named=True)
    assert row["decision"] == decision
    assert row["as_of"] == released["a"]["as_of"] == ("2026-W11" if decision == "released" else "2026-W10")
    assert row["numerator"] == (20 + moved if decision == "released" else 20)


def test_what_comes_in_over_several_weeks_counts_together() -> None:
    log, _ = told(compared([20] * 5, [40] * 5))
    came = pl.concat([weekly(f"2026-W{week}", 2, 2) for week in (9, 11, 12, 13)])
    second, _ = told(compared([22] * 5, [44] * 5), "2026-W12", log, came.filter(pl.col("week") <= "2026-W12"))
    assert set(second.filter(pl.col("clinic_id") != "all")["decision"]) == {"repeated"}
    third, _ = told(compared([24] * 5, [48] * 5), "2026-W13", pl.concat([log, second]), came)
    assert set(third.filter(pl.col("clinic_id") != "all")["decision"]) == {"released"}


def test_a_week_run_again_shows_what_it_has_shown() -> None:
    log, first = told(compared([20] * 4, [40] * 4))
    again, second = told(compared([29, 20, 20, 20, 21], [60, 40, 40, 40, 41]), log=log)
    for name in "abcd":
        assert [second[name][key] for key in ("value", "denominator", "as_of")] == [
            first[name][key] for key in ("value", "denominator", "as_of")
        ]
    assert second["e"]["value"] == 0.51  # nothing of it had been shown
    assert again.filter(clinic_id="a")["numerator"].item() == 20


def test_a_week_of_the_past_is_not_shown_where_a_later_one_is_too_near() -> None:
    log, _ = told(compared([20] * 5, [40] * 5), "2026-W12")
    earlier, released = told(compared([19] * 5, [38] * 5), "2026-W11", log, weekly("2026-W12", 1, 1))
    assert set(earlier.filter(pl.col("clinic_id") != "all")["decision"]) == {"withheld"}
    assert released["a"]["is_withheld"]
    far, _ = told(compared([14] * 5, [28] * 5), "2026-W11", log, weekly("2026-W12", 6, 6))
    assert set(far["decision"]) == {"released"}


def test_a_mean_needs_enough_courses_and_is_told_to_a_tenth() -> None:
    rows = compared([20] * 5, [40, 40, 40, 40, 9]).with_columns(
        kind=pl.lit("mean"),
        numerator=pl.lit(None, pl.Int64),
        value=pl.lit(43.2468),
        standard_error=pl.lit(1.0),
        course_count=pl.Series([40, 40, 40, 40, 4]),
    )
    log, released = told(rows)
    assert released["a"]["value"] == 43.2
    assert released["e"]["is_withheld"]
    assert log.filter(clinic_id="e")["reason"].item() == "few courses"


def test_the_log_is_kept_week_by_week(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.inference.mkdir(parents=True)
    first, _ = told(compared([20] * 5, [40] * 5), "2026-W10")
    first.write_parquet(home.inference / "disclosure_log.parquet")
    pl.DataFrame(schema=QUARTER_LOG).write_parquet(home.inference / "disclosure_log_quarters.parquet")
    assert record_release(home, "2026-W10") == 6
    second, _ = told(compared([20] * 5, [40] * 5), "2026-W11", read_log(home))
    pl.concat([first, second]).write_parquet(home.inference / "disclosure_log.parquet")
    record_release(home, "2026-W11")
    record_release(home, "2026-W11")
    assert read_log(home).equals(pl.concat([first, second]))
    assert sorted(file.name for file in home.released.glob("*.*")) == ["2026-W10.parquet", "2026-W11.parquet"]
    with duckdb.connect() as connection:  # and anybody's client can read it
        assert connection.execute(f"select count(*) from '{home.released}/*.parquet'").fetchone() == (12,)


def test_the_networks_file_holds_released_figures_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.published.mkdir()
    with duckdb.connect(str(home.published_file)) as connection:
        connection.execute("""
            create schema marts; create schema meta;
            create table marts.network_comparison (week varchar not null, value double, primary key (week));
            comment on table marts.network_comparison is 'Released figures.';
            insert into marts.network_comparison values ('2026-W10', 0.25);
            create table marts.dim_measures as select 'dropout' as measure;
            create table marts.disclosure_log as select 4 as numerator;
            create table marts.fct_episodes as select 1 as episode_key;
            create table meta.runs as select
                '2026-W10' as week, timestamp '2026-03-09' as published_at, '1' as schema_version;
        """)
    for _ in range(2):  # the second time over the first
        write_network_file(home)
    with duckdb.connect(str(home.network_release), read_only=True) as connection:
        tables = connection.execute("select table_name from information_schema.tables order by 1").fetchall()
        assert tables == [("about",), ("clinic_comparison",), ("measures",)]
        rows = connection.execute("select week, value from released.clinic_comparison").fetchall()
        assert rows == [("2026-W10", 0.25)]
        assert connection.execute("select week from released.about").fetchall() == [("2026-W10",)]
    assert [file.name for file in home.published.iterdir() if file.name.startswith(".")] == []
