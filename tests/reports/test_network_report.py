"""The network's page: alphabetical, no ranking, small numbers withheld, nobody's identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from page_reading import Page
from published_fixture import CLINICS, State

BY_ID = {clinic.clinic_id: clinic for clinic in CLINICS}
Pages = Callable[..., dict[str, Page]]
DROPOUT = "without an agreed ending, by clinic, in the last twelve months"


def test_clinics_stand_in_alphabetical_order_in_every_table(usual: dict[str, Page]) -> None:
    for table in usual["network"].tables:
        names = [row.all("th")[0].text.strip() for row in table.all("tbody")[0].all("tr")]
        clinics = [name for name in names if name != "All clinics together"]
        assert clinics == sorted(clinics, key=str.casefold)


def test_a_clinic_without_appointments_is_told_apart_from_a_withheld_one(usual: dict[str, Page]) -> None:
    cells = {row[0]: row[1:] for row in usual["network"].rows(DROPOUT)[1:]}
    assert cells["Mill Lane Counselling"] == ["–", "–", "–", "no appointment data"]
    assert cells["Quay Practice"] == ["–", "–", "–", "withheld"]


def test_a_single_withheld_clinic_isnt_given_away_by_the_others(usual: dict[str, Page]) -> None:
    rows = usual["network"].rows(DROPOUT)[1:]
    assert sum(row[-1] == "withheld" for row in rows) == 2


def test_counts_are_rounded_and_shares_whole(usual: dict[str, Page]) -> None:
    for row in usual["network"].rows(DROPOUT)[1:]:
        if row[1] != "–":
            assert int(row[1].replace(",", "")) % 5 == 0
            assert re.fullmatch(r"\d+\s%", row[2])
            assert re.fullmatch(r"\d+ to \d+\s%", row[3])


def test_only_who_stands_outside_is_named_in_the_sentences(usual: dict[str, Page]) -> None:
    text = usual["network"].section("retention").split("The numbers in a table")[0]
    after = usual["network"].section("retention").rsplit("the network’s share.", 1)[1]
    assert "Harbour Psychological Therapies" in after
    assert "stands outside the limits, above the network" in after
    assert "North Street Clinic" not in after
    assert "By chance alone, 0.01 of 4 clinics" in after
    assert "27" in text


def test_when_nobody_stands_outside_that_is_said(usual: dict[str, Page]) -> None:
    assert "None of the 4 clinics that could be compared stands outside" in usual["network"].section(
        "alliance"
    )


def test_too_few_clinics_make_no_network_figure_anywhere(pages_of: Pages) -> None:
    pages = pages_of(State(clinics=CLINICS[:3]))
    assert "Too few clinics for network figures" in pages["network"].text
    assert "All clinics together" in pages["network"].text
    for row in [r for r in pages["network"].rows(DROPOUT) if r[0] == "All clinics together"]:
        assert row[1:] == ["–", "–", "–", "withheld"]
    for clinic in CLINICS[:3]:
        source = pages[clinic.clinic_id]
        assert "Network: " not in source.text
        assert "network mean" not in source.section("retention")
        assert "The network’s" not in source.text


def test_the_networks_limit_for_small_numbers_is_followed(pages_of: Pages) -> None:
    strict = pages_of(State(minimum_count=60), audiences=["network"])["network"]
    shown = [row for row in strict.rows(DROPOUT)[1:] if row[-1] not in ("withheld", "no appointment data")]
    assert [row[0] for row in shown if row[0] != "All clinics together"] == []
    assert "is below 60" in strict.section("disclosure")


def test_a_clinic_without_anybody_yet_isnt_called_withheld(usual: dict[str, Page]) -> None:
    remarks = {
        row.all("td")[-1].text.strip()
        for table in usual["network"].tables
        if "Reliably improved" in table.all("caption")[0].text
        for row in table.all("tbody")[0].all("tr")
        if row.all("th")[0].text.strip() == "Quay Practice"
    }
    assert remarks == {"nobody yet"}


def test_drawn_labels_come_from_released_figures_alone(usual: dict[str, Page]) -> None:
    for picture in usual["network"].pictures:
        for share in re.findall(r"(\d+(?:\.\d+)?)\s%", picture.attributes["aria-label"]):
            assert "." not in share


def test_no_therapist_client_or_form_is_on_the_page(usual: dict[str, Page]) -> None:
    assert "Therapist" not in usual["network"].source
    assert not re.search(r"\b\d{9,}\b", usual["network"].source)


def test_names_decide_the_order_and_not_ids(pages_of: Pages) -> None:
    swapped = (
        replace(BY_ID["north"], name="Zebra", courses=40),
        replace(BY_ID["harbour"], name="aardvark", courses=40),
    )
    page = pages_of(State(clinics=swapped), audiences=["network"])["network"]
    assert [row[0] for row in page.rows("How far each clinic’s data goes")[1:]] == ["aardvark", "Zebra"]
