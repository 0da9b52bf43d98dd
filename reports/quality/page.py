"""The quality team's page as a whole, in finished text.

Belongs here: the page model. Doesn't: layout, and how rows are counted (the warehouse's audit).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.home import Home
from reports.components import Banner, Column, Table, TableRow, table
from reports.frame import Frame, page_frame
from reports.numbers.traced import counted, total
from reports.publication import Publication
from reports.run_banners import run_banners
from reports.words.catalogue import Words
from reports.words.figures import plain

QUERIES = Path(__file__).with_name("queries")
STATES = ("loaded", "duplicate", "quarantined", "skipped", "held", "refused")
FILE_LIMIT, MESSAGE_LIMIT = 60, 300
DELIVERIES_LISTED = 400
"""More deliveries of one week aren't listed one by one: those not taken are, and all are in the file."""

_UNCLAIMED = {"clinic_id", "file_name"}


@dataclass(frozen=True)
class QualityPage:
    """Everything that the template lays out. A table is None where there is nothing to list."""

    frame: Frame
    banners: tuple[Banner, ...]
    headline: tuple[str, ...]
    not_taken: Table | None
    accounts: Table | None
    deliveries: Table | None
    deliveries_remark: str
    unbalanced: Table | None
    refusals: Table | None
    failing: Table | None
    checks_remark: str
    waiting: Table | None
    unclaimed: Table | None


@dataclass(frozen=True)
class _Making:
    publication: Publication
    words: Words

    def rows(self, query: str) -> list[dict[str, Any]]:
        return self.publication.rows(QUERIES / f"{query}.sql")

    def clinic(self, clinic_id: str | None) -> str:
        """A clinic's name; what belongs to no clinic belongs to the network."""
        if clinic_id is None or clinic_id == "network":
            return self.words.say("quality-network")
        clinic = self.publication.clinics.get(clinic_id)
        return plain(clinic.name if clinic else clinic_id)

    def count(self, number: int | None) -> str:
        """A row count; of a refused file it may be unknown, which isn't 0."""
        return self.words.say("quality-not-counted") if number is None else self.words.figures.count(number)

    def column(self, message: str, *, is_number: bool = False) -> Column:
        return Column(message, is_number)


def quality_page(publication: Publication, audience: str, words: Words, home: Home) -> QualityPage:
    """Return the quality team's page."""
    making = _Making(publication, words)
    deliveries = making.rows("deliveries")
    return QualityPage(
        frame=page_frame(
            publication,
            words,
            kicker=words.say("quality-kicker", network=words.figures.name(publication.network.name)),
            heading=words.say("quality-heading"),
            document_title=words.say("quality-document-title", week=publication.run.week),
            notes=[words.say("quality-definition")],
        ),
        banners=tuple(run_banners(publication, words)),
        headline=tuple(_headline(making, deliveries)),
        not_taken=_not_taken(making, deliveries),
        accounts=_accounts(making, deliveries),
        deliveries=_deliveries(making, deliveries),
        deliveries_remark=_deliveries_remark(making, deliveries),
        unbalanced=_unbalanced(making),
        refusals=_refusals(making),
        failing=_failing(making),
        checks_remark=_checks_remark(making),
        waiting=_waiting(making),
        unclaimed=_unclaimed(making),
    )


def _headline(making: _Making, deliveries: list[dict[str, Any]]) -> list[str]:
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
    silent = [
        clinic.name
        for clinic in publication_clinics(making)
        if clinic.clinic_id not in {row["clinic_id"] for row in deliveries}
    ]
    if silent:
        names = words.figures.names(silent)
        sentences.append(words.say("quality-headline-silent", names=names))
    return sentences


def publication_clinics(making: _Making) -> list[Any]:
    """Return the clinics in the order of their names."""
    clinics = making.publication.clinics.values()
    return sorted(clinics, key=lambda clinic: (plain(clinic.name).casefold(), clinic.clinic_id))


