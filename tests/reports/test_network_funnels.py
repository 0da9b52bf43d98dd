"""Clinics within their usual limits on the network's page: what is drawn, said, and withheld."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from invented_comparison import CREATE, compared
from page_reading import Page
from published_fixture import CLINICS, State

Pages = Callable[..., dict[str, Page]]
SMALL = State(clinics=tuple(replace(clinic, courses=12) for clinic in CLINICS))
CASES = {
    "north": (40, 102),
    "harbour": (60, 98),
    "university": (33, 81),
    "garden": (28, 76),
    "valley": (3, 40),
    "quay": (2, 6),
}
"""Valley has too few with the property, quay too few at all; mill sends no appointments."""


@pytest.fixture
def network(pages_of: Pages) -> Page:
    statements = (CREATE, compared("dropout", CASES, 0.4, signal="harbour"))
    return pages_of(SMALL, *statements, audiences=["network"])["network"]


def test_only_clinics_past_their_limits_are_named(network: Page) -> None:
    after = network.section("retention").split("Ended without agreement: 40", 1)[1]
    facts = after.split("The numbers in a table", 1)[1]
    assert "Harbour Psychological Therapies lies above the limits" in facts
    assert "North Street Clinic lies" not in facts
    assert "one clinic lies past its limits" in network.section("retention")


def test_signals_stand_beside_the_number_that_chance_would_give(network: Page) -> None:
    assert (
        "24 comparisons of a clinic on a measure were made, and one is a signal. "
        "Chance alone would give 0.05." in network.text
    )


def test_small_numbers_are_withheld_and_missing_ones_arent_called_so(network: Page) -> None:
    rows = {row[0]: row[1:] for row in network.rows("Ended without agreement, in the last twelve months")[1:]}
    assert rows["Zoë Valley Practice"] == ["–"] * 5 + ["withheld"]
    assert rows["Quay Practice"] == ["–"] * 5 + ["withheld"]
    assert rows["Mill Lane Counselling"] == ["–"] * 5 + ["no appointment data"]
    assert list(rows) == sorted(rows, key=str.casefold)


def test_the_unadjusted_share_stands_beside_what_is_expected_and_the_adjusted_one(network: Page) -> None:
    rows = {row[0]: row[1:] for row in network.rows("Ended without agreement, in the last twelve months")[1:]}
    told = [cell.replace("\u00a0", " ") for cell in rows["North Street Clinic"]]
    assert told == ["100", "39 %", "42 %", "40 %", "35 % to 45 %", ""]


def test_a_single_withheld_clinic_takes_a_second_with_it(pages_of: Pages) -> None:
    cases = {clinic: case for clinic, case in CASES.items() if clinic != "quay"}
    page = pages_of(SMALL, CREATE, compared("dropout", cases, 0.4), audiences=["network"])["network"]
    rows = page.rows("Ended without agreement, in the last twelve months")[1:]
    assert [row[0] for row in rows if row[-1] == "withheld"] == [
        "Garden City Wellbeing",
        "Zoë Valley Practice",
    ]


def test_a_measure_of_too_few_clinics_has_no_limits_and_is_named_as_such(pages_of: Pages) -> None:
    few = {"north": (40, 102), "harbour": (60, 98), "garden": (28, 76)}
    statements = (CREATE, compared("dropout", CASES, 0.4), compared("pairing_rate:phq9:client", few, 0.4))
    page = pages_of(SMALL, *statements, audiences=["network"])["network"]
    assert page.rows_or_none("Ended with a first and a last form") is None
    assert (
        "Too few clinics for limits, so not drawn here: Ended with a first and a last form: PHQ-9 depression"
        in page.section("disclosure")
    )


def test_the_picture_tells_released_figures_alone(network: Page) -> None:
    (picture,) = [p for p in network.pictures if "limits" in p.attributes["aria-label"]]
    alt = picture.attributes["aria-label"].replace("\u00a0", " ")
    assert "Harbour Psychological Therapies: 62 %, limits 32 % to 48 %" in re.sub("[\u2068\u2069]", "", alt)
    assert "Quay Practice: withheld" in re.sub("[\u2068\u2069]", "", alt)


def test_many_clinics_stand_as_a_funnel_by_size(pages_of: Pages) -> None:
    clinics = tuple(
        replace(CLINICS[0], clinic_id=f"c{n:02}", name=f"Clinic {n:02}", courses=2) for n in range(18)
    )
    cases = {clinic.clinic_id: (20 + n, 50 + 3 * n) for n, clinic in enumerate(clinics)}
    statements = (CREATE, compared("dropout", cases, 0.4, signal="c05"))
    page = pages_of(State(clinics=clinics), *statements, audiences=["network"])["network"]
    (picture,) = [p for p in page.pictures if "limits" in p.attributes["aria-label"]]
    drawn = ["".join(part for part in t.parts if isinstance(part, str)) for t in picture.all("text")]
    assert "Clinic 05" in drawn
    assert "Clinic 06" not in drawn
    assert "Counted, about" in drawn
