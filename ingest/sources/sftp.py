"""A clinic's folder on a server that speaks SFTP.

Belongs here: the protocol, by paramiko. fsspec's own SFTP can't be told a server's key beforehand, and a
server whose key nobody has confirmed may be anybody's. Doesn't: which files are fetched (`fetching`).
"""

from __future__ import annotations

import base64
import io
import logging
import posixpath
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ingest.configuration.sources import SftpSource
from ingest.home import Home
from ingest.sources.credentials import read_credential
from ingest.sources.remote import CHUNK, Interrupted, ObjectFault, Remote, RemoteObject, SourceFault, utc

if TYPE_CHECKING:
    import paramiko  # type: ignore[import-untyped]

LARGEST_REQUEST = 2**17
"""Bytes asked for at once: four times the client's own choice, since each waits for its answer (OpenSSH gives
up to 2**18, and a server that gives fewer is asked again)."""
LOG = "rapport.sftp"


@contextmanager
def connect(home: Home, source: SftpSource) -> Iterator[Remote]:
    """Log in to the server, if it shows one of the keys that the clinic's YAML names."""
    with open_channel(home, source) as channel:
        yield _Sftp(channel, source)


@contextmanager
def open_channel(home: Home, source: SftpSource) -> Iterator[paramiko.SFTPClient]:
    """Log in as `connect` does, to write as well. Raises SourceFault and, if nobody answers, Interrupted."""
    import paramiko  # half a second, and only few clinics need it

    logging.getLogger(LOG).addHandler(logging.NullHandler())  # its thread would write traces to the terminal
    logging.getLogger(LOG).propagate = False
    client = paramiko.SSHClient()  # knows no host, and refuses those that it doesn't know
    client.set_log_channel(LOG)
    try:
        _pin(client, source)
        _log_in(client, home, source)
        try:
            channel = client.open_sftp()
            channel.get_channel().settimeout(source.timeout_seconds)
        except (paramiko.SSHException, OSError, EOFError):
            raise Interrupted("the server lets Rapport in but gives no SFTP") from None
        yield channel
    finally:
        client.close()


def _pin(client: paramiko.SSHClient, source: SftpSource) -> None:
    import paramiko

    named = source.host if source.port == 22 else f"[{source.host}]:{source.port}"
    for text in source.host_keys:
        kind, _, encoded = text.partition(" ")
        try:
            key = paramiko.PKey.from_type_string(kind, base64.b64decode(encoded))
        except (paramiko.SSHException, ValueError):
            raise SourceFault(
                f"`source.host_keys` has a key of the kind {kind}, which can't be used; take its "
                "ssh-ed25519 one"
            ) from None
        client.get_host_keys().add(named, kind, key)


def _log_in(client: paramiko.SSHClient, home: Home, source: SftpSource) -> None:
    import paramiko

    password = read_credential(home, source.password, "password") if source.password else None
    key = _private_key(home, source)
    try:
        client.connect(
            source.host,
            source.port,
            source.user,
            password,
            key,
            timeout=source.timeout_seconds,
            banner_timeout=source.timeout_seconds,
            auth_timeout=source.timeout_seconds,
            channel_timeout=source.timeout_seconds,
            allow_agent=False,
            look_for_keys=False,
        )
    except paramiko.BadHostKeyException as error:
        raise SourceFault(
            f"{source.host} shows another key ({error.key.fingerprint}) than `source.host_keys` names, so "
            "nothing was said to it; ask its keeper whether the key was changed, and by whom"
        ) from None
    except paramiko.AuthenticationException:
        raise SourceFault(
            f"{source.host} doesn't let {source.user} in; check `source.user` and the key or password"
        ) from None
    except paramiko.SSHException as error:
        if "not found in known_hosts" in str(error):
            raise SourceFault(
                f"{source.host} shows a key of another kind than `source.host_keys` names; add what "
                f"`ssh-keyscan -p {source.port} {source.host}` shows, once its keeper has confirmed it"
            ) from None
        raise Interrupted(f"{source.host} doesn't speak SSH as expected ({type(error).__name__})") from None
    except (OSError, EOFError) as error:
        raise _unreachable(source, error) from None


def _unreachable(source: SftpSource, error: Exception) -> Interrupted:
    if isinstance(error, socket.gaierror):
        return Interrupted(f"there is no server called {source.host}; check `source.host`")
    if isinstance(error, TimeoutError):
        return Interrupted(f"{source.host} doesn't answer on port {source.port}")
    return Interrupted(f"{source.host} can't be reached on port {source.port}")


def _private_key(home: Home, source: SftpSource) -> paramiko.PKey | None:
    import paramiko

    if source.private_key is None:
        return None
    text = read_credential(home, source.private_key, "private_key")
    passphrase = read_credential(home, source.passphrase, "passphrase") if source.passphrase else None
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text + "\n"), passphrase)
        except (paramiko.SSHException, ValueError, TypeError):
            continue
    raise SourceFault(
        "`source.private_key` can't be read as an OpenSSH or PEM key; check it, and `source.passphrase`"
    )


class _Sftp:
    """An open folder on a server."""

    def __init__(self, channel: paramiko.SFTPClient, source: SftpSource) -> None:
        self._channel = channel
        self._source = source

    def objects(self) -> Iterator[RemoteObject]:
        """List the finished files below the source's folder; links are not followed."""
        folders = [""]
        while folders:
            folder = folders.pop()
            for entry in self._listed(folder):
                name = posixpath.join(folder, entry.filename)
                mode = entry.st_mode or 0
                if stat.S_ISDIR(mode):
                    folders.append(name)
                elif stat.S_ISREG(mode):
                    yield self._object(name, entry)

    def _listed(self, folder: str) -> list[paramiko.SFTPAttributes]:
        try:
            entries: list[paramiko.SFTPAttributes] = self._channel.listdir_attr(
                posixpath.join(self._source.path, folder) or "."
            )
            return entries
        except FileNotFoundError:
            if folder:
                return []  # taken away since it was listed
            raise SourceFault(
                f"there is no folder {self._source.path} on {self._source.host}; check `source.path`"
            ) from None
        except PermissionError:
            raise SourceFault(
                f"{self._source.user} may not list the folder on {self._source.host}; ask its keeper"
            ) from None
        except Exception as error:
            raise self._interrupted(error) from None

    def _object(self, name: str, found: paramiko.SFTPAttributes) -> RemoteObject:
        size, moment = found.st_size or 0, found.st_mtime or 0
        return RemoteObject(
            name=name,
            address=posixpath.join(self._source.path, name),
            bytes=size,
            modified_at=utc(moment),
            version=f"{size}-{moment}",
        )

    def read(self, found: RemoteObject, start: int) -> Iterator[bytes]:
        """Yield a file's bytes from `start` on."""
        try:
            with self._channel.open(found.address, "rb") as file:
                file.MAX_REQUEST_SIZE = LARGEST_REQUEST
                file.seek(start)
                while chunk := file.read(CHUNK):
                    yield chunk
                now = file.stat()
        except FileNotFoundError:
            raise ObjectFault("isn't there any more") from None
        except PermissionError:
            raise ObjectFault("may not be read") from None
        except Exception as error:
            raise self._interrupted(error) from None
        if self._object(found.name, now).version != found.version:
            raise ObjectFault("was changed while it was read")

    def _interrupted(self, error: Exception) -> Interrupted:
        kind = "is silent" if isinstance(error, TimeoutError) else f"broke off ({type(error).__name__})"
        return Interrupted(f"{self._source.host} {kind}")
