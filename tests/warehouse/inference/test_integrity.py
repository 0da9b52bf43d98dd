"""Questions about how records came about: asked past what ordinary work leaves, and seldom for nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom

from warehouse.inference.integrity import ALPHA, QUESTIONS, integrity_questions


def counts(question: str, pairs: list[tuple[int, int]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"clinic_id": f"c{n}", "question": question, "about": "phq9", "observed": few, "denominator": of}
            for n, (few, of) in enumerate(pairs)
        ]
    )


def test_the_chance_is_that_of_the_binomial() -> None:
    asked = integrity_questions(counts("heaping_below_cutoff", [(40, 60), (20, 60)])).sort("clinic_id")
    assert asked["p_value"].to_list() == pytest.approx(
        [binom.sf(39, 60, 1 / 3), binom.sf(19, 60, 1 / 3)], rel=1e-9
    )
    assert asked["is_asked"].to_list() == [True, False]
    assert asked["words"].is_null().to_list() == [False, True]
    assert str(asked["words"][0]).endswith("?")


def test_few_records_raise_no_question_however_unlikely() -> None:
    least = QUESTIONS["forms_within_minutes"].least
    asked = integrity_questions(counts("forms_within_minutes", [(least - 1, least - 1), (least, least)]))
    assert asked.sort("clinic_id")["is_asked"].to_list() == [False, True]
    assert (asked["p_value"] < ALPHA).all()


@pytest.mark.parametrize("question", QUESTIONS)
def test_ordinary_records_raise_no_question_more_often_than_stated(question: str) -> None:
    """The placebo: 4,000 clinics whose records come at the usual share."""
    random = np.random.default_rng(7)
    sizes = random.integers(20, 800, 4000)
    found = random.binomial(sizes, QUESTIONS[question].usual)
    asked = integrity_questions(counts(question, list(zip(found.tolist(), sizes.tolist(), strict=True))))
    assert asked["is_asked"].sum() <= asked["asked_by_chance"][0] + 3 * asked["asked_by_chance"][0] ** 0.5
    assert asked["asked_by_chance"][0] == pytest.approx(4.0)


@pytest.mark.parametrize("question", QUESTIONS)
def test_twice_the_usual_share_is_found_among_enough_records(question: str) -> None:
    random = np.random.default_rng(8)
    share = min(0.9, 2 * QUESTIONS[question].usual)
    found = random.binomial(1500, share, 200)
    asked = integrity_questions(counts(question, [(int(few), 1500) for few in found]))
    assert asked["is_asked"].mean() > 0.8  # type: ignore[operator]
