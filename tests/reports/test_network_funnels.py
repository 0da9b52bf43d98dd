"""Clinics within their usual limits on the network's page: what is drawn, said, and withheld."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from invented_comparison import CREATE_RELEASED, released
from page_reading import Page
from published_fixture import CLINICS, State

Pages = Callable[..., dict[str, Page]]
SMALL = State(clinics=tuple(replace(clinic, courses=12) for clinic in CLINICS))
SHOWN = {"north": (100, 0.39), "harbour": (100, 0.61), "university": (80, 0.41), "garden": (75, 0.37)}
CAPTION = "Ended without agreement, in the last twelve months"


def network_of(pages_of: Pages, *statements: str, state: State = SMALL) -> Page:
    return pages_of(state, CREATE_RELEASED, *statements, audiences=["network"])["network"]


@pytest.fixture
def network(pages_of: Pages) -> Page:
    return network_of(pages_of, released("dropout", SHOWN, ("valley", "quay"), signal="harbour"))


def test_only_clinics_past_their_limits_are_named(network: Page) -> None:
    facts = network.section("retention").split("The numbers in a table", 1)[1]
    assert "Harbour Psychological Therapies lies above the limits" in facts
    assert "North Street Clinic lies" not in facts
    assert "one clinic lies past its limits" in network.section("retention")


def test_signals_stand_beside_the_number_that_chance_would_give(network: Page) -> None:
    told = "4 comparisons of a clinic on a measure were made, and one is a signal."
    assert f"{told} Chance alone would give 0.05 on average." in network.text


def test_what_is_withheld_isnt_mixed_up_with_what_isnt_there(network: Page) -> None:
    rows = {row[0]: row[1:] for row in network.rows(CAPTION)[1:]}
    assert rows["Zoë Valley Practice"] == ["–"] * 5 + ["withheld"]
    assert rows["Quay Practice"] == ["–"] * 5 + ["withheld"]
    assert rows["Mill Lane Counselling"] == ["–"] * 5 + ["no appointment data"]
    assert list(rows) == sorted(rows, key=str.casefold)


def test_the_unadjusted_share_stands_beside_what_is_expected_and_the_adjusted_one(network: Page) -> None:
    rows = {row[0]: row[1:] for row in network.rows(CAPTION)[1:]}
    assert rows["North Street Clinic"] == ["100", "39 %", "41 %", "40 %", "35 % to 45 %", ""]


def test_figures_that_are_repeated_say_of_which_week_they_are(pages_of: Pages) -> None:
    page = network_of(pages_of, released("dropout", SHOWN, as_of="2026-W41"))
    rows = {row[0]: row[-1] for row in page.rows(CAPTION)[1:]}
    assert rows["North Street Clinic"] == "as of 2026-W41"
    assert "shown anew only once at least 5 cases" in page.section("disclosure")


def test_a_measure_of_too_few_clinics_has_no_limits_and_is_named_as_such(pages_of: Pages) -> None:
    few = {"north": (100, 0.4), "harbour": (95, 0.5)}
    page = network_of(
        pages_of,
        released("dropout", SHOWN),
        released("pairing_rate:gad7:client", few, centre=None),
        released("pairing_rate:phq9:client", few, centre=None),
    )
    assert page.rows_or_none("Ended with a first and a last form") is None
    assert (
        "Too few clinics for limits, so not drawn here: Ended with a first and a last form: GAD-7 anxiety "
        "and PHQ-9 depression. Each" in page.section("disclosure")
    )
    for part in ("outcomes", "forms"):  # forms have arrived, so nothing else may be said
        assert "On none of these measures do enough clinics have enough people yet." in page.section(part)


def test_without_a_comparison_nothing_is_said_of_signals_and_bars(pages_of: Pages) -> None:
    page = network_of(pages_of, released("dropout", {}, ("north", "quay"), centre=None))
    assert "comparisons of a clinic" not in page.text
    assert "In the charts with grey bars" not in page.text


def test_the_picture_tells_released_figures_alone(network: Page) -> None:
    (picture,) = network.pictures
    alt = re.sub("[\u2068\u2069]", "", picture.attributes["aria-label"].replace("\u00a0", " "))
    assert "Harbour Psychological Therapies: 62 %, limits 32 % to 48 %" in alt
    assert "Quay Practice: withheld" in alt


def test_many_clinics_stand_as_a_funnel_by_size(pages_of: Pages) -> None:
    clinics = tuple(
        replace(CLINICS[0], clinic_id=f"c{n:02}", name=f"Clinic {n:02}", courses=2) for n in range(18)
    )
    shown = {clinic.clinic_id: (50 + 5 * n, 0.4) for n, clinic in enumerate(clinics)}
    page = network_of(pages_of, released("dropout", shown, signal="c05"), state=State(clinics=clinics))
    (picture,) = page.pictures
    drawn = ["".join(part for part in t.parts if isinstance(part, str)) for t in picture.all("text")]
    assert "Clinic 05" in drawn
    assert "Clinic 06" not in drawn
    assert "Counted, about" in drawn
