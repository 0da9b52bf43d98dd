"""The network by quarter, by group and beside providers: what is drawn, said, and withheld."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from invented_comparison import QUARTERS, beside_providers, by_quarter, created
from page_reading import Page
from published_fixture import CLINICS, State

from reports.charts.intervals import IntervalRow, interval_chart
from reports.charts.quarters import quarters_chart
from reports.shares import Estimate

Pages = Callable[..., dict[str, Page]]
SMALL = State(clinics=tuple(replace(clinic, courses=8) for clinic in CLINICS))
CAPTION = "Ended without agreement by group of clients, quarters Q3 2025 to Q2 2026"


def plain(text: str) -> str:
    return re.sub("[\u2068\u2069]", "", text.replace("\u00a0", " "))


@pytest.fixture
def page(usual: dict[str, Page]) -> Page:
    return usual["network"]


def network_of(pages_of: Pages, *statements: str) -> Page:
    return pages_of(SMALL, *statements, audiences=["network"])["network"]


def test_quarters_whose_intervals_overlap_arent_called_a_rise(page: Page) -> None:
    text = plain(page.section("quarters"))
    assert "Ended without agreement: 36 % in Q3 2025, 42 % in Q2 2026; the intervals overlap" in text
    rows = page.rows("Ended without agreement, the whole network by closed quarter")[1:]
    assert [plain(cell) for cell in rows[0]] == ["Q3 2025", "4", "400", "36 %", "31 to 41 %"]


def test_a_rise_beyond_the_intervals_is_called_one(pages_of: Pages) -> None:
    later = "update marts.network_breakdowns set value = 0.6, lower_95 = 0.55, upper_95 = 0.65 "
    page = network_of(
        pages_of,
        created("network_breakdowns"),
        by_quarter("dropout", {("all", "all"): (400, 0.36)}),
        later + f"where quarter = '{QUARTERS[-1]}'",
    )
    assert "60 % in Q2 2026: a rise beyond chance" in plain(page.section("quarters"))


def test_groups_are_the_shown_quarters_put_together(page: Page) -> None:
    rows = {row[0]: [plain(cell) for cell in row[1:]] for row in page.rows(CAPTION)[1:]}
    assert rows["women"][:3] == ["Gender", "880", "40 %"]  # 37, 39, 41 and 43 % of 220 each
    assert rows["non-binary"] == ["Gender", "–", "–", "–", "withheld"]


def test_a_group_withheld_in_one_quarter_is_withheld(pages_of: Pages) -> None:
    groups = {("all", "all"): (400, 0.36), ("gender", "female"): (220, 0.37), ("gender", "male"): (130, 0.3)}
    page = network_of(
        pages_of,
        created("network_breakdowns"),
        by_quarter("dropout", {**groups, ("gender", "unknown"): (50, 0.4)}),
        "update marts.network_breakdowns set is_withheld = true, denominator = null, value = null, "
        f"design_effect = null where group_name = 'unknown' and quarter = '{QUARTERS[1]}'",
    )
    rows = {row[0]: row[1:] for row in page.rows(CAPTION)[1:]}
    assert rows["unknown"][-1] == "withheld"
    assert rows["women"][-1] == ""


def test_a_group_far_from_all_is_named_beside_what_chance_would_give(page: Page) -> None:
    text = plain(page.section("equity"))
    assert "Further from the network’s share than chance explains lies kappa (Ethnicity) 61 %" in text
    assert "That is a question to ask, not an answer" in text
    assert "women (Gender)" not in text
    assert re.search(r"10 comparisons of a group with all were made, on 2 measures.*would give 0.02", text)


def test_those_of_whom_nothing_is_recorded_come_last(page: Page) -> None:
    rows = [row[0] for row in page.rows(CAPTION)[1:]]
    assert rows == ["women", "men", "non-binary", "kappa", "white", "not recorded"]


def test_ways_of_holding_sessions_stand_apart_from_who_the_clients_are(page: Page) -> None:
    modality, equity = plain(page.section("modality")), plain(page.section("equity"))
    assert "by video" in modality
    assert "Gender" not in modality
    assert "by video" not in equity


def test_without_groups_that_is_said(pages_of: Pages) -> None:
    page = network_of(pages_of, created("network_breakdowns"))
    for part in ("modality", "equity"):
        assert "No two groups are large enough to be shown yet" in page.section(part)
    assert "Not two quarters can be shown yet" in page.section("quarters")


def test_the_network_stands_beside_providers_with_what_limits_that(page: Page) -> None:
    text = plain(page.section("providers"))
    assert "50 % over 140 providers" in text
    assert "All clinics together: 47 % of about 900 courses; 37 % of providers have a lower rate" in text
    assert "Recovery counts courses of unknown caseness as cases" in text
    assert (
        "The providers’ figures are of 2024-25: 140 providers; 3 more have no published figure. Source: NHS"
        in text
    )
    assert "Open Government Licence" in text
    assert "below the limits in which providers of that size lie. Other clients" in text
    rows = {row[0]: [plain(cell) for cell in row[1:]] for row in page.rows("beside providers of 2024-25")[1:]}
    assert rows["All clinics together"] == ["900", "47 %", "40 % to 60 %", "37 %", ""]
    assert rows["Quay Practice"] == ["–", "–", "–", "–", "withheld"]
    assert rows["North Street Clinic"][-1] == "past its limits, below"


def test_without_a_loaded_file_it_is_said_how_to_load_one(pages_of: Pages) -> None:
    page = network_of(pages_of, created("network_benchmark"))
    assert "rapport benchmark load FILE" in page.section("providers")


def test_where_every_figure_is_withheld_nothing_stands_beside_providers(pages_of: Pages) -> None:
    page = network_of(
        pages_of, created("network_benchmark"), beside_providers({}, ("all", "north", "harbour"))
    )
    assert "Published figures are loaded, but none of the network’s can stand beside" in page.section(
        "providers"
    )


def test_without_enough_clinics_it_is_said_why_no_figure_stands_for_all(pages_of: Pages) -> None:
    page = network_of(
        pages_of, created("network_benchmark"), beside_providers({"north": (300, 0.52)}, ("all",))
    )
    text = plain(page.section("providers"))
    assert "No figure can stand for all clinics together: it needs 4 clinics" in text
    assert "One comparison with the providers’ limits was made" in text


def test_shares_that_are_all_high_are_drawn_near_each_other() -> None:
    rows = [IntervalRow("Gender", None, is_heading=True), IntervalRow("women", Estimate(0.9, 0.88, 0.92))]
    drawn = interval_chart(rows, 0.89, "network 89\u00a0%")
    assert "90\u00a0%" in drawn
    assert ">0\u00a0%" not in drawn
    assert 'font-weight="bold"' in drawn


def test_each_quarter_has_its_label_and_value() -> None:
    drawn = quarters_chart(
        [
            ("Q1 2026", "30\u00a0%", Estimate(0.3, 0.25, 0.35)),
            ("Q2 2026", "40\u00a0%", Estimate(0.4, 0.3, 0.5)),
        ]
    )
    assert all(text in drawn for text in ("Q1 2026", "Q2 2026", ">30\u00a0%", ">40\u00a0%"))