def _not_taken(making: _Making, deliveries: list[dict[str, Any]]) -> Table | None:
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["file_name"], FILE_LIMIT),
                words.say("quality-status", status=row["status"]),
                plain(row["refusal_rule"] or "", FILE_LIMIT),
                plain(row["refusal_message"] or "", MESSAGE_LIMIT),
                making.count(row["rows_received"]),
            ),
        )
        for row in deliveries
        if row["status"] in ("refused", "held")
    ]
    columns = [
        Column(words.say("column-clinic"), is_number=False),
        Column(words.say("column-file"), is_number=False),
        Column(words.say("column-status"), is_number=False),
        Column(words.say("column-rule"), is_number=False),
        Column(words.say("column-reason"), is_number=False),
        Column(words.say("column-rows")),
    ]
    return table(words.say("quality-not-taken-caption"), columns, rows) if rows else None


def _accounts(making: _Making, deliveries: list[dict[str, Any]]) -> Table | None:
    """One row a clinic and export, over the week's files."""
    words = making.words
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in deliveries:
        grouped.setdefault((row["clinic_id"], row["export_name"]), []).append(row)
    rows = []
    for (clinic_id, export), files in sorted(
        grouped.items(), key=lambda item: (making.clinic(item[0][0]).casefold(), item[0])
    ):
        received = [row["rows_received"] for row in files if row["rows_received"] is not None]
        is_balanced = all(row["is_balanced"] for row in files)
        rows.append(
            TableRow(
                making.clinic(clinic_id),
                (
                    plain(export, FILE_LIMIT),
                    making.count(counted(files)),
                    making.count(total(received) if received else None),
                    *(making.count(total(row[state] for row in files)) for state in STATES),
                    words.say("quality-balanced", balanced="yes" if is_balanced else "no"),
                ),
            )
        )
    columns = [
        Column(words.say("column-clinic"), is_number=False),
        Column(words.say("column-export"), is_number=False),
        Column(words.say("column-files")),
        Column(words.say("column-received-rows")),
        *(Column(words.say("quality-state", state=state)) for state in STATES),
        Column(words.say("column-balance"), is_number=False),
    ]
    return table(words.say("quality-accounts-caption"), columns, rows) if rows else None


def _deliveries(making: _Making, deliveries: list[dict[str, Any]]) -> Table | None:
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
        Column(words.say("column-clinic"), is_number=False),
        Column(words.say("column-file"), is_number=False),
        Column(words.say("column-export"), is_number=False),
        Column(words.say("column-arrived"), is_number=False),
        Column(words.say("column-status"), is_number=False),
        Column(words.say("column-received-rows")),
        Column(words.say("quality-state", state="loaded")),
        Column(words.say("quality-state", state="quarantined")),
    ]
    return table(words.say("quality-deliveries-caption"), columns, rows) if rows else None


def _deliveries_remark(making: _Making, deliveries: list[dict[str, Any]]) -> str:
    if len(deliveries) > DELIVERIES_LISTED:
        return making.words.say("quality-too-many", deliveries=counted(deliveries))
    return "" if deliveries else making.words.say("quality-no-deliveries")


def _unbalanced(making: _Making) -> Table | None:
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
        Column(words.say("column-clinic"), is_number=False),
        Column(words.say("column-file"), is_number=False),
        Column(words.say("column-export"), is_number=False),
        Column(words.say("column-received-rows")),
        Column(words.say("column-accounted")),
    ]
    return table(words.say("quality-unbalanced-caption"), columns, rows) if rows else None


