"""Outcomes: the tile, and for each scale what became of the courses that ended.

Belongs here: those parts of the clinic's page. Doesn't: which change is reliable.
"""

from __future__ import annotations

from reports.charts.change import ChangeLabels, Pairs, change_chart, division_chart
from reports.clinic.network_context import network_sentence
from reports.clinic.sections import ScaleSection, scale_name
from reports.clinic.so_far import so_far_fact, so_far_figure
from reports.clinic.trend import shares_to_estimates, trend_figure
from reports.clinic.view import ClinicView
from reports.components import Column, Figure, TableRow, Tile, table
from reports.design.palette import BAND, COMPLETE, OTHER, STOP
from reports.measures.outcomes import Outcome, improvement_by_quarter, outcomes_of
from reports.shares import Share, bounds_for_missing

ANCHOR = "outcomes"
SCALES_SHOWN = 4
"""So many scales have pictures, the ones with most pairs; all are in the published file."""


def outcomes_tile(view: ClinicView) -> Tile:
    """Return the tile of the scale with most pairs."""
    words = view.words
    outcomes = outcomes_of(view.publication, view.clinic.clinic_id)
    if not outcomes:
        return Tile(
            words.say("outcomes-tile-none"),
            "",
            words.say("tile-nothing-yet"),
            (words.say("outcomes-none"),),
            "",
            ANCHOR,
        )
    own = outcomes[0]
    share = own.share_of(own.improved)
    label = words.say("outcomes-tile")
    facts: tuple[str, ...] = (
        words.say(
            "outcomes-tile-counts",
            part=share.numerator,
            whole=share.denominator,
            scale=scale_name(own.scale, own.respondent, words),
        ),
        words.say("outcomes-tile-pairing", paired=own.paired, courses=own.courses),
    )
    network = network_sentence(view, f"reliable_improvement:{own.key.scale_id}:{own.key.respondent}")
    estimate = share.estimate()
    if estimate is None:
        so_far = so_far_fact(view, own)
        facts = (words.say("outcomes-no-pair"), *((so_far,) if so_far else ()))
        return Tile(label, "", words.say("tile-nothing-yet"), facts, network, ANCHOR)
    if share.is_too_small_for_a_rate:
        return Tile(label, words.counts(share), words.say("tile-too-few"), facts, network, ANCHOR)
    quarters = improvement_by_quarter(view.publication, view.clinic.clinic_id, own.key)
    return Tile(
        label,
        words.figures.percent(estimate.value),
        words.interval(estimate),
        facts,
        network,
        ANCHOR,
        trend_figure(shares_to_estimates(quarters), view.last_day, words),
    )


def outcome_sections(view: ClinicView) -> list[ScaleSection]:
    """Return one part a scale."""
    outcomes = outcomes_of(view.publication, view.clinic.clinic_id)[:SCALES_SHOWN]
    return [_section(view, own) for own in outcomes]


def _section(view: ClinicView, own: Outcome) -> ScaleSection:
    figures = []
    if own.courses:
        figures.append(_division(view, own))
    if own.paired:
        figures.append(_change(view, own))
    elif (so_far := so_far_figure(view, own)) is not None:
        figures.append(so_far)
    heading = scale_name(own.scale, own.respondent, view.words)
    return ScaleSection(heading, tuple(figures), tuple(_facts(view, own)))


def _facts(view: ClinicView, own: Outcome) -> list[str]:
    words, score, scale = view.words, view.words.figures.score, own.scale
    facts = [] if own.paired else [words.say("outcomes-no-pair")]
    improved = own.share_of(own.improved)
    bounds = bounds_for_missing(improved, own.unjudged)
    if own.unjudged and bounds is not None:
        facts.append(
            words.say(
                "outcomes-bounds",
                unknown=own.unjudged,
                worst=words.figures.percent(bounds.lower),
                best=words.figures.percent(bounds.upper),
            )
        )
    elif own.courses and not own.unjudged:
        facts.append(words.say("outcomes-bounds-none"))
    if scale.reliable_change is None:
        facts.append(words.say("outcomes-criterion-none"))
    else:
        facts.append(
            words.say(
                "outcomes-criterion",
                operator=_operator(scale.reliable_change_operator),
                points=words.figures.decimal(scale.reliable_change, 0)
                if scale.reliable_change.is_integer()
                else words.figures.decimal(scale.reliable_change, 2),
                source=words.figures.name(scale.reliable_change_source or "", 200),
            )
        )
    if scale.clinical_cutoff is not None:
        facts.append(
            words.say(
                "outcomes-cutoff",
                operator=_operator(scale.clinical_cutoff_operator),
                points=score(scale.clinical_cutoff),
                source=words.figures.name(scale.clinical_cutoff_source or "", 200),
            )
        )
    return facts


