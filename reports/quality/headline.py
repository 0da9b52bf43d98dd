"""The week of the data in a few sentences.

Belongs here: those sentences. Doesn't: tables.
"""

from __future__ import annotations

from typing import Any

from reports.numbers.traced import counted, total
from reports.quality.checks import has_changes
from reports.quality.making import Making


def headline(making: Making, deliveries: list[dict[str, Any]]) -> list[str]:
    words = making.words
    by_status = {
        status: counted(row for row in deliveries if row["status"] == status)
        for status in ("accepted", "redelivered", "refused", "held")
    }
    sentences = [words.say("quality-headline", deliveries=counted(deliveries), **by_status)]
    if deliveries:
        known = [row for row in deliveries if row["rows_received"] is not None]
        sentences.append(
            words.say(
                "quality-headline-rows",
                received=total(row["rows_received"] for row in known),
                loaded=total(row["loaded"] for row in known),
                quarantined=total(row["quarantined"] for row in known),
            )
        )
    sentences.append(words.say("quality-headline-balance", accounts=counted(making.rows("unbalanced"))))
    if has_changes(making):
        sentences.append(_checks(making))
    silent = [
        clinic.name
        for clinic in making.clinics()
        if clinic.clinic_id not in {row["clinic_id"] for row in deliveries}
    ]
    if silent:
        names = words.figures.names(silent)
        sentences.append(words.say("quality-headline-silent", names=names))
    return sentences


def _checks(making: Making) -> str:
    """Say how many checks fail, and what people have said to that."""
    failing = [row for row in making.rows("check_changes") if row["change"] in ("new", "persisting")]
    return making.words.say(
        "quality-headline-checks",
        failing=counted(failing),
        new=counted(row for row in failing if row["change"] == "new"),
        accepted=counted(row for row in failing if row["is_signed_off"]),
        overdue=counted(row for row in failing if row["is_overdue"]),
    )
