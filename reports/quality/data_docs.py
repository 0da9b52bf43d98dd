"""What Great Expectations found at the door, clinic by clinic: Data Docs without another host or a value.

Belongs here: that page. Doesn't: the expectations (`ingest.acceptance`), and the quality team's report that
links it.

Great Expectations' own pages load styles and scripts from six public hosts and store values of failing
rows; this one is made from the counts in audit.check_results.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reports.components import Table, TableRow, table
from reports.formats.html import to_html
from reports.frame import Frame, page_frame
from reports.publication import Publication
from reports.quality.making import FILE_LIMIT, Making, sentence, text
from reports.words.catalogue import Words
from reports.words.figures import plain
from reports.words.from_data import check_of

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class ClinicDocs:
    """One clinic's checks."""

    anchor: str
    name: str
    checks: Table


@dataclass(frozen=True)
class DataDocsPage:
    """What the template lays out."""

    frame: Frame
    clinics: tuple[ClinicDocs, ...]


def data_docs(publication: Publication, words: Words, environment: Environment) -> bytes:
    """Return the page, whole in itself."""
    making = Making(publication, words)
    rows = making.rows("data_docs")
    page = DataDocsPage(
        page_frame(
            publication,
            words,
            kicker=words.say("quality-kicker", network=words.figures.name(publication.network.name)),
            heading=words.say("data-docs-heading"),
            document_title=words.say("data-docs-heading"),
            notes=[words.say("data-docs-note")],
        ),
        tuple(_clinic(making, clinic_id, list(own)) for clinic_id, own in groupby(rows, _clinic_of)),
    )
    return to_html(
        environment, "quality/data_docs.html.j2", page, "quality", publication.run.week
    ).html.encode()


def _clinic_of(row: dict[str, Any]) -> str:
    return str(row["clinic_id"])


def _clinic(making: Making, clinic_id: str, rows: list[dict[str, Any]]) -> ClinicDocs:
    words = making.words
    name = making.clinic(clinic_id)
    listed = [
        TableRow(
            plain(row["export_name"] or "", FILE_LIMIT),
            (
                check_of(words, row),
                plain(row["check_id"], FILE_LIMIT),
                words.say("quality-severity", severity=row["severity"]),
                words.figures.percent(float(row["threshold"] or 0.0)),
                "; ".join(_result(words, result) for result in row["results"]),
            ),
        )
        for row in rows
    ]
    columns = [
        text(words.say("column-export")),
        sentence(words.say("column-check")),
        text(words.say("column-rule")),
        text(words.say("column-severity")),
        text(words.say("column-allowed")),
        sentence(words.say("column-results")),
    ]
    return ClinicDocs(
        f"clinic-{clinic_id}", name, table(words.say("data-docs-caption", clinic=name), columns, listed)
    )


def _result(words: Words, result: dict[str, Any]) -> str:
    outcome = {True: "passed", False: "failed", None: "idle"}[result["is_passed"]]
    return words.say(
        "data-docs-result",
        day=words.figures.short_day(result["measured_at"].date()),
        outcome=outcome,
        failed=str(result["failed"]),
        evaluated=str(result["evaluated"]),
    )