def _refusals(making: _Making) -> Table | None:
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["rule_id"], FILE_LIMIT),
                plain(row["file_name"], FILE_LIMIT),
                plain(row["column_name"], FILE_LIMIT),
                making.count(row["refused_rows"]),
                _row_numbers(making, row),
                plain(row["remedy"] or "", MESSAGE_LIMIT),
            ),
        )
        for row in making.rows("refusals")
    ]
    columns = [
        Column(words.say("column-clinic"), is_number=False),
        Column(words.say("column-rule"), is_number=False),
        Column(words.say("column-file"), is_number=False),
        Column(words.say("column-column"), is_number=False),
        Column(words.say("column-rows")),
        Column(words.say("column-row-numbers"), is_number=False),
        Column(words.say("column-remedy"), is_number=False),
    ]
    return table(words.say("quality-refusals-caption"), columns, rows) if rows else None


def _row_numbers(making: _Making, row: dict[str, Any]) -> str:
    """The first row numbers, as the spreadsheet counts them, and whether there are more."""
    numbers = [number for number in row["first_rows"] if number is not None]
    listed = ", ".join(str(number) for number in numbers)
    more = row["refused_rows"] - len(numbers)
    return making.words.say("quality-row-numbers", listed=listed, more=more) if more > 0 else listed


def _failing(making: _Making) -> Table | None:
    words = making.words
    rows = []
    for row in making.rows("checks"):
        # Three outcomes: a check without anything to evaluate has neither passed nor failed.
        if row["is_passed"] is None or (row["is_passed"] and row["passed_before"] is not False):
            continue
        change = "resolved" if row["is_passed"] else "persisting" if row["passed_before"] is False else "new"
        rows.append(
            TableRow(
                making.clinic(row["clinic_id"]),
                (
                    plain(row["description"] or row["check_id"], MESSAGE_LIMIT),
                    plain(row["export_name"] or "", FILE_LIMIT),
                    words.say("quality-severity", severity=row["severity"]),
                    words.say("counts", part=row["failed"], whole=row["evaluated"]),
                    making.count(row["not_applicable"]),
                    words.say("quality-change", change=change),
                ),
            )
        )
    columns = [
        Column(words.say("column-clinic"), is_number=False),
        Column(words.say("column-check"), is_number=False),
        Column(words.say("column-export"), is_number=False),
        Column(words.say("column-severity"), is_number=False),
        Column(words.say("column-failed")),
        Column(words.say("column-not-applicable")),
        Column(words.say("column-change"), is_number=False),
    ]
    return table(words.say("quality-checks-caption"), columns, rows) if rows else None


def _checks_remark(making: _Making) -> str:
    judged = [row for row in making.rows("checks") if row["is_passed"] is not None]
    idle = counted(row for row in making.rows("checks") if row["is_passed"] is None)
    passed = counted(row for row in judged if row["is_passed"])
    return making.words.say("quality-checks-passed", passed=passed, checks=counted(judged), idle=idle)


def _waiting(making: _Making) -> Table | None:
    words = making.words
    rows = [
        TableRow(
            making.clinic(row["clinic_id"]),
            (
                plain(row["instrument_id"] or "", FILE_LIMIT),
                making.count(row["waiting"]),
                words.figures.short_day(row["since"]) if row["since"] else words.say("none"),
            ),
        )
        for row in making.rows("waiting")
    ]
    columns = [
        Column(words.say("column-clinic"), is_number=False),
        Column(words.say("column-instrument"), is_number=False),
        Column(words.say("column-forms")),
        Column(words.say("column-since")),
    ]
    return table(words.say("quality-waiting-caption"), columns, rows) if rows else None


def _unclaimed(making: _Making) -> Table | None:
    """Files that no export claims; None also where the warehouse doesn't list them."""
    words = making.words
    if not making.publication.has_columns("audit", "unclaimed_files", _UNCLAIMED):
        return None
    rows = [
        TableRow(making.clinic(row["clinic_id"]), (plain(row["file_name"], FILE_LIMIT),))
        for row in making.rows("unclaimed")
    ]
    columns = [
        Column(words.say("column-clinic"), is_number=False),
        Column(words.say("column-file"), is_number=False),
    ]
    return table(words.say("quality-unclaimed-caption"), columns, rows) if rows else None
