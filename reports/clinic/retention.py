"""Who stays and who stops: the tile, the curves, the sessions stayed for, the attendance.

Belongs here: those parts of the clinic's page. Doesn't: the estimates.
"""

from __future__ import annotations

from reports.charts.retention import CURVE_COLOURS, Line, retention_chart
from reports.clinic.network_context import network_sentence
from reports.clinic.trend import trend_figure
from reports.clinic.view import ClinicView
from reports.components import Column, Figure, TableRow, Tile, table
from reports.measures import retention
from reports.measures.retention import EVERYONE, MINIMUM_AT_RISK, Step
from reports.numbers.traced import derived
from reports.shares import TOO_FEW, Estimate, Share
from warehouse.disclosure.lines import in_steps

ANCHOR = "retention"


def retention_tile(view: ClinicView) -> Tile:
    """Return the tile in whichever state the clinic's data allow."""
    words, label = view.words, view.words.say("retention-tile")
    if not view.clinic.has_appointment_data:
        return Tile(
            label, "", words.say("tile-not-told"), (words.say("retention-no-appointments"),), "", ANCHOR
        )
    year = retention.rolling_year(view.publication, view.clinic.clinic_id)
    if year is None or not year.courses:
        return Tile(
            label, "", words.say("tile-nothing-yet"), (words.say("retention-nothing-yet"),), "", ANCHOR
        )
    if year.courses < TOO_FEW or year.rate is None or not year.rate.is_bounded:
        few = year.courses < TOO_FEW
        interval = words.say("interval-none") if year.rate is None else words.interval(year.rate)
        return Tile(
            label,
            words.counts(year.counts),
            words.say("tile-too-few") if few else interval,
            (words.say("retention-tile-few", courses=year.courses, until=view.until),),
            network_sentence(view, "dropout"),
            ANCHOR,
        )
    quarters = retention.quarters(view.publication, view.clinic.clinic_id, view.last_day)
    return Tile(
        label,
        words.figures.percent(year.rate.value),
        words.interval(year.rate),
        (words.say("retention-tile-counts", courses=year.courses, until=view.until),),
        network_sentence(view, "dropout"),
        ANCHOR,
        trend_figure(
            {q.cohort: q.rate for q in quarters if q.rate and q.rate.is_bounded and q.courses >= TOO_FEW},
            view.last_day,
            words,
        ),
    )


def retention_figures(view: ClinicView) -> list[Figure]:
    """Return the curves and the sessions stayed for; nothing where they can't be told."""
    if not view.clinic.has_appointment_data:
        return []
    steps = retention.curve(view.publication, view.clinic.clinic_id)
    figures = [_curves(view, steps)] if len(steps) > 1 else []
    stayed = _stayed(view)
    return figures + ([stayed] if stayed else [])


def retention_facts(view: ClinicView) -> list[str]:
    """Return the sentences below the figures."""
    words = view.words
    if not view.clinic.has_appointment_data:
        return [words.say("retention-no-appointments")]
    facts = []
    steps = retention.curve(view.publication, view.clinic.clinic_id)
    if len(steps) < 2:
        facts.append(words.say("retention-no-curve", minimum=MINIMUM_AT_RISK))
    elif len(view.publication.clinics) > 1 and not _network_curve(view, steps):
        facts.append(words.say("retention-no-network"))
    year = retention.rolling_year(view.publication, view.clinic.clinic_id)
    if year is not None and year.courses:
        facts.append(words.say("retention-never-started", courses=year.never_started))
    attendance = retention.attendance(view.publication, view.clinic.clinic_id)
    if attendance is not None and attendance.share.denominator:
        facts.append(
            words.say(
                "retention-attendance",
                appointments=attendance.share.denominator,
                attended=attendance.attended,
                missed=attendance.no_shows,
                cancelled=attendance.cancellations,
            )
        )
    return facts


def _curves(view: ClinicView, steps: list[Step]) -> Figure:
    words, percent = view.words, view.words.figures.percent
    last = steps[-1]
    network = _network_curve(view, steps)
    alt_network = words.say("retention-alt-network", value=percent(network[-1][1])) if network else ""
    return Figure(
        title=words.say(
            "retention-title",
            session=last.session,
            dropped=percent(last.dropped_out.value),
            completed=percent(last.completed.value),
        ),
        alt=words.say(
            "retention-alt",
            session=last.session,
            attending=percent(last.attending),
            dropped=words.share(last.dropped_out),
            completed=words.share(last.completed),
            other=percent(last.other),
            network=alt_network,
        ),
        svg=retention_chart(_lines(view, steps, network), words.say("column-session")),
        is_tall=True,
        note=words.say("retention-note", minimum=MINIMUM_AT_RISK),
        table=table(
            words.say("retention-caption"),
            [
                Column(words.say("column-session"), is_number=False),
                Column(words.say("column-at-risk")),
                Column(words.say("column-attending")),
                Column(words.say("column-dropped")),
                Column(words.say("column-interval")),
                Column(words.say("column-completed")),
                Column(words.say("column-interval")),
                Column(words.say("column-other")),
            ],
            [_step_row(view, step) for step in steps],
        ),
    )


