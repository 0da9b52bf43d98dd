"""The week's deliveries: what wasn't taken, what waits for a person, what became of every row.

Belongs here: those tables. Doesn't: counting rows (the warehouse's audit), single refused rows
(`refused_rows`).
"""

from __future__ import annotations

from typing import Any

from reports.components import Column, Table, TableRow, table
from reports.numbers.traced import counted, total
from reports.quality.making import FILE_LIMIT, MESSAGE_LIMIT, Making, number, sentence, text
from reports.words.figures import plain
from reports.words.from_data import refusal_for_staff

STATES = ("loaded", "duplicate", "quarantined", "skipped", "held", "refused")
DELIVERIES_LISTED = 400
"""More deliveries of one week aren't listed one by one: those not taken are, and all are in the file."""

_DECIDED = {"status", "decision", "delivery_key"}
_UNCLAIMED = {"place", "clinic_id", "file_name", "message"}


def not_taken(making: Making, deliveries: list[dict[str, Any]]) -> Table | None:
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["file_name"], FILE_LIMIT),
                words.say("quality-status", status=row["status"]),
                plain(row["refusal_rule"] or "", FILE_LIMIT),
                refusal_for_staff(words, row["refusal_rule"], row["refusal_message"]),
                making.count(row["rows_received"]),
            ),
        )
        for row in deliveries
        if row["status"] in ("refused", "held")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-file")),
        text(words.say("column-status")),
        text(words.say("column-rule")),
        sentence(words.say("column-reason")),
        number(words.say("column-rows")),
    ]
    return table(words.say("quality-not-taken-caption"), columns, rows) if rows else None


def arrived(making: Making, deliveries: list[dict[str, Any]]) -> Table | None:
    """One row a clinic, over the week's files; None where nothing came."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in deliveries:
        grouped.setdefault(row["clinic_id"], []).append(row)
    rows = [
        TableRow(making.clinic(clinic_id), _account(making, files))
        for clinic_id, files in sorted(grouped.items(), key=lambda item: _by_name(making, item[0]))
    ]
    columns = [text(making.words.say("column-clinic")), *_account_columns(making)]
    return table(making.words.say("quality-arrived-caption"), columns, rows) if rows else None


def accounts(making: Making, deliveries: list[dict[str, Any]]) -> Table | None:
    """One row a clinic and export, over the week's files."""
    words = making.words
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in deliveries:
        grouped.setdefault((row["clinic_id"], row["export_name"]), []).append(row)
    rows = [
        TableRow(making.clinic(clinic_id), (plain(export, FILE_LIMIT), *_account(making, files)))
        for (clinic_id, export), files in sorted(
            grouped.items(), key=lambda item: (*_by_name(making, item[0][0]), item[0][1])
        )
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-export")),
        *_account_columns(making),
    ]
    return table(words.say("quality-accounts-caption"), columns, rows) if rows else None


def _account(making: Making, files: list[dict[str, Any]]) -> tuple[str, ...]:
    """Files, rows received, rows by state, and whether they add up."""
    received = [row["rows_received"] for row in files if row["rows_received"] is not None]
    is_balanced = all(row["is_balanced"] for row in files)
    return (
        making.count(counted(files)),
        making.count(total(received) if received else None),
        *(making.count(total(row[state] for row in files)) for state in STATES),
        making.words.say("quality-balanced", balanced="yes" if is_balanced else "no"),
    )


def _account_columns(making: Making) -> list[Column]:
    words = making.words
    return [
        number(words.say("column-files")),
        number(words.say("column-received-rows")),
        *(Column(words.say("quality-state", state=state)) for state in STATES),
        text(words.say("column-balance")),
    ]


def _by_name(making: Making, clinic_id: str) -> tuple[tuple[str, str], str]:
    return making.words.figures.sorting(making.clinic(clinic_id)), clinic_id


def deliveries_list(making: Making, deliveries: list[dict[str, Any]]) -> Table | None:
    words = making.words
    listed = deliveries if len(deliveries) <= DELIVERIES_LISTED else []
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["file_name"], FILE_LIMIT),
                plain(row["export_name"], FILE_LIMIT),
                words.figures.moment(row["received_at"]),
                words.say("quality-status", status=row["status"]),
                making.count(row["rows_received"]),
                making.count(row["loaded"]),
                making.count(row["quarantined"]),
            ),
        )
        for row in listed
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-file")),
        text(words.say("column-export")),
        text(words.say("column-arrived")),
        text(words.say("column-status")),
        number(words.say("column-received-rows")),
        Column(words.say("quality-state", state="loaded")),
        Column(words.say("quality-state", state="quarantined")),
    ]
    return table(words.say("quality-deliveries-caption"), columns, rows) if rows else None


def deliveries_remark(making: Making, deliveries: list[dict[str, Any]]) -> str:
    if len(deliveries) > DELIVERIES_LISTED:
        return making.words.say("quality-too-many", deliveries=counted(deliveries))
    return ""


def unbalanced(making: Making) -> Table | None:
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["file_name"], FILE_LIMIT),
                plain(row["export_name"], FILE_LIMIT),
                making.count(row["rows_received"]),
                making.count(row["accounted"]),
            ),
        )
        for row in making.rows("unbalanced")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-file")),
        text(words.say("column-export")),
        number(words.say("column-received-rows")),
        number(words.say("column-accounted")),
    ]
    return table(words.say("quality-unbalanced-caption"), columns, rows) if rows else None


def unclaimed(making: Making) -> Table | None:
    """Files that no export claims; None also where the warehouse doesn't list them."""
    words = making.words
    if not making.publication.has_columns("audit", "unclaimed_files", _UNCLAIMED):
        return None
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]) if row["clinic_id"] else words.say("quality-inbox"),
            (plain(row["file_name"], FILE_LIMIT), plain(row["message"] or "", MESSAGE_LIMIT)),
        )
        for row in making.rows("unclaimed")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-file")),
        sentence(words.say("column-remedy")),
    ]
    return table(words.say("quality-unclaimed-caption"), columns, rows) if rows else None


def held(making: Making) -> Table | None:
    """Return the deliveries that wait for a person, each with the command that lets it in."""
    words = making.words
    if not making.publication.has_columns("audit", "deliveries", _DECIDED):
        return None
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["file_name"], FILE_LIMIT),
                words.figures.short_day(row["received_at"]),
                refusal_for_staff(words, row["refusal_rule"], row["refusal_message"]),
                words.say("held-command", key=str(row["delivery_key"])),
            ),
        )
        for row in making.rows("held")
    ]
    columns = [
        text(words.say("column-clinic")),
        text(words.say("column-file")),
        number(words.say("column-since-day")),
        sentence(words.say("column-reason")),
        text(words.say("column-command")),
    ]
    return table(words.say("held-caption"), columns, rows) if rows else None
