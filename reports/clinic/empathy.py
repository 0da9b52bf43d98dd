"""Empathy: how far each therapist's mean is from being shown, and those that can be.

Belongs here: that part of the clinic's page. Doesn't: any order by the mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.intervals import IntervalRow, interval_chart, progress_chart
from reports.clinic.sections import ScaleSection, scale_name
from reports.clinic.view import ClinicView
from reports.components import Column, Figure, Table, TableRow, Tile, table
from reports.measures.empathy import ScaleEmpathy, TherapistEmpathy, empathy_of
from reports.numbers.traced import counted

ANCHOR = "empathy"


def empathy_tile(view: ClinicView) -> Tile:
    """Return how many means can be shown, of the scale with most forms."""
    words = view.words
    scales = empathy_of(view.publication, view.clinic.clinic_id)
    if not scales:
        facts = (words.say("empathy-none"),)
        return Tile(words.say("empathy-tile-none"), "", words.say("tile-nothing-yet"), facts, "", ANCHOR)
    own = max(scales, key=lambda scale: sum(t.forms for t in scale.therapists))
    name = scale_name(own.scale, "client", words)
    needed = own.clients_needed(view.publication.network.minimum_reliability)
    fact = (
        _why_nobody(view, own)
        if needed is None or not own.has_intervals
        else words.say("empathy-tile-needed", clients=needed)
    )
    return Tile(
        words.say("empathy-tile"),
        words.say("counts", part=counted(own.published), whole=counted(own.therapists)),
        words.say("empathy-tile-statement", whole=counted(own.therapists), scale=name),
        (fact,),
        "",
        ANCHOR,
    )


def empathy_sections(view: ClinicView) -> list[ScaleSection]:
    """Return one part a scale."""
    return [_section(view, own) for own in empathy_of(view.publication, view.clinic.clinic_id)]


def _section(view: ClinicView, own: ScaleEmpathy) -> ScaleSection:
    words, name = view.words, scale_name(own.scale, "client", view.words)
    needed = own.clients_needed(view.publication.network.minimum_reliability)
    therapists = in_order_of_label(own.therapists, view.therapists)
    figures: tuple[Figure, ...] = ()
    if own.published:
        figures = (_means(view, own, therapists),)
        facts = [_shown_sentence(view, own), words.say("empathy-shrunken")]
    elif needed is None or not own.has_intervals:
        facts = [_why_nobody(view, own)]
    else:
        figures = (_progress(view, own, therapists, needed),)
        facts = [_not_yet_sentence(view, own, needed)]
    facts.append(words.say("empathy-order"))
    ceiling = _share_at_ceiling(own)
    if ceiling is not None:
        facts.append(words.say("empathy-ceiling", share=words.figures.percent(ceiling)))
    return ScaleSection(name, figures, tuple(facts))


def _why_nobody(view: ClinicView, own: ScaleEmpathy) -> str:
    """Return the sentence that says why nobody's mean can be shown, however many clients they have."""
    name = scale_name(own.scale, "client", view.words)
    if own.variance_between == 0:
        return view.words.say("empathy-no-difference", scale=name)
    return view.words.say("empathy-no-interval", scale=name)


def in_order_of_label(
    therapists: Sequence[TherapistEmpathy], labels: dict[int, str]
) -> list[tuple[str, TherapistEmpathy]]:
    """Return therapists with their labels in the labels' order, which says nothing about them."""
    places = {key: place for place, key in enumerate(labels)}
    ordered = sorted(therapists, key=lambda t: (places[t.therapist_key], t.therapist_key))
    return [(labels[t.therapist_key], t) for t in ordered]


def _shown_sentence(view: ClinicView, own: ScaleEmpathy) -> str:
    outside = sum(
        t.mean is not None and own.network_mean is not None and t.mean.side_of(own.network_mean) != "within"
        for t in own.therapists
    )
    name = scale_name(own.scale, "client", view.words)
    return view.words.say("empathy-some", scale=name, shown=counted(own.published), outside=outside)


