"""How good the model is on people whom it hadn't seen: beside its baselines, by clinic, for different people.

Belongs here: those parts of the card. Doesn't: whether acting on it is worth it (`deciding`).
"""

from __future__ import annotations

from reports.components import Column, Table, TableRow, table
from reports.model_card.card import Card, Row, Section
from reports.words.from_data import model_group

PREDICTORS = ("hazard", "boosting", "base_rate", "last_missed_rule", "alliance_rule")
SUBGROUPS = ("contact", "age_band", "gender", "ethnicity_group", "language")


def performance_section(card: Card) -> Section:
    """Beside its baselines, in later weeks and in other clinics."""
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


def _comparison(card: Card, scheme: str) -> Table:
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


def clinics_section(card: Card, model: Row) -> Section:
    """In each clinic."""
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


def subgroups_section(card: Card, model: Row) -> Section:
    """For different people."""
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


def _scope_row(card: Card, predictor: str, scope: str, value: str, heading: str) -> TableRow:
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


def _scope_columns(card: Card, first: str) -> list[Column]:
    words = card.words
    return [
        Column(first, is_number=False),
        Column(words.say("card-column-observed")),
        Column(words.say("card-column-expected")),
        Column(words.say("card-column-large")),
        Column(words.say("card-column-slope")),
        Column(words.say("card-column-auc")),
    ]
