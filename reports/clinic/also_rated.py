"""What else is rated: satisfaction, the real relationship, motivation, countertransference, core conditions.

Belongs here: one sentence a scale, where the marts hold it. Doesn't: outcomes, alliance, empathy and
homework, which have parts of their own.
"""

from __future__ import annotations

from typing import Any

from reports.clinic.view import ClinicView
from reports.shares import TOO_FEW, mean_estimate
from reports.words.from_data import scale_named

_PROCESS = {"clinic_id", "episode_key", "scale_id", "respondent", "construct", "mean"}
SHORT_SCALE = 10
"""On a scale with fewer points than this, as of means of items, a mean is told in hundredths."""


def also_rated(view: ClinicView) -> list[str]:
    """Return what can be said of it; nothing where the published file has no such mart or no row."""
    if not view.publication.has_columns("marts", "fct_process_scores", _PROCESS):
        return []
    return [_sentence(view, row) for row in view.rows("also_rated")]


def _sentence(view: ClinicView, row: dict[str, Any]) -> str:
    words, figures = view.words, view.words.figures
    scale = words.say(
        "scale-by",
        scale=scale_named(words, row["scale_id"], row["scale_name"]),
        respondent=words.say("respondent", respondent=row["respondent"]),
    )
    if row["courses"] < TOO_FEW:
        return words.say("also-rated-few", scale=scale, courses=row["courses"])
    mean = mean_estimate(row["mean"], row["deviation"], row["courses"])
    digits = 1 if row["maximum"] - row["minimum"] >= SHORT_SCALE else 2
    return words.say(
        "also-rated-mean",
        scale=scale,
        courses=row["courses"],
        value=figures.decimal(mean.value, digits),
        lower=figures.decimal(max(mean.lower, row["minimum"]), digits),
        upper=figures.decimal(min(mean.upper, row["maximum"]), digits),
        minimum=figures.score(row["minimum"]),
        maximum=figures.score(row["maximum"]),
    )
