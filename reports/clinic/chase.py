"""Data to chase: what is missing, how much of it, and whom to ask what.

Belongs here: those sentences. Doesn't: single courses or rows; the quality page and the rejection workbook
name those, and say how to mend a file.
"""

from __future__ import annotations

from reports.clinic.view import ClinicView

RULES_SHOWN = 5


def data_to_chase(view: ClinicView) -> list[str]:
    """Return one sentence a kind of gap, none where there is none."""
    return [*_from_deliveries(view), *_from_courses(view)]


def where_rows_are(view: ClinicView) -> tuple[str, ...]:
    """Return where refused rows can be looked at one by one, where there are any."""
    return (view.words.say("chase-rows-where"),) if view.rows("refusals") else ()


def _from_deliveries(view: ClinicView) -> list[str]:
    words, found = view.words, []
    for row in view.rows("deliveries"):
        if row["not_taken"]:
            found.append(words.say("chase-deliveries", count=row["not_taken"]))
    for row in view.rows("refusals")[:RULES_SHOWN]:
        rule = words.figures.name(row["rule_id"])
        found.append(words.say("chase-rows", count=row["refused_rows"], rule=rule, kind=row["rule_id"]))
    for row in view.rows("waiting"):
        found.append(words.say("chase-waiting", count=row["waiting"], feed=row["feed"]))
    return found


def _from_courses(view: ClinicView) -> list[str]:
    words, found = view.words, []
    for row in view.rows("gaps"):
        if row["unrecorded"]:
            found.append(words.say("chase-unrecorded", count=row["unrecorded"]))
        if row["by_contact_gap"]:
            days = view.clinic.contact_gap_days
            found.append(words.say("chase-gap", count=row["by_contact_gap"], days=days))
        if row["lately_unpaired"]:
            found.append(words.say("chase-unpaired", count=row["lately_unpaired"], whole=row["lately_ended"]))
        if row["open_without_first"]:
            found.append(
                words.say("chase-without-first", count=row["open_without_first"], whole=row["open_courses"])
            )
    return found
