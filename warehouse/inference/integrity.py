"""Questions about how forms and attendance came about: is there more of something than honest work leaves?

Belongs here: the mart `integrity_questions`, what is asked and from when on. Doesn't: counting (SQL), and any
answer: each finding is a question to the clinic, which may have a good one.

A question is asked from a number of records on, and past what chance leaves at its `usual` share: the chance
of as many or more among so many is below ALPHA. For heaping the usual share is a third: of the scores at,
just below and just above the last healthy one, as many on each, as where scores fall off evenly. For the
others it is what ordinary work leaves at most.

Source: Brodeur et al. 2016 (heaping at thresholds); usual shares are house rules, checked on simulated
clinics that hide nothing (`docs/reference/recovery.md`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.inference import exact_counts
from warehouse.inference.statistic import MartSchema, Statistic, Tables, as_mart

COUNTS = "intermediate.int_integrity_counted"

ALPHA = 0.001
"""Chance of asking a clinic one question for nothing where records come at the usual share."""


@dataclass(frozen=True)
class Question:
    """What is asked, the share of records that ordinary work leaves, and from how many of them on."""

    words: str
    usual: float
    least: int


QUESTIONS: dict[str, Question] = {
    "heaping_below_cutoff": Question(
        "Many last scores stand just on the healthy side of the cut-off. How are last forms filled in?",
        1 / 3,
        10,
    ),
    "identical_answers": Question(
        "Many forms have exactly the answers of the same client's form before. Are answers carried over?",
        0.1,
        5,
    ),
    "forms_within_minutes": Question(
        "Several forms of one client came within a quarter of an hour. Are they filled in afterwards?",
        0.02,
        3,
    ),
    "attendance_edited_after_end": Question(
        "Attendance was changed more than two weeks after the course had ended. What was corrected?", 0.02, 3
    ),
    "totals_without_answers": Question(
        "Many forms came as totals without answers. Who types them in, and from what?", 0.2, 5
    ),
}
"""The questions, as data: adding one is an entry here and a count in `int_integrity_counted`."""

INTEGRITY_QUESTIONS: MartSchema = {
    "clinic_id": pl.String,
    "question": pl.String,
    "about": pl.String,
    "observed": pl.Int64,
    "denominator": pl.Int64,
    "share": pl.Float64,
    "usual_share": pl.Float64,
    "p_value": pl.Float64,
    "is_asked": pl.Boolean,
    "words": pl.String,
    "questions_made": pl.Int64,
    "asked_by_chance": pl.Float64,
}


def integrity_questions(counts: pl.DataFrame) -> pl.DataFrame:
    """Judge counts (`clinic_id`, `question`, `about`, `observed`, `denominator`); returns
    INTEGRITY_QUESTIONS.

    `p_value`: the chance of as many or more at the usual share. `words` is the question where it is asked.
    """
    known = pl.DataFrame(
        {
            "question": list(QUESTIONS),
            "usual_share": [question.usual for question in QUESTIONS.values()],
            "least": [question.least for question in QUESTIONS.values()],
            "words": [question.words for question in QUESTIONS.values()],
        }
    )
    rows = counts.join(known, on="question")
    expected = (rows["denominator"] * rows["usual_share"]).to_numpy()
    tail = exact_counts.upper_tail(
        rows["observed"].cast(pl.Float64).to_numpy(),
        expected,
        expected * (1 - rows["usual_share"].to_numpy()),
    )
    return (
        rows.with_columns(
            pl.Series("p_value", np.asarray(tail, float)), share=pl.col("observed") / pl.col("denominator")
        )
        .with_columns(is_asked=(pl.col("p_value") < ALPHA) & (pl.col("observed") >= pl.col("least")))
        .with_columns(
            words=pl.when(pl.col("is_asked")).then(pl.col("words")),
            questions_made=pl.lit(rows.height, pl.Int64),
            asked_by_chance=pl.lit(ALPHA * rows.height),
        )
    )


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    asked = integrity_questions(tables[COUNTS])
    return {"integrity_questions": as_mart(asked, INTEGRITY_QUESTIONS, ("clinic_id", "question", "about"))}


STATISTIC = Statistic(
    about="Questions about how forms and attendance came about, each with what ordinary work leaves.",
    reads={COUNTS: ("clinic_id", "question", "about", "observed", "denominator")},
    marts={"integrity_questions": INTEGRITY_QUESTIONS},
    compute=_compute,
)
