"""A REDCap project through its interface for programs: its records as one flat CSV file, and its fields.

Belongs here: what is asked and in which pages, and that a page is whole. Doesn't: sessions (`web`), what the
columns mean (`ingest.formats.redcap`). The token is sent in the body of each request and told to nobody.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import polars as pl

from ingest.configuration.sources import RedcapApiSource
from ingest.home import Home
from ingest.sources.credentials import read_credential
from ingest.sources.remote import Connector, Interrupted, Remote, RemoteObject, SourceFault
from ingest.sources.web import Web, open_web

RECORDS, DICTIONARY = "records.csv", "dictionary.csv"
SENT_WHOLE = ("exportDataAccessGroups", "exportSurveyFields")


@dataclass
class Export:
    """What was exported so far: it outlives a broken connection, so that only the rest is asked again."""

    exported_at: dt.datetime
    dictionary: bytes = b""
    pages: list[tuple[str, ...]] = field(default_factory=list)
    """The records' ids, page by page."""
    header: bytes = b""
    ends: list[int] = field(default_factory=list)
    """Where each page ends in the file that is made."""


def connector(home: Home, source: RedcapApiSource, asked_at: dt.datetime) -> Connector:
    """Return what opens the project; however often it does, it is one export (`asked_at`: naive UTC)."""
    export = Export(asked_at)

    @contextmanager
    def connect() -> Iterator[Remote]:
        token = read_credential(home, source.token, "token")
        with open_web(home, source, {}) as web:
            yield _Project(web, source, token, export)

    return connect


class _Project:
    """A project as this run finds it."""

    def __init__(self, web: Web, source: RedcapApiSource, token: str, export: Export) -> None:
        self._web = web
        self._source = source
        self._token = token
        self._export = export

    def objects(self) -> Iterator[RemoteObject]:
        """Ask for the fields and the records' ids: from then on the export is a fixed set of pages."""
        export = self._export
        if not export.dictionary:
            export.dictionary = self._ask({"content": "metadata"})
        if not export.pages:
            size = self._source.records_per_request
            ids = self._record_ids([])
            export.pages = [tuple(ids[at : at + size]) for at in range(0, len(ids), size)]
        for name in (DICTIONARY, RECORDS) if export.pages else (DICTIONARY,):
            yield RemoteObject(
                name=name,
                address=name,
                bytes=None,
                modified_at=export.exported_at,
                version=export.exported_at.isoformat(),
                is_data=name == RECORDS,
            )

    def read(self, found: RemoteObject, start: int) -> Iterator[bytes]:
        """Yield the pages that are missing, each only when it is whole."""
        export = self._export
        if found.name == DICTIONARY:
            yield export.dictionary[start:]
            return
        done = export.ends.index(start) + 1 if start else 0
        del export.ends[done:]
        for number, ids in enumerate(export.pages[done:], start=done):
            text = self._page(ids)
            header, line_end, rows = text.partition(b"\n")
            if number == 0:
                export.header = header
            elif header != export.header:
                raise SourceFault(
                    "the project's fields were changed during the export; the next run begins again"
                )
            page = text if number == 0 else rows
            if not page.endswith(b"\n"):
                page += line_end or b"\n"
            export.ends.append((export.ends[-1] if export.ends else 0) + len(page))
            yield page

    def _page(self, ids: Sequence[str]) -> bytes:
        """Return some records' rows; one that is gone by now is left out, a page cut short isn't taken."""
        asked = {f"records[{number}]": record for number, record in enumerate(ids)}
        source = self._source
        for key, names in (("fields", self._fields()), ("forms", source.forms), ("events", source.events)):
            asked |= {f"{key}[{number}]": name for number, name in enumerate(names)}
        text = self._ask(
            {
                "content": "record",
                "type": "flat",
                "rawOrLabel": "label" if source.labels else "raw",
                "rawOrLabelHeaders": "raw",
                **dict.fromkeys(SENT_WHOLE, "true"),
                **asked,
            }
        )
        lacking = set(ids) - set(_first_column(text))
        if lacking and set(self._record_ids(sorted(lacking))):
            raise Interrupted(f"{self._web.host} left records out of its answer")
        return text

    def _fields(self) -> Sequence[str]:
        source = self._source
        if not source.fields:
            return ()
        return tuple(dict.fromkeys([self._id_field(), *source.fields]))

    def _record_ids(self, among: Sequence[str]) -> list[str]:
        asked = {"content": "record", "type": "flat", "fields[0]": self._id_field()}
        asked |= {f"records[{number}]": record for number, record in enumerate(among)}
        asked |= {f"events[{number}]": name for number, name in enumerate(self._source.events)}
        return list(dict.fromkeys(_first_column(self._ask(asked))))

    def _id_field(self) -> str:
        names = _first_column(self._export.dictionary)
        if not names:
            raise SourceFault("the project has no fields that this token may see")
        return names[0]

    def _ask(self, asked: dict[str, str]) -> bytes:
        form = {"token": self._token, "format": "csv", "returnFormat": "csv", **asked}
        limit = self._source.largest_file_mb * 2**20
        with self._web.ask("POST", self._source.url, data=form) as answer:
            if answer.status_code == 403:
                raise SourceFault(
                    f"{self._web.host} refuses the export (status 403): the token is wrong or withdrawn, or "
                    "its user may not use the API or export these forms"
                )
            if answer.status_code != 200:
                raise SourceFault(
                    f"{self._web.host} refuses the request (status {answer.status_code}); check "
                    "`source.url`, `fields`, `forms` and `events`"
                )
            content: bytes = answer.raw.read(limit + 1, decode_content=True)
        if len(content) > limit:
            raise SourceFault(
                "one page of records is larger than `source.largest_file_mb`; lower `records_per_request`"
            )
        if content.lstrip()[:1] in (b"<", b"{"):
            raise Interrupted(f"{self._web.host} answers with something else than records")
        return content


def _first_column(text: bytes) -> list[str]:
    """Return the first column of CSV text, which must be whole."""
    if not text.strip():
        return []
    try:
        table = pl.read_csv(io.BytesIO(text), infer_schema=False)
    except pl.exceptions.PolarsError:
        raise Interrupted("the server's answer is cut short or isn't CSV") from None
    return table.to_series(0).drop_nulls().to_list()