def _operator(operator: str | None) -> str:
    return {">=": "≥", "<=": "≤"}.get(operator or "", operator or "")


def _division(view: ClinicView, own: Outcome) -> Figure:
    """The bar and its table, which is also its legend."""
    words = view.words
    parts = [
        ("improved", own.improved),
        ("unchanged", own.unchanged),
        ("deteriorated", own.deteriorated),
        ("unknown", own.unjudged),
    ]
    rows = [
        _row(view, words.say("outcomes-improved"), own.share_of(own.improved), COMPLETE.name),
        _row(view, words.say("outcomes-unchanged"), own.share_of(own.unchanged), OTHER.name),
        _row(view, words.say("outcomes-deteriorated"), own.share_of(own.deteriorated), STOP.name),
        TableRow(
            words.say("outcomes-unknown"),
            (words.counts(Share(own.unjudged, own.courses)), words.say("none"), words.say("none")),
            BAND.name,
        ),
    ]
    if own.cases:
        rows.append(_row(view, words.say("outcomes-recovered"), own.recovery, None))
    return Figure(
        title=words.say(
            "outcomes-division-title", courses=own.courses, improved=own.improved, unknown=own.unjudged
        )
        if own.judged
        else words.say("outcomes-division-title-unjudged", courses=own.courses),
        alt=words.say(
            "outcomes-division-alt",
            courses=own.courses,
            improved=own.improved,
            unchanged=own.unchanged,
            deteriorated=own.deteriorated,
            unknown=own.unjudged,
        ),
        svg=division_chart(parts),
        table=table(
            words.say(
                "outcomes-division-caption",
                until=view.until,
                scale=scale_name(own.scale, own.respondent, words),
            ),
            [
                Column("", is_number=False),
                Column(words.say("column-count")),
                Column(words.say("column-share")),
                Column(words.say("column-interval")),
            ],
            rows,
        ),
        shows_table=True,
    )


def _row(view: ClinicView, heading: str, share: Share, swatch: str | None) -> TableRow:
    words = view.words
    estimate = None if share.is_too_small_for_a_rate else share.estimate()
    cells = (
        words.counts(share),
        words.figures.percent(estimate.value) if estimate else words.say("none"),
        words.range(estimate) if estimate else words.say("none"),
    )
    return TableRow(heading, cells, swatch)


def _change(view: ClinicView, own: Outcome) -> Figure:
    words, scale = view.words, own.scale
    name = scale_name(scale, own.respondent, words)
    pairs = [
        Pairs(row["first_score"], row["last_score"], row["courses"], row["verdict"])
        for row in view.rows("pairs")
        if (row["scale_id"], row["respondent"]) == own.key
    ]
    title = (
        words.say(
            "outcomes-title",
            scale=name,
            improved=own.improved,
            judged=own.judged,
            deteriorated=own.deteriorated,
        )
        if own.judged
        else words.say("outcomes-title-unjudged", scale=name, paired=own.paired)
    )
    return Figure(
        title=title,
        alt=words.say(
            "outcomes-alt",
            paired=own.paired,
            improved=own.improved,
            unchanged=own.unchanged,
            deteriorated=own.deteriorated,
        ),
        svg=change_chart(
            pairs,
            (scale.minimum, scale.maximum),
            scale.reliable_change,
            scale.higher_is == "better",
            ChangeLabels(
                words.say("chart-first"),
                words.say("chart-last"),
                words.say("chart-improved"),
                words.say("chart-deteriorated"),
            ),
        ),
        is_tall=True,
        note=words.say("outcomes-note"),
    )
