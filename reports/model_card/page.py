"""What the model card says, in finished text.

Belongs here: its sections and tables, after the items of TRIPOD (Collins et al. 2015; 2024). Doesn't: layout,
and working anything out: every number stands in the marts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.components import Banner, Column, Table, TableRow, table
from reports.frame import Frame, page_frame
from reports.publication import Publication
from reports.run_banners import run_banners
from reports.words.catalogue import Words
from reports.words.figures import plain
from reports.words.from_data import model_group, model_term

Row = dict[str, Any]
QUERIES = Path(__file__).with_name("queries")

PREDICTORS = ("hazard", "boosting", "base_rate", "last_missed_rule", "alliance_rule")
SUBGROUPS = ("contact", "age_band", "gender", "ethnicity_group", "language")


@dataclass(frozen=True)
class Section:
    """One part of the card: what it answers, in sentences, with tables."""

    anchor: str
    heading: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class ModelCardPage:
    """Everything that the template lays out."""

    frame: Frame
    banners: tuple[Banner, ...]
    headline: tuple[str, ...]
    sections: tuple[Section, ...]


class _Card:
    """The card in the making."""

    def __init__(self, publication: Publication, words: Words) -> None:
        self.publication, self.words = publication, words
        self.model: Row | None = next(iter(self.rows("model")), None)
        self.validation = self.rows("validation")

    def rows(self, query: str) -> list[Row]:
        return self.publication.rows(QUERIES / f"{query}.sql")

    def number(self, value: float | None, digits: int = 2) -> str:
        return self.words.say("none") if value is None else self.words.figures.decimal(value, digits)

    def ranged(self, row: Row | None) -> str:
        """Return an estimate with its interval: 0.79 (0.76 to 0.82)."""
        if row is None or row["value"] is None:
            return self.words.say("none")
        if row["lower"] is None:
            return self.number(row["value"])
        return self.words.say(
            "card-ranged",
            value=self.number(row["value"]),
            lower=self.number(row["lower"]),
            upper=self.number(row["upper"]),
        )

    def share(self, row: Row | None) -> str:
        return self.words.say("none") if row is None else self.words.figures.percent(row["value"])

    def found(self, scheme: str, predictor: str, scope: str, value: str, metric: str) -> Row | None:
        wanted = (scheme, predictor, scope, value, metric)
        keys = ("scheme", "predictor", "scope", "scope_value", "metric")
        return next((row for row in self.validation if tuple(row[key] for key in keys) == wanted), None)

    def clinic(self, clinic_id: str) -> str:
        clinic = self.publication.clinics.get(clinic_id)
        return plain(clinic.name if clinic else clinic_id)


def model_card_page(publication: Publication, words: Words) -> ModelCardPage:
    """Return the card of the model in force, or the card that says why there is none."""
    card = _Card(publication, words)
    return ModelCardPage(
        frame=page_frame(
            publication,
            words,
            kicker=words.say("card-kicker", network=words.figures.name(publication.network.name)),
            heading=words.say("card-heading"),
            document_title=words.say("card-document-title", week=publication.run.week),
            notes=[words.say("card-tripod-note")],
        ),
        banners=tuple(run_banners(publication, words)),
        headline=tuple(_headline(card)),
        sections=tuple(_sections(card)),
    )


def _headline(card: _Card) -> list[str]:
    words, model = card.words, card.model
    if model is None:
        return [words.say("card-none")]
    area = card.found("later_weeks", model["kind"], "network", "network", "auc")
    first = (
        words.say("card-refused", reason=model["refused"])
        if model["refused"]
        else words.say("card-earned", auc=card.ranged(area))
    )
    told = [first]
    if model["refused_clinics"]:
        names = [card.clinic(name) for name in model["refused_clinics"].split(", ")]
        told.append(words.say("card-refused-clinics", clinics=words.figures.names(names)))
    return told


def _sections(card: _Card) -> list[Section]:
    words = card.words
    sections = [
        Section(
            "what",
            words.say("card-what-heading"),
            (words.say("card-what-outcome"), words.say("card-what-whom"), words.say("card-use")),
        ),
    ]
    if card.model is not None:
        sections += [
            _data(card, card.model),
            Section(
                "sees",
                words.say("card-sees-heading"),
                (words.say("card-sees"), words.say("card-never-sees"), words.say("card-missing")),
            ),
            _how(card, card.model),
            _performance(card),
            _decision(card, card.model),
            _clinics(card, card.model),
            _subgroups(card, card.model),
            _in_full(card),
            _since(card),
        ]
    limits = (
        words.say("card-limit-contact"),
        words.say("card-limit-time"),
        words.say("card-limit-cause"),
        words.say("card-limit-new"),
    )
    return [*sections, Section("limits", words.say("card-limits-heading"), limits)]


def _data(card: _Card, model: Row) -> Section:
    words, figures = card.words, card.words.figures
    return Section(
        "data",
        words.say("card-data-heading"),
        (
            words.say(
                "card-data-size",
                first=figures.day(model["trained_from"]),
                last=figures.day(model["trained_until"]),
                weeks=figures.count(model["weeks"]),
                courses=figures.count(model["episodes"]),
                dropouts=figures.count(model["dropouts"]),
            ),
            words.say("card-data-known"),
            words.say("card-data-settled"),
            words.say(
                "card-data-print",
                version=figures.name(model["model_version"]),
                print=model["fingerprint"][:16],
                seed=str(model["seed"]),
            ),
        ),
    )


def _how(card: _Card, model: Row) -> Section:
    words = card.words
    return Section(
        "how",
        words.say("card-how-heading"),
        (
            words.say("card-how-kind", kind=model["kind"]),
            words.say(
                "card-how-calibrated",
                intercept=card.number(model["calibration_intercept"]),
                slope=card.number(model["calibration_slope"]),
            ),
            words.say("card-how-earned"),
        ),
    )


def _performance(card: _Card) -> Section:
    words = card.words
    return Section(
        "performance",
        words.say("card-performance-heading"),
        (
            words.say("card-performance-later"),
            words.say("card-performance-elsewhere"),
            words.say("card-performance-reading"),
        ),
        tuple(_comparison(card, scheme) for scheme in ("later_weeks", "other_clinics")),
    )


def _comparison(card: _Card, scheme: str) -> Table:
    words = card.words
    rows = []
    for predictor in PREDICTORS:
        cells = {
            metric: card.found(scheme, predictor, "network", "network", metric)
            for metric in (
                "auc",
                "brier_skill",
                "calibration_in_the_large",
                "calibration_slope",
                "precision_at_budget",
                "recall_at_budget",
            )
        }
        if cells["auc"] is None:
            continue
        rows.append(
            TableRow(
                words.say("card-predictor", predictor=predictor),
                (
                    card.ranged(cells["auc"]),
                    card.ranged(cells["brier_skill"]),
                    card.ranged(cells["calibration_in_the_large"]),
                    card.ranged(cells["calibration_slope"]),
                    card.share(cells["precision_at_budget"]),
                    card.share(cells["recall_at_budget"]),
                ),
            )
        )
    columns = [
        Column(words.say("card-column-predictor"), is_number=False),
        Column(words.say("card-column-auc")),
        Column(words.say("card-column-brier")),
        Column(words.say("card-column-large")),
        Column(words.say("card-column-slope")),
        Column(words.say("card-column-precision")),
        Column(words.say("card-column-recall")),
    ]
    return table(words.say("card-performance-caption", scheme=scheme), columns, rows, keeps_order=True)


def _decision(card: _Card, model: Row) -> Section:
    """The decision curve as a table: what acting at a threshold is worth, beside calling all and a rule."""
    words = card.words
    curves = {
        (row["predictor"], row["metric"], row["threshold"]): row["value"]
        for row in card.validation
        if row["scheme"] == "later_weeks" and row["metric"].startswith("net_benefit")
    }
    thresholds = sorted({threshold for _, metric, threshold in curves if metric == "net_benefit"})
    shown = (
        (model["kind"], "net_benefit"),
        ("last_missed_rule", "net_benefit"),
        ("base_rate", "net_benefit_of_calling_all"),
    )
    rows = [
        TableRow(
            card.words.figures.percent(threshold),
            tuple(_per_hundred(card, curves.get((*which, threshold))) for which in shown),
        )
        for threshold in thresholds
    ]
    columns = [
        Column(words.say("card-column-threshold"), is_number=False),
        Column(words.say("card-column-model")),
        Column(words.say("card-column-last-missed")),
        Column(words.say("card-column-all")),
    ]
    found = table(words.say("card-decision-caption"), columns, rows, keeps_order=True)
    return Section("decision", words.say("card-decision-heading"), (words.say("card-decision"),), (found,))


def _per_hundred(card: _Card, value: float | None) -> str:
    return card.number(None if value is None else 100 * value, 1)


def _clinics(card: _Card, model: Row) -> Section:
    words = card.words
    refused = (model["refused_clinics"] or "").split(", ")
    ids = sorted({row["scope_value"] for row in card.validation if row["scope"] == "clinic"})
    rows = [_scope_row(card, model["kind"], "clinic", name, card.clinic(name)) for name in ids]
    told = [
        TableRow(
            row.heading, (*row.cells, words.say("card-basis", refused="yes" if name in refused else "no"))
        )
        for name, row in zip(ids, rows, strict=True)
    ]
    columns = [
        *_scope_columns(card, words.say("card-column-clinic")),
        Column(words.say("card-column-basis"), is_number=False),
    ]
    found = table(words.say("card-clinics-caption"), columns, told, keeps_order=True)
    return Section("clinics", words.say("card-clinics-heading"), (words.say("card-clinics"),), (found,))


def _subgroups(card: _Card, model: Row) -> Section:
    words = card.words
    tables = []
    for scope in SUBGROUPS:
        values = sorted({row["scope_value"] for row in card.validation if row["scope"] == scope})
        rows = [
            _scope_row(card, model["kind"], scope, value, model_group(card.words, value)) for value in values
        ]
        if rows:
            caption = words.say("card-subgroup-caption", scope=scope)
            tables.append(
                table(caption, _scope_columns(card, words.say("card-column-group")), rows, keeps_order=True)
            )
    return Section(
        "subgroups", words.say("card-subgroups-heading"), (words.say("card-subgroups"),), tuple(tables)
    )


def _scope_row(card: _Card, predictor: str, scope: str, value: str, heading: str) -> TableRow:
    """One clinic or group in later weeks; without numbers where too few people stand behind them."""
    observed = card.found("later_weeks", predictor, scope, value, "observed")
    least = card.publication.network.policy.minimum_count
    few = observed is None or min(observed["dropouts"], observed["episodes"] - observed["dropouts"]) < least
    if few or observed is None:
        return TableRow(heading, (card.words.say("card-too-few"), *[card.words.say("none")] * 4))
    return TableRow(
        heading,
        (
            card.share(observed),
            card.share(card.found("later_weeks", predictor, scope, value, "expected")),
            card.ranged(card.found("later_weeks", predictor, scope, value, "calibration_in_the_large")),
            card.ranged(card.found("later_weeks", predictor, scope, value, "calibration_slope")),
            card.ranged(card.found("later_weeks", predictor, scope, value, "auc")),
        ),
    )


def _scope_columns(card: _Card, first: str) -> list[Column]:
    words = card.words
    return [
        Column(first, is_number=False),
        Column(words.say("card-column-observed")),
        Column(words.say("card-column-expected")),
        Column(words.say("card-column-large")),
        Column(words.say("card-column-slope")),
        Column(words.say("card-column-auc")),
    ]


def _in_full(card: _Card) -> Section:
    words = card.words
    rows = [
        TableRow(
            model_term(words, row["term"]),
            (
                card.number(row["coefficient"], 3),
                card.number(row["mean"]),
                card.number(row["standard_deviation"]),
            ),
        )
        for row in card.rows("coefficients")
    ]
    columns = [
        Column(words.say("card-column-term"), is_number=False),
        Column(words.say("card-column-coefficient")),
        Column(words.say("card-column-mean")),
        Column(words.say("card-column-sd")),
    ]
    found = (table(words.say("card-full-caption"), columns, rows),) if rows else ()
    sentence = words.say("card-full") if rows else words.say("card-full-trees")
    return Section("full", words.say("card-full-heading"), (sentence,), found)


def _since(card: _Card) -> Section:
    """What has been seen since training: past flags by week, and whether anything has drifted."""
    words, count = card.words, card.words.figures.count
    flags = [
        TableRow(
            words.figures.name(row["week"]),
            tuple(
                count(row[name])
                for name in ("flagged", "dropped_out", "kept_coming", "ended_otherwise", "not_known_yet")
            ),
        )
        for row in card.rows("outcomes")
    ]
    columns = [
        Column(words.say("card-column-week"), is_number=False),
        Column(words.say("card-column-flagged")),
        Column(words.say("card-column-dropped-out")),
        Column(words.say("card-column-kept-coming")),
        Column(words.say("card-column-ended")),
        Column(words.say("card-column-not-known")),
    ]
    drifted = [model_term(words, row["name"]) for row in card.rows("drift") if row["has_drifted"]]
    sentence = (
        words.say("card-drifted", names=words.figures.names(drifted))
        if drifted
        else words.say("card-not-drifted")
    )
    tables = (table(words.say("card-flags-caption"), columns, flags, keeps_order=True),) if flags else ()
    return Section("since", words.say("card-since-heading"), (sentence, words.say("card-flags")), tables)
