"""The week of the data in a few sentences: what came, what fails, what moved, what was withheld.

Belongs here: those sentences. Doesn't: tables.
"""

from __future__ import annotations

from typing import Any

from reports.numbers.traced import counted, total
from reports.quality.checks import has_changes
from reports.quality.deliveries import STATES
from reports.quality.disclosed import has_disclosure
from reports.quality.making import Making
from reports.quality.restated import has_restatements, has_week_changes
from reports.words.told import joined


def headline(making: Making, deliveries: list[dict[str, Any]]) -> list[str]:
    """Return the sentences in the order of the page's parts."""
    words = making.words
    by_status = {
        status: counted(row for row in deliveries if row["status"] == status)
        for status in ("accepted", "redelivered", "refused", "held", "released")
    }
    by_status["accepted"] = counted(row for row in deliveries if row["status"] in ("accepted", "released"))
    sentences = [words.say("quality-headline", deliveries=counted(deliveries), **by_status)]
    if deliveries:
        sentences.append(_rows(making, deliveries))
    sentences.append(words.say("quality-headline-balance", accounts=counted(making.rows("unbalanced"))))
    if has_changes(making):
        sentences.append(_checks(making))
    sentences += [*_restated(making), *_disclosed(making)]
    waits = total(row["waiting"] for row in making.rows("waiting"))
    if waits:
        sentences.append(words.say("quality-headline-waiting", rows=waits))
    silent = [
        clinic.name
        for clinic in making.clinics()
        if clinic.clinic_id not in {row["clinic_id"] for row in deliveries}
    ]
    if silent:
        names = words.figures.names(silent)
        sentences.append(words.say("quality-headline-silent", names=names))
    return sentences


def _rows(making: Making, deliveries: list[dict[str, Any]]) -> str:
    """Say what became of the rows: the parts add up to those received, as an account does."""
    known = [row for row in deliveries if row["rows_received"] is not None]
    states = {state: total(row[state] for row in known) for state in STATES}
    outside = total([states.pop("held"), states.pop("refused")])
    received = total(row["rows_received"] for row in known)
    return making.words.say("quality-headline-rows", received=received, outside=outside, **states)


def _checks(making: Making) -> str:
    """Say how many checks fail, since when, and what people have said to that."""
    changes = making.rows("check_changes")
    failing = [row for row in changes if row["change"] in ("new", "persisting")]
    told = {
        "failing": counted(failing),
        "checks": counted(row for row in making.rows("checks") if row["is_passed"] is not None),
    }
    if making.publication.run_before is None and all(row["change"] == "new" for row in failing):
        sentence = making.words.say("quality-headline-checks-first", **told)
    else:
        by_change = {
            change: counted(row for row in changes if row["change"] == change)
            for change in ("new", "persisting", "resolved", "decaying")
        }
        sentence = making.words.say("quality-headline-checks", **told, **by_change)
    if not failing:
        return sentence
    accepted = making.words.say(
        "quality-headline-accepted",
        accepted=counted(row for row in failing if row["is_signed_off"]),
        overdue=counted(row for row in failing if row["is_overdue"]),
    )
    return joined([sentence, accepted])


def _restated(making: Making) -> list[str]:
    """Say what has moved earlier weeks' figures; nothing before there is an earlier report."""
    if making.publication.run_before is None or not has_week_changes(making):
        return []
    rows = making.rows("week_changes")
    kinds = {
        kind: total(row[kind] for row in rows) for kind in ("late", "corrected", "withdrawn", "opted_out")
    }
    figures = 0
    if has_restatements(making):
        figures = total(row["figures"] for row in making.rows("restatement_causes"))
    return [
        making.words.say("quality-headline-restated", events=total(kinds.values()), figures=figures, **kinds)
    ]


def _disclosed(making: Making) -> list[str]:
    """Say how many figures of clinics the network was shown, and how many not."""
    if not has_disclosure(making):
        return []
    rows = making.rows("disclosure")
    if not rows:
        return []
    by_decision = {
        decision: total(row["figures"] for row in rows if row["decision"] == decision)
        for decision in ("withheld", "repeated")
    }
    figures = total(row["figures"] for row in rows)
    shown = total(row["figures"] for row in rows if row["decision"] != "withheld")
    return [making.words.say("quality-headline-disclosed", figures=figures, shown=shown, **by_decision)]
