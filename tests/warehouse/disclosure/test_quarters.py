"""What the network is shown of its closed quarters: once, over clinics that aren't small, group by group."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from invented_quarters import Cells, counted

from ingest.home import Home
from warehouse.disclosure.network_file import read_quarters
from warehouse.disclosure.policy import Policy
from warehouse.disclosure.quarters import QUARTER_LOG, decide_quarters, release_quarters, wilson

POLICY = Policy(minimum_count=5, minimum_clinics=4)
NO_LOG = pl.DataFrame(schema=QUARTER_LOG)
CELLS: Cells = {
    "a": {"female": (20, 60), "male": (12, 40), "nonbinary": (1, 4)},
    "b": {"female": (24, 70), "male": (10, 35), "nonbinary": (1, 3)},
    "c": {"female": (15, 50), "male": (14, 45), "nonbinary": (0, 2)},
    "d": {"female": (18, 52), "male": (11, 38), "nonbinary": (1, 3)},
}
SMALL = {"female": (3, 20), "male": (1, 9)}


def shown(log: pl.DataFrame) -> dict[str, dict[str, object]]:
    return {row["group_name"]: row for row in release_quarters(log, POLICY).iter_rows(named=True)}


def test_a_quarter_is_shown_in_whole_per_cents_of_rounded_numbers() -> None:
    rows = shown(decide_quarters(counted(CELLS), NO_LOG, POLICY, "2026-W27"))
    assert (rows["all"]["denominator"], rows["all"]["value"], rows["all"]["clinics"]) == (400, 0.32, 4)
    assert (rows["female"]["denominator"], rows["female"]["value"]) == (230, 0.33)
    withheld = rows["nonbinary"]
    assert withheld["is_withheld"]
    assert [withheld[name] for name in ("value", "denominator", "lower_95", "clinics")] == [None] * 4


def test_the_log_says_of_every_group_why_it_is_withheld() -> None:
    cells: Cells = {clinic: dict(groups) for clinic, groups in CELLS.items()}
    cells["a"]["unknown"] = (9, 30)
    log = decide_quarters(counted(cells), NO_LOG, POLICY, "2026-W27")
    told = {row["group_name"]: (row["decision"], row["reason"]) for row in log.iter_rows(named=True)}
    assert told["nonbinary"] == ("withheld", "few cases")
    assert told["unknown"] == ("withheld", "too few clinics")
    assert told["female"] == ("released", None)
    exact = log.filter(pl.col("decision") == "withheld")
    assert exact["numerator"].null_count() == exact.height


def test_a_clinic_with_few_cases_has_no_part_in_any_figure() -> None:
    with_small = decide_quarters(counted({**CELLS, "e": SMALL}), NO_LOG, POLICY, "2026-W27")
    assert with_small.equals(decide_quarters(counted(CELLS), NO_LOG, POLICY, "2026-W27"))


def test_without_enough_clinics_only_that_is_said() -> None:
    few = {clinic: CELLS[clinic] for clinic in "abc"} | {"e": SMALL}
    log = decide_quarters(counted(few), NO_LOG, POLICY, "2026-W27")
    assert log.select("group_name", "decision", "reason").rows() == [("all", "withheld", "too few clinics")]


def test_one_dominant_clinic_withholds_a_quarter() -> None:
    cells: Cells = {**CELLS, "e": {"female": (900, 1500), "male": (300, 600)}}
    log = decide_quarters(counted(cells), NO_LOG, POLICY, "2026-W27")
    assert log["reason"].to_list() == ["one clinic makes up most of it"]


def test_what_a_quarter_has_shown_stays_whatever_is_delivered_later() -> None:
    first = decide_quarters(counted(CELLS), NO_LOG, POLICY, "2026-W27")
    late: Cells = {**CELLS, "f": {"female": (40, 80), "male": (30, 60)}}
    both = pl.concat([counted(late), counted(CELLS, "2026-Q2")])
    later = decide_quarters(both, first, POLICY, "2026-W40")
    assert later.filter(quarter="2026-Q1").equals(first)
    assert set(later.filter(quarter="2026-Q2")["decided_in"]) == {"2026-W40"}


def test_a_quarter_of_which_nothing_was_shown_is_judged_anew() -> None:
    few = {clinic: CELLS[clinic] for clinic in "abc"}
    first = decide_quarters(counted(few), NO_LOG, POLICY, "2026-W27")
    assert shown(decide_quarters(counted(CELLS), first, POLICY, "2026-W30"))["all"]["value"] == 0.32


def test_a_run_of_an_earlier_week_shows_no_later_quarter() -> None:
    both = pl.concat([counted(CELLS), counted(CELLS, "2026-Q2")])
    log = decide_quarters(both, NO_LOG, POLICY, "2026-W40")
    again = decide_quarters(counted(CELLS), log, POLICY, "2026-W27")
    assert set(again["quarter"]) == {"2026-Q1"}


def test_appointments_of_one_course_widen_the_interval() -> None:
    """Two appointments a course, both kept or both missed: the interval is that of half as many."""
    alone = decide_quarters(counted(CELLS), NO_LOG, POLICY, "2026-W27")
    doubled = counted(CELLS).with_columns(
        pl.col("numerator", "denominator") * 2,
        pl.col("numerator_squares", "products", "denominator_squares") * 4,
    )
    twice = decide_quarters(doubled, NO_LOG, POLICY, "2026-W27")
    assert twice["design_effect"][0] == pytest.approx(2.0)
    ends = [[shown(log)["all"][end] for end in ("lower_95", "upper_95")] for log in (alone, twice)]
    assert ends[0] == ends[1]


def test_intervals_agree_with_statsmodels() -> None:
    from statsmodels.stats.proportion import proportion_confint

    for share, everybody in ((0.32, 400), (0.05, 20), (1.0, 30)):
        assert wilson(share, everybody) == pytest.approx(
            [round(end, 2) for end in proportion_confint(share * everybody, everybody, method="wilson")]
        )


def test_of_the_log_the_latest_decision_counts(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert not read_quarters(home).height
    (home.released / "quarters").mkdir(parents=True)
    few = {clinic: CELLS[clinic] for clinic in "abc"}
    first = decide_quarters(counted(few), NO_LOG, POLICY, "2026-W27")
    second = decide_quarters(counted(CELLS), first, POLICY, "2026-W30")
    for week, log in (("2026-W27", first), ("2026-W30", second)):
        log.write_parquet(home.released / "quarters" / f"{week}.parquet")
    assert read_quarters(home).equals(second)
