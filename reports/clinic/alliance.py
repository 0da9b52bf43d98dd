"""Alliance: the tile, and one trajectory with its facts a scale.

Belongs here: those parts of the clinic's page. Doesn't: what is low, or a rupture.
"""

from __future__ import annotations

from reports.charts.trajectory import Point, TrajectoryLabels, trajectory_chart
from reports.clinic.network_context import network_sentence
from reports.clinic.sections import ScaleSection, scale_name
from reports.clinic.trend import shares_to_estimates, trend_figure
from reports.clinic.view import ClinicView
from reports.components import Column, Figure, Table, TableRow, Tile, table
from reports.measures.alliance import (
    MINIMUM_AT_SESSION,
    Alliance,
    AtSession,
    alliance_of,
    courses_at_session,
    low_by_quarter,
    trajectory,
)
from reports.measures.retention import EVERYONE
from reports.shares import Share
from warehouse.disclosure.lines import hides_quarters

ANCHOR = "alliance"


def alliance_tile(view: ClinicView) -> Tile:
    """Return the tile of the scale with most courses: low ones, else ruptures where no limit is published."""
    words = view.words
    scales = alliance_of(view.publication, view.clinic.clinic_id)
    if not scales:
        facts = (words.say("alliance-none"),)
        return Tile(words.say("alliance-tile-none"), "", words.say("tile-nothing-yet"), facts, "", ANCHOR)
    own = scales[0]
    if own.low.denominator:
        quarters = low_by_quarter(view.publication, view.clinic.clinic_id, own.key)
        trend = trend_figure(shares_to_estimates(quarters), view.last_day, words)
        network = network_sentence(view, f"alliance_low:{own.key.scale_id}:{own.key.respondent}")
        return _share_tile(view, own, own.low, words.say("alliance-tile-low"), network, trend)
    return _share_tile(view, own, own.ruptured, words.say("alliance-tile-rupture"), "", None)


def _share_tile(
    view: ClinicView, own: Alliance, share: Share, label: str, network: str, trend: Figure | None
) -> Tile:
    words = view.words
    fact = words.say(
        "alliance-tile-counts",
        part=share.numerator,
        whole=share.denominator,
        scale=scale_name(own.scale, own.respondent, words),
    )
    estimate = share.estimate()
    if estimate is None:
        return Tile(label, "", words.say("tile-nothing-yet"), (fact,), network, ANCHOR)
    if share.is_too_small_for_a_rate:
        return Tile(label, words.counts(share), words.say("tile-too-few"), (fact,), network, ANCHOR)
    value = words.figures.percent(estimate.value)
    return Tile(label, value, words.interval(estimate), (fact,), network, ANCHOR, trend)


def alliance_sections(view: ClinicView) -> list[ScaleSection]:
    """Return one part a scale."""
    return [_section(view, own) for own in alliance_of(view.publication, view.clinic.clinic_id)]


def _section(view: ClinicView, own: Alliance) -> ScaleSection:
    words = view.words
    steps = trajectory(view.publication, view.clinic.clinic_id, own.key)
    figures = (_trajectory(view, own, steps),) if len(steps) > 1 else ()
    facts = [] if figures else [_why_no_line(view)]
    facts.append(_low_sentence(view, own))
    if own.ceiling.denominator and not own.ceiling.numerator:
        facts.append(words.say("alliance-ceiling-none", whole=own.ceiling.denominator))
    elif own.ceiling.denominator:
        facts.append(
            words.say(
                "alliance-ceiling",
                part=own.ceiling.numerator,
                whole=own.ceiling.denominator,
                value=words.figures.percent(own.ceiling.numerator / own.ceiling.denominator),
            )
        )
    if own.ruptured.denominator:
        facts.append(
            words.say(
                "alliance-ruptures",
                ruptures=own.ruptures,
                courses=own.ruptured.denominator,
                repairs=own.repairs,
                **{"with": own.ruptured.numerator},
            )
        )
        if own.criterion:
            facts.append(words.say("alliance-criterion", points=words.figures.decimal(own.criterion, 2)))
    else:
        facts.append(words.say("alliance-ruptures-unknown"))
    return ScaleSection(scale_name(own.scale, own.respondent, words), figures, tuple(facts))


def _why_no_line(view: ClinicView) -> str:
    if not view.clinic.has_appointment_data:
        return view.words.say("alliance-no-sessions")
    return view.words.say("alliance-no-curve", minimum=MINIMUM_AT_SESSION)


