"""What the model is: what it foretells, what it was trained on, what it sees, how it was made, its limits.

Belongs here: those parts of the card. Doesn't: how good it is (`performing`, `deciding`).
"""

from __future__ import annotations

from reports.components import Column, TableRow, table
from reports.model_card.card import Card, Row, Section
from reports.words.catalogue import Words
from reports.words.from_data import model_term


def what_section(words: Words) -> Section:
    """What it foretells, for whom, and what for."""
    return Section(
        "what",
        words.say("card-what-heading"),
        (words.say("card-what-outcome"), words.say("card-what-whom"), words.say("card-use")),
    )


def sees_section(words: Words) -> Section:
    """What it sees, and never sees."""
    return Section(
        "sees",
        words.say("card-sees-heading"),
        (words.say("card-sees"), words.say("card-never-sees"), words.say("card-missing")),
    )


def limits_section(words: Words) -> Section:
    """What it cannot do."""
    return Section(
        "limits",
        words.say("card-limits-heading"),
        (
            words.say("card-limit-contact"),
            words.say("card-limit-time"),
            words.say("card-limit-cause"),
            words.say("card-limit-new"),
        ),
    )


def data_section(card: Card, model: Row) -> Section:
    """What it was trained on."""
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
            words.say("card-data-consent"),
            words.say(
                "card-data-print",
                version=figures.name(model["model_version"]),
                print=model["fingerprint"][:16],
                seed=str(model["seed"]),
            ),
        ),
    )


def how_section(card: Card, model: Row) -> Section:
    """How it was made, corrected and judged."""
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


def full_section(card: Card) -> Section:
    """Its coefficients, where it has some."""
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
