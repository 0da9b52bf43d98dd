"""Each measure over all clinics, within the limits in which clinics usually lie, as far as it may be shown.

Belongs here: releasing a measure's clinics, its picture, its table, its sentences. Doesn't: the limits (the
warehouse's), the rules of disclosure (`reports.disclosure`), any order by value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.charts.funnel import FunnelLabels, FunnelRow, funnel_chart
from reports.components import Column, Figure, Table, TableRow, table
from reports.disclosure import Withheld, network_figure_is_allowed, release_column, release_shares
from reports.measures.clinic_comparison import Compared, Comparisons, Funnel, written
from reports.measures.naming import name_of_measure
from reports.measures.scales import main_scales
from reports.publication import Clinic, Publication
from reports.shares import Share
from reports.words.catalogue import Words
from reports.words.figures import plain

LABEL_LIMIT = 60


@dataclass(frozen=True)
class MeasureSection:
    """One measure: heading, picture with its table, sentences."""

    heading: str
    figure: Figure
    facts: tuple[str, ...]


@dataclass(frozen=True)
class ReleasedFunnel:
    """A measure as far as it may be shown: the clinics whose figures are, the others with the reason."""

    funnel: Funnel
    name: str
    shown: Mapping[str, Compared]
    remarks: Mapping[str, str]
    centre: float | None

    @property
    def signals(self) -> dict[str, Compared]:
        """Shown clinics past the limits."""
        return {clinic: own for clinic, own in self.shown.items() if own.signal and self.centre is not None}


def release(publication: Publication, funnel: Funnel, words: Words) -> ReleasedFunnel:
    """Return what of a measure the network may see.

    A clinic is shown if its share may be released, or for a mean if enough people stand behind it; where one
    clinic alone would be withheld, a second is too. Without a network figure there are no limits to show
    either: they lie around it.
    """
    policy = publication.network.policy
    known = {clinic: own for clinic, own in funnel.clinics.items() if own.is_known}
    if funnel.is_share:
        released = release_shares(
            {clinic: Share(own.numerator or 0, own.denominator or 0) for clinic, own in known.items()}, policy
        )
        withheld = {clinic for clinic, cell in released.items() if isinstance(cell, Withheld)}
    else:
        counts = release_column({clinic: own.course_count or 0 for clinic, own in known.items()}, policy)
        withheld = {clinic for clinic, cell in counts.items() if isinstance(cell, Withheld)}
    contributions = {clinic: own.denominator or 0 for clinic, own in known.items()}
    is_allowed = network_figure_is_allowed(contributions, policy)
    remarks = {
        clinic: words.say("withheld") if own.is_known else _why_not(publication.clinics[clinic], words)
        for clinic, own in funnel.clinics.items()
        if clinic in publication.clinics and (not own.is_known or clinic in withheld)
    }
    return ReleasedFunnel(
        funnel,
        name_of_measure(funnel.measure_id, main_scales(publication), words),
        {clinic: own for clinic, own in known.items() if clinic not in withheld},
        remarks,
        funnel.centre if is_allowed else None,
    )


def _why_not(clinic: Clinic, words: Words) -> str:
    if not clinic.has_appointment_data:
        return words.say("network-no-appointments")
    return words.say("network-nobody-yet")


def funnel_section(
    publication: Publication, clinics: tuple[Clinic, ...], funnel: Funnel, words: Words
) -> MeasureSection:
    """Return one measure's part of the page; `clinics` in the order in which to list them."""
    released = release(publication, funnel, words)
    listed = tuple(c for c in clinics if funnel.scale is None or c.clinic_id in funnel.users)
    return MeasureSection(
        released.name,
        _figure(released, listed, words),
        tuple(_facts(released, listed, len(clinics) - len(listed), words)),
    )


def without_network_figure(publication: Publication, found: Comparisons, words: Words) -> list[str]:
    """Return the names of measures that too few clinics have for limits to be drawn."""
    released = [release(publication, funnel, words) for funnel in found.funnels]
    return [own.name for own in released if own.centre is None]


