"""Change so far in courses that are still open: beside an outcome that nobody has yet, never in its place.

Belongs here: that picture and its sentence. Doesn't: outcomes, which need an ending (`outcomes`).
"""

from __future__ import annotations

from typing import Any

from reports.charts.change import ChangeLabels, Pairs, change_chart
from reports.clinic.sections import scale_name
from reports.clinic.view import ClinicView
from reports.components import Figure
from reports.measures.outcomes import Outcome
from reports.numbers.traced import total

_CASELOAD = {"clinic_id", "episode_key"}


def so_far_figure(view: ClinicView, own: Outcome) -> Figure | None:
    """Return first and latest scores of open courses on one scale; None where no course has two."""
    rows = _rows(view, own)
    if not rows:
        return None
    words, scale = view.words, own.scale
    counts = {
        name: total(row["courses"] for row in rows if row["verdict"] == name)
        for name in ("improved", "unchanged", "deteriorated")
    }
    courses, name = total(row["courses"] for row in rows), scale_name(scale, own.respondent, words)
    is_judged = any(row["verdict"] != "unknown" for row in rows)
    return Figure(
        title=words.say("so-far-title", scale=name, courses=courses, **counts)
        if is_judged
        else words.say("so-far-title-unjudged", scale=name, courses=courses),
        alt=words.say("so-far-alt", courses=courses, **counts),
        svg=change_chart(
            [Pairs(r["first_score"], r["last_score"], r["courses"], r["verdict"]) for r in rows],
            (scale.minimum, scale.maximum),
            scale.reliable_change,
            scale.higher_is == "better",
            ChangeLabels(
                words.say("chart-first"),
                words.say("chart-latest"),
                words.say("chart-improved"),
                words.say("chart-deteriorated"),
            ),
        ),
        is_tall=True,
        note=words.say("so-far-note"),
    )


def so_far_fact(view: ClinicView, own: Outcome) -> str | None:
    """Return the same in one sentence, for the tile."""
    rows = _rows(view, own)
    if not rows or all(row["verdict"] == "unknown" for row in rows):
        return None
    improved = total(row["courses"] for row in rows if row["verdict"] == "improved")
    return view.words.say("so-far-tile", part=improved, whole=total(row["courses"] for row in rows))


def _rows(view: ClinicView, own: Outcome) -> list[dict[str, Any]]:
    if not view.publication.has_columns("marts", "fct_caseload", _CASELOAD):
        return []
    return [row for row in view.rows("pairs_so_far") if (row["scale_id"], row["respondent"]) == own.key]
