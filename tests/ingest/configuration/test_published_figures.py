"""Published figures that follow from one another: if a number were mistyped, these wouldn't."""

from __future__ import annotations

import math

import pytest

from ingest.configuration.instrument import Instrument, Scale
from ingest.configuration.instrument_files import shipped_instruments
from ingest.configuration.threshold import ReliableChange

INSTRUMENTS = shipped_instruments()


def main_scale(name: str) -> Scale:
    return next(scale for scale in INSTRUMENTS[name].scales if scale.scale == name)


def norm(name: str, group: str) -> tuple[float, float]:
    found = next(entry for entry in main_scale(name).norms if entry.group == group)
    assert found.sd is not None
    return found.mean, found.sd


def between(clinical: tuple[float, float], healthy: tuple[float, float]) -> float:
    """Cut-off c of Jacobson & Truax 1991."""
    return (clinical[1] * healthy[0] + healthy[1] * clinical[0]) / (clinical[1] + healthy[1])


def criterion(sd: float, reliability: float, z: float = 1.96) -> float:
    return z * math.sqrt(2) * sd * math.sqrt(1 - reliability)


def test_the_worked_example_of_jacobson_and_truax() -> None:
    """From 32.5 to 47.5 points on a scale with SD 7.5 in both groups and a reliability of .80."""
    computed = ReliableChange.model_validate(
        {
            "computed": {"sd": 7.5, "reliability": 0.80},
            "operator": ">",
            "evidence": "recomputed",
            "source": "x",
        }
    ).value
    difference = computed / 1.96
    assert difference == pytest.approx(4.743416, abs=1e-6)
    assert (47.5 - 32.5) / difference == pytest.approx(3.162278, abs=1e-6)
    clinical, healthy = (40.0, 7.5), (60.0, 7.5)
    assert (clinical[0] + 2 * clinical[1], healthy[0] - 2 * healthy[1], between(clinical, healthy)) == (
        55,
        45,
        50,
    )


@pytest.mark.parametrize(
    ("name", "reversed_items"),
    [
        ("core_om", (3, 4, 7, 12, 19, 21, 31, 32)),
        ("core_10", (2, 3)),
        ("yp_core", (3, 5, 10)),
        ("oq_45", (1, 12, 13, 20, 21, 24, 31, 37, 43)),
        ("wai_s", (4, 10)),
        ("wai_sr", ()),
        ("tasc_r", (2, 5, 7, 8, 11)),
        ("haq_ii", (4, 8, 11, 16, 19)),
    ],
)
def test_the_reversed_items_are_the_published_ones_and_no_other(
    name: str, reversed_items: tuple[int, ...]
) -> None:
    assert INSTRUMENTS[name].items.reversed == reversed_items
    scale = main_scale(name)
    turned = [-item for item in INSTRUMENTS[name].signed_items(scale) if item < 0]
    assert turned == list(reversed_items)


def test_the_metric_of_the_swemwbs_is_the_published_table() -> None:
    published = (
        7.0, 9.51, 11.25, 12.4, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36, 16.88, 17.43, 17.98, 18.59, 19.25,
        19.98, 20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.7, 32.55, 35.0,
    )  # fmt: skip
    assert main_scale("swemwbs").conversion == dict(enumerate(published, start=7))


def test_the_oq_45s_cutoff_lies_between_community_and_outpatients() -> None:
    assert math.ceil(between(norm("oq_45", "outpatients"), norm("oq_45", "community"))) == 63


@pytest.mark.parametrize(
    ("group", "superseded"), [("non-clinical men 2002", 11.9), ("non-clinical women 2002", 12.9)]
)
def test_core_oms_norms_of_2002_lead_to_the_cutoffs_that_are_superseded(
    group: str, superseded: float
) -> None:
    """They are kept as norms; the cut-offs in use come from a general population (Connell 2007)."""
    found = between(norm("core_om", "clinical 2002"), norm("core_om", group))
    assert found == pytest.approx(superseded, abs=0.2)
    assert superseded not in {threshold.value for threshold in main_scale("core_om").thresholds}


def test_both_schools_criteria_of_the_ors_follow_from_their_samples() -> None:
    fit, pcoms = main_scale("ors_adult").reliable_change
    assert criterion(norm("ors_adult", "non-clinical")[1], 0.93) == pytest.approx(fit.value, abs=0.05)
    assert math.floor(criterion(norm("ors_adult", "clinical")[1], 0.93)) == pcoms.value


def test_core_10s_criterion_is_that_of_a_90_percent_interval() -> None:
    assert round(criterion(norm("core_10", "primary-care counselling")[1], 0.90, z=1.645)) == 6
    assert criterion(norm("core_10", "primary-care counselling")[1], 0.90) == pytest.approx(6.75, abs=0.01)


@pytest.mark.parametrize(("name", "alpha", "points"), [("phq9", 0.89, 6), ("gad7", 0.92, 4)])
def test_the_nhs_criteria_round_their_samples_up(name: str, alpha: float, points: int) -> None:
    assert (
        math.ceil(criterion(norm(name, "NHS Talking Therapies cases at intake 2022-23")[1], alpha)) == points
    )
    assert main_scale(name).reliable_change[0].value == points


def test_core_10_is_part_of_core_om_and_reverses_the_same_items() -> None:
    """CORE-10's items are CORE-OM's 2, 3, 7, 10, 15, 16, 18, 23, 27, 28."""
    parent = (2, 3, 7, 10, 15, 16, 18, 23, 27, 28)
    reversed_there = INSTRUMENTS["core_om"].items.reversed or ()
    assert {place for place, item in enumerate(parent, start=1) if item in reversed_there} == {2, 3}
    assert INSTRUMENTS["core_10"].items.reversed == (2, 3)


@pytest.mark.parametrize("name", ["wai_s", "wai_sr"])
def test_alliance_subscales_have_four_items_each(name: str) -> None:
    assert [len(scale.items or ()) for scale in INSTRUMENTS[name].scales[1:]] == [4, 4, 4]


def test_the_two_short_alliance_forms_have_different_keys() -> None:
    keys = [
        {scale.scale[len(name) :]: scale.items for scale in INSTRUMENTS[name].scales}
        for name in ("wai_s", "wai_sr")
    ]
    assert keys[0]["_task"] != keys[1]["_task"]
    assert (INSTRUMENTS["wai_s"].items.reversed, INSTRUMENTS["wai_sr"].items.reversed) == ((4, 10), ())


def test_every_child_form_knows_its_ages_and_no_cutoff_is_borrowed() -> None:
    def adult_cutoffs(instrument: Instrument) -> list[int | None]:
        cutoffs = [t for scale in instrument.scales for t in scale.thresholds if t.kind == "clinical_cutoff"]
        return [t.age_to for t in cutoffs if t.age_to is None]

    for name in ("cors", "csrs", "yp_core", "ors_adolescent", "tasc_r", "taqs"):
        assert INSTRUMENTS[name].age_from is not None
        assert adult_cutoffs(INSTRUMENTS[name]) == []


def test_no_carers_rating_has_a_cutoff() -> None:
    for name in ("cors", "ors_adolescent"):
        assert {t.respondent for t in main_scale(name).thresholds} <= {"child", "client"}


def test_no_item_wording_is_kept() -> None:
    """Nothing in a file is keyed by an item, and no text is as long as a question with its answers."""
    for instrument in INSTRUMENTS.values():
        texts = [*instrument.notes, *instrument.awaits, instrument.licence]
        assert all("?" not in text for text in texts), instrument.instrument