def _figure(released: ReleasedFunnel, clinics: tuple[Clinic, ...], words: Words) -> Figure:
    funnel, centre = released.funnel, released.centre
    rows, said = [], []
    for clinic in clinics:
        label, own = plain(clinic.name, LABEL_LIMIT), released.shown.get(clinic.clinic_id)
        if own is None:
            remark = released.remarks.get(clinic.clinic_id, words.say("network-nobody-yet"))
            rows.append(FunnelRow(label, remark=remark))
            said.append(words.say("network-alt-item", clinic=label, share=remark))
            continue
        value = own.value if own.adjusted is None else own.adjusted
        has_limits = own.lower_998 is not None and own.upper_998 is not None
        rows.append(
            FunnelRow(
                label,
                _rounded(own.denominator or 0),
                _whole(funnel, value or 0.0),
                (_whole(funnel, own.lower_95 or 0.0), _whole(funnel, own.upper_95 or 0.0)),
                (_whole(funnel, own.lower_998 or 0.0), _whole(funnel, own.upper_998 or 0.0)),
                bool(own.signal),
            )
            if has_limits
            else FunnelRow(label, remark=words.say("funnel-no-limits", value=written(funnel, value, words)))
        )
        said.append(
            words.say(
                "funnel-alt-item",
                clinic=label,
                value=written(funnel, value, words),
                lower=written(funnel, own.lower_998, words),
                upper=written(funnel, own.upper_998, words),
            )
            if has_limits
            else words.say("network-alt-item", clinic=label, share=written(funnel, value, words))
        )
    drawn = centre is not None and any(row.value is not None for row in rows)
    return Figure(
        title=_title(released, words),
        alt=words.say("funnel-alt", clinics="; ".join(said), centre=written(funnel, centre, words))
        if drawn
        else "",
        svg=funnel_chart(
            rows,
            _whole(funnel, centre),
            funnel.is_share,
            FunnelLabels(
                words.say("chart-network-value", value=written(funnel, centre, words)),
                words.say("column-counted"),
            ),
        )
        if drawn and centre is not None
        else "",
        table=_table(released, clinics, words),
        is_tall=True,
        shows_table=not drawn,
    )


def _title(released: ReleasedFunnel, words: Words) -> str:
    funnel = released.funnel
    return words.say(
        "funnel-title",
        measure=released.name,
        centre=written(funnel, released.centre, words),
        signals=len(released.signals),
    )


def _whole(funnel: Funnel, value: float) -> float:
    """Shares are released in whole per cents, means to a tenth."""
    return round(value, 2 if funnel.is_share else 1)


def _rounded(count: int) -> int:
    return 5 * round(count / 5)


def _facts(released: ReleasedFunnel, clinics: tuple[Clinic, ...], without: int, words: Words) -> list[str]:
    funnel = released.funnel
    facts = [_signal_sentence(released, clinics, words)]
    if funnel.phi is not None:
        facts.append(
            words.say(
                "funnel-overdispersion",
                clinics=funnel.clinics_compared,
                phi=words.figures.decimal(funnel.phi, 2),
                tau=words.figures.decimal((funnel.tau2 or 0.0) ** 0.5, 3),
                scale=funnel.tau2_scale or "identity",
                wider="yes" if (funnel.tau2 or 0) > 0 else "no",
            )
        )
    if funnel.tau2_source == "benchmark":
        facts.append(words.say("funnel-borrowed", origin=words.figures.name(funnel.tau2_origin or "", 200)))
    elif funnel.rests_on_few_clinics:
        facts.append(words.say("funnel-few-clinics", clinics=funnel.clinics_compared))
    facts.append(words.say("funnel-case-mix", basis="case_mix" if funnel.has_case_mix else "none"))
    if without:
        facts.append(words.say("network-not-used", clinics=without))
    return facts


def _signal_sentence(released: ReleasedFunnel, clinics: tuple[Clinic, ...], words: Words) -> str:
    sides = {
        side: [c.name for c in clinics if (own := released.signals.get(c.clinic_id)) and own.side == side]
        for side in ("high", "low")
    }
    parts = [
        words.say("funnel-outside", side=side, names=words.figures.names(names), clinics=len(names))
        for side, names in sides.items()
        if names
    ]
    return " ".join(parts) if parts else words.say("funnel-nobody-outside", clinics=len(released.shown))


def _table(released: ReleasedFunnel, clinics: tuple[Clinic, ...], words: Words) -> Table:
    funnel = released.funnel

    def cells(clinic: Clinic) -> tuple[str, ...]:
        own = released.shown.get(clinic.clinic_id)
        dash = words.say("none")
        if own is None:
            return (dash, dash, dash, dash, dash, released.remarks.get(clinic.clinic_id, dash))
        expected = own.expected if own.basis == "case_mix" else None
        return (
            words.figures.count(_rounded(own.denominator or 0)),
            written(funnel, own.value, words),
            written(funnel, expected, words),
            written(funnel, own.adjusted, words),
            words.say(
                "funnel-range",
                lower=written(funnel, own.lower_95, words),
                upper=written(funnel, own.upper_95, words),
            )
            if own.lower_95 is not None
            else dash,
            words.say("funnel-side", side=own.side or "within") if own.signal else "",
        )

    return table(
        words.say("funnel-caption", measure=released.name, counted=funnel.measure),
        [
            Column(words.say("column-clinic"), is_number=False),
            Column(words.say("column-counted")),
            Column(words.say("column-unadjusted")),
            Column(words.say("column-expected")),
            Column(words.say("column-adjusted")),
            Column(words.say("column-usual")),
            Column(words.say("column-remark"), is_number=False),
        ],
        [TableRow(plain(clinic.name), cells(clinic)) for clinic in clinics],
    )


def multiplicity(found: Comparisons, words: Words) -> str:
    """Return how many signals there are over all measures, beside how many chance alone would give."""
    return words.say(
        "funnel-multiplicity",
        comparisons=found.comparisons,
        signals=found.signals,
        chance=words.figures.decimal(found.signals_by_chance, 2),
    )
