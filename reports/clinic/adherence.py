"""Adherence: which of the expected forms came, and homework as each side rates it, where the marts hold them.

Belongs here: those sentences. Doesn't: attendance, which stands with retention.
"""

from __future__ import annotations

from reports.clinic.view import ClinicView
from reports.shares import TOO_FEW, Share, mean_estimate

_EXPECTED_FORMS = {"clinic_id", "state", "due_on"}
_ADHERENCE = {"clinic_id", "episode_key", "homework_share_client", "homework_share_therapist"}


def adherence_facts(view: ClinicView) -> list[str]:
    """Return what can be said of it; nothing where the published file has no such mart or no row."""
    return [*_completion(view), *_homework(view)]


def _completion(view: ClinicView) -> list[str]:
    words = view.words
    if not view.publication.has_columns("marts", "fct_expected_forms", _EXPECTED_FORMS):
        return []
    return [
        words.say(
            "adherence-completion",
            came=row["came"],
            due=row["due"],
            value=words.figures.percent(Share(row["came"], row["due"]).numerator / row["due"]),
            incomplete=row["incomplete"],
            declined=row["declined"],
            missing=row["missing"],
        )
        for row in view.rows("completion")
    ]


def _homework(view: ClinicView) -> list[str]:
    words = view.words
    if not view.publication.has_columns("marts", "fct_adherence", _ADHERENCE):
        return []
    sentences = []
    for row in view.rows("homework"):
        if row["courses"] < TOO_FEW:
            sentences.append(words.say("adherence-homework-few", courses=row["courses"], rater=row["rater"]))
            continue
        mean = mean_estimate(row["mean"], row["deviation"], row["courses"])
        sentences.append(
            words.say(
                "adherence-homework",
                rater=row["rater"],
                courses=row["courses"],
                value=words.figures.percent(mean.value),
                lower=words.figures.percent_number(max(mean.lower, 0.0)),
                upper=words.figures.percent_number(min(mean.upper, 1.0)),
            )
        )
    return sentences
