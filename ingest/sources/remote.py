"""What every kind of server is to the rest: a list of objects and a way to read one from any byte on.

Belongs here: these shapes, and the ways in which asking can fail. Doesn't: one protocol (`sftp`, `s3`,
`https`), keeping what was read (`spool`), asking again (`fetching`). Nothing here or there changes a server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

CHUNK = 2**20
"""Bytes that are read at once."""


class SourceFault(Exception):
    """Asking again won't help before somebody has done something; the message says what."""


class Interrupted(Exception):
    """The server, or the way to it, failed for now: what was read so far stays, and asking again may help."""


class ObjectFault(Exception):
    """One object can't be read; the others can."""


@dataclass(frozen=True)
class RemoteObject:
    """A file as a server lists it."""

    name: str  # below the source's folder, with forward slashes; not yet known to be safe
    address: str  # what the server calls it
    bytes: int | None  # None: the server doesn't say
    modified_at: dt.datetime | None  # naive UTC
    version: str  # the same text means the same content; empty: the server has no mark of it
    is_data: bool = True  # False: it describes the data, so no export takes it


class Remote(Protocol):
    """An open connection to a clinic's server."""

    def objects(self) -> Iterable[RemoteObject]:
        """List what lies there.

        Raises:
            SourceFault: the server refuses.
            Interrupted: it can't be asked at present.
        """
        ...

    def read(self, found: RemoteObject, start: int) -> Iterator[bytes]:
        """Yield an object's bytes from `start` on (0 for one without a version).

        Raises:
            ObjectFault: this one is refused, or isn't there any more, or has changed.
            Interrupted: the bytes stop coming.
        """
        ...


class Connector(Protocol):
    """Opens a connection."""

    def __call__(self) -> AbstractContextManager[Remote]:
        """Connect.

        Raises:
            SourceFault: the server refuses, or isn't the one that it should be.
            Interrupted: it can't be reached at present.
        """
        ...


def utc(seconds: float) -> dt.datetime:
    """Return a moment given in seconds since 1970 as naive UTC."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).replace(tzinfo=None)
