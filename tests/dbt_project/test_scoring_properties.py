"""What holds for the scoring and the judging SQL whatever is answered: the compiled models over
invented tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import recomputed
from built_homes import Built
from compiled_models import Models, Pair
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registered import SCALES, Scale, registry_tables, scale_called

ORDER = ("deteriorated", "unchanged", "improved", "recovered")
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def models(whole: Built) -> Models:
    """The compiled models."""
    return Models(whole, registry_tables((), SCALES))


def item_range(scale: Scale) -> tuple[int, int]:
    """Lowest and highest answer in stored units."""
    return round(scale.item_minimum * scale.units), round(scale.item_maximum * scale.units)


@st.composite
def answered(draw: st.DrawFn, allow_gaps: bool = True) -> dict[str, Any]:
    """One form of any instrument, with answers anywhere in their range."""
    scale = draw(st.sampled_from([scale for scale in SCALES if scale.is_main]))
    answer = st.integers(*item_range(scale))
    count = max(abs(item) for item in scale.signed_items)
    items = draw(
        st.lists(
            st.one_of(answer, answer, answer, st.none()) if allow_gaps else answer,
            min_size=count,
            max_size=count,
        )
    )
    return {"instrument": scale.instrument, "items": items, "is_keyed": draw(st.booleans())}


@FEW
@given(st.lists(answered(), min_size=1, max_size=40))
def test_scores_are_those_of_exact_fractions(models: Models, forms: list[dict[str, Any]]) -> None:
    found = models.score(forms)
    for number, form in enumerate(forms):
        for scale in SCALES:
            if scale.instrument == form["instrument"]:
                row = form | {"declared_total": None}
                assert found[number, scale.scale_id] == recomputed.score(scale, row)


@FEW
@given(st.lists(answered(), min_size=1, max_size=40))
def test_turning_the_reversed_items_twice_changes_nothing(
    models: Models, forms: list[dict[str, Any]]
) -> None:
    raw = [form | {"is_keyed": False} for form in forms]
    turned = [form | {"items": _turned(form), "is_keyed": True} for form in raw]
    back = [form | {"items": _turned(form), "is_keyed": False} for form in turned]
    assert models.score(turned) == models.score(raw)
    assert [form["items"] for form in back] == [form["items"] for form in raw]


def _turned(form: dict[str, Any]) -> list[int | None]:
    scale = scale_called(form["instrument"])
    reversed_items = {-item for item in scale.signed_items if item < 0}
    return [
        scale.reversal_sum - answer if answer is not None and place in reversed_items else answer
        for place, answer in enumerate(form["items"], 1)
    ]


@FEW
@given(st.lists(answered(), min_size=1, max_size=40))
def test_a_prorated_score_lies_between_the_worst_and_the_best_way_to_fill_the_gaps(
    models: Models, forms: list[dict[str, Any]]
) -> None:
    given_ = models.score(forms)
    filled = []
    for form in forms:
        low, high = item_range(scale_called(form["instrument"]))
        keyed = form | {"items": _turned(form) if not form["is_keyed"] else form["items"], "is_keyed": True}
        filled.append(
            [keyed | {"items": [end if x is None else x for x in keyed["items"]]} for end in (low, high)]
        )
    lowest, highest = (models.score([pair[n] for pair in filled]) for n in (0, 1))
    for key, score in given_.items():
        if score is not None:
            assert lowest[key] - 1e-9 <= score <= highest[key] + 1e-9


@FEW
@given(st.lists(answered(allow_gaps=False), min_size=1, max_size=40), st.data())
def test_one_better_answer_never_lowers_the_score_of_a_scale_where_higher_is_better(
    models: Models, forms: list[dict[str, Any]], data: st.DataObject
) -> None:
    keyed = [form | {"is_keyed": True} for form in forms]
    raised = []
    for form in keyed:
        place = data.draw(st.integers(0, len(form["items"]) - 1))
        _, high = item_range(scale_called(form["instrument"]))
        items = list(form["items"])
        items[place] = min(high, items[place] + 1)
        raised.append(form | {"items": items})
    before, after = models.score(keyed), models.score(raised)
    assert all(after[key] >= before[key] for key in before)  # type: ignore[operator]


PAIR = st.tuples(
    st.sampled_from(
        [scale for scale in SCALES if scale.construct == "outcome" and scale.scale_id != "metric"]
    ),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from([None, 12, 17, 40]),
    st.sampled_from(["female", "male", None]),
)


@FEW
@given(st.lists(PAIR, min_size=1, max_size=60))
def test_a_better_last_form_never_worsens_the_state(models: Models, pairs: list[tuple[Any, ...]]) -> None:
    """The same person with the same start, once with the worse and once with the better of two last
    scores."""
    worse, better = [], []
    for scale, first, one, other, age, gender in pairs:
        ends = sorted((_on_grid(scale, one), _on_grid(scale, other)), reverse=scale.higher_is == "worse")
        for rows, last in zip((worse, better), ends, strict=True):
            rows.append(Pair(scale.scale_id, _on_grid(scale, first), last, age=age, gender=gender))
    states = [models.judge(rows) for rows in (worse, better)]
    for before, after in zip(*states, strict=True):
        assert (before["clinical_change"] is None) == (after["clinical_change"] is None)
        if before["clinical_change"] is not None:
            assert ORDER.index(after["clinical_change"]) >= ORDER.index(before["clinical_change"])
        if before["is_case_last"] is False:
            assert after["is_case_last"] is False


def _on_grid(scale: Scale, share: float) -> float:
    """A score that the scale can give, as far along its range as `share` says."""
    low, high = scale.bounds()
    steps = round((high - low) * scale.units)
    return float(np.round(low + round(share * steps) / scale.units, 6))
