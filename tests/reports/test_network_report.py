"""The network's page: alphabetical, no ranking, small numbers withheld, nobody's identifiers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from page_reading import Page
from published_fixture import CLINICS, State

import reports
from ingest.home import Home

BY_ID = {clinic.clinic_id: clinic for clinic in CLINICS}
Pages = Callable[..., dict[str, Page]]
DROPOUT = "Ended without agreement, in the last twelve months"
RELEASED = {"network_comparison", "network_breakdowns", "network_benchmark"}


def test_clinics_stand_in_alphabetical_order_in_every_table(usual: dict[str, Page]) -> None:
    names = {clinic.name for clinic in CLINICS}
    for table in usual["network"].tables:
        listed = [row.all("th")[0].text.strip() for row in table.all("tbody")[0].all("tr")]
        clinics = [name for name in listed if name in names]
        assert clinics == sorted(clinics, key=str.casefold)


def test_a_clinic_without_appointments_is_told_apart_from_a_withheld_one(usual: dict[str, Page]) -> None:
    cells = {row[0]: row[1:] for row in usual["network"].rows(DROPOUT)[1:]}
    assert cells["Mill Lane Counselling"] == [*["–"] * 5, "no appointment data"]
    assert cells["Quay Practice"] == [*["–"] * 5, "withheld"]


def test_counts_are_rounded_and_shares_whole(usual: dict[str, Page]) -> None:
    for row in usual["network"].rows(DROPOUT)[1:]:
        if row[1] != "–":
            assert int(row[1].replace(",", "")) % 5 == 0
            assert all(re.fullmatch(r"\d+\s%", cell) for cell in row[2:5])


def test_the_headline_is_the_released_figure(usual: dict[str, Page]) -> None:
    assert re.search(
        r"Of about 550 courses that ended in the last twelve months, 40\s% ended without agreement; "
        r"5 clinics",
        usual["network"].text,
    )


def test_every_number_comes_from_a_released_table(usual_home: Home, usual: dict[str, Page]) -> None:
    """Page, PDF and workbook are made of the same model: what it rests on, they rest on."""
    listed = json.loads((usual_home.reports / "2026-W46/network/numbers.json").read_text(encoding="utf-8"))
    queries = {str(entry["id"]).split("/")[2].split(".")[0] for entry in listed["numbers"]}
    assert queries == {"network_comparison", "network_groups", "network_quarters", "network_benchmark"}
    for name in queries:
        (file,) = (Path(reports.__file__).parent / "measures").glob(f"{name}.sql")
        read = set(re.findall(r"(?:marts|audit|meta|inference)\.(\w+)", file.read_text(encoding="utf-8")))
        assert read <= RELEASED, name


def test_too_few_clinics_make_no_network_figure_anywhere(pages_of: Pages) -> None:
    pages = pages_of(State(clinics=CLINICS[:3]))
    assert "Too few clinics for network figures" in pages["network"].text
    assert "No network figure" in pages["network"].text
    assert "No two groups are large enough to be shown yet" in pages["network"].section("equity")
    for clinic in CLINICS[:3]:
        source = pages[clinic.clinic_id]
        assert "Network: " not in source.text
        assert "network mean" not in source.section("retention")
        assert "over all clinics, " not in source.text


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