def _low_sentence(view: ClinicView, own: Alliance) -> str:
    words, estimate = view.words, own.low.estimate()
    if estimate is None:
        return words.say("alliance-low-none")
    counts = {"part": own.low.numerator, "whole": own.low.denominator}
    if own.low.is_too_small_for_a_rate:
        return words.say("alliance-low-few", **counts)
    return words.say("alliance-low", **counts, share=words.share(estimate))


def _trajectory(view: ClinicView, own: Alliance, steps: list[AtSession]) -> Figure:
    words, decimal = view.words, view.words.figures.decimal
    band = _network_band(view, own, steps[-1].session)
    first, last = steps[0], steps[-1]
    ends: dict[str, str | int] = {
        "start": first.session,
        "end": last.session,
        "first": decimal(first.mean),
        "last": decimal(last.mean),
    }
    low = own.scale.low_total
    return Figure(
        title=words.say(
            "alliance-title",
            direction=_direction(steps),
            scale=scale_name(own.scale, own.respondent, words),
            **ends,
        ),
        alt=words.say(
            "alliance-alt",
            **ends,
            lower=decimal(last.lower),
            upper=decimal(last.upper),
            courses=last.courses,
            network=_band_sentence(view, band),
            threshold=words.say("alliance-alt-threshold", value=words.figures.score(low)) if low else "",
        ),
        svg=trajectory_chart(
            [Point(s.session, s.lower, s.upper, s.mean) for s in steps],
            [Point(s.session, s.quarter_below, s.quarter_above) for s in band],
            low,
            (own.scale.minimum, own.scale.maximum),
            TrajectoryLabels(
                words.say("column-session"),
                words.say("chart-clinic-mean", value=decimal(last.mean)),
                words.say("chart-network-band"),
                words.say("chart-low", value=words.figures.score(low)) if low else "",
            ),
        ),
        is_tall=True,
        note=words.say(
            "alliance-note",
            minimum=words.figures.score(own.scale.minimum),
            maximum=words.figures.score(own.scale.maximum),
        ),
        table=_table(view, own, steps, band),
    )


def _direction(steps: list[AtSession]) -> str:
    """Up or down only where the intervals of the first and the last session don't overlap."""
    first, last = steps[0], steps[-1]
    if last.lower > first.upper:
        return "up"
    return "down" if last.upper < first.lower else "flat"


def _network_band(view: ClinicView, own: Alliance, last_session: int) -> list[AtSession]:
    """The middle half of the network at those sessions that enough clinics reach."""
    contributions = courses_at_session(view.publication, own.key)
    return [
        step
        for step in trajectory(view.publication, EVERYONE, own.key)
        if step.session <= last_session
        and view.policy.allows_total(contributions.get(step.session, {}).values())
        and hides_quarters(_of_others(view, contributions[step.session]), view.policy)
    ]


def _of_others(view: ClinicView, courses: dict[str, int]) -> int:
    return sum(int(count) for clinic_id, count in courses.items() if clinic_id != view.clinic.clinic_id)


def _band_sentence(view: ClinicView, band: list[AtSession]) -> str:
    if not band:
        return ""
    decimal, last = view.words.figures.decimal, band[-1]
    return view.words.say(
        "alliance-alt-network",
        below=decimal(last.quarter_below),
        above=decimal(last.quarter_above),
        session=last.session,
    )


def _table(view: ClinicView, own: Alliance, steps: list[AtSession], band: list[AtSession]) -> Table:
    words, decimal = view.words, view.words.figures.decimal
    network = {step.session: step for step in band}

    def cells(step: AtSession) -> tuple[str, ...]:
        beside = network.get(step.session)
        return (
            words.figures.count(step.courses),
            decimal(step.mean),
            words.say("score-range", lower=decimal(step.lower), upper=decimal(step.upper)),
            words.say("none")
            if beside is None
            else words.say(
                "score-range", lower=decimal(beside.quarter_below), upper=decimal(beside.quarter_above)
            ),
        )

    return table(
        words.say("alliance-caption", scale=scale_name(own.scale, own.respondent, words)),
        [
            Column(words.say("column-session"), is_number=False),
            Column(words.say("column-courses")),
            Column(words.say("column-mean")),
            Column(words.say("column-interval")),
            Column(words.say("column-network-band")),
        ],
        [TableRow(words.figures.count(step.session), cells(step)) for step in steps],
    )
