"""Files below an address on a clinic's web server.

Belongs here: finding them (by name, or by the links of a page) and reading them. Doesn't: sessions (`web`),
which files are fetched (`fetching`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urljoin

from ingest.configuration.sources import HttpsSource
from ingest.home import Home
from ingest.sources.credentials import read_credential
from ingest.sources.remote import CHUNK, ObjectFault, Remote, RemoteObject, SourceFault
from ingest.sources.web import Web, last_modified, open_web

LARGEST_PAGE = 16 * 2**20
"""Bytes of a page of links."""


@contextmanager
def connect(home: Home, source: HttpsSource) -> Iterator[Remote]:
    """Open a session with the clinic's sign-in; nothing is asked yet."""
    from requests.auth import HTTPBasicAuth

    headers, sign_in = {}, None
    if source.token is not None:
        headers["Authorization"] = f"Bearer {read_credential(home, source.token, 'token')}"
    if source.user is not None and source.password is not None:
        password = read_credential(home, source.password, "password")
        sign_in = HTTPBasicAuth(source.user.encode(), password.encode())
    with open_web(home, source, headers, sign_in) as web:
        yield _Pages(web, source)


class _Pages:
    """What lies below an address."""

    def __init__(self, web: Web, source: HttpsSource) -> None:
        self._web = web
        self._source = source

    def objects(self) -> Iterator[RemoteObject]:
        """Describe each file by the marks that the server gives it, if it gives any."""
        for name in self._source.files or self._linked():
            yield self._described(name)

    def _linked(self) -> list[str]:
        with self._web.ask("GET", self._source.url) as answer:
            if answer.status_code != 200:
                raise SourceFault(
                    f"{self._web.host} gives no page at `source.url` (status {answer.status_code}); check "
                    "the address, or name the files under `source.files`"
                )
            page = answer.raw.read(LARGEST_PAGE + 1, decode_content=True)
        if len(page) > LARGEST_PAGE:
            raise SourceFault("the page at `source.url` is too long to be a list of files; name them instead")
        links = _Links()
        links.feed(page.decode("utf-8", "replace"))
        found = (urljoin(self._source.url, link) for link in links.found)
        below = [url[len(self._source.url) :] for url in found if url.startswith(self._source.url)]
        names = (unquote(rest) for rest in below if rest and not set("?#") & set(rest))
        return sorted({name for name in names if not name.endswith("/")})

    def _described(self, name: str) -> RemoteObject:
        url = self._source.url + quote(name)
        with self._web.ask("HEAD", url) as answer:
            if answer.status_code != 200:  # some servers don't answer this question: then read and compare
                return RemoteObject(name, url, None, None, "")
            size = answer.headers.get("Content-Length", "")
            modified_at = last_modified(answer)
            mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        is_plain = size.isdigit() and "Content-Encoding" not in answer.headers
        return RemoteObject(
            name, url, int(size) if is_plain else None, modified_at, f"{size}-{mark}" if mark else ""
        )

    def read(self, found: RemoteObject, start: int) -> Iterator[bytes]:
        """Yield a file's bytes from `start` on, of the version that was described."""
        if start and found.bytes is not None and start >= found.bytes:
            return
        mark = found.version.partition("-")[2]
        headers = {"Range": f"bytes={start}-", "If-Range": mark} if start else {}
        with self._web.ask("GET", found.address, headers=headers) as answer:
            if answer.status_code in (404, 410):
                raise ObjectFault("isn't there (any more)")
            if answer.status_code not in (200, 206):
                raise ObjectFault(f"may not be read (status {answer.status_code})")
            now = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
            if mark and now and now != mark:
                raise ObjectFault("was changed while it was read")
            behind = (
                start if answer.status_code == 200 else 0
            )  # the server starts again: leave out what we have
            while chunk := answer.raw.read(CHUNK, decode_content=True):
                kept, behind = chunk[behind:], max(0, behind - len(chunk))
                if kept:
                    yield kept


class _Links(HTMLParser):
    """The targets of a page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        if tag == "a":
            self.found += [value for key, value in attrs if key == "href" and value]
