"""Asking a clinic's server over HTTPS: one session with the clinic's own sign-in and nothing else's.

Belongs here: what `https` and `redcap_api` share: time-outs, certificates, what an answer's status means.
Doesn't: what is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest.configuration.sources import HttpsSource, RedcapApiSource
from ingest.home import Home
from ingest.sources.credentials import authority_file
from ingest.sources.remote import Interrupted, SourceFault

if TYPE_CHECKING:
    import requests


class Web:
    """A session with one server."""

    def __init__(self, session: requests.Session, host: str, **each: Any) -> None:
        self._session = session
        self.host = host
        self._each = each

    @contextmanager
    def ask(self, method: str, url: str, **asked: Any) -> Iterator[requests.Response]:
        """Send a request and give its answer, whose body isn't read yet.

        Raises:
            SourceFault: the server sends us elsewhere or doesn't know who we are.
            Interrupted: it can't be asked at present, or its answer breaks off.
        """
        import requests
        import urllib3

        try:
            with self._session.request(
                method, url, allow_redirects=False, stream=True, **self._each, **asked
            ) as answer:
                self._judge(answer)
                yield answer
        except requests.exceptions.SSLError:
            raise SourceFault(
                f"{self.host} shows a certificate that nobody known vouches for; where it has its own "
                "authority, name its certificate in `source.ca_file`"
            ) from None
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError):
            raise Interrupted(f"{self.host} doesn't answer in time") from None
        except requests.exceptions.ConnectionError as error:
            raise Interrupted(f"{self.host} can't be reached ({type(error).__name__})") from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise Interrupted(f"{self.host} broke off ({type(error).__name__})") from None

    def _judge(self, answer: requests.Response) -> None:
        status = answer.status_code
        if status in (408, 425, 429) or status >= 500:
            raise Interrupted(f"{self.host} is busy or faulty (status {status})")
        if status == 401:
            raise SourceFault(f"{self.host} doesn't let Rapport in (status 401); check the sign-in")
        if status in (301, 302, 303, 307, 308):
            raise SourceFault(
                f"{self.host} sends Rapport elsewhere (status {status}), where a sign-in must not go "
                "unasked; write the address that it means in `source.url`"
            )


@contextmanager
def open_web(
    home: Home, source: HttpsSource | RedcapApiSource, headers: dict[str, str], sign_in: Any = None
) -> Iterator[Web]:
    """Open a session; the sign-in is the clinic's, never one of the machine's own (.netrc)."""
    import requests  # a third of a second, and only few clinics need it

    with requests.Session() as session:
        session.auth = sign_in or _as_it_is
        session.headers.update({"Accept-Encoding": "identity", **headers})
        host = urlsplit(source.url).hostname or source.url
        verify = authority_file(
            home, source.ca_file
        )  # told with each request, or the environment's would win
        yield Web(session, host, timeout=source.timeout_seconds, verify=verify)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def last_modified(answer: requests.Response) -> dt.datetime | None:
    """Return when the server says that something last changed, naive UTC."""
    try:
        moment = parsedate_to_datetime(answer.headers.get("Last-Modified", ""))
    except ValueError:
        return None
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