def _lines(view: ClinicView, steps: list[Step], network: list[tuple[int, float]]) -> list[Line]:
    words, percent, last = view.words, view.words.figures.percent, steps[-1]
    lines = [
        Line(
            words.say("chart-attending", value=percent(last.attending)),
            CURVE_COLOURS["attending"],
            tuple((s.session, s.attending) for s in steps),
        ),
        Line(
            words.say("chart-completed", value=percent(last.completed.value)),
            CURVE_COLOURS["completed"],
            tuple((s.session, s.completed.value) for s in steps),
            _band([(s.session, s.completed) for s in steps]),
        ),
        Line(
            words.say("chart-dropped", value=percent(last.dropped_out.value)),
            CURVE_COLOURS["dropped_out"],
            tuple((s.session, s.dropped_out.value) for s in steps),
            _band([(s.session, s.dropped_out) for s in steps]),
        ),
    ]
    if network:
        lines.append(
            Line(
                words.say("chart-network", value=percent(network[-1][1])),
                CURVE_COLOURS["network"],
                tuple(network),
                is_dashed=True,
            )
        )
    return lines


def _band(estimates: list[tuple[int, Estimate]]) -> tuple[tuple[int, float, float], ...]:
    return tuple((session, e.lower, e.upper) for session, e in estimates if e.is_bounded)


def _network_curve(view: ClinicView, own_steps: list[Step]) -> list[tuple[int, float]]:
    """The network's dropout by session, in steps of several of the others' courses; from enough clinics."""
    contributions = [r.courses for r in retention.by_clinic(view.publication).values()]
    if not view.policy.allows_total(contributions):
        return []
    own = {step.session: int(step.at_risk) for step in own_steps}
    steps = [s for s in retention.curve(view.publication, EVERYONE) if s.session in own]
    before = [1.0, *(float(step.attending) for step in steps[:-1])]
    by_one = [
        still / max(int(step.at_risk) - own[step.session], 1)
        for still, step in zip(before, steps, strict=True)
    ]
    shares = in_steps([step.dropped_out.value for step in steps], by_one, view.policy)
    return [
        (step.session, derived(share, step.dropped_out.value))
        for step, share in zip(steps, shares, strict=False)
    ]


def _step_row(view: ClinicView, step: Step) -> TableRow:
    words, percent = view.words, view.words.figures.percent
    return TableRow(
        words.figures.count(step.session),
        (
            words.figures.count(step.at_risk),
            percent(step.attending),
            percent(step.dropped_out.value),
            words.range(step.dropped_out),
            percent(step.completed.value),
            words.range(step.completed),
            percent(step.other),
        ),
    )


def _stayed_share(share: Share) -> Estimate | None:
    return None if share.is_too_small_for_a_rate else share.estimate()


def _stayed(view: ClinicView) -> Figure | None:
    words = view.words
    year = retention.rolling_year(view.publication, view.clinic.clinic_id)
    if year is None or not any(share.denominator for share in year.stayed.values()):
        return None
    rows = []
    for sessions, share in sorted(year.stayed.items()):
        estimate = _stayed_share(share)
        rows.append(
            TableRow(
                words.say("retention-stayed-row", sessions=sessions),
                (
                    words.figures.count(share.numerator),
                    words.figures.count(share.denominator),
                    words.figures.percent(estimate.value) if estimate else words.say("none"),
                    words.range(estimate) if estimate else words.say("none"),
                ),
            )
        )
    told = next(((n, e) for n, s in sorted(year.stayed.items()) if (e := _stayed_share(s))), None)
    columns = [
        Column(words.say("column-session"), is_number=False),
        Column(words.say("column-stayed")),
        Column(words.say("column-opportunity")),
        Column(words.say("column-share")),
        Column(words.say("column-interval")),
    ]
    return Figure(
        title=words.say(
            "retention-stayed-title", share=words.figures.percent(told[1].value), sessions=told[0]
        )
        if told
        else words.say("retention-stayed-title-few"),
        alt="",
        svg="",
        table=table(words.say("retention-stayed-caption", until=view.until), columns, rows),
        shows_table=True,
    )