def _not_yet_sentence(view: ClinicView, own: ScaleEmpathy, needed: int) -> str:
    words = view.words
    return words.say(
        "empathy-not-yet",
        scale=scale_name(own.scale, "client", words),
        reliability=words.figures.decimal(view.publication.network.minimum_reliability, 2),
        clients=needed,
        most=max(t.clients for t in own.therapists),
    )


def _share_at_ceiling(own: ScaleEmpathy) -> float | None:
    known = [t for t in own.therapists if t.share_at_ceiling is not None and t.forms]
    forms = sum(t.forms for t in known)
    return sum((t.share_at_ceiling or 0) * t.forms for t in known) / forms if forms else None


def _progress(
    view: ClinicView, own: ScaleEmpathy, therapists: list[tuple[str, TherapistEmpathy]], needed: int
) -> Figure:
    words = view.words
    said = [
        words.say("empathy-alt-item", therapist=label, value=words.figures.count(t.clients))
        for label, t in therapists
    ]
    return Figure(
        title=words.say(
            "empathy-title-not-yet",
            scale=scale_name(own.scale, "client", words),
            most=max(t.clients for t in own.therapists),
            clients=needed,
        ),
        alt=words.say("empathy-alt-not-yet", therapists="; ".join(said), needed=needed),
        svg=progress_chart(
            [(label, t.clients) for label, t in therapists],
            needed,
            words.say("chart-needed", clients=needed),
        ),
        is_tall=True,
        table=_table(view, own, therapists),
    )


def _means(view: ClinicView, own: ScaleEmpathy, therapists: list[tuple[str, TherapistEmpathy]]) -> Figure:
    words, decimal = view.words, view.words.figures.decimal
    means = [t.mean for t in own.published if t.mean is not None]
    mean = decimal(own.network_mean) if own.network_mean is not None else words.say("empathy-no-network-mean")
    bounds = [bound for m in means for bound in (m.lower, m.upper)]
    bounds += [own.network_mean] if own.network_mean is not None else []
    margin = max(0.15 * (max(bounds) - min(bounds)), 0.5)
    said = [
        words.say(
            "empathy-alt-interval",
            therapist=label,
            mean=decimal(t.mean.value),
            lower=decimal(t.mean.lower),
            upper=decimal(t.mean.upper),
        )
        for label, t in therapists
        if t.mean is not None
    ]
    return Figure(
        title=words.say("empathy-title", scale=scale_name(own.scale, "client", words)),
        alt=words.say("empathy-alt", therapists="; ".join(said), mean=mean),
        svg=interval_chart(
            [
                IntervalRow(label, t.mean, "" if t.mean else words.say("empathy-remark"))
                for label, t in therapists
            ],
            own.network_mean,
            words.say("chart-network-mean", mean=mean),
            (min(bounds) - margin, max(bounds) + margin),
        ),
        is_tall=True,
        table=_table(view, own, therapists),
    )


def _table(view: ClinicView, own: ScaleEmpathy, therapists: list[tuple[str, TherapistEmpathy]]) -> Table:
    words, decimal = view.words, view.words.figures.decimal

    def mean(t: TherapistEmpathy) -> str:
        if t.mean is None:
            return words.say("empathy-remark")
        return words.say(
            "empathy-alt-interval",
            therapist="",
            mean=decimal(t.mean.value),
            lower=decimal(t.mean.lower),
            upper=decimal(t.mean.upper),
        ).strip()

    return table(
        words.say("empathy-caption", scale=scale_name(own.scale, "client", words)),
        [
            Column(words.say("column-therapist"), is_number=False),
            Column(words.say("column-clients")),
            Column(words.say("column-forms")),
            Column(words.say("column-reliability")),
            Column(words.say("column-empathy-mean")),
        ],
        [
            TableRow(
                label,
                (
                    words.figures.count(t.clients),
                    words.figures.count(t.forms),
                    words.say("none") if t.reliability is None else decimal(t.reliability, 2),
                    mean(t),
                ),
            )
            for label, t in therapists
        ],
        keeps_order=True,
    )
